"""``exemple``, ``convertir`` et ``annexe`` : ce qui est écrit, et ce qui ne l’est jamais."""

import hashlib
import os
from itertools import pairwise
from pathlib import Path

import pytest

from exports.exemple import chemin_exemple
from maquettes import ecrire_dossier
from tests.exports.commandes.conftest import Commande
from tests.exports.verification.jeux import petit_projet

AU = "2015-03-31"


@pytest.fixture
def petit(tmp_path: Path) -> Path:
    """Un dossier de deux opérations : ce qui s’écrit de lui ne dépend pas de sa taille."""
    ecrire_dossier(petit_projet(), tmp_path / "petit")
    return tmp_path / "petit"


def octets(repertoire: Path) -> dict[str, bytes]:
    return {fichier.name: fichier.read_bytes() for fichier in repertoire.iterdir()}


def test_exemple_copie_a_l_identique(noyer: Path) -> None:
    assert octets(noyer) == octets(chemin_exemple())


def test_exemple_dit_ce_qui_est_public(tmp_path: Path, financement: Commande) -> None:
    reponse = financement("exemple", tmp_path / "nd")
    assert f"Dossier du Noyer Doré : {tmp_path / 'nd'}\n" in reponse.sortie
    assert "167 M€ HT, 144 démolitions, 351 constructions, 2 102 résidentialisations" in reponse.sortie
    assert "Tout le reste est illustratif." in reponse.sortie


def test_exemple_refuse_un_repertoire_non_vide(noyer: Path, financement: Commande) -> None:
    (noyer / "journal.csv").write_text("mien", encoding="utf-8")
    reponse = financement("exemple", noyer)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert "n’est pas vide et n’est jamais écrasé." in reponse.erreur
    assert (noyer / "journal.csv").read_text(encoding="utf-8") == "mien"


def test_exemple_remplit_un_repertoire_vide_et_sait_le_json(tmp_path: Path, financement: Commande) -> None:
    (tmp_path / "vide").mkdir()
    assert financement("exemple", tmp_path / "vide").code == 0
    assert financement("exemple", tmp_path / "nd.json").code == 0
    assert financement("convertir", tmp_path / "vide", tmp_path / "converti.json").code == 0
    assert (tmp_path / "nd.json").read_bytes() == (tmp_path / "converti.json").read_bytes()


def test_convertir_dans_les_deux_sens_sans_perte(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    chaine = [noyer, *(tmp_path / nom for nom in ("un.json", "deux", "trois.json", "quatre"))]
    for source, destination in pairwise(chaine):
        reponse = financement("convertir", source, destination)
        assert reponse == (0, f"Dossier écrit : {destination}\n", "")
    assert chaine[1].read_bytes() == chaine[3].read_bytes()
    assert octets(chaine[2]) == octets(chaine[4])
    assert octets(chaine[2])["journal.csv"] == octets(noyer)["journal.csv"]
    assert octets(chaine[2])["plan.csv"] == octets(noyer)["plan.csv"]


def test_convertir_n_ecrase_jamais(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    (tmp_path / "mien.json").write_text("mien", encoding="utf-8")
    reponse = financement("convertir", noyer, tmp_path / "mien.json")
    assert reponse.code == 2
    assert "existe déjà et n’est jamais écrasé." in reponse.erreur
    assert (tmp_path / "mien.json").read_text(encoding="utf-8") == "mien"
    assert financement("convertir", noyer, noyer).code == 2
    assert octets(noyer) == octets(chemin_exemple())


def test_convertir_dit_en_entier_quelles_formes_existent(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    reponse = financement("convertir", noyer, tmp_path / "dossier.ods")
    assert reponse.code == 2
    assert "« .ods » n’est pas une forme de dossier. Donner un nom en .xlsx ou en .json" in reponse.erreur
    assert not (tmp_path / "dossier.ods").exists()


def test_annexe_donne_le_chemin_de_chaque_fichier(petit: Path, tmp_path: Path, financement: Commande) -> None:
    sortie = tmp_path / "annexe"
    reponse = financement("annexe", petit, "--au", AU, "--sortie", sortie, "--formats", "xlsx,csv")
    _, annonce, liste = reponse.sortie.partition("\nAnnexe financière :\n")
    chemins = [Path(ligne.removeprefix("  ")) for ligne in liste.splitlines()]
    assert (reponse.code, reponse.erreur) == (0, "")
    assert sorted(chemins) == sorted(sortie.iterdir())
    assert sortie / "annexe-financiere.xlsx" in chemins
    assert {chemin.suffix for chemin in chemins} == {".xlsx", ".csv"}
    assert annonce


def test_annexe_porte_l_empreinte_du_json_canonique(petit: Path, tmp_path: Path, financement: Commande) -> None:
    """Du répertoire ou de son json vient la même annexe, octet pour octet : elle ne dépend que du contenu."""
    financement("convertir", petit, tmp_path / "nd.json")
    empreinte = hashlib.sha256((tmp_path / "nd.json").read_bytes()).hexdigest()
    mots = ("--au", AU, "--formats", "csv", "--sortie")
    reponse = financement("annexe", petit, *mots, tmp_path / "un")
    assert reponse.sortie.splitlines()[0] == f"Empreinte du dossier : {empreinte}"
    financement("annexe", tmp_path / "nd.json", *mots, tmp_path / "deux")
    assert octets(tmp_path / "un") == octets(tmp_path / "deux")


def test_annexe_n_ecrit_que_les_formats_demandes(petit: Path, tmp_path: Path, financement: Commande) -> None:
    mots = ("annexe", petit, "--au", AU, "--sortie", tmp_path / "a", "--formats", "xlsx")
    assert financement(*mots).code == 0
    premiere = octets(tmp_path / "a")
    assert list(premiere) == ["annexe-financiere.xlsx"]
    assert financement(*mots).code == 0
    assert octets(tmp_path / "a") == premiere


@pytest.mark.parametrize("sous", ["copie", "copie.json"])
def test_convertir_refuse_d_ecrire_dans_le_dossier(sous: str, noyer: Path, financement: Commande) -> None:
    reponse = financement("convertir", noyer, noyer / sous)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert "est dans le dossier source, qui n’est jamais modifié." in reponse.erreur


@pytest.mark.parametrize("sous", ["", "annexe", "annexe/2015"])
def test_annexe_refuse_d_ecrire_dans_le_dossier(sous: str, noyer: Path, financement: Commande) -> None:
    reponse = financement("annexe", noyer, "--au", AU, "--sortie", noyer / sous)
    assert (reponse.code, reponse.sortie) == (2, "")
    ou = "est dans" if sous else "est"
    assert f"» {ou} le dossier source, qui n’est jamais modifié." in reponse.erreur
    assert octets(noyer) == octets(chemin_exemple())


def test_annexe_refuse_un_fichier_pour_repertoire(petit: Path, tmp_path: Path, financement: Commande) -> None:
    (tmp_path / "occupe").write_text("mien", encoding="utf-8")
    mots = ("annexe", petit, "--au", AU, "--formats", "csv", "--sortie", tmp_path / "occupe")
    reponse = financement(*mots)
    assert reponse.code == 2
    assert "ne peut pas servir de répertoire de sortie : un fichier porte déjà ce nom." in reponse.erreur


def test_un_repertoire_protege_se_lit_et_ne_s_ecrit_pas(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    protege = tmp_path / "protege"
    protege.mkdir()
    for repertoire in (protege, noyer):
        repertoire.chmod(0o500)
    try:
        assert financement("situation", noyer).code == 0
        if os.access(protege, os.W_OK):
            return  # l'administrateur (root) écrit partout : rien à refuser
        for mots in (("exemple", protege / "nd"), ("annexe", noyer, "--au", AU, "--sortie", protege / "a")):
            reponse = financement(*mots)
            assert (reponse.code, reponse.sortie) == (2, "")
            assert "Rien n’a été écrit" in reponse.erreur
    finally:
        for repertoire in (protege, noyer):
            repertoire.chmod(0o700)

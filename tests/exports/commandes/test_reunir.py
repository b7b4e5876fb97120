"""``financement maquette --maitre-ouvrage`` puis ``reunir`` : ce qui s’écrit, ce qui se dit, les codes de sortie."""

import json
from pathlib import Path

import pytest

from maquettes import lire_dossier
from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import changer, poser
from tests.maquettes.maquette.saisie import Saisies


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return poser(tmp_path / "tilleuls")


@pytest.fixture
def rendue(dossier: Path, financement: Commande, tmp_path: Path) -> Path:
    """La part de la Ville : un coût changé, une subvention de l’ANRU aussi, qui n’est pas à elle."""
    envoyee = tmp_path / "ville.xlsx"
    assert financement("maquette", dossier, envoyee, "--maitre-ouvrage", "VILLE").code == 0
    saisies = Saisies(envoyee)
    saisies.ecrire("Opérations", 7, "Coût HT (€)", 110_000.5)
    saisies.ecrire("Plan de financement", 7, "Montant (€)", 1)
    return saisies.enregistrer(tmp_path / "rendue.xlsx")


def test_ce_qui_est_repris_et_non_suivi_se_dit_a_sa_cellule(
    dossier: Path, rendue: Path, financement: Commande, tmp_path: Path
) -> None:
    vers, rapport = tmp_path / "reuni", tmp_path / "rapport.xlsx"
    reponse = financement("reunir", dossier, rendue, "--vers", vers, "--xlsx", rapport)
    assert (reponse.code, reponse.erreur) == (0, "")
    ligne = (
        "opération OP1 (convention initiale), cout_ht : 100 000,00\u00a0€ → 110 000,50\u00a0€  [rendue.xlsx, feuille "
    )
    assert ligne in reponse.sortie
    assert "VILLE, financement OP1, ANRU, subvention (convention initiale), montant : " in reponse.sortie
    assert "1 maquette reçue, 1 changement repris, 0 conflit, 1 changement non suivi, 0 sans réponse." in reponse.sortie
    assert lire_dossier(vers).operations[0].cout_ht == 11_000_050
    assert rapport.is_file()


def test_reunir_encore_n_ecrit_rien_et_n_ecrase_rien(
    dossier: Path, rendue: Path, financement: Commande, tmp_path: Path
) -> None:
    vers = tmp_path / "reuni"
    financement("reunir", dossier, rendue, "--vers", vers)
    encore = financement("reunir", dossier, rendue, "--vers", vers)
    assert encore.code == 0
    assert "existe et dit déjà tout ce qui est réuni : rien n’est écrit" in encore.sortie
    (vers / "plan.csv").unlink()
    autre = financement("reunir", dossier, rendue, "--vers", vers)
    assert autre.code == 2
    assert "n’est jamais écrasé : rien n’est écrit" in autre.sortie
    assert not (vers / "plan.csv").exists()


def test_un_conflit_rend_1_et_le_dossier_garde_sa_valeur(
    dossier: Path, rendue: Path, financement: Commande, tmp_path: Path
) -> None:
    texte = changer("operations.csv", ("100000,00", "105000,00"))
    (dossier / "operations.csv").write_text(texte, encoding="utf-8")
    vers = tmp_path / "reuni.json"
    reponse = financement("reunir", dossier, rendue, "--vers", vers, "--format", "json")
    assert (reponse.code, reponse.erreur) == (1, "")
    lu = json.loads(reponse.sortie)
    assert list(lu) == ["maquettes", "modifications", "conflits", "non_suivies", "sans_reponse"]
    assert lu["maquettes"] == [
        {"fichier": "rendue.xlsx", "maitre_ouvrage": "VILLE", "version": 1, "etat": "en_conflit"}
    ]
    (conflit,) = lu["conflits"]
    assert (conflit["table"], conflit["cle"], conflit["champ"]) == ("operations", "0|OP1", "cout_ht")
    assert [v["valeur"] for v in conflit["valeurs"]] == ["105000.00", "110000.50"]
    assert [v["provenance"]["fichier"] for v in conflit["valeurs"]] == ["operations.csv", "rendue.xlsx"]
    assert lire_dossier(vers).operations[0].cout_ht == 10_500_000


def test_le_json_d_un_changement_est_celui_du_contrat(
    dossier: Path, rendue: Path, financement: Commande, tmp_path: Path
) -> None:
    vers = tmp_path / "reuni"
    lu = json.loads(financement("reunir", dossier, rendue, "--vers", vers, "--format", "json").sortie)
    (modification,) = lu["modifications"]
    assert list(modification) == ["table", "cle", "champ", "avant", "apres", "provenance"]
    assert (modification["avant"], modification["apres"]) == ("100000.00", "110000.50")
    assert modification["provenance"]["cellule"] == "J7"
    assert [n["champ"] for n in lu["non_suivies"]] == ["montant"]


def test_une_maquette_entiere_est_refusee_et_rien_n_est_ecrit(
    dossier: Path, financement: Commande, tmp_path: Path
) -> None:
    financement("maquette", dossier, tmp_path / "entiere.xlsx")
    reponse = financement("reunir", dossier, tmp_path / "entiere.xlsx", "--vers", tmp_path / "reuni")
    assert reponse.code == 2
    assert "[REUNION-02]" in reponse.erreur
    assert not (tmp_path / "reuni").exists()


@pytest.mark.parametrize("vers", ["rendue.xlsx", "tilleuls", "tilleuls/reuni"])
def test_ni_le_dossier_ni_une_maquette_ne_s_ecrasent(
    vers: str, dossier: Path, rendue: Path, financement: Commande, tmp_path: Path
) -> None:
    octets = rendue.read_bytes()
    reponse = financement("reunir", dossier, rendue, "--vers", tmp_path / vers)
    assert reponse.code == 2
    assert "jamais modifié" in reponse.erreur
    assert rendue.read_bytes() == octets


def test_une_part_refaite_garde_son_sceau(dossier: Path, rendue: Path, financement: Commande, tmp_path: Path) -> None:
    refaite = tmp_path / "refaite.xlsx"
    assert financement("maquette", rendue, refaite).code == 0
    assert financement("reunir", dossier, refaite, "--vers", tmp_path / "reuni").code == 0
    assert lire_dossier(tmp_path / "reuni").operations[0].cout_ht == 11_000_050


def test_vierge_et_maitre_d_ouvrage_ne_vont_pas_ensemble(financement: Commande, tmp_path: Path) -> None:
    reponse = financement("maquette", "--vierge", tmp_path / "v.xlsx", "--maitre-ouvrage", "VILLE")
    assert reponse.code == 2
    assert "--vierge ne s’emploie pas avec DOSSIER, --au ni --maitre-ouvrage" in reponse.erreur

"""L’annexe en fichiers : noms, formats, refus en français, rien d’inachevé."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from exports.annexe_existante import Existants
from exports.document.sceau import GenrePerimetre, Perimetre
from exports.ecriture_annexe import FORMATS, ecrire_annexe, formats_possibles
from exports.livraison.annexe_rendue import DU_PROJET_ENTIER
from exports.livraison.paquets import PaquetAbsent
from exports.verification.commun.lecture import FORMES
from exports.verification.formats import LECTEURS
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from maquettes import EcritureRefusee
from tests.exports.conftest import AU
from tests.exports.verification.jeux import petit_projet


def test_les_fichiers_sont_ceux_annonces(noyer_dore: Projet, classeur: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "neuf" / "annexe"
    chemins = ecrire_annexe(noyer_dore, au=AU, sortie=sortie, formats=("xlsx", "csv"))
    assert chemins[0] == sortie / "annexe-financiere.xlsx"
    assert chemins[0].read_bytes() == classeur.read_bytes()
    assert sortie / "annexe-financiere-tableau-financier.csv" in chemins
    assert sorted(sortie.iterdir()) == sorted(chemins)


def test_une_seconde_ecriture_redonne_les_memes_octets(tmp_path: Path) -> None:
    def ecrire() -> dict[str, bytes]:
        chemins = ecrire_annexe(petit_projet(), au=AU, sortie=tmp_path, formats=FORMATS)
        return {chemin.name: chemin.read_bytes() for chemin in chemins}

    assert ecrire() == ecrire()


def test_chaque_format_scelle_se_verifie() -> None:
    assert set(FORMES) == set(LECTEURS) == set(FORMATS) - DU_PROJET_ENTIER


def test_les_formats_possibles_sont_ceux_dont_le_paquet_est_la(monkeypatch: pytest.MonkeyPatch) -> None:
    assert formats_possibles() == (FORMATS, ())
    monkeypatch.setitem(sys.modules, "typst", None)
    possibles, absents = formats_possibles()
    assert possibles == ("xlsx", "docx", "html", "csv", "scdl")
    assert [absent.paquet.distribution for absent in absents] == ["typst"]


def test_un_extrait_n_a_pas_de_format_scdl() -> None:
    perimetre = Perimetre(genre=GenrePerimetre.OPERATION, code="OP-1")
    assert formats_possibles(perimetre)[0] == ("xlsx", "pdf", "docx", "html", "csv")


def test_le_format_scdl_d_un_extrait_est_refuse(noyer_dore: Projet, tmp_path: Path) -> None:
    perimetre = Perimetre(genre=GenrePerimetre.FINANCEUR, code="ANRU")
    with pytest.raises(ValeurImpossible, match="« scdl » n’est pas accepté : ce format couvre tout le projet"):
        ecrire_annexe(noyer_dore, au=AU, sortie=tmp_path, formats=("scdl",), perimetre=perimetre)


def test_un_paquet_absent_est_refuse_avant_d_ecrire(
    noyer_dore: Projet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(PaquetAbsent, match=r'pip install "financement-renouvellement-urbain\[docx\]"'):
        ecrire_annexe(noyer_dore, au=AU, sortie=tmp_path / "rien", formats=("csv", "docx"))
    assert not (tmp_path / "rien").exists()


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (("xlsx", "odt", "wks"), "« odt » n’est pas une valeur connue.*Choisir parmi : xlsx, pdf.*« wks » n’est pas"),
        ((), "colonne formats : La valeur est obligatoire"),
    ],
)
def test_un_format_inconnu_est_refuse_avant_d_ecrire(
    noyer_dore: Projet, tmp_path: Path, formats: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValeurImpossible, match=message):
        ecrire_annexe(noyer_dore, au=AU, sortie=tmp_path / "rien", formats=formats)
    assert not (tmp_path / "rien").exists()


def test_une_sortie_impossible_est_refusee(noyer_dore: Projet, tmp_path: Path) -> None:
    fichier = tmp_path / "fichier"
    fichier.write_text("occupé", encoding="utf-8")
    with pytest.raises(EcritureRefusee, match="répertoire de sortie"):
        ecrire_annexe(noyer_dore, au=AU, sortie=fichier, formats=("csv",))
    assert fichier.read_text(encoding="utf-8") == "occupé"


@pytest.mark.parametrize("existants", list(Existants))
def test_un_lien_qui_mene_ailleurs_est_refuse_pour_ce_qu_il_est(existants: Existants, tmp_path: Path) -> None:
    """« Ajouter --remplacer » n’y ferait rien : ce n’est pas un fichier que quelqu’un a changé."""
    (tmp_path / "sortie").mkdir()
    lien = tmp_path / "sortie" / "annexe-financiere.html"
    lien.symlink_to(os.devnull)
    with pytest.raises(EcritureRefusee, match="c’est un lien, qui mène hors de son répertoire"):
        ecrire_annexe(petit_projet(), au=AU, sortie=lien.parent, formats=("html", "csv"), existants=existants)
    assert [entree.name for entree in lien.parent.iterdir()] == [lien.name]
    assert lien.readlink() == Path(os.devnull)


@pytest.mark.parametrize(
    ("temporaires", "cause"),
    [([], "aucun n’est utilisable"), (["absent"], "absent », qui ne peut pas être écrit : il n’existe pas")],
)
def test_sans_repertoire_temporaire_le_pdf_est_refuse_en_francais(
    temporaires: list[str], cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / temporaires[0]) if temporaires else None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", list)
    with pytest.raises(EcritureRefusee, match=f"{cause}.*TMPDIR"):
        ecrire_annexe(petit_projet(), au=AU, sortie=tmp_path / "sortie", formats=("csv", "pdf"))
    assert not (tmp_path / "sortie").exists()

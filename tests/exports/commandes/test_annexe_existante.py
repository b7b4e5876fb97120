"""``financement annexe`` là où il y a déjà des fichiers : les nôtres sont remplacés, ceux des gens sont gardés."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from exports.ecriture_annexe import FORMATS, ecrire_annexe
from financement.dossier.projet import Projet
from maquettes import ecrire_dossier
from tests.construction import jour
from tests.exports.commandes.conftest import Commande
from tests.exports.verification.jeux import petit_projet

AU: Final = "2012-12-31"
TOUS: Final = ",".join(FORMATS)


def autre_projet() -> Projet:
    """Le même dossier, un mouvement plus tôt."""
    projet = petit_projet()
    return replace(projet, journal=tuple(projet.journal)[:-1])


def octets(repertoire: Path) -> dict[str, bytes]:
    return {fichier.name: fichier.read_bytes() for fichier in repertoire.iterdir()}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    ecrire_dossier(petit_projet(), tmp_path / "dossier")
    return tmp_path / "dossier"


@pytest.fixture(scope="module")
def neuve(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Ce que la commande écrit dans un répertoire vide."""
    sortie = tmp_path_factory.mktemp("neuve")
    ecrire_annexe(petit_projet(), au=jour(AU), sortie=sortie, formats=FORMATS)
    return octets(sortie)


@pytest.fixture(scope="module")
def ancienne(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """L’annexe du dossier d’avant, à une autre date."""
    sortie = tmp_path_factory.mktemp("ancienne")
    ecrire_annexe(autre_projet(), au=jour("2011-12-31"), sortie=sortie, formats=FORMATS)
    return octets(sortie)


@pytest.fixture
def sortie(tmp_path: Path, ancienne: dict[str, bytes]) -> Path:
    repertoire = tmp_path / "annexe"
    repertoire.mkdir()
    for nom, contenu in ancienne.items():
        (repertoire / nom).write_bytes(contenu)
    return repertoire


def test_l_annexe_d_un_dossier_qui_a_change_se_remplace(
    dossier: Path, sortie: Path, neuve: dict[str, bytes], ancienne: dict[str, bytes], financement: Commande
) -> None:
    assert neuve != ancienne
    assert financement("annexe", dossier, "--au", AU, "--sortie", sortie, "--formats", TOUS).code == 0
    assert {nom: octets(sortie)[nom] for nom in neuve} == neuve


def noter(fichier: Path) -> None:
    fichier.write_bytes(fichier.read_bytes() + b"\n")


# Le pdf de l'un, le html de l'autre portent encore le dossier d'avant : il dit de tous les fichiers s'ils sont à nous.
@pytest.mark.parametrize(
    "changes",
    [
        {
            "annexe-financiere.xlsx",
            "annexe-financiere.docx",
            "annexe-financiere.html",
            "annexe-financiere-identification.csv",
            "annexe-financiere-financeurs.csv",
            "subventions-scdl.csv",
        },
        {"annexe-financiere.pdf"},
    ],
    ids=["tous sauf le pdf", "le pdf"],
)
def test_un_fichier_change_n_est_pas_remplace(
    changes: set[str], dossier: Path, sortie: Path, financement: Commande
) -> None:
    for nom in changes:
        noter(sortie / nom)
    avant = octets(sortie)
    reponse = financement("annexe", dossier, "--au", AU, "--sortie", sortie, "--formats", TOUS)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert reponse.erreur.count("[ECRITURE-02]") == len(changes)
    assert all(str(sortie / nom) in reponse.erreur for nom in changes)
    assert "--remplacer" in reponse.erreur
    assert octets(sortie) == avant


def test_un_fichier_etranger_n_est_remplace_que_sur_demande(
    dossier: Path, sortie: Path, neuve: dict[str, bytes], financement: Commande
) -> None:
    changes = [sortie / "annexe-financiere.xlsx", sortie / "annexe-financiere-financeurs.csv"]
    for fichier in changes:
        fichier.write_text("mes notes", encoding="utf-8")
    mots = ("annexe", dossier, "--au", AU, "--sortie", sortie, "--formats", "xlsx,csv")
    refus = financement(*mots)
    assert refus.code == 2
    assert all(str(fichier) in refus.erreur for fichier in changes)
    assert financement(*mots, "--remplacer").code == 0
    assert all(octets(sortie)[fichier.name] == neuve[fichier.name] for fichier in changes)


def test_sans_le_dossier_d_avant_un_classeur_ne_se_remplace_pas(
    dossier: Path, sortie: Path, financement: Commande
) -> None:
    """Rien ne dit alors s’il a été changé : le pdf et le html, qui portent ce dossier, ne sont plus là."""
    for forme in ("pdf", "html"):
        (sortie / f"annexe-financiere.{forme}").unlink()
    mots = ("annexe", dossier, "--au", AU, "--sortie", sortie, "--formats", "xlsx")
    assert financement(*mots).code == 2
    (sortie / "annexe-financiere.xlsx").unlink()
    assert financement(*mots).code == 0
    # Le même dossier à une autre date : son sceau le redonne.
    assert financement("annexe", dossier, "--au", "2011-06-30", *mots[4:]).code == 0

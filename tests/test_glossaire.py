"""Le glossaire est complet : tout nom public et toute valeur de vocabulaire y sont, et rien d’inexistant."""

import re
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import financement
from financement.calculs.croisement import AxeCroise
from financement.calculs.situation import Axe
from financement.cloture import EtatLigne
from financement.comparaison.transferts import Transfert
from financement.controles.constat import Gravite
from financement.dossier import nomenclature
from financement.portefeuille.portefeuille import Enjeu
from financement.reglement.parametre import Confiance, UniteParametre

PAGE = Path(__file__).parent.parent / "docs" / "glossaire.md"
COLONNES = 4

VOCABULAIRES: list[type[StrEnum]] = [
    *(
        objet
        for nom in nomenclature.__all__
        if isinstance(objet := getattr(nomenclature, nom), type) and issubclass(objet, StrEnum)
    ),
    Gravite,
    Axe,
    AxeCroise,
    EtatLigne,
    Enjeu,
    Transfert,
    Confiance,
    UniteParametre,
]

# Termes des règles financières (montants par opération et financeur) : le glossaire les définit tous.
GRANDEURS = (
    "montant programmé",
    "engagé",
    "reste à engager (RAE)",
    "payé",
    "reste à payer (RAP)",
    "instances de paiement",
    "trop-perçu",
    "économie",
    "à dégager",
    "opération",
)


def rangs() -> list[list[str]]:
    """Les lignes des tableaux de la page, sans les en-têtes, cellule par cellule."""
    lignes = [ligne for ligne in PAGE.read_text(encoding="utf-8").splitlines() if ligne.startswith("|")]
    decoupees = [[cellule.strip() for cellule in ligne.strip("|").split("|")] for ligne in lignes]
    return [cellules for cellules in decoupees if cellules[0] != "Terme" and not set(cellules[0]) <= set("-: ")]


def identifiants() -> set[str]:
    """Tout ce que la dernière colonne écrit entre accents graves."""
    return {identifiant for cellules in rangs() for identifiant in re.findall(r"`([^`]+)`", cellules[-1])}


def existe(identifiant: str) -> bool:
    """``Nom`` ou ``Nom.attribut`` publics, ou leur champ ; sinon ``salle.module.nom`` du noyau."""
    objet: object = financement
    suite = identifiant.split(".")
    if suite[0] not in financement.__all__:
        objet = import_module(module := "financement." + suite.pop(0))
        while suite and hasattr(objet, "__path__") and find_spec(f"{module}.{suite[0]}"):
            objet = import_module(module := f"{module}.{suite.pop(0)}")
    for nom in suite:
        if nom in getattr(objet, "__dataclass_fields__", {}):
            return True
        if not hasattr(objet, nom):
            return False
        objet = getattr(objet, nom)
    return True


def test_chaque_terme_a_sa_definition_et_sa_reference() -> None:
    for cellules in rangs():
        assert len(cellules) == COLONNES, cellules
        assert all(cellules), cellules
        assert re.search(r"\([ABCD]\)$|^format de dossier$|^bibliothèque$", cellules[2]), cellules


def test_chaque_nom_public_est_au_glossaire() -> None:
    assert set(financement.__all__) - {"__version__"} - identifiants() == set()


def test_chaque_valeur_de_vocabulaire_est_au_glossaire() -> None:
    membres = {f"{v.__name__}.{membre.name}" for v in VOCABULAIRES for membre in v}
    assert membres - identifiants() == set()
    assert {v.__name__ for v in VOCABULAIRES} - identifiants() == set()


def test_chaque_identifiant_du_glossaire_existe() -> None:
    assert sorted(identifiant for identifiant in identifiants() if not existe(identifiant)) == []


def test_les_grandeurs_des_regles_financieres_sont_definies() -> None:
    assert set(GRANDEURS) - {cellules[0] for cellules in rangs()} == set()


def test_un_terme_n_est_defini_qu_une_fois() -> None:
    termes = [cellules[0] for cellules in rangs()]
    assert sorted(termes) == sorted(set(termes))


def test_chaque_famille_est_au_glossaire() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for familles in nomenclature.FAMILLES.values():
        for code, libelle in familles.items():
            assert f"{code} {libelle}" in page

"""Le générateur dit vrai : ce qu’il écrit est équilibré, et sa correspondance désigne ses colonnes."""

from decimal import Decimal
from typing import Final

import pytest

from maquettes.importation.correspondance.libelles import colonne_designee, libelles_de_colonnes
from maquettes.tableur.contenu import GenreCellule
from tests.maquettes.importation.dispositions import Disposition, disposer

GRAINES: Final = range(30)


@pytest.fixture(params=GRAINES, name="disposition")
def _disposition(request: pytest.FixtureRequest) -> Disposition:
    return disposer(request.param)


def test_la_correspondance_juste_designe_les_colonnes(disposition: Disposition) -> None:
    for grille, source in zip(disposition.grilles, disposition.correspondance.sources, strict=True):
        assert source.entete is not None
        libelles = libelles_de_colonnes(grille, (source.entete[0] - 1, source.entete[1] - 1))
        designees = {
            champ: colonne_designee(libelles, libelle)
            for champ, libelle in source.colonnes.items()
            if libelle != "@titre" and champ != "unite"
        }
        designees |= {
            f"plan.{f.financeur}.{f.nature}": colonne_designee(libelles, f.colonne) for f in source.financeurs
        }
        ecrites = {champ: rang for rang, champ in disposition.verite.items() if champ not in {None, "unite"}}
        assert designees == ecrites


def test_chaque_operation_est_equilibree(disposition: Disposition) -> None:
    projet = disposition.tirage.projet
    for operation in projet.operations:
        plan = [
            ligne.montant
            for ligne in projet.plan
            if (ligne.version, ligne.operation) == (operation.version, operation.code)
        ]
        assert sum(plan) == (operation.cout_ttc if operation.base == "ttc" else operation.cout_ht)


def test_les_montants_ecrits_sont_ceux_du_dossier() -> None:
    disposition = disposer(2)
    (grille, _), (_, bas) = disposition.grilles[:2], disposition.entetes[0]
    (cout,) = [rang for rang, champ in disposition.verite.items() if champ == "cout_ht"]
    ecrits = [
        Decimal(cellule.texte.replace(" ", "").replace(",", ".")) * 100
        for (ligne, colonne), cellule in grille.cellules.items()
        if colonne == cout and ligne > bas and cellule.genre is GenreCellule.TEXTE
    ]
    assert ecrits == [tiree.ligne.cout_ht for tiree in disposition.tirage.versions[0]]

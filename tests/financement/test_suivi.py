"""Réestimations, réalisations, heures d’insertion."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest

from financement.dossier.suivi import Insertion, Realisation, Reestimation
from tests.construction import jour
from tests.financement.contrat import Mauvaises, verifier_champs, verifier_fige

TYPE = "CLE-03"

EPROUVES: list[tuple[Any, Mauvaises]] = [
    (
        Reestimation(date=jour("2013-01-01"), operation="OP-1", cout=100),
        {"date": (None, TYPE), "operation": ("", "VALEUR-01"), "cout": (-1, "MONTANT-05")},
    ),
    (
        Realisation(date=jour("2013-01-01"), operation="OP-1", quantite=Decimal(12)),
        {"date": ("2013", TYPE), "operation": (1, TYPE), "quantite": (Decimal("0.001"), "VALEUR-05")},
    ),
    (
        Insertion(operation="OP-1", heures_objectif=Decimal(1200), heures_realisees=Decimal("950.5")),
        {
            "operation": ("", "VALEUR-01"),
            "heures_objectif": (1200, TYPE),
            "heures_realisees": (Decimal(-1), "VALEUR-05"),
        },
    ),
]


@pytest.mark.parametrize(("objet", "mauvaises"), EPROUVES, ids=lambda x: type(x).__name__)
def test_un_etat_illegal_ne_se_construit_pas(objet: Any, mauvaises: Mauvaises) -> None:
    verifier_champs(objet, mauvaises)


@pytest.mark.parametrize(("objet", "mauvaises"), EPROUVES, ids=lambda x: type(x).__name__)
def test_un_objet_est_fige(objet: Any, mauvaises: Mauvaises) -> None:
    champ = fields(objet)[0].name
    verifier_fige(objet, champ, mauvaises[champ][0])

"""Le projet : un dossier entier, validé, immuable."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, ValeurImpossible
from tests.construction import PLAN_EQUILIBRE, convention, ligne, operation, projet


def test_un_projet_d_essai_se_construit() -> None:
    assert [o.code for o in projet().operations] == ["OP-1"]
    assert Projet(convention=convention()).plan == ()


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("convention", None),
        ("convention", "C-1"),
        ("operations", [operation()]),
        ("operations", (PLAN_EQUILIBRE[0],)),
        ("plan", {PLAN_EQUILIBRE[0]}),
        ("journal", None),
        ("reestimations", []),
        ("realisations", ((),)),
        ("insertion", "non"),
        ("reglement_propre", "pnru"),
    ],
)
def test_une_collection_modifiable_ou_d_un_autre_type_est_refusee(champ: str, valeur: object) -> None:
    champs: dict[str, Any] = {"convention": convention(), champ: valeur}
    with pytest.raises(ValeurImpossible) as refus:
        Projet(**champs)
    assert [faute.provenance.colonne for faute in refus.value.fautes] == [champ]


def test_un_projet_est_fige_et_deriver_revalide() -> None:
    essai = projet()
    with pytest.raises(FrozenInstanceError):
        essai.plan = ()  # type: ignore[misc]
    with pytest.raises(DossierRefuse):
        replace(essai, operations=())
    assert replace(essai, plan=()).plan == ()


def test_l_ordre_des_lignes_est_du_contenu_et_l_origine_non() -> None:
    assert projet() == Projet(convention=convention(), operations=(operation(),), plan=PLAN_EQUILIBRE)
    assert projet() != projet(plan=PLAN_EQUILIBRE[::-1])
    assert projet() != projet(plan=[PLAN_EQUILIBRE[0], ligne("VILLE", 1)])

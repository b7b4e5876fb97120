"""La part d’un maître d’ouvrage : ses opérations, ce que chacun y finance, et aucun chiffre d’un autre."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from financement.cloture import calculer_cloture
from financement.dossier.nomenclature import Nature
from financement.dossier.part import maitres_ouvrage_actuels, part_du_maitre_ouvrage
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from tests.construction import avenant, enveloppe, euros, financeur, ligne, mouvement, operation, projet
from tests.financement.cloture.dossiers import dossiers
from tests.strategies import projets

DEUX_PORTEURS = projet(
    financeurs=(
        financeur("ANRU", enveloppe=euros(3_000_000)),
        financeur("VILLE"),
        financeur("BAILLEUR", enveloppe=euros(7)),
        financeur("SYNDICAT"),
    ),
    avenants=(avenant(1, enveloppes=(enveloppe("VILLE", euros(5)),)),),
    operations=[
        operation("A"),
        operation("B", maitre_ouvrage="BAILLEUR"),
        operation("C", maitre_ouvrage="SYNDICAT"),
        operation("C", version=1, maitre_ouvrage="BAILLEUR"),
    ],
    plan=[
        ligne("ANRU", euros(400_000), "A"),
        ligne("VILLE", euros(600_000), "A", nature=Nature.FONDS_PROPRES),
        ligne("VILLE", euros(250_000), "B"),
        ligne("BAILLEUR", euros(750_000), "B", nature=Nature.FONDS_PROPRES),
    ],
    journal=[
        mouvement("engagement", euros(400_000), operation="A"),
        mouvement("engagement", euros(250_000), operation="B", financeur="VILLE"),
        mouvement("depense", euros(10), operation="B"),
    ],
)


def test_la_part_a_ses_operations_et_les_lignes_de_tous_leurs_financeurs() -> None:
    part = part_du_maitre_ouvrage(DEUX_PORTEURS, "BAILLEUR")
    assert [(o.code, o.version) for o in part.operations] == [("B", 0), ("C", 0), ("C", 1)]
    assert [(p.financeur, p.montant) for p in part.plan] == [("VILLE", euros(250_000)), ("BAILLEUR", euros(750_000))]
    assert [m.montant for m in part.journal] == [euros(250_000), euros(10)]


def test_une_operation_cedee_est_a_son_nouveau_maitre_d_ouvrage() -> None:
    assert maitres_ouvrage_actuels(DEUX_PORTEURS.operations) == {"A": "VILLE", "B": "BAILLEUR", "C": "BAILLEUR"}
    with pytest.raises(ValueError, match="Sélection"):
        part_du_maitre_ouvrage(replace(DEUX_PORTEURS, operations=DEUX_PORTEURS.operations[:2]), "SYNDICAT")


def test_ni_enveloppe_ni_maitre_d_ouvrage_etranger() -> None:
    convention = part_du_maitre_ouvrage(DEUX_PORTEURS, "VILLE").convention
    assert [(f.code, f.enveloppe) for f in convention.financeurs] == [("ANRU", None), ("VILLE", None)]
    assert [a.enveloppes for a in convention.avenants] == [()]


def test_un_maitre_d_ouvrage_inconnu_est_refuse() -> None:
    with pytest.raises(ValeurImpossible) as leve:
        part_du_maitre_ouvrage(DEUX_PORTEURS, "BAILEUR")
    assert "le plus proche est « BAILLEUR »" in leve.value.fautes[0].message


@given(projets())
def test_les_parts_se_partagent_le_dossier(tire: Projet) -> None:
    porteurs = sorted(set(maitres_ouvrage_actuels(tire.operations).values()))
    parts = [part_du_maitre_ouvrage(tire, porteur) for porteur in porteurs]
    for table in ("operations", "plan", "journal", "reestimations", "realisations", "insertion"):
        reunies = [objet for part in parts for objet in getattr(part, table)]
        assert sorted(map(repr, reunies)) == sorted(map(repr, getattr(tire, table)))


@given(dossiers())
def test_chaque_ligne_se_clot_comme_dans_le_dossier_entier(tire: tuple[Projet, date]) -> None:
    entier, au = tire
    porteurs = set(maitres_ouvrage_actuels(entier.operations).values())
    des_parts = [closes for porteur in porteurs for closes in _closes(part_du_maitre_ouvrage(entier, porteur), au)]
    assert sorted(des_parts, key=repr) == sorted(_closes(entier, au), key=repr)


def _closes(entier: Projet, au: date) -> list[tuple[object, ...]]:
    """Chaque ligne close, sans le financeur, dont la part n’a pas l’enveloppe."""
    lignes = calculer_cloture(entier, au=au).lignes
    return [(li.cle, li.faits, li.regle, li.etat, li.calcul, li.programme, li.engage, li.paye) for li in lignes]

"""L’opération : coût, assiette, achèvement, et ce qu’elle ne peut pas être."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from financement.dossier.nomenclature import Base, NatureCout, Origine, Statut, Unite
from financement.dossier.operation import Operation
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, operation
from tests.financement.contrat import fautes_de, verifier_champs, verifier_fige

TYPE = "CLE-03"

COMPLETE = operation(
    version=3,
    localisation="Îlot A",
    quantite=Decimal(40),
    unite=Unite.LOGEMENT,
    nature_cout=NatureCout.DEFICIT,
    taux_tva=Fraction(196, 1000),
    cout_ttc=euros(1_196_000),
    assiette=euros(900_000),
    taux_anru=Fraction(1, 2),
    debut=Semestre(2006, 1),
    duree_semestres=4,
    achevement=jour("2010-06-30"),
    statut=Statut.ABANDONNEE,
    origine=Origine.ILLUSTRATIF,
)


def test_chaque_champ_refuse_sa_mauvaise_valeur() -> None:
    verifier_champs(
        COMPLETE,
        {
            "version": (-1, "VALEUR-04"),
            "code": ("", "VALEUR-01"),
            "famille": (8, TYPE),
            "libelle": ("", "VALEUR-01"),
            "maitre_ouvrage": (None, TYPE),
            "localisation": (" A", "VALEUR-02"),
            "quantite": (40, TYPE),
            "unite": ("logement", TYPE),
            "nature_cout": ("brut", TYPE),
            "cout_ht": (True, TYPE),
            "taux_tva": (Decimal("0.196"), TYPE),
            "base": ("ht", TYPE),
            "cout_ttc": (-1, "MONTANT-05"),
            "assiette": (10**13 + 1, "MONTANT-06"),
            "taux_anru": (Fraction(3, 2), "TAUX-03"),
            "debut": ("2006-S1", TYPE),
            "duree_semestres": (121, "VALEUR-04"),
            "achevement": ("2010-06-30", TYPE),
            "statut": ("abandonnee", TYPE),
            "origine": ("source", TYPE),
        },
        {"code": "operation"},
    )


def test_une_operation_est_figee() -> None:
    verifier_fige(COMPLETE, "cout_ht", -1)


@pytest.mark.parametrize(
    ("champs", "champ", "code"),
    [
        ({"base": Base.TTC}, "taux_tva", "COHERENCE-02"),
        ({"quantite": Decimal(40)}, "quantite", "COHERENCE-08"),
        ({"quantite": Decimal("40.5"), "unite": Unite.LOGEMENT}, "quantite", "VALEUR-09"),
    ],
)
def test_des_champs_justes_mais_incompatibles_sont_refuses(champs: dict[str, Any], champ: str, code: str) -> None:
    ordinaires = {"version": 0, "code": "OP-1", "famille": "08", "libelle": "L", "maitre_ouvrage": "VILLE"}
    assert fautes_de(Operation, ordinaires | {"cout_ht": 100, "base": Base.HT} | champs) == [(champ, code)]


def test_un_plan_equilibre_ttc_demande_un_taux_de_tva() -> None:
    with pytest.raises(ValueError) as refus:  # noqa: PT011 -- le message entier est comparé
        operation("OP-7", base=Base.TTC)
    assert str(refus.value) == (
        "Opération impossible. colonne taux_tva : L’opération « OP-7 » est équilibrée TTC sans taux de TVA ni coût "
        "TTC. Renseigner taux_tva ou cout_ttc. [COHERENCE-02]"
    )


@pytest.mark.parametrize("unite", [Unite.M2, Unite.ETP, Unite.FORFAIT])
def test_seuls_les_logements_sont_entiers(unite: Unite) -> None:
    assert operation(quantite=Decimal("0.8"), unite=unite).quantite == Decimal("0.8")


@pytest.mark.parametrize(
    ("champs", "cout", "toutes_taxes"),
    [
        ({}, 100_000, None),
        ({"taux_tva": Fraction(1, 5)}, 100_000, 120_000),  # base HT : la TVA n'entre pas dans le plan
        ({"base": Base.TTC, "taux_tva": Fraction(1, 5)}, 120_000, 120_000),
        ({"base": Base.TTC, "taux_tva": Fraction(0)}, 100_000, 100_000),
        # 1 000,05 € × 1,055 = 1 055,05275 € ; 1 000,10 € × 1,055 = 1 055,1055 €
        ({"base": Base.TTC, "taux_tva": Fraction(55, 1000), "cout_ht": 100_005}, 105_505, 105_505),
        ({"base": Base.TTC, "taux_tva": Fraction(55, 1000), "cout_ht": 100_010}, 105_511, 105_511),
        # 1,00 € × 1,005 = 1,005 € : demi-centime, loin de zéro
        ({"base": Base.TTC, "taux_tva": Fraction(5, 1000), "cout_ht": 100}, 101, 101),
        # le coût TTC déclaré l'emporte sur le calcul, sur une base TTC seulement
        ({"base": Base.TTC, "taux_tva": Fraction(1, 5), "cout_ttc": 119_999}, 119_999, 119_999),
        ({"base": Base.TTC, "cout_ttc": 119_999}, 119_999, 119_999),
        ({"base": Base.HT, "cout_ttc": 119_999}, 100_000, 119_999),
    ],
)
def test_le_cout_est_celui_de_la_base_declaree(champs: dict[str, Any], cout: int, toutes_taxes: int | None) -> None:
    """Contrat du dossier : coût TTC = celui déclaré, sinon arrondi(HT × (1 + TVA))."""
    decrite = operation(**{"cout_ht": 100_000} | champs)
    assert decrite.cout == cout
    assert decrite.cout_toutes_taxes == toutes_taxes


def test_une_assiette_vide_vaut_le_cout() -> None:
    """Lecture C des règles de clôture."""
    assert operation(cout_ht=100).assiette_retenue == 100
    assert operation(cout_ht=100, base=Base.TTC, taux_tva=Fraction(1, 5)).assiette_retenue == 120
    assert operation(cout_ht=100, assiette=0).assiette_retenue == 0
    assert operation(cout_ht=100, assiette=80).assiette_retenue == 80


@pytest.mark.parametrize(
    ("achevement", "au", "achevee"),
    [
        (None, None, False),
        (None, jour("2015-03-31"), False),
        (jour("2015-03-31"), jour("2015-03-30"), False),
        (jour("2015-03-31"), jour("2015-03-31"), True),
        (jour("2015-03-31"), None, True),
    ],
)
def test_une_operation_est_achevee_des_le_jour_dit(achevement: date | None, au: date | None, *, achevee: bool) -> None:
    assert operation(achevement=achevement).est_achevee(au) is achevee


def test_l_abandon_est_un_statut() -> None:
    assert operation(statut=Statut.ABANDONNEE).est_abandonnee
    assert not operation().est_abandonnee


@pytest.mark.parametrize(
    ("debut", "duree", "terme"),
    [
        (None, 3, None),
        (Semestre(2006, 1), None, None),
        (Semestre(2006, 1), 0, None),
        (Semestre(2006, 1), 1, jour("2006-06-30")),
        (Semestre(2006, 2), 3, jour("2007-12-31")),
        # Au-delà du dernier semestre connu, le terme est son dernier jour.
        (Semestre(2099, 1), 2, jour("2099-12-31")),
        (Semestre(2099, 2), 120, jour("2099-12-31")),
        (Semestre(2090, 1), 120, jour("2099-12-31")),
    ],
)
def test_le_terme_prevu_suit_la_duree(debut: Semestre | None, duree: int | None, terme: date | None) -> None:
    assert operation(debut=debut, duree_semestres=duree).terme_prevu == terme

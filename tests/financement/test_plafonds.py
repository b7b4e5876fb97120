"""Plafonds du décret n° 2004-1005 et règles d’acompte : exemples calculés à la main, puis propriétés.

Tous les montants attendus sont en centimes.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.plafonds import (
    assiette_plafonnee,
    avance_maximale,
    cumul_acomptes_maximal,
    premier_acompte,
    prochain_acompte,
    subvention_exceptionnelle_maximale,
    subvention_ingenierie,
    subvention_surcharge_fonciere,
    taux_creation_maximal,
)
from financement.dossier.regles import Reglement
from financement.reglement.jeux import JEUX
from financement.valeurs.arrondi import arrondir

PNRU = Reglement("pnru", JEUX["pnru"])
NPNRU = Reglement("npnru", JEUX["npnru"])
VIDE = Reglement("vide", ())
JOUR = date(2010, 6, 15)
EN_2022 = date(2022, 6, 15)

MILLION = 100_000_000


@pytest.mark.parametrize("famille", ["02", "05"])
def test_avance_et_acomptes_du_logement(famille: str) -> None:
    """1 000 000 € attribués : avance de 150 000 € au plus, puis 550 000 € d’acomptes, soit 700 000 €."""
    avance = avance_maximale(PNRU, jour=JOUR, famille=famille, attribue=MILLION)
    cumul = cumul_acomptes_maximal(PNRU, jour=JOUR, famille=famille, attribue=MILLION)
    assert (avance, cumul) == (15_000_000, 70_000_000)
    assert prochain_acompte(
        PNRU, jour=JOUR, famille=famille, attribue=MILLION, verse=15_000_000, avancement=Fraction(1)
    ) == (55_000_000)


@pytest.mark.parametrize(
    ("avancement", "verse", "attendu"),
    [
        (Fraction(90, 100), 0, 70_000_000),  # 900 000 € justifiés, plafonnés à 700 000 €
        (Fraction(90, 100), 15_000_000, 55_000_000),
        (Fraction(40, 100), 15_000_000, 25_000_000),  # 400 000 − 150 000
        (Fraction(10, 100), 15_000_000, 0),  # l'avance dépasse ce qui est justifié
        (Fraction(70, 100), 0, 70_000_000),
        (Fraction(2), 70_000_000, 0),
        (Fraction(1, 3), 0, 33_333_333),
        (Fraction(0), 0, 0),
    ],
)
def test_prochain_acompte(avancement: Fraction, verse: int, attendu: int) -> None:
    acompte = prochain_acompte(PNRU, jour=JOUR, famille="05", attribue=MILLION, verse=verse, avancement=avancement)
    assert acompte == attendu


def test_hors_du_logement_le_repli_est_de_80_pour_cent_sans_avance_plafonnee() -> None:
    assert cumul_acomptes_maximal(PNRU, jour=JOUR, famille="08", attribue=MILLION) == 80_000_000
    assert avance_maximale(PNRU, jour=JOUR, famille="08", attribue=MILLION) is None


def test_sans_plafond_un_acompte_ne_depasse_pas_l_attribue() -> None:
    acompte = prochain_acompte(VIDE, jour=JOUR, famille="08", attribue=MILLION, verse=0, avancement=Fraction(3, 2))
    assert acompte == 100_000_000


@pytest.mark.parametrize(
    ("produit", "cle", "loyer", "attendu"),
    [
        ("PLUS", "taux_cch", None, 10_000_000),  # 5 % + 5 points
        ("PLUS", "taux_cch_derogatoire", None, 11_500_000),  # 6,5 % + 5 points
        ("PLUS-CD", "taux_cch", Fraction(88, 100), 22_000_000),  # 12 % + 10 points
        ("PLUS-CD", "taux_cch", Fraction(90, 100), 22_000_000),  # égalité comprise
        ("PLUS-CD", "taux_cch", Fraction(9001, 10_000), 17_000_000),  # 12 % + 5 points
        ("PLUS-CD", "taux_cch", Fraction(95, 100), 17_000_000),
        ("PLUS-CD", "taux_cch", None, 17_000_000),  # loyer inconnu : majoration non acquise
        ("PLAI", "taux_cch", None, 30_000_000),  # 20 % + 10 points
        ("PLAI", "taux_cch_derogatoire", None, 35_000_000),  # 25 % + 10 points
    ],
)
def test_creation_de_logements(produit: str, cle: str, loyer: Fraction | None, attendu: int) -> None:
    """Subvention maximale d’une assiette de 1 000 000 €."""
    taux = taux_creation_maximal(PNRU, jour=JOUR, produit=produit, cle_du_taux=cle, loyer=loyer)
    assert taux is not None
    assert arrondir(taux * MILLION) == attendu


def test_un_produit_inconnu_n_a_pas_de_taux() -> None:
    assert taux_creation_maximal(PNRU, jour=JOUR, produit="PLS") is None


def test_rehabilitation() -> None:
    """40 logements, 2 400 000 € de travaux : assiette de 2 000 000 €, subvention de 1 200 000 € au plus."""
    assiette = assiette_plafonnee(PNRU, jour=JOUR, famille="05", logements=Decimal(40), travaux=240_000_000)
    taux = PNRU.parametre("taux_maximal", jour=JOUR, famille="05")
    assert assiette == 200_000_000
    assert taux is not None
    assert arrondir(taux.valeur * assiette) == 120_000_000


@pytest.mark.parametrize(
    ("famille", "travaux", "attendu"),
    [("05", 200_000_000, 200_000_000), ("05", 199_999_999, 199_999_999), ("06", 240_000_000, 240_000_000)],
)
def test_sous_le_plafond_ou_hors_de_la_famille_les_travaux_comptent_en_entier(
    famille: str, travaux: int, attendu: int
) -> None:
    assiette = assiette_plafonnee(PNRU, jour=JOUR, famille=famille, logements=Decimal(40), travaux=travaux)
    assert assiette == attendu


def test_surcharge_fonciere() -> None:
    """200 000 € de dépassement : 150 000 €."""
    assert subvention_surcharge_fonciere(PNRU, jour=JOUR, depassement=20_000_000) == 15_000_000
    assert subvention_surcharge_fonciere(NPNRU, jour=EN_2022, depassement=20_000_000) is None


@pytest.mark.parametrize(
    ("subvention", "attendu"),
    [
        (90_000_000, 100_000_000),  # 900 000 × 1,3 = 1 170 000, plafonnés au coût
        (50_000_000, 65_000_000),
    ],
)
def test_difficulte_exceptionnelle(subvention: int, attendu: int) -> None:
    """Coût de 1 000 000 €."""
    majoree = subvention_exceptionnelle_maximale(PNRU, jour=JOUR, famille="05", subvention=subvention, cout=MILLION)
    assert majoree == attendu
    assert (
        subvention_exceptionnelle_maximale(PNRU, jour=JOUR, famille="08", subvention=subvention, cout=MILLION) is None
    )


@pytest.mark.parametrize(
    ("profil", "etp", "mois", "taux", "attendu"),
    [
        ("chef de projet", "0.8", 24, Fraction(1, 2), 9_200_000),  # 115 000 × 0,8 × 2 × 50 %
        ("autre", "1", 18, Fraction(1, 2), 7_087_500),  # 94 500 × 1,5 × 50 %
        ("autre", "0.4", 12, Fraction(1, 2), 0),  # sous 0,5 ETP
        ("autre", "0.5", 12, Fraction(1, 2), 2_362_500),  # 94 500 × 0,5 × 50 %, égalité comprise
        ("chef de projet", "1", 12, Fraction(8, 10), 5_750_000),  # taux ramené à 50 %
        ("chef de projet", "1", 12, Fraction(3, 10), 3_450_000),
        ("chef de projet", "1", 0, Fraction(1, 2), 0),
    ],
)
def test_ingenierie_du_npnru(profil: str, etp: str, mois: int, taux: Fraction, attendu: int) -> None:
    subvention = subvention_ingenierie(NPNRU, jour=EN_2022, profil=profil, etp=Decimal(etp), mois=mois, taux=taux)
    assert subvention == attendu


def test_sans_forfait_il_n_y_a_pas_d_ingenierie() -> None:
    subvention = subvention_ingenierie(
        PNRU, jour=JOUR, profil="chef de projet", etp=Decimal(1), mois=12, taux=Fraction(1, 2)
    )
    assert subvention == 0


def test_versements_du_npnru_depuis_2021() -> None:
    """500 000 € attribués : premier acompte de 100 000 €, plafond de 300 000 €, pas d’avance."""
    assert premier_acompte(NPNRU, jour=EN_2022, attribue=50_000_000) == 10_000_000
    assert cumul_acomptes_maximal(NPNRU, jour=EN_2022, famille="31", attribue=50_000_000) == 30_000_000
    assert avance_maximale(NPNRU, jour=EN_2022, famille="31", attribue=50_000_000) == 0
    assert premier_acompte(NPNRU, jour=date(2020, 12, 31), attribue=50_000_000) is None


montants = st.integers(0, 10**13)
parts = st.fractions(0, 1, max_denominator=10**6)


@given(attribue=montants, avancements=st.lists(parts, max_size=8))
def test_la_somme_des_acomptes_ne_depasse_jamais_70_pour_cent(attribue: int, avancements: list[Fraction]) -> None:
    verse = 0
    for avancement in avancements:
        verse += prochain_acompte(PNRU, jour=JOUR, famille="05", attribue=attribue, verse=verse, avancement=avancement)
    # Au demi-centime près, celui de l'arrondi du plafond.
    assert verse - Fraction(7, 10) * attribue <= Fraction(1, 2)


@given(attribue=montants, verse=montants, avancements=st.tuples(parts, parts))
def test_l_acompte_croit_avec_l_avancement(attribue: int, verse: int, avancements: tuple[Fraction, Fraction]) -> None:
    moins, plus = (
        prochain_acompte(PNRU, jour=JOUR, famille="02", attribue=attribue, verse=verse, avancement=avancement)
        for avancement in sorted(avancements)
    )
    assert 0 <= moins <= plus


@given(travaux=montants, logements=st.integers(0, 10_000).map(Decimal))
def test_l_assiette_retenue_ne_depasse_ni_les_travaux_ni_le_plafond(travaux: int, logements: Decimal) -> None:
    assiette = assiette_plafonnee(PNRU, jour=JOUR, famille="05", logements=logements, travaux=travaux)
    assert assiette <= travaux
    assert assiette <= logements * 5_000_000
    assert assiette in (travaux, logements * 5_000_000)


@given(subvention=montants, cout=montants)
def test_la_subvention_exceptionnelle_ne_depasse_pas_le_cout(subvention: int, cout: int) -> None:
    majoree = subvention_exceptionnelle_maximale(PNRU, jour=JOUR, famille="02", subvention=subvention, cout=cout)
    assert majoree is not None
    assert majoree <= cout
    assert majoree >= min(subvention, cout)


@given(etp=st.integers(0, 300), mois=st.integers(0, 120), taux=parts)
def test_l_ingenierie_ne_depasse_pas_la_moitie_du_forfait(etp: int, mois: int, taux: Fraction) -> None:
    poste = Decimal(etp) / 100
    subvention = subvention_ingenierie(NPNRU, jour=EN_2022, profil="chef de projet", etp=poste, mois=mois, taux=taux)
    assert subvention <= arrondir(Fraction(11_500_000) * Fraction(poste) * Fraction(mois, 12) / 2)
    assert etp >= 50 or subvention == 0

"""L’annexe en euros entiers : tout y somme, et rien n’apparaît où il n’y avait rien."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.tableau import GenreColonne, GenreLigne
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from tests.construction import ligne, mouvement, operation, projet
from tests.exports.conftest import AU
from tests.exports.test_annexe_cloture import ARRETE
from tests.profils import PESANTS
from tests.strategies import projets


def en_euros(dossier: Projet, au: date) -> Document:
    return composer_annexe(dossier, au=au, unite=Precision.EURO)


def test_un_plan_equilibre_le_reste() -> None:
    # 33,33 + 33,33 + 33,34 = 100,00 : au plus fort reste, 33 + 33 + 34.
    dossier = projet(
        operations=[operation(cout_ht=10_000)],
        plan=[
            ligne("ANRU", 3_333),
            ligne("DEPARTEMENT", 3_333),
            ligne("VILLE", 3_334, nature=Nature.FONDS_PROPRES),
        ],
        journal=[mouvement("engagement", 3_333)],
    )
    financier = en_euros(dossier, ARRETE).tableau("tableau-financier")
    colonnes = ("cout_ht", "subvention:ANRU", "subvention:DEPARTEMENT", "fonds_propres", "plan", "ecart")
    lus = [financier.cellule("operation:OP-1", colonne).valeur for colonne in colonnes]
    assert lus == [10_000, 3_300, 3_300, 3_400, 10_000, 0]


def test_rien_ne_reste_a_payer_de_ce_qui_est_paye() -> None:
    # 100,50 € engagés et payés : les deux s'arrondissent ensemble, sans reste d'un euro.
    dossier = projet(
        operations=[operation("A", cout_ht=10_050), operation("B", cout_ht=20_050)],
        plan=[ligne("ANRU", 10_050, "A"), ligne("ANRU", 20_050, "B")],
        journal=[
            mouvement("engagement", 10_050, operation="A"),
            mouvement("solde", 10_050, operation="A"),
            mouvement("engagement", 20_050, operation="B"),
        ],
    )
    execution = en_euros(dossier, ARRETE).tableau("execution")
    assert execution.cellule("operation:A", "reste_a_payer").valeur == 0
    assert execution.cellule("operation:A", "reste_a_engager").valeur == 0
    assert execution.cellule("total", "programme").valeur == 30_100
    assert execution.cellule("total", "engage").valeur == 30_100


def test_les_totaux_publies_sont_intacts(noyer_dore: Projet) -> None:
    document = en_euros(noyer_dore, AU)
    assert document.tableau("tableau-financier").cellule("total", "cout_ht").valeur == 16_700_000_000
    financeurs = document.tableau("plan-financeurs")
    for code, total in {"ANRU": 2_300_000_000, "VILLE": 2_500_000_000, "DEPARTEMENT": 1_415_084_500}.items():
        assert financeurs.cellule(f"financeur:{code}", "plan").valeur == total


def test_le_noyer_dore_reste_a_quelques_euros_de_l_exact(noyer_dore: Projet, annexe: Document) -> None:
    document = en_euros(noyer_dore, AU)
    for tableau in annexe.tableaux:
        arrondi = document.tableau(tableau.cle)
        assert [li.cle for li in arrondi.lignes] == [li.cle for li in tableau.lignes]
        for ligne_exacte in tableau.lignes:
            for colonne in tableau.colonnes:
                if colonne.genre is GenreColonne.MONTANT:
                    exact = tableau.cellule(ligne_exacte.cle, colonne.cle).valeur
                    lu = arrondi.cellule(ligne_exacte.cle, colonne.cle).valeur
                    if isinstance(exact, int) and isinstance(lu, int):
                        assert abs(exact - lu) < 1000, (tableau.cle, ligne_exacte.cle, colonne.cle)


@PESANTS
@given(projets(), st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_tout_projet_s_arrondit(dossier: Projet, au: date) -> None:
    """Le document se construit, donc tout y somme ; chaque ligne est à moins d’un euro ; un zéro reste un zéro."""
    exact, arrondi = composer_annexe(dossier, au=au), en_euros(dossier, au)
    lignes, arrondies = exact.tableau("lignes-de-concours"), arrondi.tableau("lignes-de-concours")
    for rangee in lignes.lignes:
        if rangee.genre is GenreLigne.DONNEE:
            for colonne in ("programme", "engage", "paye", "montant_cloture"):
                avant = lignes.cellule(rangee.cle, colonne).valeur
                apres = arrondies.cellule(rangee.cle, colonne).valeur
                assert isinstance(avant, int)
                assert isinstance(apres, int)
                assert avant - 100 < apres < avant + 100
            for colonne in ("reste_a_engager", "reste_a_payer", "solde_a_verser", "trop_percu", "economie"):
                if lignes.cellule(rangee.cle, colonne).valeur == 0:
                    assert arrondies.cellule(rangee.cle, colonne).valeur == 0

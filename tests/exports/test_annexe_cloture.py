"""Ce que l’annexe dit de la clôture : chaque chiffre est refait ici à la main, ou par le noyau sur tout projet."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre, Perimetre
from exports.document.tableau import GenreLigne, Tableau, Valeur
from financement.cloture import calculer_cloture
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE, TotalCloture
from financement.dossier.nomenclature import ModeEngagement, Nature, Statut, Unite
from financement.dossier.projet import Projet
from financement.dossier.suivi import Insertion, Realisation
from tests.construction import avenant, enveloppe, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.exports.conftest import AU
from tests.profils import PESANTS
from tests.strategies import projets

ARRETE: Final = jour("2014-01-01")


def petit() -> Projet:
    """Trois opérations d’un million : une achevée à 900 000 €, une en cours, une abandonnée ; un avenant.

    Convention initiale : A et B seulement, ANRU 500 000 € et Ville 500 000 € sur chacune. L’avenant 1 porte l’ANRU à
    450 000 € sur B (Ville 550 000 €) et ajoute C, que l’ANRU devait subventionner pour 300 000 €.
    """
    fonds_propres = Nature.FONDS_PROPRES
    return projet(
        operations=[
            operation("A", achevement=jour("2013-06-01")),
            operation("B", famille="09"),
            operation("C", version=1, statut=Statut.ABANDONNEE),
        ],
        plan=[
            ligne("ANRU", euros(500_000), "A"),
            ligne("VILLE", euros(500_000), "A", nature=fonds_propres),
            ligne("ANRU", euros(500_000), "B"),
            ligne("VILLE", euros(500_000), "B", nature=fonds_propres),
            ligne("ANRU", euros(450_000), "B", version=1),
            ligne("VILLE", euros(550_000), "B", nature=fonds_propres, version=1),
            ligne("ANRU", euros(300_000), "C", version=1),
            ligne("VILLE", euros(700_000), "C", nature=fonds_propres, version=1),
        ],
        journal=[
            mouvement("engagement", euros(500_000), operation="A"),
            mouvement("acompte", euros(480_000), operation="A"),
            mouvement("depense", euros(900_000), operation="A", date="2013-05-01"),
            mouvement("engagement", euros(450_000), operation="B"),
            mouvement("avance", euros(60_000), operation="B"),
        ],
        avenants=(avenant(1, enveloppes=(enveloppe("ANRU", euros(1_250_000)),)),),
    )


def rangee(tableau: Tableau, cle: str) -> dict[str, Valeur]:
    cellules = tableau.lignes[tableau.rang_ligne(cle)].cellules
    return {colonne.cle: cellule.valeur for colonne, cellule in zip(tableau.colonnes, cellules, strict=True)}


def montants(tableau: Tableau, cle: str, *colonnes: str) -> list[Valeur]:
    lue = rangee(tableau, cle)
    return [lue[colonne] for colonne in colonnes]


@pytest.fixture(scope="module")
def document() -> Document:
    return composer_annexe(petit(), au=ARRETE)


def test_tableau_financier_de_cloture(document: Document) -> None:
    # A : dépense 900 000 €, taux 50 % : ANRU 450 000 €, la Ville prend le reste. B : engagé 450 000 €. C : zéro.
    cloture = document.tableau("tableau-de-cloture")
    colonnes = ("cout_ht", "assiette", "subvention:ANRU", "fonds_propres", "plan", "ecart", "etat")
    assert montants(cloture, "operation:A", *colonnes) == [
        euros(900_000),
        euros(900_000),
        euros(450_000),
        euros(450_000),
        euros(900_000),
        0,
        "achevée, solde à demander",
    ]
    assert montants(cloture, "operation:B", *colonnes) == [
        euros(1_000_000),
        euros(1_000_000),
        euros(450_000),
        euros(550_000),
        euros(1_000_000),
        0,
        "engagée, en cours",
    ]
    assert montants(cloture, "operation:C", *colonnes) == [0, 0, 0, 0, 0, 0, "abandonnée"]
    assert montants(cloture, "total", *colonnes[:-1]) == [
        euros(1_900_000),
        euros(1_900_000),
        euros(900_000),
        euros(1_000_000),
        euros(1_900_000),
        0,
    ]


def test_execution_et_cloture_par_operation(document: Document) -> None:
    execution = document.tableau("execution")
    assert rangee(execution, "operation:A") | {"libelle": None, "maitre_ouvrage": None} == {
        "operation": "A",
        "libelle": None,
        "maitre_ouvrage": None,
        "etat": "achevée, solde à demander",
        "programme": euros(500_000),
        "engage": euros(500_000),
        "paye": euros(480_000),
        "reste_a_engager": 0,
        "reste_a_payer": euros(20_000),
        "montant_cloture": euros(450_000),
        # La Ville ne doit ni n'engage ses 450 000 € de fonds propres : ils sont à part ; l'ANRU a trop payé.
        "solde_a_verser": 0,
        "trop_percu": euros(30_000),
        "a_degager": euros(50_000),
        "a_engager": 0,
        "economie": euros(50_000),
        "taux_engage": 1,
        "taux_paye": pytest.approx(0.96),
        "autofinancement": euros(500_000),
        "autofinancement_cloture": euros(450_000),
        "autofinancement_economie": euros(50_000),
        "anru_programme": euros(500_000),
        "anru_engage": euros(500_000),
        "anru_paye": euros(480_000),
        "anru_montant_cloture": euros(450_000),
    }


def test_synthese_par_financeur(document: Document) -> None:
    financeurs = document.tableau("financeurs")
    colonnes = ("programme", "engage", "paye", "montant_cloture", "solde_a_verser")
    assert montants(financeurs, "financeur:ANRU", *colonnes) == [
        euros(1_250_000),
        euros(950_000),
        euros(540_000),
        euros(900_000),
        euros(390_000),
    ]
    reste = ("trop_percu", "a_degager", "a_engager", "economie")
    assert montants(financeurs, "financeur:ANRU", *reste) == [euros(30_000), euros(50_000), 0, euros(350_000)]
    # La Ville ne met que des fonds propres : 550 000 + 700 000 + 500 000, dont l'abandon et A rendent 750 000.
    assert montants(financeurs, "financeur:VILLE", *colonnes, *reste) == [0] * 9
    memoire = ("autofinancement", "autofinancement_cloture", "autofinancement_economie")
    assert montants(financeurs, "financeur:VILLE", *memoire) == [
        euros(1_750_000),
        euros(1_000_000),
        euros(750_000),
    ]
    assert montants(financeurs, "total", "taux_engage") == [Fraction(95, 125)]


def test_plan_et_enveloppes(document: Document) -> None:
    plan = document.tableau("plan-financeurs")
    colonnes = ("programme", "autofinancement", "plan", "enveloppe", "disponible", "plan_cloture")
    assert montants(plan, "financeur:ANRU", *colonnes) == [
        euros(1_250_000),
        0,
        euros(1_250_000),
        euros(1_250_000),
        0,
        euros(900_000),
    ]
    assert montants(plan, "total", "programme", "autofinancement", "plan", "plan_cloture") == [
        euros(1_250_000),
        euros(1_750_000),
        euros(3_000_000),
        euros(1_900_000),
    ]


def test_de_la_convention_initiale_a_la_cloture(document: Document) -> None:
    evolution = document.tableau("evolution-financeurs")
    colonnes = ("version:0", "version:1", "cloture", "ecart", "ecart_initial")
    assert montants(evolution, "financeur:ANRU", *colonnes) == [
        euros(1_000_000),
        euros(1_250_000),
        euros(900_000),
        euros(-350_000),
        euros(-100_000),
    ]
    assert montants(evolution, "total", *colonnes) == montants(evolution, "financeur:ANRU", *colonnes)
    memoire = ("autofinancement_initial", "autofinancement", "autofinancement_cloture")
    assert montants(evolution, "financeur:ANRU", *memoire) == [0, 0, 0]
    assert montants(evolution, "total", *memoire) == [euros(1_000_000), euros(1_750_000), euros(1_000_000)]
    familles = document.tableau("evolution-familles")
    assert montants(familles, "famille:09", *colonnes, *memoire) == [
        euros(500_000),
        euros(450_000),
        euros(450_000),
        0,
        euros(-50_000),
        euros(500_000),
        euros(550_000),
        euros(550_000),
    ]
    maitres = document.tableau("evolution-maitres-ouvrage")
    assert montants(maitres, "maitre:VILLE", *colonnes, *memoire) == montants(evolution, "total", *colonnes, *memoire)


def test_fondements(document: Document) -> None:
    fondements = document.tableau("fondements")
    lus = {str(rangee(fondements, ligne.cle)["fondement"]): ligne.cle for ligne in fondements.lignes}
    colonnes = ("lignes", "programme", "montant_cloture", "economie")
    assert montants(fondements, lus["dépense justifiée"], *colonnes) == [
        1,
        euros(500_000),
        euros(450_000),
        euros(50_000),
    ]
    memoire = ("autofinancement_lignes", "autofinancement", "autofinancement_cloture", "autofinancement_economie")
    assert montants(fondements, lus["abandon"], *colonnes) == [1, euros(300_000), 0, euros(300_000)]
    assert montants(fondements, lus["abandon"], *memoire) == [1, euros(700_000), 0, euros(700_000)]
    assert montants(fondements, lus["résidu"], *colonnes) == [0, 0, 0, 0]
    assert montants(fondements, lus["TOTAL"], *colonnes) == [3, euros(1_250_000), euros(900_000), euros(350_000)]
    assert montants(fondements, lus["TOTAL"], *memoire) == [3, euros(1_750_000), euros(1_000_000), euros(750_000)]


def test_echeancier(document: Document) -> None:
    echeancier = document.tableau("echeancier")
    colonnes = ("solde_a_verser", "trop_percu", "total", "total_reverse")
    assert montants(echeancier, "financeur:ANRU", *colonnes) == [euros(n) for n in (390_000, 30_000, 390_000, 30_000)]
    # 390 000 à verser sur B, 30 000 à reprendre sur A : l'un n'est pas déduit de l'autre.
    for prefixe, attendu in (("versement:", 390_000), ("reversement:", 30_000)):
        annees = [colonne.cle for colonne in echeancier.colonnes if colonne.cle.startswith(prefixe)]
        prevus = [montant for montant in montants(echeancier, "financeur:ANRU", *annees) if isinstance(montant, int)]
        assert sum(prevus) == euros(attendu)
    assert [ligne.cle for ligne in echeancier.lignes] == ["financeur:ANRU", "total"]  # la Ville ne doit rien


def test_chiffres_cles_et_signatures(document: Document) -> None:
    lus = {
        chiffre.libelle: document.tableau(chiffre.lieu.tableau).cellule(chiffre.lieu.ligne, chiffre.lieu.colonne).valeur
        for chiffre in document.chiffres_cles
    }
    assert lus == {
        "Reste à verser": euros(390_000),
        "Trop-perçu": euros(30_000),
        "À dégager": euros(50_000),
        "Économies": euros(350_000),
    }
    million, total = "1\u202f000\u202f000,00\u00a0€", "1\u202f900\u202f000,00\u00a0€"
    ville = (
        "Arrête les concours de la convention à 900\u202f000,00\u00a0€, "
        f"son autofinancement (pour mémoire) à {million} et le financement de ses opérations à {total}."
    )
    assert [(s.organisme, s.objet) for s in document.signatures] == [
        ("Nom de ANRU", "Arrête ses concours à 900\u202f000,00\u00a0€."),
        ("Nom de VILLE", ville),
    ]


def test_un_maitre_d_ouvrage_qui_ne_finance_pas_signe_aussi() -> None:
    dossier = projet(
        operations=[operation(maitre_ouvrage="SEM 92")], plan=[ligne("ANRU", euros(1_000_000))], journal=[]
    )
    signataires = composer_annexe(dossier, au=ARRETE).signatures
    # La Ville, porteur, ne finance rien ici : elle n'arrête que les concours de la convention.
    assert [(s.organisme, s.qualite, s.objet) for s in signataires] == [
        ("Ville", "Porteur de projet", "Arrête les concours de la convention à 1\u202f000\u202f000,00\u00a0€."),
        ("Nom de ANRU", "Financeur – ANRU", "Arrête ses concours à 1\u202f000\u202f000,00\u00a0€."),
        (
            "SEM 92",
            "Maître d’ouvrage",
            "Arrête le financement de ses opérations à 1\u202f000\u202f000,00\u00a0€.",
        ),
    ]


def test_chaque_derivation_fait_son_montant(annexe: Document) -> None:
    assert len(annexe.derivations) > 1000
    for derivation in annexe.derivations:
        lieu = derivation.lieu
        montant = annexe.tableau(lieu.tableau).cellule(lieu.ligne, lieu.colonne).valeur
        assert sum(etape.montant or 0 for etape in derivation.etapes) == montant
    provenances = [etape.provenance for derivation in annexe.derivations for etape in derivation.etapes]
    assert any(provenance.startswith("journal.csv, ligne") for provenance in provenances)


def total(tableau: Tableau, cle: str, colonnes: Mapping[str, str]) -> dict[str, Valeur]:
    return {grandeur: tableau.cellule(cle, colonne).valeur for grandeur, colonne in colonnes.items()}


def attendu(totaux: TotalCloture) -> dict[str, Valeur]:
    """Les concours, et pour mémoire l’autofinancement ; sans l’engagé, que l’annexe montre net, négatif compris."""
    return {
        **{grandeur: getattr(totaux.concours, grandeur) for grandeur in GRANDEURS_DE_CLOTURE if grandeur != "engage"},
        "autofinancement": totaux.autofinancement.programme,
        "autofinancement_cloture": totaux.autofinancement.montant_cloture,
        "autofinancement_economie": totaux.autofinancement.economie,
    }


@PESANTS
@given(projets(), st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_les_totaux_sont_ceux_du_noyau(dossier: Projet, au: date) -> None:
    document, cloture = composer_annexe(dossier, au=au), calculer_cloture(dossier, au=au)
    colonnes = {colonne: colonne for colonne in attendu(cloture.total)}
    for cle in ("execution", "financeurs", "familles", "maitres-ouvrage"):
        assert total(document.tableau(cle), "total", colonnes) == attendu(cloture.total), cle
    for code, totaux in cloture.par_financeur().items():
        assert total(document.tableau("financeurs"), f"financeur:{code}", colonnes) == attendu(totaux)
        cellule = document.tableau("evolution-financeurs").cellule(f"financeur:{code}", "cloture")
        assert cellule.valeur == totaux.concours.montant_cloture
    for operation_close, totaux in cloture.par_operation().items():
        assert total(document.tableau("execution"), f"operation:{operation_close}", colonnes) == attendu(totaux)
    cloture_tableau = document.tableau("tableau-de-cloture")
    assert cloture_tableau.cellule("total", "plan").valeur == cloture.total.montant_cloture
    assert document.tableau("natures").cellule("plan", "montant_cloture").valeur == cloture.total.montant_cloture
    etats = {code: etat.libelle for code, etat in cloture.etats_des_operations().items()}
    for tableau in (document.tableau("execution"), cloture_tableau, document.tableau("tableau-financier")):
        for cle in (li.cle for li in tableau.lignes if li.genre is GenreLigne.DONNEE):
            assert tableau.cellule(cle, "etat").valeur == etats[cle.removeprefix("operation:")]
    concordance = document.tableau("concordance")
    assert all(
        concordance.cellule(ligne.cle, "ecart").valeur == 0
        for ligne in concordance.lignes
        if ligne.genre is GenreLigne.DONNEE
    )


def test_le_noyer_dore_a_de_quoi_se_clore(annexe: Document, noyer_dore: Projet) -> None:
    cloture = calculer_cloture(noyer_dore, au=AU)
    execution = annexe.tableau("execution")
    assert montants(execution, "total", "montant_cloture", "solde_a_verser") == [9_510_328_659, 778_697_670]
    soldees = [li.cle for li in execution.lignes if execution.cellule(li.cle, "etat").valeur == "soldée"]
    assert len(soldees) == 79
    for cle in soldees:
        assert montants(execution, cle, "reste_a_engager", "solde_a_verser", "a_engager") == [0, 0, 0]
        # Ce qui reste à payer d'une opération soldée n'est que son trop engagé, trop-perçu déduit.
        colonnes = ("reste_a_payer", "a_degager", "trop_percu")
        reste, degager, trop = (int(str(lu)) for lu in montants(execution, cle, *colonnes))
        assert reste == degager - trop
    assert {ligne.calcul.fondement for ligne in cloture.lignes} == {
        str(ligne.cellules[0].valeur) for ligne in annexe.tableau("fondements").lignes[:-1]
    }
    etats = {str(ligne.cellules[-2].valeur) for ligne in annexe.tableau("tableau-de-cloture").lignes}
    assert {"abandonnée", "soldée", "engagée, en cours", "achevée, solde à demander"} <= etats


def test_la_synthese_par_nature_distingue_les_fonds_propres(document: Document) -> None:
    natures = document.tableau("natures")
    colonnes = ("programme", "montant_cloture", "solde_a_verser", "a_engager")
    assert montants(natures, "nature:subvention", *colonnes) == [euros(1_250_000), euros(900_000), euros(390_000), 0]
    assert montants(natures, "total", *colonnes) == montants(natures, "nature:subvention", *colonnes)
    assert montants(natures, "memoire", *colonnes) == [euros(1_750_000), euros(1_000_000), None, None]
    assert montants(natures, "plan", *colonnes) == [euros(3_000_000), euros(1_900_000), None, None]


def test_un_mouvement_sur_des_fonds_propres_se_lit_sur_sa_ligne_et_nulle_part_ailleurs() -> None:
    """La Ville inscrit 30 000 engagés et 20 000 payés sur ses fonds propres : aucune somme ne les compte."""
    fonds = {"financeur": "VILLE", "nature": Nature.FONDS_PROPRES}
    dossier = projet(
        journal=[
            mouvement("engagement", euros(450_000), "2010-01-01"),
            mouvement("engagement", euros(30_000), "2011-01-01", **fonds),
            mouvement("acompte", euros(20_000), "2012-01-01", **fonds),
        ]
    )
    document = composer_annexe(dossier, au=ARRETE)
    siennes = document.tableau("lignes-d-autofinancement")
    assert montants(siennes, siennes.lignes[0].cle, "programme", "engage", "paye") == [
        euros(550_000),
        euros(30_000),
        euros(20_000),
    ]
    assert montants(siennes, "total", "programme", "engage", "paye") == [euros(550_000), None, None]
    for cle in ("execution", "financeurs", "familles", "maitres-ouvrage", "natures", "lignes-de-concours"):
        assert montants(document.tableau(cle), "total", "programme", "engage", "paye") == [
            euros(450_000),
            euros(450_000),
            0,
        ]
    exercices = document.tableau("exercices")
    assert [montants(exercices, li.cle, "exercice", "engage", "paye") for li in exercices.lignes] == [
        ["2010", euros(450_000), 0],
        ["TOTAL", euros(450_000), 0],
    ]


def test_des_mouvements_tous_annules_gardent_leurs_exercices() -> None:
    """Le Département, hors du plan, engage 100 et paie 40 en 2008 et 2009, puis s’en dédit en 2010 : son solde est nul.

    L’ANRU, au plan pour 450 000, engage 450 000 en 2009. La Ville inscrit 7 sur ses fonds propres en 2006.
    """
    departement = {"financeur": "DEPARTEMENT", "nature": Nature.SUBVENTION}
    dossier = projet(
        journal=[
            mouvement("engagement", euros(7), "2006-01-01", financeur="VILLE", nature=Nature.FONDS_PROPRES),
            mouvement("engagement", euros(100), "2008-01-01", **departement),
            mouvement("engagement", euros(450_000), "2009-01-01"),
            mouvement("acompte", euros(40), "2009-02-01", **departement),
            mouvement("reversement", euros(40), "2010-02-01", **departement),
            mouvement("degagement", euros(100), "2010-03-01", **departement),
        ]
    )
    du_departement: list[list[Valeur]] = [
        ["2008", euros(100), euros(100), 0, 0],
        ["2009", 0, euros(100), euros(40), euros(40)],
        ["2010", -euros(100), 0, -euros(40), 0],
        ["TOTAL", 0, None, 0, None],
    ]
    ensemble: list[list[Valeur]] = [
        ["2008", euros(100), euros(100), 0, 0],
        ["2009", euros(450_000), euros(450_100), euros(40), euros(40)],
        ["2010", -euros(100), euros(450_000), -euros(40), 0],
        ["TOTAL", euros(450_000), None, 0, None],
    ]
    for unite in Precision:
        for genre, code, attendues in (
            (GenrePerimetre.ENSEMBLE, "", ensemble),
            (GenrePerimetre.MAITRE_OUVRAGE, "VILLE", ensemble),
            (GenrePerimetre.FINANCEUR, "DEPARTEMENT", du_departement),
        ):
            perimetre = Perimetre(genre=genre, code=code)
            document = composer_annexe(dossier, au=ARRETE, perimetre=perimetre, unite=unite)
            exercices = document.tableau("exercices")
            colonnes = ("exercice", "engage", "engage_cumul", "paye", "paye_cumul")
            assert [montants(exercices, li.cle, *colonnes) for li in exercices.lignes] == attendues


def test_une_operation_abandonnee_sans_ligne_a_son_etat() -> None:
    dossier = projet(
        operations=[operation("A"), operation("B", statut=Statut.ABANDONNEE)], plan=[ligne("ANRU", euros(1), "A")]
    )
    document = composer_annexe(dossier, au=ARRETE)
    for tableau in ("tableau-de-cloture", "execution"):
        assert document.tableau(tableau).cellule("operation:B", "etat").valeur == "abandonnée"


def test_avant_la_signature_ce_n_est_qu_un_projet() -> None:
    assert composer_annexe(petit(), au=jour("2004-06-30")).bandeau == (
        "PROJET — arrêté antérieur à la signature de la convention"
    )
    assert composer_annexe(petit(), au=jour("2004-07-01")).bandeau != (
        "PROJET — arrêté antérieur à la signature de la convention"
    )


def test_une_famille_sans_realisation_n_est_pas_a_zero() -> None:
    dossier = projet(
        operations=[operation("A", quantite=Decimal(3), unite=Unite.LOGEMENT, famille="02")],
        plan=[ligne("ANRU", euros(1), "A")],
    )
    physique = composer_annexe(dossier, au=ARRETE).tableau("programme-physique")
    assert montants(physique, "famille:02:logement", "prevu", "realise", "taux") == [Decimal(3), None, None]


def test_un_extrait_d_operations_n_a_pas_d_enveloppe() -> None:
    perimetre = Perimetre(genre=GenrePerimetre.MAITRE_OUVRAGE, code="VILLE")
    financeurs = composer_annexe(petit(), au=ARRETE, perimetre=perimetre).tableau("plan-financeurs")
    assert montants(financeurs, "financeur:ANRU", "enveloppe", "disponible") == [None, None]


def test_ni_les_logements_ni_les_heures_ne_se_compensent() -> None:
    """A fait 4 logements et 30 heures de trop, B manque de 10 et de 20 : il reste 10 logements, il manque 20 heures."""
    dossier = projet(
        operations=[operation(c, famille="02", quantite=Decimal(30), unite=Unite.LOGEMENT) for c in ("A", "B")],
        plan=[ligne("ANRU", euros(1_000_000), code) for code in ("A", "B")],
        suivi=[
            Realisation(date=jour("2009-01-01"), operation="A", quantite=Decimal(34)),
            Realisation(date=jour("2009-01-01"), operation="B", quantite=Decimal(20)),
            Insertion(operation="A", heures_objectif=Decimal(100), heures_realisees=Decimal(130)),
            Insertion(operation="B", heures_objectif=Decimal(100), heures_realisees=Decimal(80)),
        ],
    )
    document = composer_annexe(dossier, au=ARRETE)
    physique, insertion = document.tableau("programme-physique"), document.tableau("insertion")
    assert montants(physique, "famille:02:logement", "prevu", "realise", "reste", "depassement", "taux") == [
        60,
        54,
        10,
        4,
        Fraction(1, 6),
    ]
    assert montants(insertion, "operation:A", "manque", "depassement") == [0, 30]
    assert montants(insertion, "total", "objectif", "realisees", "manque", "depassement", "taux") == [
        200,
        210,
        20,
        30,
        Fraction(1, 10),
    ]


def test_les_heures_du_noyer_dore(annexe: Document) -> None:
    """Resommées du dossier : 3 362 heures manquent sur onze opérations, 2 604 sont faites au-delà sur dix-sept."""
    insertion = annexe.tableau("insertion")
    assert montants(insertion, "total", "objectif", "realisees", "manque", "depassement") == [
        61_530,
        60_772,
        3_362,
        2_604,
    ]
    manques = [li.cellules[insertion.rang_colonne("manque")].valeur for li in insertion.lignes[:-1]]
    assert sum(manque != 0 for manque in manques) == 11


def test_un_engage_repute_est_marque_et_fait_les_exercices() -> None:
    """Le Département, réputé engagé de 60 000 : aucun exercice ne les porte, et 2010 n’a pas les 7 du journal."""
    dossier = projet(
        financeurs=(financeur("ANRU"), financeur("VILLE"), financeur("DEPARTEMENT", engagement=ModeEngagement.REPUTE)),
        avenants=(avenant(1),),
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("DEPARTEMENT", euros(50_000)),
            ligne("DEPARTEMENT", euros(60_000), version=1),
        ],
        journal=[mouvement("engagement", euros(7), "2010-01-01", financeur="DEPARTEMENT")],
    )
    document = composer_annexe(dossier, au=ARRETE)
    exercices = document.tableau("exercices")
    lus = [(li.cellules[0].valeur, li.cellules[exercices.rang_colonne("engage")].valeur) for li in exercices.lignes]
    assert lus == [("2010", 0), ("réputé, sans date", euros(60_000)), ("TOTAL", euros(60_000))]
    assert exercices.cellule("total", "engage").valeur == euros(60_000)
    assert document.tableau("execution").cellule("total", "engage").valeur == euros(60_000)
    assert any(
        "Engagé réputé" in note and "Nom de DEPARTEMENT" in note for note in document.tableau("financeurs").notes
    )

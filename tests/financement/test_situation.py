"""La situation : programmé, engagé, payé et restes."""

import datetime
from collections import defaultdict
from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from financement.calculs.situation import Axe, Grandeurs, Situation, calculer_situation
from financement.cloture import calculer_cloture
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import AUTOFINANCEMENT, CONCOURS, MOUVEMENTS_DU_MAITRE_OUVRAGE, NATURES, Nature
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.financement.tirages import DATES_D_ARRETE, JOURNAUX, OPERATIONS, PLANS, PROJETS, VERSIONS, assembler
from tests.strategies import sans_cumul_excessif

GRANDEURS = ("programme", "engage", "paye", "reste_a_engager", "reste_a_payer")
FINANCEURS = ("ANRU", "VILLE", "DEPARTEMENT", "CDC", "OPH")


@pytest.fixture
def chantier() -> Projet:
    """Deux opérations, un avenant, un peu de chaque mouvement.

    OP-1 (aménagement, Ville) : ANRU 450 puis 400 à l’avenant 1, Ville 550 puis 600.
    OP-2 (démolition, OPH) : ANRU 700, prêt CDC 300. Montants en euros.
    """
    return projet(
        avenants=(avenant(1, "2009-12-01"),),
        operations=[
            operation("OP-1", cout_ht=euros(1000)),
            operation("OP-2", cout_ht=euros(1000), famille="01", maitre_ouvrage="OPH"),
        ],
        plan=[
            ligne("ANRU", euros(450)),
            ligne("VILLE", euros(550), nature=Nature.FONDS_PROPRES),
            ligne("ANRU", euros(400), version=1),
            ligne("VILLE", euros(600), nature=Nature.FONDS_PROPRES, version=1),
            ligne("ANRU", euros(700), operation="OP-2"),
            ligne("CDC", euros(300), operation="OP-2", nature=Nature.PRET),
        ],
        journal=[
            mouvement("engagement", euros(420), "2006-02-01"),
            mouvement("degagement", euros(40), "2010-03-01"),
            mouvement("avance", euros(60), "2006-05-01"),
            mouvement("acompte", euros(200), "2008-01-15"),
            mouvement("solde", euros(125), "2011-10-10"),
            mouvement("reversement", euros(5), "2012-01-20"),
            mouvement("demande", euros(999), "2011-09-01"),
            mouvement("depense", euros(800), "2011-08-01"),
            mouvement("engagement", euros(700), "2007-06-01", operation="OP-2"),
            mouvement("engagement", euros(300), "2008-06-01", operation="OP-2", financeur="CDC"),
            mouvement("acompte", euros(100), "2008-12-31", operation="OP-2", financeur="CDC"),
        ],
    )


def colonnes(grandeurs: Grandeurs) -> dict[str, Any]:
    """Les cinq grandeurs en euros : des listes, ou des entiers pour un total."""
    return {nom: (valeurs // 100).tolist() for nom, valeurs in grandeurs.colonnes().items()}


def test_la_situation_par_financeur_d_un_chantier(chantier: Projet) -> None:
    """Calculée à la main, toutes dates confondues.

    ANRU : programmé 400 + 700 ; engagé 420 − 40 + 700 ; payé 60 + 200 + 125 − 5. La demande et la dépense n’y sont pas.
    """
    situation = calculer_situation(chantier)
    par_financeur = situation.par(Axe.FINANCEUR)
    assert par_financeur.cles == FINANCEURS
    assert par_financeur.libelles[0] == "Nom de ANRU"
    assert colonnes(par_financeur.grandeurs) == {
        "programme": [1100, 600, 0, 300, 0],
        "engage": [1080, 0, 0, 300, 0],
        "paye": [380, 0, 0, 100, 0],
        "reste_a_engager": [20, 600, 0, 0, 0],
        "reste_a_payer": [700, 0, 0, 200, 0],
    }
    assert colonnes(par_financeur.total) == {
        "programme": 2000,
        "engage": 1380,
        "paye": 480,
        "reste_a_engager": 620,
        "reste_a_payer": 900,
    }


@pytest.mark.parametrize(
    ("axe", "cles", "libelles", "engage"),
    [
        (Axe.OPERATION, ("OP-1", "OP-2"), ("Libellé de OP-1", "Libellé de OP-2"), [380, 1000]),
        (
            Axe.FAMILLE,
            ("08", "01"),  # dans l'ordre du dossier
            ("Aménagement et création d’espaces publics", "Démolition de logements locatifs sociaux"),
            [380, 1000],
        ),
        (Axe.MAITRE_OUVRAGE, ("VILLE", "OPH"), ("Nom de VILLE", "Nom de OPH"), [380, 1000]),
    ],
)
def test_la_situation_selon_les_autres_axes(
    chantier: Projet, axe: Axe, cles: tuple[str, ...], libelles: tuple[str, ...], engage: list[int]
) -> None:
    ventilation = calculer_situation(chantier).par(axe)
    assert ventilation.axe is axe
    assert ventilation.cles == cles
    assert ventilation.libelles == libelles
    assert colonnes(ventilation.grandeurs)["engage"] == engage


@pytest.mark.parametrize("axe", list(Axe))
def test_un_axe_donne_par_son_nom_est_cet_axe(chantier: Projet, axe: Axe) -> None:
    nommee, attendue = calculer_situation(chantier).par(axe.value), calculer_situation(chantier).par(axe)
    assert (nommee.axe, nommee.cles, nommee.libelles) == (axe, attendue.cles, attendue.libelles)
    assert type(nommee.axe) is Axe
    assert colonnes(nommee.grandeurs) == colonnes(attendue.grandeurs)


@pytest.mark.parametrize("axe", ["n’importe quoi", "Famille", "", None, 0, []])
def test_un_axe_inconnu_est_refuse(chantier: Projet, axe: Any) -> None:
    with pytest.raises(ValeurImpossible, match="Choisir parmi : financeur, famille, operation, maitre_ouvrage") as leve:
        calculer_situation(chantier).par(axe)
    assert [f.code for f in leve.value.fautes] == ["VALEUR-03"]


def test_un_axe_mal_ecrit_est_refuse_avec_le_plus_proche(chantier: Projet) -> None:
    with pytest.raises(ValeurImpossible) as leve:
        calculer_situation(chantier).par("famile")
    assert str(leve.value) == (
        "Ventilation impossible. colonne axe : « famile » n’est pas une valeur connue ; le plus proche est "
        "« famille ». Choisir parmi : financeur, famille, operation, maitre_ouvrage. [VALEUR-03]"
    )


@pytest.mark.parametrize("au", ["2015-03-31", datetime.datetime(2015, 3, 31, tzinfo=datetime.UTC), 16_525])
def test_une_date_d_arrete_qui_n_est_pas_une_date_est_refusee(au: Any) -> None:
    """Sans avenant ni mouvement, rien d’autre ne la regarderait."""
    for calculer in (calculer_situation, calculer_cloture):
        with pytest.raises(ValeurImpossible, match="Donner une date sans heure"):
            calculer(projet(), au=au)


def test_une_cloture_a_une_date(chantier: Projet) -> None:
    with pytest.raises(ValeurImpossible, match=r"Clôture impossible.*Donner une date sans heure"):
        calculer_cloture(chantier, au=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("au", "version", "programme", "engage", "paye"),
    [
        ("2004-07-01", None, 450, 0, 0),
        ("2006-01-31", None, 450, 0, 0),
        ("2006-02-01", None, 450, 420, 0),  # un mouvement compte dès son jour
        ("2009-11-30", None, 450, 420, 260),
        ("2009-12-01", None, 400, 420, 260),  # l'avenant 1 est en vigueur le jour de sa signature
        ("2011-10-10", None, 400, 380, 385),
        ("2012-01-20", None, 400, 380, 380),
        ("2009-11-30", 1, 400, 420, 260),  # la version demandée ne change que le programmé
        (None, 0, 450, 380, 380),
    ],
)
def test_la_situation_a_une_date_et_dans_une_version(
    chantier: Projet, au: str | None, version: int | None, programme: int, engage: int, paye: int
) -> None:
    """L’ANRU sur OP-1."""
    situation = calculer_situation(chantier, au=None if au is None else jour(au), version=version)
    grandeurs = situation.grandeurs
    assert [int(g[0, 0]) // 100 for g in (grandeurs.programme, grandeurs.engage, grandeurs.paye)] == [
        programme,
        engage,
        paye,
    ]


def test_une_version_inconnue_est_refusee(chantier: Projet) -> None:
    with pytest.raises(ValeurImpossible, match="versions connues : 0, 1"):
        calculer_situation(chantier, version=2)


def test_par_exercice_flux_et_cumuls(chantier: Projet) -> None:
    """Un exercice est une année civile ; une année sans mouvement reste, à zéro."""
    exercices = calculer_situation(chantier).par_exercice()
    assert exercices.annees == (2006, 2007, 2008, 2009, 2010, 2011, 2012)
    assert (exercices.engage // 100).tolist() == [420, 700, 300, 0, -40, 0, 0]
    assert (exercices.paye // 100).tolist() == [60, 0, 300, 0, 0, 125, -5]
    assert (exercices.engage_cumul // 100).tolist() == [420, 1120, 1420, 1420, 1380, 1380, 1380]
    assert (exercices.paye_cumul // 100).tolist() == [60, 60, 360, 360, 360, 485, 480]


def test_par_exercice_s_arrete_a_la_date(chantier: Projet) -> None:
    exercices = calculer_situation(chantier, au=jour("2008-01-15")).par_exercice()
    assert exercices.annees == (2006, 2007, 2008)
    assert (exercices.paye // 100).tolist() == [60, 0, 200]


def test_sans_mouvement_il_n_y_a_pas_d_exercice() -> None:
    exercices = calculer_situation(projet(journal=[mouvement("depense", 5)])).par_exercice()
    assert exercices.annees == ()
    assert exercices.engage.shape == exercices.paye_cumul.shape == (0,)
    assert exercices.cadre().empty


def test_un_financeur_sans_mouvement_reste_a_zero() -> None:
    situation = calculer_situation(projet(operations=[operation("A"), operation("B")], plan=[]))
    assert situation.grandeurs.programme.shape == (2, 5)
    assert situation.lignes.programme.shape == (2, 5, 3)
    assert situation.par(Axe.FINANCEUR).cles == FINANCEURS
    assert not situation.par(Axe.FINANCEUR).grandeurs.programme.any()


def test_une_operation_future_est_sur_la_grille_sans_programme() -> None:
    futur = projet(
        avenants=(avenant(1, "2009-12-01"),),
        operations=[operation("B", version=1, famille="01", maitre_ouvrage="Association"), operation("A")],
        plan=[ligne("ANRU", 7, operation="B", version=1)],
    )
    situation = calculer_situation(futur, au=jour("2008-01-01"))
    assert situation.par(Axe.OPERATION).cles == ("B", "A")
    assert situation.par(Axe.MAITRE_OUVRAGE).libelles == ("Association", "Nom de VILLE")
    assert situation.total.programme == 0
    assert calculer_situation(futur).total.programme == 7


def test_un_projet_sans_operation_a_une_situation_nulle() -> None:
    situation = calculer_situation(projet(operations=[], plan=[]))
    assert situation.par(Axe.FAMILLE).cles == ()
    assert situation.total.programme == 0
    assert situation.cadre().empty


# --- tableaux et cadres


def test_les_tableaux_sont_des_entiers_64_bits_en_lecture_seule(chantier: Projet) -> None:
    situation = calculer_situation(chantier)
    exercices = situation.par_exercice()
    tableaux = [
        valeurs
        for grandeurs in (
            situation.lignes,
            situation.grandeurs,
            situation.total,
            situation.total + situation.total,
            *(situation.par(axe).grandeurs for axe in Axe),
            *(situation.par(axe).total for axe in Axe),
        )
        for valeurs in grandeurs.colonnes().values()
    ]
    tableaux += [exercices.engage, exercices.paye, exercices.engage_cumul, exercices.paye_cumul]
    for tableau in tableaux:
        assert isinstance(tableau, np.ndarray)
        assert tableau.dtype == np.int64
        assert not tableau.flags.writeable


def test_les_cadres_gardent_des_entiers(chantier: Projet) -> None:
    """pandas change volontiers des entiers en flottants : aucun cadre ne le fait."""
    situation = calculer_situation(chantier)
    dense = situation.cadre()
    assert list(dense.columns) == ["operation", "financeur", *GRANDEURS]
    assert len(dense) == 10
    assert dense.loc[(dense.operation == "OP-2") & (dense.financeur == "CDC"), "engage"].tolist() == [euros(300)]
    ventilation = situation.par(Axe.FINANCEUR).cadre()
    assert list(ventilation.columns) == ["cle", "libelle", *(f"concours_{nom}" for nom in GRANDEURS), *GRANDEURS]
    assert ventilation.cle.tolist() == list(FINANCEURS)
    assert ventilation.paye.tolist() == [euros(380), 0, 0, euros(100), 0]
    exercices = situation.par_exercice().cadre()
    assert list(exercices.columns) == ["exercice", "engage", "paye", "engage_cumul", "paye_cumul"]
    assert exercices.paye_cumul.tolist()[-1] == euros(480)
    for cadre in (dense, ventilation, exercices):
        chiffres = [nom for nom in cadre.columns if nom not in {"operation", "financeur", "cle", "libelle"}]
        # L'exercice d'un engagé réputé est absent : pandas n'a que Int64 pour des entiers dont un manque.
        assert {str(cadre[nom].dtype) for nom in chiffres} <= {"int64", "Int64"}


def test_les_sommes_sont_exactes_aux_bornes() -> None:
    """Cent fois le plus grand montant, moins un centime : 10¹⁵ − 1, au centime près."""
    maximum = 10**13
    operations = [operation(f"OP-{rang}") for rang in range(1, 101)]
    journal = [mouvement("engagement", maximum, operation=o.code) for o in operations[:-1]]
    journal.append(mouvement("engagement", maximum - 1, operation="OP-100"))
    situation = calculer_situation(projet(operations=operations, plan=[ligne("ANRU", maximum)], journal=journal))
    assert int(situation.total.engage) == 10**15 - 1
    assert int(situation.total.reste_a_engager) == 10**13 - 10**15 + 1
    assert situation.par_exercice().engage_cumul.tolist() == [10**15 - 1]


# --- lois, sur des projets tirés au hasard


def egales(gauche: Grandeurs, droite: Grandeurs) -> bool:
    return all(np.array_equal(getattr(gauche, f.name), getattr(droite, f.name)) for f in fields(Grandeurs))


# Ce qu'un mouvement ajoute à l'engagé et au payé, écrit ici d'après les règles et non d'après le code.
EFFETS: Final = {
    "engagement": (1, 0),
    "degagement": (-1, 0),
    "avance": (0, 1),
    "acompte": (0, 1),
    "solde": (0, 1),
    "reversement": (0, -1),
    "demande": (0, 0),
    "rejet": (0, 0),
}


def version_naive(projet: Projet, au: date | None) -> int:
    """Le numéro du dernier avenant signé, 0 s’il n’y en a pas."""
    return max((a.numero for a in projet.convention.avenants if au is None or a.date <= au), default=0)


def situation_naive(projet: Projet, au: date | None, version: int) -> dict[tuple[str, str, Nature], list[int]]:
    """[programmé, engagé, payé] par ligne, refaits avec de simples dictionnaires et des entiers Python."""
    cases: dict[tuple[str, str, Nature], list[int]] = defaultdict(lambda: [0, 0, 0])
    for numero in range(version + 1):
        for prevue in projet.plan:
            if prevue.version == numero:
                cases[prevue.operation, prevue.financeur, prevue.nature][0] = prevue.montant
    for ecrit in projet.journal:
        if ecrit.financeur is None or (au is not None and ecrit.date > au):
            continue
        assert ecrit.nature is not None, "les tirages disent la nature"
        engage, paye = EFFETS[ecrit.type.value]
        case = cases[ecrit.operation, ecrit.financeur, ecrit.nature]
        case[1] += engage * ecrit.montant
        case[2] += paye * ecrit.montant
    return cases


@given(PROJETS, DATES_D_ARRETE, st.none() | st.sampled_from(VERSIONS))
def test_la_situation_est_celle_d_un_calcul_naif(projet: Projet, au: date | None, version: int | None) -> None:
    situation = calculer_situation(projet, au=au, version=version)
    naive = situation_naive(projet, au, version_naive(projet, au) if version is None else version)
    for o, code in enumerate(situation.axes.operations):
        for f, financeur in enumerate(situation.axes.financeurs):
            for n, nature in enumerate(NATURES):
                attendu = naive.get((code, financeur, nature), [0, 0, 0])
                lignes = situation.lignes
                assert [lignes.programme[o, f, n], lignes.engage[o, f, n], lignes.paye[o, f, n]] == attendu


@given(PROJETS, DATES_D_ARRETE)
def test_la_somme_des_lignes_est_le_total_sur_chaque_axe(projet: Projet, au: date | None) -> None:
    situation = calculer_situation(projet, au=au)
    for axe in Axe:
        ventilation = situation.par(axe)
        assert egales(ventilation.total, situation.total)
        assert len(ventilation.cles) == len(set(ventilation.cles)) == len(ventilation.libelles)
    for natures, total in (
        (CONCOURS, situation.total_concours),
        (AUTOFINANCEMENT, situation.total_autofinancement),
        (tuple(Nature), situation.total),
    ):
        exercices = situation.par_exercice(natures)
        assert exercices.engage.sum() == total.engage
        assert exercices.paye.sum() == total.paye


@given(PROJETS, DATES_D_ARRETE)
def test_les_restes_sont_des_differences(projet: Projet, au: date | None) -> None:
    """Reste à engager = programmé − engagé ; reste à payer = engagé − payé (confiance B)."""
    lignes = calculer_situation(projet, au=au).lignes
    assert np.array_equal(lignes.programme, lignes.engage + lignes.reste_a_engager)
    assert np.array_equal(lignes.engage, lignes.paye + lignes.reste_a_payer)


@given(PLANS, JOURNAUX, DATES_D_ARRETE, st.randoms(use_true_random=False))
def test_l_ordre_du_journal_est_indifferent(
    plan: tuple[LignePlan, ...], journal: tuple[Mouvement, ...], au: date | None, hasard: Random
) -> None:
    melange = list(journal)
    hasard.shuffle(melange)
    ordinaire = calculer_situation(assembler(plan, journal), au=au)
    assert egales(ordinaire.lignes, calculer_situation(assembler(plan, tuple(melange)), au=au).lignes)


@given(PLANS, JOURNAUX.filter(len), DATES_D_ARRETE, st.data())
def test_couper_un_mouvement_en_deux_est_indifferent(
    plan: tuple[LignePlan, ...], journal: tuple[Mouvement, ...], au: date | None, tirage: st.DataObject
) -> None:
    rang = tirage.draw(st.integers(0, len(journal) - 1))
    entier = journal[rang]
    part = tirage.draw(st.integers(0, entier.montant))
    coupe = (replace(entier, montant=part), replace(entier, montant=entier.montant - part))
    coupee = calculer_situation(assembler(plan, (*journal[:rang], *coupe, *journal[rang + 1 :])), au=au)
    entiere = calculer_situation(assembler(plan, journal), au=au)
    assert egales(entiere.lignes, coupee.lignes)
    assert entiere.par_exercice().engage.tolist() == coupee.par_exercice().engage.tolist()


@given(JOURNAUX, JOURNAUX, DATES_D_ARRETE)
def test_les_situations_de_deux_journaux_s_ajoutent(
    premier: tuple[Mouvement, ...], second: tuple[Mouvement, ...], au: date | None
) -> None:
    """situation(A ∪ B) = situation(A) + situation(B), le plan étant compté une fois."""
    # Un cumul démesuré n'est d'aucun dossier : le tirage en ôterait un mouvement.
    assume(sans_cumul_excessif(premier + second) == premier + second)
    reunis = calculer_situation(assembler((), premier + second), au=au)
    separes = (
        calculer_situation(assembler((), premier), au=au).lignes
        + calculer_situation(assembler((), second), au=au).lignes
    )
    assert egales(reunis.lignes, separes)


@given(PLANS, PLANS, JOURNAUX)
def test_deux_parties_disjointes_d_un_dossier_s_ajoutent(
    plan_a: tuple[LignePlan, ...], plan_b: tuple[LignePlan, ...], journal: tuple[Mouvement, ...]
) -> None:
    """Deux plans sur des opérations différentes : le programmé s’ajoute aussi."""
    moitie = {"OP-1", "OP-2"}
    a = tuple(p for p in plan_a if p.operation in moitie)
    b = tuple(p for p in plan_b if p.operation not in moitie)
    journal_a = tuple(m for m in journal if m.operation in moitie)
    journal_b = tuple(m for m in journal if m.operation not in moitie)
    reunies = calculer_situation(assembler(a + b, journal_a + journal_b))
    separees = calculer_situation(assembler(a, journal_a)).lignes + calculer_situation(assembler(b, journal_b)).lignes
    assert egales(reunies.lignes, separees)


@given(PLANS, JOURNAUX, DATES_D_ARRETE.filter(bool))
def test_la_date_d_arrete_est_un_filtre_du_journal(
    plan: tuple[LignePlan, ...], journal: tuple[Mouvement, ...], au: date
) -> None:
    situation = calculer_situation(assembler(plan, journal), au=au)
    filtre = assembler(plan, tuple(m for m in journal if m.date <= au))
    sans_date = calculer_situation(filtre, version=situation.tableau.version)
    assert egales(situation.lignes, sans_date.lignes)


@given(PROJETS)
def test_une_date_assez_lointaine_vaut_pas_de_date(projet: Projet) -> None:
    dernier = max([m.date for m in projet.journal], default=jour("2016-12-31"))
    tard = max(dernier, jour("2016-12-31")) + timedelta(days=1)
    assert egales(calculer_situation(projet).lignes, calculer_situation(projet, au=tard).lignes)


@given(PLANS, JOURNAUX)
def test_demandes_depenses_et_recettes_ne_changent_pas_la_situation(
    plan: tuple[LignePlan, ...], journal: tuple[Mouvement, ...]
) -> None:
    neutres = {*MOUVEMENTS_DU_MAITRE_OUVRAGE, "demande", "rejet"}
    sans = tuple(m for m in journal if m.type not in neutres)
    avec: Situation = calculer_situation(assembler(plan, journal, OPERATIONS))
    assert egales(avec.lignes, calculer_situation(assembler(plan, sans)).lignes)

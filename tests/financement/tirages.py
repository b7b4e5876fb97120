"""Tirages d’hypothesis pour le noyau : plans et journaux quelconques sur un petit projet à quatre versions."""

from datetime import date
from typing import Final

from hypothesis import strategies as st

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, Nature, TypeMouvement
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from tests.construction import CATEGORIES, avenant, enveloppe, mouvement, operation, projet
from tests.strategies import sans_cumul_excessif

VERSIONS: Final = (0, 1, 2, 5)
AVENANTS: Final = (
    avenant(1, "2007-03-15", enveloppes=(enveloppe("ANRU", 500),)),
    avenant(2, "2009-12-01", date_limite_engagement=date(2016, 12, 31), porteur="EPCI"),
    avenant(5, "2013-06-30", enveloppes=(enveloppe("VILLE", 700), enveloppe("ANRU", 600))),
)
# OP-3 n'apparaît qu'avec l'avenant 2 ; OP-2 est décrite de nouveau par l'avenant 1.
OPERATIONS: Final = (
    operation("OP-1", cout_ht=100),
    operation("OP-2", cout_ht=200, famille="01", maitre_ouvrage="OPH"),
    operation("OP-3", cout_ht=300, version=2, maitre_ouvrage="Association"),
    operation("OP-2", cout_ht=250, famille="02", maitre_ouvrage="OPH", version=1),
    operation("OP-4", cout_ht=400, famille="01"),
)
CREATION: Final = {"OP-1": 0, "OP-2": 0, "OP-3": 2, "OP-4": 0}

FINANCEURS: Final = st.sampled_from(tuple(CATEGORIES))
NATURES: Final = st.sampled_from(Nature)
CODES: Final = st.sampled_from(tuple(CREATION))
MONTANTS: Final = st.integers(0, 1000) | st.integers(0, 10**13)
JOURS: Final = st.dates(date(2004, 1, 1), date(2016, 12, 31))
DATES_D_ARRETE: Final = st.none() | JOURS


@st.composite
def lignes_de_plan(draw: st.DrawFn) -> LignePlan:
    """Une ligne de plan permise : pas avant la création de son opération."""
    code = draw(CODES)
    return LignePlan(
        version=draw(st.sampled_from([v for v in VERSIONS if v >= CREATION[code]])),
        operation=code,
        financeur=draw(FINANCEURS),
        nature=draw(NATURES),
        montant=draw(MONTANTS),
    )


PLANS: Final = st.lists(lignes_de_plan(), max_size=30, unique_by=lambda p: (p.version, p.cle)).map(tuple)


@st.composite
def mouvements(draw: st.DrawFn) -> Mouvement:
    """Un mouvement quelconque, de nature dite."""
    genre = draw(st.sampled_from(TypeMouvement))
    attribues = (
        {} if genre in MOUVEMENTS_DU_MAITRE_OUVRAGE else {"financeur": draw(FINANCEURS), "nature": draw(NATURES)}
    )
    jour = draw(JOURS).isoformat()
    return mouvement(genre, draw(MONTANTS), jour, operation=draw(CODES), **attribues)


JOURNAUX: Final = st.lists(mouvements(), max_size=25).map(tuple)


def assembler(
    plan: tuple[LignePlan, ...] = (),
    journal: tuple[Mouvement, ...] = (),
    operations: tuple[Operation, ...] = OPERATIONS,
) -> Projet:
    """Le projet d’un plan et d’un journal tirés."""
    return projet(operations=operations, plan=plan, journal=sans_cumul_excessif(journal), avenants=AVENANTS)


PROJETS: Final = st.builds(assembler, PLANS, JOURNAUX)

"""L’aléa : ce qui varie, selon quelle loi, et quelle part de sa variance est commune à tous."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from financement.aleas.lois import Loi
from financement.fautes.provenance import INCONNUE, Provenance
from financement.scenarios.hypothese import TOUT
from financement.selection import Selection

__all__ = ["Alea", "PorteSur", "UniteDAlea"]


class PorteSur(StrEnum):
    """Ce qu’un aléa fait varier."""

    COUT = "cout"
    RETARD = "retard"


class UniteDAlea(StrEnum):
    """L’unité des valeurs d’une loi : une proportion du coût, des centimes de plus, des semestres."""

    PROPORTION = "proportion"
    MONTANT = "montant"
    SEMESTRE = "semestre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alea:
    """Chaque opération visée tire sa valeur de la ``loi``, pour elle seule.

    ``facteur_commun`` : la part de la variance, avant la loi, que tous les tirages partagent (copule normale).
    """

    porte_sur: PorteSur
    loi: Loi
    unite: UniteDAlea
    cible: Selection = TOUT
    facteur_commun: Fraction = Fraction(0)
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

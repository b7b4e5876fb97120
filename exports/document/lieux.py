"""Les cellules que lit un calcul."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from exports.document.calculs import (
    Calcul,
    Critere,
    Cumul,
    DifferenceColonnes,
    Etendue,
    Evolution,
    Exces,
    Part,
    Rapport,
    Renvoi,
    SommeAilleurs,
    SommeColonnes,
    SommeLignes,
    SommeSi,
)

__all__ = ["Lieu", "lieux_lus"]


class Lieu(NamedTuple):
    """Une cellule du document ; ``ligne`` vide désigne toute la colonne."""

    tableau: str
    ligne: str
    colonne: str

    def __str__(self) -> str:
        return f"{self.tableau}, ligne {self.ligne}, colonne {self.colonne}"


def lieux_lus(calcul: Calcul, ici: Lieu, lignes: Sequence[str]) -> list[Lieu]:  # noqa: PLR0911 -- un cas par calcul
    """Les cellules que lit le calcul de la cellule ``ici``, dans l’ordre où il les emploie.

    ``lignes`` : celles de son tableau. Une somme par critères lit les cellules de sa ligne qu’elle compare, et les
    colonnes qu’elle parcourt.
    """
    match calcul:
        case SommeLignes(lignes=sommees):
            return [Lieu(ici.tableau, ligne, ici.colonne) for ligne in sommees]
        case SommeColonnes(colonnes=colonnes) | Etendue(colonnes=colonnes):
            return _de_la_ligne(ici, colonnes)
        case (
            DifferenceColonnes(de=premiere, moins=seconde)
            | Exces(de=premiere, sur=seconde)
            | Rapport(numerateur=premiere, denominateur=seconde)
        ):
            return _de_la_ligne(ici, (premiere, seconde))
        case Evolution(colonne=colonne, depuis=autre) | Part(colonne=colonne, ligne=autre):
            return [Lieu(ici.tableau, ici.ligne, colonne), Lieu(ici.tableau, autre, colonne)]
        case Cumul(colonne=colonne):
            return [Lieu(ici.tableau, ligne, colonne) for ligne in lignes[: lignes.index(ici.ligne) + 1]]
        case Renvoi(tableau=tableau, ligne=ligne, colonne=colonne):
            return [Lieu(tableau, ligne, colonne)]
        case SommeAilleurs(tableau=tableau, lignes=sommees, colonne=colonne):
            return [Lieu(tableau, ligne, colonne) for ligne in sommees]
        case SommeSi(tableau=tableau, colonne=colonne, criteres=criteres):
            compares = _de_la_ligne(ici, [critere.ici for critere in criteres if isinstance(critere, Critere)])
            return [*compares, *(Lieu(tableau, "", lue) for lue in (colonne, *(c.colonne for c in criteres)))]


def _de_la_ligne(ici: Lieu, colonnes: Iterable[str]) -> list[Lieu]:
    return [Lieu(ici.tableau, ici.ligne, colonne) for colonne in colonnes]

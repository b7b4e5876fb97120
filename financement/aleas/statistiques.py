"""Ce que disent les tirages : quantiles, moyennes et leur erreur, probabilités, et ce qui fait la dispersion.

Tout se calcule en entiers : un quantile est la valeur d’un tirage, une moyenne s’arrondit au centime.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from financement.aleas.alea import PorteSur
from financement.aleas.modele import CLOTURE, RESTE, Grandeur
from financement.aleas.tirages import Tirages
from financement.calculs.grille import Entiers
from financement.valeurs.arrondi import arrondir

__all__ = [
    "QUANTILES",
    "Dispersion",
    "Evenement",
    "Facteur",
    "Probabilite",
    "convergence",
    "correlation_de_rang",
    "dispersions",
    "facteurs",
    "probabilites",
    "quantile",
]

QUANTILES: Final = (10, 50, 80, 90)
"""Les quantiles donnés, en pour cent : P80 est ce que huit tirages sur dix ne dépassent pas."""

_MILLIEMES: Final = 1000
_PRUDENT: Final = 80


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Une grandeur au fil des tirages, en centimes : ``base``, moyenne, erreur type de la moyenne, quantiles."""

    grandeur: Grandeur
    base: int
    moyenne: int
    erreur_type: int
    quantiles: tuple[int, ...]


class Evenement:
    """Ce qui peut arriver (constantes)."""

    ENVELOPPE: Final = "enveloppe_depassee"
    LIMITE_ENGAGEMENT: Final = "date_limite_engagement_depassee"
    LIMITE_SOLDE: Final = "date_limite_solde_depassee"


@dataclass(frozen=True, slots=True)
class Probabilite:
    """La part des tirages où un événement arrive, et son erreur type, exactes ; ``cle`` : financeur ou opération."""

    evenement: str
    cle: str
    probabilite: Fraction
    erreur_type: Fraction


@dataclass(frozen=True, slots=True)
class Facteur:
    """Ce qu’une entrée fait au reste à charge de tous les maîtres d’ouvrage.

    ``correlation`` de rang (Spearman), en millièmes. ``haut`` et ``bas`` : la moyenne du reste à charge, moins sa
    moyenne, dans le dixième des tirages où l’entrée est la plus haute, la plus basse (centimes).
    """

    operation: str
    porte_sur: PorteSur
    correlation: int
    haut: int
    bas: int


def dispersions(tirages: Tirages) -> tuple[Dispersion, ...]:
    """La dispersion de chaque grandeur dont la base ou un tirage n’est pas nul, dans l’ordre du modèle."""
    base = _de_base(tirages)
    return tuple(
        _dispersion(grandeur, base[rang], tirages.valeurs[:, rang])
        for rang, grandeur in enumerate(tirages.modele.grandeurs)
        if base[rang] or tirages.valeurs[:, rang].any()
    )


def _de_base(tirages: Tirages) -> list[int]:
    """Les grandeurs de la clôture de base : le total du reste à charge est la somme de ses parts."""
    base = list(tirages.modele.base)
    base[-1] = sum(base[len(base) - 1 - len(tirages.modele.maitres_ouvrage) : -1])
    return base


def _dispersion(grandeur: Grandeur, base: int, valeurs: Entiers) -> Dispersion:
    triees = np.sort(valeurs)
    quantiles = tuple(quantile(triees, pour_cent) for pour_cent in QUANTILES)
    return Dispersion(grandeur, base, _moyenne(valeurs), _erreur_type(valeurs), quantiles)


def _somme(valeurs: Entiers) -> int:
    """La somme exacte : cent mille totaux de 10¹⁵ passeraient 64 bits."""
    return sum(map(int, np.add.reduceat(valeurs, range(0, valeurs.size, 1000), dtype=np.int64)))


def _moyenne(valeurs: Entiers) -> int:
    return arrondir(Fraction(_somme(valeurs), valeurs.size))


def _erreur_type(valeurs: Entiers) -> int:
    """L’écart type de la moyenne, √(Σ(x − m)² / (n (n − 1))), par excès au centime ; zéro d’un seul tirage."""
    nombre = valeurs.size
    if nombre == 1:
        return 0
    ecarts = valeurs - _moyenne(valeurs)
    carres = sum(ecart * ecart for ecart in ecarts.tolist())
    entier = isqrt(carres // (nombre * (nombre - 1)))
    return entier + 1 if carres else 0


def probabilites(tirages: Tirages) -> tuple[Probabilite, ...]:
    """Chaque enveloppe, et chaque date limite que passe un tirage au moins, dans l’ordre du dossier."""
    return tuple(_enveloppes(tirages)) + tuple(_dates(tirages))


def _enveloppes(tirages: Tirages) -> Iterator[Probabilite]:
    """Le total de clôture d’un financeur, fonds propres compris, passe son enveloppe : ce que contrôle ENVELOPPE-02."""
    for enveloppe in tirages.cloture.situation.tableau.enveloppes:
        montants = tirages.valeurs_de(Grandeur(CLOTURE, enveloppe.financeur))
        yield _probabilite(Evenement.ENVELOPPE, enveloppe.financeur, montants > enveloppe.montant)


def _dates(tirages: Tirages) -> Iterator[Probabilite]:
    for rang, evenement in enumerate((Evenement.LIMITE_ENGAGEMENT, Evenement.LIMITE_SOLDE)):
        for place, code in enumerate(tirages.modele.codes):
            arrives = tirages.depassees[:, 2 * place + rang] == 1
            if np.any(arrives):
                yield _probabilite(evenement, code, arrives)
        yield _probabilite(evenement, "", np.max(tirages.depassees[:, rang::2], axis=1, initial=0) == 1)


def _probabilite(evenement: str, cle: str, arrives: NDArray[np.bool_]) -> Probabilite:
    nombre = arrives.size
    part = Fraction(int(arrives.sum()), nombre)
    # La racine d'une fraction, au dix-millième par excès.
    variance = part * (1 - part) / nombre
    echelle = 10**4
    erreur = Fraction(isqrt(int(variance * echelle**2)) + 1, echelle) if variance else Fraction(0)
    return Probabilite(evenement, cle, part, erreur)


def facteurs(tirages: Tirages) -> tuple[Facteur, ...]:
    """Ce qui fait la dispersion du reste à charge, le plus fort d’abord ; une entrée sans étendue n’y est pas."""
    reste = tirages.valeurs_de(Grandeur(RESTE, ""))
    rangs = _rangs(reste)
    moyenne = _moyenne(reste)
    dixieme = max(1, tirages.nombre // 10)
    trouves = []
    for entree in tirages.modele.entrees:
        tirees = tirages.entrees_de(entree)
        correlation = correlation_de_rang(_rangs(tirees), rangs)
        if correlation is None:
            continue
        ordre = np.argsort(tirees, kind="stable")
        haut, bas = (_moyenne(reste[extremes]) - moyenne for extremes in (ordre[-dixieme:], ordre[:dixieme]))
        trouves.append(Facteur(entree.operation, entree.alea.porte_sur, correlation, haut, bas))
    return tuple(sorted(trouves, key=lambda facteur: (-abs(facteur.correlation), -(facteur.haut - facteur.bas))))


def _rangs(valeurs: Entiers) -> Entiers:
    """Le double du rang moyen de chaque valeur, compté depuis un : les ex æquo se le partagent."""
    _, places, effectifs = np.unique(valeurs, return_inverse=True, return_counts=True)
    fins = np.cumsum(effectifs)
    doubles: Entiers = (2 * fins - effectifs + 1)[places]
    return doubles


def correlation_de_rang(premiers: Entiers, seconds: Entiers) -> int | None:
    """La corrélation de deux suites de rangs doublés, en millièmes ; ``None`` si l’une ne varie pas."""
    nombre = premiers.size
    a, b = premiers - (nombre + 1), seconds - (nombre + 1)
    produit, carre_a, carre_b = (int(np.dot(x, y)) for x, y in ((a, b), (a, a), (b, b)))
    if not carre_a or not carre_b:
        return None
    denominateur = isqrt(carre_a * carre_b)
    return arrondir(Fraction(_MILLIEMES * produit, denominateur))


def convergence(tirages: Tirages) -> tuple[tuple[int, int, int], ...]:
    """Le reste à charge de tous, au huitième, au quart, à la moitié et à la fin des tirages.

    Chaque fois : le nombre de tirages, la moyenne et le P80, en centimes. Ce qui bouge encore n’est pas à citer.
    """
    reste = tirages.valeurs_de(Grandeur(RESTE, ""))
    etapes = dict.fromkeys(max(1, tirages.nombre // part) for part in (8, 4, 2, 1))
    return tuple((nombre, _moyenne(reste[:nombre]), quantile(reste[:nombre], _PRUDENT)) for nombre in etapes)


def quantile(valeurs: Entiers, pour_cent: int) -> int:
    """La plus petite valeur que ``pour_cent`` % des valeurs au moins ne dépassent pas."""
    return int(np.sort(valeurs)[max(0, -(-pour_cent * valeurs.size // 100) - 1)])

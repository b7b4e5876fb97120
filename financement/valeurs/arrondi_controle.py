"""L’arrondi contrôlé : passer de centimes à des euros entiers sans qu’un total cesse d’être la somme de ses parts.

Source : aucun texte de l’ANRU ne publie de règle d’arrondi ; c’est notre lecture (confiance C), qui étend à un tableau
la méthode du plus fort reste. Montants en centimes ; un résultat est un multiple de 100.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, TypeVar

from financement.valeurs.arrondi import arrondir

__all__ = ["arrondir_a_l_euro", "arrondir_liste"]

_EURO: Final = 100
"""Un euro, en centimes."""

_Ligne = TypeVar("_Ligne", bound=Hashable)
_Colonne = TypeVar("_Colonne", bound=Hashable)


def arrondir_liste(montants: Sequence[int], total: int | None = None) -> tuple[int, ...]:
    """Chaque montant à l’euro inférieur ou supérieur, par plus fort reste ; leur somme est ``total``.

    Par défaut, ``total`` est la somme exacte au plus proche, un demi-euro s’éloignant de zéro. Les euros manquants vont
    aux plus forts restes, à égalité au premier. Lève ``ValueError`` si aucun arrondi des montants ne donne ``total``.

    >>> arrondir_liste([33_33, 33_33, 33_34])
    (3300, 3300, 3400)
    """
    inferieurs = [montant - montant % _EURO for montant in montants]
    vise = _au_plus_proche(sum(montants)) if total is None else total
    manquants, centimes = divmod(vise - sum(inferieurs), _EURO)
    candidats = sorted(
        (rang for rang, montant in enumerate(montants) if montant % _EURO),
        key=lambda rang: (-(montants[rang] % _EURO), rang),
    )
    if centimes or not 0 <= manquants <= len(candidats):
        raise ValueError(f"total de {vise} centimes hors d’atteinte en arrondissant {list(montants)} à l’euro")
    for rang in candidats[:manquants]:
        inferieurs[rang] += _EURO
    return tuple(inferieurs)


def arrondir_a_l_euro(
    parts: Mapping[tuple[_Ligne, _Colonne], int],
    familles: Mapping[_Ligne, Hashable],
    groupes: Mapping[_Colonne, Hashable] | None = None,
) -> dict[tuple[_Ligne, _Colonne], int]:
    """Chaque part (ligne, colonne) à l’euro inférieur ou supérieur, de sorte que tous les totaux le soient aussi.

    Sommes de chaque ligne, famille de lignes, colonne, groupe de colonnes, et de chaque colonne dans chaque famille : à
    moins d’un euro de l’exact, un montant entier ne bougeant pas. Total général : au plus proche, un demi-euro
    s’éloignant de zéro. Les forts restes montent de préférence ; à égalité, la première part. Le résultat ne dépend que
    des parts et de leur ordre. Sans ``groupes``, chaque colonne est seule dans le sien. Lève ``KeyError`` si une ligne
    n’a pas de famille, ou une colonne pas de groupe.

    Les parts sont un flot qui va des colonnes aux lignes, aux familles, au total, puis revient aux colonnes. Là où un
    arc porte des centimes, un autre en porte aussi à chacun de ses bouts : de proche en proche ils forment un cycle, le
    long duquel on pousse des centimes jusqu’à ce qu’un arc devienne entier. Chaque tour en fige au moins un.
    """
    flot = _Flot()
    flot.verser(parts, familles, groupes)
    while (cycle := flot.cycle()) is not None:
        flot.pousser(cycle)
    return dict(zip(parts, (arc.centimes for arc in flot.arcs), strict=False))


def _au_plus_proche(centimes: int) -> int:
    return arrondir(Fraction(centimes, _EURO)) * _EURO


@dataclass(slots=True)
class _Arc:
    """Un arc du flot ; ``pente`` : ce que coûte chaque centime ajouté, négative si l’euro supérieur est plus proche."""

    rang: int
    origine: Hashable
    extremite: Hashable
    centimes: int
    pente: int

    @property
    def reste(self) -> int:
        return self.centimes % _EURO


_Pas = tuple[_Arc, int]
"""Un arc d’un cycle, et son sens : 1 si le cycle le suit, −1 s’il le remonte."""


class _Flot:
    """Un flot qui se conserve à chaque nœud ; ``arcs`` : un par part, dans leur ordre, puis un par total."""

    def __init__(self) -> None:
        self.arcs: list[_Arc] = []
        self._partiels: dict[Hashable, dict[int, _Arc]] = {}

    def verser(
        self,
        parts: Mapping[tuple[_Ligne, _Colonne], int],
        familles: Mapping[_Ligne, Hashable],
        groupes: Mapping[_Colonne, Hashable] | None,
    ) -> None:
        """Ajoute les arcs des parts et de leurs totaux."""
        totaux: dict[tuple[Hashable, Hashable], int] = {}
        for (ligne, colonne), montant in parts.items():
            famille, groupe = familles[ligne], colonne if groupes is None else groupes[colonne]
            amont = "colonnes", ("groupe", groupe), ("colonne", colonne), ("colonne", colonne, famille)
            aval = ("ligne", ligne), ("famille", famille), "familles"
            for arc in (*pairwise(amont), *pairwise(aval)):
                totaux[arc] = totaux.get(arc, 0) + montant
            self._ajouter(amont[-1], aval[0], montant)
        for (origine, extremite), montant in totaux.items():
            self._ajouter(origine, extremite, montant)
        # Le total l'emporte sur tout le reste : il finit à l'euro le plus proche quoi qu'il en coûte ailleurs.
        total = sum(parts.values())
        dominante = _EURO * (len(self.arcs) + 1)
        self._ajouter("familles", "colonnes", total, -dominante if _au_plus_proche(total) > total else dominante)

    def _ajouter(self, origine: Hashable, extremite: Hashable, centimes: int, pente: int | None = None) -> None:
        retenue = _EURO - 2 * (centimes % _EURO) if pente is None else pente
        arc = _Arc(len(self.arcs), origine, extremite, centimes, retenue)
        self.arcs.append(arc)
        if arc.reste:
            for noeud in (origine, extremite):
                self._partiels.setdefault(noeud, {})[arc.rang] = arc

    def cycle(self) -> Sequence[_Pas] | None:
        """Un cycle d’arcs qui portent des centimes, ou ``None`` s’il n’en reste aucun."""
        noeud = next(iter(self._partiels), None)
        if noeud is None:
            return None
        pas: list[_Pas] = []
        atteints = {noeud: 0}
        venue = -1
        while True:
            arc = next(arc for rang, arc in self._partiels[noeud].items() if rang != venue)
            suit = arc.origine == noeud
            noeud, venue = (arc.extremite if suit else arc.origine), arc.rang
            pas.append((arc, 1 if suit else -1))
            if noeud in atteints:
                return pas[atteints[noeud] :]
            atteints[noeud] = len(pas)

    def pousser(self, cycle: Iterable[_Pas]) -> None:
        """Pousse le long du cycle, dans le sens le moins coûteux, jusqu’à ce qu’un arc devienne entier."""
        pas = tuple(cycle)
        cout = sum(sens * arc.pente for arc, sens in pas)
        premier = min(pas, key=lambda un_pas: un_pas[0].rang)[1]
        direction = premier if cout == 0 else -1 if cout > 0 else 1
        marge = min(_EURO - arc.reste if sens == direction else arc.reste for arc, sens in pas)
        for arc, sens in pas:
            arc.centimes += sens * direction * marge
            if not arc.reste:
                self._figer(arc)

    def _figer(self, arc: _Arc) -> None:
        for noeud in (arc.origine, arc.extremite):
            voisins = self._partiels[noeud]
            del voisins[arc.rang]
            if not voisins:
                del self._partiels[noeud]

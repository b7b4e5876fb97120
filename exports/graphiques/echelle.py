"""L’échelle d’un graphique : quelle unité afficher, quelles graduations, et où tombe chaque montant."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import ESPACE_FINE, ESPACE_INSECABLE, SIGNE_MOINS

__all__ = ["MILLIONS", "Echelle", "UniteAffichee", "choisir_echelle", "choisir_unite"]

_INTERVALLES: Final = 6
_MANTISSES: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class UniteAffichee:
    """Ce dans quoi un graphique écrit ses montants : le symbole, sa valeur en centimes, les décimales affichées."""

    symbole: str
    centimes: int
    decimales: int

    def afficher(self, montant: int) -> str:
        """Un montant (centimes) arrondi pour l’affichage seul, avec son unité.

        Un montant non nul n’est jamais affiché nul.
        """
        seuil = 10**self.decimales
        unites = arrondir(Fraction(montant * seuil, self.centimes))
        if montant and not unites:
            signe = f"> {SIGNE_MOINS}" if montant < 0 else "< "
            return f"{signe}{self._la_plus_petite()}".replace(" ", ESPACE_INSECABLE)
        return f"{_ecrire(unites, self.decimales)}{ESPACE_INSECABLE}{self.symbole}"

    def afficher_ecart(self, ecart: int) -> str:
        r"""Un écart (centimes) dans la même unité que les montants qu’il sépare, son sens toujours dit.

        >>> milliers = choisir_unite(50_000_000)
        >>> [milliers.afficher_ecart(ecart) for ecart in (-43900000, 80000, 150, 0)]
        ['−439\xa0k€', '+1\xa0k€', 'moins de 1\xa0k€ de plus', 'sans écart']
        """
        if not ecart:
            return "sans écart"
        if not arrondir(Fraction(ecart * 10**self.decimales, self.centimes)):
            return f"moins de {self._la_plus_petite()} de {'plus' if ecart > 0 else 'moins'}"
        return f"{'+' if ecart > 0 else ''}{self.afficher(ecart)}"

    def _la_plus_petite(self) -> str:
        return f"{_ecrire(1, self.decimales)}{ESPACE_INSECABLE}{self.symbole}"


def _ecrire(nombre: int, decimales: int) -> str:
    entiers, reste = divmod(abs(nombre), 10**decimales)
    milliers = f"{SIGNE_MOINS if nombre < 0 else ''}{entiers:,}".replace(",", ESPACE_FINE)
    return f"{milliers},{reste:0{decimales}d}" if decimales else milliers


_EUROS: Final = UniteAffichee(symbole="€", centimes=100, decimales=0)
_MILLIERS: Final = UniteAffichee(symbole="k€", centimes=100 * 10**3, decimales=0)
MILLIONS: Final = UniteAffichee(symbole="M€", centimes=100 * 10**6, decimales=1)
"""L’unité des grands montants."""


def choisir_unite(plus_grand: int) -> UniteAffichee:
    """L’unité qui garde quatre ou cinq chiffres au plus grand montant (centimes, en valeur absolue)."""
    if plus_grand < 10 * _MILLIERS.centimes:
        return _EUROS
    return _MILLIERS if plus_grand < 100 * MILLIONS.centimes else MILLIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Echelle:
    """De ``minimum`` à ``maximum`` (centimes, multiples de ``pas``), de la position ``debut`` à la position ``fin``."""

    minimum: int
    maximum: int
    pas: int
    unite: UniteAffichee
    debut: int
    fin: int

    def position(self, montant: int) -> int:
        """Où tombe un montant, en centièmes de pixel."""
        part = Fraction(montant - self.minimum, self.maximum - self.minimum)
        return self.debut + arrondir(part * (self.fin - self.debut))

    def graduations(self) -> range:
        """Les montants gradués, du plus petit au plus grand."""
        return range(self.minimum, self.maximum + 1, self.pas)

    def etiquette(self, graduation: int) -> str:
        """Le nombre, sans unité, qu’une graduation affiche ; exact."""
        nombre = Fraction(graduation, self.unite.centimes)
        decimales = 0
        while (Fraction(self.pas, self.unite.centimes) * 10**decimales).denominator != 1:
            decimales += 1
        return _ecrire(int(nombre * 10**decimales), decimales)


def choisir_echelle(montants: Iterable[int], debut: int, fin: int) -> Echelle:
    """Une échelle ronde qui contient zéro et tous les montants, en six intervalles environ."""
    bornes = [0, *montants]
    bas, haut = min(bornes), max(bornes)
    unite = choisir_unite(max(-bas, haut))
    pas = _pas(haut - bas)
    # Sans montant, l'axe garde un intervalle.
    return Echelle(
        minimum=bas // pas * pas,
        maximum=-(-haut // pas) * pas if haut > bas else pas,
        pas=pas,
        unite=unite,
        debut=debut,
        fin=fin,
    )


def _pas(etendue: int) -> int:
    """Le plus petit 1, 2 ou 5 × 10ⁿ centimes, d’un euro au moins, qui fait six intervalles au plus."""
    dizaine = 100
    while True:
        for mantisse in _MANTISSES:
            if mantisse * dizaine * _INTERVALLES >= etendue:
                return mantisse * dizaine
        dizaine *= 10

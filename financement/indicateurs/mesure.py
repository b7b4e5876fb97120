"""La valeur d’un indicateur sur un périmètre : un rapport exact, arrondi une fois, quand il s’écrit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from financement.dossier.nomenclature import Programme
from financement.indicateurs.agregat import Agregat
from financement.indicateurs.catalogue import Indicateur
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import ESPACE_FINE, ESPACE_INSECABLE, SIGNE_MOINS

__all__ = [
    "GenrePerimetre",
    "MesureIndicateur",
    "PerimetreMesure",
    "afficher_decimal",
    "ecrire_decimal",
    "mesurer_indicateurs",
]


class GenrePerimetre(StrEnum):
    """Ce sur quoi un indicateur se mesure."""

    CONVENTION = "convention"
    FAMILLE = "famille"
    PORTEFEUILLE = "portefeuille"
    FAMILLE_DU_PORTEFEUILLE = "famille_du_portefeuille"
    REGION = "region"
    DEPARTEMENT = "departement"
    NATIONAL = "national"
    FAMILLE_NATIONALE = "famille_nationale"


@dataclass(frozen=True, slots=True, kw_only=True)
class PerimetreMesure:
    """Un périmètre : son genre, la convention, la famille ou le territoire qu’il désigne s’il en désigne."""

    genre: GenrePerimetre
    convention: str | None = None
    famille: str | None = None
    programme: Programme | None = None
    territoire: str | None = None


@dataclass(frozen=True)
class MesureIndicateur:
    """Un indicateur mesuré ; ``decimales`` : celles qu’il peut porter.

    ``numerateur`` et ``denominateur`` sont exacts, en euros, en jours ou en nombre.
    """

    indicateur: Indicateur
    perimetre: PerimetreMesure
    numerateur: Fraction
    denominateur: Fraction
    decimales: int

    @cached_property
    def valeur(self) -> Fraction | None:
        """La valeur exacte dans l’unité de l’indicateur ; ``None`` : sans objet."""
        if not self.denominateur:
            return None
        return self.numerateur / self.denominateur * self.indicateur.unite.facteur

    @property
    def texte(self) -> str:
        """La valeur pour une personne, arrondie à ses décimales, ou « sans objet »."""
        return "sans objet" if self.valeur is None else afficher_decimal(self.valeur, self.decimales)


def mesurer_indicateurs(
    indicateurs: Iterable[Indicateur], agregat: Agregat, perimetre: PerimetreMesure
) -> Iterator[MesureIndicateur]:
    """Ces indicateurs sur un agrégat."""
    for un in indicateurs:
        yield MesureIndicateur(un, perimetre, *un.rapport(agregat), un.unite.decimales)


def ecrire_decimal(valeur: Fraction, decimales: int) -> str:
    """La valeur en texte décimal pour un programme, arrondie au plus près, demi loin de zéro : ``-1250.5``.

    >>> ecrire_decimal(Fraction(-2501, 2), 1), ecrire_decimal(Fraction(2, 3), 0)
    ('-1250.5', '1')
    """
    entier = arrondir(valeur * 10**decimales)
    avant, apres = divmod(abs(entier), 10**decimales)
    suite = f".{apres:0{decimales}d}" if decimales else ""
    return f"{'-' if entier < 0 else ''}{avant}{suite}"


def afficher_decimal(valeur: Fraction, decimales: int, unite: str = "") -> str:
    r"""La valeur pour une personne : ``24 359,65``, milliers en espace fine, moins typographique.

    >>> afficher_decimal(Fraction(-2501, 2), 1, "jours")
    '−1\u202f250,5\xa0jours'
    """
    avant, _, apres = ecrire_decimal(valeur, decimales).partition(".")
    nombre = f"{abs(int(avant)):,}".replace(",", ESPACE_FINE) + (f",{apres}" if apres else "")
    signe = SIGNE_MOINS if avant.startswith("-") else ""
    return f"{signe}{nombre}{ESPACE_INSECABLE}{unite}" if unite else f"{signe}{nombre}"

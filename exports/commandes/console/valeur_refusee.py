"""Le lieu d’une faute, tel que l’écran le nomme : un fichier, ou l’option dont la valeur est refusée."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from financement.fautes.faute import Faute
from financement.fautes.provenance import Provenance

__all__ = ["nommer_le_lieu"]

# Ce que plusieurs options disent, ou ce qu'une autre dit à défaut.
_OPTIONS: Final = MappingProxyType(
    {"version": ("--version", "--de", "--a", "--au"), "signature": ("--signature", "--au")}
)
_ARGUMENTS: Final = MappingProxyType({"expliquer": ("operation", "financeur")})


def nommer_le_lieu(faute: Faute, mots: Sequence[str]) -> str:
    """Le lieu de la faute ; si la valeur est un des ``mots`` de la commande, l’option ou l’argument qui la donne.

    >>> from financement.dossier.fautes import FINANCEUR_INCONNU
    >>> from financement.fautes.faute import faute
    >>> inconnu = faute(FINANCEUR_INCONNU, Provenance(colonne="financeur"), "X", proposition="")
    >>> nommer_le_lieu(inconnu, ["situation", "d", "--financeur", "X"])
    'option --financeur'
    >>> nommer_le_lieu(inconnu, ["expliquer", "d", "OP1", "X"])
    'argument FINANCEUR'
    """
    colonne = faute.provenance.colonne
    if colonne is None or faute.provenance != Provenance(colonne=colonne):
        return str(faute.provenance) or "commande"
    if colonne in _ARGUMENTS.get(mots[0], ()):
        return f"argument {colonne.upper()}"
    possibles = _OPTIONS.get(colonne, (f"--{colonne.replace('_', '-')}",))
    donnees = [(option, valeur) for option, valeur in _donnees(mots) if option in possibles]
    exactes = [option for option, valeur in donnees if valeur.lstrip("0") == faute.lu.lstrip("0")]
    option = next(iter([*exactes, *sorted((option for option, _ in donnees), key=possibles.index)]), None)
    return str(faute.provenance) if option is None else f"option {option}"


def _donnees(mots: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Chaque option et sa valeur, que « = » ou une espace les sépare."""
    for mot, suivant in pairwise([*mots, ""]):
        option, egal, valeur = mot.partition("=")
        yield option.replace("_", "-"), valeur if egal else suivant

"""Les valeurs qu’on donne aux options de la ligne de commande, lues ou refusées en français."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from financement.fautes.faute import TexteRefuse
from financement.valeurs.dates import lire_date
from financement.valeurs.validation import ENTIER_ILLISIBLE

__all__ = ["LARGEUR", "VERSION", "entier_entre", "lire_chemin", "lire_date_donnee", "lire_parmi"]

_CHIFFRES: Final = 10


def lire_chemin(texte: str) -> Path:
    """Un chemin ; vide, il désignerait sans le dire le répertoire courant."""
    if not texte:
        raise argparse.ArgumentTypeError("le chemin est vide ; « . » désigne le répertoire courant")
    return Path(texte)


def lire_date_donnee(texte: str) -> date:
    """Une date, ``2015-03-31`` ou ``31/03/2015``."""
    try:
        return lire_date(texte)
    except TexteRefuse as refus:
        raise _illisible(refus) from None


def _illisible(refus: TexteRefuse) -> argparse.ArgumentTypeError:
    (constatee,) = refus.fautes
    return argparse.ArgumentTypeError(f"{constatee.message} {constatee.remede}")


def entier_entre(minimum: int, maximum: int) -> Callable[[str], int]:
    """De quoi lire un entier de cet intervalle."""

    def lire(texte: str) -> int:
        if texte.isascii() and texte.isdigit() and len(texte) <= _CHIFFRES and minimum <= int(texte) <= maximum:
            return int(texte)
        raise _illisible(TexteRefuse(ENTIER_ILLISIBLE, texte, minimum=str(minimum), maximum=str(maximum)))

    return lire


VERSION: Final = entier_entre(0, 999)
LARGEUR: Final = entier_entre(40, 9999)


def lire_parmi(texte: str, connus: Sequence[str]) -> str:
    """Un mot d’une liste, tel qu’elle l’écrit."""
    if texte not in connus:
        raise argparse.ArgumentTypeError(f"« {texte} » n’existe pas ; choisir parmi {', '.join(connus)}")
    return texte

"""Les valeurs qu’on donne aux options de la ligne de commande, lues ou refusées en français."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from financement.fautes.faute import TexteRefuse
from financement.valeurs.dates import lire_date
from financement.valeurs.validation import ENTIER_ILLISIBLE
from maquettes.portefeuille.lectures_reparties import TRAVAILLEURS_AU_PLUS

__all__ = [
    "AXES",
    "FORMATS_ANNEXE",
    "GRANDEURS_CROISEES",
    "LARGEUR",
    "TRAVAILLEURS",
    "VERSION",
    "lire_axes",
    "lire_chemin",
    "lire_date_donnee",
    "lire_formats",
    "lire_grandeur",
]

AXES: Final = ("financeur", "famille", "operation", "maitre_ouvrage", "exercice")
FORMATS_ANNEXE: Final = ("xlsx", "pdf", "docx", "html", "csv", "scdl")
GRANDEURS_CROISEES: Final = ("programme", "engage", "paye", "reste_a_engager", "reste_a_payer")
_CHIFFRES: Final = 5


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


def _entier_entre(minimum: int, maximum: int) -> Callable[[str], int]:
    def lire(texte: str) -> int:
        if texte.isascii() and texte.isdigit() and len(texte) <= _CHIFFRES and minimum <= int(texte) <= maximum:
            return int(texte)
        raise _illisible(TexteRefuse(ENTIER_ILLISIBLE, texte, minimum=str(minimum), maximum=str(maximum)))

    return lire


VERSION: Final = _entier_entre(0, 999)
LARGEUR: Final = _entier_entre(40, 9999)
TRAVAILLEURS: Final = _entier_entre(1, TRAVAILLEURS_AU_PLUS)


def lire_formats(texte: str) -> tuple[str, ...]:
    """Des formats d’annexe, séparés par des virgules."""
    formats = tuple(dict.fromkeys(mot.strip().lower() for mot in texte.split(",")))
    inconnus = [mot for mot in formats if mot not in FORMATS_ANNEXE]
    if inconnus:
        raise argparse.ArgumentTypeError(
            f"format « {inconnus[0]} » inconnu ; choisir parmi {', '.join(FORMATS_ANNEXE)}, séparés par des virgules"
        )
    return formats


def lire_axes(texte: str) -> tuple[str, ...]:
    """Un ou plusieurs axes distincts, séparés par des virgules ; « maitre-ouvrage » vaut « maitre_ouvrage »."""
    axes = tuple(_parmi(mot.strip(), AXES) for mot in texte.split(","))
    if len(set(axes)) != len(axes):
        raise argparse.ArgumentTypeError(f"« {texte} » répète un axe ; donner chaque axe une fois")
    return axes


def lire_grandeur(texte: str) -> str:
    """Une grandeur de la situation ; « reste-a-payer » vaut « reste_a_payer »."""
    return _parmi(texte, GRANDEURS_CROISEES)


def _parmi(mot: str, connus: tuple[str, ...]) -> str:
    lu = mot.lower().replace("-", "_")
    if lu not in connus:
        raise argparse.ArgumentTypeError(f"« {mot} » n’existe pas ; choisir parmi {', '.join(connus)}")
    return lu

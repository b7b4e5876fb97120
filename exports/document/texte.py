"""Les textes d’un document : ceux que l’on destine au lecteur, les clés, les mots d’une forme donnée."""

import re
from collections.abc import Sized
from typing import Annotated, Final

from exports.document.modele import Regle
from exports.texte.affichable import est_affichable

__all__ = ["LONGUEUR_MAXIMALE", "Cle", "Texte", "au_plus", "de_forme", "non_vide"]

LONGUEUR_MAXIMALE: Final = 4000


def _lisible(texte: str) -> str | None:
    if len(texte) > LONGUEUR_MAXIMALE:
        return "un texte plus court"
    return None if est_affichable(texte) else "un texte à rendre affichable"


def _designe(texte: str) -> str | None:
    if not texte.isascii() and any("\ud800" <= caractere <= "\udfff" for caractere in texte):
        return "un texte sans demi-caractère Unicode"
    return None if texte else non_vide(texte)


def non_vide(valeur: Sized) -> str | None:
    """Un texte d’un caractère au moins, un tuple d’un élément au moins."""
    if valeur:
        return None
    return f"un {'texte' if isinstance(valeur, str) else 'tuple'} qui n’est pas vide"


def au_plus(longueur: int) -> Regle:
    """Un texte de tant de caractères au plus."""
    return lambda texte: None if len(texte) <= longueur else "un texte plus court"


def de_forme(motif: str, attendu: str) -> Regle:
    """Un texte que ``motif`` décrit en entier ; ``attendu`` le dit en mots."""
    forme = re.compile(motif)
    return lambda texte: None if forme.fullmatch(texte) else attendu


Texte = Annotated[str, _lisible]
"""Un texte destiné au lecteur : une ligne bornée, sans caractère qui commande l’affichage ou casse un fichier."""

Cle = Annotated[str, _designe]
"""Ce qui désigne un tableau, une ligne ou une colonne."""

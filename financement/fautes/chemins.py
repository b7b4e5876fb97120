"""Un chemin, ou un lieu dans un fichier, montré à une personne : rien de ce qu’il contient ne commande l’affichage."""

from typing import Final

__all__ = ["afficher_chemin", "echapper"]

_INSECABLES: Final = "\u00a0\u202f"


def echapper(texte: str) -> str:
    r"""Le texte sur une ligne, chaque caractère qui commande l’affichage ou n’a pas de dessin écrit par son rang.

    Un saut de ligne, une commande de sens d’écriture, une espace inhabituelle, l’octet d’un nom qui n’est pas de
    l’UTF-8 se voient donc.

    >>> echapper("deux" + chr(10) + "lignes, puis l’envers" + chr(0x202E))
    'deux\\u000alignes, puis l’envers\\u202e'
    """
    if texte.isprintable():
        return texte
    return "".join(c if c.isprintable() or c in _INSECABLES else f"\\u{ord(c):04x}" for c in texte)


def afficher_chemin(chemin: object) -> str:
    """Le chemin entier, échappé ; ``chemin`` : un texte, ou tout ce dont le texte est un chemin ou un lieu."""
    return echapper(str(chemin))

"""Un texte plus haut que ne peut l’être une ligne de tableur, partagé en morceaux qui s’y voient entiers."""

from bisect import bisect_right
from collections.abc import Sequence

from maquettes.classeur.mesure import HAUTEUR_MAXIMALE, hauteur_de_ligne, lignes_occupees

__all__ = ["en_etages"]


def en_etages(texte: str, largeur: float, taille: int) -> tuple[str, ...]:
    """Le texte en morceaux, coupés entre deux mots, dont aucun ne dépasse la hauteur d’une ligne de tableur."""
    etages: list[str] = []
    while not _tient(texte, largeur, taille):
        place = _place(texte, largeur, taille)
        etages.append(texte[:place].rstrip())
        texte = texte[place:].lstrip()
    return (*etages, texte)


def _tient(texte: str, largeur: float, taille: int) -> bool:
    return hauteur_de_ligne(lignes_occupees(texte, largeur, taille), taille) <= HAUTEUR_MAXIMALE


def _place(texte: str, largeur: float, taille: int) -> int:
    """Où couper : après le dernier blanc qui laisse tenir le début, à défaut dans un mot."""
    blancs = [rang for rang, caractere in enumerate(texte) if caractere.isspace()]
    return _dernier(blancs, texte, largeur, taille) or _dernier(range(1, len(texte)), texte, largeur, taille) or 1


def _dernier(places: Sequence[int], texte: str, largeur: float, taille: int) -> int:
    tenues = bisect_right(places, 0, key=lambda place: 0 if _tient(texte[:place], largeur, taille) else 1)
    return places[tenues - 1] if tenues else 0

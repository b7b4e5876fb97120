"""Les commentaires d’une feuille : ceux de tout tableur, et les fils de discussion d’Excel."""

from typing import Final

from maquettes.tableur.adresses import adresse_de
from maquettes.tableur.archive import Archive
from maquettes.tableur.balises import Attributs, analyser, peu_nombreux
from maquettes.tableur.relations import lire_relations, relations_de

__all__ = ["lire_notes"]

Notes = dict[tuple[int, int], str]

# Un fil s'écrit deux fois : dans sa partie, et dans les commentaires, derrière un avertissement d'Excel.
_GENRES: Final = {"comments": (" comment", " t"), "threadedComment": (" threadedComment", " text")}
"""Pour chaque genre de partie, l’élément d’un commentaire et celui de son texte : LibreOffice y ajoute sa place."""


def lire_notes(archive: Archive, feuille: str) -> Notes:
    """Le texte des commentaires d’une feuille, par la cellule qui les porte, comptée depuis zéro."""
    notes: Notes = {}
    relations = {relation.genre: relation.cible for relation in lire_relations(archive, relations_de(feuille))}
    for genre, balises in _GENRES.items():
        partie = relations.get(genre)
        if partie is not None and partie in archive:
            notes.update(_lire(archive, partie, *balises))
    return notes


def _lire(archive: Archive, partie: str, commentaire: str, fragment: str) -> Notes:
    notes: Notes = {}
    reference, est_dit = "", False
    morceaux: list[str] = []

    def debut(nom: str, attributs: Attributs) -> None:
        nonlocal reference, est_dit
        if nom.endswith(commentaire):
            reference = attributs.get("ref", "")
            morceaux.clear()
        elif nom.endswith(fragment):
            est_dit = True

    def texte(lu: str) -> None:
        if est_dit:
            morceaux.append(lu)

    def fin(nom: str) -> None:
        nonlocal est_dit
        if nom.endswith(fragment):
            est_dit = False
        elif nom.endswith(commentaire):
            dit, place = "".join(morceaux).strip(), _place(reference)
            if dit and place is not None:
                notes[place] = f"{notes[place]}\n{dit}" if place in notes else dit

    analyser(partie, archive.morceaux(partie), debut=peu_nombreux(partie, debut), fin=fin, texte=texte)
    return notes


def _place(reference: str) -> tuple[int, int] | None:
    """La cellule d’un commentaire ; un commentaire perdu n’en empêche pas la lecture."""
    try:
        return adresse_de(reference)
    except ValueError:
        return None

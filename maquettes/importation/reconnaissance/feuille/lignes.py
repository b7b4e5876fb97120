"""Ce qu’est chaque ligne sous un en-tête : des données, un titre, un sous-total, un total, une note."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.reconnaissance.feuille.apercu import Apercu
from maquettes.importation.reconnaissance.feuille.contenus import Contenu, contenu_de
from maquettes.tableur.contenu import CelluleLue

__all__ = ["GenreDeLigne", "genres_de_lignes"]

_SOUS_TOTAL: Final = re.compile(
    r"(?:sous|s/|ss|s)[ ./-]*tota(?:l|ux)\b|s/ ?t\b|st\b(?= |$)|sous-?tot\b|total (?:de la )?(?:famille|ligne)\b"
)
_TOTAL: Final = re.compile(r"(?:total|totaux|ensemble|cumul)\b")
_NOTE: Final = re.compile(r"(?:\(\d+\)|\*+|nb ?:|n\.b\.|note|source|remarque|attention|edite le|mis a jour)")
_CHIFFRES: Final = frozenset(
    {Contenu.NOMBRE, Contenu.ENTIER, Contenu.TAUX, Contenu.ANNEE, Contenu.DATE, Contenu.SEMESTRE, Contenu.QUANTITE}
)
_LETTRES: Final = frozenset({Contenu.TEXTE, Contenu.CODE, Contenu.UNITE})
_DONNEES_AU_MOINS: Final = 3


class GenreDeLigne(StrEnum):
    """Ce qu’est une ligne sous un en-tête."""

    DONNEES = "données"
    TITRE = "titre"
    SOUS_TOTAL = "sous-total"
    TOTAL = "total"
    NOTE = "note"
    ENTETE = "en-tête répété"


def genres_de_lignes(apercu: Apercu, entete: tuple[int, int], jusqua: int | None = None) -> dict[int, GenreDeLigne]:
    """Le genre de chaque ligne non vide sous l’en-tête, avant la ligne ``jusqua``."""
    siennes = {
        ligne: cellules
        for ligne, cellules in apercu.lignes.items()
        if ligne > entete[1] and (jusqua is None or ligne < jusqua)
    }
    libelles = {
        cle_de_libelle(cellule.texte)
        for ligne in range(entete[0], entete[1] + 1)
        for cellule in apercu.lignes.get(ligne, {}).values()
    }
    genres = {ligne: _genre(cellules, libelles) for ligne, cellules in siennes.items()}
    return _avec_les_notes(genres)


def _genre(cellules: Mapping[int, CelluleLue], libelles: set[str]) -> GenreDeLigne:
    contenus = {colonne: contenu_de(cellule) for colonne, cellule in cellules.items()}
    total = _total_de_la_ligne(cellules, contenus)
    chiffres = sum(contenu in _CHIFFRES for contenu in contenus.values())
    if total is not None and (chiffres or len(cellules) == 1):
        return total
    if len(cellules) >= _DONNEES_AU_MOINS and sum(
        cle_de_libelle(cellule.texte) in libelles for cellule in cellules.values()
    ) * 2 > len(cellules):
        return GenreDeLigne.ENTETE
    if len(cellules) == 1 or (chiffres == 0 and len(cellules) < _DONNEES_AU_MOINS):
        (premiere, *_) = cellules.values()
        return GenreDeLigne.NOTE if _NOTE.match(cle_de_libelle(premiere.texte)) else GenreDeLigne.TITRE
    return GenreDeLigne.DONNEES


def _total_de_la_ligne(cellules: Mapping[int, CelluleLue], contenus: Mapping[int, Contenu]) -> GenreDeLigne | None:
    """Le total que nomme l’un des deux premiers textes ; une ligne qui a son code n’en est pas un."""
    lettres = [colonne for colonne, contenu in contenus.items() if contenu in _LETTRES][:2]
    for colonne in lettres:
        total = _total(cle_de_libelle(cellules[colonne].texte))
        if total is not None or contenus[colonne] is Contenu.CODE:
            return total
    return None


def _total(texte: str) -> GenreDeLigne | None:
    if _SOUS_TOTAL.match(texte):
        return GenreDeLigne.SOUS_TOTAL
    return GenreDeLigne.TOTAL if _TOTAL.match(texte) else None


def _avec_les_notes(genres: Mapping[int, GenreDeLigne]) -> dict[int, GenreDeLigne]:
    """Un titre que ne suit aucune ligne de données est une note."""
    notes = dict(genres)
    for ligne in sorted(genres, reverse=True):
        if genres[ligne] is GenreDeLigne.DONNEES:
            break
        if genres[ligne] is GenreDeLigne.TITRE:
            notes[ligne] = GenreDeLigne.NOTE
    return notes

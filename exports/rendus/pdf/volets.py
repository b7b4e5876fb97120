"""Un volet de tableau en données pour le modèle : largeurs, en-têtes, lignes, cellules étendues et gardes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final

from exports.document.renvois import Marque
from exports.document.tableau import GenreColonne, GenreLigne
from exports.mise_en_page.disposition import Disposition, Volet
from exports.mise_en_page.largeurs import MARGE, RETRAIT, places
from exports.mise_en_page.police import Graisse
from exports.mise_en_page.tableau_texte import Entete, Rangee, TableauTexte
from exports.mise_en_page.texte import Compose, couper

__all__ = ["Donnees", "decrire_volet"]

Donnees = dict[str, object]
"""Ce que lit le modèle : des textes, des entiers, des listes et des dictionnaires."""

_CODES: Final = {GenreLigne.DONNEE: "d", GenreLigne.FAMILLE: "f", GenreLigne.SOUS_TOTAL: "s", GenreLigne.TOTAL: "t"}
_HAUTEUR_INSEPARABLE: Final = 3_500
"""La moitié d’une page, en dixièmes de point : les hauteurs sont des estimations, et l’en-tête s’y répète."""
_FINS: Final = frozenset({GenreLigne.SOUS_TOTAL, GenreLigne.TOTAL})


def decrire_volet(
    tableau: TableauTexte, disposition: Disposition, volet: Volet, marques: Mapping[tuple[int, int], Marque]
) -> Donnees:
    """Le volet, largeurs et taille en dixièmes de point ; ``marques`` par rang de ligne et de colonne."""
    entetes = [tableau.entetes[rang] for rang in volet.rangs]
    libres = places(tableau, volet.rangs, volet.largeurs)
    hauteurs = [disposition.hauteur_de_rangee(tableau, rangee, volet) for rangee in tableau.rangees]
    gardes = _gardes(tableau.rangees, hauteurs)
    return {
        "taille": disposition.taille,
        "largeurs": [largeur * disposition.taille // 1000 for largeur in volet.largeurs],
        "retraits": [RETRAIT if tableau.suit_un_nombre(rang) else 0 for rang in volet.rangs],
        "alignements": [_alignement(entete, rang) for rang, entete in enumerate(entetes)],
        "entetes": list(_entetes(entetes, libres)),
        "traits": list(_debuts_de_groupe(entetes)),
        "garde": any(garde > 1 for garde in gardes),
        "lignes": [
            {
                "g": _CODES[rangee.genre],
                "k": garde,
                "c": list(_cellules(rangee, volet.rangs, libres, _de_la_ligne(marques, ordre))),
            }
            for ordre, (rangee, garde) in enumerate(zip(tableau.rangees, gardes, strict=True))
        ],
    }


def _alignement(entete: Entete, rang: int) -> str:
    if not entete.se_lit:
        return "d"
    return "c" if entete.genre is GenreColonne.CODE and rang else "g"


def _debuts_de_groupe(entetes: Sequence[Entete]) -> Iterator[int]:
    """Les rangs des colonnes que précède un trait : celles qui ouvrent un groupe ou suivent sa fin."""
    for rang, (avant, apres) in enumerate(pairwise(entetes), start=1):
        if avant.groupe != apres.groupe:
            yield rang


def _entetes(entetes: Sequence[Entete], places: Sequence[int]) -> Iterator[Donnees]:
    """Les cellules d’en-tête, rangée des groupes d’abord : texte, colonnes (c) et rangées (r) couvertes."""
    groupees = any(entete.groupe for entete in entetes)
    libelles = [couper(e.libelle, libre, Graisse.GRASSE) for e, libre in zip(entetes, places, strict=True)]
    if groupees:
        debut = 0
        for groupe, membres in groupby(entetes, key=lambda entete: entete.groupe):
            fin = debut + len(list(membres))
            if groupe:
                libre = sum(places[debut:fin]) + MARGE * (fin - debut - 1)
                yield {"t": couper(groupe, libre, Graisse.GRASSE), "c": fin - debut, "r": 1, "x": debut, "y": 0}
            debut = fin
    for x, (entete, libelle) in enumerate(zip(entetes, libelles, strict=True)):
        seule = groupees and not entete.groupe
        yield {"t": libelle, "c": 1, "r": 2 if seule else 1, "x": x, "y": int(groupees and not seule)}


def _gardes(rangees: Sequence[Rangee], hauteurs: Sequence[int]) -> list[int]:
    """Pour chaque ligne, combien elle en ouvre d’inséparables ; zéro si elle est dans celles d’une autre.

    Un sous-total ou un total reste avec la ligne qui le précède, le nom d’une famille avec celle qui la suit ; ce qui
    ne tiendrait pas ensemble dans une page se sépare, et une ligne plus haute qu’elle se coupe.
    """
    gardes: list[int] = []
    ouverte = 0
    for rang, rangee in enumerate(rangees):
        tient = sum(hauteurs[ouverte : rang + 1]) <= _HAUTEUR_INSEPARABLE
        if rang and tient and (rangee.genre in _FINS or rangees[rang - 1].genre is GenreLigne.FAMILLE):
            gardes.append(0)
            gardes[ouverte] += 1
        else:
            gardes.append(1)
            ouverte = rang
    return gardes


def _de_la_ligne(marques: Mapping[tuple[int, int], Marque], ligne: int) -> dict[int, Marque]:
    return {colonne: marque for (rang, colonne), marque in marques.items() if rang == ligne}


def _cellules(
    rangee: Rangee, rangs: Sequence[int], places: Sequence[int], marques: Mapping[int, Marque]
) -> Iterator[Compose | Donnees]:
    """Chaque cellule : son texte, ou ce qui s’y ajoute (c : colonnes couvertes, a : son nom, l : où elle mène)."""
    etendue = rangee.etendue(rangs)
    for place, rang in enumerate(rangs):
        texte = rangee.textes[rang]
        noms = {"a": marques[rang].ancre, "l": marques[rang].lien} if rang in marques else {}
        if place == 0 and etendue > 1:
            libre = sum(places[:etendue]) + MARGE * (etendue - 1)
            yield {"t": couper(texte, libre, rangee.graisse), "c": etendue, **noms}
        elif place >= etendue or place == 0:
            compose = couper(texte, places[place], rangee.graisse)
            yield {"t": compose, **noms} if noms else compose

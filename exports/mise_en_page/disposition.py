"""Comment un tableau tient dans la page : la taille du texte, les volets, les largeurs, une hauteur estimée."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from exports.mise_en_page.largeurs import Exigence, exigences, places, repartir
from exports.mise_en_page.police import Graisse
from exports.mise_en_page.tableau_texte import Rangee, TableauTexte
from exports.mise_en_page.texte import lignes_de

__all__ = ["LARGEUR_UTILE", "TAILLES", "Disposition", "Volet", "disposer", "disposer_colonnes", "place"]

LARGEUR_UTILE: Final = 11_220
"""La largeur d’une page A3 couchée entre ses marges, en dixièmes de point."""

TAILLES: Final = (90, 85, 80, 75)
"""Les tailles du texte, de la plus grande à la plus petite admise, en dixièmes de point."""

_PREMIERE_LIGNE: Final = 1_250
_LIGNE_SUIVANTE: Final = 1_100


@dataclass(frozen=True, slots=True, kw_only=True)
class Volet:
    """Une partie d’un tableau qui tient dans la largeur : rangs et largeurs (millièmes de cadratin) des colonnes."""

    rangs: tuple[int, ...]
    largeurs: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """La taille du texte, en dixièmes de point, et les volets."""

    taille: int
    volets: tuple[Volet, ...]

    def etalee(self, largeur: int) -> "Disposition":
        """La même, colonnes élargies d’un quart au plus pour prendre la ``largeur`` (dixièmes de point)."""
        libre = place(self.taille, largeur)
        volets = []
        for volet in self.volets:
            prise = sum(volet.largeurs)
            voulue = min(libre, prise * 5 // 4)
            volets.append(Volet(rangs=volet.rangs, largeurs=tuple(une * voulue // prise for une in volet.largeurs)))
        return Disposition(taille=self.taille, volets=tuple(volets))

    def hauteur(self, tableau: TableauTexte, volet: Volet) -> int:
        """La hauteur estimée d’un volet, en-têtes compris, en dixièmes de point."""
        entetes = [tableau.entetes[rang] for rang in volet.rangs]
        libres = places(tableau, volet.rangs, volet.largeurs)
        titres = max(
            lignes_de(entete.libelle, libre, Graisse.GRASSE) for entete, libre in zip(entetes, libres, strict=True)
        )
        if any(entete.groupe for entete in entetes):
            titres += 1
        rangees = sum(self.hauteur_de_rangee(tableau, rangee, volet) for rangee in tableau.rangees)
        return rangees + (_PREMIERE_LIGNE + titres * _LIGNE_SUIVANTE) * self.taille // 1000

    def hauteur_de_rangee(self, tableau: TableauTexte, rangee: Rangee, volet: Volet) -> int:
        """La hauteur estimée d’une rangée, en dixièmes de point."""
        libres = places(tableau, volet.rangs, volet.largeurs)
        return _hauteur_de_rangee(rangee, volet.rangs, libres) * self.taille // 1000


def place(taille: int, largeur: int = LARGEUR_UTILE) -> int:
    """Ce que contient la largeur utile à cette taille (dixièmes de point), en millièmes de cadratin."""
    return largeur * 1000 // taille


def disposer(tableau: TableauTexte, largeur: int = LARGEUR_UTILE, tailles: Sequence[int] = TAILLES) -> Disposition:
    """La plus grande taille où toutes les colonnes sont à l’aise ; à défaut la plus petite ; à défaut des volets."""
    return disposer_colonnes(tableau, exigences(tableau), largeur, tailles)


def disposer_colonnes(
    tableau: TableauTexte,
    demandes: Sequence[Exigence],
    largeur: int = LARGEUR_UTILE,
    tailles: Sequence[int] = TAILLES,
) -> Disposition:
    """Comme :func:`disposer`, pour des colonnes qui demandent ``demandes``."""
    tous = tuple(range(len(demandes)))
    for taille in tailles:
        if sum(demande.aisee for demande in demandes) <= place(taille, largeur):
            return _disposition(demandes, (tous,), taille, largeur)
    petite = tailles[-1]
    if sum(demande.minimale for demande in demandes) <= place(petite, largeur):
        return _disposition(demandes, (tous,), petite, largeur)
    blocs = _blocs(tableau)
    nombre = len(_partager(demandes, blocs, place(petite, largeur)))
    taille = next(t for t in tailles if len(_partager(demandes, blocs, place(t, largeur))) == nombre)
    return _disposition(demandes, _equilibrer(demandes, blocs, place(taille, largeur)), taille, largeur)


def _disposition(
    demandes: Sequence[Exigence], partage: Sequence[Sequence[int]], taille: int, largeur: int
) -> Disposition:
    volets = tuple(
        Volet(rangs=tuple(rangs), largeurs=repartir([demandes[rang] for rang in rangs], place(taille, largeur)))
        for rangs in partage
    )
    return Disposition(taille=taille, volets=volets)


def _repetees(tableau: TableauTexte) -> int:
    """Combien de colonnes ouvrent chaque volet : celle qui nomme la ligne, et la suivante si elle la nomme aussi."""
    return 2 if tableau.entetes[1:] and tableau.entetes[1].se_lit else 1


def _blocs(tableau: TableauTexte) -> tuple[tuple[int, ...], ...]:
    """Les colonnes qui suivent les colonnes répétées, celles d’un même groupe ensemble."""
    rangs = range(_repetees(tableau), len(tableau.entetes))
    blocs: list[tuple[int, ...]] = []
    for groupe, membres in groupby(rangs, key=lambda rang: tableau.entetes[rang].groupe):
        ensemble = tuple(membres)
        blocs.extend([ensemble] if groupe else [(rang,) for rang in ensemble])
    return tuple(blocs)


def _partager(
    demandes: Sequence[Exigence], blocs: Sequence[Sequence[int]], place_libre: int
) -> tuple[tuple[int, ...], ...]:
    """Les volets, remplis de gauche à droite ; chacun reprend les premières colonnes."""
    repetees = tuple(range(blocs[0][0] if blocs else len(demandes)))
    libre = place_libre - sum(demandes[rang].aisee for rang in repetees)
    volets: list[tuple[int, ...]] = []
    prises: tuple[int, ...] = ()
    for bloc in _insecables(demandes, blocs, libre):
        if prises and sum(demandes[rang].aisee for rang in (*prises, *bloc)) > libre:
            volets.append((*repetees, *prises))
            prises = ()
        prises = (*prises, *bloc)
    return (*volets, (*repetees, *prises))


def _insecables(demandes: Sequence[Exigence], blocs: Sequence[Sequence[int]], libre: int) -> Iterator[tuple[int, ...]]:
    """Les blocs ; un bloc plus large qu’un volet est rendu colonne par colonne."""
    for bloc in blocs:
        if sum(demandes[rang].aisee for rang in bloc) <= libre:
            yield tuple(bloc)
        else:
            yield from ((rang,) for rang in bloc)


def _equilibrer(
    demandes: Sequence[Exigence], blocs: Sequence[Sequence[int]], place_libre: int
) -> tuple[tuple[int, ...], ...]:
    """Le même nombre de volets, de largeurs aussi proches que les blocs le permettent."""
    retenu = _partager(demandes, blocs, place_libre)
    for centiemes in range(99, 40, -1):
        essai = _partager(demandes, blocs, place_libre * centiemes // 100)
        if len(essai) != len(retenu):
            break
        retenu = essai
    return retenu


def _hauteur_de_rangee(rangee: Rangee, rangs: Sequence[int], libres: Sequence[int]) -> int:
    etendue = rangee.etendue(rangs)
    lignes = max(
        (
            lignes_de(rangee.textes[rang], libre, rangee.graisse)
            for ordre, (rang, libre) in enumerate(zip(rangs, libres, strict=True))
            if rangee.textes[rang] and (ordre or etendue == 1)
        ),
        default=1,
    )
    return _PREMIERE_LIGNE + (lignes - 1) * _LIGNE_SUIVANTE

"""Faire tenir une table dans une largeur : replier les textes, puis couper les colonnes en volets."""

import shutil
import sys
import textwrap
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["Volet", "disposer", "largeur_demandee"]

ENTRE_COLONNES: Final = 2
# Ce que tabulate ajoute à la largeur d'un en-tête.
MARGE_D_ENTETE: Final = 2
TEXTE_AU_MOINS: Final = 12
MOT_ENTIER: Final = 24
Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Volet:
    """Les colonnes d’une partie de la table, par rang, et la largeur de chacune."""

    colonnes: tuple[int, ...]
    largeurs: tuple[int, ...]

    def replier(self, ligne: Sequence[str]) -> list[str]:
        """Les cellules de ces colonnes, chacune repliée à sa largeur."""
        return [_replier(ligne[rang], largeur) for rang, largeur in zip(self.colonnes, self.largeurs, strict=True)]

    def titrer(self, entetes: Sequence[str]) -> list[str]:
        """Leurs en-têtes, repliés pour laisser la marge que le tableau leur ajoute."""
        largeurs = zip(self.colonnes, self.largeurs, strict=True)
        return [_replier(entetes[rang], largeur - MARGE_D_ENTETE) for rang, largeur in largeurs]


def largeur_demandee(arguments: Namespace) -> int | None:
    """Celle de ``--largeur``, sinon celle du terminal ; aucune limite dans un fichier ou un tuyau."""
    largeur: int | None = arguments.largeur
    if largeur is None and sys.stdout.isatty():
        largeur = shutil.get_terminal_size().columns
    return largeur


def disposer(table: Table, numeriques: Sequence[bool], cles: int, largeur: int | None) -> list[Volet]:
    """Les volets d’une ``table`` dont la première ligne est l’en-tête ; un montant ne se coupe jamais.

    Les textes se replient d’abord, les plus larges les premiers ; si cela ne suffit pas, les ``cles`` premières
    colonnes se répètent devant chaque groupe de colonnes qui tient. Une largeur trop faible pour une seule la dépasse.
    """
    naturelles = [_naturelle(colonne) for colonne in zip(*table, strict=True)]
    tous = tuple(range(len(naturelles)))
    if largeur is None or _total(naturelles) <= largeur:
        return [Volet(tous, tuple(naturelles))]
    minimales = [
        _pour_des_montants(colonne) if est else _pour_des_textes(colonne)
        for colonne, est in zip(zip(*table, strict=True), numeriques, strict=True)
    ]
    reduites = [m if est else n for n, m, est in zip(naturelles, minimales, numeriques, strict=True)]
    if _total(minimales) <= largeur:
        return [Volet(tous, tuple(_reduire(reduites, minimales, largeur)))]
    volets: list[Volet] = []
    reste = list(tous[cles:])
    while reste:
        pris = [reste.pop(0)]
        while reste and _total([minimales[rang] for rang in (*tous[:cles], *pris, reste[0])]) <= largeur:
            pris.append(reste.pop(0))
        rangs = (*tous[:cles], *pris)
        largeurs = _reduire([reduites[rang] for rang in rangs], [minimales[rang] for rang in rangs], largeur)
        volets.append(Volet(rangs, tuple(largeurs)))
    return volets


def _naturelle(colonne: Sequence[str]) -> int:
    entete, *cellules = colonne
    return max([_largeur(entete) + MARGE_D_ENTETE, *map(_largeur, cellules)])


def _largeur(cellule: str) -> int:
    return max(map(len, cellule.split("\n")))


def _total(largeurs: Sequence[int]) -> int:
    return sum(largeurs) + ENTRE_COLONNES * (len(largeurs) - 1)


def _mots(cellule: str) -> list[str]:
    """Ce qu’un repli ne coupe pas : les espaces insécables d’un montant n’en sont pas la fin."""
    return cellule.replace("\n", " ").split(" ")


def _pour_des_montants(colonne: Sequence[str]) -> int:
    """Un montant entier, et chaque mot de l’en-tête."""
    entete, *cellules = colonne
    return max([MARGE_D_ENTETE + max(map(len, _mots(entete))), *map(len, cellules)])


def _pour_des_textes(colonne: Sequence[str]) -> int:
    """Un mot entier, s’il n’est pas démesuré."""
    entete, *cellules = colonne
    mots = (len(mot) for cellule in cellules for mot in _mots(cellule))
    mot = max([MARGE_D_ENTETE + max(map(len, _mots(entete))), *mots])
    return min(_naturelle(colonne), max(TEXTE_AU_MOINS, min(MOT_ENTIER, mot)))


def _reduire(largeurs: list[int], minimales: Sequence[int], largeur: int) -> list[int]:
    """Rogne, caractère par caractère, la colonne qui a le plus à donner, jusqu’à tenir."""
    largeurs = list(largeurs)
    while _total(largeurs) > largeur:
        marges = [large - minimale for large, minimale in zip(largeurs, minimales, strict=True)]
        marge, rang = max((marge, rang) for rang, marge in enumerate(marges))
        if marge <= 0:
            break
        largeurs[rang] -= 1
    return largeurs


def _replier(cellule: str, largeur: int) -> str:
    if _largeur(cellule) <= largeur:
        return cellule
    lignes = (
        textwrap.wrap(ligne, largeur, break_on_hyphens=False, expand_tabs=False, replace_whitespace=False)
        for ligne in cellule.split("\n")
    )
    return "\n".join(repliee for suite in lignes for repliee in suite)

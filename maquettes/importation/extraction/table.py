"""Une table reçue : la grille, son en-tête, et la colonne ou la constante d’où vient chaque champ."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import groupby
from typing import Final, NamedTuple

from financement.fautes.faute import Faute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.ressemblance import proposition
from maquettes.importation.correspondance.libelles import cle_de_libelle, colonne_designee, libelles_de_colonnes
from maquettes.importation.correspondance.modele import Champ, Source
from maquettes.importation.extraction.compte import Etat, est_remplie
from maquettes.importation.extraction.fautes import COLONNE_INTROUVABLE
from maquettes.importation.grille.cellules_de_texte import CellulesDeTexte
from maquettes.importation.grille.grille import Grille
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["Acces", "Rangee", "Situer", "TableRecue", "ouvrir_la_table", "rangee_du_texte"]

Situer = Callable[[tuple[str | int, ...]], Provenance]
"""Le lieu, dans la correspondance, d’une clé de la source : ``("colonnes", "cout_ht")``."""

_PSEUDO_COLONNE: Final = "@"
_TITRE: Final = "@titre"
_LIGNES_D_EXEMPLE: Final = 1_000
_FORME_DE_MONTANT: Final = re.compile(r"[-(]?[0-9][0-9 \u00a0\u202f]*[.,][0-9]+\)?-?(?:\s?€)?")
_TEXTE: Final = GenreCellule.TEXTE
# Cent mille lignes d'un extrait font un million de cellules : faites sans passer par leurs arguments.
_faire: Final = tuple.__new__


class Acces(NamedTuple):
    """D’où vient un champ : une ``colonne``, la ligne de titre de rang ``titre`` (1, la plus proche), un ``texte``."""

    colonne: int | None = None
    titre: int = 0
    texte: str = ""


class Rangee(NamedTuple):
    """Les cellules remplies d’une ligne de la grille, par colonne."""

    ligne: int
    cellules: dict[int, CelluleLue]


@dataclass(slots=True, kw_only=True)
class TableRecue:
    """Une source de la correspondance appliquée à une grille ; lignes et colonnes comptées depuis zéro.

    ``acces`` : d’où vient chaque champ ; ``etats`` : ce que deviennent les cellules de chaque colonne ; ``ancres`` : la
    cellule qui vaut pour chaque place couverte par une fusion de plusieurs lignes.
    """

    source: Source
    grille: Grille
    entete: tuple[int, int]
    situer: Situer
    libelles: Mapping[int, str] = field(default_factory=dict)
    acces: dict[str, Acces] = field(default_factory=dict)
    etats: dict[int, Etat] = field(default_factory=dict)
    ancres: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    fautes: list[Faute] = field(default_factory=list)

    @property
    def nom(self) -> str:
        """La table, nommée pour une personne."""
        return nommer(self.grille)

    def libelle(self, colonne: int) -> str:
        """Le libellé d’une colonne."""
        return self.libelles.get(colonne, "")

    def rangees(self) -> Iterator[Rangee]:
        """Les lignes qui ne sont pas vides, en-tête et titres du fichier compris, dans l’ordre."""
        return rangees(self.grille)

    def montants_en_texte(self) -> Iterator[str]:
        """Des textes de la table qui ont la forme d’un montant, parmi ses premières lignes."""
        for rangee in self.rangees():
            if rangee.ligne > self.entete[1] + _LIGNES_D_EXEMPLE:
                return
            if rangee.ligne > self.entete[1]:
                textes = (c.texte for c in rangee.cellules.values() if c.genre is _TEXTE)
                yield from (texte for texte in textes if _FORME_DE_MONTANT.fullmatch(texte))

    def colonne(self, colonne: int) -> Iterator[CelluleLue]:
        """Les cellules remplies d’une colonne, sous l’en-tête."""
        cellules, premiere = self.grille.cellules, self.entete[1] + 1
        if isinstance(cellules, CellulesDeTexte) and not self.grille.reperes:
            for _, textes in cellules.rangees(premiere):
                if len(textes) > colonne and (texte := textes[colonne].strip()):
                    yield _faire(CelluleLue, (_TEXTE, texte, None))
            return
        yield from (c for (ligne, sienne), c in cellules.items() if sienne == colonne and ligne >= premiere)

    def chercher(self, libelle: str, *cles: str | int) -> Acces | None:
        """D’où vient ce que désigne un libellé de la correspondance ; une faute, et ``None``, s’il ne désigne rien."""
        if libelle.startswith(_PSEUDO_COLONNE) and (pseudo := self._pseudo_colonne(libelle)) is not None:
            return pseudo
        colonne = colonne_designee(self.libelles, libelle)
        if colonne is not None:
            self.etats[colonne] = Etat.LUE
            return Acces(colonne=colonne)
        proche = proposition(libelle, self.libelles.values())
        self.fautes.append(faute(COLONNE_INTROUVABLE, self.situer(cles), libelle, table=self.nom, proposition=proche))
        return None

    def _pseudo_colonne(self, libelle: str) -> Acces | None:
        if libelle.startswith(_TITRE):
            rang = libelle.removeprefix(_TITRE).strip() or "1"
            return Acces(titre=int(rang)) if rang.isdecimal() and rang.isascii() and int(rang) else None
        match libelle:
            case "@feuille":
                return Acces(texte=self.grille.feuille or "")
            case "@fichier":
                return Acces(texte=self.grille.fichier)
            case _:
                return None

    def acces_du_champ(self, champ: Champ, *cles: str | int) -> Acces | None:
        """D’où vient un champ d’un mouvement : sa colonne, ou sa constante."""
        if champ.valeur is not None:
            return Acces(texte=champ.valeur)
        return self.chercher(champ.colonne or "", *cles)

    def cellule(self, rangee: Rangee, colonne: int) -> tuple[CelluleLue | None, int]:
        """La cellule d’une colonne, celle de sa fusion s’il le faut, et sa ligne."""
        lue = rangee.cellules.get(colonne)
        if lue is None and (ancre := self.ancres.get((rangee.ligne, colonne))) is not None:
            return self.grille.cellules.get(ancre), ancre[0]
        return lue, rangee.ligne


def nommer(grille: Grille) -> str:
    """La grille, nommée pour une personne."""
    return grille.fichier if grille.feuille is None else f"la feuille « {grille.feuille} » de {grille.fichier}"


def rangee_du_texte(ligne: int, textes: Sequence[str]) -> Rangee:
    """La ligne que font les textes bruts d’une rangée."""
    return Rangee(
        ligne, {c: _faire(CelluleLue, (_TEXTE, nu, None)) for c, texte in enumerate(textes) if (nu := texte.strip())}
    )


def rangees(grille: Grille) -> Iterator[Rangee]:
    """Les lignes d’une grille qui ne sont pas vides, dans l’ordre."""
    if isinstance(grille.cellules, CellulesDeTexte) and not grille.reperes:
        for ligne, textes in grille.cellules.rangees():
            rangee = rangee_du_texte(ligne, textes)
            if rangee.cellules:
                yield rangee
        return
    remplies = ((place, cellule) for place, cellule in grille.cellules.items() if est_remplie(cellule))
    for ligne, groupe in groupby(remplies, key=lambda occupee: occupee[0][0]):
        yield Rangee(ligne, {colonne: cellule for (_, colonne), cellule in groupe})


def ouvrir_la_table(source: Source, grille: Grille, entete: tuple[int, int], situer: Situer) -> TableRecue:
    """La table d’une source : ses colonnes retrouvées par leurs libellés, celles qui ne le sont pas en fautes."""
    table = TableRecue(source=source, grille=grille, entete=entete, situer=situer)
    table.libelles = libelles_de_colonnes(grille, entete)
    table.etats = dict.fromkeys(table.libelles, Etat.SIGNALEE)
    for ignoree in source.ignorees:
        if ignoree.colonne is not None:
            _ignorer(table, ignoree.colonne)
    for nom, libelle in source.colonnes.items():
        if (acces := table.chercher(libelle, "colonnes", nom)) is not None:
            table.acces[nom] = acces
    for nom, valeur in source.constantes.items():
        table.acces.setdefault(nom, Acces(texte=valeur))
    table.ancres = _ancres(grille, entete[1], frozenset(table.libelles))
    return table


def _ignorer(table: TableRecue, libelle: str) -> None:
    """Une colonne à ignorer qui n’est plus là ne manque à personne ; ``*`` vaut pour toutes celles qui restent."""
    cle = cle_de_libelle(libelle)
    for colonne, sien in table.libelles.items():
        if cle_de_libelle(sien) == cle or ("*" in cle and fnmatchcase(cle_de_libelle(sien), cle)):
            table.etats[colonne] = Etat.IGNOREE
    seule = colonne_designee(table.libelles, libelle)
    if seule is not None:
        table.etats[seule] = Etat.IGNOREE


def _ancres(grille: Grille, derniere_d_entete: int, colonnes: frozenset[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """La cellule d’une fusion, pour chaque autre ligne qu’elle couvre dans sa colonne, sous l’en-tête."""
    if not grille.fusions:
        return {}
    au_plus = max((ligne for ligne, _ in grille.cellules), default=0)
    return {
        (ligne, fusion.premiere_colonne): (fusion.premiere_ligne, fusion.premiere_colonne)
        for fusion in grille.fusions
        if fusion.derniere_ligne > fusion.premiere_ligne > derniere_d_entete and fusion.premiere_colonne in colonnes
        for ligne in range(fusion.premiere_ligne + 1, min(fusion.derniere_ligne, au_plus) + 1)
    }

"""Les libellés par lesquels une correspondance désigne les colonnes d’une grille.

Un en-tête à plusieurs niveaux se lit de haut en bas : « ANRU / Montant ». Une cellule fusionnée vaut pour toutes celles
qu’elle couvre. Sans fusion sur sa ligne, une cellule vide prend le libellé à sa gauche quand celui qu’elle surmonte se
répète dans l’en-tête (taux, montant, taux, montant), ou suit le premier de son groupe qui s’y répète (taux, montant du
prêt) ; sinon elle reste vide.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from maquettes.importation.grille.grille import Grille
from maquettes.tableur.adresses import colonne_lettres
from maquettes.tableur.contenu import CelluleLue

__all__ = ["SEPARATEUR", "cle_de_libelle", "colonne_designee", "libelles_de_colonnes", "niveaux_de_colonnes"]

SEPARATEUR: Final = " / "
_BLANCS: Final = re.compile(r"\s+")
# « N ° » et « n° », l'apostrophe droite et la courbe, le tiret et le trait d'union : un seul libellé.
_SEMBLABLES: Final = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "º": "°", "₂": "2", "²": "2"})


@lru_cache(maxsize=16_384)
def cle_de_libelle(texte: str) -> str:
    """Le libellé sans casse, ni accents, ni blancs superflus ; deux libellés de même clé n’en font qu’un."""
    # Presque tous les textes d'un extrait, lus cent mille fois.
    if texte.isascii():
        return " ".join(texte.split()).casefold()
    return _cle_accentuee(texte)


@lru_cache(maxsize=4096)
def _cle_accentuee(texte: str) -> str:
    sans_accents = "".join(
        c for c in unicodedata.normalize("NFD", texte.translate(_SEMBLABLES)) if not unicodedata.combining(c)
    )
    return _BLANCS.sub(" ", sans_accents.replace("œ", "oe").replace("Œ", "oe")).strip().casefold()


def niveaux_de_colonnes(grille: Grille, entete: tuple[int, int]) -> dict[int, tuple[str, ...]]:
    """Les libellés de chaque colonne, du plus haut au plus bas ; ``entete`` : ses première et dernière lignes, de zéro.

    Une colonne sans libellé n’y est pas.
    """
    premiere, derniere = entete
    colonnes = grille.colonnes()
    empiles: dict[int, list[str]] = {colonne: [] for colonne in colonnes}
    dessous: Mapping[int, str] = {}
    for ligne in range(derniere, premiere - 1, -1):
        textes = _textes_de_la_ligne(grille, ligne, colonnes)
        if ligne < derniere and not _a_une_fusion_en_largeur(grille, ligne):
            textes = _completes_a_gauche(textes, colonnes, dessous)
        for colonne, texte in textes.items():
            if not empiles[colonne] or empiles[colonne][0] != texte:
                empiles[colonne].insert(0, texte)
        dessous = {**dessous, **textes}
    return {colonne: tuple(niveaux) for colonne, niveaux in empiles.items() if niveaux}


def libelles_de_colonnes(grille: Grille, entete: tuple[int, int]) -> dict[int, str]:
    """Le libellé de chaque colonne non vide, unique : le second « Montant » s’écrit « Montant (2) ».

    Une colonne sans libellé s’écrit par sa lettre, « @colonne F ».
    """
    niveaux = niveaux_de_colonnes(grille, entete)
    libelles: dict[int, str] = {}
    vus: Counter[str] = Counter()
    for colonne in grille.colonnes():
        if colonne not in niveaux:
            libelles[colonne] = f"@colonne {colonne_lettres(colonne)}"
            continue
        libelle = SEPARATEUR.join(niveaux[colonne])
        vus[cle_de_libelle(libelle)] += 1
        rang = vus[cle_de_libelle(libelle)]
        libelles[colonne] = libelle if rang == 1 else f"{libelle} ({rang})"
    return libelles


def colonne_designee(libelles: Mapping[int, str], libelle: str) -> int | None:
    """La colonne que désigne un libellé : le sien entier, ou ses derniers niveaux s’ils n’en désignent qu’une."""
    cle = cle_de_libelle(libelle)
    entiers = [colonne for colonne, autre in libelles.items() if cle_de_libelle(autre) == cle]
    if entiers:
        return entiers[0]
    fins = [c for c, autre in libelles.items() if cle_de_libelle(autre).endswith(SEPARATEUR + cle)]
    return fins[0] if len(fins) == 1 else None


def _textes_de_la_ligne(grille: Grille, ligne: int, colonnes: list[int]) -> dict[int, str]:
    textes = {}
    for colonne in colonnes:
        cellule = grille.cellules.get((ligne, colonne)) or _couvrante(grille, ligne, colonne)
        texte = "" if cellule is None else _BLANCS.sub(" ", cellule.texte).strip()
        if texte:
            textes[colonne] = texte
    return textes


def _couvrante(grille: Grille, ligne: int, colonne: int) -> CelluleLue | None:
    """La cellule dont la fusion couvre cette place."""
    for haut, gauche, bas, droite in grille.fusions:
        if haut <= ligne <= bas and gauche <= colonne <= droite:
            return grille.cellules.get((haut, gauche))
    return None


def _a_une_fusion_en_largeur(grille: Grille, ligne: int) -> bool:
    return any(
        haut <= ligne <= bas and gauche < droite and (haut, gauche) in grille.cellules
        for haut, gauche, bas, droite in grille.fusions
    )


def _completes_a_gauche(textes: dict[int, str], colonnes: list[int], dessous: Mapping[int, str]) -> dict[int, str]:
    if any(
        textes.get(colonne) == textes.get(suivante) for colonne, suivante in pairwise(colonnes) if colonne in textes
    ):
        return textes  # Ses libellés sont répétés au-dessus de chaque colonne : rien n'y manque.
    repetes = Counter(map(cle_de_libelle, dessous.values()))
    completes = dict(textes)
    parent: str | None = None
    suit_un_repete = False
    for colonne in colonnes:
        est_repete = repetes[cle_de_libelle(dessous.get(colonne, ""))] > 1
        if colonne in textes:
            parent, suit_un_repete = textes[colonne], est_repete
        elif parent is not None and colonne in dessous and (est_repete or suit_un_repete):
            completes[colonne], suit_un_repete = parent, False
        else:
            parent = None
    return completes

"""Où est l’en-tête d’une table : une à quatre lignes de libellés, sous les titres et au-dessus des données."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.reconnaissance.feuille.apercu import Apercu
from maquettes.importation.reconnaissance.feuille.contenus import Contenu, contenu_de
from maquettes.importation.reconnaissance.mots.accords import (
    DES_CHAMPS,
    DES_IGNORES,
    DES_MOUVEMENTS,
    Accord,
    accords,
    est_un_groupe,
)
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.noms_d_organismes import PRECISIONS
from maquettes.importation.reconnaissance.mots.organismes import Connus, colonne_d_organisme
from maquettes.importation.reconnaissance.mots.unites import est_une_mention
from maquettes.importation.reconnaissance.mots.versions import exercice_dit
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["entetes_de", "est_un_libelle_connu"]

_HAUTEUR: Final = 4
_LIGNES_DE_RECHERCHE: Final = 80
_CONNUS_AU_MOINS: Final = 3
_LIBELLE_AU_PLUS: Final = 120
_AUTRES_PRECISIONS: Final = (
    "ht ttc tva annee semestre date total piece numero type cumul nombre duree debut"  # ce qui précise une colonne
)
_PRECISIONS: Final = frozenset(mot for mots in PRECISIONS.values() for mot in mots) | {*_AUTRES_PRECISIONS.split()}
_SANS_CONNUS: Final = Connus()


@lru_cache(maxsize=8192)
def est_un_libelle_connu(texte: str) -> bool:
    """Le texte est celui d’un champ, d’un financeur, d’un groupe ou d’une précision que l’on connaît."""
    if len(texte) > _LIBELLE_AU_PLUS or (est_une_mention(texte) and mots_de(texte) != ("€",)):
        return False
    niveaux = (texte,)
    mots = mots_de(texte)
    if est_un_groupe(texte) or (mots and _PRECISIONS.issuperset(mots)) or exercice_dit(texte) is not None:
        return True
    connus = (
        accord for lexique in (DES_CHAMPS, DES_IGNORES, DES_MOUVEMENTS) for accord in accords(niveaux, lexique).values()
    )
    if any(accord >= Accord.FRAPPE for accord in connus):
        return True
    organisme = colonne_d_organisme(niveaux, _SANS_CONNUS)
    return organisme is not None and organisme.accord >= Accord.FRAPPE


def entetes_de(apercu: Apercu) -> list[tuple[int, int]]:
    """Les en-têtes de la feuille, de haut en bas : première et dernière lignes, comptées depuis zéro.

    Un en-tête répété tel quel, en haut d’une page imprimée, n’en est pas un autre.
    """
    trouves: list[tuple[int, int]] = []
    vus: list[frozenset[str]] = []
    apres = -1
    for ligne in apercu.lignes:
        if ligne <= apres or (not trouves and ligne > _LIGNES_DE_RECHERCHE):
            continue
        if not _peut_etre_un_entete(apercu, ligne):
            continue
        entete = _etendu(apercu, ligne, apres)
        apres = entete[1]
        libelles = _libelles(apercu, entete)
        if not any(len(libelles & vu) * 4 >= len(vu) * 3 for vu in vus):
            trouves.append(entete)
            vus.append(libelles)
    return trouves


def _libelles(apercu: Apercu, entete: tuple[int, int]) -> frozenset[str]:
    return frozenset(
        cle_de_libelle(c.texte) for ligne in _lignes(apercu, entete) for c in apercu.lignes[ligne].values()
    )


def _lignes(apercu: Apercu, entete: tuple[int, int]) -> Iterator[int]:
    return (ligne for ligne in range(entete[0], entete[1] + 1) if ligne in apercu.lignes)


def _peut_etre_un_entete(apercu: Apercu, ligne: int) -> bool:
    """Rien que des libellés, dont plusieurs connus, ou deux qui le sont tous deux ; une année en est un.

    Moins de la moitié suffisent quand des données viennent juste dessous.
    """
    cellules = apercu.lignes[ligne]
    if any(not _est_un_libelle(cellule) for cellule in cellules.values()):
        return False
    textes = {cle_de_libelle(cellule.texte): cellule.texte for cellule in cellules.values()}
    connus = sum(est_un_libelle_connu(texte) for texte in textes.values())
    if connus < _CONNUS_AU_MOINS:
        return 1 < connus == len(textes)
    return connus * 2 >= len(textes) or _a_des_donnees_dessous(apercu, ligne)


def _a_des_donnees_dessous(apercu: Apercu, ligne: int) -> bool:
    dessous = apercu.lignes.get(ligne + 1, {})
    autres = sum(not _est_un_libelle(cellule) for cellule in dessous.values())
    return len(dessous) * 2 >= len(apercu.lignes[ligne]) and autres * 2 >= len(dessous)


def _est_un_libelle(cellule: CelluleLue) -> bool:
    if cellule.genre is GenreCellule.NOMBRE:
        return contenu_de(cellule) is Contenu.ANNEE
    return cellule.genre is GenreCellule.TEXTE and contenu_de(cellule) in {
        Contenu.TEXTE,
        Contenu.ANNEE,
        Contenu.UNITE,
        Contenu.BASE,
        Contenu.CODE,
    }


def _etendu(apercu: Apercu, ligne: int, apres: int) -> tuple[int, int]:
    """L’en-tête entier, autour de sa première ligne reconnue."""
    premiere = derniere = ligne
    while derniere - premiere + 1 < _HAUTEUR and _prolonge_dessous(apercu, premiere, derniere + 1):
        derniere += 1
    derniere = max(derniere, min(_bas_des_fusions(apercu, premiere), premiere + _HAUTEUR - 1))
    while (
        derniere - premiere + 1 < _HAUTEUR and premiere - 1 > apres and _prolonge_dessus(apercu, (premiere, derniere))
    ):
        premiere -= 1
    return premiere, derniere


def _bas_des_fusions(apercu: Apercu, ligne: int) -> int:
    """Jusqu’où descendent les libellés de cette ligne fusionnés en hauteur."""
    bas = [
        plage.derniere_ligne
        for plage in apercu.grille.fusions
        if plage.premiere_ligne == ligne < plage.derniere_ligne
        and plage.premiere_colonne in apercu.lignes[ligne]
        and plage.derniere_ligne - plage.premiere_ligne < _HAUTEUR
    ]
    return max(bas, default=ligne)


def _prolonge_dessous(apercu: Apercu, premiere: int, ligne: int) -> bool:
    """La ligne précise l’en-tête : des libellés connus, sous ceux qui le sont déjà ou sous une place vide."""
    cellules = apercu.lignes.get(ligne)
    if not cellules or any(not _est_un_libelle(cellule) for cellule in cellules.values()):
        return False
    connus = sum(est_un_libelle_connu(cellule.texte) for cellule in cellules.values())
    if len(cellules) == 1:
        # Seule, une cellule au bord de la table est un titre de famille.
        return connus == 1 and min(cellules) > min(apercu.lignes[premiere])
    return connus * 2 > len(cellules)


def _prolonge_dessus(apercu: Apercu, entete: tuple[int, int]) -> bool:
    """La ligne réunit des colonnes de l’en-tête ; un titre, seul à son bord ou plus large que la table, non."""
    ligne = entete[0] - 1
    cellules = apercu.lignes.get(ligne)
    if not cellules or any(not _est_un_libelle(cellule) for cellule in cellules.values()):
        return False
    colonnes = {colonne for sienne in _lignes(apercu, entete) for colonne in apercu.lignes[sienne]}
    if not min(colonnes) <= min(cellules) or max(cellules) > max(colonnes):
        return False
    connus = sum(est_un_libelle_connu(cellule.texte) for cellule in cellules.values())
    if len(cellules) == 1:
        (place,) = cellules
        if est_une_mention(cellules[place].texte):
            return False
        en_partie = _est_fusionnee_en_partie(apercu, ligne, place, len(colonnes))
        groupe = est_un_groupe(cellules[place].texte) or _ne_fait_que_preciser(apercu.lignes[ligne + 1], place)
        return connus == 1 and ((groupe and place > min(colonnes)) or en_partie)
    return connus > 0 and connus * 2 >= len({cle_de_libelle(c.texte) for c in cellules.values()})


def _ne_fait_que_preciser(cellules: Mapping[int, CelluleLue], colonne: int) -> bool:
    """« Taux », « Montant » : un libellé qui en attend un autre au-dessus de lui."""
    mots = mots_de(cellules[colonne].texte) if colonne in cellules else ()
    return bool(mots) and _PRECISIONS.issuperset(mots)


def _est_fusionnee_en_partie(apercu: Apercu, ligne: int, colonne: int, largeur: int) -> bool:
    return any(
        (plage.premiere_ligne, plage.premiere_colonne) == (ligne, colonne)
        and (plage.derniere_colonne - plage.premiere_colonne + 1) * 2 <= largeur
        for plage in apercu.grille.fusions
    )

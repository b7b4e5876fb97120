"""Le contenu d’une colonne convient-il à un champ : il s’y oppose, il le permet, ou il le confirme."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from financement.dossier.nomenclature import FAMILLES
from financement.fautes.faute import TexteRefuse
from maquettes.importation.lecteurs.libelles import lire_nature_recue
from maquettes.importation.lecteurs.types import type_nomme
from maquettes.importation.reconnaissance.feuille.contenus import Contenu, Profil
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.organismes import Connus, organisme_nomme
from maquettes.tableur.contenu import CelluleLue

__all__ = [
    "Convenance",
    "convenance",
    "est_un_compte",
    "est_un_montant",
    "est_une_famille",
    "est_une_suite",
    "sont_des_natures",
]

_SANS_CONNUS: Final = Connus()
_CHIFFRES: Final = (Contenu.NOMBRE, Contenu.ENTIER, Contenu.ANNEE)
_SEMESTRES_AU_PLUS: Final = 40
_LONG: Final = 8
_COMPTE: Final = re.compile("[1-9][0-9]{1,9}")
_TVA: Final = frozenset(map(Decimal, ("0", "2.1", "5.5", "7", "8.5", "10", "19.6", "20", "20.6")))


class Convenance(IntEnum):
    """Ce que dit le contenu d’une colonne d’un champ possible."""

    CONTRAIRE = 0
    POSSIBLE = 1
    CONFIRME = 2


def est_un_montant(profil: Profil) -> bool:
    """La colonne ne porte que des nombres, des tirets ou des vides ; une note parmi eux n’y change rien."""
    chiffres = sum(profil.contenus.get(contenu, 0) for contenu in _CHIFFRES)
    return chiffres > 0 and chiffres * 10 >= profil.remplies * 9


def est_un_compte(profil: Profil) -> bool:
    """La colonne porte des numéros de compte : deux chiffres au moins, d’une classe du plan comptable."""
    comptes = sum(_COMPTE.fullmatch(cellule.texte.strip()) is not None for cellule in profil.valeurs.values())
    return comptes > 0 and comptes * 10 >= len(profil.valeurs) * 9


def sont_des_natures(profil: Profil) -> bool:
    """La colonne dit, à chaque ligne, subvention, prêt ou fonds propres."""
    return profil.remplies > 0 and all(map(_est_une_nature, profil.valeurs.values()))


def _est_une_nature(cellule: CelluleLue) -> bool:
    try:
        lire_nature_recue(cellule)
    except TexteRefuse:
        return False
    return True


def est_une_suite(profil: Profil) -> bool:
    """Des entiers qui se suivent : un numéro d’ordre."""
    nombres = list(profil.nombres.values())
    suivis = sum(apres == avant + 1 for avant, apres in pairwise(nombres))
    return profil.est(Contenu.ENTIER) and len(nombres) > 1 and suivis * 2 >= len(nombres) - 1 and nombres[0] <= 1


@lru_cache(maxsize=1)
def _familles() -> frozenset[frozenset[str]]:
    libelles = (libelle for familles in FAMILLES.values() for libelle in familles.values())
    return frozenset(frozenset(mots_de(libelle)) for libelle in libelles)


@lru_cache(maxsize=1024)
def est_une_famille(texte: str) -> bool:
    """Le texte est le code d’une famille, ou commence par lui, ou en est le libellé."""
    mots = mots_de(texte)
    reste = tuple(mot for mot in mots if mot not in {"famille", "ligne", "numero"})
    if not reste:
        return False
    codes = {code for familles in FAMILLES.values() for code in familles}
    if reste[0].zfill(2) in codes and (len(reste) == 1 or not reste[1].isdigit()):
        return True
    return any(set(reste) == set(libelle) or (len(reste) > 1 and set(reste) <= libelle) for libelle in _familles()) or (
        len(reste) == 1 and len(reste[0]) > _LONG and sum(reste[0] in libelle for libelle in _familles()) > 0
    )


def _operation(profil: Profil) -> Convenance:
    distincte = profil.distinctes == len(profil.valeurs) and profil.remplies == profil.lignes
    if profil.est(Contenu.CODE):
        return Convenance.CONFIRME if distincte else Convenance.POSSIBLE
    if profil.a(Contenu.TEXTE, Contenu.DATE, Contenu.SEMESTRE, Contenu.TAUX, Contenu.QUANTITE) or est_une_suite(profil):
        return Convenance.CONTRAIRE
    return Convenance.POSSIBLE if distincte else Convenance.CONTRAIRE


def _operation_citee(profil: Profil) -> Convenance:
    """Le code d’une opération, qu’un journal cite autant de fois qu’elle a de mouvements."""
    if profil.est(Contenu.CODE):
        return Convenance.CONFIRME
    return Convenance.POSSIBLE if profil.est(Contenu.CODE, Contenu.ENTIER) else Convenance.CONTRAIRE


def _type_de_mouvement(profil: Profil) -> Convenance:
    connus = sum(type_nomme(cellule.texte) is not None for cellule in profil.valeurs.values())
    return Convenance.CONFIRME if connus * 10 >= len(profil.valeurs) * 9 else _texte(profil)


def _livraison(profil: Profil) -> Convenance:
    return (
        Convenance.CONFIRME
        if profil.est(Contenu.DATE)
        else Convenance.POSSIBLE
        if profil.a(Contenu.DATE)
        else Convenance.CONTRAIRE
    )


def _libelle(profil: Profil) -> Convenance:
    if not profil.a(Contenu.TEXTE):
        return Convenance.CONTRAIRE
    longueurs = [len(cellule.texte) for cellule in profil.valeurs.values()]
    longs = sum(longueur >= _LONG for longueur in longueurs) * 2 > len(longueurs)
    plein = profil.remplies * 10 >= profil.lignes * 9
    return Convenance.CONFIRME if longs and plein and profil.distinctes * 3 > profil.lignes else Convenance.POSSIBLE


def _famille(profil: Profil) -> Convenance:
    reconnues = sum(est_une_famille(cellule.texte) for cellule in profil.valeurs.values())
    if reconnues * 10 >= len(profil.valeurs) * 9 and profil.valeurs:
        return Convenance.CONFIRME
    return Convenance.CONTRAIRE


def _maitre_ouvrage(profil: Profil) -> Convenance:
    if not profil.a(Contenu.TEXTE, Contenu.CODE):
        return Convenance.CONTRAIRE
    nommes = sum(
        organisme_nomme(mots_de(cellule.texte), _SANS_CONNUS) is not None for cellule in profil.valeurs.values()
    )
    repetes = profil.distinctes * 2 <= profil.remplies
    return Convenance.CONFIRME if nommes and repetes else Convenance.POSSIBLE


def _texte(profil: Profil) -> Convenance:
    return Convenance.POSSIBLE if profil.a(Contenu.TEXTE, Contenu.CODE, Contenu.UNITE) else Convenance.CONTRAIRE


def _note(profil: Profil) -> Convenance:
    return Convenance.CONTRAIRE if est_un_montant(profil) or profil.est(Contenu.TAUX) else Convenance.POSSIBLE


def _quantite(profil: Profil) -> Convenance:
    if profil.a(Contenu.QUANTITE):
        return Convenance.CONFIRME
    if not est_un_montant(profil) or profil.est(Contenu.ANNEE):
        return Convenance.CONTRAIRE
    return Convenance.POSSIBLE


def _unite(profil: Profil) -> Convenance:
    return Convenance.CONFIRME if profil.est(Contenu.UNITE) else Convenance.CONTRAIRE


def _montant(profil: Profil) -> Convenance:
    return Convenance.POSSIBLE if est_un_montant(profil) else Convenance.CONTRAIRE


def _taux(profil: Profil) -> Convenance:
    if profil.est(Contenu.TAUX):
        return Convenance.CONFIRME
    nombres = profil.nombres.values()
    possible = est_un_montant(profil) and all(0 <= nombre <= 100 for nombre in nombres)  # noqa: PLR2004 : un pour cent
    return Convenance.POSSIBLE if possible else Convenance.CONTRAIRE


def _tva(profil: Profil) -> Convenance:
    if _taux(profil) is Convenance.CONTRAIRE:
        return Convenance.CONTRAIRE
    pour_cent = {nombre * 100 if nombre < 1 else nombre for nombre in profil.nombres.values()}
    return Convenance.CONFIRME if pour_cent <= _TVA else Convenance.CONTRAIRE


def _debut(profil: Profil) -> Convenance:
    if profil.est(Contenu.SEMESTRE):
        return Convenance.CONFIRME
    return Convenance.POSSIBLE if profil.est(Contenu.SEMESTRE, Contenu.DATE, Contenu.ANNEE) else Convenance.CONTRAIRE


def _duree(profil: Profil) -> Convenance:
    entiers = profil.est(Contenu.ENTIER) and all(0 <= n <= _SEMESTRES_AU_PLUS for n in profil.nombres.values())
    return Convenance.POSSIBLE if entiers else Convenance.CONTRAIRE


def _date(profil: Profil) -> Convenance:
    if profil.est(Contenu.DATE):
        return Convenance.CONFIRME
    return Convenance.POSSIBLE if profil.est(Contenu.DATE, Contenu.SEMESTRE, Contenu.ANNEE) else Convenance.CONTRAIRE


def _annee(profil: Profil) -> Convenance:
    return Convenance.CONFIRME if profil.est(Contenu.ANNEE) else Convenance.CONTRAIRE


def _base(profil: Profil) -> Convenance:
    return Convenance.CONFIRME if profil.est(Contenu.BASE) else Convenance.CONTRAIRE


def _ordre(profil: Profil) -> Convenance:
    return Convenance.CONFIRME if est_une_suite(profil) else Convenance.CONTRAIRE


def _petits_entiers(profil: Profil) -> Convenance:
    return Convenance.POSSIBLE if profil.est(Contenu.ENTIER) or est_une_suite(profil) else Convenance.CONTRAIRE


def _piece(profil: Profil) -> Convenance:
    if profil.est(Contenu.DATE) or profil.est(Contenu.TAUX) or profil.est(Contenu.SEMESTRE):
        return Convenance.CONTRAIRE
    return Convenance.POSSIBLE


_REGLES: Final[Mapping[str, Callable[[Profil], Convenance]]] = {
    "operation": _operation,
    "operation_citee": _operation_citee,
    "type_de_mouvement": _type_de_mouvement,
    "livraison": _livraison,
    "libelle": _libelle,
    "famille": _famille,
    "maitre_ouvrage": _maitre_ouvrage,
    "localisation": _texte,
    "quantite": _quantite,
    "unite": _unite,
    "cout_ht": _montant,
    "cout_ttc": _montant,
    "cout": _montant,
    "assiette": _montant,
    "taux_tva": _tva,
    "taux_anru": _taux,
    "taux": _taux,
    "base": _base,
    "debut": _debut,
    "duree_semestres": _duree,
    "achevement": _date,
    "nature_cout": _texte,
    "statut": _texte,
    "montant": _montant,
    "date": _date,
    "exercice": _annee,
    "piece": _piece,
    "tiers": _texte,
    "type": _texte,
    "sens": _texte,
    "financeur": _texte,
    "nature": _texte,
    "observation": _note,
    "responsable": _texte,
    "avancement": _note,
    "controle": _piece,
    "ratio": _montant,
    "ordre": _petits_entiers,
    "total": _montant,
}


def convenance(sorte: str, profil: Profil) -> Convenance:
    """Ce que dit le contenu ; une colonne vide ne s’oppose à rien, et ne confirme rien."""
    if not profil.remplies:
        return Convenance.POSSIBLE
    return _REGLES[sorte](profil)

"""Ce que les nombres d’une table disent de ses colonnes : le plan s’équilibre, un total est la somme des autres."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final

from maquettes.importation.reconnaissance.feuille.contenus import Profil
from maquettes.importation.reconnaissance.feuille.table import Table

__all__ = ["est_la_somme", "est_un_cumul", "lignes_egales", "somme_par_ligne", "tva_confirmee"]

_TVA_AU_PLUS: Final = Decimal("1.21")


def somme_par_ligne(table: Table, colonnes: Collection[int]) -> dict[int, Decimal]:
    """La somme de ces colonnes, à chaque ligne de données ; une cellule vide vaut zéro."""
    nombres = [table.profils[colonne].nombres for colonne in colonnes]
    return {ligne: sum((n.get(ligne, Decimal(0)) for n in nombres), Decimal(0)) for ligne in table.donnees}


def lignes_egales(profil: Profil, sommes: Mapping[int, Decimal], *, parts: int) -> set[int]:
    """Les lignes où la colonne est, à un arrondi d’affichage par part près, la somme de ces parts."""
    return {ligne for ligne, nombre in profil.nombres.items() if _proches(nombre, sommes.get(ligne, Decimal(0)), parts)}


def est_la_somme(profil: Profil, sommes: Mapping[int, Decimal], *, parts: int) -> bool:
    """La colonne est la somme de ces parts sur presque toutes ses lignes."""
    nombres = profil.nombres
    if not nombres or not any(sommes.get(ligne) for ligne in nombres):
        return False
    return len(lignes_egales(profil, sommes, parts=parts)) * 10 >= len(nombres) * 9


def _proches(un: Decimal, autre: Decimal, parts: int) -> bool:
    plus_fine = min(_exposant(un), _exposant(autre))
    return abs(un - autre) <= (Decimal(1).scaleb(max(plus_fine, -6)) * (parts + 1)) / 2


def _exposant(nombre: Decimal) -> int:
    exposant = nombre.as_tuple().exponent
    return exposant if isinstance(exposant, int) else 0


def tva_confirmee(ht: Profil, ttc: Profil) -> bool:
    """Sur presque toutes les lignes, le TTC dépasse le HT d’une TVA possible."""
    paires: Sequence[tuple[Decimal, Decimal]] = [
        (nombre, ttc.nombres[ligne]) for ligne, nombre in ht.nombres.items() if nombre > 0 and ligne in ttc.nombres
    ]
    possibles = sum(hors <= toutes <= hors * _TVA_AU_PLUS for hors, toutes in paires)
    return bool(paires) and possibles * 10 >= len(paires) * 9


def est_un_cumul(flux: Profil, cumul: Profil, cles: Profil) -> bool:
    """La colonne est la somme courante d’une autre, pour chaque clé, sur presque toutes ses lignes et plus d’une."""
    courants: dict[str, Decimal] = {}
    egales = lues = reprises = 0
    for ligne in sorted(cles.valeurs):
        cle = cles.valeurs[ligne].texte
        reprises += cle in courants
        courants[cle] = courants.get(cle, Decimal(0)) + flux.nombres.get(ligne, Decimal(0))
        if ligne in cumul.nombres:
            lues += 1
            egales += cumul.nombres[ligne] == courants[cle]
    return reprises > 0 and lues > 1 and egales * 10 >= lues * 9

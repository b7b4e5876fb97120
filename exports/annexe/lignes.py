"""Composer les lignes d’un tableau : une cellule par colonne, sous-totaux et totaux avec leurs calculs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from exports.document.calculs import (
    Calcul,
    DifferenceColonnes,
    Exces,
    Part,
    Rapport,
    Renvoi,
    SommeColonnes,
    SommeLignes,
)
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Valeur
from exports.texte.affichable import rendre_affichable

__all__ = [
    "Cellules",
    "Derivee",
    "Groupe",
    "composer_ligne",
    "difference",
    "exces",
    "grouper",
    "ligne_de_somme",
    "part",
    "rapport",
    "renvoi",
    "somme_de_colonnes",
    "texte",
    "valeur",
]

Cellules = Mapping[str, Cellule]
Derivee = Callable[[Cellules], Cellule]
"""Cellule d’un total déduite des autres cellules de la même ligne (un taux, par exemple)."""


def valeur(contenu: Valeur, calcul: Calcul | None = None) -> Cellule:
    """Une cellule."""
    return Cellule(valeur=contenu, calcul=calcul)


def texte(contenu: str) -> Cellule:
    """Une cellule de texte affichable, vide si le texte l’est ; le mot d’un vocabulaire y est un texte."""
    return Cellule(valeur=rendre_affichable(str(contenu)) or None)


def renvoi(tableau: str, ligne: str, colonne: str, contenu: Valeur) -> Cellule:
    """Une cellule qui reprend la valeur d’une autre."""
    return Cellule(valeur=contenu, calcul=Renvoi(tableau=tableau, ligne=ligne, colonne=colonne))


def _nombre(cellules: Cellules, colonne: str) -> int | Decimal:
    contenu = cellules[colonne].valeur if colonne in cellules else None
    return contenu if isinstance(contenu, int | Decimal) else 0


def somme_de_colonnes(cellules: Cellules, *colonnes: str) -> Cellule:
    """La somme, en centimes, de colonnes de la ligne."""
    montants = (_nombre(cellules, colonne) for colonne in colonnes)
    return Cellule(valeur=sum(map(int, montants)), calcul=SommeColonnes(colonnes=colonnes))


def _ecart(cellules: Cellules, de: str, moins: str) -> int | Decimal:
    a, b = _nombre(cellules, de), _nombre(cellules, moins)
    return a - b if isinstance(a, int) and isinstance(b, int) else Decimal(a) - Decimal(b)


def difference(cellules: Cellules, de: str, moins: str) -> Cellule:
    """Colonne ``de`` − colonne ``moins`` de la ligne."""
    return Cellule(valeur=_ecart(cellules, de, moins), calcul=DifferenceColonnes(de=de, moins=moins))


def exces(cellules: Cellules, de: str, sur: str) -> Cellule:
    """Ce dont la colonne ``de`` dépasse la colonne ``sur`` de la ligne, zéro si elle ne la dépasse pas."""
    ecart = _ecart(cellules, de, sur)
    return Cellule(valeur=max(ecart, type(ecart)(0)), calcul=Exces(de=de, sur=sur))


def rapport(cellules: Cellules, numerateur: str, denominateur: str) -> Cellule:
    """Colonne ``numerateur`` / colonne ``denominateur`` de la ligne, vide si le dénominateur est nul."""
    diviseur = _nombre(cellules, denominateur)
    taux = Fraction(_nombre(cellules, numerateur)) / Fraction(diviseur) if diviseur else None
    return Cellule(valeur=taux, calcul=Rapport(numerateur=numerateur, denominateur=denominateur))


def part(cellules: Cellules, colonne: str, ligne: str, total: int) -> Cellule:
    """Part de la ligne dans ``ligne``, dont la colonne vaut ``total``."""
    taux = Fraction(_nombre(cellules, colonne)) / total if total else None
    return Cellule(valeur=taux, calcul=Part(colonne=colonne, ligne=ligne))


def composer_ligne(
    colonnes: Sequence[Colonne], cle: str, cellules: Cellules, genre: GenreLigne = GenreLigne.DONNEE
) -> Ligne:
    """Une ligne ; les colonnes sans cellule restent vides, une cellule sans colonne lève ``KeyError``."""
    inconnues = cellules.keys() - {colonne.cle for colonne in colonnes}
    if inconnues:
        raise KeyError(", ".join(sorted(inconnues)))
    vide = Cellule()
    return Ligne(cle=cle, genre=genre, cellules=tuple(cellules.get(colonne.cle, vide) for colonne in colonnes))


def sommer(colonnes: Sequence[Colonne], sommees: Iterable[str], lignes: Sequence[Ligne]) -> dict[str, Cellule]:
    """Pour chaque colonne sommée, le total des lignes et son calcul ; zéro sans ligne."""
    rangs = {colonne.cle: rang for rang, colonne in enumerate(colonnes)}
    totaux = {}
    for cle in sommees:
        contenus = [ligne.cellules[rangs[cle]].valeur for ligne in lignes]
        zero = Decimal(0) if colonnes[rangs[cle]].genre is GenreColonne.QUANTITE else 0
        total = sum((contenu for contenu in contenus if isinstance(contenu, int | Decimal)), start=zero)
        calcul = SommeLignes(lignes=tuple(ligne.cle for ligne in lignes)) if lignes else None
        totaux[cle] = Cellule(valeur=total, calcul=calcul)
    return totaux


def ligne_de_somme(
    colonnes: Sequence[Colonne],
    cle: str,
    libelle: str,
    lignes: Sequence[Ligne],
    *,
    sommees: Sequence[str],
    derivees: Mapping[str, Derivee],
    genre: GenreLigne = GenreLigne.TOTAL,
) -> Ligne:
    """La ligne qui somme d’autres lignes, libellée dans la première colonne."""
    cellules = {colonnes[0].cle: texte(libelle), **sommer(colonnes, sommees, lignes)}
    for colonne, deriver in derivees.items():
        cellules[colonne] = deriver(cellules)
    return composer_ligne(colonnes, cle, cellules, genre)


@dataclass(frozen=True, slots=True)
class Groupe:
    """Les lignes d’une famille, et ce que son sous-total montre en plus des sommes communes."""

    cle: str
    libelle: str
    lignes: tuple[Ligne, ...]
    sommees: tuple[str, ...] = ()
    complements: Cellules | None = None


def grouper(
    colonnes: Sequence[Colonne],
    groupes: Sequence[Groupe],
    *,
    libelle_total: str,
    sommees: Sequence[str],
    derivees: Mapping[str, Derivee],
) -> tuple[Ligne, ...]:
    """Bandeau, lignes et sous-total de chaque groupe, puis le total des sous-totaux."""
    lignes: list[Ligne] = []
    sous_totaux: list[Ligne] = []
    for groupe in groupes:
        bandeau = {colonnes[0].cle: texte(f"{groupe.cle} – {groupe.libelle}")}
        sous_total = ligne_de_somme(
            colonnes,
            f"sous-total:{groupe.cle}",
            f"Sous-total {groupe.cle} – {groupe.libelle}",
            groupe.lignes,
            sommees=(*sommees, *groupe.sommees),
            derivees={**derivees, **{cle: _constante(c) for cle, c in (groupe.complements or {}).items()}},
            genre=GenreLigne.SOUS_TOTAL,
        )
        sous_totaux.append(sous_total)
        lignes += [
            composer_ligne(colonnes, f"famille:{groupe.cle}", bandeau, GenreLigne.FAMILLE),
            *groupe.lignes,
            sous_total,
        ]
    total = ligne_de_somme(colonnes, "total", libelle_total, sous_totaux, sommees=sommees, derivees=derivees)
    return (*lignes, total)


def _constante(cellule: Cellule) -> Derivee:
    return lambda _cellules: cellule

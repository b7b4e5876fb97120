"""Les graphiques en barres couchées : un nom par rangée, et au bout de chaque barre son montant et ce qu’il est."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from exports.document.elements import GenreGraphique
from exports.graphiques.cadre import MARGE, Cadre, au_point
from exports.graphiques.donnees import Donnees, Serie
from exports.graphiques.echelle import UniteAffichee, choisir_unite
from exports.graphiques.formes import POINT, Ancre, Dessin, Encre, Forme, Groupe, Ligne, Texte
from exports.graphiques.style import barre
from exports.graphiques.textes import INTERLIGNE, largeur, replier
from financement.valeurs.arrondi import arrondir

__all__ = ["dessiner_barres"]

_ECART: Final = 4 * POINT
_ENTRE_RANGEES: Final = 5 * POINT
_EPAISSEUR: Final = 12 * POINT
_SOUS_LE_MILIEU: Final = 350
"""De la ligne de base d’un texte au milieu de ses chiffres."""

_NOMS_AU_PLUS: Final = (32, 48)
"""La part de la largeur que prennent les noms, en pourcentage ; la seconde, si elle épargne une planche."""

_NOMS_AU_MOINS: Final = 60 * POINT
_BARRES_AU_MOINS: Final = 60 * POINT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Barre:
    """Une barre : sa série, son point, sa place dans la rangée, où elle finit (zéro : rien) et son étiquette."""

    serie: Serie
    point: int
    place: int
    fin: int
    etiquette: str

    @property
    def va_a_gauche(self) -> bool:
        return self.fin < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rangee:
    """Les lignes d’un nom, les barres de son point, et la hauteur que prend le plus grand des deux."""

    point: int
    nom: Sequence[str]
    barres: Sequence[_Barre]
    hauteur: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axe:
    """Où est zéro, combien vaut une longueur, et où finissent les noms, en centièmes de point."""

    zero: int
    noms: int
    echelle: Fraction

    def position(self, montant: int) -> int:
        return self.zero + arrondir(montant * self.echelle)


def dessiner_barres(donnees: Donnees, cadre: Cadre) -> list[Dessin]:
    """Le graphique, en autant de planches qu’il faut pour la hauteur ; toutes ont la même échelle."""
    essais = (_composer(donnees, cadre, part) for part in _NOMS_AU_PLUS)
    etroits = next(essais)
    if len(etroits) == 1:
        return etroits
    return min(etroits, next(essais), key=len)


def _composer(donnees: Donnees, cadre: Cadre, part_des_noms: int) -> list[Dessin]:
    """Les planches, les noms y prenant au plus cette part de la largeur, en pourcentage."""
    unite = choisir_unite(max(map(abs, donnees.montants()), default=0))
    toutes = list(_opposer(donnees, unite) if donnees.genre is GenreGraphique.OPPOSEES else _comparer(donnees, unite))
    avant, apres = (
        max((largeur(b.etiquette) + _ECART for b in toutes if b.va_a_gauche is gauche), default=0)
        for gauche in (True, False)
    )
    utile = cadre.largeur * POINT - 2 * MARGE - avant - apres - 2 * _ECART
    place = max(_NOMS_AU_MOINS, min(cadre.largeur * part_des_noms, utile - _BARRES_AU_MOINS))
    noms = [replier(nom, place) for nom in donnees.noms]
    colonne = max(largeur(ligne) for nom in noms for ligne in nom)
    vers_la_gauche = max((-b.fin for b in toutes if b.va_a_gauche), default=0)
    etendue = vers_la_gauche + max((b.fin for b in toutes if not b.va_a_gauche), default=0)
    echelle = Fraction(max(utile - colonne, POINT), etendue or 1)
    debut = MARGE + colonne + 2 * _ECART + avant
    axe = _Axe(zero=debut + arrondir(vers_la_gauche * echelle), noms=MARGE + colonne, echelle=echelle)
    places = 1 + max((b.place for b in toutes), default=0)
    rangees = []
    for point, nom in enumerate(noms):
        hauteur = max(len(nom) * INTERLIGNE, places * _EPAISSEUR) + _ENTRE_RANGEES
        siennes = [b for b in toutes if b.point == point]
        rangees.append(_Rangee(point=point, nom=nom, barres=siennes, hauteur=hauteur))
    return [_planche(donnees, planche, axe, cadre) for planche in _partager(rangees, cadre)]


def _opposer(donnees: Donnees, unite: UniteAffichee) -> Iterator[_Barre]:
    """La première série va vers la droite, la seconde vers la gauche ; un montant nul n’a ni barre ni étiquette."""
    for serie, sens in zip(donnees.series, (1, -1), strict=True):
        for point, montant in enumerate(serie.montants):
            if montant:
                etiquette = f"{unite.afficher(montant)} {serie.mots}"
                yield _Barre(serie=serie, point=point, place=0, fin=sens * montant, etiquette=etiquette)


def _comparer(donnees: Donnees, unite: UniteAffichee) -> Iterator[_Barre]:
    """La seconde série sous la première, son écart avec elle au bout de l’étiquette."""
    avant, apres = donnees.series
    for point, (montant, autre) in enumerate(zip(avant.montants, apres.montants, strict=True)):
        yield _Barre(
            serie=avant, point=point, place=0, fin=montant, etiquette=f"{unite.afficher(montant)} {avant.mots}"
        )
        etiquette = f"{unite.afficher(autre)} {apres.mots} ({unite.afficher_ecart(autre - montant)})"
        yield _Barre(serie=apres, point=point, place=1, fin=autre, etiquette=etiquette)


def _partager(rangees: Sequence[_Rangee], cadre: Cadre) -> list[list[_Rangee]]:
    """Les rangées, dans l’ordre, par planches qui tiennent dans la hauteur, et de hauteurs voisines."""
    if cadre.hauteur is None:
        return [list(rangees)]
    au_plus = cadre.hauteur * POINT - 2 * MARGE
    retenu = _remplir(rangees, au_plus)
    for hauteur in range(au_plus - POINT, sum(r.hauteur for r in rangees) // len(retenu), -POINT):
        essai = _remplir(rangees, hauteur)
        if len(essai) > len(retenu):
            break
        retenu = essai
    return retenu


def _remplir(rangees: Sequence[_Rangee], hauteur: int) -> list[list[_Rangee]]:
    """Les planches remplies l’une après l’autre jusqu’à cette hauteur."""
    planches: list[list[_Rangee]] = [[]]
    prise = 0
    for rangee in rangees:
        if planches[-1] and prise + rangee.hauteur > hauteur:
            planches.append([])
            prise = 0
        planches[-1].append(rangee)
        prise += rangee.hauteur
    return planches


def _planche(donnees: Donnees, rangees: Sequence[_Rangee], axe: _Axe, cadre: Cadre) -> Dessin:
    groupes: list[Groupe] = []
    y = MARGE
    for rangee in rangees:
        milieu = y + rangee.hauteur // 2
        groupes.append(Groupe(nom=donnees.noms[rangee.point], formes=tuple(_nom(rangee.nom, axe, milieu))))
        haut = milieu - (1 + max((b.place for b in rangee.barres), default=0)) * _EPAISSEUR // 2
        for sienne in rangee.barres:
            formes = tuple(_barre(sienne, axe, haut + sienne.place * _EPAISSEUR))
            groupes.append(Groupe(nom=donnees.infobulle(sienne.serie, sienne.point), formes=formes))
        y += rangee.hauteur
    hauteur = au_point(y + MARGE)
    zero = Ligne(points=((axe.zero, MARGE), (axe.zero, hauteur - MARGE)), couleur=Encre.TEXTE)
    return Dessin(largeur=cadre.largeur * POINT, hauteur=hauteur, groupes=(*groupes, Groupe(formes=(zero,))))


def _nom(lignes: Sequence[str], axe: _Axe, milieu: int) -> Iterator[Forme]:
    premiere = milieu - (len(lignes) - 1) * INTERLIGNE // 2 + _SOUS_LE_MILIEU
    for rang, ligne in enumerate(lignes):
        yield Texte(texte=ligne, ou=(axe.noms, premiere + rang * INTERLIGNE), ancre=Ancre.FIN)


def _barre(sienne: _Barre, axe: _Axe, y: int) -> Iterator[Forme]:
    debut, fin = sorted((axe.zero, axe.position(sienne.fin)))
    if fin > debut:
        yield from barre((debut, y), (fin - debut, _EPAISSEUR), sienne.serie.style)
    base = y + _EPAISSEUR // 2 + _SOUS_LE_MILIEU
    if sienne.va_a_gauche:
        yield Texte(texte=sienne.etiquette, ou=(debut - _ECART, base), ancre=Ancre.FIN)
    else:
        yield Texte(texte=sienne.etiquette, ou=(fin + _ECART, base))

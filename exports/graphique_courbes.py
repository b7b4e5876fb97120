"""Les graphiques en courbes : une par série, distinguées par la couleur, le tiret et le repère."""

from collections.abc import Iterator
from typing import Final

from exports.graphique_cadre import LARGEUR, MARGE, graduer, legende, titre_d_axe
from exports.graphique_donnees import Donnees, Serie
from exports.graphique_echelle import Echelle, choisir_echelle
from exports.graphique_style import repere, trait
from exports.graphique_trace import PIXEL, balise, couper, ecrire_texte, largeur, longueur, nommer

__all__ = ["dessiner_courbes"]

Point = tuple[int, int]

_PETITE: Final = 11 * PIXEL
_ECART: Final = 6 * PIXEL
_HAUTEUR: Final = 340 * PIXEL
_INTERLIGNE: Final = 13 * PIXEL
_NOM_PENCHE_AU_PLUS: Final = 140 * PIXEL
# Deux noms penchés de 40° plus proches se recouvriraient.
_ENTRE_NOMS_PENCHES: Final = 17 * PIXEL
_SOUS_L_AXE: Final = 30 * PIXEL


def dessiner_courbes(donnees: Donnees) -> tuple[list[str], int]:
    """Les éléments du graphique et sa hauteur, en centièmes de pixel."""
    elements, haut = legende(donnees, _cle)
    haut += MARGE + 20 * PIXEL
    bas = haut + _HAUTEUR
    echelle = choisir_echelle(donnees.montants(), bas, haut)
    gauche = MARGE + max(largeur(echelle.etiquette(g), _PETITE) for g in echelle.graduations()) + 2 * _ECART
    bouts = [(serie, bout) for serie in donnees.series if (bout := _bout(serie)) is not None]
    place = max([largeur(echelle.unite.afficher(montant), _PETITE) for _, (_, montant) in bouts], default=0)
    droite = LARGEUR - MARGE - place - 2 * _ECART
    pas = (droite - gauche) // len(donnees.noms)

    def abscisse(rang: int) -> int:
        return gauche + rang * pas + pas // 2

    elements.append(ecrire_texte(titre_d_axe(echelle), (MARGE, haut - 14 * PIXEL)))
    elements += graduer(echelle, lambda y: ((gauche, y), (droite, y)))
    for graduation in echelle.graduations():
        ou = gauche - _ECART, echelle.position(graduation) + 4 * PIXEL
        elements.append(ecrire_texte(echelle.etiquette(graduation), ou, taille=_PETITE, ancre="end"))
    for serie in donnees.series:
        for troncon in _troncons(serie):
            points = [(abscisse(rang), echelle.position(montant)) for rang, montant in troncon]
            if len(points) > 1:
                elements.append(nommer(serie.libelle, (trait(points, serie.style),)))
            for (rang, _), point in zip(troncon, points, strict=True):
                elements.append(nommer(donnees.infobulle(serie, rang), (repere(point, serie.style),)))
    elements += _etiquettes(bouts, echelle, abscisse(len(donnees.noms) - 1) + 2 * _ECART)
    noms, sous_les_noms = _noms(donnees, [abscisse(rang) for rang in range(len(donnees.noms))], pas, bas)
    return [*elements, *noms], sous_les_noms


def _cle(coin: Point, serie: Serie) -> str:
    x, y = coin
    milieu = y + 6 * PIXEL
    return trait([(x, milieu), (x + 22 * PIXEL, milieu)], serie.style) + repere((x + 11 * PIXEL, milieu), serie.style)


def _bout(serie: Serie) -> tuple[int, int] | None:
    """Le dernier point d'une courbe : son rang et son montant."""
    connus = [(rang, montant) for rang, montant in enumerate(serie.montants) if montant is not None]
    return connus[-1] if connus else None


def _troncons(serie: Serie) -> Iterator[list[tuple[int, int]]]:
    """Les suites de points qu'aucune cellule vide ne coupe."""
    troncon: list[tuple[int, int]] = []
    for rang, montant in enumerate(serie.montants):
        if montant is not None:
            troncon.append((rang, montant))
        elif troncon:
            yield troncon
            troncon = []
    if troncon:
        yield troncon


def _etiquettes(bouts: list[tuple[Serie, tuple[int, int]]], echelle: Echelle, x: int) -> Iterator[str]:
    """Le dernier montant de chaque courbe, écarté de ceux qu'il recouvrirait."""
    plancher = None
    for _, (_, montant) in sorted(bouts, key=lambda bout: -bout[1][1]):
        y = echelle.position(montant) + 4 * PIXEL
        y = y if plancher is None else max(y, plancher + _INTERLIGNE)
        plancher = y
        yield ecrire_texte(echelle.unite.afficher(montant), (x, y), taille=_PETITE)


def _noms(donnees: Donnees, abscisses: list[int], pas: int, bas: int) -> tuple[list[str], int]:
    """Les noms des points, penchés s'ils ne tiennent pas à plat, et l'ordonnée où ils finissent.

    Penchés et encore trop serrés, il ne s'en écrit qu'un sur deux, ou sur trois…
    """
    if all(largeur(nom, _PETITE) <= pas - _ECART for nom in donnees.noms):
        plats = [
            nommer(nom, (ecrire_texte(nom, (x, bas + 18 * PIXEL), taille=_PETITE, ancre="middle"),))
            for x, nom in zip(abscisses, donnees.noms, strict=True)
        ]
        return plats, bas + _SOUS_L_AXE
    cadence = -(-_ENTRE_NOMS_PENCHES // pas)
    abscisses, ecrits = abscisses[::cadence], donnees.noms[::cadence]
    # Un nom penché s'étend vers la gauche des trois quarts de sa longueur : les premiers butent sur le bord.
    places = [min(_NOM_PENCHE_AU_PLUS, (x - MARGE) * 5 // 4) for x in abscisses]
    coupes = [couper(nom, place, _PETITE) for nom, place in zip(ecrits, places, strict=True)]
    penches = []
    for x, nom, coupe in zip(abscisses, ecrits, coupes, strict=True):
        y = bas + 14 * PIXEL
        texte = ecrire_texte(coupe, (x, y), taille=_PETITE, ancre="end")
        tourne = balise("g", {"transform": f"rotate(-40 {longueur(x)} {longueur(y)})"}, texte)
        penches.append(nommer(nom, (tourne,)))
    # Le sinus de 40° vaut un peu moins de deux tiers.
    return penches, bas + max(largeur(coupe, _PETITE) for coupe in coupes) * 2 // 3 + _SOUS_L_AXE

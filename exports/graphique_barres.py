"""Les graphiques en barres, côte à côte ou empilées ; couchées dès que les noms ou les montants sont longs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from exports.document_elements import GenreGraphique
from exports.graphique_cadre import LARGEUR, MARGE, graduer, legende, titre_d_axe
from exports.graphique_donnees import Donnees, Serie
from exports.graphique_echelle import Echelle, UniteAffichee, choisir_echelle, choisir_unite
from exports.graphique_style import pastille, rectangle
from exports.graphique_trace import PIXEL, couper, ecrire_texte, largeur, nommer

__all__ = ["dessiner_barres"]

_PETITE: Final = 10 * PIXEL
_NOM_AU_PLUS: Final = 290 * PIXEL
_ECART: Final = 4 * PIXEL
_ENTRE_GROUPES: Final = 10 * PIXEL
_SOUS_L_AXE: Final = 50 * PIXEL
_HAUTEUR_DEBOUT: Final = 300 * PIXEL
_BARRE_DEBOUT_AU_PLUS: Final = 90 * PIXEL
_ETIQUETEE: Final = 10 * PIXEL
_EPAISSEUR_EMPILEE: Final = 18 * PIXEL
# Épaisseur d'une barre, par nombre de séries côte à côte au plus.
_EPAISSEURS: Final = ((4, 12 * PIXEL), (8, 10 * PIXEL), (12, 7 * PIXEL))
_EPAISSEUR_MINIMALE: Final = 5 * PIXEL


@dataclass(frozen=True, slots=True, kw_only=True)
class _Barre:
    """Une barre : sa série, son point, sa place dans le groupe, les montants où elle commence et finit."""

    serie: Serie
    point: int
    place: int
    debut: int
    fin: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Etiquette:
    point: int
    place: int
    montant: int


def dessiner_barres(donnees: Donnees, genre: GenreGraphique) -> tuple[list[str], int]:
    """Les éléments du graphique et sa hauteur, en centièmes de pixel."""
    if genre is GenreGraphique.BARRES_EMPILEES:
        barres, etiquettes = _empiler(donnees)
        places = 1
    else:
        barres, etiquettes = _cote_a_cote(donnees)
        places = len(donnees.series)
    montants = [montant for barre in barres for montant in (barre.debut, barre.fin)]
    unite = choisir_unite(max(map(abs, montants), default=0))
    place_des_montants = max([largeur(unite.afficher(e.montant), _PETITE) for e in etiquettes], default=0) + 2 * _ECART
    pas = (LARGEUR - 2 * MARGE - place_des_montants) // len(donnees.noms)
    debout = all(largeur(nom) <= pas - _ECART for nom in donnees.noms) and (
        (pas - _ENTRE_GROUPES) // places >= place_des_montants
    )
    elements, haut = legende(donnees, lambda coin, serie: pastille(coin, serie.style))
    haut += _ECART
    if debout:
        corps, bas = _debout(donnees, barres, etiquettes, places, haut + MARGE)
    else:
        corps, bas = _couchees(donnees, barres, etiquettes, places, haut)
    return [*elements, *corps], bas


def _cote_a_cote(donnees: Donnees) -> tuple[list[_Barre], list[_Etiquette]]:
    barres, etiquettes = [], []
    for place, serie in enumerate(donnees.series):
        for point, montant in enumerate(serie.montants):
            if montant is not None:
                barres.append(_Barre(serie=serie, point=point, place=place, debut=0, fin=montant))
                etiquettes.append(_Etiquette(point=point, place=place, montant=montant))
    return barres, etiquettes


def _empiler(donnees: Donnees) -> tuple[list[_Barre], list[_Etiquette]]:
    """Les montants positifs s'empilent d'un côté de zéro, les négatifs de l'autre ; chaque pile porte sa somme."""
    barres, etiquettes = [], []
    for point in range(len(donnees.noms)):
        montants = [(serie, serie.montants[point] or 0) for serie in donnees.series]
        for pile in (
            [(serie, montant) for serie, montant in montants if montant > 0],
            [(serie, montant) for serie, montant in montants if montant < 0],
        ):
            bords = list(accumulate((montant for _, montant in pile), initial=0))
            for (serie, _), debut, fin in zip(pile, bords[:-1], bords[1:], strict=True):
                barres.append(_Barre(serie=serie, point=point, place=0, debut=debut, fin=fin))
            if pile:
                etiquettes.append(_Etiquette(point=point, place=0, montant=bords[-1]))
    return barres, etiquettes


def _place_des_etiquettes(etiquettes: list[_Etiquette], unite: UniteAffichee) -> tuple[int, int]:
    """La place à garder avant et après l'axe pour les montants négatifs et positifs."""

    def place(retenues: list[_Etiquette]) -> int:
        return max([largeur(unite.afficher(e.montant), _PETITE) for e in retenues], default=0) + 2 * _ECART

    return place([e for e in etiquettes if e.montant < 0]), place([e for e in etiquettes if e.montant >= 0])


def _epaisseur(places: int) -> int:
    if places == 1:
        return _EPAISSEUR_EMPILEE
    return next((epaisseur for nombre, epaisseur in _EPAISSEURS if places <= nombre), _EPAISSEUR_MINIMALE)


def _couchees(
    donnees: Donnees, barres: list[_Barre], etiquettes: list[_Etiquette], places: int, haut: int
) -> tuple[list[str], int]:
    epaisseur = _epaisseur(places)
    groupe = places * epaisseur + _ENTRE_GROUPES
    bas = haut + len(donnees.noms) * groupe + _ECART
    noms = min(_NOM_AU_PLUS, max(map(largeur, donnees.noms)))
    unite = choisir_unite(max((abs(m) for b in barres for m in (b.debut, b.fin)), default=0))
    avant, apres = _place_des_etiquettes(etiquettes, unite)
    gauche = MARGE + noms + 2 * _ECART + avant
    echelle = choisir_echelle((b.fin for b in barres), gauche, LARGEUR - MARGE - apres)

    def ordonnee(point: int, place: int) -> int:
        return haut + _ENTRE_GROUPES // 2 + point * groupe + place * epaisseur

    elements = list(graduer(echelle, lambda x: ((x, haut), (x, bas))))
    for point, nom in enumerate(donnees.noms):
        y = ordonnee(point, 0) + places * epaisseur // 2 + 4 * PIXEL
        texte = ecrire_texte(couper(nom, noms), (MARGE + noms, y), ancre="end")
        elements.append(nommer(nom, (texte,)))
    for barre in barres:
        x, fin = sorted((echelle.position(barre.debut), echelle.position(barre.fin)))
        if fin > x:
            coin = x, ordonnee(barre.point, barre.place)
            dessin = rectangle(coin, (fin - x, epaisseur), barre.serie.style)
            elements.append(nommer(donnees.infobulle(barre.serie, barre.point), (dessin,)))
    for etiquette in etiquettes if epaisseur >= _ETIQUETEE else ():
        x, ancre = echelle.position(etiquette.montant), "end" if etiquette.montant < 0 else "start"
        x += -_ECART if etiquette.montant < 0 else _ECART
        y = ordonnee(etiquette.point, etiquette.place) + epaisseur // 2 + 350
        elements.append(ecrire_texte(echelle.unite.afficher(etiquette.montant), (x, y), taille=_PETITE, ancre=ancre))
    elements += _axe_couche(echelle, bas)
    return elements, bas + _SOUS_L_AXE


def _axe_couche(echelle: Echelle, bas: int) -> Iterator[str]:
    for graduation in echelle.graduations():
        ou = echelle.position(graduation), bas + 14 * PIXEL
        yield ecrire_texte(echelle.etiquette(graduation), ou, taille=11 * PIXEL, ancre="middle")
    milieu = (echelle.debut + echelle.fin) // 2
    yield ecrire_texte(titre_d_axe(echelle), (milieu, bas + 34 * PIXEL), ancre="middle")


def _debout(
    donnees: Donnees, barres: list[_Barre], etiquettes: list[_Etiquette], places: int, haut: int
) -> tuple[list[str], int]:
    # Une ligne de texte au-dessus des plus hautes barres, une sous les plus basses.
    haut += 20 * PIXEL
    bas = haut + _HAUTEUR_DEBOUT
    echelle = choisir_echelle((b.fin for b in barres), bas, haut)
    gauche = MARGE + max(largeur(echelle.etiquette(g), 11 * PIXEL) for g in echelle.graduations()) + 2 * _ECART
    pas = (LARGEUR - MARGE - gauche) // len(donnees.noms)
    epaisseur = min((pas - _ENTRE_GROUPES) // places, _BARRE_DEBOUT_AU_PLUS)

    def abscisse(point: int, place: int) -> int:
        return gauche + point * pas + (pas - places * epaisseur) // 2 + place * epaisseur

    titre = ecrire_texte(titre_d_axe(echelle), (MARGE, haut - 14 * PIXEL))
    elements = [titre, *graduer(echelle, lambda y: ((gauche, y), (LARGEUR - MARGE, y)))]
    for graduation in echelle.graduations():
        ou = gauche - _ECART, echelle.position(graduation) + 4 * PIXEL
        elements.append(ecrire_texte(echelle.etiquette(graduation), ou, taille=11 * PIXEL, ancre="end"))
    # Le montant d'une barre négative s'écrit sous elle, au-dessus des noms.
    sous_les_montants = 34 if echelle.minimum < 0 else 20
    for point, nom in enumerate(donnees.noms):
        ou = gauche + point * pas + pas // 2, bas + sous_les_montants * PIXEL
        elements.append(nommer(nom, (ecrire_texte(nom, ou, ancre="middle"),)))
    for barre in barres:
        y, fin = sorted((echelle.position(barre.debut), echelle.position(barre.fin)))
        if fin > y:
            coin = abscisse(barre.point, barre.place), y
            dessin = rectangle(coin, (epaisseur, fin - y), barre.serie.style)
            elements.append(nommer(donnees.infobulle(barre.serie, barre.point), (dessin,)))
    for etiquette in etiquettes:
        x = abscisse(etiquette.point, etiquette.place) + epaisseur // 2
        y = echelle.position(etiquette.montant) + (12 * PIXEL if etiquette.montant < 0 else -_ECART)
        texte = echelle.unite.afficher(etiquette.montant)
        elements.append(ecrire_texte(texte, (x, y), taille=_PETITE, ancre="middle"))
    return elements, bas + _SOUS_L_AXE

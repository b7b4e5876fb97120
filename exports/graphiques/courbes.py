"""Les cumuls datés : deux courbes jusqu’à l’arrêté, et un trait par date limite."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from exports.graphiques.cadre import MARGE, Cadre, au_point
from exports.graphiques.donnees import Donnees, Serie
from exports.graphiques.echelle import Echelle, choisir_echelle
from exports.graphiques.formes import POINT, Ancre, Dessin, Encre, Forme, Groupe, Ligne, Texte
from exports.graphiques.style import repere
from exports.graphiques.textes import CORPS, INTERLIGNE, largeur
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import afficher_date
from maquettes.classeur.charte_des_graphiques import REPERE
from maquettes.classeur.place_dans_le_temps import place_dans_le_temps

__all__ = ["dessiner_cumuls"]

_ECART: Final = 6 * POINT
_HAUTEUR: Final = 240 * POINT
_SOUS_L_AXE: Final = 18 * POINT
_TIRETS_DE_REPERE: Final = (3 * POINT, 3 * POINT)
_CADENCES: Final = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class _Boite:
    """La place d’un texte, qu’aucun trait ne traverse."""

    gauche: int
    droite: int
    haut: int
    bas: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Temps:
    """L’axe du temps : un exercice finit sur sa graduation."""

    debut: Fraction
    fin: Fraction
    gauche: int
    droite: int

    def position(self, le: Fraction | int) -> int:
        return self.gauche + arrondir((le - self.debut) * (self.droite - self.gauche) / (self.fin - self.debut))


def dessiner_cumuls(donnees: Donnees, cadre: Cadre) -> Dessin:
    """Les deux courbes, leur dernier montant à leur bout, les dates marquées au-dessus."""
    large = cadre.largeur * POINT
    haut = MARGE + len(donnees.reperes) * INTERLIGNE + INTERLIGNE
    bas = haut + _HAUTEUR
    echelle = choisir_echelle(donnees.montants(), bas, haut)
    gauche = MARGE + max(largeur(echelle.etiquette(g)) for g in echelle.graduations()) + _ECART
    bouts = [f"{echelle.unite.afficher(serie.montants[-1])} {serie.mots}" for serie in donnees.series]
    temps = _temps(donnees, gauche, large - MARGE, max(map(largeur, bouts)) + 2 * _ECART)
    points = [temps.position(place_dans_le_temps(le)) for le in donnees.dates]
    etiquettes = list(_etiquettes(donnees, bouts, echelle, points[-1] + 2 * _ECART))
    dates, boites = _nommer_les_reperes(donnees, temps, large - MARGE)
    boites += [_boite(texte) for texte in etiquettes]
    groupes = [
        Groupe(formes=tuple(_graduer(echelle, gauche, large - MARGE))),
        Groupe(formes=tuple(_annees(donnees, temps, bas))),
    ]
    for texte, x in dates:
        traits = _traits(x, texte.ou[1] - CORPS, bas, boites)
        groupes.append(Groupe(nom=texte.texte, formes=(*traits, texte)))
    for serie, texte in zip(donnees.series, etiquettes, strict=True):
        hauteurs = map(echelle.position, serie.montants)
        groupes += _courbe(donnees, serie, list(zip(points, hauteurs, strict=True)))
        groupes.append(Groupe(formes=(texte,)))
    hauteur = au_point(bas + _SOUS_L_AXE + INTERLIGNE + MARGE)
    legende = f"Cumuls à la fin de chaque exercice, en {echelle.unite.symbole}, arrondis pour l’affichage"
    pied = Texte(texte=legende, ou=(gauche, hauteur - MARGE))
    return Dessin(largeur=large, hauteur=hauteur, groupes=(*groupes, Groupe(formes=(pied,))))


def _temps(donnees: Donnees, gauche: int, droite: int, place: int) -> _Temps:
    """Du premier exercice au dernier point ou repère, et de quoi écrire les montants après le dernier point."""
    marquees = [place_dans_le_temps(le) for le in (*donnees.dates, *(r.le for r in donnees.reperes))]
    debut, fin = min(marquees) - Fraction(1, 2), max(marquees)
    dernier = place_dans_le_temps(donnees.dates[-1])
    fin = max(fin, dernier + Fraction(1, 4))
    # À droite du dernier point, la place des étiquettes ; ce qui va au-delà, repères à venir, la donne souvent déjà.
    utile = droite - gauche
    libre = min(max(utile - place, utile // 4), utile)
    fin = max(fin, debut + (dernier - debut) * utile / libre)
    return _Temps(debut=debut, fin=fin, gauche=gauche, droite=droite)


def _graduer(echelle: Echelle, gauche: int, droite: int) -> Iterator[Forme]:
    for graduation in echelle.graduations():
        y = echelle.position(graduation)
        yield Ligne(points=((gauche, y), (droite, y)), couleur=Encre.FILET if graduation else Encre.TEXTE)
        ou = gauche - _ECART, y + 350
        yield Texte(texte=echelle.etiquette(graduation), ou=ou, ancre=Ancre.FIN)


def _annees(donnees: Donnees, temps: _Temps, bas: int) -> Iterator[Forme]:
    """La fin de chaque exercice, ou d’un sur deux, sur cinq… tant que leurs noms se toucheraient."""
    exercices = range(-(-temps.debut.numerator // temps.debut.denominator), int(temps.fin) + 1)
    place = largeur("0000") + _ECART
    pas = temps.position(exercices.start + 1) - temps.position(exercices.start)
    cadence = next((c for c in _CADENCES if c * pas >= place), _CADENCES[-1])
    for annee in exercices:
        if (annee - donnees.dates[-1].year) % cadence == 0:
            x = temps.position(annee)
            if x + place // 2 <= temps.droite + MARGE:
                yield Ligne(points=((x, bas), (x, bas + 3 * POINT)), couleur=Encre.TEXTE)
                ou = x, bas + _SOUS_L_AXE - 3 * POINT
                yield Texte(texte=str(annee), ou=ou, ancre=Ancre.MILIEU)


def _nommer_les_reperes(donnees: Donnees, temps: _Temps, droite: int) -> tuple[list[tuple[Texte, int]], list[_Boite]]:
    """Le nom de chaque date marquée, une ligne chacun, et l’abscisse de son trait ; la plus lointaine au plus bas."""
    nommes = []
    for rang, marque in enumerate(sorted(donnees.reperes, key=lambda r: r.le)):
        x = temps.position(place_dans_le_temps(marque.le))
        texte = f"{marque.libelle} : {afficher_date(marque.le)}"
        y = MARGE + (rang + 1) * INTERLIGNE
        a_droite = x + _ECART + largeur(texte) <= droite
        ou = (x + _ECART, y) if a_droite else (x - _ECART, y)
        ancre = Ancre.DEBUT if a_droite else Ancre.FIN
        nommes.append((Texte(texte=texte, ou=ou, ancre=ancre), x))
    return nommes, [_boite(texte) for texte, _ in nommes]


def _boite(texte: Texte) -> _Boite:
    (x, y), large = texte.ou, largeur(texte.texte)
    gauche = x if texte.ancre is Ancre.DEBUT else x - large
    return _Boite(gauche - _ECART // 2, gauche + large + _ECART // 2, y - CORPS, y + 3 * POINT)


def _traits(x: int, haut: int, bas: int, boites: Iterable[_Boite]) -> Iterator[Ligne]:
    """Le trait d’un repère, interrompu là où il traverserait un texte."""
    traversees = sorted((b.haut, b.bas) for b in boites if b.gauche < x < b.droite and b.bas > haut)
    bords = [(haut, haut), *traversees, (bas, bas)]
    for (_, debut), (fin, _) in pairwise(bords):
        if fin > debut:
            yield Ligne(points=((x, debut), (x, fin)), couleur=REPERE, tirets=_TIRETS_DE_REPERE)


def _etiquettes(donnees: Donnees, bouts: list[str], echelle: Echelle, x: int) -> Iterator[Texte]:
    """Le dernier montant de chaque courbe, écarté de l’autre s’il le recouvrirait."""
    hauteurs = [echelle.position(serie.montants[-1]) + 350 for serie in donnees.series]
    haute = min((0, 1), key=lambda rang: hauteurs[rang])
    basse = 1 - haute
    manque = INTERLIGNE - (hauteurs[basse] - hauteurs[haute])
    if manque > 0:
        hauteurs[haute] -= manque
    for texte, y in zip(bouts, hauteurs, strict=True):
        yield Texte(texte=texte, ou=(x, y))


def _courbe(donnees: Donnees, serie: Serie, points: list[tuple[int, int]]) -> Iterator[Groupe]:
    style = serie.style
    if len(points) > 1:
        trait = Ligne(points=tuple(points), couleur=style.couleur, epaisseur=225, tirets=style.tirets)
        yield Groupe(nom=f"Montants {serie.mots}", formes=(trait,))
    for rang, point in enumerate(points):
        yield Groupe(nom=donnees.infobulle(serie, rang), formes=(repere(point, style),))

"""La feuille des graphiques : natifs, tirés à leur droite d’un bloc de formules qui suit les tableaux."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final

from exports.document.document import Document
from exports.document.elements import GenreGraphique, Graphique, SerieGraphique
from exports.graphiques.donnees import Donnees, lire_donnees
from exports.graphiques.echelle import choisir_unite
from exports.rendus.xlsx.feuille import ecrire_titre
from exports.rendus.xlsx.formules import Plan, PlanTableau
from exports.rendus.xlsx.page import mise_en_page
from exports.rendus.xlsx.styles import MONTANT_DE_GRAPHIQUE, NOTE
from financement.valeurs.arrondi import arrondir
from financement.valeurs.dates import afficher_date
from maquettes.classeur.classeur import adresse, colonne_lettres
from maquettes.classeur.graphique_natif import Axe, GraphiqueNatif
from maquettes.classeur.graphiques_de_concours import (
    AISANCE,
    COLONNES,
    DONNEES,
    HAUTEURS_DE_REPERE,
    LARGEURS_DES_DONNEES,
    Texte,
    barres_de_la_cloture,
    barres_des_soldes,
    courbes_des_cumuls,
    part_du_plus_grand,
    place_a_gauche,
    poser,
    tetes_de_page,
)
from maquettes.classeur.place_dans_le_temps import place_dans_le_temps
from maquettes.classeur.vivant import ClasseurVivant, FeuilleVivante

__all__ = ["FEUILLE", "ecrire_graphiques"]

FEUILLE: Final = "Graphiques"

_ONGLET: Final = "#1F3864"
_CADENCES: Final = (1, 2, 5, 10, 20)
_ANNEES_ECRITES: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bloc:
    """Les données d’un graphique dans la feuille : leur première rangée, et ce qu’elles lisent."""

    feuille: FeuilleVivante
    graphique: Graphique
    donnees: Donnees
    place: PlanTableau
    rangee: int

    @property
    def texte(self) -> Texte:
        return Texte(titre=self.graphique.titre, description=self.graphique.description)

    @property
    def points(self) -> range:
        return range(len(self.donnees.noms))

    @property
    def symbole(self) -> str:
        """L’unité dans laquelle s’écrivent les montants du graphique."""
        return choisir_unite(max(map(abs, self.donnees.montants()))).symbole

    def plage(self, colonne: int, rangs: range) -> str:
        """La plage fixe de ces rangs d’une colonne du bloc."""
        debut, fin = self.rangee + 2 + rangs[0], self.rangee + 2 + rangs[-1]
        lettres = colonne_lettres(DONNEES + colonne)
        return f"'{FEUILLE}'!${lettres}${debut}:${lettres}${fin}"

    def titrer(self, titres: Sequence[str]) -> None:
        for rang, titre in enumerate(titres):
            self.feuille.texte(self.rangee, DONNEES + rang, titre, NOTE)

    def reprendre(self, colonne: int, serie: SerieGraphique, signe: str = "") -> None:
        """Une formule par point, qui reprend la cellule du tableau ; ``0-`` en change le signe sans écrire −0."""
        montants = self.donnees.series[self.graphique.series.index(serie)].montants
        for rang, (ligne, montant) in enumerate(zip(self.graphique.lignes, montants, strict=True)):
            reference = f"{self.place.prefixe}{self.place.adresse(ligne, serie.colonne)}"
            self.calculer(colonne, rang, f"{signe}{reference}", Fraction(-montant if signe else montant, 100))

    def nommer(self) -> None:
        """Le nom de chaque point, repris du tableau."""
        for rang, (ligne, nom) in enumerate(zip(self.graphique.lignes, self.donnees.noms, strict=True), 1):
            formule = f"={self.place.prefixe}{self.place.adresse(ligne, self.graphique.colonne_des_noms)}"
            self.feuille.formule(self.rangee + rang, DONNEES, formule, nom, NOTE)

    def calculer(self, colonne: int, rang: int, formule: str, valeur: Fraction) -> None:
        self.feuille.formule(self.rangee + 1 + rang, DONNEES + colonne, f"={formule}", valeur, MONTANT_DE_GRAPHIQUE)

    def noter(self, colonne: int, rang: int, nombre: int | Fraction) -> None:
        self.feuille.nombre(self.rangee + 1 + rang, DONNEES + colonne, nombre, NOTE)

    def cellule(self, colonne: int, rang: int) -> str:
        return adresse(self.rangee + 1 + rang, DONNEES + colonne)


def ecrire_graphiques(classeur: ClasseurVivant, document: Document, plan: Plan) -> None:
    """La feuille des graphiques, s’il y en a : l’un sous l’autre, avec leur texte de remplacement."""
    if not document.graphiques:
        return
    feuille = classeur.feuille_vivante(FEUILLE, _ONGLET)
    rangee = ecrire_titre(feuille, document, f"{document.titre} – {FEUILLE}", COLONNES - 1) + 1
    for colonne, largeur in enumerate(LARGEURS_DES_DONNEES, DONNEES):
        feuille.largeur(colonne, largeur)
    for graphique in document.graphiques:
        bloc = _Bloc(
            feuille=feuille,
            graphique=graphique,
            donnees=lire_donnees(document, graphique),
            place=plan[graphique.tableau],
            rangee=rangee,
        )
        fin_du_bloc = rangee + len(graphique.lignes) + 2 * len(graphique.reperes) + 4
        rangee = max(poser(feuille, rangee, _composer(bloc)), fin_du_bloc)
    feuille.mettre_en_page(mise_en_page(document, FEUILLE, None, (rangee - 1, COLONNES - 1)))


def _composer(bloc: _Bloc) -> Sequence[GraphiqueNatif]:
    match bloc.graphique.genre:
        case GenreGraphique.OPPOSEES:
            _ecrire_les_soldes(bloc)
            premiere, seconde = bloc.graphique.series
            mots = premiere.mots, seconde.mots
            return barres_des_soldes(bloc.texte, bloc.plage, len(bloc.points), bloc.symbole, mots)
        case GenreGraphique.AVANT_APRES:
            _ecrire_la_cloture(bloc)
            premiere, seconde = bloc.graphique.series
            mots = premiere.mots, seconde.mots
            return barres_de_la_cloture(bloc.texte, bloc.plage, len(bloc.points), bloc.symbole, mots)
        case GenreGraphique.CUMULS:
            return (_cumuls(bloc),)


def _ecrire_les_soldes(bloc: _Bloc) -> None:
    """La seconde série, changée de signe, va à gauche ; deux colonnes gardent la place des étiquettes."""
    premiere, seconde = bloc.graphique.series
    bloc.titrer(("Financeur", premiere.mots, f"{seconde.mots}, en négatif", "place à droite", "place à gauche"))
    bloc.nommer()
    bloc.reprendre(1, premiere)
    bloc.reprendre(2, seconde, "0-")
    haut, bas = (max(serie.montants) for serie in bloc.donnees.series)
    a_verser, a_reverser = bloc.plage(1, bloc.points), bloc.plage(2, bloc.points)
    place = bas + Fraction(haut + bas, 4) if bas else Fraction(0)
    for tete in tetes_de_page(len(bloc.points)):
        bloc.calculer(3, tete, part_du_plus_grand(a_verser, AISANCE), _euros(haut * Fraction(AISANCE)))
        bloc.calculer(4, tete, place_a_gauche(a_verser, a_reverser), -_euros(place))


def _ecrire_la_cloture(bloc: _Bloc) -> None:
    """Avant, après et leur écart."""
    avant, apres = bloc.graphique.series
    bloc.titrer(("Financeur", avant.mots, apres.mots, "écart", "place à droite"))
    bloc.nommer()
    bloc.reprendre(1, avant)
    bloc.reprendre(2, apres)
    for rang, (a, b) in enumerate(zip(*(serie.montants for serie in bloc.donnees.series), strict=True)):
        bloc.calculer(3, rang, f"ROUND({bloc.cellule(2, rang)}-{bloc.cellule(1, rang)},2)", Fraction(b - a, 100))
    tous = f"{bloc.plage(1, bloc.points)},{bloc.plage(2, bloc.points)}"
    place = _euros(max(bloc.donnees.montants()) * Fraction(AISANCE))
    for tete in tetes_de_page(len(bloc.points)):
        bloc.calculer(4, tete, part_du_plus_grand(tous, AISANCE), place)


def _euros(centimes: Fraction) -> Fraction:
    """Un montant en euros, arrondi au centime comme l’arrondit le tableur."""
    return Fraction(arrondir(centimes), 100)


def _cumuls(bloc: _Bloc) -> GraphiqueNatif:
    """Les deux courbes, puis un trait de deux points par date marquée, de plus en plus haut."""
    graphique, donnees = bloc.graphique, bloc.donnees
    bloc.titrer(("Exercice", *(serie.mots for serie in graphique.series), "fin d’exercice", "date marquée", "hauteur"))
    bloc.nommer()
    for colonne, serie in enumerate(graphique.series, 1):
        bloc.reprendre(colonne, serie)
    abscisses = [place_dans_le_temps(le) for le in donnees.dates]
    for rang, place in enumerate(abscisses):
        bloc.noter(3, rang, place)
    annees = _annees([*abscisses, *(place_dans_le_temps(r.le) for r in graphique.reperes)], abscisses[-1])
    tous = f"{bloc.plage(1, bloc.points)},{bloc.plage(2, bloc.points)}"
    reperes = []
    for rang, marque in enumerate(sorted(graphique.reperes, key=lambda r: r.le)):
        place, hauteur = place_dans_le_temps(marque.le), HAUTEURS_DE_REPERE[rang % len(HAUTEURS_DE_REPERE)]
        for bout in (2 * rang, 2 * rang + 1):
            bloc.noter(4, bout, place)
        bloc.noter(5, 2 * rang, 0)
        valeur = _euros(max(donnees.montants()) * Fraction(hauteur))
        bloc.calculer(5, 2 * rang + 1, part_du_plus_grand(tous, hauteur), valeur)
        nom = f"{marque.libelle} : {afficher_date(marque.le)}"
        reperes.append((nom, "left" if 3 * (place - annees.debut) > annees.fin - annees.debut else "right"))
    return courbes_des_cumuls(bloc.texte, bloc.plage, len(bloc.points), bloc.symbole, reperes, annees)


def _annees(places: Sequence[Fraction], dernier: Fraction) -> Axe:
    """Les bornes de l’axe : de quoi voir le premier point, et lire les montants à droite du dernier."""
    debut = ceil(min(places)) - 1
    fin = max(ceil(max(places)), ceil(dernier + max(Fraction(1), (dernier - debut) / 6)))
    pas = next((cadence for cadence in _CADENCES if (fin - debut) <= _ANNEES_ECRITES * cadence), _CADENCES[-1])
    return Axe(debut=debut, fin=fin, pas=pas)

"""Le contrôle d’un document : chaque cellule calculée vaut ce que son calcul donne, et rien ne tourne en rond."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from exports.document.calculs import (
    Calcul,
    Critere,
    CritereTexte,
    Cumul,
    DifferenceColonnes,
    Etendue,
    Evolution,
    Exces,
    Part,
    Rapport,
    Renvoi,
    SommeAilleurs,
    SommeColonnes,
    SommeLignes,
    SommeSi,
)
from exports.document.lieux import Lieu, lieux_lus
from exports.document.tableau import Cellule, Tableau, Valeur
from exports.texte.affichable import replier

__all__ = ["fautes_de_calcul"]

Nombre = int | Decimal | Fraction


class _Feuilles:
    """Les valeurs d’un document par lieu, et les sommes par critères déjà faites."""

    def __init__(self, tableaux: Sequence[Tableau]) -> None:
        self.colonnes = {t.cle: tuple(colonne.cle for colonne in t.colonnes) for t in tableaux}
        self.lignes = {t.cle: tuple(ligne.cle for ligne in t.lignes) for t in tableaux}
        self.cellules: dict[Lieu, Cellule] = {
            Lieu(t.cle, ligne.cle, colonne.cle): cellule
            for t in tableaux
            for ligne in t.lignes
            for colonne, cellule in zip(t.colonnes, ligne.cellules, strict=True)
        }
        self._distincts: set[tuple[str, str]] = set()
        self._sommes: dict[tuple[str, str, tuple[str, ...]], dict[tuple[Valeur, ...], Nombre]] = {}

    def valeur(self, lieu: Lieu) -> Valeur:
        return self.cellules[lieu].valeur

    def nombre(self, lieu: Lieu) -> Nombre:
        valeur = self.valeur(lieu)
        if valeur is None:
            return 0
        if not isinstance(valeur, Nombre):
            raise TypeError(f"{lieu} n’est pas un nombre")
        return valeur

    def exiger_textes_distincts(self, tableau: str, colonne: str) -> None:
        """Lève ``TypeError`` si deux textes d’une colonne comparée ne diffèrent que par la casse ou les accents."""
        if (tableau, colonne) in self._distincts:
            return
        contenus = {self.valeur(Lieu(tableau, ligne, colonne)) for ligne in self.lignes[tableau]}
        textes = [contenu for contenu in contenus if isinstance(contenu, str)]
        if len({replier(texte) for texte in textes}) != len(textes):
            raise TypeError(f"{tableau}, colonne {colonne} : textes que la casse seule distingue")
        self._distincts.add((tableau, colonne))

    def sommes(self, tableau: str, colonne: str, criteres: tuple[str, ...]) -> dict[tuple[Valeur, ...], Nombre]:
        """Somme de ``colonne`` par valeurs des colonnes ``criteres``, sur toutes les lignes du tableau."""
        demande = tableau, colonne, criteres
        if demande not in self._sommes:
            sommes: dict[tuple[Valeur, ...], Nombre] = {}
            for ligne in self.lignes[tableau]:
                groupe = tuple(self.valeur(Lieu(tableau, ligne, critere)) for critere in criteres)
                sommes[groupe] = _total((sommes.get(groupe, 0), self.nombre(Lieu(tableau, ligne, colonne))))
            self._sommes[demande] = sommes
        return self._sommes[demande]


def _total(nombres: Iterable[Nombre]) -> Nombre:
    total: Nombre = 0
    for nombre in nombres:
        # Les cellules d'une colonne ont toutes le même type : la somme est exacte.
        total = total + nombre  # type: ignore[operator]
    return total


def _difference(a: Nombre, b: Nombre) -> Nombre:
    return a - b  # type: ignore[operator]


def _quotient(numerateur: Nombre, denominateur: Nombre) -> Fraction | None:
    return Fraction(numerateur) / Fraction(denominateur) if denominateur else None


def _cherche(critere: Critere | CritereTexte, ici: Lieu, feuilles: _Feuilles) -> Valeur:
    if isinstance(critere, CritereTexte):
        return critere.texte
    return feuilles.valeur(Lieu(ici.tableau, ici.ligne, critere.ici))


def _resultat(calcul: Calcul, ici: Lieu, lus: Sequence[Lieu], feuilles: _Feuilles) -> Valeur:
    """Ce que le calcul donne des cellules qu’il lit ; ``KeyError`` si l’une n’existe pas."""
    match calcul:
        case SommeSi(tableau=tableau, colonne=colonne, criteres=criteres):
            colonnes = tuple(critere.colonne for critere in criteres)
            cherche = tuple(_cherche(critere, ici, feuilles) for critere in criteres)
            if None in cherche:
                raise TypeError(f"{ici} : critère vide")
            for lue in colonnes:
                feuilles.exiger_textes_distincts(tableau, lue)
            return feuilles.sommes(tableau, colonne, colonnes).get(cherche, 0)
        case Renvoi():
            valeur = feuilles.valeur(lus[0])
            if valeur is None:
                raise TypeError(f"{ici} : renvoi à une cellule vide")
            return valeur
        case _:
            return _resultat_numerique(calcul, [feuilles.nombre(lieu) for lieu in lus])


def _resultat_numerique(calcul: Calcul, lus: Sequence[Nombre]) -> Valeur:
    """Ce que donnent les nombres lus, pour un calcul qui n’est ni un renvoi, ni une somme par critères."""
    match calcul:
        case SommeLignes() | SommeColonnes() | SommeAilleurs() | Cumul():
            return _total(lus)
        case DifferenceColonnes() | Evolution():
            return _difference(lus[0], lus[1])
        case Exces():
            return _total((max(_difference(lus[0], lus[1]), 0),))
        case Etendue():
            return _difference(max(lus), min(lus))
        case Rapport() | Part():
            return _quotient(lus[0], lus[1])
        case Renvoi() | SommeSi():
            raise TypeError("calcul qui n’est pas numérique")


def fautes_de_calcul(tableaux: Sequence[Tableau]) -> Iterator[str]:
    """Une phrase par cellule dont la valeur n’est pas le résultat de son calcul, ou dont le calcul est impossible."""
    feuilles = _Feuilles(tableaux)
    graphe: TopologicalSorter[Lieu] = TopologicalSorter()
    colonnes_lues: set[Lieu] = set()
    for ici, cellule in feuilles.cellules.items():
        if cellule.calcul is None:
            continue
        try:
            lus = lieux_lus(cellule.calcul, ici, feuilles.lignes[ici.tableau])
            resultat = _resultat(cellule.calcul, ici, lus, feuilles)
        except KeyError as inconnu:
            yield f"{ici} : le calcul lit une cellule inconnue ({inconnu.args[0]})"
            continue
        except TypeError as impossible:
            yield f"{ici} : calcul impossible ({impossible})"
            continue
        # Une donnée ne tourne pas en rond.
        graphe.add(ici, *(lieu for lieu in lus if not lieu.ligne or feuilles.cellules[lieu].calcul is not None))
        colonnes_lues.update(lieu for lieu in lus if not lieu.ligne)
        if resultat != cellule.valeur:
            yield f"{ici} : vaut {cellule.valeur}, son calcul donne {resultat}"
    for colonne in colonnes_lues:
        graphe.add(
            colonne, *(Lieu(colonne.tableau, ligne, colonne.colonne) for ligne in feuilles.lignes[colonne.tableau])
        )
    try:
        graphe.prepare()
    except CycleError as cycle:
        yield "calculs en cercle : " + " → ".join(str(lieu) for lieu in cycle.args[1])

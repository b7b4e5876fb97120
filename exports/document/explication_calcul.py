"""L’explication d’un calcul du document, en français : la phrase qui le dit, et les cellules qu’il lit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

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
from exports.document.document import Document
from exports.document.lieux import Lieu, lieux_lus
from exports.document.tableau import Cellule, GenreColonne, Ligne, Tableau
from financement.affichage.libelles import accorder

__all__ = ["DONNEE", "Explications", "nommer_ligne"]

DONNEE = "Donnée du dossier : aucune autre cellule n’entre dans cette valeur."
"""Ce que l’on dit d’une cellule sans calcul."""

_NOMS_AU_PLUS = 5
_NOMMANTS = frozenset({GenreColonne.TEXTE, GenreColonne.CODE})


def nommer_ligne(tableau: Tableau, ligne: Ligne) -> str:
    """Le nom d’une ligne : ses premiers textes, cinq au plus, jusqu’à la première colonne d’un autre genre."""
    noms: list[str] = []
    for colonne, cellule in zip(tableau.colonnes, ligne.cellules, strict=True):
        if colonne.genre not in _NOMMANTS or len(noms) == _NOMS_AU_PLUS:
            break
        if isinstance(cellule.valeur, str) and cellule.valeur:
            noms.append(cellule.valeur)
    return " – ".join(noms)


@dataclass(frozen=True)
class Explications:
    """De quoi expliquer toutes les cellules d’un document, chacune cherchée une fois."""

    document: Document

    @cached_property
    def _tableaux(self) -> dict[str, Tableau]:
        return {tableau.cle: tableau for tableau in self.document.tableaux}

    @cached_property
    def _lignes(self) -> dict[tuple[str, str], Ligne]:
        return {(tableau.cle, ligne.cle): ligne for tableau in self.document.tableaux for ligne in tableau.lignes}

    @cached_property
    def _rangs(self) -> dict[tuple[str, str], int]:
        return {(t.cle, colonne.cle): rang for t in self.document.tableaux for rang, colonne in enumerate(t.colonnes)}

    @cached_property
    def _noms(self) -> dict[tuple[str, str], str]:
        return {
            (tableau.cle, ligne.cle): nommer_ligne(tableau, ligne)
            for tableau in self.document.tableaux
            for ligne in tableau.lignes
        }

    def phrase_et_lieux(self, ici: Lieu) -> tuple[str, Sequence[Lieu]]:
        """La phrase d’une cellule, sans espace insécable, et celles qu’elle lit ; ``KeyError`` si elle n’existe pas."""
        calcul = self._cellule(ici.tableau, ici.ligne, ici.colonne).calcul
        if calcul is None:
            return DONNEE, ()
        return self._phrase(calcul, ici), self._lieux(calcul, ici)

    def _cellule(self, tableau: str, ligne: str, colonne: str) -> Cellule:
        return self._lignes[tableau, ligne].cellules[self._rangs[tableau, colonne]]

    @cached_property
    def _libelles(self) -> dict[tuple[str, str], str]:
        """Le libellé de chaque colonne, précédé de son groupe si une autre du tableau porte le même."""
        libelles = {}
        for tableau in self.document.tableaux:
            portes = Counter(colonne.libelle for colonne in tableau.colonnes)
            for colonne in tableau.colonnes:
                est_nomme = portes[colonne.libelle] > 1 and colonne.groupe
                nom = f"{colonne.groupe} : {colonne.libelle}" if est_nomme else colonne.libelle
                libelles[tableau.cle, colonne.cle] = nom
        return libelles

    def _libelle(self, tableau: str, colonne: str) -> str:
        return self._libelles[tableau, colonne]

    def _citer(self, tableau: str, colonne: str) -> str:
        return f"« {self._libelle(tableau, colonne)} »"

    def _nom(self, tableau: str, ligne: str) -> str:
        return self._noms[tableau, ligne] or "sans nom"

    def _titre(self, tableau: str) -> str:
        return f"« {self._tableaux[tableau].titre} »"

    def _phrase(self, calcul: Calcul, ici: Lieu) -> str:  # noqa: C901, PLR0911 -- une phrase par calcul
        t = ici.tableau
        match calcul:
            case SommeLignes(lignes=lignes):
                return f"Somme de {accorder(len(lignes), 'ligne', 'lignes')} de cette colonne."
            case SommeColonnes(colonnes=colonnes):
                return f"{' + '.join(self._citer(t, colonne) for colonne in colonnes)}, sur cette ligne."
            case DifferenceColonnes(de=de, moins=moins):
                return f"{self._citer(t, de)} − {self._citer(t, moins)}, sur cette ligne."
            case Exces(de=de, sur=sur):
                return f"Ce dont {self._citer(t, de)} dépasse {self._citer(t, sur)} ; zéro s’il ne le dépasse pas."
            case Evolution(colonne=colonne, depuis=depuis):
                return f"{self._citer(t, colonne)} : cette ligne − la ligne « {self._nom(t, depuis)} »."
            case Cumul(colonne=colonne):
                return f"Cumul de {self._citer(t, colonne)}, de la première ligne du tableau à celle-ci."
            case Etendue(colonnes=colonnes):
                noms = ", ".join(self._citer(t, colonne) for colonne in colonnes)
                return f"Plus grande − plus petite des valeurs de {noms} : zéro quand toutes concordent."
            case Rapport(numerateur=numerateur, denominateur=denominateur):
                quotient = f"{self._citer(t, numerateur)} ÷ {self._citer(t, denominateur)}"
                return f"{quotient} ; vide si « {self._libelle(t, denominateur)} » est nul."
            case Part(colonne=colonne, ligne=ligne):
                return f"{self._citer(t, colonne)} : part de cette ligne dans la ligne « {self._nom(t, ligne)} »."
            case Renvoi(tableau=tableau):
                return f"Reprise du tableau {self._titre(tableau)}."
            case SommeAilleurs(tableau=tableau, lignes=lignes, colonne=colonne):
                nombre = accorder(len(lignes), "ligne", "lignes")
                return f"Somme de {self._citer(tableau, colonne)} sur {nombre} du tableau {self._titre(tableau)}."
            case SommeSi(tableau=tableau, colonne=colonne, criteres=criteres):
                conditions = " et ".join(self._condition(critere, calcul, ici) for critere in criteres)
                somme = f"Somme de {self._citer(tableau, colonne)} du tableau {self._titre(tableau)}"
                return f"{somme}, sur les lignes dont {conditions}."

    def _condition(self, critere: Critere | CritereTexte, calcul: SommeSi, ici: Lieu) -> str:
        comparee = self._citer(calcul.tableau, critere.colonne)
        if isinstance(critere, CritereTexte):
            return f"{comparee} est « {critere.texte} »"
        return f"{comparee} est {self._citer(ici.tableau, critere.ici)} de cette ligne"

    def _lieux(self, calcul: Calcul, ici: Lieu) -> list[Lieu]:
        """Les cellules que lit un calcul, dans l’ordre de sa phrase ; d’une somme par critères, celles sommées."""
        if isinstance(calcul, SommeSi):
            retenues = self._retenues(calcul.tableau, calcul.criteres, ici)
            return [Lieu(calcul.tableau, ligne, calcul.colonne) for ligne in retenues]
        return lieux_lus(calcul, ici, [ligne.cle for ligne in self._tableaux[ici.tableau].lignes])

    def _retenues(self, tableau: str, criteres: Iterable[Critere | CritereTexte], ici: Lieu) -> Iterable[str]:
        """Les lignes d’un tableau qui remplissent tous les critères."""
        cherches = [
            (
                self._rangs[tableau, critere.colonne],
                critere.texte
                if isinstance(critere, CritereTexte)
                else self._cellule(ici.tableau, ici.ligne, critere.ici).valeur,
            )
            for critere in criteres
        ]
        return [
            ligne.cle
            for ligne in self._tableaux[tableau].lignes
            if all(ligne.cellules[rang].valeur == cherche for rang, cherche in cherches)
        ]

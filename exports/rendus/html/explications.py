"""Les explications que la page déplie : dérivations et calculs, sans répéter un texte ni une suite de lignes.

- ``tableaux`` : l’ancre de chaque tableau, dans l’ordre de tous les rangs de tableau ;
- ``fragments`` et ``textes`` : un texte est une suite de fragments, que joint « , » ; il se désigne par son rang ;
  ces rangs sont relatifs, comme dans ``derivations`` (ceux des textes) et ``suites`` (ceux des formes) : un rang plus
  grand que tous les précédents s’écrit par ce dont il les dépasse, en négatif (presque toujours −1) ;
- ``regles`` : [règle, référence], en rangs de textes ;
- ``derivations``, par rang de tableau : [ligne, colonne, puis par étape libellé, montant (centimes, null, ou true
  s’il est celui de la cellule), rang de règle, provenance] ;
- ``listes`` : des suites de rangs de lignes, « 3-14,16 », où « . » est la ligne expliquée ;
- ``formes`` : [phrase, puis par bloc de termes tableau (−1 : celui-ci), rang de liste, colonnes (−1 : celle-ci)] ;
- ``suites`` : [colonne, forme, colonne, forme…] ; ``calculs``, par rang de tableau : la suite de chaque ligne.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final, Generic, TypeVar

from exports.document.document import Document
from exports.document.elements import LieuDocument
from exports.document.explication_calcul import DONNEE, Explications
from exports.document.lieux import Lieu
from exports.document.tableau import GenreColonne, Ligne, Tableau
from exports.document.typographie import composer_espaces
from exports.rendus.html.balises import ancre_de_tableau

__all__ = ["serialiser_explications"]

_ICI: Final = -1
_LIGNE_EXPLIQUEE: Final = "."
_JOINT: Final = ", "

T = TypeVar("T")


class _Repertoire(Generic[T]):
    """Des objets sans double, désignés par leur rang d’arrivée."""

    def __init__(self) -> None:
        self._rangs: dict[T, int] = {}

    def rang(self, objet: T) -> int:
        return self._rangs.setdefault(objet, len(self._rangs))

    def objets(self) -> list[T]:
        return list(self._rangs)


class _Relatif:
    """Écrit une suite de rangs : un nouveau par ce dont il dépasse le plus grand déjà vu, un ancien tel quel."""

    def __init__(self) -> None:
        self._plus_grand = -1

    def ecrire(self, rang: int) -> int:
        if rang <= self._plus_grand:
            return rang
        ecrit, self._plus_grand = self._plus_grand - rang, rang
        return ecrit


class _Serialisation:
    """Les répertoires d’un document, remplis au fil de ses tableaux."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.explications = Explications(document)
        self.dits: dict[str, int] = {}
        self.fragments = _Repertoire[str]()
        self.textes = _Repertoire[tuple[int, ...]]()
        self.regles = _Repertoire[tuple[int, int]]()
        self.listes = _Repertoire[str]()
        self.formes = _Repertoire[tuple[Any, ...]]()
        self.suites = _Repertoire[tuple[int, ...]]()
        self.tableaux = {tableau.cle: rang for rang, tableau in enumerate(document.tableaux)}
        self.lignes = [{ligne.cle: rang for rang, ligne in enumerate(t.lignes)} for t in document.tableaux]
        self.colonnes = [{colonne.cle: rang for rang, colonne in enumerate(t.colonnes)} for t in document.tableaux]

    def situer(self, lieu: Lieu | LieuDocument) -> tuple[int, int, int]:
        tableau = self.tableaux[lieu.tableau]
        return tableau, self.lignes[tableau][lieu.ligne], self.colonnes[tableau][lieu.colonne]

    def texte(self, texte: str) -> int:
        """Le rang d’un texte ; un même texte revient des centaines de fois, et ne se découpe que la première."""
        if texte not in self.dits:
            fragments = composer_espaces(texte).split(_JOINT)
            self.dits[texte] = self.textes.rang(tuple(self.fragments.rang(fragment) for fragment in fragments))
        return self.dits[texte]

    def derivations(self) -> list[list[list[int | None]]]:
        par_tableau: list[list[list[int | None]]] = [[] for _ in self.document.tableaux]
        relatif = _Relatif()
        # Dans l'ordre où la page les relit : les rangs relatifs en dépendent.
        for derivation in sorted(self.document.derivations, key=lambda autre: self.tableaux[autre.lieu.tableau]):
            tableau, ligne, colonne = self.situer(derivation.lieu)
            ecrite: list[int | None] = [ligne, colonne]
            affichee = self._montant(tableau, ligne, colonne)
            for etape in derivation.etapes:
                regle = self.regles.rang((self.texte(etape.regle), self.texte(etape.reference)))
                libelle = relatif.ecrire(self.texte(etape.libelle))
                montant = True if etape.montant is not None and etape.montant == affichee else etape.montant
                ecrite += [libelle, montant, regle, relatif.ecrire(self.texte(etape.provenance))]
            par_tableau[tableau].append(ecrite)
        return par_tableau

    def _montant(self, tableau: int, ligne: int, colonne: int) -> int | None:
        """Les centimes d’une cellule, si sa colonne en montre."""
        valeur = self.document.tableaux[tableau].lignes[ligne].cellules[colonne].valeur
        est_montant = self.document.tableaux[tableau].colonnes[colonne].genre is GenreColonne.MONTANT
        return valeur if est_montant and isinstance(valeur, int) else None

    def calculs(self) -> list[list[int]]:
        return [
            [self.suites.rang(self._suite(tableau, ligne)) for ligne in tableau.lignes]
            for tableau in self.document.tableaux
        ]

    def _suite(self, tableau: Tableau, ligne: Ligne) -> tuple[int, ...]:
        suite: list[int] = []
        for rang, (colonne, cellule) in enumerate(zip(tableau.colonnes, ligne.cellules, strict=True)):
            if cellule.calcul is not None:
                ici = Lieu(tableau.cle, ligne.cle, colonne.cle)
                phrase, lieux = self.explications.phrase_et_lieux(ici)
                suite += [rang, self.formes.rang(self._forme(phrase, lieux, self.situer(ici)))]
        return tuple(suite)

    def _forme(self, phrase: str, lus: Sequence[Lieu], ici: tuple[int, int, int]) -> tuple[Any, ...]:
        forme: list[Any] = [self.texte(phrase)]
        lieux = [self.situer(lieu) for lieu in lus]
        # Les termes d'un calcul ne varient que par la ligne, ou que par la colonne.
        par_ligne = len({lieu[1] for lieu in lieux}) <= 1
        for (tableau, commun), bloc in groupby(lieux, key=lambda lieu: (lieu[0], lieu[1 if par_ligne else 2])):
            membres = list(bloc)
            lignes = [commun] if par_ligne else [lieu[1] for lieu in membres]
            colonnes = [lieu[2] for lieu in membres] if par_ligne else [commun]
            meme_tableau = tableau == ici[0]
            liste = self.listes.rang(_intervalles(lignes, ici[1] if meme_tableau else None))
            forme += [_ICI if meme_tableau else tableau, liste, _colonnes(colonnes, ici[2] if meme_tableau else None)]
        return tuple(forme)


def _colonnes(colonnes: list[int], ici: int | None) -> int | tuple[int, ...]:
    if len(colonnes) > 1:
        return tuple(colonnes)
    return _ICI if colonnes[0] == ici else colonnes[0]


def _intervalles(rangs: Sequence[int], ici: int | None) -> str:
    """Une suite de rangs, les consécutifs abrégés, ``ici`` écrit « . »."""
    morceaux: list[list[int]] = []
    for rang in rangs:
        if morceaux and rang != ici and morceaux[-1][-1] != ici and rang == morceaux[-1][-1] + 1:
            morceaux[-1].append(rang)
        else:
            morceaux.append([rang])
    return ",".join(
        _LIGNE_EXPLIQUEE if m[0] == ici else str(m[0]) if len(m) == 1 else f"{m[0]}-{m[-1]}" for m in morceaux
    )


def serialiser_explications(document: Document) -> dict[str, Any]:
    """De quoi expliquer chaque cellule, en listes et en dictionnaires de json."""
    serialisation = _Serialisation(document)
    derivations, calculs = serialisation.derivations(), serialisation.calculs()
    fragment, forme = _Relatif(), _Relatif()
    return {
        "unite": document.sceau.unite.value,
        "tableaux": [ancre_de_tableau(tableau) for tableau in document.tableaux],
        "donnee": composer_espaces(DONNEE),
        "fragments": serialisation.fragments.objets(),
        "textes": [[fragment.ecrire(rang) for rang in texte] for texte in serialisation.textes.objets()],
        "regles": serialisation.regles.objets(),
        "derivations": derivations,
        "listes": serialisation.listes.objets(),
        "formes": serialisation.formes.objets(),
        "suites": [
            [forme.ecrire(valeur) if place % 2 else valeur for place, valeur in enumerate(suite)]
            for suite in serialisation.suites.objets()
        ],
        "calculs": calculs,
    }

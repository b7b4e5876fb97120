"""Les cellules d’une feuille, en colonnes : quelques dizaines d’octets chacune, et un objet pour celle qu’on lit."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, ItemsView, Iterable, Iterator, Mapping
from itertools import repeat
from typing import Final, NamedTuple

from maquettes.tableur.cadre import DU_DOSSIER, Cadre
from maquettes.tableur.contenu import CelluleLue, GenreCellule
from maquettes.tableur.rangees.lots import Lot
from maquettes.tableur.recueils import Formules, Textes

__all__ = ["Cellules", "ValeurLue"]

_GENRES: Final = tuple(GenreCellule)
_CODES: Final = {genre: code for code, genre in enumerate(_GENRES)}
_TEXTE: Final = _CODES[GenreCellule.TEXTE]
_SANS_FORMULE: Final = 0xFFFFFFFF


class ValeurLue(NamedTuple):
    """Ce que montre une cellule, et s’il vient d’une formule."""

    genre: GenreCellule
    texte: str
    est_calculee: bool


class Cellules(Mapping[tuple[int, int], CelluleLue]):
    """Les cellules d’une feuille par (ligne, colonne), comptées depuis zéro, dans l’ordre du fichier.

    Chacune a un rang, celui de son ajout ; ses valeurs se lisent par lui sans qu’elle devienne un objet. D’une feuille
    dont on ne lit d’abord que les saisies, les cellules calculées passées se lisent dès qu’une place qui peut être la
    leur est demandée : ``relire`` rend alors toutes les cellules de la feuille.
    """

    __slots__ = (
        "_formules",
        "_formules_gardees",
        "_genres",
        "_largeur",
        "_lignes",
        "_occupees",
        "_ordre",
        "_passees",
        "_places",
        "_premiere_passee",
        "_relire",
        "_textes",
        "_textes_gardes",
    )

    def __init__(
        self,
        textes: Textes,
        formules: Formules,
        cadre: Cadre = DU_DOSSIER,
        relire: "Callable[[], Cellules] | None" = None,
    ) -> None:
        self._largeur = cadre.colonnes
        self._lignes = cadre.lignes
        self._textes_gardes = textes
        self._formules_gardees = formules
        self._places = array("I")
        self._genres = bytearray()
        self._textes = array("I")
        self._formules = array("I")
        # Des places qui ne sont pas croissantes, ce qu'aucun tableur n'écrit : ce qui est pris, et l'ordre des rangs.
        self._occupees: bytearray | None = None
        self._ordre: array[int] | None = None
        # Colonnes où des cellules calculées ne sont pas lues, et la première place où il peut y en avoir.
        self._passees: set[tuple[int, int]] = set()
        self._premiere_passee = 0
        self._relire = relire

    @classmethod
    def de(cls, cellules: Mapping[tuple[int, int], CelluleLue]) -> "Cellules":
        """Les mêmes cellules, gardées en colonnes."""
        gardees = cls(Textes(), Formules())
        for place, (genre, texte, formule) in cellules.items():
            rang = None if formule is None else gardees._formules_gardees.ajouter(formule)
            gardees.est_prise(*place)
            gardees.ajouter(place, genre, gardees._textes_gardes.ajouter(texte), rang)
        gardees.terminer()
        return gardees

    def est_prise(self, ligne: int, colonne: int) -> bool:
        """Une cellule est déjà à cette place."""
        cle = ligne * self._largeur + colonne
        if self._occupees is None:
            if not self._places or cle > self._places[-1]:
                return False
            self._occupees = bytearray(self._lignes * self._largeur // 8 + 1)
            for place in self._places:
                self._occupees[place >> 3] |= 1 << (place & 7)
        return bool(self._occupees[cle >> 3] >> (cle & 7) & 1)

    def ajouter(self, place: tuple[int, int], genre: GenreCellule, texte: int, formule: int | None) -> None:
        """Garde une cellule, à une place libre ; ``texte`` et ``formule`` sont des rangs dans leurs recueils."""
        cle = place[0] * self._largeur + place[1]
        if self._occupees is not None:
            self._occupees[cle >> 3] |= 1 << (cle & 7)
        self._places.append(cle)
        self._genres.append(_CODES[genre])
        self._textes.append(texte)
        self._formules.append(_SANS_FORMULE if formule is None else formule)

    @property
    def derniere(self) -> int | None:
        """La place de la dernière cellule, en un nombre, ou -1 ; rien si une cellule n’était pas à la suite."""
        if self._occupees is not None:
            return None
        return self._places[-1] if self._places else -1

    def ajouter_un_lot(self, lot: Lot) -> None:
        """Garde des cellules, qui suivent la dernière."""
        self.passer(lot.passees)
        if lot.cellules:
            places, genres, textes, formules = zip(*lot.cellules, strict=True)
            self._places.extend(places)
            self._genres.extend(map(_CODES.__getitem__, genres))
            self._textes.extend(textes)
            self._formules.extend(_SANS_FORMULE if formule is None else formule for formule in formules)

    def passer(self, colonnes: Iterable[tuple[int, int]]) -> None:
        """Retient que des cellules ne sont pas lues, après la dernière, entre ces colonnes comprises."""
        if not self._passees:
            self._premiere_passee = (self.derniere or -1) + 1
        self._passees.update(colonnes)

    def terminer(self) -> None:
        """Range les places qui ne se suivaient pas : toutes les cellules sont ajoutées."""
        if self._occupees is not None:
            self._occupees = None
            self._ordre = array("I", sorted(range(len(self._places)), key=self._places.__getitem__))

    def completer(self, fin: int | None = None, colonnes: Collection[int] | None = None) -> None:
        """Lit les cellules calculées passées, s’il peut y en avoir avant la place ``fin`` et dans ces ``colonnes``.

        Leurs rangs changent tous. Lève :class:`SourceRefusee`, comme une lecture entière, si l’une est illisible.
        """
        if not self._passees or self._relire is None or (fin is not None and fin <= self._premiere_passee):
            return
        if colonnes is None or any(a <= colonne <= b for a, b in self._passees for colonne in colonnes):
            entieres = self._relire()
            for attribut in self.__slots__:
                setattr(self, attribut, getattr(entieres, attribut))

    def rang(self, place: tuple[int, int]) -> int | None:
        """Le rang de la cellule de cette place, s’il y en a une."""
        cle = place[0] * self._largeur + place[1]
        self.completer(cle + 1, place[1:])
        if self._ordre is None:
            rang = bisect_left(self._places, cle)
        else:
            rang = bisect_left(self._ordre, cle, key=self._places.__getitem__)
            rang = self._ordre[rang] if rang < len(self._ordre) else rang
        est_la = rang < len(self._places) and self._places[rang] == cle and 0 <= place[1] < self._largeur
        return rang if est_la else None

    def de_lignes(
        self, premiere: int, derniere: int | None = None, colonnes: Collection[int] | None = None
    ) -> Iterator[tuple[int, int, int]]:
        """Ligne, colonne et rang des cellules, dans leur ordre, de ``premiere`` à la ligne d’avant ``derniere``.

        ``colonnes`` : les seules demandées ; toutes, si rien n’est dit.
        """
        fin = (self._lignes if derniere is None else derniere) * self._largeur
        self.completer(fin, colonnes)
        debut = premiere * self._largeur
        if self._ordre is None:
            rangs: Iterable[int] = range(bisect_left(self._places, debut), bisect_left(self._places, fin))
        else:
            cle = self._places.__getitem__
            bornes = (bisect_left(self._ordre, borne, key=cle) for borne in (debut, fin))
            rangs = self._ordre[slice(*bornes)]
        places, largeur = self._places, self._largeur
        for rang in rangs:
            ligne, colonne = divmod(places[rang], largeur)
            if colonnes is None or colonne in colonnes:
                yield ligne, colonne, rang

    def genre(self, rang: int) -> GenreCellule:
        """Le genre de la cellule de ce rang."""
        return _GENRES[self._genres[rang]]

    def texte(self, rang: int) -> str:
        """Le texte de la cellule de ce rang."""
        return self._textes_gardes[self._textes[rang]]

    def est_blanche(self, rang: int) -> bool:
        """La cellule de ce rang ne contient que des blancs."""
        return self._genres[rang] == _TEXTE and not self._textes_gardes.lire(self._textes[rang]).strip()

    def est_calculee(self, rang: int) -> bool:
        """La cellule de ce rang a une formule."""
        return self._formules[rang] != _SANS_FORMULE

    def cellule(self, rang: int) -> CelluleLue:
        """La cellule de ce rang, entière."""
        formule = self._formules[rang]
        return CelluleLue(
            _GENRES[self._genres[rang]],
            self._textes_gardes.lire(self._textes[rang]),
            None if formule == _SANS_FORMULE else self._formules_gardees[formule],
        )

    def valeur(self, place: tuple[int, int]) -> ValeurLue | None:
        """La cellule de cette place, s’il y en a une, sans le texte de sa formule."""
        rang = self.rang(place)
        return None if rang is None else ValeurLue(self.genre(rang), self.texte(rang), self.est_calculee(rang))

    def __getitem__(self, place: tuple[int, int]) -> CelluleLue:
        rang = self.rang(place)
        if rang is None:
            raise KeyError(place)
        return self.cellule(rang)

    def __contains__(self, place: object) -> bool:
        return isinstance(place, tuple) and self.rang(place) is not None

    def __iter__(self) -> Iterator[tuple[int, int]]:
        self.completer()
        return map(divmod, self._places, repeat(self._largeur))

    def __len__(self) -> int:
        self.completer()
        return len(self._places)

    def items(self) -> ItemsView[tuple[int, int], CelluleLue]:
        """Chaque place et sa cellule, dans l’ordre du fichier."""
        return _PlacesEtCellules(self)


class _PlacesEtCellules(ItemsView[tuple[int, int], CelluleLue]):
    """Sans chercher, par sa place, le rang de chaque cellule."""

    _mapping: Cellules

    def __iter__(self) -> Iterator[tuple[tuple[int, int], CelluleLue]]:
        return zip(self._mapping, map(self._mapping.cellule, range(len(self._mapping))), strict=True)

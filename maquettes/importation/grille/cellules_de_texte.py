"""Les cellules d’un fichier de texte, telles que découpées : aucun objet par cellule tant qu’on ne la demande pas."""

import re
from collections.abc import ItemsView, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Final

from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["CellulesDeTexte"]

_AUCUN: Final[Mapping[int, GenreCellule]] = MappingProxyType({})
_TEXTE: Final = GenreCellule.TEXTE
_FORMES: Final = {
    GenreCellule.NOMBRE: re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"),
    GenreCellule.DATE: re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


class CellulesDeTexte(Mapping[tuple[int, int], CelluleLue]):
    """Les cellules non vides de ``rangees``, chacune du genre texte, sans blancs autour.

    ``lignes`` : la ligne du fichier où commence chaque rangée, comptée depuis zéro ; rien si chacune en est une.
    ``genres`` : celui des colonnes dont le format du fichier dit que ce sont des nombres ou des dates ; un texte qui
    n’en a pas la forme reste un texte.
    """

    __slots__ = ("_genres", "_lignes", "_rangees", "_rangs")

    def __init__(
        self,
        rangees: Sequence[Sequence[str]],
        lignes: Sequence[int] | None = None,
        genres: Mapping[int, GenreCellule] = _AUCUN,
    ) -> None:
        self._rangees = rangees
        self._genres = genres
        self._lignes = lignes
        self._rangs = None if lignes is None else {ligne: rang for rang, ligne in enumerate(lignes)}

    def rangee(self, ligne: int) -> Sequence[str]:
        """Les textes de la rangée qui commence à cette ligne, bruts, en nombre quelconque ; vide s’il n’y en a pas.

        La façon de lire cent mille lignes : aucune cellule n’y devient un objet.
        """
        rang = ligne if self._rangs is None else self._rangs.get(ligne, -1)
        return self._rangees[rang] if 0 <= rang < len(self._rangees) else ()

    def rangees(self, premiere: int = 0) -> Iterator[tuple[int, Sequence[str]]]:
        """Chaque ligne et les textes bruts de sa rangée, dans l’ordre du fichier, à partir de ``premiere``."""
        if self._lignes is None:
            return enumerate(islice(self._rangees, premiere, None), premiere)
        return ((ligne, r) for ligne, r in zip(self._lignes, self._rangees, strict=True) if ligne >= premiere)

    def colonnes(self) -> list[int]:
        """Les colonnes dont une cellule au moins n’est pas vide, dans l’ordre."""
        largeur = max(map(len, self._rangees), default=0)
        return [c for c in range(largeur) if any(len(r) > c and r[c] and not r[c].isspace() for r in self._rangees)]

    def __getitem__(self, place: tuple[int, int]) -> CelluleLue:
        ligne, colonne = place
        rangee = self.rangee(ligne)
        if 0 <= colonne < len(rangee) and (texte := rangee[colonne].strip()):
            return self._cellule(colonne, texte)
        raise KeyError(place)

    def _cellule(self, colonne: int, texte: str) -> CelluleLue:
        genre = self._genres.get(colonne, _TEXTE)
        return CelluleLue(genre if genre is _TEXTE or _FORMES[genre].fullmatch(texte) else _TEXTE, texte)

    def items(self) -> ItemsView[tuple[int, int], CelluleLue]:
        """Chaque place et sa cellule, dans l’ordre du fichier."""
        return _PlacesEtCellules(self)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for ligne, rangee in self.rangees():
            for colonne, texte in enumerate(rangee):
                if texte and not texte.isspace():
                    yield ligne, colonne

    def __len__(self) -> int:
        return sum(len(rangee) - rangee.count("") - sum(map(str.isspace, rangee)) for rangee in self._rangees)


class _PlacesEtCellules(ItemsView[tuple[int, int], CelluleLue]):
    """Sans chercher, par sa place, le texte de chaque cellule."""

    _mapping: CellulesDeTexte

    def __iter__(self) -> Iterator[tuple[tuple[int, int], CelluleLue]]:
        genres, cellule = self._mapping._genres, self._mapping._cellule
        # Deux fois moins long que le constructeur, que remplace la façon dont il construit.
        nouvelle = tuple.__new__
        for ligne, rangee in self._mapping.rangees():
            for colonne, brut in enumerate(rangee):
                if brut and (texte := brut.strip()):
                    lue = cellule(colonne, texte) if colonne in genres else nouvelle(CelluleLue, (_TEXTE, texte, None))
                    yield (ligne, colonne), lue

"""Un tableau du document en tableau Word : en-têtes répétés, familles et totaux distingués, montants à droite."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from exports.document.elements import Precision
from exports.document.renvois import Marque
from exports.document.tableau import Colonne, GenreColonne, GenreLigne, Ligne, Tableau
from exports.document.typographie import composer_espaces, composer_valeur
from exports.mise_en_page.disposition import Volet
from exports.mise_en_page.tableau_texte import GENRES_DE_LECTURE, Rangee, TableauTexte
from exports.rendus.docx.disposition import TableauDispose
from exports.rendus.docx.grille import ENCRE, Apparence, cellule, grille, rangee
from exports.rendus.docx.noeuds import noeud

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud

__all__ = ["composer_volet"]

_FOND_EN_TETE: Final = "E6EBF3"
_FONDS: Final = {
    GenreLigne.DONNEE: "",
    GenreLigne.FAMILLE: "F4F6FA",
    GenreLigne.SOUS_TOTAL: "F4F6FA",
    GenreLigne.TOTAL: "D9E1EE",
}
_FINS: Final = frozenset({GenreLigne.SOUS_TOTAL, GenreLigne.TOTAL})
_MARGE_PAR_DEMI_POINT: Final = 3
_LIGNES_D_UN_TABLEAU_COURT: Final = 16
_LIGNES_AVEC_LEUR_TOTAL: Final = 3
"""Ce qui tient au bas d’une page, ou s’en va entier sur la suivante."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feuille:
    """Un volet en cours d’écriture : ses colonnes, leurs rangs dans le tableau, leurs largeurs, la taille du texte."""

    colonnes: tuple[Colonne, ...]
    rangs: tuple[int, ...]
    largeurs: tuple[int, ...]
    taille: int
    unite: Precision
    marques: Mapping[tuple[int, int], Marque]

    def largeur(self, debut: int, fin: int) -> int:
        return sum(self.largeurs[debut:fin])


def composer_volet(
    tableau: Tableau,
    textes: TableauTexte,
    dispose: TableauDispose,
    volet: Volet,
    unite: Precision,
    marques: Mapping[tuple[int, int], Marque],
) -> "Noeud":
    """Le tableau Word d’un volet ; les textes des cellules sont ceux du document, montants dans ``unite``.

    ``marques`` : liens et signets de ses cellules, par rang de ligne et de colonne du tableau.
    """
    feuille = _Feuille(
        colonnes=tuple(tableau.colonnes[rang] for rang in volet.rangs),
        rangs=volet.rangs,
        largeurs=dispose.largeurs(volet),
        taille=dispose.taille,
        unite=unite,
        marques=marques,
    )
    est_court = len(tableau.lignes) <= _LIGNES_D_UN_TABLEAU_COURT and dispose.est_d_un_tenant(textes, volet)
    genres = [ligne.genre for ligne in tableau.lignes]
    liees = [rang + 1 < len(genres) and (est_court or _precede_un_total(genres[rang:])) for rang in range(len(genres))]
    lignes = zip(tableau.lignes, textes.rangees, liees, strict=True)
    rangees = [
        *_en_tetes(feuille),
        *(_rangee(feuille, rang, ligne, lue, est_liee=liee) for rang, (ligne, lue, liee) in enumerate(lignes)),
    ]
    return grille(
        rangees,
        feuille.largeurs,
        titre=tableau.titre,
        description=f"{tableau.titre} : {len(tableau.lignes)} lignes, {len(feuille.colonnes)} colonnes.",
        marge=feuille.taille * _MARGE_PAR_DEMI_POINT,
        filet="single",
    )


def _precede_un_total(genres: Sequence[GenreLigne]) -> bool:
    """La première de ces lignes est des dernières que résume un total : seul avec l’une d’elles, il ne dit rien."""
    suivent = genres[1 : 1 + _LIGNES_AVEC_LEUR_TOTAL]
    fin = next((rang for rang, genre in enumerate(suivent) if genre in _FINS), None)
    return fin is not None and (fin == 0 or all(genre is GenreLigne.DONNEE for genre in (genres[0], *suivent[:fin])))


def _alignement(colonne: Colonne, place: int) -> str:
    if colonne.genre not in GENRES_DE_LECTURE:
        return "right"
    return "center" if colonne.genre is GenreColonne.CODE and place else "left"


def _en_tetes(feuille: _Feuille) -> Iterator["Noeud"]:
    """La rangée des groupes, s’il y en a, puis celle des colonnes ; une colonne sans groupe s’étend sur les deux."""
    apparence = Apparence(
        taille=feuille.taille, est_grasse=True, couleur=ENCRE, fond=_FOND_EN_TETE, vertical="center", est_liee=True
    )
    colonnes = feuille.colonnes
    est_groupe = any(colonne.groupe for colonne in colonnes)
    if est_groupe:
        yield rangee(_groupes(feuille, apparence), noeud("tblHeader"))
    cellules = []
    for place, colonne in enumerate(colonnes):
        est_suite = est_groupe and not colonne.groupe
        fusion = [noeud("vMerge")] if est_suite else []
        alignee = replace(apparence, alignement="left" if colonne.genre is GenreColonne.TEXTE else "center")
        cellules.append(
            cellule("" if est_suite else composer_espaces(colonne.libelle), feuille.largeurs[place], alignee, *fusion)
        )
    yield rangee(cellules, noeud("tblHeader"))


def _groupes(feuille: _Feuille, apparence: Apparence) -> Iterator["Noeud"]:
    debut = 0
    for groupe, membres in groupby(feuille.colonnes, key=lambda colonne: colonne.groupe):
        fin = debut + len(list(membres))
        if groupe:
            centree = replace(apparence, alignement="center")
            yield cellule(
                composer_espaces(groupe), feuille.largeur(debut, fin), centree, noeud("gridSpan", val=fin - debut)
            )
        else:
            for place in range(debut, fin):
                colonne = feuille.colonnes[place]
                alignee = replace(apparence, alignement="left" if colonne.genre is GenreColonne.TEXTE else "center")
                yield cellule(
                    composer_espaces(colonne.libelle), feuille.largeurs[place], alignee, noeud("vMerge", val="restart")
                )
        debut = fin


def _rangee(feuille: _Feuille, rang: int, ligne: Ligne, lue: Rangee, *, est_liee: bool) -> "Noeud":
    """Une ligne ; le libellé d’une famille ou d’un total s’étend sur les cellules vides qui le suivent."""
    etendue = lue.etendue(feuille.rangs)
    apparence = Apparence(
        taille=feuille.taille,
        est_grasse=ligne.genre is not GenreLigne.DONNEE,
        fond=_FONDS[ligne.genre],
        est_liee=est_liee or ligne.genre is GenreLigne.FAMILLE,
    )
    marques = {colonne: marque for (vue, colonne), marque in feuille.marques.items() if vue == rang}
    return rangee(_cellules(feuille, ligne, apparence, etendue, marques))


def _cellules(
    feuille: _Feuille, ligne: Ligne, apparence: Apparence, etendue: int, marques: Mapping[int, Marque]
) -> Iterator["Noeud"]:
    for place, texte in enumerate(_textes(feuille, ligne)):
        if 0 < place < etendue:
            continue
        fin = etendue if place == 0 else place + 1
        fusion = [noeud("gridSpan", val=fin)] if fin - place > 1 else []
        alignement = "left" if fusion else _alignement(feuille.colonnes[place], place)
        presentee = replace(apparence, alignement=alignement)
        marque = marques.get(feuille.rangs[place], Marque())
        yield cellule(texte, feuille.largeur(place, fin), presentee, *fusion, marque=marque)


def _textes(feuille: _Feuille, ligne: Ligne) -> Sequence[str]:
    return [
        composer_valeur(ligne.cellules[rang].valeur, colonne.genre, feuille.unite)
        for rang, colonne in zip(feuille.rangs, feuille.colonnes, strict=True)
    ]

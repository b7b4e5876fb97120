"""Les tableaux de la page : en-têtes, lignes, et la valeur exacte d’une cellule dont le texte est arrondi.

Un montant, une quantité, une date s’écrivent exacts : leur valeur se relit dans leur texte. Seul un taux, affiché à
deux décimales, porte la sienne dans ``data-v``, en fraction ``a/b``. Les fins d’élément facultatives des cellules sont
omises, et le programme de la page donne à chaque ligne son ancre : le fichier en perd un quart.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import groupby
from typing import Final

from exports.document import Document
from exports.document_elements import LieuDocument, Precision
from exports.document_tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Tableau, Valeur
from exports.rendu_html.balises import ancre_de_cellule, ancre_de_tableau, echapper, phrase
from exports.typographie import PRECISIONS, composer_valeur

__all__ = ["ecrire_tableau"]

_TEXTES: Final = frozenset({GenreColonne.TEXTE, GenreColonne.CODE})
_COLONNE_DES_GRAVITES: Final = "gravite"
_GRAVITES: Final = frozenset({"bloquant", "alerte", "information"})


def ecrire_tableau(document: Document, tableau: Tableau, designes: Collection[LieuDocument]) -> Iterator[str]:
    """La section d’un tableau ; les cellules ``designes`` reçoivent une ancre."""
    ancre = ancre_de_tableau(tableau)
    joint = " data-joint" if tableau.est_joint else ""
    yield f'<section class="tableau" id="{ancre}"{joint} aria-labelledby="titre-{ancre}">'
    yield f'<h3 id="titre-{ancre}">{phrase(tableau.titre)}</h3>'
    yield from (f'<p class="note">{phrase(note)}</p>' for note in tableau.notes)
    en_euros = any(colonne.genre is GenreColonne.MONTANT for colonne in tableau.colonnes)
    precision = f" – {PRECISIONS[document.sceau.unite]}" if en_euros else ""
    yield f'<div class="cadre"><table><caption>{phrase(tableau.titre)}{precision}</caption><thead>'
    if tableau.est_groupe:
        yield f"<tr>{''.join(_groupes(tableau))}</tr>"
    yield f"<tr>{''.join(map(_en_tete, tableau.colonnes))}</tr></thead><tbody>"
    ancres = {
        (lieu.ligne, lieu.colonne): ancre_de_cellule(tableau, lieu) for lieu in designes if lieu.tableau == tableau.cle
    }
    for rang in range(len(tableau.lignes)):
        yield _ecrire_ligne(document, tableau, rang, ancres)
    yield "</tbody></table></div></section>"


def _groupes(tableau: Tableau) -> Iterator[str]:
    for groupe, membres in groupby(tableau.colonnes, key=lambda colonne: colonne.groupe):
        nombre = len(list(membres))
        if groupe:
            yield f'<th scope="colgroup" class="groupe" colspan="{nombre}">{phrase(groupe)}</th>'
        else:
            # Autant de cases que de colonnes : les premières restent en place quand le tableau défile.
            yield "<td></td>" * nombre


def _en_tete(colonne: Colonne) -> str:
    aligne = "" if colonne.genre in _TEXTES else ' class="n"'
    return f'<th scope="col" data-genre="{colonne.genre}"{aligne}>{phrase(colonne.libelle)}</th>'


def _ecrire_ligne(document: Document, tableau: Tableau, rang: int, ancres: dict[tuple[str, str], str]) -> str:
    ligne, unite = tableau.lignes[rang], document.sceau.unite
    debut = "<tr>" if ligne.genre is GenreLigne.DONNEE else f"<tr class={ligne.genre}>"
    if _est_bandeau(ligne):
        texte = echapper(composer_valeur(ligne.cellules[0].valeur, tableau.colonnes[0].genre, unite))
        return f"{debut}<th scope=rowgroup colspan={len(tableau.colonnes)}><div>{texte}</div></tr>"
    cellules = []
    for place, (colonne, cellule) in enumerate(zip(tableau.colonnes, ligne.cellules, strict=True)):
        attributs = "".join(_attributs(cellule, ancres.get((ligne.cle, colonne.cle))))
        balise = "td" if place else "th scope=row"
        contenu = _contenu(cellule.valeur, colonne, unite)
        if cellule.lien is not None:
            cible = ancre_de_cellule(document.tableau(cellule.lien.tableau), cellule.lien)
            contenu = f'<a href="#{cible}">{contenu}</a>'
        cellules.append(f"<{balise}{attributs}>{contenu}")
    return f"{debut}{''.join(cellules)}</tr>"


def _est_bandeau(ligne: Ligne) -> bool:
    """Une famille dont seule la première cellule est remplie s’étend sur toute la largeur."""
    return ligne.genre is GenreLigne.FAMILLE and all(cellule == Cellule() for cellule in ligne.cellules[1:])


def _attributs(cellule: Cellule, ancre: str | None) -> Iterator[str]:
    if ancre is not None:
        yield f" id={ancre}"
    if isinstance(cellule.valeur, Fraction):
        yield f" data-v={cellule.valeur.numerator}/{cellule.valeur.denominator}"


def _contenu(valeur: Valeur, colonne: Colonne, unite: Precision) -> str:
    texte = echapper(composer_valeur(valeur, colonne.genre, unite))
    if colonne.cle == _COLONNE_DES_GRAVITES and valeur in _GRAVITES:
        return f"<span class={valeur}>{texte}</span>"
    return texte

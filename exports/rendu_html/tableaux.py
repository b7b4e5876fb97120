"""Les tableaux de la page : en-têtes, lignes, et la valeur exacte de chaque cellule à côté de son texte.

Une cellule qui n'est pas un texte porte sa valeur dans ``data-v`` : centimes, entier, fraction ``a/b``, décimal ou date
ISO. Les fins d'élément facultatives des cellules sont omises : le fichier en perd un dixième.
"""

from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final

from exports.document import Document
from exports.document_elements import LieuDocument, Precision
from exports.document_tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Tableau, Valeur
from exports.rendu_html.balises import ancre_de_cellule, ancre_de_ligne, ancre_de_tableau, echapper, phrase
from exports.typographie import PRECISIONS, afficher_valeur

__all__ = ["ecrire_tableau", "styles_du_tableau"]

_TEXTES: Final = frozenset({GenreColonne.TEXTE, GenreColonne.CODE})
_TEXTE_LONG: Final = 24
_PLACE_AU_PLUS: Final = 44
_COLONNE_DES_GRAVITES: Final = "gravite"
_GRAVITES: Final = frozenset({"bloquant", "alerte", "information"})


def ecrire_tableau(document: Document, tableau: Tableau, designes: Collection[LieuDocument]) -> Iterator[str]:
    """La section d'un tableau ; les cellules ``designes`` reçoivent une ancre."""
    ancre = ancre_de_tableau(tableau)
    yield f'<section class="tableau" id="{ancre}" aria-labelledby="titre-{ancre}">'
    yield f'<h3 id="titre-{ancre}">{phrase(tableau.titre)}</h3>'
    yield from (f'<p class="note">{phrase(note)}</p>' for note in tableau.notes)
    en_euros = any(colonne.genre is GenreColonne.MONTANT for colonne in tableau.colonnes)
    precision = f" – {PRECISIONS[document.sceau.unite]}" if en_euros else ""
    yield f'<div class="cadre"><table><caption>{phrase(tableau.titre)}{precision}</caption><thead>'
    if tableau.est_groupe:
        yield f"<tr>{''.join(_groupes(tableau))}</tr>"
    yield f"<tr>{''.join(map(_en_tete, tableau.colonnes))}</tr></thead><tbody>"
    ancres = {
        (lieu.ligne, lieu.colonne): ancre_de_cellule(tableau, lieu.ligne, lieu.colonne)
        for lieu in designes
        if lieu.tableau == tableau.cle
    }
    for rang in range(len(tableau.lignes)):
        yield _ecrire_ligne(tableau, rang, ancres, document.sceau.unite)
    yield "</tbody></table></div></section>"


def styles_du_tableau(tableau: Tableau) -> str:
    """Les règles de style propres à un tableau : filets entre groupes, codes insécables, place des longs textes."""
    # Les règles ne touchent que les lignes du tableau, jamais celles d'une explication dépliée.
    racine = f"#{ancre_de_tableau(tableau)}>.cadre>table"
    regles = []
    filets = [
        rang
        for rang, (precedente, colonne) in enumerate(pairwise(tableau.colonnes), 2)
        if precedente.groupe != colonne.groupe
    ]
    if filets:
        cibles = ",".join(f"{racine}>*>tr>:nth-child({rang}):not([colspan])" for rang in filets)
        regles.append(f"{cibles}{{border-left:2px solid var(--filet-fort)}}\n")
    codes = [rang for rang, colonne in enumerate(tableau.colonnes, 1) if colonne.genre is GenreColonne.CODE]
    if codes:
        # Le nom d'un sous-total, dans une colonne de codes, se replie.
        cibles = ",".join(f"{racine}>tbody>tr:not([class])>:nth-child({rang})" for rang in codes)
        regles.append(f"{cibles}{{white-space:nowrap}}\n")
    for rang, colonne in enumerate(tableau.colonnes):
        longueur = _longueur(tableau, rang) if colonne.genre is GenreColonne.TEXTE else 0
        if longueur > _TEXTE_LONG:
            place = min(longueur * 2 // 5, _PLACE_AU_PLUS)
            regles.append(f"@media screen{{{racine} th:nth-child({rang + 1})[data-genre]{{min-width:{place}ch}}}}\n")
    return "".join(regles)


def _longueur(tableau: Tableau, rang: int) -> int:
    """Le nombre de caractères du plus long texte d'une colonne."""
    textes = (ligne.cellules[rang].valeur for ligne in tableau.lignes if ligne.genre is GenreLigne.DONNEE)
    return max((len(texte) for texte in textes if isinstance(texte, str)), default=0)


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


def _ecrire_ligne(tableau: Tableau, rang: int, ancres: dict[tuple[str, str], str], unite: Precision) -> str:
    ligne = tableau.lignes[rang]
    classe = "" if ligne.genre is GenreLigne.DONNEE else f" class={ligne.genre}"
    debut = f"<tr id={ancre_de_ligne(tableau, rang)}{classe}>"
    if _est_bandeau(ligne):
        texte = echapper(afficher_valeur(ligne.cellules[0].valeur, tableau.colonnes[0].genre, unite))
        return f"{debut}<th scope=rowgroup colspan={len(tableau.colonnes)}><div>{texte}</div></tr>\n"
    cellules = []
    for place, (colonne, cellule) in enumerate(zip(tableau.colonnes, ligne.cellules, strict=True)):
        attributs = "".join(_attributs(cellule, ancres.get((ligne.cle, colonne.cle))))
        balise = "td" if place else "th scope=row"
        cellules.append(f"<{balise}{attributs}>{_contenu(cellule.valeur, colonne, unite)}")
    return f"{debut}{''.join(cellules)}</tr>\n"


def _est_bandeau(ligne: Ligne) -> bool:
    """Une famille dont seule la première cellule est remplie s'étend sur toute la largeur."""
    return ligne.genre is GenreLigne.FAMILLE and all(cellule == Cellule() for cellule in ligne.cellules[1:])


def _attributs(cellule: Cellule, ancre: str | None) -> Iterator[str]:
    if ancre is not None:
        yield f" id={ancre}"
    valeur = _valeur_exacte(cellule.valeur)
    if valeur:
        yield f" data-v={valeur}"


def _valeur_exacte(valeur: Valeur) -> str:
    """La valeur pour un programme, sans guillemet ni espace ; vide pour un texte ou une cellule vide."""
    match valeur:
        case None | str():
            return ""
        case date():
            return valeur.isoformat()
        case Fraction():
            return f"{valeur.numerator}/{valeur.denominator}"
        case int():
            return str(valeur)
        case _:
            return f"{valeur:f}"


def _contenu(valeur: Valeur, colonne: Colonne, unite: Precision) -> str:
    texte = echapper(afficher_valeur(valeur, colonne.genre, unite))
    if colonne.cle == _COLONNE_DES_GRAVITES and valeur in _GRAVITES:
        return f"<span class={valeur}>{texte}</span>"
    return texte

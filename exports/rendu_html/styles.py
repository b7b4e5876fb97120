"""Les styles que dictent les colonnes : nombres à droite, filets entre groupes, codes insécables, longs textes.

Plusieurs tableaux partagent une règle : elle n’est écrite qu’une fois, pour tous.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Final

from exports.document_tableau import GenreColonne, GenreLigne, Partie, Tableau
from exports.rendu_html.balises import ancre_de_tableau
from exports.typographie import composer_espaces

__all__ = ["styles_des_tableaux"]

_TEXTES: Final = frozenset({GenreColonne.TEXTE, GenreColonne.CODE})
_EN_FICHES: Final = frozenset({Partie.DECISION, Partie.CONSTATS})
_TEXTE_LONG: Final = 24
_PLACE_AU_PLUS: Final = 44
_FILET: Final = "border-left:2px solid var(--filet-fort)"
_NOMBRE: Final = "text-align:right;white-space:nowrap;cursor:var(--clic);text-decoration:var(--trait)"
_CODE: Final = "white-space:nowrap;max-width:none"
# Les règles ne touchent que les lignes du tableau, jamais celles d'une explication dépliée.
_TABLE: Final = ">.cadre>table>"


def styles_des_tableaux(tableaux: Iterable[Tableau]) -> str:
    """Les règles de style propres aux tableaux d’une page."""
    tableaux = tuple(tableaux)
    partagees: dict[tuple[str, str], list[str]] = {}
    for tableau in tableaux:
        for regle in _regles(tableau):
            partagees.setdefault(regle, []).append(f"#{ancre_de_tableau(tableau)}")
    communes = (f":is({','.join(ancres)}){_TABLE}{cible}{{{style}}}\n" for (cible, style), ancres in partagees.items())
    return "".join((*communes, *_libelles(tableaux)))


def _regles(tableau: Tableau) -> Iterator[tuple[str, str]]:
    """Ce que vise une règle dans la table, et ce qu’elle y fait."""
    for rang, (precedente, colonne) in enumerate(pairwise(tableau.colonnes), 2):
        if precedente.groupe != colonne.groupe:
            yield f"*>tr>:nth-child({rang}):not([colspan])", _FILET
    yield from _nombres(tableau)
    for rang, colonne in enumerate(tableau.colonnes, 1):
        if colonne.genre is GenreColonne.CODE:
            # Le nom d'un sous-total, dans une colonne de codes, se replie.
            yield f"tbody>tr:not([class])>:nth-child({rang})", _CODE
        longueur = _longueur(tableau, rang - 1) if colonne.genre is GenreColonne.TEXTE else 0
        if longueur > _TEXTE_LONG:
            place = min(longueur * 2 // 5, _PLACE_AU_PLUS)
            yield f"thead>tr>th:nth-child({rang})[data-genre]", f"min-width:min({place}ch,var(--place))"


def _nombres(tableau: Tableau) -> Iterator[tuple[str, str]]:
    """Les nombres, une règle par suite de colonnes voisines ; la première cellule d’une ligne est son titre."""
    rang = 1
    for est_nombre, membres in groupby(tableau.colonnes, key=lambda colonne: colonne.genre not in _TEXTES):
        debut, rang = rang, rang + len(list(membres))
        if est_nombre:
            fin = f":nth-child(-n+{rang - 1})" if rang <= len(tableau.colonnes) else ""
            yield f"tbody>tr>td:nth-child(n+{max(debut, 2)}){fin}", _NOMBRE


def _libelles(tableaux: Iterable[Tableau]) -> Iterator[str]:
    """Sur un écran étroit, décision et constats se lisent en fiches : le libellé de la colonne dans chaque cellule."""
    regles = [
        f'#{ancre_de_tableau(tableau)}{_TABLE}tbody>tr>td:nth-child({rang})::before{{content:"{_chaine(colonne.libelle)}"}}\n'
        for tableau in tableaux
        if tableau.partie in _EN_FICHES and not tableau.est_joint
        for rang, colonne in enumerate(tableau.colonnes, 1)
        if rang > 1
    ]
    if regles:
        yield f"@media screen and (max-width:40rem){{\n{''.join(regles)}}}\n"


def _chaine(texte: str) -> str:
    """Le contenu d’une chaîne css : hors lettres et chiffres, chaque caractère y est son numéro."""
    return "".join(
        lettre if lettre.isalnum() or lettre == " " else f"\\{ord(lettre):x} " for lettre in composer_espaces(texte)
    )


def _longueur(tableau: Tableau, rang: int) -> int:
    """Le nombre de caractères du plus long texte d’une colonne."""
    textes = (ligne.cellules[rang].valeur for ligne in tableau.lignes if ligne.genre is GenreLigne.DONNEE)
    return max((len(texte) for texte in textes if isinstance(texte, str)), default=0)

"""La place que demande chaque colonne d’un tableau, et celle qu’elle reçoit.

Tout se mesure en millièmes de cadratin : ce qui tient ou ne tient pas ne dépend alors que de la taille du texte.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from exports.document.tableau import GenreLigne
from exports.mise_en_page.police import Graisse, largeur
from exports.mise_en_page.tableau_texte import TableauTexte

__all__ = ["MARGE", "RETRAIT", "Exigence", "Mesure", "exigences", "places", "repartir"]

Mesure = Callable[[str, Graisse], int]
"""La largeur d’un texte sur une ligne, en millièmes de cadratin."""

MARGE: Final = 540
"""Le blanc de part et d’autre d’une cellule, et de quoi absorber un arrondi."""

RETRAIT: Final = 350
"""Le blanc de plus à gauche d’un texte qui suit un nombre."""

_CARACTERE: Final = 500
_MOT_AU_PLUS: Final = 12_000
_TEXTE_AU_MOINS: Final = 7_000
_TEXTE_D_UNE_LIGNE: Final = 14_000
_TEXTE_AISE_AU_PLUS: Final = 40_000
_NOMBRE_AU_PLUS: Final = 60_000
_LIGNES_DE_TEXTE: Final = 3
_LIGNES_D_ENTETE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Exigence:
    """La largeur sans laquelle une colonne ne se lit plus, celle où elle est à l’aise, celle où rien ne se replie."""

    minimale: int
    aisee: int
    naturelle: int

    def elargie(self, de: int) -> "Exigence":
        """La même, plus large partout."""
        return Exigence(minimale=self.minimale + de, aisee=self.aisee + de, naturelle=self.naturelle + de)


def exigences(tableau: TableauTexte, mesure: Mesure = largeur) -> tuple[Exigence, ...]:
    """Ce que demande chaque colonne, marges comprises ; ``mesure`` est celle de ce qui ne se replie pas."""
    seules = [_exigence(tableau, rang, mesure) for rang in range(len(tableau.entetes))]
    for groupe, membres in groupby(range(len(seules)), key=lambda rang: tableau.entetes[rang].groupe):
        rangs = list(membres)
        mot = min(_mot_le_plus_large([(groupe, Graisse.GRASSE)], mesure), _MOT_AU_PLUS) + MARGE
        manque = mot - sum(seules[rang].minimale for rang in rangs)
        if groupe and manque > 0:
            seules[rangs[0]] = seules[rangs[0]].elargie(manque)
    return tuple(seules)


def places(tableau: TableauTexte, rangs: Sequence[int], largeurs: Sequence[int]) -> list[int]:
    """Ce que chaque colonne laisse à son texte, ses marges ôtées."""
    return [
        recue - MARGE - (RETRAIT if tableau.suit_un_nombre(rang) else 0)
        for rang, recue in zip(rangs, largeurs, strict=True)
    ]


def _exigence(tableau: TableauTexte, rang: int, mesure: Mesure) -> Exigence:
    entete = tableau.entetes[rang]
    titre = largeur(entete.libelle, Graisse.GRASSE)
    mot = min(_mot_le_plus_large([(entete.libelle, Graisse.GRASSE)], mesure), _MOT_AU_PLUS)
    textes = [
        (rangee.textes[rang], rangee.graisse)
        for rangee in tableau.rangees
        if rangee.textes[rang] and not (rang == 0 and _deborde(rangee.textes, rangee.genre))
    ]
    if not entete.se_lit:
        contenu = max((mesure(texte, graisse) for texte, graisse in textes), default=0)
        plein = max(min(contenu, _NOMBRE_AU_PLUS), mot, min(titre // _LIGNES_D_ENTETE, _MOT_AU_PLUS))
        return Exigence(minimale=plein + MARGE, aisee=plein + MARGE, naturelle=max(plein, titre // 2) + MARGE)
    contenu = max((largeur(texte, graisse) for texte, graisse in textes), default=0)
    mots = min(_mot_le_plus_large(textes, mesure), _MOT_AU_PLUS)
    aisee = max(mots, mot, _aisee(contenu, entete.largeur))
    minimale = max(mots, mot, min(aisee, _TEXTE_AU_MOINS))
    marge = MARGE + (RETRAIT if tableau.suit_un_nombre(rang) else 0)
    return Exigence(minimale=minimale + marge, aisee=aisee + marge, naturelle=max(aisee, contenu, titre // 2) + marge)


def _mot_le_plus_large(textes: Iterable[tuple[str, Graisse]], mesure: Mesure) -> int:
    return max((mesure(mot, graisse) for texte, graisse in textes for mot in texte.split(" ")), default=0)


def _aisee(contenu: int, caracteres: int | None) -> int:
    """Une ligne si le texte est court, sinon quelques-unes ; la largeur voulue l’emporte si elle est donnée."""
    if caracteres is not None:
        return min(contenu, caracteres * _CARACTERE)
    if contenu <= _TEXTE_D_UNE_LIGNE:
        return contenu
    return min(max(contenu // _LIGNES_DE_TEXTE, _TEXTE_D_UNE_LIGNE), _TEXTE_AISE_AU_PLUS)


def _deborde(textes: Sequence[str], genre: GenreLigne) -> bool:
    """Le libellé de la ligne s’étend sur les colonnes suivantes : il ne commande pas la largeur de la sienne."""
    return genre is not GenreLigne.DONNEE and not any(textes[1:2])


def repartir(demandes: Sequence[Exigence], place: int) -> tuple[int, ...]:
    """La largeur de chaque colonne ; leur somme ne dépasse jamais ``place``.

    Chacune reçoit d’abord sa largeur minimale, puis de quoi être à l’aise, puis de quoi ne rien replier, à proportion
    de ce qui lui manque.
    """
    recues = [demande.minimale for demande in demandes]
    trop = sum(recues) - place
    if trop > 0:
        return tuple(recue * place // sum(recues) for recue in recues)
    for voulues in ([d.aisee for d in demandes], [d.naturelle for d in demandes]):
        recues = _completer(recues, voulues, place)
    return tuple(recues)


def _completer(recues: Sequence[int], voulues: Sequence[int], place: int) -> list[int]:
    manques = [max(voulue - recue, 0) for recue, voulue in zip(recues, voulues, strict=True)]
    total, reste = sum(manques), place - sum(recues)
    if total <= reste:
        return [recue + manque for recue, manque in zip(recues, manques, strict=True)]
    return [recue + manque * reste // total for recue, manque in zip(recues, manques, strict=True)]

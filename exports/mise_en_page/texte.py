"""Le texte tel que la page peut le montrer : des caractères qui ont un dessin, des mots qui tiennent en place."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from exports.mise_en_page.police import Graisse, chasses, couvertures, largeur

__all__ = ["Compose", "abreger", "coder", "couper", "imprimable", "lignes_de", "mot_le_plus_large"]

Compose = str | list[str]
"""Un texte, ou ses morceaux, un par ligne."""

_PREMIER_IMPRIMABLE = " "


def imprimable(texte: str) -> str:
    """Le texte dont chaque caractère qu’aucune police livrée ne dessine est remplacé par son code.

    >>> imprimable("a漢b")
    'a‹U+6F22›b'
    """
    if _seuls_dessines().issuperset(texte):
        return texte
    return "".join(map(_dessinable, _grappes(texte)))


@cache
def _seuls_dessines() -> frozenset[str]:
    """Les caractères que dessinent les polices livrées et qui ne se posent pas sur un autre."""
    connus = chasses(Graisse.NORMALE)
    return frozenset(caractere for caractere in connus if not unicodedata.category(caractere).startswith("M"))


def _grappes(texte: str) -> list[str]:
    """Chaque caractère avec les marques qui se posent sur lui."""
    grappes: list[str] = []
    for caractere in texte:
        if grappes and unicodedata.category(caractere).startswith("M"):
            grappes[-1] += caractere
        else:
            grappes.append(caractere)
    return grappes


def _dessinable(grappe: str) -> str:
    """La grappe, où chaque caractère que n’a pas la police qui la dessine est remplacé par son code."""
    # Une lettre et son accent séparés ne font qu'un dessin dans la plupart des polices.
    grappe = unicodedata.normalize("NFC", grappe) if len(grappe) > 1 else grappe
    candidates = [police for police in couvertures() if police.issuperset(grappe)]
    candidates += [police for police in couvertures() if grappe[0] in police]
    retenue = candidates[0] if candidates else frozenset[str]()
    return "".join(c if c in retenue or c < _PREMIER_IMPRIMABLE else coder(c) for c in grappe)


def coder(caractere: str) -> str:
    """Le code d’un caractère, à la place du dessin qui lui manque."""
    return f"‹U+{ord(caractere):04X}›"


def abreger(texte: str, place: int, graisse: Graisse = Graisse.NORMALE) -> str:
    """Le texte, coupé et suivi de points de suspension s’il dépasse ``place`` (millièmes de cadratin)."""
    if largeur(texte, graisse) <= place:
        return texte
    reste = place - largeur("…", graisse)
    connues = chasses(graisse)
    gardes = []
    for caractere in texte:
        reste -= connues.get(caractere, 0)
        if reste < 0:
            break
        gardes.append(caractere)
    return "".join(gardes).rstrip() + "…"


def mot_le_plus_large(texte: str, graisse: Graisse = Graisse.NORMALE) -> int:
    """La largeur du mot le plus large, en millièmes de cadratin ; zéro pour un texte vide."""
    return max((largeur(mot, graisse) for mot in texte.split(" ")), default=0)


def lignes_de(texte: str, place: int, graisse: Graisse = Graisse.NORMALE) -> int:
    """Le nombre de lignes d’un texte replié aux espaces dans ``place`` (millièmes de cadratin), une au moins."""
    espace = largeur(" ", graisse)
    lignes, reste = 1, place
    for mot in texte.split(" "):
        prise = largeur(mot, graisse)
        if prise > reste and reste < place:
            lignes, reste = lignes + 1, place
        if prise > place:
            suppl, prise = divmod(prise, max(place, 1))
            lignes += suppl
        reste -= prise + espace
    return lignes


def couper(texte: str, place: int, graisse: Graisse = Graisse.NORMALE) -> Compose:
    """Le texte, en morceaux si l’un de ses mots ne tient pas dans ``place`` (millièmes de cadratin).

    Un mot trop large est coupé où il faut ; les autres se replient d’eux-mêmes aux espaces.
    """
    if mot_le_plus_large(texte, graisse) <= place:
        return texte
    morceaux = list(_morceaux(texte, place, graisse))
    return morceaux[0] if len(morceaux) == 1 else morceaux


def _morceaux(texte: str, place: int, graisse: Graisse) -> Iterator[str]:
    """Les morceaux du texte, qui remis bout à bout le redonnent."""
    connues = chasses(graisse)
    morceau: list[str] = []
    for rang, mot in enumerate(texte.split(" ")):
        if rang:
            morceau.append(" ")
        if largeur(mot, graisse) <= place:
            morceau.append(mot)
            continue
        if rang:
            yield "".join(morceau)
            morceau = []
        reste = place
        for caractere in mot:
            chasse = connues.get(caractere, 0)
            if chasse > reste and reste < place:
                yield "".join(morceau)
                morceau, reste = [], place
            morceau.append(caractere)
            reste -= chasse
    yield "".join(morceau)

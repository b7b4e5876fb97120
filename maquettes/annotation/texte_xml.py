"""Un texte quelconque dans un xml de tableur : échappé comme le fait Excel, en ascii, jamais trop long.

L’ascii (``&#233;`` pour « é ») s’insère sans dommage dans une partie de n’importe quel encodage.
"""

import re
from typing import Final

__all__ = ["LONGUEUR_MAXIMALE", "attribut", "longueur_de_tableur", "prefixer", "texte_tronque", "texte_xml"]

LONGUEUR_MAXIMALE: Final = 32_767
"""Ce qu’une cellule ou un commentaire contient au plus, en unités utf-16."""

_ECHAPPEMENT_APPARENT: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Ce que xml 1.0 interdit, et le retour chariot, qu'une lecture xml changerait en saut de ligne.
_INTERDIT: Final = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SUITE: Final = "…"


def texte_xml(texte: str) -> str:
    """Le contenu d’un élément : ``_x0041_`` écrit par l’auteur devient ``_x005F_x0041_``, un contrôle ``_x0001_``."""
    sans_equivoque = _ECHAPPEMENT_APPARENT.sub("_x005F_", texte)
    permis = _INTERDIT.sub(lambda trouve: f"_x{ord(trouve[0]):04X}_", sans_equivoque)
    balises = permis.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return balises.encode("ascii", "xmlcharrefreplace").decode("ascii")


def attribut(valeur: str) -> str:
    """La valeur d’un attribut, entre guillemets droits."""
    return texte_xml(valeur).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def longueur_de_tableur(texte: str) -> int:
    """La longueur que compte un tableur : un caractère hors du plan de base en vaut deux."""
    return len(texte) + sum(caractere > "\uffff" for caractere in texte)


def texte_tronque(texte: str, longueur: int = LONGUEUR_MAXIMALE) -> str:
    """Le texte, ou son début suivi de « … » s’il dépasse ``longueur``."""
    if longueur_de_tableur(texte) <= longueur:
        return texte
    place = longueur - len(_SUITE)
    debut = texte[:place]
    while longueur_de_tableur(debut) > place:
        debut = debut[: -max((longueur_de_tableur(debut) - place) // 2, 1)]
    return debut + _SUITE


def prefixer(xml: str, prefixe: str) -> str:
    """Le même xml, ses éléments sous ce préfixe (``x:`` ou rien) : celui qu’emploie la partie où il s’insère."""
    return re.sub(r"<(/?)(?=\w)", rf"<\1{prefixe}", xml)

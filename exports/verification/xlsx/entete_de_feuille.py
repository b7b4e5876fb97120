"""Le sens d’un en-tête ou d’un pied d’impression de tableur : ses textes, et comment ils s’impriment."""

import re
from typing import Final

from exports.verification.ooxml.polices import est_ordinaire

__all__ = ["sens_de_l_entete"]

_JETON: Final = re.compile(
    r'&(?P<place>[LCR])|&"(?P<police>[^",]*)[^"]*"|&(?P<taille>[0-9]+)|&K(?P<couleur>[0-9A-Fa-f]{6})|(?P<reste>&?.)',
    re.DOTALL,
)
_TAILLE_ORDINAIRE: Final = "11"
_COULEUR_ORDINAIRE: Final = "000000"
_SANS_EFFET: Final = frozenset({"&B", "&I", "&U"})


def sens_de_l_entete(code: str) -> str:
    """Les textes de chaque place, précédés de leur taille et de leur couleur quand elles ne sont pas ordinaires.

    >>> sens_de_l_entete("&C&11&KB00020Projet") == sens_de_l_entete('&C&"Calibri,Gras"&Kb00020Projet')
    True
    >>> sens_de_l_entete("&CProjet") == sens_de_l_entete("&C&1Projet")
    False
    """
    taille, couleur, police, dernier = _TAILLE_ORDINAIRE, _COULEUR_ORDINAIRE, "", ""
    dits: list[str] = []
    for jeton in _JETON.finditer(code):
        if jeton["place"]:
            taille, couleur, police, dernier = _TAILLE_ORDINAIRE, _COULEUR_ORDINAIRE, "", ""
            dits.append(f"&{jeton['place']}")
        taille = jeton["taille"] or taille
        couleur = (jeton["couleur"] or couleur).casefold()
        if jeton["police"] is not None:
            police = "" if jeton["police"] == "-" or est_ordinaire(jeton["police"]) else jeton["police"]
        if jeton["reste"] and jeton["reste"] not in _SANS_EFFET:
            autres = (taille.replace(_TAILLE_ORDINAIRE, ""), couleur.replace(_COULEUR_ORDINAIRE, ""), police)
            aspect = " ".join(filter(None, autres))
            dits.append(jeton["reste"] if aspect == dernier else f"[{aspect}]{jeton['reste']}")
            dernier = aspect
    return "".join(dits)

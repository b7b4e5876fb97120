"""Textes qu’un tableur ou un changement d’encodage a abîmés : une erreur de calcul, un texte encodé deux fois.

Ce ne sont plus les textes de personne : les garder imprimerait « #REF! » ou « RÃ©habilitation » dans un acte.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

__all__ = [
    "DEBUTS_DE_DOUBLE_ENCODAGE",
    "DEBUTS_D_ERREUR",
    "EXPOSANT",
    "PERDU",
    "est_un_nombre_abrege",
    "est_une_erreur_de_tableur",
    "texte_retabli",
]

PERDU: Final = "\ufffd"
"""Le signe qu’un programme met à la place d’un caractère qu’il n’a pas su lire."""

DEBUTS_D_ERREUR: Final = ("#", "Err")
"""Par quoi commence tout texte d’erreur de tableur."""

EXPOSANT: Final = "E+"
"""Ce que contient tout nombre que le tableur a abrégé."""

# Ce qu'Excel enregistre en csv d'un nombre de plus de onze chiffres : 1,23E+16 pour 12 345 678 901 234 567.
_ABREGE: Final = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}")

# Excel et LibreOffice, en français et en anglais : #REF!, #N/A, #NOM?, #VALEUR!, #DIV/0!, Err:502, ########.
_ERREUR: Final = re.compile(
    r"#(?:#{2,}|N/A|GETTING_DATA|CHARGEMENT_DONNEES|(?:NOM|NAME) ?\?"
    r"|(?:REF|VALEUR|VALUE|DIV/0|NOMBRE|NUM|NUL|NULL|CALC|SPILL|PROPAGATION|EPARS|CONNECT|CONNEXION|FIELD|CHAMP"
    r"|BLOCKED|BLOQUE|UNKNOWN|INCONNU|BUSY|OCCUPE|PYTHON|EXTERNAL) ?!)|Err ?: ?[0-9]{3}"
)

# Les caractères d'un texte français, lettres des noms étrangers comprises, que l'UTF-8 écrit en plusieurs octets.
_FRANCAIS: Final = (
    *map(chr, range(0xA0, 0x100)),
    *"ŒœŸ‘’“”–—…•€",
    *"\u2009\u202f\u2212",
)
# « latin-1 » : ce que donne un programme qui ne connaît pas Windows-1252.
_LECTURES: Final = ("cp1252", "latin-1", "mac_roman", "cp850")


def _abimes() -> Iterator[tuple[str, str]]:
    for caractere in _FRANCAIS:
        for lecture in _LECTURES:
            try:
                yield caractere.encode().decode(lecture), caractere
            except UnicodeDecodeError:
                # Windows-1252 n'a pas tous les octets.
                continue


_RETABLIS: Final = MappingProxyType(dict(_abimes()))
_ABIME: Final = re.compile("|".join(map(re.escape, sorted(_RETABLIS, key=len, reverse=True))))

DEBUTS_DE_DOUBLE_ENCODAGE: Final = frozenset(abime[:2] for abime in _RETABLIS)
"""Les deux premiers caractères de tout caractère encodé deux fois."""


def est_une_erreur_de_tableur(texte: str) -> bool:
    """Le texte entier est une erreur de calcul, ou les dièses d’une colonne trop étroite.

    >>> [est_une_erreur_de_tableur(texte) for texte in ("#REF!", "#N/A", "########", "# 12", "Lot #3")]
    [True, True, True, False, False]
    """
    return texte.startswith(DEBUTS_D_ERREUR) and _ERREUR.fullmatch(texte) is not None


def est_un_nombre_abrege(texte: str) -> bool:
    """Le texte entier est un nombre en notation scientifique, dont le tableur n’a pas gardé tous les chiffres.

    >>> [est_un_nombre_abrege(texte) for texte in ("1,23E+16", "2.1E+13", "LOT-E+2", "1E3")]
    [True, True, False, False]
    """
    return EXPOSANT in texte and _ABREGE.fullmatch(texte) is not None


def texte_retabli(texte: str) -> str | None:
    """Le texte d’origine, si des caractères français y sont de l’UTF-8 lu dans un autre encodage ; sinon ``None``.

    Encodages reconnus : Windows-1252, ISO 8859-1, Mac OS Roman, CP850. Aucun texte français ne contient de ces suites.

    >>> texte_retabli("RÃ©habilitation")
    'Réhabilitation'
    """
    if texte.isascii() or _ABIME.search(texte) is None:
        return None
    return _ABIME.sub(lambda forme: _RETABLIS[forme[0]], texte)

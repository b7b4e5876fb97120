"""Les façons d’écrire un même code ou un même mot : ce que l’on reconnaît, et ce qui distingue deux textes à l’œil.

Deux codes sont *jumeaux* s’ils ne diffèrent que par la casse, la forme Unicode ou l’espèce de leurs espaces. Celui
qu’on lit désigne son jumeau déclaré s’il n’en a qu’un : entre deux codes, rien n’est jamais choisi.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import Final

__all__ = ["Jumeaux", "cle_de_code", "cle_de_mot", "difference", "en_espaces_ordinaires", "jumeaux"]

_MOT: Final = re.compile(r"[^\W_]+")
_ESPACES: Final = "Zs"
# Tirets, apostrophes, lettres cyrilliques puis grecques, que l'œil confond avec ceux du clavier.
_CONFONDUS: Final = str.maketrans(
    "‐‑‒–—―−’‘ʼ`´АВЕКМНОРСТУХаеорсухіΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "-------'''''ABEKMHOPCTYXaeopcyxiABEZHIKMNOPTYXo",
)


def en_espaces_ordinaires(texte: str) -> str:
    """Le texte, chaque espace (insécable, fine, cadratin…) remplacée par une espace ordinaire."""
    if texte.isascii():
        return texte
    return "".join(" " if unicodedata.category(c) == _ESPACES else c for c in texte)


def cle_de_code(texte: str) -> str:
    """Ce qui reste d’un code sans la casse, la forme Unicode ni l’espèce des espaces : la même pour deux jumeaux.

    >>> cle_de_code("Re" + chr(0x301) + "gion" + chr(0xA0) + "1") == cle_de_code("RÉGION 1")
    True
    """
    if texte.isascii():
        return texte.casefold()
    compose = unicodedata.normalize("NFC", en_espaces_ordinaires(texte))
    return unicodedata.normalize("NFC", compose.casefold())


def cle_de_mot(texte: str) -> str:
    """Ce qui reste d’un mot d’une liste fermée sans casse, accents, pluriel ni séparateurs.

    >>> cle_de_mot("Fonds propres"), cle_de_mot("m²"), cle_de_mot("Prêts")
    ('fond propre', 'm2', 'pret')
    """
    nu = "".join(c for c in unicodedata.normalize("NFKD", texte.casefold()) if not unicodedata.combining(c))
    return " ".join(mot.removesuffix("s") or mot for mot in _MOT.findall(nu))


class Jumeaux:
    """Des codes déclarés, retrouvés comme les gens les écrivent."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = dict.fromkeys(codes)

    @cached_property
    def _par_cle(self) -> dict[str, tuple[str, ...]]:
        """Les codes de chaque clé ; presque tout dossier cite exactement, et n’en a pas besoin."""
        par_cle: dict[str, list[str]] = {}
        for code in self._codes:
            par_cle.setdefault(cle_de_code(code), []).append(code)
        return {cle: tuple(codes) for cle, codes in par_cle.items()}

    def semblables(self, texte: str) -> tuple[str, ...]:
        """Les codes déclarés dont ``texte`` est jumeau, dans leur ordre."""
        return self._par_cle.get(cle_de_code(texte), ())

    def trouver(self, texte: str) -> str | None:
        """Le code déclaré que ``texte`` désigne : lui-même, ou son seul jumeau ; ``None`` s’il en a plusieurs."""
        if texte in self._codes:
            return texte
        semblables = self.semblables(texte)
        return semblables[0] if len(semblables) == 1 else None


@lru_cache(maxsize=64)
def jumeaux(codes: tuple[str, ...]) -> Jumeaux:
    """Les :class:`Jumeaux` de ces codes, retenus : un code mal écrit l’est souvent sur des centaines de lignes."""
    return Jumeaux(codes)


def difference(lu: str, connu: str) -> str:
    """Où diffèrent deux textes que l’œil confond, par les codes de leurs caractères ; vide s’il les distingue.

    >>> difference("OP" + chr(0x2011) + "1", "OP-1")
    'au 3e caractère, « ‑ » (U+2011) à la place de « - » (U+002D)'
    """
    if _a_l_oeil(lu) != _a_l_oeil(connu):
        return ""
    for rang, (sien, attendu) in enumerate(zip_longest(lu, connu), 1):
        if sien != attendu:
            ordinal = "1er" if rang == 1 else f"{rang}e"
            return f"au {ordinal} caractère, {_nommer(sien)} à la place {_de(_nommer(attendu))}"
    return ""


def _a_l_oeil(texte: str) -> str:
    """Le texte comme l’œil le lit : casse gardée, espaces et signes voisins confondus."""
    compose = unicodedata.normalize("NFKC", texte).translate(_CONFONDUS)
    return "".join(c for c in compose if unicodedata.category(c) not in {_ESPACES, "Cf"})


def _de(nom: str) -> str:
    return f"d’{nom}" if nom.startswith("une") else f"de {nom}"


def _nommer(caractere: str | None) -> str:
    if caractere is None:
        return "rien"
    rang = f"U+{ord(caractere):04X}"
    if unicodedata.category(caractere) == _ESPACES:
        return "une espace" if caractere == " " else f"une autre espace ({rang})"
    if unicodedata.combining(caractere) or not caractere.isprintable():
        return f"le signe {rang}"
    return f"« {caractere} » ({rang})"

"""Les polices livrées : quels caractères elles dessinent, et leurs chasses.

Le pdf archivable refuse un caractère sans dessin, et un tableau se dispose d’après ses largeurs : les deux se lisent
dans les fichiers de police eux-mêmes (tables ``cmap`` et ``hmtx``).
"""

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

__all__ = ["FAMILLES", "REPERTOIRE", "Graisse", "chasses", "couvertures", "famille_de", "largeur"]

REPERTOIRE: Final = Path(__file__).parent / "polices"
"""Où sont les fichiers de police, et leur licence."""

FAMILLES: Final = ("Carlito", "Noto Sans Hebrew", "Noto Sans Arabic", "Noto Sans Symbols2")
"""Les familles, de la première essayée à la dernière."""

_COMPLEMENTS: Final = ("NotoSansHebrew-Regular", "NotoSansArabic-Regular", "NotoSansSymbols2-Regular")
_CADRATIN: Final = 1000
_PLATEFORMES_UNICODE: Final = frozenset({0, 3})
_FORMAT_COURT: Final = 4
_FORMAT_LARGE: Final = 12
_USAGE_PRIVE: Final = "Co"  # sans signification publique : le pdf archivable les refuse
_MARQUE_D_ORDRE: Final = "\ufeff"  # il la refuse aussi, bien que des polices la dessinent


class Graisse(StrEnum):
    """La graisse d’un texte ; la valeur nomme le fichier de la police principale."""

    NORMALE = "Carlito-Regular"
    GRASSE = "Carlito-Bold"
    ITALIQUE = "Carlito-Italic"


@cache
def couvertures() -> tuple[frozenset[str], ...]:
    """Les caractères que dessine chaque famille, dans l’ordre des familles.

    Un caractère n’est à la principale que si ses trois graisses le dessinent.
    """
    principale = frozenset.intersection(*(frozenset(_lire(variante.value)) for variante in Graisse))
    return (principale, *(frozenset(_lire(nom)) for nom in _COMPLEMENTS))


def famille_de(caractere: str) -> str:
    """La première famille qui dessine ce caractère ; la principale si aucune ne le dessine."""
    for famille, couverture in zip(FAMILLES, couvertures(), strict=True):
        if caractere in couverture:
            return famille
    return FAMILLES[0]


@cache
def chasses(graisse: Graisse) -> Mapping[str, int]:
    """La chasse de chaque caractère que les polices dessinent, en millièmes de cadratin."""
    trouvees: dict[str, int] = {}
    for nom, couverture in reversed(list(zip((graisse.value, *_COMPLEMENTS), couvertures(), strict=True))):
        chasses_du_fichier = _lire(nom)
        trouvees |= {caractere: chasses_du_fichier[caractere] for caractere in couverture}
    return MappingProxyType(trouvees)


@lru_cache(maxsize=1 << 16)
def largeur(texte: str, graisse: Graisse = Graisse.NORMALE) -> int:
    """La largeur d’un texte sur une ligne, en millièmes de cadratin."""
    connues = chasses(graisse)
    return sum(connues.get(caractere, _CADRATIN) for caractere in texte)


@cache
def _lire(nom: str) -> Mapping[str, int]:
    """La chasse de chaque caractère d’un fichier de police, par excès."""
    octets = (REPERTOIRE / f"{nom}.ttf").read_bytes()
    tables = _tables(octets)
    (unites,) = struct.unpack_from(">H", octets, tables["head"] + 18)
    (nombre,) = struct.unpack_from(">H", octets, tables["hhea"] + 34)
    avances = struct.unpack_from(">" + "Hh" * nombre, octets, tables["hmtx"])[::2]
    return {
        chr(code): -(-avances[min(glyphe, nombre - 1)] * _CADRATIN // unites)
        for code, glyphe in _glyphes(octets, tables["cmap"])
        if glyphe and unicodedata.category(chr(code)) != _USAGE_PRIVE and chr(code) != _MARQUE_D_ORDRE
    }


def _tables(octets: bytes) -> dict[str, int]:
    """Où commence chaque table du fichier."""
    (nombre,) = struct.unpack_from(">H", octets, 4)
    entrees = (struct.unpack_from(">4sLLL", octets, 12 + 16 * rang) for rang in range(nombre))
    return {nom.decode("ascii"): debut for nom, _, debut, _ in entrees}


def _glyphes(octets: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Les couples (caractère, glyphe) de la correspondance Unicode la plus large du fichier."""
    (nombre,) = struct.unpack_from(">H", octets, cmap + 2)
    sous_tables = {
        struct.unpack_from(">H", octets, cmap + debut)[0]: cmap + debut
        for plateforme, _, debut in (struct.unpack_from(">HHL", octets, cmap + 4 + 8 * r) for r in range(nombre))
        if plateforme in _PLATEFORMES_UNICODE
    }
    if _FORMAT_LARGE in sous_tables:
        yield from _format_12(octets, sous_tables[_FORMAT_LARGE])
    else:
        yield from _format_4(octets, sous_tables[_FORMAT_COURT])


@dataclass(frozen=True, slots=True)
class _Segment:
    """Une suite de caractères du format court : bornes, décalage, et où lire ses glyphes (0 : par décalage)."""

    debut: int
    fin: int
    decalage: int
    adresse: int


def _format_4(octets: bytes, debut: int) -> Iterator[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", octets, debut + 6)
    nombre = double // 2
    fins = struct.unpack_from(f">{nombre}H", octets, debut + 14)
    debuts, decalages, renvois = (
        struct.unpack_from(f">{nombre}H", octets, debut + 16 + double * rang) for rang in (1, 2, 3)
    )
    place = debut + 16 + double * 3
    for rang in range(nombre):
        adresse = place + 2 * rang + renvois[rang] if renvois[rang] else 0
        yield from _glyphes_du_segment(octets, _Segment(debuts[rang], fins[rang], decalages[rang], adresse))


def _glyphes_du_segment(octets: bytes, segment: _Segment) -> Iterator[tuple[int, int]]:
    for code in range(segment.debut, min(segment.fin, 0xFFFE) + 1):
        lu = code
        if segment.adresse:
            (lu,) = struct.unpack_from(">H", octets, segment.adresse + 2 * (code - segment.debut))
            if not lu:
                continue
        yield code, (lu + segment.decalage) & 0xFFFF


def _format_12(octets: bytes, debut: int) -> Iterator[tuple[int, int]]:
    (nombre,) = struct.unpack_from(">L", octets, debut + 12)
    for rang in range(nombre):
        premier, dernier, glyphe = struct.unpack_from(">LLL", octets, debut + 16 + 12 * rang)
        yield from ((code, glyphe + code - premier) for code in range(premier, dernier + 1))

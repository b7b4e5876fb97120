"""Des formats de nombre d’un classeur, ceux qui montrent un pourcentage ou une date."""

import re
from collections.abc import Mapping
from typing import Final

from maquettes.tableur.archive import Archive
from maquettes.tableur.balises import ESPACE_DE_NOMS, Attributs, analyser, peu_nombreux
from maquettes.tableur.contenu import GenreCellule

__all__ = ["genre_de_format", "lire_genres"]

_DATES_INTEGREES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_POURCENTAGES_INTEGRES: Final = frozenset({9, 10})
_INTEGRES: Final = {
    **{str(numero): GenreCellule.DATE for numero in _DATES_INTEGREES},
    **{str(numero): GenreCellule.POURCENTAGE for numero in _POURCENTAGES_INTEGRES},
}
# Texte entre guillemets, caractère échappé, blanc d'une largeur donnée, remplissage, mot du format standard.
_LITTERAUX: Final = re.compile(r'"[^"]*"?|\\.|_.|\*.|general', re.IGNORECASE | re.DOTALL)
_DUREES: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CROCHETS: Final = re.compile(r"\[[^\]]*\]?")
_LETTRES_DE_DATE: Final = re.compile("[dmyhs]", re.IGNORECASE)


def genre_de_format(code: str) -> GenreCellule:
    """Ce que montre un code de format : ``0.0%``, ``dd/mm/yyyy``, ``[h]:mm`` ou un simple nombre.

    Ni la couleur (``[Red]``), ni la langue (``[$-40C]``), ni un texte (``"jours"``) ne comptent.
    """
    nu = _CROCHETS.sub("", _DUREES.sub("h", _LITTERAUX.sub("", code)))
    if "%" in nu:
        return GenreCellule.POURCENTAGE
    return GenreCellule.DATE if _LETTRES_DE_DATE.search(nu) else GenreCellule.NOMBRE


def lire_genres(archive: Archive, partie: str | None) -> Mapping[str, GenreCellule]:
    """Le genre des nombres de chaque style de cellule, par son rang ; ceux qui sont de simples nombres sont omis."""
    if partie is None:
        return {}
    formats = dict(_INTEGRES)
    genres: dict[str, GenreCellule] = {}
    rang = 0
    englobante = ""

    def debut(nom: str, attributs: Attributs) -> None:
        nonlocal rang, englobante
        match nom.removeprefix(f"{ESPACE_DE_NOMS} "):
            case "numFmts" | "cellXfs" | "cellStyleXfs" | "dxfs" as ensemble:
                englobante = ensemble
            case "numFmt" if englobante == "numFmts":
                formats[attributs.get("numFmtId", "")] = genre_de_format(attributs.get("formatCode", ""))
            case "xf" if englobante == "cellXfs":
                genre = formats.get(attributs.get("numFmtId", "0"), GenreCellule.NOMBRE)
                if genre is not GenreCellule.NOMBRE:
                    genres[str(rang)] = genre
                rang += 1

    analyser(partie, archive.morceaux(partie), racine="styleSheet", debut=peu_nombreux(partie, debut))
    return genres

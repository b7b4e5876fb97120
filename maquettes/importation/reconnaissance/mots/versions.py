"""La version que dit une feuille, un titre ou un nom de fichier : « Convention », « Avenant n° 3 », « TF_av2 »."""

import re
from collections.abc import Iterable
from typing import Final

from maquettes.importation.correspondance.libelles import cle_de_libelle

__all__ = ["exercice_dit", "version_dite", "version_parmi"]

_AVENANT: Final = re.compile(
    r"(?<![a-z])(?:avenant|avt|av)s?[ ._-]*(?:n ?°|no|num(?:ero)?)?[ ._-]*(?:de cloture )?(\d{1,2})(?!\d)"
)
_INITIALE: Final = re.compile(r"(?<![a-z])(?:initial(?:e|es)?|convention|conv|signature|version 0|v0)(?![a-z])")
_ANNEE: Final = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)(?!\d)")
_PREVISION: Final = frozenset(
    {"prev", "prevu", "prevue", "prevision", "previsionnel", "estime", "reste", "budget", "bp"}
)
_MOTS_AU_PLUS: Final = 4


def version_dite(texte: str) -> int | None:
    """Le numéro d’avenant que dit le texte, zéro pour la convention initiale, ou rien."""
    cle = cle_de_libelle(texte).replace("_", " ")
    numeros = {int(numero) for numero in _AVENANT.findall(cle)}
    if len(numeros) == 1:
        return numeros.pop()
    return 0 if not numeros and _INITIALE.search(cle) else None


def version_parmi(textes: Iterable[str]) -> int | None:
    """La version du premier de ces textes qui nomme un avenant ; sinon la convention, si l’un la nomme."""
    dites = [version for texte in textes if (version := version_dite(texte)) is not None]
    return next((version for version in dites if version), dites[0] if dites else None)


def exercice_dit(libelle: str) -> tuple[int, bool] | None:
    """L’exercice d’une colonne par année, et s’il est prévu : « 2008 », « Réalisé 2009 », « 2012 (prév.) »."""
    cle = cle_de_libelle(libelle)
    nombres, mots = re.findall(r"[0-9]+", cle), re.findall(r"[a-z]+", cle)
    if len(nombres) != 1 or not _ANNEE.fullmatch(nombres[0]) or len(mots) > _MOTS_AU_PLUS or "convention" in mots:
        return None
    return int(nombres[0]), not _PREVISION.isdisjoint(mots)

"""Les noms que l’on croirait ceux du dossier : une table mal nommée n’est jamais ignorée en silence.

Un nom voisin est celui d’une table, à la casse, aux espaces, à une extension ou à une marque de copie près
(« journal.csv.txt », « Journal (2).xlsx », « Copie de journal.csv »). Lettres, pdf, images et sorties restent en paix.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import PurePath
from typing import Final

from financement.fautes.faute import Faute, ModeleFaute, faute, montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.ressemblance import nom_le_plus_proche

__all__ = ["fautes_de_noms", "mots_du_nom"]

# Assez haut pour laisser en paix « situation.csv » ou « annexe.csv », qu'une personne range à côté du dossier.
_SEUIL: Final = 0.8
_MOT: Final = re.compile(r"[^\W\d_]+")
# Ce qu'un système ou une personne ajoute au nom d'une copie, d'une version ou d'une date.
_SANS_SENS: Final = frozenset(
    re.findall(
        r"\w+",
        "a ancien ancienne au bis copie copy corrige corrigee de definitif definitive dernier derniere du en et final "
        "finale la le les maj mon n new nouveau nouvelle old s t v ver version vf janvier fevrier mars avril mai juin "
        "juillet aout septembre octobre novembre decembre",
    )
)
# Une lettre « plan de situation.pdf » n'est pas une table : seuls ces suffixes peuvent en cacher une.
_TEXTES: Final = frozenset({"", ".csv", ".dat", ".prn", ".tab", ".toml", ".tsv", ".txt"})
_TABLEURS: Final = frozenset(
    {".fods", ".gz", ".json", ".numbers", ".ods", ".parquet", ".xls", ".xlsb", ".xlsm", ".xlsx", ".xml", ".zip"}
)
_SAUVEGARDES: Final = frozenset({".bak", ".old", ".orig", ".sav"})


NOM_DE_FICHIER: Final = ModeleFaute(
    "LECTURE-11", "Le fichier « {lu} » ne fait pas partie du dossier, mais {cause}.", "{correction}"
)


def fautes_de_noms(presents: Collection[str], attendus: Collection[str]) -> Iterator[tuple[str, Faute]]:
    """Chaque nom de ``presents`` que l’on croirait l’un des ``attendus`` : le nom attendu et la faute LECTURE-11.

    ``presents`` : les noms des fichiers du répertoire, ceux que le dossier lit compris.
    """
    for nom in presents:
        if nom in attendus or nom.startswith((".", "~$")):
            continue
        attendu = _attendu(nom, presents, attendus)
        if attendu is not None:
            lieu = Provenance(fichier=montrer(nom))
            ressemblance, correction = _ressemblance(nom, attendu), _correction(nom, attendu, presents)
            yield (
                attendu,
                faute(NOM_DE_FICHIER, lieu, nom, cause=ressemblance, correction=correction),
            )


def mots_du_nom(nom: str) -> list[str]:
    """Les mots d’un nom sans accents ni casse, sans les marques de copie, de version ou de date."""
    nu = "".join(c for c in unicodedata.normalize("NFKD", nom) if not unicodedata.combining(c)).casefold()
    return [mot for mot in _MOT.findall(nu) if mot not in _SANS_SENS]


def _suffixe(nom: str) -> str:
    return PurePath(nom.strip().rstrip("~.").lower()).suffix.rstrip()


def _attendu(nom: str, presents: Collection[str], attendus: Collection[str]) -> str | None:
    suffixe = _suffixe(nom)
    sauvegarde = suffixe in _SAUVEGARDES or nom.endswith("~")
    if suffixe not in _TEXTES | _TABLEURS | _SAUVEGARDES:
        return None
    base = nom.strip().removesuffix("~").lower()
    extensions = {mot for s in _TEXTES | _TABLEURS | _SAUVEGARDES for mot in _MOT.findall(s)}
    mots = [mot for mot in mots_du_nom(base) if mot not in extensions]
    # Un classeur « Plan guide » n'est pas un plan ; un csv dont le premier mot est « plan » le serait sans doute.
    if not mots or (len(mots) > 1 and suffixe != ".csv"):
        return None
    proche = nom_le_plus_proche(mots[0], {PurePath(n).stem: n for n in attendus}, _SEUIL)
    attendu = next((n for n in attendus if PurePath(n).stem == proche), None)
    if attendu is None or (sauvegarde and attendu in presents):
        return None
    # « convention.pdf » ou « règlement.txt » sont des pièces que l'on range là ; « convention.toml.txt » non.
    en_toml = attendu.endswith(".toml")
    return None if en_toml and suffixe not in {"", ".csv", ".toml"} and ".toml" not in base else attendu


def _ressemblance(nom: str, attendu: str) -> str:
    if nom.strip() == attendu:
        return f"son nom n’est celui de « {attendu} » qu’à une espace près"
    if nom.casefold() == attendu.casefold():
        return f"son nom n’est celui de « {attendu} » qu’à une majuscule près"
    return f"son nom ressemble à « {attendu} »"


def _correction(nom: str, attendu: str, presents: Collection[str]) -> str:
    if attendu in presents:
        return f"Y prendre ce qui manquerait à {attendu}, puis le sortir du répertoire."
    if _suffixe(nom) in _TEXTES | _SAUVEGARDES:
        return f"Le renommer {attendu}, ou le sortir du répertoire."
    return (
        f"L’enregistrer sous le nom {attendu}, au format « CSV UTF-8 » à points-virgules, ou le sortir du répertoire."
    )

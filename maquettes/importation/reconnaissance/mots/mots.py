"""Un libellé en mots comparables : sans accents, ni articles, ni pluriels, ses abréviations développées."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from maquettes.importation.correspondance.libelles import cle_de_libelle

__all__ = ["mots_de", "sont_voisins"]

_UNITE_DITE: Final = re.compile(
    r"\(?(?<!\w)(?:en )?(?:[km]€|€|euros?|keuros?|(?:milliers?|millions?) d'? ?euros?|kilo-?euros?)(?!\w)\)?"
)
_POINTS: Final = re.compile(r"\b((?:[a-z]\.){2,})")
_MOT: Final = re.compile(r"[a-z0-9]+|%|€")
_VIDES: Final = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "par",
        "pour",
        "sur",
        "un",
        "une",
        "ou",
        "s",
        "n",
        "o",
        "prevu",
        "prevue",
        "previsionnel",
        "previsionnelle",
    ]
)
_ABREGES: Final = {
    "nb": "nombre",
    "nbre": "nombre",
    "nbr": "nombre",
    "lgt": "logement",
    "lgts": "logement",
    "logt": "logement",
    "logts": "logement",
    "log": "logement",
    "num": "numero",
    "no": "numero",
    "op": "operation",
    "ope": "operation",
    "moa": "mo",
    "qte": "quantite",
    "qtes": "quantite",
    "mt": "montant",
    "mnt": "montant",
    "dpt": "departement",
    "dept": "departement",
    "subv": "subvention",
    "contrib": "contribution",
    "particip": "participation",
    "sem": "semestre",
    "fam": "famille",
    "ref": "reference",
    "obs": "observation",
    "dep": "depense",
    "tx": "taux",
    "prog": "programme",
    "agglo": "agglomeration",
    "cod": "code",
    "lib": "libelle",
    "adr": "adresse",
    "resp": "responsable",
    "verif": "verification",
    "ctrl": "controle",
}
_INVARIABLES: Final = frozenset({"travaux", "cdc", "acces", "ras", "cours", "tps"})
_LONG: Final = 5
_COURT: Final = 3


@lru_cache(maxsize=4096)
def mots_de(libelle: str) -> tuple[str, ...]:
    """Les mots d’un libellé : « Nb. de lgts (k€) » donne ``nombre`` et ``logement``."""
    cle = cle_de_libelle(libelle)
    cle = re.sub(r"\bn ?°(?= |$|[a-z0-9])", "numero ", cle)
    if _UNITE_DITE.fullmatch(cle.strip()):
        return ("€",)
    cle = _UNITE_DITE.sub(" ", cle)
    cle = _POINTS.sub(lambda sigle: sigle[1].replace(".", "") + " ", cle)
    mots = [_ABREGES.get(mot, mot) for mot in _MOT.findall(cle) if mot not in _VIDES]
    return tuple(_singulier(mot) for mot in mots)


def _singulier(mot: str) -> str:
    return mot[:-1] if len(mot) > _COURT and mot.endswith("s") and mot not in _INVARIABLES else mot


def sont_voisins(mots: Collection[str], autres: Collection[str]) -> bool:
    """Les mêmes mots, à une faute de frappe près dans chaque mot d’au moins cinq lettres."""
    seuls = [mot for mot in mots if mot not in autres]
    restants = [mot for mot in autres if mot not in mots]
    if len(mots) != len(autres) or len(seuls) != len(restants):
        return False
    for mot in seuls:
        trouve = next((autre for autre in restants if _est_une_frappe(mot, autre)), None)
        if trouve is None:
            return False
        restants.remove(trouve)
    return True


def _est_une_frappe(mot: str, autre: str) -> bool:
    return min(len(mot), len(autre)) >= _LONG and mot[0] == autre[0] and OSA.distance(mot, autre, score_cutoff=1) <= 1

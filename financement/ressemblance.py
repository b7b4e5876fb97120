"""Nom connu le plus proche d'un nom mal écrit."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from financement.graphies import difference, jumeaux

__all__ = ["nom_le_plus_proche", "proposition"]

LONGUEUR_COMPAREE = 80
SEUIL_ORDINAIRE = 0.6


def _forme_comparable(nom: str) -> str:
    """Le nom sans accents, sans casse ni séparateurs, tel que l'œil le compare."""
    decompose = unicodedata.normalize("NFKD", nom[:LONGUEUR_COMPAREE])
    return "".join(c for c in decompose.casefold() if c.isalnum())


def nom_le_plus_proche(nom: str, connus: Iterable[str], seuil: float = SEUIL_ORDINAIRE) -> str | None:
    """Le nom de ``connus`` qui ressemble le plus à ``nom``, ou ``None`` si aucun ne ressemble.

    ``seuil`` va de 0 (tout ressemble) à 1 (les mêmes lettres, aux accents et à la casse près).
    À ressemblance égale, le premier de ``connus`` l'emporte : la réponse ne dépend que des entrées.
    """
    return _le_plus_proche(nom, tuple(connus), seuil)


@lru_cache(maxsize=4096)
def _le_plus_proche(nom: str, connus: tuple[str, ...], seuil: float) -> str | None:
    """Retenu : un code mal écrit l'est souvent sur des centaines de lignes, et comparer coûte."""
    from difflib import get_close_matches

    formes: dict[str, str] = {}
    for connu in connus:
        formes.setdefault(_forme_comparable(connu), connu)
    proches = get_close_matches(_forme_comparable(nom), list(formes), n=1, cutoff=seuil)
    return formes[proches[0]] if proches else None


def proposition(nom: str, connus: Iterable[str]) -> str:
    """Fin de phrase qui propose le nom le plus proche : `` ; le plus proche est « VILLE »`` ou vide.

    De deux noms que l'œil confond, elle dit ce qui les distingue ; si ``nom`` a plusieurs jumeaux, elle les donne tous.
    """
    noms = tuple(connus)
    semblables = jumeaux(noms).semblables(nom)
    if len(semblables) > 1:
        return f" ; ce peut être {' ou '.join(f'« {connu} »' for connu in semblables)}, à écrire exactement"
    proche = nom_le_plus_proche(nom, noms)
    if proche is None:
        return ""
    precision = difference(nom, proche)
    return f" ; le plus proche est « {proche} »{f' ({precision})' if precision else ''}"

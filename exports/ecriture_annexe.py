"""L'annexe financière en fichiers, dans les formats demandés."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from exports.annexe import composer_annexe
from exports.document import Document
from financement.projet import Projet
from maquettes.ecriture import EcritureRefusee, ecrire_fichier

__all__ = ["FORMATS", "ecrire_annexe"]

NOM: Final = "annexe-financiere"


def _xlsx(document: Document) -> dict[str, bytes]:
    from exports.rendu_xlsx import rendre_xlsx

    return {f"{NOM}.xlsx": rendre_xlsx(document)}


def _csv(document: Document) -> dict[str, bytes]:
    from exports.rendu_csv import rendre_csv

    return {f"{NOM}-{cle}.csv": octets for cle, octets in rendre_csv(document).items()}


_RENDUS: Final[Mapping[str, Callable[[Document], dict[str, bytes]]]] = MappingProxyType({"xlsx": _xlsx, "csv": _csv})

FORMATS: Final = tuple(_RENDUS)
"""Les formats que la bibliothèque sait écrire."""


def ecrire_annexe(projet: Projet, *, au: date, sortie: Path, formats: tuple[str, ...] = FORMATS) -> tuple[Path, ...]:
    """Écrit l'annexe du projet à la date ``au`` dans le répertoire ``sortie``, créé au besoin ; rend les chemins.

    Tous les formats sont composés avant le premier fichier ; chaque fichier est écrit en entier ou pas du tout. Lève
    ``ValueError`` pour un format inconnu, ``EcritureRefusee`` si un fichier ne peut pas être écrit.
    """
    inconnus = [demande for demande in formats if demande not in _RENDUS]
    if inconnus or not formats:
        refus = f"format inconnu : {', '.join(inconnus)}" if inconnus else "aucun format demandé"
        raise ValueError(f"{refus} ; formats possibles : {', '.join(FORMATS)}.")
    document = composer_annexe(projet, au=au)
    fichiers: dict[str, bytes] = {}
    for demande in dict.fromkeys(formats):
        fichiers |= _RENDUS[demande](document)
    try:
        sortie.mkdir(parents=True, exist_ok=True)
    except OSError as erreur:
        raise EcritureRefusee(f"« {sortie} » ne peut pas servir de répertoire de sortie.") from erreur
    for nom, octets in fichiers.items():
        ecrire_fichier(sortie / nom, octets)
    return tuple(sortie / nom for nom in fichiers)

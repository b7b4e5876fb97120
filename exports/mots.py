"""Les mots communs aux documents et à la ligne de commande : accords en nombre, versions, mention de projet."""

from financement.constat import Constat, nombre_bloquants
from financement.convention import Convention
from financement.nomenclature import LIBELLES_NATURES_AVENANT

__all__ = ["accorder", "bandeau", "nommer_version"]


def accorder(nombre: int, singulier: str, pluriel: str) -> str:
    """Le nombre et son nom, le pluriel commençant à deux.

    >>> accorder(1, "opération", "opérations"), accorder(3, "opération", "opérations")
    ('1 opération', '3 opérations')
    """
    return f"{nombre} {pluriel if nombre > 1 else singulier}"


def nommer_version(convention: Convention, version: int) -> str:
    """« Convention initiale », ou « Avenant n° 2 (avenant local) »."""
    for avenant in convention.avenants:
        if avenant.numero == version:
            return f"Avenant n° {version} ({LIBELLES_NATURES_AVENANT[avenant.nature]})"
    return "Convention initiale"


def bandeau(constats: tuple[Constat, ...]) -> str | None:
    """La mention que porte tout document tiré d'un dossier qui a des constats bloquants, ou ``None``."""
    nombre = nombre_bloquants(constats)
    return f"PROJET — {accorder(nombre, 'constat bloquant', 'constats bloquants')}" if nombre else None

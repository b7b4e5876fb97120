"""Les mots communs aux documents et à la ligne de commande : accords en nombre, versions, mention de projet."""

from typing import Final

from financement.constat import Constat, nombre_bloquants
from financement.convention import Convention
from financement.dates import afficher_date
from financement.journal_du_projet import EtendueDuJournal
from financement.libelles import accorder, afficher_nombre
from financement.nomenclature import LIBELLES_NATURES_AVENANT

__all__ = ["NON_SIGNABLE", "SANS_MOUVEMENT", "bandeau", "dire_les_mouvements", "nommer_version"]


SANS_MOUVEMENT: Final = (
    "Le dossier n’a aucun mouvement : ni engagement, ni paiement, ni dépense ; si un journal existe, il n’y est pas."
)
"""Ce que dit tout document, et toute table, d’un dossier sans journal ou au journal vide."""


NON_SIGNABLE: Final = "Document non signable. Ce qui bloque :"
"""Ce qui précède, à la place des cadres de signature, la liste de ce qui empêche de signer."""


def nommer_version(convention: Convention, version: int) -> str:
    """« Convention initiale », ou « Avenant n° 2 (avenant local) »."""
    for avenant in convention.avenants:
        if avenant.numero == version:
            return f"Avenant n° {version} ({LIBELLES_NATURES_AVENANT[avenant.nature]})"
    return "Convention initiale"


def dire_les_mouvements(etendue: EtendueDuJournal) -> str:
    """Combien de mouvements comptent à la date d’arrêté et la date du dernier : un journal coupé s’y voit."""
    if etendue.dernier is None and not etendue.posterieurs:
        return "aucun"
    comptes = "aucun à la date d’arrêté"
    if etendue.dernier is not None:
        comptes = f"{afficher_nombre(etendue.comptes)}, le dernier du {afficher_date(etendue.dernier)}"
    if not etendue.posterieurs:
        return comptes
    return f"{comptes} ; {accorder(etendue.posterieurs, 'postérieur', 'postérieurs')} à l’arrêté"


def bandeau(constats: tuple[Constat, ...], retenus: tuple[Constat, ...] | None = None) -> str | None:
    """La mention que porte tout document tiré d’un dossier qui a des constats bloquants, ou ``None``.

    ``retenus`` : ceux que montre un extrait ; la mention compte alors à part ceux du reste du dossier.
    """
    nombre = nombre_bloquants(constats)
    ailleurs = 0 if retenus is None else nombre - nombre_bloquants(retenus)
    if not nombre:
        return None
    if not ailleurs:
        return f"PROJET — {accorder(nombre, 'constat bloquant', 'constats bloquants')}"
    ici = accorder(nombre - ailleurs, "constat bloquant", "constats bloquants")
    la = f"{afficher_nombre(ailleurs)} dans le reste du dossier"
    return f"PROJET — {ici if nombre > ailleurs else 'aucun constat bloquant'} ici, {la}"

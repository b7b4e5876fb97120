"""La synthèse en classeur qu’une commande écrit à côté de ce qu’elle imprime."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from exports.commandes.affichage.sortie import imprimer_erreur
from financement.fautes.chemins import afficher_chemin
from maquettes.fichiers.destinations import garder_la_source
from maquettes.fichiers.ecriture import EcritureRefusee, ecrire_nouveau_fichier

__all__ = ["ecrire_la_synthese", "exiger_un_classeur_neuf", "garder_les_sources"]


def exiger_un_classeur_neuf(classeur: Path) -> None:
    """Refuse avant le long calcul ce que l’écriture refuserait après."""
    if classeur.suffix.lower() != ".xlsx":
        raise EcritureRefusee(f"« {afficher_chemin(classeur)} » : la synthèse est un classeur, donner un nom en .xlsx.")
    if os.path.lexists(classeur):
        raise EcritureRefusee(f"« {afficher_chemin(classeur)} » ne peut pas être écrit : la destination existe déjà.")


def garder_les_sources(dossiers: Iterable[Path], classeur: Path) -> None:
    """Refuse d’écrire dans un dossier lu, ou à sa place."""
    for dossier in dossiers:
        garder_la_source(dossier, classeur)


def ecrire_la_synthese(classeur: Path, quoi: str, composer: Callable[[], bytes]) -> None:
    """Écrit le classeur que rend ``composer`` ; lève :class:`EcritureRefusee` si ``quoi`` n’y tient pas."""
    from maquettes.classeur.classeur import ClasseurImpossible

    try:
        octets = composer()
    except ClasseurImpossible as refus:
        raise EcritureRefusee(f"{quoi} ne tient pas dans un classeur : {refus}.") from None
    ecrire_nouveau_fichier(classeur, octets)
    imprimer_erreur(f"synthèse : {afficher_chemin(classeur)}")

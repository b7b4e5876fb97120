"""``financement convertir SOURCE DEST`` : répertoire ↔ xlsx ↔ json, sans perte."""

from argparse import Namespace

from exports.commandes.flux import apres_avoir_ecrit
from exports.commandes.lecture import lire_le_dossier
from exports.commandes.sortie import imprimer
from financement.chemins import afficher_chemin
from maquettes.destinations import garder_la_source
from maquettes.dossiers import ecrire_dossier

__all__ = ["executer"]


def executer(arguments: Namespace) -> int:
    """Convertit et dit où est le résultat."""
    garder_la_source(arguments.source, arguments.destination)
    ecrire_dossier(lire_le_dossier(arguments.source), arguments.destination)
    with apres_avoir_ecrit(arguments.destination):
        imprimer(f"Dossier écrit : {afficher_chemin(arguments.destination)}")
    return 0

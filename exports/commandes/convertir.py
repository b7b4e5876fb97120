"""``financement convertir SOURCE DEST`` : répertoire ↔ xlsx ↔ json, sans perte."""

from argparse import Namespace

from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from financement.fautes.chemins import afficher_chemin
from maquettes.dossiers import ecrire_dossier
from maquettes.fichiers.destinations import garder_la_source

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``convertir SOURCE DEST``."""
    commande.dossier("source")
    commande.chemin("destination", metavar="DEST", help="sans suffixe : répertoire ; sinon fichier .xlsx ou .json")


def executer(arguments: Namespace) -> int:
    """Convertit et dit où est le résultat."""
    garder_la_source(arguments.source, arguments.destination)
    ecrire_dossier(lire_le_dossier(arguments.source), arguments.destination)
    with apres_avoir_ecrit(arguments.destination):
        imprimer(f"Dossier écrit : {afficher_chemin(arguments.destination)}")
    return 0

"""``financement maquette DOSSIER FICHIER.xlsx`` : le dossier en classeur vivant ; ``--vierge`` : à remplir."""

from argparse import Namespace

from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer
from exports.commandes.console.analyseur import Analyseur
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.options import ajouter_au
from exports.commandes.console.valeurs_donnees import lire_chemin
from financement.fautes.chemins import afficher_chemin
from maquettes import ecrire_maquette, ecrire_maquette_vierge, lire_maquette
from maquettes.fichiers.destinations import garder_la_source

__all__ = ["declarer", "executer"]


def declarer(commande: Analyseur) -> None:
    """``maquette DOSSIER FICHIER.xlsx``, ou ``maquette --vierge FICHIER.xlsx``."""
    commande.add_argument("dossier", metavar="DOSSIER", type=lire_chemin, nargs="?", help="répertoire, .xlsx ou .json")
    commande.add_argument("fichier", metavar="FICHIER.xlsx", type=lire_chemin, nargs="?", help="classeur à écrire")
    commande.add_argument("--vierge", metavar="FICHIER.xlsx", type=lire_chemin, help="écrit un classeur à remplir")
    ajouter_au(commande)
    commande.examens.append(_examiner)


def _examiner(arguments: Namespace) -> str | None:
    """Un dossier et un fichier, ou ``--vierge`` seul."""
    if arguments.vierge is None and arguments.fichier is None:
        return "il manque : DOSSIER et FICHIER.xlsx, ou --vierge FICHIER.xlsx"
    if arguments.vierge is not None and (arguments.dossier is not None or arguments.au is not None):
        return "--vierge ne s’emploie pas avec DOSSIER ni --au"
    return None


def executer(arguments: Namespace) -> int:
    """Écrit la maquette et dit où elle est ; refaite d’une autre, elle en garde la date d’arrêté."""
    if arguments.vierge is not None:
        ecrire_maquette_vierge(arguments.vierge)
        with apres_avoir_ecrit(arguments.vierge):
            imprimer(f"Maquette à remplir : {afficher_chemin(arguments.vierge)}")
        return 0
    garder_la_source(arguments.dossier, arguments.fichier)
    if arguments.dossier.suffix.lower() == ".xlsx" and arguments.dossier.is_file():
        lue = lire_maquette(arguments.dossier)
        projet, au = lue.projet, lue.au if arguments.au is None else arguments.au
    else:
        projet, au = lire_le_dossier(arguments.dossier), arguments.au
    ecrire_maquette(projet, arguments.fichier, au=au)
    with apres_avoir_ecrit(arguments.fichier):
        imprimer(f"Maquette écrite : {afficher_chemin(arguments.fichier)}")
    return 0

"""``financement maquette DOSSIER FICHIER.xlsx`` : le dossier en classeur vivant ; ``--vierge`` : à remplir."""

from argparse import Namespace

from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from financement.fautes.chemins import afficher_chemin
from maquettes import ecrire_maquette, ecrire_maquette_vierge, lire_maquette
from maquettes.fichiers.destinations import garder_la_source

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``maquette DOSSIER FICHIER.xlsx``, ou ``maquette --vierge FICHIER.xlsx``."""
    commande.chemin("dossier", metavar="DOSSIER", nargs="?", help="répertoire, .xlsx ou .json")
    commande.chemin("fichier", metavar="FICHIER.xlsx", nargs="?", help="classeur à écrire")
    commande.chemin("--vierge", metavar="FICHIER.xlsx", help="écrit un classeur à remplir")
    commande.au()
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

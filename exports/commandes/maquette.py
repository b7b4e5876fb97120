"""``financement maquette DOSSIER FICHIER.xlsx`` : le dossier en classeur vivant ; ``--vierge`` : à remplir."""

from argparse import Namespace

from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from financement.fautes.chemins import afficher_chemin
from maquettes import ecrire_maquette, ecrire_maquette_vierge
from maquettes.fichiers.destinations import garder_la_source
from maquettes.maquettes_de_dossier import refaire_maquette

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``maquette DOSSIER FICHIER.xlsx``, ou ``maquette --vierge FICHIER.xlsx``."""
    commande.chemin("dossier", metavar="DOSSIER", nargs="?", help="répertoire, .xlsx ou .json")
    commande.chemin("fichier", metavar="FICHIER.xlsx", nargs="?", help="classeur à écrire")
    commande.chemin("--vierge", metavar="FICHIER.xlsx", help="écrit un classeur à remplir")
    commande.au()
    aide = "n’écrit que la part de ce maître d’ouvrage, à lui envoyer ; « reunir » la reprendra"
    commande.add_argument("--maitre-ouvrage", metavar="CODE", help=aide)
    commande.examens.append(_examiner)


def _examiner(arguments: Namespace) -> str | None:
    """Un dossier et un fichier, ou ``--vierge`` seul."""
    if arguments.vierge is None and arguments.fichier is None:
        return "il manque : DOSSIER et FICHIER.xlsx, ou --vierge FICHIER.xlsx"
    donnes = (arguments.dossier, arguments.au, arguments.maitre_ouvrage)
    if arguments.vierge is not None and donnes != (None, None, None):
        return "--vierge ne s’emploie pas avec DOSSIER, --au ni --maitre-ouvrage"
    return None


def executer(arguments: Namespace) -> int:
    """Écrit la maquette et dit où elle est ; refaite d’une autre, elle en garde la date d’arrêté et le sceau."""
    if arguments.vierge is not None:
        ecrire_maquette_vierge(arguments.vierge)
        with apres_avoir_ecrit(arguments.vierge):
            imprimer(f"Maquette à remplir : {afficher_chemin(arguments.vierge)}")
        return 0
    garder_la_source(arguments.dossier, arguments.fichier)
    if arguments.maitre_ouvrage is None and arguments.dossier.suffix.lower() == ".xlsx" and arguments.dossier.is_file():
        refaire_maquette(arguments.dossier, arguments.fichier, au=arguments.au)
    else:
        projet = lire_le_dossier(arguments.dossier)
        ecrire_maquette(projet, arguments.fichier, au=arguments.au, maitre_ouvrage=arguments.maitre_ouvrage)
    with apres_avoir_ecrit(arguments.fichier):
        imprimer(f"Maquette écrite : {afficher_chemin(arguments.fichier)}")
    return 0

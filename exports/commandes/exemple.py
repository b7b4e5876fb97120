"""``financement exemple DEST`` : copie le dossier du Noyer Doré."""

from argparse import Namespace

from exports.commandes.affichage.sortie import imprimer
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.exemple import copier_exemple
from financement.fautes.chemins import afficher_chemin

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``exemple DEST``."""
    commande.chemin("destination", metavar="DEST", help="répertoire à créer (ou fichier .xlsx, .json)")


def executer(arguments: Namespace) -> int:
    """Copie l’exemple et dit ce qu’il vaut."""
    copier_exemple(arguments.destination)
    with apres_avoir_ecrit(arguments.destination):
        imprimer(f"Dossier du Noyer Doré : {afficher_chemin(arguments.destination)}")
        imprimer(
            "Chiffres publics : 167 M€ HT, 144 démolitions, 351 constructions, 2 102 résidentialisations, ANRU 23 M€, "
            "Ville 25 M€,\nDépartement 14 150 845 €. Tout le reste est illustratif."
        )
    return 0

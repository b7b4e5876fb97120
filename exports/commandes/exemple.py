"""``financement exemple DEST`` : copie le dossier du Noyer Doré."""

from argparse import Namespace

from exports.commandes.sortie import imprimer
from exports.exemple import copier_exemple

__all__ = ["executer"]


def executer(arguments: Namespace) -> int:
    """Copie l'exemple et dit ce qu'il vaut."""
    copier_exemple(arguments.destination)
    imprimer(f"Dossier du Noyer Doré : {arguments.destination}")
    imprimer(
        "Chiffres publics : 167 M€ HT, 144 démolitions, 351 constructions, 2 102 résidentialisations, ANRU 23 M€, "
        "Ville 25 M€,\nDépartement 14 150 845 €. Tout le reste est illustratif."
    )
    return 0

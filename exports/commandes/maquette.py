"""``financement maquette DOSSIER FICHIER.xlsx`` : le dossier en classeur vivant ; ``--vierge`` : à remplir."""

from argparse import Namespace

from exports.commandes.sortie import imprimer
from maquettes import ecrire_maquette, ecrire_maquette_vierge, lire_dossier, lire_maquette

__all__ = ["executer"]


def executer(arguments: Namespace) -> int:
    """Écrit la maquette et dit où elle est ; refaite d'une autre, elle en garde la date d'arrêté."""
    if arguments.vierge is not None:
        ecrire_maquette_vierge(arguments.vierge)
        imprimer(f"Maquette à remplir : {arguments.vierge}")
        return 0
    if arguments.dossier.suffix.lower() == ".xlsx" and arguments.dossier.is_file():
        lue = lire_maquette(arguments.dossier)
        projet, au = lue.projet, lue.au if arguments.au is None else arguments.au
    else:
        projet, au = lire_dossier(arguments.dossier), arguments.au
    ecrire_maquette(projet, arguments.fichier, au=au)
    imprimer(f"Maquette écrite : {arguments.fichier}")
    return 0

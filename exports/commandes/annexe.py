"""``financement annexe DOSSIER`` : l'annexe financière, dans les formats demandés."""

from argparse import Namespace

from exports.commandes.sortie import imprimer
from exports.ecriture_annexe import ecrire_annexe
from exports.mots import bandeau
from financement.controles import controler
from maquettes.dossier_json import empreinte
from maquettes.dossiers import lire_dossier
from maquettes.ecriture import EcritureRefusee

__all__ = ["executer"]


def executer(arguments: Namespace) -> int:
    """Écrit l'annexe et donne le chemin de chaque fichier."""
    source, sortie = arguments.dossier.resolve(), arguments.sortie.resolve()
    if source.is_dir() and sortie.is_relative_to(source):
        raise EcritureRefusee(
            f"« {arguments.sortie} » est dans le dossier source ; choisir un répertoire de sortie en dehors."
        )
    projet = lire_dossier(arguments.dossier)
    chemins = ecrire_annexe(projet, au=arguments.au, sortie=arguments.sortie, formats=arguments.formats)
    imprimer(f"Empreinte du dossier : {empreinte(projet)}")
    if mention := bandeau(controler(projet, au=arguments.au)):
        imprimer(f"{mention} : les voir par « financement controler ».")
    imprimer("Annexe financière :")
    for chemin in chemins:
        imprimer(f"  {chemin}")
    return 0

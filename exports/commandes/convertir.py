"""``financement convertir SOURCE DEST`` : répertoire ↔ json, sans perte."""

from argparse import Namespace

from exports.commandes.sortie import imprimer
from maquettes.dossiers import convertir

__all__ = ["executer"]


def executer(arguments: Namespace) -> int:
    """Convertit et dit où est le résultat."""
    convertir(arguments.source, arguments.destination)
    imprimer(f"Dossier écrit : {arguments.destination}")
    return 0

"""``financement convertir SOURCE DEST`` : répertoire ↔ xlsx ↔ json, sans perte."""

from argparse import Namespace

from exports.commandes.sortie import imprimer
from maquettes.dossiers import convertir
from maquettes.ecriture import EcritureRefusee

__all__ = ["executer"]


def executer(arguments: Namespace) -> int:
    """Convertit et dit où est le résultat."""
    source, destination = arguments.source.resolve(), arguments.destination.resolve()
    if source.is_dir() and destination.is_relative_to(source):
        raise EcritureRefusee(f"« {arguments.destination} » est dans le dossier source, qui n'est jamais modifié.")
    convertir(arguments.source, arguments.destination)
    imprimer(f"Dossier écrit : {arguments.destination}")
    return 0

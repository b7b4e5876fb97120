"""La ligne de commande ``financement`` : l'enveloppe la plus extérieure de la bibliothèque."""

import gc
import os
import sys
from collections.abc import Sequence

from maquettes.cycles import espacer_les_recherches

__all__ = ["lancer", "principal"]


def lancer() -> int:
    """Exécute la commande d'un processus qui ne vit que pour elle, et rend son code de sortie."""
    espacer_les_recherches()
    code = principal()
    # Ce qui reste meurt avec le processus : ne pas l'y chercher une dernière fois.
    gc.freeze()
    return code


def principal(arguments: Sequence[str] | None = None) -> int:
    """Exécute une commande et rend son code de sortie : 0, 1 (constats bloquants, document non conforme) ou 2.

    La version se donne sans rien charger d'autre : c'est la première chose qu'un service informatique vérifie.
    """
    mots = list(sys.argv[1:] if arguments is None else arguments)
    if mots == ["--version"]:
        from financement.version import __version__

        print(f"financement {__version__}")
        return 0
    # Le noyau n'emploie pas l'algèbre linéaire de numpy : ses fils d'exécution ne coûteraient qu'au démarrage.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from exports.commandes.execution import executer

    return executer(mots)

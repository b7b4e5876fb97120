"""La ligne de commande ``financement`` : l’enveloppe la plus extérieure de la bibliothèque."""

import sys
from collections.abc import Sequence

__all__ = ["lancer", "principal"]


def lancer() -> int:
    """Exécute la commande d’un processus qui ne vit que pour elle, et rend son code de sortie.

    Un signal d’arrêt (clavier, TERM, HUP, QUIT) y met fin, ménage fait : le code est 128 plus son numéro.
    """
    try:
        return _lancer()
    except KeyboardInterrupt as arret:
        # Avant que la commande ait commencé, ou après : rien n'est en cours d'écriture.
        sys.stderr.write("financement : interrompu ; aucun fichier n’a été laissé à moitié écrit.\n")
        return 128 + getattr(arret, "numero", 2)


def _lancer() -> int:
    from exports.commandes.console.signaux import Vigie

    vigie = Vigie()
    vigie.veiller()
    import gc

    from maquettes.fichiers.cycles import espacer_les_recherches

    espacer_les_recherches()
    code = principal()
    vigie.clore()
    # Ce qui reste meurt avec le processus : ne pas l'y chercher une dernière fois.
    gc.freeze()
    return code


def principal(arguments: Sequence[str] | None = None) -> int:
    """Exécute une commande et rend son code de sortie.

    0 ; 1 : constats bloquants, document non conforme ; 2 : refus ; 70 : panne de la bibliothèque.

    La version se donne sans rien charger d’autre : c’est la première chose qu’un service informatique vérifie.
    """
    mots = list(sys.argv[1:] if arguments is None else arguments)
    if mots == ["--version"]:
        from financement.version import __version__

        try:
            print(f"financement {__version__}", flush=True)
        except OSError:
            from exports.commandes.console.flux import oublier_la_sortie

            oublier_la_sortie()
            return 2
        return 0
    import os

    # Le noyau n'emploie pas l'algèbre linéaire de numpy : ses fils d'exécution ne coûteraient qu'au démarrage.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from exports.commandes.execution import executer

    return executer(mots)

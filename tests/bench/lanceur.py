"""Lance une commande, et dit en json sa durée, son temps de processeur et sa mémoire de pointe.

Un processus à part, et minuscule : le noyau compte dans la mémoire de pointe d’un enfant celle du parent qui l’a
lancé. Lancé d’un gros programme, le plus petit des outils paraîtrait aussi gros que lui.
"""

import json
import os
import sys
from time import perf_counter

__all__ = ["principal"]


def principal(sortie: str, commande: list[str]) -> None:
    """Lance ``commande``, sortie standard dans le fichier ``sortie`` ; écrit la mesure et rend le code de l’enfant."""
    descripteur = os.open(sortie, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    debut = perf_counter()
    enfant = os.fork()
    if enfant == 0:
        os.dup2(descripteur, 1)
        try:
            os.execvp(commande[0], commande)  # noqa: S606
        except OSError as erreur:
            print(f"{commande[0]} : {erreur}", file=sys.stderr)
            os._exit(127)
    _, etat, usage = os.wait4(enfant, 0)
    duree = perf_counter() - debut
    mesure = {"duree": duree, "processeur": usage.ru_utime + usage.ru_stime, "memoire": usage.ru_maxrss * 1024}
    print(json.dumps(mesure | {"code": os.waitstatus_to_exitcode(etat)}))


if __name__ == "__main__":
    principal(sys.argv[1], sys.argv[2:])

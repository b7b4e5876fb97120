"""Agir sur un fichier pendant qu’une lecture est en cours : à l’instant où elle ouvre un fichier, sans rien simuler."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["a_l_ouverture_de"]

_ARMES: list[tuple[str, Callable[[], object]]] = []


def _agir(evenement: str, arguments: tuple[object, ...]) -> None:
    if evenement != "open" or not _ARMES:
        return
    ouvert = Path(str(arguments[0])).name
    arme = next((arme for arme in _ARMES if arme[0] == ouvert), None)
    if arme is not None:
        _ARMES.remove(arme)
        arme[1]()


# Un crochet ne se retire pas : celui-ci ne fait rien tant que rien n'est armé.
sys.addaudithook(_agir)


@contextmanager
def a_l_ouverture_de(nom: str, agir: Callable[[], object]) -> Iterator[None]:
    """Exécute ``agir``, une fois, juste avant la prochaine ouverture d’un fichier de ce nom ; emboîté, la suivante."""
    _ARMES.append((nom, agir))
    try:
        yield
    finally:
        _ARMES.clear()

"""Le démarrage de la commande, comparé à ce que Python et ses bibliothèques coûtent de toute façon."""

import sys
from collections.abc import Iterator

from tests.bench.commandes import COMMANDE, EXEMPLE
from tests.bench.mesure import Comparaison, comparer_commandes

__all__ = ["mesurer"]


def mesurer() -> Iterator[Comparaison]:
    """Chaque comparaison, dès qu’elle est faite."""
    yield comparer_commandes(
        "financement situation examples/noyer_dore / python -c 'import numpy, pydantic'",
        [COMMANDE, "situation", str(EXEMPLE)],
        [sys.executable, "-c", "import numpy, pydantic"],
        au_plus=2,
    )
    yield comparer_commandes(
        "financement --version / python -c pass",
        [COMMANDE, "--version"],
        [sys.executable, "-c", "pass"],
        au_plus=3,
    )

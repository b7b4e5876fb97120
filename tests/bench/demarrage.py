"""Le démarrage de la commande, comparé à ce que Python et ses bibliothèques coûtent de toute façon."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.mesure import Comparaison, comparer_commandes

COMMANDE = str(Path(sys.executable).with_name("financement"))
EXEMPLE = str(Path(__file__).parents[2] / "examples" / "noyer_dore")


def mesurer() -> Iterator[Comparaison]:
    """Chaque comparaison, dès qu’elle est faite."""
    yield comparer_commandes(
        "financement situation examples/noyer_dore  /  python -c 'import numpy, pydantic'",
        [COMMANDE, "situation", EXEMPLE],
        [sys.executable, "-c", "import numpy, pydantic"],
        cible=2,
    )
    yield comparer_commandes(
        "financement --version  /  python -c pass",
        [COMMANDE, "--version"],
        [sys.executable, "-c", "pass"],
        cible=3,
    )


if __name__ == "__main__":
    for comparaison in mesurer():
        print(comparaison, flush=True)

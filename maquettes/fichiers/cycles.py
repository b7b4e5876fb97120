"""La recherche de cycles d’un processus qui ne vit que pour une commande ou pour une part de ses dossiers."""

import gc
from typing import Final

__all__ = ["espacer_les_recherches"]

# Python en fait une tous les 700 objets : le dixième du temps d'une commande courte, et de la lecture d'un dossier.
_OBJETS_ENTRE_DEUX_RECHERCHES: Final = 1_000_000


def espacer_les_recherches() -> None:
    """Pour tout le processus : les objets d’un dossier lu ne forment presque pas de cycles, et meurent avec lui."""
    gc.set_threshold(_OBJETS_ENTRE_DEUX_RECHERCHES)

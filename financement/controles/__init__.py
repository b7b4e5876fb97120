"""Les contrôles : une liste ordonnée de petites fonctions pures, chacune rend ses constats."""

from financement.controles.registre import CONTROLES, controler, controler_situation

__all__ = ["CONTROLES", "controler", "controler_situation"]

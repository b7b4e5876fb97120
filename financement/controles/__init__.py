"""Les contrôles : une liste ordonnée de petites fonctions pures, chacune rend ses constats."""

from financement.controles.registre import CONTROLES, controler

__all__ = ["CONTROLES", "controler"]

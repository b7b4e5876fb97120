"""La clôture : subventions définitives, soldes, trop-perçus et économies."""

from financement.cloture.etat import LIBELLES_ETATS, EtatLigne
from financement.cloture.resultat import Cloture, LigneCloturee, TotalCloture, calculer_cloture

__all__ = ["LIBELLES_ETATS", "Cloture", "EtatLigne", "LigneCloturee", "TotalCloture", "calculer_cloture"]

"""La clôture : subventions définitives, soldes, trop-perçus et économies."""

from financement.cloture.etat import LIBELLES_ETATS, AvancementOperation, EtatLigne, EtatOperation
from financement.cloture.resultat import Cloture, LigneCloturee, MontantsCloture, TotalCloture, calculer_cloture

__all__ = [
    "LIBELLES_ETATS",
    "AvancementOperation",
    "Cloture",
    "EtatLigne",
    "EtatOperation",
    "LigneCloturee",
    "MontantsCloture",
    "TotalCloture",
    "calculer_cloture",
]

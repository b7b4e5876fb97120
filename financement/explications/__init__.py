"""Les explications : d’où vient chaque chiffre, jusqu’à la ligne du dossier et au texte de la règle."""

from financement.explications.explication import Explication, expliquer
from financement.explications.figure import Etape, Figure

__all__ = ["Etape", "Explication", "Figure", "expliquer"]

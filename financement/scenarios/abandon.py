"""Des opérations s’arrêtent : elles sont marquées abandonnées dans la version en vigueur."""

from dataclasses import dataclass, field
from datetime import date

from financement.cloture.resultat import calculer_cloture
from financement.dossier.nomenclature import Statut
from financement.dossier.projet import Projet
from financement.fautes.provenance import INCONNUE, Provenance
from financement.scenarios.edition import avec_operations
from financement.scenarios.hypothese import dire_la_cible, visees_en_cours
from financement.selection import Selection

__all__ = ["Abandon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandon:
    """Les opérations visées sont abandonnées : rien n’en est plus dû, et ce qui a été versé est à reverser."""

    cible: Selection
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        return "abandon"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return dire_la_cible(self.cible)

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, les opérations visées abandonnées."""
        visees = visees_en_cours(calculer_cloture(projet, au=au), self.cible, self.provenance)
        champs = {faits.operation.code: {"statut": Statut.ABANDONNEE} for faits in visees}
        return avec_operations(projet, au, champs, self.provenance)

"""Le scénario : une liste ordonnée d’hypothèses, qui a un nom."""

from dataclasses import dataclass
from datetime import date

from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute
from financement.scenarios.hypothese import Hypothese
from financement.valeurs import validation

__all__ = ["Scenario"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """``hypotheses`` : dans l’ordre où elles s’appliquent."""

    nom: str
    hypotheses: tuple[Hypothese, ...]

    def appliquer(self, projet: Projet, *, au: date) -> Projet:
        """Le projet sous le scénario à la date ``au`` : chaque hypothèse part du projet que laisse la précédente.

        Lève :class:`DossierRefuse` avec les fautes de toutes les hypothèses qui ne peuvent pas s’appliquer.
        """
        validation.exiger("Scénario", validation.instance("projet", projet, Projet), validation.jour("au", au))
        fautes: list[Faute] = []
        for hypothese in self.hypotheses:
            try:
                projet = hypothese.appliquer(projet, au)
            except DossierRefuse as refus:
                fautes.extend(refus.fautes)
        if fautes:
            raise DossierRefuse(fautes)
        return projet

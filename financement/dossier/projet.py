"""Le projet : un dossier entier, validé, immuable."""

from dataclasses import dataclass

from financement.dossier import coherence
from financement.dossier.convention import Convention
from financement.dossier.cumuls import fautes_de_cumuls
from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.suivi import Insertion, Realisation, Reestimation
from financement.fautes.faute import DossierRefuse, borner
from financement.reglement.propre import ReglementPropre
from financement.valeurs import validation

__all__ = ["Projet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projet:
    """Convention, opérations, plan, journal et suivi d’une opération de renouvellement urbain.

    L’ordre des lignes est celui du dossier et fait partie du contenu. Un grand ``journal`` peut être en colonnes : la
    suite est la même. Construire un projet incohérent (financeur
    inconnu, ligne en double, version sans avenant…) lève :class:`DossierRefuse` avec toutes les fautes.
    """

    convention: Convention
    operations: tuple[Operation, ...] = ()
    plan: tuple[LignePlan, ...] = ()
    journal: tuple[Mouvement, ...] | JournalALaDemande = ()
    reestimations: tuple[Reestimation, ...] = ()
    realisations: tuple[Realisation, ...] = ()
    insertion: tuple[Insertion, ...] = ()
    reglement_propre: ReglementPropre | None = None

    def __post_init__(self) -> None:
        validation.exiger(
            "Projet",
            validation.suite("convention", (self.convention,), Convention),
            validation.suite("operations", self.operations, Operation),
            validation.suite("plan", self.plan, LignePlan),
            None
            if isinstance(self.journal, JournalALaDemande)
            else validation.suite("journal", self.journal, Mouvement),
            validation.suite("reestimations", self.reestimations, Reestimation),
            validation.suite("realisations", self.realisations, Realisation),
            validation.suite("insertion", self.insertion, Insertion),
            None
            if self.reglement_propre is None
            else validation.suite("reglement_propre", (self.reglement_propre,), ReglementPropre),
        )
        if isinstance(self.journal, JournalALaDemande):
            self.journal.exiger_valide()
        declares = coherence.declarer(self.convention, self.operations)
        fautes = (
            *borner(coherence.fautes_de_convention(self.convention)),
            *borner(coherence.fautes_de_reglement(self.convention, self.reglement_propre)),
            *borner(coherence.fautes_des_operations(self.operations, declares)),
            *borner(coherence.fautes_de_plan(self.plan, declares)),
            *borner(coherence.fautes_de_journal(self.journal, self.plan, declares)),
            *borner(fautes_de_cumuls(self.journal)),
            *borner(coherence.fautes_de_suivi((self.reestimations, self.realisations, self.insertion), declares)),
        )
        if fautes:
            raise DossierRefuse(fautes)

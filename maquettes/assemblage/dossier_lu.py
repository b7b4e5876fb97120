"""Un dossier lu, sous quelque forme que ce soit : ses lignes situées, avant d’être confrontées."""

from dataclasses import dataclass, field

from financement.controles.constat import Constat
from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.suivi import Suivi
from financement.fautes.faute import Faute
from maquettes.description.documents import ConventionLue
from maquettes.description.lignes import TableLue
from maquettes.formes.reglement import ReglementLu

__all__ = ["DossierLu"]


@dataclass(slots=True, kw_only=True)
class DossierLu:
    """Les lignes d’un dossier, lues et situées, avant d’être confrontées ; ``fautes`` : celles du dossier entier.

    ``remarques`` : ce que la forme des fichiers a d’inhabituel sans être fautif, tables exceptées.

    ``reglement`` : celui que le dossier apporte, ``None`` s’il n’en apporte pas ; ``grand_journal`` : tout le journal
    d’un fichier trop long pour être lu ligne à ligne, ``journal`` n’en ayant alors que les lignes fautives ;
    ``suivis`` : les tables facultatives, par nom, dans l’ordre du contrat.
    """

    convention: ConventionLue
    reglement: ReglementLu | None = None
    operations: TableLue[Operation] = field(default_factory=TableLue)
    plan: TableLue[LignePlan] = field(default_factory=TableLue)
    journal: TableLue[Mouvement] = field(default_factory=TableLue)
    grand_journal: JournalALaDemande | None = None
    suivis: dict[str, TableLue[Suivi]] = field(default_factory=dict)
    fautes: list[Faute] = field(default_factory=list)
    remarques: list[Constat] = field(default_factory=list)

    @property
    def mouvements(self) -> tuple[Mouvement, ...] | JournalALaDemande:
        """Le journal, dans l’ordre du fichier."""
        return self.journal.objets if self.grand_journal is None else self.grand_journal

    @property
    def tables(self) -> tuple[TableLue[object], ...]:
        """Les tables, dans l’ordre du contrat."""
        return self.operations, self.plan, self.journal, *self.suivis.values()

    def toutes_les_remarques(self) -> tuple[Constat, ...]:
        """Toutes les remarques de lecture."""
        return (*self.remarques, *(remarque for table in self.tables for remarque in table.remarques))

    def toutes_les_fautes(self) -> list[Faute]:
        """Toutes les fautes de lecture."""
        lues = [*self.fautes, *self.convention.toutes_les_fautes()]
        if self.reglement is not None:
            lues.extend(self.reglement.toutes_les_fautes())
        for table in self.tables:
            lues.extend(table.toutes_les_fautes())
        return lues

"""Ce que l’on tire d’une table reçue, avant que rien soit confronté."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from financement.controles.constat import Constat
from financement.dossier.nomenclature import Base
from financement.fautes.faute import Faute
from maquettes.importation.extraction.compte import Compte
from maquettes.importation.extraction.lieux import ProvenanceDeSource
from maquettes.importation.extraction.table import TableRecue
from maquettes.importation.extraction.totaux import TotalCompare

__all__ = ["Extraction", "LignePlanRecue", "MouvementRecu", "OperationRecue", "RealisationRecue"]


@dataclass(slots=True, kw_only=True)
class LignePlanRecue:
    """Un montant du plan (centimes) : la somme des cellules du même financeur, de la même nature, sur la ligne.

    ``lieu`` : la première ; ``autres`` : le lieu de celles qui s’y ajoutent.
    """

    financeur: str
    nature: object
    montant: int
    lieu: ProvenanceDeSource
    autres: list[ProvenanceDeSource] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class OperationRecue:
    """Une opération, telle qu’une table la décrit : les champs dits, vides compris, et son plan.

    Une valeur est celle du dossier, ou le :class:`TexteRefuse` d’un texte qui ne l’est pas.
    """

    code: str
    valeurs: dict[str, object]
    lieu: ProvenanceDeSource
    plan: list[LignePlanRecue] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class MouvementRecu:
    """Un mouvement, par colonne du journal ; ``bases`` : ses montants HT et TTC, quand ils sont connus."""

    valeurs: dict[str, object]
    lieu: ProvenanceDeSource
    bases: Mapping[Base, int] | None = None


@dataclass(slots=True, kw_only=True)
class RealisationRecue:
    """Un avancement physique, par colonne des réalisations."""

    valeurs: dict[str, object]
    lieu: ProvenanceDeSource


@dataclass(slots=True, kw_only=True)
class Extraction:
    """Les lignes d’une table, le compte de ses cellules, ses totaux, ce qui se constate et se refuse."""

    table: TableRecue
    version: int | None
    compte: Compte
    operations: list[OperationRecue] = field(default_factory=list)
    mouvements: list[MouvementRecu] = field(default_factory=list)
    realisations: list[RealisationRecue] = field(default_factory=list)
    totaux: list[TotalCompare] = field(default_factory=list)
    constats: list[Constat] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)

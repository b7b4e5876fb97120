"""Éditer un dossier comme une personne le ferait : la rangée de la version en vigueur, changée ou ajoutée.

Chaque valeur changée se lit ensuite à l’hypothèse qui l’a changée, les autres de la rangée où elles étaient.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from financement.calculs.tableau import TableauFinancier, tableau_financier
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne, LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from financement.fautes.provenance import Origine, Provenance

__all__ = ["avec_operations", "avec_plan", "avec_reestimations", "modifiee", "tableau_en_vigueur"]

Rangee = TypeVar("Rangee", Operation, LignePlan)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceModifiee(Provenance):
    """Le lieu d’une hypothèse, pour les colonnes qu’elle change ; celui de la rangée d’origine pour les autres."""

    colonnes: frozenset[str]
    initiale: Provenance = field(repr=False)

    @property
    def origine(self) -> Origine | None:
        """Rien d’autre : une hypothèse ne vient d’aucun fichier reçu."""
        return None

    def a_la_colonne(self, colonne: str) -> Provenance:
        """Le lieu de cette colonne : celui de l’hypothèse si elle la change."""
        if colonne not in self.colonnes:
            return self.initiale.a_la_colonne(colonne)
        return Provenance(
            fichier=self.fichier, feuille=self.feuille, cellule=self.cellule, ligne=self.ligne, colonne=self.colonne
        )


def modifiee(initiale: Provenance, source: Provenance, colonnes: Iterable[str]) -> ProvenanceModifiee:
    """Le lieu d’une rangée dont l’hypothèse écrite à ``source`` change ces ``colonnes``."""
    return ProvenanceModifiee(
        fichier=source.fichier,
        feuille=source.feuille,
        cellule=source.cellule,
        ligne=source.ligne,
        colonne=source.colonne,
        colonnes=frozenset(colonnes),
        initiale=initiale,
    )


def tableau_en_vigueur(projet: Projet, au: date) -> TableauFinancier:
    """Le tableau financier en vigueur à la date ``au``, celui que change une hypothèse."""
    return tableau_financier(projet, projet.convention.version_au(au))


def avec_operations(projet: Projet, au: date, champs: Mapping[str, Mapping[str, Any]], source: Provenance) -> Projet:
    """Le projet où chaque opération désignée a ces ``champs`` dans la version en vigueur à la date ``au``."""
    tableau = tableau_en_vigueur(projet, au)
    en_vigueur = {operation.code: operation for operation in tableau.operations}
    changees = {code: _changer(en_vigueur[code], tableau.version, siens, source) for code, siens in champs.items()}
    places = {operation.code for operation in projet.operations if operation.version == tableau.version}
    operations = tuple(
        changees.get(operation.code, operation) if operation.version == tableau.version else operation
        for operation in projet.operations
    )
    ajoutees = tuple(operation for code, operation in changees.items() if code not in places)
    return replace(projet, operations=(*operations, *ajoutees))


def avec_plan(projet: Projet, au: date, montants: Mapping[CleLigne, int], source: Provenance) -> Projet:
    """Le projet où chaque ligne désignée a ce montant (centimes) dans la version en vigueur à la date ``au``."""
    tableau = tableau_en_vigueur(projet, au)
    en_vigueur = {ligne.cle: ligne for ligne in tableau.lignes}
    changees = {
        cle: _changer(en_vigueur[cle], tableau.version, {"montant": montant}, source)
        for cle, montant in montants.items()
    }
    places = {ligne.cle for ligne in projet.plan if ligne.version == tableau.version}
    plan = tuple(changees.get(ligne.cle, ligne) if ligne.version == tableau.version else ligne for ligne in projet.plan)
    return replace(projet, plan=(*plan, *(ligne for cle, ligne in changees.items() if cle not in places)))


def _changer(rangee: Rangee, version: int, champs: Mapping[str, Any], source: Provenance) -> Rangee:
    provenance = modifiee(rangee.provenance, source, champs)
    return replace(rangee, **{**champs, "version": version, "provenance": provenance})


def avec_reestimations(projet: Projet, au: date, couts: Mapping[str, int], source: Provenance) -> Projet:
    """Le projet où chaque opération désignée a ce coût réestimé (centimes) à la date ``au``."""
    nouvelles = {
        code: Reestimation(date=au, operation=code, cout=cout, provenance=source) for code, cout in couts.items()
    }
    du_jour = {reestimation.operation for reestimation in projet.reestimations if reestimation.date == au}
    reestimations = tuple(
        nouvelles.get(reestimation.operation, reestimation) if reestimation.date == au else reestimation
        for reestimation in projet.reestimations
    )
    return replace(projet, reestimations=(*reestimations, *(n for code, n in nouvelles.items() if code not in du_jour)))

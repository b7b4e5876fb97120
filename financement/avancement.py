"""L'avancement physique : quantités prévues et réalisées par opération, par famille et unité."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from financement.nomenclature import FAMILLES, Unite
from financement.projet import Projet
from financement.tableau import operations_decrites, tableau_financier

__all__ = ["AvancementFamille", "AvancementOperation", "avancement_par_famille", "avancement_physique"]


@dataclass(frozen=True, slots=True)
class AvancementOperation:
    """Quantité prévue par le tableau en vigueur et quantité réalisée d'une opération, dans son unité."""

    operation: str
    famille: str
    unite: Unite
    prevu: Decimal
    realise: Decimal


@dataclass(frozen=True, slots=True)
class AvancementFamille:
    """Quantités prévue et réalisée d'une famille dans une unité (démolitions, constructions…)."""

    famille: str
    libelle: str
    unite: Unite
    prevu: Decimal
    realise: Decimal


def avancement_physique(
    projet: Projet, *, au: date | None = None, version: int | None = None
) -> tuple[AvancementOperation, ...]:
    """Une entrée par opération qui a une quantité prévue ou réalisée, dans l'ordre du dossier.

    Le réalisé est la somme des réalisations datées au plus tard d'``au`` ; sans unité, il compte en forfaits.
    """
    retenue = projet.convention.version_au(au) if version is None else version
    realise: dict[str, Decimal] = {}
    for realisation in projet.realisations:
        if au is None or realisation.date <= au:
            realise[realisation.operation] = realise.get(realisation.operation, Decimal(0)) + realisation.quantite
    tableau = tableau_financier(projet, retenue)
    en_vigueur = {operation.code for operation in tableau.operations}
    avancements = []
    for operation in operations_decrites(projet, tableau):
        prevu = operation.quantite if operation.code in en_vigueur else None
        if prevu or operation.code in realise:
            avancements.append(
                AvancementOperation(
                    operation.code,
                    operation.famille,
                    operation.unite or Unite.FORFAIT,
                    prevu or Decimal(0),
                    realise.get(operation.code, Decimal(0)),
                )
            )
    return tuple(avancements)


def avancement_par_famille(
    projet: Projet,
    *,
    au: date | None = None,
    version: int | None = None,
    operations: Collection[str] | None = None,
) -> tuple[AvancementFamille, ...]:
    """Quantités par famille et unité, dans l'ordre de la nomenclature, de ces ``operations`` (toutes par défaut)."""
    libelles = FAMILLES[projet.convention.programme]
    sommes: dict[tuple[str, Unite], tuple[Decimal, Decimal]] = {}
    for ligne in avancement_physique(projet, au=au, version=version):
        if operations is not None and ligne.operation not in operations:
            continue
        prevu, realise = sommes.get((ligne.famille, ligne.unite), (Decimal(0), Decimal(0)))
        sommes[ligne.famille, ligne.unite] = (prevu + ligne.prevu, realise + ligne.realise)
    ordre = [(famille, unite) for famille in libelles for unite in Unite if (famille, unite) in sommes]
    return tuple(AvancementFamille(f, libelles[f], u, *sommes[f, u]) for f, u in ordre)

"""L’avancement physique : quantités prévues et réalisées par opération, par famille et unité.

Une opération abandonnée ne prévoit plus rien ; ce qu’elle a réalisé reste réalisé. Un manque et un dépassement ne se
compensent pas d’une opération à l’autre, et ne s’additionnent que des quantités de même chose (lecture D) : des
forfaits ou des ETP n’en sont pas, ni ce que plusieurs opérations font sur les mêmes logements ou le même îlot.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from financement.calculs.tableau import operations_decrites, tableau_financier
from financement.dossier.nomenclature import FAMILLES, Unite
from financement.dossier.projet import Projet
from financement.valeurs import validation

__all__ = [
    "AvancementFamille",
    "AvancementPhysique",
    "avancement_par_famille",
    "avancement_physique",
    "quantites_additionnables",
]

_UNITES_ADDITIONNABLES: Final = frozenset({Unite.LOGEMENT, Unite.M2})
# Îlots et habitat dégradés, habitat privé, copropriétés : plusieurs opérations y touchent les mêmes logements.
_FAMILLES_SUR_LES_MEMES_BIENS: Final = frozenset({"04", "11", "22", "23", "36"})


@dataclass(frozen=True, slots=True)
class AvancementPhysique:
    """Quantité prévue par le tableau en vigueur et quantité réalisée d’une opération, dans son unité."""

    operation: str
    famille: str
    unite: Unite
    prevu: Decimal
    realise: Decimal

    @property
    def reste(self) -> Decimal:
        """Ce qui manque au prévu, au moins zéro."""
        return max(self.prevu - self.realise, Decimal(0))

    @property
    def depassement(self) -> Decimal:
        """Ce qui est réalisé au-delà du prévu, au moins zéro."""
        return max(self.realise - self.prevu, Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class AvancementFamille:
    """Quantités d’une famille dans une unité (démolitions, constructions…), et combien d’opérations en ont une.

    ``reste`` et ``depassement`` s’ajoutent opération par opération : prévu + dépassement = réalisé + reste. Les quatre
    quantités sont ``None`` si plusieurs opérations y ont des quantités qui ne s’additionnent pas.
    """

    famille: str
    libelle: str
    unite: Unite
    operations: int
    prevu: Decimal | None
    realise: Decimal | None
    reste: Decimal | None
    depassement: Decimal | None


def quantites_additionnables(famille: str, unite: Unite) -> bool:
    """Les quantités de plusieurs opérations de cette famille, dans cette unité, font une somme (lecture D)."""
    return unite in _UNITES_ADDITIONNABLES and famille not in _FAMILLES_SUR_LES_MEMES_BIENS


def avancement_physique(
    projet: Projet, *, au: date | None = None, version: int | None = None
) -> tuple[AvancementPhysique, ...]:
    """Une entrée par opération qui a une quantité prévue ou réalisée, dans l’ordre du dossier.

    Une opération abandonnée, ou qui n’est pas au tableau, ne prévoit rien. Le réalisé est la somme des réalisations
    datées au plus tard d’``au`` ; sans unité, il compte en forfaits.
    """
    validation.exiger("Avancement", validation.instance("projet", projet, Projet), validation.jour_facultatif("au", au))
    retenue = projet.convention.version_au(au) if version is None else version
    realise: dict[str, Decimal] = {}
    for realisation in projet.realisations:
        if au is None or realisation.date <= au:
            realise[realisation.operation] = realise.get(realisation.operation, Decimal(0)) + realisation.quantite
    tableau = tableau_financier(projet, retenue)
    prevues = {operation.code for operation in tableau.operations if not operation.est_abandonnee}
    avancements = []
    for operation in operations_decrites(projet, tableau):
        prevu = operation.quantite if operation.code in prevues else None
        if prevu or operation.code in realise:
            avancements.append(
                AvancementPhysique(
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
    """Quantités par famille et unité, dans l’ordre de la nomenclature, de ces ``operations`` (toutes par défaut)."""
    validation.exiger("Avancement", validation.instance("projet", projet, Projet))
    libelles = FAMILLES[projet.convention.programme]
    groupes: dict[tuple[str, Unite], list[AvancementPhysique]] = {}
    for ligne in avancement_physique(projet, au=au, version=version):
        if operations is None or ligne.operation in operations:
            groupes.setdefault((ligne.famille, ligne.unite), []).append(ligne)
    ordre = [(famille, unite) for famille in libelles for unite in Unite if (famille, unite) in groupes]
    return tuple(_de_la_famille(libelles[famille], groupes[famille, unite]) for famille, unite in ordre)


def _de_la_famille(libelle: str, lignes: list[AvancementPhysique]) -> AvancementFamille:
    famille, unite = lignes[0].famille, lignes[0].unite
    est_une_somme = len(lignes) == 1 or quantites_additionnables(famille, unite)

    def somme(quantites: Iterable[Decimal]) -> Decimal | None:
        return sum(quantites, Decimal(0)) if est_une_somme else None

    return AvancementFamille(
        famille=famille,
        libelle=libelle,
        unite=unite,
        operations=len(lignes),
        prevu=somme(ligne.prevu for ligne in lignes),
        realise=somme(ligne.realise for ligne in lignes),
        reste=somme(ligne.reste for ligne in lignes),
        depassement=somme(ligne.depassement for ligne in lignes),
    )

"""Un extrait de beaucoup de conventions, et la part de chacune : celle de ses opérations."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.fautes.faute import Faute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs import validation
from financement.valeurs.validation import VALEUR_INTERDITE

__all__ = ["repartir_l_extrait"]


@dataclass(frozen=True, slots=True)
class _Textes:
    """La pièce et le libellé de chaque mouvement d’une part, qu’un processus transmet à un autre."""

    lus: tuple[tuple[str, str], ...]

    def __call__(self, rang: int) -> tuple[str, str]:
        return self.lus[rang]


def repartir_l_extrait(
    extrait: JournalEnColonnes, operations: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, JournalEnColonnes]]:
    """La part de chaque dossier, dans l’ordre où ils sont donnés, puis, sous le nom vide, celle qui n’est d’aucun.

    ``operations`` : les codes de chaque dossier, par son nom. Une part se transporte d’un processus à l’autre. La loi
    des totaux vaut pour l’ensemble : chaque mouvement est d’une part, et d’une seule. Lève :class:`ValeurImpossible`
    si deux dossiers ont une même opération : rien ne dirait duquel est son argent.
    """
    validation.exiger(
        "Rapprochement", validation.instance("extrait", extrait, JournalEnColonnes), *_communes(operations)
    )
    noms = [*operations, ""]
    dossier_de = {code: rang for rang, codes in enumerate(operations.values()) for code in codes}
    du_code = np.array([*(dossier_de.get(code, len(operations)) for code in extrait.operations), 0], dtype=np.int64)
    dossiers = du_code[extrait.colonnes.operation]
    ordre = np.argsort(dossiers, kind="stable")
    bornes = np.searchsorted(dossiers[ordre], np.arange(len(noms) + 1))
    return ((nom, _part(extrait, ordre[bornes[rang] : bornes[rang + 1]])) for rang, nom in enumerate(noms))


def _part(extrait: JournalEnColonnes, rangs: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> JournalEnColonnes:
    """Les seuls mouvements de ces rangs, leurs textes, et les seuls lieux et codes qu’ils emploient."""
    colonnes = extrait.colonnes.prendre(rangs)
    lieux, lieu = np.unique(colonnes.lieu, return_inverse=True)
    operations, operation = np.unique(colonnes.operation, return_inverse=True)
    return replace(
        extrait,
        colonnes=replace(colonnes, lieu=lieu.astype(np.int32), operation=operation.astype(np.int32)),
        operations=tuple(extrait.operations[rang] for rang in operations.tolist()),
        lieux=tuple(extrait.lieux[rang] for rang in lieux.tolist()),
        textes=_Textes(tuple(map(extrait.textes, rangs.tolist()))),
    )


def _communes(operations: Mapping[str, Collection[str]]) -> Iterator[Faute]:
    connues: dict[str, str] = {}
    for nom, codes in operations.items():
        for code in codes:
            autre = connues.setdefault(code, nom)
            if autre != nom:
                yield faute(
                    VALEUR_INTERDITE,
                    Provenance(colonne="operations"),
                    code,
                    regle=f"cette opération est des dossiers « {autre} » et « {nom} »",
                    correction="Ne donner que l’un d’eux.",
                )

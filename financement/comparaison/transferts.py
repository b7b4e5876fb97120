"""Fongibilité, redéploiement, économies : ce que devient l’argent d’un financeur quand son programme change.

Fongibilité sans avenant : seulement entre opérations de même nature et de même maître d’ouvrage (confiance B). La
même nature d’opération se lit « même famille » (lecture C).
"""

from dataclasses import dataclass
from enum import StrEnum

from financement.comparaison.tableaux import Comparaison
from financement.dossier.nomenclature import Nature
from financement.dossier.operation import Operation
from financement.valeurs import validation

__all__ = ["Emplois", "Transfert", "emplois_par_financeur", "groupe_fongible", "qualifier_transfert"]


class Transfert(StrEnum):
    """Ce qu’exige un transfert de crédits d’une opération à une autre."""

    FONGIBLE = "fongible"
    AVENANT_REQUIS = "avenant_requis"


def groupe_fongible(operation: Operation) -> tuple[str, str]:
    """La famille et le maître d’ouvrage, entre les opérations desquels un transfert est fongible."""
    return operation.famille, operation.maitre_ouvrage


def qualifier_transfert(de: Operation, vers: Operation) -> Transfert:
    """Un transfert est fongible entre opérations de même famille et de même maître d’ouvrage."""
    validation.exiger(
        "Transfert", validation.instance("de", de, Operation), validation.instance("vers", vers, Operation)
    )
    return Transfert.FONGIBLE if groupe_fongible(de) == groupe_fongible(vers) else Transfert.AVENANT_REQUIS


@dataclass(frozen=True, slots=True)
class Emplois:
    """Destination des baisses d’un financeur et origine de ses hausses, en centimes.

    ``fongible`` : compensé à l’intérieur d’une famille et d’un maître d’ouvrage ; ``redeploye`` : compensé entre
    elles ; ``economie`` : rendu ; ``complement`` : apporté en plus. Un prêt ne compense pas une subvention : ce sont
    deux colonnes. Lois : Σ baisses = fongible + redéployé + économie ; Σ hausses = fongible + redéployé + complément ;
    pour les prêts comme pour le reste, l’une au moins de l’économie et du complément est nulle.
    """

    fongible: int
    redeploye: int
    economie: int
    complement: int

    def __add__(self, autre: "Emplois") -> "Emplois":
        return Emplois(
            self.fongible + autre.fongible,
            self.redeploye + autre.redeploye,
            self.economie + autre.economie,
            self.complement + autre.complement,
        )


def emplois_par_financeur(comparaison: Comparaison) -> dict[str, Emplois]:
    """Emplois de chaque financeur dont le programme change, dans l’ordre de la comparaison."""
    validation.exiger("Emplois", validation.instance("comparaison", comparaison, Comparaison))
    groupes: dict[tuple[str, bool], dict[tuple[str, str], tuple[int, int]]] = {}
    for ligne in comparaison.lignes:
        groupe = groupes.setdefault((ligne.cle.financeur, ligne.cle.nature is Nature.PRET), {})
        baisse, hausse = groupe.get((ligne.famille, ligne.maitre_ouvrage), (0, 0))
        ecart = ligne.variation.ecart
        groupe[ligne.famille, ligne.maitre_ouvrage] = (baisse + max(0, -ecart), hausse + max(0, ecart))
    emplois: dict[str, Emplois] = {}
    for (financeur, _), groupe in groupes.items():
        emplois[financeur] = emplois.get(financeur, Emplois(0, 0, 0, 0)) + _emplois(list(groupe.values()))
    return emplois


def _emplois(groupes: list[tuple[int, int]]) -> Emplois:
    fongible = sum(min(baisse, hausse) for baisse, hausse in groupes)
    baisses = sum(baisse for baisse, _ in groupes) - fongible
    hausses = sum(hausse for _, hausse in groupes) - fongible
    redeploye = min(baisses, hausses)
    return Emplois(fongible, redeploye, baisses - redeploye, hausses - redeploye)

"""Comparer deux tableaux financiers : ce qu'un avenant a changé, ligne à ligne."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from financement.plan import CleLigne
from financement.tableau import TableauFinancier

__all__ = ["Comparaison", "LigneComparee", "Sens", "Variation", "comparer"]


class Sens(StrEnum):
    """Ce qui est arrivé à une ligne d'un tableau à l'autre."""

    AJOUTEE = "ajoutee"
    RETIREE = "retiree"
    MODIFIEE = "modifiee"


@dataclass(frozen=True, slots=True)
class Variation:
    """Deux montants programmés, en centimes."""

    avant: int
    apres: int

    @property
    def ecart(self) -> int:
        """Après − avant."""
        return self.apres - self.avant

    def __add__(self, autre: "Variation") -> "Variation":
        return Variation(self.avant + autre.avant, self.apres + autre.apres)


@dataclass(frozen=True, slots=True)
class LigneComparee:
    """Une ligne dont le montant programmé change ; ``famille`` et ``maitre_ouvrage`` sont ceux de l'opération."""

    cle: CleLigne
    famille: str
    maitre_ouvrage: str
    variation: Variation

    @property
    def sens(self) -> Sens:
        """Ajoutée, retirée ou modifiée."""
        if self.variation.avant == 0:
            return Sens.AJOUTEE
        return Sens.RETIREE if self.variation.apres == 0 else Sens.MODIFIEE


@dataclass(frozen=True, slots=True)
class Comparaison:
    """Les lignes qui changent, dans l'ordre du premier tableau puis du second."""

    lignes: tuple[LigneComparee, ...]

    @property
    def total(self) -> Variation:
        """Somme des lignes qui changent."""
        return sum((ligne.variation for ligne in self.lignes), Variation(0, 0))

    def _par(self, cle: Callable[[LigneComparee], str]) -> dict[str, Variation]:
        groupes: dict[str, Variation] = {}
        for ligne in self.lignes:
            groupes[cle(ligne)] = groupes.get(cle(ligne), Variation(0, 0)) + ligne.variation
        return groupes

    def par_financeur(self) -> dict[str, Variation]:
        """Somme des lignes qui changent, par financeur."""
        return self._par(lambda ligne: ligne.cle.financeur)

    def par_famille(self) -> dict[str, Variation]:
        """Somme des lignes qui changent, par famille."""
        return self._par(lambda ligne: ligne.famille)


def comparer(avant: TableauFinancier, apres: TableauFinancier) -> Comparaison:
    """Ce qui change de ``avant`` à ``apres``, deux versions d'un dossier ou deux dossiers.

    La famille et le maître d'ouvrage d'une ligne sont ceux du second tableau, à défaut du premier.
    """
    operations = {operation.code: operation for operation in (*avant.operations, *apres.operations)}
    montants_avant = {ligne.cle: ligne.montant for ligne in avant.lignes}
    montants_apres = {ligne.cle: ligne.montant for ligne in apres.lignes}
    lignes = []
    for cle in dict.fromkeys((*montants_avant, *montants_apres)):
        variation = Variation(montants_avant.get(cle, 0), montants_apres.get(cle, 0))
        if variation.ecart:
            operation = operations[cle.operation]
            lignes.append(LigneComparee(cle, operation.famille, operation.maitre_ouvrage, variation))
    return Comparaison(tuple(lignes))

"""Comparer deux tableaux financiers : ce qu'un avenant a changé, ligne à ligne."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from financement.montants import afficher_montant
from financement.nomenclature import LIBELLES_NATURES
from financement.plan import CleLigne
from financement.table_html import table_html
from financement.tableau import TableauFinancier

if TYPE_CHECKING:
    import pandas as pd

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

    def montants(self) -> tuple[int, int, int]:
        """Avant, après, écart."""
        return self.avant, self.apres, self.ecart

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


@dataclass(frozen=True, slots=True, repr=False)
class Comparaison:
    """Les lignes qui changent, dans l'ordre du premier tableau puis du second."""

    lignes: tuple[LigneComparee, ...]

    def __repr__(self) -> str:
        total = self.total
        avant, apres = afficher_montant(total.avant), afficher_montant(total.apres)
        return f"<Comparaison, lignes qui changent : {len(self.lignes)}, de {avant} à {apres}>"

    def _repr_html_(self) -> str:
        return table_html(
            "Programmé qui change, en euros",
            ("Opération", "Financeur", "Nature", "Avant", "Après", "Écart"),
            [
                (*ligne.cle[:2], LIBELLES_NATURES[ligne.cle.nature], *ligne.variation.montants())
                for ligne in self.lignes
            ],
            ("Total", "", "", *self.total.montants()),
        )

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : une ligne par ligne qui change, ``avant``, ``apres`` et ``ecart``.

        Montants en centimes (int64), ou en euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        from financement.cadre import colonne_de_montants

        noms = ["operation", "financeur", "nature", "famille", "maitre_ouvrage"]
        identites = [(*map(str, ligne.cle), ligne.famille, ligne.maitre_ouvrage) for ligne in self.lignes]
        cadre = pd.DataFrame(identites, columns=noms)
        for rang, nom in enumerate(("avant", "apres", "ecart")):
            cadre[nom] = colonne_de_montants((ligne.variation.montants()[rang] for ligne in self.lignes), unite)
        return cadre

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

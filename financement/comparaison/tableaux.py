"""Comparer deux tableaux financiers : ce qu’un avenant a changé, ligne à ligne."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from financement.affichage.table_html import table_html
from financement.calculs.tableau import TableauFinancier
from financement.dossier.nomenclature import LIBELLES_NATURES
from financement.dossier.plan import CleLigne
from financement.valeurs import validation
from financement.valeurs.montants import afficher_montant

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Comparaison", "LigneComparee", "Sens", "TotalCompare", "Variation", "comparer"]


class Sens(StrEnum):
    """Ce qui est arrivé à une ligne d’un tableau à l’autre."""

    AJOUTEE = "ajoutee"
    RETIREE = "retiree"
    MODIFIEE = "modifiee"
    INCHANGEE = "inchangee"


@dataclass(frozen=True, slots=True)
class Variation:
    """Deux montants, en centimes."""

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
    """Une ligne de l’un des deux tableaux ; ``famille`` et ``maitre_ouvrage`` sont ceux de l’opération."""

    cle: CleLigne
    famille: str
    maitre_ouvrage: str
    variation: Variation

    @property
    def sens(self) -> Sens:
        """Ajoutée, retirée, modifiée ou inchangée."""
        if self.variation.ecart == 0:
            return Sens.INCHANGEE
        if self.variation.avant == 0:
            return Sens.AJOUTEE
        return Sens.RETIREE if self.variation.apres == 0 else Sens.MODIFIEE


@dataclass(frozen=True, slots=True)
class TotalCompare(Variation):
    """Sommes de lignes avant et après, et dont celles des ``concours`` (subventions et prêts), en centimes.

    L’``autofinancement`` est l’argent du maître d’ouvrage, pour mémoire (lecture C). Loi : total = concours +
    autofinancement, avant, après et en écart.
    """

    concours: Variation

    @property
    def autofinancement(self) -> Variation:
        """Sommes des lignes de fonds propres."""
        return Variation(self.avant - self.concours.avant, self.apres - self.concours.apres)

    @classmethod
    def de(cls, lignes: Collection[LigneComparee]) -> "TotalCompare":
        """Le total de ``lignes``."""
        concours = _somme(ligne.variation for ligne in lignes if ligne.cle.est_concours)
        return cls(*_bornes(_somme(ligne.variation for ligne in lignes)), concours)

    @classmethod
    def somme(cls, totaux: Collection["TotalCompare"]) -> "TotalCompare":
        """La somme exacte de ``totaux``, montant par montant."""
        return cls(*_bornes(_somme(totaux)), _somme(total.concours for total in totaux))


def _somme(variations: Iterable[Variation]) -> Variation:
    return sum(variations, Variation(0, 0))


def _bornes(variation: Variation) -> tuple[int, int]:
    return variation.avant, variation.apres


@dataclass(frozen=True, slots=True, repr=False)
class Comparaison:
    """Toutes les lignes de deux tableaux, dans l’ordre du premier puis du second ; ``lignes`` : celles qui changent.

    Une ligne inchangée n’apporte rien à un écart : ceux des ``lignes`` sont ceux des tableaux entiers.
    """

    toutes: tuple[LigneComparee, ...]

    def __repr__(self) -> str:
        concours = self.total_des_tableaux.concours
        avant, apres = afficher_montant(concours.avant), afficher_montant(concours.apres)
        return f"<Comparaison, lignes qui changent : {len(self.lignes)}, concours programmés : de {avant} à {apres}>"

    def _repr_html_(self) -> str:
        total, tableaux = self.total, self.total_des_tableaux
        return table_html(
            "Programmé qui change, en euros",
            ("Opération", "Financeur", "Nature", "Avant", "Après", "Écart"),
            [
                (*ligne.cle[:2], LIBELLES_NATURES[ligne.cle.nature], *ligne.variation.montants())
                for ligne in self.lignes
            ],
            ("Concours qui changent", "", "", *total.concours.montants()),
            ("Autofinancement qui change, pour mémoire", "", "", *total.autofinancement.montants()),
            ("Concours des tableaux entiers", "", "", *tableaux.concours.montants()),
            ("Autofinancement des tableaux entiers, pour mémoire", "", "", *tableaux.autofinancement.montants()),
        )

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : une ligne par ligne qui change, ``avant``, ``apres`` et ``ecart``.

        Montants en centimes (int64), ou en euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        from financement.affichage.cadre import colonne_de_montants

        noms = ["operation", "financeur", "nature", "famille", "maitre_ouvrage"]
        identites = [(*map(str, ligne.cle), ligne.famille, ligne.maitre_ouvrage) for ligne in self.lignes]
        cadre = pd.DataFrame(identites, columns=noms)
        for rang, nom in enumerate(("avant", "apres", "ecart")):
            cadre[nom] = colonne_de_montants((ligne.variation.montants()[rang] for ligne in self.lignes), unite)
        return cadre

    @property
    def lignes(self) -> tuple[LigneComparee, ...]:
        """Les seules lignes dont le montant programmé change."""
        return tuple(ligne for ligne in self.toutes if ligne.variation.ecart)

    @property
    def total(self) -> TotalCompare:
        """Somme des lignes qui changent."""
        return TotalCompare.de(self.lignes)

    def par_financeur(self) -> dict[str, TotalCompare]:
        """Somme des lignes qui changent, par financeur."""
        return _totaux(self.lignes, _financeur)

    def par_famille(self) -> dict[str, TotalCompare]:
        """Somme des lignes qui changent, par famille, dans l’ordre des codes."""
        return dict(sorted(_totaux(self.lignes, _famille).items()))

    @property
    def total_des_tableaux(self) -> TotalCompare:
        """Somme des deux tableaux entiers, lignes inchangées comprises."""
        return TotalCompare.de(self.toutes)

    def tableaux_par_financeur(self) -> dict[str, TotalCompare]:
        """Somme des deux tableaux entiers, par financeur."""
        return _totaux(self.toutes, _financeur)

    def tableaux_par_famille(self) -> dict[str, TotalCompare]:
        """Somme des deux tableaux entiers, par famille, dans l’ordre des codes."""
        return dict(sorted(_totaux(self.toutes, _famille).items()))


def _financeur(ligne: LigneComparee) -> str:
    return ligne.cle.financeur


def _famille(ligne: LigneComparee) -> str:
    return ligne.famille


def _totaux(lignes: Iterable[LigneComparee], cle: Callable[[LigneComparee], str]) -> dict[str, TotalCompare]:
    groupes: dict[str, list[LigneComparee]] = {}
    for ligne in lignes:
        groupes.setdefault(cle(ligne), []).append(ligne)
    return {nom: TotalCompare.de(groupe) for nom, groupe in groupes.items()}


def comparer(avant: TableauFinancier, apres: TableauFinancier) -> Comparaison:
    """Ce qui change de ``avant`` à ``apres``, deux versions d’un dossier ou deux dossiers.

    La famille et le maître d’ouvrage d’une ligne sont ceux du second tableau, à défaut du premier.
    """
    validation.exiger(
        "Comparaison",
        validation.instance("avant", avant, TableauFinancier),
        validation.instance("apres", apres, TableauFinancier),
    )
    operations = {operation.code: operation for operation in (*avant.operations, *apres.operations)}
    montants_avant = {ligne.cle: ligne.montant for ligne in avant.lignes}
    montants_apres = {ligne.cle: ligne.montant for ligne in apres.lignes}
    lignes = []
    for cle in dict.fromkeys((*montants_avant, *montants_apres)):
        variation = Variation(montants_avant.get(cle, 0), montants_apres.get(cle, 0))
        if variation != Variation(0, 0):
            operation = operations[cle.operation]
            lignes.append(LigneComparee(cle, operation.famille, operation.maitre_ouvrage, variation))
    return Comparaison(tuple(lignes))

"""Les deux côtés d’un grand livre : une colonne de débits et une de crédits, ou de dépenses et de recettes."""

from dataclasses import dataclass
from typing import Final

from maquettes.importation.reconnaissance.convenances import est_un_montant
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.mots import mots_de

__all__ = ["Paire", "paire_de"]

_NOMS: Final = ((("debit",), ("credit",)), (("depense",), ("recette",)))
_ACCESSOIRES: Final = frozenset({"montant", "€", "eur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paire:
    """Les deux colonnes ; ``est_nommee`` : leurs libellés disent dépense et recette."""

    debit: int
    credit: int
    est_nommee: bool


def paire_de(table: Table) -> Paire | None:
    """Les colonnes de débit et de crédit, si la table a les deux et que presque aucune ligne n’est des deux côtés."""
    mots = {
        colonne: tuple(mot for mot in mots_de(niveaux[-1]) if mot not in _ACCESSOIRES)
        for colonne, niveaux in table.niveaux.items()
        if niveaux and (est_un_montant(table.profils[colonne]) or not table.profils[colonne].remplies)
    }
    for debit, credit in _NOMS:
        places = [[colonne for colonne, siens in mots.items() if siens == cote] for cote in (debit, credit)]
        if [len(siennes) for siennes in places] == [1, 1] and _s_excluent(table, places[0][0], places[1][0]):
            return Paire(debit=places[0][0], credit=places[1][0], est_nommee=debit == ("depense",))
    return None


def _s_excluent(table: Table, debit: int, credit: int) -> bool:
    un, autre = table.profils[debit].nombres, table.profils[credit].nombres
    doubles = sum(bool(nombre) and bool(autre.get(ligne)) for ligne, nombre in un.items())
    return doubles * 10 <= len(table.donnees)

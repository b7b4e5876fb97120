"""Ce qu’une table de mouvements a de même à toutes ses lignes, et pourquoi l’on peut en douter."""

from collections.abc import Collection
from typing import Final

from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, Nature, TypeMouvement
from maquettes.importation.reconnaissance.familles import code_dans_un_titre
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.genres import Genres
from maquettes.importation.reconnaissance.mots.mots import mots_de
from maquettes.importation.reconnaissance.mots.organismes import Connus, financeurs_nommes

__all__ = ["DEPENSE", "constantes_proposees"]

DEPENSE: Final = "rien ne dit que ces lignes sont des dépenses"
"""Ce qui fait douter d’un type que l’on suppose."""
_VERSE: Final = "un titre nomme le financeur {} : sont-ce ses paiements ? rien ne dit que ces lignes sont des dépenses"
_NATURE: Final = "rien ne dit si c’est une subvention ou un prêt"


def constantes_proposees(
    table: Table, connus: Connus, genres: Genres, champs: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Chaque constante : sa valeur, et ce qu’il faut en vérifier ; ``champs`` : ce que des colonnes disent déjà."""
    rendues = _operation(table) if "operation" not in champs else {}
    textes = [*table.au_dessus(), table.grille.fichier, table.grille.feuille or ""]
    nommes = sorted(financeurs_nommes(textes, connus))
    if "depense" in genres.permis and "type" not in champs:
        doute = _VERSE.format(nommes[0]) if len(nommes) == 1 else DEPENSE
        rendues["type"] = (TypeMouvement.DEPENSE.value, doute)
    if genres.permis.isdisjoint({"engagement", "paiement"}) or genres.types_lus & MOUVEMENTS_DU_MAITRE_OUVRAGE:
        return rendues
    if "financeur" not in champs and len(nommes) == 1:
        rendues["financeur"] = (nommes[0], "")
    if "nature" not in champs and ("financeur" in champs or len(nommes) == 1):
        dite = any(mot == "subvention" for texte in [*textes, *table.libelles.values()] for mot in mots_de(texte))
        rendues["nature"] = (Nature.SUBVENTION.value, "" if dite else _NATURE)
    return rendues


def _operation(table: Table) -> dict[str, tuple[str, str]]:
    """L’opération que nomment les titres, ou l’onglet, s’ils n’en nomment qu’une."""
    textes = [*table.au_dessus(), table.grille.feuille or ""]
    codes = {code for texte in textes if (code := code_dans_un_titre(texte)) is not None}
    return {"operation": (codes.pop(), "")} if len(codes) == 1 else {}

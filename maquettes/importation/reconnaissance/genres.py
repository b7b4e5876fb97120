"""De quels mouvements parle une table : ce que ses libellés nomment, et que leur contenu ne contredit pas."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, TypeMouvement
from maquettes.importation.correspondance.modele import Role
from maquettes.importation.lecteurs.types import type_nomme
from maquettes.importation.reconnaissance.convenances import Convenance, convenance, est_un_compte
from maquettes.importation.reconnaissance.feuille.contenus import Profil
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.accords import DES_MOUVEMENTS, Accord, accords
from maquettes.importation.reconnaissance.mots.mots import mots_de

__all__ = ["DES_DEPENSES", "Genres", "colonne_de_types", "est_annoncee", "genres_de"]

_DES_TYPES: Final = frozenset({"paiement.type", "depense.compte", "depense.sens"})
_D_UNE_FACTURE: Final = frozenset(
    {"mandat", "facture", "fournisseur", "entreprise", "creancier", "titulaire", "bordereau"}
)
_D_UNE_PIECE: Final = ("date", "montant", "piece")


@dataclass(frozen=True, slots=True, kw_only=True)
class Genres:
    """Les sortes de mouvements d’une table.

    ``types`` : la colonne qui dit avance, acompte ou solde, et ``types_lus`` ce qu’elle dit ; ``equivoque`` : celle qui
    le dit aussi, dans une table de factures. ``noms`` : de quel champ est une colonne « Date », « Montant », « Pièce ».
    """

    permis: frozenset[str]
    types: int | None = None
    types_lus: frozenset[TypeMouvement] = frozenset()
    equivoque: int | None = None
    noms: Mapping[str, str] = field(default_factory=dict)


DES_DEPENSES: Final = Genres(permis=frozenset({"depense", "financeur"}))
"""Les mouvements d’un état de dépenses par exercice."""


def genres_de(table: Table, role: Role) -> Genres:
    """Les sortes de mouvements que la table porte ; sans rien qui le dise, des dépenses."""
    if role is Role.REALISATIONS:
        return Genres(permis=frozenset({"realisation"}))
    types = colonne_de_types(table)
    nommes = _nommes(table, types)
    decisions = {genre for genre in ("engagement", "paiement") if f"{genre}.montant" in nommes}
    comptable = not nommes.isdisjoint({"depense.compte", "depense.sens", "depense.bordereau"})
    if not _parle_de_factures(table) and (types is not None or ("financeur" in nommes and not comptable)):
        versements = {*decisions, "paiement"} if types is not None or not decisions else decisions
        lus = frozenset() if types is None else _types_lus(table.profils[types])
        return replace(_des_versements(versements, nommes), types=types, types_lus=lus)
    if comptable or not decisions:
        return Genres(permis=DES_DEPENSES.permis, equivoque=types)
    return _des_versements(decisions, nommes)


def _des_versements(versements: Collection[str], nommes: Collection[str]) -> Genres:
    """Sans « date de paiement », la « date » d’un paiement est la sienne ; de même son montant et sa pièce."""
    genre = "paiement" if "paiement" in versements else "engagement"
    noms = {f"depense.{n}": f"{genre}.{n}" for n in _D_UNE_PIECE if f"{genre}.{n}" not in nommes}
    return Genres(permis=frozenset({*versements, "financeur", "nature"}), noms=noms)


def _parle_de_factures(table: Table) -> bool:
    """Une avance, un acompte, un solde sont aussi ceux d’un marché : un fournisseur ou une facture le disent."""
    return any(not _D_UNE_FACTURE.isdisjoint(mots_de(n)) for niveaux in table.niveaux.values() for n in niveaux)


def _nommes(table: Table, types: int | None) -> set[str]:
    """Les champs de mouvement que nomment les libellés, à une frappe près, et que le contenu permet."""
    return {
        champ
        for colonne, niveaux in table.niveaux.items()
        if colonne != types
        for champ, accord in accords(niveaux, DES_MOUVEMENTS).items()
        if accord >= Accord.FRAPPE and _permis(champ, niveaux, table.profils[colonne])
    }


def _permis(champ: str, niveaux: Sequence[str], profil: Profil) -> bool:
    if champ == "depense.compte":
        return _parle_de_comptes(niveaux, profil)
    return champ != "financeur" or convenance("financeur", profil) is not Convenance.CONTRAIRE


def _parle_de_comptes(niveaux: Sequence[str], profil: Profil) -> bool:
    """« Compte » ou « Imputation » le disent ; « Nature » ne le dit que d’une colonne de numéros."""
    return mots_de(niveaux[-1]) != ("nature",) or est_un_compte(profil) if niveaux else False


def colonne_de_types(table: Table) -> int | None:
    """La colonne dont presque toutes les cellules nomment un type de mouvement, et une au moins celui d’un financeur.

    Sous un libellé qui ne l’annonce pas, il en faut deux différents : « Soldé » dit souvent l’état d’une opération.
    """
    lues = {colonne: _types_lus(profil) for colonne, profil in table.profils.items()}
    annoncees = [c for c, types in lues.items() if types and est_annoncee(table.niveaux[c])]
    autres = [c for c, types in lues.items() if len(types) > 1]
    return next(iter([*annoncees, *autres]), None)


def est_annoncee(niveaux: Sequence[str]) -> bool:
    """Le libellé annonce un type de mouvement."""
    trouves = accords(niveaux, DES_MOUVEMENTS) if niveaux else {}
    return any(accord >= Accord.FRAPPE and champ in _DES_TYPES for champ, accord in trouves.items())


def _types_lus(profil: Profil) -> frozenset[TypeMouvement]:
    if convenance("type_de_mouvement", profil) is not Convenance.CONFIRME or not profil.remplies:
        return frozenset()
    nommes = {nomme for c in profil.valeurs.values() if (nomme := type_nomme(c.texte)) is not None}
    return frozenset(nommes if nommes - MOUVEMENTS_DU_MAITRE_OUVRAGE else ())

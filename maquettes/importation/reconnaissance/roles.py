"""Ce que dit une table du dossier : ce qu’elle porte décide de son rôle."""

from typing import Final

from maquettes.importation.correspondance.modele import Role
from maquettes.importation.reconnaissance.convenances import est_un_montant
from maquettes.importation.reconnaissance.cotes import paire_de
from maquettes.importation.reconnaissance.feuille.contenus import Contenu
from maquettes.importation.reconnaissance.feuille.table import Table
from maquettes.importation.reconnaissance.mots.accords import DES_MOUVEMENTS, Accord, accords
from maquettes.importation.reconnaissance.mots.versions import exercice_dit
from maquettes.importation.reconnaissance.tableau import Tableau

__all__ = ["colonnes_d_exercice", "role_de"]

_PLUSIEURS: Final = 2
_ANRU: Final = frozenset({"engagement.montant", "engagement.piece", "paiement.montant", "paiement.type"})
_COMPTABLE: Final = frozenset({"depense.sens", "depense.compte", "depense.tiers", "depense.bordereau"})


def colonnes_d_exercice(table: Table) -> dict[int, tuple[int, bool]]:
    """Les colonnes de montants d’une année : leur exercice, et s’il est prévu."""
    lues = {
        colonne: exercice
        for colonne, niveaux in table.niveaux.items()
        if niveaux and (exercice := exercice_dit(" ".join(niveaux))) is not None
    }
    profils = table.profils
    return {c: lue for c, lue in lues.items() if est_un_montant(profils[c]) or not profils[c].remplies}


def role_de(table: Table, tableau: Tableau) -> Role | None:
    """Le rôle de la table, ou rien si elle ne porte rien que le dossier sache lire."""
    champs = {choisi.champ for choisi in tableau.choix.values() if choisi.champ is not None}
    plan = [champ for champ in champs if champ.startswith("plan.")]
    couts = champs & {"cout_ht", "cout_ttc"}
    if len(plan) >= _PLUSIEURS or (plan and couts):
        return Role.TABLEAU_FINANCIER
    if len(colonnes_d_exercice(table)) >= _PLUSIEURS:
        return Role.DEPENSES
    mouvement = _des_mouvements(table)
    datee = any(profil.a(Contenu.DATE) for profil in table.profils.values())
    if datee and ((mouvement & _ANRU) or paire_de(table) is not None):
        return Role.JOURNAL
    if datee and any(champ.startswith("depense.montant") for champ in mouvement):
        return Role.JOURNAL if mouvement & _COMPTABLE else Role.DEPENSES
    if datee and "realisation.quantite" in mouvement and not couts:
        return Role.REALISATIONS
    utiles = champs & {"libelle", "cout_ht", "cout_ttc", "achevement", "quantite", "maitre_ouvrage"}
    return Role.OPERATIONS if "operation" in champs and utiles else None


def _des_mouvements(table: Table) -> set[str]:
    """Les champs de mouvement que nomment les libellés, à une frappe près."""
    return {
        champ
        for niveaux in table.niveaux.values()
        if niveaux
        for champ, accord in accords(niveaux, DES_MOUVEMENTS).items()
        if accord >= Accord.FRAPPE
    }

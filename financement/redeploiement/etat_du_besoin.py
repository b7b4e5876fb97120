"""Ce que la clôture dit d’une opération à servir : ses montants, et ce que les règles lui laissent recevoir."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from financement.calculs.tableau import TableauFinancier
from financement.cloture.avenant import assiette_close
from financement.cloture.etat import EtatLigne
from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import Cloture, LigneCloturee
from financement.comparaison.transferts import groupe_fongible
from financement.dossier.fautes import FINANCEUR_INCONNU, OPERATION_INCONNUE
from financement.dossier.nomenclature import Categorie, Nature, RegleCloture
from financement.dossier.operation import Operation
from financement.fautes.faute import Faute, ValeurImpossible, faute
from financement.redeploiement.besoins import BesoinDeCredits, DemandeDeRedeploiement
from financement.redeploiement.economies import encore_engagee_sans_montant
from financement.valeurs.montants import afficher_montant, ecrire_montant
from financement.valeurs.ressemblance import proposition
from financement.valeurs.taux import afficher_taux
from financement.valeurs.validation import VALEUR_INTERDITE

__all__ = ["EtatDuBesoin", "etats_des_besoins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EtatDuBesoin:
    """Une opération à servir, telle que la clôture la laisse ; montants en centimes.

    ``deja`` : le montant de clôture de la ligne à augmenter ; ``assiette`` : celle de l’opération close, ou celle que
    l’avenant lui donnerait.
    """

    besoin: BesoinDeCredits
    faits: FaitsOperation
    lignes: tuple[LigneCloturee, ...]
    ligne: LigneCloturee | None
    assiette: int

    @property
    def operation(self) -> Operation:
        """L’opération, telle que le tableau en vigueur la décrit."""
        return self.faits.operation

    @property
    def taux(self) -> Fraction | None:
        """Le taux de l’ANRU : celui de l’opération, ou celui que l’avenant lui donnerait."""
        return self.operation.taux_anru if self.besoin.taux is None else self.besoin.taux

    @property
    def groupe(self) -> tuple[str, str]:
        """Ce dont les économies peuvent la servir sans avenant."""
        return groupe_fongible(self.operation)

    @property
    def demande_un_avenant(self) -> bool:
        """L’assiette ou le taux de l’opération changeraient : la voie locale ne suffit pas (lecture C)."""
        return (self.assiette, self.taux) != (assiette_close(self.faits), self.operation.taux_anru)

    @property
    def deja(self) -> int:
        """Ce que le financeur y met déjà."""
        return 0 if self.ligne is None else self.ligne.montant_cloture

    @property
    def hors_residu(self) -> int:
        """Ce que mettent les lignes qui ne sont pas le résidu du maître d’ouvrage."""
        return sum(ligne.montant_cloture for ligne in self.lignes if ligne.regle is not RegleCloture.RESIDU)

    @property
    def a_un_residu(self) -> bool:
        """Une ligne du maître d’ouvrage porte ce que les autres laissent."""
        return any(ligne.regle is RegleCloture.RESIDU for ligne in self.lignes)

    @property
    def subventions(self) -> int:
        """Ce que mettent toutes les subventions."""
        return sum(ligne.montant_cloture for ligne in self.lignes if ligne.cle.nature is Nature.SUBVENTION)

    @property
    def reste_au_maitre_ouvrage(self) -> int:
        """Ce que les autres financements laissent du coût final, au moins zéro : ce qu’un apport peut remplacer."""
        return max(0, self.faits.cout_final - self.hors_residu)

    @property
    def refus(self) -> str | None:
        """Pourquoi l’opération ne peut rien recevoir, ou ``None``."""
        if self.faits.abandonnee:
            return "l’opération est abandonnée"
        if self.ligne is not None and self.ligne.regle is RegleCloture.RESIDU:
            return "la ligne est le résidu de l’opération"
        if self.ligne is not None and self.ligne.etat is EtatLigne.SOLDEE:
            return "la ligne est soldée"
        if encore_engagee_sans_montant([ligne for ligne in self.lignes if ligne is not self.ligne]):
            return "une autre de ses lignes ne garde rien et reste engagée ou payée"
        return None

    def plafond_de_subvention(self, part: Fraction) -> Fraction:
        """Ce qui reste du coût final une fois ôtée la part du maître d’ouvrage."""
        return (1 - part) * self.faits.cout_final


def etats_des_besoins(cloture: Cloture, besoins: DemandeDeRedeploiement) -> tuple[EtatDuBesoin, ...]:
    """L’état de chaque besoin, dans leur ordre.

    Lève :class:`ValeurImpossible` avec toutes les fautes : financeur ou opération inconnus, assiette impossible.
    """
    lignes: dict[str, list[LigneCloturee]] = {}
    for ligne in cloture.lignes:
        lignes.setdefault(ligne.cle.operation, []).append(ligne)
    fautes = _fautes(cloture, besoins)
    if fautes:
        raise ValeurImpossible("Redéploiement", fautes)
    return tuple(_etat(besoin, cloture.faits, lignes.get(besoin.operation, ()), besoins) for besoin in besoins.besoins)


def _etat(
    besoin: BesoinDeCredits,
    faits: Mapping[str, FaitsOperation],
    lignes: Sequence[LigneCloturee],
    besoins: DemandeDeRedeploiement,
) -> EtatDuBesoin:
    siennes = (x for x in lignes if (x.cle.financeur, x.cle.nature) == (besoins.financeur, besoins.nature))
    sien = faits[besoin.operation]
    return EtatDuBesoin(
        besoin=besoin,
        faits=sien,
        lignes=tuple(lignes),
        ligne=next(siennes, None),
        assiette=assiette_close(sien) if besoin.assiette is None else besoin.assiette,
    )


def _fautes(cloture: Cloture, besoins: DemandeDeRedeploiement) -> list[Faute]:
    fautes = []
    financeurs = cloture.situation.axes.financeurs
    if besoins.financeur not in financeurs:
        lieu = besoins.provenance.a_la_colonne("financeur")
        proche = proposition(besoins.financeur, financeurs)
        fautes.append(faute(FINANCEUR_INCONNU, lieu, besoins.financeur, proposition=proche))
    tableau: TableauFinancier = cloture.situation.tableau
    connues = [operation.code for operation in tableau.operations]
    for besoin in besoins.besoins:
        if besoin.operation not in connues:
            lieu = besoin.provenance.a_la_colonne("operation")
            proche = proposition(besoin.operation, connues)
            fautes.append(faute(OPERATION_INCONNUE, lieu, besoin.operation, proposition=proche))
            continue
        if besoin.assiette is not None:
            fautes += _assiette_impossible(besoin, besoin.assiette, cloture.faits[besoin.operation])
        if besoin.taux is not None:
            engagees = {x.cle.operation for x in cloture.lignes if _est_engagee_par_l_anru(x)}
            fautes += _taux_impossible(besoin, besoin.taux, cloture.faits[besoin.operation], engagees)
    return fautes


def _est_engagee_par_l_anru(ligne: LigneCloturee) -> bool:
    return ligne.suivie.financeur.categorie is Categorie.ANRU and ligne.engage > 0


def _taux_impossible(besoin: BesoinDeCredits, taux: Fraction, faits: FaitsOperation, engagees: set[str]) -> list[Faute]:
    """Un taux ne baisse pas par un redéploiement, et ne change plus après la décision attributive (lecture C)."""
    actuel = faits.operation.taux_anru
    if actuel is None or taux == actuel:
        return []
    if taux < actuel:
        regle = f"le taux de « {besoin.operation} » est déjà de {afficher_taux(actuel)}"
    elif besoin.operation in engagees:
        regle = (
            f"« {besoin.operation} » est engagée à {afficher_taux(actuel)}, et le taux ne change plus de la décision "
            "attributive au solde (lecture C)"
        )
    else:
        return []
    correction = "Retirer « taux » : le taux de l’opération s’applique."
    lieu = besoin.provenance.a_la_colonne("taux")
    return [faute(VALEUR_INTERDITE, lieu, afficher_taux(taux), regle=regle, correction=correction)]


def _assiette_impossible(besoin: BesoinDeCredits, assiette: int, faits: FaitsOperation) -> list[Faute]:
    basse, haute = assiette_close(faits), faits.cout_final
    if basse <= assiette <= haute:
        return []
    bornes = f"de {afficher_montant(basse)}, celle de l’opération close, à {afficher_montant(haute)}, son coût final"
    return [
        faute(
            VALEUR_INTERDITE,
            besoin.provenance.a_la_colonne("assiette"),
            ecrire_montant(assiette),
            regle=f"l’assiette de « {besoin.operation} » peut aller {bornes}",
            correction="La ramener entre les deux, ou inscrire au dossier la réestimation du coût.",
        )
    ]

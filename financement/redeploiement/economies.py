"""Ce qu’il y a à redéployer : l’économie de chaque opération à la clôture, et ce qu’il faut en laisser de côté."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from financement.cloture.resultat import Cloture, LigneCloturee
from financement.comparaison.transferts import groupe_fongible
from financement.dossier.operation import Operation
from financement.fautes.faute import Faute, ValeurImpossible, faute
from financement.redeploiement.besoins import DemandeDeRedeploiement, EconomieRetenue, PasDeRedeploiement
from financement.valeurs.montants import afficher_montant, ecrire_montant
from financement.valeurs.ressemblance import proposition
from financement.valeurs.validation import CHOIX_INCONNU, VALEUR_INTERDITE

__all__ = ["EconomieEcartee", "Source", "encore_engagee_sans_montant", "trier_les_economies"]


@dataclass(frozen=True, slots=True)
class Source:
    """Une opération dont l’économie peut être reprise : ``disponible``, en nombre de pas."""

    operation: Operation
    disponible: int

    @property
    def groupe(self) -> tuple[str, str]:
        """Ce dont elle peut servir les opérations sans avenant."""
        return groupe_fongible(self.operation)


@dataclass(frozen=True, slots=True)
class EconomieEcartee:
    """Une économie de la clôture qui ne se redéploie pas, en centimes, et pourquoi."""

    operation: str
    montant: int
    motif: str


def encore_engagee_sans_montant(lignes: Sequence[LigneCloturee]) -> bool:
    """Une ligne dont la clôture ne laisse rien est encore engagée ou payée : PLAN-02 la dirait bloquante."""
    return any(not ligne.montant_cloture and (ligne.suivie.engage or ligne.paye) for ligne in lignes)


def trier_les_economies(
    cloture: Cloture, demande: DemandeDeRedeploiement, pas: PasDeRedeploiement
) -> tuple[tuple[Source, ...], tuple[EconomieEcartee, ...]]:
    """Les économies du financeur et de la nature demandés : à reprendre, et laissées de côté, dans l’ordre du dossier.

    Une économie se reprend par pas entiers : en euros, les centimes de chaque opération restent au financeur. Lève
    :class:`ValeurImpossible` si une économie retenue n’est pas à reprendre.
    """
    lignes: dict[str, list[LigneCloturee]] = {}
    for ligne in cloture.lignes:
        lignes.setdefault(ligne.cle.operation, []).append(ligne)
    economies = {
        ligne.cle.operation: ligne.economie
        for ligne in cloture.lignes
        if (ligne.cle.financeur, ligne.cle.nature) == (demande.financeur, demande.nature) and ligne.economie > 0
    }
    motifs = {code: motif for code in economies if (motif := _motif_d_ecart(cloture, code, lignes[code])) is not None}
    montants = {code: montant for code, montant in economies.items() if code not in motifs}
    if isinstance(demande.economies, tuple):
        fautes = list(_fautes(demande.economies, montants))
        if fautes:
            raise ValeurImpossible("Redéploiement", fautes)
        retenues = {retenue.operation: retenue.montant for retenue in demande.economies}
        montants = {code: retenues[code] for code in montants if code in retenues}
    reprises = (
        Source(cloture.faits[code].operation, montant // pas.centimes)
        for code, montant in montants.items()
        if montant >= pas.centimes
    )
    return tuple(reprises), tuple(EconomieEcartee(code, economies[code], motif) for code, motif in motifs.items())


def _motif_d_ecart(cloture: Cloture, code: str, lignes: Sequence[LigneCloturee]) -> str | None:
    """Pourquoi l’avenant qui reprendrait cette économie serait refusé par les contrôles."""
    if sum(ligne.montant_cloture for ligne in lignes) != cloture.faits[code].cout_final:
        return "son plan de clôture ne fait pas son coût final"
    if encore_engagee_sans_montant(lignes):
        return "une de ses lignes ne garde rien et reste engagée ou payée : la dégager, ou la faire reverser"
    return None


def _fautes(retenues: tuple[EconomieRetenue, ...], montants: Mapping[str, int]) -> Iterator[Faute]:
    for retenue in retenues:
        if retenue.operation not in montants:
            yield faute(
                CHOIX_INCONNU,
                retenue.provenance.a_la_colonne("operation"),
                retenue.operation,
                proposition=proposition(retenue.operation, montants),
                choix="les opérations dont une économie de ce financeur est à redéployer",
            )
        elif retenue.montant > montants[retenue.operation]:
            yield _excessive(retenue, montants[retenue.operation])


def _excessive(retenue: EconomieRetenue, constatee: int) -> Faute:
    return faute(
        VALEUR_INTERDITE,
        retenue.provenance.a_la_colonne("montant"),
        ecrire_montant(retenue.montant),
        regle=f"l’économie de « {retenue.operation} » à la clôture est de {afficher_montant(constatee)}",
        correction="L’abaisser, ou inscrire au dossier la réestimation qui la justifie.",
    )

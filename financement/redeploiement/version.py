"""L’avenant qui porte un redéploiement : les opérations que touchent ses mouvements, et elles seules.

Une opération dont on reprend l’économie s’y inscrit telle que la clôture la fixe ; une opération servie, de même, et
la ligne du financeur y reçoit sa part. Les lignes au résidu du maître d’ouvrage portent ce que les autres laissent :
chaque plan fait le coût. Ce qui n’est pas repris est rendu au financeur.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from financement.cloture.avenant import (
    augmenter,
    change_a_la_cloture,
    lignes_closes,
    numero_suivant,
    operation_close,
)
from financement.cloture.montant import partager_le_residu
from financement.cloture.resultat import LigneCloturee
from financement.dossier.convention import Avenant
from financement.dossier.nomenclature import NatureAvenant, RegleCloture
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.redeploiement.besoins import BesoinDeCredits
from financement.redeploiement.deplacements import Voie
from financement.redeploiement.redeploiement import BesoinServi, Redeploiement
from financement.valeurs import validation

__all__ = ["generer_avenant_de_redeploiement"]


def generer_avenant_de_redeploiement(redeploiement: Redeploiement, *, signature: date) -> Projet:
    """Le projet augmenté d’un avenant daté de ``signature`` qui inscrit les mouvements.

    L’avenant est local si tous les mouvements le sont, national sinon ; de clôture s’il ramène un programmé sous
    l’engagé, ce qui dépasse étant à dégager (lectures D). Lève :class:`DossierRefuse` s’il ne peut pas suivre le
    dernier acte, :class:`ValeurImpossible` si ``signature`` n’est pas une date sans heure.
    """
    validation.exiger(
        "Avenant",
        validation.instance("redeploiement", redeploiement, Redeploiement),
        validation.jour("signature", signature),
    )
    cloture = redeploiement.cloture
    numero = numero_suivant(cloture, signature)
    servis = {servi.besoin.operation: servi for servi in redeploiement.servis if servi.recu}
    touchees = {code for mouvement in redeploiement.mouvements for code in (mouvement.de, mouvement.vers)}
    lignes = [ligne for ligne in cloture.lignes if ligne.cle.operation in touchees]
    montants = {ligne.cle: ligne.montant_cloture for ligne in lignes}
    for servi in servis.values():
        montants |= _montants_servis(redeploiement, servi, lignes)
    operations = (
        operation
        for code in cloture.faits
        if code in touchees
        for operation in _operation(redeploiement, code, servis[code].besoin if code in servis else None, numero)
    )
    avenant = Avenant(numero=numero, nature=_nature(redeploiement, lignes, montants), date=signature)
    return augmenter(cloture.projet, avenant, tuple(operations), lignes_closes(cloture, numero, montants))


def _montants_servis(
    redeploiement: Redeploiement, servi: BesoinServi, lignes: list[LigneCloturee]
) -> dict[CleLigne, int]:
    """Les montants que change ce que reçoit une opération : la ligne du financeur, et celles au résidu."""
    demande = redeploiement.demande
    servie = CleLigne(servi.besoin.operation, demande.financeur, demande.nature)
    siennes = [ligne for ligne in lignes if ligne.cle.operation == servie.operation]
    residuelles = [ligne for ligne in siennes if ligne.regle is RegleCloture.RESIDU]
    autres = sum(x.montant_cloture for x in siennes if x.regle is not RegleCloture.RESIDU and x.cle != servie)
    reste = redeploiement.cloture.faits[servie.operation].cout_final - autres - servi.apres
    parts = partager_le_residu(reste, [ligne.suivie for ligne in residuelles]) if residuelles else ()
    return {servie: servi.apres, **{ligne.cle: part for ligne, part in zip(residuelles, parts, strict=True)}}


def _operation(
    redeploiement: Redeploiement, code: str, besoin: BesoinDeCredits | None, numero: int
) -> Iterator[Operation]:
    """L’opération close, à l’assiette et au taux que l’avenant lui donne, si elle change."""
    faits = redeploiement.cloture.faits[code]
    close = operation_close(faits, numero)
    assiette = close.assiette_retenue if besoin is None or besoin.assiette is None else besoin.assiette
    taux = close.taux_anru if besoin is None or besoin.taux is None else besoin.taux
    if (assiette, taux) != (close.assiette_retenue, close.taux_anru):
        yield replace(close, assiette=assiette, taux_anru=taux)
    elif change_a_la_cloture(faits):
        yield close


def _nature(redeploiement: Redeploiement, lignes: list[LigneCloturee], montants: dict[CleLigne, int]) -> NatureAvenant:
    if any(ligne.cle.est_concours and ligne.engage > montants[ligne.cle] for ligne in lignes):
        return NatureAvenant.CLOTURE
    locaux = all(mouvement.voie is Voie.LOCALE for mouvement in redeploiement.mouvements)
    return NatureAvenant.LOCAL if locaux else NatureAvenant.NATIONAL

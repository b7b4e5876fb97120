"""Le solde d’une ligne achevée : est-il demandé, et sinon combien reste-t-il à demander."""

from datetime import date
from typing import Final

from financement.calculs.situation import SIGNES_DEMANDE
from financement.cloture.etat import EtatLigne
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import VERSEMENTS

__all__ = ["solde_a_demander"]

_SIGNES_EN_INSTANCE: Final = {**SIGNES_DEMANDE, **dict.fromkeys(VERSEMENTS, -1)}


def solde_a_demander(ligne: LigneCloturee) -> int:
    """Le solde à verser, en centimes, d’une ligne achevée qui ne l’a pas demandé ; zéro de toute autre (lecture C).

    Le solde est demandé quand les demandes en instance le couvrent, ou quand une demande qui suit l’achèvement reste à
    payer.
    """
    if ligne.etat is not EtatLigne.ACHEVEE:
        return 0
    demande = sum(SIGNES_DEMANDE.get(m.type, 0) * m.montant for m in ligne.suivie.restants)
    en_instance = demande - max(0, ligne.paye)
    est_demande = en_instance >= ligne.solde_a_verser or _instance_depuis(ligne, ligne.faits.operation.achevement) > 0
    return 0 if est_demande else ligne.solde_a_verser


def _instance_depuis(ligne: LigneCloturee, achevement: date | None) -> int:
    """Demandes datées de l’achèvement ou postérieures, moins les rejets et les versements qui le sont aussi."""
    suite = [m for m in ligne.suivie.restants if achevement is not None and m.date >= achevement]
    return sum(_SIGNES_EN_INSTANCE.get(m.type, 0) * m.montant for m in suite)

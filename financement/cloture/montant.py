"""Le montant de clôture de chaque ligne d’une opération (lecture C, calquée sur le régime des subventions de l’État).

Tout est rationnel exact jusqu’à l’unique arrondi de chaque subvention, au centime, demi-centime loin de zéro.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from financement.calculs.lignes import LigneSuivie
from financement.cloture.etat import EtatLigne
from financement.cloture.faits import FaitsOperation
from financement.dossier.nomenclature import Categorie, Nature, RegleCloture
from financement.valeurs.arrondi import arrondir
from financement.valeurs.repartition import repartir

__all__ = [
    "Classee",
    "Fondement",
    "MontantCloture",
    "PartRecalculee",
    "montants_de_cloture",
    "part_recalculee",
    "partager_le_residu",
    "rangs_du_residu",
]

_ORDRE_DU_RESIDU: Final = (Nature.FONDS_PROPRES, Nature.SUBVENTION, Nature.PRET)
_SANS_MONTANT: Final = frozenset({EtatLigne.ABANDONNEE, EtatLigne.FORCLOSE})


class Fondement:
    """Ce qui fonde un montant de clôture : nom de la règle appliquée (constantes)."""

    ABANDON: Final = "abandon"
    FORCLUSION: Final = "forclusion"
    DEPENSE: Final = "dépense justifiée"
    REESTIMATION: Final = "réestimation"
    PAYE: Final = "payé au solde"
    ENGAGE: Final = "engagé"
    PROGRAMME: Final = "programmé"
    RESIDU: Final = "résidu"


@dataclass(frozen=True, slots=True)
class Classee:
    """Une ligne, sa règle de clôture et son état."""

    ligne: LigneSuivie
    regle: RegleCloture
    etat: EtatLigne


@dataclass(frozen=True, slots=True)
class PartRecalculee:
    """Une subvention recalculée sur une base : ``taux`` × ``base``, arrondi à ``montant`` (centimes)."""

    taux: Fraction
    base: int
    montant: int


@dataclass(frozen=True, slots=True)
class MontantCloture:
    """Montant de clôture d’une ligne (centimes), ce qui le fonde, et le recalcul qui y a servi s’il y en a un."""

    montant: int
    fondement: str
    part: PartRecalculee | None = None


def part_recalculee(ligne: LigneSuivie, faits: FaitsOperation, cout: int) -> PartRecalculee:
    """La part d’un financeur dans un coût ``cout`` (centimes).

    ANRU : taux × min(coût, assiette), le taux vide valant programmé / assiette. Autres financeurs : (programmé /
    coût programmé) × min(coût, coût programmé). Un dénominateur nul donne zéro.
    """
    if ligne.financeur.categorie is Categorie.ANRU:
        plafond = faits.assiette if faits.cout else 0
        taux = faits.operation.taux_anru
        if taux is None:
            taux = Fraction(ligne.programme, plafond) if plafond else Fraction(0)
    else:
        plafond = faits.cout
        taux = Fraction(ligne.programme, plafond) if plafond else Fraction(0)
    base = min(cout, plafond)
    return PartRecalculee(taux, base, arrondir(taux * base))


def _montant_au_taux(classee: Classee, faits: FaitsOperation) -> MontantCloture:
    """Règle ``taux`` : la subvention suit la dépense justifiée, sans dépasser l’engagé (le programmé sans engagé)."""
    ligne = classee.ligne
    engage = max(0, ligne.engage)
    plafond = engage or ligne.programme
    fondement = Fondement.ENGAGE if engage else Fondement.PROGRAMME
    depense = faits.depense_definitive
    if depense is not None:
        part = part_recalculee(ligne, faits, depense)
        return MontantCloture(min(part.montant, plafond), Fondement.DEPENSE, part)
    if classee.etat is EtatLigne.SOLDEE:
        return MontantCloture(max(0, ligne.paye), Fondement.PAYE)
    if faits.reestimation is not None and not faits.achevee:
        part = part_recalculee(ligne, faits, faits.reestimation.cout)
        return MontantCloture(min(part.montant, plafond), Fondement.REESTIMATION, part)
    return MontantCloture(plafond, fondement)


def _montant_hors_residu(classee: Classee, faits: FaitsOperation) -> MontantCloture:
    if classee.etat in _SANS_MONTANT:
        abandon = classee.etat is EtatLigne.ABANDONNEE
        return MontantCloture(0, Fondement.ABANDON if abandon else Fondement.FORCLUSION)
    if classee.regle is RegleCloture.TAUX:
        return _montant_au_taux(classee, faits)
    if classee.ligne.engage > 0:
        return MontantCloture(classee.ligne.engage, Fondement.ENGAGE)
    return MontantCloture(classee.ligne.programme, Fondement.PROGRAMME)


def rangs_du_residu(lignes: Sequence[LigneSuivie]) -> tuple[int, ...]:
    """Les rangs des lignes au résidu, dans l’ordre où elles se servent.

    L’ordre des financeurs de la convention, puis fonds propres, subvention, prêt. Programmés tous nuls : les fonds
    propres d’abord.
    """
    financeurs = list(dict.fromkeys(ligne.cle.financeur for ligne in lignes))
    ordre = sorted(
        range(len(lignes)),
        key=lambda rang: (
            financeurs.index(lignes[rang].cle.financeur),
            _ORDRE_DU_RESIDU.index(lignes[rang].cle.nature),
        ),
    )
    if not any(ligne.programme for ligne in lignes):
        ordre.sort(key=lambda rang: lignes[rang].cle.nature is not Nature.FONDS_PROPRES)
    return tuple(ordre)


def partager_le_residu(reste: int, lignes: Sequence[LigneSuivie]) -> tuple[int, ...]:
    """La part de chaque ligne au résidu, en proportion des programmés, au plus fort reste.

    À égalité de reste, dans l’ordre où elles se servent. Programmés tous nuls : la première ligne prend tout.
    """
    ordre = rangs_du_residu(lignes)
    parts = repartir(reste, [lignes[rang].programme for rang in ordre])
    return tuple(part for _, part in sorted(zip(ordre, parts, strict=True)))


def montants_de_cloture(classees: Sequence[Classee], faits: FaitsOperation) -> tuple[MontantCloture, ...]:
    """Montants de clôture des lignes d’une opération, dans leur ordre.

    Les lignes au résidu se partagent ce que les autres laissent du coût final ; un résidu négatif vaut zéro.
    """
    montants = [
        None if classee.etat is EtatLigne.RESIDU else _montant_hors_residu(classee, faits) for classee in classees
    ]
    residuelles = [classee.ligne for classee in classees if classee.etat is EtatLigne.RESIDU]
    reste = faits.cout_final - sum(montant.montant for montant in montants if montant is not None)
    parts = iter(partager_le_residu(max(0, reste), residuelles) if residuelles else ())
    return tuple(MontantCloture(next(parts), Fondement.RESIDU) if montant is None else montant for montant in montants)

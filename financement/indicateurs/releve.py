"""Le relevé d’une convention à une date : ce dont ses indicateurs se tirent, sans son journal ni son plan.

Fonction pure d’un projet et d’une date, comme le bilan qu’il porte : l’ordre des relevés est indifférent.
"""

from dataclasses import dataclass
from datetime import date

from financement.calculs.situation import calculer_situation
from financement.controles.contexte import preparer
from financement.delais import calculer_delais
from financement.delais.delais import AttenteDesDemandes, Delai, SoldesNonDemandes
from financement.dossier.projet import Projet
from financement.indicateurs.agregat import Agregat, agreger, sommer
from financement.portefeuille.bilan import BilanConvention, bilan_du_contexte
from financement.valeurs import validation

__all__ = ["ReleveConvention", "relever"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleveConvention:
    """Ce qu’il faut d’une convention pour ses indicateurs ; ``bilan`` dit son code, son dossier, ses constats.

    ``par_famille`` : l’agrégat de chaque famille, dans l’ordre de la nomenclature ; les délais et ce qui attend, tels
    que :func:`calculer_delais` les donne.
    """

    bilan: BilanConvention
    par_famille: tuple[tuple[str, Agregat], ...]
    demande_paiement: tuple[Delai, ...]
    engagement_paiement: tuple[Delai, ...]
    vieillissement: tuple[AttenteDesDemandes, ...]
    soldes_non_demandes: tuple[SoldesNonDemandes, ...]

    @property
    def total(self) -> Agregat:
        """L’agrégat de la convention : la somme de ses familles."""
        return sommer(agregat for _, agregat in self.par_famille)


def relever(projet: Projet, *, au: date, dossier: str = "") -> ReleveConvention:
    """Le relevé d’un projet à la date ``au`` ; ``dossier`` dit d’où vient le projet.

    Lève :class:`ValeurImpossible` si un total dépasse 10¹⁵ centimes.
    """
    validation.exiger(
        "Relevé",
        validation.instance("projet", projet, Projet),
        validation.jour("au", au),
        validation.instance("dossier", dossier, str),
    )
    contexte = preparer(calculer_situation(projet, au=au))
    delais = calculer_delais(contexte.cloture)
    familles = {code: faits.operation.famille for code, faits in contexte.cloture.faits.items()}
    groupes: dict[str, list[Agregat]] = {famille: [] for famille in sorted(set(familles.values()))}
    for code, agregat in agreger(contexte.cloture, delais).items():
        groupes[familles[code]].append(agregat)
    return ReleveConvention(
        bilan=bilan_du_contexte(contexte, dossier),
        par_famille=tuple((famille, sommer(agregats)) for famille, agregats in groupes.items()),
        demande_paiement=delais.demande_paiement(),
        engagement_paiement=delais.engagement_paiement(),
        vieillissement=delais.vieillissement(),
        soldes_non_demandes=delais.soldes_non_demandes(),
    )

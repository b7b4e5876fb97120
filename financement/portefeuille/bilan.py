"""Le bilan d’une convention à une date : ce qu’un portefeuille en retient, sans son journal ni son plan.

Fonction pure d’un projet et d’une date : les bilans se calculent dans n’importe quel ordre, sur n’importe quelle
machine, et s’additionnent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from financement.calculs.situation import calculer_situation
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE, Cloture, TotalCloture
from financement.controles.constat import Constat, Gravite
from financement.controles.contexte import Contexte, preparer
from financement.controles.registre import controler_contexte
from financement.dossier.fautes import TOTAL_TROP_GRAND
from financement.dossier.nomenclature import FAMILLES, Categorie, Programme
from financement.dossier.projet import Projet
from financement.echeancier import calculer_echeancier
from financement.fautes.faute import faute
from financement.fautes.provenance import INCONNUE
from financement.valeurs import validation
from financement.valeurs.montants import TOTAL_MAXIMAL, ecrire_montant

__all__ = [
    "BilanConvention",
    "BilanFamille",
    "BilanFinanceur",
    "FluxExercice",
    "bilan",
    "bilan_du_contexte",
    "sommer_flux",
]

_CATEGORIES: Final = tuple(Categorie)


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanFinanceur:
    """Un financeur d’une convention, et le total de ses lignes à la clôture (centimes)."""

    code: str
    nom: str
    categorie: Categorie
    total: TotalCloture


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanFamille:
    """Une famille d’opérations d’une convention, et le total de ses lignes à la clôture (centimes)."""

    code: str
    libelle: str
    total: TotalCloture


@dataclass(frozen=True, slots=True, kw_only=True)
class FluxExercice:
    """Engagements et paiements des concours d’une catégorie de financeurs dans un exercice, en centimes.

    Ils sont prévus ou constatés ; ``exercice`` vaut ``None`` pour l’engagé réputé, que rien ne date.
    """

    exercice: int | None
    categorie: Categorie
    previsionnel: bool
    engagement: int
    paiement: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanConvention:
    """Ce que disent situation, clôture, contrôles et échéancier d’une convention à la date ``au``.

    ``dossier`` : d’où il vient, tel que l’appelant le nomme (vide s’il ne le dit pas). ``financeurs`` : tous ceux de
    la convention ; ``familles`` : celles qui ont une ligne ; l’un et l’autre dans l’ordre du dossier.
    ``echeancier`` : les flux non nuls, constatés puis prévus, par exercice et catégorie. ``bloquants`` : les constats
    bloquants, dans l’ordre des contrôles ; ``alertes``, ``informations`` : nombre des autres. ``remarques`` : ce que la
    forme des fichiers du dossier a d’inhabituel, dont aucun chiffre ne dépend. ``region``, ``departement`` : ce que
    le dossier en dit.
    """

    code: str
    nom: str
    programme: Programme
    dossier: str
    au: date
    version: int
    financeurs: tuple[BilanFinanceur, ...]
    familles: tuple[BilanFamille, ...]
    echeancier: tuple[FluxExercice, ...]
    bloquants: tuple[Constat, ...]
    alertes: int
    informations: int
    remarques: tuple[Constat, ...] = ()
    region: str | None = None
    departement: str | None = None

    def __post_init__(self) -> None:
        total = self.total
        excessifs = (m for g in GRANDEURS_DE_CLOTURE if abs(m := getattr(total, g)) > TOTAL_MAXIMAL)
        validation.exiger("Bilan", *(faute(TOTAL_TROP_GRAND, INCONNUE, ecrire_montant(m)) for m in excessifs))

    @property
    def total(self) -> TotalCloture:
        """Total de la convention : la somme de ses financeurs."""
        return TotalCloture.somme([financeur.total for financeur in self.financeurs])


def bilan(projet: Projet, *, au: date, dossier: str = "") -> BilanConvention:
    """Le bilan d’un projet à la date ``au``, montants en centimes ; ``dossier`` dit d’où vient le projet.

    Lève :class:`ValeurImpossible` si un total dépasse 10¹⁵ centimes.
    """
    validation.exiger(
        "Bilan",
        validation.instance("projet", projet, Projet),
        validation.jour("au", au),
        validation.instance("dossier", dossier, str),
    )
    return bilan_du_contexte(preparer(calculer_situation(projet, au=au)), dossier)


def bilan_du_contexte(contexte: Contexte, dossier: str) -> BilanConvention:
    """Le bilan d’un contexte déjà préparé : une seule clôture sert aux totaux, aux contrôles et à l’échéancier."""
    constats = controler_contexte(contexte)
    cloture, convention = contexte.cloture, contexte.situation.projet.convention
    par_financeur, par_famille = cloture.par_financeur(), cloture.par_famille()
    libelles = FAMILLES[convention.programme]
    return BilanConvention(
        code=convention.code,
        nom=convention.nom,
        programme=convention.programme,
        dossier=dossier,
        au=cloture.au,
        version=cloture.situation.tableau.version,
        financeurs=tuple(
            BilanFinanceur(code=f.code, nom=f.nom, categorie=f.categorie, total=par_financeur[f.code])
            for f in convention.financeurs
        ),
        familles=tuple(
            BilanFamille(code=code, libelle=libelles[code], total=total) for code, total in par_famille.items()
        ),
        echeancier=_echeancier(cloture),
        bloquants=tuple(constat for constat in constats if constat.est_bloquant),
        alertes=sum(constat.gravite is Gravite.ALERTE for constat in constats),
        informations=sum(constat.gravite is Gravite.INFORMATION for constat in constats),
        region=convention.region,
        departement=convention.departement,
    )


def sommer_flux(flux: Iterable[FluxExercice]) -> tuple[FluxExercice, ...]:
    """Les mêmes flux, un par nature, exercice et catégorie, dans cet ordre ; les flux nuls n’y sont pas."""
    sommes: dict[tuple[bool, int | None, Categorie], tuple[int, int]] = {}
    for un in flux:
        cle = un.previsionnel, un.exercice, un.categorie
        engagement, paiement = sommes.get(cle, (0, 0))
        sommes[cle] = engagement + un.engagement, paiement + un.paiement
    ordre = sorted(sommes, key=lambda cle: (cle[0], cle[1] is None, cle[1] or 0, _CATEGORIES.index(cle[2])))
    return tuple(
        FluxExercice(
            exercice=exercice,
            categorie=categorie,
            previsionnel=previsionnel,
            engagement=sommes[previsionnel, exercice, categorie][0],
            paiement=sommes[previsionnel, exercice, categorie][1],
        )
        for previsionnel, exercice, categorie in ordre
        if any(sommes[previsionnel, exercice, categorie])
    )


def _echeancier(cloture: Cloture) -> tuple[FluxExercice, ...]:
    categories = {financeur.code: financeur.categorie for financeur in cloture.projet.convention.financeurs}

    def flux() -> Iterator[FluxExercice]:
        for ligne in calculer_echeancier(cloture).lignes:
            if ligne.engagement_flux or ligne.paiement_flux:
                yield FluxExercice(
                    exercice=ligne.exercice,
                    categorie=categories[ligne.financeur],
                    previsionnel=ligne.previsionnel,
                    engagement=ligne.engagement_flux,
                    paiement=ligne.paiement_flux,
                )

    return sommer_flux(flux())

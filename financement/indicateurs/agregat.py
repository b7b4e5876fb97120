"""Ce dont tout indicateur se tire : des sommes exactes, d’une famille, d’une convention ou de beaucoup.

Deux agrégats s’ajoutent ; un rapport ne se fait qu’à la fin : la moyenne de rapports n’est pas le rapport des sommes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, TypeVar

from financement.calculs.avancement import AvancementPhysique, avancement_physique
from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import Cloture, LigneCloturee, TotalCloture
from financement.delais import Delais
from financement.delais.appariement import EtatPart, PartDeDemande
from financement.dossier.nomenclature import TYPES, VERSEMENTS, Categorie, Programme, TypeMouvement, Unite

__all__ = [
    "CATEGORIES",
    "FAMILLES_DE_LOGEMENTS",
    "PAIEMENTS",
    "RIEN",
    "Agregat",
    "Attente",
    "Calendrier",
    "DevenirDesLogements",
    "Logements",
    "agreger",
    "sommer",
]

T = TypeVar("T")

CATEGORIES: Final = tuple(Categorie)
PAIEMENTS: Final = tuple(genre for genre in TYPES if genre in VERSEMENTS)


class DevenirDesLogements(StrEnum):
    """Ce que le projet fait des logements."""

    DEMOLITION = "demolition"
    CONSTRUCTION = "construction"
    REHABILITATION = "rehabilitation"
    RESIDENTIALISATION = "residentialisation"


DEVENIRS: Final = tuple(DevenirDesLogements)

# Logements locatifs sociaux seulement : d'une copropriété ou d'un îlot, plusieurs opérations touchent les mêmes.
FAMILLES_DE_LOGEMENTS: Final[Mapping[Programme, Mapping[str, DevenirDesLogements]]] = MappingProxyType(
    {
        Programme.PNRU: MappingProxyType(dict(zip(("01", "02", "05", "06"), DEVENIRS, strict=True))),
        Programme.NPNRU: MappingProxyType(dict(zip(("21", "31", "33", "34"), DEVENIRS, strict=True))),
    }
)


@dataclass(frozen=True, slots=True)
class Logements:
    """Logements prévus et réalisés ; coût et subvention de l’ANRU des opérations qui en prévoient (centimes).

    ``sans_quantite`` : les opérations de ces familles qui n’en disent pas le nombre, hors de ces sommes.
    """

    prevus: Fraction = Fraction(0)
    realises: Fraction = Fraction(0)
    cout: int = 0
    anru: int = 0
    sans_quantite: int = 0


@dataclass(frozen=True, slots=True)
class Attente:
    """Des jours pesés, et ce qu’ils pèsent : des centimes, ou des lignes."""

    jours_peses: int = 0
    poids: int = 0


@dataclass(frozen=True, slots=True)
class Calendrier:
    """Les opérations qui ont un terme prévu, celles qui l’ont passé sans être achevées, et ce qu’y met l’ANRU."""

    suivies: int = 0
    en_retard: int = 0
    anru_suivi: int = 0
    anru_en_retard: int = 0


_ZERO: Final = TotalCloture.somme(())


@dataclass(frozen=True, slots=True)
class Agregat:
    """Les sommes d’un périmètre, montants en centimes.

    ``total`` : toutes les lignes, et leurs concours ; ``anru`` : celles de l’ANRU ; ``par_categorie`` : le programmé de
    chaque catégorie de :data:`CATEGORIES`, toutes natures ; ``logements`` : un par devenir ; ``paiements`` : de la
    demande au paiement, un par type de :data:`PAIEMENTS` ; ``premiers`` : de l’engagement au premier paiement.
    """

    total: TotalCloture = _ZERO
    anru: TotalCloture = _ZERO
    par_categorie: tuple[int, ...] = (0,) * len(CATEGORIES)
    logements: tuple[Logements, ...] = (Logements(),) * len(DEVENIRS)
    paiements: tuple[Attente, ...] = (Attente(),) * len(PAIEMENTS)
    premiers: Attente = Attente()
    calendrier: Calendrier = Calendrier()

    def logements_de(self, devenir: DevenirDesLogements) -> Logements:
        """Les logements de ce devenir."""
        return self.logements[DEVENIRS.index(devenir)]

    def programme_de(self, categorie: Categorie) -> int:
        """Le programmé d’une catégorie de financeurs, toutes natures."""
        return self.par_categorie[CATEGORIES.index(categorie)]

    def paiements_de(self, genre: TypeMouvement) -> Attente:
        """De la demande à un paiement de ce type."""
        return self.paiements[PAIEMENTS.index(genre)]


RIEN: Final = Agregat()


def sommer(agregats: Iterable[Agregat]) -> Agregat:
    """La somme exacte d’agrégats, champ par champ ; l’ordre est indifférent."""
    return Agregat(**_sommes([RIEN, *agregats]))


def _ajouter(termes: list[Any]) -> Any:
    """Nombres, suites et dataclasses s’ajoutent terme à terme."""
    premier = termes[0]
    if isinstance(premier, tuple):
        return tuple(_ajouter(list(rang)) for rang in zip(*termes, strict=True))
    if isinstance(premier, int | Fraction):
        return sum(termes[1:], premier)
    return type(premier)(**_sommes(termes))


def _sommes(termes: Sequence[Any]) -> dict[str, Any]:
    return {champ.name: _ajouter([getattr(terme, champ.name) for terme in termes]) for champ in fields(termes[0])}


def agreger(cloture: Cloture, delais: Delais) -> dict[str, Agregat]:
    """L’agrégat de chaque opération du dossier à la date de la clôture, dans son ordre.

    Une opération abandonnée, ou hors du tableau en vigueur, ne prévoit plus ni logement ni terme.
    """
    lignes = _grouper((ligne.cle.operation, ligne) for ligne in cloture.lignes)
    payees = _grouper((part.cle.operation, part) for part in delais.parts if part.etat is EtatPart.PAYEE)
    premiers = _grouper((premier.cle.operation, premier.jours) for premier in delais.premiers)
    en_vigueur = {operation.code for operation in cloture.situation.tableau.operations}
    avancements = {
        avancement.operation: avancement
        for avancement in avancement_physique(cloture.projet, au=cloture.au, version=cloture.situation.tableau.version)
        if avancement.unite is Unite.LOGEMENT
    }
    des_logements = FAMILLES_DE_LOGEMENTS[cloture.projet.convention.programme]
    agregats = {}
    for code, faits in cloture.faits.items():
        siennes = lignes.get(code, [])
        anru = TotalCloture.de([ligne for ligne in siennes if ligne.suivie.financeur.categorie is Categorie.ANRU])
        est_suivie = code in en_vigueur and not faits.abandonnee
        agregats[code] = Agregat(
            total=TotalCloture.de(siennes),
            anru=anru,
            par_categorie=_par_categorie(siennes),
            logements=_logements(des_logements.get(faits.operation.famille), faits, anru, avancements.get(code)),
            paiements=_attentes(payees.get(code, [])),
            premiers=Attente(sum(premiers.get(code, [])), len(premiers.get(code, []))),
            calendrier=_calendrier(faits, anru, cloture.au) if est_suivie else Calendrier(),
        )
    return agregats


def _par_categorie(lignes: Iterable[LigneCloturee]) -> tuple[int, ...]:
    programmes = dict.fromkeys(CATEGORIES, 0)
    for ligne in lignes:
        programmes[ligne.suivie.financeur.categorie] += ligne.programme
    return tuple(programmes.values())


def _logements(
    devenir: DevenirDesLogements | None,
    faits: FaitsOperation,
    anru: TotalCloture,
    avancement: AvancementPhysique | None,
) -> tuple[Logements, ...]:
    """Les logements d’une opération, à la place de leur devenir."""
    if devenir is None:
        return RIEN.logements
    prevus = Fraction(avancement.prevu) if avancement else Fraction(0)
    siens = Logements(
        prevus=prevus,
        realises=Fraction(avancement.realise) if avancement else Fraction(0),
        cout=faits.cout if prevus else 0,
        anru=anru.concours.programme if prevus else 0,
        sans_quantite=int(not prevus and not faits.abandonnee and faits.cout > 0),
    )
    return tuple(siens if un is devenir else Logements() for un in DEVENIRS)


def _attentes(payees: Iterable[PartDeDemande]) -> tuple[Attente, ...]:
    attentes = dict.fromkeys(PAIEMENTS, Attente())
    for part in payees:
        if part.paiement is not None and part.jours is not None:
            avant = attentes[part.paiement.type]
            jours_peses = avant.jours_peses + part.jours * part.montant
            attentes[part.paiement.type] = Attente(jours_peses, avant.poids + part.montant)
    return tuple(attentes.values())


def _calendrier(faits: FaitsOperation, anru: TotalCloture, au: date) -> Calendrier:
    """En retard : le terme prévu est passé, et l’opération n’est pas achevée."""
    terme = faits.operation.terme_prevu
    if terme is None:
        return Calendrier()
    programme = anru.concours.programme
    est_en_retard = terme < au and not faits.achevee
    return Calendrier(1, int(est_en_retard), programme, programme if est_en_retard else 0)


def _grouper(paires: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groupes: dict[str, list[T]] = {}
    for cle, valeur in paires:
        groupes.setdefault(cle, []).append(valeur)
    return groupes

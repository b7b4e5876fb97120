"""Les délais d’une convention à une date, sous une définition écrite : ce que chacun a attendu, et attend encore.

Ils ne portent que sur les concours (subventions et prêts), et sur les mouvements que rien n’annule en entier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final, TypeVar

from financement.calculs.lignes import LigneSuivie, MouvementSuivi, premier_engagement_actif
from financement.cloture.demande_de_solde import solde_a_demander
from financement.cloture.resultat import Cloture
from financement.delais.appariement import MOUVEMENTS_APPARIES, Appariement, EtatPart, PartDeDemande, apparier
from financement.delais.mesure import MesureDeJours, mesurer
from financement.dossier.nomenclature import TYPES, VERSEMENTS, TypeMouvement
from financement.dossier.plan import CleLigne
from financement.valeurs import validation

__all__ = [
    "TRANCHES",
    "AttenteDesDemandes",
    "Delai",
    "Delais",
    "PremierPaiement",
    "SoldeADemander",
    "SoldesNonDemandes",
    "Tranche",
    "calculer_delais",
]

Cle = TypeVar("Cle")
Valeur = TypeVar("Valeur")


@dataclass(frozen=True, slots=True)
class Tranche:
    """Un âge de demande, en jours, bornes comprises ; ``fin`` vaut ``None`` pour la dernière."""

    debut: int
    fin: int | None

    @property
    def libelle(self) -> str:
        """« 0 à 30 jours », « plus de 180 jours »."""
        return f"plus de {self.debut - 1} jours" if self.fin is None else f"{self.debut} à {self.fin} jours"

    def contient(self, jours: int) -> bool:
        """L’âge est dans la tranche."""
        return self.debut <= jours and (self.fin is None or jours <= self.fin)


TRANCHES: Final = (Tranche(0, 30), Tranche(31, 60), Tranche(61, 90), Tranche(91, 180), Tranche(181, None))
"""Les âges où se rangent les demandes impayées, sans trou ni recouvrement ; un usage de trésorerie (lecture D)."""


@dataclass(frozen=True, slots=True)
class PremierPaiement:
    """Le premier paiement d’une ligne, et l’engagement actif dont il part."""

    cle: CleLigne
    engagement: MouvementSuivi
    paiement: MouvementSuivi

    @property
    def jours(self) -> int:
        """Les jours de l’un à l’autre."""
        return (self.paiement.date - self.engagement.date).days


@dataclass(frozen=True, slots=True)
class Delai:
    """Un délai mesuré : de quel financeur, jusqu’à quel ``type`` de paiement, et sur quelles ``operations``.

    De la demande au paiement, la mesure pèse des centimes ; de l’engagement au premier paiement, des lignes.
    """

    financeur: str
    type: TypeMouvement
    mesure: MesureDeJours
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttenteDesDemandes:
    """Ce qu’un financeur n’a pas payé de ce qu’on lui demande depuis cet âge, en centimes, et les opérations."""

    financeur: str
    tranche: Tranche
    montant: int
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SoldeADemander:
    """Une ligne achevée, le maître d’ouvrage qui n’en a pas demandé le solde, et ce solde en centimes."""

    cle: CleLigne
    maitre_ouvrage: str
    montant: int


@dataclass(frozen=True, slots=True)
class SoldesNonDemandes:
    """Les lignes achevées dont un maître d’ouvrage n’a pas demandé le solde, et leur total en centimes."""

    maitre_ouvrage: str
    montant: int
    lignes: tuple[SoldeADemander, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """Leurs opérations, dans l’ordre du dossier."""
        return _distinctes(ligne.cle.operation for ligne in self.lignes)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Delais:
    """Les délais à la date ``au`` : chaque demande part par part, chaque premier paiement, chaque solde à demander.

    ``financeurs`` : ceux de la convention, dans son ordre ; ``appariements`` : les lignes qui ont une demande, un
    paiement ou leur retour ; ``premiers`` : celles dont le premier paiement suit un engagement daté, ce que n’est pas
    l’engagé réputé ; ``paiements_sans_engagement`` : celles dont le premier paiement n’en suit aucun.
    """

    au: date
    financeurs: tuple[str, ...]
    appariements: tuple[Appariement, ...]
    premiers: tuple[PremierPaiement, ...]
    paiements_sans_engagement: tuple[CleLigne, ...]
    a_demander: tuple[SoldeADemander, ...]

    def __repr__(self) -> str:
        return f"<Délais au {self.au.isoformat()}, lignes : {len(self.appariements)}>"

    @property
    def parts(self) -> tuple[PartDeDemande, ...]:
        """Toutes les parts de demande, ligne par ligne."""
        return tuple(part for ligne in self.appariements for part in ligne.parts)

    def demande_paiement(self) -> tuple[Delai, ...]:
        """De la demande au paiement, pesé par les montants : par financeur et type de paiement, dans leur ordre.

        Les parts reversées n’y pèsent plus ; ce qui est payé sans demande n’y entre pas.
        """
        return self._delais(
            (part.cle, part.paiement.type, part.jours, part.montant)
            for part in self.parts
            if part.etat is EtatPart.PAYEE and part.paiement is not None and part.jours is not None
        )

    def engagement_paiement(self) -> tuple[Delai, ...]:
        """De l’engagement au premier paiement, une ligne comptant pour une : par financeur et type de ce paiement."""
        return self._delais((premier.cle, premier.paiement.type, premier.jours, 1) for premier in self.premiers)

    def _delais(self, jours_peses: Iterable[tuple[CleLigne, TypeMouvement, int, int]]) -> tuple[Delai, ...]:
        groupes = _grouper(
            ((cle.financeur, genre), (cle.operation, jours, poids)) for cle, genre, jours, poids in jours_peses
        )
        delais = []
        for financeur, genre in product(self.financeurs, TYPES):
            siens = groupes.get((financeur, genre), [])
            mesure = mesurer((jours, poids) for _, jours, poids in siens)
            if mesure is not None:
                delais.append(Delai(financeur, genre, mesure, _distinctes(operation for operation, _, _ in siens)))
        return tuple(delais)

    def vieillissement(self) -> tuple[AttenteDesDemandes, ...]:
        """Les demandes impayées, par financeur puis par âge à la date d’arrêté ; les cases nulles n’y sont pas.

        Loi : leur somme est celle des parts impayées.
        """
        impayees = [part for part in self.parts if part.etat is EtatPart.IMPAYEE]
        ages = [(self.au - part.demande.date).days for part in impayees]
        cases = [
            (part.cle.financeur, next(tranche for tranche in TRANCHES if tranche.contient(age)))
            for part, age in zip(impayees, ages, strict=True)
        ]
        groupes = _grouper(zip(cases, impayees, strict=True))
        return tuple(
            AttenteDesDemandes(
                financeur,
                tranche,
                sum(part.montant for part in groupes[financeur, tranche]),
                _distinctes(part.cle.operation for part in groupes[financeur, tranche]),
            )
            for financeur in self.financeurs
            for tranche in TRANCHES
            if (financeur, tranche) in groupes
        )

    def soldes_non_demandes(self) -> tuple[SoldesNonDemandes, ...]:
        """Les soldes à demander, par maître d’ouvrage, du plus gros au plus petit, puis par code."""
        groupes = _grouper((ligne.maitre_ouvrage, ligne) for ligne in self.a_demander)
        soldes = [
            SoldesNonDemandes(maitre_ouvrage, sum(ligne.montant for ligne in lignes), tuple(lignes))
            for maitre_ouvrage, lignes in groupes.items()
        ]
        return tuple(sorted(soldes, key=lambda solde: (-solde.montant, solde.maitre_ouvrage)))


def calculer_delais(cloture: Cloture) -> Delais:
    """Les délais d’une clôture, à sa date ; jours entiers, montants en centimes.

    Source : la définition de :mod:`financement.delais.appariement` et celle du solde non demandé sont notre lecture
    (confiance C) ; les délais que publient l’ANRU et les maîtres d’ouvrage ont chacun la leur (Sénat, r09-514, B).
    """
    validation.exiger("Délais", validation.instance("cloture", cloture, Cloture))
    concours = [ligne for ligne in cloture.lignes if ligne.cle.est_concours]
    paires = [(ligne.suivie, *_premier_paiement(ligne.suivie)) for ligne in concours]
    return Delais(
        au=cloture.au,
        financeurs=cloture.situation.axes.financeurs,
        appariements=tuple(
            apparier(ligne.suivie)
            for ligne in concours
            if any(m.type in MOUVEMENTS_APPARIES for m in ligne.suivie.restants)
        ),
        premiers=tuple(
            PremierPaiement(suivie.cle, engagement, paiement)
            for suivie, engagement, paiement in paires
            if engagement is not None and paiement is not None and engagement.date <= paiement.date
        ),
        paiements_sans_engagement=tuple(
            suivie.cle
            for suivie, engagement, paiement in paires
            if paiement is not None
            and not suivie.est_reputee
            and (engagement is None or engagement.date > paiement.date)
        ),
        a_demander=tuple(
            SoldeADemander(ligne.cle, ligne.faits.operation.maitre_ouvrage, montant)
            for ligne in concours
            if (montant := solde_a_demander(ligne))
        ),
    )


def _premier_paiement(ligne: LigneSuivie) -> tuple[MouvementSuivi | None, MouvementSuivi | None]:
    """L’engagement actif et le premier paiement d’une ligne ; d’un engagé réputé, la date n’est pas connue."""
    engagement = None if ligne.est_reputee else premier_engagement_actif(ligne)
    paiements = [m for m in ligne.restants if m.type in VERSEMENTS]
    # Le même jour, celui qui vient le plus tôt dans la vie d'une subvention : l'ordre du journal est indifférent.
    premier = min(paiements, key=lambda m: (m.date, TYPES.index(m.type)), default=None)
    return engagement, premier


def _grouper(paires: Iterable[tuple[Cle, Valeur]]) -> dict[Cle, list[Valeur]]:
    groupes: dict[Cle, list[Valeur]] = {}
    for cle, valeur in paires:
        groupes.setdefault(cle, []).append(valeur)
    return groupes


def _distinctes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))

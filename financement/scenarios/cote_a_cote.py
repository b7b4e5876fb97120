"""Côte à côte : le dossier tel qu’il est, et ce qu’il devient sous chaque scénario."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from financement.controles.constat import Constat
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute
from financement.scenarios.resultat import Resultat, calculer_resultat
from financement.scenarios.scenario import Scenario
from financement.valeurs import validation

__all__ = ["BASE", "CoteACote", "EcartDeMontant", "EcartDeResultat", "comparer_resultats", "simuler"]

BASE = "Base"
"""Le nom du dossier tel qu’il est."""


@dataclass(frozen=True, slots=True)
class EcartDeMontant:
    """Un montant de base et le même sous le scénario, en centimes."""

    base: int
    montant: int

    @property
    def ecart(self) -> int:
        """Scénario − base."""
        return self.montant - self.base


@dataclass(frozen=True, slots=True)
class EcartDeResultat:
    """Ce qui change d’un résultat à un autre, montants en centimes, clés dans l’ordre du premier puis du second.

    ``concours`` et ``autofinancement`` à la clôture, par financeur ; ``restes_a_charge`` et ``besoins`` de trésorerie à
    venir, par maître d’ouvrage ; constats ``apparus`` et ``disparus``.
    """

    concours: dict[str, EcartDeMontant]
    autofinancement: dict[str, EcartDeMontant]
    restes_a_charge: dict[str, EcartDeMontant]
    besoins: dict[str, EcartDeMontant]
    apparus: tuple[Constat, ...]
    disparus: tuple[Constat, ...]


@dataclass(frozen=True, slots=True)
class CoteACote:
    """La ``base``, chaque scénario, son résultat et ce qui le sépare de la base, dans l’ordre du fichier."""

    au: date
    base: Resultat
    scenarios: tuple[Scenario, ...]
    resultats: tuple[Resultat, ...]
    ecarts: tuple[EcartDeResultat, ...]


def simuler(projet: Projet, scenarios: Sequence[Scenario], *, au: date) -> CoteACote:
    """Le projet et chaque scénario, clos à la date ``au`` ; chaque clôture est celle du dossier modifié.

    Lève :class:`DossierRefuse` avec les fautes de tous les scénarios qui ne peuvent pas s’appliquer.
    """
    validation.exiger("Simulation", validation.instance("projet", projet, Projet), validation.jour("au", au))
    supposes: list[Projet] = []
    fautes: list[Faute] = []
    for scenario in scenarios:
        try:
            supposes.append(scenario.appliquer(projet, au=au))
        except DossierRefuse as refus:
            fautes.extend(refus.fautes)
    if fautes:
        raise DossierRefuse(fautes)
    base = calculer_resultat(projet, au=au, nom=BASE)
    resultats = tuple(
        calculer_resultat(suppose, au=au, nom=scenario.nom)
        for scenario, suppose in zip(scenarios, supposes, strict=True)
    )
    ecarts = tuple(comparer_resultats(base, resultat) for resultat in resultats)
    return CoteACote(au, base, tuple(scenarios), resultats, ecarts)


def comparer_resultats(base: Resultat, resultat: Resultat) -> EcartDeResultat:
    """Ce qui change d’un résultat à un autre.

    Deux constats sont le même s’ils ont code, opération et financeur : leurs montants peuvent changer.
    """
    avant, apres = base.cloture.par_financeur(), resultat.cloture.par_financeur()
    return EcartDeResultat(
        concours=_ecarts(
            {code: total.concours.montant_cloture for code, total in avant.items()},
            {code: total.concours.montant_cloture for code, total in apres.items()},
        ),
        autofinancement=_ecarts(
            {code: total.autofinancement.montant_cloture for code, total in avant.items()},
            {code: total.autofinancement.montant_cloture for code, total in apres.items()},
        ),
        restes_a_charge=_ecarts(
            {nom: reste.montant for nom, reste in base.restes_a_charge.items()},
            {nom: reste.montant for nom, reste in resultat.restes_a_charge.items()},
        ),
        besoins=_ecarts(
            {nom: base.besoin(nom) for nom in base.tresorerie},
            {nom: resultat.besoin(nom) for nom in resultat.tresorerie},
        ),
        apparus=_en_plus(resultat.constats, base.constats),
        disparus=_en_plus(base.constats, resultat.constats),
    )


def _ecarts(avant: dict[str, int], apres: dict[str, int]) -> dict[str, EcartDeMontant]:
    return {cle: EcartDeMontant(avant.get(cle, 0), apres.get(cle, 0)) for cle in dict.fromkeys((*avant, *apres))}


def _en_plus(constats: Iterable[Constat], autres: Iterable[Constat]) -> tuple[Constat, ...]:
    """Les constats qui ne sont pas parmi les ``autres``, autant de fois qu’ils y manquent."""
    presents = Counter(map(_identite, autres))
    en_plus = []
    for constat in constats:
        if presents[_identite(constat)]:
            presents[_identite(constat)] -= 1
        else:
            en_plus.append(constat)
    return tuple(en_plus)


def _identite(constat: Constat) -> tuple[str, str | None, str | None]:
    return constat.code, constat.operation, constat.financeur

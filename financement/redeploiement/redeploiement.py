"""Le redéploiement des économies d’un financeur : ce qu’il vaut, ses mouvements, ce qui le limite ou l’empêche."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Final

from financement.cloture.resultat import Cloture, calculer_cloture
from financement.dossier.nomenclature import UniteMontants
from financement.dossier.projet import Projet
from financement.redeploiement.besoins import BesoinDeCredits, DemandeDeRedeploiement, PasDeRedeploiement
from financement.redeploiement.blocage import ensemble_de_blocage
from financement.redeploiement.deplacements import Deplacement, deplacements
from financement.redeploiement.economies import EconomieEcartee, trier_les_economies
from financement.redeploiement.etat_du_besoin import EtatDuBesoin, etats_des_besoins
from financement.redeploiement.limites import poser_le_probleme
from financement.redeploiement.optimum import Optimum, gain, optimiser
from financement.redeploiement.probleme import AuMoins, AuPlus, LimiteDeRedeploiement, Probleme
from financement.redeploiement.solveur import EFFORT, StatutReponse
from financement.redeploiement.verification import ecarts_aux_regles
from financement.valeurs import validation

__all__ = ["BesoinServi", "LimiteActive", "Redeploiement", "RedeploiementFaux", "redeployer"]


_GAINS_AU_PLUS: Final = 100
"""Chaque gain est un optimum de plus à prouver ; une personne en lit quelques-uns."""


class RedeploiementFaux(Exception):
    """Une solution du solveur n’a pas passé la vérification en entiers : un défaut de la bibliothèque."""


@dataclass(frozen=True, slots=True)
class BesoinServi:
    """Ce que reçoit un besoin, en centimes, et ce que le financeur y met en tout."""

    besoin: BesoinDeCredits
    recu: int
    apres: int


@dataclass(frozen=True, slots=True)
class LimiteActive:
    """Une limite atteinte ; ``gain`` : ce que vaudrait de plus l’optimum sans elle seule, ``None`` si ce n’est pas sûr.

    Deux limites égales sur le même besoin ont chacune un gain nul : il faudrait lever les deux.
    """

    limite: LimiteDeRedeploiement
    gain: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeploiement:
    """Le meilleur emploi des économies, montants en centimes.

    ``statut`` : optimal (prouvé), borne (une solution et ce qu’aucune ne dépasse) ou impossible (prouvé). ``valeur`` :
    Σ priorité × centimes reçus, ``None`` sans solution ; ``borne`` : aucune solution ne vaut plus. ``blocage`` : les
    limites qui, à elles seules, rendent la demande impossible, aucune n’étant de trop.
    """

    cloture: Cloture = field(repr=False)
    demande: DemandeDeRedeploiement = field(repr=False)
    pas: PasDeRedeploiement
    jour: date
    statut: StatutReponse
    valeur: Fraction | None
    borne: Fraction
    mouvements: tuple[Deplacement, ...] = ()
    servis: tuple[BesoinServi, ...] = ()
    economies: int = 0
    economies_ecartees: tuple[EconomieEcartee, ...] = ()
    contraintes_actives: tuple[LimiteActive, ...] = ()
    blocage: tuple[LimiteDeRedeploiement, ...] = ()

    @property
    def employe(self) -> int:
        """Ce que les mouvements emploient."""
        return sum(mouvement.montant for mouvement in self.mouvements)

    @property
    def rendu(self) -> int:
        """Ce qui reste des économies, rendu au financeur."""
        return self.economies - self.employe


def redeployer(
    projet: Projet, besoins: DemandeDeRedeploiement, *, au: date, signature: date | None = None, effort: int = EFFORT
) -> Redeploiement:
    """Le meilleur emploi des économies que constate la clôture à la date ``au``, en entiers exacts.

    ``signature`` : date de l’avenant qui le porterait, par défaut ``au``. ``effort`` : temps déterministe d’une
    résolution, au-delà duquel l’optimum n’est que borné. Lève :class:`ValeurImpossible` avec toutes les fautes de la
    demande, :class:`SolveurAbsent` si OR-tools n’est pas installé. Sources : montants de clôture (lecture C),
    fongibilité (confiance B), plafonds du décret n° 2004-1005 (A) ; celles de :mod:`financement.redeploiement.limites`.
    """
    validation.exiger(
        "Redéploiement",
        validation.instance("projet", projet, Projet),
        validation.instance("besoins", besoins, DemandeDeRedeploiement),
        validation.jour("au", au),
        validation.jour_facultatif("signature", signature),
        validation.entier("effort", effort, 1, 1_000_000_000),
    )
    cloture = calculer_cloture(projet, au=au, version=projet.convention.version_au(au))
    pas = _pas(projet, besoins)
    etats = etats_des_besoins(cloture, besoins)
    reprises, ecartees = trier_les_economies(cloture, besoins, pas)
    jour = au if signature is None else max(au, signature)
    probleme = poser_le_probleme(cloture, besoins, etats, reprises, pas=pas, jour=jour)
    optimum = optimiser(probleme, effort=effort)
    impossible = optimum.statut is StatutReponse.IMPOSSIBLE
    constat = Redeploiement(
        cloture=cloture,
        demande=besoins,
        pas=pas,
        jour=jour,
        statut=optimum.statut,
        valeur=None,
        borne=optimum.borne * pas.centimes,
        economies=sum(source.disponible for source in reprises) * pas.centimes,
        economies_ecartees=ecartees,
        blocage=ensemble_de_blocage(probleme, effort=effort) if impossible else (),
    )
    if optimum.parts is None:
        return constat
    mouvements = deplacements(besoins, etats, reprises, optimum.parts, pas=pas)
    if ecarts := ecarts_aux_regles(cloture, besoins, mouvements, pas=pas, jour=jour):
        raise RedeploiementFaux(" ; ".join(ecarts))
    return replace(
        constat,
        valeur=optimum.valeur * pas.centimes,
        mouvements=mouvements,
        servis=_servis(etats, optimum.parts, pas),
        contraintes_actives=tuple(_actives(probleme, optimum, pas, effort)),
    )


def _servis(
    etats: tuple[EtatDuBesoin, ...], parts: tuple[int, ...], pas: PasDeRedeploiement
) -> tuple[BesoinServi, ...]:
    return tuple(
        BesoinServi(etat.besoin, part * pas.centimes, etat.deja + part * pas.centimes)
        for etat, part in zip(etats, parts, strict=True)
    )


def _actives(probleme: Probleme, optimum: Optimum, pas: PasDeRedeploiement, effort: int) -> Iterator[LimiteActive]:
    """Les limites atteintes : d’une somme, à égalité ; d’un choix, si la lever rapporte.

    Les premiers gains seuls sont cherchés, et tant qu’ils se prouvent.
    """
    parts, prouve = optimum.parts or (), optimum.statut is StatutReponse.OPTIMAL
    cherches = 0
    for limite in probleme.limites:
        match limite.relation:
            case AuPlus(besoins=rangs, borne=borne) | AuMoins(besoins=rangs, borne=borne):
                est_somme = True
                if sum(parts[rang] for rang in rangs) != borne:
                    continue
            case _:
                est_somme = False
        en_plus = gain(probleme, limite, optimum.valeur, effort=effort) if prouve else None
        cherches += 1
        prouve = en_plus is not None and cherches < _GAINS_AU_PLUS
        if est_somme or en_plus:
            yield LimiteActive(limite, None if en_plus is None else en_plus * pas.centimes)


def _pas(projet: Projet, besoins: DemandeDeRedeploiement) -> PasDeRedeploiement:
    if besoins.pas is not None:
        return besoins.pas
    return PasDeRedeploiement.EURO if projet.convention.unite is UniteMontants.EURO else PasDeRedeploiement.CENTIME

"""Le calendrier change : des opérations prennent du retard, une date limite se déplace.

Un retard qui fait démarrer une opération après la date limite d’engagement fait perdre à l’ANRU ce qui n’est pas
engagé : une ligne à engager n’est retenue que si elle peut l’être avant cette date (lecture C).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from financement.cloture.etat import EtatLigne
from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import Cloture, LigneCloturee, calculer_cloture
from financement.dossier.nomenclature import Categorie
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute, ValeurImpossible
from financement.fautes.provenance import INCONNUE, Provenance
from financement.scenarios.edition import avec_operations, avec_plan, modifiee, tableau_en_vigueur
from financement.scenarios.hypothese import TOUT, dire_la_cible, impossible, visees_en_cours
from financement.selection import Selection
from financement.valeurs.dates import ANNEE_MAXIMALE, Semestre, afficher_date

__all__ = [
    "ChangementDeLimite",
    "Limite",
    "Retard",
    "a_demarre",
    "demarrage_prevu",
    "lignes_a_perdre",
    "lignes_par_operation",
    "retarder",
]

_DEMARRES = frozenset({EtatLigne.SOLDEE, EtatLigne.ACHEVEE, EtatLigne.EN_COURS})
_DERNIER = Semestre(ANNEE_MAXIMALE, 2)


def _premier_semestre(au: date) -> Semestre:
    """Le premier semestre prévisible : celui du lendemain de la date d’arrêté."""
    return Semestre.de(min(au + timedelta(days=1), _DERNIER.dernier_jour))


def a_demarre(faits: FaitsOperation, lignes: Iterable[LigneCloturee]) -> bool:
    """L’opération a démarré : une dépense, ou un versement sur une ligne engagée."""
    return faits.depense is not None or any(ligne.etat in _DEMARRES for ligne in lignes)


def demarrage_prevu(faits: FaitsOperation, au: date) -> Semestre:
    """Le semestre où démarre une opération qui ne l’a pas fait : celui qui est prévu, sinon le premier à venir."""
    premier = _premier_semestre(au)
    return max(premier, faits.operation.debut or premier)


def lignes_a_perdre(lignes: Iterable[LigneCloturee]) -> tuple[LigneCloturee, ...]:
    """Les lignes programmées de l’ANRU, hors résidu, dont rien n’est engagé : un retard peut les faire perdre."""
    return tuple(
        ligne
        for ligne in lignes
        if ligne.suivie.financeur.categorie is Categorie.ANRU and ligne.etat is EtatLigne.A_ENGAGER and ligne.programme
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Retard:
    """Les opérations visées prennent ``semestres`` de retard : à démarrer, tout se décale ; démarrées, leur fin.

    Ce que l’ANRU n’a pas engagé d’une opération à démarrer est perdu si le premier jour du semestre où elle
    démarrerait passe la date limite d’engagement (lecture C) : sa ligne de plan tombe à zéro.
    """

    semestres: int
    cible: Selection = TOUT
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        return f"retard de {self.semestres} semestre{'s' if self.semestres > 1 else ''}"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return dire_la_cible(self.cible)

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, les opérations visées en retard."""
        cloture = calculer_cloture(projet, au=au)
        visees = visees_en_cours(cloture, self.cible, self.provenance)
        return retarder(cloture, {faits.operation.code: self.semestres for faits in visees}, self.provenance)


def retarder(cloture: Cloture, retards: Mapping[str, int], lieu: Provenance) -> Projet:
    """Le projet de la clôture, où chaque opération en cours désignée prend tant de semestres de retard.

    Lève :class:`DossierRefuse` si un retard mène au-delà des dates que connaît la bibliothèque.
    """
    projet, au = cloture.projet, cloture.au
    lignes = lignes_par_operation(cloture)
    limite = cloture.situation.tableau.date_limite_engagement
    champs: dict[str, dict[str, Any]] = {}
    perdues: dict[CleLigne, int] = {}
    for code, semestres in retards.items():
        faits, siennes = cloture.faits[code], lignes.get(code, ())
        if not semestres:
            continue
        try:
            champs[code] = _calendrier(faits, siennes, semestres, au)
            demarrage = demarrage_prevu(faits, au).plus(semestres)
        except ValeurImpossible:
            raise DossierRefuse([_trop_loin(semestres, lieu)]) from None
        if not a_demarre(faits, siennes) and demarrage.premier_jour > limite:
            perdues |= {ligne.cle: 0 for ligne in lignes_a_perdre(siennes)}
    retarde = avec_operations(projet, au, champs, lieu) if champs else projet
    return avec_plan(retarde, au, perdues, lieu) if perdues else retarde


def _calendrier(faits: FaitsOperation, lignes: Iterable[LigneCloturee], semestres: int, au: date) -> dict[str, Any]:
    """Ce qui change du calendrier d’une opération ; un terme déjà passé est celui du premier semestre à venir."""
    operation, premier = faits.operation, _premier_semestre(au)
    if not a_demarre(faits, lignes):
        debut = demarrage_prevu(faits, au).plus(semestres)
        if operation.achevement is None:
            return {"debut": debut}
        fin = max(premier, Semestre.de(operation.achevement)).plus(semestres)
        return {"debut": debut, "achevement": fin.dernier_jour}
    terme = operation.achevement or operation.terme_prevu or premier.dernier_jour
    return {"achevement": max(premier, Semestre.de(terme)).plus(semestres).dernier_jour}


def lignes_par_operation(cloture: Cloture) -> dict[str, tuple[LigneCloturee, ...]]:
    """Les lignes closes de chaque opération qui en a."""
    lignes: dict[str, list[LigneCloturee]] = {}
    for ligne in cloture.lignes:
        lignes.setdefault(ligne.cle.operation, []).append(ligne)
    return {code: tuple(siennes) for code, siennes in lignes.items()}


def _trop_loin(semestres: int, lieu: Provenance) -> Faute:
    return impossible(
        lieu,
        f"Un retard de {semestres} semestres mène au-delà de {ANNEE_MAXIMALE}",
        "Donner un retard plus court.",
    )


class Limite(StrEnum):
    """Laquelle des deux dates limites de la convention."""

    ENGAGEMENT = "engagement"
    SOLDE = "solde"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangementDeLimite:
    """La date limite d’engagement, ou de solde, en vigueur devient ``jour``."""

    limite: Limite
    jour: date
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose."""
        de = "d’engagement" if self.limite is Limite.ENGAGEMENT else "de solde"
        return f"date limite {de} portée au {afficher_date(self.jour)}"

    @property
    def portee(self) -> str:
        """Sur quoi elle porte."""
        return "la convention"

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet, la date inscrite à l’acte en vigueur à la date ``au`` : la convention, ou son dernier avenant."""
        convention, version = projet.convention, tableau_en_vigueur(projet, au).version
        if not version:
            return replace(projet, convention=replace(convention, **self._champs(convention.provenance)))
        avenants = tuple(
            replace(avenant, **self._champs(avenant.provenance)) if avenant.numero == version else avenant
            for avenant in convention.avenants
        )
        return replace(projet, convention=replace(convention, avenants=avenants))

    def _champs(self, acte: Provenance) -> dict[str, Any]:
        """Ce qui change de l’acte lu à ce lieu."""
        champ = f"date_limite_{self.limite}"
        return {champ: self.jour, "provenance": modifiee(acte, self.provenance, [champ])}

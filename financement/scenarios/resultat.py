"""Ce qu’un projet devient sous un scénario : sa clôture, ses constats, la trésorerie de chaque maître d’ouvrage.

Le reste à charge d’un maître d’ouvrage est ce qu’aucun autre ne lui donne : coût final (d’une opération abandonnée, ce
qui en est déjà dépensé), moins les subventions, et moins les fonds propres d’autrui. Un prêt, qu’il rembourse, y reste
(lecture C).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from financement.calculs.situation import calculer_situation
from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import Cloture
from financement.controles.constat import Constats
from financement.controles.contexte import preparer
from financement.controles.registre import controler_contexte
from financement.dossier.nomenclature import Nature
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.echeancier import (
    BesoinTresorerie,
    Echeancier,
    FluxSemestriel,
    besoins_de_tresorerie,
    calculer_echeancier,
)
from financement.valeurs import validation

__all__ = ["ResteACharge", "Resultat", "calculer_resultat", "cout_porte", "est_a_la_charge_d_autrui", "restes_a_charge"]


@dataclass(frozen=True, slots=True)
class ResteACharge:
    """Ce qu’un maître d’ouvrage porte lui-même, en centimes : ``montant``, dont ``prets`` qu’il rembourse."""

    cout: int
    aides: int
    prets: int

    @property
    def montant(self) -> int:
        """Coût porté, moins ce que d’autres donnent."""
        return self.cout - self.aides


def cout_porte(faits: FaitsOperation) -> int:
    """Ce que coûte une opération à son maître d’ouvrage : son coût final ; abandonnée, ce qui en est dépensé."""
    return (faits.depense or 0) if faits.abandonnee else faits.cout_final


def est_a_la_charge_d_autrui(cle: CleLigne, maitre_ouvrage: str) -> bool:
    """La ligne allège le maître d’ouvrage : ni un prêt, ni ses propres fonds."""
    return cle.nature is not Nature.PRET and cle.financeur != maitre_ouvrage


def restes_a_charge(cloture: Cloture) -> dict[str, ResteACharge]:
    """Le reste à charge de chaque maître d’ouvrage d’une opération au tableau ou qui a une ligne, dans leur ordre."""
    presentes = {operation.code for operation in cloture.situation.tableau.operations}
    presentes |= {ligne.cle.operation for ligne in cloture.lignes}
    sommes: dict[str, list[int]] = {}
    for code, faits in cloture.faits.items():
        if code in presentes:
            sommes.setdefault(faits.operation.maitre_ouvrage, [0, 0, 0])[0] += cout_porte(faits)
    for ligne in cloture.lignes:
        somme = sommes[ligne.faits.operation.maitre_ouvrage]
        if est_a_la_charge_d_autrui(ligne.cle, ligne.faits.operation.maitre_ouvrage):
            somme[1] += ligne.montant_cloture
        elif ligne.cle.nature is Nature.PRET:
            somme[2] += ligne.montant_cloture
    return {maitre_ouvrage: ResteACharge(*somme) for maitre_ouvrage, somme in sommes.items()}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Resultat:
    """Un projet clos : ``nom`` du scénario, clôture, constats, échéancier, restes à charge et trésorerie."""

    nom: str
    cloture: Cloture
    constats: Constats
    echeancier: Echeancier
    restes_a_charge: Mapping[str, ResteACharge]
    tresorerie: Mapping[str, BesoinTresorerie]

    def __repr__(self) -> str:
        return f"<Résultat « {self.nom} » : {self.cloture!r}>"

    @property
    def projet(self) -> Projet:
        """Le projet sous le scénario."""
        return self.cloture.projet

    def pointe(self, maitre_ouvrage: str) -> FluxSemestriel | None:
        """Le plus fort découvert à venir d’un maître d’ouvrage, s’il en a un : le passé n’est plus à préfinancer."""
        besoin = self.tresorerie.get(maitre_ouvrage)
        return None if besoin is None else besoin.pointe_depuis(self.cloture.au)

    def besoin(self, maitre_ouvrage: str) -> int:
        """Ce découvert, à préfinancer, en centimes ; zéro s’il n’y en a pas."""
        pointe = self.pointe(maitre_ouvrage)
        return 0 if pointe is None else -pointe.tresorerie


def calculer_resultat(projet: Projet, *, au: date, nom: str, version: int | None = None) -> Resultat:
    """Ce que devient le projet à la date ``au`` ; sa clôture est celle de :func:`calculer_cloture`."""
    validation.exiger("Résultat", validation.instance("projet", projet, Projet), validation.jour("au", au))
    contexte = preparer(calculer_situation(projet, au=au, version=version))
    echeancier = calculer_echeancier(contexte.cloture)
    return Resultat(
        nom=nom,
        cloture=contexte.cloture,
        constats=controler_contexte(contexte),
        echeancier=echeancier,
        restes_a_charge=restes_a_charge(contexte.cloture),
        tresorerie={besoin.maitre_ouvrage: besoin for besoin in besoins_de_tresorerie(echeancier)},
    )

"""Le modèle d’un tirage : les opérations qui varient, les lois dont elles tirent, et ce que l’on en somme.

Rien que des entiers et des lois : il se passe d’un processus à un autre, et un lot de tirages ne dépend que de ses
rangs et de la graine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import groupby
from typing import Final

import numpy as np

from financement.aleas.alea import Alea, PorteSur, UniteDAlea
from financement.aleas.operation import JAMAIS, OperationTiree, preparer_operation, semestres_avant
from financement.aleas.reproductible import Reels, en_reel, normale, quantile_normal
from financement.aleas.uniformes import uniformes
from financement.calculs.grille import Entiers
from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import Cloture
from financement.dossier.nomenclature import Nature
from financement.dossier.operation import DUREE_MAXIMALE
from financement.dossier.regles import reglement_du_projet
from financement.echeancier.calendrier import calendrier_prevu
from financement.fautes.faute import DossierRefuse, Faute
from financement.scenarios.hypothese import impossible, visees_en_cours
from financement.scenarios.resultat import cout_porte, est_a_la_charge_d_autrui, restes_a_charge
from financement.valeurs.montants import MONTANT_MAXIMAL

__all__ = ["CLOTURE", "CONCOURS", "PERDUE", "RESTE", "Entree", "Grandeur", "Lot", "Modele", "preparer_modele"]


@dataclass(frozen=True, slots=True)
class Grandeur:
    """Une grandeur de chaque tirage, en centimes : son nom, et de quel financeur ou maître d’ouvrage (vide : total)."""

    nom: str
    cle: str


@dataclass(frozen=True, slots=True)
class Entree:
    """Ce qu’un tirage tire : le coût ou le retard d’une opération, selon un aléa."""

    operation: str
    alea: Alea


@dataclass(frozen=True, slots=True, eq=False)
class Lot:
    """Des tirages qui se suivent : une rangée chacun. ``couts`` en centimes, ``retards`` en semestres.

    ``grandeurs`` en centimes, ``depassees`` : par opération, si l’engagement, puis la demande de solde, vient après sa
    date limite.
    """

    couts: Entiers
    retards: Entiers
    grandeurs: Entiers
    depassees: Entiers


@dataclass(frozen=True, slots=True)
class _Ligne:
    """Où se somme une ligne tirée : son financeur, son maître d’ouvrage, et ce qu’elle est."""

    financeur: int
    maitre_ouvrage: int
    est_concours: bool
    est_subvention: bool
    est_une_aide: bool
    base: int


@dataclass(frozen=True, slots=True)
class _Operation:
    tiree: OperationTiree
    lignes: tuple[_Ligne, ...]
    maitre_ouvrage: int
    cout_porte: int
    engagement_depasse_des: int
    solde_depasse_des: int


CONCOURS: Final = "concours"
CLOTURE: Final = "montant_cloture"
RESTE: Final = "reste_a_charge"
PERDUE: Final = "subvention_perdue"


@dataclass(frozen=True, slots=True)
class Modele:
    """Ce qu’il faut pour tirer : opérations en cours, entrées, et la base de chaque somme, en centimes."""

    operations: tuple[_Operation, ...]
    entrees: tuple[Entree, ...]
    financeurs: tuple[str, ...]
    maitres_ouvrage: tuple[str, ...]
    base: tuple[int, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Les opérations en cours, celles qu’un tirage peut faire varier."""
        return tuple(operation.tiree.code for operation in self.operations)

    @property
    def grandeurs(self) -> tuple[Grandeur, ...]:
        """Les grandeurs, dans l’ordre des colonnes d’un lot ; le total de chacune suit ses parts."""
        par_financeur = (Grandeur(nom, cle) for nom in (CLOTURE, CONCOURS, PERDUE) for cle in (*self.financeurs, ""))
        return (*par_financeur, *(Grandeur(RESTE, cle) for cle in (*self.maitres_ouvrage, "")))

    def tirer(self, graine: int, premier: int, nombre: int) -> Lot:
        """Les tirages de rangs ``premier`` à ``premier`` + ``nombre`` − 1."""
        couts = np.tile(np.array([o.tiree.cout for o in self.operations], dtype=np.int64), (nombre, 1))
        retards = np.zeros_like(couts)
        hasard = uniformes(graine, premier, nombre, len(self.entrees) + 1)
        commun = quantile_normal(hasard[:, 0])
        rangs = {code: rang for rang, code in enumerate(self.codes)}
        for place, entree in enumerate(self.entrees, 1):
            rang = rangs[entree.operation]
            u = _correler(hasard[:, place], commun, entree.alea.facteur_commun)
            valeurs = entree.alea.loi.quantile(u)
            if entree.alea.porte_sur is PorteSur.RETARD:
                retards[:, rang] = np.clip(np.floor(valeurs + 0.5), 0, DUREE_MAXIMALE).astype(np.int64)
            else:
                couts[:, rang] = _couts(couts[:, rang], valeurs, entree.alea.unite)
        return self._clore(couts, retards)

    def _clore(self, couts: Entiers, retards: Entiers) -> Lot:
        """La clôture de chaque tirage, sommée par financeur et par maître d’ouvrage."""
        nombre, colonnes = couts.shape[0], len(self.financeurs) + 1
        sommes = np.tile(np.array(self.base, dtype=np.int64), (nombre, 1))
        clotures, concours, perdues, restes = np.split(sommes, [colonnes, 2 * colonnes, 3 * colonnes], axis=1)
        depassees = np.zeros((nombre, 2 * len(self.operations)), dtype=np.int64)
        for rang, operation in enumerate(self.operations):
            montants = operation.tiree.montants(couts[:, rang], retards[:, rang])
            restes[:, operation.maitre_ouvrage] += couts[:, rang] - operation.cout_porte
            for place, ligne in enumerate(operation.lignes):
                ecart = montants[:, place] - ligne.base
                clotures[:, ligne.financeur] += ecart
                if ligne.est_concours:
                    concours[:, ligne.financeur] += ecart
                if ligne.est_subvention:
                    perdues[:, ligne.financeur] += np.maximum(-ecart, 0)
                if ligne.est_une_aide:
                    restes[:, ligne.maitre_ouvrage] -= ecart
            depassees[:, 2 * rang] = retards[:, rang] >= operation.engagement_depasse_des
            depassees[:, 2 * rang + 1] = retards[:, rang] >= operation.solde_depasse_des
        for parts in (clotures, concours, perdues, restes):
            parts[:, -1] = parts[:, :-1].sum(axis=1, dtype=np.int64)
        return Lot(couts, retards, np.concatenate([clotures, concours, perdues, restes], axis=1), depassees)


def _correler(u: Reels, commun: Reels, part: Fraction) -> Reels:
    """La probabilité d’une copule normale : la racine de la part commune, celle du reste pour la sienne."""
    if not part:
        return u
    z = np.sqrt(en_reel(part)) * commun + np.sqrt(en_reel(1 - part)) * quantile_normal(u)
    # Jamais zéro ni un : un quantile y serait infini.
    return np.clip(normale(z), 2.0**-54, 1.0 - 2.0**-53)


def _couts(connus: Entiers, valeurs: Reels, unite: UniteDAlea) -> Entiers:
    """Le coût tiré, au centime, la moitié loin de zéro, borné à ce qu’un dossier admet."""
    if unite is UniteDAlea.MONTANT:
        tires = connus.astype(np.float64) + valeurs
    else:
        tires = connus.astype(np.float64) * (1.0 + valeurs)
    return np.clip(np.floor(tires + 0.5), 0, MONTANT_MAXIMAL).astype(np.int64)


def preparer_modele(cloture: Cloture, aleas: Sequence[Alea]) -> Modele:
    """Le modèle d’une clôture et de ses aléas.

    Lève :class:`DossierRefuse` avec toutes les fautes : un aléa qui ne vise rien, deux aléas de même sorte sur une même
    opération.
    """
    fautes: list[Faute] = []
    entrees: dict[tuple[str, PorteSur], Entree] = {}
    for alea in aleas:
        try:
            visees = visees_en_cours(cloture, alea.cible, alea.provenance)
        except DossierRefuse as refus:
            fautes.extend(refus.fautes)
            continue
        for faits in visees:
            cle = faits.operation.code, alea.porte_sur
            if cle in entrees:
                fautes.append(
                    impossible(
                        alea.provenance,
                        f"Deux aléas de {alea.porte_sur} visent {faits.operation.code}",
                        "N’en garder qu’un : leur cible ne doit avoir aucune opération en commun.",
                    )
                )
            entrees[cle] = Entree(faits.operation.code, alea)
    if fautes:
        raise DossierRefuse(fautes)
    financeurs = cloture.situation.axes.financeurs
    restes = {nom: reste.montant for nom, reste in restes_a_charge(cloture).items()}
    totaux = cloture.par_financeur()
    clotures = [totaux[code].montant_cloture for code in financeurs]
    concours = [totaux[code].concours.montant_cloture for code in financeurs]
    en_cours = {entree.operation for entree in entrees.values()}
    return Modele(
        operations=tuple(_operations(cloture, en_cours, financeurs, tuple(restes))),
        entrees=tuple(entrees.values()),
        financeurs=financeurs,
        maitres_ouvrage=tuple(restes),
        base=(*clotures, sum(clotures), *concours, sum(concours), *[0] * (len(financeurs) + 1), *restes.values(), 0),
    )


def _operations(
    cloture: Cloture, en_cours: set[str], financeurs: Sequence[str], maitres_ouvrage: Sequence[str]
) -> list[_Operation]:
    """Les opérations tirées, dans l’ordre du dossier, avec la place de chacune de leurs lignes."""
    tableau = cloture.situation.tableau
    lignes = {code: tuple(groupe) for code, groupe in groupby(cloture.lignes, key=lambda ligne: ligne.cle.operation)}
    operations = []
    for code in (operation.code for operation in tableau.operations if operation.code in en_cours):
        faits, siennes = cloture.faits[code], lignes.get(code, ())
        proprietaire = faits.operation.maitre_ouvrage
        tiree = preparer_operation(faits, siennes, cloture.au, tableau.date_limite_engagement)
        operations.append(
            _Operation(
                tiree=tiree,
                lignes=tuple(
                    _Ligne(
                        financeur=financeurs.index(ligne.cle.financeur),
                        maitre_ouvrage=maitres_ouvrage.index(proprietaire),
                        est_concours=ligne.cle.est_concours,
                        est_subvention=ligne.cle.nature is Nature.SUBVENTION,
                        est_une_aide=est_a_la_charge_d_autrui(ligne.cle, proprietaire),
                        base=ligne.montant_cloture,
                    )
                    for ligne in siennes
                ),
                maitre_ouvrage=maitres_ouvrage.index(proprietaire),
                cout_porte=cout_porte(faits),
                engagement_depasse_des=min((ligne.perdue_des for ligne in tiree.lignes), default=JAMAIS),
                solde_depasse_des=_solde_depasse_des(cloture, faits),
            )
        )
    return operations


def _solde_depasse_des(cloture: Cloture, faits: FaitsOperation) -> int:
    """Le plus petit retard, en semestres, qui fait finir l’opération après la date limite de solde."""
    tableau = cloture.situation.tableau
    if tableau.date_limite_solde is None:
        return JAMAIS
    travaux = calendrier_prevu(faits, tableau, reglement_du_projet(cloture.projet), cloture.au).travaux
    if not travaux:
        return JAMAIS
    lendemain = travaux[-1].dernier_jour + timedelta(days=1)
    return semestres_avant(lendemain, tableau.date_limite_solde + timedelta(days=1))

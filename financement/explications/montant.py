"""Explication du montant de clôture : l’état, la règle, puis la base et le taux, ou ce qui fait foi."""

from collections.abc import Iterator
from typing import Final

from financement.cloture.montant import Fondement, PartRecalculee
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import LIBELLES_TYPES, Categorie, RegleCloture
from financement.explications.annulations import mention
from financement.explications.etat import etapes_de_l_etat
from financement.explications.figure import Etape
from financement.explications.motif import plafond_de_la_ligne
from financement.explications.residu import etapes_du_residu
from financement.explications.sources import LECTURE, TABLEAU, Sources, source_du_cout
from financement.fautes.provenance import INCONNUE
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant
from financement.valeurs.taux import afficher_taux

__all__ = ["etapes_du_montant"]

_ARRONDI: Final = "arrondi au centime, demi-centime loin de zéro : lecture C"
_FAIT_FOI: Final = {
    Fondement.ABANDON: ("opération abandonnée, rien n’est dû", "opération abandonnée : zéro"),
    Fondement.FORCLUSION: ("subvention perdue", "rien d’engagé à la date limite d’engagement : zéro"),
    Fondement.PAYE: ("montant payé, expliqué plus haut", "ligne soldée sans coût définitif : le payé, au moins zéro"),
    Fondement.ENGAGE: ("montant engagé, expliqué plus haut", "l’engagé"),
    Fondement.PROGRAMME: ("montant programmé, expliqué plus haut", "le programmé, sans engagement"),
}


def etapes_du_montant(sources: Sources, ligne: LigneCloturee) -> Iterator[Etape]:
    """Les étapes du montant de clôture ; la somme de leurs montants le redonne."""
    yield from etapes_de_l_etat(sources, ligne)
    calcul = ligne.calcul
    if calcul.fondement == Fondement.RESIDU:
        yield from etapes_du_residu(sources, ligne)
    elif calcul.part is None:
        yield from _etapes_sans_recalcul(ligne)
    else:
        yield from _etapes_de_la_base(sources, ligne)
        yield from _etapes_de_la_part(sources, ligne, calcul.part)


def _etapes_sans_recalcul(ligne: LigneCloturee) -> Iterator[Etape]:
    fondement = ligne.calcul.fondement
    libelle, regle = _FAIT_FOI[fondement]
    if fondement == Fondement.ENGAGE and ligne.suivie.est_reputee:
        libelle, regle = "montant réputé engagé, expliqué plus haut", "l’engagé réputé"
    if fondement in {Fondement.ENGAGE, Fondement.PROGRAMME}:
        if ligne.regle is RegleCloture.FORFAIT:
            cause = "forfait"
        elif ligne.faits.achevee:
            cause = "opération achevée sans dépense justifiée"
        else:
            cause = "opération non achevée ni réestimée"
        regle = f"{cause} : {regle}"
    if fondement == Fondement.PAYE and ligne.paye < 0:
        yield Etape(libelle=libelle, montant=ligne.paye, regle=regle, reference=LECTURE)
        libelle, regle = "payé net négatif, ramené à zéro", "au moins zéro"
        yield Etape(libelle=libelle, montant=-ligne.paye, regle=regle, reference=LECTURE)
        return
    yield Etape(libelle=libelle, montant=ligne.montant_cloture, regle=regle, reference=LECTURE)


def _etapes_de_la_base(sources: Sources, ligne: LigneCloturee) -> Iterator[Etape]:
    """La dépense justifiée mouvement par mouvement, ou la réestimation."""
    faits = ligne.faits
    if ligne.calcul.fondement == Fondement.REESTIMATION and faits.reestimation is not None:
        jour, cout = afficher_date(faits.reestimation.date), afficher_montant(faits.reestimation.cout)
        yield Etape(
            libelle=f"coût réestimé le {jour} : {cout}",
            regle="dernière réestimation d’une opération non achevée",
            reference=LECTURE,
            provenance=faits.reestimation.provenance.a_la_colonne("cout"),
        )
        return
    somme = 0
    annulations = sources.cloture.situation.annulations
    for mouvement, montant in sources.mouvements_justifies(faits.operation):
        somme += montant
        nom, jour = LIBELLES_TYPES[mouvement.type], afficher_date(mouvement.date)
        yield Etape(
            libelle=f"{nom} du {jour} : {afficher_montant(montant)}{mention(annulations, mouvement)}",
            regle="dépenses justifiées, moins les annulations, et les recettes pour un déficit",
            reference=LECTURE,
            provenance=mouvement.provenance.a_la_colonne("montant"),
        )
    yield Etape(
        libelle=f"dépense retenue : {afficher_montant(somme)}{', ramenée à zéro' if somme < 0 else ''}",
        regle="somme à la date d’arrêté, au moins zéro",
        reference=LECTURE,
    )


def _etapes_de_la_part(sources: Sources, ligne: LigneCloturee, part: PartRecalculee) -> Iterator[Etape]:
    faits, operation = ligne.faits, ligne.faits.operation
    est_anru = ligne.suivie.financeur.categorie is Categorie.ANRU
    nom, plafond, provenance = "le coût programmé", faits.cout, source_du_cout(operation)
    if est_anru and operation.assiette is not None:
        nom, plafond, provenance = "l’assiette", faits.assiette, operation.provenance.a_la_colonne("assiette")
    elif est_anru:
        nom = "l’assiette, ici le coût programmé"
    if faits.cout == 0:
        libelle = "base retenue : 0,00 €, le coût programmé étant nul"
        provenance = source_du_cout(operation)
    else:
        libelle = f"base retenue : {afficher_montant(part.base)}, au plus {nom} ({afficher_montant(plafond)})"
    yield Etape(
        libelle=libelle,
        regle="base retenue : au plus l’assiette pour l’ANRU, au plus le coût programmé pour les autres",
        reference=LECTURE,
        provenance=provenance,
    )
    yield _etape_du_taux(sources, ligne, part)
    yield Etape(
        libelle=f"subvention recalculée{_avant_arrondi(part)}",
        montant=part.montant,
        regle="taux × base retenue",
        reference=_ARRONDI,
    )
    if ligne.montant_cloture != part.montant:
        plafonnee = plafond_de_la_ligne(ligne)
        yield Etape(
            libelle=f"ramenée {plafonnee}, {afficher_montant(ligne.montant_cloture)}",
            montant=ligne.montant_cloture - part.montant,
            regle="au plus l’engagé ; sans engagement, au plus le programmé",
            reference=LECTURE,
        )


def _etape_du_taux(sources: Sources, ligne: LigneCloturee, part: PartRecalculee) -> Etape:
    """Le taux de la ligne pour l’ANRU, sinon la part programmée ; nul quand il n’y a rien par quoi diviser."""
    faits, operation = ligne.faits, ligne.faits.operation
    est_anru = ligne.suivie.financeur.categorie is Categorie.ANRU
    if est_anru and operation.taux_anru is not None:
        return Etape(
            libelle=f"taux : {afficher_taux(part.taux)}",
            regle="taux inscrit au tableau financier",
            reference=TABLEAU,
            provenance=operation.provenance.a_la_colonne("taux_anru"),
        )
    nom, plafond = ("assiette", faits.assiette) if est_anru else ("coût programmé", faits.cout)
    division = f"programmé {afficher_montant(ligne.programme)} / {nom} {afficher_montant(plafond)}"
    plan = sources.plan(ligne.cle)
    return Etape(
        libelle=f"taux : {division}" if faits.cout and plafond else f"taux nul : {division}",
        regle="taux vide : programmé / assiette" if est_anru else "programmé / coût programmé",
        reference=LECTURE,
        provenance=INCONNUE if plan is None else plan.provenance.a_la_colonne("montant"),
    )


def _avant_arrondi(part: PartRecalculee) -> str:
    """Le produit en euros, tronqué à quatre décimales, quand il n’est pas entier en centimes."""
    exact = part.taux * part.base
    if exact.denominator == 1:
        return ""
    centimes, reste = divmod(exact.numerator * 100 // exact.denominator, 100)
    return f" (produit avant arrondi : {afficher_montant(centimes, '')}{reste:02d}… €)"

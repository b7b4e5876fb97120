"""Explication de l’état d’une ligne et de la règle qui s’y applique : le fait du dossier qui les décide."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Final

from financement.calculs.lignes import MouvementSuivi
from financement.cloture.etat import LIBELLES_ETATS, EtatLigne
from financement.cloture.resultat import Cloture, LigneCloturee
from financement.dossier.nomenclature import LIBELLES_NATURES, LIBELLES_TYPES, TypeMouvement
from financement.explications.annulations import sort
from financement.explications.figure import Etape
from financement.explications.sources import LECTURE, Sources
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs.dates import afficher_date

__all__ = ["etapes_de_l_etat"]

_PREUVES: Final = {
    EtatLigne.SOLDEE: (TypeMouvement.SOLDE,),
    EtatLigne.EN_COURS: (TypeMouvement.AVANCE, TypeMouvement.ACOMPTE),
}
_RESTANTS: Final = "un mouvement annulé en entier ne compte dans aucune règle de présence, d’ordre ou de date"
_SANS_PREUVE: Final = {
    EtatLigne.RESIDU: "la règle de clôture de la ligne",
    EtatLigne.A_ENGAGER: "aucun engagement net",
    EtatLigne.ENGAGEE_NON_DEMARREE: "ni avance, ni acompte, ni dépense justifiée",
}


def etapes_de_l_etat(sources: Sources, ligne: LigneCloturee) -> Iterator[Etape]:
    """L’état de la ligne et sa règle de clôture, chacun avec ce qui le fonde."""
    raison, provenance = _preuve(sources, ligne)
    annulations = sources.cloture.situation.annulations
    yield Etape(
        libelle=f"état de la ligne : {LIBELLES_ETATS[ligne.etat]} ({raison})",
        regle="premier état qui s’applique",
        reference=LECTURE,
        provenance=provenance,
    )
    # D'une dépense définitive, les mouvements sont dits plus loin, un par un.
    depenses = _depenses(sources, ligne) if ligne.faits.depense_definitive is None else ()
    for mouvement in (*ligne.suivie.mouvements, *depenses):
        dit = sort(annulations, mouvement)
        if dit:
            yield Etape(
                libelle=f"{LIBELLES_TYPES[mouvement.type]} du {afficher_date(mouvement.date)}, {dit}",
                regle=_RESTANTS,
                reference=LECTURE,
                provenance=mouvement.provenance.a_la_colonne("type"),
            )
    plan = sources.plan(ligne.cle)
    if plan is not None and plan.regle_cloture is not None:
        yield Etape(
            libelle=f"règle de clôture « {ligne.regle} », inscrite au plan",
            regle="règle du plan, sinon celle de la nature",
            reference=LECTURE,
            provenance=plan.provenance.a_la_colonne("regle_cloture"),
        )
        return
    nature = LIBELLES_NATURES[ligne.cle.nature].lower()
    yield Etape(
        libelle=f"règle de clôture « {ligne.regle} », par défaut ({nature})",
        regle="règle du plan, sinon celle de la nature",
        reference=LECTURE,
    )


def _preuve(sources: Sources, ligne: LigneCloturee) -> tuple[str, Provenance]:
    """Le fait qui donne son état à la ligne, et où le lire."""
    operation = ligne.faits.operation
    if ligne.etat is EtatLigne.ABANDONNEE:
        return "statut de l’opération", operation.provenance.a_la_colonne("statut")
    if ligne.etat is EtatLigne.FORCLOSE:
        limite, provenance = _limite(sources.cloture)
        return f"aucun engagement net, date limite d’engagement le {afficher_date(limite)}", provenance
    if ligne.etat is EtatLigne.ACHEVEE and operation.achevement is not None:
        raison = f"opération achevée le {afficher_date(operation.achevement)}"
        return raison, operation.provenance.a_la_colonne("achevement")
    if ligne.etat in _PREUVES:
        types = _PREUVES[ligne.etat]
        mouvements = [mouvement for mouvement in ligne.suivie.restants if mouvement.type in types]
        # En cours sans paiement : c'est une dépense de l'opération qui le dit.
        restants = sources.cloture.situation.annulations.restants
        depenses = (depense for depense in _depenses(sources, ligne) if restants[depense.rang])
        return _mouvement(next(chain(mouvements, depenses)))
    return _SANS_PREUVE[ligne.etat], INCONNUE


def _depenses(sources: Sources, ligne: LigneCloturee) -> Iterator[MouvementSuivi]:
    """Les dépenses de l’opération, dans l’ordre des dates."""
    for mouvement, _ in sources.mouvements_justifies(ligne.faits.operation):
        if mouvement.type is TypeMouvement.DEPENSE:
            yield mouvement


def _mouvement(mouvement: MouvementSuivi) -> tuple[str, Provenance]:
    raison = f"{LIBELLES_TYPES[mouvement.type]} du {afficher_date(mouvement.date)}"
    return raison, mouvement.provenance.a_la_colonne("type")


def _limite(cloture: Cloture) -> tuple[date, Provenance]:
    """La date limite d’engagement en vigueur : celle du dernier avenant qui l’a fixée, sinon de la convention."""
    convention, tableau = cloture.projet.convention, cloture.situation.tableau
    origine = convention.provenance
    for avenant in convention.avenants:
        if avenant.numero <= tableau.version and avenant.date_limite_engagement is not None:
            origine = avenant.provenance
    return tableau.date_limite_engagement, origine.a_la_colonne("date_limite_engagement")

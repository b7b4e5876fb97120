"""Contrôles de l’exécution : calendrier, demandes de solde, avances, caducité, doublons."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from financement.calculs.lignes import premier_engagement_actif
from financement.calculs.situation import Situation
from financement.cloture.demande_de_solde import solde_a_demander
from financement.cloture.etat import EtatLigne
from financement.cloture.resultat import LigneCloturee
from financement.controles.constat import Constat, EcartDate, EcartMontant, Gravite
from financement.controles.contexte import Contexte
from financement.controles.modele import ModeleControle
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import LIBELLES_TYPES, VERSEMENTS, Categorie, TypeMouvement
from financement.valeurs.dates import afficher_date, ajouter_mois
from financement.valeurs.montants import afficher_montant

__all__ = [
    "avance_sans_acompte",
    "mouvement_en_double",
    "mouvement_hors_convention",
    "paiement_hors_delai",
    "risque_de_caducite",
    "solde_non_demande",
]


MOUVEMENT_HORS_CONVENTION: Final = ModeleControle(
    "CALENDRIER-01",
    "Mouvement avant la signature de la convention",
    Gravite.ALERTE,
    "{operation} : {type} du {constate}, avant la signature de la convention ({attendu}).",
    "Vérifier la date au journal, ou celle de la signature dans la convention ; un mouvement antérieur admis par "
    "dérogation se justifie à part.",
)


def mouvement_hors_convention(contexte: Contexte) -> Iterator[Constat]:
    """CALENDRIER-01 : aucun mouvement avant la signature de la convention."""
    situation = contexte.situation
    projet, au = situation.projet, situation.au
    signature = projet.convention.date_signature
    precoces = (situation.ecritures.jour < signature.toordinal()) & situation.annulations.restants
    for mouvement in (projet.journal[rang] for rang in np.flatnonzero(precoces).tolist()):
        if au is None or mouvement.date <= au:
            yield MOUVEMENT_HORS_CONVENTION.constater(
                mesure=EcartDate(signature, mouvement.date),
                operation=mouvement.operation,
                financeur=mouvement.financeur,
                provenance=mouvement.provenance.a_la_colonne("date"),
                type=LIBELLES_TYPES[mouvement.type],
            )


PAIEMENT_HORS_DELAI: Final = ModeleControle(
    "CALENDRIER-02",
    "Versement de l’ANRU après la date limite de solde",
    Gravite.ALERTE,
    "{operation}, {financeur} ({nature}) : {type} du {constate}, après la date limite de solde ({attendu}).",
    "Vérifier la date au journal, ou inscrire dans la convention la date limite de solde qu’un avenant a repoussée ; "
    "si le versement est vraiment tardif, le faire régulariser par l’ANRU.",
)


def paiement_hors_delai(contexte: Contexte) -> Iterator[Constat]:
    """CALENDRIER-02 : aucun versement de l’ANRU après la date limite de solde de la version en vigueur."""
    limite = contexte.situation.tableau.date_limite_solde
    for ligne in contexte.lignes:
        if limite is None or ligne.financeur.categorie is not Categorie.ANRU:
            continue
        for mouvement in ligne.restants:
            if mouvement.type in VERSEMENTS and mouvement.date > limite:
                yield PAIEMENT_HORS_DELAI.constater(
                    mesure=EcartDate(limite, mouvement.date),
                    provenance=mouvement.provenance.a_la_colonne("date"),
                    enjeu=mouvement.montant,
                    type=LIBELLES_TYPES[mouvement.type],
                    **ligne.termes,
                )


def _cumul(ligne: LigneCloturee, type_mouvement: TypeMouvement) -> int:
    return sum(m.montant for m in ligne.suivie.restants if m.type is type_mouvement)


def _lignes_anru(contexte: Contexte, etat: EtatLigne) -> Iterator[LigneCloturee]:
    for ligne in contexte.cloture.lignes:
        if ligne.etat is etat and ligne.suivie.financeur.categorie is Categorie.ANRU:
            yield ligne


SOLDE_NON_DEMANDE: Final = ModeleControle(
    "EXECUTION-01",
    "Opération achevée, solde non demandé",
    Gravite.ALERTE,
    "{operation}, {financeur} ({nature}) : opération achevée le {achevement}, solde non demandé ; reste à verser "
    "{attendu}.",
    "Faire demander à l’ANRU le solde de {attendu} par le maître d’ouvrage ({maitre_ouvrage}), et inscrire cette "
    "demande au journal.",
)


def solde_non_demande(contexte: Contexte) -> Iterator[Constat]:
    """EXECUTION-01 : une opération achevée a demandé son solde à l’ANRU (rapports d’audit, confiance B).

    Le solde est demandé quand les demandes en instance le couvrent, ou quand une demande qui suit l’achèvement reste à
    payer.
    """
    for ligne in _lignes_anru(contexte, EtatLigne.ACHEVEE):
        achevement, attendu = ligne.faits.operation.achevement, solde_a_demander(ligne)
        if achevement is not None and attendu:
            yield SOLDE_NON_DEMANDE.constater(
                mesure=EcartMontant(attendu, 0),
                provenance=ligne.faits.operation.provenance.a_la_colonne("achevement"),
                enjeu=attendu,
                achevement=afficher_date(achevement),
                maitre_ouvrage=ligne.faits.operation.maitre_ouvrage,
                **ligne.suivie.termes,
            )


AVANCE_SANS_ACOMPTE: Final = ModeleControle(
    "EXECUTION-02",
    "Avance versée, aucun acompte, démarrage prévu passé",
    Gravite.ALERTE,
    "{operation}, {financeur} ({nature}) : avance de {constate} versée le {date}, aucun acompte depuis, alors que le "
    "démarrage était prévu en {debut}.",
    "Demander l’état d’avancement au maître d’ouvrage ({maitre_ouvrage}), puis corriger le semestre de démarrage dans "
    "les opérations, inscrire au journal l’acompte versé, ou faire reverser l’avance de {constate}.",
)


def avance_sans_acompte(contexte: Contexte) -> Iterator[Constat]:
    """EXECUTION-02 : une avance de l’ANRU, aucun acompte, démarrage prévu passé (rapports d’audit, confiance B).

    Une avance entièrement reversée n’est plus en cause.
    """
    for ligne in _lignes_anru(contexte, EtatLigne.EN_COURS):
        debut = ligne.faits.operation.debut
        avances = [m for m in ligne.suivie.restants if m.type is TypeMouvement.AVANCE]
        sans_suite = ligne.paye > 0 and not _cumul(ligne, TypeMouvement.ACOMPTE)
        if avances and sans_suite and debut is not None and debut.dernier_jour < contexte.au:
            verse = _cumul(ligne, TypeMouvement.AVANCE)
            yield AVANCE_SANS_ACOMPTE.constater(
                mesure=EcartMontant(0, verse),
                provenance=avances[0].provenance.a_la_colonne("montant"),
                enjeu=verse,
                date=afficher_date(avances[0].date),
                debut=str(debut),
                maitre_ouvrage=ligne.faits.operation.maitre_ouvrage,
                **ligne.suivie.termes,
            )


RISQUE_DE_CADUCITE: Final = ModeleControle(
    "EXECUTION-03",
    "Risque de caducité",
    Gravite.ALERTE,
    "{operation}, {financeur} ({nature}) : engagée le {date}, non démarrée {mois} mois après ({attendu}) ; {engage} "
    "risquent la caducité ({reference}, lecture {confiance}).",
    "Obtenir du maître d’ouvrage ({maitre_ouvrage}) qu’il commence et inscrire au journal une dépense justifiée, ou "
    "dégager {engage} ; si l’ANRU proroge, fixer « delai_de_commencement » au règlement du dossier (lecture "
    "{confiance}).",
)


def risque_de_caducite(contexte: Contexte) -> Iterator[Constat]:
    """EXECUTION-03 : une subvention de l’ANRU engagée démarre dans le délai du règlement (24 mois, lecture C).

    Le délai court du premier engagement actif : une ligne entièrement dégagée repart du suivant. D’un engagé réputé, la
    date n’est pas connue : le délai ne court pas.
    """
    for ligne in _lignes_anru(contexte, EtatLigne.ENGAGEE_NON_DEMARREE):
        engagement = None if ligne.suivie.est_reputee else premier_engagement_actif(ligne.suivie)
        delai = engagement and contexte.reglement.parametre(
            "delai_de_commencement", jour=engagement.date, famille=ligne.faits.operation.famille
        )
        if engagement is None or delai is None:
            continue
        terme = ajouter_mois(engagement.date, int(delai.valeur))
        if terme < contexte.au:
            yield RISQUE_DE_CADUCITE.constater(
                mesure=EcartDate(terme, contexte.au),
                provenance=engagement.provenance.a_la_colonne("date"),
                enjeu=ligne.engage,
                date=afficher_date(engagement.date),
                mois=str(int(delai.valeur)),
                engage=afficher_montant(ligne.engage),
                reference=delai.reference,
                confiance=delai.confiance,
                maitre_ouvrage=ligne.faits.operation.maitre_ouvrage,
                **ligne.suivie.termes,
            )


MOUVEMENT_EN_DOUBLE: Final = ModeleControle(
    "JOURNAL-01",
    "Mouvement en double",
    Gravite.ALERTE,
    "{operation} : {type} de {montant} du {date}, pièce « {piece} », déjà au journal ({ailleurs}).",
    "Supprimer au journal la ligne en trop, ou distinguer les deux mouvements par leur libellé.",
)


def mouvement_en_double(contexte: Contexte) -> Iterator[Constat]:
    """JOURNAL-01 : deux mouvements de même pièce, identiques jusqu’au libellé, sont sans doute un doublon.

    Un mouvement annulé en entier n’en est pas un ; un inverse écrit deux fois, dont un seul a servi, en est un.
    """
    premiers: dict[Mouvement, tuple[int, Mouvement]] = {}
    au, restants = contexte.situation.au, contexte.situation.annulations.restants
    for rang, mouvement in _semblables(contexte.situation):
        if not mouvement.piece or (au is not None and mouvement.date > au):
            continue
        rang_du_premier, premier = premiers.setdefault(mouvement, (rang, mouvement))
        if rang_du_premier != rang and (restants[rang] or restants[rang_du_premier]):
            yield MOUVEMENT_EN_DOUBLE.constater(
                operation=mouvement.operation,
                financeur=mouvement.financeur,
                provenance=mouvement.provenance.a_la_colonne("piece"),
                enjeu=mouvement.montant,
                type=LIBELLES_TYPES[mouvement.type],
                montant=afficher_montant(mouvement.montant),
                date=afficher_date(mouvement.date),
                piece=mouvement.piece,
                ailleurs=str(premier.provenance) or "plus haut",
            )


def _semblables(situation: Situation) -> Iterator[tuple[int, Mouvement]]:
    """Les mouvements non annulés qui ont au journal leur pareil, à la pièce et au libellé près, et leur rang."""
    e = situation.ecritures
    presents = np.ones(e.montant.size, dtype=np.bool_)
    presents[list(situation.annulations.inverses)] = False
    retenus = np.flatnonzero(presents)
    colonnes = np.stack([e.montant, e.jour, e.operation, e.financeur, e.nature, e.type])[:, retenus]
    ordre = np.lexsort(colonnes)
    pareils = (colonnes[:, ordre[1:]] == colonnes[:, ordre[:-1]]).all(axis=0)
    rangs = {*retenus[ordre[1:][pareils]].tolist(), *retenus[ordre[:-1][pareils]].tolist()}
    yield from ((rang, situation.projet.journal[rang]) for rang in sorted(rangs))

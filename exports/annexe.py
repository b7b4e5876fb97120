"""L'annexe financière : le document que l'on joint à l'avenant, composé depuis un projet et une date d'arrêté."""

from datetime import date

from exports import (
    annexe_articles,
    annexe_avenants,
    annexe_concours_financiers,
    annexe_constats,
    annexe_decision,
    annexe_derivations,
    annexe_echeancier,
    annexe_enveloppes,
    annexe_evolution,
    annexe_execution,
    annexe_exercices,
    annexe_fondements,
    annexe_graphiques,
    annexe_reserves,
    annexe_signatures,
    annexe_suivi,
    annexe_syntheses,
    annexe_tableau_financier,
    annexe_visuels,
)
from exports.affichable import rendre_affichable
from exports.annexe_contexte import Contexte, preparer
from exports.document import Document, Mention
from exports.document_elements import Precision
from exports.document_tableau import Tableau
from exports.mots import accorder, bandeau, dire_les_mouvements, nommer_version
from exports.sceau import ENSEMBLE, GenrePerimetre, Perimetre, Sceau
from financement.dates import afficher_date
from financement.projet import Projet
from financement.regles import empreinte_des_regles
from financement.validation import exiger, instance, jour, membre
from financement.version import __version__
from maquettes.dossier_json import empreinte

__all__ = ["composer_annexe"]


def composer_annexe(
    projet: Projet, *, au: date, perimetre: Perimetre = ENSEMBLE, unite: Precision = Precision.CENTIME
) -> Document:
    """L'annexe financière du projet à la date d'arrêté ``au``, dans la version en vigueur ce jour-là.

    Montants en centimes, arrondis à l'``unite``. Chaque total porte son calcul, vérifié à la construction du document.
    Un ``perimetre`` la réduit à ce que signe un financeur ou un maître d'ouvrage, ou à la fiche d'une opération ; les
    constats bloquants de tout le dossier la marquent « PROJET ». Lève :class:`ValeurImpossible` si le projet ne
    connaît pas ce que désigne le périmètre, si l'unité n'en est pas une, ou si un argument n'est pas du type voulu.
    """
    exiger("Annexe", instance("projet", projet, Projet), jour("au", au), instance("perimetre", perimetre, Perimetre))
    unite = membre("Annexe", "unite", unite, Precision)
    contexte = preparer(projet, au=au, perimetre=perimetre, unite=unite)
    convention = projet.convention
    tableaux = _tableaux(contexte)
    return Document(
        titre="Annexe financière",
        sous_titre=rendre_affichable(f"{convention.nom} – convention {convention.code}{_part(contexte)}"),
        code=convention.code,
        mentions=_mentions(contexte),
        sceau=Sceau(
            logiciel=f"financement {__version__}",
            dossier=empreinte(projet),
            regles=empreinte_des_regles(projet),
            date_arrete=au,
            unite=unite,
            perimetre=contexte.perimetre,
        ),
        bandeau=_bandeau(contexte),
        avertissements=annexe_reserves.avertissements(contexte),
        chiffres_cles=tuple(annexe_visuels.chiffres_cles()),
        articles=annexe_articles.articles(contexte),
        tableaux=tableaux,
        graphiques=tuple(annexe_graphiques.graphiques(contexte, tableaux)),
        derivations=tuple(annexe_derivations.derivations(contexte)),
        signatures=annexe_signatures.signatures(contexte),
        note_de_signature=annexe_signatures.note(contexte),
        empechements=annexe_signatures.empechements(contexte),
    )


def _bandeau(contexte: Contexte) -> str | None:
    """« PROJET » tant que le dossier a des constats bloquants, ou si rien n'est encore signé à la date d'arrêté."""
    if contexte.au < contexte.convention.date_signature:
        return "PROJET — arrêté antérieur à la signature de la convention"
    return bandeau(contexte.constats)


def _part(contexte: Contexte) -> str:
    """Ce que l'annexe ne montre pas de la convention, après son nom."""
    code = contexte.perimetre.code
    match contexte.perimetre.genre:
        case GenrePerimetre.ENSEMBLE:
            return ""
        case GenrePerimetre.FINANCEUR:
            return f" – part du financeur {contexte.financeurs[code]}"
        case GenrePerimetre.MAITRE_OUVRAGE:
            return f" – opérations du maître d'ouvrage {contexte.maitres[code]}"
        case GenrePerimetre.OPERATION:
            return f" – fiche de l'opération {code}"


def _mentions(contexte: Contexte) -> tuple[Mention, ...]:
    convention, tableau, operations = contexte.convention, contexte.tableau, contexte.programme.operations
    limite_solde = tableau.date_limite_solde
    mentions = {
        "Convention": f"{convention.code} – {convention.nom}",
        "Programme": convention.programme.value,
        "Porteur": tableau.porteur,
        "Signature de la convention": afficher_date(convention.date_signature),
        "Date limite d'engagement": afficher_date(tableau.date_limite_engagement),
        "Date limite de solde": afficher_date(limite_solde) if limite_solde else "non fixée",
        "Version en vigueur": nommer_version(convention, tableau.version),
        "Date d'arrêté": afficher_date(contexte.au),
        "Mouvements du dossier": dire_les_mouvements(contexte.projet, contexte.au),
        "Règlement": convention.reglement,
        "Opérations": f"{len(operations)}, en {accorder(len({o.famille for o in operations}), 'famille', 'familles')}",
        "Base des montants": " et ".join(base.upper() for base in contexte.bases) or "sans objet",
    }
    return tuple(Mention(libelle=libelle, valeur=rendre_affichable(v)) for libelle, v in mentions.items())


def _tableaux(contexte: Contexte) -> tuple[Tableau, ...]:
    """Ceux de chaque partie, dans son ordre ; la décision, qui les reprend, se compose la dernière."""
    financier = annexe_tableau_financier.composer(contexte)
    repris = (
        annexe_syntheses.par_financeur(contexte),
        annexe_enveloppes.composer(contexte),
        annexe_syntheses.par_nature(contexte),
        *annexe_concours_financiers.composer(contexte),
        annexe_tableau_financier.composer_cloture(contexte),
        financier,
        annexe_fondements.composer(contexte),
        annexe_execution.composer(contexte),
        annexe_syntheses.par_famille(contexte),
        annexe_syntheses.par_maitre_ouvrage(contexte),
        annexe_exercices.composer(contexte),
        annexe_echeancier.composer(contexte),
        annexe_execution.composer_lignes(contexte),
        annexe_execution.composer_autofinancement(contexte),
        annexe_avenants.composer(contexte),
        *annexe_evolution.composer(contexte),
        *annexe_suivi.programme_physique(contexte, financier),
        *annexe_suivi.contreparties_foncieres(contexte),
        *annexe_suivi.heures_d_insertion(contexte),
        annexe_constats.composer(contexte),
        annexe_reserves.concordance(contexte),
        annexe_reserves.notes_de_lecture(contexte),
    )
    decision = annexe_decision.composer(contexte, {tableau.cle: tableau for tableau in repris})
    return (*decision, *repris)

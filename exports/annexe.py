"""L'annexe financière : le document que l'on joint à l'avenant, composé depuis un projet et une date d'arrêté."""

from datetime import date

from exports import (
    annexe_avenants,
    annexe_execution,
    annexe_reserves,
    annexe_suivi,
    annexe_syntheses,
    annexe_tableau_financier,
)
from exports.affichable import rendre_affichable
from exports.annexe_contexte import Contexte, preparer
from exports.document import Document, Mention
from exports.document_tableau import Tableau
from exports.mots import bandeau, nommer_version
from exports.sceau import Sceau
from financement.dates import afficher_date
from financement.projet import Projet
from financement.regles import empreinte_des_regles
from financement.version import __version__
from maquettes.dossier_json import empreinte

__all__ = ["composer_annexe"]


def composer_annexe(projet: Projet, *, au: date) -> Document:
    """L'annexe financière du projet à la date d'arrêté ``au``, dans la version en vigueur ce jour-là.

    Montants en centimes. Chaque total porte son calcul, vérifié à la construction du document. Un dossier qui a des
    constats bloquants donne un document marqué « PROJET ».
    """
    contexte = preparer(projet, au=au)
    convention = projet.convention
    return Document(
        titre="Annexe financière",
        sous_titre=rendre_affichable(f"{convention.nom} – convention {convention.code}"),
        code=convention.code,
        mentions=_mentions(contexte),
        sceau=Sceau(
            logiciel=f"financement {__version__}",
            dossier=empreinte(projet),
            regles=empreinte_des_regles(projet),
            date_arrete=au,
        ),
        bandeau=bandeau(contexte.constats),
        avertissements=annexe_reserves.avertissements(contexte),
        tableaux=_tableaux(contexte),
    )


def _mentions(contexte: Contexte) -> tuple[Mention, ...]:
    convention, tableau = contexte.convention, contexte.tableau
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
        "Règlement": convention.reglement,
        "Opérations": f"{len(tableau.operations)}, en {len({o.famille for o in tableau.operations})} familles",
        "Base des montants": " et ".join(base.upper() for base in contexte.bases) or "sans objet",
    }
    return tuple(Mention(libelle=libelle, valeur=rendre_affichable(v)) for libelle, v in mentions.items())


def _tableaux(contexte: Contexte) -> tuple[Tableau, ...]:
    financier = annexe_tableau_financier.composer(contexte)
    return (
        annexe_avenants.composer(contexte),
        financier,
        annexe_execution.composer(contexte),
        annexe_syntheses.par_financeur(contexte),
        annexe_syntheses.par_famille(contexte),
        annexe_syntheses.par_maitre_ouvrage(contexte),
        annexe_syntheses.par_exercice(contexte),
        *annexe_suivi.programme_physique(contexte, financier),
        *annexe_suivi.contreparties_foncieres(contexte),
        *annexe_suivi.heures_d_insertion(contexte),
        annexe_execution.composer_lignes(contexte),
        annexe_reserves.concordance(contexte),
        annexe_reserves.constats(contexte),
        annexe_reserves.notes_de_lecture(contexte),
    )

"""L’annexe financière : le document que l’on joint à l’avenant, composé depuis un projet et une date d’arrêté."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from exports.annexe.contexte import Contexte, preparer
from exports.annexe.tableaux import (
    avenants,
    concours_financiers,
    constats,
    decision,
    derivations,
    echeancier,
    enveloppes,
    evolution,
    execution,
    exercices,
    fiche,
    fondements,
    graphiques,
    mouvements,
    suivi,
    syntheses,
    tableau_financier,
    visuels,
)
from exports.annexe.textes import articles, reserves, signatures
from exports.document.document import Document, Mention
from exports.document.elements import Article, ChiffreCle, Derivation, FormatDePage, Graphique, Precision
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre, Sceau
from exports.document.tableau import Tableau
from exports.texte.affichable import rendre_affichable
from exports.texte.mots import bandeau, dire_les_mouvements, nommer_version
from financement.affichage.libelles import accorder, afficher_nombre
from financement.dossier.projet import Projet
from financement.dossier.regles import empreinte_des_regles
from financement.valeurs.dates import afficher_date
from financement.valeurs.validation import exiger, instance, jour, membre
from financement.version import __version__

__all__ = ["bandeau_de_l_annexe", "composer_annexe"]

_HORS_DE_LA_FICHE: Final = frozenset(
    {"Programme", "Signature de la convention", "Règlement", "Opérations", "Base des montants"}
)


def composer_annexe(
    projet: Projet, *, au: date, perimetre: Perimetre = ENSEMBLE, unite: Precision = Precision.CENTIME
) -> Document:
    """L’annexe financière du projet à la date d’arrêté ``au``, dans la version en vigueur ce jour-là.

    Montants en centimes, arrondis à l’``unite``. Chaque total porte son calcul, vérifié à la construction du document.
    Un ``perimetre`` la réduit à ce que signe un financeur ou un maître d’ouvrage, ou à la fiche d’une opération ; les
    constats bloquants de tout le dossier la marquent « PROJET ». Lève :class:`ValeurImpossible` si le projet ne
    connaît pas ce que désigne le périmètre, si l’unité n’en est pas une, ou si un argument n’est pas du type voulu.
    """
    exiger("Annexe", instance("projet", projet, Projet), jour("au", au), instance("perimetre", perimetre, Perimetre))
    unite = membre("Annexe", "unite", unite, Precision)
    contexte = preparer(projet, au=au, perimetre=perimetre, unite=unite)
    convention = projet.convention
    titre, sous_titre = _titres(contexte)
    corps = _fiche(contexte) if contexte.perimetre.genre is GenrePerimetre.OPERATION else _annexe(contexte)
    return Document(
        titre=rendre_affichable(titre),
        sous_titre=rendre_affichable(sous_titre),
        code=convention.code,
        mentions=tuple(mention for mention in _mentions(contexte) if mention.libelle not in corps.mentions_omises),
        sceau=Sceau(
            logiciel=f"financement {__version__}",
            dossier=contexte.empreinte,
            regles=empreinte_des_regles(projet),
            date_arrete=au,
            unite=unite,
            perimetre=contexte.perimetre,
        ),
        page=corps.page,
        bandeau=bandeau_de_l_annexe(contexte),
        avertissements=reserves.avertissements(contexte),
        chiffres_cles=tuple(corps.chiffres_cles),
        articles=corps.articles,
        tableaux=corps.tableaux,
        graphiques=tuple(corps.graphiques),
        derivations=tuple(corps.derivations),
        signatures=signatures.signatures(contexte),
        note_de_signature=signatures.note(contexte),
        empechements=signatures.empechements(contexte),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Corps:
    """Ce qui distingue l’annexe de la fiche d’une opération."""

    page: FormatDePage
    tableaux: tuple[Tableau, ...]
    chiffres_cles: Iterable[ChiffreCle]
    derivations: Iterable[Derivation]
    articles: tuple[Article, ...] = ()
    graphiques: Iterable[Graphique] = ()
    mentions_omises: Collection[str] = ()


def _annexe(contexte: Contexte) -> _Corps:
    tableaux = _tableaux(contexte)
    return _Corps(
        page=FormatDePage.A3_COUCHE,
        tableaux=tableaux,
        chiffres_cles=visuels.chiffres_cles(),
        derivations=derivations.derivations(contexte),
        articles=articles.articles(contexte),
        graphiques=graphiques.graphiques(contexte, tableaux),
    )


def _fiche(contexte: Contexte) -> _Corps:
    return _Corps(
        page=FormatDePage.A4_DEBOUT,
        mentions_omises=_HORS_DE_LA_FICHE,
        tableaux=tuple(fiche.composer(contexte)),
        chiffres_cles=fiche.chiffres_cles(),
        derivations=fiche.derivations(contexte),
    )


def bandeau_de_l_annexe(contexte: Contexte) -> str | None:
    """« PROJET » tant que le dossier a des constats bloquants, ou si rien n’est encore signé à la date d’arrêté."""
    if contexte.au < contexte.convention.date_signature:
        return "PROJET — arrêté antérieur à la signature de la convention"
    return bandeau(contexte.constats, constats.constats_du_perimetre(contexte))


def _titres(contexte: Contexte) -> tuple[str, str]:
    """Le titre et le sous-titre : la convention, et ce que l’annexe en montre."""
    titre, code = "Annexe financière", contexte.perimetre.code
    nommee = f"{contexte.convention.nom} – convention {contexte.convention.code}"
    match contexte.perimetre.genre:
        case GenrePerimetre.ENSEMBLE:
            return titre, nommee
        case GenrePerimetre.FINANCEUR:
            return titre, f"{nommee} – part du financeur {contexte.financeurs[code]}"
        case GenrePerimetre.MAITRE_OUVRAGE:
            return titre, f"{nommee} – opérations du maître d’ouvrage {contexte.maitres[code]}"
        case GenrePerimetre.OPERATION:
            return f"Fiche de l’opération {code}", f"{titre} – {nommee}"


def _mentions(contexte: Contexte) -> tuple[Mention, ...]:
    convention, tableau, operations = contexte.convention, contexte.tableau, contexte.programme.operations
    limite_solde, familles = tableau.date_limite_solde, {operation.famille for operation in operations}
    etendue = "Mouvements du dossier" if contexte.est_entier else "Mouvements de l’extrait"
    mentions = {
        "Convention": f"{convention.code} – {convention.nom}",
        "Programme": convention.programme.value,
        "Porteur": tableau.porteur,
        "Signature de la convention": afficher_date(convention.date_signature),
        "Date limite d’engagement": afficher_date(tableau.date_limite_engagement),
        "Date limite de solde": afficher_date(limite_solde) if limite_solde else "non fixée",
        "Version en vigueur": nommer_version(convention, tableau.version),
        "Date d’arrêté": afficher_date(contexte.au),
        etendue: dire_les_mouvements(mouvements.etendue_de_l_extrait(contexte)),
        "Règlement": convention.reglement,
        "Opérations": f"{afficher_nombre(len(operations))}, en {accorder(len(familles), 'famille', 'familles')}",
        "Base des montants": " et ".join(base.upper() for base in contexte.bases) or "sans objet",
    }
    return tuple(Mention(libelle=libelle, valeur=rendre_affichable(v)) for libelle, v in mentions.items())


def _tableaux(contexte: Contexte) -> tuple[Tableau, ...]:
    """Ceux de chaque partie, dans son ordre ; la décision, qui les reprend, se compose la dernière."""
    financier = tableau_financier.composer(contexte)
    repris = (
        syntheses.par_financeur(contexte),
        enveloppes.composer(contexte),
        syntheses.par_nature(contexte),
        *concours_financiers.composer(contexte),
        tableau_financier.composer_cloture(contexte),
        financier,
        fondements.composer(contexte),
        execution.composer(contexte),
        syntheses.par_famille(contexte),
        syntheses.par_maitre_ouvrage(contexte),
        exercices.composer(contexte),
        echeancier.composer(contexte),
        execution.composer_lignes(contexte),
        execution.composer_autofinancement(contexte),
        avenants.composer(contexte),
        *evolution.composer(contexte),
        *suivi.programme_physique(contexte, financier),
        *suivi.contreparties_foncieres(contexte),
        *suivi.heures_d_insertion(contexte),
        constats.composer(contexte),
        reserves.concordance(contexte),
        reserves.notes_de_lecture(contexte),
    )
    return (*decision.composer(contexte, {tableau.cle: tableau for tableau in repris}), *repris)

"""La demande de solde : ce qu’un maître d’ouvrage signe, chiffres du moteur de clôture à l’appui.

Elle ne refuse rien : ce qui empêche de la signer y est dit, à la place du cadre.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from exports.annexe.annexe import bandeau_de_l_annexe
from exports.annexe.contexte import Contexte, preparer
from exports.annexe.tableaux import constats
from exports.annexe.textes import reserves, signatures
from exports.annexe.textes.signataires import ligne_du_signataire, personnes
from exports.demande_de_solde import montants, pieces, plan, recapitulatif
from exports.document.document import Document, Mention
from exports.document.elements import Derivation, FormatDePage, Precision, Signature
from exports.document.sceau import DEMANDE_DE_SOLDE, GenrePerimetre, Perimetre, Sceau
from exports.document.tableau import Niveau, Tableau
from exports.document.typographie import afficher_euros
from exports.texte.affichable import rendre_affichable
from exports.texte.mots import nommer_version
from financement.affichage.libelles import accorder
from financement.cloture.demande_de_solde import solde_a_demander
from financement.dossier.projet import Projet
from financement.dossier.regles import empreinte_des_regles
from financement.fautes.faute import faute
from financement.fautes.provenance import Provenance
from financement.valeurs.dates import afficher_date
from financement.valeurs.validation import VALEUR_INTERDITE, exiger, instance, jour
from financement.version import __version__

__all__ = ["composer_demande_de_solde", "exiger_un_demandeur"]

_DEMANDEURS: Final = frozenset({GenrePerimetre.MAITRE_OUVRAGE, GenrePerimetre.OPERATION})
_OBJET: Final = "Demande de solde"
_RIEN: Final = "Aucun solde n’est à demander à la date d’arrêté."


def exiger_un_demandeur(perimetre: Perimetre) -> None:
    """Lève :class:`ValeurImpossible` si le périmètre n’est ni une opération ni un maître d’ouvrage."""
    refus = None
    if perimetre.genre not in _DEMANDEURS:
        refus = faute(
            VALEUR_INTERDITE,
            Provenance(colonne="perimetre"),
            perimetre.genre.value,
            regle="une demande de solde est celle d’une opération ou d’un maître d’ouvrage",
            correction="Désigner l’une ou l’autre.",
        )
    exiger(_OBJET, refus)


def composer_demande_de_solde(projet: Projet, *, au: date, perimetre: Perimetre) -> Document:
    """La demande de solde d’une opération ou d’un maître d’ouvrage à la date ``au``, montants en centimes.

    Soldes à demander par financeur et leur dérivation, échéances, plan définitif, état récapitulatif, pièces et ce qui
    manque, constats. Sans solde à demander, ou sur un dossier qui a des constats bloquants, elle porte « PROJET » et
    aucun cadre. Règles de solde : lecture C. Lève :class:`ValeurImpossible` si le périmètre est inconnu ou d’un autre
    genre, ou si un argument n’est pas du type voulu.
    """
    exiger(_OBJET, instance("projet", projet, Projet), jour("au", au), instance("perimetre", perimetre, Perimetre))
    exiger_un_demandeur(perimetre)
    contexte = preparer(projet, au=au, perimetre=perimetre, unite=Precision.CENTIME)
    empechements = tuple(_empechements(contexte))
    tableaux = _tableaux(contexte)
    return Document(
        titre=_OBJET,
        sous_titre=rendre_affichable(_sous_titre(contexte)),
        code=contexte.convention.code,
        mentions=tuple(_mentions(contexte)),
        sceau=Sceau(
            logiciel=f"financement {__version__}{DEMANDE_DE_SOLDE}",
            dossier=contexte.empreinte,
            regles=empreinte_des_regles(projet),
            date_arrete=au,
            perimetre=contexte.perimetre,
        ),
        page=FormatDePage.A4_DEBOUT,
        bandeau=bandeau_de_l_annexe(contexte) or ("PROJET — aucun solde à demander" if empechements else None),
        avertissements=(*reserves.avertissements_sur_les_montants(contexte), *_manques(tableaux)),
        chiffres_cles=tuple(montants.chiffres_cles()),
        tableaux=tableaux,
        derivations=tuple(_derivations(contexte, tableaux)),
        signatures=() if empechements else tuple(_cadres(contexte)),
        empechements=empechements,
    )


def _sous_titre(contexte: Contexte) -> str:
    code, nommee = contexte.perimetre.code, f"{contexte.convention.nom} – convention {contexte.convention.code}"
    if contexte.perimetre.genre is GenrePerimetre.MAITRE_OUVRAGE:
        return f"{nommee} – maître d’ouvrage {contexte.maitres[code]}"
    operation = contexte.exacte.faits[code].operation
    return f"{nommee} – opération {code}, {operation.libelle} – {contexte.maitres[operation.maitre_ouvrage]}"


def _mentions(contexte: Contexte) -> Iterator[Mention]:
    tableau, limite = contexte.tableau, contexte.tableau.date_limite_solde
    mentions = {
        "Convention": f"{contexte.convention.code} – {contexte.convention.nom}",
        "Porteur": tableau.porteur,
        "Version en vigueur": nommer_version(contexte.convention, tableau.version),
        "Date d’arrêté": afficher_date(contexte.au),
        "Date limite de solde": afficher_date(limite) if limite else "non fixée",
        "Base des montants": " et ".join(base.upper() for base in contexte.bases) or "sans objet",
    }
    yield from (Mention(libelle=nom, valeur=rendre_affichable(dite)) for nom, dite in mentions.items())


def _tableaux(contexte: Contexte) -> tuple[Tableau, ...]:
    definitif, recapitule = plan.composer(contexte), recapitulatif.composer(contexte)
    return (
        montants.par_financeur(contexte),
        pieces.composer_echeances(contexte),
        montants.composer(contexte),
        plan.composer_couts(contexte, definitif, recapitule),
        definitif,
        recapitule,
        pieces.composer(contexte),
        replace(constats.composer(contexte), niveau=Niveau.SYNTHESE),
    )


def _derivations(contexte: Contexte, tableaux: tuple[Tableau, ...]) -> Iterator[Derivation]:
    """Celles des cellules que montrent les tableaux : un plan définitif n’a que les opérations à solder."""
    montrees = {(tableau.cle, ligne.cle) for tableau in tableaux for ligne in tableau.lignes}
    for derivation in montants.derivations(contexte, plan.CLE):
        if (derivation.lieu.tableau, derivation.lieu.ligne) in montrees:
            yield derivation


def _manques(tableaux: tuple[Tableau, ...]) -> Iterator[str]:
    nombre = next(pieces.nombre_de_manques(tableau) for tableau in tableaux if tableau.cle == pieces.CLE)
    if nombre:
        yield f"{accorder(nombre, 'pièce manque', 'pièces manquent')} au dossier de la demande : voir leur tableau."


def _empechements(contexte: Contexte) -> Iterator[str]:
    """Ceux de l’annexe, et de n’avoir rien à demander."""
    yield from signatures.empechements(contexte)
    if not any(map(solde_a_demander, contexte.concours)):
        yield _RIEN


def _cadres(contexte: Contexte) -> Iterator[Signature]:
    """Celui de chaque maître d’ouvrage qui demande."""
    for personne in personnes(contexte):
        siennes = [li for li in contexte.concours if li.faits.operation.maitre_ouvrage in personne.maitres]
        demande = sum(map(solde_a_demander, siennes))
        if demande:
            yield Signature(
                organisme=personne.nom,
                qualite="Maître d’ouvrage",
                objet=f"Certifie l’état récapitulatif et demande {afficher_euros(demande, contexte.unite)} de solde.",
                signataire=ligne_du_signataire(personne),
            )

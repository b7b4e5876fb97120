"""``financement demande-de-solde DOSSIER`` : ce qu’un maître d’ouvrage signe pour demander ses soldes."""

from argparse import ArgumentTypeError, Namespace
from typing import Final

from exports.annexe_existante import Existants
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.document.document import Document
from exports.document.resume import resumer
from exports.document.sceau import GenrePerimetre, Perimetre
from exports.ecriture_annexe import ecrire_formats
from exports.ecriture_demande_de_solde import FORMATS_DE_LA_DEMANDE
from exports.livraison.annexe_rendue import preparer_demande_de_solde
from financement.dossier.designation import maitre_ouvrage_designe, operation_designee
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from maquettes.fichiers.destinations import garder_la_source

__all__ = ["declarer", "executer"]

_SANS_DEMANDEUR: Final = "donner --operation ou --maitre-ouvrage : on demande le solde de l’une ou de l’autre"


def declarer(commande: Commande) -> None:
    """``demande-de-solde DOSSIER --operation CODE | --maitre-ouvrage CODE --au DATE --sortie REPERTOIRE``."""
    commande.dossier()
    commande.exiger_au()
    commande.chemin("--sortie", metavar="DOSSIER", required=True, help="répertoire où écrire la demande")
    commande.add_argument(
        "--formats",
        metavar="FORMATS",
        type=_lire_formats,
        default=FORMATS_DE_LA_DEMANDE,
        help=f"formats séparés par des virgules, parmi {', '.join(FORMATS_DE_LA_DEMANDE)} (tous par défaut)",
    )
    commande.au_plus_un(
        operation="la demande d’une opération",
        maitre_ouvrage="celle de toutes les opérations d’un maître d’ouvrage",
    )
    commande.add_argument(
        "--remplacer", action="store_true", help="remplace aussi un fichier que quelqu’un a changé, gardé sinon"
    )
    commande.examens.append(_examiner)


def _lire_formats(texte: str) -> tuple[str, ...]:
    """Des formats de la demande, séparés par des virgules."""
    formats = tuple(dict.fromkeys(mot.strip().lower() for mot in texte.split(",")))
    inconnus = [mot for mot in formats if mot not in FORMATS_DE_LA_DEMANDE]
    if inconnus:
        choix = ", ".join(FORMATS_DE_LA_DEMANDE)
        raise ArgumentTypeError(f"format « {inconnus[0]} » inconnu ; choisir parmi {choix}, séparés par des virgules")
    return formats


def _examiner(arguments: Namespace) -> str | None:
    """Une demande de solde a un demandeur."""
    return _SANS_DEMANDEUR if arguments.operation is None and arguments.maitre_ouvrage is None else None


def executer(arguments: Namespace) -> int:
    """Écrit la demande, en donne le résumé, ce qui bloque et le chemin de chaque fichier."""
    garder_la_source(arguments.dossier, arguments.sortie)
    projet = lire_le_dossier(arguments.dossier)
    demande = preparer_demande_de_solde(projet, au=arguments.au, perimetre=_perimetre(arguments, projet))
    existants = Existants.REMPLACER if arguments.remplacer else Existants.PROTEGER
    chemins = ecrire_formats(demande, arguments.sortie, arguments.formats, existants)
    with apres_avoir_ecrit(arguments.sortie):
        _presenter(demande.document)
        imprimer("Demande de solde :")
        for chemin in chemins:
            imprimer(f"  {afficher_chemin(chemin)}")
    return 0


def _perimetre(arguments: Namespace, projet: Projet) -> Perimetre:
    """Le périmètre demandé ; le sceau en porte le code entier, même désigné par sa fin."""
    if arguments.operation is not None:
        return Perimetre(genre=GenrePerimetre.OPERATION, code=operation_designee(projet, arguments.operation))
    code = maitre_ouvrage_designe(projet, arguments.maitre_ouvrage)
    return Perimetre(genre=GenrePerimetre.MAITRE_OUVRAGE, code=code)


def _presenter(document: Document) -> None:
    imprimer(f"Empreinte du dossier : {document.empreinte}")
    imprimer()
    imprimer(resumer(document))
    imprimer()
    if document.empechements:
        imprimer("Demande non signable. Ce qui bloque :")
        for empechement in document.empechements:
            imprimer(f"  {empechement}")
        imprimer()

"""``financement annexe DOSSIER`` : l’annexe financière, dans les formats demandés."""

from argparse import ArgumentTypeError, Namespace

from exports.annexe_existante import Existants
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer, imprimer_erreur
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.document.elements import Precision
from exports.document.resume import resumer
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre
from exports.ecriture_annexe import ecrire_formats, formats_possibles
from exports.livraison.annexe_rendue import DU_PROJET_ENTIER, FORMATS, AnnexeRendue, preparer_annexe
from financement.dossier.designation import financeur_designe, maitre_ouvrage_designe, operation_designee
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from maquettes.fichiers.destinations import garder_la_source

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``annexe DOSSIER --au DATE --sortie REPERTOIRE``, entière ou réduite à un signataire ou à une opération."""
    commande.dossier()
    commande.exiger_au()
    commande.chemin("--sortie", metavar="DOSSIER", required=True, help="répertoire où écrire l’annexe")
    commande.add_argument(
        "--formats",
        metavar="FORMATS",
        type=_lire_formats,
        help=f"formats séparés par des virgules, parmi {', '.join(FORMATS)} (tous par défaut)",
    )
    commande.au_plus_un(
        financeur="l’extrait que signe un financeur",
        maitre_ouvrage="l’extrait que signe un maître d’ouvrage",
        operation="la fiche d’une opération",
    )
    commande.add_argument(
        "--euros-entiers", action="store_true", help="montants arrondis à l’euro, sommes justes en ligne et en colonne"
    )
    commande.add_argument(
        "--remplacer", action="store_true", help="remplace aussi un fichier que quelqu’un a changé, gardé sinon"
    )
    commande.examens.append(_examiner)


def _lire_formats(texte: str) -> tuple[str, ...]:
    """Des formats d’annexe, séparés par des virgules."""
    formats = tuple(dict.fromkeys(mot.strip().lower() for mot in texte.split(",")))
    inconnus = [mot for mot in formats if mot not in FORMATS]
    if inconnus:
        raise ArgumentTypeError(
            f"format « {inconnus[0]} » inconnu ; choisir parmi {', '.join(FORMATS)}, séparés par des virgules"
        )
    return formats


def _examiner(arguments: Namespace) -> str | None:
    """Un format qui couvre tout le projet n’a pas d’extrait."""
    entier = next((demande for demande in arguments.formats or () if demande in DU_PROJET_ENTIER), None)
    for perimetre in ("financeur", "maitre_ouvrage", "operation"):
        if entier is not None and getattr(arguments, perimetre) is not None:
            return f"--formats {entier} ne s’emploie pas avec --{perimetre.replace('_', '-')}"
    return None


def executer(arguments: Namespace) -> int:
    """Écrit l’annexe, en donne le résumé et le chemin de chaque fichier."""
    garder_la_source(arguments.dossier, arguments.sortie)
    projet = lire_le_dossier(arguments.dossier)
    perimetre = _perimetre(arguments, projet)
    formats, absents = (arguments.formats, ()) if arguments.formats else formats_possibles(perimetre)
    annexe = preparer_annexe(
        projet,
        au=arguments.au,
        perimetre=perimetre,
        unite=Precision.EURO if arguments.euros_entiers else Precision.CENTIME,
    )
    existants = Existants.REMPLACER if arguments.remplacer else Existants.PROTEGER
    chemins = ecrire_formats(annexe, arguments.sortie, formats, existants)
    with apres_avoir_ecrit(arguments.sortie):
        _presenter(annexe)
        imprimer("Annexe financière :")
        for chemin in chemins:
            imprimer(f"  {afficher_chemin(chemin)}")
        for reserve in annexe.subventions.reserves if "scdl" in formats else ():
            imprimer(f"Fichier scdl : {reserve}")
    for absent in absents:
        (manque,) = absent.fautes
        imprimer_erreur(f"{manque.message} {manque.remede}")
    return 0


def _perimetre(arguments: Namespace, projet: Projet) -> Perimetre:
    """Le périmètre demandé ; le sceau en porte le code entier, même désigné par sa fin."""
    for genre, lire, texte in (
        (GenrePerimetre.FINANCEUR, financeur_designe, arguments.financeur),
        (GenrePerimetre.MAITRE_OUVRAGE, maitre_ouvrage_designe, arguments.maitre_ouvrage),
        (GenrePerimetre.OPERATION, operation_designee, arguments.operation),
    ):
        if texte is not None:
            return Perimetre(genre=genre, code=lire(projet, texte))
    return ENSEMBLE


def _presenter(annexe: AnnexeRendue) -> None:
    document = annexe.document
    imprimer(f"Empreinte du dossier : {document.empreinte}")
    imprimer()
    imprimer(resumer(document))
    imprimer()
    if document.bandeau:
        imprimer("Chaque page porte « PROJET » ; « financement controler » donne les constats.")
        imprimer()

"""``financement redeployer DOSSIER --au DATE --besoins F.toml`` : le meilleur emploi des économies d’un financeur."""

from argparse import Namespace
from typing import Final

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer, imprimer_json
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.valeurs_donnees import lire_parmi
from exports.commandes.redeployer.affichage import imprimer_le_redeploiement
from exports.commandes.redeployer.programme import redeploiement_pour_programme
from exports.texte.mots import bandeau
from financement.controles.registre import controler
from financement.fautes.chemins import afficher_chemin
from financement.redeploiement.redeploiement import redeployer
from financement.redeploiement.version import generer_avenant_de_redeploiement
from maquettes.dossiers import ecrire_dossier
from maquettes.fichiers.destinations import garder_la_source
from maquettes.redeploiement.lecture import lire_demande_de_redeploiement

__all__ = ["declarer", "executer"]

_FORMATS: Final = ("table", "json")
_RIEN_D_ECRIT: Final = 1


def declarer(commande: Commande) -> None:
    """``redeployer DOSSIER --au DATE --besoins F.toml``."""
    commande.dossier()
    commande.exiger_au()
    commande.chemin("--besoins", metavar="FICHIER.toml", required=True, help="financeur, besoins, contraintes")
    commande.chemin(
        "--vers",
        metavar="DOSSIER",
        help="nouveau dossier, augmenté de l’avenant : sans suffixe, répertoire ; sinon fichier .xlsx ou .json",
    )
    commande.date("--signature", help="date de l’avenant (par défaut, la date d’arrêté)")
    commande.add_argument(
        "--format",
        metavar=f"{{{','.join(_FORMATS)}}}",
        type=lambda texte: lire_parmi(texte, _FORMATS),
        default="table",
        help="table pour une personne (par défaut), json pour un programme",
    )
    commande.largeur()


def executer(arguments: Namespace) -> int:
    """Cherche le meilleur emploi, l’écrit en avenant si on le demande, et dit ce qui l’arrête.

    Rend 1 si l’avenant demandé ne peut pas être écrit, faute d’emploi possible.
    """
    if arguments.vers is not None:
        garder_la_source(arguments.dossier, arguments.vers)
    demande = lire_demande_de_redeploiement(arguments.besoins)
    projet = lire_le_dossier(arguments.dossier)
    trouve = redeployer(projet, demande, au=arguments.au, signature=arguments.signature)
    ecrit = arguments.vers is not None and trouve.valeur is not None
    mention: str | None = None
    if ecrit:
        signature = arguments.signature or arguments.au
        clos = generer_avenant_de_redeploiement(trouve, signature=signature)
        ecrire_dossier(clos, arguments.vers)
        mention = bandeau(controler(clos, au=signature))
    with apres_avoir_ecrit(*((arguments.vers,) if ecrit else ())):
        if arguments.format == "json":
            imprimer_json(redeploiement_pour_programme(trouve))
        else:
            imprimer_le_redeploiement(trouve, largeur_demandee(arguments))
            if ecrit:
                imprimer(f"Dossier écrit, augmenté de l’avenant : {afficher_chemin(arguments.vers)}")
            elif arguments.vers is not None:
                imprimer("Aucun dossier n’est écrit.")
            if mention:
                imprimer(f"{mention} dans le dossier écrit : les voir par « financement controler ».")
    return _RIEN_D_ECRIT if arguments.vers is not None and not ecrit else 0

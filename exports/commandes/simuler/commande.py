"""``financement simuler DOSSIER --au DATE --scenarios F.toml`` : ce que le dossier devient sous chaque hypothèse."""

from argparse import Namespace
from typing import Final

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer_json
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.valeurs_donnees import lire_parmi
from exports.commandes.simuler.affichage import imprimer_cote_a_cote
from exports.commandes.simuler.fichiers import ecrire_les_fichiers, verifier_les_destinations
from exports.commandes.simuler.programme import cote_a_cote_pour_programme
from financement.scenarios.cote_a_cote import simuler
from maquettes.scenarios.lecture import lire_scenarios

__all__ = ["declarer", "executer"]

_FORMATS: Final = ("table", "json")


def declarer(commande: Commande) -> None:
    """``simuler DOSSIER --au DATE --scenarios F.toml``."""
    commande.dossier()
    commande.exiger_au()
    commande.chemin(
        "--scenarios", metavar="F.toml", required=True, help="les hypothèses : voir docs/ingenierie.md, clé par clé"
    )
    commande.add_argument(
        "--format",
        metavar=f"{{{','.join(_FORMATS)}}}",
        type=lambda texte: lire_parmi(texte, _FORMATS),
        default="table",
        help="table pour une personne (par défaut), json pour un programme",
    )
    commande.chemin("--xlsx", metavar="FICHIER.xlsx", help="écrit aussi la simulation en classeur, écarts en formules")
    commande.chemin("--html", metavar="FICHIER.html", help="écrit aussi la simulation en une page, avec ses graphiques")
    commande.add_argument("--tous", action="store_true", help="tous les constats apparus et disparus, non les premiers")
    commande.largeur()


def executer(arguments: Namespace) -> int:
    """Imprime la base et chaque scénario côte à côte, après avoir écrit les fichiers demandés."""
    demandes = {"xlsx": arguments.xlsx, "html": arguments.html}
    fichiers = {suffixe: fichier for suffixe, fichier in demandes.items() if fichier is not None}
    verifier_les_destinations(arguments.dossier, fichiers)
    lus = lire_scenarios(arguments.scenarios)
    projet = lire_le_dossier(arguments.dossier)
    cote_a_cote = simuler(projet, lus.scenarios, au=arguments.au)
    ecrire_les_fichiers(cote_a_cote, fichiers)
    with apres_avoir_ecrit(*fichiers.values()):
        if arguments.format == "json":
            imprimer_json(cote_a_cote_pour_programme(cote_a_cote))
        else:
            imprimer_cote_a_cote(cote_a_cote, largeur_demandee(arguments), tous=arguments.tous)
    return 0

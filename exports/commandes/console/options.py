"""Les arguments que plusieurs commandes partagent."""

from exports.commandes.console.analyseur import Analyseur
from exports.commandes.console.valeurs_donnees import LARGEUR, lire_chemin, lire_date_donnee, lire_parmi

__all__ = ["ajouter_au", "ajouter_dossier", "ajouter_filtres", "ajouter_format", "ajouter_largeur", "exiger_au"]

_FORMATS = ("table", "json", "csv")
_AIDE_AU = "date d’arrêté, 2015-03-31 ou 31/03/2015"


def ajouter_dossier(commande: Analyseur, nom: str = "dossier") -> None:
    """Le dossier lu, sous l’une de ses trois formes."""
    commande.add_argument(
        nom, metavar=nom.upper(), type=lire_chemin, help="répertoire, classeur .xlsx ou fichier .json"
    )


def ajouter_au(commande: Analyseur) -> None:
    """``--au``, facultatif."""
    commande.add_argument("--au", metavar="DATE", type=lire_date_donnee, help=_AIDE_AU)


def exiger_au(commande: Analyseur) -> None:
    """``--au``, sans lequel la commande n’a pas de sens."""
    commande.add_argument("--au", metavar="DATE", type=lire_date_donnee, required=True, help=_AIDE_AU)


def ajouter_format(commande: Analyseur) -> None:
    """``--format`` de ce qui s’imprime."""
    commande.add_argument(
        "--format",
        metavar=f"{{{','.join(_FORMATS)}}}",
        type=lambda texte: lire_parmi(texte, _FORMATS),
        default="table",
        help="table pour une personne (par défaut), json ou csv pour un programme",
    )


def ajouter_largeur(commande: Analyseur) -> None:
    """``--largeur`` des tables imprimées."""
    commande.add_argument(
        "--largeur",
        metavar="N",
        type=LARGEUR,
        help="largeur des tables, en caractères (par défaut, celle du terminal)",
    )


def ajouter_filtres(commande: Analyseur) -> None:
    """Ce qu’on regarde : un code entier, ou sa fin si un seul code finit ainsi."""
    commande.add_argument("--financeur", metavar="CODE", help="les seules lignes de ce financeur")
    commande.add_argument("--famille", metavar="CODE", help="les seules opérations de cette famille")
    commande.add_argument("--maitre-ouvrage", metavar="CODE", help="les seules opérations de ce maître d’ouvrage")

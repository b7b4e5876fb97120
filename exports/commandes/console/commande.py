"""L’analyseur d’une commande, et les arguments que plusieurs partagent."""

from typing import Any, Final

from exports.commandes.console.analyseur import Analyseur
from exports.commandes.console.valeurs_donnees import LARGEUR, lire_chemin, lire_date_donnee, lire_parmi

__all__ = ["Commande"]

_FORMATS: Final = ("table", "json", "csv")


class Commande(Analyseur):
    """Ce à quoi une commande déclare ses arguments."""

    def chemin(self, *noms: str, **options: Any) -> None:
        """Le chemin d’un fichier ou d’un répertoire."""
        self.add_argument(*noms, type=lire_chemin, **options)

    def date(self, nom: str, **options: Any) -> None:
        """Une date."""
        self.add_argument(nom, metavar="DATE", type=lire_date_donnee, **options)

    def dossier(self, nom: str = "dossier") -> None:
        """Le dossier lu, sous l’une de ses trois formes."""
        self.chemin(nom, metavar=nom.upper(), help="répertoire, classeur .xlsx ou fichier .json")

    def au(self, **options: Any) -> None:
        """``--au``, facultatif."""
        self.date("--au", help="date d’arrêté, 2015-03-31 ou 31/03/2015", **options)

    def exiger_au(self) -> None:
        """``--au``, sans lequel la commande n’a pas de sens."""
        self.au(required=True)

    def format(self) -> None:
        """``--format`` de ce qui s’imprime."""
        self.add_argument(
            "--format",
            metavar=f"{{{','.join(_FORMATS)}}}",
            type=lambda texte: lire_parmi(texte, _FORMATS),
            default="table",
            help="table pour une personne (par défaut), json ou csv pour un programme",
        )

    def largeur(self) -> None:
        """``--largeur`` des tables imprimées."""
        aide = "largeur des tables, en caractères (par défaut, celle du terminal)"
        self.add_argument("--largeur", metavar="N", type=LARGEUR, help=aide)

    def filtres(self) -> None:
        """Ce qu’on regarde : un code entier, ou sa fin si un seul code finit ainsi."""
        self.add_argument("--financeur", metavar="CODE", help="les seules lignes de ce financeur")
        self.add_argument("--famille", metavar="CODE", help="les seules opérations de cette famille")
        self.add_argument("--maitre-ouvrage", metavar="CODE", help="les seules opérations de ce maître d’ouvrage")

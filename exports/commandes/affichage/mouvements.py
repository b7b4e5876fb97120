"""Ce que les commandes disent d’un dossier sans mouvement : un journal absent ne se distingue pas d’un journal vide."""

from exports.commandes.affichage.sortie import imprimer
from exports.texte.mots import SANS_MOUVEMENT
from financement.dossier.projet import Projet

__all__ = ["dire_l_absence_de_mouvement", "mouvements_pour_programme"]


def dire_l_absence_de_mouvement(projet: Projet) -> None:
    """La phrase, sous une table de chiffres ; rien si le dossier a un mouvement."""
    if not projet.journal:
        imprimer()
        imprimer(SANS_MOUVEMENT)


def mouvements_pour_programme(projet: Projet) -> dict[str, object]:
    """La clé « sans_mouvement » d’un json ; rien si le dossier a un mouvement."""
    return {} if projet.journal else {"sans_mouvement": True}

"""La zone imprimée d’une feuille : ses lignes remplies, parfois quelques lignes libres, et l’avis de ce qui la dépasse.

Elle est écrite en toutes lettres. Définie par une formule, elle suivrait la saisie dans un tableur et serait ignorée
par un autre, qui imprimerait toute la réserve.
"""

from typing import Final

from maquettes.classeur.vivant import FeuilleVivante
from maquettes.maquette import styles
from maquettes.maquette.contenu import Contenu
from maquettes.maquette.description import LIGNE_TITRE, Bloc
from maquettes.maquette.disposition import Disposition
from maquettes.maquette.valeurs.moteur import Colonnes
from maquettes.tableur.adresses import adresse

__all__ = ["LIGNES_LIBRES", "LIGNES_VIERGES", "derniere_ligne_imprimee", "ecrire_avis"]

LIGNES_LIBRES: Final = 10
"""Lignes libres imprimées sous celles d’une feuille qui tient sur une page : les prochaines saisies y tiennent.

D’une feuille plus longue, elles s’imprimeraient souvent seules, sur une page presque blanche.
"""

LIGNES_VIERGES: Final = 30
"""Lignes imprimées d’une feuille à remplir d’une maquette vierge : une page."""

_AVIS: Final = (
    'Lignes remplies hors de la zone imprimée : "&{0}&" – étendre la zone (Mise en page), ou refaire la maquette'
)


def derniere_ligne_imprimee(bloc: Bloc, disposition: Disposition, contenu: Contenu, valeurs: Colonnes) -> int:
    """La dernière ligne imprimée d’un bloc, comptée depuis zéro ; celle de l’en-tête si rien ne s’en imprime.

    Une maquette vierge n’imprime que ce qui s’y remplit.
    """
    if contenu.projet is None:
        lignes = LIGNES_VIERGES if bloc.saisies else 0
    else:
        lignes = _lignes_remplies(bloc, contenu, valeurs)
        if lignes <= LIGNES_VIERGES:
            lignes += LIGNES_LIBRES
    return bloc.premiere_ligne + min(lignes, disposition.capacites[bloc.nom]) - 1


def _lignes_remplies(bloc: Bloc, contenu: Contenu, valeurs: Colonnes) -> int:
    """Combien de lignes il faut pour aller jusqu’à la dernière remplie."""
    if bloc.saisies:
        return max(contenu.rangs_de(bloc.nom), default=-1) + 1
    premiere = valeurs.get(bloc.colonnes[0].nom, ())
    return max((rang for rang, valeur in enumerate(premiere, 1) if valeur != ""), default=0)


def ecrire_avis(feuille: FeuilleVivante, imprimee: int, derniere: int, colonne: int) -> None:
    """Écrit à droite du titre, que chaque page répète, combien de lignes remplies la zone laisse de côté."""
    nombre = f'SUMPRODUCT(--({adresse(imprimee + 1, 0)}:{adresse(derniere, 0)}<>""))'
    avis = _AVIS.format(nombre)
    feuille.formule(LIGNE_TITRE, colonne, f'=IF({nombre}=0,"","{avis}")', "", styles.AVIS)

"""La feuille des listes : chaque choix proposé à la saisie, et ce qu’il veut dire."""

from typing import Final

from maquettes.classeur_vivant import ClasseurVivant, FeuilleVivante
from maquettes.maquette import styles
from maquettes.maquette.blocs_syntheses import NOMBRE_DE_FAMILLES
from maquettes.maquette.description import LIGNE_EN_TETE
from maquettes.maquette.disposition import plage
from maquettes.maquette.feuille_de_bloc import Entete, ecrire_titre, mettre_en_page
from maquettes.maquette.listes import FEUILLE_LISTES, LISTES
from maquettes.pages_de_front import pages_de_front

__all__ = ["ecrire_listes"]

_PILES: Final = 4
_LARGEURS: Final = (22, 46, 3)


def ecrire_listes(classeur: ClasseurVivant, entete: Entete) -> FeuilleVivante:
    """Écrit les listes en quatre piles et nomme chacune ``liste_x``, ses libellés ``liste_x_libelles``."""
    feuille = classeur.feuille_vivante(FEUILLE_LISTES, "#8496B0")
    largeurs = _LARGEURS * _PILES
    de_front = pages_de_front(largeurs, [f"pile {rang // len(_LARGEURS)}" for rang in range(len(largeurs))], 0)
    premiere_page = largeurs if de_front is None else largeurs[: de_front.coupures[0]]
    ecrire_titre(feuille, "Listes", entete, premiere_page)
    for rang, largeur in enumerate(largeurs):
        feuille.largeur(rang, largeur)
    bas = [LIGNE_EN_TETE] * _PILES
    for liste in LISTES:
        # Chaque liste va dans la pile la moins haute : la feuille tient sur une page de haut.
        pile = bas.index(min(bas))
        colonne, en_tete = pile * len(_LARGEURS), bas[pile]
        feuille.fusion(en_tete, (colonne, colonne + 1), liste.titre, styles.EN_TETE_CALCUL)
        hauteur = NOMBRE_DE_FAMILLES if liste.nom.startswith("liste_familles") else len(liste.valeurs)
        for rang, (valeur, libelle) in enumerate(liste.valeurs.items(), en_tete + 1):
            feuille.texte(rang, colonne, valeur, styles.LIBELLE)
            feuille.texte(rang, colonne + 1, libelle, styles.LIBELLE)
        for suffixe, decalage in (("", 0), ("_libelles", 1)):
            place = colonne + decalage
            etendue = plage(FEUILLE_LISTES, (en_tete + 1, place), (en_tete + hauteur, place))
            classeur.definir_nom(f"{liste.nom}{suffixe}", etendue)
        bas[pile] = en_tete + hauteur + 2
    derniere, colonne = max(bas), _PILES * len(_LARGEURS)
    feuille.tolerer_codes((LIGNE_EN_TETE, 0), (derniere, colonne - 1))
    mettre_en_page(feuille, "Listes", entete, None, (derniere, colonne - 1), de_front)
    feuille.proteger()
    return feuille

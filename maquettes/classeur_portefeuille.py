"""La synthèse d’un portefeuille en classeur : la décision d’abord, ce qui bloque, puis le détail dont elle vient.

Les totaux sont des formules vivantes qui portent la valeur du moteur ; mêmes bilans, mêmes octets.
"""

from typing import Final

from financement.dates import afficher_date
from financement.portefeuille import Portefeuille
from maquettes.classeur import Classeur, Feuille, Proprietes
from maquettes.decision_portefeuille import ecrire_decision
from maquettes.feuilles_portefeuille import (
    LIGNE_TOTAL,
    PAR_CATEGORIE,
    PREMIERE_LIGNE,
    FeuilleDePortefeuille,
    ecrire_par_categorie,
    feuilles_de_detail,
    projet,
)
from maquettes.impression import MiseEnPage
from maquettes.maquette.styles import SOUS_TITRE, TITRE
from maquettes.tableau_de_classeur import ecrire_tableau

__all__ = ["classeur_du_portefeuille"]

DECISION: Final = "Décision"


def classeur_du_portefeuille(portefeuille: Portefeuille) -> bytes:
    """Le fichier xlsx : décision, constats bloquants, détail par financeur, catégorie et famille, dossiers, refus.

    Lève :class:`ClasseurImpossible` s’il y a plus de lignes que n’en tient une feuille.
    """
    au = afficher_date(portefeuille.au)
    classeur = Classeur(
        Proprietes(
            titre=f"Portefeuille de conventions au {au}",
            sujet="Situation, clôture et contrôles",
            organisme="",
            commentaires="Montants de clôture : lecture C des règles de solde, qu’aucun texte ne publie.",
            cree_le=portefeuille.au,
        )
    )
    details = feuilles_de_detail(portefeuille)
    feuille = classeur.feuille(DECISION)
    repetees, derniere = ecrire_decision(feuille, portefeuille, details)
    _imprimer(feuille, portefeuille, repetees, derniere)
    for detail in details:
        feuille = classeur.feuille(detail.nom)
        derniere = _ecrire(feuille, detail, au)
        if detail.nom == PAR_CATEGORIE:
            ecrire_par_categorie(feuille, portefeuille, details)
        _imprimer(feuille, portefeuille, (LIGNE_TOTAL, LIGNE_TOTAL + 1), derniere)
        if not detail.tableau.rangees:
            feuille.ne_pas_imprimer()
    return classeur.octets()


def _ecrire(feuille: Feuille, detail: FeuilleDePortefeuille, au: str) -> tuple[int, int]:
    """Écrit une feuille de détail ; rend sa dernière cellule."""
    feuille.texte(0, 0, f"{detail.nom} au {au}, en euros", TITRE)
    feuille.texte(1, 0, detail.sous_titre, SOUS_TITRE)
    for rang, colonne in enumerate(detail.tableau.colonnes):
        feuille.largeur(rang, colonne.largeur)
    derniere = ecrire_tableau(feuille, detail.tableau, LIGNE_TOTAL), len(detail.tableau.colonnes) - 1
    feuille.figer(PREMIERE_LIGNE, 1)
    feuille.filtrer((LIGNE_TOTAL + 1, 0), derniere)
    return derniere


def _imprimer(
    feuille: Feuille, portefeuille: Portefeuille, repetees: tuple[int, int], derniere: tuple[int, int]
) -> None:
    """« PROJET » en tête de chaque page tant qu’une convention a des constats bloquants."""
    mention = projet(portefeuille)
    bandeau = f'&C&"Calibri,Bold"&11&KB00020{mention}' if mention else ""
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete=f"&L&9Portefeuille au {afficher_date(portefeuille.au)}{bandeau}&R&9{feuille.nom}",
            pied="&L&9Montants de clôture : lecture C des règles de solde&R&9page &P / &N",
            lignes_repetees=repetees,
            derniere_cellule=derniere,
        )
    )

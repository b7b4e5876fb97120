"""La feuille de la convention : une rubrique par ligne, sa valeur à remplir, ce qui s’en déduit."""

from typing import Final

from maquettes.classeur.classeur import adresse
from maquettes.classeur.vivant import ClasseurVivant
from maquettes.description.description import CONVENTION
from maquettes.maquette import styles
from maquettes.maquette.contenu import Contenu
from maquettes.maquette.description import LIGNE_EN_TETE, PREMIERE_LIGNE, ColonneMaquette
from maquettes.maquette.feuilles.bloc import Entete, ecrire_titre, mettre_en_page
from maquettes.maquette.feuilles.regles_de_saisie import saisie_de
from maquettes.maquette.rubriques_decrites import (
    FEUILLE_CONVENTION,
    NOMS_DES_RUBRIQUES,
    RUBRIQUES,
    TITRES_DES_RUBRIQUES,
)
from maquettes.maquette.styles import style_d_autrui, style_de_saisie
from maquettes.maquette.valeurs.cellule import ValeurSaisie, ecrire_valeur, valeur_de_cellule

__all__ = ["ecrire_convention"]

_COLONNE_DES_VALEURS: Final = 1

_COLONNES: Final = tuple(zip(TITRES_DES_RUBRIQUES, (34, 60, 70), strict=True))
_AIDES: Final = {
    "code": "Code de la convention, tel qu’il figure sur les décisions.",
    "programme": "PNRU (2004-2020) ou NPNRU.",
    "reglement": "pnru ou npnru ; reglement.toml si le dossier a ses propres paramètres (feuille Règlement).",
    "date_limite_engagement": "Dernier jour où l’ANRU peut engager ; un avenant peut la changer.",
    "date_limite_solde": "Facultative.",
    "unite": "euro si les tableaux ont été dressés en euros entiers ; vide : au centime.",
    "signataire": "Facultatif : rôle, et nom s’il est connu, de qui signe (Le maire, M. Jean Martin).",
    "region": "Facultative : réunit les conventions d’un portefeuille par région.",
    "departement": "Facultatif : réunit les conventions d’un portefeuille par département.",
    "base": "Seulement pour un règlement propre : pnru ou npnru.",
}


def ecrire_convention(classeur: ClasseurVivant, contenu: Contenu, entete: Entete) -> None:
    """Écrit la feuille et nomme la cellule de chaque rubrique."""
    feuille = classeur.feuille_vivante(FEUILLE_CONVENTION, "#F2C200")
    ecrire_titre(feuille, "Convention", entete, [largeur for _, largeur in _COLONNES])
    for rang, (libelle, largeur) in enumerate(_COLONNES):
        style = styles.EN_TETE_SAISIE if rang == _COLONNE_DES_VALEURS else styles.EN_TETE_CALCUL
        feuille.texte(LIGNE_EN_TETE, rang, libelle, style)
        feuille.largeur(rang, largeur)
    for rang, rubrique in enumerate(RUBRIQUES):
        ligne = PREMIERE_LIGNE + rang
        place = (ligne, _COLONNE_DES_VALEURS)
        feuille.texte(ligne, 0, rubrique.libelle, styles.LIBELLE)
        feuille.texte(ligne, 2, _AIDES.get(rubrique.nom, ""), styles.NOTE)
        style = style_de_saisie(rubrique.presentation)
        if not contenu.est_a_remplir(CONVENTION.nom, rubrique.nom):
            style = style_d_autrui(style)
        valeur = _valeur(contenu, rubrique)
        if valeur is None:
            feuille.vide(*place, style)
        else:
            ecrire_valeur(feuille, place, valeur, style)
        feuille.saisir(place, place, saisie_de(rubrique))
        feuille.hauteur(ligne, 20)
        lettres = adresse(ligne, _COLONNE_DES_VALEURS)
        classeur.definir_nom(NOMS_DES_RUBRIQUES[rubrique.nom], f"'{FEUILLE_CONVENTION}'!${lettres[0]}${lettres[1:]}")
    derniere = PREMIERE_LIGNE + len(RUBRIQUES) - 1
    mettre_en_page(feuille, "Convention", entete, None, (derniere, 2))
    feuille.proteger()


def _valeur(contenu: Contenu, rubrique: ColonneMaquette) -> ValeurSaisie | None:
    if rubrique.saisie is None or contenu.convention is None:
        return None
    if rubrique.nom == "base":
        return contenu.base or None
    return valeur_de_cellule(rubrique.saisie, contenu.convention)

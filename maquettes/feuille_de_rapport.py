"""Une feuille de rapport : titre, colonnes, lignes à la hauteur de leurs textes, liens vers les fichiers reçus."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from financement.fautes.provenance import Origine
from maquettes.classeur.classeur import Classeur, Feuille
from maquettes.classeur.impression import MiseEnPage
from maquettes.classeur.mesure import HAUTEUR_MAXIMALE, hauteur_de_ligne, nombre_de_lignes
from maquettes.maquette.styles import EN_TETE_CALCUL, LIEN, SOUS_TITRE, TEXTE, TITRE
from maquettes.tableur.adresses import cible_externe

__all__ = [
    "EN_TETE_DE_RAPPORT",
    "LIEN_DE_RAPPORT",
    "TEXTE_DE_RAPPORT",
    "ColonneDeRapport",
    "ajuster_la_ligne",
    "fermer_la_feuille",
    "lier_a_l_origine",
    "ouvrir_la_feuille",
]

EN_TETE_DE_RAPPORT: Final = 3
"""La ligne des titres de colonnes, comptée depuis zéro."""
# Centrés, les textes ne touchent pas le filet épais de l’en-tête ; le filet du bas sépare les lignes hautes.
TEXTE_DE_RAPPORT: Final = replace(TEXTE, vertical="vcenter", filet_bas=7)
LIEN_DE_RAPPORT: Final = replace(LIEN, repli="replie")

_AERATION: Final = 6
# Un tableur n'admet que 65 530 liens par feuille.
_LIENS_AU_PLUS: Final = 65_000


class ColonneDeRapport(NamedTuple):
    """Une colonne : son titre et sa largeur, en caractères."""

    titre: str
    largeur: float


def ouvrir_la_feuille(classeur: Classeur, nom: str, sous_titre: str, colonnes: Sequence[ColonneDeRapport]) -> Feuille:
    """Une feuille neuve : titre, sous-titre, en-tête figé."""
    feuille = classeur.feuille(nom)
    feuille.texte(0, 0, nom, TITRE)
    feuille.texte(1, 0, sous_titre, SOUS_TITRE)
    for rang, colonne in enumerate(colonnes):
        feuille.largeur(rang, colonne.largeur)
        feuille.texte(EN_TETE_DE_RAPPORT, rang, colonne.titre, EN_TETE_CALCUL)
    feuille.hauteur(EN_TETE_DE_RAPPORT, 30)
    feuille.figer(EN_TETE_DE_RAPPORT + 1, 1)
    return feuille


def ajuster_la_ligne(feuille: Feuille, colonnes: Sequence[ColonneDeRapport], ligne: int, textes: Sequence[str]) -> None:
    """La hauteur d’une ligne dont les premières cellules portent ces textes, repliés dans leur colonne."""
    largeurs = zip(textes, colonnes, strict=False)
    lignes = max(nombre_de_lignes(texte, colonne.largeur, TEXTE.taille) for texte, colonne in largeurs)
    feuille.hauteur(ligne, min(hauteur_de_ligne(lignes, TEXTE.taille) + _AERATION, HAUTEUR_MAXIMALE))


def fermer_la_feuille(feuille: Feuille, rapport: str, colonnes: Sequence[ColonneDeRapport], derniere: int) -> None:
    """Filtre et impression, jusqu’à la ligne ``derniere`` ; ``rapport`` : ce que dit l’en-tête des pages."""
    fin = (max(derniere, EN_TETE_DE_RAPPORT + 1), len(colonnes) - 1)
    feuille.filtrer((EN_TETE_DE_RAPPORT, 0), fin)
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete=f"&L&9{rapport}&R&9{feuille.nom}",
            pied="&R&9page &P / &N",
            lignes_repetees=(EN_TETE_DE_RAPPORT, EN_TETE_DE_RAPPORT),
            derniere_cellule=fin,
        )
    )


def lier_a_l_origine(feuille: Feuille, place: tuple[int, int], origine: Origine, texte: str) -> None:
    """Un lien vers un fichier reçu, ou son seul texte quand il y en a trop."""
    if place[0] > _LIENS_AU_PLUS or not origine.fichier:
        feuille.texte(*place, texte, TEXTE_DE_RAPPORT)
    else:
        cible = cible_externe(origine.fichier, origine.feuille or None, origine.cellule)
        feuille.lien_externe(*place, cible, texte, LIEN_DE_RAPPORT)

"""La première feuille : ce qu'est le document, ce qu'il faut savoir avant de le lire, et son sommaire."""

from typing import Final

from exports import rendu_xlsx_styles as styles
from exports.document import Document
from exports.rendu_xlsx_feuille import ecrire_titre
from exports.rendu_xlsx_page import mise_en_page
from maquettes.classeur import Classeur, Style
from maquettes.classeur_mesure import hauteur_de_ligne, nombre_de_lignes

__all__ = ["NOM", "ecrire_identification"]

NOM: Final = "Identification"

_LARGEURS: Final = (34.0, 110.0)
_TAILLE: Final = 10
_TITRE_DE_PARTIE: Final = Style(taille=11, graisse="grasse", couleur="#1F3864", filet_bas=1, couleur_filet="#8496B0")


def ecrire_identification(classeur: Classeur, document: Document) -> None:
    """Écrit la feuille d'identification, la première du classeur."""
    feuille = classeur.feuille(NOM)
    for rang, largeur in enumerate(_LARGEURS):
        feuille.largeur(rang, largeur)
    rangee = ecrire_titre(feuille, document, document.titre, 1) + 1
    for avertissement in document.avertissements:
        feuille.fusion(rangee, (0, 1), avertissement, styles.AVERTISSEMENT)
        feuille.hauteur(rangee, hauteur_de_ligne(nombre_de_lignes(avertissement, sum(_LARGEURS), _TAILLE), _TAILLE))
        rangee += 1
    rangee += 1
    feuille.fusion(rangee, (0, 1), "Identification", _TITRE_DE_PARTIE)
    rangee += 1
    mentions = (
        *((mention.libelle, mention.valeur) for mention in document.mentions),
        ("Empreinte du dossier (sha256)", document.empreinte),
    )
    for libelle, valeur in mentions:
        feuille.texte(rangee, 0, libelle, styles.LIBELLE)
        feuille.texte(rangee, 1, valeur, styles.VALEUR)
        lignes = nombre_de_lignes(valeur, _LARGEURS[1], _TAILLE, "grasse")
        feuille.hauteur(rangee, hauteur_de_ligne(lignes, _TAILLE))
        rangee += 1
    rangee += 1
    feuille.fusion(rangee, (0, 1), "Sommaire", _TITRE_DE_PARTIE)
    for tableau in document.tableaux:
        rangee += 1
        feuille.lien(rangee, 0, tableau.titre_court, tableau.titre_court, styles.LIEN)
        feuille.texte(rangee, 1, tableau.titre, styles.LIBELLE)
        feuille.hauteur(rangee, hauteur_de_ligne(1, _TAILLE))
    feuille.mettre_en_page(mise_en_page(document, NOM, None, (rangee, 1)))

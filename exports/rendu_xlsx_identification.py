"""La première feuille : ce qu'est le document, ce qu'il faut savoir avant de le lire, et son sommaire."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from exports import rendu_xlsx_styles as styles
from exports.document import Document
from exports.document_calculs import Renvoi
from exports.rendu_xlsx_feuille import ecrire_titre, valeur_de_formule
from exports.rendu_xlsx_formules import Plan, formule
from exports.rendu_xlsx_graphiques import FEUILLE as FEUILLE_GRAPHIQUES
from exports.rendu_xlsx_page import mise_en_page
from exports.rendu_xlsx_texte import FEUILLE_ARTICLES, FEUILLE_SIGNATURES
from maquettes.classeur import Classeur, Feuille, Style
from maquettes.classeur_mesure import hauteur_de_ligne, nombre_de_lignes

__all__ = ["NOM", "ecrire_identification"]

NOM: Final = "Identification"

_LARGEURS: Final = (54.0, 150.0)
_TAILLE: Final = 10
_TITRE_DE_PARTIE: Final = Style(taille=11, graisse="grasse", couleur="#1F3864", filet_bas=1, couleur_filet="#8496B0")


def ecrire_identification(classeur: Classeur, document: Document, plan: Plan) -> None:
    """Écrit la feuille d'identification, la première du classeur ; ses chiffres clés sont repris par formule."""
    feuille = classeur.feuille(NOM)
    for rang, largeur in enumerate(_LARGEURS):
        feuille.largeur(rang, largeur)
    rangee = ecrire_titre(feuille, document, document.titre, 1) + 1
    for avertissement in document.avertissements:
        feuille.fusion(rangee, (0, 1), avertissement, styles.AVERTISSEMENT)
        feuille.hauteur(rangee, hauteur_de_ligne(nombre_de_lignes(avertissement, sum(_LARGEURS), _TAILLE), _TAILLE))
        rangee += 1
    rangee = _ecrire_chiffres(feuille, document, plan, rangee + 1)
    feuille.fusion(rangee, (0, 1), "Identification", _TITRE_DE_PARTIE)
    rangee += 1
    mentions = (
        *((mention.libelle, mention.valeur) for mention in document.mentions),
        ("Empreinte du dossier (sha256)", document.sceau.dossier),
        ("Empreinte des règles (sha256)", document.sceau.regles),
        ("Composé par", document.sceau.logiciel),
    )
    for libelle, valeur in mentions:
        feuille.texte(rangee, 0, libelle, styles.LIBELLE)
        feuille.texte(rangee, 1, valeur, styles.VALEUR)
        lignes = nombre_de_lignes(valeur, _LARGEURS[1], _TAILLE, "grasse")
        feuille.hauteur(rangee, hauteur_de_ligne(lignes, _TAILLE))
        rangee += 1
    rangee += 1
    feuille.fusion(rangee, (0, 1), "Sommaire", _TITRE_DE_PARTIE)
    for nom, titre in _sommaire(document):
        rangee += 1
        feuille.lien(rangee, 0, nom, nom, styles.LIEN)
        feuille.texte(rangee, 1, titre, styles.LIBELLE)
        feuille.hauteur(rangee, hauteur_de_ligne(1, _TAILLE))
    feuille.mettre_en_page(mise_en_page(document, NOM, None, (rangee, 1)))


def _sommaire(document: Document) -> Iterator[tuple[str, str]]:
    """Nom et titre de chaque feuille qui suit."""
    if document.articles:
        yield FEUILLE_ARTICLES, "Texte de l'annexe, article par article"
    yield from ((tableau.titre_court, tableau.titre) for tableau in document.tableaux)
    if document.graphiques:
        yield FEUILLE_GRAPHIQUES, "Graphiques des synthèses"
    if document.signatures:
        yield FEUILLE_SIGNATURES, "Blocs de signature"


def _ecrire_chiffres(feuille: Feuille, document: Document, plan: Plan, rangee: int) -> int:
    """Les chiffres clés, chacun repris de sa cellule par une formule ; rend le rang de la ligne suivante."""
    if not document.chiffres_cles:
        return rangee
    feuille.fusion(rangee, (0, 1), "Chiffres clés, en euros", _TITRE_DE_PARTIE)
    for chiffre in document.chiffres_cles:
        rangee += 1
        lieu = chiffre.lieu
        tableau = document.tableau(lieu.tableau)
        colonne = tableau.colonnes[tableau.rang_colonne(lieu.colonne)]
        cellule = tableau.cellule(lieu.ligne, lieu.colonne)
        libelle = f"{chiffre.libelle} ({chiffre.precision})" if chiffre.precision else chiffre.libelle
        style = replace(
            styles.VALEUR,
            horizontal="left",
            format_nombre=styles.format_de_nombre(colonne.genre, cellule.valeur, document.sceau.unite),
        )
        feuille.texte(rangee, 0, libelle, styles.LIBELLE)
        renvoi = Renvoi(tableau=lieu.tableau, ligne=lieu.ligne, colonne=lieu.colonne)
        texte = formule(renvoi, plan, lieu.tableau, lieu.ligne, lieu.colonne)
        feuille.formule(rangee, 1, texte, valeur_de_formule(cellule, colonne), style)
        feuille.hauteur(rangee, hauteur_de_ligne(1, _TAILLE))
    return rangee + 2

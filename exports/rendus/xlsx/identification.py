"""Deux feuilles : le sommaire, qui suit la décision, et l’identification, qui ferme le classeur."""

from collections.abc import Iterator
from typing import Final

from exports.document.document import Document
from exports.document.identite import TITRE_DE_L_IDENTIFICATION, identifier
from exports.document.tableau import TITRES_DES_PARTIES, Partie
from exports.rendus.xlsx import styles
from exports.rendus.xlsx.decision import FEUILLE as FEUILLE_DECISION
from exports.rendus.xlsx.feuille import ecrire_titre
from exports.rendus.xlsx.graphiques import FEUILLE as FEUILLE_GRAPHIQUES
from exports.rendus.xlsx.page import LARGEURS, mise_en_page
from exports.rendus.xlsx.texte import FEUILLE_ARTICLES, FEUILLE_SIGNATURES
from maquettes.classeur.classeur import Classeur
from maquettes.classeur.mesure import hauteur_de_ligne, nombre_de_lignes

__all__ = ["FEUILLE_SOMMAIRE", "NOM", "ecrire_identification", "ecrire_sommaire"]

NOM: Final = TITRE_DE_L_IDENTIFICATION
FEUILLE_SOMMAIRE: Final = "Sommaire"

_TAILLE: Final = 10
_HAUTEUR_MAXIMALE: Final = 400.0


def ecrire_sommaire(classeur: Classeur, document: Document) -> None:
    """Un lien par feuille, sous le titre de sa partie."""
    feuille = classeur.feuille(FEUILLE_SOMMAIRE)
    largeurs = LARGEURS[document.page].paires
    for rang, largeur in enumerate(largeurs):
        feuille.largeur(rang, largeur)
    rangee = ecrire_titre(feuille, document, f"{document.titre} – {FEUILLE_SOMMAIRE}", 1)
    for partie, feuilles in _sommaire(document):
        rangee += 1
        feuille.fusion(rangee, (0, 1), partie, styles.TITRE_DE_PARTIE)
        for nom, titre in feuilles:
            rangee += 1
            feuille.lien(rangee, 0, nom, nom, styles.LIEN)
            feuille.texte(rangee, 1, titre, styles.LIBELLE)
            feuille.hauteur(rangee, hauteur_de_ligne(1, _TAILLE))
    feuille.mettre_en_page(mise_en_page(document, FEUILLE_SOMMAIRE, None, (rangee, 1)))


def _sommaire(document: Document) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Chaque partie, avec le nom et le titre de ses feuilles."""
    titre_de_la_decision = "Ce qui reste à verser, qui doit quoi, ce qui bloque"
    yield TITRES_DES_PARTIES[Partie.DECISION], [(FEUILLE_DECISION, titre_de_la_decision)]
    for partie, tableaux in document.parties:
        if partie is not Partie.DECISION:
            yield TITRES_DES_PARTIES[partie], [(tableau.titre_court, tableau.titre) for tableau in tableaux]
    autres = (
        (document.graphiques, FEUILLE_GRAPHIQUES, "Graphiques des synthèses"),
        (document.articles, FEUILLE_ARTICLES, "Texte de l’annexe, article par article"),
        (
            document.signatures or document.empechements,
            FEUILLE_SIGNATURES,
            "Blocs de signature, ou ce qui empêche de signer",
        ),
        (document.sceau, NOM, "Mentions, empreintes et sceau"),
    )
    yield "Graphiques, texte et signatures", [(nom, titre) for presente, nom, titre in autres if presente]


def ecrire_identification(classeur: Classeur, document: Document) -> None:
    """La dernière feuille : mentions, empreintes entières, sceau."""
    feuille = classeur.feuille(NOM)
    largeurs = LARGEURS[document.page].paires
    for rang, largeur in enumerate(largeurs):
        feuille.largeur(rang, largeur)
    rangee = ecrire_titre(feuille, document, f"{document.titre} – {NOM}", 1) + 1
    for libelle, valeur in identifier(document):
        feuille.texte(rangee, 0, libelle, styles.LIBELLE)
        feuille.texte(rangee, 1, valeur, styles.VALEUR)
        lignes = nombre_de_lignes(valeur, largeurs[1], _TAILLE, "grasse")
        feuille.hauteur(rangee, min(hauteur_de_ligne(lignes, _TAILLE), _HAUTEUR_MAXIMALE))
        rangee += 1
    feuille.mettre_en_page(mise_en_page(document, NOM, None, (rangee - 1, 1)))

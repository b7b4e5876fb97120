"""La première feuille, la décision : chiffres clés, financeurs, ce qui bloque, ce qui est une interprétation."""

from dataclasses import replace
from typing import Final

from exports.document.calculs import Renvoi
from exports.document.document import Document
from exports.document.elements import ChiffreCle
from exports.document.identite import identite_courte
from exports.document.tableau import TITRES_DES_PARTIES, Partie, Tableau
from exports.rendus.xlsx import styles
from exports.rendus.xlsx.feuille import (
    ecrire_les_groupes,
    ecrire_les_notes,
    ecrire_tableau,
    ecrire_titre,
    rangees_de_titre,
    valeur_de_formule,
)
from exports.rendus.xlsx.formules import Plan, PlanTableau, formule
from exports.rendus.xlsx.page import LARGEURS, mise_en_page
from maquettes.classeur.classeur import Classeur, Feuille
from maquettes.classeur.mesure import hauteur_de_ligne, nombre_de_lignes

__all__ = ["FEUILLE", "ecrire_decision", "plan_de_la_decision"]

FEUILLE: Final = TITRES_DES_PARTIES[Partie.DECISION]

_DERNIERE: Final = 6
_TAILLE: Final = 10


def _tableaux(document: Document) -> tuple[Tableau, ...]:
    return dict(document.parties).get(Partie.DECISION, ())


def _apres_les_chiffres(document: Document) -> int:
    """Rang de la première ligne libre sous le titre, l’identité, les avertissements et les chiffres clés."""
    chiffres = len(document.chiffres_cles)
    return rangees_de_titre(document) + 1 + len(document.avertissements) + 1 + (chiffres + 2 if chiffres else 0)


def plan_de_la_decision(document: Document) -> dict[str, PlanTableau]:
    """Où sont ses tableaux, l’un sous l’autre : titre, notes, en-têtes, lignes, un blanc."""
    plan = {}
    rangee = _apres_les_chiffres(document)
    for tableau in _tableaux(document):
        premiere = rangee + 1 + len(tableau.notes) + (2 if tableau.est_groupe else 1)
        plan[tableau.cle] = PlanTableau.de(tableau, premiere, FEUILLE)
        rangee = premiere + len(tableau.lignes) + 1
    return plan


def ecrire_decision(classeur: Classeur, document: Document, plan: Plan) -> None:
    """Écrit la feuille de décision, qui se lit seule ; tout montant y est repris par formule."""
    feuille = classeur.feuille(FEUILLE)
    largeurs = LARGEURS[document.page].decision
    for rang, largeur in enumerate(largeurs):
        feuille.largeur(rang, largeur)
    rangee = ecrire_titre(feuille, document, document.titre, _DERNIERE)
    feuille.fusion(rangee, (0, _DERNIERE), identite_courte(document), styles.SOUS_TITRE)
    rangee += 1
    for avertissement in document.avertissements:
        feuille.fusion(rangee, (0, _DERNIERE), avertissement, styles.AVERTISSEMENT)
        lignes = nombre_de_lignes(avertissement, sum(largeurs), _TAILLE)
        feuille.hauteur(rangee, hauteur_de_ligne(lignes, _TAILLE))
        rangee += 1
    if document.chiffres_cles:
        rangee += 1
        feuille.fusion(rangee, (0, _DERNIERE), "Chiffres clés, en euros", styles.TITRE_DE_PARTIE)
        for rang, chiffre in enumerate(document.chiffres_cles, rangee + 1):
            _ecrire_chiffre(feuille, document, chiffre, plan, rang)
    rangee = _apres_les_chiffres(document)
    for tableau in _tableaux(document):
        feuille.fusion(rangee, (0, _DERNIERE), tableau.titre, styles.TITRE_DE_PARTIE)
        ecrire_les_notes(feuille, tableau, rangee + 1, largeurs)
        if tableau.est_groupe:
            ecrire_les_groupes(feuille, tableau, largeurs, plan[tableau.cle].premiere_ligne - 2)
        ecrire_tableau(feuille, document, tableau, plan, largeurs)
        rangee = plan[tableau.cle].premiere_ligne + len(tableau.lignes) + 1
    feuille.mettre_en_page(mise_en_page(document, FEUILLE, None, (rangee - 1, _DERNIERE)))


def _ecrire_chiffre(feuille: Feuille, document: Document, chiffre: ChiffreCle, plan: Plan, rangee: int) -> None:
    """Un chiffre clé, repris de sa cellule par une formule, et ce qu’il précise."""
    lieu = chiffre.lieu
    tableau = document.tableau(lieu.tableau)
    colonne = tableau.colonnes[tableau.rang_colonne(lieu.colonne)]
    cellule = tableau.cellule(lieu.ligne, lieu.colonne)
    style = replace(
        styles.VALEUR,
        horizontal="right",
        format_nombre=styles.format_de_nombre(colonne.genre, cellule.valeur, document.sceau.unite),
    )
    feuille.texte(rangee, 0, chiffre.libelle, styles.LIBELLE)
    renvoi = Renvoi(tableau=lieu.tableau, ligne=lieu.ligne, colonne=lieu.colonne)
    texte = formule(renvoi, plan, lieu.tableau, lieu.ligne, lieu.colonne)
    feuille.formule(rangee, 1, texte, valeur_de_formule(cellule, colonne), style)
    feuille.fusion(rangee, (2, _DERNIERE), chiffre.precision, replace(styles.LIBELLE, retrait=1))
    feuille.hauteur(rangee, hauteur_de_ligne(1, _TAILLE))

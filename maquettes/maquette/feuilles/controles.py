"""La feuille des contrôles : ceux que ses formules refont à chaque saisie."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from maquettes.classeur.classeur import Style, adresse
from maquettes.classeur.vivant import ClasseurVivant, FeuilleVivante
from maquettes.maquette import styles
from maquettes.maquette.controles import Controle
from maquettes.maquette.description import LIGNE_EN_TETE, LIGNE_NOTE, LIGNE_TITRE, PREMIERE_LIGNE, Presentation
from maquettes.maquette.disposition import plage
from maquettes.maquette.feuilles.bloc import Entete, ecrire_titre, mettre_en_page

__all__ = ["FEUILLE_CONTROLES", "ecrire_controles"]

FEUILLE_CONTROLES: Final = "Contrôles"
LIEN: Final = "voir"
_COLONNES: Final = (
    ("N°", 6),
    ("Code", 16),
    ("Contrôle", 78),
    ("Feuille", 28),
    ("Gravité", 11),
    ("Anomalies", 11),
    ("Écart (€)", 18),
    ("État", 11),
    ("Première cellule", 16),
)
_GRAVITE, _ANOMALIES, _MONTANT, _ETAT, _LIEN = 4, 5, 6, 7, 8
_CELLULE: Final = Style(filet_bas=7, vertical="top")
_CENTRE: Final = Style(filet_bas=7, vertical="top", horizontal="center")
_TEXTE: Final = Style(filet_bas=7, vertical="top", repli="replie")
_MONTANT_STYLE: Final = Style(
    filet_bas=7, vertical="top", horizontal="right", format_nombre=styles.FORMATS[Presentation.MONTANT]
)


def ecrire_controles(classeur: ClasseurVivant, controles: Sequence[Controle], entete: Entete) -> FeuilleVivante:
    """Écrit la feuille et nomme ses colonnes."""
    feuille = classeur.feuille_vivante(FEUILLE_CONTROLES, "#1E6B34")
    ecrire_titre(feuille, "Contrôles", entete, [largeur for _, largeur in _COLONNES])
    note = (
        "Chaque contrôle suit les saisies. La commande « financement controler » les refait tous, et d’autres, avec "
        "l’attendu, le constaté et l’écart de chaque anomalie. La ligne 3 de chaque feuille compte ceux de celle-ci "
        "qui sont en écart, puis rappelle les constats de la commande quand le classeur a été écrit."
    )
    feuille.fusion(LIGNE_NOTE, (0, len(_COLONNES) - 1), note, styles.NOTE)
    for rang, (libelle, largeur) in enumerate(_COLONNES):
        feuille.texte(LIGNE_EN_TETE, rang, libelle, styles.EN_TETE_CALCUL)
        feuille.largeur(rang, largeur)
    for rang, controle in enumerate(controles):
        ligne = PREMIERE_LIGNE + rang
        nombre, montant = controle.attendus
        anomalies = adresse(ligne, _ANOMALIES)
        feuille.nombre(ligne, 0, rang + 1, _CENTRE)
        feuille.texte(ligne, 1, controle.code, _CELLULE)
        feuille.texte(ligne, 2, controle.libelle, _TEXTE)
        feuille.texte(ligne, 3, controle.feuille, _CELLULE)
        feuille.texte(ligne, _GRAVITE, controle.gravite, _CENTRE)
        feuille.formule(ligne, _ANOMALIES, f"={controle.nombre}", nombre, _CENTRE)
        if controle.montant:
            feuille.formule(ligne, _MONTANT, f"={controle.montant}", Fraction(montant, 100), _MONTANT_STYLE)
        else:
            feuille.vide(ligne, _MONTANT, _CELLULE)
        feuille.formule(ligne, _ETAT, f'=IF({anomalies}=0,"OK","ÉCART")', "ÉCART" if nombre else "OK", _CENTRE)
        lien = f'=IF({anomalies}=0,"",HYPERLINK({controle.cible},"{LIEN}"))'
        feuille.formule(ligne, _LIEN, lien, LIEN if nombre else "", styles.LIEN)
    derniere = PREMIERE_LIGNE + len(controles) - 1
    etats = ((PREMIERE_LIGNE, _ETAT), (derniere, _ETAT))
    premier = adresse(PREMIERE_LIGNE, _ETAT)
    gravite = f"${adresse(PREMIERE_LIGNE, _GRAVITE)}"
    feuille.signaler(*etats, f'={premier}="OK"', styles.BON)
    feuille.signaler(*etats, f'=AND({premier}="ÉCART",{gravite}="alerte")', styles.ALERTE)
    feuille.signaler(*etats, f'=AND({premier}="ÉCART",{gravite}="bloquant")', styles.MAUVAIS)
    for nom, colonne in (("gravite", _GRAVITE), ("etat", _ETAT), ("anomalies", _ANOMALIES)):
        classeur.definir_nom(
            f"controles_{nom}", plage(FEUILLE_CONTROLES, (PREMIERE_LIGNE, colonne), (derniere, colonne))
        )
    feuille.figer(PREMIERE_LIGNE, 0)
    feuille.filtrer((LIGNE_EN_TETE, 0), (derniere, len(_COLONNES) - 1))
    fin = derniere, len(_COLONNES) - 1
    # Réduits d'un dixième, tous tiennent sur une page, au lieu d'en laisser quelques-uns seuls sur une seconde.
    mettre_en_page(feuille, "Contrôles", entete, (LIGNE_TITRE, LIGNE_EN_TETE), fin, pages_de_haut=1)
    feuille.proteger()
    return feuille

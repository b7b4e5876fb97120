"""Les tableaux du document en blocs : titre, notes, volets, graphiques, et la hauteur que chacun prendra."""

from collections.abc import Iterator
from typing import Final

from exports.document import Document
from exports.document_tableau import GenreColonne, Tableau
from exports.mise_en_page.disposition import LARGEUR_UTILE, disposer
from exports.mise_en_page.tableau_texte import mettre_en_texte
from exports.mise_en_page.texte import imprimable, lignes_de
from exports.rendu_pdf.graphiques import ajuster, dessiner_figures, hauteur_des_figures
from exports.rendu_pdf.pages import HAUTEUR_UTILE, PRUDENCE, Bloc
from exports.rendu_pdf.phrases import CORPS, composer
from exports.rendu_pdf.volets import Donnees, decrire_volet
from exports.typographie import PRECISIONS, composer_espaces
from financement.dates import afficher_date

__all__ = ["decrire_tableaux"]

_NOTE: Final = 85
_TITRE: Final = 150
_HAUTEUR_DU_TITRE: Final = 480
_HAUTEUR_D_UNE_LIGNE_DE_NOTE: Final = 120


def decrire_tableaux(document: Document) -> Iterator[Bloc]:
    """Un bloc par volet de tableau, titre et notes avec le premier, graphiques avec le dernier."""
    for tableau in document.tableaux:
        yield from _decrire(document, tableau)


def _decrire(document: Document, tableau: Tableau) -> Iterator[Bloc]:
    textes = mettre_en_texte(tableau, document.sceau.unite)
    disposition = disposer(textes)
    # Un titre vide serait refusé : chaque titre est une étape de la lecture à voix haute.
    titre = imprimable(composer_espaces(tableau.titre.strip() or tableau.titre_court.strip() or "Tableau"))
    nombre = len(disposition.volets)
    for rang, volet in enumerate(disposition.volets):
        hauteur = disposition.hauteur(textes, volet) + _HAUTEUR_DU_TITRE
        autour: Donnees = {"titre": None, "precision": None, "notes": [], "volet": None, "graphiques": []}
        if rang == 0:
            notes = [imprimable(composer_espaces(note)) for note in tableau.notes]
            hauteur += _HAUTEUR_D_UNE_LIGNE_DE_NOTE * sum(
                lignes_de(note, LARGEUR_UTILE * 1000 // _NOTE) for note in notes
            )
            autour |= {
                "titre": composer(titre, _TITRE),
                "precision": composer(_precision(document, tableau)),
                "notes": [composer(note, _NOTE) for note in notes],
            }
        if rang == nombre - 1:
            disponible = HAUTEUR_UTILE * PRUDENCE // 100 - hauteur
            figures = ajuster(dessiner_figures(document, tableau), disponible)
            hauteur += hauteur_des_figures(figures)
            autour |= {"graphiques": [figure.donnees for figure in figures]}
        if nombre > 1:
            autour |= {"volet": composer(f"{titre} : volet {rang + 1} sur {nombre}", CORPS)}
        donnees = autour | {"tableau": decrire_volet(textes, disposition, volet)}
        yield Bloc(titre=titre, hauteur=hauteur, donnees=donnees)


def _precision(document: Document, tableau: Tableau) -> str:
    """Le sous-titre d'un tableau : de quoi il s'agit, à quelle date, et dans quelle unité."""
    porte_des_montants = any(colonne.genre is GenreColonne.MONTANT for colonne in tableau.colonnes)
    unite = f" – {PRECISIONS[document.sceau.unite]}" if porte_des_montants else ""
    return f"{document.sous_titre} – arrêté au {afficher_date(document.date_arrete)}{unite}"

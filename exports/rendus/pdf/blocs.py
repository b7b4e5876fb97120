"""Les tableaux du document en blocs : titre, notes, volets, graphiques, et la hauteur que chacun prendra.

Un tableau joint n’y est pas : le classeur joint au pdf le porte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from exports.document.document import Document
from exports.document.renvois import marques
from exports.document.tableau import TITRES_DES_PARTIES, GenreColonne, Partie, Tableau
from exports.document.typographie import PRECISIONS, composer_espaces
from exports.mise_en_page.disposition import disposer
from exports.mise_en_page.imprime import imprimer
from exports.mise_en_page.page import PAGES
from exports.mise_en_page.texte import imprimable, lignes_de
from exports.rendus.pdf.graphiques import dessiner_figures, hauteur_des_figures
from exports.rendus.pdf.pages import HAUTEUR_UTILE, Bloc
from exports.rendus.pdf.phrases import CORPS, composer
from exports.rendus.pdf.volets import Donnees, decrire_volet
from financement.valeurs.dates import afficher_date

__all__ = ["decrire_la_decision", "decrire_les_parties"]

_NOTE: Final = 85
_TITRE: Final = 150
_HAUTEUR_DU_TITRE: Final = 480
_HAUTEUR_D_UNE_LIGNE_DE_NOTE: Final = 120
_TITRE_DE_PARTIE: Final = 180
_HAUTEUR_DU_TITRE_DE_PARTIE: Final = 420


def decrire_la_decision(document: Document) -> Iterator[Bloc]:
    """Les tableaux de la première page, l’un sous l’autre."""
    page = PAGES[document.page]
    for partie, tableaux in document.parties:
        if partie is Partie.DECISION:
            for tableau in tableaux:
                yield from _decrire(document, tableau, page.decision, page.tailles_de_la_decision)


def decrire_les_parties(document: Document) -> Iterator[tuple[Partie, list[Bloc]]]:
    """Les blocs de chaque autre partie qui s’imprime ; son titre, et ce qui vaut pour tous, sont avec le premier.

    Une partie d’un seul tableau n’a pas d’autre titre que le sien.
    """
    page = PAGES[document.page]
    for partie, tableaux in document.parties:
        if partie is Partie.DECISION:
            continue
        imprimes = [tableau for tableau in tableaux if not tableau.est_joint]
        blocs = [
            bloc for tableau in imprimes for bloc in _decrire(document, tableau, page.utile, page.tailles_de_tableau)
        ]
        if blocs:
            titre = imprimable(composer_espaces(TITRES_DES_PARTIES[partie]))
            seul = {}
            if len(imprimes) == 1:
                titre, seul = blocs[0].titre, {"titre": None}
            blocs[0] = replace(
                blocs[0],
                hauteur=blocs[0].hauteur + _HAUTEUR_DU_TITRE_DE_PARTIE,
                donnees=blocs[0].donnees
                | seul
                | {
                    "partie": composer(titre, _TITRE_DE_PARTIE, page.utile),
                    "precision": composer(_precision(document, imprimes), CORPS, page.utile),
                },
            )
            yield partie, blocs


def _decrire(document: Document, tableau: Tableau, largeur: int, tailles: Sequence[int]) -> Iterator[Bloc]:
    """Un bloc par volet de tableau, titre et notes avec le premier, graphiques avec le dernier."""
    tableau, textes = imprimer(document, tableau)
    disposition = disposer(textes, largeur, tailles)
    if tableau.partie is Partie.DECISION:
        disposition = disposition.etalee(largeur)
    elif sum(disposition.hauteur(textes, volet) for volet in disposition.volets) > HAUTEUR_UTILE:
        # Un long tableau se feuillette : la plus petite taille admise replie moins de noms, et prend moins de pages.
        disposition = disposer(textes, largeur, tailles[-1:])
    marquees = marques(document, tableau, {autre.cle for autre in document.tableaux if not autre.est_joint})
    vus: set[int] = set()
    # Un titre vide serait refusé : chaque titre est une étape de la lecture à voix haute.
    titre = imprimable(composer_espaces(tableau.titre.strip() or tableau.titre_court.strip() or "Tableau"))
    nombre = len(disposition.volets)
    for rang, volet in enumerate(disposition.volets):
        hauteur, hauteur_dessinee = disposition.hauteur(textes, volet) + _HAUTEUR_DU_TITRE, 0
        autour: Donnees = {
            "partie": None,
            "titre": None,
            "precision": "",
            "notes": [],
            "volet": None,
            "graphiques": [],
        }
        if rang == 0:
            notes = [imprimable(composer_espaces(note)) for note in tableau.notes]
            hauteur += _HAUTEUR_D_UNE_LIGNE_DE_NOTE * sum(lignes_de(note, largeur * 1000 // _NOTE) for note in notes)
            autour |= {
                "titre": composer(titre, _TITRE, largeur),
                "notes": [composer(note, _NOTE, largeur) for note in notes],
            }
        if rang == nombre - 1:
            figures = dessiner_figures(document, tableau)
            hauteur_dessinee = hauteur_des_figures(figures)
            autour |= {"graphiques": [figure.donnees for figure in figures]}
        if nombre > 1:
            autour |= {"volet": composer(f"{titre} : volet {rang + 1} sur {nombre}", CORPS, largeur)}
        # Une colonne répétée d'un volet à l'autre ne porte ses marques qu'une fois : un nom ne désigne qu'un lieu.
        neuves = {lieu: marque for lieu, marque in marquees.items() if lieu[1] not in vus}
        vus.update(volet.rangs)
        donnees = autour | {"tableau": decrire_volet(textes, disposition, volet, neuves)}
        yield Bloc(titre=titre, hauteur=hauteur + hauteur_dessinee, donnees=donnees, figures=hauteur_dessinee)


def _precision(document: Document, tableaux: Sequence[Tableau]) -> str:
    """Le sous-titre d’une partie : de quoi il s’agit, à quelle date, et dans quelle unité.

    Celle qui suit la décision sans changer de page n’a pas à le redire : vide.
    """
    if not PAGES[document.page].a_un_sommaire:
        return ""
    porte_des_montants = any(c.genre is GenreColonne.MONTANT for tableau in tableaux for c in tableau.colonnes)
    unite = f" – {PRECISIONS[document.sceau.unite]}" if porte_des_montants else ""
    return f"{document.sous_titre} – arrêté au {afficher_date(document.date_arrete)}{unite}"

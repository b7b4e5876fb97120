"""La feuille des graphiques : natifs, tirés des tableaux, ils suivent leurs cellules."""

from typing import Final

from exports.document import Document
from exports.document_elements import GenreGraphique, Graphique
from exports.rendu_xlsx_feuille import ecrire_titre
from exports.rendu_xlsx_formules import Plan
from exports.rendu_xlsx_page import mise_en_page
from maquettes.classeur import colonne_lettres
from maquettes.classeur_vivant import ClasseurVivant, Serie
from maquettes.classeur_vivant import Graphique as GraphiqueNatif

__all__ = ["FEUILLE", "ecrire_graphiques"]

FEUILLE: Final = "Graphiques"

_ONGLET: Final = "#1F3864"
_TAILLE: Final = (1240, 430)
_LIGNES_PAR_GRAPHIQUE: Final = 23
_COLONNES: Final = 20
_COULEURS: Final = ("#5B86C0", "#1F3864", "#E0A100", "#B7C6DD", "#7A4E9C", "#2E8B57", "#8A5A2B", "#808080")
_GENRES: Final = {
    GenreGraphique.BARRES: "column",
    GenreGraphique.BARRES_EMPILEES: "column stacked",
    GenreGraphique.COURBES: "line",
}


def _series(document: Document, graphique: Graphique, plan: Plan) -> tuple[Serie, ...]:
    """Une série par colonne, de la première à la dernière ligne montrée."""
    place, tableau = plan[graphique.tableau], document.tableau(graphique.tableau)
    rangs = sorted(place.lignes[ligne] for ligne in graphique.lignes)

    def plage(colonne: str) -> str:
        lettres = colonne_lettres(place.colonnes[colonne])
        return f"{place.prefixe}${lettres}${rangs[0] + 1}:${lettres}${rangs[-1] + 1}"

    return tuple(
        Serie(
            nom=tableau.colonnes[tableau.rang_colonne(colonne)].libelle,
            categories=plage(graphique.colonne_des_noms),
            valeurs=plage(colonne),
            couleur=_COULEURS[rang % len(_COULEURS)],
        )
        for rang, colonne in enumerate(graphique.series)
    )


def ecrire_graphiques(classeur: ClasseurVivant, document: Document, plan: Plan) -> None:
    """La feuille des graphiques, s'il y en a : l'un sous l'autre, avec leur texte de remplacement."""
    if not document.graphiques:
        return
    feuille = classeur.feuille_vivante(FEUILLE, _ONGLET)
    rangee = ecrire_titre(feuille, document, f"{document.titre} – {FEUILLE}", _COLONNES - 1) + 1
    for graphique in document.graphiques:
        natif = GraphiqueNatif(
            genre=_GENRES[graphique.genre],
            titre=graphique.titre,
            description=graphique.description,
            series=_series(document, graphique, plan),
            taille=_TAILLE,
        )
        feuille.inserer(rangee, 0, natif)
        rangee += _LIGNES_PAR_GRAPHIQUE
    feuille.mettre_en_page(mise_en_page(document, FEUILLE, None, (rangee - 1, _COLONNES - 1)))

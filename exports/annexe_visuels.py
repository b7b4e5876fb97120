"""Ce qui se voit d'un coup d'œil : chiffres clés et graphiques, repris des tableaux."""

from collections.abc import Iterator
from typing import Final

from exports import annexe_decision, annexe_echeancier, annexe_execution, annexe_exercices, annexe_syntheses
from exports.document_elements import ChiffreCle, GenreGraphique, Graphique, LieuDocument
from exports.document_tableau import GenreLigne, Tableau

__all__ = ["chiffres_cles", "graphiques"]

_CHIFFRES: Final = (
    ("Reste à verser", annexe_decision.CLE, "reste_a_verser", "concours, à la clôture : ce que doivent les financeurs"),
    ("Trop-perçu", annexe_decision.CLE, "a_reverser", "concours, à la clôture : ce qui est à leur reverser"),
    ("À dégager", annexe_execution.CLE, "a_degager", "concours engagés au-delà du montant de clôture"),
    ("Économies", annexe_execution.CLE, "economie", "concours programmés − concours à la clôture"),
)


def chiffres_cles() -> Iterator[ChiffreCle]:
    """Les quatre chiffres d'une clôture, sur les concours seuls."""
    for libelle, tableau, colonne, precision in _CHIFFRES:
        lieu = LieuDocument(tableau=tableau, ligne="total", colonne=colonne)
        yield ChiffreCle(libelle=libelle, lieu=lieu, precision=precision)


def _donnees(tableau: Tableau, colonnes: tuple[str, ...]) -> tuple[str, ...]:
    """Les lignes de données dont une des colonnes n'est pas nulle."""
    rangs = [tableau.rang_colonne(colonne) for colonne in colonnes]
    return tuple(
        ligne.cle
        for ligne in tableau.lignes
        if ligne.genre is GenreLigne.DONNEE and any(ligne.cellules[rang].valeur for rang in rangs)
    )


_EXECUTION: Final = ("programme", "engage", "paye", "montant_cloture")
_GRAPHIQUES: Final = (
    (
        annexe_syntheses.CLE_FINANCEURS,
        "financeur",
        "Concours programmés, engagés, payés et à la clôture, par financeur",
        GenreGraphique.BARRES,
        _EXECUTION,
    ),
    (
        annexe_syntheses.CLE_FAMILLES,
        "famille",
        "Concours programmés, engagés, payés et à la clôture, par famille",
        GenreGraphique.BARRES,
        _EXECUTION,
    ),
    (
        annexe_exercices.CLE,
        "exercice",
        "Concours engagés et payés, cumulés par exercice",
        GenreGraphique.COURBES,
        ("engage_cumul", "paye_cumul"),
    ),
    (
        annexe_echeancier.CLE,
        "financeur",
        "Soldes à verser et trop-perçus à la clôture, par financeur",
        GenreGraphique.BARRES,
        ("solde_a_verser", "trop_percu"),
    ),
)


def graphiques(tableaux: tuple[Tableau, ...]) -> Iterator[Graphique]:
    """Un graphique par synthèse qui a de quoi en montrer un ; leurs montants sont ceux des tableaux."""
    par_cle = {tableau.cle: tableau for tableau in tableaux}
    for cle, noms, titre, genre, series in _GRAPHIQUES:
        tableau = par_cle[cle]
        lignes = _donnees(tableau, series)
        if lignes:
            yield Graphique(
                cle=cle,
                titre=titre,
                description=f"{titre}. Les montants sont ceux du tableau « {tableau.titre} ».",
                genre=genre,
                tableau=cle,
                colonne_des_noms=noms,
                lignes=lignes,
                series=series,
            )

"""Ce qui se voit d'un coup d'œil : chiffres clés et graphiques, repris des tableaux."""

from collections.abc import Iterator
from typing import Final

from exports import annexe_echeancier, annexe_execution, annexe_exercices, annexe_syntheses
from exports.annexe_contexte import Contexte
from exports.annexe_tableau_financier import CLE_CLOTURE, colonne_de_cout
from exports.document_elements import ChiffreCle, GenreGraphique, Graphique, LieuDocument
from exports.document_tableau import GenreLigne, Tableau

__all__ = ["chiffres_cles", "graphiques"]

_CHIFFRES: Final = (
    ("Concours programmés", "programme", "aujourd'hui, au dernier tableau financier"),
    ("Concours engagés", "engage", "aujourd'hui, nets des dégagements"),
    ("Concours payés", "paye", "aujourd'hui, nets des reversements"),
    ("Concours à la clôture", "montant_cloture", "lecture C des règles de solde"),
    ("Solde à verser", "solde_a_verser", "à la clôture"),
    ("Trop-perçu", "trop_percu", "à la clôture, à reverser"),
    ("À dégager", "a_degager", "à la clôture"),
    ("À engager", "a_engager", "à la clôture"),
    ("Économie", "economie", "concours programmés − concours à la clôture"),
    ("Autofinancement programmé", "autofinancement", "pour mémoire : fonds propres"),
    ("Autofinancement à la clôture", "autofinancement_cloture", "pour mémoire : fonds propres"),
)


def chiffres_cles(contexte: Contexte) -> Iterator[ChiffreCle]:
    """Coût final, totaux des concours aujourd'hui et à la clôture, puis l'autofinancement pour mémoire."""
    base = " et ".join(base.upper() for base in contexte.bases) or "HT"
    lieu = LieuDocument(tableau=CLE_CLOTURE, ligne="total", colonne=colonne_de_cout(contexte))
    yield ChiffreCle(libelle="Coût final", lieu=lieu, precision=f"à la clôture, base {base}")
    for libelle, colonne, precision in _CHIFFRES:
        lieu = LieuDocument(tableau=annexe_execution.CLE, ligne="total", colonne=colonne)
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

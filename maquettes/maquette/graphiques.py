"""Les graphiques natifs de la maquette, tirés des synthèses et de l'échéancier."""

from collections.abc import Mapping
from typing import Final

from maquettes.classeur_vivant import ClasseurVivant, FeuilleVivante, Graphique, Serie
from maquettes.maquette.blocs import BLOCS
from maquettes.maquette.disposition import plage
from maquettes.maquette.feuille_de_bloc import Entete, ecrire_titre, mettre_en_page
from maquettes.maquette.moteur import Colonnes

__all__ = ["FEUILLE_GRAPHIQUES", "ecrire_graphiques"]

FEUILLE_GRAPHIQUES: Final = "Graphiques"
_LARGE: Final = (1240, 430)
_PAR_NOM: Final = {bloc.nom: bloc for bloc in BLOCS}
_COULEURS: Final = {"programme": "#B7C6DD", "engage": "#5B86C0", "paye": "#1F3864", "montant_cloture": "#E0A100"}


def _serie(bloc: str, nom: str, colonne: str, categories: str, nombre: int, couleur: str) -> Serie:
    decrit = _PAR_NOM[bloc]

    def lignes(de: str) -> str:
        rang, premiere = decrit.rang(de), decrit.premiere_ligne
        return plage(decrit.feuille, (premiere, rang), (premiere + nombre - 1, rang))

    return Serie(nom=nom, categories=lignes(categories), valeurs=lignes(colonne), couleur=couleur)


def _nombre(valeurs: Colonnes, colonne: str, capacite: int) -> int:
    """Nombre de lignes remplies, ou quelques lignes d'une maquette vierge."""
    remplies = [rang for rang, valeur in enumerate(valeurs.get(colonne, ()), 1) if valeur != ""]
    return max(remplies, default=min(8, capacite))


def ecrire_graphiques(classeur: ClasseurVivant, valeurs: Mapping[str, Colonnes], entete: Entete) -> FeuilleVivante:
    """Trois graphiques des concours, l'un sous l'autre ; leur texte de remplacement dit ce qu'ils montrent."""
    feuille = classeur.feuille_vivante(FEUILLE_GRAPHIQUES, "#1F3864")
    ecrire_titre(feuille, "Graphiques", entete)
    financeurs = _nombre(valeurs["synthese_financeurs"], "code", 8)
    annees = _nombre(valeurs["echeancier"], "exercice", 8)
    familles = _nombre(valeurs["familles"], "code", 14)
    montrees = {"programme": "Programmé", "engage": "Engagé", "paye": "Payé"}
    graphiques = (
        Graphique(
            genre="column",
            titre="Concours programmés, engagés et payés par financeur",
            description="Histogramme : pour chaque financeur, concours (subventions et prêts) programmés, engagés et "
            "payés à la date d'arrêté. Chiffres à la feuille Synthèse financeurs.",
            series=tuple(
                _serie("synthese_financeurs", nom, colonne, "code", financeurs, _COULEURS[colonne])
                for colonne, nom in montrees.items()
            ),
            taille=_LARGE,
        ),
        Graphique(
            genre="line",
            titre="Engagements et paiements cumulés des concours",
            description="Courbes : engagements et paiements cumulés des concours par exercice, le dernier point "
            "étant leur montant de clôture. Chiffres à la feuille Échéancier.",
            series=(
                _serie("echeancier", "Engagé cumulé", "engagement_cumul", "exercice", annees, _COULEURS["engage"]),
                _serie("echeancier", "Payé cumulé", "paiement_cumul", "exercice", annees, _COULEURS["paye"]),
            ),
            taille=_LARGE,
        ),
        Graphique(
            genre="bar",
            titre="Concours programmés et montants de clôture par famille d'opérations",
            description="Barres : pour chaque famille, concours programmés et leur montant de clôture. Chiffres à la "
            "feuille Synthèse familles.",
            series=tuple(
                _serie("familles", nom, colonne, "libelle", familles, _COULEURS[colonne])
                for colonne, nom in (("programme", "Programmé"), ("montant_cloture", "Clôture"))
            ),
            taille=_LARGE,
        ),
    )
    for rang, graphique in enumerate(graphiques):
        feuille.inserer(4 + rang * 23, 0, graphique)
    mettre_en_page(feuille, "Graphiques", None, (4 + 3 * 23, 19))
    return feuille

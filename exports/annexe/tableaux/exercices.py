"""Les concours engagés et payés, année civile par année civile."""

from collections.abc import Iterator
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.euros import arrondir_flux
from exports.annexe.lignes import composer_ligne, ligne_de_somme, texte, valeur
from exports.annexe.tableaux.syntheses import sommes
from exports.document.calculs import Cumul
from exports.document.elements import Precision
from exports.document.tableau import Colonne, GenreColonne, Niveau, Partie, Tableau
from financement.calculs.engagement_repute import afficher_exercice, nommer_exercice
from financement.dossier.nomenclature import CONCOURS
from financement.selection import restreindre_situation

__all__ = ["CLE", "composer"]

CLE: Final = "exercices"

_G = GenreColonne


def composer(contexte: Contexte, niveau: Niveau = Niveau.SYNTHESE, notes: tuple[str, ...] = ()) -> Tableau:
    """Flux et cumuls d’engagement et de paiement par année civile, jusqu’à la date d’arrêté ; puis l’engagé réputé.

    ``notes`` : à lire avant les siennes.
    """
    flux = list(_flux(contexte))
    repute = any(annee is None for annee, _, _ in flux)
    colonnes = (
        Colonne(cle="exercice", libelle="Exercice", genre=_G.CODE, largeur=18 if repute else 12),
        Colonne(cle="engage", libelle="Engagé dans l’exercice", genre=_G.MONTANT, groupe="Engagements nets"),
        Colonne(cle="engage_cumul", libelle="Engagé cumulé", genre=_G.MONTANT, groupe="Engagements nets"),
        Colonne(cle="paye", libelle="Payé dans l’exercice", genre=_G.MONTANT, groupe="Paiements nets"),
        Colonne(cle="paye_cumul", libelle="Payé cumulé", genre=_G.MONTANT, groupe="Paiements nets"),
    )
    lignes, engage_cumul, paye_cumul = [], 0, 0
    for annee, engage, paye in flux:
        engage_cumul, paye_cumul = engage_cumul + engage, paye_cumul + paye
        lignes.append(
            composer_ligne(
                colonnes,
                f"exercice:{nommer_exercice(annee)}",
                {
                    "exercice": texte(afficher_exercice(nommer_exercice(annee))),
                    "engage": valeur(engage),
                    "engage_cumul": valeur(engage_cumul, Cumul(colonne="engage")),
                    "paye": valeur(paye),
                    "paye_cumul": valeur(paye_cumul, Cumul(colonne="paye")),
                },
            )
        )
    total = ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=("engage", "paye"), derivees={})
    return Tableau(
        cle=CLE,
        titre="Engagements et paiements des concours par exercice",
        titre_court="Par exercice",
        partie=Partie.EXECUTION,
        niveau=niveau,
        notes=(
            *notes,
            "Engagements nets des dégagements, paiements nets des reversements, tous financeurs, hors autofinancement.",
            *(("Aucun acte ne date l’engagé réputé : il vient après les exercices (lecture C).",) if repute else ()),
        ),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )


def _flux(contexte: Contexte) -> Iterator[tuple[int | None, int, int]]:
    """Année, engagé net et payé net, de la première année qui en a un à la dernière, en centimes ; puis le réputé."""
    exercices = restreindre_situation(contexte.exacte.situation, contexte.selection, CONCOURS).par_exercice()
    colonnes = [exercices.engage.tolist(), exercices.paye.tolist()]
    if contexte.unite is Precision.EURO:
        totaux = sommes(contexte.concours)
        colonnes = [
            list(arrondir_flux(colonne, totaux[nom])) for nom, colonne in zip(("engage", "paye"), colonnes, strict=True)
        ]
    return zip(exercices.annees, *colonnes, strict=True)

"""Ce qui reste à payer, exercice par exercice : l'échéancier prévisionnel des financeurs (lecture C)."""

from typing import Final

from exports import annexe_syntheses
from exports.annexe_contexte import Contexte
from exports.annexe_euros import arrondir_flux
from exports.annexe_lignes import composer_ligne, ligne_de_somme, renvoi, texte, valeur
from exports.annexe_perimetre import restreindre
from exports.document_calculs import SommeColonnes
from exports.document_elements import Precision
from exports.document_tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Tableau
from financement.echeancier import calculer_echeancier

__all__ = ["CLE", "composer"]

CLE: Final = "echeancier"

_G = GenreColonne


def _prevus(contexte: Contexte) -> dict[str, dict[int, int]]:
    """Paiements prévus par financeur et par année, positifs ou négatifs, au centime."""
    flux: dict[str, dict[int, int]] = {}
    for prevu in calculer_echeancier(restreindre(contexte.exacte, contexte.perimetre)).flux_prevus:
        annees = flux.setdefault(prevu.cle.financeur, {})
        annees[prevu.semestre.annee] = annees.get(prevu.semestre.annee, 0) + prevu.paiement
    return flux


def composer(contexte: Contexte) -> Tableau:
    """Les paiements restants de chaque financeur par exercice ; leur somme est solde à verser − trop-perçu."""
    prevus = _prevus(contexte)
    annees = sorted({annee for flux in prevus.values() for annee, montant in flux.items() if montant})
    exercices = tuple(
        Colonne(cle=f"exercice:{annee}", libelle=str(annee), genre=_G.MONTANT, groupe="Paiements prévus")
        for annee in annees
    )
    colonnes = (
        Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=44),
        Colonne(cle="solde_a_verser", libelle="Solde à verser", genre=_G.MONTANT),
        Colonne(cle="trop_percu", libelle="Trop-perçu", genre=_G.MONTANT),
        *exercices,
        Colonne(cle="total", libelle="Total prévu", genre=_G.MONTANT),
    )
    lignes: list[Ligne] = []
    for financeur in contexte.financeurs_du_perimetre:
        siennes = [ligne for ligne in contexte.cloture.lignes if ligne.cle.financeur == financeur.code]
        soldes = annexe_syntheses.sommes(siennes)
        reste = soldes["solde_a_verser"] - soldes["trop_percu"]
        flux = [prevus.get(financeur.code, {}).get(annee, 0) for annee in annees]
        if contexte.unite is Precision.EURO:
            flux = list(arrondir_flux(flux, reste))
        cle = f"financeur:{financeur.code}"
        cellules: dict[str, Cellule] = {
            "financeur": texte(contexte.financeurs[financeur.code]),
            **{
                colonne: renvoi(annexe_syntheses.CLE_FINANCEURS, cle, colonne, soldes[colonne])
                for colonne in ("solde_a_verser", "trop_percu")
            },
            **{colonne.cle: valeur(montant) for colonne, montant in zip(exercices, flux, strict=True)},
            "total": valeur(reste, SommeColonnes(colonnes=tuple(c.cle for c in exercices)) if exercices else None),
        }
        lignes.append(composer_ligne(colonnes, cle, cellules))
    sommees = [colonne.cle for colonne in colonnes if colonne.genre is _G.MONTANT]
    total = ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=sommees, derivees={})
    return Tableau(
        cle=CLE,
        titre="Échéancier des paiements restants",
        titre_court="Échéancier",
        niveau=Niveau.SYNTHESE,
        notes=(
            "Total prévu = solde à verser − trop-perçu. Un montant négatif est un reversement attendu.",
            "Les fonds propres des maîtres d'ouvrage y sont compris : voir la synthèse par nature.",
            "Prévision : acomptes au rythme des travaux jusqu'au plafond du règlement, puis solde (lecture C).",
        ),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )

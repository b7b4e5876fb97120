"""Les concours restant à verser, exercice par exercice : l’échéancier prévisionnel des financeurs (lecture C)."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from exports.annexe.contexte import Contexte
from exports.annexe.euros import arrondir_flux
from exports.annexe.lignes import Cellules, composer_ligne, ligne_de_somme, renvoi, somme_de_colonnes, texte, valeur
from exports.annexe.tableaux import syntheses
from exports.document.elements import Precision
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.affichage.grandeurs import A_LA_CLOTURE
from financement.echeancier import calculer_echeancier
from financement.selection import restreindre_cloture

__all__ = ["CLE", "composer"]

CLE: Final = "echeancier"

_G = GenreColonne


class _Prevu(NamedTuple):
    """Versements et reversements prévus d’un financeur par année, en centimes, positifs."""

    versements: dict[int, int]
    reversements: dict[int, int]


def _prevus(contexte: Contexte) -> dict[str, _Prevu]:
    """Ce que chaque financeur doit verser et reçoit en retour, au centime : l’un ne se déduit pas de l’autre."""
    prevus: dict[str, _Prevu] = {}
    for prevu in calculer_echeancier(restreindre_cloture(contexte.exacte, contexte.selection)).flux_prevus:
        if prevu.cle.est_concours:
            du_financeur = prevus.setdefault(prevu.cle.financeur, _Prevu({}, {}))
            annees = du_financeur.versements if prevu.paiement > 0 else du_financeur.reversements
            annees[prevu.semestre.annee] = annees.get(prevu.semestre.annee, 0) + abs(prevu.paiement)
    return prevus


def _exercices(prefixe: str, groupe: str, flux: Iterable[Mapping[int, int]]) -> dict[int, Colonne]:
    """La colonne de chaque année où un de ces flux n’est pas nul."""
    annees = sorted({annee for de_l_annee in flux for annee, montant in de_l_annee.items() if montant})
    return {
        annee: Colonne(cle=f"{prefixe}:{annee}", libelle=str(annee), genre=_G.MONTANT, groupe=groupe)
        for annee in annees
    }


def _repartir(contexte: Contexte, flux: Mapping[int, int], colonnes: Mapping[int, Colonne], total: int) -> Cellules:
    """Les montants de chaque année, qui font ``total``."""
    montants = [flux.get(annee, 0) for annee in colonnes]
    if contexte.unite is Precision.EURO:
        montants = list(arrondir_flux(montants, total))
    return {colonne.cle: valeur(montant) for colonne, montant in zip(colonnes.values(), montants, strict=True)}


def composer(contexte: Contexte) -> Tableau:
    """Les concours restant à verser par chaque financeur et par exercice, et à part les reversements attendus."""
    prevus = _prevus(contexte)
    versements = _exercices("versement", "Versements prévus", (prevu.versements for prevu in prevus.values()))
    reversements = _exercices("reversement", "Reversements attendus", (prevu.reversements for prevu in prevus.values()))
    colonnes = (
        Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=44),
        Colonne(cle="solde_a_verser", libelle="Solde à verser", genre=_G.MONTANT, groupe=A_LA_CLOTURE),
        Colonne(cle="trop_percu", libelle="Trop-perçu", genre=_G.MONTANT, groupe=A_LA_CLOTURE),
        *versements.values(),
        Colonne(cle="total", libelle="Total", genre=_G.MONTANT, groupe="Versements prévus"),
        *reversements.values(),
        Colonne(cle="total_reverse", libelle="Total", genre=_G.MONTANT, groupe="Reversements attendus"),
    )
    lignes: list[Ligne] = []
    for financeur in contexte.financeurs_du_perimetre:
        siens = [ligne for ligne in contexte.concours if ligne.cle.financeur == financeur.code]
        if not siens:
            continue
        soldes = syntheses.sommes(siens)
        prevu = prevus.get(financeur.code, _Prevu({}, {}))
        cle = f"financeur:{financeur.code}"
        cellules: dict[str, Cellule] = {
            "financeur": texte(contexte.financeurs[financeur.code]),
            **{
                colonne: renvoi(syntheses.CLE_FINANCEURS, cle, colonne, soldes[colonne])
                for colonne in ("solde_a_verser", "trop_percu")
            },
            **_repartir(contexte, prevu.versements, versements, soldes["solde_a_verser"]),
            **_repartir(contexte, prevu.reversements, reversements, soldes["trop_percu"]),
        }
        for somme, exercices in (("total", versements), ("total_reverse", reversements)):
            cles = tuple(colonne.cle for colonne in exercices.values())
            cellules[somme] = somme_de_colonnes(cellules, *cles) if cles else valeur(0)
        lignes.append(composer_ligne(colonnes, cle, cellules))
    sommees = [colonne.cle for colonne in colonnes if colonne.genre is _G.MONTANT]
    total = ligne_de_somme(colonnes, "total", "TOTAL DES CONCOURS", lignes, sommees=sommees, derivees={})
    return Tableau(
        cle=CLE,
        titre="Échéancier des concours restant à verser",
        titre_court="Échéancier",
        partie=Partie.EXECUTION,
        niveau=Niveau.SYNTHESE,
        notes=(
            "Les versements prévus font le solde à verser, les reversements attendus le trop-perçu.",
            "Prévision : acomptes au rythme des travaux jusqu’au plafond du règlement, puis solde (lecture C).",
        ),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )

"""Le plan de financement définitif : de chaque opération demandée, son coût final et qui le finance."""

from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import Groupe, composer_ligne, difference, grouper, renvoi, texte, valeur
from exports.annexe.tableaux.execution import cle_de_ligne
from exports.demande_de_solde import montants, recapitulatif
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import LIBELLES_NATURES

__all__ = ["CLE", "CLE_COUTS", "composer", "composer_couts"]

CLE: Final = "plan-definitif"
CLE_COUTS: Final = "couts-definitifs"

_G = GenreColonne
_COLONNES: Final = (
    Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=36),
    Colonne(cle="nature", libelle="Nature", genre=_G.TEXTE, largeur=14),
    Colonne(cle="programme", libelle="Programmé", genre=_G.MONTANT),
    Colonne(cle="montant_cloture", libelle="Plan définitif", genre=_G.MONTANT),
    Colonne(cle="economie", libelle="Économie", genre=_G.MONTANT),
)
_COUTS: Final = (
    Colonne(cle="operation", libelle="Opération", genre=_G.CODE, largeur=18),
    Colonne(cle="base", libelle="Base", genre=_G.TEXTE, largeur=6),
    Colonne(cle="cout", libelle="Coût programmé", genre=_G.MONTANT),
    Colonne(cle="depense", libelle="Dépense justifiée", genre=_G.MONTANT),
    Colonne(cle="cout_final", libelle="Coût final", genre=_G.MONTANT),
    Colonne(cle="plan", libelle="Plan définitif", genre=_G.MONTANT),
    Colonne(cle="ecart", libelle="Écart plan − coût", genre=_G.MONTANT),
)


def composer(contexte: Contexte) -> Tableau:
    """Programmé et montant de clôture de chaque ligne des opérations demandées, fonds propres compris."""
    groupes = [
        Groupe(
            cle=code,
            libelle=contexte.exacte.faits[code].operation.libelle,
            lignes=tuple(_ligne(contexte, ligne) for ligne in contexte.lignes.get(code, ())),
        )
        for code in montants.operations_demandees(contexte)
    ]
    derivees = {"economie": lambda cellules: difference(cellules, "programme", "montant_cloture")}
    return Tableau(
        cle=CLE,
        titre="Plan de financement définitif",
        titre_court="Plan définitif",
        partie=Partie.CLOTURE,
        niveau=Niveau.SYNTHESE,
        notes=() if groupes else ("Aucun solde n’est à demander à la date d’arrêté.",),
        colonnes=_COLONNES,
        lignes=grouper(
            _COLONNES, groupes, libelle_total="TOTAL", sommees=("programme", "montant_cloture"), derivees=derivees
        )
        if groupes
        else (),
    )


def _ligne(contexte: Contexte, ligne: LigneCloturee) -> Ligne:
    cle = cle_de_ligne(ligne.cle)
    cloture = ligne.montant_cloture
    cellules: dict[str, Cellule] = {
        "financeur": texte(contexte.financeurs[ligne.cle.financeur]),
        "nature": texte(LIBELLES_NATURES[ligne.cle.nature].lower()),
        "programme": valeur(ligne.programme),
        "montant_cloture": renvoi(montants.CLE, cle, "montant_cloture", cloture)
        if ligne.cle.est_concours
        else valeur(cloture),
    }
    cellules["economie"] = difference(cellules, "programme", "montant_cloture")
    return composer_ligne(_COLONNES, cle, cellules)


def composer_couts(contexte: Contexte, plan: Tableau, recapitule: Tableau) -> Tableau:
    """Le coût final de chaque opération demandée, en regard du plan définitif et de la dépense justifiée."""
    sous_totaux = {ligne.cle for ligne in recapitule.lignes}
    lignes = []
    for code in montants.operations_demandees(contexte):
        faits, sous_total = contexte.exacte.faits[code], f"sous-total:{code}"
        base = faits.operation.base.value
        nette = recapitule.cellule(sous_total, base).valeur if sous_total in sous_totaux else None
        depense = valeur(faits.depense)
        if faits.depense is not None and nette == faits.depense:
            depense = renvoi(recapitulatif.CLE, sous_total, base, nette)
        cellules: dict[str, Cellule] = {
            "operation": texte(code),
            "base": texte(base.upper()),
            "cout": valeur(faits.cout),
            "depense": depense,
            "cout_final": valeur(faits.cout_final),
            "plan": renvoi(CLE, sous_total, "montant_cloture", plan.cellule(sous_total, "montant_cloture").valeur),
        }
        cellules["ecart"] = difference(cellules, "plan", "cout_final")
        lignes.append(composer_ligne(_COUTS, f"operation:{code}", cellules))
    return Tableau(
        cle=CLE_COUTS,
        titre="Coût final et équilibre du plan",
        titre_court="Coûts",
        partie=Partie.CLOTURE,
        niveau=Niveau.SYNTHESE,
        notes=("Coût final : dépense d’une opération achevée, sinon réestimation, sinon coût programmé (lecture C).",),
        colonnes=_COUTS,
        lignes=tuple(lignes),
    )

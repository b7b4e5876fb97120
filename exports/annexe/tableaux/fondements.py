"""Ce qui fonde les montants de clôture : la part de lecture qu’ils contiennent, chiffrée."""

from collections.abc import Iterable
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import composer_ligne, difference, ligne_de_somme, texte, valeur
from exports.annexe.tableaux import execution
from exports.annexe.tableaux.execution import COLONNES_MEMOIRE, MEMOIRE, POUR_MEMOIRE, memoire
from exports.document.tableau import Colonne, GenreColonne, Niveau, Partie, Tableau
from financement.cloture.montant import Fondement
from financement.cloture.resultat import LigneCloturee

__all__ = ["CLE", "composer"]

CLE: Final = "fondements"

_G = GenreColonne
_REGLES: Final = {
    Fondement.DEPENSE: "opération achevée : taux × dépense retenue, au plus l’engagé (sans engagement, le programmé)",
    Fondement.REESTIMATION: "non achevée : taux × coût réestimé, au plus l’engagé (sans engagement, le programmé)",
    Fondement.PAYE: "ligne soldée sans coût définitif : le payé fait foi",
    Fondement.ENGAGE: "forfait, ou opération ni achevée ni réestimée : l’engagé",
    Fondement.PROGRAMME: "rien d’engagé : le programmé, à engager",
    Fondement.RESIDU: "fonds propres du maître d’ouvrage : coût final moins les autres financements",
    Fondement.ABANDON: "opération abandonnée : zéro",
    Fondement.FORCLUSION: "rien d’engagé par l’ANRU à la date limite d’engagement : zéro",
}
_CONCOURS: Final = "Concours"
_COLONNES: Final = (
    Colonne(cle="fondement", libelle="Fondement", genre=_G.TEXTE, largeur=22),
    Colonne(cle="regle", libelle="Règle appliquée (lecture C)", genre=_G.TEXTE, largeur=72),
    Colonne(cle="lignes", libelle="Lignes", genre=_G.ENTIER, groupe=_CONCOURS),
    Colonne(cle="programme", libelle="Programmé", genre=_G.MONTANT, groupe=_CONCOURS),
    Colonne(cle="montant_cloture", libelle="Montant de clôture", genre=_G.MONTANT, groupe=_CONCOURS),
    Colonne(cle="economie", libelle="Économie", genre=_G.MONTANT, groupe=_CONCOURS),
    Colonne(cle="autofinancement_lignes", libelle="Lignes", genre=_G.ENTIER, groupe=POUR_MEMOIRE),
    *COLONNES_MEMOIRE,
)


def composer(contexte: Contexte) -> Tableau:
    """Les montants de clôture par fondement, concours et autofinancement ; les totaux sont ceux de l’exécution."""
    lignes = []
    for fondement, regle in _REGLES.items():
        concours, autofinancement = (
            [ligne for ligne in nature if ligne.calcul.fondement == fondement]
            for nature in (contexte.concours, contexte.autofinancement)
        )
        if concours or autofinancement:
            cellules = {
                "fondement": texte(fondement),
                "regle": texte(regle),
                "lignes": valeur(len(concours)),
                "programme": valeur(_somme(concours, "programme")),
                "montant_cloture": valeur(_somme(concours, "montant_cloture")),
                "autofinancement_lignes": valeur(len(autofinancement)),
                **memoire(*(valeur(_somme(autofinancement, nom)) for nom in ("programme", "montant_cloture"))),
            }
            cellules["economie"] = difference(cellules, "programme", "montant_cloture")
            lignes.append(composer_ligne(_COLONNES, f"fondement:{fondement}", cellules))
    sommees = ("lignes", "programme", "montant_cloture", "economie", "autofinancement_lignes", *MEMOIRE)
    total = ligne_de_somme(_COLONNES, "total", "TOTAL", lignes, sommees=sommees, derivees={})
    return Tableau(
        cle=CLE,
        titre="Fondement des montants de clôture",
        titre_court="Fondements",
        partie=Partie.CLOTURE,
        niveau=Niveau.SYNTHESE,
        notes=("Aucun texte ne publie ces règles : elles suivent le régime des subventions de l’État (lecture C).",),
        colonnes=_COLONNES,
        lignes=(*lignes, total),
    )


def _somme(lignes: Iterable[LigneCloturee], nom: str) -> int:
    return sum(execution.grandeur(ligne, nom) for ligne in lignes)

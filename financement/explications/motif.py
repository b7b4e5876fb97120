"""Le montant de clôture d’une ligne, justifié en une phrase."""

from typing import Final

from financement.cloture.etat import LIBELLES_ETATS
from financement.cloture.montant import Fondement, PartRecalculee
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import Categorie, RegleCloture
from financement.valeurs.montants import afficher_montant
from financement.valeurs.taux import afficher_taux

__all__ = ["motif", "plafond_de_la_ligne"]

_MOTIFS: Final = {
    Fondement.ABANDON: "rien n’est dû",
    Fondement.FORCLUSION: "rien d’engagé à la date limite d’engagement, la subvention est perdue",
    Fondement.PAYE: "sans coût définitif, le payé fait foi",
    Fondement.ENGAGE: "montant engagé",
    Fondement.PROGRAMME: "montant programmé, pas encore engagé",
    Fondement.RESIDU: "ce que les autres financements laissent du coût final",
}


def motif(ligne: LigneCloturee) -> str:
    """Le montant de clôture d’une ligne en une phrase, sans fichier ni cellule."""
    calcul, etat = ligne.calcul, LIBELLES_ETATS[ligne.etat]
    if calcul.part is None:
        raison = _MOTIFS[calcul.fondement]
        if calcul.fondement == Fondement.ENGAGE and ligne.suivie.est_reputee:
            raison = "montant réputé engagé"
        elif calcul.fondement == Fondement.PAYE and ligne.paye < 0:
            raison = "sans coût définitif ; le payé net, négatif, est ramené à zéro"
        attendue = ligne.regle is RegleCloture.TAUX and ligne.faits.achevee
        if attendue and calcul.fondement in {Fondement.ENGAGE, Fondement.PROGRAMME}:
            raison = f"{raison}, faute de dépense justifiée"
        return f"{etat} ; {raison}"
    objet = "dépense retenue" if calcul.fondement == Fondement.DEPENSE else "réestimation retenue"
    base, montant = afficher_montant(calcul.part.base), afficher_montant(calcul.part.montant)
    phrase = f"{etat} ; {_taux(ligne, calcul.part)} × {base} ({objet}) = {montant}"
    plafond = plafond_de_la_ligne(ligne)
    if calcul.montant < calcul.part.montant:
        return f"{phrase}, ramené {plafond}"
    return phrase


def plafond_de_la_ligne(ligne: LigneCloturee) -> str:
    """Ce à quoi la subvention recalculée est ramenée : « à l’engagé », « à l’engagé réputé », « au programmé »."""
    if not ligne.engage:
        return "au programmé"
    return "à l’engagé réputé" if ligne.suivie.est_reputee else "à l’engagé"


def _taux(ligne: LigneCloturee, part: PartRecalculee) -> str:
    """Le taux en clair ; une part qui n’est pas un pourcentage exact s’écrit programmé / base du plan."""
    affiche = afficher_taux(part.taux)
    if affiche.endswith("%") or part.taux == ligne.faits.operation.taux_anru:
        return affiche
    est_anru = ligne.suivie.financeur.categorie is Categorie.ANRU
    plafond = ligne.faits.assiette if est_anru else ligne.faits.cout
    return f"({afficher_montant(ligne.programme)} / {afficher_montant(plafond)})"

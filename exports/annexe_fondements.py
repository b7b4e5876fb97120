"""Ce qui fonde les montants de clôture, et ce qui les menace : la part de lecture qu'ils contiennent, chiffrée."""

from collections.abc import Iterable
from typing import Final

from exports import annexe_execution
from exports.annexe_contexte import Contexte
from exports.annexe_execution import COLONNES_MEMOIRE, MEMOIRE, POUR_MEMOIRE, memoire
from exports.annexe_lignes import composer_ligne, difference, ligne_de_somme, texte, valeur
from exports.document_tableau import Colonne, GenreColonne, Niveau, Tableau
from exports.document_texte import LONGUEUR_MAXIMALE
from financement.cloture.montant import Fondement
from financement.cloture.resultat import LigneCloturee
from financement.vigilance import points_de_vigilance

__all__ = ["CLE", "CLE_VIGILANCE", "composer", "vigilance"]

CLE: Final = "fondements"
CLE_VIGILANCE: Final = "vigilance"

_G = GenreColonne
_REGLES: Final = {
    Fondement.DEPENSE: "opération achevée : taux × dépense retenue, au plus l'engagé (sans engagement, le programmé)",
    Fondement.REESTIMATION: "non achevée : taux × coût réestimé, au plus l'engagé (sans engagement, le programmé)",
    Fondement.PAYE: "ligne soldée sans coût définitif : le payé fait foi",
    Fondement.ENGAGE: "forfait, ou opération ni achevée ni réestimée : l'engagé",
    Fondement.PROGRAMME: "rien d'engagé : le programmé, à engager",
    Fondement.RESIDU: "fonds propres du maître d'ouvrage : coût final moins les autres financements",
    Fondement.ABANDON: "opération abandonnée : zéro",
    Fondement.FORCLUSION: "rien d'engagé par l'ANRU à la date limite d'engagement : zéro",
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
_COLONNES_DE_VIGILANCE: Final = (
    Colonne(cle="rang", libelle="N°", genre=_G.ENTIER),
    Colonne(cle="motif", libelle="Motif", genre=_G.TEXTE, largeur=26),
    Colonne(cle="explication", libelle="Point de vigilance", genre=_G.TEXTE, largeur=110),
    Colonne(cle="enjeu", libelle="Montant en jeu", genre=_G.MONTANT),
)


def composer(contexte: Contexte) -> Tableau:
    """Les montants de clôture par fondement, concours et autofinancement ; les totaux sont ceux de l'exécution."""
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
        niveau=Niveau.SYNTHESE,
        notes=("Aucun texte ne publie ces règles : elles suivent le régime des subventions de l'État (lecture C).",),
        colonnes=_COLONNES,
        lignes=(*lignes, total),
    )


def _somme(lignes: Iterable[LigneCloturee], nom: str) -> int:
    return sum(annexe_execution.grandeur(ligne, nom) for ligne in lignes)


def vigilance(contexte: Contexte) -> Tableau:
    """Ce qui menace la clôture, du plus fort montant en jeu au plus faible, au centime près du dossier."""
    points = [
        point
        for point in points_de_vigilance(contexte.exacte, contexte.constats)
        if contexte.selection.concerne(point.operation, point.financeur, contexte.retenues)
    ]
    lignes = [
        composer_ligne(
            _COLONNES_DE_VIGILANCE,
            f"point:{rang}",
            {
                "rang": valeur(rang),
                "motif": texte(point.motif),
                "explication": texte(point.explication[:LONGUEUR_MAXIMALE]),
                "enjeu": valeur(contexte.a_l_unite(point.enjeu)),
            },
        )
        for rang, point in enumerate(points, start=1)
    ]
    return Tableau(
        cle=CLE_VIGILANCE,
        titre="Points de vigilance",
        titre_court="Vigilance",
        niveau=Niveau.LECTURE,
        notes=("Un même montant peut être en jeu à plusieurs titres : cette colonne ne s'additionne pas.",)
        if lignes
        else ("Aucun point de vigilance à la date d'arrêté.",),
        colonnes=_COLONNES_DE_VIGILANCE,
        lignes=tuple(lignes),
    )

"""L’exécution et la clôture des concours : ligne de financement par ligne, puis par opération.

Un concours est une subvention ou un prêt : ce qui se doit, s’engage et se verse. L’autofinancement (fonds propres) est
à part, pour mémoire : programmé, montant de clôture, économie (lecture C).

Formules : reste à engager = programmé − engagé ; reste à payer = engagé − payé (confiance B). Clôture (lecture C) :
solde à verser et trop-perçu = ce qui sépare le payé du montant de clôture ; à dégager et à engager = ce qui en sépare
l’engagé ; économie = programmé − montant de clôture.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from exports.annexe.contexte import Contexte
from exports.annexe.lignes import (
    Derivee,
    Groupe,
    composer_ligne,
    difference,
    exces,
    grouper,
    ligne_de_somme,
    rapport,
    renvoi,
    texte,
    valeur,
)
from exports.annexe.tableaux import tableau_financier
from exports.document.calculs import SommeAilleurs
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Niveau, Partie, Tableau
from exports.document.texte import LONGUEUR_MAXIMALE
from financement.affichage.grandeurs import A_LA_CLOTURE, AUJOURD_HUI, DE_LA_CLOTURE, DE_LA_SITUATION, DEDUITES
from financement.cloture.etat import LIBELLES_ETATS
from financement.cloture.resultat import LigneCloturee
from financement.dossier.nomenclature import LIBELLES_NATURES
from financement.dossier.operation import Operation
from financement.dossier.plan import CleLigne

__all__ = [
    "CLE",
    "CLE_AUTOFINANCEMENT",
    "CLE_LIGNES",
    "COLONNES_CLOTURE",
    "COLONNES_EXECUTION",
    "COLONNES_MEMOIRE",
    "COLONNES_TAUX",
    "GRANDEURS",
    "LUES",
    "MEMOIRE",
    "POUR_MEMOIRE",
    "TAUX",
    "cle_de_ligne",
    "composer",
    "composer_autofinancement",
    "composer_lignes",
    "grandeur",
    "memoire",
    "notes_d_execution",
    "restes",
    "tableau_de_ligne",
]

CLE: Final = "execution"
CLE_LIGNES: Final = "lignes-de-concours"
CLE_AUTOFINANCEMENT: Final = "lignes-d-autofinancement"

NOTE_SUR_LES_RESTES: Final = (
    "Aujourd’hui : ce qu’écrivent tableau financier et journal. À la clôture : ce que donnent les règles de solde. Ce "
    "qui reste à payer d’une opération soldée, au-delà de son solde à verser, est à dégager."
)

_DIFFERENCES: Final = tuple(deduite for deduite in DEDUITES if not deduite.est_un_du)

LUES: Final = tuple(g.nom for g in (*DE_LA_SITUATION, *DE_LA_CLOTURE) if g not in _DIFFERENCES)
"""Ce qui se somme de ligne en ligne ; les restes et l’économie s’en déduisent sur toute ligne, total compris."""

_G = GenreColonne

POUR_MEMOIRE: Final = "Pour mémoire : autofinancement"

COLONNES_EXECUTION, COLONNES_CLOTURE = (
    tuple(Colonne(cle=g.nom, libelle=g.libelle, genre=_G.MONTANT, groupe=g.moment) for g in grandeurs)
    for grandeurs in (DE_LA_SITUATION, DE_LA_CLOTURE)
)
COLONNES_MEMOIRE: Final = (
    Colonne(cle="autofinancement", libelle="Programmé", genre=_G.MONTANT, groupe=POUR_MEMOIRE),
    Colonne(cle="autofinancement_cloture", libelle="Montant de clôture", genre=_G.MONTANT, groupe=POUR_MEMOIRE),
    Colonne(cle="autofinancement_economie", libelle="Économie", genre=_G.MONTANT, groupe=POUR_MEMOIRE),
)
COLONNES_TAUX: Final = (
    Colonne(cle="taux_engage", libelle="Engagé / programmé", genre=_G.TAUX, groupe="Taux"),
    Colonne(cle="taux_paye", libelle="Payé / engagé", genre=_G.TAUX, groupe="Taux"),
)
GRANDEURS: Final = tuple(colonne.cle for colonne in (*COLONNES_EXECUTION, *COLONNES_CLOTURE))
MEMOIRE: Final = tuple(colonne.cle for colonne in COLONNES_MEMOIRE)
_DE_L_AGENCE: Final = ("programme", "engage", "paye", "montant_cloture")

TAUX: Final[Mapping[str, Derivee]] = {
    "taux_engage": lambda cellules: rapport(cellules, "engage", "programme"),
    "taux_paye": lambda cellules: rapport(cellules, "paye", "engage"),
}


def restes(cellules: Mapping[str, Cellule]) -> dict[str, Cellule]:
    """Les deux restes et l’économie d’une ligne qui a un programmé, un engagé, un payé et un montant de clôture."""
    return {deduite.nom: difference(cellules, deduite.de, deduite.moins) for deduite in _DIFFERENCES}


def memoire(autofinancement: Cellule, cloture: Cellule) -> dict[str, Cellule]:
    """L’autofinancement d’une ligne, pour mémoire, et son économie."""
    cellules = {"autofinancement": autofinancement, "autofinancement_cloture": cloture}
    return {
        **cellules,
        "autofinancement_economie": difference(cellules, "autofinancement", "autofinancement_cloture"),
    }


def grandeur(ligne: LigneCloturee, nom: str) -> int:
    """Une grandeur d’une ligne, en centimes ; l’engagé est l’engagé net, négatif compris."""
    montant: int = ligne.suivie.engage if nom == "engage" else getattr(ligne, nom)
    return montant


def cle_de_ligne(cle: CleLigne) -> str:
    """La clé d’une ligne de financement dans son tableau."""
    return "\x1f".join(("ligne", *cle))


def tableau_de_ligne(cle: CleLigne) -> str:
    """Le tableau qui montre une ligne de financement : concours ou autofinancement."""
    return CLE_LIGNES if cle.est_concours else CLE_AUTOFINANCEMENT


def _montants_de_cloture(ligne: LigneCloturee, cellules: Mapping[str, Cellule]) -> dict[str, Cellule]:
    """Soldes et engagements à ajuster d’une ligne ; un engagé net négatif compte zéro et n’a pas de formule."""
    return {
        du.nom: valeur(getattr(ligne, du.nom))
        if du.moins == "engage" and ligne.suivie.engage < 0
        else exces(cellules, du.de, du.moins)
        for du in DEDUITES
        if du.est_un_du
    }


_COLONNES_DE_LIGNE: Final = (
    Colonne(cle="operation", libelle="N° d’opération", genre=_G.CODE),
    Colonne(cle="libelle", libelle="Libellé de l’opération", genre=_G.TEXTE, largeur=44),
    Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=34),
)
_COLONNES_DE_CONCOURS: Final = (
    Colonne(cle="famille", libelle="Famille", genre=_G.CODE, largeur=8),
    *_COLONNES_DE_LIGNE,
    Colonne(cle="nature", libelle="Nature", genre=_G.TEXTE, largeur=14),
    Colonne(cle="etat", libelle="État de la ligne", genre=_G.TEXTE, largeur=16),
    *COLONNES_EXECUTION,
    *COLONNES_CLOTURE,
)
_COLONNES_D_AUTOFINANCEMENT: Final = (
    *_COLONNES_DE_LIGNE,
    Colonne(cle="fondement", libelle="Fondement", genre=_G.TEXTE, largeur=14),
    Colonne(cle="programme", libelle="Programmé", genre=_G.MONTANT, groupe=AUJOURD_HUI),
    Colonne(cle="montant_cloture", libelle="Montant de clôture", genre=_G.MONTANT, groupe=A_LA_CLOTURE),
    Colonne(cle="economie", libelle="Économie", genre=_G.MONTANT, groupe=A_LA_CLOTURE),
    Colonne(cle="engage", libelle="Engagé inscrit", genre=_G.MONTANT, groupe="Au journal, hors de toute somme"),
    Colonne(cle="paye", libelle="Payé inscrit", genre=_G.MONTANT, groupe="Au journal, hors de toute somme"),
)


def _identite(contexte: Contexte, operation: Operation, ligne: LigneCloturee) -> dict[str, Cellule]:
    return {
        "operation": texte(operation.code),
        "libelle": texte(operation.libelle),
        "financeur": texte(contexte.financeurs[ligne.cle.financeur]),
        **{nom: valeur(grandeur(ligne, nom)) for nom in _DE_L_AGENCE},
    }


def composer_lignes(contexte: Contexte) -> Tableau:
    """Chaque concours (opération, financeur, nature) programmé, engagé ou payé, son exécution et sa clôture."""
    colonnes = _COLONNES_DE_CONCOURS
    lignes = []
    for operation in contexte.operations:
        for cloturee in contexte.concours_de(operation.code):
            cellules = _identite(contexte, operation, cloturee)
            cellules["famille"] = texte(operation.famille)
            cellules["nature"] = texte(LIBELLES_NATURES[cloturee.cle.nature])
            cellules["etat"] = texte(LIBELLES_ETATS[cloturee.etat])
            cellules |= _montants_de_cloture(cloturee, cellules)
            lignes.append(composer_ligne(colonnes, cle_de_ligne(cloturee.cle), {**cellules, **restes(cellules)}))
    total = ligne_de_somme(colonnes, "total", "TOTAL DES CONCOURS", lignes, sommees=GRANDEURS, derivees={})
    return Tableau(
        cle=CLE_LIGNES,
        titre="Lignes de concours : exécution et clôture par opération, financeur et nature",
        titre_court="Lignes de concours",
        partie=Partie.EXECUTION,
        niveau=Niveau.JOINT,
        notes=("Base des tableaux d’exécution et de synthèse : leurs formules somment ces lignes.",),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )


def composer_autofinancement(contexte: Contexte) -> Tableau:
    """Chaque ligne de fonds propres, pour mémoire ; un mouvement qui y est inscrit s’y lit, et n’entre nulle part."""
    colonnes = _COLONNES_D_AUTOFINANCEMENT
    lignes = []
    for operation in contexte.operations:
        for cloturee in contexte.autofinancement_de(operation.code):
            cellules = _identite(contexte, operation, cloturee)
            cellules["fondement"] = texte(cloturee.calcul.fondement)
            cellules["economie"] = difference(cellules, "programme", "montant_cloture")
            lignes.append(composer_ligne(colonnes, cle_de_ligne(cloturee.cle), cellules))
    sommees = ("programme", "montant_cloture", "economie")
    total = ligne_de_somme(colonnes, "total", "TOTAL DE L’AUTOFINANCEMENT", lignes, sommees=sommees, derivees={})
    return Tableau(
        cle=CLE_AUTOFINANCEMENT,
        titre="Pour mémoire : autofinancement par opération et financeur",
        titre_court="Autofinancement",
        partie=Partie.EXECUTION,
        niveau=Niveau.JOINT,
        notes=(
            "L’argent du maître d’ouvrage : personne ne l’engage ni ne le verse (lecture C).",
            "Aucun reste, solde ni taux de cette annexe ne le compte.",
        ),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )


def _colonnes(contexte: Contexte, anru: str | None) -> tuple[Colonne, ...]:
    dont = "" if anru is None else f"dont {anru}"
    de_l_agence = [c for c in (*COLONNES_EXECUTION, *COLONNES_CLOTURE) if c.cle in _DE_L_AGENCE and anru is not None]
    return (
        Colonne(cle="operation", libelle="N° d’opération", genre=_G.CODE),
        Colonne(cle="libelle", libelle="Libellé précis de l’opération", genre=_G.TEXTE, largeur=42),
        Colonne(cle="maitre_ouvrage", libelle="Maître d’ouvrage", genre=_G.TEXTE, largeur=20, est_jointe=True),
        Colonne(cle="etat", libelle="État", genre=_G.TEXTE, largeur=14),
        *COLONNES_EXECUTION,
        *COLONNES_CLOTURE,
        *COLONNES_TAUX,
        # Le tableau de clôture imprime le maître d'ouvrage et les fonds propres de chaque opération ; une part sans
        # concours n'a qu'eux à montrer.
        *(replace(colonne, est_jointe=bool(contexte.concours)) for colonne in COLONNES_MEMOIRE),
        *(Colonne(cle=f"anru_{c.cle}", libelle=c.libelle, genre=c.genre, groupe=dont) for c in de_l_agence),
    )


def _somme(lignes: Iterable[LigneCloturee], nom: str, tableau: str = CLE_LIGNES) -> Cellule:
    """La somme d’une grandeur sur des lignes de financement, reprise de leur tableau."""
    sommees = tuple(lignes)
    montant = sum(grandeur(ligne, nom) for ligne in sommees)
    if not sommees:
        return valeur(montant)
    cles = tuple(cle_de_ligne(ligne.cle) for ligne in sommees)
    return valeur(montant, SommeAilleurs(tableau=tableau, lignes=cles, colonne=nom))


def _ligne(contexte: Contexte, operation: Operation, colonnes: Sequence[Colonne], anru: str | None) -> Ligne:
    cle = f"operation:{operation.code}"
    lignes, siennes = contexte.concours_de(operation.code), contexte.autofinancement_de(operation.code)
    cellules: dict[str, Cellule] = {
        "operation": texte(operation.code),
        "libelle": texte(operation.libelle),
        "maitre_ouvrage": texte(contexte.maitres[operation.maitre_ouvrage]),
        "etat": texte(contexte.etats[operation.code].libelle),
        **{nom: _somme(lignes, nom) for nom in LUES},
        **memoire(*(_somme(siennes, nom, CLE_AUTOFINANCEMENT) for nom in ("programme", "montant_cloture"))),
    }
    for tableau, present, concours, autofinancement in (
        (tableau_financier.CLE, contexte.en_vigueur(operation.code), "programme", "autofinancement"),
        (
            tableau_financier.CLE_CLOTURE,
            operation.code in contexte.final.couts,
            "montant_cloture",
            "autofinancement_cloture",
        ),
    ):
        if present:
            cellules[concours] = renvoi(tableau, cle, "concours", cellules[concours].valeur)
            cellules[autofinancement] = renvoi(tableau, cle, "fonds_propres", cellules[autofinancement].valeur)
    cellules |= restes(cellules)
    cellules |= {colonne: deriver(cellules) for colonne, deriver in TAUX.items()}
    if anru is not None:
        de_l_anru = [ligne for ligne in lignes if ligne.cle.financeur == anru]
        cellules |= {f"anru_{nom}": _somme(de_l_anru, nom) for nom in _DE_L_AGENCE}
    return composer_ligne(colonnes, cle, cellules)


def notes_d_execution(contexte: Contexte) -> tuple[str, ...]:
    """Comment lire aujourd’hui et à la clôture, et de quels financeurs l’engagé est réputé."""
    presents = {ligne.cle.financeur for ligne in contexte.concours if ligne.suivie.est_reputee}
    reputes = ", ".join(contexte.nommer(code) for code in contexte.financeurs if code in presents)
    note = f"Engagé réputé, le programmé, au moins le payé (lecture C) : {reputes}."
    return (NOTE_SUR_LES_RESTES, *([note[:LONGUEUR_MAXIMALE]] if reputes else []))


def composer(contexte: Contexte) -> Tableau:
    """L’exécution et la clôture des concours par opération, groupées par famille, avec sous-totaux et total."""
    anru = contexte.agence_seule if contexte.est_complet else None
    colonnes = _colonnes(contexte, None if anru is None else contexte.entetes[anru])
    groupes = [
        Groupe(
            famille,
            libelle,
            tuple(_ligne(contexte, o, colonnes, anru) for o in contexte.operations if o.famille == famille),
        )
        for famille, libelle in contexte.familles.items()
    ]
    hors_tableau = [o.code for o in contexte.operations if not contexte.en_vigueur(o.code)]
    notes = (
        *(
            [f"Engagées ou payées sans figurer au tableau financier en vigueur : {', '.join(hors_tableau)}."]
            if hors_tableau
            else []
        ),
        tableau_financier.NOTE_SUR_L_ETAT,
        *notes_d_execution(contexte),
    )
    return Tableau(
        cle=CLE,
        titre="Exécution et clôture des concours par opération",
        titre_court="Exécution",
        partie=Partie.EXECUTION,
        notes=tuple(note[:LONGUEUR_MAXIMALE] for note in notes),
        colonnes=colonnes,
        lignes=grouper(
            colonnes,
            groupes,
            libelle_total="TOTAL DES CONCOURS",
            sommees=tuple(c.cle for c in colonnes if c.genre is _G.MONTANT),
            derivees=TAUX,
        ),
    )

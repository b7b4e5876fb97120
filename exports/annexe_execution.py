"""L'exécution et la clôture : ligne de financement par ligne, puis par opération.

Formules : reste à engager = programmé − engagé ; reste à payer = engagé − payé (confiance B). Clôture (lecture C) :
solde à verser et trop-perçu = ce qui sépare le payé du montant de clôture ; à dégager et à engager = ce qui en sépare
l'engagé ; économie = programmé − montant de clôture.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from exports import annexe_tableau_financier
from exports.annexe_contexte import Contexte
from exports.annexe_lignes import (
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
from exports.document_calculs import SommeAilleurs
from exports.document_tableau import Cellule, Colonne, GenreColonne, Ligne, Tableau
from financement.cloture.etat import LIBELLES_ETATS
from financement.cloture.resultat import LigneCloturee
from financement.nomenclature import LIBELLES_NATURES, Categorie
from financement.operation import Operation
from financement.plan import CleLigne

__all__ = [
    "CLE",
    "CLE_LIGNES",
    "COLONNES_CLOTURE",
    "COLONNES_EXECUTION",
    "GRANDEURS",
    "LUES",
    "TAUX",
    "agence_seule",
    "cle_de_ligne",
    "composer",
    "composer_lignes",
    "grandeur",
    "restes",
]

CLE: Final = "execution"
CLE_LIGNES: Final = "lignes-de-financement"

LUES: Final = (
    "programme",
    "engage",
    "paye",
    "montant_cloture",
    "solde_a_verser",
    "trop_percu",
    "a_degager",
    "a_engager",
)
"""Ce qui se somme de ligne en ligne ; les restes et l'économie s'en déduisent sur toute ligne, total compris."""

_G = GenreColonne

COLONNES_EXECUTION: Final = (
    Colonne(cle="programme", libelle="Programmé", genre=_G.MONTANT, groupe="Exécution"),
    Colonne(cle="engage", libelle="Engagé", genre=_G.MONTANT, groupe="Exécution"),
    Colonne(cle="paye", libelle="Payé", genre=_G.MONTANT, groupe="Exécution"),
    Colonne(cle="reste_a_engager", libelle="Reste à engager", genre=_G.MONTANT, groupe="Exécution"),
    Colonne(cle="reste_a_payer", libelle="Reste à payer", genre=_G.MONTANT, groupe="Exécution"),
)
COLONNES_CLOTURE: Final = (
    Colonne(cle="montant_cloture", libelle="Montant de clôture", genre=_G.MONTANT, groupe="Clôture"),
    Colonne(cle="solde_a_verser", libelle="Solde à verser", genre=_G.MONTANT, groupe="Clôture"),
    Colonne(cle="trop_percu", libelle="Trop-perçu", genre=_G.MONTANT, groupe="Clôture"),
    Colonne(cle="a_degager", libelle="À dégager", genre=_G.MONTANT, groupe="Clôture"),
    Colonne(cle="a_engager", libelle="À engager", genre=_G.MONTANT, groupe="Clôture"),
    Colonne(cle="economie", libelle="Économie", genre=_G.MONTANT, groupe="Clôture"),
)
_COLONNES_TAUX: Final = (
    Colonne(cle="taux_engage", libelle="Engagé / programmé", genre=_G.TAUX, groupe="Taux"),
    Colonne(cle="taux_paye", libelle="Payé / engagé", genre=_G.TAUX, groupe="Taux"),
)
GRANDEURS: Final = tuple(colonne.cle for colonne in (*COLONNES_EXECUTION, *COLONNES_CLOTURE))
_DE_L_AGENCE: Final = ("programme", "engage", "paye", "montant_cloture")

TAUX: Final[Mapping[str, Derivee]] = {
    "taux_engage": lambda cellules: rapport(cellules, "engage", "programme"),
    "taux_paye": lambda cellules: rapport(cellules, "paye", "engage"),
}


def restes(cellules: Mapping[str, Cellule]) -> dict[str, Cellule]:
    """Les deux restes et l'économie d'une ligne qui a un programmé, un engagé, un payé et un montant de clôture."""
    return {
        "reste_a_engager": difference(cellules, "programme", "engage"),
        "reste_a_payer": difference(cellules, "engage", "paye"),
        "economie": difference(cellules, "programme", "montant_cloture"),
    }


def grandeur(ligne: LigneCloturee, nom: str) -> int:
    """Une grandeur d'une ligne, en centimes ; l'engagé est l'engagé net, négatif compris."""
    montant: int = ligne.suivie.engage if nom == "engage" else getattr(ligne, nom)
    return montant


def cle_de_ligne(cle: CleLigne) -> str:
    """La clé d'une ligne de financement dans son tableau."""
    return "\x1f".join(("ligne", *cle))


def _montants_de_cloture(ligne: LigneCloturee, cellules: Mapping[str, Cellule]) -> dict[str, Cellule]:
    """Soldes et engagements à ajuster d'une ligne ; un engagé net négatif compte zéro et n'a pas de formule."""
    a_engager = valeur(ligne.a_engager) if ligne.suivie.engage < 0 else exces(cellules, "montant_cloture", "engage")
    return {
        "solde_a_verser": exces(cellules, "montant_cloture", "paye"),
        "trop_percu": exces(cellules, "paye", "montant_cloture"),
        "a_degager": exces(cellules, "engage", "montant_cloture"),
        "a_engager": a_engager,
    }


def composer_lignes(contexte: Contexte) -> Tableau:
    """Chaque ligne (opération, financeur, nature) programmée, engagée ou payée, son exécution et sa clôture."""
    colonnes = (
        Colonne(cle="famille", libelle="Famille", genre=_G.CODE, largeur=8),
        Colonne(cle="operation", libelle="N° d'opération", genre=_G.CODE),
        Colonne(cle="libelle", libelle="Libellé de l'opération", genre=_G.TEXTE, largeur=44),
        Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=34),
        Colonne(cle="nature", libelle="Nature", genre=_G.TEXTE, largeur=14),
        Colonne(cle="etat", libelle="État", genre=_G.TEXTE, largeur=16),
        *COLONNES_EXECUTION,
        *COLONNES_CLOTURE,
    )
    lignes = []
    for operation in contexte.operations:
        for cloturee in contexte.lignes_de(operation.code):
            cellules = {
                "famille": texte(operation.famille),
                "operation": texte(operation.code),
                "libelle": texte(operation.libelle),
                "financeur": texte(contexte.financeurs[cloturee.cle.financeur]),
                "nature": texte(LIBELLES_NATURES[cloturee.cle.nature]),
                "etat": texte(LIBELLES_ETATS[cloturee.etat]),
                **{nom: valeur(grandeur(cloturee, nom)) for nom in _DE_L_AGENCE},
            }
            cellules |= _montants_de_cloture(cloturee, cellules)
            lignes.append(composer_ligne(colonnes, cle_de_ligne(cloturee.cle), {**cellules, **restes(cellules)}))
    total = ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=GRANDEURS, derivees={})
    return Tableau(
        cle=CLE_LIGNES,
        titre="Lignes de financement : exécution et clôture par opération, financeur et nature",
        titre_court="Lignes de financement",
        notes=("Base des tableaux d'exécution et de synthèse : leurs formules somment ces lignes.",),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )


def _colonnes(anru: str | None) -> tuple[Colonne, ...]:
    dont = "" if anru is None else f"dont {anru}"
    de_l_agence = [c for c in (*COLONNES_EXECUTION, *COLONNES_CLOTURE) if c.cle in _DE_L_AGENCE and anru is not None]
    return (
        Colonne(cle="operation", libelle="N° d'opération", genre=_G.CODE),
        Colonne(cle="libelle", libelle="Libellé précis de l'opération", genre=_G.TEXTE, largeur=42),
        Colonne(cle="maitre_ouvrage", libelle="Maître d'ouvrage", genre=_G.TEXTE, largeur=20),
        Colonne(cle="etat", libelle="État", genre=_G.TEXTE, largeur=14),
        *COLONNES_EXECUTION,
        *COLONNES_CLOTURE,
        *_COLONNES_TAUX,
        *(Colonne(cle=f"anru_{c.cle}", libelle=c.libelle, genre=c.genre, groupe=dont) for c in de_l_agence),
    )


def agence_seule(contexte: Contexte) -> str | None:
    """Le financeur ANRU, s'il est seul de sa catégorie et dans le périmètre."""
    agences = [f.code for f in contexte.financeurs_du_perimetre if f.categorie is Categorie.ANRU]
    return agences[0] if len(agences) == 1 else None


def _somme(lignes: Iterable[LigneCloturee], nom: str) -> Cellule:
    """La somme d'une grandeur sur des lignes de financement, reprise de leur tableau."""
    sommees = tuple(lignes)
    montant = sum(grandeur(ligne, nom) for ligne in sommees)
    if not sommees:
        return valeur(montant)
    cles = tuple(cle_de_ligne(ligne.cle) for ligne in sommees)
    return valeur(montant, SommeAilleurs(tableau=CLE_LIGNES, lignes=cles, colonne=nom))


def _ligne(contexte: Contexte, operation: Operation, colonnes: Sequence[Colonne], anru: str | None, etat: str) -> Ligne:
    cle = f"operation:{operation.code}"
    lignes = contexte.lignes_de(operation.code)
    programme = sum(ligne.programme for ligne in lignes)
    cloture = sum(ligne.montant_cloture for ligne in lignes)
    cellules: dict[str, Cellule] = {
        "operation": texte(operation.code),
        "libelle": texte(operation.libelle),
        "maitre_ouvrage": texte(contexte.maitres[operation.maitre_ouvrage]),
        "etat": texte(etat),
        **{nom: _somme(lignes, nom) for nom in LUES},
    }
    if contexte.en_vigueur(operation.code):
        cellules["programme"] = renvoi(annexe_tableau_financier.CLE, cle, "plan", programme)
    if operation.code in contexte.final.couts:
        cellules["montant_cloture"] = renvoi(annexe_tableau_financier.CLE_CLOTURE, cle, "plan", cloture)
    cellules |= restes(cellules)
    cellules |= {colonne: deriver(cellules) for colonne, deriver in TAUX.items()}
    if anru is not None:
        de_l_anru = [ligne for ligne in lignes if ligne.cle.financeur == anru]
        cellules |= {f"anru_{nom}": _somme(de_l_anru, nom) for nom in _DE_L_AGENCE}
    return composer_ligne(colonnes, cle, cellules)


def composer(contexte: Contexte) -> Tableau:
    """L'exécution et la clôture par opération, groupées par famille, avec sous-totaux et total."""
    anru = agence_seule(contexte) if contexte.est_complet else None
    colonnes = _colonnes(None if anru is None else contexte.entetes[anru])
    etats = contexte.etats()
    groupes = [
        Groupe(
            famille,
            libelle,
            tuple(
                _ligne(contexte, o, colonnes, anru, etats.get(o.code, ""))
                for o in contexte.operations
                if o.famille == famille
            ),
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
        "État d'une opération : celui de sa ligne de financement la moins avancée.",
    )
    return Tableau(
        cle=CLE,
        titre="Exécution et clôture par opération",
        titre_court="Exécution",
        notes=tuple(note[:3900] for note in notes),
        colonnes=colonnes,
        lignes=grouper(
            colonnes,
            groupes,
            libelle_total="TOTAL",
            sommees=tuple(c.cle for c in colonnes if c.genre is _G.MONTANT),
            derivees=TAUX,
        ),
    )

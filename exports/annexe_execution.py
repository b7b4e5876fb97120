"""L'exécution : programmé, engagé, payé et restes, ligne de financement par ligne puis par opération.

Formules (confiance B) : reste à engager = programmé − engagé ; reste à payer = engagé − payé.
"""

from collections.abc import Mapping
from typing import Final

from exports import annexe_tableau_financier
from exports.annexe_contexte import Contexte, Execution
from exports.annexe_lignes import (
    Derivee,
    Groupe,
    composer_ligne,
    difference,
    grouper,
    ligne_de_somme,
    rapport,
    renvoi,
    texte,
    valeur,
)
from exports.document_calculs import SommeAilleurs
from exports.document_tableau import Cellule, Colonne, GenreColonne, Ligne, Tableau
from financement.nomenclature import LIBELLES_NATURES, Categorie
from financement.operation import Operation
from financement.plan import CleLigne

__all__ = [
    "CLE",
    "CLE_LIGNES",
    "COLONNES_EXECUTION",
    "GRANDEURS",
    "TAUX",
    "composer",
    "composer_lignes",
    "restes",
]

CLE: Final = "execution"
CLE_LIGNES: Final = "lignes-de-financement"

GRANDEURS: Final = ("programme", "engage", "paye", "reste_a_engager", "reste_a_payer")

_G = GenreColonne

COLONNES_EXECUTION: Final = (
    Colonne(cle="programme", libelle="Programmé", genre=_G.MONTANT),
    Colonne(cle="engage", libelle="Engagé", genre=_G.MONTANT),
    Colonne(cle="paye", libelle="Payé", genre=_G.MONTANT),
    Colonne(cle="reste_a_engager", libelle="Reste à engager", genre=_G.MONTANT),
    Colonne(cle="reste_a_payer", libelle="Reste à payer", genre=_G.MONTANT),
)
_COLONNES_TAUX: Final = (
    Colonne(cle="taux_engage", libelle="Engagé / programmé", genre=_G.TAUX),
    Colonne(cle="taux_paye", libelle="Payé / engagé", genre=_G.TAUX),
)

TAUX: Final[Mapping[str, Derivee]] = {
    "taux_engage": lambda cellules: rapport(cellules, "engage", "programme"),
    "taux_paye": lambda cellules: rapport(cellules, "paye", "engage"),
}


def restes(cellules: Mapping[str, Cellule]) -> dict[str, Cellule]:
    """Les deux restes d'une ligne qui a un programmé, un engagé et un payé."""
    return {
        "reste_a_engager": difference(cellules, "programme", "engage"),
        "reste_a_payer": difference(cellules, "engage", "paye"),
    }


def composer_lignes(contexte: Contexte) -> Tableau:
    """Chaque ligne (opération, financeur, nature) programmée, engagée ou payée."""
    colonnes = (
        Colonne(cle="famille", libelle="Famille", genre=_G.CODE, largeur=8),
        Colonne(cle="operation", libelle="N° d'opération", genre=_G.CODE),
        Colonne(cle="libelle", libelle="Libellé de l'opération", genre=_G.TEXTE, largeur=62),
        Colonne(cle="financeur", libelle="Financeur", genre=_G.TEXTE, largeur=46),
        Colonne(cle="nature", libelle="Nature", genre=_G.TEXTE, largeur=14),
        *COLONNES_EXECUTION,
    )
    lignes = []
    for operation in contexte.operations:
        for cle, execution in contexte.executions_de(operation.code).items():
            cellules = {
                "famille": texte(operation.famille),
                "operation": texte(operation.code),
                "libelle": texte(operation.libelle),
                "financeur": texte(contexte.financeurs[cle.financeur]),
                "nature": texte(LIBELLES_NATURES[cle.nature]),
                "programme": valeur(execution.programme),
                "engage": valeur(execution.engage),
                "paye": valeur(execution.paye),
            }
            lignes.append(composer_ligne(colonnes, cle_de_ligne(cle), {**cellules, **restes(cellules)}))
    total = ligne_de_somme(colonnes, "total", "TOTAL", lignes, sommees=GRANDEURS, derivees={})
    return Tableau(
        cle=CLE_LIGNES,
        titre="Lignes de financement : exécution par opération, financeur et nature",
        titre_court="Lignes de financement",
        notes=("Base des tableaux d'exécution et de synthèse : leurs formules somment ces lignes.",),
        colonnes=colonnes,
        lignes=(*lignes, total),
    )


def _colonnes(anru: str | None) -> tuple[Colonne, ...]:
    dont = "" if anru is None else f"dont {anru}"
    return (
        Colonne(cle="operation", libelle="N° d'opération", genre=_G.CODE),
        Colonne(cle="libelle", libelle="Libellé précis de l'opération", genre=_G.TEXTE, largeur=62),
        Colonne(cle="maitre_ouvrage", libelle="Maître d'ouvrage", genre=_G.TEXTE, largeur=28),
        *(Colonne(cle=c.cle, libelle=c.libelle, genre=c.genre, groupe="Tous financeurs") for c in COLONNES_EXECUTION),
        *(Colonne(cle=c.cle, libelle=c.libelle, genre=c.genre, groupe="Tous financeurs") for c in _COLONNES_TAUX),
        *(
            Colonne(cle=f"anru_{c.cle}", libelle=c.libelle, genre=c.genre, groupe=dont)
            for c in COLONNES_EXECUTION[:3]
            if anru is not None
        ),
    )


def _anru(contexte: Contexte) -> str | None:
    """Le financeur ANRU, s'il est seul de sa catégorie."""
    agences = [f.code for f in contexte.convention.financeurs if f.categorie is Categorie.ANRU]
    return agences[0] if len(agences) == 1 else None


def cle_de_ligne(cle: CleLigne) -> str:
    """La clé d'une ligne de financement dans son tableau."""
    return "\x1f".join(("ligne", *cle))


def _somme(lignes: Mapping[CleLigne, Execution], grandeur: str) -> Cellule:
    """La somme d'une grandeur sur des lignes de financement, reprise de leur tableau."""
    montant = sum(_montant(execution, grandeur) for execution in lignes.values())
    if not lignes:
        return valeur(montant)
    cles = tuple(map(cle_de_ligne, lignes))
    return valeur(montant, SommeAilleurs(tableau=CLE_LIGNES, lignes=cles, colonne=grandeur))


def _montant(execution: Execution, grandeur: str) -> int:
    return {"programme": execution.programme, "engage": execution.engage, "paye": execution.paye}[grandeur]


def _ligne(contexte: Contexte, operation: Operation, colonnes: tuple[Colonne, ...], anru: str | None) -> Ligne:
    cle = f"operation:{operation.code}"
    lignes = contexte.executions_de(operation.code)
    programme = sum(execution.programme for execution in lignes.values())
    cellules: dict[str, Cellule] = {
        "operation": texte(operation.code),
        "libelle": texte(operation.libelle),
        "maitre_ouvrage": texte(contexte.maitres[operation.maitre_ouvrage]),
        "programme": renvoi(annexe_tableau_financier.CLE, cle, "plan", programme)
        if contexte.en_vigueur(operation.code)
        else valeur(programme),
        "engage": _somme(lignes, "engage"),
        "paye": _somme(lignes, "paye"),
    }
    cellules |= restes(cellules)
    cellules |= {colonne: deriver(cellules) for colonne, deriver in TAUX.items()}
    if anru is not None:
        de_l_anru = {cle: execution for cle, execution in lignes.items() if cle.financeur == anru}
        cellules |= {f"anru_{grandeur}": _somme(de_l_anru, grandeur) for grandeur in GRANDEURS[:3]}
    return composer_ligne(colonnes, cle, cellules)


def composer(contexte: Contexte) -> Tableau:
    """L'exécution par opération, groupée par famille, avec sous-totaux et total."""
    anru = _anru(contexte)
    colonnes = _colonnes(None if anru is None else contexte.entetes[anru])
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
        [f"Engagées ou payées sans figurer au tableau financier en vigueur : {', '.join(hors_tableau)}."]
        if hors_tableau
        else []
    )
    return Tableau(
        cle=CLE,
        titre="Exécution par opération",
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

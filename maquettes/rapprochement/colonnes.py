"""Les feuilles d’un rapprochement et leurs colonnes."""

from collections.abc import Sequence
from typing import Final

from maquettes.maquette.description import Presentation
from maquettes.rapprochement.decisions import CLE, COMMENTAIRE, DECISION, FEUILLES_DE_DECISIONS
from maquettes.rapprochement.tableau import EN_TETE, Colonne
from maquettes.tableur.adresses import colonne_lettres

__all__ = [
    "ACCORDS",
    "COMPTE",
    "DES_ACCORDS",
    "DES_ECARTS",
    "DES_MOUVEMENTS",
    "DES_PASSEES",
    "DOSSIER",
    "ECART",
    "ECARTS",
    "EXTRAIT",
    "GENRE",
    "MONTANT",
    "MOUVEMENTS",
    "PASSEES",
    "SYNTHESE",
    "TOTAL",
    "plage",
    "rang_de",
]

SYNTHESE: Final = "Synthèse"
ECARTS, PASSEES = FEUILLES_DE_DECISIONS
ACCORDS: Final = "Rapprochés"
MOUVEMENTS: Final = "Mouvements"

GENRE: Final = "Genre d’écart"
TOTAL: Final = "Total n°"
DOSSIER: Final = "Dossier (€)"
EXTRAIT: Final = "Extrait (€)"
ECART: Final = "Écart (€)"
COMPTE: Final = "Compte"
MONTANT: Final = "Montant (€)"

_EN_EUROS: Final = Presentation.MONTANT
_ENTIER: Final = Presentation.ENTIER

_DE_LA_LIGNE: Final = (
    Colonne("Opération", 23),
    Colonne("Financeur", 16),
    Colonne("Type", 13),
    Colonne("Date", 11, Presentation.DATE),
    Colonne("Pièce", 21),
    Colonne(DOSSIER, 15, _EN_EUROS),
    Colonne(EXTRAIT, 15, _EN_EUROS),
    Colonne(ECART, 15, _EN_EUROS),
    Colonne("Dans le dossier", 28),
    Colonne("Dans l’extrait", 42),
    Colonne("Motif", 42),
)
# De quoi filtrer et additionner, que le papier n'a pas besoin de redire.
_DU_TOTAL: Final = (
    Colonne("Exercice", 9, _ENTIER, imprimee=False),
    Colonne("Sens", 14, imprimee=False),
    Colonne(TOTAL, 8, _ENTIER, imprimee=False),
)
_A_DECIDER: Final = (Colonne(DECISION, 18, saisie=True), Colonne(COMMENTAIRE, 30, saisie=True))
_CLE: Final = Colonne(CLE, 19, imprimee=False)
DES_ECARTS: Final = (Colonne("N°", 7), Colonne(GENRE, 19), *_DE_LA_LIGNE, *_A_DECIDER, *_DU_TOTAL, _CLE)
DES_ACCORDS: Final = (Colonne("N°", 7), Colonne("Passe", 38), *_DE_LA_LIGNE, *_DU_TOTAL)
DES_MOUVEMENTS: Final = (
    Colonne(COMPTE, 10),
    Colonne("Lieu", 42),
    Colonne(TOTAL, 8, _ENTIER),
    Colonne("Date", 11, Presentation.DATE),
    Colonne("Type", 14),
    Colonne("Opération", 23),
    Colonne("Financeur", 16),
    Colonne(MONTANT, 16, _EN_EUROS),
    Colonne("Pièce", 21),
    Colonne("Libellé", 40),
    Colonne("Ligne", 9),
)
DES_PASSEES: Final = (Colonne("Lieu de la décision", 46), *_A_DECIDER, _CLE)


def rang_de(colonnes: Sequence[Colonne], titre: str) -> int:
    """Le rang de la colonne de ce titre."""
    return [colonne.titre for colonne in colonnes].index(titre)


def plage(feuille: str, colonnes: Sequence[Colonne], titre: str, lignes: int) -> str:
    """Les cellules d’une colonne d’une feuille qui a ce nombre de lignes, en adresses absolues."""
    lettres = colonne_lettres(rang_de(colonnes, titre))
    return f"'{feuille}'!${lettres}${EN_TETE + 2}:${lettres}${EN_TETE + 1 + max(lignes, 1)}"

"""Ce que l’on rapproche et comment : les sens de l’argent, les genres d’écart, les passes."""

from enum import StrEnum
from typing import Final

import numpy as np

from financement.dossier.nomenclature import INVERSES, TYPES, TypeMouvement

__all__ = [
    "GENRES",
    "LIBELLES_SENS",
    "PASSES",
    "SENS",
    "SENS_DES_TYPES",
    "SIGNES_DES_TYPES",
    "GenreEcart",
    "Passe",
    "Sens",
]


class Sens(StrEnum):
    """Ce que devient l’argent ; un type et son inverse sont d’un même sens, l’inverse en moins."""

    ENGAGEMENT = "engagement"
    PAIEMENT = "paiement"
    DEMANDE = "demande"
    DEPENSE = "depense"
    RECETTE = "recette"


class GenreEcart(StrEnum):
    """Ce qu’est un écart ; le premier de ces mots qui convient, de ``financeur`` à ``date``, si plusieurs diffèrent."""

    ABSENT_DU_DOSSIER = "absent_du_dossier"
    ABSENT_DE_L_EXTRAIT = "absent_de_l_extrait"
    MONTANT = "montant"
    DATE = "date"
    TYPE = "type"
    OPERATION = "operation"
    FINANCEUR = "financeur"
    DOUBLON_DU_DOSSIER = "doublon_du_dossier"
    DOUBLON_DE_L_EXTRAIT = "doublon_de_l_extrait"
    HT_TTC = "ht_ttc"
    CUMUL = "cumul"
    ANNULATION = "annulation"
    REGROUPEMENT = "regroupement"


class Passe(StrEnum):
    """Ce qui a réuni des mouvements ; l’ordre est celui où les passes se suivent."""

    CUMUL = "cumul"
    PIECE = "piece"
    IDENTIQUE = "identique"
    DATE_PROCHE = "date_proche"
    SOMME_DE_PIECE = "somme_de_piece"
    HT_TTC = "ht_ttc"
    ANNULATION = "annulation"
    SOMME = "somme"
    AUTRE_TYPE = "autre_type"
    AUTRE_OPERATION = "autre_operation"
    AUTRE_FINANCEUR = "autre_financeur"
    AUTRE_DATE = "autre_date"
    AUTRE_MONTANT = "autre_montant"
    AUCUNE = ""
    """Un mouvement que rien ne rejoint."""


# Le rang d'un genre, d'une passe ou d'un sens dans ces suites tient lieu d'eux dans les tableaux d'entiers.
GENRES: Final = tuple(GenreEcart)
PASSES: Final = tuple(Passe)
SENS: Final = tuple(Sens)

LIBELLES_SENS: Final = {
    Sens.ENGAGEMENT: "engagements",
    Sens.PAIEMENT: "paiements",
    Sens.DEMANDE: "demandes de paiement",
    Sens.DEPENSE: "dépenses",
    Sens.RECETTE: "recettes",
}

_SENS: Final = {
    TypeMouvement.ENGAGEMENT: Sens.ENGAGEMENT,
    TypeMouvement.AVANCE: Sens.PAIEMENT,
    TypeMouvement.ACOMPTE: Sens.PAIEMENT,
    TypeMouvement.SOLDE: Sens.PAIEMENT,
    TypeMouvement.DEMANDE: Sens.DEMANDE,
    TypeMouvement.DEPENSE: Sens.DEPENSE,
    TypeMouvement.RECETTE: Sens.RECETTE,
}
_SENS_DE_CHACUN: Final = {**_SENS, **{inverse: _SENS[genre] for genre, inverse in INVERSES.items()}}

SENS_DES_TYPES: Final = np.array([SENS.index(_SENS_DE_CHACUN[genre]) for genre in TYPES], dtype=np.int8)
SENS_DES_TYPES.flags.writeable = False

SIGNES_DES_TYPES: Final = np.array([-1 if genre in INVERSES.values() else 1 for genre in TYPES], dtype=np.int64)
SIGNES_DES_TYPES.flags.writeable = False

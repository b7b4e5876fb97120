"""Ce qu’est un écart, pour qui doit le lever : son nom, son code de constat, et que faire."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from financement.rapprochement.genres import GenreEcart

__all__ = ["MODELES", "ModeleDEcart"]


@dataclass(frozen=True, slots=True)
class ModeleDEcart:
    """Un genre d’écart : le code du constat qu’il fait, son titre, et que faire."""

    code: str
    titre: str
    remede: str


MODELES: Final[Mapping[GenreEcart, ModeleDEcart]] = MappingProxyType(
    {
        GenreEcart.ABSENT_DU_DOSSIER: ModeleDEcart(
            "RAPPROCHEMENT-50",
            "absent du dossier",
            "L’inscrire au journal si la pièce le prouve ; sinon, demander à qui tient l’extrait de l’en retirer.",
        ),
        GenreEcart.ABSENT_DE_L_EXTRAIT: ModeleDEcart(
            "RAPPROCHEMENT-51",
            "absent de l’extrait",
            "Demander à qui tient l’extrait s’il l’a, et sous quelle pièce ; s’il n’a pas eu lieu, l’ôter du journal.",
        ),
        GenreEcart.MONTANT: ModeleDEcart(
            "RAPPROCHEMENT-52",
            "montant différent",
            "Lire le montant sur la pièce, et corriger le compte qui diffère.",
        ),
        GenreEcart.DATE: ModeleDEcart(
            "RAPPROCHEMENT-53",
            "date différente",
            "Lire la date sur la pièce ; d’un exercice à l’autre, elle déplace l’argent.",
        ),
        GenreEcart.TYPE: ModeleDEcart(
            "RAPPROCHEMENT-54",
            "type différent",
            "Lire sur la pièce ce que c’est, et corriger le compte qui diffère.",
        ),
        GenreEcart.OPERATION: ModeleDEcart(
            "RAPPROCHEMENT-55",
            "autre opération",
            "Lire sur la pièce de quelle opération c’est l’argent, et corriger le compte qui diffère.",
        ),
        GenreEcart.FINANCEUR: ModeleDEcart(
            "RAPPROCHEMENT-56", "autre financeur", "Lire sur la pièce qui a payé, et corriger le compte qui diffère."
        ),
        GenreEcart.DOUBLON_DU_DOSSIER: ModeleDEcart(
            "RAPPROCHEMENT-57",
            "en double dans le dossier",
            "N’en garder qu’un au journal, si c’est la même pièce ; sinon, demander à qui tient l’extrait le second.",
        ),
        GenreEcart.DOUBLON_DE_L_EXTRAIT: ModeleDEcart(
            "RAPPROCHEMENT-58",
            "en double dans l’extrait",
            "Demander à qui tient l’extrait de n’en garder qu’un ; si ce sont deux paiements, inscrire le second.",
        ),
        GenreEcart.HT_TTC: ModeleDEcart(
            "RAPPROCHEMENT-59",
            "HT contre TTC",
            "Rien à corriger si l’extrait est sur l’autre base ; le dire dans la correspondance : base et convertir.",
        ),
        GenreEcart.CUMUL: ModeleDEcart(
            "RAPPROCHEMENT-60",
            "cumul lu comme un flux",
            "Dire dans la correspondance que la colonne est cumulée : cumul = true.",
        ),
        GenreEcart.ANNULATION: ModeleDEcart(
            "RAPPROCHEMENT-61",
            "annulé d’un seul côté",
            "Rien à corriger si rien n’en reste ; sinon, inscrire l’annulation dans le compte qui ne l’a pas.",
        ),
        GenreEcart.REGROUPEMENT: ModeleDEcart(
            "RAPPROCHEMENT-62",
            "regroupé",
            "Vérifier que ces mouvements sont bien les parts d’un seul.",
        ),
    }
)
"""Le modèle de chaque genre d’écart."""

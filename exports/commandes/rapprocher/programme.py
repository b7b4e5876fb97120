"""Un rapprochement pour un programme : les clés du json, les colonnes du csv."""

from collections.abc import Sequence
from typing import Final

from exports.commandes.affichage.constats import constat_pour_programme
from exports.commandes.affichage.sortie import provenance_pour_programme
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import ecrire_montant, ecrire_montant_decimal
from maquettes.rapprochement.constats import constater_les_ecarts
from maquettes.rapprochement.extrait import Extrait
from maquettes.rapprochement.vue import EcartVu, VueDeRapprochement

__all__ = ["ENTETES_CSV", "dire_les_lieux", "en_json", "en_rangee"]

ENTETES_CSV: Final = (
    "genre",
    "operation",
    "financeur",
    "exercice",
    "sens",
    "type",
    "montant_dossier",
    "montant_extrait",
    "ecart",
    "dossier",
    "extrait",
    "motif",
    "decision",
    "commentaire",
)


def en_json(extrait: Extrait, vue: VueDeRapprochement) -> dict[str, object]:
    """L’objet json : écarts et totaux, puis les constats de lecture et ceux que font les écarts."""
    rapprochement = vue.rapprochement
    return {
        "au": rapprochement.au.isoformat(),
        "rapproches": len(rapprochement.rapproches),
        "ecarts": list(map(_ecart, vue.ecarts)),
        "totaux": [
            {
                "financeur": total.financeur,
                "exercice": total.exercice,
                "sens": total.sens,
                "dossier": ecrire_montant_decimal(total.dossier),
                "extrait": ecrire_montant_decimal(total.extrait),
                "ecart": ecrire_montant_decimal(total.ecart),
            }
            for total in rapprochement.totaux
        ],
        "constats": [constat_pour_programme(constat) for constat in (*extrait.constats, *constater_les_ecarts(vue))],
        "posterieurs": {
            "dossier": rapprochement.posterieurs_dossier,
            "extrait": rapprochement.posterieurs_extrait,
        },
        "decisions_sans_ecart": [
            {"cle": prise.cle, "decision": prise.choix, "commentaire": prise.commentaire} for prise in vue.passees
        ],
    }


def _ecart(ecart: EcartVu) -> dict[str, object]:
    prise = ecart.decision
    return {
        "genre": ecart.genre,
        "operation": ecart.operation,
        "financeur": ecart.financeur,
        "exercice": ecart.exercice,
        "sens": ecart.sens,
        "type": ecart.type,
        "montant_dossier": ecrire_montant_decimal(ecart.montant_dossier),
        "montant_extrait": ecrire_montant_decimal(ecart.montant_extrait),
        "ecart": ecrire_montant_decimal(ecart.ecart),
        "dossier": list(map(provenance_pour_programme, ecart.lieux_dossier)),
        "extrait": list(map(provenance_pour_programme, ecart.lieux_extrait)),
        "motif": ecart.motif,
        "cle": ecart.cle,
        "decision": None if prise is None else prise.choix,
        "commentaire": "" if prise is None else prise.commentaire,
    }


def en_rangee(ecart: EcartVu) -> tuple[object, ...]:
    """Un écart, une valeur par colonne du csv."""
    prise = ecart.decision
    return (
        ecart.genre,
        ecart.operation,
        ecart.financeur,
        ecart.exercice,
        ecart.sens,
        ecart.type,
        *map(ecrire_montant, (ecart.montant_dossier, ecart.montant_extrait, ecart.ecart)),
        dire_les_lieux(ecart.lieux_dossier),
        dire_les_lieux(ecart.lieux_extrait),
        ecart.motif,
        None if prise is None else prise.choix,
        None if prise is None else prise.commentaire,
    )


def dire_les_lieux(lieux: Sequence[Provenance]) -> str:
    """Les lieux, l’un après l’autre."""
    return " ; ".join(map(str, lieux))

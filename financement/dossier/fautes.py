"""Les fautes qu’un dossier incohérent a, d’où qu’il soit lu : codes inconnus, doublons, totaux."""

from typing import Final

from financement.fautes.faute import ModeleFaute

__all__ = [
    "AUCUN_FINANCEUR",
    "DOUBLON",
    "FAMILLE_INCONNUE",
    "FINANCEUR_INCONNU",
    "NATURE_AMBIGUE",
    "OPERATION_INCONNUE",
    "OPERATION_PAS_ENCORE_CREEE",
    "TOTAL_TROP_GRAND",
    "VERSION_SANS_AVENANT",
]

OPERATION_INCONNUE: Final = ModeleFaute(
    "CODE-01",
    "L’opération « {lu} » ne figure pas dans les opérations{proposition}.",
    "Corriger le code, ou ajouter l’opération.",
)
FINANCEUR_INCONNU: Final = ModeleFaute(
    "CODE-02",
    "Le financeur « {lu} » n’est pas déclaré dans la convention{proposition}.",
    "Corriger le code, ou déclarer le financeur.",
)
FAMILLE_INCONNUE: Final = ModeleFaute(
    "CODE-03",
    "La famille « {lu} » n’existe pas dans la nomenclature {programme}{proposition}.",
    "Choisir parmi : {choix}.",
)
VERSION_SANS_AVENANT: Final = ModeleFaute(
    "CODE-04",
    "La version {lu} n’est la version d’aucun avenant ; versions connues : {choix}.",
    "Corriger le numéro, ou déclarer l’avenant.",
)
OPERATION_PAS_ENCORE_CREEE: Final = ModeleFaute(
    "CODE-05",
    "Le plan de la version {lu} vise l’opération « {operation} », qui n’apparaît qu’à la version {creation}.",
    "Corriger la version de la ligne de plan ou celle de l’opération.",
)
DOUBLON: Final = ModeleFaute("DOUBLON-01", "« {lu} » figure déjà {ailleurs}.", "N’en garder qu’une ligne.")
NATURE_AMBIGUE: Final = ModeleFaute(
    "COHERENCE-03",
    "Le financeur « {lu} » a plusieurs lignes sur l’opération « {operation} » ({choix}) et le mouvement ne dit pas "
    "laquelle.",
    "Renseigner la nature du mouvement.",
)
AUCUN_FINANCEUR: Final = ModeleFaute(
    "COHERENCE-06", "La convention ne déclare aucun financeur.", "Déclarer au moins un financeur."
)
TOTAL_TROP_GRAND: Final = ModeleFaute(
    "COHERENCE-07",
    "Le total des montants du fichier dépasse la limite de 10 000 milliards d’euros.",
    "Vérifier l’unité des montants (euros).",
)

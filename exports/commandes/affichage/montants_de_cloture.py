"""Les montants de clôture tels que les commandes les montrent : concours, puis autofinancement pour mémoire."""

from typing import Final

from exports.commandes.affichage.sortie import parts_pour_programme
from financement.affichage.grandeurs import DE_LA_CLOTURE, DE_LA_SITUATION
from financement.cloture.resultat import (
    GRANDEURS_DE_CLOTURE,
    POUR_MEMOIRE,
    LigneCloturee,
    MontantsCloture,
    TotalCloture,
)

__all__ = [
    "NOTE_AUTOFINANCEMENT",
    "TITRES",
    "TITRE_AUTOFINANCEMENT",
    "cellules",
    "cellules_pour_memoire",
    "totaux_au_pied",
    "totaux_pour_programme",
]

TITRES: Final = tuple(
    f"{grandeur.moment}\n{grandeur.libelle.removesuffix(' de clôture').lower()}"
    for grandeur in (*DE_LA_SITUATION, *DE_LA_CLOTURE)
    if grandeur.nom in GRANDEURS_DE_CLOTURE
)
TITRE_AUTOFINANCEMENT: Final = "Autofinancement\nà la clôture"
NOTE_AUTOFINANCEMENT: Final = "Autofinancement : les fonds propres, pour mémoire ; ils ne sont dus à personne."


def cellules(montants: LigneCloturee | MontantsCloture) -> tuple[int, ...]:
    """Les montants (centimes), dans l’ordre des titres."""
    return tuple(getattr(montants, grandeur) for grandeur in GRANDEURS_DE_CLOTURE)


def cellules_pour_memoire(montants: LigneCloturee | MontantsCloture) -> tuple[int | None, ...]:
    """Les cellules d’un autofinancement : programmé, clôture, économie ; rien n’en est dû, le reste est vide."""
    return tuple(getattr(montants, grandeur) if grandeur in POUR_MEMOIRE else None for grandeur in GRANDEURS_DE_CLOTURE)


def totaux_au_pied(titre: str, total: TotalCloture, *vides: None) -> tuple[tuple[object, ...], ...]:
    """Les deux dernières lignes d’une table, ``vides`` entre le ``titre`` et les montants."""
    return (
        (titre, *vides, *cellules(total.concours)),
        ("Pour mémoire : autofinancement", *vides, *cellules_pour_memoire(total.autofinancement)),
    )


def totaux_pour_programme(total: TotalCloture) -> dict[str, object]:
    """Un total en json : ses montants, et sous les mêmes clés ``concours`` et ``autofinancement``."""
    parts = (
        dict(zip(GRANDEURS_DE_CLOTURE, part.valeurs(), strict=True)) for part in (total.concours, total.autofinancement)
    )
    return parts_pour_programme(*parts)

"""Les concours financiers du NPNRU : subventions de l’ANRU et prêts bonifiés d’Action Logement.

Source : règlement général de l’ANRU relatif au NPNRU (confiance A). Qu’un prêt d’un financeur de la catégorie Action
Logement soit bonifié est notre lecture (C) : le dossier ne le dit pas.
"""

from dataclasses import dataclass
from typing import Final

from financement.calculs.situation import Grandeurs, Situation
from financement.dossier.nomenclature import NATURES, Categorie, Nature, Programme

__all__ = [
    "PRETS_BONIFIES",
    "SUBVENTIONS_DE_L_ANRU",
    "ConcoursFinanciers",
    "PartDesConcours",
    "concours_financiers",
    "parts_des_concours_financiers",
]


@dataclass(frozen=True, slots=True)
class PartDesConcours:
    """Les lignes de cette ``nature`` des financeurs de cette ``categorie``, et leur nom."""

    libelle: str
    categorie: Categorie
    nature: Nature


SUBVENTIONS_DE_L_ANRU: Final = PartDesConcours("Subventions de l’ANRU", Categorie.ANRU, Nature.SUBVENTION)
PRETS_BONIFIES: Final = PartDesConcours("Prêts bonifiés (Action Logement)", Categorie.ACTION_LOGEMENT, Nature.PRET)


@dataclass(frozen=True, slots=True, eq=False)
class ConcoursFinanciers:
    """Les deux parts des concours financiers, en tableaux sans dimension (centimes)."""

    subventions: Grandeurs
    prets_bonifies: Grandeurs

    @property
    def total(self) -> Grandeurs:
        """Subventions et prêts bonifiés ensemble."""
        return self.subventions + self.prets_bonifies


def parts_des_concours_financiers(programme: Programme) -> tuple[PartDesConcours, ...]:
    """Les parts des concours financiers ; aucune hors du NPNRU, où la notion n’existe pas."""
    return (SUBVENTIONS_DE_L_ANRU, PRETS_BONIFIES) if programme is Programme.NPNRU else ()


def concours_financiers(situation: Situation) -> ConcoursFinanciers | None:
    """Les concours financiers d’une situation ; ``None`` hors du NPNRU, où la notion n’existe pas."""
    convention = situation.projet.convention
    if not parts_des_concours_financiers(convention.programme):
        return None

    def somme(part: PartDesConcours) -> Grandeurs:
        rangs = [rang for rang, financeur in enumerate(convention.financeurs) if financeur.categorie is part.categorie]
        lignes, place = situation.lignes, NATURES.index(part.nature)
        return Grandeurs(
            lignes.programme[:, rangs, place], lignes.engage[:, rangs, place], lignes.paye[:, rangs, place]
        ).somme()

    return ConcoursFinanciers(subventions=somme(SUBVENTIONS_DE_L_ANRU), prets_bonifies=somme(PRETS_BONIFIES))

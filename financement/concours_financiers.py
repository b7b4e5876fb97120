"""Les concours financiers du NPNRU : subventions de l'ANRU et prêts bonifiés d'Action Logement.

Source : règlement général de l'ANRU relatif au NPNRU (confiance A). Qu'un prêt d'un financeur de la catégorie Action
Logement soit bonifié est notre lecture (C) : le dossier ne le dit pas.
"""

from dataclasses import dataclass

from financement.nomenclature import NATURES, Categorie, Nature, Programme
from financement.situation import Grandeurs, Situation

__all__ = ["ConcoursFinanciers", "concours_financiers"]


@dataclass(frozen=True, slots=True, eq=False)
class ConcoursFinanciers:
    """Les deux parts des concours financiers, en tableaux sans dimension (centimes)."""

    subventions: Grandeurs
    prets_bonifies: Grandeurs

    @property
    def total(self) -> Grandeurs:
        """Subventions et prêts bonifiés ensemble."""
        return self.subventions + self.prets_bonifies


def concours_financiers(situation: Situation) -> ConcoursFinanciers | None:
    """Les concours financiers d'une situation ; ``None`` hors du NPNRU, où la notion n'existe pas."""
    convention = situation.projet.convention
    if convention.programme is not Programme.NPNRU:
        return None

    def part(categorie: Categorie, nature: Nature) -> Grandeurs:
        rangs = [rang for rang, financeur in enumerate(convention.financeurs) if financeur.categorie is categorie]
        lignes, place = situation.lignes, NATURES.index(nature)
        return Grandeurs(
            lignes.programme[:, rangs, place], lignes.engage[:, rangs, place], lignes.paye[:, rangs, place]
        ).somme()

    return ConcoursFinanciers(
        subventions=part(Categorie.ANRU, Nature.SUBVENTION),
        prets_bonifies=part(Categorie.ACTION_LOGEMENT, Nature.PRET),
    )

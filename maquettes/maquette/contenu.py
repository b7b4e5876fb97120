"""Ce qu’une maquette montre : les objets du dossier, leur place dans chaque bloc, et les réglages de lecture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from financement.dossier.convention import Convention
from financement.dossier.nomenclature import Programme
from financement.dossier.projet import Projet
from maquettes.description.description import (
    AVENANTS,
    CONTREPARTIES_FONCIERES,
    FINANCEURS,
    INSERTION,
    JOURNAL,
    MAITRES_OUVRAGE,
    OPERATIONS,
    PARAMETRES,
    PLAN,
    REALISATIONS,
    REESTIMATIONS,
)

__all__ = ["VERSION_EN_VIGUEUR", "Contenu", "EnveloppeFixee", "Reglages", "contenu_du_projet", "contenu_vierge"]


VERSION_EN_VIGUEUR: Final = -1
"""Tient lieu du numéro de la version en vigueur à la date d’arrêté."""


@dataclass(frozen=True, slots=True)
class EnveloppeFixee:
    """Une enveloppe et l’avenant qui la fixe : une ligne du bloc des enveloppes."""

    avenant: int
    financeur: str
    montant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglages:
    """Ce que l’on choisit dans le classeur sans changer le dossier.

    ``au`` : date d’arrêté saisie, ``None`` pour celle du dernier fait. ``avant`` et ``apres`` : versions comparées,
    ``None`` si la cellule est vide. ``financeur`` : celui de l’échéancier, vide pour tous.
    """

    au: date | None = None
    avant: int | None = 0
    apres: int | None = VERSION_EN_VIGUEUR
    financeur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contenu:
    """Les objets de chaque bloc saisi et, pour chacun, le rang de sa ligne dans le bloc, à partir de zéro.

    ``projet`` manque dans une maquette vierge. ``base`` : celle du règlement propre, vide s’il n’y en a pas.
    """

    projet: Projet | None
    objets: Mapping[str, Sequence[object]]
    rangs: Mapping[str, Sequence[int]] = field(default_factory=dict)
    base: str = ""

    @property
    def convention(self) -> Convention | None:
        """La convention, s’il y en a une."""
        return None if self.projet is None else self.projet.convention

    @property
    def programme(self) -> Programme:
        """Le programme, dont vient la nomenclature des familles ; le PNRU par défaut."""
        return Programme.PNRU if self.projet is None else self.projet.convention.programme

    def rangs_de(self, bloc: str) -> Sequence[int]:
        """Rang de la ligne de chaque objet d’un bloc ; d’un seul tenant par défaut."""
        return self.rangs.get(bloc, range(len(self.objets[bloc])))


def contenu_du_projet(projet: Projet, rangs: Mapping[str, Sequence[int]] | None = None) -> Contenu:
    """Le contenu d’une maquette pour ce projet, ses lignes d’un seul tenant ou à ces ``rangs``."""
    convention, propre = projet.convention, projet.reglement_propre
    objets: dict[str, Sequence[object]] = {
        FINANCEURS.nom: convention.financeurs,
        AVENANTS.nom: convention.avenants,
        "enveloppes": tuple(
            EnveloppeFixee(avenant.numero, enveloppe.financeur, enveloppe.montant)
            for avenant in convention.avenants
            for enveloppe in avenant.enveloppes
        ),
        MAITRES_OUVRAGE.nom: convention.maitres_ouvrage,
        CONTREPARTIES_FONCIERES.nom: convention.contreparties_foncieres,
        PARAMETRES.nom: () if propre is None else propre.parametres,
        OPERATIONS.nom: projet.operations,
        PLAN.nom: projet.plan,
        JOURNAL.nom: projet.journal,
        REESTIMATIONS.nom: projet.reestimations,
        REALISATIONS.nom: projet.realisations,
        INSERTION.nom: projet.insertion,
    }
    return Contenu(projet=projet, objets=objets, rangs=rangs or {}, base="" if propre is None else propre.base)


_BLOCS_VIDES: Final = (
    FINANCEURS.nom,
    AVENANTS.nom,
    "enveloppes",
    MAITRES_OUVRAGE.nom,
    CONTREPARTIES_FONCIERES.nom,
    PARAMETRES.nom,
    OPERATIONS.nom,
    PLAN.nom,
    JOURNAL.nom,
    REESTIMATIONS.nom,
    REALISATIONS.nom,
    INSERTION.nom,
)


def contenu_vierge() -> Contenu:
    """Le contenu d’une maquette à remplir."""
    return Contenu(projet=None, objets=dict.fromkeys(_BLOCS_VIDES, ()))

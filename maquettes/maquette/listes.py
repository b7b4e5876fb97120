"""Les choix proposés à la saisie : les vocabulaires du dossier et leurs libellés, écrits dans la feuille « Listes »."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.dossier.nomenclature import (
    FAMILLES,
    Base,
    Categorie,
    ModeEngagement,
    Nature,
    NatureAvenant,
    NatureCout,
    Origine,
    PorteeTableau,
    Programme,
    RegleCloture,
    Statut,
    StatutContrepartie,
    TypeMouvement,
    Unite,
    UniteMontants,
)
from financement.reglement.parametre import Confiance, UniteParametre
from maquettes.description.vocabulaires import LIBELLES

__all__ = ["FEUILLE_LISTES", "LISTES", "LISTES_DES_VOCABULAIRES", "Liste"]

FEUILLE_LISTES: Final = "Listes"


@dataclass(frozen=True, slots=True)
class Liste:
    """Un choix : son nom défini, son titre, et ses valeurs avec leur libellé."""

    nom: str
    titre: str
    valeurs: Mapping[str, str]


_VOCABULAIRES: Final[tuple[tuple[type[StrEnum], str, str], ...]] = (
    (TypeMouvement, "liste_types", "Types de mouvement"),
    (Nature, "liste_natures", "Natures de financement"),
    (RegleCloture, "liste_regles", "Règles de clôture"),
    (Categorie, "liste_categories", "Catégories de financeurs"),
    (Unite, "liste_unites", "Unités"),
    (NatureCout, "liste_natures_de_cout", "Natures du coût"),
    (Base, "liste_bases", "Bases du plan"),
    (Statut, "liste_statuts", "Statuts"),
    (Origine, "liste_origines", "Origines"),
    (NatureAvenant, "liste_natures_d_avenant", "Natures d’avenant"),
    (PorteeTableau, "liste_portees_de_tableau", "Tableaux d’avenant"),
    (ModeEngagement, "liste_engagements", "Engagements"),
    (UniteMontants, "liste_unites_de_montants", "Unités des montants"),
    (StatutContrepartie, "liste_statuts_de_contrepartie", "Contreparties"),
    (Programme, "liste_programmes", "Programmes"),
    (UniteParametre, "liste_unites_de_parametre", "Unités de paramètre"),
    (Confiance, "liste_confiances", "Confiances"),
)

LISTES_DES_VOCABULAIRES: Final[Mapping[type[StrEnum], str]] = MappingProxyType(
    {vocabulaire: nom for vocabulaire, nom, _ in _VOCABULAIRES}
)
"""Le nom défini du choix de chaque vocabulaire."""

LISTES: Final = (
    *(Liste(nom, titre, LIBELLES[vocabulaire]) for vocabulaire, nom, titre in _VOCABULAIRES),
    Liste("liste_familles_pnru", "Familles du PNRU", FAMILLES[Programme.PNRU]),
    Liste("liste_familles_npnru", "Familles du NPNRU", FAMILLES[Programme.NPNRU]),
)
"""Toutes les listes, dans l’ordre de la feuille."""

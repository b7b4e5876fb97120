"""Les choix proposés à la saisie : les vocabulaires du dossier et leurs libellés, écrits dans la feuille « Listes »."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.nomenclature import (
    FAMILLES,
    LIBELLES_CATEGORIES,
    LIBELLES_NATURES,
    LIBELLES_NATURES_AVENANT,
    LIBELLES_TYPES,
    LIBELLES_UNITES,
    Base,
    Categorie,
    Nature,
    NatureAvenant,
    NatureCout,
    Origine,
    Programme,
    RegleCloture,
    Statut,
    StatutContrepartie,
    TypeMouvement,
    Unite,
)
from financement.reglement.parametre import Confiance, UniteParametre

__all__ = ["FEUILLE_LISTES", "LISTES", "LISTES_DES_VOCABULAIRES", "Liste"]

FEUILLE_LISTES: Final = "Listes"


@dataclass(frozen=True, slots=True)
class Liste:
    """Un choix : son nom défini, son titre, et ses valeurs avec leur libellé."""

    nom: str
    titre: str
    valeurs: Mapping[str, str]


_VOCABULAIRES: Final[tuple[tuple[type[StrEnum], str, str, Mapping[str, str]], ...]] = (
    (TypeMouvement, "liste_types", "Types de mouvement", {t.value: LIBELLES_TYPES[t] for t in TypeMouvement}),
    (Nature, "liste_natures", "Natures de financement", {n.value: LIBELLES_NATURES[n] for n in Nature}),
    (
        RegleCloture,
        "liste_regles",
        "Règles de clôture",
        {"taux": "taux × dépense justifiée", "forfait": "montant forfaitaire", "residu": "reste du coût final"},
    ),
    (Categorie, "liste_categories", "Catégories de financeurs", {c.value: LIBELLES_CATEGORIES[c] for c in Categorie}),
    (Unite, "liste_unites", "Unités", {u.value: LIBELLES_UNITES[u] for u in Unite}),
    (NatureCout, "liste_natures_de_cout", "Natures du coût", {"brut": "coût brut", "deficit": "net des recettes"}),
    (Base, "liste_bases", "Bases du plan", {"ht": "hors taxes", "ttc": "toutes taxes comprises"}),
    (Statut, "liste_statuts", "Statuts", {"abandonnee": "opération abandonnée"}),
    (Origine, "liste_origines", "Origines", {"source": "chiffre publié", "illustratif": "inventé pour l'exemple"}),
    (
        NatureAvenant,
        "liste_natures_d_avenant",
        "Natures d'avenant",
        {n.value: LIBELLES_NATURES_AVENANT[n] for n in NatureAvenant},
    ),
    (StatutContrepartie, "liste_statuts_de_contrepartie", "Contreparties", {"cedee": "cédée", "a_ceder": "à céder"}),
    (Programme, "liste_programmes", "Programmes", {"PNRU": "2004-2020", "NPNRU": "nouveau programme"}),
    (UniteParametre, "liste_unites_de_parametre", "Unités de paramètre", {u.value: "" for u in UniteParametre}),
    (
        Confiance,
        "liste_confiances",
        "Confiances",
        {"A": "texte lu", "B": "source secondaire", "C": "notre lecture", "D": "usage"},
    ),
)

LISTES_DES_VOCABULAIRES: Final[Mapping[type[StrEnum], str]] = MappingProxyType(
    {vocabulaire: nom for vocabulaire, nom, _, _ in _VOCABULAIRES}
)
"""Le nom défini du choix de chaque vocabulaire."""

LISTES: Final = (
    *(Liste(nom, titre, MappingProxyType(dict(valeurs))) for _, nom, titre, valeurs in _VOCABULAIRES),
    Liste("liste_familles_pnru", "Familles du PNRU", FAMILLES[Programme.PNRU]),
    Liste("liste_familles_npnru", "Familles du NPNRU", FAMILLES[Programme.NPNRU]),
)
"""Toutes les listes, dans l'ordre de la feuille."""

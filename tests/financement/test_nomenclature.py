"""Vocabulaires fermés : ce qui est publié, et rien d’autre."""

from enum import StrEnum
from types import MappingProxyType

import pytest

from financement.dossier import nomenclature
from financement.dossier.nomenclature import (
    FAMILLES,
    LIBELLES_CATEGORIES,
    LIBELLES_NATURES,
    LIBELLES_NATURES_AVENANT,
    LIBELLES_TYPES,
    MOUVEMENTS_DU_MAITRE_OUVRAGE,
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


@pytest.mark.parametrize(
    ("vocabulaire", "valeurs"),
    [
        (Programme, "PNRU NPNRU"),
        (
            Categorie,
            "anru fonciere_logement action_logement etat region departement epci ville bailleur cdc anah europe autre",
        ),
        (NatureAvenant, "simplifie local national etape cloture"),
        (Nature, "subvention pret fonds_propres"),
        (RegleCloture, "taux forfait residu"),
        (
            TypeMouvement,
            "engagement degagement avance acompte solde reversement demande depense recette annulation rejet",
        ),
        (Unite, "logement m2 etp forfait"),
        (NatureCout, "brut deficit"),
        (Base, "ht ttc"),
        (Origine, "source illustratif"),
        (StatutContrepartie, "cedee a_ceder"),
    ],
)
def test_les_valeurs_sont_celles_du_format_de_dossier(vocabulaire: type[StrEnum], valeurs: str) -> None:
    """Format 1 du dossier : ces mots s’écrivent dans les fichiers, ils ne changent pas."""
    assert " ".join(vocabulaire) == valeurs


@pytest.mark.parametrize(
    ("vocabulaire", "ecrite"),
    [
        (Statut, "abandonnee"),
        (ModeEngagement, "repute"),
        (PorteeTableau, "complet"),
        (UniteMontants, "euro"),
    ],
)
def test_le_cas_ordinaire_ne_s_ecrit_pas(vocabulaire: type[StrEnum], ecrite: str) -> None:
    assert list(vocabulaire) == ["", ecrite]


@pytest.mark.parametrize(
    ("programme", "codes"),
    [
        (Programme.PNRU, "01 02 03 04 05 06 07 08 09 10 11 12"),
        (Programme.NPNRU, "14 21 22 23 24 31 32 33 34 35 36 37 38 39"),
    ],
)
def test_les_familles_de_chaque_programme(programme: Programme, codes: str) -> None:
    """Nomenclature PNRU : 01 à 04 confiance B, libellés des autres D ; NPNRU (IODA) : D."""
    assert " ".join(FAMILLES[programme]) == codes
    assert len(set(FAMILLES[programme].values())) == len(FAMILLES[programme])


@pytest.mark.parametrize(
    ("libelles", "vocabulaire"),
    [
        (LIBELLES_CATEGORIES, Categorie),
        (LIBELLES_NATURES, Nature),
        (LIBELLES_NATURES_AVENANT, NatureAvenant),
        (LIBELLES_TYPES, TypeMouvement),
    ],
)
def test_chaque_valeur_a_son_libelle(libelles: MappingProxyType[StrEnum, str], vocabulaire: type[StrEnum]) -> None:
    assert list(libelles) == list(vocabulaire)
    assert len(set(libelles.values())) == len(vocabulaire)


def test_aucune_table_ne_se_modifie() -> None:
    for nom in nomenclature.__all__:
        objet = getattr(nomenclature, nom)
        assert isinstance(objet, (type, MappingProxyType, frozenset, tuple)), nom
    assert all(isinstance(familles, MappingProxyType) for familles in FAMILLES.values())


def test_seuls_depense_annulation_et_recette_sont_du_maitre_d_ouvrage() -> None:
    siens = {TypeMouvement.DEPENSE, TypeMouvement.ANNULATION, TypeMouvement.RECETTE}
    assert siens == MOUVEMENTS_DU_MAITRE_OUVRAGE

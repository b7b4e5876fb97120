"""La convention : financeurs, avenants, contreparties foncières."""

import datetime
from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest

from financement.dossier.convention import (
    Avenant,
    ContrepartieFonciere,
    Convention,
    Enveloppe,
    Financeur,
    MaitreOuvrage,
)
from financement.dossier.nomenclature import Categorie, NatureAvenant, Programme, StatutContrepartie
from tests.construction import avenant, convention, financeur, jour
from tests.financement.contrat import Mauvaises, verifier_champs, verifier_fige

TYPE = "CLE-03"

EPROUVES: list[tuple[Any, Mauvaises]] = [
    (
        Financeur(code="VILLE", nom="Ville", categorie=Categorie.VILLE, enveloppe=100, siret="21060004500392"),
        {
            "code": ("", "VALEUR-01"),
            "nom": (" Ville", "VALEUR-02"),
            "categorie": ("ville", TYPE),
            "enveloppe": (100.0, TYPE),
            "siret": ("216902597", "VALEUR-08"),
            "engagement": ("repute", TYPE),
            "signataire": ("", "VALEUR-01"),
        },
    ),
    (
        MaitreOuvrage(code="SEM", nom="Société d’économie mixte", siret=None),
        {
            "code": (3, TYPE),
            "nom": ("", "VALEUR-01"),
            "siret": ("x" * 14, "VALEUR-08"),
            "signataire": (" Le maire", "VALEUR-02"),
        },
    ),
    (
        Enveloppe(financeur="VILLE", montant=100),
        {"financeur": (None, TYPE), "montant": (-1, "MONTANT-05")},
    ),
    (
        Avenant(
            numero=1,
            nature=NatureAvenant.LOCAL,
            date=jour("2007-03-15"),
            date_limite_engagement=jour("2015-12-31"),
            date_limite_solde=jour("2017-12-31"),
            porteur="Ville",
            enveloppes=(Enveloppe(financeur="VILLE", montant=100),),
        ),
        {
            "numero": (0, "VALEUR-04"),
            "nature": ("local", TYPE),
            "date": ("2007-03-15", TYPE),
            "date_limite_engagement": (jour("2100-01-01"), "DATE-03"),
            "date_limite_solde": (2017, TYPE),
            "porteur": ("", "VALEUR-01"),
            "enveloppes": ([Enveloppe(financeur="VILLE", montant=100)], TYPE),
            "tableau": ("complet", TYPE),
            "signataire": (1, TYPE),
        },
    ),
    (
        ContrepartieFonciere(
            site="Îlot A",
            surface_m2=Decimal("3450.5"),
            droits_a_construire_m2=Decimal(5000),
            beneficiaire="Foncière Logement",
            statut=StatutContrepartie.A_CEDER,
            date=jour("2014-01-01"),
        ),
        {
            "site": ("", "VALEUR-01"),
            "surface_m2": (3450, TYPE),
            "droits_a_construire_m2": (Decimal(-1), "VALEUR-05"),
            "beneficiaire": (None, TYPE),
            "statut": ("a_ceder", TYPE),
            "date": ("2014-01-01", TYPE),
        },
    ),
    (
        convention(date_limite_solde=jour("2017-12-31"), avenants=(avenant(1),)),
        {
            "code": ("C\n1", "VALEUR-07"),
            "nom": ("x" * 2001, "VALEUR-06"),
            "programme": ("PNRU", TYPE),
            "reglement": ("", "VALEUR-01"),
            "porteur": ("", "VALEUR-01"),
            "date_signature": (datetime.datetime(2004, 7, 1), TYPE),  # noqa: DTZ001
            "date_limite_engagement": (None, TYPE),
            "date_limite_solde": (jour("1969-12-31"), "DATE-03"),
            "unite": ("euro", TYPE),
            "signataire": ("x" * 2001, "VALEUR-06"),
            "region": ("", "VALEUR-01"),
            "departement": (92, TYPE),
            "financeurs": ([financeur("ANRU")], TYPE),
            "avenants": ((1,), TYPE),
            "maitres_ouvrage": ((financeur("ANRU"),), TYPE),
            "contreparties_foncieres": (None, TYPE),
        },
    ),
]


@pytest.mark.parametrize(("objet", "mauvaises"), EPROUVES, ids=lambda x: type(x).__name__)
def test_un_etat_illegal_ne_se_construit_pas(objet: Any, mauvaises: Mauvaises) -> None:
    verifier_champs(objet, mauvaises)


@pytest.mark.parametrize(("objet", "mauvaises"), EPROUVES, ids=lambda x: type(x).__name__)
def test_un_objet_est_fige(objet: Any, mauvaises: Mauvaises) -> None:
    champ = fields(objet)[0].name
    verifier_fige(objet, champ, mauvaises[champ][0])


def test_le_refus_d_un_financeur_est_ecrit_en_francais() -> None:
    with pytest.raises(ValueError) as refus:  # noqa: PT011 -- le message entier est comparé
        financeur("VILLE", categorie="ville", enveloppe=10**13 + 1)
    assert str(refus.value) == (
        "Financeur impossible. colonne categorie : « 'ville' » n’est pas de la forme attendue ici : une valeur de "
        "Categorie. Donner une valeur de Categorie. [CLE-03] colonne enveloppe : « 100000000000,01 » dépasse la limite "
        "de 100 milliards d’euros par montant. L’écrire en euros, non en centimes : 100 000 000 000,00 au plus. "
        "[MONTANT-06]"
    )


@pytest.fixture
def trois_avenants() -> Convention:
    """Numéros non contigus : une version porte le numéro de son avenant."""
    return convention(
        avenants=(avenant(1, "2007-03-15"), avenant(2, "2009-12-01"), avenant(5, "2013-06-30")),
        maitres_ouvrage=(MaitreOuvrage(code="SEM", nom="Société d’équipement"),),
    )


def test_les_versions_sont_zero_et_les_numeros_d_avenant(trois_avenants: Convention) -> None:
    assert trois_avenants.versions == (0, 1, 2, 5)


@pytest.mark.parametrize(
    ("au", "version"),
    [
        (jour("1999-01-01"), 0),
        (jour("2004-07-01"), 0),
        (jour("2007-03-14"), 0),
        (jour("2007-03-15"), 1),  # le jour de la signature compte
        (jour("2009-11-30"), 1),
        (jour("2009-12-01"), 2),
        (jour("2013-06-30"), 5),
        (jour("2099-12-31"), 5),
        (None, 5),
    ],
)
def test_la_version_en_vigueur_est_celle_du_dernier_avenant_signe(
    trois_avenants: Convention, au: datetime.date | None, version: int
) -> None:
    """Contrat : dernier avenant signé à la date ou avant elle, 0 sinon ; sans date, la dernière version."""
    assert trois_avenants.version_au(au) == version


def test_sans_avenant_la_version_est_la_convention_initiale() -> None:
    assert convention().version_au(None) == 0


def test_le_nom_du_maitre_d_ouvrage(trois_avenants: Convention) -> None:
    assert trois_avenants.nom_du_maitre_ouvrage("VILLE") == "Nom de VILLE"
    assert trois_avenants.nom_du_maitre_ouvrage("SEM") == "Société d’équipement"
    assert trois_avenants.nom_du_maitre_ouvrage("Association des habitants") == "Association des habitants"


def test_les_treize_categories_de_financeurs_se_construisent() -> None:
    financeurs = tuple(financeur(f"F{rang}", categorie=categorie) for rang, categorie in enumerate(Categorie))
    assert len(convention(financeurs=financeurs, programme=Programme.NPNRU).financeurs) == 13

"""Contrôles des paiements, et des mouvements sur opération abandonnée."""

from typing import Any

import pytest

from financement.controles.constat import EcartDate, EcartMontant, Gravite
from financement.controles.registre import controler
from financement.dossier.nomenclature import Nature, Statut
from financement.dossier.projet import Projet
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.financement.controles.lecture import constats_de, journal_csv, le_constat, lisible

ENGAGEMENT = mouvement("engagement", euros(1000), "2006-01-10")


def dossier(*mouvements: Any) -> Projet:
    """Mille euros engagés par l’ANRU le 10 janvier 2006 (ligne 2 du journal), puis les mouvements."""
    return projet(journal=[ENGAGEMENT, *mouvements])


# --- PAIEMENT-01 : payé ≤ engagé


def test_un_centime_paye_de_trop_bloque() -> None:
    trop = dossier(
        mouvement("avance", euros(150), "2007-01-01"),
        mouvement("acompte", euros(850), "2008-01-01"),
        mouvement("acompte", 1, "2009-01-01"),
        mouvement("demande", euros(5), "2010-01-01"),
    )
    constat = le_constat(trop, "PAIEMENT-01")
    assert lisible(constat) == "OP-1, ANRU (subvention) : le payé (1 000,01 €) dépasse l’engagé (1 000,00 €) de 0,01 €."
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartMontant(euros(1000), euros(1000) + 1)
    assert constat.provenance == journal_csv(5, "montant")
    assert (constat.operation, constat.financeur) == ("OP-1", "ANRU")


@pytest.mark.parametrize(
    "mouvements",
    [
        [mouvement("solde", euros(1000), "2008-01-01")],
        [mouvement("acompte", euros(1200), "2008-01-01"), mouvement("reversement", euros(200), "2009-01-01")],
        [mouvement("demande", euros(5000), "2008-01-01")],
    ],
)
def test_payer_tout_l_engage_passe(mouvements: list[Any]) -> None:
    assert constats_de(dossier(*mouvements), "PAIEMENT-01") == []


def test_payer_sans_engagement_bloque() -> None:
    constat = le_constat(projet(journal=[mouvement("acompte", 1)]), "PAIEMENT-01")
    assert constat.mesure == EcartMontant(0, 1)


def test_un_engage_negatif_compte_pour_zero() -> None:
    negatif = projet(journal=[mouvement("degagement", 50, "2006-01-01"), mouvement("acompte", 20, "2007-01-01")])
    assert le_constat(negatif, "PAIEMENT-01").mesure == EcartMontant(0, 20)


# --- PAIEMENT-02 : paiement avant engagement


def test_payer_la_veille_de_l_engagement_alerte() -> None:
    constat = le_constat(dossier(mouvement("avance", 5, "2006-01-09")), "PAIEMENT-02")
    assert constat.message == (
        "OP-1, ANRU (subvention) : paiement du 09/01/2006 antérieur au premier engagement (10/01/2006)."
    )
    assert constat.gravite is Gravite.ALERTE
    assert constat.mesure == EcartDate(jour("2006-01-10"), jour("2006-01-09"))
    assert constat.mesure.ecart == -1
    assert constat.provenance == journal_csv(3, "date")


@pytest.mark.parametrize(
    "admis",
    [
        mouvement("avance", 5, "2006-01-10"),
        mouvement("demande", 5, "2005-01-01"),
        mouvement("reversement", 5, "2005-01-01"),
        mouvement("depense", 5, "2005-01-01"),
        # Une ligne payée sans aucun engagement relève de PAIEMENT-01.
        mouvement("acompte", 5, "2005-01-01", financeur="VILLE"),
    ],
)
def test_payer_le_jour_de_l_engagement_passe(admis: Any) -> None:
    assert constats_de(dossier(admis), "PAIEMENT-02") == []


def test_chaque_paiement_premature_est_dit() -> None:
    prematures = [mouvement("avance", 5, "2005-01-01"), mouvement("acompte", 5, "2005-06-01")]
    assert [c.provenance.ligne for c in constats_de(dossier(*prematures), "PAIEMENT-02")] == [3, 4]


# --- PAIEMENT-03 : paiement après le solde

SOLDE = mouvement("solde", euros(700), "2011-10-10")


@pytest.mark.parametrize("genre", ["acompte", "avance", "solde"])
def test_payer_le_lendemain_du_solde_alerte(genre: str) -> None:
    constat = le_constat(dossier(SOLDE, mouvement(genre, 5, "2011-10-11")), "PAIEMENT-03")
    assert constat.message == "OP-1, ANRU (subvention) : paiement du 11/10/2011 postérieur au solde du 10/10/2011."
    assert constat.gravite is Gravite.ALERTE
    assert constat.mesure == EcartDate(jour("2011-10-10"), jour("2011-10-11"))
    assert constat.provenance == journal_csv(4, "date")


@pytest.mark.parametrize(
    "admis",
    [
        mouvement("acompte", 5, "2011-10-10"),
        mouvement("reversement", 5, "2012-01-01"),
        mouvement("degagement", 5, "2012-01-01"),
        mouvement("acompte", 5, "2012-01-01", financeur="VILLE"),
    ],
)
def test_payer_le_jour_du_solde_ou_reverser_ensuite_passe(admis: Any) -> None:
    assert constats_de(dossier(SOLDE, admis), "PAIEMENT-03") == []


# --- PAIEMENT-04 : payé négatif


def test_reverser_plus_que_le_paye_bloque() -> None:
    trop = dossier(
        mouvement("acompte", euros(100), "2007-01-01"), mouvement("reversement", euros(100) + 1, "2008-01-01")
    )
    constat = le_constat(trop, "PAIEMENT-04")
    assert lisible(constat) == "OP-1, ANRU (subvention) : les reversements dépassent les paiements ; payé -0,01 €."
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartMontant(0, -1)
    assert constat.provenance == journal_csv(4, "montant")


def test_tout_reverser_passe() -> None:
    tout = dossier(mouvement("acompte", 100, "2007-01-01"), mouvement("reversement", 100, "2008-01-01"))
    assert constats_de(tout, "PAIEMENT-04") == []


# --- ABANDON-01 : mouvement après l'abandon


def abandonne(*mouvements: Any, statuts: tuple[Statut, ...] = (Statut.ABANDONNEE, Statut.ABANDONNEE)) -> Projet:
    """OP-1 active au départ, puis de ces statuts aux avenants du 15 mars 2007 et du 1er décembre 2009."""
    return projet(
        avenants=(avenant(1, "2007-03-15"), avenant(2, "2009-12-01")),
        operations=[operation(), *(operation(version=rang, statut=s) for rang, s in enumerate(statuts, 1))],
        journal=mouvements,
    )


@pytest.mark.parametrize(
    ("genre", "mot"),
    [("engagement", "engagement"), ("avance", "avance"), ("acompte", "acompte"), ("solde", "solde")],
)
def test_engager_ou_payer_apres_l_abandon_bloque(genre: str, mot: str) -> None:
    """L’abandon date du premier avenant qui le dit, même si un suivant décrit de nouveau l’opération."""
    constat = le_constat(abandonne(mouvement(genre, 5, "2007-03-16")), "ABANDON-01")
    assert (
        constat.message
        == f"OP-1, ANRU : {mot} du 16/03/2007 alors que l’opération est abandonnée depuis le 15/03/2007."
    )
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartDate(jour("2007-03-15"), jour("2007-03-16"))
    assert constat.provenance == journal_csv(2, "date")


@pytest.mark.parametrize(
    "admis",
    [
        mouvement("acompte", 5, "2007-03-15"),
        mouvement("degagement", 5, "2008-01-01"),
        mouvement("reversement", 5, "2008-01-01"),
        mouvement("demande", 5, "2008-01-01"),
        mouvement("depense", 5, "2008-01-01"),
    ],
)
def test_degager_et_reverser_restent_permis(admis: Any) -> None:
    assert constats_de(abandonne(admis), "ABANDON-01") == []


@pytest.mark.parametrize(
    ("statuts", "date", "attendu"),
    [
        ((Statut.ACTIVE, Statut.ABANDONNEE), "2008-01-01", []),
        ((Statut.ACTIVE, Statut.ABANDONNEE), "2010-01-01", ["2009-12-01"]),
        ((Statut.ABANDONNEE, Statut.ACTIVE), "2010-01-01", []),  # l'opération a été reprise
        ((), "2010-01-01", []),
    ],
)
def test_seul_compte_l_abandon_encore_en_vigueur(statuts: tuple[Statut, ...], date: str, attendu: list[str]) -> None:
    constats = constats_de(abandonne(mouvement("acompte", 5, date), statuts=statuts), "ABANDON-01")
    assert [c.mesure.attendu.isoformat() for c in constats if isinstance(c.mesure, EcartDate)] == attendu


def test_une_operation_abandonnee_des_la_convention() -> None:
    mort_ne = projet(operations=[operation(statut=Statut.ABANDONNEE)], journal=[mouvement("acompte", 5, "2004-07-02")])
    assert le_constat(mort_ne, "ABANDON-01").mesure == EcartDate(jour("2004-07-01"), jour("2004-07-02"))


def test_un_abandon_futur_ne_compte_pas() -> None:
    avant = abandonne(mouvement("acompte", 5, "2007-03-16"), statuts=(Statut.ACTIVE, Statut.ABANDONNEE))
    assert constats_de(avant, "ABANDON-01", jour("2009-11-30")) == []


def test_ce_qui_est_note_sur_des_fonds_propres_n_est_ni_une_dette_ni_un_trop_percu() -> None:
    """La Ville note sur ses fonds propres des écritures qu’un concours ferait signaler de cinq façons.

    De 550 000 programmés, 600 000 engagés en 2008, 700 000 soldés en 2007, 100 000 versés encore en 2009 : le montant
    de clôture, 45 % de 900 000 pour l’ANRU et 55 % pour la Ville, est de 495 000.
    """
    ecritures = (
        ("engagement", euros(600_000), "2008-01-01"),
        ("solde", euros(700_000), "2007-01-01"),
        ("acompte", euros(100_000), "2009-01-01"),
    )
    achevee = operation(achevement=jour("2011-06-30"))

    def codes(nature: Nature) -> set[str]:
        plan = [ligne("ANRU", euros(450_000)), ligne("VILLE", euros(550_000), nature=nature)]
        journal = [mouvement(*ecriture, financeur="VILLE", nature=nature) for ecriture in ecritures]
        journal.append(mouvement("depense", euros(900_000), "2011-06-01"))
        constats = controler(projet(operations=[achevee], plan=plan, journal=journal), au=jour("2012-01-01"))
        return {constat.code for constat in constats}

    dits = {"ENGAGEMENT-01", "PAIEMENT-01", "PAIEMENT-02", "PAIEMENT-03", "PAIEMENT-05"}
    assert codes(Nature.SUBVENTION) >= dits
    assert not codes(Nature.FONDS_PROPRES) & dits

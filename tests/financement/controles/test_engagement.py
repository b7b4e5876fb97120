"""Contrôles des engagements."""

from typing import Any

import pytest

from financement.calculs.situation import SIGNES_ENGAGE
from financement.controles.constat import EcartDate, EcartMontant, EcartNombre, Gravite
from financement.controles.engagement import mouvement_fautif
from financement.dossier.projet import Projet
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, projet
from tests.financement.controles.lecture import constats_de, journal_csv, le_constat, lisible

# --- ENGAGEMENT-01 : engagé ≤ programmé


def test_un_centime_engage_de_trop_bloque() -> None:
    trop = projet(
        journal=[mouvement("engagement", euros(450_000), "2006-01-01"), mouvement("engagement", 1, "2007-01-01")]
    )
    constat = le_constat(trop, "ENGAGEMENT-01")
    assert lisible(constat) == (
        "OP-1, ANRU (subvention) : l’engagé (450 000,01 €) dépasse le programmé (450 000,00 €) de 0,01 €."
    )
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartMontant(euros(450_000), euros(450_000) + 1)
    assert constat.mesure.ecart == 1
    assert constat.provenance == journal_csv(3, "montant"), "la ligne qui fait franchir le plafond"
    assert (constat.operation, constat.financeur) == ("OP-1", "ANRU")


@pytest.mark.parametrize(
    "journal",
    [
        [mouvement("engagement", euros(450_000))],
        [mouvement("engagement", euros(450_001)), mouvement("degagement", euros(1))],
        [],
    ],
)
def test_engager_tout_le_programme_passe(journal: list[Any]) -> None:
    assert constats_de(projet(journal=journal), "ENGAGEMENT-01") == []


def test_abaisser_le_programme_sous_l_engage_bloque() -> None:
    """Aucun engagement n’est fautif en lui-même : le dernier est désigné."""
    abaisse = projet(
        avenants=(avenant(1, "2009-12-01"),),
        plan=[ligne("ANRU", 500), ligne("ANRU", 300, version=1)],
        journal=[mouvement("engagement", 200, "2006-01-01"), mouvement("engagement", 150, "2007-01-01")],
    )
    constat = le_constat(abaisse, "ENGAGEMENT-01")
    assert constat.mesure == EcartMontant(300, 350)
    assert constat.provenance.ligne == 3
    assert constats_de(abaisse, "ENGAGEMENT-01", jour("2009-11-30")) == []


def test_une_ligne_sans_programme_releve_d_un_autre_controle() -> None:
    assert constats_de(projet(journal=[mouvement("engagement", 5, financeur="OPH")]), "ENGAGEMENT-01") == []


@pytest.mark.parametrize(
    ("plafond", "rang"),
    [(50, 0), (100, 2), (129, 2), (500, 3)],
)
def test_le_mouvement_fautif_est_le_premier_qui_franchit_le_plafond(plafond: int, rang: int) -> None:
    """Cumul : 100, 80, 130, 125. Aucun ne franchit 500 : le dernier qui compte, et non la demande."""
    mouvements = (
        mouvement("engagement", 100),
        mouvement("degagement", 20),
        mouvement("engagement", 50),
        mouvement("degagement", 5),
        mouvement("demande", 999),
    )
    assert mouvement_fautif(mouvements, dict(SIGNES_ENGAGE), plafond) is mouvements[rang]


# --- ENGAGEMENT-02 : date limite d'engagement


def test_l_anru_n_engage_plus_apres_la_date_limite() -> None:
    """Fin des engagements du PNRU : le 31 décembre 2015 (confiance B)."""
    tardif = projet(journal=[mouvement("engagement", 5, "2014-01-01"), mouvement("engagement", 5, "2016-01-01")])
    constat = le_constat(tardif, "ENGAGEMENT-02")
    assert constat.message == (
        "OP-1, ANRU : engagement du 01/01/2016 postérieur à la date limite d’engagement (31/12/2015)."
    )
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartDate(jour("2015-12-31"), jour("2016-01-01"))
    assert constat.mesure.ecart == 1
    assert constat.provenance == journal_csv(3, "date")


@pytest.mark.parametrize(
    "admis",
    [
        mouvement("engagement", 5, "2015-12-31"),  # le jour même
        mouvement("engagement", 5, "2016-01-01", financeur="VILLE"),  # les autres financeurs n'ont pas cette limite
        mouvement("degagement", 5, "2016-01-01"),
        mouvement("acompte", 5, "2016-01-01"),
    ],
)
def test_la_limite_ne_vise_que_les_engagements_posterieurs_de_l_anru(admis: Any) -> None:
    assert constats_de(projet(journal=[admis]), "ENGAGEMENT-02") == []


def test_un_avenant_repousse_la_date_limite() -> None:
    prolonge = projet(
        avenants=(avenant(1, "2014-03-15", date_limite_engagement=jour("2016-06-30")),),
        journal=[mouvement("engagement", 5, "2016-06-30"), mouvement("engagement", 5, "2016-07-01")],
    )
    assert le_constat(prolonge, "ENGAGEMENT-02").mesure == EcartDate(jour("2016-06-30"), jour("2016-07-01"))


def test_l_anru_se_reconnait_a_sa_categorie_pas_a_son_code() -> None:
    agence = financeur("AGENCE", categorie=financeur("ANRU").categorie)
    dossier = projet(
        financeurs=(agence,),
        plan=[ligne("AGENCE", euros(1_000_000))],
        journal=[mouvement("engagement", 5, "2016-01-01", financeur="AGENCE")],
    )
    assert le_constat(dossier, "ENGAGEMENT-02").financeur == "AGENCE"


# --- ENGAGEMENT-03 : une décision attributive par opération


def decisions(*pieces: str, financeur: str = "ANRU") -> Projet:
    return projet(
        journal=[
            mouvement("engagement", 5, f"{2005 + rang}-01-01", piece=piece, financeur=financeur)
            for rang, piece in enumerate(pieces)
        ]
    )


def test_deux_decisions_sur_une_operation_bloquent() -> None:
    """Règles de 2009 (confiance B) : une nouvelle décision modifie la première, elle ne s’y ajoute pas."""
    constat = le_constat(decisions("DAS-1", "DAS-1", "DAS-2"), "ENGAGEMENT-03")
    assert constat.message == (
        "OP-1, ANRU : 2 décisions attributives (DAS-1, DAS-2) au lieu d’une seule ; "
        "une nouvelle décision modifie la première et en garde le numéro."
    )
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartNombre(1, 2)
    assert constat.mesure.ecart == 1
    assert constat.provenance == journal_csv(4, "piece"), "la première ligne de la seconde décision"
    assert (constat.operation, constat.financeur) == ("OP-1", "ANRU")


@pytest.mark.parametrize(
    "admis",
    [
        decisions("DAS-1"),
        decisions("DAS-1", "DAS-1", "DAS-1"),
        decisions("DAS-1", ""),  # une pièce vide ne dit pas qu'il y a deux décisions
        decisions("D-1", "D-2", financeur="VILLE"),
    ],
    ids=["une", "la même trois fois", "pièce vide", "autre financeur"],
)
def test_une_meme_decision_modifiee_passe(admis: Projet) -> None:
    assert constats_de(admis, "ENGAGEMENT-03") == []


# --- ENGAGEMENT-04 : engagé négatif


def test_degager_plus_que_l_engage_bloque() -> None:
    trop = projet(
        journal=[
            mouvement("engagement", euros(100), "2006-01-01"),
            mouvement("degagement", euros(100) + 1, "2007-01-01"),
            mouvement("acompte", 0, "2008-01-01"),
        ]
    )
    constat = le_constat(trop, "ENGAGEMENT-04")
    assert lisible(constat) == ("OP-1, ANRU (subvention) : les dégagements dépassent les engagements ; engagé -0,01 €.")
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartMontant(0, -1)
    assert constat.provenance == journal_csv(3, "montant")


def test_tout_degager_passe() -> None:
    tout = projet(journal=[mouvement("engagement", 100, "2006-01-01"), mouvement("degagement", 100, "2007-01-01")])
    assert constats_de(tout, "ENGAGEMENT-04") == []


# --- ENGAGEMENT-03 : une seule décision


def test_l_enjeu_de_plusieurs_decisions_est_le_net_de_celles_qui_suivent_la_premiere() -> None:
    """100 €, puis 80 € dont 30 € dégagés sous la même pièce, puis 20 € : 50 + 20."""
    journal = [
        mouvement("engagement", euros(100), "2006-01-01", piece="DAS-1"),
        mouvement("engagement", euros(80), "2006-02-01", piece="DAS-2"),
        mouvement("degagement", euros(30), "2006-03-01", piece="DAS-2"),
        mouvement("engagement", euros(20), "2006-04-01", piece="DAS-3"),
    ]
    constat = le_constat(projet(journal=journal), "ENGAGEMENT-03")
    assert (constat.enjeu, constat.mesure) == (euros(70), EcartNombre(1, 3))

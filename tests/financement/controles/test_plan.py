"""Contrôles du plan de financement et des enveloppes."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from financement.controles.constat import EcartMontant, Gravite
from financement.dossier.nomenclature import Base, Nature
from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance
from tests.construction import (
    PLAN_EQUILIBRE,
    avenant,
    enveloppe,
    euros,
    financeur,
    jour,
    ligne,
    mouvement,
    operation,
    projet,
)
from tests.financement.controles.lecture import constats_de, journal_csv, le_constat, lisible

# --- PLAN-01 : équilibre du plan


def plan_de(montant_ville: int, **de_l_operation: Any) -> Projet:
    """OP-1, un million d’euros, dont 450 000 de l’ANRU et ``montant_ville`` centimes de la Ville."""
    return projet(
        operations=[operation(**de_l_operation)], plan=[ligne("ANRU", euros(450_000)), ligne("VILLE", montant_ville)]
    )


@pytest.mark.parametrize(
    ("ville", "constate", "ecart", "message"),
    [
        (
            euros(549_999),
            euros(999_999),
            -100,
            (
                "OP-1, version 0 : le plan de financement (999 999,00 €) ne fait pas le coût HT (1 000 000,00 €) ; "
                "écart -1,00 €."
            ),
        ),
        (
            euros(550_000) + 1,
            euros(1_000_000) + 1,
            1,
            (
                "OP-1, version 0 : le plan de financement (1 000 000,01 €) ne fait pas le coût HT (1 000 000,00 €) ; "
                "écart 0,01 €."
            ),
        ),
    ],
)
def test_un_plan_qui_ne_fait_pas_le_cout_bloque(ville: int, constate: int, ecart: int, message: str) -> None:
    """Tolérance nulle : un euro, ou un centime, dans un sens ou dans l’autre."""
    constat = le_constat(plan_de(ville), "PLAN-01")
    assert lisible(constat) == message
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartMontant(euros(1_000_000), constate)
    assert constat.mesure.ecart == ecart
    assert constat.provenance == Provenance(fichier="operations.csv", ligne=2, colonne="cout_ht")
    assert (constat.operation, constat.financeur) == ("OP-1", None)


def test_le_message_porte_les_espaces_du_francais() -> None:
    """Une fois, au caractère près : milliers en espace fine, espace insécable avant l’unité, moins typographique."""
    assert le_constat(plan_de(euros(549_999)), "PLAN-01").message == (
        "OP-1, version 0 : le plan de financement (999\u202f999,00\u00a0€) ne fait pas le coût HT "
        "(1\u202f000\u202f000,00\u00a0€) ; écart \u22121,00\u00a0€."
    )


@pytest.mark.parametrize(
    ("ville", "de_l_operation"),
    [
        (euros(550_000), {}),
        (euros(750_000), {"base": Base.TTC, "taux_tva": Fraction(1, 5)}),
        (euros(550_000), {"base": Base.HT, "taux_tva": Fraction(1, 5)}),
    ],
)
def test_un_plan_equilibre_sur_sa_base_passe(ville: int, de_l_operation: dict[str, Any]) -> None:
    assert constats_de(plan_de(ville, **de_l_operation), "PLAN-01") == []


def test_un_plan_equilibre_ht_ne_l_est_pas_ttc() -> None:
    constat = le_constat(plan_de(euros(550_000), base=Base.TTC, taux_tva=Fraction(1, 5)), "PLAN-01")
    assert "le coût TTC (1 200 000,00 €) ; écart -200 000,00 €." in lisible(constat)


def test_les_prets_comptent_dans_l_equilibre() -> None:
    prets = projet(plan=[ligne("ANRU", euros(450_000)), ligne("CDC", euros(550_000), nature=Nature.PRET)])
    assert constats_de(prets, "PLAN-01") == []


def test_une_operation_sans_aucune_ligne_de_plan_bloque() -> None:
    assert le_constat(projet(plan=[]), "PLAN-01").mesure == EcartMontant(euros(1_000_000), 0)


@pytest.mark.parametrize("au", [None, "2005-01-01"])
def test_chaque_version_est_controlee_quelle_que_soit_la_date(au: str | None) -> None:
    """L’avenant 1 déséquilibre, l’avenant 2 corrige : l’écart de l’avenant 1 est dit."""
    corrige = projet(
        avenants=(avenant(1), avenant(2)),
        plan=[
            *PLAN_EQUILIBRE,
            ligne("ANRU", euros(400_000), version=1),
            ligne("ANRU", euros(450_000), version=2),
        ],
    )
    constat = le_constat(corrige, "PLAN-01", None if au is None else jour(au))
    assert lisible(constat).startswith("OP-1, version 1 : ")


def test_un_ecart_qui_reste_le_meme_n_est_dit_qu_une_fois() -> None:
    ancien = projet(avenants=(avenant(1), avenant(2)), plan=[ligne("ANRU", 1), ligne("ANRU", 2, version=2)])
    assert [lisible(c)[:16] for c in constats_de(ancien, "PLAN-01")] == ["OP-1, version 0 ", "OP-1, version 2 "]


# --- PLAN-02 : mouvement sans montant programmé


@pytest.mark.parametrize(
    ("mouvements", "constate"),
    [
        ([mouvement("engagement", 500, financeur="OPH")], 500),
        ([mouvement("acompte", 300, financeur="OPH")], 300),
        ([mouvement("demande", 300, financeur="OPH")], 0),
        ([mouvement("degagement", 200, financeur="OPH")], -200),
    ],
)
def test_un_mouvement_sans_ligne_de_plan_bloque(mouvements: list[Any], constate: int) -> None:
    constat = le_constat(projet(journal=[mouvement("depense", 1), *mouvements]), "PLAN-02")
    assert constat.message == "OP-1, OPH (subvention) : mouvements sur une ligne sans montant programmé."
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartMontant(0, constate)
    assert constat.provenance == journal_csv(3, "montant")
    assert (constat.operation, constat.financeur) == ("OP-1", "OPH")


def test_une_autre_nature_que_celle_du_plan_bloque() -> None:
    dossier = projet(journal=[mouvement("engagement", 500, nature=Nature.PRET)])
    assert le_constat(dossier, "PLAN-02").message == (
        "OP-1, ANRU (prêt) : mouvements sur une ligne sans montant programmé."
    )


def ligne_retiree(*mouvements: Any) -> Projet:
    """L’avenant 1 retire l’OPH au profit de la Ville."""
    return projet(
        avenants=(avenant(1, "2007-03-15"),),
        plan=[
            ligne("OPH", euros(1_000_000)),
            ligne("OPH", 0, version=1),
            ligne("VILLE", euros(1_000_000), version=1),
        ],
        journal=mouvements,
    )


def test_une_ligne_retiree_encore_engagee_bloque() -> None:
    engagee = ligne_retiree(mouvement("engagement", 500, "2006-01-01", financeur="OPH"))
    assert le_constat(engagee, "PLAN-02").mesure == EcartMontant(0, 500)
    assert constats_de(engagee, "PLAN-02", jour("2007-03-14")) == [], "l’avenant n’est pas encore signé"


def test_une_ligne_retiree_puis_soldee_a_zero_passe() -> None:
    degagee = ligne_retiree(
        mouvement("engagement", 500, "2006-01-01", financeur="OPH"),
        mouvement("degagement", 500, "2007-04-01", financeur="OPH"),
    )
    assert constats_de(degagee, "PLAN-02") == []


# --- ENVELOPPE-01 : enveloppe d'un financeur


def programme_anru(euros_programmes: int, **de_la_convention: Any) -> Projet:
    """L’ANRU programme sur deux opérations, en subvention et en prêt."""
    part = euros(euros_programmes) // 4
    lignes = [
        ligne("ANRU", part, operation="OP-1"),
        ligne("ANRU", part, operation="OP-2"),
        ligne("ANRU", euros(euros_programmes) - 2 * part, operation="OP-2", nature=Nature.PRET),
    ]
    return projet(operations=[operation("OP-1"), operation("OP-2")], plan=lignes, **de_la_convention)


ANRU = replace(financeur("ANRU", enveloppe=euros(7_721_503)), provenance=Provenance(fichier="convention.toml"))


def test_un_euro_au_dela_de_l_enveloppe_bloque() -> None:
    """Exemple des règles : enveloppe 7 721 503 €, lignes 7 721 504 €."""
    constat = le_constat(programme_anru(7_721_504, financeurs=(ANRU,)), "ENVELOPPE-01")
    assert lisible(constat) == "ANRU : le programmé (7 721 504,00 €) dépasse l’enveloppe (7 721 503,00 €) de 1,00 €."
    assert constat.gravite is Gravite.BLOQUANT
    assert constat.mesure == EcartMontant(euros(7_721_503), euros(7_721_504))
    assert constat.mesure.ecart == 100
    assert constat.provenance == Provenance(fichier="convention.toml", colonne="enveloppe")
    assert (constat.operation, constat.financeur) == (None, "ANRU")


@pytest.mark.parametrize(
    "anru",
    [ANRU, financeur("ANRU", enveloppe=None), financeur("ANRU", enveloppe=10**13)],
    ids=["exactement", "sans plafond", "large"],
)
def test_une_enveloppe_exactement_consommee_passe(anru: Any) -> None:
    assert constats_de(programme_anru(7_721_503, financeurs=(anru,)), "ENVELOPPE-01") == []


def test_une_enveloppe_nulle_est_un_plafond() -> None:
    interdit = programme_anru(4, financeurs=(financeur("ANRU", enveloppe=0),))
    assert le_constat(interdit, "ENVELOPPE-01").mesure == EcartMontant(0, 400)


def test_l_enveloppe_est_celle_de_la_version_en_vigueur() -> None:
    """L’avenant 1 abaisse le plafond ; son origine est celle de l’avenant."""
    lieu = Provenance(fichier="convention.toml", cellule="avenants[0].enveloppes.ANRU")
    abaisse = programme_anru(
        1000,
        financeurs=(financeur("ANRU", enveloppe=euros(1000)),),
        avenants=(avenant(1, "2007-03-15", enveloppes=(replace(enveloppe("ANRU", euros(999)), provenance=lieu),)),),
    )
    constat = le_constat(abaisse, "ENVELOPPE-01")
    assert constat.provenance == lieu
    assert constat.mesure == EcartMontant(euros(999), euros(1000))
    assert constats_de(abaisse, "ENVELOPPE-01", jour("2007-03-14")) == []

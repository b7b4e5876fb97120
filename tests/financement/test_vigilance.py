"""Les points de vigilance : un dossier minimal par motif, l’ordre, et rien pour un dossier sans risque."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from financement.cloture import calculer_cloture
from financement.controles.vigilance import PointDeVigilance, points_de_vigilance
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from financement.valeurs.dates import Semestre
from financement.valeurs.montants import ESPACE_FINE
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.financement.cloture.dossiers import dossiers

ENGAGEMENT = mouvement("engagement", euros(450_000), "2009-02-01")
LIMITE = "date limite d’engagement"
RETARD = "paiements en retard"


def points(au: str, **dossier: Any) -> tuple[PointDeVigilance, ...]:
    return points_de_vigilance(calculer_cloture(projet(**dossier), au=jour(au)))


def dits(au: str, **dossier: Any) -> list[tuple[str, str, int]]:
    """Motif, explication et enjeu de chaque point, espaces ordinaires."""
    return [
        (p.motif, p.explication.replace(ESPACE_FINE, " ").replace("\u00a0", " "), p.enjeu)
        for p in points(au, **dossier)
    ]


def test_un_dossier_sans_risque_n_a_aucun_point() -> None:
    assert points("2010-01-01") == ()
    assert points("2010-01-01", journal=[ENGAGEMENT]) == ()


def test_une_subvention_forclose_est_perdue() -> None:
    assert dits("2016-01-01") == [
        (LIMITE, "OP-1, ANRU : 450 000,00 € jamais engagés avant le 31/12/2015, perdus.", euros(450_000))
    ]


def test_une_ligne_forclose_sans_programme_n_a_pas_d_enjeu() -> None:
    plan = [ligne("ANRU", 0), ligne("DEPARTEMENT", euros(1_000_000))]
    journal = [mouvement("demande", 100)]
    assert all(p.motif != LIMITE for p in points("2016-01-01", plan=plan, journal=journal))


@pytest.mark.parametrize(
    ("au", "attendu"),
    [("2014-12-30", []), ("2014-12-31", [LIMITE]), ("2015-12-31", [LIMITE])],
)
def test_une_subvention_a_engager_dans_les_douze_mois(au: str, attendu: list[str]) -> None:
    trouves = dits(au)
    assert [motif for motif, _, _ in trouves] == attendu
    assert all(
        phrase == "OP-1, ANRU : 450 000,00 € à engager avant le 31/12/2015." and enjeu == euros(450_000)
        for _, phrase, enjeu in trouves
    )


def test_la_date_limite_est_celle_de_l_avenant_en_vigueur() -> None:
    avenants = (avenant(1, date_limite_engagement=jour("2017-12-31")),)
    assert points("2016-01-01", avenants=avenants) == ()


def test_seule_l_anru_a_une_date_limite_d_engagement() -> None:
    assert points("2016-01-01", plan=[ligne("DEPARTEMENT", euros(1_000_000))]) == ()


def calendrier(**champs: Any) -> dict[str, Any]:
    """Deux ans de travaux, de janvier 2010 à décembre 2011, un acompte de 22 % de l’engagé."""
    ordinaires: dict[str, Any] = {"debut": Semestre(2010, 1), "duree_semestres": 4}
    journal = [ENGAGEMENT, mouvement("acompte", euros(99_000), "2010-03-01")]
    return {"operations": [operation(**ordinaires | champs)], "journal": journal}


def test_un_paiement_en_retard_sur_le_calendrier() -> None:
    """Au 1er juillet 2011, 546 jours écoulés sur 729 : 74 % ; 99 000 / 450 000 = 22 %, moins de la moitié."""
    assert dits("2011-07-01", **calendrier()) == [
        (RETARD, "OP-1, ANRU : 22 % payé pour 74 % du calendrier écoulé.", euros(351_000))
    ]


@pytest.mark.parametrize(
    ("au", "attendu"),
    [
        ("2010-12-31", []),  # 364 jours sur 729 : moins de la moitié
        ("2011-01-01", [RETARD]),  # 365 sur 729 : 22 % < 25,03 %
        ("2012-06-01", [RETARD]),  # calendrier entièrement écoulé
    ],
)
def test_le_retard_ne_compte_que_passe_la_mi_parcours(au: str, attendu: list[str]) -> None:
    assert [motif for motif, _, _ in dits(au, **calendrier())] == attendu


def test_la_moitie_du_temps_ecoule_exactement_n_est_pas_un_retard() -> None:
    """Calendrier écoulé en entier : la moitié est 225 000, un centime de moins est un retard."""
    dossier = calendrier()
    for montant, attendu in ((euros(225_000), []), (euros(225_000) - 1, [RETARD])):
        dossier["journal"] = [ENGAGEMENT, mouvement("acompte", montant, "2010-03-01")]
        assert [motif for motif, _, _ in dits("2012-01-01", **dossier)] == attendu


def test_a_mi_parcours_exactement_le_retard_compte() -> None:
    """De janvier à décembre 2010, 364 jours : 182 au 2 juillet ; 22 % payés, moins du quart."""
    assert [motif for motif, _, _ in dits("2010-07-01", **calendrier(duree_semestres=2))] == []
    assert [motif for motif, _, _ in dits("2010-07-02", **calendrier(duree_semestres=2))] == [RETARD]


def test_ce_qui_n_a_pas_demarre_n_est_pas_en_retard_de_paiement() -> None:
    trouves = dits("2012-01-01", **(calendrier() | {"journal": [ENGAGEMENT]}))
    assert [motif for motif, _, _ in trouves if motif == RETARD] == []


@pytest.mark.parametrize("champs", [{"debut": None}, {"duree_semestres": None}, {"duree_semestres": 0}])
def test_sans_calendrier_pas_de_retard(champs: dict[str, Any]) -> None:
    assert points("2012-01-01", **calendrier(**champs)) == ()


def test_une_duree_qui_depasse_le_calendrier_connu_se_lit() -> None:
    """2099-S2 et 120 semestres : le terme prévu est la fin de 2099, sans erreur."""
    dossier = calendrier(debut=Semestre(2099, 2), duree_semestres=120)
    assert points("2012-01-01", **dossier) == ()


def test_un_constat_qui_a_un_enjeu_est_un_point() -> None:
    """Dépense de 800 000 à 45 % : 360 000 dus, 400 000 payés, 40 000 à reverser."""
    trouves = points(
        "2013-01-01",
        operations=[operation(achevement=jour("2012-01-01"))],
        journal=[
            ENGAGEMENT,
            mouvement("solde", euros(400_000), "2012-06-01"),
            mouvement("depense", euros(800_000), "2012-01-01"),
        ],
    )
    (trop_percu,) = [p for p in trouves if p.motif == "PAIEMENT-05"]
    assert (trop_percu.operation, trop_percu.financeur, trop_percu.enjeu) == ("OP-1", "ANRU", euros(40_000))
    assert "40 000,00 €" in trop_percu.explication.replace(ESPACE_FINE, " ").replace("\u00a0", " ")
    assert trop_percu.remede
    assert trop_percu.provenance.fichier == "journal.csv"


def test_les_constats_deja_etablis_ne_se_refont_pas() -> None:
    """La clôture a un trop-perçu : on ne le dit que si les constats donnés le disent."""
    trop_paye = projet(
        operations=[operation(achevement=jour("2012-01-01"))],
        journal=[ENGAGEMENT, mouvement("solde", euros(450_000)), mouvement("depense", euros(800_000))],
    )
    cloture = calculer_cloture(trop_paye, au=jour("2013-01-01"))
    assert "PAIEMENT-05" in {p.motif for p in points_de_vigilance(cloture)}
    assert points_de_vigilance(cloture, ()) == ()


def test_un_point_hors_constat_dit_sa_ligne_son_remede_et_son_origine() -> None:
    (forclose,) = points("2016-01-01")
    assert (forclose.financeur, forclose.provenance.fichier, forclose.provenance.ligne) == ("ANRU", "operations.csv", 2)
    assert forclose.remede.startswith("Retirer ce montant du plan par avenant")
    (a_engager,) = points("2015-06-01")
    assert a_engager.remede.startswith("Obtenir la décision attributive")
    (en_retard,) = points("2011-07-01", **calendrier())
    assert en_retard.remede.startswith("Demander l’avancement au maître d’ouvrage")


def test_une_cloture_seule_a_des_points_de_vigilance() -> None:
    with pytest.raises(ValeurImpossible, match=r"^Vigilance impossible. colonne cloture"):
        points_de_vigilance(projet())  # type: ignore[arg-type]


def test_du_plus_fort_enjeu_au_plus_faible_puis_dans_l_ordre_du_dossier() -> None:
    operations = [operation(code) for code in ("OP-3", "OP-1", "OP-2")]
    codes = ("OP-1", "OP-2", "OP-3")
    plan = [ligne("ANRU", euros(450_000), code) for code in codes]
    plan += [ligne("VILLE", euros(550_000), code, nature=Nature.FONDS_PROPRES) for code in codes]
    assert [p.operation for p in points("2016-01-01", operations=operations, plan=plan)] == ["OP-3", "OP-1", "OP-2"]
    plan[1], plan[4] = ligne("ANRU", euros(450_001), "OP-2"), replace(plan[4], montant=euros(549_999))
    assert [p.operation for p in points("2016-01-01", operations=operations, plan=plan)] == ["OP-2", "OP-3", "OP-1"]


@given(dossiers())
def test_toujours_classes_et_toujours_les_memes(dossier: tuple[Projet, datetime.date]) -> None:
    tire, au = dossier
    trouves = points_de_vigilance(calculer_cloture(tire, au=au))
    enjeux = [point.enjeu for point in trouves]
    assert enjeux == sorted(enjeux, reverse=True)
    assert all(enjeu > 0 for enjeu in enjeux)
    assert trouves == points_de_vigilance(calculer_cloture(tire, au=au))


@pytest.mark.parametrize(
    ("achevement", "debut", "duree", "attendu"),
    [
        ("2017-12-31", None, None, []),
        ("2018-01-01", None, None, [euros(450_000)]),
        (None, Semestre(2016, 1), 4, []),
        (None, Semestre(2016, 1), 5, [euros(450_000)]),
        (None, Semestre(2016, 1), None, []),
    ],
)
def test_des_travaux_prevus_apres_la_date_limite_de_solde(
    achevement: str | None, debut: Semestre | None, duree: int | None, attendu: list[int]
) -> None:
    """Solde possible jusqu’au 31/12/2017 : ce qui reste à verser au-delà est en jeu."""
    prevue = operation(achevement=jour(achevement) if achevement else None, debut=debut, duree_semestres=duree)
    trouves = points("2010-01-01", operations=[prevue], journal=[ENGAGEMENT], date_limite_solde=jour("2017-12-31"))
    assert [p.enjeu for p in trouves if p.motif == "date limite de solde"] == attendu


def test_la_date_limite_de_solde_dit_ce_qui_reste_a_verser_et_quoi_faire() -> None:
    prevue = operation(achevement=jour("2018-01-01"))
    acompte = mouvement("acompte", euros(50_000), "2009-12-01")
    (point,) = points(
        "2010-01-01", operations=[prevue], journal=[ENGAGEMENT, acompte], date_limite_solde=jour("2017-12-31")
    )
    assert point.explication.replace(ESPACE_FINE, " ").replace("\u00a0", " ") == (
        "OP-1, ANRU : 400 000,00 € à verser sur des travaux prévus jusqu’au 01/01/2018, après la date limite de solde "
        "(31/12/2017)."
    )
    assert point.remede == "Avancer la fin des travaux, ou faire repousser par avenant la date limite de solde."


@pytest.mark.parametrize(
    ("au", "paye"),
    [
        ("2018-06-01", 50_000),  # achevée : ses travaux ne sont plus à venir
        ("2010-01-01", 450_000),  # entièrement payée : rien n’est en jeu
    ],
)
def test_sans_travaux_a_venir_ou_sans_reste_la_date_limite_de_solde_ne_menace_rien(au: str, paye: int) -> None:
    prevue = operation(achevement=jour("2018-01-01"))
    journal = [ENGAGEMENT, mouvement("acompte", euros(paye), "2009-12-01")]
    trouves = points(au, operations=[prevue], journal=journal, date_limite_solde=jour("2017-12-31"))
    assert [p.motif for p in trouves if p.motif == "date limite de solde"] == []

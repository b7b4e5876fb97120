"""L’engagé réputé : le programmé, au moins le payé, sur les seules lignes de concours."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given

from financement.calculs.croisement import croiser
from financement.calculs.situation import Axe, Situation, calculer_situation
from financement.cloture import calculer_cloture
from financement.controles.registre import controler
from financement.dossier.nomenclature import ModeEngagement, Nature
from financement.dossier.projet import Projet
from financement.echeancier import calculer_echeancier
from financement.explications import expliquer
from financement.portefeuille.bilan import bilan
from financement.selection import Selection, restreindre_situation
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, projet
from tests.financement.cloture.dossiers import dossiers

SUIVIS = (financeur("ANRU"), financeur("REGION"), financeur("VILLE"))
REGION = financeur("REGION", engagement=ModeEngagement.REPUTE)


@pytest.fixture
def region_reputee() -> Projet:
    """La Région : 100 000 € de subvention en 2004, 80 000 € par l’avenant du 15/03/2007, un prêt, des fonds propres."""
    return projet(
        financeurs=(financeur("ANRU"), REGION, financeur("VILLE")),
        avenants=(avenant(1, "2007-03-15"),),
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("REGION", euros(100_000)),
            ligne("REGION", euros(50_000), nature=Nature.PRET),
            ligne("REGION", euros(10_000), nature=Nature.FONDS_PROPRES),
            ligne("VILLE", euros(390_000), nature=Nature.FONDS_PROPRES),
            ligne("REGION", euros(80_000), version=1),
        ],
        journal=[
            mouvement("engagement", euros(7), financeur="REGION", nature=Nature.SUBVENTION),
            mouvement("engagement", euros(3), financeur="REGION", nature=Nature.FONDS_PROPRES),
            mouvement("acompte", euros(82_000), "2010-06-15", financeur="REGION", nature=Nature.SUBVENTION),
        ],
    )


def engages(situation: Situation) -> list[int]:
    """Engagés de la Région : subvention, prêt, fonds propres."""
    engages: list[int] = situation.lignes.engage[0, 1].tolist()
    return engages


def test_l_engage_repute_est_le_programme_au_moins_le_paye(region_reputee: Projet) -> None:
    """Programmé 80 000, payé 82 000 ; prêt non payé 50 000 ; sur les fonds propres, les mouvements seuls."""
    assert engages(calculer_situation(region_reputee)) == [euros(82_000), euros(50_000), euros(3)]
    assert engages(calculer_situation(region_reputee, au=jour("2009-12-31"))) == [euros(80_000), euros(50_000), 0]
    assert engages(calculer_situation(region_reputee, au=jour("2006-12-31"))) == [euros(100_000), euros(50_000), 0]
    assert calculer_situation(region_reputee).par(Axe.FINANCEUR).grandeurs.engage.tolist() == [0, euros(132_003), 0]


def test_aucun_exercice_ne_porte_l_engage_repute(region_reputee: Projet) -> None:
    """82 000 de subvention et 50 000 de prêt, après les exercices ; seul le paiement de 2010 a une date."""
    exercices = calculer_situation(region_reputee).par_exercice()
    assert exercices.annees == (2010, None)
    assert exercices.engage.tolist() == [0, euros(132_000)]
    assert exercices.paye_cumul.tolist() == [euros(82_000)] * 2
    assert exercices.cadre()["exercice"].isna().tolist() == [False, True]
    a_la_signature = calculer_situation(region_reputee, au=jour("2004-12-31")).par_exercice()
    assert (a_la_signature.annees, a_la_signature.engage.tolist()) == ((None,), [euros(150_000)])


def test_un_croisement_met_l_engage_repute_apres_les_exercices(region_reputee: Projet) -> None:
    """Les deux lignes de concours de la Région en une rangée sans date ; les fonds propres, suivis, à leur date."""
    croisement = croiser(calculer_situation(region_reputee), ["financeur", "exercice"])
    engages = dict(zip(croisement.cles, croisement.concours["engage"].tolist(), strict=True))
    assert engages == {("REGION", "2010"): 0, ("REGION", "sans_date"): euros(132_000)}
    assert croisement.concours["paye_cumul"].tolist() == [euros(82_000)] * 2
    assert croisement.autofinancement["engage"].tolist() == [euros(3), 0]
    assert "réputé, sans date" in croisement._repr_html_()


def test_l_echeancier_dit_l_engage_repute_a_part(region_reputee: Projet) -> None:
    """Ni constaté en 2010, ni prévu : une ligne par financeur, sans exercice, avant la prévision du prêt."""
    echeancier = calculer_echeancier(calculer_cloture(region_reputee, au=jour("2012-12-31")))
    de_la_region = [
        (li.exercice, li.engagement_flux, li.engagement_cumul, li.paiement_flux, li.previsionnel)
        for li in echeancier.lignes
        if li.financeur == "REGION"
    ]
    assert de_la_region == [
        (2010, 0, 0, euros(82_000), False),
        (None, euros(132_000), euros(132_000), 0, False),
        (2013, 0, euros(132_000), euros(50_000), True),
    ]
    assert echeancier.cadre()["exercice"].isna().sum() == len(region_reputee.convention.financeurs)


def test_le_bilan_d_un_portefeuille_le_garde_sans_date(region_reputee: Projet) -> None:
    flux = bilan(region_reputee, au=jour("2012-12-31")).echeancier
    assert [(un.exercice, un.engagement) for un in flux if not un.previsionnel] == [(2010, 0), (None, euros(132_000))]


def test_une_situation_restreinte_ne_garde_que_ses_engages(region_reputee: Projet) -> None:
    situation = calculer_situation(region_reputee)
    ailleurs = restreindre_situation(situation, Selection(financeur="ANRU"))
    assert ailleurs.par_exercice().annees == ()
    chez_elle = restreindre_situation(situation, Selection(financeur="REGION"))
    assert chez_elle.par_exercice().engage_cumul[-1] == euros(132_000)


@given(dossiers())
def test_les_exercices_et_l_engage_repute_font_l_engage(dossier: tuple[Projet, datetime.date]) -> None:
    """Par financeur, ce que l’échéancier date et ce qu’il dit réputé font l’engagé de la situation."""
    tire, au = dossier
    cloture = calculer_cloture(tire, au=au)
    situation = cloture.situation
    engages = dict(zip(situation.axes.financeurs, situation.concours.somme(0).engage.tolist(), strict=True))
    dates, reputes = dict.fromkeys(engages, 0), dict.fromkeys(engages, 0)
    for li in calculer_echeancier(cloture).lignes:
        if not li.previsionnel:
            sommes = reputes if li.exercice is None else dates
            sommes[li.financeur] += li.engagement_flux
    codes_reputes = {financeur.code for financeur in tire.convention.financeurs if financeur.est_repute}
    assert {code: dates[code] + reputes[code] for code in engages} == engages
    assert all((dates if code in codes_reputes else reputes)[code] == 0 for code in engages)
    assert int(situation.par_exercice().engage.sum()) == sum(engages.values())


def test_la_cloture_part_de_l_engage_repute(region_reputee: Projet) -> None:
    cloture = calculer_cloture(region_reputee, au=jour("2012-12-31"))
    lignes = {ligne.cle.nature: ligne for ligne in cloture.lignes if ligne.cle.financeur == "REGION"}
    subvention = lignes[Nature.SUBVENTION]
    assert (subvention.engage, subvention.montant_cloture, subvention.solde_a_verser) == (
        euros(82_000),
        euros(82_000),
        0,
    )
    assert (lignes[Nature.PRET].engage, lignes[Nature.PRET].a_engager) == (euros(50_000), 0)


def test_l_explication_dit_l_engage_repute(region_reputee: Projet) -> None:
    explication = expliquer(region_reputee, "OP-1", "REGION", au=jour("2012-12-31"))
    engage = next(f for f in explication.figures if (f.cle, f.nature) == ("engage", Nature.SUBVENTION))
    assert [(etape.libelle, etape.montant) for etape in engage.etapes] == [
        ("programmé, réputé engagé", euros(80_000)),
        ("payé au-delà du programmé", euros(2_000)),
    ]
    assert all("lecture C" in etape.reference for etape in engage.etapes)


def test_aucun_constat_ne_demande_ses_engagements(region_reputee: Projet) -> None:
    """Sans la déclaration, la Région est payée sans être engagée ; avec elle, reste le payé au-delà du programmé."""
    suivie = replace(region_reputee, convention=replace(region_reputee.convention, financeurs=SUIVIS))
    codes = {constat.code for constat in controler(suivie) if constat.financeur == "REGION"}
    assert codes == {"PAIEMENT-01"}
    du_repute = [constat for constat in controler(region_reputee) if constat.financeur == "REGION"]
    assert [(constat.code, constat.mesure.ecart) for constat in du_repute if constat.mesure is not None] == [
        ("ENGAGEMENT-07", euros(7)),
        ("PAIEMENT-01", euros(2_000)),
    ]

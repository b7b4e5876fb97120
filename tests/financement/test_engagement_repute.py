"""L'engagé réputé : le programmé, au moins le payé, sur les seules lignes de concours."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given

from financement.cloture import calculer_cloture
from financement.controles import controler
from financement.croisement import croiser
from financement.engagement_repute import lignes_reputees
from financement.explications import expliquer
from financement.nomenclature import ModeEngagement, Nature
from financement.projet import Projet
from financement.selection import Selection, restreindre_situation
from financement.situation import Axe, Situation, calculer_situation
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, projet
from tests.financement.cloture.dossiers import dossiers

SUIVIS = (financeur("ANRU"), financeur("REGION"), financeur("VILLE"))
REGION = financeur("REGION", engagement=ModeEngagement.REPUTE)


@pytest.fixture
def region_reputee() -> Projet:
    """La Région : 100 000 € de subvention en 2004, 80 000 € par l'avenant du 15/03/2007, un prêt, des fonds propres."""
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


def test_les_flux_suivent_les_actes_puis_le_paye(region_reputee: Projet) -> None:
    """2004 : 150 000 ; l'avenant de 2007 retire 20 000 ; le payé de 2010 passe le programmé de 2 000."""
    assert flux_de_la_region(calculer_situation(region_reputee, au=jour("2012-12-31"))) == {
        2004: euros(150_000),
        2007: -euros(20_000),
        2010: euros(2_000),
    }
    exercices = calculer_situation(region_reputee).par_exercice()
    assert exercices.annees == tuple(range(2004, 2011))
    assert exercices.engage_cumul.tolist() == [*[euros(150_000)] * 3, *[euros(130_000)] * 3, euros(132_000)]
    assert flux_de_la_region(calculer_situation(region_reputee, au=jour("2003-01-01"))) == {2003: euros(150_000)}


def flux_de_la_region(situation: Situation) -> dict[int, int]:
    return {annee: int(grille[:, 1].sum()) for annee, grille in situation.flux_reputes().items()}


def test_un_croisement_par_exercice_suit_l_engage_repute(region_reputee: Projet) -> None:
    """Les deux lignes de concours de la Région, une rangée par exercice où elles changent ; le payé à sa date."""
    croisement = croiser(calculer_situation(region_reputee), ["financeur", "exercice"])
    engages = dict(zip(croisement.cles, croisement.concours["engage"].tolist(), strict=True))
    assert engages == {
        ("REGION", "2004"): euros(150_000),
        ("REGION", "2007"): -euros(20_000),
        ("REGION", "2010"): euros(2_000),
    }
    assert croisement.autofinancement["engage"].tolist() == [0, 0, euros(3)]


def test_une_situation_restreinte_ne_garde_que_ses_flux(region_reputee: Projet) -> None:
    situation = calculer_situation(region_reputee)
    ailleurs = restreindre_situation(situation, Selection(financeur="ANRU"))
    assert ailleurs.flux_reputes() == {}
    assert ailleurs.par_exercice().engage.sum() == 0
    chez_elle = restreindre_situation(situation, Selection(financeur="REGION"))
    assert chez_elle.par_exercice().engage_cumul[-1] == euros(132_000)


@given(dossiers())
def test_la_somme_des_flux_est_l_engage_repute(dossier: tuple[Projet, datetime.date]) -> None:
    tire, au = dossier
    situation = calculer_situation(tire, au=au)
    somme = sum(situation.flux_reputes().values(), situation.axes.zeros())
    assert (somme == situation.lignes.engage * lignes_reputees(tire.convention)).all()


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

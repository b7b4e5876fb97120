"""Chaque indicateur a un cas fait à la main ; les sommes se conservent ; sans dénominateur, il est sans objet."""

import pickle
import statistics
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.cloture import TotalCloture, calculer_cloture
from financement.dossier.nomenclature import Programme, Statut, Unite
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from financement.indicateurs import INDICATEURS, Indicateur, relever, tableau_de_bord
from financement.indicateurs.agregat import Agregat, DevenirDesLogements, sommer
from financement.indicateurs.catalogue import FINANCIERS, indicateur
from financement.indicateurs.mesure import (
    GenrePerimetre,
    PerimetreMesure,
    afficher_decimal,
    ecrire_decimal,
    mesurer_indicateurs,
)
from financement.indicateurs.quantiles import quantile, quantiles
from financement.portefeuille.portefeuille import Refus
from financement.reglement.parametre import Confiance
from tests.construction import euros, jour, projet
from tests.financement.cloture.dossiers import dossiers
from tests.financement.indicateurs.dossier import AU, OPERATIONS, dossier

ICI: Final = PerimetreMesure(genre=GenrePerimetre.CONVENTION, convention="C-1")

ATTENDUES: Final = {
    "cout_par_logement_demoli": Fraction(25_000),  # 1 000 000 ÷ 40
    "cout_par_logement_construit": Fraction(200_000),  # 6 000 000 ÷ 30
    "cout_par_logement_rehabilite": Fraction(20_000),  # 2 400 000 ÷ 120
    "cout_par_logement_residentialise": Fraction(12_000),  # 600 000 ÷ 50
    "anru_par_logement_demoli": Fraction(20_000),  # 800 000 ÷ 40
    "anru_par_logement_construit": Fraction(30_000),  # 900 000 ÷ 30
    "anru_par_logement_rehabilite": Fraction(12_500, 3),  # 500 000 ÷ 120
    "anru_par_logement_residentialise": Fraction(6_000),  # 300 000 ÷ 50
    "un_pour_un": Fraction(3, 4),  # 30 ÷ 40
    "un_pour_un_realise": Fraction(3, 10),  # 12 ÷ 40, avant juin 2012
    "levier": Fraction(4),  # 10 000 000 ÷ 2 500 000
    "part_anru": Fraction(25),
    "part_fonciere_logement": Fraction(0),
    "part_action_logement": Fraction(0),
    "part_etat": Fraction(0),
    "part_region": Fraction(0),
    "part_departement": Fraction(6),
    "part_epci": Fraction(0),
    "part_ville": Fraction(3),
    "part_bailleur": Fraction(36),
    "part_cdc": Fraction(30),
    "part_anah": Fraction(0),
    "part_europe": Fraction(0),
    "part_autre": Fraction(0),
    "taux_d_engagement": Fraction(500, 64) * 10,  # 5 000 000 ÷ 6 400 000
    "taux_de_paiement": Fraction(50),  # 2 500 000 ÷ 5 000 000
    "taux_d_engagement_anru": Fraction(80),  # 2 000 000 ÷ 2 500 000
    "taux_de_paiement_anru": Fraction(40),  # 800 000 ÷ 2 000 000
    # Démolir : 80 % de 750 000 = 600 000 au lieu de 800 000 ; réhabiliter : 300 000 engagés sur 500 000.
    "taux_d_economies": Fraction(400, 64),  # 400 000 ÷ 6 400 000
    "delai_engagement_paiement": Fraction(70),  # (30 + 60 + 120) ÷ 3
    "delai_demande_paiement": Fraction(95, 4),  # (100 × 20 + 500 × 30 + 200 × 10) ÷ 800
    "delai_demande_avance": Fraction(20),
    "delai_demande_acompte": Fraction(10),
    "delai_demande_solde": Fraction(30),
    # Construire a passé son terme (31/12/2010) ; démolir est achevée, réhabiliter finit en 2013.
    "part_en_retard": Fraction(100, 3),
    "part_anru_en_retard": Fraction(900, 22),  # 900 000 ÷ 2 200 000
}


def mesurees(vu: Projet, au: date = AU) -> dict[str, Fraction | None]:
    mesures = mesurer_indicateurs(INDICATEURS, relever(vu, au=au).total, ICI)
    return {mesure.indicateur.cle: mesure.valeur for mesure in mesures}


def test_chaque_indicateur_a_son_cas() -> None:
    assert mesurees(dossier()) == ATTENDUES
    assert list(ATTENDUES) == [un.cle for un in INDICATEURS]


@pytest.mark.parametrize("un", INDICATEURS, ids=lambda un: un.cle)
def test_un_indicateur_dit_ce_qu_il_est(un: Indicateur) -> None:
    assert indicateur(un.cle) is un
    assert all((un.libelle, un.source, un.sans_objet, un.unite.nom))
    assert " ÷ " in un.formule
    assert un.confiance in Confiance


def test_sans_denominateur_il_est_sans_objet_jamais_nul() -> None:
    """Un projet sans plan, sans logement ni mouvement : aucun indicateur n’a de valeur, aucun n’échoue."""
    assert set(mesurees(projet(plan=()), au=jour("2005-01-01")).values()) == {None}
    (mesure,) = mesurer_indicateurs([indicateur("un_pour_un")], Agregat(), ICI)
    assert (mesure.texte, mesure.indicateur.sans_objet) == ("sans objet", "aucun logement démoli n’est prévu")


def test_une_part_nulle_n_est_pas_sans_objet() -> None:
    assert mesurees(dossier())["part_etat"] == 0


def test_une_operation_abandonnee_ne_demolit_plus_rien() -> None:
    demolir, *autres = OPERATIONS
    mesures = mesurees(dossier(operations=[replace(demolir, statut=Statut.ABANDONNEE), *autres]))
    assert mesures["cout_par_logement_demoli"] is None
    assert mesures["un_pour_un"] is None
    # Ce qu'elle a démoli le reste.
    assert mesures["un_pour_un_realise"] == Fraction(3, 10)
    assert mesures["part_en_retard"] == 50


def test_une_operation_sans_nombre_de_logements_est_hors_du_rapport_et_comptee() -> None:
    demolir, *autres = OPERATIONS
    etude = replace(demolir, code="ETUDIER", quantite=None, unite=None, cout_ht=euros(90_000))
    au_forfait = replace(etude, code="FORFAIT", quantite=demolir.quantite, unite=Unite.FORFAIT)
    releve = relever(dossier(operations=[demolir, etude, au_forfait, *autres]), au=AU)
    demolis = releve.total.logements_de(DevenirDesLogements.DEMOLITION)
    assert demolis.prevus == 40
    assert (demolis.cout, demolis.sans_quantite) == (euros(1_000_000), 2)


@given(dossiers())
def test_les_sommes_sont_celles_de_la_cloture(tire: tuple[Projet, date]) -> None:
    """Σ des familles = la clôture ; les parts des financeurs font cent pour cent, ou sont toutes sans objet."""
    vu, au = tire
    total = relever(vu, au=au).total
    cloture = calculer_cloture(vu, au=au)
    assert total.total == cloture.total
    assert sum(total.par_categorie) == total.total.programme
    valeurs = mesurees(vu, au)
    parts = [valeur for cle, valeur in valeurs.items() if cle.startswith("part_") and "retard" not in cle]
    assert set(parts) == {None} or sum(part or 0 for part in parts) == 100


@given(st.lists(dossiers(), min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_la_somme_d_agregats_ne_depend_pas_de_leur_ordre(tires: list[tuple[Projet, date]], hasard: Random) -> None:
    agregats = [relever(vu, au=au).total for vu, au in tires]
    meles = list(agregats)
    hasard.shuffle(meles)
    somme = sommer(agregats)
    assert somme == sommer(meles) == sommer([sommer(meles[:1]), sommer(meles[1:])])
    assert somme.total == TotalCloture.somme([agregat.total for agregat in agregats])


def deux_conventions() -> tuple[Projet, Projet]:
    """La seconde ne démolit que 10 logements, pour le même coût."""
    demolir, *autres = OPERATIONS
    return dossier(), dossier(code="C-2", operations=[replace(demolir, quantite=Decimal(10)), *autres])


def test_un_portefeuille_rapporte_des_sommes_et_situe_chaque_convention() -> None:
    """Démolir : 25 000 € d’un côté, 100 000 € de l’autre ; ensemble 2 000 000 € pour 50 logements, soit 40 000 €."""
    bord = tableau_de_bord([relever(vu, au=AU, dossier=vu.convention.code) for vu in deux_conventions()], au=AU)
    cle = "cout_par_logement_demoli"
    rang = [un.cle for un in INDICATEURS].index(cle)
    assert bord.du_portefeuille()[rang].valeur == 40_000
    assert {code: mesures[rang].valeur for code, mesures in bord.des_conventions().items()} == {
        "C-1": 25_000,
        "C-2": 100_000,
    }
    trouves = bord.quantiles()[rang]
    assert (trouves.effectif, trouves.sans_objet) == (2, 0)
    assert list(trouves.valeurs) == [25_000, 43_750, 62_500, 81_250, 100_000]


def test_un_dossier_illisible_n_arrete_pas_les_autres() -> None:
    refus = Refus(dossiers=("abime",), fautes=())
    bord = tableau_de_bord([refus, relever(dossier(), au=AU, dossier="bon")], au=AU)
    assert (bord.refus, [releve.bilan.dossier for releve in bord.releves]) == ((refus,), ["bon"])


def test_une_convention_lue_deux_fois_compte_une_fois() -> None:
    bord = tableau_de_bord([relever(dossier(), au=AU, dossier=nom) for nom in ("b", "a")], au=AU)
    assert [releve.bilan.dossier for releve in bord.releves] == ["a"]
    assert len(bord.refus) == 1


def test_un_releve_a_une_autre_date_se_refuse() -> None:
    with pytest.raises(ValeurImpossible):
        tableau_de_bord([relever(dossier(), au=jour("2010-01-01"))], au=AU)


def test_les_familles_ne_portent_que_les_indicateurs_financiers() -> None:
    bord = tableau_de_bord([relever(dossier(), au=AU)], au=AU)
    des_familles = [m for m in bord.mesures() if m.perimetre.genre is GenrePerimetre.FAMILLE]
    assert [m.perimetre.famille for m in des_familles[:: len(FINANCIERS)]] == ["01", "02", "05", "06"]
    leviers = {m.perimetre.famille: m.valeur for m in des_familles if m.indicateur.cle == "levier"}
    assert leviers == {"01": Fraction(5, 4), "02": Fraction(20, 3), "05": Fraction(24, 5), "06": Fraction(2)}


def test_le_repere_national_est_du_seul_pnru() -> None:
    def genres(vu: Projet) -> set[GenrePerimetre]:
        return {m.perimetre.genre for m in tableau_de_bord([relever(vu, au=AU)], au=AU).mesures()}

    assert GenrePerimetre.NATIONAL in genres(dossier())
    npnru = dossier(
        programme=Programme.NPNRU,
        reglement="npnru",
        operations=[replace(o, famille=f) for o, f in zip(OPERATIONS, ("21", "31", "33", "34"), strict=True)],
    )
    assert GenrePerimetre.NATIONAL not in genres(npnru)
    assert mesurees(npnru)["cout_par_logement_demoli"] == 25_000


def test_un_releve_voyage_d_un_processus_a_l_autre() -> None:
    releve = relever(dossier(), au=AU)
    assert pickle.loads(pickle.dumps(releve)) == releve  # noqa: S301 -- le nôtre


@given(st.lists(st.fractions(max_denominator=100), min_size=2, max_size=9))
def test_les_quartiles_sont_ceux_de_la_bibliotheque_standard(valeurs: Sequence[Fraction]) -> None:
    attendus = statistics.quantiles(valeurs, n=4, method="inclusive")
    assert [quantile(sorted(valeurs), Fraction(quart, 4)) for quart in (1, 2, 3)] == attendus


def test_les_quantiles_comptent_a_part_ce_qui_est_sans_objet() -> None:
    un = indicateur("levier")
    agregats = relever(dossier(), au=AU).total, Agregat()
    mesures = [mesure for agregat in agregats for mesure in mesurer_indicateurs([un], agregat, ICI)]
    trouves = quantiles(un, mesures)
    assert (trouves.effectif, trouves.sans_objet, set(trouves.valeurs)) == (1, 1, {Fraction(4)})
    assert quantiles(un, mesures[1:]).valeurs == ()


def test_une_valeur_s_arrondit_une_fois_demi_loin_de_zero() -> None:
    assert ecrire_decimal(Fraction(12_500, 3), 2) == "4166.67"
    assert ecrire_decimal(Fraction(-5, 1000), 2) == "-0.01"
    assert afficher_decimal(Fraction(-5, 1000), 2) == "−0,01"
    assert afficher_decimal(Fraction(1_234_567), 0, "€/logement") == "1\u202f234\u202f567\u00a0€/logement"

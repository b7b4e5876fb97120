"""La clôture du Noyer Doré au 31 mars 2015 : les situations que l’exemple met en scène, refaites à la main.

Chaque attendu est le calcul écrit au-dessus de lui, depuis les lignes d’operations.csv, plan.csv et journal.csv.
"""

import datetime
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from financement.cloture import Cloture, EtatLigne, LigneCloturee, calculer_cloture
from financement.cloture.montant import Fondement
from financement.dossier.projet import Projet
from financement.valeurs.montants import lire_montant
from maquettes import lire_dossier
from tests.financement.cloture.lois import manquements
from tests.financement.cloture.oracle import GRANDEURS, clore_a_la_main

DOSSIER: Final = Path(__file__).parents[3] / "examples" / "noyer_dore"
AU: Final = datetime.date(2015, 3, 31)


@cache
def noyer_dore() -> Projet:
    return lire_dossier(DOSSIER)


@cache
def cloture() -> Cloture:
    return calculer_cloture(noyer_dore(), au=AU)


def ligne(operation: str, financeur: str) -> LigneCloturee:
    """L’unique ligne d’un financeur sur une opération, désignée sans le préfixe du site ni la sous-opération."""
    code = f"9200201-{operation}-001"
    (trouvee,) = [li for li in cloture().lignes if (li.cle.operation, li.cle.financeur) == (code, financeur)]
    return trouvee


def ecart(operation: str) -> int:
    (trouve,) = [e for e in cloture().equilibres() if e.faits.operation.code == f"9200201-{operation}-001"]
    return trouve.ecart


def verifier(obtenue: LigneCloturee, etat: EtatLigne, **montants: str) -> None:
    assert obtenue.etat is etat
    attendus = {nom: lire_montant(texte) for nom, texte in montants.items()}
    assert {nom: getattr(obtenue, nom) for nom in attendus} == attendus


def test_trop_percu_de_la_residentialisation_sud() -> None:
    """Dépense 749 081,42 + 478 920,84 = 1 228 002,26 ; × 17 % = 208 760,3842 → 208 760,38.

    Payé 169 722,52 + 64 251,48 = 233 974,00 ; à reverser 233 974,00 − 208 760,38 = 25 213,62.
    Engagé et programmé 242 460,75 : à dégager et économisé 242 460,75 − 208 760,38 = 33 700,37.
    """
    verifier(
        ligne("06-0003", "ANRU"),
        EtatLigne.SOLDEE,
        programme="242 460,75",
        engage="242 460,75",
        paye="233 974,00",
        montant_cloture="208 760,38",
        solde_a_verser="0",
        trop_percu="25 213,62",
        a_degager="33 700,37",
        a_engager="0",
        economie="33 700,37",
    )
    # Région : 142 000,00 / 1 426 239,73 × 1 228 002,26 = 122 262,9809… → 122 262,98, exactement ce qui est payé.
    verifier(ligne("06-0003", "REGION"), EtatLigne.SOLDEE, montant_cloture="122 262,98", solde_a_verser="0")
    # Prêt au forfait 513 000,00 ; résidu 1 228 002,26 − 208 760,38 − 122 262,98 − 513 000,00 = 383 978,90.
    verifier(ligne("06-0003", "CDC"), EtatLigne.SOLDEE, montant_cloture="513 000,00")
    verifier(ligne("06-0003", "ANTONY_HABITAT"), EtatLigne.RESIDU, montant_cloture="383 978,90")
    assert ecart("06-0003") == 0


def test_solde_a_demander_des_conteneurs_enterres() -> None:
    """Dépense 166 230,57 + 141 603,37 = 307 833,94 ; × 18 % = 55 410,1092 → 55 410,11 ; payé 29 000,00.

    À verser 55 410,11 − 29 000,00 = 26 410,11 ; à dégager 57 556,30 − 55 410,11 = 2 146,19.
    Résidu 307 833,94 − 55 410,11 = 252 423,83.
    """
    verifier(
        ligne("07-0006", "ANRU"),
        EtatLigne.ACHEVEE,
        montant_cloture="55 410,11",
        solde_a_verser="26 410,11",
        trop_percu="0",
        a_degager="2 146,19",
        economie="2 146,19",
    )
    verifier(ligne("07-0006", "ANTONY_HABITAT"), EtatLigne.RESIDU, montant_cloture="252 423,83")


def test_residu_negatif_de_la_residentialisation_annapurna() -> None:
    """Dépense 408 596,33 + 283 939,03 = 692 535,36.

    ANRU × 17 % = 117 731,0112 → 117 731,01 ; prêt au forfait 543 000,00 ;
    Département 96 000,00 / 876 592,00 × 692 535,36 = 75 843,0313… → 75 843,03.
    Résidu : 692 535,36 − 736 574,04 = −44 038,68, compté 0 : le plan final dépasse d’autant.
    """
    verifier(
        ligne("06-0017", "ANRU"), EtatLigne.SOLDEE, montant_cloture="117 731,01", solde_a_verser="0", trop_percu="0"
    )
    verifier(ligne("06-0017", "DEPARTEMENT"), EtatLigne.SOLDEE, montant_cloture="75 843,03", solde_a_verser="0")
    verifier(ligne("06-0017", "CDC"), EtatLigne.SOLDEE, montant_cloture="543 000,00")
    verifier(ligne("06-0017", "OPDHLM92"), EtatLigne.RESIDU, montant_cloture="0", economie="88 571,36")
    assert ecart("06-0017") == lire_montant("44 038,68")


def test_le_residu_negatif_est_le_seul_plan_final_qui_ne_se_ferme_pas() -> None:
    assert [e.faits.operation.code for e in cloture().equilibres() if e.ecart] == ["9200201-06-0017-001"]


def test_abandon_de_l_antenne_de_quartier() -> None:
    """Abandonnée par l’avenant 4, rien d’engagé : tout le programmé, 300 000 + 172 000 + 278 000, est économisé."""
    for financeur, economie in [("ANRU", "300 000,00"), ("DEPARTEMENT", "172 000,00"), ("VILLE", "278 000,00")]:
        verifier(ligne("09-0009", financeur), EtatLigne.ABANDONNEE, montant_cloture="0", economie=economie)


def test_engagement_tardif_des_locaux_d_activite() -> None:
    """Engagée le 10 février 2015, après la limite du 31 décembre 2014 : un constat, mais pas une forclusion.

    Coût 579 793,00 × 20 % = 115 958,60 ; résidu 579 793,00 − 115 958,60 − 115 000,00 = 348 834,40.
    """
    verifier(
        ligne("10-0005", "ANRU"),
        EtatLigne.ENGAGEE_NON_DEMARREE,
        engage="115 958,60",
        montant_cloture="115 958,60",
        solde_a_verser="115 958,60",
        economie="0",
    )
    verifier(ligne("10-0005", "VILLE"), EtatLigne.ENGAGEE_NON_DEMARREE, montant_cloture="115 000,00")
    verifier(ligne("10-0005", "SEM92"), EtatLigne.RESIDU, montant_cloture="348 834,40", economie="0")


def test_depassement_de_la_rehabilitation_des_pyrenees() -> None:
    """Dépense 1 977 888,68 au-delà du coût 1 904 563,00 : les subventions s’arrêtent au coût.

    ANRU 12 % × 1 904 563,00 = 228 547,56. Résidu : 1 977 888,68 − 228 547,56 − 152 365,00 − 838 007,72 = 758 968,40,
    soit 73 325,68 = 1 977 888,68 − 1 904 563,00 de plus que les 685 642,72 programmés.
    """
    verifier(ligne("05-0005", "ANRU"), EtatLigne.SOLDEE, montant_cloture="228 547,56", economie="0")
    verifier(ligne("05-0005", "DEPARTEMENT"), EtatLigne.SOLDEE, montant_cloture="152 365,00")
    verifier(ligne("05-0005", "CDC"), EtatLigne.SOLDEE, montant_cloture="838 007,72")
    verifier(ligne("05-0005", "OPDHLM92"), EtatLigne.RESIDU, montant_cloture="758 968,40")
    assert ligne("05-0005", "OPDHLM92").economie == -lire_montant("73 325,68")


@pytest.mark.parametrize("operation", ["11-0003", "12-0009"])
def test_lignes_anru_forcloses(operation: str) -> None:
    """Jamais engagées, et la limite de l’avenant 5 (31 décembre 2014) est passée."""
    forclose = ligne(operation, "ANRU")
    verifier(forclose, EtatLigne.FORCLOSE, engage="0", montant_cloture="0", solde_a_verser="0", a_engager="0")
    assert forclose.economie == forclose.programme > 0


def test_les_huit_etats_sont_presents() -> None:
    assert {li.etat for li in cloture().lignes} == set(EtatLigne)


def test_chaque_fondement_est_present() -> None:
    fondements = {valeur for nom, valeur in vars(Fondement).items() if nom.isupper()}
    assert {li.calcul.fondement for li in cloture().lignes} == fondements


def test_le_trop_percu_est_unique_et_ne_se_compense_pas() -> None:
    assert [li.cle.operation for li in cloture().lignes if li.trop_percu] == ["9200201-06-0003-001"]
    assert cloture().total.trop_percu == lire_montant("25 213,62")


def test_le_programme_reste_celui_de_la_convention() -> None:
    """167 000 000,00 en tout ; les trois concours publiés."""
    assert cloture().total.programme == lire_montant("167 000 000,00")
    par_financeur = cloture().par_financeur()
    programmes = {code: par_financeur[code].programme for code in ("ANRU", "VILLE", "DEPARTEMENT")}
    assert programmes == {
        "ANRU": lire_montant("23 000 000,00"),
        "VILLE": lire_montant("25 000 000,00"),
        "DEPARTEMENT": lire_montant("14 150 845,00"),
    }


def test_les_lois_tiennent() -> None:
    assert manquements(cloture()) == []


@pytest.mark.parametrize("annee", range(2004, 2019))
def test_l_oracle_est_d_accord_a_chaque_fin_d_annee(annee: int) -> None:
    au = datetime.date(annee, 12, 31)
    lignes = calculer_cloture(noyer_dore(), au=au).lignes
    obtenues = [(tuple(map(str, li.cle)), str(li.etat), {nom: getattr(li, nom) for nom in GRANDEURS}) for li in lignes]
    assert obtenues == [(li.cle, li.etat, li.montants) for li in clore_a_la_main(noyer_dore(), au).lignes]

"""Fongible, redéployé, économisé : ce que devient l’argent d’un financeur quand un tableau change."""

from functools import cache
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.tableau import TableauFinancier, tableau_financier
from financement.comparaison.tableaux import Comparaison, LigneComparee, Variation, comparer
from financement.comparaison.transferts import Emplois, Transfert, emplois_par_financeur, qualifier_transfert
from financement.dossier.nomenclature import Nature
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.valeurs.montants import lire_montant
from maquettes import lire_dossier
from tests.construction import avenant, euros, ligne, operation, projet
from tests.financement.tirages import PROJETS, VERSIONS

DOSSIER: Final = Path(__file__).parents[2] / "examples" / "noyer_dore"


@pytest.mark.parametrize(
    ("de", "vers", "attendu"),
    [
        (("08", "VILLE"), ("08", "VILLE"), Transfert.FONGIBLE),
        (("08", "VILLE"), ("06", "OPH"), Transfert.AVENANT_REQUIS),
        (("08", "VILLE"), ("06", "VILLE"), Transfert.AVENANT_REQUIS),
        (("08", "VILLE"), ("08", "OPH"), Transfert.AVENANT_REQUIS),
    ],
)
def test_ce_qu_exige_un_transfert(de: tuple[str, str], vers: tuple[str, str], attendu: Transfert) -> None:
    """Sans avenant, il faut la même nature d’opération et le même maître d’ouvrage, les deux."""
    depart = operation("OP-1", famille=de[0], maitre_ouvrage=de[1])
    arrivee = operation("OP-2", famille=vers[0], maitre_ouvrage=vers[1])
    assert qualifier_transfert(depart, arrivee) is attendu
    assert qualifier_transfert(arrivee, depart) is attendu


def emplois(*lignes: tuple[str, str, int], financeur: str = "ANRU", nature: Nature = Nature.SUBVENTION) -> Emplois:
    """Emplois d’un financeur dont des lignes (famille, maître d’ouvrage, écart) changent."""
    (trouves,) = emplois_par_financeur(comparaison(*lignes, financeur=financeur, nature=nature)).values()
    return trouves


def comparaison(
    *lignes: tuple[str, str, int], financeur: str = "ANRU", nature: Nature = Nature.SUBVENTION
) -> Comparaison:
    return Comparaison(
        tuple(
            LigneComparee(
                CleLigne(f"OP-{rang}", financeur, nature),
                famille,
                maitre,
                Variation(euros(500_000), euros(500_000 + ecart)),
            )
            for rang, (famille, maitre, ecart) in enumerate(lignes)
        )
    )


def test_mouvement_fongible() -> None:
    """50 000 € entre deux opérations de famille 08 de la Ville : le total de l’ANRU ne bouge pas."""
    deplace = projet(
        operations=[operation(), operation("OP-2")],
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("ANRU", euros(300_000), "OP-2"),
            ligne("ANRU", euros(400_000), version=1),
            ligne("ANRU", euros(350_000), "OP-2", version=1),
        ],
        avenants=(avenant(1),),
    )
    difference = comparer(tableau_financier(deplace, 0), tableau_financier(deplace, 1))
    assert difference.total.ecart == 0
    assert emplois_par_financeur(difference) == {
        "ANRU": Emplois(fongible=euros(50_000), redeploye=0, economie=0, complement=0)
    }


def test_redeploiement() -> None:
    """Les mêmes 50 000 €, d’une 08 de la Ville à une 06 du bailleur : un redéploiement, par avenant."""
    attendu = Emplois(fongible=0, redeploye=euros(50_000), economie=0, complement=0)
    assert emplois(("08", "VILLE", -50_000), ("06", "OPH", 50_000)) == attendu


def test_une_baisse_se_partage_entre_ses_emplois() -> None:
    """−100 en 08 Ville : 30 vont à une autre 08 Ville, 20 à une 06 du bailleur, 50 sont rendus."""
    attendu = Emplois(fongible=euros(30), redeploye=euros(20), economie=euros(50), complement=0)
    assert emplois(("08", "VILLE", -100), ("08", "VILLE", 30), ("06", "OPH", 20)) == attendu


def test_une_hausse_se_partage_entre_ses_origines() -> None:
    """+100 en 08 Ville : 30 viennent d’une autre 08 Ville, 20 d’une 06 du bailleur, 50 sont apportés."""
    attendu = Emplois(fongible=euros(30), redeploye=euros(20), economie=0, complement=euros(50))
    assert emplois(("08", "VILLE", 100), ("08", "VILLE", -30), ("06", "OPH", -20)) == attendu


def test_economie_et_complement_seuls() -> None:
    assert emplois(("08", "VILLE", -7)) == Emplois(0, 0, economie=euros(7), complement=0)
    assert emplois(("08", "VILLE", 7)) == Emplois(0, 0, economie=0, complement=euros(7))
    assert emplois_par_financeur(Comparaison(())) == {}


def test_un_financeur_ne_compense_pas_un_autre() -> None:
    lignes = (
        *comparaison(("08", "VILLE", -50)).lignes,
        *comparaison(("08", "VILLE", 50), financeur="REGION").lignes,
    )
    assert emplois_par_financeur(Comparaison(lignes)) == {
        "ANRU": Emplois(0, 0, economie=euros(50), complement=0),
        "REGION": Emplois(0, 0, economie=0, complement=euros(50)),
    }


def test_un_pret_ne_compense_pas_une_subvention() -> None:
    """Un prêt de la CDC remplacé par une subvention : 50 de prêt rendus, 50 de subvention apportés."""
    lignes = (
        *comparaison(("02", "OPH", -50), financeur="CDC", nature=Nature.PRET).lignes,
        *comparaison(("02", "OPH", 50), financeur="CDC").lignes,
    )
    assert emplois_par_financeur(Comparaison(lignes)) == {
        "CDC": Emplois(0, 0, economie=euros(50), complement=euros(50))
    }


def test_fonds_propres_et_subventions_d_un_financeur_se_compensent() -> None:
    """La Ville met moins dans sa propre opération et aide plus celle du bailleur : le même argent, redéployé."""
    lignes = (
        *comparaison(("08", "VILLE", -50), financeur="VILLE", nature=Nature.FONDS_PROPRES).lignes,
        *comparaison(("06", "OPH", 50), financeur="VILLE").lignes,
    )
    assert emplois_par_financeur(Comparaison(lignes)) == {
        "VILLE": Emplois(fongible=0, redeploye=euros(50), economie=0, complement=0)
    }


@given(PROJETS, st.sampled_from(VERSIONS), st.sampled_from(VERSIONS))
def test_chaque_baisse_a_un_emploi_et_chaque_hausse_une_origine(dossier: Projet, de: int, vers: int) -> None:
    difference = comparer(tableau_financier(dossier, de), tableau_financier(dossier, vers))
    trouves = emplois_par_financeur(difference)
    assert list(trouves) == list(dict.fromkeys(ligne.cle.financeur for ligne in difference.lignes))
    for financeur, emploi in trouves.items():
        variations = [li.variation.ecart for li in difference.lignes if li.cle.financeur == financeur]
        compense = emploi.fongible + emploi.redeploye
        assert -sum(ecart for ecart in variations if ecart < 0) == compense + emploi.economie
        assert sum(ecart for ecart in variations if ecart > 0) == compense + emploi.complement
        assert min(emploi.fongible, emploi.redeploye, emploi.economie, emploi.complement) >= 0
        natures = {li.cle.nature is Nature.PRET for li in difference.lignes if li.cle.financeur == financeur}
        if len(natures) == 1:
            assert 0 in (emploi.economie, emploi.complement)


@cache
def noyer_dore() -> Projet:
    return lire_dossier(DOSSIER)


def table(version: int) -> TableauFinancier:
    return tableau_financier(noyer_dore(), version)


def test_avenant_1_du_noyer_dore() -> None:
    """50 000 € de l’ANRU passent d’une voirie de la Ville (08-0001) à l’autre (08-0002) : fongibles."""
    difference = comparer(table(0), table(1))
    anru = {li.cle.operation: li.variation.ecart for li in difference.lignes if li.cle.financeur == "ANRU"}
    assert anru["9200201-08-0001-001"] == -euros(50_000)
    assert anru["9200201-08-0002-001"] == euros(50_000)
    de, vers = (table(1).operation(f"9200201-08-000{rang}-001") for rang in (1, 2))
    assert qualifier_transfert(de, vers) is Transfert.FONGIBLE
    assert emplois_par_financeur(difference)["ANRU"].fongible == euros(50_000)


def test_avenant_2_du_noyer_dore() -> None:
    """L’abandon de la salle polyvalente (09-0007) rend 420 000 € de l’ANRU à la médiathèque (09-0002).

    Les deux opérations sont de famille 09 et de l’EPCI : le mouvement est fongible, l’avenant n’était pas requis pour
    lui. L’EPCI, lui, libère 630 000,00 : 1 172 165,31 − 625 824,45 = 546 340,86 vont à la médiathèque, et le reste,
    83 659,14, à ses commerces de famille 10 (10-0003) : redéployé. Il apporte en plus 1 177 840,00 − 83 659,14.
    """
    de, vers = (table(2).operation(f"9200201-09-000{rang}-001") for rang in (7, 2))
    assert de.est_abandonnee
    assert (de.maitre_ouvrage, vers.maitre_ouvrage) == ("EPCI", "EPCI")
    assert qualifier_transfert(de, vers) is Transfert.FONGIBLE
    trouves = emplois_par_financeur(comparer(table(1), table(2)))
    assert (trouves["ANRU"].fongible, trouves["ANRU"].redeploye) == (euros(420_000), 0)
    assert trouves["EPCI"] == Emplois(
        fongible=lire_montant("546 340,86"),
        redeploye=lire_montant("83 659,14"),
        economie=0,
        complement=lire_montant("1 094 180,86"),
    )

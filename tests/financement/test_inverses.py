"""Les mouvements annulés en entier : lesquels, par quoi, et ce que cela change à une clôture."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from financement.calculs.journal_du_projet import du_projet
from financement.calculs.situation import calculer_situation
from financement.cloture import EtatLigne, LigneCloturee, calculer_cloture
from financement.controles.registre import controler
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from tests.construction import euros, jour, ligne, mouvement, operation, projet

AU = jour("2012-12-31")
PLAN = (ligne("ANRU", euros(50_000)), ligne("VILLE", euros(50_000), nature=Nature.FONDS_PROPRES))


def annules(*journal: Mouvement, au: date | None = None) -> dict[int, tuple[int, ...]]:
    """Le rang de chaque mouvement annulé et de ses inverses ; le même journal en colonnes dit la même chose."""
    dossier = projet(journal=journal)
    trouvees = calculer_situation(dossier, au=au).annulations
    retires = {rang for annule, inverses in trouvees.inverses.items() for rang in (annule, *inverses)}
    assert trouvees.restants.tolist() == [rang not in retires for rang in range(len(journal))]
    en_colonnes = Projet(
        convention=dossier.convention, operations=dossier.operations, plan=dossier.plan, journal=du_projet(dossier)
    )
    assert calculer_situation(en_colonnes, au=au).annulations.inverses == trouvees.inverses
    return dict(trouvees.inverses)


@pytest.mark.parametrize(
    ("genre", "inverse"),
    [
        ("engagement", "degagement"),
        ("avance", "reversement"),
        ("acompte", "reversement"),
        ("solde", "reversement"),
        ("depense", "annulation"),
        ("demande", "rejet"),
    ],
)
def test_chaque_type_a_son_inverse(genre: str, inverse: str) -> None:
    paire = mouvement(genre, 100, "2009-01-01"), mouvement(inverse, 100, "2009-01-01")
    assert annules(*paire) == {0: (1,)}
    assert annules(*reversed(paire)) == {1: (0,)}


@pytest.mark.parametrize(
    "autre",
    [
        mouvement("degagement", 100, "2010-01-01"),
        mouvement("recette", 100, "2010-01-01"),
        mouvement("reversement", 99, "2010-01-01"),
        mouvement("reversement", 101, "2010-01-01"),
        mouvement("reversement", 100, "2008-12-31"),
        mouvement("reversement", 100, "2010-01-01", financeur="VILLE"),
        mouvement("reversement", 100, "2010-01-01", nature=Nature.PRET),
    ],
    ids=["dégagement", "recette", "moins", "plus", "la veille", "autre financeur", "autre nature"],
)
def test_ce_qui_n_est_pas_un_inverse(autre: Mouvement) -> None:
    assert annules(mouvement("solde", 100, "2009-01-01"), autre) == {}


def test_la_depense_d_une_autre_operation_n_est_pas_annulee() -> None:
    dossier = projet(
        operations=[operation(), operation("OP-2")],
        plan=(),
        journal=[mouvement("depense", 100), mouvement("annulation", 100, operation="OP-2")],
    )
    assert calculer_situation(dossier).annulations.inverses == {}


def test_un_inverse_a_venir_n_annule_pas_encore() -> None:
    paire = mouvement("solde", 100, "2009-05-01"), mouvement("reversement", 100, "2009-05-10")
    assert annules(*paire, au=jour("2009-05-09")) == {}
    assert annules(*paire, au=jour("2009-05-10")) == {0: (1,)}


def test_les_inverses_d_une_piece_font_ensemble_le_montant() -> None:
    solde = mouvement("solde", 100, "2009-05-01", piece="M 1")
    parts = [mouvement("reversement", montant, f"2009-06-0{montant // 30}", piece="M 1") for montant in (60, 40)]
    # Dans l'ordre des dates : 40 le 1er juin, 60 le 2.
    assert annules(solde, *parts) == {0: (2, 1)}
    assert annules(solde, parts[0]) == {}
    sans_piece = [mouvement("reversement", montant, "2009-06-01") for montant in (60, 40)]
    assert annules(solde, *sans_piece) == {}
    assert annules(mouvement("solde", 100, "2009-05-01"), *sans_piece) == {}


def test_les_inverses_d_une_piece_qui_font_plus_ne_l_annulent_pas_ensemble() -> None:
    """60 + 50 ≠ 100 ; mais l’un d’eux est du montant d’un autre mouvement, qu’il annule."""
    solde = mouvement("solde", 100, "2009-05-01", piece="M 1")
    parts = [mouvement("reversement", montant, "2009-06-01", piece="M 1") for montant in (60, 50)]
    assert annules(solde, *parts) == {}
    assert annules(solde, *parts, mouvement("avance", 60, "2009-01-01", piece="A 1")) == {3: (1,)}


def test_une_decision_modifiee_sous_son_numero_se_degage_piece_a_piece() -> None:
    journal = (
        mouvement("engagement", 50, "2008-01-01", piece="DAS 1"),
        mouvement("degagement", 50, "2009-01-01", piece="DAS 1"),
        mouvement("engagement", 70, "2010-01-01", piece="DAS 1"),
    )
    assert annules(*journal) == {0: (1,)}
    assert annules(*journal, mouvement("degagement", 70, "2011-01-01", piece="DAS 1")) == {0: (1,), 2: (3,)}


def test_la_piece_l_emporte_sur_le_montant() -> None:
    """Le solde le plus récent ne prend pas au montant le reversement qu’une pièce destine à l’autre."""
    journal = (
        mouvement("solde", 100, "2009-01-01", piece="M 1"),
        mouvement("solde", 100, "2009-02-01"),
        mouvement("reversement", 100, "2009-03-01", piece="M 1"),
    )
    assert annules(*journal) == {0: (2,)}


def test_le_plus_recent_d_abord_et_l_inverse_le_plus_proche() -> None:
    soldes = [mouvement("solde", 100, f"2009-0{mois}-01", piece=f"M {mois}") for mois in (1, 3)]
    assert annules(*soldes, mouvement("reversement", 100, "2009-04-01")) == {1: (2,)}
    assert annules(*soldes, mouvement("reversement", 100, "2009-02-01")) == {0: (2,)}
    retours = [mouvement("reversement", 100, f"2009-0{mois}-01") for mois in (5, 4, 2)]
    # Le 1er avril suit le solde de mars au plus près ; celui de janvier a le retour de février, pas celui de mai.
    assert annules(*soldes, *retours) == {1: (3,), 0: (4,)}


@pytest.mark.parametrize("ordre", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_le_meme_jour_le_plus_avance_d_abord_quel_que_soit_l_ordre_du_journal(ordre: Sequence[int]) -> None:
    jour_dit = "2009-05-01"
    trois = mouvement("avance", 100, jour_dit), mouvement("solde", 100, jour_dit), mouvement("acompte", 100, jour_dit)
    journal = [*(trois[rang] for rang in ordre), mouvement("reversement", 100, jour_dit)]
    assert annules(*journal) == {ordre.index(1): (3,)}


def test_un_mouvement_nul_a_besoin_d_un_inverse() -> None:
    assert annules(mouvement("solde", 0, "2009-05-01", piece="M 1")) == {}
    assert annules(mouvement("solde", 0), mouvement("reversement", 0)) == {0: (1,)}


def test_chaque_inverse_ne_sert_qu_une_fois() -> None:
    acomptes = [mouvement("acompte", 100, f"2009-0{mois}-01") for mois in (1, 2, 3)]
    retours = [mouvement("reversement", 100, f"2009-0{mois}-01") for mois in (4, 5)]
    assert annules(*acomptes, *retours) == {2: (3,), 1: (4,)}


def test_seules_se_lisent_les_pieces_qui_peuvent_decider() -> None:
    """D’un journal en colonnes : ni celles d’une ligne sans inverse, ni celles d’un seul inverse d’un autre montant."""
    decisives = [
        mouvement("solde", 100, financeur="CDC", piece="M 1"),
        mouvement("reversement", 100, financeur="CDC", piece="T 1"),
    ]
    autres = [
        *(mouvement("acompte", montant, piece=f"A {montant}") for montant in range(1, 50)),
        mouvement("engagement", 1000, financeur="VILLE"),
        mouvement("degagement", 10, financeur="VILLE"),
        mouvement("depense", 10),
    ]
    dossier = projet(journal=[*autres, *decisives])
    colonnes, lus = du_projet(dossier), []

    def textes(rang: int) -> tuple[str, str]:
        lus.append(rang)
        return colonnes.textes(rang)

    muet = replace(dossier, journal=replace(colonnes, textes=textes))
    lus.clear()
    assert calculer_situation(muet).annulations.inverses == {len(autres): (len(autres) + 1,)}
    assert set(lus) == {len(autres), len(autres) + 1}


def dossier(*journal: Mouvement, achevee: bool = False) -> Projet:
    """Un square de 100 000 €, moitié ANRU moitié Ville, sa décision de 2008."""
    decrite = operation(cout_ht=euros(100_000), achevement=jour("2009-03-01") if achevee else None)
    return projet(operations=[decrite], plan=PLAN, journal=journal)


DAS = mouvement("engagement", euros(50_000), "2008-01-15", piece="DAS 1")
SOLDE = mouvement("solde", euros(50_000), "2009-05-01", piece="M 1")
REJETE = mouvement("reversement", euros(50_000), "2009-05-10", piece="T 1")


def anru(clos: Projet) -> LigneCloturee:
    return calculer_cloture(clos, au=AU).lignes[0]


def codes(vu: Projet) -> list[str]:
    return [constat.code for constat in controler(vu, au=AU) if not constat.code.startswith("INFO")]


def test_une_depense_annulee_en_partie_est_nette() -> None:
    """100 000 € moins 40 000 € à 50 % : 30 000 € de l’ANRU, 30 000 € du maître d’ouvrage."""
    depense = mouvement("depense", euros(100_000), "2009-01-10", piece="MD 1")
    annulation = mouvement("annulation", euros(40_000), "2009-02-10", piece="MD 1 A")
    cloture = calculer_cloture(dossier(DAS, depense, annulation, achevee=True), au=AU)
    assert [ligne.montant_cloture for ligne in cloture.lignes] == [euros(30_000), euros(30_000)]


def test_une_depense_annulee_puis_refaite() -> None:
    """50 000 € mandatés, annulés, puis 45 000 € : le coût définitif est de 45 000 €, l’ANRU en porte la moitié."""
    journal = (
        mouvement("depense", euros(50_000), "2011-03-01", piece="M1"),
        mouvement("annulation", euros(50_000), "2011-03-08", piece="M2"),
        mouvement("depense", euros(45_000), "2011-03-12", piece="M3"),
    )
    assert anru(dossier(DAS, *journal, achevee=True)).montant_cloture == euros(22_500)


def test_sans_depense_qui_reste_le_cout_n_est_pas_connu() -> None:
    """Toutes les dépenses annulées, l’engagé fait foi, comme si aucune n’avait été inscrite."""
    paire = mouvement("depense", euros(100_000), "2009-01-10"), mouvement("annulation", euros(100_000), "2009-02-10")
    annulee = dossier(DAS, *paire, achevee=True)
    assert anru(annulee).montant_cloture == euros(50_000)
    assert anru(annulee).faits.depense is None
    assert codes(annulee) == codes(dossier(DAS, achevee=True))
    assert "CLOTURE-02" in codes(annulee)


def test_des_annulations_de_trop_ne_font_pas_une_depense_negative() -> None:
    journal = mouvement("depense", euros(100), "2009-01-10"), mouvement("annulation", euros(300), "2009-02-10")
    assert anru(dossier(DAS, *journal, achevee=True)).faits.depense == 0


def test_un_solde_rejete_ne_solde_pas() -> None:
    """Sans quoi la ligne serait « soldée », sa clôture nulle, et 50 000 € à dégager."""
    close = anru(dossier(DAS, SOLDE, REJETE))
    assert close.etat is EtatLigne.ENGAGEE_NON_DEMARREE
    assert (close.montant_cloture, close.a_degager, close.solde_a_verser) == (euros(50_000), 0, euros(50_000))


def test_un_solde_reemis_n_est_pas_un_second_solde() -> None:
    depense = mouvement("depense", euros(100_000), "2009-01-10")
    reemis = mouvement("solde", euros(50_000), "2009-06-01", piece="M 2")
    vu = dossier(DAS, depense, SOLDE, REJETE, reemis, achevee=True)
    assert codes(vu) == []
    assert anru(vu).etat is EtatLigne.SOLDEE


def test_un_trop_percu_recupere_laisse_la_ligne_soldee() -> None:
    recupere = mouvement("reversement", euros(10_000), "2009-06-01", piece="T 2")
    assert anru(dossier(DAS, SOLDE, recupere)).etat is EtatLigne.SOLDEE


def test_une_avance_reversee_ne_demarre_rien() -> None:
    """La subvention de janvier 2008 risque la caducité depuis janvier 2010."""
    avance = mouvement("avance", euros(7_500), "2008-02-01", piece="M 1")
    rendue = mouvement("reversement", euros(7_500), "2008-03-01", piece="T 1")
    assert codes(dossier(DAS, avance, rendue)) == codes(dossier(DAS)) == ["EXECUTION-03"]
    assert codes(dossier(DAS, avance)) == []


@pytest.mark.parametrize("piece", ["DAS 1", "DEG 1", ""])
def test_une_decision_degagee_ne_fait_plus_courir_de_delai(piece: str) -> None:
    """La décision de 2012 est la seule, quel que soit le numéro du dégagement de la première."""
    degagee = mouvement("degagement", euros(50_000), "2008-02-15", piece=piece)
    nouvelle = mouvement("engagement", euros(50_000), "2012-06-15", piece="DAS 2")
    assert codes(dossier(DAS, degagee, nouvelle)) == []


def test_une_decision_degagee_en_deux_fois_ne_fait_plus_courir_de_delai() -> None:
    parts = [mouvement("degagement", euros(25_000), f"2008-0{mois}-15", piece=f"DEG {mois}") for mois in (2, 3)]
    nouvelle = mouvement("engagement", euros(50_000), "2012-06-15", piece="DAS 1")
    assert codes(dossier(DAS, *parts, nouvelle)) == []


def test_une_ligne_non_programmee_dont_tout_est_annule_n_est_plus_une_ligne() -> None:
    paire = (
        mouvement("engagement", 100, "2009-01-01", financeur="CDC"),
        mouvement("degagement", 100, "2009-02-01", financeur="CDC"),
    )
    cles = [ligne.cle.financeur for ligne in calculer_cloture(dossier(DAS, *paire), au=AU).lignes]
    assert cles == ["ANRU", "VILLE"]
    assert codes(dossier(DAS, *paire)) == codes(dossier(DAS))


def test_une_demande_rejetee_n_est_plus_en_instance() -> None:
    """Le solde est demandé, puis la demande rejetée : l’opération achevée n’a plus demandé son solde."""
    depense = mouvement("depense", euros(100_000), "2009-01-10")
    demande = mouvement("demande", euros(50_000), "2009-04-01", piece="DP 1")
    rejet = mouvement("rejet", euros(50_000), "2009-04-20", piece="DP 1")
    assert "EXECUTION-01" not in codes(dossier(DAS, depense, demande, achevee=True))
    assert "EXECUTION-01" in codes(dossier(DAS, depense, demande, rejet, achevee=True))


def test_un_doublon_annule_n_en_est_plus_un() -> None:
    acompte = mouvement("acompte", euros(100), "2009-05-01", piece="FC-1")
    retour = mouvement("reversement", euros(100), "2009-05-02", piece="FC-1")
    assert "JOURNAL-01" in codes(dossier(DAS, acompte, acompte))
    assert "JOURNAL-01" not in codes(dossier(DAS, acompte, acompte, retour))


def test_un_inverse_ecrit_deux_fois_est_un_doublon() -> None:
    """L’un annule l’avance ; l’autre reste, et le payé est trop bas de 100 €."""
    journal = (
        mouvement("avance", euros(100), "2009-01-01", piece="M-1"),
        mouvement("acompte", euros(300), "2009-02-01", piece="M-2"),
    )
    retour = mouvement("reversement", euros(100), "2009-05-02", piece="T-1")
    assert "JOURNAL-01" not in codes(dossier(DAS, *journal, retour))
    assert "JOURNAL-01" in codes(dossier(DAS, *journal, retour, retour))

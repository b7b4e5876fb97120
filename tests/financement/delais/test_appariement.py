"""Quelle demande est soldée par quel paiement : cas faits à la main, en centimes."""

from collections.abc import Sequence

import pytest

from financement.calculs.lignes import lignes_suivies
from financement.calculs.situation import calculer_situation
from financement.delais.appariement import Appariement, apparier
from financement.dossier.journal import Mouvement
from tests.construction import mouvement, projet

Part = tuple[str, str | None, int, str]


def appariement(journal: Sequence[Mouvement]) -> Appariement:
    ligne = next(s for s in lignes_suivies(calculer_situation(projet(journal=journal))) if s.cle.financeur == "ANRU")
    return apparier(ligne)


def parts(*journal: Mouvement) -> list[Part]:
    """Date de la demande, du paiement, montant, état : dans l’ordre des dates."""
    trouvees = [
        (p.demande.date.isoformat(), p.paiement and p.paiement.date.isoformat(), p.montant, str(p.etat))
        for p in appariement(journal).parts
    ]
    return sorted(trouvees, key=lambda part: (part[0], part[1] or "9"))


def test_la_premiere_demande_recue_est_la_premiere_payee() -> None:
    """100 puis 50 demandés ; 120 puis 10 payés : le second paiement finit la seconde demande, dont 20 restent dus."""
    assert parts(
        mouvement("demande", 100, "2010-01-01"),
        mouvement("demande", 50, "2010-02-01"),
        mouvement("acompte", 120, "2010-03-01"),
        mouvement("solde", 10, "2010-05-01"),
    ) == [
        ("2010-01-01", "2010-03-01", 100, "payee"),
        ("2010-02-01", "2010-03-01", 20, "payee"),
        ("2010-02-01", "2010-05-01", 10, "payee"),
        ("2010-02-01", None, 20, "impayee"),
    ]


def test_un_paiement_sans_demande_ouverte_n_en_solde_aucune_a_venir() -> None:
    journal = (
        mouvement("avance", 30, "2010-01-01"),
        mouvement("demande", 100, "2010-02-01"),
        mouvement("acompte", 100, "2010-02-01"),
        mouvement("demande", 5, "2010-02-02"),
    )
    assert parts(*journal) == [("2010-02-01", "2010-02-01", 100, "payee"), ("2010-02-02", None, 5, "impayee")]
    assert appariement(journal).paye_sans_demande == 30


def test_un_rejet_partiel_retire_d_abord_a_sa_piece_puis_a_la_plus_recente() -> None:
    """Le rejet de 40 sous la pièce A ôte les 30 de A, puis 10 à C, la plus récente."""
    assert parts(
        mouvement("demande", 30, "2010-01-01", piece="A"),
        mouvement("demande", 50, "2010-01-02", piece="B"),
        mouvement("demande", 60, "2010-01-03", piece="C"),
        mouvement("rejet", 40, "2010-01-04", piece="A"),
    ) == [("2010-01-02", None, 50, "impayee"), ("2010-01-03", None, 50, "impayee")]


def test_une_demande_rejetee_en_entier_n_a_jamais_ete() -> None:
    """Le rejet de 100 annule la demande de 100, bien que le paiement soit venu entre elles."""
    assert parts(
        mouvement("demande", 100, "2010-01-01"),
        mouvement("demande", 70, "2010-02-01"),
        mouvement("acompte", 70, "2010-03-01"),
        mouvement("rejet", 100, "2010-04-01"),
    ) == [("2010-02-01", "2010-03-01", 70, "payee")]


def test_un_paiement_reverse_en_entier_laisse_la_demande_impayee() -> None:
    assert parts(
        mouvement("demande", 100, "2010-01-01"),
        mouvement("acompte", 100, "2010-03-01"),
        mouvement("reversement", 100, "2010-04-01"),
    ) == [("2010-01-01", None, 100, "impayee")]


def test_un_reversement_partiel_ne_rouvre_pas_la_demande() -> None:
    """Trop-perçu de 25 : repris sur le paiement le plus récent, 20 sans demande d’abord, puis 5 de sa demande."""
    journal = (
        mouvement("demande", 100, "2010-01-01"),
        mouvement("acompte", 60, "2010-02-01"),
        mouvement("solde", 60, "2010-03-01"),
        mouvement("reversement", 25, "2010-04-01"),
    )
    assert parts(*journal) == [
        ("2010-01-01", "2010-02-01", 60, "payee"),
        ("2010-01-01", "2010-03-01", 35, "payee"),
        ("2010-01-01", "2010-03-01", 5, "reversee"),
    ]
    assert appariement(journal).paye_sans_demande == 0


def test_un_reversement_revient_d_abord_sur_le_paiement_de_sa_piece() -> None:
    assert parts(
        mouvement("demande", 60, "2010-01-01"),
        mouvement("demande", 40, "2010-01-02"),
        mouvement("acompte", 60, "2010-02-01", piece="M-1"),
        mouvement("acompte", 40, "2010-03-01", piece="M-2"),
        mouvement("reversement", 10, "2010-04-01", piece="M-1"),
    ) == [
        ("2010-01-01", "2010-02-01", 50, "payee"),
        ("2010-01-01", "2010-02-01", 10, "reversee"),
        ("2010-01-02", "2010-03-01", 40, "payee"),
    ]


def test_le_meme_jour_la_demande_precede_son_paiement_quel_que_soit_le_journal() -> None:
    le_jour = [mouvement("solde", 10, "2010-01-01"), mouvement("demande", 10, "2010-01-01")]
    assert parts(*le_jour) == parts(*le_jour[::-1]) == [("2010-01-01", "2010-01-01", 10, "payee")]


@pytest.mark.parametrize("sens", [1, -1])
def test_le_meme_jour_les_pieces_decident(sens: int) -> None:
    """Deux demandes de 10 le même jour : A est payée, B attend, dans quelque ordre qu’on les écrive."""
    demandes = [mouvement("demande", 10, "2010-01-01", piece=piece) for piece in "AB"][::sens]
    trouvees = appariement([*demandes, mouvement("acompte", 10, "2010-02-01", piece="M")]).parts
    assert {p.demande.piece: str(p.etat) for p in trouvees} == {"A": "payee", "B": "impayee"}


def test_ce_qui_ne_rencontre_rien_est_compte() -> None:
    """Un rejet de 15 après paiement de toute la demande, un reversement de 30 pour 20 payés."""
    trouve = appariement(
        [
            mouvement("demande", 20, "2010-01-01"),
            mouvement("acompte", 20, "2010-02-01"),
            mouvement("rejet", 15, "2010-03-01"),
            mouvement("reversement", 30, "2010-04-01"),
        ]
    )
    assert (trouve.rejets_sans_demande, trouve.reversements_sans_paiement) == (15, 10)
    assert [(p.montant, str(p.etat)) for p in trouve.parts] == [(20, "reversee")]

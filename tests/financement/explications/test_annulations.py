"""Ce qu’une explication dit d’un mouvement annulé en entier : son sort, ce qui l’annule, et leurs lieux."""

from financement.dossier.nomenclature import Nature
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.explications.lecture import figures, montant_explique, recit

ENGAGEMENT = mouvement("engagement", euros(450_000), "2008-01-15", piece="DAS 1")
SOLDE = mouvement("solde", euros(450_000), "2009-05-01", piece="M 1")
REJETE = mouvement("reversement", euros(450_000), "2009-05-10", piece="T 1")
DEPENSE = mouvement("depense", euros(1_000_000), "2009-01-10", piece="MD 1")
ANNULATION = mouvement("annulation", euros(1_000_000), "2009-02-10", piece="MD 1 A")


def test_un_solde_reverse_en_entier_et_ce_qui_l_annule() -> None:
    paye = figures(projet(journal=[ENGAGEMENT, SOLDE, REJETE]), "ANRU")["paye"]
    assert paye.montant == 0
    assert recit(paye.etapes) == [
        (
            "solde du 01/05/2009, pièce M 1, reversé en entier le 10/05/2009, ne compte pas = 45000000 "
            "[journal.csv, ligne 3, colonne montant]"
        ),
        (
            "reversement du 10/05/2009, pièce T 1, annule le solde du 01/05/2009 = -45000000 "
            "[journal.csv, ligne 4, colonne montant]"
        ),
    ]


def test_l_etat_dit_ce_qui_ne_compte_pas() -> None:
    assert montant_explique("ANRU", journal=[ENGAGEMENT, SOLDE, REJETE])[:2] == [
        "état de la ligne : engagée, non démarrée (ni avance, ni acompte, ni dépense justifiée)",
        "solde du 01/05/2009, reversé en entier le 10/05/2009, ne compte pas [journal.csv, ligne 3, colonne type]",
    ]


def test_la_preuve_d_un_etat_est_un_mouvement_qui_reste() -> None:
    reemis = mouvement("solde", euros(450_000), "2009-06-01", piece="M 2")
    assert montant_explique("ANRU", journal=[ENGAGEMENT, SOLDE, REJETE, reemis])[0] == (
        "état de la ligne : soldée (solde du 01/06/2009) [journal.csv, ligne 5, colonne type]"
    )
    refaite = mouvement("depense", euros(900_000), "2009-03-01")
    assert montant_explique("ANRU", journal=[ENGAGEMENT, DEPENSE, ANNULATION, refaite])[:2] == [
        "état de la ligne : engagée, en cours (dépense justifiée du 01/03/2009) [journal.csv, ligne 5, colonne type]",
        (
            "dépense justifiée du 10/01/2009, annulée en entier le 10/02/2009, ne compte pas "
            "[journal.csv, ligne 3, colonne type]"
        ),
    ]


def test_une_depense_annulee_en_deux_fois_et_refaite_fait_la_base() -> None:
    """La dépense retenue est celle qui reste ; les trois autres mouvements s’annulent sous les yeux du lecteur."""
    parts = [mouvement("annulation", euros(500_000), f"2009-02-{jour_dit}", piece="MD 1") for jour_dit in (10, 11)]
    dossier = projet(
        operations=[operation(achevement=jour("2010-01-01"))],
        journal=[ENGAGEMENT, DEPENSE, *parts, mouvement("depense", euros(800_000), "2009-03-01")],
    )
    etapes = recit(figures(dossier, "ANRU")["montant_cloture"].etapes)
    assert [etape.partition(" [")[0] for etape in etapes if "dépense" in etape] == [
        "dépense justifiée du 10/01/2009 : 1 000 000,00 €, annulée en entier le 11/02/2009, ne compte pas",
        "annulation de dépense du 10/02/2009 : −500 000,00 €, annule la dépense du 10/01/2009",
        "annulation de dépense du 11/02/2009 : −500 000,00 €, annule la dépense du 10/01/2009",
        "dépense justifiée du 01/03/2009 : 800 000,00 €",
        "dépense retenue : 800 000,00 €",
    ]
    assert figures(dossier, "ANRU")["montant_cloture"].montant == euros(360_000)


def test_une_annulation_partielle_n_annule_rien_mais_se_retranche() -> None:
    avoir = mouvement("annulation", euros(400_000), "2009-02-10", piece="MD 1 A")
    residu = montant_explique(
        "VILLE", operations=[operation(achevement=jour("2010-01-01"))], journal=[ENGAGEMENT, DEPENSE, avoir]
    )
    assert residu[2:4] == [
        "dépense justifiée du 10/01/2009 = 100000000 [journal.csv, ligne 3, colonne montant]",
        "annulation de dépense du 10/02/2009 = -40000000 [journal.csv, ligne 4, colonne montant]",
    ]


def test_une_ligne_dont_tout_est_annule_sans_programme_n_a_rien_a_expliquer() -> None:
    plan = [ligne("ANRU", euros(450_000)), ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES)]
    paire = [mouvement(genre, 100, financeur="CDC") for genre in ("acompte", "reversement")]
    assert figures(projet(plan=plan, journal=paire), "CDC") == {}

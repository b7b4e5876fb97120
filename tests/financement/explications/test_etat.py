"""L’état de chaque ligne, avec le fait qui le décide et son lieu."""

from dataclasses import replace
from typing import Any

import pytest

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Nature, RegleCloture, Statut
from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.financement.explications.lecture import figures, montant_explique, recit

ENGAGEMENT = mouvement("engagement", euros(450_000))


def etat(journal: list[Mouvement]) -> str:
    return montant_explique("ANRU", journal=journal)[0]


@pytest.mark.parametrize(
    ("journal", "attendu"),
    [
        ([], "à engager (aucun engagement net)"),
        ([ENGAGEMENT], "engagée, non démarrée (ni avance, ni acompte, ni dépense justifiée)"),
        (
            [ENGAGEMENT, mouvement("avance", 5)],
            "engagée, en cours (avance du 15/06/2010) [journal.csv, ligne 3, colonne type]",
        ),
        (
            [ENGAGEMENT, mouvement("depense", 5)],
            "engagée, en cours (dépense justifiée du 15/06/2010) [journal.csv, ligne 3, colonne type]",
        ),
        (
            [ENGAGEMENT, mouvement("avance", 5), mouvement("solde", 5, "2011-01-02")],
            "soldée (solde du 02/01/2011) [journal.csv, ligne 4, colonne type]",
        ),
    ],
)
def test_etat_tire_du_journal(journal: list[Mouvement], attendu: str) -> None:
    assert etat(journal) == f"état de la ligne : {attendu}"


def test_etat_tire_de_l_operation() -> None:
    achevee = montant_explique("ANRU", operations=[operation(achevement=jour("2012-01-02"))], journal=[ENGAGEMENT])
    assert achevee[0] == (
        "état de la ligne : achevée, solde à demander (opération achevée le 02/01/2012) "
        "[operations.csv, ligne 2, colonne achevement]"
    )
    abandonnee = montant_explique("ANRU", operations=[operation(statut=Statut.ABANDONNEE)])
    assert abandonnee == [
        "état de la ligne : abandonnée (statut de l’opération) [operations.csv, ligne 2, colonne statut]",
        "règle de clôture « taux », par défaut (subvention)",
        "opération abandonnée, rien n’est dû = 0",
    ]


def forclos(**champs: Any) -> Projet:
    return projet(date_limite_engagement=jour("2012-12-31"), **champs)


def test_la_forclusion_cite_la_date_limite_en_vigueur() -> None:
    """L’avenant 2 ne la change pas ; l’avenant 3 n’est pas encore signé."""
    initial = forclos()
    situe = replace(initial, convention=replace(initial.convention, provenance=Provenance(fichier="convention.toml")))
    assert recit(figures(situe, "ANRU")["montant_cloture"].etapes) == [
        (
            "état de la ligne : forclose (aucun engagement net, date limite d’engagement le 31/12/2012) "
            "[convention.toml, clé date_limite_engagement]"
        ),
        "règle de clôture « taux », par défaut (subvention)",
        "subvention perdue = 0",
    ]
    origine = Provenance(fichier="convention.toml", ligne=40)
    avenants = (
        avenant(1, date_limite_engagement=jour("2013-12-31"), provenance=origine),
        avenant(2),
        avenant(3, "2016-01-01", date_limite_engagement=jour("2017-12-31")),
    )
    assert recit(figures(forclos(avenants=avenants), "ANRU")["montant_cloture"].etapes)[0] == (
        "état de la ligne : forclose (aucun engagement net, date limite d’engagement le 31/12/2013) "
        "[convention.toml, ligne 40, clé date_limite_engagement]"
    )


def test_une_regle_inscrite_au_plan_est_citee() -> None:
    plan = [ligne("ANRU", euros(450_000), regle_cloture=RegleCloture.FORFAIT), ligne("VILLE", euros(550_000))]
    assert montant_explique("ANRU", plan=plan)[1] == (
        "règle de clôture « forfait », inscrite au plan [plan.csv, ligne 2, colonne regle_cloture]"
    )


def test_une_ligne_sans_plan_suit_la_regle_de_sa_nature() -> None:
    journal = [mouvement("acompte", 100, financeur="CDC", nature=Nature.PRET)]
    assert montant_explique("CDC", journal=journal)[1] == "règle de clôture « forfait », par défaut (prêt)"

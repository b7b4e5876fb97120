from financement.dossier.nomenclature import Nature
from financement.explications.figure import Figure
from tests.construction import avenant, euros, ligne, mouvement, projet
from tests.financement.explications.lecture import AU, figures, recit

VILLE = ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES)


def regles(figure: Figure) -> set[str]:
    return {etape.regle for etape in figure.etapes}


def test_le_programme_suit_les_versions_ligne_par_ligne() -> None:
    """450 000, portés à 500 000 par l’avenant 1, ramenés à 420 000 par l’avenant 2 ; l’avenant 3 n’est pas signé."""
    dossier = projet(
        avenants=(avenant(1), avenant(2), avenant(3, "2016-01-01")),
        plan=[
            ligne("ANRU", euros(420_000), version=2),
            ligne("ANRU", euros(450_000)),
            ligne("ANRU", euros(1), version=3),
            ligne("ANRU", euros(500_000), version=1),
            VILLE,
        ],
    )
    programme = figures(dossier, "ANRU")["programme"]
    assert programme.montant == euros(420_000)
    assert recit(programme.etapes) == [
        "convention initiale = 45000000 [plan.csv, ligne 3, colonne montant]",
        "avenant n° 1 : porte le montant à 500 000,00 € = 5000000 [plan.csv, ligne 5, colonne montant]",
        "avenant n° 2 : porte le montant à 420 000,00 € = -8000000 [plan.csv, ligne 2, colonne montant]",
    ]
    assert regles(programme) == {"une ligne de plan remplace la précédente à partir de sa version"}


def test_une_ligne_creee_par_avenant_commence_par_lui() -> None:
    dossier = projet(avenants=(avenant(1),), plan=[ligne("ANRU", euros(450_000), version=1), VILLE])
    etapes = figures(dossier, "ANRU")["programme"].etapes
    assert recit(etapes) == ["avenant n° 1 = 45000000 [plan.csv, ligne 2, colonne montant]"]


def test_un_financeur_paye_sans_ligne_de_plan() -> None:
    dossier = projet(journal=[mouvement("acompte", 100, financeur="CDC")])
    assert recit(figures(dossier, "CDC")["programme"].etapes) == ["aucune ligne de plan = 0"]


def test_engage_et_paye_viennent_du_journal() -> None:
    dossier = projet(
        journal=[
            mouvement("solde", 400, "2012-03-04", piece="MDT-9"),
            mouvement("engagement", 1000, "2008-02-01", piece="DAS-1"),
            mouvement("degagement", 100, "2009-02-01"),
            mouvement("avance", 300, "2008-06-01"),
            mouvement("reversement", 50, "2012-06-01"),
            mouvement("demande", 999, "2012-01-01"),
            mouvement("acompte", 5, "2015-04-01"),
        ]
    )
    ligne_anru = figures(dossier, "ANRU", au=AU)
    assert recit(ligne_anru["engage"].etapes) == [
        "engagement du 01/02/2008, pièce DAS-1 = 1000 [journal.csv, ligne 3, colonne montant]",
        "dégagement du 01/02/2009 = -100 [journal.csv, ligne 4, colonne montant]",
    ]
    assert recit(ligne_anru["paye"].etapes) == [
        "avance du 01/06/2008 = 300 [journal.csv, ligne 5, colonne montant]",
        "solde du 04/03/2012, pièce MDT-9 = 400 [journal.csv, ligne 2, colonne montant]",
        "reversement du 01/06/2012 = -50 [journal.csv, ligne 6, colonne montant]",
    ]
    assert recit(ligne_anru["reste_a_engager"].etapes) == ["programmé = 45000000", "moins engagé = -900"]
    assert recit(ligne_anru["reste_a_payer"].etapes) == ["engagé = 900", "moins payé = -650"]


def test_sans_mouvement_on_le_dit() -> None:
    ligne_anru = figures(projet(), "ANRU")
    assert recit(ligne_anru["engage"].etapes) == recit(ligne_anru["paye"].etapes) == ["aucun mouvement = 0"]
    assert regles(ligne_anru["engage"]) == {"engagements − dégagements"}
    assert regles(ligne_anru["paye"]) == {"avances + acomptes + soldes − reversements"}

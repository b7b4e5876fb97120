"""Ce que les contrôles disent d’une décision remplacée, d’un avenant de clôture et d’une opération sans plan."""

from datetime import date
from fractions import Fraction

from exports import chemin_exemple
from financement import Constat, Gravite, calculer_cloture, controler, generer_avenant_cloture
from maquettes import lire_dossier
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet

AU = date(2015, 3, 31)


def codes(constats: tuple[Constat, ...]) -> list[str]:
    return [constat.code for constat in constats if constat.gravite is not Gravite.INFORMATION]


def test_l_avenant_de_cloture_ne_rend_pas_bloquant_ce_qui_est_a_degager() -> None:
    """Engagé 450 000, dépense 800 000 sur 1 000 000 : clôture 360 000, 90 000 à dégager, rien d’anormal."""
    dossier = projet(
        operations=[operation(achevement=jour("2011-01-01"))],
        journal=[
            mouvement("engagement", euros(450_000), "2009-01-15"),
            mouvement("depense", euros(800_000), "2010-12-01"),
            mouvement("solde", euros(360_000), "2011-06-01"),
        ],
    )
    assert codes(controler(dossier, au=AU)) == []
    cloture = calculer_cloture(dossier, au=AU)
    assert cloture.total.a_degager == euros(90_000)
    assert codes(controler(generer_avenant_cloture(cloture, signature=AU), au=AU)) == []


def test_l_avenant_de_cloture_ne_couvre_pas_un_engagement_de_trop() -> None:
    """Engagé 450 001 pour 450 000 programmés avant la clôture : un euro de trop reste un euro de trop."""
    dossier = projet(
        operations=[operation(achevement=jour("2011-01-01"))],
        journal=[
            mouvement("engagement", euros(450_001), "2009-01-15"),
            mouvement("depense", euros(800_000), "2010-12-01"),
            mouvement("solde", euros(360_000), "2011-06-01"),
        ],
    )
    clos = generer_avenant_cloture(calculer_cloture(dossier, au=AU), signature=AU)
    (constat,) = [constat for constat in controler(clos, au=AU) if constat.est_bloquant]
    assert constat.code == "ENGAGEMENT-01"
    assert "de 1,00" in constat.message


def test_le_noyer_dore_garde_ses_bloquants_apres_l_avenant_de_cloture() -> None:
    """Restent la décision tardive, la double décision, et la seule opération qui ne se ferme pas (06-0017).

    06-0016, en cours, se clôt à son engagé : l’avenant le programme, l’excédent disparaît.
    """
    clos = generer_avenant_cloture(calculer_cloture(lire_dossier(chemin_exemple()), au=AU), signature=AU)
    bloquants = {(c.code, c.operation) for c in controler(clos, au=AU) if c.est_bloquant}
    assert bloquants == {
        ("ENGAGEMENT-02", "9200201-10-0005-001"),
        ("ENGAGEMENT-03", "9200201-01-0003-001"),
        ("PLAN-01", "9200201-06-0017-001"),
    }


def test_une_decision_entierement_degagee_n_est_plus_active() -> None:
    journal = [
        mouvement("engagement", euros(100), "2009-01-15", piece="DAS-1"),
        mouvement("degagement", euros(100), "2010-01-15", piece="DAS-1"),
        mouvement("engagement", euros(100), "2010-02-15", piece="DAS-2"),
    ]
    assert "ENGAGEMENT-03" not in codes(controler(projet(journal=journal)))
    journal[1] = mouvement("degagement", euros(99), "2010-01-15", piece="DAS-1")
    assert "ENGAGEMENT-03" in codes(controler(projet(journal=journal)))


def test_une_decision_reprise_apres_degagement_suit_le_taux_de_son_jour() -> None:
    """Taux 45 % en 2009, 40 % dans l’avenant de 2010 : la décision reprise après l’avenant a bien 40 %."""
    operations = [
        operation(taux_anru=Fraction(45, 100)),
        operation(version=1, taux_anru=Fraction(40, 100)),
    ]
    plan = [
        ligne("ANRU", euros(400_000)),
        ligne("VILLE", euros(600_000)),
    ]
    ancienne = mouvement("engagement", euros(400_000), "2009-01-15", piece="DAS-1")
    reprise = [
        ancienne,
        mouvement("degagement", euros(400_000), "2010-06-01", piece="DAS-1"),
        mouvement("engagement", euros(400_000), "2010-07-01", piece="DAS-2"),
    ]
    avenants = (avenant(1, "2010-03-15"),)
    for journal, attendu in (([ancienne], True), (reprise, False)):
        dossier = projet(operations=operations, plan=plan, journal=journal, avenants=avenants)
        assert ("ENGAGEMENT-06" in codes(controler(dossier))) is attendu


def test_une_operation_sans_aucune_ligne_ne_se_ferme_pas() -> None:
    """Coût d’un million, aucun financement : le plan final ne fait pas le coût final."""
    constats = controler(projet(plan=[]))
    assert [(c.code, c.operation) for c in constats if c.code in ("PLAN-01", "CLOTURE-05")] == [
        ("PLAN-01", "OP-1"),
        ("CLOTURE-05", "OP-1"),
    ]

"""Le résidu : coût final, moins les autres lignes, ramené à zéro ou partagé."""

from fractions import Fraction

from financement.dossier.nomenclature import Base, Nature, NatureCout, RegleCloture
from financement.dossier.suivi import Reestimation
from tests.construction import avenant, euros, jour, ligne, mouvement, operation
from tests.financement.explications.lecture import montant_explique

ACHEVEMENT = jour("2012-01-01")
ENGAGEMENT = mouvement("engagement", euros(450_000))


def test_sur_le_cout_programme() -> None:
    assert montant_explique("VILLE") == [
        "état de la ligne : résidu du maître d’ouvrage (la règle de clôture de la ligne)",
        "règle de clôture « residu », par défaut (fonds propres)",
        "coût programmé = 100000000 [operations.csv, ligne 2, colonne cout_ht]",
        "moins le montant de clôture de ANRU (subvention) = -45000000",
    ]


def test_sur_le_cout_ttc() -> None:
    calcule = operation(base=Base.TTC, taux_tva=Fraction("0.2"), cout_ht=euros(1_000_000))
    assert montant_explique("VILLE", operations=[calcule])[2] == (
        "coût programmé TTC : coût HT × (1 + TVA), arrondi au centime = 120000000 "
        "[operations.csv, ligne 2, colonne cout_ht]"
    )
    declare = operation(base=Base.TTC, cout_ttc=euros(1_000_000))
    assert montant_explique("VILLE", operations=[declare])[2] == (
        "coût programmé = 100000000 [operations.csv, ligne 2, colonne cout_ttc]"
    )


def test_sur_la_derniere_reestimation() -> None:
    suivi = [
        Reestimation(date=jour("2014-06-20"), operation="OP-1", cout=euros(800_000)),
        Reestimation(date=jour("2013-06-20"), operation="OP-1", cout=euros(900_000)),
    ]
    assert montant_explique("VILLE", suivi=suivi)[2:] == [
        "coût réestimé le 20/06/2014 = 80000000 [reestimations.csv, ligne 2, colonne cout]",
        "moins le montant de clôture de ANRU (subvention) = -36000000",
    ]


def test_sur_les_depenses_et_recettes_d_un_deficit() -> None:
    journal = [ENGAGEMENT, mouvement("depense", euros(900_000)), mouvement("recette", euros(100_000), "2010-07-01")]
    deficit = operation(achevement=ACHEVEMENT, nature_cout=NatureCout.DEFICIT)
    assert montant_explique("VILLE", operations=[deficit], journal=journal)[2:] == [
        "dépense justifiée du 15/06/2010 = 90000000 [journal.csv, ligne 3, colonne montant]",
        "recette du 01/07/2010 = -10000000 [journal.csv, ligne 4, colonne montant]",
        "moins le montant de clôture de ANRU (subvention) = -36000000",
    ]


def test_des_recettes_superieures_aux_depenses() -> None:
    journal = [ENGAGEMENT, mouvement("depense", 100), mouvement("recette", 250)]
    deficit = operation(achevement=ACHEVEMENT, nature_cout=NatureCout.DEFICIT)
    assert montant_explique("VILLE", operations=[deficit], journal=journal)[4:] == [
        "déductions supérieures aux dépenses, coût final ramené à zéro = 150",
        "moins le montant de clôture de ANRU (subvention) = 0",
    ]


def test_un_residu_negatif_est_ramene_a_zero() -> None:
    plan = [
        ligne("CDC", euros(900_000), nature=Nature.PRET),
        ligne("VILLE", euros(100_000), nature=Nature.FONDS_PROPRES),
    ]
    journal = [mouvement("depense", euros(850_000))]
    assert montant_explique("VILLE", operations=[operation(achevement=ACHEVEMENT)], plan=plan, journal=journal)[3:] == [
        "moins le montant de clôture de CDC (prêt) = -90000000",
        "résidu négatif, ramené à zéro = 5000000",
    ]


def test_plusieurs_lignes_se_partagent_le_residu() -> None:
    """1 000 000 − 450 000,01 = 549 999,99, partagé 2 pour 1 : 366 666,66 et 183 333,33."""
    plan = [
        ligne("ANRU", euros(450_000) + 1),
        ligne("VILLE", euros(200), nature=Nature.FONDS_PROPRES),
        ligne("OPH", euros(100), regle_cloture=RegleCloture.RESIDU),
    ]
    assert montant_explique("OPH", plan=plan)[2:] == [
        "coût programmé = 100000000 [operations.csv, ligne 2, colonne cout_ht]",
        "moins le montant de clôture de ANRU (subvention) = -45000001",
        (
            "résidu de 549 999,99 € à partager selon les programmés : VILLE (fonds propres) 200,00 €, "
            "OPH (subvention) 100,00 €"
        ),
        "moins la part de VILLE (fonds propres) = -36666666",
    ]


def test_un_residu_negatif_se_partage_en_zeros() -> None:
    plan = [
        ligne("CDC", euros(1_000_100), nature=Nature.PRET),
        ligne("VILLE", 0, nature=Nature.FONDS_PROPRES),
        ligne("OPH", euros(1), regle_cloture=RegleCloture.RESIDU),
    ]
    journal = [mouvement("engagement", euros(1), financeur="VILLE")]
    assert montant_explique("OPH", plan=plan, journal=journal)[-3:] == [
        "résidu négatif, ramené à zéro = 10000",
        "résidu de 0,00 € à partager selon les programmés : VILLE (fonds propres) 0,00 €, OPH (subvention) 1,00 €",
        "moins la part de VILLE (fonds propres) = 0",
    ]


def test_une_operation_pas_encore_au_tableau() -> None:
    journal = [mouvement("engagement", 100, financeur="VILLE", nature=Nature.FONDS_PROPRES)]
    plan = [ligne("VILLE", euros(1), nature=Nature.FONDS_PROPRES, version=1)]
    recit = montant_explique(
        "VILLE",
        operations=[operation(version=1)],
        avenants=(avenant(1, "2016-01-01"),),
        plan=plan,
        journal=journal,
    )
    assert recit[2] == (
        "coût programmé nul : l’opération n’est pas encore au tableau financier = 0 "
        "[operations.csv, ligne 2, colonne cout_ht]"
    )

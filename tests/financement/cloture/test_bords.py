"""Les bords de la règle : résidu sans programmé, égalités de partage, payé négatif, assiette nulle."""

from typing import Any

from financement.cloture import Cloture, calculer_cloture
from financement.controles.registre import controler
from financement.dossier.nomenclature import Nature, RegleCloture
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from tests.construction import euros, financeur, jour, ligne, mouvement, operation, projet

AU = jour("2012-12-31")


def montants(dossier: Projet) -> dict[tuple[str, Nature], int]:
    cloture: Cloture = calculer_cloture(dossier, au=AU)
    return {(close.cle.financeur, close.cle.nature): close.montant_cloture for close in cloture.lignes}


def au_residu(code: str, montant: int, nature: Nature) -> LignePlan:
    return ligne(code, montant, nature=nature, regle_cloture=RegleCloture.RESIDU)


def partage(cout: int, *lignes: LignePlan, **champs: Any) -> dict[tuple[str, Nature], int]:
    """Une opération sans autre financement que des lignes au résidu, toutes visibles par une demande."""
    demandes = [mouvement("demande", 1, financeur=li.financeur, nature=li.nature) for li in lignes]
    financeurs = tuple(financeur(code) for code in ("CDC", "VILLE", "OPH"))
    return montants(
        projet(financeurs=financeurs, operations=[operation(cout_ht=cout)], plan=lignes, journal=demandes, **champs)
    )


def test_rien_de_programme_le_residu_va_aux_fonds_propres() -> None:
    """La Caisse vient d’abord dans la convention, mais n’a pas de fonds propres."""
    assert partage(
        euros(100_000),
        au_residu("CDC", 0, Nature.PRET),
        au_residu("VILLE", 0, Nature.SUBVENTION),
        au_residu("VILLE", 0, Nature.FONDS_PROPRES),
        au_residu("OPH", 0, Nature.FONDS_PROPRES),
    ) == {
        ("CDC", Nature.PRET): 0,
        ("VILLE", Nature.SUBVENTION): 0,
        ("VILLE", Nature.FONDS_PROPRES): euros(100_000),
        ("OPH", Nature.FONDS_PROPRES): 0,
    }


def test_sans_fonds_propres_le_residu_va_a_la_premiere_ligne() -> None:
    """Du même financeur, la subvention passe avant le prêt."""
    assert partage(euros(100_000), au_residu("VILLE", 0, Nature.PRET), au_residu("VILLE", 0, Nature.SUBVENTION)) == {
        ("VILLE", Nature.SUBVENTION): euros(100_000),
        ("VILLE", Nature.PRET): 0,
    }


def test_a_egalite_le_centime_va_au_premier_financeur_puis_aux_fonds_propres() -> None:
    """Un centime entre deux natures de la Ville, puis entre elle et l’Office ; chacun en attend un demi."""
    des_deux = partage(1, au_residu("VILLE", 5, Nature.SUBVENTION), au_residu("VILLE", 5, Nature.FONDS_PROPRES))
    assert des_deux == {("VILLE", Nature.SUBVENTION): 0, ("VILLE", Nature.FONDS_PROPRES): 1}
    des_autres = partage(1, au_residu("OPH", 5, Nature.FONDS_PROPRES), au_residu("VILLE", 5, Nature.SUBVENTION))
    assert des_autres == {("VILLE", Nature.SUBVENTION): 1, ("OPH", Nature.FONDS_PROPRES): 0}


def test_un_paye_negatif_ne_fait_pas_un_montant_negatif_et_se_dit() -> None:
    """5 000 soldés, 7 000 reversés : le montant est nul, 2 000 restent à verser, et le constat le dit."""
    dossier = projet(
        journal=[
            mouvement("engagement", euros(450_000), "2006-01-10"),
            mouvement("solde", euros(5_000), "2010-01-10"),
            mouvement("reversement", euros(7_000), "2011-01-10"),
        ]
    )
    (soldee, _) = calculer_cloture(dossier, au=AU).lignes
    assert (soldee.montant_cloture, soldee.solde_a_verser, soldee.trop_percu) == (0, euros(2_000), 0)
    assert {"PAIEMENT-04", "CLOTURE-01"} <= {constat.code for constat in controler(dossier, au=AU)}


def test_une_assiette_nulle_n_est_zero_que_pour_l_anru() -> None:
    """Dépense 800 000 sur 1 000 000 : l’ANRU, sans assiette, n’a rien ; le Département a 30 % de 800 000."""
    dossier = projet(
        operations=[operation(assiette=0, achevement=jour("2010-06-30"))],
        plan=[
            ligne("ANRU", euros(200_000)),
            ligne("DEPARTEMENT", euros(300_000)),
            ligne("VILLE", euros(500_000), nature=Nature.FONDS_PROPRES),
        ],
        journal=[mouvement("depense", euros(800_000), "2010-07-01")],
    )
    assert montants(dossier) == {
        ("ANRU", Nature.SUBVENTION): 0,
        ("VILLE", Nature.FONDS_PROPRES): euros(560_000),
        ("DEPARTEMENT", Nature.SUBVENTION): euros(240_000),
    }

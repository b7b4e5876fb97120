"""Ce que devient le coût : actualisation publiée, partage d’un montant, et qui porte la hausse."""

from datetime import date
from fractions import Fraction
from typing import Final

import pytest

from financement.cloture import calculer_cloture
from financement.fautes.faute import DossierRefuse
from financement.fautes.provenance import Provenance
from financement.scenarios.couts import Actualisation, Composante, VariationDeCout
from financement.scenarios.series import Serie
from financement.selection import Selection
from tests.construction import euros, jour, ligne, mouvement, operation, projet

AU: Final = jour("2012-12-31")
BASE, VALEUR = jour("2006-01-01"), jour("2012-06-30")


def serie(nom: str, indice: str) -> Serie:
    """Cent à la base, ``indice`` au 01/06/2012."""
    return Serie(nom=nom, valeurs=((BASE, Fraction(100)), (date(2012, 6, 1), Fraction(indice))))


def test_l_actualisation_publiee() -> None:
    """70 % × 12,9 % + 30 % × 16,6 % = 14,01 %."""
    hypothese = Actualisation(
        base=BASE,
        valeur=VALEUR,
        composantes=(
            Composante(poids=Fraction(70, 100), serie=serie("BT01", "112.9")),
            Composante(poids=Fraction(30, 100), serie=serie("TP01", "116.6")),
        ),
    )
    assert hypothese.coefficient() - 1 == Fraction(1401, 10_000)
    suppose = hypothese.appliquer(projet(), AU)
    assert [r.cout for r in suppose.reestimations] == [114_010_000]


def test_ce_que_les_poids_laissent_est_fixe() -> None:
    """Une part fixe de 15 % : 0,15 + 0,85 × 1,20 = 1,17."""
    suivi = Composante(poids=Fraction(85, 100), serie=serie("BT01", "120"))
    hypothese = Actualisation(base=BASE, valeur=VALEUR, composantes=(suivi,))
    assert hypothese.coefficient() == Fraction(117, 100)


def test_une_serie_qui_commence_trop_tard_se_refuse() -> None:
    tardive = Composante(poids=Fraction(1), serie=serie("BT01", "120"))
    with pytest.raises(DossierRefuse, match="La série « BT01 » commence le 01/01/2006"):
        Actualisation(base=jour("2005-12-31"), valeur=VALEUR, composantes=(tardive,)).coefficient()


def test_la_hausse_tombe_sur_le_maitre_d_ouvrage() -> None:
    """À + 8 %, 1 080 000 € : l’ANRU reste aux 450 000 € engagés, la Ville paie 630 000 €."""
    base = projet(journal=[mouvement("engagement", euros(450_000))])
    suppose = VariationDeCout(proportion=Fraction(8, 100)).appliquer(base, AU)
    montants = {f: t.montant_cloture for f, t in calculer_cloture(suppose, au=AU).par_financeur().items()}
    assert (montants["ANRU"], montants["VILLE"]) == (euros(450_000), euros(630_000))


def test_la_baisse_profite_a_chacun_selon_son_taux() -> None:
    """À − 10 %, 900 000 € : l’ANRU 45 % × 900 000 = 405 000 €, la Ville le reste."""
    base = projet(journal=[mouvement("engagement", euros(450_000))])
    suppose = VariationDeCout(proportion=Fraction(-10, 100)).appliquer(base, AU)
    montants = {f: t.montant_cloture for f, t in calculer_cloture(suppose, au=AU).par_financeur().items()}
    assert (montants["ANRU"], montants["VILLE"]) == (euros(405_000), euros(495_000))


def test_un_montant_se_partage_entre_les_operations_visees() -> None:
    """0,10 € de plus sur trois opérations de même coût : 4, 3 et 3 centimes."""
    codes = ("A", "B", "C")
    trois = projet(
        operations=[operation(code) for code in codes],
        plan=[ligne("VILLE", euros(1_000_000), code) for code in codes],
    )
    suppose = VariationDeCout(montant=10).appliquer(trois, AU)
    assert [r.cout - euros(1_000_000) for r in suppose.reestimations] == [4, 3, 3]


def test_une_variation_nulle_ne_change_rien() -> None:
    base = projet()
    assert VariationDeCout().appliquer(base, AU) == base


def test_un_cout_negatif_se_refuse_avec_son_lieu() -> None:
    lieu = Provenance(fichier="scenarios.toml", ligne=7)
    with pytest.raises(DossierRefuse) as refus:
        VariationDeCout(montant=-euros(2_000_000), cible=Selection(operation="OP-1"), provenance=lieu).appliquer(
            projet(), AU
        )
    (faute,) = refus.value.fautes
    assert (faute.code, faute.provenance) == ("SCENARIO-01", lieu)
    assert "passerait de 1\u202f000\u202f000,00\xa0€ à −1\u202f000\u202f000,00\xa0€" in faute.message


def test_une_operation_achevee_ne_varie_plus() -> None:
    achevee = projet(operations=[operation(achevement=jour("2012-12-31"))])
    with pytest.raises(DossierRefuse, match="Aucune opération visée"):
        VariationDeCout(proportion=Fraction(1, 10)).appliquer(achevee, AU)


def test_le_cout_suppose_se_lit_a_l_hypothese() -> None:
    lieu = Provenance(fichier="scenarios.toml", ligne=7)
    suppose = VariationDeCout(proportion=Fraction(1, 10), provenance=lieu).appliquer(projet(), AU)
    assert suppose.reestimations[0].provenance == lieu

"""Le relais, son coût et l’effet d’un délai, comptés à la main sur une opération d’un million d’euros."""

from fractions import Fraction
from typing import Final

from hypothesis import given

from financement.cloture import calculer_cloture
from financement.dossier.nomenclature import Nature
from financement.dossier.suivi import Reestimation
from financement.echeancier import calculer_echeancier
from financement.scenarios.prefinancement import delais_mesures, prefinancements
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.cloture.dossiers import dossiers
from tests.financement.cloture.test_lois import Dossier

AU: Final = jour("2012-12-31")
QUATRE_POUR_CENT: Final = Fraction(4, 100)


def a_venir() -> object:
    """Deux semestres de travaux en 2013, 500 000 € chacun ; un prêt de 600 000 € engagé, la Ville porte le reste.

    Le prêt est versé à parts égales jusqu’à 80 % (480 000 €, plafond d’acomptes), le solde, 120 000 €, avec la demande,
    six mois après l’achèvement : au premier semestre de 2014.
    """
    base = projet(
        operations=[operation(debut=Semestre(2013, 1), duree_semestres=2)],
        plan=[
            ligne("CDC", euros(600_000), nature=Nature.PRET),
            ligne("VILLE", euros(400_000), nature=Nature.FONDS_PROPRES),
        ],
        journal=[mouvement("engagement", euros(600_000), financeur="CDC")],
    )
    return calculer_echeancier(calculer_cloture(base, au=AU))


def test_le_relais_n_est_que_ce_qui_manque_avant_la_fin() -> None:
    """Trésorerie : −260 000, −520 000, puis −400 000, que la Ville porte ; relais : 0, 120 000, 0.

    Un semestre d’intérêts à 4 % l’an sur 120 000 € : 2 400 €.
    """
    (ville,) = prefinancements(a_venir(), taux=QUATRE_POUR_CENT)  # type: ignore[arg-type]
    assert [s.tresorerie for s in ville.courbe] == [-euros(260_000), -euros(520_000), -euros(400_000)]
    assert [s.relais for s in ville.courbe] == [0, euros(120_000), 0]
    assert (ville.fonds_propres, ville.relais, ville.interets) == (euros(400_000), euros(120_000), euros(2_400))
    assert ville.pointe is not None
    assert ville.pointe.semestre == Semestre(2013, 2)


def test_un_delai_recule_une_part_de_chaque_versement() -> None:
    """73 jours, 2/5 d’un semestre : des 240 000 € d’un semestre, 96 000 € tombent au suivant.

    Trésorerie : −500 000 + 144 000 = −356 000 ; −856 000 + 240 000 = −616 000 ; puis + 168 000, et + 48 000.
    """
    (ville,) = prefinancements(a_venir(), taux=QUATRE_POUR_CENT, delais={"CDC": 73})  # type: ignore[arg-type]
    attendus = [-euros(356_000), -euros(616_000), -euros(448_000), -euros(400_000)]
    assert [s.tresorerie for s in ville.courbe] == attendus
    assert [s.relais for s in ville.courbe] == [0, euros(216_000), euros(48_000), 0]
    # 4 % / 2 × (216 000 + 48 000)
    assert ville.interets == euros(5_280)


def test_un_delai_d_un_an_recule_tout_de_deux_semestres() -> None:
    (ville,) = prefinancements(a_venir(), delais={"CDC": 365})  # type: ignore[arg-type]
    assert [s.semestre for s in ville.courbe if s.recettes] == [Semestre(2014, 1), Semestre(2014, 2), Semestre(2015, 1)]


def test_un_reversement_attendu_n_est_pas_retarde() -> None:
    """Réestimée à 900 000 €, l’ANRU n’en doit que 405 000 et en a payé 450 000 : 45 000 € à lui rendre, à l’heure."""
    trop = projet(
        operations=[operation(debut=Semestre(2012, 1), duree_semestres=4)],
        journal=[mouvement("engagement", euros(450_000)), mouvement("acompte", euros(450_000), "2012-06-30")],
        suivi=[Reestimation(date=AU, operation="OP-1", cout=euros(900_000))],
    )
    echeancier = calculer_echeancier(calculer_cloture(trop, au=AU))
    sans, avec = (prefinancements(echeancier, delais=delais) for delais in ({}, {"ANRU": 365}))
    assert sans == avec
    assert min(s.recettes for s in sans[0].courbe) == -euros(45_000)


def test_le_delai_se_mesure_au_journal() -> None:
    """L’ANRU paie 100 000 € en 30 jours et 300 000 € en 90 : 75 jours en moyenne ; la CDC, sans mesure, a la même."""
    journal = [
        mouvement("engagement", euros(450_000), "2010-01-15"),
        mouvement("demande", euros(100_000), "2011-01-01", piece="D1"),
        mouvement("acompte", euros(100_000), "2011-01-31", piece="D1"),
        mouvement("demande", euros(300_000), "2012-01-01", piece="D2"),
        mouvement("acompte", euros(300_000), "2012-03-31", piece="D2"),
    ]
    mesures = delais_mesures(calculer_cloture(projet(journal=journal), au=AU))
    assert (mesures["ANRU"], mesures["CDC"]) == (75, 75)
    assert delais_mesures(calculer_cloture(projet(), au=AU)) == {}


@given(dossiers())
def test_un_delai_ne_perd_pas_un_centime(dossier: Dossier) -> None:
    base, au = dossier
    echeancier = calculer_echeancier(calculer_cloture(base, au=au))
    sans = prefinancements(echeancier)
    avec = prefinancements(echeancier, delais=dict.fromkeys([f.code for f in base.convention.financeurs], 100))
    assert [p.fonds_propres for p in sans] == [p.fonds_propres for p in avec]
    assert all(tardif.relais >= a_l_heure.relais for a_l_heure, tardif in zip(sans, avec, strict=True))

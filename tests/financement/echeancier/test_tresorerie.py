"""Le besoin de trésorerie : ce que chaque maître d’ouvrage avance, et quand il avance le plus."""

import datetime
from collections import defaultdict
from typing import Any, Final

from hypothesis import given

from financement.cloture import calculer_cloture
from financement.cloture.faits import faits_des_operations
from financement.dossier.nomenclature import Nature, TypeMouvement
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from financement.echeancier import BesoinTresorerie, FluxSemestriel, besoins_de_tresorerie, calculer_echeancier
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.echeancier.dossiers import calendriers

AU: Final = jour("2012-12-31")
Dossier = tuple[Projet, datetime.date]


def besoins(dossier: Projet, au: datetime.date = AU) -> dict[str, BesoinTresorerie]:
    trouves = besoins_de_tresorerie(calculer_echeancier(calculer_cloture(dossier, au=au)))
    return {besoin.maitre_ouvrage: besoin for besoin in trouves}


def flux(semestre: str, depenses: int, recettes: int, tresorerie: int) -> FluxSemestriel:
    annee, numero = semestre.split("-S")
    return FluxSemestriel(Semestre(int(annee), int(numero)), euros(depenses), euros(recettes), euros(tresorerie))


def en_travaux(**champs: Any) -> Projet:
    """1 000 000 en quatre semestres jusqu’à 2013-S2 : 400 000 dépensés, 100 000 reçus de l’ANRU (sur 450 000)."""
    return projet(
        operations=[operation(debut=Semestre(2012, 1), duree_semestres=4, **champs)],
        journal=[
            mouvement("engagement", euros(450_000), "2011-11-02"),
            mouvement("depense", euros(250_000), "2012-04-10"),
            mouvement("acompte", euros(100_000), "2012-09-01"),
            mouvement("depense", euros(150_000), "2012-10-10"),
            mouvement("acompte", euros(60_000), "2012-11-15", financeur="VILLE", nature=Nature.FONDS_PROPRES),
        ],
    )


def test_un_besoin_et_sa_pointe() -> None:
    """Reste 600 000 à dépenser, en 2013-S1 et S2 ; ANRU : 80 % × 450 000 − 100 000 = 260 000, puis 90 000 de solde.

    Les fonds propres de la Ville, maître d’ouvrage, payés ou prévus, ne sont pas une recette : son besoin final,
    550 000, est justement ce qu’ils couvrent.
    """
    besoin = besoins(en_travaux())["VILLE"]
    assert besoin.flux == (
        flux("2012-S1", 250_000, 0, -250_000),
        flux("2012-S2", 150_000, 100_000, -300_000),
        flux("2013-S1", 300_000, 130_000, -470_000),
        flux("2013-S2", 300_000, 130_000, -640_000),
        flux("2014-S1", 0, 90_000, -550_000),
    )
    assert besoin.pointe == flux("2013-S2", 300_000, 130_000, -640_000)
    assert besoin.besoin == euros(640_000)


def test_les_memes_fonds_sont_une_recette_pour_un_autre_maitre_d_ouvrage() -> None:
    """L’Office porte l’opération : la Ville lui verse ce qu’elle gardait, et il finit à l’équilibre."""
    besoin = besoins(en_travaux(maitre_ouvrage="OPH"))["OPH"]
    assert besoin.flux[1] == flux("2012-S2", 150_000, 160_000, -240_000)
    assert besoin.flux[-1].tresorerie == 0


def test_une_avance_couvre_les_depenses() -> None:
    """Jamais à découvert : ni pointe, ni besoin."""
    avance = projet(
        operations=[operation(achevement=jour("2012-06-30"))],
        plan=[ligne("ANRU", euros(1_000_000))],
        journal=[
            mouvement("engagement", euros(1_000_000), "2011-01-05"),
            mouvement("avance", euros(1_000_000), "2011-02-01"),
            mouvement("depense", euros(1_000_000), "2012-02-01"),
        ],
    )
    besoin = besoins(avance)["VILLE"]
    assert besoin.flux == (flux("2011-S1", 0, 1_000_000, 1_000_000), flux("2012-S1", 1_000_000, 0, 0))
    assert (besoin.pointe, besoin.besoin) == (None, 0)


def test_la_pointe_est_le_premier_des_plus_forts_decouverts() -> None:
    deux = BesoinTresorerie("VILLE", (flux("2010-S1", 5, 0, -5), flux("2010-S2", 0, 2, -3), flux("2011-S1", 2, 0, -5)))
    assert deux.pointe == flux("2010-S1", 5, 0, -5)


def test_une_recette_de_l_operation_et_un_reversement() -> None:
    """Une recette diminue les dépenses ; un reversement diminue les recettes."""
    dossier = projet(
        operations=[operation(achevement=jour("2012-01-31"), cout_ht=euros(90))],
        plan=[ligne("ANRU", euros(90))],
        journal=[
            mouvement("engagement", euros(90), "2012-01-02"),
            mouvement("solde", euros(120), "2012-02-01"),
            mouvement("reversement", euros(30), "2012-08-01"),
            mouvement("depense", euros(90), "2012-02-01"),
            mouvement("recette", euros(40), "2012-08-01"),
        ],
    )
    assert besoins(dossier)["VILLE"].flux == (flux("2012-S1", 90, 120, 30), flux("2012-S2", -40, -30, 40))


def test_une_operation_sans_financement_est_a_porter() -> None:
    """Dépense et coût restant d’une opération que personne ne finance : à la charge de son maître d’ouvrage."""
    seule = projet(plan=[], journal=[mouvement("depense", euros(400_000), "2012-04-10")])
    assert besoins(seule)["VILLE"].flux == (
        flux("2012-S1", 400_000, 0, -400_000),
        flux("2013-S1", 600_000, 0, -1_000_000),
    )


def test_ce_qui_reste_a_depenser_suit_la_reestimation() -> None:
    """Réestimée à 700 000, 400 000 dépensés : 150 000 par semestre ; à 300 000, plus rien à dépenser."""
    for cout, parts in ((700_000, [150_000, 150_000]), (300_000, [0, 0])):
        dossier = projet(
            operations=[operation(debut=Semestre(2013, 1), duree_semestres=2)],
            journal=[mouvement("depense", euros(400_000), "2012-04-10")],
            suivi=[Reestimation(date=AU, operation="OP-1", cout=euros(cout))],
        )
        depenses = {str(f.semestre): f.depenses for f in besoins(dossier)["VILLE"].flux}
        assert [depenses.get("2013-S1", 0), depenses.get("2013-S2", 0)] == [euros(part) for part in parts]


def test_une_operation_achevee_sans_depense_a_coute_son_cout_final() -> None:
    """1 000 000 à la charge de la Ville à l’achèvement (2011-S1), 100 000 reçus avant ; l’ANRU solde ensuite."""
    achevee = projet(
        operations=[operation(achevement=jour("2011-06-30"))],
        journal=[mouvement("engagement", euros(450_000), "2010-01-05"), mouvement("avance", euros(100_000))],
    )
    besoin = besoins(achevee)["VILLE"]
    assert besoin.flux == (
        flux("2010-S1", 0, 100_000, 100_000),
        flux("2011-S1", 1_000_000, 0, -900_000),
        flux("2013-S1", 0, 350_000, -550_000),
    )
    assert besoin.besoin == euros(900_000)


def test_ce_qui_suit_la_date_n_est_pas_constate() -> None:
    futur = projet(
        operations=[operation(achevement=jour("2012-01-31"), cout_ht=100)],
        plan=[],
        journal=[
            mouvement("depense", 100, "2012-12-31"),
            mouvement("depense", 7, "2013-01-01"),
            mouvement("acompte", 9, "2013-01-01"),
        ],
    )
    assert besoins(futur)["VILLE"].flux == (FluxSemestriel(Semestre(2012, 2), 100, 0, -100),)


def test_les_maitres_d_ouvrage_suivent_l_ordre_du_dossier() -> None:
    dossier = projet(operations=[operation("OP-2", maitre_ouvrage="OPH"), operation(), operation("OP-3")])
    assert list(besoins(dossier)) == ["OPH", "VILLE"]


@given(calendriers())
def test_la_tresorerie_finale_est_recettes_moins_depenses(dossier: Dossier) -> None:
    """Recettes : tout ce que les autres financeurs auront payé. Dépenses : le dépensé, et le reste du coût final."""
    projet_tire, au = dossier
    cloture = calculer_cloture(projet_tire, au=au)
    attendue: defaultdict[str, int] = defaultdict(int)
    for close in cloture.lignes:
        if close.cle.financeur != close.faits.operation.maitre_ouvrage:
            attendue[close.faits.operation.maitre_ouvrage] += close.montant_cloture
    for code, fait in faits_des_operations(cloture.situation, au).items():
        maitre = fait.operation.maitre_ouvrage
        siennes = [m for m in projet_tire.journal if m.operation == code and m.date <= au]
        depenses = sum(m.montant for m in siennes if m.type is TypeMouvement.DEPENSE)
        deductions = sum(m.montant for m in siennes if m.type in (TypeMouvement.ANNULATION, TypeMouvement.RECETTE))
        attendue[maitre] -= depenses - deductions
        if not fait.abandonnee and (not fait.achevee or fait.depense is None):
            attendue[maitre] -= max(0, fait.cout_final - (fait.depense or 0))
    for maitre, besoin in besoins(projet_tire, au).items():
        tresorerie = 0
        for f in besoin.flux:
            tresorerie += f.recettes - f.depenses
            assert f.tresorerie == tresorerie
        assert tresorerie == attendue[maitre]
        semestres = [f.semestre for f in besoin.flux]
        assert semestres == sorted(set(semestres))
        assert besoin.besoin == max([0, *(-f.tresorerie for f in besoin.flux)])

"""Les tirages sont des clôtures : exacts, rejouables un par un, et les mêmes quel que soit le partage du travail."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np
import pytest

from financement.aleas.alea import Alea, PorteSur, UniteDAlea
from financement.aleas.lois import Lognormale, Loi, Triangulaire, Uniforme
from financement.aleas.modele import CLOTURE, CONCOURS, PERDUE, RESTE, Grandeur
from financement.aleas.statistiques import (
    Evenement,
    correlation_de_rang,
    dispersions,
    facteurs,
    probabilites,
    quantile,
)
from financement.aleas.tirages import Tirages, tirer
from financement.calculs.grille import Entiers
from financement.cloture import Cloture, calculer_cloture
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, ValeurImpossible
from financement.scenarios.resultat import restes_a_charge
from financement.selection import Selection
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.cloture.dossiers import au_hasard

AU: Final = jour("2012-12-31")
POUR_CENT: Final = UniteDAlea.PROPORTION


def pour_cent(*valeurs: int) -> list[Fraction]:
    return [Fraction(valeur, 100) for valeur in valeurs]


def sur_le_cout(loi: Loi, **champs: object) -> Alea:
    return Alea(porte_sur=PorteSur.COUT, loi=loi, unite=POUR_CENT, **champs)  # type: ignore[arg-type]


def triangulaire(bas: int, mode: int, haut: int) -> Triangulaire:
    a, m, b = pour_cent(bas, mode, haut)
    return Triangulaire(bas=a, mode=m, haut=b)


RETARDS: Final = Alea(
    porte_sur=PorteSur.RETARD, loi=Uniforme(bas=Fraction(0), haut=Fraction(9)), unite=UniteDAlea.SEMESTRE
)


def dossiers_en_cours(graines: range) -> Iterator[tuple[Projet, date]]:
    """Les dossiers tirés méchants dont une opération peut encore varier."""
    for graine in graines:
        base, au = au_hasard(graine)
        try:
            tirer(base, [sur_le_cout(triangulaire(0, 0, 0))], au=au, nombre=1, graine=0)
        except DossierRefuse:
            continue
        yield base, au


def grandeurs(cloture: Cloture, base: Cloture) -> dict[Grandeur, int]:
    """Ce que la clôture d’un projet donne, compté une ligne à la fois."""
    codes = [f.code for f in cloture.projet.convention.financeurs]
    sommes = {Grandeur(nom, code): 0 for nom in (CLOTURE, CONCOURS, PERDUE) for code in (*codes, "")}
    avant = {ligne.cle: ligne.montant_cloture for ligne in base.lignes}
    apres = {ligne.cle: ligne.montant_cloture for ligne in cloture.lignes}
    for cle in avant | apres:
        montant = apres.get(cle, 0)
        for code in (cle.financeur, ""):
            sommes[Grandeur(CLOTURE, code)] += montant
            sommes[Grandeur(CONCOURS, code)] += montant if cle.est_concours else 0
            if cle.nature is Nature.SUBVENTION:
                sommes[Grandeur(PERDUE, code)] += max(0, avant.get(cle, 0) - montant)
    restes = restes_a_charge(cloture)
    return (
        sommes
        | {Grandeur(RESTE, nom): reste.montant for nom, reste in restes.items()}
        | {Grandeur(RESTE, ""): sum(reste.montant for reste in restes.values())}
    )


def tirees(tirages: Tirages, rang: int) -> dict[Grandeur, int]:
    return dict(zip(tirages.modele.grandeurs, tirages.valeurs[rang].tolist(), strict=True))


def test_une_etendue_nulle_est_la_cloture() -> None:
    nuls = [
        sur_le_cout(triangulaire(0, 0, 0)),
        Alea(porte_sur=PorteSur.RETARD, loi=triangulaire(0, 0, 0), unite=UniteDAlea.SEMESTRE),
    ]
    essayes = 0
    for base, au in dossiers_en_cours(range(80)):
        cloture = calculer_cloture(base, au=au)
        tirages = tirer(base, nuls, au=au, nombre=2, graine=1)
        assert tirees(tirages, 1) == grandeurs(cloture, cloture)
        essayes += 1
    assert essayes >= 20


def test_cent_projets_tires_se_rejouent_au_centime() -> None:
    """Dossiers méchants, coûts de moitié à presque le double, retards qui passent les dates limites."""
    rejoues = pertes = 0
    aleas = [sur_le_cout(triangulaire(-50, 0, 90)), RETARDS]
    for base, au in dossiers_en_cours(range(60)):
        cloture = calculer_cloture(base, au=au)
        tirages = tirer(base, aleas, au=au, nombre=6, graine=2012)
        for rang in range(6):
            suppose = tirages.scenario(rang).appliquer(base, au=au)
            assert tirees(tirages, rang) == grandeurs(calculer_cloture(suppose, au=au), cloture)
            rejoues += 1
            pertes += bool(tirages.depassees[rang, ::2].any())
    assert rejoues >= 100
    assert pertes >= 5


def une_operation() -> Projet:
    """La Ville porte le reste d’une opération d’un million d’euros, dont l’ANRU a engagé 450 000 €."""
    return projet(journal=[mouvement("engagement", euros(450_000))])


@pytest.mark.parametrize(
    ("loi", "moyenne", "quantiles"),
    [
        # Coût = 1 000 000 × (1 + v), v ≥ 0 : l'ANRU reste à 450 000 €, le reste à charge est 550 000 € + 1 000 000 v.
        (Uniforme(bas=Fraction(0), haut=Fraction(2, 10)), 650_000, (570_000, 650_000, 710_000, 730_000)),
        # Triangle 0, 10, 20 % : u sous le mode, √(u × 0,02) ; au-dessus, 0,2 − √((1 − u) × 0,02).
        (triangulaire(0, 10, 20), 650_000, (594_721, 650_000, 686_754, 705_279)),
    ],
)
def test_les_formes_closes_dans_l_erreur_dite(loi: Loi, moyenne: int, quantiles: tuple[int, ...]) -> None:
    tirages = tirer(une_operation(), [sur_le_cout(loi)], au=AU, nombre=10_000, graine=3)
    reste = next(d for d in dispersions(tirages) if d.grandeur == Grandeur(RESTE, "VILLE"))
    assert abs(reste.moyenne - euros(moyenne)) <= 3 * reste.erreur_type
    # À 10 000 tirages, un quantile est à deux pour cent de l'étendue au plus.
    assert reste.quantiles == pytest.approx([euros(quantile) for quantile in quantiles], abs=euros(4_000))


def test_la_lognormale_dans_l_erreur_dite() -> None:
    """Sans subvention, le reste à charge est le coût : moyenne 1 050 000 €, écart type 100 000 €."""
    seule = projet(plan=[ligne("VILLE", euros(1_000_000), nature=Nature.FONDS_PROPRES)])
    loi = Lognormale(moyenne=Fraction(5, 100), ecart_type=Fraction(10, 100))
    tirages = tirer(seule, [sur_le_cout(loi)], au=AU, nombre=10_000, graine=4)
    reste = next(d for d in dispersions(tirages) if d.grandeur == Grandeur(RESTE, "VILLE"))
    assert abs(reste.moyenne - euros(1_050_000)) <= 3 * reste.erreur_type
    # L'erreur type de la moyenne : 100 000 € / √10 000 = 1 000 €, à son incertitude près.
    assert reste.erreur_type == pytest.approx(euros(1_000), rel=0.03)


def test_le_facteur_commun_correle_sans_changer_la_loi() -> None:
    """De part commune un, deux opérations tirent la même valeur ; de part nulle, elles s’ignorent."""
    deux = projet(
        operations=[operation("A"), operation("B")],
        plan=[ligne("VILLE", euros(1_000_000), code, nature=Nature.FONDS_PROPRES) for code in "AB"],
    )
    loi = Uniforme(bas=Fraction(0), haut=Fraction(1))
    communs, seuls, mi = (
        tirer(deux, [sur_le_cout(loi, facteur_commun=part)], au=AU, nombre=4_000, graine=5).couts
        for part in (Fraction(1), Fraction(0), Fraction(1, 2))
    )
    assert (communs[:, 0] == communs[:, 1]).all()
    assert abs(float(np.corrcoef(seuls[:, 0], seuls[:, 1])[0, 1])) < 0.05
    # D'une copule normale de corrélation 1/2, celle des uniformes est 6 / π × arcsin(1/4) = 0,4826.
    assert float(np.corrcoef(mi[:, 0], mi[:, 1])[0, 1]) == pytest.approx(0.4826, abs=0.04)
    assert float(mi[:, 0].mean()) == pytest.approx(euros(1_500_000), rel=0.01)


def test_meme_graine_memes_entiers_par_un_ou_deux_processus() -> None:
    aleas = [sur_le_cout(triangulaire(-5, 2, 20), facteur_commun=Fraction(3, 10)), RETARDS]
    seul = tirer(une_operation(), aleas, au=AU, nombre=6_000, graine=6)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executeur:
        deux = tirer(une_operation(), aleas, au=AU, nombre=6_000, graine=6, distribuer=executeur.map)
    assert octets(seul) == octets(deux)
    autre = tirer(une_operation(), aleas, au=AU, nombre=6_000, graine=7)
    assert octets(autre) != octets(seul)


def octets(tirages: Tirages) -> list[bytes]:
    colonnes: list[Entiers] = [tirages.couts, tirages.retards, tirages.valeurs, tirages.depassees]
    return [colonne.tobytes() for colonne in colonnes]


def test_les_premiers_tirages_ne_dependent_pas_du_nombre() -> None:
    peu, beaucoup = (
        tirer(une_operation(), [sur_le_cout(triangulaire(-5, 2, 20))], au=AU, nombre=n, graine=8) for n in (10, 2_600)
    )
    assert (peu.valeurs == beaucoup.valeurs[:10]).all()


def test_un_retard_qui_passe_la_limite_perd_la_subvention() -> None:
    """À démarrer au second semestre de 2015, l’ANRU n’a rien engagé : dès un semestre de retard, 450 000 € sont perdus.

    La date limite d’engagement est le 31/12/2015 ; 2016 commence après elle. De 0 à 9 semestres, l’arrondi en donne
    zéro une fois sur dix-huit.
    """
    a_demarrer = projet(operations=[operation(debut=Semestre(2015, 2), duree_semestres=2)])
    tirages = tirer(a_demarrer, [RETARDS], au=AU, nombre=2_000, graine=9)
    perdue = tirages.valeurs_de(Grandeur(PERDUE, "ANRU"))
    assert set(perdue.tolist()) == {0, euros(450_000)}
    assert ((perdue > 0) == (tirages.retards[:, 0] > 0)).all()
    (limite,) = [p for p in probabilites(tirages) if (p.evenement, p.cle) == (Evenement.LIMITE_ENGAGEMENT, "OP-1")]
    assert abs(float(limite.probabilite) - 17 / 18) <= 3 * float(limite.erreur_type)


def test_sans_retard_tire_rien_n_est_perdu() -> None:
    """Prévue en 2016, après la limite, la subvention reste au programmé ; au premier semestre de retard, elle tombe."""
    tardive = projet(operations=[operation(debut=Semestre(2016, 1), duree_semestres=2)])
    court = Alea(porte_sur=PorteSur.RETARD, loi=Uniforme(bas=Fraction(0), haut=Fraction(1)), unite=UniteDAlea.SEMESTRE)
    tirages = tirer(tardive, [court], au=AU, nombre=60, graine=12)
    concours = tirages.valeurs_de(Grandeur(CONCOURS, "ANRU"))
    assert set(zip(tirages.retards[:, 0].tolist(), concours.tolist(), strict=True)) == {(0, euros(450_000)), (1, 0)}
    for rang in range(4):
        suppose = tirages.scenario(rang).appliquer(tardive, au=AU)
        assert tirees(tirages, rang) == grandeurs(calculer_cloture(suppose, au=AU), calculer_cloture(tardive, au=AU))


def test_une_ligne_forclose_le_reste_quel_que_soit_le_cout() -> None:
    """Au 31/12/2016, rien n’est engagé et la limite est passée : la Ville porte tout le coût tiré."""
    tirages = tirer(projet(), [sur_le_cout(triangulaire(-10, 0, 10))], au=jour("2016-12-31"), nombre=50, graine=13)
    assert set(tirages.valeurs_de(Grandeur(CONCOURS, "ANRU")).tolist()) == {0}
    assert (tirages.valeurs_de(Grandeur(RESTE, "VILLE")) == tirages.couts[:, 0]).all()


def test_finir_le_jour_de_la_limite_de_solde_n_est_pas_la_passer() -> None:
    """Travaux jusqu’au 31/12/2013, solde jusqu’au 31/12/2014 : deux semestres de retard tiennent, trois non."""
    en_cours = projet(
        operations=[operation(debut=Semestre(2013, 1), duree_semestres=2)],
        date_limite_solde=jour("2014-12-31"),
    )
    tirages = tirer(en_cours, [RETARDS], au=AU, nombre=200, graine=14)
    assert ((tirages.retards[:, 0] >= 3) == (tirages.depassees[:, 1] == 1)).all()


def test_un_quantile_est_la_valeur_d_un_tirage() -> None:
    """De un à dix : un dixième des valeurs ne passe pas 1, huit dixièmes ne passent pas 8."""
    dix = np.array([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], dtype=np.int64)
    assert [quantile(dix, p) for p in (1, 10, 50, 80, 90, 100)] == [1, 1, 5, 8, 9, 10]


def test_la_probabilite_de_depasser_une_enveloppe() -> None:
    """La Ville a 600 000 € d’enveloppe et porte 550 000 € + la hausse : elle la dépasse au-delà de 5 %."""
    serree = projet(
        journal=[mouvement("engagement", euros(450_000))],
        financeurs=tuple(
            f
            if f.code != "VILLE"
            else type(f)(**{n: getattr(f, n) for n in f.__slots__} | {"enveloppe": euros(600_000)})
            for f in projet().convention.financeurs
        ),
    )
    loi = Uniforme(bas=Fraction(0), haut=Fraction(2, 10))
    (seule,) = [
        p
        for p in probabilites(tirer(serree, [sur_le_cout(loi)], au=AU, nombre=10_000, graine=10))
        if p.evenement == Evenement.ENVELOPPE
    ]
    assert seule.cle == "VILLE"
    assert abs(float(seule.probabilite) - 0.75) <= 3 * float(seule.erreur_type)


def test_la_correlation_de_rang_se_calcule_a_la_main() -> None:
    """Rangs 1 2 3 4 5 et 2 1 4 3 5 : 1 − 6 × 4 / (5 × 24) = 0,8 ; une suite constante n’en a pas."""
    doubles = np.array([2, 4, 6, 8, 10])
    assert correlation_de_rang(doubles, np.array([4, 2, 8, 6, 10])) == 800
    assert correlation_de_rang(doubles, np.array([6, 6, 6, 6, 6])) is None


def test_l_operation_la_plus_lourde_fait_la_dispersion() -> None:
    deux = projet(
        operations=[operation("A"), operation("B", cout_ht=euros(100_000))],
        plan=[
            ligne("VILLE", euros(1_000_000), "A", nature=Nature.FONDS_PROPRES),
            ligne("VILLE", euros(100_000), "B", nature=Nature.FONDS_PROPRES),
        ],
    )
    lourde, legere = facteurs(tirer(deux, [sur_le_cout(triangulaire(-10, 0, 10))], au=AU, nombre=4_000, graine=11))
    assert (lourde.operation, legere.operation) == ("A", "B")
    assert lourde.correlation > 950
    # Le dixième le plus haut d'un triangle de ± 10 % : en moyenne 10 − 2/3 × √(0,1 × 200) = 7,0 %, de 1 000 000 €.
    assert lourde.haut == pytest.approx(euros(70_186), rel=0.05)
    assert lourde.bas == pytest.approx(-euros(70_186), rel=0.05)


def test_deux_aleas_sur_une_meme_operation_se_refusent() -> None:
    aleas = [sur_le_cout(triangulaire(0, 0, 5)), sur_le_cout(triangulaire(0, 0, 5), cible=Selection(operation="OP-1"))]
    with pytest.raises(DossierRefuse, match="Deux aléas de cout visent OP-1"):
        tirer(une_operation(), aleas, au=AU, nombre=1, graine=0)


@pytest.mark.parametrize("nombre", [0, 100_001])
def test_un_nombre_de_tirages_hors_bornes_se_refuse(nombre: int) -> None:
    with pytest.raises(ValeurImpossible, match="VALEUR-04"):
        tirer(une_operation(), [], au=AU, nombre=nombre, graine=0)

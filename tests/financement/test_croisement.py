"""La situation croisée : une somme naïve de fractions du dossier, case à case, et les lois d’une partition."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.calculs.croisement import FLUX, STOCKS, AxeCroise, croiser
from financement.calculs.situation import SIGNES_ENGAGE, SIGNES_PAYE, Axe, calculer_situation
from financement.dossier.nomenclature import CONCOURS
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from financement.selection import Selection, restreindre_situation
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.lecture_html import cellules
from tests.financement.tirages import DATES_D_ARRETE, PROJETS

AXES = st.lists(st.sampled_from(AxeCroise), min_size=1, max_size=4, unique=True)


def dossier() -> Projet:
    """OP-1 (Ville, 08) : ANRU engagée 300 en 2010, payée 40 en 2010 et 60 en 2012 ; OP-2 (OPH, 01) : ANRU 200."""
    return projet(
        operations=[operation(), operation("OP-2", famille="01", maitre_ouvrage="OPH")],
        plan=[ligne("ANRU", euros(450)), ligne("VILLE", euros(550)), ligne("ANRU", euros(200), "OP-2")],
        journal=[
            mouvement("engagement", euros(300), "2010-01-02"),
            mouvement("acompte", euros(60), "2012-03-01"),
            mouvement("avance", euros(40), "2010-12-31"),
            mouvement("engagement", euros(200), "2011-05-05", operation="OP-2"),
        ],
    )


def en_euros(colonne: Any) -> list[int]:
    return (colonne // 100).tolist()  # type: ignore[no-any-return]


def test_deux_axes() -> None:
    croisement = croiser(calculer_situation(dossier()), ["maitre_ouvrage", "financeur"])
    assert croisement.cles == (("VILLE", "ANRU"), ("VILLE", "VILLE"), ("OPH", "ANRU"))
    assert croisement.valeurs == (("VILLE", "OPH"), ("ANRU", "VILLE"))
    assert croisement.colonnes == STOCKS
    assert {nom: en_euros(colonne) for nom, colonne in croisement.concours.items()} == {
        "programme": [450, 550, 200],
        "engage": [300, 0, 200],
        "paye": [100, 0, 0],
        "reste_a_engager": [150, 550, 0],
        "reste_a_payer": [200, 0, 200],
    }


def test_un_croisement_se_montre() -> None:
    croisement = croiser(calculer_situation(dossier()), ["maitre_ouvrage", "financeur"])
    assert repr(croisement) == "<Croisement par maitre_ouvrage, financeur, rangées : 3>"
    rangees = cellules(croisement._repr_html_())
    assert rangees[0][:4] == ["Maître d’ouvrage", "Financeur", "Programmé", "Engagé"]
    assert rangees[1] == ["VILLE", "ANRU", "450,00", "300,00", "100,00", "150,00", "200,00"]
    cadre = croisement.cadre(unite="euro")
    assert cadre["maitre_ouvrage"].tolist() == ["VILLE", "VILLE", "OPH"]
    assert cadre["concours_paye"].tolist() == [Decimal("100.00"), Decimal("0.00"), Decimal("0.00")]


def test_l_exercice_donne_flux_et_cumuls_de_chaque_groupe() -> None:
    """L’exercice avant ou après l’autre axe : mêmes cumuls, chacun dans son groupe."""
    situation = calculer_situation(dossier())
    attendus = {
        ("OP-1", "2010"): [300, 40, 300, 40],
        ("OP-1", "2012"): [0, 60, 300, 100],
        ("OP-2", "2011"): [200, 0, 200, 0],
    }
    for axes in permutations(["operation", "exercice"]):
        croisement = croiser(situation, axes)
        assert croisement.colonnes == FLUX
        rangees = zip(*(en_euros(croisement.concours[nom]) for nom in FLUX), strict=True)
        lues = {
            tuple(cle for _, cle in sorted(zip(axes, cles, strict=True), reverse=True)): list(rangee)
            for cles, rangee in zip(croisement.cles, rangees, strict=True)
        }
        assert lues == attendus
    a_la_date = croiser(calculer_situation(dossier(), au=jour("2011-12-31")), ["exercice"])
    assert a_la_date.cles == (("2010",), ("2011",))
    assert en_euros(a_la_date.concours["engage_cumul"]) == [300, 500]


def naif(dossier: Projet, au: date | None, axes: list[AxeCroise]) -> dict[tuple[bool, tuple[str, ...]], dict[str, int]]:
    """La même chose, mouvement par mouvement, dans des dictionnaires."""
    situation = calculer_situation(dossier, au=au)
    decrites = {operation.code: operation for operation in reversed(dossier.operations)}
    decrites |= {operation.code: operation for operation in situation.tableau.operations}
    sommes: dict[tuple[bool, tuple[str, ...]], dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def ajouter(cle: CleLigne, annee: str, grandeur: str, montant: int) -> None:
        codes = {
            "financeur": cle.financeur,
            "operation": cle.operation,
            "famille": decrites[cle.operation].famille,
            "maitre_ouvrage": decrites[cle.operation].maitre_ouvrage,
            "exercice": annee,
        }
        if montant:
            sommes[cle.nature in CONCOURS, tuple(codes[axe] for axe in axes)][grandeur] += montant

    if AxeCroise.EXERCICE not in axes:
        for prevue in situation.tableau.lignes:
            ajouter(prevue.cle, "", "programme", prevue.montant)
    for mouvement_ in dossier.journal:
        if mouvement_.financeur is None or (au is not None and mouvement_.date > au):
            continue
        assert mouvement_.nature is not None, "les tirages disent la nature"
        cle = CleLigne(mouvement_.operation, mouvement_.financeur, mouvement_.nature)
        for grandeur, signes in (("engage", SIGNES_ENGAGE), ("paye", SIGNES_PAYE)):
            signe = signes.get(mouvement_.type, 0)
            ajouter(cle, str(mouvement_.date.year), grandeur, signe * mouvement_.montant)
    return sommes


@given(PROJETS, DATES_D_ARRETE, AXES)
def test_un_croisement_est_la_somme_naive(dossier: Projet, au: date | None, axes: list[AxeCroise]) -> None:
    croisement = croiser(calculer_situation(dossier, au=au), axes)
    attendues = naif(dossier, au, axes)
    grandeurs = ("engage", "paye") if AxeCroise.EXERCICE in axes else ("programme", "engage", "paye")
    for est_concours, part in ((True, croisement.concours), (False, croisement.autofinancement)):
        for nom in grandeurs:
            lues = {cle: montant for cle, montant in zip(croisement.cles, part[nom].tolist(), strict=True) if montant}
            assert lues == {
                cle: sommes[nom]
                for (concours, cle), sommes in attendues.items()
                if concours is est_concours and sommes[nom]
            }
    assert len(set(croisement.cles)) == len(croisement.cles)


@given(PROJETS, DATES_D_ARRETE, st.sampled_from(Axe))
def test_un_seul_axe_est_la_ventilation(dossier: Projet, au: date | None, axe: Axe) -> None:
    situation = calculer_situation(dossier, au=au)
    croisement, ventilation = croiser(situation, [axe.value]), situation.par(axe)
    for nom, colonne in ventilation.concours.colonnes().items():
        attendus = {(cle,): montant for cle, montant in zip(ventilation.cles, colonne.tolist(), strict=True) if montant}
        lus = zip(croisement.cles, croisement.concours[nom].tolist(), strict=True)
        assert {cle: montant for cle, montant in lus if montant} == attendus


@given(PROJETS, DATES_D_ARRETE)
def test_les_selections_d_un_axe_se_partagent_la_situation(dossier: Projet, au: date | None) -> None:
    """Sur chaque axe, chaque montant est retenu par un code et un seul."""
    situation = calculer_situation(dossier, au=au)
    for axe in (Axe.FINANCEUR, Axe.FAMILLE, Axe.MAITRE_OUVRAGE):
        ventilation = situation.par(axe)
        for rang, cle in enumerate(ventilation.cles):
            retenue = restreindre_situation(situation, Selection(**{axe.value: cle}))
            for nom, colonne in ventilation.concours.colonnes().items():
                assert int(retenue.total_concours.colonnes()[nom]) == int(colonne[rang])
            flux = retenue.par_exercice()
            assert int(flux.engage.sum()) == int(ventilation.concours.engage[rang])
            assert int(flux.paye.sum()) == int(ventilation.concours.paye[rang])


@pytest.mark.parametrize("axes", [[], ["operation", "operation"], ["annee"]])
def test_des_axes_impossibles_sont_refuses(axes: list[str]) -> None:
    with pytest.raises(ValeurImpossible, match="Croisement impossible"):
        croiser(calculer_situation(dossier()), axes)


def test_sans_mouvement_un_exercice_ne_donne_rien() -> None:
    croisement = croiser(calculer_situation(projet()), ["exercice", "financeur"])
    assert (croisement.cles, croisement.valeurs) == ((), ((), ()))
    assert [colonne.tolist() for colonne in croisement.concours.values()] == [[]] * 4

"""L’épreuve des textes, en petit, et ses lois sur ce qu’elles doivent voir."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from financement.fautes.faute import DossierRefuse, Faute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import MONTANT_ILLISIBLE
from tests.solidite import textes
from tests.solidite.dossiers_semes import DOSSIERS
from tests.solidite.lois import defaut_des_fautes
from tests.solidite.textes import eprouver

LIEU = Provenance(fichier="plan.csv", ligne=3)
JUSTE = faute(MONTANT_ILLISIBLE, LIEU, "None {lu} NatureAvenant")


def test_une_petite_epreuve() -> None:
    bilan = eprouver(1, 150)
    assert bilan.anomalies == []
    assert bilan.essais == 150
    assert {"refusé", "accepté", "lu comme avant"} <= set(bilan.issues)


def test_une_epreuve_ne_depend_que_de_sa_graine() -> None:
    assert eprouver(2, 40).issues == eprouver(2, 40).issues


@pytest.mark.parametrize("issue", [KeyError("limite"), DossierRefuse([]), RecursionError()])
def test_une_panne_ou_un_refus_muet_est_une_anomalie(issue: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def tomber(*_valeurs: object) -> None:
        raise issue

    for rang in range(len(DOSSIERS)):
        textes._seme(rang)
    monkeypatch.setattr(textes, "assembler", tomber)
    bilan = eprouver(3, 20)
    assert bilan.issues["anomalie"] > 10
    assert bilan.anomalies[0].startswith("graine 3, rang ")


@pytest.mark.parametrize(
    ("changer", "defaut"),
    [
        (lambda f: replace(f, provenance=Provenance(colonne="montant")), "sans lieu"),
        (lambda f: replace(f, message="« x » n’est pas bon"), "sans message"),
        (lambda f: replace(f, remede=""), "sans remède"),
        (lambda f: replace(f, message="Il faut une valeur de NatureAvenant."), "mot de programme"),
        (lambda f: replace(f, message="None n’est pas une date."), "mot de programme"),
        (lambda f: replace(f, message="Deux\nlignes."), "plusieurs lignes"),
        (lambda f: replace(f, code="PANNE-01"), "panne"),
    ],
)
def test_une_faute_mal_dite_se_voit(changer: Callable[[Faute], Faute], defaut: str) -> None:
    dite = defaut_des_fautes([JUSTE, changer(JUSTE)])
    assert dite is not None
    assert dite.startswith(defaut)


def test_une_faute_bien_dite_passe() -> None:
    assert defaut_des_fautes([JUSTE]) is None
    assert defaut_des_fautes([]) == "un refus sans faute"

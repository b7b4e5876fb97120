"""Un fichier qui a trop de fautes : les premières dites, les autres comptées, et rien qui grossisse plus que lui."""

import json
from pathlib import Path

import pytest

from exports.commandes import principal
from financement.fautes.faute import DossierRefuse, Faute
from maquettes import lire_dossier
from maquettes.description import fautes_comptees
from tests.maquettes.catalogue_erreurs import DOSSIER, exemples, preparer

GARDEES, COMPTEES = 20, 50
PLAN = "version;operation;financeur;nature;montant\n"
BASE = next(exemples())


@pytest.fixture(autouse=True)
def limites(monkeypatch: pytest.MonkeyPatch) -> None:
    """De petites limites : les lois sont les mêmes."""
    monkeypatch.setattr(fautes_comptees, "FAUTES_GARDEES", GARDEES)
    monkeypatch.setattr(fautes_comptees, "FAUTES_COMPTEES", COMPTEES)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    lieu = tmp_path / DOSSIER
    preparer(BASE, lieu)
    return lieu


def fautes(dossier: Path) -> tuple[Faute, ...]:
    with pytest.raises(DossierRefuse) as leve:
        lire_dossier(dossier)
    return leve.value.fautes


def ecrire_plan(dossier: Path, lignes: str) -> None:
    (dossier / "plan.csv").write_text(PLAN + lignes, encoding="utf-8")


@pytest.mark.parametrize("nombre", [GARDEES, GARDEES + 1, COMPTEES])
def test_les_premieres_sont_dites_et_les_autres_comptees(dossier: Path, nombre: int) -> None:
    ecrire_plan(dossier, "x;OP1;ANRU;subvention;1\n" * nombre)
    *dites, derniere = fautes(dossier)
    assert len(dites) == min(nombre, GARDEES) - (nombre == GARDEES)
    assert sum(faute.nombre for faute in (*dites, derniere)) == nombre
    assert (derniere.code == "LECTURE-17") == (nombre > GARDEES)
    assert {faute.provenance.fichier for faute in (*dites, derniere)} == {"plan.csv"}
    assert "arrêtée" not in derniere.message


def test_au_dela_la_lecture_s_arrete_et_le_compte_le_dit(dossier: Path) -> None:
    ecrire_plan(dossier, "x;OP1;ANRU;subvention;1\n" * (COMPTEES * 2) + "x;y;z;t;u\n")
    derniere = fautes(dossier)[-1]
    assert derniere.nombre == COMPTEES + 1 - GARDEES
    assert derniere.message.endswith("ne sont pas dites : il en a tant que sa lecture s’est arrêtée là.")


def test_un_fichier_qu_on_cesse_de_lire_n_accuse_aucun_autre(dossier: Path) -> None:
    """Les opérations qui suivent les fautives ne sont pas connues : le plan qui les cite n’est pas en faute."""
    operations = dossier / "operations.csv"
    entete, ligne, *_ = operations.read_text(encoding="utf-8").splitlines()
    fautive = ligne.replace("0;OP1;08", "x;OP2;08", 1)
    operations.write_text("\n".join([entete, *[fautive] * (COMPTEES + 1), ligne]) + "\n", encoding="utf-8")
    assert {faute.provenance.fichier for faute in fautes(dossier)} == {"operations.csv"}


def test_chaque_fichier_a_les_siennes(dossier: Path) -> None:
    ecrire_plan(dossier, "x;OP1;ANRU;subvention;1\n" * (GARDEES + 5))
    (dossier / "realisations.csv").write_text("date;operation;quantite\n2010-01-01;OP1;x\n", encoding="utf-8")
    assert [str(faute.provenance) for faute in fautes(dossier)[-2:]] == [
        "plan.csv",
        "realisations.csv, ligne 2, colonne quantite",
    ]


def test_l_ecran_et_le_json_disent_le_nombre(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ecrire_plan(dossier, "x;OP1;ANRU;subvention;1\n" * (GARDEES + 5))
    assert principal(["controler", str(dossier)]) == 2
    ecran = capsys.readouterr().err
    assert ecran.startswith("financement : 25 fautes empêchent de continuer.")
    assert "5 autres fautes de ce fichier ne sont pas dites." in ecran
    assert principal(["controler", str(dossier), "--format", "json"]) == 2
    erreurs = json.loads(capsys.readouterr().out)["erreurs"]
    assert len(erreurs) == GARDEES + 1
    assert erreurs[-1]["lu"] == "5"
    assert set(erreurs[-1]) == set(erreurs[0])


def test_les_fautes_corrigees_le_dossier_se_lit(dossier: Path) -> None:
    sain = (dossier / "plan.csv").read_text(encoding="utf-8")
    ecrire_plan(dossier, "x;OP1;ANRU;subvention;1\n" * (GARDEES + 5))
    assert fautes(dossier)
    (dossier / "plan.csv").write_text(sain, encoding="utf-8")
    assert lire_dossier(dossier).plan

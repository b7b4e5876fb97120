"""Le portefeuille de dossiers du banc : ses totaux sont ceux d’une addition, ou le banc s’arrête."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.bench.generateur import ecrire_dossiers, inventer_portefeuille
from tests.bench.portefeuille_projets import commande_du_portefeuille, totaux_des_journaux, verifier_le_portefeuille

ENTETE = "date;type;operation;financeur;nature;montant;piece;libelle\n"


def test_l_addition_des_journaux_s_arrete_a_la_date(tmp_path: Path) -> None:
    (tmp_path / "un.csv").write_text(
        ENTETE + "2008-01-01;engagement;O;ANRU;;100,05;;\n2009-01-01;degagement;O;ANRU;;0,05;;\n"
        "2010-01-01;depense;O;;;7,00;;\n2015-03-31;avance;O;ANRU;;3,10;;\n2015-04-01;solde;O;ANRU;;50,00;;\n",
        encoding="utf-8",
    )
    (tmp_path / "deux.csv").write_text(ENTETE + "2008-01-01;reversement;O;ANRU;;1,00;;\n", encoding="utf-8")
    totaux = totaux_des_journaux([tmp_path / "un.csv", tmp_path / "deux.csv"])
    assert totaux == {"engage": 10_000, "paye": 210}


def _rendu(engage: str = "100.00", refus: tuple[str, ...] = ()) -> str:
    total = {"engage": engage, "paye": "2.10"}
    return json.dumps({"refus": refus, "conventions": [{}, {}], "total": total})


def test_des_totaux_justes_sont_acceptes() -> None:
    verifier_le_portefeuille(_rendu(), 2, {"engage": 10_000, "paye": 210})


@pytest.mark.parametrize(
    ("rendu", "conventions"),
    [(_rendu(engage="100.01"), 2), (_rendu(refus=("dossier",)), 2), (_rendu(), 3)],
    ids=["un centime de trop", "un refus", "une convention perdue"],
)
def test_le_reste_arrete_le_banc(rendu: str, conventions: int) -> None:
    with pytest.raises(SystemExit):
        verifier_le_portefeuille(rendu, conventions, {"engage": 10_000, "paye": 210})


def test_la_commande_trouve_les_totaux_de_l_addition(tmp_path: Path) -> None:
    ecrire_dossiers(inventer_portefeuille(7, 3, 1_000), tmp_path)
    rendu = subprocess.run(
        commande_du_portefeuille(tmp_path, "--format", "json"), capture_output=True, text=True, check=True
    ).stdout
    totaux = totaux_des_journaux(tmp_path.glob("*/journal.csv"))
    assert min(totaux.values()) > 0
    verifier_le_portefeuille(rendu, 3, totaux)

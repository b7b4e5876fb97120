"""Des lignes confrontées à mesure qu’on les lit : la lecture s’arrête, et ce qui est dit est ce que dit l’examen."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest

from financement.dossier.plan import LignePlan
from financement.fautes.faute import DossierRefuse, Faute
from maquettes import lire_dossier
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.confrontation import Confrontation
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description import fautes_comptees
from maquettes.description.description import INSERTION, JOURNAL, OPERATIONS, PLAN, REALISATIONS, REESTIMATIONS
from maquettes.description.fautes_comptees import Incoherences
from maquettes.description.lignes import TableLue
from maquettes.description.table import Table
from maquettes.formes.convention_toml import lire_convention_toml
from maquettes.formes.tables_csv import lire_table
from tests.maquettes.dossier_type import FICHIERS, poser

T = TypeVar("T")

GARDEES, COMPTEES = 10, 30
CONVENTION = lire_convention_toml(FICHIERS["convention.toml"].encode())
ENTETE_OPERATIONS = FICHIERS["operations.csv"].partition("\n")[0] + "\n"


def lignes(entete: str, *corps: str) -> str:
    return "\n".join((entete, *corps)) + "\n"


def confrontation() -> Confrontation:
    return Confrontation(CONVENTION, lire_table(OPERATIONS, "operations.csv", FICHIERS["operations.csv"].encode()))


def plan_lu(*corps: str) -> TableLue[LignePlan]:
    return lire_table(PLAN, "plan.csv", lignes("version;operation;financeur;nature;montant", *corps).encode())


def comptes(incoherences: Incoherences[T], lue: TableLue[T]) -> list[int]:
    assert not lue.toutes_les_fautes()
    return [incoherences(objet) for objet in lue.objets]


def test_chaque_incoherence_du_plan_est_comptee() -> None:
    """Une version inconnue, un, deux codes inconnus ; un code à la casse près n’est pas une faute."""
    lue = plan_lu(
        "0;OP1;ANRU;subvention;1",
        "7;OP1;ANRU;subvention;1",
        "0;ZZ;ANRU;subvention;1",
        "0;ZZ;YY;subvention;1",
        "0;op1;anru;pret;1",
    )
    assert comptes(confrontation().du_plan(), lue) == [0, 1, 1, 2, 0]


def test_des_doublons_du_plan_sont_comptes_a_part() -> None:
    """Deux doublons, puis un code inconnu et un troisième doublon : l’examen dirait l’un, ou les trois autres."""
    lue = plan_lu(*["0;OP1;ANRU;pret;1"] * 2, "0;op1;anru;pret;1", "0;ZZ;ANRU;pret;1", "0;ZZ;ANRU;pret;1")
    assert comptes(confrontation().du_plan(), lue) == [0, 1, 1, 0, 1]


def test_chaque_incoherence_du_journal_est_comptee() -> None:
    journal = lignes(
        "date;type;operation;financeur;nature;montant",
        "2010-01-01;engagement;OP1;ANRU;;1",
        "2010-01-01;engagement;OP1;ANRU;pret;1",
        "2010-01-01;engagement;ZZ;YY;pret;1",
        "2010-01-01;depense;ZZ;;;1",
        "2010-01-01;depense;OP1;;;1",
    )
    plan = plan_lu("0;OP1;ANRU;subvention;1", "0;OP1;ANRU;pret;1")
    compter = confrontation().du_journal(plan)
    assert comptes(compter, lire_table(JOURNAL, "journal.csv", journal.encode())) == [1, 0, 2, 1, 0]


@pytest.mark.parametrize(
    ("table", "corps", "attendus"),
    [
        (REESTIMATIONS, ("2010-01-01;OP1;1", "2010-01-01;op1;1"), [0, 1]),
        (REESTIMATIONS, ("2010-01-01;OP1;1", "2010-01-01;ZZ;1"), [0, 1]),
        (REALISATIONS, ("2010-01-01;OP1;1", "2010-01-01;op1;1"), [0, 0]),
        (REALISATIONS, ("2010-01-01;OP1;1", "2010-01-01;ZZ;1"), [0, 1]),
        (INSERTION, ("OP1;1;1", "op1;1;1"), [0, 1]),
        (INSERTION, ("OP1;1;1", "ZZ;1;1"), [0, 1]),
    ],
)
def test_chaque_incoherence_du_suivi_est_comptee(table: Table[Any], corps: Sequence[str], attendus: list[int]) -> None:
    lue = lire_table(table, f"{table.nom}.csv", lignes(";".join(table.noms), *corps).encode())
    assert comptes(confrontation().du_suivi(table), lue) == attendus


def test_chaque_incoherence_des_operations_est_comptee() -> None:
    """La famille inconnue, la version sans avenant, la ligne répétée."""
    modele = FICHIERS["operations.csv"].splitlines()[1].split(";")
    rangs = {nom: rang for rang, nom in enumerate(ENTETE_OPERATIONS.strip().split(";"))}

    def operation(**valeurs: str) -> str:
        cellules = list(modele)
        for nom, valeur in valeurs.items():
            cellules[rangs[nom]] = valeur
        return ";".join(cellules)

    corps = operation(operation="A"), operation(operation="B", famille="zz", version="7"), operation(operation="A")
    lue = lire_table(OPERATIONS, "operations.csv", (ENTETE_OPERATIONS + lignes(*corps)).encode())
    assert comptes(Confrontation(CONVENTION, TableLue()).des_operations(), lue) == [0, 2, 0]


def test_ce_que_des_operations_illisibles_expliqueraient_n_est_pas_compte() -> None:
    operations = lire_table(OPERATIONS, "operations.csv", (FICHIERS["operations.csv"] + "0;\n").encode())
    compter = Confrontation(CONVENTION, operations).du_plan()
    assert comptes(compter, plan_lu("0;ZZ;ANRU;subvention;1", "0;ZZ;YY;subvention;1")) == [0, 1]


def fautes(dossier: Path) -> tuple[Faute, ...]:
    with pytest.raises(DossierRefuse) as leve:
        lire_dossier(dossier)
    return leve.value.fautes


@pytest.fixture
def limites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fautes_comptees, "FAUTES_GARDEES", GARDEES)
    monkeypatch.setattr(fautes_comptees, "FAUTES_COMPTEES", COMPTEES)


@pytest.mark.usefixtures("limites")
def test_trop_d_incoherences_arretent_la_lecture_de_la_table() -> None:
    """Deux par ligne : seize lignes en ont plus de trente ; aucune n’est encore une faute."""
    corps = lignes("version;operation;financeur;nature;montant", *(f"0;Z{n};Y{n};pret;1" for n in range(100)))
    lue = lire_table(PLAN, "plan.csv", corps.encode(), confrontation().du_plan())
    assert (len(lue.lignes), lue.complete, lue.toutes_les_fautes()) == (16, False, [])


def test_ce_qui_est_dit_d_un_plan_d_un_autre_projet(tmp_path: Path) -> None:
    """Deux fautes par ligne, de la deuxième à la cinq mille unième ; puis le compte, qui est un minimum."""
    corps = lignes("version;operation;financeur;nature;montant", *(f"0;Z{n};Y{n};pret;1" for n in range(12_000)))
    *dites, derniere = fautes(poser(tmp_path / "dossier", plan=corps))
    assert [(faute.code, faute.provenance.ligne) for faute in dites] == [
        (code, ligne) for ligne in range(2, 5_002) for code in ("CODE-01", "CODE-02")
    ]
    assert (derniere.code, derniere.nombre) == ("LECTURE-17", 2_001)


def test_une_table_dont_la_lecture_s_est_arretee_ne_fait_jamais_un_projet() -> None:
    """Même si rien n’en était dit : ce qui n’a pas été lu serait perdu."""
    with pytest.raises(DossierRefuse):
        assembler(DossierLu(convention=CONVENTION, plan=TableLue(complete=False)))

"""La page du dossier dit la description, toute la description, et ses exemples se lisent."""

from pathlib import Path

import pytest

from maquettes import convertir, lire_dossier
from maquettes.description.description import CONVENTION, OBJETS, PARAMETRES, REGLEMENT, TABLES
from maquettes.description.table import Table
from tests.maquettes.page_du_dossier import PAGE, composer, fichiers_d_exemple
from tests.maquettes.textes_du_dossier import EXEMPLES, SENS, TITRES

TOUTES = (CONVENTION, *OBJETS, REGLEMENT, PARAMETRES, *TABLES)


@pytest.mark.parametrize("table", TOUTES, ids=lambda table: table.nom)
def test_chaque_colonne_a_un_sens_et_un_exemple(table: Table[object]) -> None:
    """Une colonne nouvelle se décrit dans ``textes_du_dossier.py``."""
    assert tuple(SENS[table.nom]) == tuple(EXEMPLES[table.nom]) == table.noms
    assert all(EXEMPLES[table.nom].values())


def test_rien_n_est_decrit_qui_n_existe_pas() -> None:
    assert set(TITRES) == set(SENS) == set(EXEMPLES) == {table.nom for table in TOUTES}


def test_la_page_est_celle_que_compose_la_description() -> None:
    """Sinon, la refaire : ``python -m tests.maquettes.page_du_dossier``."""
    assert PAGE.read_text(encoding="utf-8") == composer()


def test_les_exemples_font_un_dossier_sous_ses_trois_formes(tmp_path: Path) -> None:
    repertoire = tmp_path / "dossier"
    repertoire.mkdir()
    page = PAGE.read_text(encoding="utf-8")
    for nom, contenu in fichiers_d_exemple().items():
        assert contenu in page
        (repertoire / nom).write_text(contenu, encoding="utf-8")
    lu = lire_dossier(repertoire)
    assert [len(table) for table in (lu.operations, lu.plan, lu.journal, lu.reestimations, lu.insertion)] == [1] * 5
    for forme in ("dossier.json", "dossier.xlsx"):
        convertir(repertoire, tmp_path / forme)
        assert lire_dossier(tmp_path / forme) == lu

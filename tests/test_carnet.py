"""Le carnet d’exemple s’exécute de haut en bas, comme dans un carnet, et montre des tables françaises."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.financement.lecture_html import PERMISES, cellules, lire

CARNET = Path(__file__).parent.parent / "examples" / "09_carnet.ipynb"


def executer(source: str, noms: dict[str, Any]) -> Any:
    """Ce que vaut la dernière expression d’une cellule, les instructions qui la précèdent exécutées."""
    arbre = ast.parse(source)
    derniere = arbre.body.pop() if arbre.body and isinstance(arbre.body[-1], ast.Expr) else None
    exec(compile(arbre, str(CARNET), "exec"), noms)  # noqa: S102 -- le carnet du dépôt, pas une entrée
    if not isinstance(derniere, ast.Expr):
        return None
    return eval(compile(ast.Expression(derniere.value), str(CARNET), "eval"), noms)  # noqa: S307 -- idem


@pytest.fixture(scope="module")
def carnet() -> dict[str, Any]:
    lu: dict[str, Any] = json.loads(CARNET.read_text(encoding="utf-8"))
    return lu


def test_chaque_cellule_s_execute_et_montre_quelque_chose(carnet: dict[str, Any]) -> None:
    noms: dict[str, Any] = {"__name__": "__main__"}
    montres = []
    for cellule in carnet["cells"]:
        if cellule["cell_type"] == "code":
            valeur = executer("".join(cellule["source"]), noms)
            assert valeur is not None
            montres.append(valeur)
    tables = [valeur._repr_html_() for valeur in montres if type(valeur).__module__.startswith("financement")]
    assert [type(v).__name__ for v in montres if type(v).__module__.startswith("financement")] == [
        *("Situation", "Ventilation", "Constats", "Cloture", "Explication", "Comparaison")
    ]
    for html in tables:
        assert lire(html).balises <= PERMISES | {"p"}
        assert len(cellules(html)) > 1
    assert "23 000 000,00" in {texte for rangee in cellules(tables[0]) for texte in rangee}


def test_le_carnet_est_sans_sortie_et_de_format_4(carnet: dict[str, Any]) -> None:
    """Une sortie enregistrée vieillirait ; la relire vaut la réexécuter."""
    assert (carnet["nbformat"], carnet["nbformat_minor"]) == (4, 5)
    identites = [cellule["id"] for cellule in carnet["cells"]]
    assert len(identites) == len(set(identites))
    assert all(cellule.get("outputs", []) == [] for cellule in carnet["cells"])

"""Un paquet absent se dit en français, avec la ligne exacte qui l’installe."""

import sys
import tomllib
from pathlib import Path

import pytest

from exports.livraison.paquets import PYARROW, PYPDF, PYTHON_DOCX, TYPST, Paquet, PaquetAbsent, exiger

PROJET = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_un_paquet_present_ne_dit_rien() -> None:
    exiger("pdf", TYPST, PYPDF)


def test_un_paquet_absent_donne_la_ligne_qui_l_installe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(PaquetAbsent) as leve:
        exiger("pdf", TYPST, PYPDF)
    assert str(leve.value) == (
        "Le format pdf demande le paquet « pypdf », qui n’est pas installé. "
        'L’installer : pip install "financement-renouvellement-urbain[pdf]". [PAQUET-01]'
    )


@pytest.mark.parametrize("paquet", [TYPST, PYPDF, PYTHON_DOCX, PYARROW])
def test_l_extra_annonce_apporte_le_paquet(paquet: Paquet) -> None:
    assert PROJET["name"] == "financement-renouvellement-urbain"
    exigences = PROJET["optional-dependencies"][paquet.extra]
    assert any(exigence.startswith(f"{paquet.distribution}>=") for exigence in exigences)

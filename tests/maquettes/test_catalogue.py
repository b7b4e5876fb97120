"""La page des erreurs et la bibliothèque disent la même chose, mot pour mot."""

import re
from itertools import groupby
from pathlib import Path

import pytest

from maquettes.description.limites_de_lecture import FAUTES_GARDEES
from tests.maquettes.catalogue_erreurs import DOSSIER, Exemple, exemples, messages, preparer
from tests.modeles import FAUTES_DECLAREES

_SECTIONS = list(exemples())
BASE, EXEMPLES = _SECTIONS[0], _SECTIONS[1:]
CE_QUI_CHANGE = re.escape("⟨…⟩")


def test_la_page_donne_chaque_code_une_fois_et_ses_domaines_dans_l_ordre() -> None:
    codes = [exemple.code for exemple in EXEMPLES]
    assert sorted(codes) == sorted(FAUTES_DECLAREES)
    assert codes == [c for domaine, _ in groupby(codes, un_domaine) for c in sorted(codes) if un_domaine(c) == domaine]


def un_domaine(code: str) -> str:
    return code.partition("-")[0]


def test_le_dossier_de_base_est_correct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    preparer(BASE, Path(DOSSIER))
    assert len(BASE.gestes) == 4
    assert messages(BASE) == []


@pytest.mark.parametrize("exemple", EXEMPLES, ids=lambda exemple: exemple.code)
def test_l_exemple_donne_exactement_le_message(
    exemple: Exemple, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    preparer(BASE, Path(DOSSIER))
    preparer(exemple, Path(DOSSIER))
    dits = messages(exemple)
    if exemple.code == "LECTURE-17":
        assert len(dits[:-1]) == FAUTES_GARDEES
        dits = dits[-1:]
    assert len(dits) == 1, "un exemple montre une erreur et une seule"
    assert re.fullmatch(re.escape(exemple.message).replace(CE_QUI_CHANGE, ".+"), dits[0]), f"{dits[0]}"
    assert dits[0].endswith(f"[{exemple.code}]")

"""Un SIRET à la clé fausse se lit sous les trois formes, et un constat le dit à son lieu."""

from pathlib import Path

import pytest

from financement.controles.registre import controler
from maquettes import convertir, lire_dossier
from tests.maquettes.dossier_type import FICHIERS, poser

# La clé de 1234567890123 est 7 : voir le contrôle SIRET-01.
ORGANISMES = """
[[maitres_ouvrage]]
code = "SEM"
nom = "Société d’économie mixte"
siret = "123 456 789 01234"

[[maitres_ouvrage]]
code = "SYNDICAT"
nom = "Syndicat"
siret = "12345678901237"
"""


@pytest.mark.parametrize(
    ("nom", "lieu"),
    [
        ("dossier", "convention.toml, ligne 28, clé siret"),
        ("dossier.json", "dossier.json, maitres_ouvrage[0].siret"),
        ("dossier.xlsx", "dossier.xlsx, feuille Maîtres d’ouvrage, C7, colonne siret"),
    ],
)
def test_une_cle_fausse_est_un_constat_et_non_une_faute(tmp_path: Path, nom: str, lieu: str) -> None:
    convertir(poser(tmp_path / "source", convention=FICHIERS["convention.toml"] + ORGANISMES), tmp_path / nom)
    lu = lire_dossier(tmp_path / nom)
    assert [m.siret for m in lu.convention.maitres_ouvrage] == ["12345678901234", "12345678901237"]
    (constat,) = (constat for constat in controler(lu) if constat.code == "SIRET-01")
    assert "SIRET 12345678901234" in constat.message
    assert str(constat.provenance) == lieu

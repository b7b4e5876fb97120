"""Le plan de la maison dit l’arbre tel qu’il est : chaque salle, sa phrase, ses étages, et des lieux qui existent."""

import re
import tomllib
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import Final

import pytest

RACINE: Final = Path(__file__).parent.parent
PAGE: Final = (RACINE / "docs" / "architecture.md").read_text(encoding="utf-8")
PAQUETS: Final = ("financement", "maquettes", "exports")
MODULES_AU_PLUS: Final = 20


def salles() -> list[str]:
    """Chaque répertoire de modules, « financement/cloture/ »."""
    inits = (init for paquet in PAQUETS for init in (RACINE / paquet).rglob("__init__.py"))
    return sorted(f"{init.parent.relative_to(RACINE).as_posix()}/" for init in inits)


def phrase(salle: str) -> str:
    """La première phrase de la docstring d’une salle, telle que la page l’écrit."""
    document = getdoc(import_module(salle.strip("/").replace("/", "."))) or ""
    premiere = document.partition("\n\n")[0].replace("\n", " ")
    return re.sub(r":\w+:`([^`]+)`", r"`\1`", premiere).replace("``", "`")


def test_chaque_salle_a_sa_phrase() -> None:
    dites = dict(re.findall(r"^\| `((?:financement|maquettes|exports)/(?:\w+/)*)` \| (.+) \|$", PAGE, re.MULTILINE))
    assert dites == {salle: phrase(salle) for salle in salles()}


@pytest.mark.parametrize("salle", salles())
def test_une_salle_n_a_que_quelques_voisins(salle: str) -> None:
    assert len([m for m in (RACINE / salle).glob("*.py") if m.name != "__init__.py"]) <= MODULES_AU_PLUS


def test_chaque_lieu_nomme_existe() -> None:
    nommes = set(re.findall(r"`([\w./]+/[\w./]*|[\w/]+\.(?:py|md|toml))`", PAGE))
    assert len(nommes) > len(salles())
    assert sorted(lieu for lieu in nommes if not (RACINE / lieu).exists()) == []


@pytest.mark.parametrize("paquet", PAQUETS)
def test_le_dessin_suit_les_etages_des_contrats(paquet: str) -> None:
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    contrats = projet["tool"]["importlinter"]["contracts"]
    (etages,) = [contrat["layers"] for contrat in contrats if contrat.get("containers") == [paquet]]
    rang = {salle: i for i, etage in enumerate(etages) for salle in etage.split(" | ")}
    dessin = re.search(rf"^ {paquet} .*?(?=^ \w|^ +└)", PAGE, re.MULTILINE | re.DOTALL)
    assert dessin
    dessines = [re.findall(r"\w+", etage) for etage in re.split("▸", re.sub(r"[│┌┐├┤─┼▲]", " ", dessin[0]))]
    rangs = [[rang[nom] for nom in noms if nom in rang] for noms in dessines]
    assert [] not in rangs
    assert all(haut < bas for haut, bas in zip(map(max, rangs[:-1]), map(min, rangs[1:]), strict=True))

"""Lire coûte à proportion du fichier, quelle que soit sa forme : la mémoire est comptée, non la durée."""

import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from financement.fautes.faute import DossierRefuse
from maquettes import lire_dossier
from maquettes.description.limites_de_lecture import FAUTES_GARDEES
from tests.maquettes.catalogue_erreurs import DOSSIER, exemples, preparer

BASE: Final = next(exemples())
PLAN: Final = "version;operation;financeur;nature;montant\n"
TAILLE: Final = 150_000
OCTETS_D_UNE_FAUTE: Final = 600


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    lieu = tmp_path / DOSSIER
    preparer(BASE, lieu)
    return lieu


def _en_tete(taille: int) -> str:
    return PLAN.strip() + "".join(f";colonne{rang}" for rang in range(taille // 12)) + "\n"


def _convention(taille: int) -> str:
    return "".join(f"cle{rang} = 1\n" for rang in range(taille // 13))


ENTREES: list[tuple[str, Callable[[int], str]]] = [
    ("plan.csv", lambda taille: PLAN + "\n" * taille),
    ("plan.csv", lambda taille: PLAN + "a\n" * (taille // 2)),
    ("plan.csv", lambda taille: PLAN + "".join(f"0;INCONNU{rang};ANRU;subvention;1\n" for rang in range(taille // 33))),
    ("plan.csv", _en_tete),
    ("journal.csv", lambda taille: "date;type;operation;financeur;nature;montant\n" + "\n" * taille),
    ("convention.toml", _convention),
    ("convention.toml", lambda taille: f"a = {'9' * taille}\n"),
    ("convention.toml", lambda taille: "a" + ".a" * (taille // 2) + " = 1\n"),
    ("convention.toml", lambda taille: "".join(f"[t{rang}]\n" for rang in range(taille // 8))),
]


@pytest.mark.parametrize(("fichier", "contenu"), ENTREES)
def test_la_memoire_suit_la_taille_du_fichier(dossier: Path, fichier: str, contenu: Callable[[int], str]) -> None:
    """Quarante fois l’entrée au plus, outre les fautes gardées, et une fois chargé ce qui l’est de toute façon."""
    entree = dossier / fichier

    def lire() -> None:
        with suppress(DossierRefuse):
            lire_dossier(dossier)

    entree.write_text(contenu(2_000), encoding="utf-8")
    lire()
    entree.write_text(contenu(TAILLE), encoding="utf-8")
    tracemalloc.start()
    lire()
    _, pointe = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert pointe <= 40 * entree.stat().st_size + FAUTES_GARDEES * OCTETS_D_UNE_FAUTE

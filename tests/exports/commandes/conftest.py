"""Le Noyer Doré copié, converti, et la commande appelée comme à la console."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from exports.commandes import principal
from exports.commandes.affichage.sortie import MARQUE_UTF_8
from exports.exemple import chemin_exemple
from financement.valeurs.montants import ESPACE_FINE


class Reponse(NamedTuple):
    """Ce que rend une commande : code, sortie standard, sortie d’erreur.

    Espaces fines rendues ordinaires ; la marque qui ouvre un csv, éprouvée pour elle-même, est retirée.
    """

    code: int
    sortie: str
    erreur: str


Commande = Callable[..., Reponse]
Rangees = list[dict[str, str]]


@pytest.fixture
def financement(capsys: pytest.CaptureFixture[str]) -> Commande:
    """Appelle ``financement`` dans le processus du test."""

    def appeler(*mots: object) -> Reponse:
        code = principal([str(mot) for mot in mots])
        ecrit = capsys.readouterr()
        sortie = ecrit.out.removeprefix(MARQUE_UTF_8).replace(ESPACE_FINE, " ")
        return Reponse(code, sortie, ecrit.err.replace(ESPACE_FINE, " "))

    return appeler


@pytest.fixture
def noyer(tmp_path: Path, financement: Commande) -> Path:
    """Une copie du Noyer Doré, écrite par ``financement exemple``."""
    destination = tmp_path / "noyer"
    assert financement("exemple", destination).code == 0
    return destination


@pytest.fixture(scope="session")
def rangees() -> Callable[[str], Rangees]:
    """Les rangées d’une table du Noyer Doré, lues sans la bibliothèque."""

    def lire(nom: str) -> Rangees:
        with (chemin_exemple() / f"{nom}.csv").open(encoding="utf-8-sig", newline="") as flux:
            return list(csv.DictReader(flux, delimiter=";"))

    return lire

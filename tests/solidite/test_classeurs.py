"""Quelques classeurs mutés à chaque essai ; des dizaines de milliers, par « make solidite »."""

from dataclasses import replace

import pytest

from maquettes.tableur.cellules import Cellules
from maquettes.tableur.contenu import CelluleLue, ClasseurLu, GenreCellule
from maquettes.tableur.lecture import lire_classeur
from tests.solidite import classeurs
from tests.solidite.classeurs import eprouver, juger


def test_la_loi() -> None:
    bilan = eprouver(0, 100)
    assert bilan.anomalies == []
    assert {"lu juste", "refusé"} <= set(bilan.issues)


def test_l_epreuve_voit_une_valeur_qui_n_est_pas_celle_du_classeur(monkeypatch: pytest.MonkeyPatch) -> None:
    def lire_de_travers(nom: str, octets: bytes) -> ClasseurLu:
        lu = lire_classeur(nom, octets)
        premiere, *autres = lu.feuilles
        fausse = CelluleLue(GenreCellule.NOMBRE, "1234.51")
        faussees = Cellules.de({**premiere.cellules, (1, 1): fausse})
        return replace(lu, feuilles=(replace(premiere, cellules=faussees), *autres))

    sain = classeurs._modele()
    assert juger(sain) == ("lu juste", "")
    monkeypatch.setattr(classeurs, "lire_classeur", lire_de_travers)
    assert "1234.51" in juger(sain)[1]


def test_l_epreuve_voit_une_panne(monkeypatch: pytest.MonkeyPatch) -> None:
    def tomber(nom: str, _octets: bytes) -> ClasseurLu:
        raise KeyError(nom)

    monkeypatch.setattr(classeurs, "lire_classeur", tomber)
    assert juger(b"")[1].startswith("KeyError")

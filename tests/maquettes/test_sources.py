"""La taille permise à un fichier : celle d'un fichier de dossier, ou celle que dit l'appelant."""

from pathlib import Path

import pytest

from financement.montants import ESPACE_FINE
from maquettes.sources import LIMITE_OCTETS, SourceRefusee, lire_octets


def de_taille(chemin: Path, octets: int) -> Path:
    with chemin.open("wb") as flux:
        flux.truncate(octets)
    return chemin


def test_un_fichier_de_dossier_a_toujours_la_meme_limite(tmp_path: Path) -> None:
    assert len(lire_octets(de_taille(tmp_path / "juste", LIMITE_OCTETS))) == 50_000_000
    with pytest.raises(SourceRefusee):
        lire_octets(de_taille(tmp_path / "trop", LIMITE_OCTETS + 1))


def test_une_autre_limite_est_suivie_et_dite(tmp_path: Path) -> None:
    assert len(lire_octets(de_taille(tmp_path / "grand", LIMITE_OCTETS + 1), 60_000_000)) == 50_000_001
    with pytest.raises(SourceRefusee) as leve:
        lire_octets(de_taille(tmp_path / "petit", 11), 10)
    assert "pèse 11 octets, plus que la limite de 10 octets" in str(leve.value.faute)
    with pytest.raises(SourceRefusee) as leve:
        lire_octets(de_taille(tmp_path / "creux", 2_000_000_001), 2_000_000_000)
    assert "2 000 000 001 octets, plus que la limite de 2 000 000 000" in str(leve.value.faute).replace(
        ESPACE_FINE, " "
    )

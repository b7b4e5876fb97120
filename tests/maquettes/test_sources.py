"""La lecture d’un fichier : sa taille permise, et le refus de celui qui change pendant qu’on le lit."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from financement.valeurs.montants import ESPACE_FINE
from maquettes.fichiers.sources import LIMITE_OCTETS, EtatDeFichier, SourceRefusee, est_reste, lire_octets
from tests.maquettes.fichiers_mouvants import a_l_ouverture_de


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


def agrandir(chemin: Path) -> None:
    with chemin.open("ab") as flux:
        flux.write(b"2009-09-01;solde;OP1;ANRU;;41000,00;;\n")


def remplacer(chemin: Path) -> None:
    autre = chemin.with_suffix(".nouveau")
    autre.write_bytes(chemin.read_bytes())
    autre.replace(chemin)


def redater(chemin: Path) -> None:
    etat = chemin.stat()
    os.utime(chemin, ns=(etat.st_atime_ns, etat.st_mtime_ns + 1))


@pytest.mark.parametrize("agir", [agrandir, remplacer, redater])
def test_un_fichier_qui_change_pendant_la_lecture_est_refuse(tmp_path: Path, agir: Callable[[Path], None]) -> None:
    journal = tmp_path / "journal.csv"
    journal.write_bytes(b"date;type\n")
    with a_l_ouverture_de(journal.name, lambda: agir(journal)), pytest.raises(SourceRefusee) as leve:
        lire_octets(journal)
    assert leve.value.faute.code == "LECTURE-15"
    assert "« journal.csv » a changé pendant la lecture" in leve.value.faute.message


def test_un_fichier_qui_disparait_est_dit_par_son_nom(tmp_path: Path) -> None:
    journal = tmp_path / "journal.csv"
    journal.write_bytes(b"date;type\n")
    with a_l_ouverture_de(journal.name, journal.unlink), pytest.raises(SourceRefusee) as leve:
        lire_octets(journal)
    assert leve.value.faute.code == "LECTURE-15"
    assert "« journal.csv » a disparu pendant la lecture" in leve.value.faute.message


def test_un_fichier_reecrit_sans_que_sa_date_ni_sa_taille_changent_est_relu_et_refuse(tmp_path: Path) -> None:
    """Certains supports datent à deux secondes près : la seconde lecture voit ce que la date ne dit pas."""
    journal = tmp_path / "journal.csv"
    journal.write_bytes(b"a" * 3_000_000)
    etat = journal.stat()
    octets = journal.read_bytes()
    with journal.open("r+b") as flux:
        flux.seek(2_500_000)
        flux.write(b"b")
    os.utime(journal, ns=(etat.st_atime_ns, etat.st_mtime_ns))
    with journal.open("rb") as flux:
        assert not est_reste(flux, octets, EtatDeFichier.de(journal.stat()))
        assert est_reste(flux, journal.read_bytes(), EtatDeFichier.de(journal.stat()))

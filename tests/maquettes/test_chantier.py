"""Les provisoires d’un processus mort sont retirés par le suivant ; ceux d’un vivant, jamais."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from maquettes import EcritureRefusee
from maquettes.fichiers.chantier import Chantier
from maquettes.fichiers.ecriture import ecrire_fichier, ecrire_fichiers, ecrire_nouveau_fichier, ecrire_repertoire

RACINE: Final = Path(__file__).parents[2]
# Un autre processus, qui prépare un fichier et un répertoire, puis attend.
OUVRIER: Final = """
import sys, time
from pathlib import Path
from maquettes.fichiers.chantier import Chantier
with Chantier(Path(sys.argv[1])) as chantier:
    chantier.nouveau().write_bytes(b"moitie")
    repertoire = chantier.nouveau()
    repertoire.mkdir()
    (repertoire / "convention.toml").write_bytes(b"moitie")
    print("prêt", flush=True)
    time.sleep(60)
"""


def noms(lieu: Path) -> list[str]:
    return sorted(entree.name for entree in lieu.iterdir())


@pytest.fixture
def ouvrier(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    environnement = {**os.environ, "PYTHONPATH": str(RACINE)}
    commande = [sys.executable, "-c", OUVRIER, str(tmp_path)]
    with subprocess.Popen(commande, stdout=subprocess.PIPE, encoding="utf-8", env=environnement) as lance:
        assert lance.stdout is not None
        assert lance.stdout.readline() == "prêt\n"
        yield lance
        lance.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="le signal qui tue est une affaire de POSIX")
def test_les_provisoires_d_un_mort_sont_retires_ceux_d_un_vivant_restent(
    tmp_path: Path, ouvrier: subprocess.Popen[str]
) -> None:
    siens = noms(tmp_path)
    assert len(siens) == 3
    (tmp_path / ".0123456789abcdef.provisoire").write_bytes(b"d'un autre logiciel")
    ecrire_fichier(tmp_path / "a.txt", b"a")
    assert noms(tmp_path) == sorted([*siens, ".0123456789abcdef.provisoire", "a.txt"])
    ouvrier.send_signal(signal.SIGKILL)
    ouvrier.wait(timeout=120)
    assert noms(tmp_path) == sorted([*siens, ".0123456789abcdef.provisoire", "a.txt"])
    ecrire_nouveau_fichier(tmp_path / "b.txt", b"b")
    assert noms(tmp_path) == [".0123456789abcdef.provisoire", "a.txt", "b.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="le signal qui tue est une affaire de POSIX")
def test_un_repertoire_que_seul_un_mort_remplissait_est_vide(tmp_path: Path, ouvrier: subprocess.Popen[str]) -> None:
    with pytest.raises(EcritureRefusee, match="n’est pas vide"):
        ecrire_repertoire(tmp_path, {"a": b"1"}, dernier="a")
    ouvrier.kill()
    ouvrier.wait(timeout=120)
    ecrire_repertoire(tmp_path, {"a": b"1"}, dernier="a")
    assert noms(tmp_path) == ["a"]


def test_des_provisoires_sans_temoin_sont_ceux_d_un_mort(tmp_path: Path) -> None:
    (tmp_path / ".financement-0123456789abcdef-0.provisoire").write_bytes(b"moitie")
    (tmp_path / ".financement-0123456789abcdef-1.provisoire").symlink_to(RACINE, target_is_directory=True)
    ecrire_fichiers(tmp_path, {"a": b"1"})
    assert noms(tmp_path) == ["a"]
    assert (RACINE / "pyproject.toml").exists()


def test_un_chantier_ne_laisse_rien(tmp_path: Path) -> None:
    with Chantier(tmp_path) as premier, Chantier(tmp_path) as second:
        for chantier in (premier, second):
            chantier.nouveau().write_bytes(b"x")
            chantier.nouveau().mkdir()
        assert len(noms(tmp_path)) == 6
    assert noms(tmp_path) == []


@pytest.mark.parametrize("support", ["à plusieurs noms", "à un seul nom"])
def test_de_deux_ecritures_simultanees_du_meme_nom_une_seule_reussit(
    support: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if support == "à un seul nom":
        monkeypatch.setattr(os, "link", refuser)
    issues: list[str] = []
    for essai in range(20):
        (tmp_path / f"rempli-{essai}").mkdir()
        depart = threading.Barrier(2)

        def ecrire(qui: bytes, essai: int = essai, depart: threading.Barrier = depart) -> None:
            for geste in (
                partial(ecrire_nouveau_fichier, tmp_path / f"fichier-{essai}", qui * 1000),
                partial(ecrire_repertoire, tmp_path / f"cree-{essai}", {"a": qui, "b": qui}, dernier="a"),
                partial(ecrire_repertoire, tmp_path / f"rempli-{essai}", {"a": qui, "b": qui}, dernier="a"),
            ):
                depart.wait()
                try:
                    geste()
                    issues.append("écrit")
                except EcritureRefusee:
                    issues.append("refusé")

        fils = [threading.Thread(target=ecrire, args=(qui,)) for qui in (b"1", b"2")]
        for un in fils:
            un.start()
        for un in fils:
            un.join()
        assert (tmp_path / f"fichier-{essai}").read_bytes() in {b"1" * 1000, b"2" * 1000}
        for nom in ("cree", "rempli"):
            lieu = tmp_path / f"{nom}-{essai}"
            assert noms(lieu) == ["a", "b"]
            assert (lieu / "a").read_bytes() == (lieu / "b").read_bytes()
    assert issues.count("écrit") == issues.count("refusé") == 60
    assert not [nom for nom in noms(tmp_path) if nom.endswith(".provisoire")]

"""Les remèdes que le système demande : des droits, de la place."""

import os
import signal
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import pytest

from financement.fautes.faute import ErreurFinancement, Faute
from maquettes import convertir, lire_dossier
from tests.maquettes.catalogue_erreurs import exemples, preparer

resource = pytest.importorskip("resource", reason="les limites d’un processus sont celles d’Unix")

BASE, *_ = exemples()
PERSONNE: Final = 65534


@contextmanager
def sans_privilege() -> Iterator[None]:
    """Comme une personne ordinaire, même si les tests tournent en administrateur, qui lit et écrit partout."""
    administrateur = os.geteuid() == 0
    if administrateur:
        os.seteuid(PERSONNE)
    try:
        yield
    finally:
        if administrateur:
            os.seteuid(0)


@contextmanager
def sans_place() -> Iterator[None]:
    """Comme sur un support où presque rien ne tient plus."""
    avant = resource.getrlimit(resource.RLIMIT_FSIZE)
    ancien = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, avant[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, avant)
        signal.signal(signal.SIGXFSZ, ancien)


@pytest.fixture
def lieu() -> Generator[Path]:
    """Un répertoire que tous traversent, avec le dossier de la page."""
    with tempfile.TemporaryDirectory() as nom:
        racine = Path(nom)
        racine.chmod(0o755)
        preparer(BASE, racine / "dossier")
        yield racine


def faute_de(action: Callable[[], object]) -> Faute:
    with pytest.raises(ErreurFinancement) as leve:
        action()
    (constatee,) = leve.value.fautes
    return constatee


def test_un_fichier_refuse_est_lu_une_fois_ses_droits_rendus(lieu: Path) -> None:
    plan = lieu / "dossier" / "plan.csv"
    plan.chmod(0)
    with sans_privilege():
        constatee = faute_de(lambda: lire_dossier(lieu / "dossier"))
    assert (constatee.code, "accès refusé" in constatee.message) == ("LECTURE-13", True)
    assert constatee.remede == "Vérifier les droits et que le fichier n’est pas ouvert ailleurs."
    plan.chmod(0o644)
    with sans_privilege():
        assert len(lire_dossier(lieu / "dossier").plan) == 2


@pytest.mark.parametrize(
    ("empechement", "droits", "cause"),
    [
        pytest.param(sans_privilege, 0o555, "accès refusé", id="les droits"),
        pytest.param(sans_place, 0o777, "le fichier dépasse la taille permise", id="la place"),
    ],
)
def test_une_destination_refusee_est_ecrite_ensuite(
    empechement: Callable[[], AbstractContextManager[None]], droits: int, cause: str, lieu: Path
) -> None:
    sortie = lieu / "sortie"
    sortie.mkdir()
    sortie.chmod(droits)

    def ecrire() -> None:
        convertir(lieu / "dossier", sortie / "dossier.json")

    with empechement():
        constatee = faute_de(ecrire)
    assert (constatee.code, cause in constatee.message) == ("ECRITURE-01", True), constatee
    assert "vérifier la place disponible et les droits" in constatee.remede
    assert list(sortie.iterdir()) == []
    sortie.chmod(0o777)
    with sans_privilege():
        ecrire()
    assert lire_dossier(sortie / "dossier.json") == lire_dossier(lieu / "dossier")

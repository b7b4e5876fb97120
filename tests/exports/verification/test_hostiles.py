"""Un fichier tronqué, abîmé ou hostile est refusé en français ou confondu : jamais une trace d’exécution."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.verification.verification import verifier
from financement.fautes.faute import DossierRefuse
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur import balises, garde
from maquettes.tableur.feuille import LecteurDeFeuille
from tests.exports.verification.jeux import VERIFIABLES, Jeu
from tests.profils import PESANTS

_LENT: Final = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


def eprouver(fichier: Path, octets: bytes, dossier: Path) -> bool:
    """Le fichier, remplacé par ces octets, est refusé, ou vérifié ; rend sa conformité, si elle est sans réserve."""
    fichier.write_bytes(octets)
    try:
        lue = verifier(fichier, dossier)
    except SourceRefusee as leve:
        refus = leve.faute
    else:
        return lue.conforme and not lue.reserves
    assert refus.message.endswith(".")
    assert refus.code.partition("-")[0] in {"CLASSEUR", "VERIFICATION"}
    return False


@pytest.mark.parametrize("forme", VERIFIABLES)
@pytest.mark.parametrize("part", [0, 1, 50, 99])
def test_un_fichier_tronque_n_est_jamais_conforme(forme: str, part: int, jeu: Jeu) -> None:
    fichier = jeu.fichier(forme)
    octets = fichier.read_bytes()
    assert not eprouver(fichier, octets[: len(octets) * part // 100], jeu.dossier)


@pytest.mark.parametrize("forme", VERIFIABLES)
def test_un_octet_change_n_est_jamais_conforme(forme: str, modele: Jeu, tmp_path: Path) -> None:
    intact = modele.fichier(forme).read_bytes()
    for voisin in modele.sortie.glob("*.csv"):
        (tmp_path / voisin.name).symlink_to(voisin)
    fichier = tmp_path / modele.fichier(forme).name
    fichier.unlink(missing_ok=True)

    @settings(PESANTS, suppress_health_check=_LENT)
    @given(
        st.lists(
            st.tuples(st.integers(0, len(intact) - 1), st.integers(1, 255)),
            min_size=1,
            max_size=4,
            unique_by=lambda c: c[0],
        )
    )
    def eprouver_des_octets(changements: list[tuple[int, int]]) -> None:
        abime = bytearray(intact)
        for place, masque in changements:
            abime[place] ^= masque
        assert not eprouver(fichier, bytes(abime), modele.dossier)

    eprouver_des_octets()


@given(octets=st.binary(max_size=400))
@settings(suppress_health_check=_LENT)
@pytest.mark.parametrize(
    "debut", [b"", b"%PDF-1.7\n", b"PK\x03\x04xl/workbook.xml", b"<!doctype html>", b"libelle;valeur\n"]
)
def test_des_octets_quelconques_sont_refuses(debut: bytes, octets: bytes, tmp_path: Path) -> None:
    assert not eprouver(tmp_path / "f", debut + octets, tmp_path)


def test_un_fichier_demesure_est_refuse_sans_etre_lu(jeu: Jeu) -> None:
    with jeu.fichier("xlsx").open("wb") as flux:
        flux.truncate(10_000_000_000)
    with pytest.raises(SourceRefusee, match="plus que la limite de"):
        verifier(jeu.fichier("xlsx"), jeu.dossier)


def test_ni_un_repertoire_ni_un_tube_ni_un_absent_n_est_un_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    for nom, attendu in (("tube", "un fichier ordinaire"), ("", "un fichier ordinaire"), ("absent", "n’existe pas")):
        with pytest.raises(SourceRefusee, match=attendu):
            verifier(tmp_path / nom)


@pytest.mark.parametrize("date", ["0001-01-01", "1969-12-31", "9999-12-31", "2004-06-30"])
def test_un_sceau_d_une_date_impossible_est_confondu(date: str, jeu: Jeu) -> None:
    fichier = jeu.fichier("csv")
    fichier.write_bytes(fichier.read_bytes().replace(b'""2012-12-31""', f'""{date}""'.encode()))
    assert verifier(fichier, jeu.dossier).document.accord is False


def test_un_sceau_retire_est_dit(jeu: Jeu) -> None:
    fichier = jeu.fichier("csv")
    fichier.write_bytes(fichier.read_bytes().replace(b"\nSceau;", b"\nSceaux;"))
    with pytest.raises(SourceRefusee, match="il ne porte pas le sceau d’une annexe"):
        verifier(fichier, jeu.dossier)


def test_un_classeur_sans_sceau_est_refuse_avant_que_ses_feuilles_soient_lues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deux millions de cellules prendraient des dizaines de secondes avant que le sceau manque."""
    sauf_une_feuille = balises.mesurer

    def mesurer(partie: str, ouvrir: Callable[[str], Iterable[bytes]]) -> None:
        assert "/worksheets/" not in partie
        sauf_une_feuille(partie, ouvrir)

    monkeypatch.setattr(garde, "mesurer", mesurer)
    monkeypatch.delattr(LecteurDeFeuille, "lire")
    openpyxl.Workbook().save(tmp_path / "budget.xlsx")
    with pytest.raises(SourceRefusee, match="il ne porte pas le sceau d’une annexe"):
        verifier(tmp_path / "budget.xlsx")


def test_un_dossier_donne_absent_est_refuse(jeu: Jeu) -> None:
    with pytest.raises(DossierRefuse, match="n’existe pas"):
        verifier(jeu.fichier("xlsx"), jeu.dossier / "absent")

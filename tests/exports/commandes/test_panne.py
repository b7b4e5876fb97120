"""Une panne imprévue de la commande : une phrase, le code 70, et ce qui a été écrit."""

import json
from argparse import Namespace
from pathlib import Path
from typing import NoReturn

import pytest

from exports.commandes import annexe, execution, panne
from exports.commandes.panne import PANNE, Temoin
from maquettes import dossiers
from maquettes.fichiers.encodage import decoder_une_table
from maquettes.portefeuille import lecture
from tests.exports.commandes.conftest import Commande

ANNEXE = ("--au", "2015-03-31", "--formats", "csv", "--sortie")


def tomber(*_valeurs: object, **_options: object) -> NoReturn:
    raise KeyError("limite")


@pytest.fixture
def plan_qui_fait_tomber(monkeypatch: pytest.MonkeyPatch) -> None:
    """La lecture de plan.csv tombe sur une exception imprévue."""

    def lire(octets: bytes) -> str:
        return tomber() if octets.removeprefix(b"\xef\xbb\xbf").startswith(b"version;operation;fin") else juste(octets)

    juste = decoder_une_table
    monkeypatch.setattr("maquettes.formes.tables_csv.decoder_une_table", lire)


@pytest.mark.usefixtures("plan_qui_fait_tomber")
def test_une_panne_se_dit_en_francais_et_rend_70(noyer: Path, financement: Commande) -> None:
    reponse = financement("controler", noyer)
    assert (reponse.code, reponse.sortie) == (PANNE, "")
    assert "plan.csv [PANNE-01]\n" in reponse.erreur
    assert "Une panne imprévue (KeyError : maquettes.formes.tables_csv, ligne " in reponse.erreur
    assert "a arrêté « financement controler " in reponse.erreur
    assert " ». Rien n’a été écrit.\n" in reponse.erreur or "…. Rien n’a été écrit.\n" in reponse.erreur
    assert "limite" not in reponse.erreur
    assert "Traceback" not in reponse.erreur


@pytest.mark.usefixtures("plan_qui_fait_tomber")
def test_une_panne_se_dit_en_json_a_qui_le_demande(noyer: Path, financement: Commande) -> None:
    reponse = financement("situation", noyer, "--format=json")
    assert (reponse.code, reponse.erreur) == (PANNE, "")
    (dite,) = json.loads(reponse.sortie)["erreurs"]
    assert (dite["code"], dite["lu"], dite["provenance"]["fichier"]) == ("PANNE-01", "KeyError", "plan.csv")


@pytest.mark.usefixtures("plan_qui_fait_tomber")
def test_une_panne_avant_d_ecrire_laisse_la_destination(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    sortie = tmp_path / "annexe"
    reponse = financement("annexe", noyer, *ANNEXE, sortie)
    assert reponse.code == PANNE
    assert "Rien n’a été écrit." in reponse.erreur
    assert not sortie.exists()


def test_une_panne_apres_avoir_ecrit_le_dit(
    noyer: Path, tmp_path: Path, financement: Commande, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annexe, "resumer", tomber)
    sortie = tmp_path / "annexe"
    reponse = financement("annexe", noyer, *ANNEXE, sortie)
    assert reponse.code == PANNE
    assert "Rien n’a été écrit." not in reponse.erreur
    assert "Ont pu être écrits : « " in reponse.erreur
    assert list(sortie.iterdir())


def test_un_refus_du_systeme_apres_avoir_ecrit_ne_dit_pas_que_rien_ne_l_est(
    noyer: Path, tmp_path: Path, financement: Commande, monkeypatch: pytest.MonkeyPatch
) -> None:
    def manquer(*_valeurs: object, **_options: object) -> NoReturn:
        raise OSError(24, "Too many open files", "polices")

    monkeypatch.setattr(annexe, "resumer", manquer)
    reponse = financement("annexe", noyer, *ANNEXE, tmp_path / "annexe")
    assert reponse.code == PANNE
    assert "Rien n’a été écrit" not in reponse.erreur
    monkeypatch.setattr(annexe, "preparer_annexe", manquer)
    reponse = financement("annexe", noyer, *ANNEXE, tmp_path / "autre")
    assert "Rien n’a été écrit : « polices » : " in reponse.erreur
    assert reponse.code == 2


def test_une_panne_de_l_analyse_se_dit_aussi(financement: Commande, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "analyser", tomber)
    reponse = financement("controler", "rien")
    assert (reponse.code, "Rien n’a été écrit." in reponse.erreur) == (PANNE, True)


def test_une_sortie_perdue_garde_le_code_de_la_panne(financement: Commande, monkeypatch: pytest.MonkeyPatch) -> None:
    def perdre(_texte: str) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(execution, "analyser", tomber)
    monkeypatch.setattr("sys.stderr.write", perdre)
    assert financement("controler", "rien").code == PANNE


def test_une_panne_qui_ne_peut_pas_se_dire_garde_son_code(
    financement: Commande, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "analyser", tomber)
    monkeypatch.setattr(panne, "faute_de_panne", tomber)
    assert financement("controler", "rien") == (PANNE, "", "")


def test_un_portefeuille_dont_tout_dossier_fait_tomber_rend_70(
    noyer: Path, financement: Commande, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lecture, "bilan", tomber)
    reponse = financement("portefeuille", noyer, "--au", "2015-03-31")
    assert reponse.code == PANNE
    assert "de ce dossier. Il est mis de côté." in reponse.erreur
    monkeypatch.setattr(dossiers, "_lire", tomber)
    assert "PANNE-01" in financement("portefeuille", noyer, "--au", "2015-03-31", "--format", "json").sortie


def test_le_temoin_voit_tout_changement_d_une_destination(tmp_path: Path) -> None:
    fichier, dossier, absent = tmp_path / "a.xlsx", tmp_path / "d", tmp_path / "absent"
    fichier.write_bytes(b"un")
    dossier.mkdir()

    def dire(changer: object) -> str:
        temoin = Temoin()
        temoin.observer(Namespace(xlsx=fichier, sortie=dossier, vers=absent, fichier="un texte", dossier=tmp_path))
        assert callable(changer)
        changer()
        return temoin.dire()

    intact = "Rien n’a été écrit."
    assert dire(lambda: None) == intact
    assert dire(lambda: (tmp_path / "ailleurs").write_bytes(b"")) == intact
    assert f"« {fichier} »" in dire(lambda: fichier.write_bytes(b"deux"))
    assert f"« {dossier} »" in dire(lambda: (dossier / "neuf").write_bytes(b""))
    assert f"« {dossier} »" in dire(lambda: (dossier / "neuf").write_bytes(b"1"))
    assert f"« {absent} »" in dire(absent.mkdir)
    assert Temoin().dire() == intact

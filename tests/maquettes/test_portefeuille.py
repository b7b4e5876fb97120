"""Trouver et lire les dossiers d’un portefeuille : trois formes, doublons, chemins impossibles, noms hostiles."""

import multiprocessing
import os
import pickle
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from financement.portefeuille.portefeuille import BilanConvention, Portefeuille, Refus, bilan
from maquettes import convertir, lire_dossier
from maquettes.portefeuille.lecture import lire_bilan, lire_portefeuille, nommer, trouver_dossiers
from maquettes.portefeuille.lectures_reparties import TRAVAILLEURS_AU_PLUS, lire_tout, travailleurs_utiles
from tests.maquettes.dossier_type import changer, poser

AU: Final = date(2012, 1, 1)


def nomme(lieu: Path, code: str) -> Path:
    """Le dossier type, sous un autre code de convention."""
    return poser(lieu, convention=changer("convention.toml", ('code = "C1"', f'code = "{code}"')))


def noms(trouves: tuple[Path, ...], racine: Path) -> list[str]:
    return [chemin.relative_to(racine).as_posix() for chemin in trouves]


def test_les_trois_formes_et_les_repertoires_de_dossiers(tmp_path: Path) -> None:
    nomme(tmp_path / "b", "B")
    (tmp_path / "region" / "departement").mkdir(parents=True)
    nomme(tmp_path / "region" / "departement" / "a", "A")
    convertir(tmp_path / "b", tmp_path / "region" / "c.json")
    convertir(tmp_path / "b", tmp_path / "d.xlsx")
    (tmp_path / "lisez-moi.txt").write_text("rien", encoding="utf-8")
    (tmp_path / "images").mkdir()
    (tmp_path / "~$d.xlsx").write_text("verrou d’Excel", encoding="utf-8")
    (tmp_path / ".cache").mkdir()
    nomme(tmp_path / ".cache" / "e", "E")
    attendus = ["b", "d.xlsx", "region/c.json", "region/departement/a"]
    assert noms(trouver_dossiers([tmp_path]), tmp_path) == attendus
    # L'ordre et la répétition des chemins sont indifférents.
    autres = [tmp_path / "region", tmp_path / "d.xlsx", tmp_path / "region" / ".." / "b", tmp_path / "b", tmp_path]
    assert noms(trouver_dossiers(map(str, autres)), tmp_path) == attendus


def test_un_dossier_incomplet_n_est_pas_ignore(tmp_path: Path) -> None:
    nomme(tmp_path / "entier", "A")
    incomplet = poser(tmp_path / "incomplet")
    (incomplet / "convention.toml").unlink()
    assert noms(trouver_dossiers([tmp_path]), tmp_path) == ["entier", "incomplet"]
    refus = lire_bilan(incomplet, AU)
    assert isinstance(refus, Refus)
    assert [faute.code for faute in refus.fautes] == ["LECTURE-03"]


@pytest.mark.parametrize("nom", ["absent", "absent.xlsx", "absent.json", "nul\0octet", "demi\ud800", "x" * 5000])
def test_un_chemin_sans_dossier_est_rendu_et_refuse(tmp_path: Path, nom: str) -> None:
    chemin = tmp_path / nom
    assert trouver_dossiers([chemin]) == (chemin,)
    refus = lire_bilan(chemin, AU)
    assert isinstance(refus, Refus)
    assert len(refus.fautes) == 1
    refus.dossiers[0].encode()


def test_un_repertoire_vide_est_rendu_et_refuse(tmp_path: Path) -> None:
    assert trouver_dossiers([tmp_path]) == (tmp_path,)
    assert isinstance(lire_bilan(tmp_path, AU), Refus)


def test_un_lien_en_boucle_ne_se_suit_pas(tmp_path: Path) -> None:
    nomme(tmp_path / "a", "A")
    (tmp_path / "z").mkdir()
    (tmp_path / "z" / "retour").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "seul").symlink_to("seul")
    (tmp_path / "meme").symlink_to("a", target_is_directory=True)
    assert noms(trouver_dossiers([tmp_path]), tmp_path) == ["a"]


def test_un_tube_ne_fait_pas_attendre(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.json")
    (trouve,) = trouver_dossiers([tmp_path])
    assert isinstance(lire_bilan(trouve, AU), Refus)


@pytest.mark.parametrize("nom", ["=1+1", "deux\nlignes", "a;b", "\x1b[31m", "é", os.fsdecode(b"octet-\xff")])
def test_un_nom_hostile_reste_un_texte(tmp_path: Path, nom: str) -> None:
    dossier = nomme(tmp_path / nom, "A")
    lu = lire_bilan(dossier, AU)
    assert isinstance(lu, BilanConvention)
    assert lu.dossier == nommer(dossier)
    lu.dossier.encode()


def test_un_bilan_lu_est_celui_du_projet_et_voyage(tmp_path: Path) -> None:
    dossier = nomme(tmp_path / "a", "A")
    lu = lire_bilan(dossier, AU)
    assert lu == bilan(lire_dossier(dossier), au=AU, dossier=str(dossier))
    assert pickle.loads(pickle.dumps(lu)) == lu  # noqa: S301 -- ce que le test vient d'écrire
    refus = lire_bilan(tmp_path / "absent", AU)
    assert pickle.loads(pickle.dumps(refus)) == refus  # noqa: S301


def test_les_trois_formes_ont_les_memes_chiffres(tmp_path: Path) -> None:
    nomme(tmp_path / "a", "A")
    convertir(tmp_path / "a", tmp_path / "a.json")
    convertir(tmp_path / "a", tmp_path / "a.xlsx")
    portefeuille = lire_portefeuille([tmp_path], au=AU)
    assert [un.dossier for un in portefeuille.bilans] == [str(tmp_path / "a")]
    assert [refus.dossiers for refus in portefeuille.refus] == [(str(tmp_path / "a.json"), str(tmp_path / "a.xlsx"))]


def test_un_mauvais_dossier_n_arrete_pas_les_autres(tmp_path: Path) -> None:
    nomme(tmp_path / "a", "A")
    nomme(tmp_path / "b", "B")
    poser(tmp_path / "faux", plan="version;operation;financeur;nature;montant\n0;OP1;ANRU;subvention;abc\n")
    portefeuille = lire_portefeuille([tmp_path], au=AU)
    assert [un.code for un in portefeuille.bilans] == ["A", "B"]
    (refus,) = portefeuille.refus
    assert refus.dossiers == (str(tmp_path / "faux"),)
    assert [str(faute.provenance) for faute in refus.fautes] == ["plan.csv, ligne 2, colonne montant"]


def test_le_nombre_de_processus_est_indifferent(tmp_path: Path) -> None:
    for rang in range(5):
        nomme(tmp_path / f"d{rang}", f"C{rang}")
    poser(tmp_path / "double", convention=changer("convention.toml", ('code = "C1"', 'code = "C3"')), journal="x")
    suivis: list[tuple[int, int]] = []
    seul = lire_portefeuille([tmp_path], au=AU, suivre=lambda faits, tous: suivis.append((faits, tous)))
    assert suivis == [(rang, 6) for rang in range(1, 7)]
    assert lire_portefeuille([tmp_path], au=AU, travailleurs=2) == seul
    assert isinstance(seul, Portefeuille)
    assert len(seul.bilans) == 5


def _mourir_ailleurs(chemin: Path) -> str:
    if multiprocessing.parent_process() is not None and chemin.name == "3":
        os._exit(1)
    return chemin.name


def test_un_processus_que_le_systeme_arrete_n_arrete_rien() -> None:
    dossiers = [Path(str(rang)) for rang in range(6)]
    lus = lire_tout(_mourir_ailleurs, dossiers, travailleurs=2)
    assert lus == ["0", "1", "2", "3", "4", "5"]


def test_peu_de_dossiers_ne_valent_pas_d_autres_processus() -> None:
    assert [travailleurs_utiles(nombre) for nombre in (0, 1, 15)] == [1, 1, 1]
    assert 1 <= travailleurs_utiles(10**6) <= TRAVAILLEURS_AU_PLUS

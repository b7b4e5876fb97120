"""``financement portefeuille … --journal FICHIER`` : ce que la commande rend, dit et refuse d’un journal commun."""

import json
import sys
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from tests.exports.commandes.conftest import Commande
from tests.exports.commandes.test_portefeuille import AU, ENTETE, lancer, nomme

ENGAGEMENT: Final = "2008-01-01;engagement;OP1;ANRU;;50000,00;D1;"
ACOMPTE: Final = "2009-01-01;acompte;OP1;ANRU;;20000,00;M1;"


@pytest.fixture
def dossiers(tmp_path: Path) -> Path:
    """Deux conventions sans mouvement, une qui a les siens."""
    racine = tmp_path / "dossiers"
    racine.mkdir()
    nomme(racine / "a", "A", journal=ENTETE)
    nomme(racine / "b", "B", journal=ENTETE)
    nomme(racine / "c", "C", journal=f"{ENTETE}{ENGAGEMENT}\n")
    return racine


def national(lieu: Path, *lignes: str) -> Path:
    chemin = lieu / "national.csv"
    texte = "convention;" + ENTETE + "".join(f"{ligne}\n" for ligne in lignes)
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def test_chaque_dossier_recoit_sa_part_et_un_autre_garde_la_sienne(
    financement: Commande, dossiers: Path, tmp_path: Path
) -> None:
    commun = national(tmp_path, f"A;{ENGAGEMENT}", f"B;{ENGAGEMENT}", f"A;{ACOMPTE}")
    reponse = financement("portefeuille", dossiers, "--au", AU, "--journal", commun, "--format", "json")
    assert (reponse.code, reponse.erreur) == (0, "")
    contenu = json.loads(reponse.sortie)
    assert [(un["code"], un["total"]["engage"], un["total"]["paye"]) for un in contenu["conventions"]] == [
        ("A", "50000.00", "20000.00"),
        ("B", "50000.00", "0.00"),
        ("C", "50000.00", "0.00"),
    ]
    assert contenu["refus"] == []


def test_les_lignes_sans_dossier_sont_dites_partout(
    financement: Commande, dossiers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    national(tmp_path, f"A;{ACOMPTE}", f"Bé;{ACOMPTE}", f";{ACOMPTE}", f"Bé;{ACOMPTE}")
    monkeypatch.chdir(tmp_path)
    mots = ("portefeuille", dossiers, "--au", AU, "--journal", "national.csv")
    table = financement(*mots, "--xlsx", tmp_path / "s.xlsx")
    assert table.code == 0
    entete, de_be, sans, _classeur = table.erreur.splitlines()
    assert entete == ("financement : 3 lignes du journal commun ne sont celles d’aucun dossier lu, hors de tout total.")
    assert de_be.startswith(
        "    ./national.csv, ligne 3, colonne convention : La convention « Bé » n’est celle d’aucun"
    )
    assert "le plus proche est « B » ; hors de tout total : 2 lignes." in de_be
    assert sans.startswith("    ./national.csv, ligne 4, colonne convention : La convention n’est pas dite")
    assert table.sortie.splitlines()[-1] == "Hors de ces totaux : 3 lignes du journal commun, sans dossier."
    feuille = openpyxl.load_workbook(tmp_path / "s.xlsx")["Refus"]
    assert [rangee[:2] for rangee in feuille.iter_rows(min_row=5, values_only=True)] == [
        ("journal commun", "PORTEFEUILLE-02"),
        ("journal commun", "PORTEFEUILLE-03"),
    ]
    contenu: dict[str, Any] = json.loads(financement(*mots, "--format", "json").sortie)
    (refus,) = contenu["refus"]
    assert (refus["dossiers"], refus["lignes"]) == ([], 3)
    lieu = {"fichier": "./national.csv", "feuille": None, "cellule": None, "ligne": 3, "colonne": "convention"}
    assert (refus["fautes"][0]["lu"], refus["fautes"][0]["provenance"]) == ("Bé", lieu)


def test_une_faute_du_journal_commun_n_est_pas_situee_dans_le_dossier(
    financement: Commande, dossiers: Path, tmp_path: Path
) -> None:
    commun = national(tmp_path, f"A;{ACOMPTE}", f"B;{ACOMPTE.replace('20000', 'abc')}", f"C;{ACOMPTE}")
    reponse = financement("portefeuille", dossiers, "--au", AU, "--journal", commun)
    assert reponse.code == 0
    b, abc, c, deux = reponse.erreur.splitlines()
    assert b == f"financement : « {dossiers / 'b'} » est mis de côté : 1 faute."
    assert abc.startswith(f"    {commun}, ligne 3, colonne montant : « abc,00 » n’est pas un montant")
    assert c == f"financement : « {dossiers / 'c'} » est mis de côté : 1 faute."
    assert deux.startswith(f"    {dossiers / 'c'}/journal.csv, ligne 2 : La convention « C » a des mouvements")
    assert deux.endswith("[PORTEFEUILLE-01]")
    assert "Hors de ces totaux : 2 dossiers mis de côté." in reponse.sortie


def test_sans_aucun_chiffre_tout_est_dit_et_le_code_est_deux(
    financement: Commande, dossiers: Path, tmp_path: Path
) -> None:
    commun = national(tmp_path, f"C;{ACOMPTE}", f"Z;{ACOMPTE}")
    reponse = financement(
        "portefeuille",
        dossiers / "c",
        "--au",
        AU,
        "--journal",
        commun,
        "--format",
        "json",
        "--xlsx",
        tmp_path / "s.xlsx",
    )
    assert reponse.code == 2
    assert not (tmp_path / "s.xlsx").exists()
    erreurs = json.loads(reponse.sortie)["erreurs"]
    assert [(e["code"], e["provenance"]["fichier"]) for e in erreurs] == [
        ("PORTEFEUILLE-02", str(commun)),
        ("PORTEFEUILLE-01", f"{dossiers / 'c'}/journal.csv"),
    ]


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (None, "LECTURE-14"),
        (b"", "LECTURE-07"),
        (ENTETE.encode(), "COLONNE-02"),
        (f"convention;{ENTETE}A;{ACOMPTE}\n".encode("utf-16"), "LECTURE-05"),
        (f'convention;{ENTETE}A;{ACOMPTE}"ouvert\n'.encode(), "LECTURE-06"),
    ],
)
def test_un_journal_qui_ne_peut_rien_donner_de_juste_arrete_tout(
    financement: Commande, dossiers: Path, tmp_path: Path, octets: bytes | None, code: str
) -> None:
    commun = tmp_path / "national.csv"
    if octets is not None:
        commun.write_bytes(octets)
    reponse = financement("portefeuille", dossiers, "--au", AU, "--journal", commun, "--xlsx", tmp_path / "s.xlsx")
    assert (reponse.code, reponse.sortie) == (2, "")
    assert f"[{code}]" in reponse.erreur
    assert str(commun) in reponse.erreur
    assert not (tmp_path / "s.xlsx").exists()


def test_sans_pyarrow_un_parquet_dit_le_paquet_a_installer(
    financement: Commande, dossiers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    reponse = financement("portefeuille", dossiers, "--au", AU, "--journal", "absent.parquet")
    assert (reponse.code, reponse.sortie) == (2, "")
    assert "Le format parquet demande le paquet « pyarrow »" in reponse.erreur
    assert "financement-renouvellement-urbain[rapide]" in reponse.erreur


def test_memes_octets_quel_que_soit_le_nombre_de_processus(dossiers: Path, tmp_path: Path) -> None:
    commun = national(tmp_path, f"B;{ACOMPTE}", f"Z;{ACOMPTE}", f"A;{ENGAGEMENT}", f"C;{ACOMPTE}", f"A;{ACOMPTE}x;y")
    rendus = [
        lancer("portefeuille", dossiers, "--au", AU, "--journal", commun, "--format", "json", "--travailleurs", nombre)
        for nombre in (1, 2)
    ]
    assert [(rendu.returncode, rendu.stdout, rendu.stderr) for rendu in rendus[1:]] == [
        (0, rendus[0].stdout, rendus[0].stderr)
    ]


def test_une_fin_douteuse_se_dit_une_fois_du_journal_commun_et_de_chaque_dossier(
    financement: Commande, dossiers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quels que soient les processus, les chiffres sont ceux du fichier terminé."""
    commun = national(tmp_path, f"A;{ENGAGEMENT}", f"B;{ENGAGEMENT}")
    monkeypatch.chdir(tmp_path)
    mots = ("portefeuille", "dossiers", "--au", AU, "--journal", "national.csv", "--format", "json")
    terminee = financement(*mots)
    commun.write_text(commun.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    journal = dossiers / "c" / "journal.csv"
    journal.write_text(journal.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    reponse = financement(*mots)
    assert reponse.sortie == terminee.sortie
    assert [dite.partition(" : ")[2].partition(" : ")[0] for dite in reponse.erreur.splitlines()] == [
        "./national.csv, ligne 3 [FICHIER-01]",
        "dossiers/c, journal.csv, ligne 2 [FICHIER-01]",
    ]


def test_un_journal_commun_coupe_est_refuse_entier(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    commun = national(tmp_path, f"A;{ENGAGEMENT}", f"B;{ENGAGEMENT}")
    commun.write_text(commun.read_text(encoding="utf-8").removesuffix("000,00;D1;\n"), encoding="utf-8")
    reponse = financement("portefeuille", dossiers, "--au", AU, "--journal", commun)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert "[LECTURE-16]" in reponse.erreur

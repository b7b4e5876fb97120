"""Ce que les commandes disent de ce qu’elles lisent : une fin douteuse, un journal absent, les mouvements comptés."""

import json
from pathlib import Path

import pytest

from exports.texte.mots import SANS_MOUVEMENT
from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import FICHIERS, poser

ABSENT = SANS_MOUVEMENT.split(" :")[0]
JOURNAL = FICHIERS["journal.csv"]
COUPE = JOURNAL.rstrip("\n")
REMARQUE = "dossier, journal.csv, ligne 2 [FICHIER-01] : La dernière ligne ne finit pas par un retour à la ligne"


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return poser(Path("dossier"), journal=COUPE)


@pytest.mark.parametrize(
    "mots",
    [
        "situation dossier --format json",
        "cloture dossier --au 2012-12-31",
        "echeancier dossier --au 2012-12-31 --format csv",
        "expliquer dossier OP1 ANRU --au 2012-12-31",
        "comparer dossier",
        "comparer dossier dossier",
        "convertir dossier d.json",
        "maquette dossier m.xlsx",
        "avenant dossier --au 2012-12-31 --vers clos",
        "annexe dossier --au 2012-12-31 --formats csv --sortie annexe",
    ],
)
def test_chaque_commande_dit_la_fin_douteuse_hors_de_ses_chiffres(
    dossier: Path, financement: Commande, mots: str
) -> None:
    reponse = financement(*mots.split())
    assert (reponse.code, reponse.erreur.startswith(f"financement : {REMARQUE}")) == (0, True)
    assert REMARQUE not in reponse.sortie
    poser(dossier)
    for ecrit in ("d.json", "m.xlsx"):
        Path(ecrit).unlink(missing_ok=True)
    reste = financement(
        *mots.replace("--vers clos", "--vers clos.json").replace("--sortie annexe", "--sortie a").split()
    )
    # La forme d'un fichier ne change aucun chiffre.
    assert reste.erreur == ""
    if "csv" not in mots and "vers" not in mots:
        assert reste.sortie == reponse.sortie


def test_controler_en_fait_un_constat_qui_ne_bloque_rien(dossier: Path, financement: Commande) -> None:
    reponse = financement("controler", dossier, "--format", "json")
    constats = json.loads(reponse.sortie)["constats"]
    assert (constats[0]["code"], constats[0]["gravite"]) == ("FICHIER-01", "information")
    assert (constats[0]["provenance"]["fichier"], constats[0]["provenance"]["ligne"]) == ("journal.csv", 2)
    assert reponse.erreur == ""


@pytest.mark.parametrize(
    ("au", "mouvements"),
    [
        ([], "1, le dernier du 15/01/2008"),
        (["--au", "2008-01-15"], "1, le dernier du 15/01/2008"),
        (["--au", "2008-01-14"], "aucun à la date d’arrêté ; 1 postérieur à l’arrêté"),
    ],
)
def test_controler_compte_les_mouvements_lus(
    dossier: Path, financement: Commande, au: list[str], mouvements: str
) -> None:
    """Un journal coupé juste entre deux lignes ne se voit qu’à leur nombre."""
    assert f"Mouvements du dossier : {mouvements}.\n" in financement("controler", dossier, *au).sortie


@pytest.mark.parametrize("commande", ["situation", "cloture", "echeancier"])
def test_un_journal_absent_se_dit_sous_la_table_et_dans_le_json(
    dossier: Path, financement: Commande, commande: str
) -> None:
    mots = [commande, dossier, "--au", "2012-12-31"]
    assert ABSENT not in financement(*mots).sortie
    assert "sans_mouvement" not in json.loads(financement(*mots, "--format", "json").sortie)
    (dossier / "journal.csv").unlink()
    assert f"{SANS_MOUVEMENT}\n" in financement(*mots).sortie
    assert json.loads(financement(*mots, "--format", "json").sortie)["sans_mouvement"] is True


@pytest.mark.parametrize(
    "perimetre", [[], ["--financeur", "VILLE"], ["--operation", "OP1"], ["--maitre-ouvrage", "VILLE"]]
)
def test_un_journal_absent_se_dit_dans_chaque_document(
    dossier: Path, financement: Commande, perimetre: list[str]
) -> None:
    (dossier / "journal.csv").unlink()
    mots = ["annexe", dossier, "--au", "2012-12-31", "--formats", "csv,html", "--sortie", "sortie", *perimetre]
    assert financement(*mots).code == 0
    (page,) = Path("sortie").glob("*.html")
    (identification,) = Path("sortie").glob("*identification.csv")
    for texte in (page.read_text(encoding="utf-8"), identification.read_text(encoding="utf-8")):
        assert "aucun mouvement" in texte.replace("\u202f", " ").replace("\xa0", " ")
        assert f"Mouvements {'de l' if perimetre else 'du dossier'}" in texte.replace("\xa0", " ")

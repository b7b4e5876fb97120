"""``financement controler`` : constats en données, codes de sortie."""

import csv
import io
import json
from pathlib import Path

from exports.exemple import chemin_exemple
from financement.controles import controler
from maquettes import lire_dossier
from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import poser

CLES = ["code", "gravite", "message", "attendu", "constate", "ecart", "provenance"]
PROVENANCE = ["fichier", "feuille", "cellule", "ligne", "colonne"]
RIEN_DE_GRAVE = "0 constat bloquant, 0 alerte, "


def test_json(noyer: Path, financement: Commande) -> None:
    reponse = financement("controler", noyer, "--au", "2015-03-31", "--format", "json")
    contenu = json.loads(reponse.sortie)
    assert (reponse.code, reponse.erreur) == (1, "")
    assert list(contenu) == ["au", "constats"]
    assert contenu["au"] == "2015-03-31"
    for constat in contenu["constats"]:
        assert list(constat) == CLES
        assert list(constat["provenance"]) == PROVENANCE
        assert constat["gravite"] in {"bloquant", "alerte", "information"}
    par_code = {constat["code"]: constat for constat in contenu["constats"]}

    depassement = par_code["ENGAGEMENT-01"]
    assert depassement["gravite"] == "bloquant"
    mesure = depassement["attendu"], depassement["constate"], depassement["ecart"]
    assert mesure == ("86712.59", "90962.59", "4250.00")
    tardif = par_code["ENGAGEMENT-02"]
    assert (tardif["attendu"], tardif["constate"], tardif["ecart"]) == ("2014-12-31", "2015-02-10", 41)
    lieu = tardif["provenance"]
    ligne = (noyer / lieu["fichier"]).read_text(encoding="utf-8-sig").splitlines()[lieu["ligne"] - 1]
    assert ligne.startswith("2015-02-10;engagement;9200201-10-0005-001;ANRU;")


def test_csv_et_table_disent_les_memes_constats(noyer: Path, financement: Commande) -> None:
    constats = controler(lire_dossier(chemin_exemple()))
    texte = financement("controler", noyer, "--format", "csv").sortie
    rangees = list(csv.reader(io.StringIO(texte), delimiter=";"))
    assert rangees[0] == [*CLES[:-1], *PROVENANCE]
    assert [rangee[0] for rangee in rangees[1:]] == [constat.code for constat in constats]
    # Un écart négatif reste un nombre, à virgule : ni apostrophe, ni point.
    a_verser = next(rangee for rangee in rangees if rangee[0] == "EXECUTION-01")
    assert a_verser[3:6] == ["26410,11", "0,00", "-26410,11"]
    table = financement("controler", noyer).sortie
    for constat in constats:
        assert f"{constat.gravite.upper()} {constat.code}  {constat.provenance}".rstrip() + "\n" in table


def test_rien_de_bloquant_rend_zero(tmp_path: Path, financement: Commande) -> None:
    reponse = financement("controler", poser(tmp_path / "sain"), "--au", "2004-07-01")
    assert (reponse.code, reponse.erreur) == (0, "")
    assert reponse.sortie.splitlines()[-1].startswith(RIEN_DE_GRAVE)


def test_une_date_anterieure_oublie_ce_qui_la_suit(noyer: Path, financement: Commande) -> None:
    reponse = financement("controler", noyer, "--au", "2014-12-31")
    assert "ENGAGEMENT-02" not in reponse.sortie

"""``financement controler`` : constats en données, codes de sortie."""

import csv
import io
import json
from pathlib import Path

from exports.exemple import chemin_exemple
from financement.controles.registre import controler
from maquettes import lire_dossier
from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import FICHIERS, poser

CLES = ["code", "gravite", "message", "attendu", "constate", "ecart", "provenance", "remede"]
PROVENANCE = ["fichier", "feuille", "cellule", "ligne", "colonne"]
RIEN_DE_GRAVE = "0 constat bloquant, 0 alerte, "


def a_l_ecran(texte: str) -> str:
    """Le texte, espaces fines et insécables changées en espaces."""
    return texte.replace("\u202f", " ").replace("\xa0", " ")


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
    assert rangees[0] == [*CLES[:-2], *PROVENANCE, "remede"]
    assert [a_l_ecran(rangee[-1]) for rangee in rangees[1:]] == [a_l_ecran(constat.remede) for constat in constats]
    assert [rangee[0] for rangee in rangees[1:]] == [constat.code for constat in constats]
    # Un écart négatif reste un nombre, à virgule : ni apostrophe, ni point.
    a_verser = next(rangee for rangee in rangees if rangee[0] == "EXECUTION-01")
    assert a_verser[3:6] == ["26410,11", "0,00", "-26410,11"]
    table = a_l_ecran(financement("controler", noyer).sortie)
    for constat in constats:
        tete = f"{constat.gravite.upper()} {constat.code}  {constat.provenance}".rstrip()
        assert f"{tete}\n    {a_l_ecran(constat.message)}\n    → {a_l_ecran(constat.remede)}\n" in table


def test_rien_de_bloquant_rend_zero(tmp_path: Path, financement: Commande) -> None:
    reponse = financement("controler", poser(tmp_path / "sain"), "--au", "2004-07-01")
    assert (reponse.code, reponse.erreur) == (0, "")
    assert reponse.sortie.splitlines()[-1].startswith(RIEN_DE_GRAVE)


def test_une_date_anterieure_oublie_ce_qui_la_suit(noyer: Path, financement: Commande) -> None:
    reponse = financement("controler", noyer, "--au", "2014-12-31")
    assert "ENGAGEMENT-02" not in reponse.sortie


def test_un_remede_qui_vient_d_etre_dit_n_est_pas_repete(tmp_path: Path, financement: Commande) -> None:
    """Deux lignes, la même cause, chacune sa mesure : le remède se lit sous la première."""
    deux = "2012-01-15;engagement;OP1;VILLE;subvention;1,00;;\n2012-01-15;engagement;OP1;VILLE;pret;2,00;;\n"
    dossier = poser(tmp_path / "d", journal=FICHIERS["journal.csv"].splitlines(keepends=True)[0] + deux)
    lignes = financement("controler", dossier).sortie.splitlines()
    places = [rang for rang, ligne in enumerate(lignes) if ligne.startswith("BLOQUANT PLAN-02")]
    assert len(places) == 2
    assert lignes[places[0] + 2].startswith("    → Vérifier au journal l’opération, le financeur")
    assert places[1] == places[0] + 3
    assert "→" not in lignes[places[1] + 2]

"""Ce que la ligne de commande refuse : toujours en français, toujours code 2, jamais une trace d’exécution."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from exports.commandes import principal, registre
from exports.commandes.registre import COMMANDES
from exports.exemple import chemin_exemple
from tests.exports.commandes.conftest import Commande
from tests.maquettes.dossier_type import poser

MOTS_D_ARGPARSE: Final = (
    "argument ",
    "choose",
    "error",
    "expected",
    "invalid",
    "optional",
    "positional",
    "required",
    "show this help",
    "the following",
    "unrecognized",
)
ANNEXE: Final = ("--au", "2015-03-31", "--sortie", "s")
FAUTE: Final = ["code", "message", "lu", "remede", "provenance"]
PROVENANCE: Final = ["fichier", "feuille", "cellule", "ligne", "colonne"]


def en_francais(texte: str) -> bool:
    return not any(mot in texte.lower() for mot in MOTS_D_ARGPARSE)


@pytest.mark.parametrize(
    ("mots", "attendu"),
    [
        ([], "il manque : COMMANDE"),
        (["situations"], "COMMANDE : « situations » n’existe pas ; choisir parmi exemple, controler, situation, "),
        (["it's"], "COMMANDE : « it's » n’existe pas ; choisir parmi exemple, controler, "),
        (["\x1b[2J"], "COMMANDE : « \\u001b[2J » n’existe pas ; "),
        (["situation", "d", "--format", "it's"], "--format : « it's » n’existe pas ; choisir parmi table, json, csv"),
        (["situation", "d", "--format", "--au"], "--format attend une valeur"),
        (["annexe", "d", *ANNEXE, "--remplacer="], "--remplacer n’attend pas de valeur («  »)"),
        (["annexe", "d"], "il manque : --au, --sortie"),
        (
            ["annexe", "d", *ANNEXE, "--financeur=A", "--maitre_ouvrage=B"],
            "--maitre-ouvrage ne s’emploie pas avec --fin",
        ),
        (["situation"], "il manque : DOSSIER"),
        (["situation", "d", "truc"], "arguments inconnus : truc"),
        (["situation", "d", "--detail"], "arguments inconnus : --detail"),
        (["situation", "d", "--pa", "famille"], "arguments inconnus : --pa famille"),
        (["situation", "d", "--par", "annee"], "--par : « annee » n’existe pas ; choisir parmi financeur, famille, "),
        (["situation", "d", "--format", "xml"], "--format : « xml » n’existe pas ; choisir parmi table, json, csv"),
        (["situation", "d", "--au"], "--au attend une valeur"),
        (["situation", "d", "--au", "31/02/2015"], "--au : La date « 31/02/2015 » n’existe pas au calendrier."),
        (["situation", "d", "--au", "mars 2015"], "--au : « mars 2015 » n’est pas une date."),
        (["situation", "d", "--au", ""], "--au : «  » n’est pas une date."),
        (["situation", "d", "--version", "deux"], "--version : « deux » n’est pas un nombre entier"),
        (["situation", "d", "--version", "1,5"], "--version : « 1,5 » n’est pas un nombre entier"),
        (["situation", "d", "--version", "9" * 30], "n’est pas un nombre entier compris entre 0 et 999."),
        (["situation", "d", "--help=oui"], "n’attend pas de valeur (« oui »)"),
        (["annexe", "d", "--sortie", "s"], "il manque : --au"),
        (["annexe", "d", "--au", "2015-03-31"], "il manque : --sortie"),
        (["annexe", "d", "--au", "2015-03-31", "--sortie", "s", "--formats", "xlsx,odt"], "format « odt » inconnu"),
        (
            ["annexe", "d", *ANNEXE, "--financeur", "A", "--operation", "B"],
            "--operation ne s’emploie pas avec --financeur",
        ),
        (["annexe", "d", *ANNEXE, "--maitre-ouvrage"], "--maitre-ouvrage attend une valeur"),
        (
            ["annexe", "d", *ANNEXE, "--formats", "csv,scdl", "--operation", "B"],
            "--formats scdl ne s’emploie pas avec ",
        ),
        (["situation", "d", "--financeur", "A", "--financeur=B"], "--financeur : cette option est donnée 2 fois"),
        (["cloture", "d", *ANNEXE[:2], "--maitre_ouvrage", "A", "--maitre-ouvrage", "A"], "--maitre-ouvrage : cette "),
        (["annexe", "d", *ANNEXE, "--au=2014-12-31", "--au", "2013-12-31"], "--au : cette option est donnée 3 fois"),
        (["annexe", "d", "--au", "2015-03-31", "--sortie", ""], "--sortie : le chemin est vide ; « . » désigne"),
        (["convertir", "d", ""], "DEST : le chemin est vide ; « . » désigne le répertoire courant"),
        (["situation", "d", "--par", "\x1b[2J\u202e"], "--par : « \\u001b[2J\\u202e » n’existe pas"),
        (["verifier"], "il manque : FICHIER"),
        (["convertir", "d"], "il manque : DEST"),
        (["exemple"], "il manque : DEST"),
    ],
)
def test_un_usage_incorrect_se_dit_en_francais(mots: Sequence[str], attendu: str, financement: Commande) -> None:
    reponse = financement(*mots)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert reponse.erreur.startswith("financement : ")
    assert attendu in reponse.erreur
    assert reponse.erreur.splitlines()[1].startswith("usage : financement")
    assert en_francais(reponse.erreur)


@pytest.mark.parametrize(
    ("mots", "lieux"),
    [
        (["situation", "--financeur", "X", "--maitre_ouvrage=Y"], ["option --financeur", "option --maitre-ouvrage"]),
        (["cloture", "--au", "2015-03-31", "--famille", "99"], ["option --famille"]),
        (["annexe", *ANNEXE, "--operation", "X"], ["option --operation"]),
        (["situation", "--version", "99"], ["option --version"]),
        (["comparer", "--de", "0", "--a", "99"], ["option --a"]),
        (["comparer", "--a", "099", "--de=0"], ["option --a"]),
        (["avenant", "--au", "2015-03-31", "--vers", "v", "--signature", "2000-01-01"], ["option --signature"]),
        (["avenant", "--au", "2006-12-31", "--vers", "v"], ["option --au"]),
        (["expliquer", "X", "Y", "--au", "2015-03-31"], ["argument OPERATION", "argument FINANCEUR"]),
    ],
)
def test_une_valeur_refusee_se_nomme_par_son_option(mots: list[str], lieux: list[str], financement: Commande) -> None:
    erreur = financement(mots[0], chemin_exemple(), *mots[1:]).erreur
    assert [ligne.partition(" [")[0] for ligne in erreur.splitlines() if ligne.endswith("]")] == lieux


def test_chaque_module_qui_declare_une_commande_est_au_registre() -> None:
    """Une commande est un module, ou une salle qui nomme sa déclaration."""
    salle = Path(registre.__file__).parent
    textes = {m.stem: m.read_text(encoding="utf-8") for m in salle.glob("*.py")}
    textes |= {m.parent.name: m.read_text(encoding="utf-8") for m in salle.glob("*/__init__.py")}
    declarees = {nom for nom, texte in textes.items() if "\ndef declarer(" in texte or "import declarer, " in texte}
    assert declarees == {nom.replace("-", "_") for nom in COMMANDES}


def test_seule_la_commande_demandee_est_chargee() -> None:
    """L’aide générale n’a besoin d’aucune."""
    code = "from exports.commandes import principal\nimport sys\nprincipal(sys.argv[1:])\nprint(*sys.modules)"
    for mots, charges in (["--help"], set()), (["convertir", "--help"], {"convertir"}):
        lus = subprocess.run([sys.executable, "-c", code, *mots], capture_output=True, text=True, check=True).stdout
        assert {nom for nom in COMMANDES if f"exports.commandes.{nom}" in lus.split()} == charges


@pytest.mark.parametrize("mots", [["--help"], ["-h"], *([commande, "--help"] for commande in COMMANDES)])
def test_l_aide_est_en_francais(mots: Sequence[str], financement: Commande) -> None:
    reponse = financement(*mots)
    assert (reponse.code, reponse.erreur) == (0, "")
    assert reponse.sortie.startswith("usage : financement")
    assert "affiche cette aide" in reponse.sortie
    assert en_francais(reponse.sortie)


def test_l_aide_met_chaque_commande_et_son_explication_sur_une_ligne(financement: Commande) -> None:
    lignes = financement("--help").sortie.splitlines()
    assert any(" ".join(ligne.split()) == "controler donne tous les constats d’un dossier" for ligne in lignes)


@pytest.mark.parametrize("forme", ["json", "table", "csv"])
@pytest.mark.parametrize("commande", ["situation", "controler"])
def test_un_dossier_absent(commande: str, forme: str, tmp_path: Path, financement: Commande) -> None:
    reponse = financement(commande, tmp_path / "absent", "--format", forme)
    assert reponse.code == 2
    if forme == "json":
        assert reponse.erreur == ""
        assert [faute["code"] for faute in json.loads(reponse.sortie)["erreurs"]] == ["LECTURE-01"]
    else:
        assert reponse.sortie == ""
        assert "1 faute empêche de continuer." in reponse.erreur
        assert "n’existe pas." in reponse.erreur


@pytest.mark.parametrize("commande", ["situation", "controler"])
def test_un_dossier_mal_forme_dit_toutes_ses_fautes(commande: str, tmp_path: Path, financement: Commande) -> None:
    plan = "version;operation;financeur;nature;montant;regle_cloture\n0;A;B;don;1,234;\n0;A;B;don;1e3;\n"
    dossier = poser(tmp_path / "fautif", plan=plan)
    reponse = financement(commande, dossier, "--format", "json")
    contenu = json.loads(reponse.sortie)
    assert (reponse.code, reponse.erreur, list(contenu)) == (2, "", ["erreurs"])
    for faute in contenu["erreurs"]:
        assert list(faute) == FAUTE
        assert list(faute["provenance"]) == PROVENANCE
    lus = {(faute["provenance"]["ligne"], faute["lu"]) for faute in contenu["erreurs"]}
    assert {(2, "1,234"), (3, "1e3"), (2, "don"), (3, "don")} <= lus
    en_clair = financement(commande, dossier)
    assert (en_clair.code, en_clair.sortie) == (2, "")
    assert f"{len(contenu['erreurs'])} fautes empêchent de continuer." in en_clair.erreur
    assert "plan.csv, ligne 2, colonne montant [" in en_clair.erreur


def test_un_json_mal_forme(tmp_path: Path, financement: Commande) -> None:
    fichier = tmp_path / "dossier.json"
    fichier.write_text('{"format": 1,', encoding="utf-8")
    reponse = financement("situation", fichier, "--format", "json")
    assert reponse.code == 2
    assert json.loads(reponse.sortie)["erreurs"][0]["provenance"]["fichier"] == "dossier.json"


@pytest.mark.parametrize("commande", ["situation"])
def test_une_version_inconnue_du_dossier(commande: str, noyer: Path, financement: Commande) -> None:
    reponse = financement(commande, noyer, "--version", 12, "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    (faute,) = json.loads(reponse.sortie)["erreurs"]
    assert faute["message"].startswith("La version 12 n’est la version d’aucun avenant ; versions connues : 0, 1, 2")


def test_une_interruption_rend_130(monkeypatch: pytest.MonkeyPatch, noyer: Path, financement: Commande) -> None:
    def interrompre(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("exports.commandes.situation.lire_le_dossier", interrompre)
    reponse = financement("situation", noyer)
    assert (reponse.code, reponse.sortie) == (130, "")
    assert "interrompu" in reponse.erreur


def test_la_version(capsys: pytest.CaptureFixture[str]) -> None:
    from financement import __version__

    assert principal(["--version"]) == 0
    assert capsys.readouterr().out == f"financement {__version__}\n"

"""``financement verifier`` : trois verdicts, les écarts, le code de sortie, le contrat json."""

import json
import sys
from pathlib import Path

import pytest

from tests.exports.commandes.conftest import Commande
from tests.exports.verification.jeux import AU, Jeu, alterer, copier_jeu, ecrire_jeu

CLES = [
    "fichier",
    "format",
    "conforme",
    "sceau",
    "document",
    "dossier",
    "regles",
    "reserves",
    "nombre_ecarts",
    "ecarts",
    "reponse",
    "nombre_objets",
    "objets",
    "origine",
]
ORIGINE_DITE = (
    "Origine  : ?   — l’accord n’est pas une preuve d’origine : "
    "qui a le logiciel peut écrire un tel document d’un dossier de son choix. "
    "Seule une signature électronique valide, ou une copie reçue de main sûre, dit de qui il vient."
)


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Jeu:
    return ecrire_jeu(tmp_path_factory.mktemp("verifier"), ("xlsx", "csv"))


@pytest.fixture
def jeu(modele: Jeu, tmp_path: Path) -> Jeu:
    return copier_jeu(modele, tmp_path)


def test_tout_s_accorde(modele: Jeu, financement: Commande) -> None:
    reponse = financement("verifier", modele.fichier("xlsx"), modele.dossier)
    assert reponse == (
        0,
        (
            "Document : oui — octet pour octet, c’est le fichier que nous écririons de ce dossier et de ces règles.\n"
            "Dossier  : oui — le dossier donné est celui du document.\n"
            "Règles   : oui — ce sont celles du document.\n"
            f"{ORIGINE_DITE}\n"
        ),
        "",
    )


def test_un_ecart_est_nomme_avec_les_deux_textes(jeu: Jeu, financement: Commande) -> None:
    alterer(jeu.fichier("csv"), "Porteur;Ville", "Porteur;Vile")
    reponse = financement("verifier", jeu.fichier("csv"), jeu.dossier)
    assert (reponse.code, reponse.erreur) == (1, "")
    assert reponse.sortie.splitlines()[0] == (
        "Document : NON — il diffère en 1 endroit de ce que donnent le dossier et les règles : des mots, aucun chiffre."
    )
    lieu = f"annexe-financiere-identification.csv, ligne {ligne_de(jeu.fichier('csv'), 'Porteur')}, colonne 2"
    assert reponse.sortie.splitlines()[3:] == [ORIGINE_DITE, "", f"  {lieu} : lu « Vile », attendu « Ville »"]


def ligne_de(fichier: Path, debut: str) -> int:
    lignes = fichier.read_text(encoding="utf-8-sig").splitlines()
    return next(rang for rang, ligne in enumerate(lignes, 1) if ligne.startswith(f"{debut};"))


def test_au_dela_de_vingt_ecarts_le_reste_est_compte(jeu: Jeu, financement: Commande) -> None:
    voisin = jeu.sortie / "annexe-financiere-execution.csv"
    texte = voisin.read_text(encoding="utf-8-sig")
    nombre = texte.count(";") - texte.count(";\n") + texte.count("\n")
    assert nombre > 20
    voisin.write_text(texte.replace(";", "x;").replace("\n", "x\n"), encoding="utf-8-sig")
    sortie = financement("verifier", jeu.fichier("csv"), jeu.dossier).sortie
    assert sum(" : lu « " in ligne for ligne in sortie.splitlines()) == 20
    assert sortie.splitlines()[-1].endswith(" autres différences : --format csv les donne toutes.")


def test_le_contrat_json(jeu: Jeu, financement: Commande) -> None:
    alterer(jeu.fichier("csv"), "Porteur;Ville", "Porteur;Vile")
    reponse = financement("verifier", jeu.fichier("csv"), jeu.dossier, "--format", "json")
    contenu = json.loads(reponse.sortie)
    assert (reponse.code, reponse.erreur, list(contenu)) == (1, "", CLES)
    assert (contenu["fichier"], contenu["format"], contenu["conforme"]) == (jeu.fichier("csv").name, "csv", False)
    assert contenu["sceau"]["date_arrete"] == AU.isoformat()
    assert [contenu[nom]["accord"] for nom in ("document", "dossier", "regles")] == [False, True, True]
    assert all(contenu[nom]["phrase"].endswith(".") for nom in ("document", "dossier", "regles"))
    assert (contenu["nombre_ecarts"], contenu["reponse"]) == (1, "mots")
    assert (contenu["nombre_objets"], contenu["objets"]) == (0, [])
    assert contenu["origine"].startswith("l’accord n’est pas une preuve d’origine")
    (ecart,) = contenu["ecarts"]
    assert (list(ecart), ecart["lu"], ecart["attendu"]) == (["lieu", "lu", "attendu"], "Vile", "Ville")


def test_les_ecarts_en_csv(jeu: Jeu, financement: Commande) -> None:
    alterer(jeu.fichier("csv"), "Porteur;Ville", "Porteur;=1+1")
    reponse = financement("verifier", jeu.fichier("csv"), jeu.dossier, "--format", "csv")
    assert reponse.code == 1
    assert reponse.sortie.splitlines()[0] == "lieu;lu;attendu"
    assert reponse.sortie.splitlines()[1].endswith(";'=1+1;Ville")


@pytest.mark.parametrize("forme", ["table", "json", "csv"])
def test_ce_qui_n_est_pas_un_document_rend_2(forme: str, tmp_path: Path, financement: Commande) -> None:
    (tmp_path / "faux.pdf").write_bytes(b"%PDF-1.7 rien")
    reponse = financement("verifier", tmp_path / "faux.pdf", "--format", forme)
    assert reponse.code == 2
    phrase = (
        "« faux.pdf » n’est pas un document que cette bibliothèque sait vérifier : le pdf est incomplet ou mal formé."
    )
    if forme == "json":
        assert reponse.erreur == ""
        (faute,) = json.loads(reponse.sortie)["erreurs"]
        assert (faute["code"], faute["message"]) == ("VERIFICATION-01", phrase)
    else:
        assert reponse.sortie == ""
        assert phrase in reponse.erreur


def test_sans_pypdf_un_pdf_dit_quoi_installer(
    tmp_path: Path, financement: Commande, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    reponse = financement("verifier", tmp_path / "a.pdf")
    assert (reponse.code, reponse.sortie) == (2, "")
    assert 'pip install "financement-renouvellement-urbain[pdf]"' in reponse.erreur


def test_un_texte_hostile_ne_commande_pas_l_ecran(jeu: Jeu, financement: Commande) -> None:
    alterer(jeu.fichier("csv"), "Porteur;Ville", "Porteur;\x1b[31mVille\u202e")
    sortie = financement("verifier", jeu.fichier("csv"), jeu.dossier).sortie
    assert "\x1b" not in sortie
    assert "\u202e" not in sortie
    assert "lu « \\u001b[31mVille\\u202e »" in sortie

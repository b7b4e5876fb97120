"""Les scripts d’exemple tournent tels quels, depuis n’importe où, et disent les chiffres publics."""

import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from financement.dossier.projet import Projet
from financement.valeurs.montants import ESPACE_FINE
from maquettes.description.comparaison import Sorte, comparer_dossiers
from maquettes.dossiers import lire_dossier

RACINE = Path(__file__).parent.parent
SCRIPTS = sorted(chemin.name for chemin in (RACINE / "examples").glob("*.py"))
CARNETS = sorted(chemin.name for chemin in (RACINE / "examples").glob("*.ipynb"))
LIGNES_AU_PLUS = 30


def lancer(script: str, ailleurs: Path) -> str:
    """Ce qu’écrit un script lancé depuis un autre répertoire ; il doit réussir sans rien dire d’autre."""
    compte_rendu = subprocess.run(
        [sys.executable, "-X", "utf8", str(RACINE / "examples" / script)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ailleurs,
        timeout=120,
    )
    assert (compte_rendu.returncode, compte_rendu.stderr) == (0, "")
    return compte_rendu.stdout.replace(ESPACE_FINE, " ")


def test_les_scripts_sont_numerotes_sans_trou_et_courts() -> None:
    numeros = sorted(int(nom[:2]) for nom in (*SCRIPTS, *CARNETS))
    assert numeros == list(range(1, len(numeros) + 1))
    for script in SCRIPTS:
        assert len((RACINE / "examples" / script).read_text(encoding="utf-8").splitlines()) <= LIGNES_AU_PLUS


def test_situation(tmp_path: Path) -> None:
    lignes = lancer("01_situation.py", tmp_path).splitlines()
    assert next(ligne for ligne in lignes if ligne.startswith("Total")).split(maxsplit=1)[1] == "167 000 000,00"
    assert "23 000 000,00" in next(ligne for ligne in lignes if ligne.startswith("Agence nationale"))
    assert "25 000 000,00" in next(ligne for ligne in lignes if ligne.startswith("Ville d’Antony"))
    assert "14 150 845,00" in next(ligne for ligne in lignes if ligne.startswith("Département"))


def test_controler(tmp_path: Path) -> None:
    ecrit = lancer("02_controler.py", tmp_path)
    for attendu in ("BLOQUANT ENGAGEMENT-02 (journal.csv, ligne", "ALERTE PAIEMENT-03", "bloquant : "):
        assert attendu in ecrit


def test_la_part_d_un_financeur_se_verifie(tmp_path: Path) -> None:
    chemin, *verdicts = lancer("07_part_d_un_financeur.py", tmp_path).splitlines()
    page = (tmp_path / chemin).read_text(encoding="utf-8")
    assert chemin == str(Path("part-de-l-anru") / "annexe-financiere-en-euros-financeur-ANRU.html")
    assert "part du financeur Agence nationale pour la rénovation urbaine" in page
    assert verdicts == [
        "octet pour octet, c’est le fichier que nous écririons de ce dossier et de ces règles.",
        "le dossier joint est celui du document.",
        "ce sont celles du document.",
    ]


def test_le_portefeuille_reparti_est_celui_d_une_machine(tmp_path: Path) -> None:
    identique, *categories = lancer("08_portefeuille_reparti.py", tmp_path).splitlines()
    assert identique == "identique : True"
    # Somme des catégories : le solde à verser du Noyer Doré, que dit le README.
    soldes = [int("".join(filter(str.isdigit, ligne))) for ligne in categories]
    assert sum(soldes) == 74_293_373_64


def test_redeployer_les_economies_de_l_anru(tmp_path: Path) -> None:
    statut, *lignes = lancer("12_redeployer.py", tmp_path).splitlines()
    assert statut.startswith("optimal : 165 968,00")
    assert lignes[-1] == "rien de bloquant en plus : True"


def test_demander_le_solde_d_une_operation(tmp_path: Path) -> None:
    *soldes, bloque, pdf, _, _ = lancer("16_demande_de_solde.py", tmp_path).splitlines()
    *financeurs, total = [int("".join(filter(str.isdigit, ligne.partition(" : ")[2]))) for ligne in soldes]
    assert sum(financeurs) == total == 398_336_79
    assert bloque == "ce qui bloque : 1 constat bloquant porte sur le reste du dossier."
    assert pdf == "demande-de-solde-operation-9200201-08-0015-001.pdf"


def test_importer_des_fichiers_recus(tmp_path: Path) -> None:
    lignes = lancer("10_importer.py", tmp_path).splitlines()
    assert "extrait_anru.xlsx, Extraction : journal, {'sure': 9}" in lignes
    assert lignes[-1] == "Dossier écrit : terrasses, 76 mouvements"
    assert (tmp_path / "terrasses-rapport.xlsx").is_file()
    changements = comparer_dossiers(
        lire_dossier(RACINE / "examples" / "fichiers_recus" / "dossier"), lire_dossier(tmp_path / "terrasses")
    )
    assert {changement.sorte for changement in changements} <= {Sorte.ORDRE}


def test_annexe_dans_un_repertoire_choisi(monkeypatch: pytest.MonkeyPatch) -> None:
    """Le répertoire donné est celui que reçoit l’écriture ; ce qu’elle écrit, test_formats_concordants le compare."""
    sorties: list[Path] = []

    def noter(_: Projet, *, au: date, sortie: Path) -> tuple[Path, ...]:
        assert au == date(2015, 3, 31)
        sorties.append(sortie)
        return ()

    monkeypatch.setattr("exports.ecrire_annexe", noter)
    monkeypatch.setattr("sys.argv", ["03_annexe.py", "ici"])
    runpy.run_path(str(RACINE / "examples" / "03_annexe.py"))
    assert sorties == [Path("ici")]


def test_deux_comptes_se_rapprochent(tmp_path: Path) -> None:
    """Cinq paiements de l’ANRU à la Ville, quatre titres de la Ville : il en manque un, de 70 000,00 €."""
    lignes = lancer("14_rapprocher.py", tmp_path).splitlines()
    assert lignes[:2] == [
        "ANRU, 2009 : dossier 55420000, extrait 48420000 centimes",
        "ANRU, 2010 : dossier 66000000, extrait 66000000 centimes",
    ]
    assert lignes[2].startswith("5951203-12-0001-001, absent_de_l_extrait : -7000000 centimes.")
    assert (tmp_path / "rapprochement.xlsx").is_file()


def test_les_indicateurs_se_comparent_au_pays(tmp_path: Path) -> None:
    """4 464 302,30 € pour 144 logements démolis ; 3 418,6 M€ pour 140 339 dans le pays."""
    lignes = lancer("11_indicateurs.py", tmp_path).splitlines()
    assert lignes[0] == "Coût par logement démoli : 31 002,10 €/logement (France en 2011 : 24 360)"
    assert lignes[-1] == "ANTONY_HABITAT n’a pas demandé le solde de : 9200201-07-0006-001"


def test_reunir(tmp_path: Path) -> None:
    reprise, refusee, compte = lancer("13_reunir.py", tmp_path).splitlines()
    assert reprise.replace("\u00a0", " ").endswith("cout_ht : 2 976 328,73 € → 3 000 000,00 €")
    assert "feuille Plan de financement, E7" in refusee
    assert compte == "conflits : 0, sans réponse : 6"
    assert lire_dossier(tmp_path / "parts" / "réuni").operations != ()


def test_les_scenarios_et_les_tirages(tmp_path: Path) -> None:
    """La part non engagée de la Région, 60 436,35 €, est à SEMIDEP ; l’arrêt du pôle ôte 348 834,40 € à SEM92."""
    lignes = [
        " ".join(ligne.replace("\u00a0", " ").split()) for ligne in lancer("15_simuler.py", tmp_path).splitlines()
    ]
    assert lignes[0] == "Les coûts montent de 8 %"
    assert "SEMIDEP reste à charge 60 436,35 €" in lignes
    assert "SEM92 reste à charge −348 834,40 €" in lignes
    assert lignes[-1].startswith("Tous P80 ")

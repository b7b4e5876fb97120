"""``financement annexe`` : ses formats, ses extraits, et ce qui reste quand l’écriture est empêchée."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from exports.ecriture_annexe import ecrire_annexe
from maquettes import ecrire_dossier
from maquettes.fichiers.ecriture import ecrire_fichiers
from tests.exports.commandes.conftest import Commande
from tests.exports.verification.jeux import petit_projet

RACINE: Final = Path(__file__).parents[3]
AU: Final = "2012-12-31"
NOMS: Final = {
    "xlsx": "annexe-financiere.xlsx",
    "pdf": "annexe-financiere.pdf",
    "docx": "annexe-financiere.docx",
    "html": "annexe-financiere.html",
    "csv": "annexe-financiere-identification.csv",
    "scdl": "subventions-scdl.csv",
}
ORDINAIRE: Final = "import sys; from exports.commandes import principal; sys.exit(principal())"
# La commande, sous une limite de taille de fichier : ce que voit un programme dont le support est plein.
LIMITEE: Final = (
    "import resource, sys; from exports.commandes import principal; "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2); sys.exit(principal(sys.argv[2:]))"
)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    ecrire_dossier(petit_projet(), tmp_path / "dossier")
    return tmp_path / "dossier"


def octets(repertoire: Path) -> dict[str, bytes]:
    return {fichier.name: fichier.read_bytes() for fichier in repertoire.iterdir()}


def commande(*mots: object) -> list[str]:
    return [sys.executable, "-c", ORDINAIRE, *map(str, mots)]


def lancer(mots: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(mots, capture_output=True, encoding="utf-8", check=False, cwd=RACINE, timeout=120)


def test_sans_rien_demander_tous_les_formats_sont_ecrits(dossier: Path, tmp_path: Path, financement: Commande) -> None:
    sortie = tmp_path / "annexe"
    reponse = financement("annexe", dossier, "--au", AU, "--sortie", sortie)
    assert (reponse.code, reponse.erreur) == (0, "")
    assert set(NOMS.values()) <= {fichier.name for fichier in sortie.iterdir()}
    lignes = reponse.sortie.partition("\nAnnexe financière :\n")[2].splitlines()
    chemins = [Path(ligne.strip()) for ligne in lignes if ligne.startswith("  ")]
    assert sorted(chemins) == sorted(sortie.iterdir())
    reserves = lignes[len(chemins) :]
    assert reserves
    assert all(ligne.startswith("Fichier scdl : ") for ligne in reserves)


@pytest.mark.parametrize("forme", NOMS)
def test_un_seul_format(forme: str, dossier: Path, tmp_path: Path, financement: Commande) -> None:
    sortie = tmp_path / "annexe"
    assert financement("annexe", dossier, "--au", AU, "--sortie", sortie, "--formats", forme).code == 0
    noms = {fichier.name for fichier in sortie.iterdir()}
    assert NOMS[forme] in noms
    assert {autre for autre in NOMS.values() if autre in noms} == {NOMS[forme]}


def test_le_resume_vient_avant_les_fichiers(dossier: Path, tmp_path: Path, financement: Commande) -> None:
    mots = ("annexe", dossier, "--au", AU, "--sortie", tmp_path / "a", "--formats", "csv")
    lignes = financement(*mots).sortie.splitlines()
    assert lignes[0].startswith("Empreinte du dossier : ")
    assert (
        0
        < lignes.index("Annexe financière – Convention d'essai – convention C-1")
        < lignes.index("Annexe financière :")
    )


@pytest.mark.parametrize(("module", "forme", "extra"), [("typst", "pdf", "pdf"), ("docx", "docx", "docx")])
def test_un_paquet_absent(
    module: str,
    forme: str,
    extra: str,
    dossier: Path,
    tmp_path: Path,
    financement: Commande,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Demandé, le format est refusé et rien n’est écrit ; sinon les autres le sont, et il est dit lequel manque."""
    monkeypatch.setitem(sys.modules, module, None)
    installer = f'pip install "financement-renouvellement-urbain[{extra}]"'
    mots = ("annexe", dossier, "--au", AU, "--sortie", tmp_path / "annexe")
    reponse = financement(*mots, "--formats", f"csv,{forme}")
    assert (reponse.code, reponse.sortie) == (2, "")
    assert "commande [PAQUET-01]" in reponse.erreur
    assert installer in reponse.erreur
    assert not (tmp_path / "annexe").exists()
    sans = financement(*mots)
    assert sans.code == 0
    assert sans.erreur.count("\n") == 1
    assert installer in sans.erreur
    presents = {fichier.name for fichier in (tmp_path / "annexe").iterdir()}
    assert set(NOMS.values()) - presents == {NOMS[forme]}


@pytest.mark.parametrize(
    ("option", "code", "suffixe"),
    [
        ("--financeur", "ANRU", "financeur-ANRU"),
        ("--maitre-ouvrage", "VILLE", "maitre-ouvrage-VILLE"),
        ("--operation", "op-2", "operation-OP-2"),
    ],
)
def test_un_extrait_a_son_nom_et_ne_remplace_pas_l_annexe(
    option: str, code: str, suffixe: str, dossier: Path, tmp_path: Path, financement: Commande
) -> None:
    mots = ("annexe", dossier, "--au", AU, "--sortie", tmp_path / "a", "--formats", "xlsx,csv")
    assert financement(*mots).code == 0
    entiere = octets(tmp_path / "a")
    reponse = financement(*mots, option, code)
    assert (reponse.code, reponse.erreur) == (0, "")
    apres = octets(tmp_path / "a")
    assert {nom: apres[nom] for nom in entiere} == entiere
    neufs = set(apres) - set(entiere)
    assert f"annexe-financiere-{suffixe}.xlsx" in neufs
    assert f"annexe-financiere-{suffixe}-identification.csv" in neufs
    assert all(nom.startswith(f"annexe-financiere-{suffixe}") for nom in neufs)


def test_un_extrait_ecrit_tous_les_formats_sauf_scdl(dossier: Path, tmp_path: Path, financement: Commande) -> None:
    mots = ("annexe", dossier, "--au", AU, "--sortie", tmp_path / "a", "--financeur", "ANRU")
    assert financement(*mots).code == 0
    suffixes = {fichier.suffix for fichier in (tmp_path / "a").iterdir()}
    assert suffixes == {".xlsx", ".pdf", ".docx", ".html", ".csv"}
    assert not (tmp_path / "a" / NOMS["scdl"]).exists()


@pytest.mark.parametrize(
    ("option", "code", "message"),
    [
        (
            "--financeur",
            "ANRUU",
            "Le financeur « ANRUU » n’est pas déclaré dans la convention ; le plus proche est « ANRU ».",
        ),
        ("--operation", "OP2", "L’opération « OP2 » ne figure pas dans les opérations ; le plus proche est « OP-2 »."),
        ("--maitre-ouvrage", "VILE", "n’est le maître d’ouvrage d’aucune opération ; le plus proche est « VILLE »."),
    ],
)
def test_un_code_inconnu_propose_le_plus_proche(
    option: str, code: str, message: str, dossier: Path, tmp_path: Path, financement: Commande
) -> None:
    reponse = financement("annexe", dossier, "--au", AU, "--sortie", tmp_path / "a", option, code)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert message in reponse.erreur
    assert not (tmp_path / "a").exists()


def test_en_euros_entiers_aucun_montant_n_a_de_centimes(dossier: Path, tmp_path: Path, financement: Commande) -> None:
    (dossier / "journal.csv").write_bytes((dossier / "journal.csv").read_bytes().replace(b"300000,00", b"300000,49"))
    mots = ("annexe", dossier, "--au", AU, "--formats", "csv", "--sortie")
    for nom, options in (("centimes", ()), ("euros", ("--euros-entiers",))):
        assert financement(*mots, tmp_path / nom, *options).code == 0
    lus = {
        nom: next((tmp_path / nom).glob("*-execution.csv")).read_text(encoding="utf-8-sig")
        for nom in ("centimes", "euros")
    }
    assert "300000,49" in lus["centimes"]
    assert "300000,49" not in lus["euros"]
    assert "300000,00" in lus["euros"]


def test_un_support_plein_au_milieu_laisse_l_ancienne_annexe(dossier: Path, tmp_path: Path) -> None:
    """Les premiers fichiers tiennent, le classeur non : aucun ne remplace le sien."""
    sortie = tmp_path / "annexe"
    mots = ("annexe", dossier, "--sortie", sortie, "--formats", "csv,xlsx", "--au")
    assert lancer(commande(*mots, "2011-12-31")).returncode == 0
    ancienne = octets(sortie)
    limite = 12_000
    assert (
        max(map(len, (v for n, v in ancienne.items() if n.endswith(".csv"))))
        < limite
        < len(ancienne["annexe-financiere.xlsx"])
    )
    refuse = lancer([sys.executable, "-c", LIMITEE, str(limite), *map(str, mots), AU])
    assert (refuse.returncode, refuse.stdout) == (2, "")
    assert "commande [ECRITURE-01]" in refuse.stderr
    assert "annexe-financiere.xlsx » ne peut pas être écrit : le fichier dépasse la taille permise." in refuse.stderr
    assert octets(sortie) == ancienne


def test_un_repertoire_protege_n_est_pas_touche(dossier: Path, tmp_path: Path) -> None:
    protege = tmp_path / "protege"
    protege.mkdir(mode=0o500)
    # L'administrateur écrit partout, sauf dans ce répertoire du système.
    sortie = Path("/proc/self") if os.access(protege, os.W_OK) else protege
    refuse = lancer(commande("annexe", dossier, "--au", AU, "--sortie", sortie, "--formats", "csv"))
    assert (refuse.returncode, refuse.stdout) == (2, "")
    assert "Rien n’a été écrit : « " in refuse.stderr
    assert "Traceback" not in refuse.stderr


def test_un_repertoire_au_nom_d_un_fichier_empeche_tout(dossier: Path, tmp_path: Path, financement: Commande) -> None:
    sortie = tmp_path / "annexe"
    (sortie / "annexe-financiere.xlsx").mkdir(parents=True)
    reponse = financement("annexe", dossier, "--au", AU, "--sortie", sortie, "--formats", "csv,xlsx")
    assert reponse.code == 2
    assert "annexe-financiere.xlsx » ne peut pas être écrit : un répertoire porte déjà ce nom." in reponse.erreur
    assert [fichier.name for fichier in sortie.iterdir()] == ["annexe-financiere.xlsx"]


@pytest.fixture(scope="module")
def deux_annexes(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Les fichiers, csv et xlsx, de l’annexe à deux dates."""
    lieu = tmp_path_factory.mktemp("deux-annexes")
    for au in ("2011-12-31", AU):
        ecrire_annexe(petit_projet(), au=date.fromisoformat(au), sortie=lieu / au, formats=("csv", "xlsx"))
    return octets(lieu / "2011-12-31"), octets(lieu / AU)


@pytest.mark.parametrize("attente", [1, 8])
def test_une_interruption_au_clavier_ne_mele_pas_deux_annexes(
    attente: int, dossier: Path, tmp_path: Path, deux_annexes: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    """Interrompue quand ``attente`` fichiers provisoires sont là, l’annexe est toute l’ancienne, ou toute la neuve."""
    ancienne, neuve = deux_annexes
    sortie = tmp_path / "annexe"
    ecrire_fichiers(sortie, ancienne)
    mots = commande("annexe", dossier, "--au", AU, "--formats", "csv,xlsx", "--sortie", sortie)
    with subprocess.Popen(mots, cwd=RACINE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as lancee:
        while lancee.poll() is None:
            if sum(fichier.suffix == ".provisoire" for fichier in sortie.iterdir()) >= attente:
                lancee.send_signal(signal.SIGINT)
                break
            time.sleep(0.0002)
        erreur = lancee.communicate(timeout=300)[1]
    assert lancee.returncode in {0, 130}
    assert octets(sortie) == (neuve if lancee.returncode == 0 else ancienne)
    assert "Traceback" not in erreur

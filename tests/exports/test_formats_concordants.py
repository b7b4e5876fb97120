"""Les fichiers d’une même annexe, relus chacun par un lecteur indépendant, portent les mêmes totaux au centime."""

import csv
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest

from exports.exemple import chemin_exemple
from financement import Gravite, calculer_cloture, controler
from financement.controles.registre import MODELES_DE_CONTROLE
from financement.valeurs.montants import afficher_montant
from maquettes import lire_dossier
from tests.chromium import ouvrir
from tests.exports.conftest import AU
from tests.libreoffice import convertir

RACINE = Path(__file__).parent.parent.parent
# poppler rend l'espace fine par une espace ordinaire ; un montant finit par ses centimes, le suivant s'en distingue.
MONTANT = re.compile(r"(−?)(\d{1,3}(?:[\u202f ]\d{3})*),(\d{2})(?!\d|\s?%)")
TITRE = "Synthèse des concours par financeur"
# Subventions, prêts, aujourd'hui, à la clôture, pour mémoire.
MONTANTS_DU_TOTAL = 2 + 5 + 6 + 3


@pytest.fixture(scope="module")
def fichiers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Les fichiers qu’écrit la commande dans un processus neuf, par nom."""
    sortie = tmp_path_factory.mktemp("annexe")
    milieu = os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "PYTHONPATH": str(RACINE)}
    mots = ["annexe", str(chemin_exemple()), "--au", "2015-03-31", "--sortie", str(sortie)]
    programme = "import sys; from exports.commandes import principal; sys.exit(principal())"
    subprocess.run([sys.executable, "-c", programme, *mots], check=True, capture_output=True, env=milieu, cwd=RACINE)
    return {chemin.name: chemin for chemin in sortie.iterdir()}


@pytest.mark.parametrize(("nom", "octets"), [("annexe-financiere.pdf", 1_200_000), ("annexe-financiere.html", 600_000)])
def test_un_fichier_se_joint_a_un_courriel(fichiers: dict[str, Path], nom: str, octets: int) -> None:
    """Pièces jointes comprises : le classeur et le dossier dans le pdf, le dossier et les explications dans la page."""
    assert fichiers[nom].stat().st_size <= octets


def centimes(texte: str) -> list[int]:
    """Les montants d’un texte, un tiret isolé valant zéro."""
    lus = []
    for mot in re.finditer(rf"{MONTANT.pattern}|(?<![\w,.–])–(?![\w–])", texte):
        if mot.group(2) is None:
            lus.append(0)
        else:
            montant = int(re.sub(r"\D", "", mot.group(2))) * 100 + int(mot.group(3))
            lus.append(-montant if mot.group(1) else montant)
    return lus


class Rangees(HTMLParser):
    """Les rangées de chaque tableau d’une page, par légende ; une cellule finit où commence la suivante."""

    def __init__(self) -> None:
        super().__init__()
        self.tableaux: dict[str, list[list[str]]] = {}
        self.legende = ""
        self.textes: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "caption":
            self.legende, self.textes = "", []
        elif tag == "tr":
            self.tableaux.setdefault(self.legende, []).append([])
            self.textes = None
        elif tag in {"td", "th"}:
            self.tableaux[self.legende][-1].append("")
            self.textes = self.tableaux[self.legende][-1]

    def handle_data(self, data: str) -> None:
        if self.textes == []:
            self.legende += data
        elif self.textes is not None:
            self.textes[-1] += data


def du_pdf(chemin: Path) -> list[int]:
    texte = subprocess.run(["pdftotext", "-layout", chemin, "-"], capture_output=True, check=True).stdout.decode()
    page = next(page for page in texte.split("\f") if page.lstrip().startswith(f"Annexe financière – {TITRE}"))
    return centimes(next(ligne for ligne in page.splitlines() if ligne.startswith("TOTAL")))


def du_classeur(chemin: Path) -> list[int]:
    feuille = openpyxl.load_workbook(chemin, data_only=True)["Par financeur"]
    total = next(ligne for ligne in feuille.iter_rows() if ligne[0].value == "TOTAL")
    nombres = [
        cellule.value
        for cellule in total
        if isinstance(cellule.value, int | float) and "%" not in cellule.number_format
    ]
    return [int(f"{nombre:.2f}".replace(".", "")) for nombre in nombres]


def du_docx(chemin: Path) -> list[int]:
    """Le total d’un volet à l’autre ; chacun reprend le nom de la ligne."""
    montants: list[int] = []
    for tableau in docx.Document(str(chemin)).tables:
        textes = [[cellule.text for cellule in rangee.cells] for rangee in tableau.rows]
        entetes = {texte for rangee in textes[:2] for texte in rangee}
        if montants and "Financeur" in entetes:
            montants += centimes(" ".join(textes[-1][1:]))
        elif montants:
            return montants
        elif {"Financeur", "Reste à engager"} <= entetes:
            montants = centimes(" ".join(textes[-1]))
    raise AssertionError("tableau absent")


def du_html(chemin: Path) -> list[int]:
    lecteur = Rangees()
    lecteur.feed(chemin.read_text(encoding="utf-8"))
    rangees = lecteur.tableaux[f"{TITRE} – montants en euros"]
    return centimes(" ".join(next(rangee for rangee in rangees if rangee[:1] == ["TOTAL"])))


def du_csv(chemin: Path) -> list[int]:
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        total = list(csv.reader(flux, delimiter=";"))[-1]
    assert total[0] == "total"
    return [int(texte.replace(",", "")) for texte in total[2:] if re.fullmatch(r"-?\d+,\d{2}", texte)]


@pytest.mark.exige_poppler
def test_le_total_par_financeur_est_le_meme_dans_chaque_fichier(fichiers: dict[str, Path]) -> None:
    lus = {
        "pdf": du_pdf(fichiers["annexe-financiere.pdf"]),
        "xlsx": du_classeur(fichiers["annexe-financiere.xlsx"]),
        "docx": du_docx(fichiers["annexe-financiere.docx"]),
        "html": du_html(fichiers["annexe-financiere.html"]),
        "csv": du_csv(fichiers["annexe-financiere-financeurs.csv"]),
    }
    # Subventions et prêts font les concours programmés ; avec l'autofinancement, 167 000 000,00 €, montant public.
    subventions, prets, programme = lus["csv"][:3]
    assert programme == subventions + prets
    assert programme + lus["csv"][-3] == 16_700_000_000
    assert {forme: len(montants) for forme, montants in lus.items()} == dict.fromkeys(lus, MONTANTS_DU_TOTAL)
    assert all(montants == lus["csv"] for montants in lus.values())


def ordinaire(texte: str) -> str:
    return " ".join(texte.replace("\u202f", " ").replace("\u00a0", " ").split())


def premiere_page(pdf: Path) -> str:
    commande = ["pdftotext", "-layout", "-l", "1", str(pdf), "-"]
    return ordinaire(subprocess.run(commande, capture_output=True, check=True).stdout.decode())


def du_moteur() -> list[str]:
    """Ce que répond le moteur aux trois questions, tel qu’il s’affiche, et le nom de ce qui bloque."""
    projet = lire_dossier(chemin_exemple())
    cloture = calculer_cloture(projet, au=AU)
    dus = cloture.total.concours
    montants = [dus.solde_a_verser, dus.trop_percu, dus.a_degager, dus.economie]
    for total in (*cloture.par_financeur().values(), *list(cloture.par_maitre_ouvrage().values())[:1]):
        montants += [total.concours.solde_a_verser, total.concours.trop_percu]
    bloquants = [constat for constat in controler(projet, au=AU) if constat.gravite is Gravite.BLOQUANT]
    assert len(bloquants) == 3
    montants += [constat.montant_en_jeu for constat in bloquants]
    textes = [ordinaire(afficher_montant(montant, unite="")) for montant in montants if montant]
    assert len(textes) > 15
    return [*textes, *(MODELES_DE_CONTROLE[constat.code].nom for constat in bloquants)]


@pytest.mark.exige_poppler
@pytest.mark.exige_libreoffice
@pytest.mark.exige_chromium
def test_la_premiere_page_de_chaque_fichier_repond_comme_le_moteur(
    fichiers: dict[str, Path], libreoffice: str, chromium: str, tmp_path: Path
) -> None:
    """Combien reste à verser, qui le doit, à qui, ce qui bloque : tout se lit sans tourner la page."""
    bureautique = [fichiers["annexe-financiere.docx"], fichiers["annexe-financiere.xlsx"]]
    for rang, fichier in enumerate(bureautique):
        (tmp_path / str(rang)).mkdir()
        (bureautique[rang],) = convertir(libreoffice, [fichier], "pdf", tmp_path / str(rang))
    imprime = tmp_path / "html.pdf"
    with ouvrir(chromium) as page:
        page.aller(fichiers["annexe-financiere.html"].as_uri())
        imprime.write_bytes(page.imprimer())
    attendus = du_moteur()
    for pdf in (fichiers["annexe-financiere.pdf"], *bureautique, imprime):
        lue = premiere_page(pdf)
        assert [attendu for attendu in attendus if attendu not in lue] == [], pdf.name


def test_le_script_d_exemple_ecrit_les_memes_octets_d_un_autre_fuseau(
    fichiers: dict[str, Path], tmp_path: Path
) -> None:
    """Un autre processus, une autre graine de hachage, un autre répertoire, et l’interface publique."""
    milieu = os.environ | {"TZ": "America/Adak", "PYTHONHASHSEED": "2", "PYTHONPATH": str(RACINE)}
    commande = [sys.executable, "-X", "utf8", str(RACINE / "examples" / "03_annexe.py")]
    lance = subprocess.run(commande, check=True, capture_output=True, encoding="utf-8", env=milieu, cwd=tmp_path)
    _, *chemins = map(Path, lance.stdout.splitlines())
    assert (lance.stderr, {chemin.parent for chemin in chemins}) == ("", {Path("annexe-exemple")})
    autres = {chemin.name: tmp_path / chemin for chemin in chemins}
    assert sorted(autres) == sorted(fichiers) == sorted(f.name for f in (tmp_path / "annexe-exemple").iterdir())
    assert {nom.rpartition(".")[2] for nom in autres} == {"xlsx", "pdf", "docx", "html", "csv"}
    assert [nom for nom in fichiers if fichiers[nom].read_bytes() != autres[nom].read_bytes()] == []
    tableau = autres["annexe-financiere-tableau-financier.csv"].read_text(encoding="utf-8-sig")
    assert "167000000,00" in tableau
    assert "23000000,00" in tableau

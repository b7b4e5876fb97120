"""Le classeur écrit, relu : valeurs, formules, impression, présentation, octets."""

import os
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from exports.annexe import composer_annexe
from exports.document import Document
from exports.document_tableau import GenreColonne, GenreLigne
from exports.rendu_xlsx import plan_du_classeur, rendre_xlsx
from tests.construction import euros, financeur, jour, ligne, operation, projet
from tests.exports.lecture import lire_valeurs, relire, se_valent

RACINE = Path(__file__).parent.parent.parent
ESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FONCTIONS_SURES = {"ROUND", "SUM", "SUMPRODUCT", "IF", "MAX", "MIN"}

HOSTILES = (
    '=cmd|"/c calc"!A1',
    "+33 1",
    "-2+3",
    "@SOMME(A1)",
    "http://exemple.fr",
    "<r>balises</r>",
    "<script>alert(1)</script>",
    "_x0041_ et &amp;",
    "עברית \u202eenvers",
    "contrôle \x01\x1b et\nsaut\tici",
    "* joker ? ~",
    "SORT(A1) } {=",
    "00601",
    "𝕏 🏗 e\u0301",
    "\ufffe",
    "x" * 2000,
)


@pytest.fixture(scope="module")
def feuilles(classeur: Path) -> dict[str, ET.Element]:
    """Le xml de chaque feuille, par nom."""
    noms = openpyxl.load_workbook(classeur).sheetnames
    with zipfile.ZipFile(classeur) as archive:
        return {
            nom: ET.fromstring(archive.read(f"xl/worksheets/sheet{rang}.xml"))  # noqa: S314 -- notre fichier
            for rang, nom in enumerate(noms, 1)
        }


def test_chaque_cellule_du_document_est_dans_le_fichier(classeur: Path, annexe: Document) -> None:
    relues = list(relire(classeur, annexe))
    assert len(relues) == sum(len(ligne.cellules) for t in annexe.tableaux for ligne in t.lignes)
    assert [r.lieu for r in relues if not se_valent(r, r.enregistre)] == []


def test_chaque_calcul_est_une_formule_et_rien_d_autre_ne_l_est(classeur: Path, annexe: Document) -> None:
    for relue in relire(classeur, annexe):
        est_formule = isinstance(relue.contenu, str) and relue.contenu.startswith("=")
        assert est_formule is (relue.cellule.calcul is not None), relue.lieu
    formules = [str(r.contenu) for r in relire(classeur, annexe) if r.cellule.calcul is not None]
    assert len(formules) > 2000
    assert set(re.findall(r"([A-Z][A-Z.]*)\(", " ".join(formules))) <= FONCTIONS_SURES
    for relue in relire(classeur, annexe):
        if relue.colonne.genre is GenreColonne.MONTANT and relue.cellule.calcul is not None:
            assert re.match(r"=(ROUND\(.*,2\)|'[^']+'![A-Z]+\d+)$", str(relue.contenu)), relue.lieu


def test_total_affiche_sur_la_premiere_feuille_du_sommaire(classeur: Path, annexe: Document) -> None:
    place = plan_du_classeur(annexe)["tableau-financier"]
    ou = place.feuille, place.lignes["total"], place.colonnes["cout_ht"]
    assert lire_valeurs(classeur)[ou] == 167_000_000


def test_impression_a3_paysage_une_page_de_large(feuilles: dict[str, ET.Element]) -> None:
    for nom, feuille in feuilles.items():
        page = feuille.find(f"{ESPACE}pageSetup")
        assert page is not None
        assert (page.get("paperSize"), page.get("orientation")) == ("8", "landscape"), nom
        assert (page.get("fitToWidth", "1"), page.get("fitToHeight")) == ("1", "0"), nom
        ajustement = feuille.find(f"{ESPACE}sheetPr/{ESPACE}pageSetUpPr")
        assert ajustement is not None
        assert ajustement.get("fitToPage") == "1"


def test_en_tete_et_pied_de_chaque_page(feuilles: dict[str, ET.Element], annexe: Document) -> None:
    for feuille in feuilles.values():
        en_tete = feuille.findtext(f"{ESPACE}headerFooter/{ESPACE}oddHeader") or ""
        pied = feuille.findtext(f"{ESPACE}headerFooter/{ESPACE}oddFooter") or ""
        assert annexe.bandeau is not None
        assert en_tete.endswith(annexe.bandeau)
        assert pied == (
            "&L&8Convention 92002-PNRU – arrêté au 31/03/2015"
            f"&C&8Empreinte sha256 {annexe.empreinte[:16]}&R&8page &P / &N"
        )


def test_en_tetes_repetes_et_volets_figes(classeur: Path, annexe: Document) -> None:
    relu = openpyxl.load_workbook(classeur)
    assert relu.sheetnames == ["Identification", *(t.titre_court for t in annexe.tableaux)]
    for tableau, place in zip(annexe.tableaux, plan_du_classeur(annexe).values(), strict=True):
        feuille = relu[place.feuille]
        premiere = place.premiere_ligne - (1 if tableau.est_groupe else 0)
        assert feuille.print_title_rows == f"${premiere}:${place.premiere_ligne}"
        assert str(feuille.freeze_panes).endswith(str(place.premiere_ligne + 1))
        libelles = [cellule.value for cellule in feuille[place.premiere_ligne][: len(tableau.colonnes)]]
        assert libelles == [colonne.libelle for colonne in tableau.colonnes]
        bandeaux = [cellule.value for ligne in feuille["A1:A3"] for cellule in ligne]
        assert bandeaux[2] == annexe.bandeau


def test_un_filtre_ne_couvre_que_des_donnees(classeur: Path, annexe: Document) -> None:
    relu = openpyxl.load_workbook(classeur)
    filtrees = {f.title for f in relu.worksheets if f.auto_filter.ref}
    assert "Lignes de financement" in filtrees
    for tableau in annexe.tableaux:
        if tableau.titre_court in filtrees:
            genres = [ligne.genre for ligne in tableau.lignes]
            donnees = genres.count(GenreLigne.DONNEE)
            assert set(genres[:donnees]) == {GenreLigne.DONNEE}
            plage = str(relu[tableau.titre_court].auto_filter.ref)
            assert len(relu[tableau.titre_court][plage]) == donnees + 1


def test_le_sommaire_mene_a_chaque_feuille(classeur: Path, annexe: Document) -> None:
    premiere = openpyxl.load_workbook(classeur)["Identification"]
    cibles = [cellule.hyperlink.location for ligne in premiere.iter_rows() for cellule in ligne if cellule.hyperlink]
    assert cibles == [f"'{tableau.titre_court}'!A1" for tableau in annexe.tableaux]
    textes = {str(cellule.value) for ligne in premiere.iter_rows() for cellule in ligne}
    assert annexe.empreinte in textes
    assert set(annexe.avertissements) <= textes
    assert {mention.valeur for mention in annexe.mentions} <= textes


def test_formats_de_nombre(classeur: Path, annexe: Document) -> None:
    relu = openpyxl.load_workbook(classeur)
    place = plan_du_classeur(annexe)["tableau-financier"]
    feuille = relu[place.feuille]

    def format_de(colonne: str) -> str:
        return str(feuille.cell(place.lignes["total"] + 1, place.colonnes[colonne] + 1).number_format)

    assert format_de("plan") == '[$-40C]#,##0.00;[Red]"−"#,##0.00;"–"'
    assert format_de("taux_anru") == '[$-40C]0.00"\u00a0"%'
    assert relu["Actes"]["B7"].number_format == "[$-40C]dd/mm/yyyy"


def test_proprietes_sans_horloge(classeur: Path, annexe: Document) -> None:
    proprietes = openpyxl.load_workbook(classeur).properties
    assert proprietes.created == datetime(2015, 3, 31)  # noqa: DTZ001 -- une date, sans fuseau
    assert proprietes.title == f"{annexe.titre} – {annexe.sous_titre}"
    with zipfile.ZipFile(classeur) as archive:
        assert {entree.date_time for entree in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_memes_octets_dans_un_autre_processus(classeur: Path) -> None:
    programme = (
        "import sys, hashlib, datetime\n"
        "from exports.annexe import composer_annexe\n"
        "from exports.exemple import chemin_exemple\n"
        "from exports.rendu_xlsx import rendre_xlsx\n"
        "from maquettes import lire_dossier\n"
        "projet = lire_dossier(chemin_exemple())\n"
        "sys.stdout.buffer.write(rendre_xlsx(composer_annexe(projet, au=datetime.date(2015, 3, 31))))\n"
    )
    for fuseau, graine in (("Pacific/Kiritimati", "1"), ("America/Adak", "2")):
        environnement = {**os.environ, "TZ": fuseau, "PYTHONHASHSEED": graine, "PYTHONPATH": str(RACINE)}
        sortie = subprocess.run(
            [sys.executable, "-c", programme], capture_output=True, check=True, env=environnement, cwd=RACINE
        )
        assert sortie.stdout == classeur.read_bytes()


def test_un_libelle_hostile_reste_un_texte(tmp_path: Path) -> None:
    operations = [
        operation(f"OP-{rang}", libelle=texte.strip(), maitre_ouvrage=texte.strip(), localisation=texte.strip())
        for rang, texte in enumerate(HOSTILES)
    ]
    dossier = projet(
        operations=operations,
        plan=[ligne("ANRU", euros(1_000_000), o.code) for o in operations],
        financeurs=(financeur("ANRU", nom="SORT(1) & fils <r>"), financeur("VILLE", nom="=1+1")),
        nom="&P & <b> \u202e",
        porteur="=HYPERLINK(1)",
    )
    document = composer_annexe(dossier, au=jour("2010-01-01"))
    chemin = tmp_path / "hostile.xlsx"
    chemin.write_bytes(rendre_xlsx(document))
    assert [r.lieu for r in relire(chemin, document) if not se_valent(r, r.enregistre)] == []
    textes = [r for r in relire(chemin, document) if isinstance(r.cellule.valeur, str)]
    assert all(r.contenu == r.cellule.valeur for r in textes)
    with zipfile.ZipFile(chemin) as archive:
        for nom in archive.namelist():
            if nom.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(nom))  # noqa: S314 -- notre fichier
        liens = archive.read("xl/worksheets/sheet3.xml")
    assert b"<hyperlink" not in liens
    assert b'<f t="array"' not in liens

"""``financement portefeuille`` : contrats json et csv, table, classeur, refus, processus, terminal, interruption."""

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NoReturn

import formualizer
import openpyxl
import pytest
from openpyxl.worksheet.properties import PageSetupProperties

from exports.commandes.affichage import synthese
from financement.dossier.nomenclature import LIBELLES_CATEGORIES, Categorie
from maquettes import EcritureRefusee
from tests.exports.commandes.conftest import Commande
from tests.exports.commandes.test_console import COMMANDE, environnement
from tests.maquettes.dossier_type import changer, poser

AU: Final = "2012-01-01"
MONTANTS: Final = [
    "programme",
    "engage",
    "paye",
    "montant_cloture",
    "solde_a_verser",
    "trop_percu",
    "a_degager",
    "a_engager",
    "economie",
]
PARTS: Final = ["concours", "autofinancement"]
DECISION: Final = [
    "solde_a_verser",
    "trop_percu",
    "a_degager",
    "economie",
    "programme",
    "paye",
    "montant_cloture",
]
FEUILLES: Final = [
    "Décision",
    "Constats bloquants",
    "Par financeur",
    "Autofinancement",
    "Par catégorie",
    "Par famille",
    "Dossiers",
    "Refus",
]
ENTETE: Final = "date;type;operation;financeur;nature;montant;piece;libelle\n"
ENGAGE: Final = ENTETE + "2008-01-01;engagement;OP1;ANRU;;50000,00;D1;\n2009-01-01;acompte;OP1;ANRU;;20000,00;M1;\n"
PAYE_SANS_ENGAGER: Final = ENTETE + "2009-01-01;acompte;OP1;ANRU;;20000,00;M1;\n"


def nomme(lieu: Path, code: str, **fichiers: str) -> Path:
    return poser(lieu, convention=changer("convention.toml", ('code = "C1"', f'code = "{code}"')), **fichiers)


@pytest.fixture
def dossiers(tmp_path: Path) -> Path:
    """Deux conventions saines, une qui a un constat bloquant, un dossier illisible."""
    racine = tmp_path / "dossiers"
    racine.mkdir()
    nomme(racine / "a", "A", journal=ENGAGE)
    nomme(racine / "b", "B", journal=ENGAGE)
    nomme(racine / "c", "C", journal=PAYE_SANS_ENGAGER)
    nomme(racine / "faux", "D", plan="version;operation;financeur;nature;montant\n0;OP1;ANRU;subvention;abc\n")
    return racine


def json_de(financement: Commande, *mots: object) -> dict[str, Any]:
    reponse = financement("portefeuille", *mots, "--au", AU, "--format", "json")
    assert reponse.code == 0
    contenu: dict[str, Any] = json.loads(reponse.sortie)
    return contenu


def somme(lignes: list[dict[str, Any]]) -> dict[str, Any]:
    """Σ des neuf grandeurs, et de chaque part."""

    def additionner(rangees: list[dict[str, str]]) -> dict[str, str]:
        return {nom: str(sum((Decimal(r[nom]) for r in rangees), Decimal("0.00"))) for nom in MONTANTS}

    return additionner(lignes) | {part: additionner([ligne[part] for ligne in lignes]) for part in PARTS}


def montres(total: dict[str, Any]) -> list[float]:
    """Ce que le classeur montre d’un total : les concours, puis l’autofinancement, pour mémoire."""
    concours, propre = total["concours"], total["autofinancement"]
    memoire = [propre[nom] for nom in ("programme", "montant_cloture", "economie")]
    return [float(montant) for montant in (*(concours[nom] for nom in MONTANTS), *memoire)]


def decision(total: dict[str, Any]) -> list[float]:
    """Ce que la décision montre d’un total : les concours, puis l’autofinancement à la clôture."""
    concours = [float(total["concours"][nom]) for nom in DECISION]
    return [*concours, float(total["autofinancement"]["montant_cloture"])]


def test_contrat_json(financement: Commande, dossiers: Path) -> None:
    contenu = json_de(financement, dossiers)
    cles = ["au", "conventions", "par_categorie", "par_famille", "par_region", "par_departement"]
    assert list(contenu) == [*cles, "echeancier", "total", "refus"]
    assert [un["code"] for un in contenu["conventions"]] == ["A", "B", "C"]
    for un in contenu["conventions"]:
        assert list(un) == [
            "code",
            "nom",
            "programme_anru",
            "region",
            "departement",
            "dossier",
            "version",
            "constats",
            "bloquants",
            "par_financeur",
            "par_famille",
            "echeancier",
            "total",
        ]
        assert un["total"] == somme(un["par_financeur"]) == somme(un["par_famille"])
    assert all(list(ligne) == ["categorie", *MONTANTS, *PARTS] for ligne in contenu["par_categorie"])
    entetes = ["programme_anru", "famille", "libelle", *MONTANTS, *PARTS]
    assert all(list(ligne) == entetes for ligne in contenu["par_famille"])
    assert contenu["total"] == somme(contenu["par_categorie"]) == somme(contenu["par_famille"])
    assert contenu["total"] == somme([un["total"] for un in contenu["conventions"]])
    assert contenu["total"]["paye"] == "60000.00"
    flux = contenu["echeancier"]
    assert {"exercice": 2008, "categorie": "anru", "engagement_flux": "100000.00"}.items() <= flux[0].items()
    assert [ligne["previsionnel"] for ligne in flux] == sorted(ligne["previsionnel"] for ligne in flux)


def cles(contenu: object) -> set[str]:
    if isinstance(contenu, dict):
        return {*contenu, *(cle for valeur in contenu.values() for cle in cles(valeur))}
    return {cle for valeur in contenu for cle in cles(valeur)} if isinstance(contenu, list) else set()


def test_la_page_nomme_chaque_cle_du_json(financement: Commande, dossiers: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "portefeuille.md").read_text(encoding="utf-8")
    lieux = {"fichier", "feuille", "cellule", "ligne", "colonne"}
    assert {cle for cle in cles(json_de(financement, dossiers)) - lieux if f"`{cle}`" not in page} == set()


def test_le_json_dit_constats_bloquants_et_refus(financement: Commande, dossiers: Path) -> None:
    contenu = json_de(financement, dossiers)
    sain, _, bloque = contenu["conventions"]
    assert (sain["constats"]["bloquant"], sain["bloquants"]) == (0, [])
    assert bloque["constats"]["bloquant"] == 1
    assert [(c["code"], c["ecart"], c["provenance"]["ligne"]) for c in bloque["bloquants"]] == [
        ("PAIEMENT-01", "20000.00", 2)
    ]
    assert bloque["bloquants"][0]["remede"].startswith("Vérifier au journal les montants versés")
    (refus,) = contenu["refus"]
    assert refus["dossiers"] == [str(dossiers / "faux")]
    assert [list(faute) for faute in refus["fautes"]] == [["code", "message", "lu", "remede", "provenance"]]


def test_le_json_est_seul_sur_la_sortie_et_le_refus_sur_l_erreur(financement: Commande, dossiers: Path) -> None:
    reponse = financement("portefeuille", dossiers, "--au", AU, "--format", "json")
    entete, faute = reponse.erreur.splitlines()
    assert entete == f"financement : « {dossiers / 'faux'} » est mis de côté : 1 faute."
    assert faute.startswith(
        f"    {dossiers / 'faux'}/plan.csv, ligne 2, colonne montant : « abc » n’est pas un montant"
    )
    assert faute.endswith("[MONTANT-01]")


def test_le_csv_a_une_ligne_par_convention_et_financeur(financement: Commande, dossiers: Path) -> None:
    reponse = financement("portefeuille", dossiers, "--au", AU, "--format", "csv")
    rangees = list(csv.DictReader(io.StringIO(reponse.sortie), delimiter=";"))
    assert list(rangees[0]) == [
        "convention",
        "nom",
        "programme_anru",
        "financeur",
        "nom_financeur",
        "categorie",
        *(f"concours_{nom}" for nom in MONTANTS),
        *MONTANTS,
    ]
    assert [(r["convention"], r["financeur"]) for r in rangees] == [(c, f) for c in "ABC" for f in ("ANRU", "VILLE")]
    assert [r["paye"] for r in rangees if r["financeur"] == "ANRU"] == ["20000,00"] * 3


def test_la_table_donne_la_synthese_et_ce_qui_est_en_jeu(financement: Commande, dossiers: Path) -> None:
    reponse = financement("portefeuille", dossiers, "--au", AU)
    lignes = reponse.sortie.splitlines()
    assert lignes[0] == "Portefeuille au 01/01/2012 : 3 conventions, en euros"
    assert lignes[5].split()[:4] == ["ANRU", "150", "000,00", "100"]
    total = next(ligne for ligne in lignes if ligne.startswith("Total"))
    assert re.split(r" {2,}", total)[1] == "150 000,00"
    assert re.split(r" {2,}", total)[-1] == "150 000,00"
    assert "Ce qui est en jeu — soldes à verser :" in lignes
    assert "Ce qui est en jeu — trop-perçus :" not in lignes
    debut = lignes.index("Ce qui est en jeu — constats bloquants :")
    assert lignes[debut + 3].split() == ["C", "Quartier", "des", "Tilleuls", "1"]
    assert lignes[-2:] == [
        "PROJET — 1 constat bloquant dans 1 convention : les voir par « financement controler ».",
        "Hors de ces totaux : 1 dossier mis de côté.",
    ]


def test_dix_conventions_au_plus_par_classement(financement: Commande, tmp_path: Path) -> None:
    for rang in range(12):
        nomme(tmp_path / f"d{rang:02d}", f"C{rang:02d}")
    sortie = financement("portefeuille", tmp_path, "--au", AU, "--travailleurs", 1).sortie
    assert sum(ligne.startswith("C") and "Tilleuls" in ligne for ligne in sortie.splitlines()) == 10


def test_aucun_dossier_lisible_rend_deux(financement: Commande, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    table = financement("portefeuille", tmp_path / "vide", tmp_path / "absent", "--au", AU)
    assert (table.code, table.sortie) == (2, "")
    assert "2 fautes empêchent de continuer." in table.erreur
    reponse = financement("portefeuille", tmp_path / "vide", "--au", AU, "--format", "json")
    assert reponse.code == 2
    (erreur,) = json.loads(reponse.sortie)["erreurs"]
    assert (erreur["code"], erreur["provenance"]["fichier"]) == ("LECTURE-03", str(tmp_path / "vide"))


def test_un_code_en_double_est_dit(financement: Commande, dossiers: Path) -> None:
    nomme(dossiers / "a2", "A", journal=ENGAGE)
    nomme(dossiers / "b2", "B")
    reponse = financement("portefeuille", dossiers, "--au", AU, "--format", "json")
    contenu = json.loads(reponse.sortie)
    assert [un["code"] for un in contenu["conventions"]] == ["A", "C"]
    assert [[Path(d).name for d in refus["dossiers"]] for refus in contenu["refus"]] == [["a2"], ["b", "b2"], ["faux"]]
    assert "mêmes chiffres partout" in reponse.erreur
    assert "leurs chiffres diffèrent" in reponse.erreur


def test_un_dossier_tres_fautif_ne_noie_pas_les_autres(financement: Commande, dossiers: Path) -> None:
    colonnes = ";".join(f"inconnue{rang}" for rang in range(40))
    nomme(dossiers / "faux", "D", journal=f"{ENTETE.rstrip()};{colonnes}\n")
    erreur = financement("portefeuille", dossiers, "--au", AU, "--format", "csv").erreur.splitlines()
    assert len(erreur) == 12
    assert erreur[-1] == "    … et 30 autres fautes."


def test_une_meme_cause_n_est_dite_qu_une_fois(financement: Commande, dossiers: Path) -> None:
    nomme(dossiers / "faux", "D", journal=ENTETE + "2009-01-01;acompte;OP1;ANRU;;abc;M1;\n" * 40)
    erreur = financement("portefeuille", dossiers, "--au", AU, "--format", "csv").erreur.splitlines()
    assert len(erreur) == 2
    assert "De même en 39 autres endroits" in erreur[1]


def test_un_nom_hostile_ne_commande_pas_l_affichage(financement: Commande, tmp_path: Path) -> None:
    nomme(tmp_path / "\x1b[31m\n=1+1", "A")
    nomme(tmp_path / "\x1b[32m", "A", journal=ENGAGE)
    nomme(tmp_path / "sain", "=1+1", journal=ENGAGE)
    for forme in ("table", "csv"):
        reponse = financement("portefeuille", tmp_path, "--au", AU, "--format", forme)
        assert reponse.code == 0
        assert "\x1b" not in reponse.sortie + reponse.erreur
    assert "'=1+1" in financement("portefeuille", tmp_path, "--au", AU, "--format", "csv").sortie


def test_un_texte_hostile_reste_un_texte_dans_le_classeur(
    financement: Commande, tmp_path: Path, dossiers: Path
) -> None:
    nomme(dossiers / "\x1b[31m\n=1+1", "<r>A</r>", journal=PAYE_SANS_ENGAGER)
    nomme(dossiers / "sain", "=1+1", journal=ENGAGE)
    classeur = tmp_path / "synthese.xlsx"
    assert financement("portefeuille", dossiers, "--au", AU, "--xlsx", classeur).code == 0
    codes = [rangee[0] for rangee in valeurs(classeur, "Dossiers")[4:]]
    assert codes[:2] == ["<r>A</r>", "=1+1"]
    assert openpyxl.load_workbook(classeur)["Dossiers"]["A6"].data_type == "s"
    assert "<r>A</r>" in [rangee[0] for rangee in valeurs(classeur, "Constats bloquants")]


@pytest.mark.parametrize(
    "mots", [("--travailleurs", "0"), ("--travailleurs", "x"), ("--travailleurs", "61"), ("--xlsx",)]
)
def test_des_options_impossibles_sont_refusees(financement: Commande, dossiers: Path, mots: tuple[str, ...]) -> None:
    reponse = financement("portefeuille", dossiers, "--au", AU, *mots)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert reponse.erreur.startswith("financement : ")


def valeurs(classeur: Path, feuille: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(classeur, data_only=True)[feuille].iter_rows(values_only=True))


def test_le_classeur_a_les_chiffres_de_la_commande(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    classeur = tmp_path / "synthese.xlsx"
    reponse = financement("portefeuille", dossiers, "--au", AU, "--format", "json", "--xlsx", classeur)
    contenu = json.loads(reponse.sortie)
    assert openpyxl.load_workbook(classeur).sheetnames == FEUILLES
    attendues = [
        (un["code"], f["financeur"], *montres(f)[:9])
        for un in contenu["conventions"]
        for f in un["par_financeur"]
        if any(montres(f)[:9])
    ]
    assert [(r[0], r[3], *r[6:]) for r in valeurs(classeur, "Par financeur")[4:]] == attendues
    assert "financeurs sans aucun concours n’y sont pas" in valeurs(classeur, "Par financeur")[1][0]
    memoire = [
        (un["code"], f["financeur"], *montres(f)[9:])
        for un in contenu["conventions"]
        for f in un["par_financeur"]
        if any(montres(f)[9:])
    ]
    assert [(r[0], r[3], *r[6:]) for r in valeurs(classeur, "Autofinancement")[4:]] == memoire
    total = montres(contenu["total"])
    assert list(valeurs(classeur, "Par financeur")[2][6:]) == total[:9]
    assert list(valeurs(classeur, "Autofinancement")[2][6:]) == total[9:]
    assert list(valeurs(classeur, "Par catégorie")[2][1:]) == total
    assert [(r[0], *r[1:]) for r in valeurs(classeur, "Par catégorie")[4:]] == [
        (LIBELLES_CATEGORIES[Categorie(c["categorie"])], *montres(c)) for c in contenu["par_categorie"]
    ]
    assert list(valeurs(classeur, "Par famille")[2][3:]) == total
    assert [r[1] for r in valeurs(classeur, "Refus")[4:]] == ["MONTANT-01"]
    assert [(r[0], r[3], r[5]) for r in valeurs(classeur, "Dossiers")[4:]] == [
        (un["code"], un["version"], un["constats"]["bloquant"]) for un in contenu["conventions"]
    ]


def test_le_classeur_montre_d_abord_la_decision(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    """Reste à verser, trop-perçu, à dégager, économies : de tout, par catégorie, par convention."""
    classeur = tmp_path / "synthese.xlsx"
    nomme(dossiers / "z", "Z", journal=ENGAGE)
    contenu = json.loads(
        financement("portefeuille", dossiers, "--au", AU, "--format", "json", "--xlsx", classeur).sortie
    )
    lues = valeurs(classeur, "Décision")
    assert lues[2][0] == "PROJET — 1 constat bloquant dans 1 convention (feuille Constats bloquants)"
    assert lues[3][0] == "Hors de tout total : 1 dossier mis de côté (feuille Refus)"
    assert [texte.partition(" :")[0] for texte in lues[5] if texte] == [
        "Reste à verser",
        "Trop-perçu",
        "À dégager",
        "Économies",
    ]
    chiffres = [float(contenu["total"]["concours"][nom]) for nom in DECISION[:4]]
    assert [valeur for valeur in lues[6] if valeur is not None] == chiffres
    assert chiffres[0] > 0
    categories = {c["categorie"]: c for c in contenu["par_categorie"]}
    for rangee in lues[10 : 10 + len(categories)]:
        (categorie,) = (c for c, libelle in LIBELLES_CATEGORIES.items() if libelle == rangee[0])
        assert list(rangee[4:12]) == decision(categories[categorie]), rangee[0]
    assert list(lues[10 + len(categories)][4:12]) == decision(contenu["total"])
    debut = 10 + len(categories) + 5
    conventions = {un["code"]: un for un in contenu["conventions"]}
    assert {rangee[0] for rangee in lues[debut:]} == {"A", "B", "C", "Z"}
    for code, _, _, etat, *montants in lues[debut:]:
        assert montants[:8] == decision(conventions[code]["total"]), code
        assert etat == ("PROJET" if code == "C" else ""), code
        assert montants[8] == conventions[code]["constats"]["bloquant"], code


def test_des_conventions_a_egalite_ont_le_meme_rang(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    nomme(dossiers / "z", "Z", journal=ENGAGE)
    classeur = tmp_path / "synthese.xlsx"
    assert financement("portefeuille", dossiers, "--au", AU, "--xlsx", classeur).code == 0
    lues = valeurs(classeur, "Décision")
    restes = {r[0]: (r[4], r[13]) for r in lues if r[0] in ("A", "B", "C", "Z")}
    plus_grands = {code: sum(autre > reste for autre, _ in restes.values()) for code, (reste, _) in restes.items()}
    assert {code: rang for code, (_, rang) in restes.items()} == {code: n + 1 for code, n in plus_grands.items()}
    assert restes["A"] == restes["B"] == restes["Z"]


def test_ce_qui_bloque_se_lit_et_se_rejoint(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    classeur = tmp_path / "synthese.xlsx"
    assert financement("portefeuille", dossiers, "--au", AU, "--xlsx", classeur).code == 0
    lu = openpyxl.load_workbook(classeur)
    bloquants = lu["Constats bloquants"]
    assert [(r[0], r[2], r[5]) for r in valeurs(classeur, "Constats bloquants")[4:]] == [("C", "PAIEMENT-01", 20_000)]
    phrase, remede = bloquants["G5"], bloquants["H5"]
    assert str(remede.value).startswith("Vérifier au journal les montants versés")
    assert phrase.alignment.wrap_text
    assert remede.alignment.wrap_text
    (lien,) = (cellule.hyperlink for ligne in lu["Décision"] for cellule in ligne if cellule.hyperlink)
    assert lien.location == "'Constats bloquants'!A5"
    assert lu["Décision"][lien.ref].value == "PROJET"


def test_les_formules_du_classeur_donnent_les_valeurs_ecrites(
    financement: Commande, dossiers: Path, tmp_path: Path
) -> None:
    classeur, recalcule = tmp_path / "synthese.xlsx", tmp_path / "recalcule.xlsx"
    assert financement("portefeuille", dossiers, "--au", AU, "--xlsx", classeur).code == 0
    formules = openpyxl.load_workbook(classeur)
    sommes = "=SUMIFS('Par financeur'!$G$5:$G$7,'Par financeur'!$F$5:$F$7,A5)"
    assert formules["Par catégorie"]["B5"].value == sommes
    assert formules["Par financeur"]["G3"].value == "=SUM(G5:G7)"
    formualizer.recalculate_xlsx_file(str(classeur), output=str(recalcule))
    for feuille in formules.sheetnames:
        assert valeurs(recalcule, feuille) == valeurs(classeur, feuille)
    # Le recalcul a bien lieu : une donnée changée change les sommes.
    formules["Par financeur"]["G5"].value += 1
    formules.save(classeur)
    formualizer.recalculate_xlsx_file(str(classeur), output=str(recalcule))
    assert valeurs(recalcule, "Par catégorie")[2][1] == 150_001


def test_le_classeur_se_lit_a_l_ecran_et_s_imprime(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    classeur = tmp_path / "synthese.xlsx"
    financement("portefeuille", dossiers, "--au", AU, "--xlsx", classeur)
    for feuille in openpyxl.load_workbook(classeur):
        fin = feuille.cell(feuille.max_row, feuille.max_column).coordinate
        titres = feuille.auto_filter.ref.partition(":")[0].lstrip("A")
        assert (feuille.page_setup.paperSize, feuille.page_setup.orientation) == (8, "landscape"), feuille.title
        assert feuille.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True), feuille.title
        assert (feuille.page_setup.fitToWidth or 1, feuille.page_setup.fitToHeight) == (1, 0), feuille.title
        assert feuille.print_title_rows == f"${int(titres) - 1}:${titres}", feuille.title
        lettres, ligne = fin.rstrip("0123456789"), fin.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        assert feuille.print_area == f"'{feuille.title}'!$A$1:${lettres}${ligne}", feuille.title
        tete, pied = str(feuille.oddHeader), str(feuille.oddFooter)
        assert '&C&"Calibri,Bold"&11 &KB00020PROJET — 1 constat bloquant dans 1 convention&' in tete, feuille.title
        assert pied.endswith("page &P / &N"), feuille.title
        # L'en-tête et le pied sont réduits comme la page.
        assert {taille for texte in (tete, pied) for taille in re.findall(r"&(\d+)", texte)} == {"9", "11"}
        largeur = sum(d.width * len(range(d.min or 0, d.max or 0) or [0]) for d in feuille.column_dimensions.values())
        # De 9 points, une ligne n'est pas réduite sous 7,5 : LibreOffice, qui compte plus large qu'Excel, tient sur un
        # A3 couché 205,4 caractères de colonne, et réduit par pour-cent entiers.
        assert 9 * int(min(100, 100 * 205.4 / largeur)) / 100 >= 7.5, feuille.title
        if feuille.title != "Décision":
            assert feuille.freeze_panes == "B5"


def test_chaque_ligne_de_detail_dit_si_sa_convention_est_un_projet(
    financement: Commande, dossiers: Path, tmp_path: Path
) -> None:
    classeur = tmp_path / "synthese.xlsx"
    financement("portefeuille", dossiers, "--au", AU, "--xlsx", classeur)
    for nom in ("Par financeur", "Autofinancement"):
        entetes, *lignes = valeurs(classeur, nom)[3:]
        assert entetes[:3] == ("Convention", "Nom", "État"), nom
        etats = {(convention, etat or "") for convention, _, etat, *_ in lignes}
        assert etats == {("A", ""), ("B", ""), ("C", "PROJET")}, nom
    # Les autres feuilles n'ont pas de ligne par convention, ou comptent ce qui la bloque.
    bloquants = {ligne[0]: ligne[5] for ligne in valeurs(classeur, "Dossiers")[4:]}
    assert bloquants == {"A": 0, "B": 0, "C": 1}
    assert {ligne[0] for ligne in valeurs(classeur, "Constats bloquants")[4:]} == {"C"}


def test_un_portefeuille_sain_ne_porte_pas_projet(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    """Ni constat bloquant ni refus : leurs feuilles le disent, et ne s’impriment pas."""
    classeur = tmp_path / "sain.xlsx"
    financement("portefeuille", dossiers / "a", dossiers / "b", "--au", AU, "--xlsx", classeur)
    lu = openpyxl.load_workbook(classeur)
    assert lu["Décision"]["A3"].value == "Aucun constat bloquant"
    assert [feuille.title for feuille in lu if "PROJET" in str(feuille.oddHeader)] == []
    vides = {feuille.title: feuille["A2"].value for feuille in lu if feuille.print_area.endswith("!$ZZ$1")}
    assert vides == {"Constats bloquants": "aucun constat bloquant", "Refus": "rien n’est mis de côté"}


def test_un_nom_long_est_entier_et_sa_ligne_l_est_aussi(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    nom = "Convention pluriannuelle de renouvellement urbain des quartiers de la Grande Borne et du Plateau, " * 2
    noms = ('code = "C1"', 'code = "L"'), ('nom = "Quartier des Tilleuls"', f'nom = "{nom.strip()}"')
    poser(dossiers / "long", convention=changer("convention.toml", *noms), journal=ENGAGE)
    classeur = tmp_path / "synthese.xlsx"
    assert financement("portefeuille", dossiers, "--au", AU, "--xlsx", classeur).code == 0
    for titre in ("Décision", "Par financeur", "Autofinancement", "Dossiers"):
        feuille = openpyxl.load_workbook(classeur)[titre]
        lues = [c for (c,) in feuille.iter_rows(min_col=2, max_col=2) if c.value == nom.strip()]
        assert lues, titre
        for cellule in lues:
            lignes = len(nom) * 0.9 / feuille.column_dimensions["B"].width
            assert cellule.alignment.wrap_text
            assert feuille.row_dimensions[cellule.row].height > 11 * lignes, titre


def test_le_classeur_n_ecrase_rien(financement: Commande, dossiers: Path, tmp_path: Path) -> None:
    present = tmp_path / "present.xlsx"
    present.write_bytes(b"deja la")
    reponse = financement("portefeuille", dossiers, "--au", AU, "--xlsx", present)
    assert (reponse.code, reponse.sortie, present.read_bytes()) == (2, "", b"deja la")
    assert financement("portefeuille", dossiers, "--au", AU, "--xlsx", tmp_path / "s.pdf").code == 2


def lancer(*mots: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMANDE, *map(str, mots)], capture_output=True, check=False, env=environnement(), timeout=120, **options
    )


def test_un_classeur_impossible_laisse_la_sortie_au_seul_refus(
    dossiers: Path, tmp_path: Path, financement: Commande, monkeypatch: pytest.MonkeyPatch
) -> None:
    def manquer(_chemin: Path, _octets: bytes) -> NoReturn:
        raise EcritureRefusee("le support est plein.")

    monkeypatch.setattr(synthese, "ecrire_nouveau_fichier", manquer)
    mots = ("portefeuille", dossiers, "--au", AU, "--format", "json", "--xlsx", tmp_path / "s.xlsx")
    reponse = financement(*mots)
    assert reponse.code == 2
    assert [faute["code"] for faute in json.loads(reponse.sortie)["erreurs"]] == ["ECRITURE-01"]


def test_memes_octets_quel_que_soit_le_nombre_de_processus(dossiers: Path, tmp_path: Path) -> None:
    rendus = []
    for nombre in (1, 2, 4):
        classeur = tmp_path / f"{nombre}.xlsx"
        rendu = lancer(
            "portefeuille", dossiers, "--au", AU, "--format", "json", "--travailleurs", nombre, "--xlsx", classeur
        )
        erreur = rendu.stderr.replace(str(classeur).encode(), b"")
        rendus.append((rendu.returncode, rendu.stdout, erreur, classeur.read_bytes()))
    assert rendus[0][0] == 0
    assert rendus[0] == rendus[1] == rendus[2]


def au_terminal(mots: list[object], geste: Callable[[subprocess.Popen[bytes], bytes], bool]) -> tuple[int, bytes]:
    """Lance la commande, sa sortie d’erreur étant un terminal.

    ``geste`` voit ce qui s’y écrit, jusqu’à ce qu’il rende vrai.
    """
    maitre, esclave = pty.openpty()
    # Lancés en arrière-plan, les tests ignorent Contrôle-C, et la commande en hériterait.
    ancien = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        processus = subprocess.Popen(
            [*COMMANDE, *map(str, mots)],
            stdout=subprocess.DEVNULL,
            stderr=esclave,
            env=environnement(),
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, ancien)
    os.close(esclave)
    ecrit, fait = b"", False
    limite = time.monotonic() + 120
    while time.monotonic() < limite:
        try:
            morceau = os.read(maitre, 4096)
        except OSError:
            break
        if not morceau:
            break
        ecrit += morceau
        fait = fait or geste(processus, ecrit)
    os.close(maitre)
    return processus.wait(timeout=120), ecrit


def a_l_ecran(ecrit: bytes) -> str:
    """Ce qui reste visible d’un texte écrit à un terminal, retours au début de ligne compris."""
    lignes = []
    for ligne in ecrit.decode().replace("\r\n", "\n").split("\n"):
        visible: list[str] = []
        for passe in ligne.split("\r"):
            visible[: len(passe)] = passe
        lignes.append("".join(visible).rstrip())
    return "\n".join(lignes)


def test_l_avancement_se_voit_au_terminal_et_s_efface(dossiers: Path) -> None:
    code, ecrit = au_terminal(["portefeuille", dossiers / "a", dossiers / "b", "--au", AU], lambda _p, _e: False)
    assert code == 0
    assert b"\r1 / 2 dossiers lus" in ecrit
    assert b"\r2 / 2 dossiers lus" in ecrit
    assert a_l_ecran(ecrit) == ""


def test_l_avancement_ne_va_pas_dans_un_tuyau(dossiers: Path) -> None:
    rendu = lancer("portefeuille", dossiers / "a", dossiers / "b", "--au", AU)
    assert (rendu.returncode, rendu.stderr) == (0, b"")


@pytest.mark.parametrize("travailleurs", [1, 2])
def test_une_interruption_est_propre(tmp_path: Path, travailleurs: int) -> None:
    for rang in range(300):
        nomme(tmp_path / f"d{rang}", f"C{rang}")

    def interrompre(processus: subprocess.Popen[bytes], ecrit: bytes) -> bool:
        if b"dossiers lus" not in ecrit:
            return False
        # Comme Contrôle-C : à tout le groupe, processus de lecture compris.
        os.killpg(processus.pid, signal.SIGINT)
        return True

    mots: list[object] = ["portefeuille", tmp_path, "--au", AU, "--travailleurs", travailleurs]
    code, ecrit = au_terminal(mots, interrompre)
    assert code == 130
    assert a_l_ecran(ecrit).strip() == "financement : interrompu ; aucun fichier n’a été laissé à moitié écrit."


def test_les_totaux_se_lisent_par_region_et_par_departement(financement: Commande, tmp_path: Path) -> None:
    """L’ANRU engage 50 000 € sur chacune ; deux conventions disent leur région, une son département."""
    lieux = (
        ("a", 'region = "Occitanie"\ndepartement = "Aude"\n'),
        ("b", 'region = "OCCITANIE"\n'),
        ("c", ""),
    )
    for nom, dit in lieux:
        convention = changer("convention.toml", ('code = "C1"\n', f'code = "{nom.upper()}"\n{dit}'))
        poser(tmp_path / nom, convention=convention, journal=ENGAGE)
    classeur = tmp_path / "s.xlsx"
    dossiers = [tmp_path / nom for nom, _ in lieux]
    reponse = financement("portefeuille", *dossiers, "--au", AU, "--format", "json", "--xlsx", classeur)
    lu = json.loads(reponse.sortie)
    par_region = {un["region"]: (un["conventions"], un["concours"]["engage"]) for un in lu["par_region"]}
    assert par_region == {"Occitanie": (["A", "B"], "100000.00"), None: (["C"], "50000.00")}
    assert [(un["departement"], un["conventions"]) for un in lu["par_departement"]] == [
        ("Aude", ["A"]),
        (None, ["B", "C"]),
    ]
    assert [(un["region"], un["departement"]) for un in lu["conventions"]] == [
        ("Occitanie", "Aude"),
        ("OCCITANIE", None),
        (None, None),
    ]
    table = financement("portefeuille", *dossiers, "--au", AU).sortie
    assert [
        ligne.split()[:2] for ligne in table.splitlines() if ligne.startswith(("Occitanie", "Aude", "non dit"))
    ] == [
        ["Occitanie", "2"],
        ["non", "dit"],
        ["Aude", "1"],
        ["non", "dit"],
    ]
    feuille = openpyxl.load_workbook(classeur)["Par région"]
    assert [feuille.cell(rang, 1).value for rang in (5, 6)] == ["Occitanie", "non dit"]
    assert openpyxl.load_workbook(classeur, data_only=True)["Par région"].cell(5, 4).value == 100_000

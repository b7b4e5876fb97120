"""Ce que la maquette imprime, relu dans le fichier : les lignes remplies, quelques lignes libres, et rien d’autre."""

import re
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from financement import controler
from financement.controles.constat import Gravite
from financement.dossier.projet import Projet
from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.contenu import Reglages, contenu_du_projet
from maquettes.maquette.ecriture import composer
from maquettes.maquette.valeurs.moteur import Moteur
from tests.libreoffice import convertir
from tests.maquettes.maquette.conftest import ARRETE
from tests.maquettes.maquette.petite import PETIT
from tests.maquettes.maquette.recalcul import par_formualizer

A_REMPLIR = {
    "Convention",
    "Financeurs",
    "Avenants",
    "Enveloppes",
    "Maîtres d’ouvrage",
    "Contreparties foncières",
    "Règlement",
    "Opérations",
    "Plan de financement",
    "Journal",
    "Réestimations",
    "Réalisations",
    "Insertion",
}
BLOCS_PAR_FEUILLE = {bloc.feuille: bloc for bloc in BLOCS}


def zone(feuille: Worksheet) -> tuple[int, int]:
    """Dernière ligne et dernière colonne imprimées."""
    debut, _, fin = feuille.print_area.rpartition("!")[2].replace("$", "").partition(":")
    assert debut == "A1", feuille.title
    return feuille[fin].row, feuille[fin].column


def remplies(feuille: Worksheet) -> int:
    """La dernière ligne du tableau où une cellule montrée, calcul de contrôle excepté, porte une valeur."""
    bloc = BLOCS_PAR_FEUILLE[feuille.title]
    saisies = [rang for rang, colonne in enumerate(bloc.colonnes, 1) if colonne.saisie is not None] or [1]
    dernieres = [
        ligne
        for ligne in range(bloc.premiere_ligne + 1, feuille.max_row + 1)
        if any(feuille.cell(ligne, colonne).value not in (None, "") for colonne in saisies)
    ]
    return max(dernieres, default=bloc.premiere_ligne)


def test_chaque_feuille_s_imprime_jusqu_aux_lignes_remplies(valeurs: Workbook) -> None:
    """Dix lignes plus bas si tout tient sur une page : d’« Opérations », elles s’imprimaient seules sur deux pages."""
    libres = {}
    for nom, bloc in BLOCS_PAR_FEUILLE.items():
        derniere = remplies(valeurs[nom])
        reserve = valeurs[nom].auto_filter.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        tient = derniere - bloc.premiere_ligne <= 30
        assert zone(valeurs[nom])[0] == min(derniere + 10 * tient, int(reserve)), nom
        libres[nom] = zone(valeurs[nom])[0] - derniere
    assert [nom for nom in ("Réestimations", "Insertion", "Opérations", "Journal", "Clôture") if libres[nom]] == [
        "Réestimations",
        "Insertion",
    ]


HAUTEUR_DE_PAGE = 748
"""En points, ce qu’un A3 couché imprime de haut entre les marges de la maquette : 297 mm − 1,3 pouce."""


def test_les_controles_s_impriment_sur_une_page_lisible(classeur: Workbook) -> None:
    """Cinq d’entre eux s’imprimaient seuls sur une seconde page."""
    feuille = classeur["Contrôles"]
    # L’attribut absent vaut une page ; zéro, autant qu’il en faut.
    assert feuille.page_setup.fitToHeight in {None, 1}
    haute = sum(feuille.row_dimensions[ligne].height or 15 for ligne in range(1, zone(feuille)[0] + 1))
    assert 9 * min(1, HAUTEUR_DE_PAGE / haute) >= 7.5


def test_la_maquette_vierge_n_imprime_que_ses_feuilles_a_remplir(vierge: Path) -> None:
    """Et ne s’y dit projet nulle part : rien n’y est encore à bloquer."""
    for feuille in openpyxl.load_workbook(vierge).worksheets:
        assert "PROJET" not in str(feuille.oddHeader), feuille.title
        if feuille.title in A_REMPLIR | {"Notice"}:
            assert zone(feuille)[0] <= (40 if feuille.title in A_REMPLIR else 70), feuille.title
        else:
            assert feuille.print_area.endswith("!$ZZ$1"), feuille.title
            assert feuille["ZZ1"].value is None, feuille.title


def test_chaque_feuille_imprime_projet_et_les_memes_comptes_que_controler(
    valeurs: Workbook, noyer_dore: Projet
) -> None:
    gravites = Counter(constat.gravite for constat in controler(noyer_dore, au=ARRETE))
    bloquants, alertes = gravites[Gravite.BLOQUANT], gravites[Gravite.ALERTE]
    assert bloquants > 1
    mention = f"PROJET — {bloquants} constats bloquants à l’écriture au 31/03/2015"
    for feuille in valeurs:
        assert mention in str(feuille.oddHeader), feuille.title
        controle = str(feuille["A3"].value)
        assert controle.endswith(f"constats bloquants {bloquants}, alertes {alertes}"), feuille.title


A_TAILLE_REELLE = 205.4
"""Ce que LibreOffice imprime de large sur un A3 couché, en caractères de colonne ; Excel en imprime 217."""


def largeurs(feuille: Worksheet) -> list[float]:
    """La largeur de chaque colonne imprimée."""
    larges = [(d.min or 0, d.max or 0, d.width) for d in feuille.column_dimensions.values()]
    return [
        next((largeur for debut, fin, largeur in larges if debut <= rang <= fin), 9.14)
        for rang in range(1, zone(feuille)[1] + 1)
    ]


def repetees(feuille: Worksheet) -> int:
    """Le nombre de colonnes que chaque page répète."""
    derniere = (feuille.print_title_cols or "").rpartition(":")[2].strip("$")
    return feuille[f"{derniere}1"].column if derniere else 0


def test_rien_ne_s_imprime_sous_sept_points_et_demi(classeur: Workbook) -> None:
    """« Opérations » s’imprimait vers cinq points ; elle prend deux pages de front, où se répète de quoi la lire."""
    de_front = {}
    for feuille in classeur:
        toutes, sauts = largeurs(feuille), [saut.id for saut in feuille.col_breaks.brk]
        if not sauts:
            assert feuille.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True), feuille.title
            # Un tableur réduit par pour-cent entiers.
            assert int(min(100, 100 * A_TAILLE_REELLE / sum(toutes))) * 9 / 100 >= 7.5, feuille.title
            continue
        echelle, reprises = feuille.page_setup.scale or 100, sum(toutes[: repetees(feuille)])
        assert echelle * 9 / 100 >= 7.5, feuille.title
        for debut, fin in zip([0, *sauts], [*sauts, len(toutes)], strict=True):
            page = sum(toutes[debut:fin]) + (reprises if debut else 0)
            assert page * echelle / 100 <= A_TAILLE_REELLE, feuille.title
        de_front[feuille.title] = len(sauts) + 1
        bandeaux = [f for f in feuille.merged_cells.ranges if f.min_row > 3]
        assert not [f for f in bandeaux for saut in sauts if f.min_col <= saut < f.max_col], feuille.title
    assert set(de_front.values()) == {2}
    assert {"Opérations", "Situation", "Synthèse financeurs"} <= set(de_front)
    assert "Clôture" not in de_front


def test_le_controle_general_s_imprime_entier_sur_chaque_feuille(valeurs: Workbook) -> None:
    """Sur une feuille étroite, ou sous un choix de lecture, sa fin, les comptes, ne s’imprimait pas."""
    replies = set()
    for feuille in valeurs:
        texte = str(feuille["A3"].value)
        fusion = next((f for f in feuille.merged_cells.ranges if "A3" in f), None)
        libres = repetees(feuille) or next(
            (rang - 1 for rang in range(2, zone(feuille)[1] + 1) if feuille.cell(3, rang).value), zone(feuille)[1]
        )
        # Un gras de dix points prend moins de cinq pixels et demi par lettre en moyenne, un caractère de colonne sept.
        place = sum(largeurs(feuille)[: fusion.max_col if fusion else libres]) * 7 / 5.5
        if fusion is not None:
            assert feuille["A3"].alignment.wrap_text
            assert fusion.max_col <= libres, feuille.title
            place *= (feuille.row_dimensions[3].height or 0) // 12.8
            replies.add(feuille.title)
        assert len(texte) <= place, feuille.title
    assert {"Plan de financement", "Comparaison", "Échéancier", "Insertion", "Opérations"} <= replies


@pytest.mark.exige_libreoffice
@pytest.mark.exige_poppler
def test_libreoffice_n_imprime_de_la_vierge_que_ce_qui_se_remplit(
    vierge: Path, libreoffice: str, tmp_path: Path
) -> None:
    (pdf,) = convertir(libreoffice, [vierge], "pdf", tmp_path)
    texte = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pieds = [re.findall(r"Maquette financière – (.*?)\s{3,}page \d+ / \d+", page) for page in texte.split("\f")[:-1]]
    titres = {bloc.feuille: bloc.titre for bloc in BLOCS} | {"Notice": "Notice", "Convention": "Convention"}
    assert {titre for page in pieds for titre in page} == {titres[nom] for nom in A_REMPLIR | {"Notice"}}
    # La notice tient en deux pages, les opérations en deux de front.
    assert len(pieds) <= len(A_REMPLIR) + 3


def test_une_ligne_saisie_hors_de_la_zone_se_dit_en_haut_de_la_feuille(tmp_path: Path) -> None:
    capacites = {bloc.nom: 25 for bloc in BLOCS}
    moteur = Moteur(contenu_du_projet(PETIT), Reglages(au=date(2012, 12, 31)), capacites)
    (tmp_path / "petite.xlsx").write_bytes(composer(moteur))
    classeur = openpyxl.load_workbook(tmp_path / "petite.xlsx")
    feuille = classeur["Réalisations"]
    imprimee, colonne = zone(feuille)
    assert str(feuille.cell(1, colonne).value).startswith("=IF(SUMPRODUCT(")
    for rang in (1, 2, 3):
        feuille.cell(imprimee + rang, 1).value = date(2012, 1, rang)
    classeur.save(tmp_path / "saisie.xlsx")
    relue = openpyxl.load_workbook(par_formualizer(tmp_path / "saisie.xlsx", tmp_path), data_only=True)
    assert relue["Réalisations"].cell(1, colonne).value == (
        "Lignes remplies hors de la zone imprimée : 3 – étendre la zone (Mise en page), ou refaire la maquette"
    )
    assert relue["Insertion"].cell(1, zone(relue["Insertion"])[1]).value in ("", None)

"""La boîte d’un commentaire : à droite de sa cellule, à la taille de son texte."""

import pytest

from maquettes.annotation.geometrie import Cellule, Grille, ancre, lire_cellule, taille_de_boite
from maquettes.annotation.plan_de_feuille import lire_plan

ORDINAIRE = Grille(largeurs={}, hauteurs={}, largeur=64, hauteur=20)


@pytest.mark.parametrize(
    ("texte", "ligne", "colonne"),
    [("A1", 0, 0), ("f12", 11, 5), ("$AA$10", 9, 26), (" XFD1048576 ", 1_048_575, 16_383)],
)
def test_une_adresse_se_lit(texte: str, ligne: int, colonne: int) -> None:
    cellule = lire_cellule(texte)
    assert cellule == Cellule(ligne, colonne)
    assert cellule.adresse == texte.strip().replace("$", "").upper()


@pytest.mark.parametrize(
    ("cellule", "attendu"),
    [
        # 240 pixels font trois colonnes de 64 et 48 pixels ; 60 pixels, trois lignes de 20.
        (Cellule(2, 2), "3, 12, 1, 2, 6, 48, 3, 20"),
        (Cellule(0, 0), "1, 12, 0, 2, 4, 48, 2, 20"),
        # Au bord droit, la boîte recule : 240 pixels finissent à la dernière colonne.
        (Cellule(5, 16_383), "16380, 12, 4, 2, 16383, 64, 6, 20"),
        (Cellule(1_048_575, 0), "1, 12, 1048573, 2, 4, 48, 1048575, 20"),
    ],
)
def test_la_boite_est_a_droite_de_la_cellule(cellule: Cellule, attendu: str) -> None:
    assert ancre(cellule, (240, 60), ORDINAIRE) == attendu


def test_les_colonnes_etroites_ou_cachees_ne_retrecissent_pas_la_boite() -> None:
    grille = Grille(largeurs={3: 10, 4: 0, 5: 300}, hauteurs={2: 0, 3: 5}, largeur=64, hauteur=20)
    # 10 + 0 + 230 pixels ; 20 + 0 + 5 + 20 + 15 pixels.
    assert ancre(Cellule(2, 2), (240, 60), grille) == "3, 9, 1, 2, 5, 230, 5, 15"


def test_la_taille_suit_le_texte() -> None:
    courte, longue, immense = (taille_de_boite("mot " * nombre) for nombre in (3, 200, 20_000))
    assert courte == (240, 60)
    assert longue[0] > courte[0]
    assert longue[1] > courte[1]
    assert immense == (700, 640)


def test_une_feuille_donne_ses_dimensions() -> None:
    xml = (
        b'<worksheet xmlns="m"><sheetFormatPr defaultColWidth="10" defaultRowHeight="15"/>'
        b'<cols><col min="1" max="2" width="20"/><col min="3" max="3" width="9" hidden="1"/>'
        b'<col min="x" max="4"/></cols>'
        b'<sheetData><row r="1" ht="30"/><row r="2" hidden="1"/><row r="900" ht="99"/><row r="3" ht="nan"/></sheetData>'
        b'<mergeCells><mergeCell ref="B2:D4"/><mergeCell ref="abc"/></mergeCells></worksheet>'
    )
    plan = lire_plan(xml, "feuille", [Cellule(0, 0)])
    assert [plan.grille.largeur_de(colonne) for colonne in range(4)] == [140, 140, 0, 70]
    assert [plan.grille.hauteur_de(ligne) for ligne in (0, 1, 2, 899)] == [40, 0, 20, 20]
    assert plan.visible(Cellule(2, 2)) == Cellule(1, 1)
    assert plan.visible(Cellule(4, 2)) == Cellule(4, 2)
    assert plan.bord_droit(Cellule(1, 1)) == Cellule(1, 3)

"""Ce que paraît contenir une cellule."""

from decimal import Decimal

import pytest

from maquettes.importation.reconnaissance.feuille.contenus import Contenu, contenu_de, nombre_de, profil_de
from tests.maquettes.importation.grilles import cellule


@pytest.mark.parametrize(
    ("texte", "contenu"),
    [
        ("1250.5", Contenu.NOMBRE),
        ("12", Contenu.ENTIER),
        ("2009", Contenu.ANNEE),
        ("'1 250,50", Contenu.NOMBRE),
        ("'(3 500,00)", Contenu.NOMBRE),
        ("'2 255,80-", Contenu.NOMBRE),
        ("'388 940,00 €", Contenu.NOMBRE),
        ("'-   €", Contenu.TIRET),
        ("'-", Contenu.TIRET),
        ("%0.45", Contenu.TAUX),
        ("'19,6 %", Contenu.TAUX),
        ("2010-06-30", Contenu.DATE),
        ("'30/06/2010", Contenu.DATE),
        ("'mars 2011", Contenu.DATE),
        ("'livré le 30/09/2009", Contenu.DATE),
        ("'2008-S1", Contenu.SEMESTRE),
        ("'1er sem. 2008", Contenu.SEMESTRE),
        ("'S2 2010", Contenu.SEMESTRE),
        ("'60 lgts", Contenu.QUANTITE),
        ("'3 200 m²", Contenu.QUANTITE),
        ("'logements", Contenu.UNITE),
        ("'m²", Contenu.UNITE),
        ("'TTC", Contenu.BASE),
        ("'01-0001", Contenu.CODE),
        ("'5951203 01 0001 001", Contenu.CODE),
        ("'5951203010001001", Contenu.CODE),
        ("'RU09ECOLE", Contenu.CODE),
        ("'01", Contenu.CODE),
        ("'Square des Tilleuls", Contenu.TEXTE),
        ("'Construction de 45 logements PLUS", Contenu.TEXTE),
    ],
)
def test_le_contenu_d_une_cellule(texte: str, contenu: Contenu) -> None:
    assert contenu_de(cellule(texte)) is contenu


@pytest.mark.parametrize(
    ("texte", "nombre"),
    [
        ("'1 250,50", Decimal("1250.50")),
        ("'(3 500,00)", Decimal(-3500)),
        ("'2 255,80-", Decimal("-2255.80")),
        ("'-", Decimal(0)),
        ("%0.45", Decimal("0.45")),
        ("'45 %", Decimal("0.45")),
        ("'p.m. (à voir)", None),
    ],
)
def test_le_nombre_que_montre_une_cellule(texte: str, nombre: Decimal | None) -> None:
    assert nombre_de(cellule(texte)) == nombre


def test_le_profil_d_une_colonne_ne_compte_que_ses_lignes() -> None:
    valeurs = {1: cellule("10"), 2: cellule("20"), 3: cellule("'Total"), 4: cellule("'-")}
    profil = profil_de(valeurs, [1, 2, 4, 5])
    assert profil.remplies == 2
    assert profil.lignes == 4
    assert profil.est(Contenu.ENTIER)
    assert profil.nombres == {1: 10, 2: 20, 4: 0}
    assert profil.exemples == ("10", "20", "-")

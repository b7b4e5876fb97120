"""La version d’une feuille, l’exercice d’une colonne."""

import pytest

from maquettes.importation.reconnaissance.mots.versions import exercice_dit, version_dite, version_parmi


@pytest.mark.parametrize(
    ("texte", "version"),
    [
        ("Avenant n° 3", 3),
        ("Avt n° 1", 1),
        ("AV2", 2),
        ("TF_av12.xlsx", 12),
        ("Convention initiale", 0),
        ("Conv. initiale", 0),
        ("Feuil1", None),
        ("Travaux 2", None),
        ("Avenants 1 et avenant 2", None),
    ],
)
def test_la_version_dite(texte: str, version: int | None) -> None:
    assert version_dite(texte) == version


def test_un_avenant_nomme_l_emporte_sur_la_convention() -> None:
    assert version_parmi(["Convention pluriannuelle", "Tableau financier – avenant 2"]) == 2
    assert version_parmi(["Feuil1", "Convention pluriannuelle"]) == 0
    assert version_parmi(["Feuil1"]) is None


@pytest.mark.parametrize(
    ("libelle", "exercice"),
    [
        ("2008", (2008, False)),
        ("Réalisé 2009", (2009, False)),
        ("2012 (prév.)", (2012, True)),
        ("Reste 2013", (2013, True)),
        ("Édité le 16/01/2012", None),
        ("Coût HT convention 2007", None),
        ("2008-2009", None),
        ("Montant", None),
    ],
)
def test_l_exercice_d_une_colonne(libelle: str, exercice: tuple[int, bool] | None) -> None:
    assert exercice_dit(libelle) == exercice

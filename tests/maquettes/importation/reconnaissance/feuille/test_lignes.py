"""Ce qu’est chaque ligne sous un en-tête."""

import pytest

from maquettes.importation.reconnaissance.feuille.apercu import apercu_de
from maquettes.importation.reconnaissance.feuille.lignes import GenreDeLigne, genres_de_lignes
from tests.maquettes.importation.grilles import grille


def test_chaque_genre_de_ligne() -> None:
    lue = grille(
        """
        N° | Libellé | Coût HT | ANRU
        Famille 01 : Démolition
        '01-0001 | Tour A | 10 | 5
        '01-0002 | Total renouvellement de la place | 10 | 5
        Sous-total 01 | | 20 | 10
        N° | Libellé | Coût HT | ANRU
        '02-0001 | Tour B | 10 | 5
        | TOTAL GÉNÉRAL | 30 | 15
        (1) sous réserve d’un accord
        Vu pour être annexé à la convention
        """
    )
    assert list(genres_de_lignes(apercu_de(lue), (0, 0)).values()) == [
        GenreDeLigne.TITRE,
        GenreDeLigne.DONNEES,
        GenreDeLigne.DONNEES,
        GenreDeLigne.SOUS_TOTAL,
        GenreDeLigne.ENTETE,
        GenreDeLigne.DONNEES,
        GenreDeLigne.TOTAL,
        GenreDeLigne.NOTE,
        GenreDeLigne.NOTE,
    ]


@pytest.mark.parametrize("libelle", ["Sous-total 08", "S/Total 08", "SOUS TOTAL", "S/T Démolition", "Total famille 01"])
def test_un_sous_total(libelle: str) -> None:
    lue = grille(f"N° | Libellé | Coût HT\n'01-0001 | Tour | 10\n{libelle} | | 10")
    assert genres_de_lignes(apercu_de(lue), (0, 0))[2] is GenreDeLigne.SOUS_TOTAL


@pytest.mark.parametrize("libelle", ["TOTAL", "Total convention", "Ensemble", "Totaux"])
def test_un_total(libelle: str) -> None:
    lue = grille(f"N° | Libellé | Coût HT\n'01-0001 | Tour | 10\n{libelle} | | 10")
    assert genres_de_lignes(apercu_de(lue), (0, 0))[2] is GenreDeLigne.TOTAL

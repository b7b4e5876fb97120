"""Où est l’en-tête d’une table."""

import pytest

from maquettes.importation.reconnaissance.feuille.apercu import apercu_de
from maquettes.importation.reconnaissance.feuille.entetes import entetes_de
from tests.maquettes.importation.grilles import grille


def test_sous_les_titres_et_la_mention_de_l_unite() -> None:
    lue = grille(
        """
        Projet des Tilleuls
        Montants en k€
        .
        N° | Libellé | Coût HT | ANRU
        '01-0001 | Square | 10 | 5
        """
    )
    assert entetes_de(apercu_de(lue)) == [(3, 3)]


def test_trois_lignes_fusionnees() -> None:
    lue = grille(
        """
        Tableau financier
        N° | Libellé | Plan de financement |         |        |
           |         | ANRU                |         | Région |
           |         | Taux                | Montant | Taux   | Montant
        '01-0001 | Square | %0.5 | 10 | %0.2 | 4
        """,
        ["A2:A4", "B2:B4", "C2:F2", "C3:D3", "E3:F3"],
    )
    assert entetes_de(apercu_de(lue)) == [(1, 3)]


def test_un_titre_de_famille_n_est_pas_de_l_en_tete() -> None:
    lue = grille(
        """
        N° | Libellé | Coût HT
        Résidentialisation
        '06-0001 | Square | 10
        """
    )
    assert entetes_de(apercu_de(lue)) == [(0, 0)]


def test_deux_tables_et_un_entete_repete() -> None:
    lue = grille(
        """
        N° | Libellé | Coût HT
        '01-0001 | Square | 10
        N° | Libellé | Coût HT
        '01-0002 | Place | 20
        .
        Date de paiement | Montant payé | Type de paiement
        2010-01-01 | 5 | Avance
        """
    )
    assert entetes_de(apercu_de(lue)) == [(0, 0), (5, 5)]


def test_deux_libelles_connus_suffisent_s_ils_sont_tous_connus() -> None:
    assert entetes_de(apercu_de(grille("Opération | Livraison\n'01-0001 | 2010-01-01"))) == [(0, 0)]
    assert entetes_de(apercu_de(grille("Édité le 16/01/2012 | Montants en €\n1 | 2"))) == []


@pytest.mark.parametrize("texte", ["", "Un mémo | sans table\nécrit | en deux colonnes", "1 | 2 | 3\n4 | 5 | 6"])
def test_aucune_table(texte: str) -> None:
    assert entetes_de(apercu_de(grille(texte))) == []


def test_une_colonne_par_exercice() -> None:
    lue = grille("N° ANRU | Opération | 2008 | 2009 | Total\n'01-0001 | Square | 1 | 2 | 3")
    assert entetes_de(apercu_de(lue)) == [(0, 0)]

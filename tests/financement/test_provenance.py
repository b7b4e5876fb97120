"""L’origine d’une donnée se lit d’un coup d’œil."""

import pytest

from financement.fautes.provenance import INCONNUE, Provenance


@pytest.mark.parametrize(
    ("provenance", "texte"),
    [
        (INCONNUE, ""),
        (Provenance(fichier="plan.csv"), "plan.csv"),
        (Provenance(fichier="plan.csv", ligne=12, colonne="montant"), "plan.csv, ligne 12, colonne montant"),
        (
            Provenance(fichier="maquette.xlsx", feuille="Plan", cellule="F12", colonne="montant"),
            "maquette.xlsx, feuille Plan, F12, colonne montant",
        ),
        # Une cellule vaut mieux qu'un numéro de ligne, et un chemin json nomme déjà son champ.
        (Provenance(feuille="Plan", cellule="F12", ligne=12), "feuille Plan, F12"),
        (
            Provenance(fichier="d.json", cellule="plan[3].montant", colonne="montant"),
            "d.json, plan[3].montant",
        ),
        (Provenance(colonne="cout_ht"), "colonne cout_ht"),
    ],
)
def test_une_origine_s_ecrit_du_plus_large_au_plus_precis(provenance: Provenance, texte: str) -> None:
    assert str(provenance) == texte


def test_preciser_la_colonne_garde_le_reste() -> None:
    ligne = Provenance(fichier="plan.csv", feuille="Plan", ligne=12)
    assert ligne.a_la_colonne("montant") == Provenance(fichier="plan.csv", feuille="Plan", ligne=12, colonne="montant")


def test_preciser_la_colonne_d_un_chemin_json_allonge_le_chemin() -> None:
    assert Provenance(cellule="plan[3]").a_la_colonne("montant").cellule == "plan[3].montant"
    assert Provenance(cellule="F12").a_la_colonne("montant").cellule == "F12"

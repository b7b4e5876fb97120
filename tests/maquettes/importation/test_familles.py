"""La famille d’une opération : lue du titre au-dessus d’elle, même accompagné ; tirée du numéro, cela se dit."""

import pytest

from maquettes.importation.importation import Importation
from tests.maquettes.importation.grilles import grille
from tests.maquettes.importation.importations import importer_grilles
from tests.maquettes.importation.test_lois import non_vides

SOURCE = """
[[sources]]
fichier = "tableau.xlsx"
role = "tableau_financier"
base = "ht"
financeurs = [{ colonne = "ANRU", financeur = "ANRU", nature = "subvention" }]
constantes = { taux_tva = "20 %%" }
%s
[sources.colonnes]
operation = "N°"
libelle = "Libellé"
maitre_ouvrage = "MO"
cout_ht = "Coût HT"
"""
TABLEAU = """N° | Libellé | MO | Coût HT | ANRU
%s
01-0001 | Tour A | Ville | 1000 | 1000
01-0002 | Tour B | Ville | 2000 | 2000
%s
08-0001 | Place | Ville | 3000 | 3000
07-0002 | Square | Ville | 1000 | 1000"""
NUS = ("01 – Démolition", "08 – Aménagement")
MONTANTS = ("01 – Démolition | | | 3000 | 3000", "08 – Aménagement | | | 4000 | 4000")
NOTES = ("01 – Démolition | voir note | à revoir", "08 – Aménagement | voir note 2 | à revoir")
LUE = 'famille = "@titre"\n'


def importer(titres: tuple[str, str], *, colonnes: str = "", source: str = "") -> Importation:
    recu = grille(TABLEAU % titres, fichier="tableau.xlsx")
    importation = importer_grilles(SOURCE % source + colonnes, recu)
    (extraction,) = importation.extractions
    assert sum(extraction.compte.cellules.values()) == non_vides(recu)
    return importation


def familles(importation: Importation) -> list[str]:
    return [operation.famille for operation in importation.projet.operations]


def dits(importation: Importation, *codes: str) -> list[tuple[str, str | None]]:
    return [(c.code, c.provenance.cellule) for c in importation.constats if c.code in codes]


@pytest.mark.parametrize("titres", [NUS, MONTANTS, NOTES])
def test_un_titre_donne_la_famille_meme_suivi_de_montants_ou_de_notes(titres: tuple[str, str]) -> None:
    importation = importer(titres, colonnes=LUE)
    assert familles(importation) == ["01", "01", "08", "08"]
    assert dits(importation, "IMPORT-90", "IMPORT-91") == []


@pytest.mark.parametrize("titres", [NUS, MONTANTS, NOTES])
def test_la_famille_tiree_du_numero_sous_un_titre_se_dit_et_bloque_s_il_la_contredit(titres: tuple[str, str]) -> None:
    importation = importer(titres)
    assert familles(importation) == ["01", "01", "08", "07"]
    assert dits(importation, "IMPORT-90", "IMPORT-91") == [("IMPORT-91", "A7"), ("IMPORT-90", "A2")]
    (tiree,) = [constat for constat in importation.constats if constat.code == "IMPORT-90"]
    assert "« 01 – Démolition »" in tiree.message
    assert "4 opérations" in tiree.message


def test_ce_qui_accompagne_un_titre_est_une_note() -> None:
    assert dits(importer(NOTES, colonnes=LUE), "IMPORT-73") == [("IMPORT-73", "B2"), ("IMPORT-73", "B5")]


def test_declarer_la_ligne_ne_fait_pas_oublier_son_titre() -> None:
    ignorees = 'ignorees = [{ ligne = "0? – *", motif = "sous-total de la famille" }]'
    importation = importer(MONTANTS, colonnes=LUE, source=ignorees)
    assert familles(importation) == ["01", "01", "08", "08"]
    assert dits(importation, "IMPORT-78") == []


def test_sans_titre_qui_nomme_une_famille_le_numero_suffit() -> None:
    importation = importer(("Secteur nord", "8 place du Marché"))
    assert familles(importation) == ["01", "01", "08", "07"]
    assert dits(importation, "IMPORT-90", "IMPORT-91") == []

"""Ce qui est lu comme on le dit, et que l’ensemble rend peu vraisemblable."""

import pytest

from maquettes.importation.importation import Importation
from tests.maquettes.importation.grilles import grille
from tests.maquettes.importation.importations import SANS_AVENANT, importer_grilles

SOURCE = """
[[sources]]
fichier = "tableau.xlsx"
role = "tableau_financier"
base = "ht"
unite = "UNITE"
financeurs = [{ colonne = "ANRU", financeur = "ANRU", nature = "subvention" }]
constantes = { taux_tva = "20 %" }
[sources.colonnes]
operation = "N°"
libelle = "Libellé"
maitre_ouvrage = "MO"
cout_ht = "Coût HT"
"""
DECLARE = '\n[[maitres_ouvrage]]\ncode = "OPH"\nnom = "OPH de Saint-Aubray"\n'


def importer(lignes: str, *, unite: str = "euro", convention: str = SANS_AVENANT + DECLARE) -> Importation:
    tableau = grille(f"N° | Libellé | MO | Coût HT | ANRU\n{lignes}", fichier="tableau.xlsx")
    return importer_grilles(SOURCE.replace("UNITE", unite), tableau, convention=convention)


def dits(importation: Importation) -> list[tuple[str, str | None]]:
    voulus = {"IMPORT-92", "IMPORT-93", "IMPORT-94"}
    return [(c.code, c.provenance.cellule) for c in importation.constats if c.code in voulus]


EN_EUROS = """01-0001 | Tour A | OPH | 1000000 | 500000
01-0002 | Tour B | OPH | 2000000 | 500000
08-0001 | Banc | OPH | 300 | 100"""


@pytest.mark.parametrize(("unite", "codes"), [("euro", []), ("millier", ["IMPORT-92"])])
def test_des_euros_lus_comme_des_milliers_bloquent(unite: str, codes: list[str]) -> None:
    importation = importer(EN_EUROS, unite=unite)
    assert [code for code, _ in dits(importation)] == codes
    assert all(constat.est_bloquant for constat in importation.constats if constat.code == "IMPORT-92")


def test_un_code_sans_site_parmi_d_autres_se_dit() -> None:
    lignes = """5951203-01-0001-001 | Tour A | OPH | 1000 | 500
    5951203-08-0001-001 | Place | OPH | 1000 | 500
    08-0003 | Square | OPH | 1000 | 500"""
    assert dits(importer(lignes)) == [("IMPORT-93", "A4")]


def test_des_codes_de_meme_forme_ne_se_disent_pas() -> None:
    assert dits(importer(EN_EUROS)) == []


@pytest.mark.parametrize(
    ("nom", "attendus"),
    [
        ("OPH de Saint Aubray", ["IMPORT-94"]),
        ("OPH de St-Aubray", ["IMPORT-94"]),
        ("OPH de Saint-Aubray", []),
        ("Logis du Vernay", []),
    ],
)
def test_un_nom_voisin_d_un_nom_declare_se_dit(nom: str, attendus: list[str]) -> None:
    lignes = f"""01-0001 | Tour A | OPH de Saint-Aubray | 1000 | 500
    01-0002 | Tour B | {nom} | 1000 | 500"""
    importation = importer(lignes)
    assert [code for code, _ in dits(importation)] == attendus
    assert [cellule for _, cellule in dits(importation)] == ["C3"] * len(attendus)


def test_deux_graphies_que_rien_ne_declare_aussi() -> None:
    lignes = """01-0001 | Tour A | Logis du Vernay | 1000 | 500
    01-0002 | Tour B | Logis du Vernais | 1000 | 500"""
    (constat,) = [c for c in importer(lignes, convention=SANS_AVENANT).constats if c.code == "IMPORT-94"]
    assert "« Logis du Vernais », maître d’ouvrage de 1 opération," in constat.message
    assert "« Logis du Vernay »" in constat.message


SECONDE = f"""{EN_EUROS}
Opération | Entreprise | Marché | Notifié
01-0001 | BTP SUD | M12 | 350 | 120"""


def test_une_seconde_table_sous_la_premiere_bloque() -> None:
    (constat,) = [c for c in importer(SECONDE).constats if c.code == "IMPORT-96"]
    assert (constat.provenance.cellule, constat.est_bloquant) == ("A5", True)


def test_des_signatures_au_bas_d_un_tableau_n_en_sont_pas_une() -> None:
    importation = importer(f"{EN_EUROS}\nLe maire | Le président | Le directeur")
    assert [c.code for c in importation.constats] == ["IMPORT-73"]

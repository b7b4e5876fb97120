"""Les tableaux de plusieurs versions : ce qui ne change pas n’est pas réécrit, ce qui disparaît se dit."""

import pytest

from financement import DossierRefuse
from tests.maquettes.importation.grilles import grille
from tests.maquettes.importation.importations import CONVENTION, codes, importer_grilles

SOURCES = """
[[sources]]
fichier = "tableau.xlsx"
feuille = ["Convention", "Avenant 1"]
role = "tableau_financier"
version = { "Convention" = 0, "Avenant 1" = 1 }
base = "ht"
financeurs = [
  { colonne = "ANRU", financeur = "ANRU", nature = "subvention" },
  { colonne = "Fonds propres", financeur = "maitre_ouvrage", nature = "Fonds propres" },
]
colonnes = { operation = "N°", libelle = "Libellé", maitre_ouvrage = "MO", cout_ht = "Coût" }
codes = { maitre_ouvrage = { "Mairie" = "VILLE" } }
"""
INITIAL = """N° | Libellé | MO | Coût | ANRU | Fonds propres
01-0001 | Tour A | Mairie | 1000 | 400 | 600
01-0002 | Tour B | Mairie | 2000 | 800 | 1200
01-0003 | Tour C | Mairie | 3000 | 900 | 2100"""
AVENANT = """N° | Libellé | MO | Coût | ANRU | Fonds propres
01-0001 | Tour A | Mairie | 1000 | 400 | 600
01-0002 | Tour B | Mairie | 2500 | | 2500"""
GRILLES = (
    grille(INITIAL, fichier="tableau.xlsx", feuille="Convention"),
    grille(AVENANT, fichier="tableau.xlsx", feuille="Avenant 1"),
)


def test_un_avenant_partiel_n_ecrit_que_ce_qui_change() -> None:
    importation = importer_grilles(SOURCES, *GRILLES, convention=CONVENTION)
    projet = importation.projet
    assert [(o.version, o.code) for o in projet.operations if o.version] == [(1, "01-0002")]
    assert [(p.operation, p.financeur, p.montant) for p in projet.plan if p.version] == [
        ("01-0002", "VILLE", 250_000),
        ("01-0002", "ANRU", 0),
    ]
    (absente,) = [c for c in importation.constats if c.code == "IMPORT-65"]
    assert (absente.operation, absente.est_bloquant) == ("01-0003", True)


def test_un_avenant_complet_ecrit_tout_son_tableau_et_nomme_ce_qui_en_sort() -> None:
    complet = CONVENTION.replace("date = 2009-03-15", 'date = 2009-03-15\ntableau = "complet"')
    importation = importer_grilles(SOURCES, *GRILLES, convention=complet)
    assert [o.code for o in importation.projet.operations if o.version] == ["01-0001", "01-0002"]
    assert len([p for p in importation.projet.plan if p.version]) == 3
    (retiree,) = [c for c in importation.constats if c.code == "IMPORT-64"]
    assert (retiree.operation, str(retiree.gravite)) == ("01-0003", "information")
    assert "IMPORT-65" not in codes(importation)


def test_une_operation_en_double_n_est_lue_qu_une_fois_et_bloque() -> None:
    double = grille(INITIAL + "\n01-0001 | Tour A | Mairie | 9 | 9 |", fichier="tableau.xlsx", feuille="Convention")
    importation = importer_grilles(SOURCES, double, GRILLES[1], convention=CONVENTION)
    (constat,) = [c for c in importation.constats if c.code == "IMPORT-63"]
    assert (constat.operation, constat.provenance.cellule) == ("01-0001", "A5")
    assert importation.projet.operations[0].cout_ht == 100_000


def test_des_precisions_d_une_autre_table_completent_la_version_dite() -> None:
    livraisons = grille("Opération | Livrée le\n01-0002 | 2012-05-06", fichier="livraisons.xlsx")
    sources = (
        SOURCES
        + """
[[sources]]
fichier = "livraisons.xlsx"
role = "operations"
version = 1
colonnes = { operation = "Opération", achevement = "Livrée le" }
"""
    )
    importation = importer_grilles(sources, *GRILLES, livraisons, convention=CONVENTION)
    (livree,) = [o for o in importation.projet.operations if o.achevement is not None]
    assert (livree.version, livree.code, livree.cout_ht) == (1, "01-0002", 250_000)
    assert "livraisons.xlsx" in str(livree.provenance.a_la_colonne("achevement"))


def test_une_table_de_precisions_doit_designer_ses_operations() -> None:
    livraisons = grille("Opération | Livrée le\n01-0002 | 2012-05-06", fichier="livraisons.xlsx")
    sources = """
[[sources]]
fichier = "livraisons.xlsx"
role = "operations"
colonnes = { achevement = "Livrée le" }
"""
    with pytest.raises(DossierRefuse) as refus:
        importer_grilles(sources, livraisons)
    assert [(f.code, f.provenance.fichier) for f in refus.value.fautes] == [("IMPORT-16", "correspondance.toml")]


def test_une_operation_peut_etre_nommee_par_la_ligne_de_titre() -> None:
    tableau = grille(
        """Financeur | ANRU | Coût
        Opération 01-0001
        Ville | 400 | 1000""",
        fichier="tableau.xlsx",
    )
    sources = """
[[sources]]
fichier = "tableau.xlsx"
role = "tableau_financier"
base = "ht"
financeurs = [{ colonne = "ANRU", financeur = "ANRU", nature = "subvention" }]
colonnes = { operation = "@titre", libelle = "@titre", maitre_ouvrage = "Financeur", cout_ht = "Coût" }
codes = { operation = { "Opération 01-0001" = "01-0001" } }
"""
    importation = importer_grilles(sources, tableau)
    assert [(ligne.operation, ligne.montant) for ligne in importation.projet.plan] == [("01-0001", 40_000)]

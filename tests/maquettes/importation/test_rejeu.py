"""La même correspondance sur le fichier de l’an prochain : ce qui a bougé est suivi, ce qui a changé est dit."""

from dataclasses import replace

import pytest

from financement import DossierRefuse
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.grille.grille import Grille
from maquettes.importation.importation import Importation
from maquettes.tableur.contenu import CelluleLue, GenreCellule
from tests.maquettes.importation.grilles import grille
from tests.maquettes.importation.importations import codes, importer_grilles

SOURCE = """
[[sources]]
fichier = "tableau.xlsx"
role = "tableau_financier"
entete = [2, 2]
base = "ht"
financeurs = [{ colonne = "ANRU", financeur = "ANRU", nature = "subvention" }]
ignorees = [{ colonne = "Observations" }]
colonnes = { operation = "N°", libelle = "Libellé", maitre_ouvrage = "MO", cout_ht = "Coût", taux_tva = "TVA" }
"""
HIER = """Tableau financier
N° | Libellé | MO | Coût | TVA | ANRU | Observations
01-0001 | Tour A | Ville | 1000 | %0.2 | 400 | vu
01-0002 | Tour B | Ville | 2000 | %0.2 | 800 |
01-0003 | Tour C | Ville | 3000 | %0.2 | 900 |
Total | | | 6000 | | 2100 |"""
SANS_MONTANT = HIER.replace("| 900 |", "| p.m. |").replace("| 2100 |", "| 1200 |")


def importer(texte: str) -> Importation:
    recue: Grille = grille(texte, fichier="tableau.xlsx")
    return importer_grilles(SOURCE, recue)


def test_hier_ne_surprend_pas() -> None:
    assert codes(importer(HIER)) == []


def test_une_feuille_que_rien_ne_designe_est_dite_et_bloque_si_elle_a_des_nombres() -> None:
    source = SOURCE.replace("role =", 'feuille = "Convention"\nrole =')
    designee = grille(HIER, fichier="tableau.xlsx", feuille="Convention")
    autres = (
        grille("N° | Coût\n01-0001 | 1000", fichier="tableau.xlsx", feuille="Avenant 2"),
        grille("Lisez-moi", fichier="tableau.xlsx", feuille="Notes"),
        grille("", fichier="tableau.xlsx", feuille="Feuil3"),
    )
    importation = importer_grilles(source, designee, *autres)
    assert codes(importation) == ["IMPORT-56", "IMPORT-55"]
    bloquant, information = importation.constats
    assert bloquant.est_bloquant
    assert "« Avenant 2 »" in bloquant.message
    assert "4 cellules, dont 1 nombre." in bloquant.message
    assert information.provenance.feuille == "Notes"
    declarees = 'ignorees = [{ feuille = "Avenant*" }, { feuille = "Notes" }, { colonne = "Observations" }]'
    assert (
        codes(
            importer_grilles(source.replace('ignorees = [{ colonne = "Observations" }]', declarees), designee, *autres)
        )
        == []
    )


def test_des_colonnes_deplacees_sont_suivies_par_leur_libelle() -> None:
    lignes = [ligne.split("|") for ligne in HIER.splitlines()]
    demain = "\n".join("|".join([*reversed(ligne)] if len(ligne) > 1 else ligne) for ligne in lignes)
    assert importer(demain).projet == importer(HIER).projet


def test_un_en_tete_deplace_est_retrouve_et_dit() -> None:
    importation = importer("Ville de Tilleul\nÉtat au 31 décembre\n" + HIER)
    assert importation.projet == importer(HIER).projet
    assert codes(importation) == ["IMPORT-59"]


def test_une_colonne_apparue_est_dite_et_comptee() -> None:
    demain = HIER.replace("| Observations", "| Observations | Région").replace("| vu", "| vu | 50")
    importation = importer(demain)
    assert codes(importation) == ["IMPORT-54"]
    assert "« Région »" in importation.constats[0].message


def test_une_colonne_a_ignorer_disparue_est_dite() -> None:
    assert codes(importer(HIER.replace("| Observations", "|").replace("| vu", "|"))) == ["IMPORT-58"]


def test_une_colonne_designee_disparue_est_refusee_avec_la_plus_proche() -> None:
    with pytest.raises(DossierRefuse) as refus:
        importer(HIER.replace("| Coût |", "| Coûts |"))
    (faute,) = refus.value.fautes
    assert (faute.code, faute.provenance.colonne) == ("IMPORT-15", "cout_ht")
    assert "« Coûts »" in faute.message


def test_une_colonne_qui_a_change_de_sens_est_dite_une_fois() -> None:
    demain = HIER.replace("%0.2", "à définir")
    importation = importer(demain)
    assert "IMPORT-57" in codes(importation)
    assert "taux_tva" in next(c.message for c in importation.constats if c.code == "IMPORT-57")


def test_lignes_et_colonnes_masquees_et_formules_se_disent() -> None:
    from dataclasses import replace

    recue = grille(HIER, fichier="tableau.xlsx")
    cellules = dict(recue.cellules)
    cellules[2, 3] = cellules[2, 3]._replace(formule="SUM(A1:A2)")
    masquee = replace(
        recue, cellules=cellules, lignes_masquees=frozenset({3}), colonnes_masquees=frozenset({6}), etat="hidden"
    )
    assert set(codes(importer_grilles(SOURCE, masquee))) == {"IMPORT-61", "IMPORT-62", "IMPORT-70", "IMPORT-82"}


def test_une_ligne_de_montants_sans_operation_est_signalee_sauf_si_c_est_un_total() -> None:
    assert "IMPORT-78" in codes(importer(HIER.replace("Total | |", "Divers | |").replace("6000", "17")))
    assert codes(importer(HIER.replace("Total | |", "Démolition | |"))) == []


def test_un_montant_fusionne_ne_compte_qu_une_fois() -> None:
    recue = grille(HIER.replace("%0.2 | 800", "%0.2 |"), ["F3:F4", "C3:C4"], fichier="tableau.xlsx")
    importation = importer_grilles(SOURCE, recue)
    assert {"IMPORT-71", "IMPORT-72"} & set(codes(importation)) or "IMPORT-69" in codes(importation)
    assert sum(ligne.montant for ligne in importation.projet.plan) == 130_000


def test_une_colonne_de_textes_apparue_ne_bloque_pas() -> None:
    assert codes(importer(HIER.replace("| Observations", "| Observations | État").replace("| vu", "| vu | clos"))) == [
        "IMPORT-77"
    ]


def test_plus_de_deux_decimales_s_arrondissent_et_se_disent() -> None:
    importation = importer(HIER.replace("| 1000 |", "| 1000.005 |"))
    assert importation.projet.operations[0].cout_ht == 100_001
    assert "IMPORT-76" in codes(importation)


def test_les_colonnes_non_designees_d_une_table_font_un_seul_constat() -> None:
    demain = HIER.replace("| Observations", "| Observations | Région | État").replace("| vu", "| vu | 50 | 60")
    importation = importer(demain)
    assert codes(importation) == ["IMPORT-54"]
    assert "« Région », « État »" in importation.constats[0].message


def test_un_texte_declare_sans_montant_ne_bloque_plus_et_compte_ignore() -> None:
    recue = grille(SANS_MONTANT, fichier="tableau.xlsx")
    assert codes(importer_grilles(SOURCE, recue)) == ["IMPORT-60"]
    declaree = SOURCE.replace('{ colonne = "Observations" }', '{ colonne = "Observations" }, { valeur = "P.M." }')
    importation = importer_grilles(declaree, recue)
    assert codes(importation) == []
    assert importation.extractions[0].compte.cellules[Etat.SIGNALEE] == 0


def test_une_formule_jamais_calculee_le_dit() -> None:
    recue = grille(SANS_MONTANT, fichier="tableau.xlsx")
    (place,) = [place for place, cellule in recue.cellules.items() if cellule.texte.casefold() == "p.m."]
    jamais = CelluleLue(GenreCellule.VIDE, "", "E3*2")
    importation = importer_grilles(SOURCE, replace(recue, cellules={**recue.cellules, place: jamais}))
    (constat,) = importation.constats
    assert (constat.code, constat.provenance) == ("IMPORT-95", recue.provenance(*place))
    assert "enregistrer" in constat.remede

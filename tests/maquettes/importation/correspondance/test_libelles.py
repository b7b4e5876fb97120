"""Les libellés d’un en-tête, et la colonne qu’ils désignent."""

from maquettes.importation.correspondance.libelles import cle_de_libelle, colonne_designee, libelles_de_colonnes
from tests.maquettes.importation.grilles import grille


def test_un_entete_d_une_ligne() -> None:
    lue = grille("N° | Libellé | Coût HT")
    assert libelles_de_colonnes(lue, (0, 0)) == {0: "N°", 1: "Libellé", 2: "Coût HT"}


def test_une_fusion_vaut_pour_tout_ce_qu_elle_couvre() -> None:
    lue = grille(
        """
        N° | ANRU |         | Région |         | Total
           | Taux | Montant | Taux   | Montant |
        """,
        ["A1:A2", "B1:C1", "D1:E1", "F1:F2"],
    )
    assert list(libelles_de_colonnes(lue, (0, 1)).values()) == [
        "N°",
        "ANRU / Taux",
        "ANRU / Montant",
        "Région / Taux",
        "Région / Montant",
        "Total",
    ]


def test_sans_fusion_ce_qui_se_repete_prend_le_libelle_a_gauche() -> None:
    lue = grille(
        """
           | ANRU |         | Région |
        N° | Taux | Montant | Taux   | Montant | Total
        """
    )
    assert list(libelles_de_colonnes(lue, (0, 1)).values()) == [
        "N°",
        "ANRU / Taux",
        "ANRU / Montant",
        "Région / Taux",
        "Région / Montant",
        "Total",
    ]


def test_une_ligne_qui_a_ses_fusions_n_est_pas_completee() -> None:
    lue = grille(
        """
        N° | ANRU |         |
           | Taux | Montant | Montant
        """,
        ["B1:C1"],
    )
    assert libelles_de_colonnes(lue, (0, 1))[3] == "Montant"


def test_trois_niveaux() -> None:
    lue = grille(
        """
        N° | Plan de financement |         |        |
           | ANRU                |         | Région |
           | Taux                | Montant | Taux   | Montant
        """,
        ["A1:A3", "B1:E1", "B2:C2", "D2:E2"],
    )
    assert libelles_de_colonnes(lue, (0, 2))[4] == "Plan de financement / Région / Montant"


def test_un_libelle_repete_prend_son_rang_et_une_colonne_sans_libelle_sa_lettre() -> None:
    lue = grille("N° | Montant | montant |\n1 | 2 | 3 | 4")
    assert libelles_de_colonnes(lue, (0, 0)) == {0: "N°", 1: "Montant", 2: "montant (2)", 3: "@colonne D"}


def test_un_libelle_se_lit_sans_casse_ni_accents_ni_retours() -> None:
    assert cle_de_libelle("Coût\n  TOTAL  (€)") == cle_de_libelle("cout total (€)")
    assert cle_de_libelle("Maître d’œuvre") == cle_de_libelle("MAITRE D'OEUVRE")


def test_la_colonne_designee() -> None:
    libelles = {0: "N°", 1: "Plan / ANRU / Montant", 2: "Plan / Région / Montant"}
    assert colonne_designee(libelles, "plan / region / montant") == 2
    assert colonne_designee(libelles, "ANRU / Montant") == 1
    assert colonne_designee(libelles, "Montant") is None
    assert colonne_designee(libelles, "Ville") is None

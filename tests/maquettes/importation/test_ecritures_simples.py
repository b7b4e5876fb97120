"""Une écriture simple se lit comme toute autre : le même extrait, cellule par cellule, donne le même dossier."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import DossierRefuse
from maquettes.formes.origines import ecrire_origines
from maquettes.importation.grille.cellules_de_texte import CellulesDeTexte
from maquettes.importation.grille.grille import Grille
from tests.maquettes.importation.importations import SANS_AVENANT, importer_grilles

GRAINES: Final = st.integers(0, 10**9)
TABLEAU: Final = Grille(
    fichier="tableau.csv",
    cellules=CellulesDeTexte(
        [["N°", "Libellé", "MO", "Coût HT", "ANRU"]]
        + [[f"01-{rang}", "Lot", "Ville", "900000,00", "90000,00"] for rang in range(1, 5)]
    ),
)
SOURCE: Final = """
[[sources]]
fichier = "tableau.csv"
role = "tableau_financier"
base = "ht"
financeurs = [{ colonne = "ANRU", financeur = "ANRU", nature = "subvention" }]
colonnes = { operation = "N°", libelle = "Libellé", maitre_ouvrage = "MO", cout_ht = "Coût HT" }

[[sources]]
fichier = "grand_livre.csv"
role = "depenses"
"""
REGLE: Final = """regles = [
  { si = { colonne = "Sens", vaut = "ANN" }, type = "annulation" },
  { si = { colonne = "Sens", vaut = "REJ" }, ignorer = "rejet" },
  { si = { colonne = "HT", signe = "negatif" }, type = "annulation" },
]
"""
SORTES: Final = (
    'base = "ht"\ncolonnes = { operation = "Op", date = "Date", montant = "HT", piece = "Pièce", libelle = "Objet" }',
    'colonnes = { operation = "Op", date = "Date", montant_ht = "HT", montant_tva = "TVA", piece = "Pièce" }',
    'base = "ht"\ncolonnes = { operation = "Op", montant = "HT", date = "Date" }\nfin = "Fin"',
    'base = "ht"\nignorees = [{ ligne = "sous*" }]\ncolonnes = { operation = "Op", date = "Date", montant = "HT" }',
)
ENTETE: Final = ["Op", "Date", "Pièce", "Objet", "Sens", "HT", "TVA", "Note"]
SURPRISES: Final = ("", " ", "-", "Total", "Sous-total", "Fin")
MONTANTS: Final = ("", "-", "0", "p.m.", "12,345", "-5,00", "1 000,00 HT")


def total(euros: str) -> list[str]:
    return ["Total", "", "", "", "", euros]


def extrait(graine: int) -> list[Sequence[str]]:
    """Des écritures, dont quelques cellules surprennent, des titres, des totaux, des lignes courtes ou vides."""
    alea = random.Random(graine)  # noqa: S311 -- un tirage semé n’est pas un secret
    rangees: list[Sequence[str]] = [ENTETE]
    for rang in range(alea.randint(1, 60)):
        euros = f"{alea.randint(0, 9)} {alea.randint(100, 999)},{alea.randint(0, 99):02d}"
        date, sens = f"{alea.randint(1, 28):02d}/03/2010", alea.choice(["MDT", "MDT", "ANN", "REJ"])
        rangee = [f"01-{alea.randint(1, 4)}", date, f" P{rang}", f"Situation {rang % 3}", sens, euros, "100,00", ""]
        for _ in range(alea.choice([0, 0, 0, 1, 1])):
            rangee[alea.choice([0, 1, 2, 3, 4, 7])] = alea.choice(SURPRISES)
            rangee[alea.choice([5, 6])] = alea.choice(MONTANTS)
        rangees.append(rangee[: alea.choice([8, 8, 8, 8, 7, 6, 3])])
        autre = alea.choice(
            [[], ["Titre"], ["", "", "Visa", "Nom", "Date"], ENTETE, total(euros), None, None, None, None]
        )
        if autre is not None:
            rangees.append(autre)
    return rangees


@given(GRAINES)
def test_un_extrait_se_lit_pareil_de_ses_textes_et_de_ses_cellules(premiere: int) -> None:
    """La lecture ordinaire, d’une grille qui n’est pas de textes, est l’autre façon de trouver le même résultat."""
    for graine in range(premiere, premiere + 3):
        textes = Grille(fichier="grand_livre.csv", cellules=CellulesDeTexte(extrait(graine)))
        cellules = replace(textes, cellules=dict(textes.cellules.items()))
        correspondance = SOURCE + SORTES[graine % len(SORTES)] + "\n" + (REGLE if graine % 3 else "")
        assert rendu(correspondance, textes) == rendu(correspondance, cellules)


def rendu(correspondance: str, grille: Grille) -> object:
    """Tout ce qu’un import dit et écrit."""
    try:
        importation = importer_grilles(correspondance, TABLEAU, grille, convention=SANS_AVENANT)
    except DossierRefuse as refus:
        return refus.fautes
    extraction = importation.extractions[1]
    return (
        importation.projet,
        list(importation.constats),
        [(recu.valeurs, recu.lieu, recu.bases) for recu in extraction.mouvements],
        (extraction.compte.cellules, extraction.compte.lignes, extraction.totaux),
        ecrire_origines(importation.projet, importation.origine_de),
    )


def test_les_montants_des_ecritures_simples_vont_au_journal_et_aux_totaux() -> None:
    """Trois dépenses de 1 000,00 €, une annulation de 250,50 € que dit la règle, un total juste de 3 250,50 €."""
    lignes = [["01-1", "02/03/2010", f"P{rang}", "Situation", "MDT", "1 000,00"] for rang in range(3)]
    lignes += [["01-2", "05/03/2010", "P3", "Avoir", "ANN", "250,50"], ["Total", "", "", "", "", "3 250,50"]]
    grille = Grille(fichier="grand_livre.csv", cellules=CellulesDeTexte([ENTETE, *lignes]))
    importation = importer_grilles(f"{SOURCE}{SORTES[0]}\n{REGLE}", TABLEAU, grille)
    journal = [(m.type.value, m.operation, m.montant, m.piece) for m in importation.projet.journal]
    assert journal == [
        ("depense", "01-1", 100_000, "P0"),
        ("depense", "01-1", 100_000, "P1"),
        ("depense", "01-1", 100_000, "P2"),
        ("annulation", "01-2", 25_050, "P3"),
    ]
    assert [(t.annonce, t.calcule, t.premiere, t.derniere) for t in importation.extractions[1].totaux] == [
        (325_050, 325_050, 1, 4)
    ]
    origines = [importation.origine_de(m.provenance) for m in importation.projet.journal]
    assert [origine and origine.cellule for origine in origines] == [
        "F2",
        "F3",
        "F4",
        "F5",
    ]

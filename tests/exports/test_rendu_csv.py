"""Les fichiers csv de l’annexe, relus : mêmes montants, textes inoffensifs."""

import csv
import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.tableau import GenreColonne
from exports.rendus.csv import rendre_csv
from tests.construction import euros, jour, ligne, mouvement, operation, projet


def relire(octets: bytes) -> list[list[str]]:
    assert octets.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_un_fichier_par_tableau(annexe: Document) -> None:
    noms = list(rendre_csv(annexe))
    assert noms == [*(tableau.cle for tableau in annexe.tableaux), "identification"]
    assert noms[0] == "decision"


def test_chaque_valeur_se_relit(annexe: Document) -> None:
    fichiers = rendre_csv(annexe)
    for tableau in annexe.tableaux:
        en_tete, *lignes = relire(fichiers[tableau.cle])
        assert len(set(en_tete)) == len(tableau.colonnes) + 1
        assert [ligne[0] for ligne in lignes] == [ligne.genre.value for ligne in tableau.lignes]
        for lue, ligne_ecrite in zip(lignes, tableau.lignes, strict=True):
            for texte, colonne, cellule in zip(lue[1:], tableau.colonnes, ligne_ecrite.cellules, strict=True):
                valeur: object = cellule.valeur
                relu: object = texte
                if valeur is None:
                    valeur = ""
                elif colonne.genre is GenreColonne.MONTANT:
                    assert len(texte.partition(",")[2]) == 2
                    relu = int(Decimal(texte.replace(",", ".")) * 100)
                elif colonne.genre is GenreColonne.TAUX:
                    assert isinstance(valeur, Fraction)
                    pourcents = Fraction(Decimal(texte.removesuffix(" %").replace(",", ".")))
                    assert abs(pourcents - valeur * 100) <= Fraction(1, 20_000)
                    continue
                elif colonne.genre is GenreColonne.QUANTITE:
                    relu = Decimal(texte.replace(",", "."))
                elif colonne.genre is GenreColonne.ENTIER:
                    relu = int(texte)
                elif colonne.genre is GenreColonne.DATE:
                    relu = date.fromisoformat(texte)
                assert relu == valeur, (tableau.cle, ligne_ecrite.cle, colonne.cle)


@pytest.mark.parametrize("libelle", ["=1+1", "+3", "-3", "@A1", "'=1+1", "''-x"])
def test_un_texte_n_est_jamais_une_formule_et_se_relit(libelle: str) -> None:
    dossier = projet(operations=[operation(libelle=libelle)])
    fichiers = rendre_csv(composer_annexe(dossier, au=jour("2010-01-01")))
    lignes = relire(fichiers["tableau-financier"])
    colonne = lignes[0].index("Libellé précis de l’opération")
    assert lignes[2][colonne] == f"'{libelle}"


def test_un_montant_negatif_reste_un_nombre() -> None:
    dossier = projet(
        plan=[ligne("ANRU", euros(1_000_000))], journal=[mouvement("engagement", euros(1_000_001), "2009-01-01")]
    )
    lignes = relire(rendre_csv(composer_annexe(dossier, au=jour("2010-01-01")))["execution"])
    assert "-1,00" in lignes[2]


def test_identification(annexe: Document) -> None:
    paires = dict(relire(rendre_csv(annexe)["identification"]))
    assert paires["Date d’arrêté (ISO)"] == "2015-03-31"
    assert paires["Empreinte sha256"] == annexe.empreinte
    assert paires["Bandeau"] == annexe.bandeau
    assert paires["Convention"] == "92002-PNRU – Noyer Doré – Antony"

"""Une part de journal commun : ce qu’un processus en transmet à un autre suffit à la lire et à la situer."""

import pickle
from typing import Final

import numpy as np

from maquettes.journal_commun.part import PartDeCsv

ENTETE: Final = b"convention;date;type;operation;financeur;nature;montant;piece;libelle\n"
LIGNES: Final = (
    b'C1;2008-01-15;avance;OP1;ANRU;;1,00;;"deux\nlignes"\n'
    b"C1;2008-01-15;avance;OP1;ANRU;;2,00;;\n"
    b"C1;2008-02-30;avance;OP1;;;abc;;\n"
    b"C1;2008-01-15;avance;OP1;ANRU;;3,00;;un;deux\n"
)
PART: Final = PartDeCsv(
    nom="./national.csv",
    entete=ENTETE,
    octets=LIGNES,
    numeros=np.array([7, 9, 1_000_000, 1_000_001]),
    hauteurs=np.array([2, 1, 1, 1]),
)


def test_chaque_ligne_garde_son_numero_dans_le_journal_commun() -> None:
    lue = PART.lire()
    assert [(m.montant, m.libelle, str(m.provenance)) for m in lue.objets[:2]] == [
        (100, "deux\nlignes", "./national.csv, ligne 7"),
        (200, "", "./national.csv, ligne 9"),
    ]
    assert [(str(f.provenance), f.code) for f in lue.toutes_les_fautes()] == [
        ("./national.csv, ligne 1000000, colonne date", "DATE-02"),
        ("./national.csv, ligne 1000000, colonne montant", "MONTANT-01"),
        ("./national.csv, ligne 1000000, colonne financeur", "COHERENCE-05"),
        ("./national.csv, ligne 1000001", "COLONNE-04"),
    ]
    assert [ligne.provenance.ligne for ligne in lue.lignes] == [7, 9, 1_000_000, 1_000_001]


def test_une_part_se_lit_aussi_en_colonnes() -> None:
    lues = PART.en_partie()
    assert lues is not None
    journal, fautives = lues
    assert [(m.montant, m.libelle, str(m.provenance)) for m in journal[:2]] == [
        (100, "deux\nlignes", "./national.csv, ligne 7"),
        (200, "", "./national.csv, ligne 9"),
    ]
    assert [str(f) for f in fautives.toutes_les_fautes()] == [str(f) for f in PART.lire().toutes_les_fautes()]


def test_une_part_voyage() -> None:
    revenue = pickle.loads(pickle.dumps(PART))  # noqa: S301 -- ce que le test vient d'écrire
    assert revenue.lire() == PART.lire()

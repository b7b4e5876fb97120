"""Règles de champ : des types stricts, rien n’est converti."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np
import pytest

from financement.dossier.convention import Financeur
from financement.dossier.nomenclature import Base, Categorie, Nature, Unite
from financement.fautes.faute import Faute, ValeurImpossible
from financement.valeurs import validation
from financement.valeurs.dates import Semestre
from financement.valeurs.montants import MONTANT_MAXIMAL
from financement.valeurs.taux import DENOMINATEUR_MAXIMAL
from tests.construction import financeur

Regle = Callable[[str, object], Faute | None]


def de_zero_a_neuf(champ: str, valeur: object) -> Faute | None:
    return validation.entier(champ, valeur, 0, 9)


def une_base(champ: str, valeur: object) -> Faute | None:
    return validation.choix(champ, valeur, Base)


def des_financeurs(champ: str, valeur: object) -> Faute | None:
    return validation.suite(champ, valeur, Financeur)


class Sosie(StrEnum):
    """Mêmes valeurs que :class:`Base`, autre vocabulaire."""

    HT = "ht"


MAUVAIS_TYPE = "CLE-03"


@pytest.mark.parametrize(
    ("regle", "valeurs"),
    [
        (validation.texte, ["", "a", "Îlot d’habitat", "x" * 2000, "=1+1", "deux\nlignes"]),
        (validation.texte_obligatoire, ["a", "=1+1"]),
        (validation.code, ["ANRU", "1101040-08-0002-001", "0123", "x" * 80, "é", "a b"]),
        (validation.code_facultatif, [None, "ANRU"]),
        (validation.siret_facultatif, [None, "01234567890123", "21060004500392"]),
        (de_zero_a_neuf, [0, 9]),
        (validation.montant, [0, 1, MONTANT_MAXIMAL]),
        (validation.montant_facultatif, [None, 0, MONTANT_MAXIMAL]),
        (
            validation.taux_facultatif,
            [None, Fraction(0), Fraction(1), Fraction(1, 3), Fraction(1, DENOMINATEUR_MAXIMAL)],
        ),
        (validation.quantite, [Decimal(0), Decimal("0.01"), Decimal("0.010"), Decimal(10**9), Decimal("1E+3")]),
        (validation.quantite_facultative, [None, Decimal(144)]),
        (validation.jour, [date(1970, 1, 1), date(2099, 12, 31)]),
        (validation.jour_facultatif, [None, date(2004, 7, 1)]),
        (validation.semestre_facultatif, [None, Semestre(2006, 1)]),
        (une_base, [Base.HT, Base.TTC]),
        (des_financeurs, [(), (financeur("ANRU"), financeur("VILLE"))]),
    ],
)
def test_une_bonne_valeur_passe(regle: Regle, valeurs: list[object]) -> None:
    for valeur in valeurs:
        assert regle("champ", valeur) is None, valeur


@pytest.mark.parametrize(
    ("regle", "code", "valeurs"),
    [
        (validation.texte, MAUVAIS_TYPE, [None, 3, True, b"a", ["a"], Base.HT, np.str_("a")]),
        (
            validation.texte,
            "VALEUR-02",
            [" a", "a ", "\u00a0a", "a\n", " ", "a\x00b", "\ud800", "a\udfffb"],
        ),
        (validation.texte, "VALEUR-06", ["x" * 2001]),
        (validation.texte_obligatoire, "VALEUR-01", [""]),
        (validation.texte_obligatoire, MAUVAIS_TYPE, [None, 0, np.array(["a", "b"])]),
        (validation.code, "VALEUR-01", [""]),
        (validation.code, "VALEUR-07", ["a\nb", "a\tb", "a\x1fb", "a\u202eb", "x" * 81]),
        (validation.code, MAUVAIS_TYPE, [None, 601, True, Categorie.ANRU]),
        (validation.code_facultatif, "VALEUR-01", [""]),
        (
            validation.siret_facultatif,
            "VALEUR-08",
            ["", "123", "0" * 13, "0" * 15, "0" * 13 + "x", "\u0661" * 14],
        ),
        (validation.siret_facultatif, MAUVAIS_TYPE, [10**13, "0123456789012 3", "01234567890123 "]),
        (de_zero_a_neuf, "VALEUR-04", [-1, 10, True, 1.0, "1", None, np.int64(1), Decimal(1)]),
        (validation.montant, MAUVAIS_TYPE, [None, True, False, 1.0, "100", np.int64(1), Decimal(1), Fraction(1)]),
        (validation.montant, "MONTANT-05", [-1, -(10**30)]),
        (validation.montant, "MONTANT-06", [MONTANT_MAXIMAL + 1, 10**100]),
        (validation.montant_facultatif, "MONTANT-05", [-1]),
        (validation.taux_facultatif, MAUVAIS_TYPE, [0, 1, 0.45, Decimal("0.45"), "45 %", True]),
        (validation.taux_facultatif, "TAUX-03", [Fraction(101, 100), Fraction(45)]),
        (
            validation.taux_facultatif,
            "TAUX-02",
            [Fraction(-1, 100), Fraction(1, DENOMINATEUR_MAXIMAL + 1)],
        ),
        (validation.quantite, MAUVAIS_TYPE, [None, 1, 1.0, "1", True]),
        (
            validation.quantite,
            "VALEUR-05",
            [
                Decimal("-0.01"),
                Decimal("0.001"),
                Decimal(10**9) + Decimal("0.01"),
                Decimal("NaN"),
                Decimal("sNaN"),
                Decimal("Infinity"),
                Decimal("1E-30"),
                Decimal("1E+30"),
            ],
        ),
        (validation.quantite_facultative, MAUVAIS_TYPE, [144]),
        (validation.jour, MAUVAIS_TYPE, [None, "2004-07-01", datetime(2004, 7, 1), np.datetime64("2004-07-01"), 42004]),  # noqa: DTZ001
        (validation.jour, "DATE-03", [date(1969, 12, 31), date(2100, 1, 1)]),
        (validation.jour_facultatif, MAUVAIS_TYPE, [""]),
        (validation.semestre_facultatif, MAUVAIS_TYPE, ["2006-S1", (2006, 1), date(2006, 1, 1)]),
        (une_base, MAUVAIS_TYPE, ["ht", None, Unite.LOGEMENT, Nature.PRET, Sosie.HT, []]),
        (
            des_financeurs,
            MAUVAIS_TYPE,
            [None, [], [financeur("ANRU")], {financeur("ANRU")}, (financeur("ANRU"), "VILLE"), (None,), "ANRU"],
        ),
    ],
)
def test_une_mauvaise_valeur_est_refusee(regle: Regle, code: str, valeurs: list[object]) -> None:
    for valeur in valeurs:
        refus = regle("champ", valeur)
        assert refus is not None, valeur
        assert refus.code == code, valeur
        assert refus.provenance.colonne == "champ"


def test_exiger_leve_toutes_les_fautes_dans_l_ordre() -> None:
    fautes = [validation.montant("cout_ht", -100), validation.code("operation", "")]
    with pytest.raises(ValeurImpossible) as refus:
        validation.exiger("Opération", fautes[0], None, fautes[1])
    assert list(refus.value.fautes) == fautes
    assert str(refus.value) == (
        "Opération impossible. colonne cout_ht : « -1,00 » est négatif : aucun montant d’un dossier ne l’est. Écrire "
        "un montant positif ou nul ; au journal, le type du mouvement donne le sens. [MONTANT-05] colonne operation : "
        "La valeur est obligatoire. La renseigner. [VALEUR-01]"
    )


def test_exiger_sans_faute_laisse_passer() -> None:
    validation.exiger("Opération", None, None)


def test_le_mauvais_type_dit_celui_qu_il_faut() -> None:
    refus = validation.montant("montant", 12.5)
    assert refus is not None
    assert refus.message == "« 12.5 » n’est pas de la forme attendue ici : un nombre entier de centimes."
    assert refus.remede == "Donner un nombre entier de centimes."

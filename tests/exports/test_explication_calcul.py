"""Chaque calcul s’explique en une phrase, et ses termes sont les cellules qu’il lit."""

from decimal import Decimal
from fractions import Fraction

import pytest

from exports.document.calculs import (
    Calcul,
    Critere,
    CritereTexte,
    Cumul,
    DifferenceColonnes,
    Etendue,
    Evolution,
    Exces,
    Part,
    Rapport,
    Renvoi,
    SommeAilleurs,
    SommeColonnes,
    SommeLignes,
    SommeSi,
)
from exports.document.document import Document
from exports.document.explication_calcul import Explications, nommer_ligne
from exports.document.lieux import Lieu
from exports.document.tableau import GenreColonne, Valeur
from exports.document.typographie import afficher_euros, afficher_valeur
from tests.exports.test_document import DONNEES, avec, document, tableau

Termes = list[tuple[str, str]]

CAS: list[tuple[str, Valeur, Calcul, str, Termes]] = [
    (
        "un__a",
        705,
        SommeLignes(lignes=("deux", "trois")),
        "Somme de 2 lignes de cette colonne.",
        [("ANRU", "7,00 €"), ("Ville", "0,05 €")],
    ),
    (
        "un__c",
        400,
        SommeColonnes(colonnes=("a", "b")),
        "« A » + « B », sur cette ligne.",
        [("A", "3,00 €"), ("B", "1,00 €")],
    ),
    (
        "un__c",
        200,
        DifferenceColonnes(de="a", moins="b"),
        "« A » − « B », sur cette ligne.",
        [("A", "3,00 €"), ("B", "1,00 €")],
    ),
    (
        "trois__c",
        5,
        DifferenceColonnes(de="a", moins="b"),
        "« A » − « B », sur cette ligne.",
        [("A", "0,05 €"), ("B", "vide")],
    ),
    (
        "deux__c",
        300,
        Exces(de="a", sur="b"),
        "Ce dont « A » dépasse « B » ; zéro s’il ne le dépasse pas.",
        [("A", "7,00 €"), ("B", "4,00 €")],
    ),
    (
        "deux__c",
        400,
        Evolution(colonne="a", depuis="un"),
        "« A » : cette ligne − la ligne « Ville ».",
        [("A", "7,00 €"), ("Ville – A", "3,00 €")],
    ),
    (
        "deux__c",
        1000,
        Cumul(colonne="a"),
        "Cumul de « A », de la première ligne du tableau à celle-ci.",
        [("Ville – A", "3,00 €"), ("A", "7,00 €")],
    ),
    (
        "un__c",
        200,
        Etendue(colonnes=("a", "b")),
        "Plus grande − plus petite des valeurs de « A », « B » : zéro quand toutes concordent.",
        [("A", "3,00 €"), ("B", "1,00 €")],
    ),
    (
        "un__taux",
        Fraction(1, 3),
        Rapport(numerateur="b", denominateur="a"),
        "« B » ÷ « A » ; vide si « A » est nul.",
        [("B", "1,00 €"), ("A", "3,00 €")],
    ),
    (
        "un__taux",
        Fraction(3, 7),
        Part(colonne="a", ligne="deux"),
        "« A » : part de cette ligne dans la ligne « ANRU ».",
        [("A", "3,00 €"), ("ANRU – A", "7,00 €")],
    ),
    (
        "trois__c",
        700,
        Renvoi(tableau="essai", ligne="deux", colonne="a"),
        "Reprise du tableau « Essai ».",
        [("ANRU – A", "7,00 €")],
    ),
    (
        "un__c",
        705,
        SommeAilleurs(tableau="essai", lignes=("deux", "trois"), colonne="a"),
        "Somme de « A » sur 2 lignes du tableau « Essai ».",
        [("ANRU – A", "7,00 €"), ("Ville – A", "0,05 €")],
    ),
    (
        "un__c",
        305,
        SommeSi(tableau="essai", colonne="a", criteres=(Critere(colonne="nom", ici="nom"),)),
        "Somme de « A » du tableau « Essai », sur les lignes dont « Nom » est « Nom » de cette ligne.",
        [("A", "3,00 €"), ("Ville – A", "0,05 €")],
    ),
    (
        "un__c",
        700,
        SommeSi(tableau="essai", colonne="a", criteres=(CritereTexte(colonne="nom", texte="ANRU"),)),
        "Somme de « A » du tableau « Essai », sur les lignes dont « Nom » est « ANRU ».",
        [("ANRU – A", "7,00 €")],
    ),
    (
        "un__c",
        0,
        SommeSi(tableau="essai", colonne="a", criteres=(CritereTexte(colonne="nom", texte="EPCI"),)),
        "Somme de « A » du tableau « Essai », sur les lignes dont « Nom » est « EPCI ».",
        [],
    ),
]


def ordinaire(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def nommer(ecrit: Document, lu: Lieu, ici: Lieu) -> tuple[str, str]:
    """Une cellule lue, par ce qui la distingue de la cellule expliquée, et ce qu’elle affiche."""
    vu = ecrit.tableau(lu.tableau)
    ligne = next(ligne for ligne in vu.lignes if ligne.cle == lu.ligne)
    colonne = next(colonne for colonne in vu.colonnes if colonne.cle == lu.colonne)
    noms = [nommer_ligne(vu, ligne) or "sans nom"] if lu.ligne != ici.ligne else []
    noms += [colonne.libelle] if lu.colonne != ici.colonne else []
    valeur, unite = vu.cellule(lu.ligne, lu.colonne).valeur, ecrit.sceau.unite
    if colonne.genre is GenreColonne.MONTANT and isinstance(valeur, int):
        return " – ".join(noms), ordinaire(afficher_euros(valeur, unite))
    return " – ".join(noms), ordinaire(afficher_valeur(valeur, colonne.genre, unite) or "vide")


@pytest.mark.parametrize(("ou", "valeur", "calcul", "phrase", "termes"), CAS)
def test_chaque_calcul_se_dit(ou: str, valeur: Valeur, calcul: Calcul, phrase: str, termes: Termes) -> None:
    ligne, colonne = ou.split("__")
    ecrit, ici = avec(ou, valeur, calcul), Lieu("essai", ligne, colonne)
    dite, lus = Explications(ecrit).phrase_et_lieux(ici)
    assert dite == phrase
    assert [nommer(ecrit, lu, ici) for lu in lus] == termes


def test_tous_les_calculs_ont_leur_cas() -> None:
    genres = {type(calcul) for _, _, calcul, _, _ in CAS}
    assert genres == set(Calcul.__args__)


def test_une_reprise_lit_l_autre_tableau() -> None:
    autre = tableau({"total": ("Total général", 1005, None, None, None)}, cle="autre")
    lignes = DONNEES | {"deux": ("ANRU", 700, 400, 1005, None)}
    ecrit = document([autre, tableau(lignes, {"deux__c": Renvoi(tableau="autre", ligne="total", colonne="a")})])
    _, lus = Explications(ecrit).phrase_et_lieux(Lieu("essai", "deux", "c"))
    assert lus == [("autre", "total", "a")]


def test_une_donnee_n_a_pas_de_terme() -> None:
    explications = Explications(document([tableau(DONNEES)]))
    phrase, lus = explications.phrase_et_lieux(Lieu("essai", "un", "a"))
    assert phrase.startswith("Donnée du dossier")
    assert lus == ()
    with pytest.raises(KeyError):
        explications.phrase_et_lieux(Lieu("essai", "absente", "a"))


def test_une_ligne_se_nomme_par_ses_premiers_textes(annexe: Document) -> None:
    execution = annexe.tableau("lignes-de-concours")
    nom = nommer_ligne(execution, execution.lignes[0])
    assert nom.count(" – ") == 4
    assert "9200201-01-0001-001" in nom


def test_les_termes_de_l_annexe_refont_ses_sommes(annexe: Document) -> None:
    explications, refaites = Explications(annexe), 0
    for voulu in annexe.tableaux:
        for ligne in voulu.lignes:
            for colonne, cellule in zip(voulu.colonnes, ligne.cellules, strict=True):
                if cellule.calcul is None:
                    continue
                _, lus = explications.phrase_et_lieux(Lieu(voulu.cle, ligne.cle, colonne.cle))
                lues = [annexe.tableau(lu.tableau).cellule(lu.ligne, lu.colonne).valeur for lu in lus]
                if isinstance(cellule.calcul, SommeLignes | SommeColonnes | SommeAilleurs | SommeSi | Cumul):
                    nombres = [Fraction(lue) for lue in lues if isinstance(lue, int | Decimal | Fraction)]
                    assert sum(nombres, Fraction()) == cellule.valeur
                    refaites += 1
    assert refaites > 1000

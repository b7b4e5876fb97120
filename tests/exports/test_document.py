"""Un document faux ne se construit pas : chaque calcul est refait, et un calcul impossible est refusé."""

import copy
import re
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

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
from exports.document.elements import (
    ChiffreCle,
    Derivation,
    Etape,
    GenreGraphique,
    Graphique,
    LieuDocument,
    Precision,
    SerieGraphique,
)
from exports.document.sceau import Sceau
from exports.document.tableau import Cellule, Colonne, GenreColonne, Ligne, Partie, Tableau, Valeur
from exports.texte.affichable import rendre_affichable
from financement.fautes.faute import ValeurImpossible

G = GenreColonne
COLONNES = (
    Colonne(cle="nom", libelle="Nom", genre=G.TEXTE),
    Colonne(cle="a", libelle="A", genre=G.MONTANT),
    Colonne(cle="b", libelle="B", genre=G.MONTANT),
    Colonne(cle="c", libelle="C", genre=G.MONTANT),
    Colonne(cle="taux", libelle="Taux", genre=G.TAUX),
)
DONNEES: dict[str, tuple[Valeur, ...]] = {
    "un": ("Ville", 300, 100, None, None),
    "deux": ("ANRU", 700, 400, None, None),
    "trois": ("Ville", 5, None, None, None),
}


def tableau(
    donnees: dict[str, tuple[Valeur, ...]], calculs: dict[str, Calcul] | None = None, cle: str = "essai"
) -> Tableau:
    """Un tableau ; ``calculs`` par ``ligne__colonne``."""
    calculs = calculs or {}
    lignes = []
    for cle_ligne, valeurs in donnees.items():
        cellules = [
            Cellule(valeur=v, calcul=calculs.get(f"{cle_ligne}__{c.cle}"))
            for c, v in zip(COLONNES, valeurs, strict=True)
        ]
        lignes.append(Ligne(cle=cle_ligne, cellules=tuple(cellules)))
    return Tableau(cle=cle, titre="Essai", titre_court=cle, colonnes=COLONNES, lignes=tuple(lignes))


def document(tableaux: Sequence[Tableau], **champs: Any) -> Document:
    ordinaires: dict[str, Any] = {
        "titre": "Titre",
        "sous_titre": "Sous-titre",
        "code": "C-1",
        "mentions": (),
        "sceau": Sceau(logiciel="essai 1", dossier="0" * 64, regles="1" * 64, date_arrete=date(2015, 3, 31)),
        "tableaux": tuple(tableaux),
    }
    return Document(**ordinaires | champs)


CALCULS: list[tuple[str, Valeur, Calcul, Valeur]] = [
    ("un__c", 705, SommeLignes(lignes=("deux", "trois")), "a"),
    ("un__c", 400, SommeColonnes(colonnes=("a", "b")), None),
    ("un__c", 200, DifferenceColonnes(de="a", moins="b"), None),
    ("trois__c", 5, DifferenceColonnes(de="a", moins="b"), None),
    ("deux__c", 300, Exces(de="a", sur="b"), None),
    ("un__c", 0, Exces(de="b", sur="a"), None),
    ("deux__c", 400, Evolution(colonne="a", depuis="un"), None),
    ("deux__c", 1000, Cumul(colonne="a"), None),
    ("un__c", 200, Etendue(colonnes=("a", "b")), None),
    ("un__taux", Fraction(1, 3), Rapport(numerateur="b", denominateur="a"), None),
    ("trois__taux", None, Rapport(numerateur="a", denominateur="b"), None),
    ("un__taux", Fraction(3, 7), Part(colonne="a", ligne="deux"), None),
    ("trois__c", 700, Renvoi(tableau="essai", ligne="deux", colonne="a"), None),
    ("un__c", 705, SommeAilleurs(tableau="essai", lignes=("deux", "trois"), colonne="a"), None),
    ("un__c", 305, SommeSi(tableau="essai", colonne="a", criteres=(Critere(colonne="nom", ici="nom"),)), None),
    ("un__c", 700, SommeSi(tableau="essai", colonne="a", criteres=(CritereTexte(colonne="nom", texte="ANRU"),)), None),
    ("un__c", 0, SommeSi(tableau="essai", colonne="a", criteres=(CritereTexte(colonne="nom", texte="EPCI"),)), None),
]


def avec(ou: str, valeur: Valeur, calcul: Calcul, sommee: Valeur = None) -> Document:
    ligne, colonne = ou.split("__")
    if sommee == "a":
        # La somme de lignes porte sur sa propre colonne.
        colonne = "a"
    rang = [c.cle for c in COLONNES].index(colonne)
    valeurs = list(DONNEES[ligne])
    valeurs[rang] = valeur
    return document([tableau(DONNEES | {ligne: tuple(valeurs)}, {f"{ligne}__{colonne}": calcul})])


@pytest.mark.parametrize(("ou", "valeur", "calcul", "sommee"), CALCULS)
def test_un_calcul_juste_est_accepte(ou: str, valeur: Valeur, calcul: Calcul, sommee: Valeur) -> None:
    assert avec(ou, valeur, calcul, sommee).tableau("essai").cellule(ou.split("__", maxsplit=1)[0], "nom").valeur


@pytest.mark.parametrize(("ou", "valeur", "calcul", "sommee"), CALCULS)
def test_un_centime_de_trop_est_refuse(ou: str, valeur: Valeur, calcul: Calcul, sommee: Valeur) -> None:
    fausse: Valeur = Fraction(1, 10**9)
    if isinstance(valeur, int):
        fausse = valeur + 1
    elif isinstance(valeur, Fraction):
        fausse = valeur + Fraction(1, 10**9)
    with pytest.raises(ValeurImpossible, match="son calcul donne"):
        avec(ou, fausse, calcul, sommee)


@pytest.mark.parametrize(
    ("calcul", "motif"),
    [
        (SommeColonnes(colonnes=("a", "absente")), "cellule inconnue"),
        (Renvoi(tableau="absent", ligne="un", colonne="a"), "cellule inconnue"),
        (SommeSi(tableau="absent", colonne="a", criteres=(Critere(colonne="nom", ici="nom"),)), "cellule inconnue"),
        (SommeColonnes(colonnes=("a", "nom")), "n’est pas un nombre"),
        (SommeSi(tableau="essai", colonne="a", criteres=(Critere(colonne="nom", ici="b"),)), "critère vide"),
        (Renvoi(tableau="essai", ligne="trois", colonne="b"), "cellule vide"),
        (SommeColonnes(colonnes=("a", "c")), "en cercle"),
        (SommeSi(tableau="essai", colonne="c", criteres=(Critere(colonne="nom", ici="nom"),)), "en cercle"),
    ],
)
def test_un_calcul_impossible_est_refuse(calcul: Calcul, motif: str) -> None:
    with pytest.raises(ValeurImpossible, match=motif):
        avec("trois__c", 5, calcul)


def test_des_textes_que_la_casse_seule_distingue_ne_servent_pas_de_critere() -> None:
    donnees = DONNEES | {"quatre": ("VILLE", 1, None, None, None)}
    somme = SommeSi(tableau="essai", colonne="a", criteres=(Critere(colonne="nom", ici="nom"),))
    with pytest.raises(ValeurImpossible, match="casse"):
        document([tableau(donnees | {"deux": ("ANRU", 700, 400, 700, None)}, {"deux__c": somme})])


def test_un_total_lit_un_autre_tableau() -> None:
    autre = tableau({"total": ("Total", 1005, None, None, None)}, cle="autre")
    lignes = DONNEES | {"deux": ("ANRU", 700, 400, 1005, None)}
    calcul = Renvoi(tableau="autre", ligne="total", colonne="a")
    assert document([autre, tableau(lignes, {"deux__c": calcul})]).tableau("autre").lignes


@pytest.mark.parametrize(
    ("genre", "valeur"),
    [
        (G.MONTANT, Decimal(1)),
        (G.MONTANT, "1,00"),
        (G.MONTANT, 2**53),
        (G.QUANTITE, 1),
        (G.TAUX, Decimal("0.5")),
        (G.DATE, "2015-03-31"),
        (G.TEXTE, 1),
        (G.ENTIER, Fraction(1, 2)),
    ],
)
def test_une_valeur_du_mauvais_genre_est_refusee(genre: GenreColonne, valeur: Valeur) -> None:
    colonne = Colonne(cle="x", libelle="X", genre=genre)
    with pytest.raises(ValeurImpossible):
        Tableau(
            cle="essai",
            titre="Essai",
            titre_court="Essai",
            colonnes=(colonne,),
            lignes=(Ligne(cle="un", cellules=(Cellule(valeur=valeur),)),),
        )


@pytest.mark.parametrize(
    "valeur",
    [True, 1.5, b"x", Decimal("NaN"), Decimal("Infinity"), datetime(2015, 3, 31, tzinfo=UTC), G.TEXTE, "x" * 4001],
)
def test_une_cellule_est_stricte(valeur: Any) -> None:
    with pytest.raises(ValeurImpossible, match=r"n’est pas de la forme attendue ici : un (texte|nombre fini)"):
        Cellule(valeur=valeur)


@pytest.mark.parametrize("valeur", ["x" * 4000, 0, Decimal("1.50"), Fraction(1, 3), date(2015, 3, 31), None])
def test_une_cellule_porte_toute_valeur_exacte(valeur: Valeur) -> None:
    assert Cellule(valeur=valeur).valeur == valeur


@pytest.mark.parametrize(
    ("genre", "champs", "attendu"),
    [
        (Colonne, {"cle": "", "libelle": "A", "genre": G.TEXTE}, "un texte qui n’est pas vide"),
        (Colonne, {"cle": "a", "libelle": "A", "genre": "texte"}, "un objet GenreColonne"),
        (Colonne, {"cle": "a", "libelle": "A", "genre": G.TEXTE, "largeur": 121}, "une largeur de 1 à 120 caractères"),
        (Colonne, {"cle": "a", "libelle": "A", "genre": G.TEXTE, "largeur": 0}, "une largeur de 1 à 120 caractères"),
        (Colonne, {"cle": "a", "libelle": "A", "genre": G.TEXTE, "est_jointe": 1}, "un booléen"),
        (Ligne, {"cle": "a", "cellules": [Cellule()]}, "un tuple"),
        (Ligne, {"cle": "a", "cellules": (Cellule(), 3)}, "un objet Cellule à la place 2"),
        (Cellule, {"calcul": "somme"}, "un objet SommeLignes ou un objet SommeColonnes"),
        (Cellule, {"lien": ("t", "l", "c")}, "un objet LieuDocument"),
        (SommeLignes, {"lignes": ()}, "un tuple qui n’est pas vide"),
        (CritereTexte, {"colonne": "a", "texte": '=A1&"x"'}, "un mot de notre vocabulaire"),
        (SommeSi, {"tableau": "t", "colonne": "c", "criteres": ("x",)}, "un objet Critere ou un objet CritereTexte"),
        (Derivation, {"lieu": "ici", "etapes": ()}, "un objet LieuDocument"),
        (Etape, {"libelle": "x", "montant": 1.5}, "un nombre entier"),
    ],
)
def test_un_champ_refuse_dit_en_francais_ce_qu_il_fallait(genre: Any, champs: dict[str, Any], attendu: str) -> None:
    with pytest.raises(ValeurImpossible, match=re.escape(f"n’est pas de la forme attendue ici : {attendu}")):
        genre(**champs)


def test_deux_series_font_un_graphique() -> None:
    serie = SerieGraphique(colonne="a", mots="A")
    champs: dict[str, Any] = {"cle": "g", "titre": "G", "description": "G", "genre": GenreGraphique.OPPOSEES}
    champs |= {"tableau": "t", "colonne_des_noms": "nom", "lignes": ("un",)}
    assert Graphique(**champs, series=(serie, serie)).series == (serie, serie)
    with pytest.raises(ValeurImpossible, match="un tuple de 2 éléments"):
        Graphique(**champs, series=(serie,))  # type: ignore[arg-type]


def test_une_piece_se_derive_en_restant_verifiee_et_se_copie() -> None:
    cellule = Cellule(valeur=3, calcul=SommeColonnes(colonnes=("a", "b")))
    assert replace(cellule, valeur=4) == Cellule(valeur=4, calcul=SommeColonnes(colonnes=("a", "b")))
    with pytest.raises(ValeurImpossible):
        replace(cellule, valeur=1.5)  # type: ignore[arg-type]
    assert copy.deepcopy(cellule) == cellule
    assert hash(Cellule(valeur="a")) == hash(Cellule(valeur="a"))
    with pytest.raises(ValeurImpossible, match="La clé « vide » n’existe pas ici"):
        Cellule(vide=1)  # type: ignore[call-arg]


@pytest.mark.parametrize("texte", ["deux\nlignes", "\x00", "\u202eenvers", "\u2028", "\ufffe", "tab\t"])
def test_un_texte_qui_commande_l_affichage_est_refuse_puis_rendu_visible(texte: str) -> None:
    with pytest.raises(ValeurImpossible, match="affichable"):
        Cellule(valeur=texte)
    assert Cellule(valeur=rendre_affichable(texte)).valeur


@pytest.mark.parametrize("texte", ["Ville d’Antony", "1\u202f250,50\u00a0€", "עברית", "=1+1", "🏗", "<script>"])
def test_un_texte_ordinaire_reste_tel_quel(texte: str) -> None:
    assert rendre_affichable(texte) == texte


def test_une_ligne_a_une_cellule_par_colonne() -> None:
    with pytest.raises(ValeurImpossible, match="cellules pour"):
        Tableau(
            cle="essai",
            titre="Essai",
            titre_court="Essai",
            colonnes=COLONNES,
            lignes=(Ligne(cle="un", cellules=(Cellule(),)),),
        )


@pytest.mark.parametrize("court", ["a/b", "a:b", "[a]", "l'un", "x" * 32, ""])
def test_un_titre_court_nomme_une_feuille(court: str) -> None:
    with pytest.raises(ValeurImpossible):
        Tableau(cle="essai", titre="Essai", titre_court=court, colonnes=COLONNES, lignes=())


def test_cles_et_titres_courts_sont_uniques() -> None:
    vide = tableau({})
    with pytest.raises(ValeurImpossible, match="en double"):
        document([vide, vide])
    with pytest.raises(ValeurImpossible, match="colonne en double"):
        Tableau(cle="essai", titre="E", titre_court="E", colonnes=COLONNES[:1] * 2, lignes=())
    ligne = Ligne(cle="un", cellules=(Cellule(),) * len(COLONNES))
    with pytest.raises(ValeurImpossible, match="ligne en double"):
        Tableau(cle="essai", titre="E", titre_court="E", colonnes=COLONNES, lignes=(ligne, ligne))


def test_un_document_ne_se_modifie_pas() -> None:
    ecrit = document([tableau(DONNEES)])
    with pytest.raises(FrozenInstanceError):
        ecrit.titre = "Autre"  # type: ignore[misc]
    with pytest.raises(ValeurImpossible):
        document([tableau(DONNEES)], bandeau="deux\nlignes")
    assert ecrit.mention("Porteur") == ""
    with pytest.raises(KeyError):
        ecrit.tableau("absent")
    with pytest.raises(KeyError):
        ecrit.tableau("essai").cellule("absente", "a")
    with pytest.raises(KeyError):
        ecrit.tableau("essai").cellule("un", "absente")


@pytest.mark.parametrize(
    ("lieu", "faute"),
    [
        (("absent", "un", "a"), "cellule désignée inconnue"),
        (("essai", "absente", "a"), "cellule désignée inconnue"),
        (("essai", "un", "absente"), "cellule désignée inconnue"),
        (("essai", "un", "nom"), "cellule désignée de genre texte"),
    ],
)
def test_un_chiffre_cle_designe_un_nombre_du_document(lieu: tuple[str, str, str], faute: str) -> None:
    tableau_designe, ligne_designee, colonne_designee = lieu
    designe = LieuDocument(tableau=tableau_designe, ligne=ligne_designee, colonne=colonne_designee)
    with pytest.raises(ValeurImpossible, match=faute):
        document([tableau(DONNEES)], chiffres_cles=(ChiffreCle(libelle="Chiffre", lieu=designe),))


def test_un_lien_designe_une_cellule_du_document() -> None:
    def lie(ligne: str) -> Tableau:
        lien = LieuDocument(tableau="essai", ligne=ligne, colonne="nom")
        cellules = (Cellule(valeur="vers un", lien=lien), *(Cellule() for _ in COLONNES[1:]))
        return Tableau(
            cle="liens", titre="L", titre_court="L", colonnes=COLONNES, lignes=(Ligne(cle="l", cellules=cellules),)
        )

    ecrit = document([tableau(DONNEES), lie("un")])
    assert [(cible.tableau, cible.ligne) for cible in ecrit.cibles] == [("essai", "un")]
    with pytest.raises(ValeurImpossible, match="cellule désignée inconnue : essai, absente"):
        document([tableau(DONNEES), lie("absente")])


def test_les_tableaux_suivent_l_ordre_des_parties() -> None:
    execution = tableau(DONNEES)
    decision = Tableau(cle="d", titre="D", titre_court="D", partie=Partie.DECISION, colonnes=COLONNES, lignes=())
    assert [partie for partie, _ in document([decision, execution]).parties] == [Partie.DECISION, Partie.EXECUTION]
    with pytest.raises(ValeurImpossible, match="hors de l’ordre des parties"):
        document([execution, decision])


_A = SerieGraphique(colonne="a", mots="à verser")
_NOM = SerieGraphique(colonne="nom", mots="à reverser")


@pytest.mark.parametrize("champs", [{"lignes": ("un", "absente")}, {"series": (_A, _NOM)}, {"colonne_des_noms": "a"}])
def test_un_graphique_designe_des_montants_et_des_noms(champs: dict[str, Any]) -> None:
    ordinaires: dict[str, Any] = {
        "cle": "g",
        "titre": "G",
        "description": "G",
        "genre": GenreGraphique.OPPOSEES,
        "tableau": "essai",
        "colonne_des_noms": "nom",
        "lignes": ("un",),
        "series": (_A, _A),
    }
    assert document([tableau(DONNEES)], graphiques=(Graphique(**ordinaires),)).graphiques[0].cle == "g"
    with pytest.raises(ValeurImpossible, match="cellule désignée"):
        document([tableau(DONNEES)], graphiques=(Graphique(**ordinaires | champs),))


def test_un_cumul_ne_va_pas_au_dela_de_l_arrete() -> None:
    ordinaires: dict[str, Any] = {
        "cle": "g",
        "titre": "G",
        "description": "G",
        "genre": GenreGraphique.CUMULS,
        "tableau": "essai",
        "colonne_des_noms": "nom",
        "lignes": ("un",),
        "series": (_A, _A),
    }
    arrete = document([tableau(DONNEES)]).date_arrete
    voulu = Graphique(**ordinaires, dates=(arrete,))
    assert document([tableau(DONNEES)], graphiques=(voulu,)).graphiques == (voulu,)
    tardif = Graphique(**ordinaires, dates=(arrete + timedelta(days=1),))
    with pytest.raises(ValeurImpossible, match="point après l’arrêté"):
        document([tableau(DONNEES)], graphiques=(tardif,))
    with pytest.raises(ValeurImpossible, match="0 dates pour 1 points datés"):
        Graphique(**ordinaires)


def test_un_document_en_euros_n_a_pas_de_centimes() -> None:
    sceau = Sceau(
        logiciel="essai 1",
        dossier="0" * 64,
        regles="1" * 64,
        date_arrete=date(2015, 3, 31),
        unite=Precision.EURO,
    )
    entiers = {cle: valeurs for cle, valeurs in DONNEES.items() if cle != "trois"}
    assert document([tableau(entiers)], sceau=sceau).sceau.unite is Precision.EURO
    with pytest.raises(ValeurImpossible, match="5 n’est pas un nombre entier d’euros"):
        document([tableau(DONNEES)], sceau=sceau)

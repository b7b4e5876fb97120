"""Les colonnes qui s’impriment : ce qui ne dit rien s’en va et se dit en note, ce que l’on voit reste juste."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from exports.document.calculs import DifferenceColonnes, SommeColonnes
from exports.document.document import Document
from exports.document.elements import LieuDocument
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Partie, Tableau
from exports.mise_en_page.colonnes import resserrer
from tests.exports.rendu_pdf.documents import document

G = GenreColonne
NOM: Final = Colonne(cle="nom", libelle="Opération", genre=G.TEXTE)


def montant(cle: str, groupe: str = "Plan", libelle: str = "") -> Colonne:
    return Colonne(cle=cle, libelle=libelle or cle.capitalize(), genre=G.MONTANT, groupe=groupe)


def tableau(
    colonnes: Sequence[Colonne], lignes: Sequence[Sequence[Cellule]], total: Sequence[Cellule] = (), cle: str = "essai"
) -> Tableau:
    donnees = [Ligne(cle=str(rang), cellules=tuple(cellules)) for rang, cellules in enumerate(lignes)]
    totaux = [Ligne(cle="total", genre=GenreLigne.TOTAL, cellules=tuple(total))] if total else []
    return Tableau(
        cle=cle,
        titre="Essai",
        titre_court=cle,
        notes=("Déjà là.",),
        colonnes=tuple(colonnes),
        lignes=(*donnees, *totaux),
    )


def cellules(*valeurs: str | int | None) -> list[Cellule]:
    return [Cellule(valeur=valeur) for valeur in valeurs]


def imprimer(source: Tableau) -> tuple[list[str], tuple[str, ...], Tableau]:
    ecrit: Document = document([source])
    resserre = resserrer(ecrit, source)
    return [colonne.libelle for colonne in resserre.colonnes], resserre.notes, resserre


def test_une_colonne_sans_rien_et_une_qui_se_repete_vont_en_note() -> None:
    colonnes = [
        NOM,
        Colonne(cle="base", libelle="Base", genre=G.CODE),
        montant("ville"),
        montant("europe"),
        Colonne(cle="duree", libelle="Durée", genre=G.ENTIER),
    ]
    source = tableau(
        colonnes,
        [cellules("A", "HT", 100, 0, None), cellules("B", "HT", 250, None, None)],
        cellules("TOTAL", None, 350, 0, None),
    )
    libelles, notes, imprime = imprimer(source)
    assert libelles == ["Opération", "Ville"]
    assert notes == ("Déjà là.", "Sans montant : Europe. Sans valeur : Durée. Base : HT sur toutes les lignes.")
    assert [[cellule.valeur for cellule in ligne.cellules] for ligne in imprime.lignes] == [
        ["A", 100],
        ["B", 250],
        ["TOTAL", 350],
    ]


def test_un_montant_qui_se_repete_reste_car_son_total_l_additionne() -> None:
    source = tableau([NOM, montant("ville")], [cellules("A", 100), cellules("B", 100)], cellules("TOTAL", 200))
    assert imprimer(source)[0] == ["Opération", "Ville"]


def test_deux_colonnes_egales_se_fondent_sous_leurs_deux_noms() -> None:
    colonnes = [NOM, montant("prets", libelle="Prêts"), montant("cdc", libelle="dont Caisse des Dépôts")]
    source = tableau(colonnes, [cellules("A", 100, 100), cellules("B", 7, 7)], cellules("TOTAL", 107, 107))
    assert imprimer(source)[0] == ["Opération", "Prêts = dont Caisse des Dépôts"]
    # Un autre groupe, ou une ligne qui diffère d'un centime : deux colonnes.
    autre = [NOM, montant("prets", libelle="Prêts"), montant("cdc", "Autre", libelle="dont Caisse des Dépôts")]
    assert len(imprimer(tableau(autre, [cellules("A", 100, 100), cellules("B", 7, 7)]))[0]) == 3
    assert len(imprimer(tableau(colonnes, [cellules("A", 100, 100), cellules("B", 7, 8)]))[0]) == 3


def test_une_somme_d_un_seul_terme_imprime_se_fond_avec_lui() -> None:
    """Les prêts, tous nuls, s’en vont : la subvention est alors le total, et une seule colonne le dit."""
    somme = SommeColonnes(colonnes=("subvention", "pret"))
    lignes = [
        [*cellules("A", 7, 0), Cellule(valeur=7, calcul=somme)],
        [*cellules("B", 5, 0), Cellule(valeur=5, calcul=somme)],
    ]
    libelles, notes, _ = imprimer(tableau([NOM, montant("subvention"), montant("pret"), montant("concours")], lignes))
    assert libelles == ["Opération", "Subvention = Concours"]
    assert notes[1:] == ("Sans montant : Pret.",)


def test_deux_financeurs_egaux_qu_une_somme_reunit_restent_deux_colonnes() -> None:
    """Fondus, la ligne montrerait 100 de concours pour un total de 200."""
    somme = SommeColonnes(colonnes=("ville", "region"))
    ecart = DifferenceColonnes(de="ville", moins="region")
    colonnes = [NOM, montant("ville"), montant("region"), montant("total"), montant("ecart")]
    lignes = [
        [*cellules("A", 100, 100), Cellule(valeur=200, calcul=somme), Cellule(valeur=0, calcul=ecart)],
        [*cellules("B", 7, 7), Cellule(valeur=14, calcul=somme), Cellule(valeur=0, calcul=ecart)],
    ]
    libelles, notes, _ = imprimer(tableau(colonnes, lignes))
    assert libelles == ["Opération", "Ville", "Region", "Total"]
    assert notes[1:] == ("Sans montant : Ecart.",)


def test_une_colonne_jointe_est_dite_et_un_groupe_entier_par_son_nom() -> None:
    jointes = [replace(montant(cle, "Pour mémoire : autofinancement"), est_jointe=True) for cle in ("un", "deux")]
    source = tableau([NOM, montant("ville"), *jointes], [cellules("A", 1, 2, 3), cellules("B", 4, 5, 6)])
    libelles, notes, _ = imprimer(source)
    assert libelles == ["Opération", "Ville"]
    assert notes[1:] == ("Au classeur, et non imprimé ici : « Pour mémoire : autofinancement ».",)


def test_une_colonne_ou_mene_un_lien_reste() -> None:
    lien = LieuDocument(tableau="essai", ligne="0", colonne="europe")
    source = tableau([NOM, montant("ville"), montant("europe")], [cellules("A", 1, 0), cellules("B", 4, 0)])
    renvoi = tableau([NOM], [[Cellule(valeur="Voir", lien=lien)]], cle="renvoi")
    resserre = resserrer(document([source, renvoi]), source)
    assert [colonne.cle for colonne in resserre.colonnes] == ["nom", "ville", "europe"]


def test_la_decision_et_un_tableau_sans_donnee_restent_entiers() -> None:
    source = tableau([NOM, montant("ville"), montant("europe")], [cellules("A", 1, 0), cellules("B", 4, 0)])
    decision = replace(source, partie=Partie.DECISION)
    assert resserrer(document([decision]), decision) == decision
    vide = tableau([NOM, montant("ville"), montant("europe")], [], cellules("TOTAL", 0, 0))
    assert imprimer(vide)[0] == ["Opération", "Ville", "Europe"]
    nul = tableau([NOM, montant("ville"), montant("europe")], [cellules("A", 0, 0), cellules("B", 0, 0)])
    assert imprimer(nul)[0] == ["Opération", "Ville", "Europe"]

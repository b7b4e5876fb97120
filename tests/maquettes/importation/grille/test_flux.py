"""Les flux des comptables : mandats, titres, annulations et totaux de contrôle, sans rien compter deux fois."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.fichiers.sources import SourceRefusee
from maquettes.importation.grille.grille import Grille
from maquettes.importation.grille.lecture import grilles_des_octets
from maquettes.tableur.contenu import CelluleLue, GenreCellule
from tests.maquettes.importation.grille.flux import budget, compte_financier, pes


def lire(octets: bytes) -> Grille:
    (grille,) = grilles_des_octets("flux.xml", octets)
    return grille


def colonnes(grille: Grille, *libelles: str) -> list[tuple[str, ...]]:
    rangs = [grille.libelles.index(libelle) for libelle in libelles]
    lignes = range(1, len(grille.reperes))
    return [tuple(grille.cellules[(n, r)].texte if (n, r) in grille.cellules else "" for r in rangs) for n in lignes]


def test_un_flux_pes_donne_une_ligne_par_ligne_de_piece() -> None:
    assert colonnes(lire(pes()), "Genre", "Date", "Operation", "MtHT", "MtTTC", "Base", "PieceRattachee", "Tiers") == [
        ("mandat", "2010-02-11", "OP7", "80000.00", "95680.00", "HT", "", "Entreprise"),
        ("mandat", "2010-02-11", "OP7", "-500.50", "-500.50", "HT", "", "Entreprise"),
        ("mandat", "2010-02-11", "OP8", "12000.00", "12000.00", "TTC", "", "Entreprise"),
        ("annulation de mandat", "2010-06-30", "OP7", "4000.00", "4784.00", "HT", "51", "Entreprise"),
        ("titre", "2010-07-02", "OP7", "36000.00", "36000.00", "TTC", "", "ANRU"),
    ]


def test_le_lieu_d_une_ligne_de_piece_est_celui_que_connait_un_comptable() -> None:
    grille = lire(pes())
    assert str(grille.provenance(2, grille.libelles.index("MtHT"))) == (
        "flux.xml, bordereau 4, mandat 51, ligne 2, colonne MtHT"
    )
    assert str(grille.provenance(5)) == "flux.xml, bordereau 2, titre 31, ligne 1"


def test_montants_et_dates_ont_leur_genre_et_un_texte_mal_forme_reste_un_texte() -> None:
    grille = lire(pes().replace(b'"36000.00"', b'"36 000,00"'))
    montant, jour = grille.libelles.index("MtHT"), grille.libelles.index("Date")
    assert grille.cellules[(0, montant)] == CelluleLue(GenreCellule.TEXTE, "MtHT")
    assert grille.cellules[(1, montant)].genre is GenreCellule.NOMBRE
    assert grille.cellules[(1, jour)].genre is GenreCellule.DATE
    assert grille.cellules[(5, montant)] == CelluleLue(GenreCellule.TEXTE, "36 000,00")


def test_un_compte_financier_ne_compte_chaque_montant_qu_une_fois() -> None:
    grille = lire(compte_financier())
    assert colonnes(grille, "Exercice", "Operation", "CodRD", "Nature", "CredOuv", "MtReal") == [
        ("2010", "7", "D", "2313", "90000", "81234.56"),
        ("2010", "7", "D", "2031", "5000", "1000"),
        ("2010", "7", "R", "1321", "40000", "36000"),
        ("2010", "8", "D", "2152", "10", "0"),
    ]
    assert grille.ecartees == {"sous-total répété": 3, "ligne sans opération": 1}
    assert str(grille.provenance(3)) == "flux.xml, opération 7, nature 1321, recette"


def test_un_totem_se_lit_comme_un_compte_financier() -> None:
    nu = f'<DocumentBudgetaire xmlns="http://exemple/budget">{budget()}</DocumentBudgetaire>'
    assert colonnes(lire(nu.encode()), *lire(nu.encode()).libelles) == colonnes(
        lire(compte_financier()), *lire(compte_financier()).libelles
    )


@pytest.mark.parametrize(
    ("octets", "cause"),
    [
        (b"<?xml version='1.0'?><facture/>", "« facture » n’est la racine ni d’un flux PES"),
        (b"<PES_Aller><PES_DepenseAller/></PES_Aller>", "aucune ligne de mandat"),
        (b"<PES_Aller>\n<a></b></PES_Aller>", "son xml n’est pas correct à la ligne 2"),
        (b"<!DOCTYPE a [<!ENTITY e 'x'>]><PES_Aller>&e;</PES_Aller>", "type de document ou des entités"),
        (b"<PES_Aller>" + b"<a>" * 300, "il emboîte plus de 200 éléments"),
        (b"<?xml version='1.0' encoding='windows-1252'?><PES_Aller/>", "son xml n’est pas correct à la ligne 1"),
        (pes()[:900], "son xml n’est pas correct"),
        (b"<PES_Aller a='" + b"x" * 1_200_000 + b"'/>", "son xml n’est pas correct"),
    ],
)
def test_un_flux_qui_n_en_est_pas_un_est_refuse(octets: bytes, cause: str) -> None:
    with pytest.raises(SourceRefusee, match=cause) as leve:
        lire(octets)
    assert leve.value.faute.code == "IMPORT-06"


def test_une_piece_sans_ligne_est_comptee() -> None:
    sans = pes().replace(b"<PES_RecetteAller>", b"<PES_RecetteAller><Bordereau><Piece></Piece></Bordereau>")
    assert lire(sans).ecartees == {"pièce sans ligne": 1}


@given(debut=st.integers(0, 3000), longueur=st.integers(0, 60), octets=st.binary(max_size=30))
def test_un_flux_abime_se_lit_ou_se_refuse(debut: int, longueur: int, octets: bytes) -> None:
    entier = pes()
    try:
        grille = lire(entier[:debut] + octets + entier[debut + longueur :])
    except SourceRefusee:
        return
    assert all(str(grille.provenance(ligne, colonne)) for ligne, colonne in grille.cellules)

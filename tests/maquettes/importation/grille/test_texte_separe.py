"""Un csv reçu : séparateur et encodage établis, titre au-dessus, guillemets ; ou refusé à sa ligne."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.fichiers.sources import SourceRefusee
from maquettes.importation.grille.grille import Grille
from maquettes.importation.grille.lecture import grilles_des_octets

TABLE = (("Opération", "Montant", "Date"), ("01-0001", "1 234,50", "15/03/2011"), ("01-0002", "12,00", "16/03/2011"))


def lire(octets: bytes) -> Grille:
    (grille,) = grilles_des_octets("extrait.csv", octets)
    return grille


def textes(grille: Grille) -> list[tuple[str, ...]]:
    lignes = sorted({ligne for ligne, _ in grille.cellules})
    return [tuple(grille.cellules[place].texte for place in grille.cellules if place[0] == n) for n in lignes]


@pytest.mark.parametrize("separateur", [";", "\t", "|"])
@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_tout_separateur_et_tout_encodage_etablis(separateur: str, encodage: str, fin: str) -> None:
    texte = fin.join(separateur.join(rangee) for rangee in TABLE) + fin
    assert textes(lire(texte.encode(encodage))) == list(TABLE)


def test_la_virgule_separe_quand_elle_n_est_pas_celle_des_decimales() -> None:
    assert textes(lire(b'op,montant\n01-0001,"1 234,50"\n01-0002,12.00\n'))[1] == ("01-0001", "1 234,50")
    assert textes(lire(b"op;montant,ht\n01-0001;12,50\n01-0002;13,50\n"))[1] == ("01-0001", "12,50")


def test_des_lignes_inegales_se_coupent_au_seul_signe_qu_elles_ont() -> None:
    assert textes(lire(b"OP1;12,00\nOP2;13,00;acompte\nOP3\nOP4;1;a;b\n"))[1] == ("OP2", "13,00", "acompte")


def test_la_ligne_sep_dit_le_separateur_et_n_est_pas_de_la_table() -> None:
    grille = lire(b"sep=,\nop,montant\n01-0001,12\n")
    assert textes(grille) == [("op", "montant"), ("01-0001", "12")]
    assert str(grille.provenance(1, 0)) == "extrait.csv, ligne 2, colonne A"


def test_un_titre_au_dessus_de_la_table() -> None:
    corps = "".join(f"01-{n:04d};{n},50;x\n" for n in range(10))
    grille = lire(f"Commune de Tilleuls\nExtrait du 12/03/2012\n\nop;montant;objet\n{corps}".encode())
    assert grille.cellules[(0, 0)].texte == "Commune de Tilleuls"
    assert str(grille.provenance(4, 1)) == "extrait.csv, ligne 5, colonne B"


def test_un_texte_entre_guillemets_sur_plusieurs_lignes_garde_les_lignes_du_fichier() -> None:
    grille = lire(b'op;objet;montant\n1;"lot 1\nlot ""2""";10\n2;autre;20\n')
    assert grille.cellules[(1, 1)].texte == 'lot 1\nlot "2"'
    assert [place for place in grille.cellules if place[1] == 0] == [(0, 0), (1, 0), (3, 0)]
    assert str(grille.provenance(3, 2)) == "extrait.csv, ligne 4, colonne C"
    assert (2, 0) not in grille.cellules


def test_un_code_protege_d_excel_perd_sa_formule() -> None:
    assert textes(lire(b'op;m\n="0101";1\n'))[1] == ("0101", "1")
    assert textes(lire(b'op;m\n"=""0101""";1\n'))[1] == ("0101", "1")


def test_une_cellule_vide_ou_blanche_n_en_est_pas_une() -> None:
    grille = lire(b"a;b;c\n1; ;3\n;;\n4;5\n")
    assert len(grille.cellules) == len(list(grille.cellules)) == 7
    assert list(grille.cellules)[3:] == [(1, 0), (1, 2), (3, 0), (3, 1)]
    with pytest.raises(KeyError):
        grille.cellules[(1, 1)]
    assert [(9, 0) in grille.cellules, (-1, 0) in grille.cellules, (0, -1) in grille.cellules] == [False] * 3


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"un texte\nsans table\n", "ligne 1 : Le séparateur des colonnes n’est pas établi"),
        (b"\n\n\nun texte\n", "ligne 4 : Le séparateur"),
        (b"OP1 12,00\nOP2 13,00\n", "ligne 1 : Le séparateur"),
        (b"op montant\nOP1 12,00\nOP2 13,00\nOP3 14,50\n", "ligne 1 : Le séparateur"),
        (b"a;b|c\n1;2|3\n", "se coupent aussi bien par le point-virgule que par la barre"),
        (b'op;objet\n1;"lot\n2;x\n3;y\n', "ligne 2 : La ligne ne se découpe pas"),
        (b'op;objet\n1;x\n2;"lot "1""\n', "ligne 3 : La ligne ne se découpe pas"),
        ("op;été\n1;2\n".encode() + "3;été\n".encode("cp1252"), "ligne 3 : L’encodage du fichier n’est pas établi"),
        ("op;été\n1;réhabilité\n".encode("mac_roman"), "L’encodage du fichier n’est pas établi"),
        (b"\xff\xfea\x00;", "la marque annonce de l’UTF-16"),
        (b"a\x00;\x00b\x00\n\x00", "L’encodage du fichier n’est pas établi"),
        (b"a;b\n1;" + b"x" * 200_000 + b"\n", "ligne 2 : .* une cellule y a plus de 131\u202f072 caractères"),
        (b'"a;b\n' + b"1;2\n" * 100_000, "ligne 1 : "),
        (b"a;b\n1;2\n" + b";" * 6_000_001, "a plus de 6\u202f000\u202f000 cellules"),
    ],
)
def test_ce_qui_n_est_pas_etabli_est_refuse(octets: bytes, message: str) -> None:
    with pytest.raises(SourceRefusee, match=message):
        lire(octets)


@given(octets=st.binary(max_size=200) | st.text('a1;,|\t\n\r" é.€', max_size=200).map(str.encode))
def test_des_octets_quelconques_se_lisent_ou_se_refusent(octets: bytes) -> None:
    for grille in lues_ou_refusees(octets):
        assert dict(grille.cellules.items()) == {place: grille.cellules[place] for place in grille.cellules}
        assert len(grille.cellules) == len(list(grille.cellules))


def lues_ou_refusees(octets: bytes) -> tuple[Grille, ...]:
    try:
        return grilles_des_octets("extrait.csv", octets)
    except SourceRefusee:
        return ()

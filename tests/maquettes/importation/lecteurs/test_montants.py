"""Un montant écrit de vingt façons se relit au centime ; une écriture qui peut en dire deux est refusée."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.dossier.nomenclature import Base
from financement.fautes.faute import TexteRefuse
from maquettes.importation.lecteurs.montants import lire_montant_recu, montant_du_texte, separateur_decimal
from maquettes.tableur.contenu import CelluleLue, GenreCellule

Ecriture = Callable[[int], str]


def groupes(euros: int, espace: str) -> str:
    return f"{euros:,}".replace(",", espace)


def ecrire(espace: str, virgule: str, avant: str = "", apres: str = "") -> Ecriture:
    return lambda centimes: f"{avant}{groupes(centimes // 100, espace)}{virgule}{centimes % 100:02d}{apres}"


ECRITURES: dict[str, Ecriture] = {
    "nu, virgule": ecrire("", ","),
    "nu, point": ecrire("", "."),
    "espace": ecrire(" ", ","),
    "insécable": ecrire("\u00a0", ","),
    "fine": ecrire("\u202f", ","),
    "fine ordinaire": ecrire("\u2009", ","),
    "point de milliers": ecrire(".", ","),
    "virgule de milliers": ecrire(",", "."),
    "apostrophe": ecrire("'", "."),
    "apostrophe courbe": ecrire("’", ","),
    "euro": ecrire(" ", ",", apres=" €"),
    "euro collé": ecrire(" ", ",", apres="€"),
    "euro devant": ecrire(" ", ",", "€ "),
    "EUR": ecrire("\u00a0", ",", apres=" EUR"),
    "euros": ecrire("", ",", apres=" euros"),
    "plus": ecrire(" ", ",", "+"),
    "hors taxes": ecrire(" ", ",", apres=" € HT"),
    "toutes taxes": ecrire(" ", ",", apres=" T.T.C."),
    "k€": lambda centimes: f"{centimes // 100000},{centimes % 100000:05d} k€",
    "K€ collé": lambda centimes: f"{centimes // 100000}.{centimes % 100000:05d}K€",
    "M€": lambda centimes: f"{centimes // 10**8},{centimes % 10**8:08d} M€",
    "milliers d’euros": lambda centimes: f"{centimes // 100000},{centimes % 100000:05d} milliers d’euros",
    "blancs autour": ecrire(" ", ",", "  ", "\t"),
    "sur deux lignes": ecrire("\n", ",", apres="\n€"),
}
NEGATIFS: dict[str, Callable[[str], str]] = {
    "devant": lambda t: f"-{t}",
    "devant, détaché": lambda t: f"- {t}",
    "typographique": lambda t: f"\u2212{t}",
    "demi-cadratin": lambda t: f"\u2013{t}",
    "derrière": lambda t: f"{t}-",
    "parenthèses": lambda t: f"({t})",
    "parenthèses, euro": lambda t: f"({t} €)",
    "parenthèses puis euro": lambda t: f"({t}) €",
    "derrière puis euro": lambda t: f"{t}- €",
    "euro puis derrière": lambda t: f"{t} €-",
}


@pytest.mark.parametrize("ecriture", ECRITURES.values(), ids=ECRITURES)
@given(centimes=st.integers(0, 10**13))
def test_un_montant_se_relit_quelle_que_soit_son_ecriture(ecriture: Ecriture, centimes: int) -> None:
    lu = montant_du_texte(ecriture(centimes))
    assert lu == (centimes, None, lu.base)


@pytest.mark.parametrize("negatif", NEGATIFS.values(), ids=NEGATIFS)
@given(centimes=st.integers(1, 10**13))
def test_un_montant_negatif_garde_son_signe(negatif: Callable[[str], str], centimes: int) -> None:
    assert montant_du_texte(negatif(ecrire(" ", ",")(centimes))).centimes == -centimes


@pytest.mark.parametrize("zero", ["-   €", "- €", "-€", "- k€", "-- €", "\u2013 €", "0", "0,00 €", "(0)", "- EUR"])
def test_les_zeros_de_la_comptabilite(zero: str) -> None:
    assert montant_du_texte(zero).centimes == 0


@pytest.mark.parametrize(
    ("texte", "decalage", "centimes"),
    [
        ("1 234,5", 3, 123_450_000),
        ("0,001", 3, 100),
        ("3,5", 6, 350_000_000),
        ("12 k€", 3, 1_200_000),
        ("1", 0, 100),
    ],
)
def test_l_unite_decale_exactement(texte: str, decalage: int, centimes: int) -> None:
    lu = montant_du_texte(texte, decalage=decalage)
    assert (lu.centimes, lu.est_arrondi) == (centimes, False)


@pytest.mark.parametrize(
    ("nombre", "centimes", "arrondi", "bruit"),
    [
        ("1234.56", 123456, False, False),
        ("1234.5600000001", 123456, True, True),
        ("0.005", 1, True, False),
        ("-0.005", -1, True, False),
        ("1234.567", 123457, True, False),
        ("1234.5649999", 123456, True, False),
    ],
)
def test_un_nombre_de_tableur_s_arrondit_et_le_dit(nombre: str, centimes: int, *, arrondi: bool, bruit: bool) -> None:
    lu = lire_montant_recu(CelluleLue(GenreCellule.NOMBRE, nombre))
    assert (lu.centimes, lu.est_arrondi, lu.est_un_bruit) == (centimes, arrondi, bruit)
    assert bool(lu.remarque) is arrondi


def test_la_base_que_dit_la_cellule() -> None:
    assert montant_du_texte("12 000 € HT").base is Base.HT
    assert montant_du_texte("12 000 TTC").base is Base.TTC
    assert montant_du_texte("12 000").base is None


@pytest.mark.parametrize(
    ("texte", "decimale", "centimes"),
    [
        ("1.234", ",", 123_400),
        ("1.234", ".", 123),
        ("1,234", ".", 123_400),
        ("1,234", ",", 123),
        ("1.234,5", ",", 123_450),
        ("12,5", ",", 1_250),
        ("1 234", ",", 123_400),
    ],
)
def test_le_separateur_decimal_de_la_colonne_leve_le_doute(texte: str, decimale: str, centimes: int) -> None:
    assert montant_du_texte(texte, decimale=decimale).centimes == centimes


@pytest.mark.parametrize(
    ("textes", "decimale"),
    [
        (["1.234", "1.234,50"], ","),
        (["12,5"], ","),
        (["12.50", "1,234"], "."),
        (["1.234.567"], ","),
        (["1.234", "5 678"], ""),
        (["12,5", "12.5"], ""),
        ([], ""),
    ],
)
def test_une_colonne_etablit_son_separateur_decimal(textes: list[str], decimale: str) -> None:
    assert separateur_decimal(textes) == decimale


@pytest.mark.parametrize(
    ("texte", "decalage", "decimale", "cause"),
    [
        ("1.234", 0, "", "plusieurs montants"),
        ("12,345", 0, "", "plusieurs montants"),
        ("12,345 k€", 0, "", "plusieurs montants"),
        ("1 23", 0, "", "plusieurs montants"),
        ("1.5", 0, ",", "plusieurs montants"),
        ("1,234.50", 0, ",", "plusieurs montants"),
        ("1.234,567.890", 0, "", "plusieurs montants"),
        ("-", 0, "", "nul ou inconnu"),
        ("NC", 0, "", "c’est un texte"),
        ("à préciser", 0, "", "c’est un texte"),
        ("12 lgts", 0, "", "pas écrit comme un nombre"),
        ("100 + 50", 0, "", "pas écrit comme un nombre"),
        ("(12", 0, "", "parenthèse"),
        ("(-12)", 0, "", "deux signes"),
        ("-12-", 0, "", "deux signes"),
        ("12 €", 3, "", "une unité, la colonne une autre"),
        ("12 M€", 3, "", "une unité, la colonne une autre"),
        ("99 999 999 999 999", 0, "", "dix mille milliards"),
        ("45 %", 0, "", "pas écrit comme un nombre"),
        ("9" * 100_000, 0, "", "pas écrit comme un nombre"),
    ],
)
def test_ce_qui_n_est_pas_un_montant_est_refuse(texte: str, decalage: int, decimale: str, cause: str) -> None:
    with pytest.raises(TexteRefuse, match=cause) as leve:
        montant_du_texte(texte, decalage=decalage, decimale=decimale)
    assert leve.value.code == "IMPORT-08"


@pytest.mark.parametrize(
    ("cellule", "code"),
    [
        (CelluleLue(GenreCellule.DATE, "2011-01-01"), "IMPORT-08"),
        (CelluleLue(GenreCellule.POURCENTAGE, "0.45"), "IMPORT-08"),
        (CelluleLue(GenreCellule.BOOLEEN, "VRAI"), "IMPORT-08"),
        (CelluleLue(GenreCellule.ERREUR, "#REF!"), "IMPORT-07"),
        (CelluleLue(GenreCellule.TEXTE, "#N/A"), "IMPORT-07"),
        (CelluleLue(GenreCellule.VIDE, "", "A1+B1"), "IMPORT-07"),
        (CelluleLue(GenreCellule.TEXTE, "1,23E+16"), "IMPORT-07"),
    ],
)
def test_ce_que_la_cellule_ne_peut_pas_donner(cellule: CelluleLue, code: str) -> None:
    with pytest.raises(TexteRefuse) as leve:
        lire_montant_recu(cellule)
    assert leve.value.code == code

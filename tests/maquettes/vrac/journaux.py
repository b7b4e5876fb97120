"""Journaux csv tirés au sort ou abîmés, et ce que la lecture ligne à ligne d’un dossier entier en dit."""

from typing import Final

from hypothesis import strategies as st

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.dossier.journal import Mouvement
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_lu import DossierLu
from maquettes.description.description import JOURNAL, OPERATIONS, PLAN
from maquettes.description.lignes import TableLue
from maquettes.formes.convention_toml import lire_convention_toml
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.journal import lire_en_partie
from tests.maquettes.dossier_type import FICHIERS

# OP1 a pour la VILLE deux natures, et OP2 des codes que le csv doit citer ou protéger.
_OPERATIONS: Final = FICHIERS["operations.csv"].encode()
_ENTETE: Final = "date;type;operation;financeur;nature;montant;piece;libelle"
_PLAN: Final = FICHIERS["plan.csv"].encode() + b"0;OP1;VILLE;pret;0,00\n"

Issue = tuple[tuple[Mouvement, str], ...] | list[str]


def _lire(journal: TableLue[Mouvement], grand: JournalEnColonnes | None = None) -> Projet:
    return assembler(
        DossierLu(
            convention=lire_convention_toml(FICHIERS["convention.toml"].encode()),
            operations=lire_table(OPERATIONS, "operations.csv", _OPERATIONS),
            plan=lire_table(PLAN, "plan.csv", _PLAN),
            journal=journal,
            grand_journal=grand,
        )
    )


def ligne_a_ligne(octets: bytes) -> Issue:
    """Les mouvements et leur origine, ou les fautes, d’un dossier qui a ce journal."""
    return _issue(lire_table(JOURNAL, "journal.csv", octets))


def en_vrac(octets: bytes) -> Issue | None:
    """La même chose, lue en vrac ; ``None`` si le fichier revient tout entier à la lecture ligne à ligne."""
    lu = lire_en_partie("journal.csv", octets)
    return None if lu is None else en_objets(*lu)


def en_objets(journal: JournalEnColonnes, fautives: TableLue[Mouvement]) -> Issue:
    """La même chose, d’un journal en colonnes et de ses lignes fautives."""
    return _issue(fautives, journal)


def _issue(journal: TableLue[Mouvement], grand: JournalEnColonnes | None = None) -> Issue:
    try:
        lu = _lire(journal, grand).journal
    except DossierRefuse as refus:
        return [str(constatee) for constatee in refus.fautes]
    return tuple((mouvement, str(mouvement.provenance)) for mouvement in lu)


def _cellules(sures: list[str], autres: list[str]) -> st.SearchStrategy[str]:
    """Une cellule le plus souvent sans faute."""
    return st.integers(0, 15).flatmap(lambda rang: st.sampled_from(autres if rang == 0 else sures))


DATES: Final = _cellules(
    ["2008-01-15", "15/01/2008", "1/2/2009", "2012-02-29"],
    ["", " 2008-01-15", "2008-02-30", "1969-12-31", "2100-01-01", "2008-1-15", "２００８-01-01", "31/12/2014\u00a0"],
)
TYPES: Final = _cellules(
    ["engagement", "avance", "solde", "reversement", "rejet", "depense", "annulation", "recette"],
    ["", "Avance", "acompte ", "paiement"],
)
OPERATIONS_CITEES: Final = _cellules(
    ["OP1"], ["", "OP2", " OP1", "'OP1", "'=OP1", "OP1\u00a0", '"OP1"', "op1", "'op1", "O\u0301P1", "x" * 90]
)
FINANCEURS: Final = _cellules(
    ["ANRU", "VILLE", ""], ["anru", "Ville", "AN\u00a0RU", "ANRU ", "'-ANRU", "EPCI", "\ufeffANRU"]
)
NATURES: Final = _cellules(
    ["", "subvention", "pret", "fonds_propres"], ["Prêt", "Fonds\u00a0propres", "SUBVENTIONS", "don", " pret"]
)
MONTANTS_LISIBLES: Final = [
    *("0", "1234", "1234,5", "1234.50", "0,01", "12345678901,23", "100000000000", "100000000000,00"),
    *("1 234,50", "12 345 678,9", "1\u202f234.5", "1\u00a0234\u2009567", "3 €", "1 000 €", "1234,50€", "000012,5"),
]
MONTANTS_REFUSES: Final = [
    *("", ",50", "5,", "1,,5", "1.234,56", "12,345", "1,5 000", "12 34", "1  234", "1234 567", " 1 234 ", "-5", "1e3"),
    *("100000000000,01", "9" * 17, "0" * 20 + "1", "１２", "+1", "1,5€ €", "12 € 34", "3  €", "€", "(12)", "1_000"),
]
# Sans les extrêmes, dont les cumuls font une faute que seul le dossier entier constate.
MONTANTS: Final = _cellules([lu for lu in MONTANTS_LISIBLES if len(lu) < len("10000000000")], MONTANTS_REFUSES)
DOUTEUX: Final = [
    *("#REF!", " ########", '"#N/A"', "Err:502", "\u00a0#REF!", "\u3000#N/A", "n° #3", "# 12"),
    *("1,23E+16", " 2.1E+13", "LOT-E+2"),
    *("RÃ©habilitation", "l\ufffdot", "Ã", "Étude ├®tage"),
]
TEXTES: Final = _cellules(
    ["", "DAS 1", "Réhabilitation de l’îlot", "'ici", "  bordé "],
    [
        '"deux; mots"',
        '"deux\nlignes"',
        'l"îlot',
        "=1+1",
        "'=1+1",
        "é" * 1001,
        "z" * 2001,
        "\x0b",
        "a;b",
        "\u2028",
        *DOUTEUX,
    ],
)


@st.composite
def _rangees(tirer: st.DrawFn) -> str:
    """Une ligne du journal : financeur et nature d’ordinaire accordés au type."""
    genre = tirer(TYPES)
    attribues = [tirer(FINANCEURS), tirer(NATURES)]
    if genre in {"depense", "annulation", "recette"} and tirer(st.integers(0, 9)):
        attribues = ["", ""]
    cellules = [tirer(DATES), genre, tirer(OPERATIONS_CITEES), *attribues, tirer(MONTANTS)]
    rangee = ";".join([*cellules, tirer(TEXTES), tirer(TEXTES)])
    return tirer(
        st.sampled_from([rangee] * 20 + [rangee + ";", rangee.rstrip(";"), "", ";;;;;;;", "   ", ";" + rangee])
    )


@st.composite
def journaux(tirer: st.DrawFn) -> bytes:
    """Un journal dont la plupart des lignes sont sans faute, sous l’un des encodages et des fins de ligne admis."""
    autres = [_ENTETE + ";", _ENTETE + "; ;", " " + _ENTETE, _ENTETE[5:], _ENTETE.removesuffix(";piece;libelle")]
    entete = tirer(st.sampled_from([_ENTETE] * 8 + autres))
    fin = tirer(st.sampled_from(["\n"] * 8 + ["\r\n", "\r\n", "\r"]))
    texte = fin.join([entete, *tirer(st.lists(_rangees(), max_size=12))]) + tirer(st.sampled_from(["", fin, fin * 3]))
    encodage = tirer(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252"]))
    return texte.encode(encodage, errors="ignore")


@st.composite
def journaux_abimes(tirer: st.DrawFn) -> bytes:
    """Un journal dont quelques octets ont été changés, ôtés ou ajoutés."""
    octets = bytearray(tirer(journaux()))
    for _ in range(tirer(st.integers(1, 4))):
        place = tirer(st.integers(0, max(len(octets) - 1, 0)))
        ajout = tirer(
            st.sampled_from([b"", b";", b"\n", b"\r", b'"', b" ", b"\0", b"\xe9", b"\xc3", b"\x81", b"'", b"9"])
        )
        octets[place : place + tirer(st.integers(0, 2))] = ajout
    return bytes(octets)

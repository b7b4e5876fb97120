"""Mutations semées d’un texte de dossier : octets, lignes, cellules, clés, types, coupes, copies, unicode, extrêmes."""

import json
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, Final

__all__ = ["muter_le_document", "muter_le_texte"]

Mutation = Callable[[Random, str], str]

TEXTES: Final = (
    *("", " ", "\u00a0", "0", "-", "–", "?", "'", '"', "''", "'=1", "=1+1", "+1", "@x", "#REF!", "#N/A", "Err:502"),
    *("é", "É", "e\u0301", "ﬁ", "œ", "ß", "İ", "ı", "Ǆ", "Ω", "A\u0332", "ａ", "１", "²", "½", "٣", "߀"),
    *("\u202e", "\u200b", "\u2028", "\u0085", "\ufeff", "\ufffd", "\ufffe", "\U0001f600", "\U000e0041", "\U0010ffff"),
    *("\t", "\x0b", "\x1b[2J", "\x7f", "\x00", "\r", "\n", "a;b", "a\nb", 'a"b', "NaN", "nan", "inf", "None", "null"),
    *(
        "RÃ©sidence",
        "x" * 81,
        "x" * 2001,
        "{lu}",
        "{0}",
        "%s",
        "\\u0041",
        "../..",
        "VILLE ",
        " ANRU",
        "anru",
        "A.N.R.U",
    ),
    *("pnru", "npnru", "reglement.toml", "PNRU", "NPNRU", "subvention", "pret", "fonds propres", "m²", "ttc", "ht"),
    *(
        "OP1",
        "op1",
        "OP2",
        "OP9",
        "08",
        "8",
        "1",
        "4",
        "999",
        "1000",
        "repute",
        "complet",
        "partiel",
        "taux",
        "forfait",
    ),
)
NOMBRES: Final = (
    *("0", "1", "0,01", "0,1", "45", "100", "100000000000", "100000000000,00", "100000000000,01", "99999999999,99"),
    *(
        "60000000000",
        "1000000000",
        "1000000000,01",
        "999999999",
        "9" * 12,
        "9" * 13,
        "9" * 400,
        "-1",
        "-0",
        "- €",
        "1 €",
    ),
    *(
        "1e3",
        "1E400",
        "0x10",
        "1_000",
        "1.234,56",
        "12,345",
        "1 234",
        "1  234",
        "1\u202f234",
        "12 34",
        "1,5 000",
        ",5",
        "5,",
    ),
    *("50 %", "100 %", "101 %", "0 %", "0,000001 %", "1/3", "1/0", "0/1", "2/1", "1/1000000", "1/99999999999", "0,5"),
    *("2014-12-31", "31/12/2014", "1970-01-01", "1969-12-31", "2099-12-31", "2100-01-01", "2010-02-30", "0001-01-01"),
    *(
        "9999-12-31",
        "2014-12-31T10:00:00",
        "15.01.08",
        "1983-06-01",
        "2007-S1",
        "2099-S2",
        "1970-S1",
        "2100-S1",
        "2007-S3",
    ),
    *("119", "120", "121", "13000288500018", "00000000000000", "130002885"),
)
LITTERAUX: Final = (
    *("[]", "{}", "true", "false", "0", "-1", "1", "4", "999", "1000", "9223372036854775808", "9" * 60, "1.5", "1e400"),
    *("nan", "-inf", "+inf", "0x10", "0o7", "0b1", "1_000", "1979-05-27", "1969-12-31", "2099-12-31", "0001-01-01"),
    *("07:32:00", "1979-05-27T07:32:00", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.999999-07:00", "1979-02-30"),
    *('""', '" "', "''", "'''a'''", '"""\na"""', '"\\u0000"', '"\\ud800"', '"\\u202e"', '"\\t"', "[[]]", "[{}]", "[1]"),
    *('["a"]', '["01", "01"]', '["", 1]', "{a = 1}", '{ANRU = "1"}', "{ANRU = []}", '{"" = "1"}', '{"\\t" = "1"}'),
    *(
        "{ANRU = {}}",
        "{a.b = 1}",
        "[[[[[[[[]]]]]]]]",
        "[" * 900 + "]" * 900,
        "[" * 3000,
        "9" * 5000,
        '"x',
        "",
        "=",
        "#",
        "[",
        "{",
        "]",
    ),
)
CLES: Final = (
    *("format", "convention", "financeurs", "avenants", "maitres_ouvrage", "contreparties_foncieres", "reglement"),
    *(
        "operations",
        "plan",
        "journal",
        "reestimations",
        "realisations",
        "insertion",
        "parametres",
        "base",
        "code",
        "nom",
    ),
    *("programme", "porteur", "date_signature", "date_limite_solde", "unite", "categorie", "enveloppe", "enveloppes"),
    *("siret", "engagement", "numero", "nature", "date", "tableau", "site", "surface_m2", "statut", "cle", "valeur"),
    *("familles", "produit", "fin", "debut", "reference", "confiance", "montant", "type", "Code", "code ", "codé", ""),
    *('"\\t"', '"é"', "a.b", "a.b.c", "''", "1", "-", "convention.nom", "financeurs.x"),
)
_MONTANTS: Final = ("0", "0,01", "1", "33,33", "45000,00", "1 234 567,89", "99999999999,99", "100000000000", "- €")
_JOURS: Final = ("1970-01-01", "1983-06-01", "2006-07-01", "2009-03-15", "2012-02-29", "2023-06-30", "2099-12-31")
_QUANTITES: Final = ("0", "0,4", "0,5", "1", "24", "120,5", "999999999", "1000000000")
_TAUX: Final = ("0 %", "5,5 %", "20 %", "100 %", "1/3", "0,000001 %", "999999/1000000")
PLAUSIBLES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("montant", "cout_ht", "cout_ttc", "assiette", "cout", "enveloppe", "ANRU", "VILLE"), _MONTANTS),
    **dict.fromkeys(("date", "achevement", "fin", "date_signature", "date_limite_engagement"), _JOURS),
    **dict.fromkeys(("quantite", "heures_objectif", "heures_realisees", "surface_m2"), _QUANTITES),
    **dict.fromkeys(("taux_tva", "taux_anru"), _TAUX),
    **dict.fromkeys(("version", "duree_semestres", "numero"), ("0", "1", "2", "4", "5", "119", "120", "999")),
    **dict.fromkeys(("operation", "code"), ("OP1", "OP2", "OP3", "op1", "ANRU", "OP 1")),
    **dict.fromkeys(("financeur", "maitre_ouvrage", "porteur"), ("ANRU", "VILLE", "OPH", "AL", "SEM", "anru", "")),
    **dict.fromkeys(("libelle", "piece", "nom", "site", "localisation"), ("", "DAS 1", "العربية", "a\tb", "«\u202f»")),
    "type": ("engagement", "avance", "solde", "depense", "annulation", "recette", "rejet", "degagement", "reversement"),
    "nature": ("subvention", "pret", "fonds_propres", "", "local", "simplifie", "national", "cloture"),
    "famille": ("01", "08", "12", "14", "21", "31", "33", "38", "39", "1"),
    "unite": ("logement", "m2", "etp", "forfait", "", "euro", "centime"),
    "nature_cout": ("brut", "deficit"),
    "base": ("ht", "ttc", "pnru", "npnru"),
    "statut": ("", "active", "abandonnee", "cedee"),
    "regle_cloture": ("", "taux", "forfait", "residu"),
    "debut": ("", "1970-S1", "2007-S1", "2019-S2", "2099-S2"),
    "programme": ("PNRU", "NPNRU"),
    "reglement": ("pnru", "npnru", "reglement.toml"),
    "categorie": ("anru", "ville", "bailleur", "cdc", "action_logement", "autre"),
    "tableau": ("complet", "partiel"),
}
FRAGMENTS: Final = (
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x00",
        b"\xe9",
        b"\xc3",
        b"\xc3\xa9",
        b"\x81",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
    ),
    *(
        b";",
        b";;",
        b'"',
        b'""',
        b"'",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n\n",
        b"\t",
        b",",
        b"=",
        b"#",
        b"[",
        b"]",
        b"{",
        b"}",
    ),
    *(
        b"\\",
        b"\\u",
        b"[[",
        b"]]",
        b'"""',
        b"'''",
        b"-",
        b"9",
        b"0",
        b" ",
        b"\xc2\xa0",
        b"sep=;\n",
        b"sep=,\n",
        b"\x1a",
    ),
)
VALEURS: Final[tuple[object, ...]] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        4,
        999,
        1000,
        10**11,
        10**18,
        10**60,
        1.5,
        1e300,
        "",
        " ",
        [],
        {},
        [[]],
        [{}],
        {"a": 1},
    ),
    *(["a", 1], {"ANRU": []}, {"": "1"}, {"\t": "1"}, [None], [[[[]]]], {"a": {"b": {}}}),
)


def _texte(hasard: Random, colonne: str = "") -> str:
    """Une valeur que sa colonne peut admettre, si l’on en connaît, ou une valeur hostile."""
    if colonne in PLAUSIBLES and hasard.random() < 0.7:
        return hasard.choice(PLAUSIBLES[colonne])
    return hasard.choice(TEXTES if hasard.random() < 0.5 else NOMBRES)


def _lignes(texte: str) -> list[str]:
    return texte.splitlines(keepends=True) or [""]


def _changer_une_cellule(hasard: Random, texte: str) -> str:
    lignes = _lignes(texte)
    rang = hasard.randrange(len(lignes))
    ligne = lignes[rang].rstrip("\n")
    cellules = ligne.split(";")
    place = hasard.randrange(len(cellules))
    titres = lignes[0].rstrip("\n").split(";")
    colonne = titres[place] if rang and place < len(titres) else ""
    match hasard.randrange(10):
        case 0:
            del cellules[place]
        case 1:
            cellules.insert(place, _texte(hasard))
        case 2:
            autre = hasard.choice(lignes).rstrip("\n").split(";")
            cellules[place] = hasard.choice(autre)
        case 3:
            cellules[place] = '"' + _texte(hasard).replace('"', '""') + '"'
        case 4:
            cellules[place] += _texte(hasard)
        case _:
            cellules[place] = _texte(hasard, colonne)
    lignes[rang] = ";".join(cellules) + lignes[rang][len(ligne) :]
    return "".join(lignes)


def _changer_les_lignes(hasard: Random, texte: str) -> str:
    lignes = _lignes(texte)
    rang, autre = hasard.randrange(len(lignes)), hasard.randrange(len(lignes))
    match hasard.randrange(8):
        case 0:
            del lignes[rang]
        case 1:
            lignes.insert(autre, lignes[rang])
        case 2:
            lignes[rang], lignes[autre] = lignes[autre], lignes[rang]
        case 3:
            lignes.insert(
                rang, hasard.choice(["\n", "   \n", ";;;\n", "\r\n", "# note\n", "sep=;\n", "[x]\n", "[[avenants]]\n"])
            )
        case 4:
            lignes[rang] = lignes[rang].rstrip("\n")
        case 5:
            lignes = lignes[: rang + 1]
        case 6:
            debut, fin = sorted((rang, autre))
            lignes[fin:fin] = lignes[debut : fin + 1]
        case _:
            lignes[rang] = lignes[rang].rstrip("\n") + hasard.choice([" ", ";", "\r\n", "\x85", "\u2028"]) + "\n"
    return "".join(lignes)


def _changer_une_paire(hasard: Random, texte: str) -> str:
    """Une ligne « clé = valeur », ou un titre, d’un texte TOML."""
    lignes = _lignes(texte)
    rang = hasard.randrange(len(lignes))
    cle, egal, valeur = lignes[rang].rstrip("\n").partition(" = ")
    match hasard.randrange(8) if egal else 9:
        case 0:
            lignes[rang] = f"{hasard.choice(CLES)} = {valeur}\n"
        case 1 | 3 | 4:
            lignes[rang] = f"{cle} = {json.dumps(_texte(hasard, cle))}\n"
        case 2:
            lignes[rang] += f"{hasard.choice(CLES)} = {hasard.choice(LITTERAUX)}\n"
        case 9:
            nom = hasard.choice(CLES)
            lignes[rang] = hasard.choice([f"[{nom}]\n", f"[[{nom}]]\n", f"{nom} = {hasard.choice(LITTERAUX)}\n"])
        case _:
            lignes[rang] = f"{cle} = {hasard.choice(LITTERAUX)}\n"
    return "".join(lignes)


def muter_le_texte(hasard: Random, texte: str, nom: str) -> bytes:
    """Les octets du fichier ``nom``, une à trois fois mutés."""
    propre: Mutation = _changer_une_paire if nom.endswith(".toml") else _changer_une_cellule
    for _ in range(hasard.choice((1, 1, 2, 3))):
        texte = (propre if hasard.random() < 0.75 else _changer_les_lignes)(hasard, texte)
    octets = texte.encode("utf-8", "surrogatepass")
    return _changer_les_octets(hasard, octets) if hasard.random() < 0.25 else octets


def _changer_les_octets(hasard: Random, octets: bytes) -> bytes:
    debut, fin = sorted((hasard.randrange(len(octets) + 1), hasard.randrange(len(octets) + 1)))
    encodage = hasard.choice(("cp1252", "utf-16", "mac_roman", "cp850"))
    changes: tuple[Callable[[], bytes], ...] = (
        lambda: octets[:debut] + hasard.choice(FRAGMENTS) + octets[debut:],
        lambda: octets[:debut] + octets[debut + hasard.randrange(1, 4) :],
        lambda: octets[:debut] + bytes([hasard.randrange(256)]) + octets[debut + 1 :],
        lambda: octets[:fin],
        lambda: octets[:fin] + octets[debut:],
        lambda: octets[:debut] + octets[fin:],
        lambda: hasard.choice((b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b"\xff\xfe", b"\n", b"sep=;\n")) + octets,
        lambda: octets.decode("utf-8", "replace").encode(encodage, "replace"),
    )
    return hasard.choice(changes)()


def _conteneurs(valeur: Any) -> list[Any]:
    """Les listes et les objets d’un document, lui-même compris."""
    trouves: list[Any] = []
    a_voir = [valeur]
    while a_voir:
        courant = a_voir.pop()
        if isinstance(courant, dict | list):
            trouves.append(courant)
            a_voir.extend(courant.values() if isinstance(courant, dict) else courant)
    return trouves


def muter_le_document(hasard: Random, document: Any) -> bytes:
    """Les octets d’un json, une à trois valeurs ou clés de son ``document`` mutées, puis peut-être quelques octets."""
    for _ in range(hasard.choice((1, 1, 2, 3))):
        _changer_le_document(hasard, _conteneurs(document))
    octets = json.dumps(document, ensure_ascii=hasard.random() < 0.5).encode("utf-8", "surrogatepass")
    return _changer_les_octets(hasard, octets) if hasard.random() < 0.2 else octets


def _valeur(hasard: Random, conteneurs: Sequence[Any], cle: str = "") -> Any:
    tirage = hasard.random()
    if tirage < 0.6:
        return _texte(hasard, cle)
    return json.loads(json.dumps(hasard.choice(VALEURS if tirage < 0.9 else conteneurs)))


def _changer_le_document(hasard: Random, conteneurs: Sequence[Any]) -> None:
    lieu = hasard.choice(conteneurs)
    if isinstance(lieu, list):
        place = hasard.randrange(len(lieu) + 1)
        match hasard.randrange(4):
            case 0:
                lieu.insert(place, _valeur(hasard, conteneurs))
            case 1:
                del lieu[place : place + 1]
            case 2:
                lieu[place : place + 1] = [_valeur(hasard, conteneurs)]
            case _:
                lieu.insert(place, json.loads(json.dumps(hasard.choice(lieu or [None]))))
        return
    cle = hasard.choice([*lieu, ""])
    match hasard.randrange(8):
        case 0:
            lieu.pop(cle, None)
        case 1:
            lieu[hasard.choice(CLES)] = lieu.pop(cle, None)
        case 2:
            lieu[hasard.choice(CLES)] = _valeur(hasard, conteneurs)
        case _:
            lieu[cle] = _valeur(hasard, conteneurs, cle)

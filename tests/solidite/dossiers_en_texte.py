"""De petits dossiers corrects, tirés au sort sous bien des formes : octets, et rien d’autre."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

__all__ = ["CONVENTION", "tirer_un_dossier", "tirer_un_journal_commun"]

CONVENTION: Final = "C1"
Rangee = Mapping[str, str]

_REQUISES: Final[Mapping[str, tuple[str, ...]]] = {
    "operations": (
        *("version", "operation", "famille", "libelle", "maitre_ouvrage", "nature_cout", "cout_ht", "taux_tva", "base"),
        *("quantite", "unite"),
    ),
    "plan": ("version", "operation", "financeur", "nature", "montant"),
    "journal": ("date", "type", "operation", "financeur", "montant"),
    "reestimations": ("date", "operation", "cout"),
    "realisations": ("date", "operation", "quantite"),
    "insertion": ("operation", "heures_objectif", "heures_realisees"),
}
_FACULTATIVES: Final[Mapping[str, tuple[str, ...]]] = {
    "operations": ("localisation", "cout_ttc", "assiette", "debut", "duree_semestres", "achevement", "statut"),
    "plan": ("regle_cloture",),
    "journal": ("nature", "piece", "libelle"),
}
_TEXTES: Final = ("", "Démolition", "a;b", 'dit "le square"', "deux\nlignes", "DAS 12", "1 000", "note, fin")


def _montant(hasard: Random, entier: int) -> str:
    """Un montant sous l’une de ses écritures ; un fichier les mêle, ou n’en emploie qu’une."""
    groupe = f"{entier:,}".replace(",", hasard.choice(("", " ", "\u00a0")))
    return groupe + hasard.choice((",00", ",00", ",00", ",5", ".00", "", ",00 €"))


def _date(hasard: Random, annee: int) -> str:
    mois, jour = hasard.randint(1, 12), hasard.randint(1, 28)
    return hasard.choice((f"{annee}-{mois:02}-{jour:02}", f"{jour:02}/{mois:02}/{annee}", f"{jour}/{mois}/{annee}"))


def _operations(hasard: Random) -> list[Rangee]:
    return [
        {
            "version": "0",
            "operation": code,
            "famille": "08",
            "libelle": hasard.choice(_TEXTES[1:]),
            "maitre_ouvrage": "VILLE",
            "localisation": hasard.choice(_TEXTES),
            "quantite": hasard.choice(("120", "0,80", "12,5")),
            "unite": "m2",
            "nature_cout": hasard.choice(("brut", "deficit")),
            "cout_ht": _montant(hasard, 100_000),
            "taux_tva": hasard.choice(("20 %", "1/5")),
            "base": "ht",
            "cout_ttc": hasard.choice(("", "120000,00")),
            "assiette": hasard.choice(("", "90 000,00")),
            "debut": hasard.choice(("", "2007-S1")),
            "duree_semestres": hasard.choice(("", "4", "12")),
            "achevement": hasard.choice(("", "2012-06-30")),
            "statut": "",
        }
        for code in ("OP1", "OP12")
    ]


def _plan(hasard: Random) -> list[Rangee]:
    return [
        {
            "version": "0",
            "operation": operation,
            "financeur": financeur,
            "nature": nature,
            "montant": _montant(hasard, hasard.randint(1, 99_999)),
            "regle_cloture": hasard.choice(("", "forfait")),
        }
        for operation in ("OP1", "OP12")
        for financeur, nature in (("ANRU", "subvention"), ("VILLE", "fonds_propres"))
    ]


def _journal(hasard: Random) -> list[Rangee]:
    return [
        {
            "date": _date(hasard, hasard.randint(2008, 2013)),
            "type": genre,
            "operation": hasard.choice(("OP1", "OP12")),
            "financeur": "" if genre in {"depense", "recette"} else "ANRU",
            "nature": "" if genre in {"depense", "recette"} else hasard.choice(("", "subvention")),
            "montant": _montant(hasard, hasard.choice((5, 1_000, 41_000))),
            "piece": hasard.choice(_TEXTES),
            "libelle": hasard.choice(_TEXTES),
        }
        for genre in hasard.choices(("engagement", "acompte", "solde", "demande", "depense"), k=hasard.randint(1, 6))
    ]


def _suivis(hasard: Random) -> Mapping[str, list[Rangee]]:
    return {
        "reestimations": [
            {"date": _date(hasard, 2011), "operation": code, "cout": _montant(hasard, 95_000)}
            for code in ("OP1", "OP12")
        ],
        "realisations": [
            {"date": _date(hasard, annee), "operation": "OP1", "quantite": hasard.choice(("60", "90,50"))}
            for annee in (2009, 2010)
        ],
        "insertion": [{"operation": "OP1", "heures_objectif": "1 500", "heures_realisees": "900,5"}],
    }


def _cellule(hasard: Random, texte: str) -> str:
    if any(signe in texte for signe in ';"\n') or (texte and hasard.random() < 0.1):
        return '"' + texte.replace('"', '""') + '"'
    return texte


def _csv(hasard: Random, nom: str, rangees: Sequence[Rangee], autres: tuple[str, ...] = ()) -> bytes:
    """Colonnes dans un ordre quelconque, facultatives ou non, fins de ligne, marque et encodage tirés."""
    colonnes = [*autres, *_REQUISES[nom], *(c for c in _FACULTATIVES.get(nom, ()) if hasard.random() < 0.6)]
    if hasard.random() < 0.5:
        hasard.shuffle(colonnes)
    fin = hasard.choice(("\n", "\n", "\r\n"))
    lignes = [";".join(colonnes), *(";".join(_cellule(hasard, r[c]) for c in colonnes) for r in rangees)]
    texte = "".join(f"{ligne}{fin}" for ligne in lignes)
    encodage = hasard.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252"))
    return texte.encode(encodage)


def _convention(hasard: Random) -> bytes:
    fin = hasard.choice(("", '[[maitres_ouvrage]]\ncode = "SEM"\nnom = "Société"\n'))
    enveloppe = hasard.choice(("", "enveloppe = 23000000\n", 'enveloppe = "23 000 000,00"\n'))
    avenant = hasard.choice(("", '[[avenants]]\nnature = "local"\ndate = 2009-03-15\nnumero = 12\n'))
    financeurs = [
        '[[financeurs]]\ncode = "ANRU"\nnom = "Agence"\ncategorie = "anru"\n',
        f'[[financeurs]]\ncode = "VILLE"\nnom = "Ville"\ncategorie = "ville"\n{enveloppe}',
    ]
    entete = (
        f'format = 1\n[convention]\ncode = "{CONVENTION}"\nnom = "Quartier"\nprogramme = "PNRU"\nreglement = "pnru"\n'
        'porteur = "Ville"\ndate_signature = 2006-07-01\ndate_limite_engagement = 2013-12-31\n'
    )
    return "".join((entete, avenant, *financeurs, fin)).encode()


def tirer_un_dossier(hasard: Random) -> dict[str, bytes]:
    """Les fichiers d’un dossier correct, chacun fini par une fin de ligne."""
    suivis = {nom: rangees for nom, rangees in _suivis(hasard).items() if hasard.random() < 0.7}
    tables = {"operations": _operations(hasard), "plan": _plan(hasard), "journal": _journal(hasard), **suivis}
    return {
        "convention.toml": _convention(hasard),
        **{f"{nom}.csv": _csv(hasard, nom, rangees) for nom, rangees in tables.items()},
    }


def tirer_un_journal_commun(hasard: Random) -> bytes:
    """Un journal de plusieurs conventions, fini par une fin de ligne."""
    rangees = [{"convention": hasard.choice((CONVENTION, "C12")), **rangee} for rangee in _journal(hasard)]
    return _csv(hasard, "journal", rangees, ("convention",))

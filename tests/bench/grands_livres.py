"""Les mêmes mouvements pour les comptabilités en texte : ledger, hledger, beancount.

Une écriture équilibrée par mouvement ; le compte dit la mesure (engagé, payé…), l’opération et le financeur.
"""

import csv
import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from tests.bench.conventions import FINANCEURS
from tests.bench.generateur import TYPES, Mouvements, Portefeuille, par_paquets

__all__ = [
    "MESURES",
    "SIGNES",
    "Soldes",
    "ecrire_beancount",
    "ecrire_ledger",
    "lire_beancount",
    "lire_hledger",
    "lire_ledger",
]

# (mesure, opération, financeur, année) → centimes, cases nulles omises.
Soldes = dict[tuple[str, str, str, int], int]

MESURES: Final = {
    "engagement": "Engage",
    "degagement": "Engage",
    "avance": "Paye",
    "acompte": "Paye",
    "solde": "Paye",
    "reversement": "Paye",
    "demande": "Demande",
    "depense": "Depense",
    "recette": "Recette",
}
SIGNES: Final = {genre: "-" if genre in {"degagement", "reversement"} else "" for genre in TYPES}
_COMPTE = re.compile(r"(?:Assets:)?(Engage|Paye):([^:]+):([^:]+)")
_MONTANT = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2}))?(?: EUR)?")


def ecrire_ledger(portefeuille: Portefeuille, chemin: Path) -> None:
    """Le journal que lisent ledger et hledger : la contrepartie sans montant, forme la plus rapide pour eux."""
    _ecrire(portefeuille, chemin, "", "{} {}\n  {}  {} EUR\n  Contrepartie\n\n")


def ecrire_beancount(portefeuille: Portefeuille, chemin: Path) -> None:
    """Le journal de beancount, comptes ouverts d’abord, comme il l’exige."""
    _ecrire(portefeuille, chemin, "Assets:", '{} * "{}"\n  {}  {} EUR\n  Equity:Contrepartie\n\n')


def _ecrire(portefeuille: Portefeuille, chemin: Path, racine: str, gabarit: str) -> None:
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        if racine:
            comptes = sorted({compte for paquet in _comptes(portefeuille) for compte in paquet})
            flux.write("2000-01-01 open Equity:Contrepartie EUR\n")
            flux.writelines(f"2000-01-01 open {racine}{compte} EUR\n" for compte in comptes)
        for paquet, comptes in zip(par_paquets(portefeuille.mouvements), _comptes(portefeuille), strict=True):
            flux.writelines(_ecritures(paquet, comptes, racine, gabarit))


def _ecritures(paquet: Mouvements, comptes: list[str], racine: str, gabarit: str) -> Iterator[str]:
    jours = {jour: datetime.date.fromordinal(jour).isoformat() for jour in np.unique(paquet.jour).tolist()}
    ecrire = gabarit.format
    for jour, genre, montant, compte in zip(
        paquet.jour.tolist(), paquet.type.tolist(), paquet.montant.tolist(), comptes, strict=True
    ):
        nom = TYPES[genre]
        yield ecrire(jours[jour], nom, racine + compte, f"{SIGNES[nom]}{montant // 100}.{montant % 100:02d}")


def _comptes(portefeuille: Portefeuille) -> Iterator[list[str]]:
    """Le compte de chaque mouvement, par paquets."""
    mesures = [MESURES[genre] for genre in TYPES]
    financeurs = [*(f":{code}" for code, _ in FINANCEURS), ""]
    for paquet in par_paquets(portefeuille.mouvements):
        rangs = zip(paquet.type.tolist(), paquet.operation.tolist(), paquet.financeur.tolist(), strict=True)
        yield [f"{mesures[t]}:{portefeuille.operations[o]}{financeurs[f]}" for t, o, f in rangs]


def lire_ledger(texte: str) -> Soldes:
    """Les soldes du registre annuel de ledger, lignes ``année;compte;montant``."""
    return _soldes(tuple(ligne.split(";")) for ligne in texte.splitlines())


def lire_hledger(texte: str) -> Soldes:
    """Les soldes du tableau annuel de hledger : une ligne par compte, une colonne par année."""
    entete, *rangees = csv.reader(texte.splitlines())
    return _soldes(
        (annee, compte, montant)
        for compte, *montants in rangees
        for annee, montant in zip(entete[1:], montants, strict=True)
    )


def lire_beancount(texte: str) -> Soldes:
    """Les soldes que rend bean-query en csv : ``year,account,somme``."""
    _, *rangees = csv.reader(texte.splitlines())
    return _soldes((annee.strip(), compte.strip(), montant.strip()) for annee, compte, montant in rangees)


def _soldes(lignes: Iterator[tuple[str, ...]]) -> Soldes:
    soldes: Soldes = {}
    for annee, compte, montant in lignes:
        lu = _COMPTE.fullmatch(compte)
        if lu is None:
            continue
        cle = lu[1], lu[2], lu[3], int(annee)
        soldes[cle] = soldes.get(cle, 0) + _centimes(montant)
    return {cle: solde for cle, solde in soldes.items() if solde}


def _centimes(texte: str) -> int:
    lu = _MONTANT.fullmatch(texte)
    assert lu is not None, f"montant illisible : {texte}"
    centimes = int(lu[2]) * 100 + int((lu[3] or "").ljust(2, "0"))
    return -centimes if lu[1] else centimes

"""Tout un portefeuille de dossiers, une commande : lecture, situation, clôture, contrôles, échéancier."""

import csv
import datetime
import json
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from tests.bench.portefeuille_moteurs import SIGNES

__all__ = ["ARRETE", "PROJETS", "commande_du_portefeuille", "totaux_des_journaux", "verifier_le_portefeuille"]

ARRETE: Final = datetime.date(2015, 3, 31)
PROJETS: Final = "portefeuille"
# Le nom de chaque mesure des outils du banc dans le json de la commande.
CLES: Final = {"Engage": "engage", "Paye": "paye"}


def commande_du_portefeuille(dossiers: Path, *options: str) -> list[str]:
    """La commande qui rend tous les bilans, sur tous les cœurs ; sans ``options``, comme une personne la lance."""
    financement = str(Path(sys.executable).with_name("financement"))
    return [financement, "portefeuille", str(dossiers), "--au", ARRETE.isoformat(), *options]


def totaux_des_journaux(journaux: Iterable[Path]) -> dict[str, int]:
    """L’engagé et le payé à la date d’arrêté, en centimes : une addition d’entiers de Python, et rien d’autre."""
    totaux = dict.fromkeys(CLES.values(), 0)
    for journal in journaux:
        with journal.open(encoding="utf-8", newline="") as flux:
            lecteur = csv.reader(flux, delimiter=";")
            next(lecteur)
            for date, genre, _, _, _, montant, *_ in lecteur:
                if genre in SIGNES and date <= ARRETE.isoformat():
                    mesure, signe = SIGNES[genre]
                    totaux[CLES[mesure]] += signe * int(montant.replace(",", ""))
    return totaux


def verifier_le_portefeuille(rendu: str, conventions: int, attendus: dict[str, int]) -> None:
    """Arrête le banc si un dossier est refusé, ou si l’engagé ou le payé n’est pas celui des journaux."""
    lu: dict[str, Any] = json.loads(rendu)
    if lu["refus"] or len(lu["conventions"]) != conventions:
        sys.exit(f"{len(lu['refus'])} refus, {len(lu['conventions'])} conventions lues sur {conventions}.")
    totaux = {cle: Decimal(lu["total"][cle]) * 100 for cle in attendus}
    if totaux != attendus:
        sys.exit(f"Le portefeuille ne trouve pas les totaux des journaux : {totaux} au lieu de {attendus}.")

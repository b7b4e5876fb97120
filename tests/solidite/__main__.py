"""« python -m tests.solidite [épreuve…] » : les longues épreuves ; sort avec 1 dès qu’une loi est contredite."""

import argparse
import os
import time

from tests.solidite.bilan import Bilan
from tests.solidite.epreuves import EPREUVES, lots


def principal() -> int:
    analyseur = argparse.ArgumentParser(prog="python -m tests.solidite", description=__doc__)
    analyseur.add_argument("epreuves", nargs="*", metavar="épreuve", help=", ".join(EPREUVES))
    analyseur.add_argument("--nombre", type=int, help="essais de chaque épreuve, au lieu du sien")
    analyseur.add_argument("--graine", type=int, default=1)
    analyseur.add_argument("--coeurs", type=int, default=os.cpu_count() or 1)
    demande = analyseur.parse_args()
    inconnues = sorted(set(demande.epreuves) - set(EPREUVES))
    if inconnues:
        analyseur.error(f"épreuve inconnue : {', '.join(inconnues)} ; choisir parmi {', '.join(EPREUVES)}")
    anomalies = 0
    for nom in demande.epreuves or EPREUVES:
        epreuve, debut, total = EPREUVES[nom], time.monotonic(), Bilan()
        for bilan in lots(epreuve, demande.nombre or epreuve.nombre, demande.graine, demande.coeurs):
            total += bilan
        print(f"{nom} ({epreuve.titre}), {time.monotonic() - debut:.0f} s, {total}", flush=True)
        anomalies += len(total.anomalies)
    return 1 if anomalies else 0


if __name__ == "__main__":
    raise SystemExit(principal())

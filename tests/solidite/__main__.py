"""« python -m tests.solidite [épreuve…] » : les longues épreuves ; sort avec 1 dès qu’une loi est contredite."""

import argparse
import os
import time
from typing import Final

from tests.solidite.bilan import Bilan
from tests.solidite.epreuves import EPREUVES, lots

_MINUTE: Final = 60


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
        dit = debut
        for bilan in lots(epreuve, demande.nombre or epreuve.nombre, demande.graine, demande.coeurs):
            total += bilan
            # Une épreuve de plusieurs heures que l'on interrompt doit avoir compté pour quelque chose.
            if time.monotonic() - dit > _MINUTE:
                dit = time.monotonic()
                print(f"  {dit - debut:.0f} s : {total}", flush=True)
        print(f"{nom} ({epreuve.titre}), {time.monotonic() - debut:.0f} s, {total}", flush=True)
        anomalies += len(total.anomalies)
    return 1 if anomalies else 0


if __name__ == "__main__":
    raise SystemExit(principal())

"""La page ``docs/performances.md`` : des rapports, jamais des durées ; ``python -m tests.bench.page`` la refait."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from textwrap import fill
from typing import Final

from tests.bench import commandes, demarrage, fonctions, rapprochements
from tests.bench.mesure import Comparaison, en_francais

__all__ = ["PAGE", "composer", "decrire_la_machine"]

PAGE: Final = Path(__file__).parents[2] / "docs" / "performances.md"
PAQUETS: Final = ("numpy", "pandas", "xlsxwriter", "openpyxl", "typst", "beancount", "beanquery")
TEXTE: Final = """\
# Performances

Cette page est écrite par `make performances` ; ne pas la corriger à la main. Elle ne donne que des **rapports**,
mesurés dans une même exécution : une durée ne vaudrait que pour la machine qui l’a produite. Chaque ligne est une
commande telle qu’on la tape, ou une fonction publique, en regard de son témoin ; « 1/15 » : quinze fois moins que lui.

| | mesuré | au plus | |
|---|--:|--:|---|
{lignes}

## Méthode

* **Données** : une convention inventée par un générateur à graine (`tests/bench/generateur.py`), 70 opérations,
  15 financeurs, 5 avenants, engagements et paiements de 2004 à 2015, au centime ; un portefeuille en a deux mille par
  convention. L’exemple multiplié a chacune de ses opérations en autant d’exemplaires.
* **Accord d’abord** : la situation et chaque comptabilité en texte doivent trouver exactement l’engagé et le payé par
  opération, financeur et année que donne une addition en entiers de Python ; sinon le banc s’arrête. ledger, hledger et
  beancount lisent les mêmes mouvements, une écriture équilibrée chacun, la contrepartie sans montant, et font le
  rapport le plus court à produire qui donne ces soldes. Le cache de beancount est coupé.
* **Extrait national** : les mouvements de cinq cents conventions, un million de lignes ; sur cent, un est retiré, un
  répété, un d’un autre montant, un d’une autre date, un d’une autre opération ; une pièce sur deux est effacée. Il est
  réparti entre les dossiers, lus sur le disque, et chacun est rapproché, sur deux processus ; la mémoire est celle du
  plus gros des processus.
* **Durées** : démarrage compris, les commandes passant tour à tour ; médiane de cinq tours après un tour
  d’échauffement, deux tours pour un outil qui dure plus d’une minute. Python garde son code compilé d’un lancement à
  l’autre, comme dans une installation ordinaire.
* **Mémoire** : pointe de mémoire résidente, lue du noyau, de l’enfant lancé d’un petit processus.
* **Exposant** : celui de la durée en fonction de la taille ; 1 si elle lui est proportionnelle.

{machine}
"""


def composer(comparaisons: Iterable[Comparaison], machine: str) -> str:
    """La page, d’après les mesures d’une exécution."""
    lignes = (f"| {c.libelle} | {c.mesure} | {en_francais(c.au_plus)} | {c.verdict} |" for c in comparaisons)
    return TEXTE.format(lignes="\n".join(lignes), machine=machine)


def decrire_la_machine() -> str:
    """Ce qu’il faut savoir pour relire des rapports : rien qui invite à comparer des durées."""
    memoire = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    versions = [f"{nom} {_version_du_paquet(nom)}" for nom in PAQUETS]
    versions += [f"{nom} {_version(nom)}" for nom in ("ledger", "hledger") if shutil.which(nom)]
    return fill(
        f"Machine de cette exécution : {os.cpu_count()} cœurs, {memoire} Gio, {platform.system()}, "
        f"Python {platform.python_version()}, peut-être partagée avec d’autres travaux. "
        f"Versions\u00a0: {', '.join(versions)}.",
        width=118,
    )


def _version_du_paquet(nom: str) -> str:
    try:
        return importlib.metadata.version(nom)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def _version(commande: str) -> str:
    """Le premier mot de la sortie qui commence par un chiffre."""
    texte = subprocess.run([commande, "--version"], capture_output=True, text=True, check=False).stdout
    return next((mot.strip(",") for mot in texte.split() if mot[:1].isdigit()), "")


if __name__ == "__main__":
    mesurees = chain(
        demarrage.mesurer(),
        fonctions.mesurer(),
        commandes.mesurer(commandes.AMPLEURS["complete"]),
        rapprochements.mesurer(),
    )
    PAGE.write_text(composer(list(mesurees), decrire_la_machine()), encoding="utf-8")
    print(f"Page écrite : {PAGE}")

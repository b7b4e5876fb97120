"""La page ``docs/performances.md`` : des rapports, jamais des durées."""

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any, Final

from tests.bench import demarrage
from tests.bench.portefeuille import ETENDUES, SORTIE, mesurer_tout
from tests.bench.portefeuille_cibles import GRANDES, Cible, comparer, duree_du_recalcul
from tests.bench.portefeuille_mesures import TOURS, croissance
from tests.bench.portefeuille_moteurs import NOUS, NOUS_REPEREES
from tests.bench.portefeuille_projets import PROJETS
from tests.bench.portefeuille_tableur import FORMULES
from tests.bench.portefeuille_texte import (
    CASES_REPEREES,
    CIBLES,
    CONCLUSION,
    DEMARRAGE,
    DOSSIERS,
    INTRODUCTION,
    METHODE,
    MILLE_SUMIFS,
    SYNTHESE,
)

__all__ = ["PAGE", "composer", "rapport"]

PAGE: Final = Path(__file__).parents[2] / "docs" / "performances.md"
SUIVIS_EN_TAILLE: Final = (
    NOUS,
    NOUS_REPEREES,
    "np.add.at, clés compactes prêtes",
    "ledger",
    "hledger",
    "beancount",
    "polars",
    "DuckDB",
)
PAQUETS: Final = ("numpy", "pandas", "polars", "duckdb", "pyarrow", "beancount", "beanquery")

Tables = Mapping[str, Any]


def rapport(valeur: float) -> str:
    """Un rapport pour une personne, à deux chiffres significatifs, trois au plus à partir de cent."""
    if valeur >= 9.95:
        return f"{valeur:.0f}"
    decimales = 1 if valeur >= 0.995 else 2 if valeur >= 0.0995 else 3
    return f"{valeur:.{decimales}f}".replace(".", ",")


def composer(releve: Tables, machine: str) -> str:
    """La page, d’après les mesures d’une exécution."""
    commandes, memoire = releve["commandes"], releve["memoire"]
    return "\n".join(
        (
            INTRODUCTION,
            "",
            *_des_cibles(list(comparer(releve))),
            METHODE,
            "",
            machine,
            "",
            "## Du fichier aux soldes, une commande",
            "",
            "Durée, démarrage compris (`financement` = 1 ; 5 : cinq fois plus lent que nous) :",
            "",
            *_table(commandes, lambda mesures, nom: _de_commande(mesures, nom, "duree")),
            "",
            "Mémoire de pointe (`financement` = 1) :",
            "",
            *_table(commandes, lambda mesures, nom: _de_commande(mesures, nom, "memoire")),
            "",
            "« mémoire », « durée » : non mesuré, la taille précédente laissant prévoir plus de mémoire que la machine",
            "n’en avait de libre, ou plus de cinq minutes ; « absent » : outil non installé. Moins de cinq tours :",
            _tours_rares(commandes),
            "",
            "## Du fichier aux soldes, imports faits",
            "",
            "Meilleure durée (`financement` = 1) :",
            "",
            *_table(_tableau(memoire, "fichier"), _de_memoire),
            "",
            "## Des colonnes aux soldes",
            "",
            "Meilleure durée (`financement` = 1) :",
            "",
            *_table(_tableau(memoire, "colonnes"), _de_memoire),
            "",
            CASES_REPEREES,
            "",
            "Une convention demandée à des soldes nationaux déjà faits (tout recalculer = 1) :",
            "",
            *_d_une_convention(_tableau(memoire, "convention")),
            "",
            *_des_dossiers(releve["projets"]),
            *_du_tableur(releve),
            *_des_demarrages(releve["demarrages"]),
            *_de_la_croissance(commandes, memoire),
            CONCLUSION,
            "",
        )
    )


def _des_cibles(cibles: Iterable[Cible]) -> Iterable[str]:
    yield from ("## Cibles", "", CIBLES, "", "| | mesuré | au plus | |", "|---|--:|--:|---|")
    for cible in cibles:
        yield f"| {cible.libelle} | {cible.mesure} | {cible.plafond} | {cible.verdict} |"
    yield ""


def _des_dossiers(projets: Tables) -> Iterable[str]:
    """Le portefeuille de dossiers devant le tableur, et sa synthèse devant un script nu."""
    nombre, mouvements = projets["conventions"], _nombre(projets["mouvements"])
    yield from (f"## {nombre} dossiers, {mouvements} mouvements", "", DOSSIERS, "", "| | |", "|---|--:|")
    mesures = projets["mesures"]
    if mesures:
        duree, recalcul = mesures[PROJETS]["duree"], duree_du_recalcul(mesures)
        entiere = mesures[f"{FORMULES} SUMIFS"]["duree"]
        yield f"| LibreOffice, recalcul de {FORMULES} SUMIFS | {rapport(recalcul / duree)} |"
        yield f"| LibreOffice, le classeur ouvert, recalculé et enregistré | {rapport(entiere / duree)} |"
    else:
        yield "| LibreOffice | absent |"
    if 0 < (tours := mesures.get(PROJETS, {}).get("tours", 0)) < TOURS:
        yield from ("", f"`financement portefeuille` n’a passé que {tours} tours : il dure plus d’une minute.")
    yield from ("", SYNTHESE.format(rapport(projets["synthese"]["mesuree"] / projets["synthese"]["temoin"])), "")


def _des_demarrages(demarrages: Iterable[Tables]) -> Iterable[str]:
    yield from ("## Démarrage", "", DEMARRAGE, "", "| | rapport |", "|---|--:|")
    for demarrage_lu in demarrages:
        libelle = demarrage_lu["libelle"].replace("  /  ", " / ")
        yield f"| {libelle} | {rapport(demarrage_lu['mesuree'] / demarrage_lu['temoin'])} |"
    yield ""


def _tableau(memoire: Tables, nom: str) -> dict[str, Any]:
    return {taille: tableaux[nom] for taille, tableaux in memoire.items()}


def _table(mesures: Tables, case: Callable[[Any, str], str]) -> list[str]:
    """Une ligne par outil, une colonne par taille."""
    noms = list(dict.fromkeys(nom for par_outil in mesures.values() for nom in par_outil))
    noms.sort(key=lambda nom: not nom.startswith(NOUS))
    return [
        *_en_tete(mesures),
        *(f"| {nom} | {' | '.join(case(par_outil, nom) for par_outil in mesures.values())} |" for nom in noms),
    ]


def _en_tete(mesures: Tables) -> Iterable[str]:
    yield f"| | {' | '.join(_nombre(int(taille)) for taille in mesures)} |"
    yield f"|---|{'--:|' * len(mesures)}"


def _nombre(valeur: int) -> str:
    return f"{valeur:,}".replace(",", "\u202f")


def _de_commande(mesures: Tables, nom: str, grandeur: str) -> str:
    if not mesures[nom]["tours"]:
        return str(mesures[nom]["empechement"])
    return rapport(mesures[nom][grandeur] / mesures[NOUS][grandeur])


def _de_memoire(durees: Tables, nom: str) -> str:
    return rapport(min(durees[nom]) / min(durees[NOUS])) if nom in durees else ""


def _d_une_convention(mesures: Tables) -> Iterable[str]:
    yield from _en_tete(mesures)
    rapports = [rapport(min(m["une convention"]) / min(m["tout recalculer"])) for m in mesures.values()]
    yield f"| une convention | {' | '.join(rapports)} |"


def _tours_rares(commandes: Tables) -> str:
    rares = [
        f"{nom} à {_nombre(int(taille))} ({mesure['tours']})"
        for taille, mesures in commandes.items()
        for nom, mesure in mesures.items()
        if 0 < mesure["tours"] < TOURS
    ]
    return f"{', '.join(rares) or 'aucun'}."


def _du_tableur(releve: Tables) -> Iterable[str]:
    if not releve["tableur"]:
        return
    yield from ("## LibreOffice", "", MILLE_SUMIFS, "")
    yield from _en_tete(releve["tableur"])
    for nom in next(iter(releve["tableur"].values())):
        rapports = [
            rapport(mesures[nom]["duree"] / releve["commandes"][taille][NOUS]["duree"])
            for taille, mesures in releve["tableur"].items()
        ]
        yield f"| classeur {nom} | {' | '.join(rapports)} |"
    yield ""


def _de_la_croissance(commandes: Tables, memoire: Tables) -> Iterable[str]:
    yield from ("## Croissance", "", "Exposant du coût en fonction du nombre de mouvements, à partir de 100 000 :", "")
    yield from ("| | exposant |", "|---|--:|")
    grandes = [taille for taille in commandes if int(taille) >= GRANDES]

    def une_commande(taille: str, nom: str) -> float:
        return float(commandes[taille][nom]["duree"]) if nom in commandes[taille] else 0

    def en_memoire(tableau: str) -> Callable[[str, str], float]:
        return lambda taille, nom: min(memoire[taille][tableau].get(nom, [0]))

    for titre, lire in (
        ("une commande", une_commande),
        ("imports faits", en_memoire("fichier")),
        ("des colonnes aux soldes", en_memoire("colonnes")),
    ):
        for nom in SUIVIS_EN_TAILLE:
            durees = {int(taille): lire(taille, nom) for taille in grandes if lire(taille, nom)}
            if len(durees) > 1:
                exposant = f"{croissance(durees):.2f}".replace(".", ",")
                yield f"| {nom}, {titre} | {exposant} |"
    yield ""


def decrire_la_machine() -> str:
    """Ce qu’il faut savoir pour relire des rapports : rien qui invite à comparer des durées."""
    memoire = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    versions = [f"{nom} {_version_du_paquet(nom)}" for nom in PAQUETS]
    versions += [f"{nom} {_version(nom)}" for nom in ("ledger", "hledger", "soffice") if shutil.which(nom)]
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
    if sys.argv[1:] == ["relire"]:
        mesures = json.loads(SORTIE.read_text(encoding="utf-8"))
    else:
        mesures = mesurer_tout(ETENDUES["complet"], list(demarrage.mesurer()))
    PAGE.write_text(composer(mesures, decrire_la_machine()), encoding="utf-8")
    print(f"Page écrite : {PAGE}")

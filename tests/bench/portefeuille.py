"""Le portefeuille devant les autres moteurs : mêmes mouvements, mêmes soldes, une seule exécution.

``python -m tests.bench.portefeuille [rapide|complet]`` écrit les mesures en json dans ``sorties/bench``.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import Any, Final

from tests.bench.generateur import (
    Portefeuille,
    ecrire_colonnes,
    ecrire_declarations,
    ecrire_journal,
    inventer_portefeuille,
)
from tests.bench.grands_livres import Soldes
from tests.bench.mesure import Comparaison
from tests.bench.portefeuille_mesures import (
    TOURS,
    Mesure,
    empechement,
    lancer,
    mesurer_les_outils,
    soldes_de_reference,
)
from tests.bench.portefeuille_moteurs import NOUS, NOUS_RAPIDES
from tests.bench.portefeuille_outils import OUTILS
from tests.bench.portefeuille_tableur import FORMULES, choisir_cases, ecrire_classeur, lire_sommes

__all__ = ["CIBLES", "SORTIE", "TAILLES", "mesurer", "mesurer_tout"]

GRAINE: Final = 2004
CONVENTIONS: Final = 500
TAILLES: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {"rapide": (2_000, 100_000), "complet": (2_000, 100_000, 1_000_000, 10_000_000)}
)
TAILLES_DU_TABLEUR: Final = frozenset({2_000, 100_000})
ENORME: Final = 10_000_000
NOUS_REPEREES: Final = "financement, cases repérées"
SORTIE: Final = Path("sorties") / "bench" / "portefeuille.json"

# Combien de fois plus vite que chaque comptabilité en texte : installation de base, lecture rapide.
CIBLES: Final = MappingProxyType({"ledger": (5, 15), "hledger": (25, 75), "beancount": (40, 120)})

Releve = dict[str, Any]


def dire(texte: str) -> None:
    """Une ligne d'avancement, sur la sortie d'erreur d'un terminal."""
    if sys.stderr.isatty():
        print(texte, file=sys.stderr, flush=True)


def mesurer_tout(tailles: tuple[int, ...]) -> Releve:
    """Toutes les mesures : par commande, en mémoire, au tableur ; pour chaque taille. :data:`SORTIE` les garde."""
    releve: Releve = {"commandes": {}, "memoire": {}, "tableur": {}}
    precedentes: dict[str, Mesure] = {}
    facteur = 0.0
    for rang, taille in enumerate(tailles):
        if rang:
            facteur = taille / tailles[rang - 1]
        with tempfile.TemporaryDirectory(prefix="financement-bench-") as ou:
            precedentes = _mesurer_une_taille(taille, Path(ou), precedentes, facteur, releve)
        # Gardé dès qu'une taille est finie : la suivante peut durer une demi-heure.
        ecrire(releve)
    return releve


def _mesurer_une_taille(
    taille: int, repertoire: Path, precedentes: dict[str, Mesure], facteur: float, releve: Releve
) -> dict[str, Mesure]:
    dire(f"{taille} mouvements : écriture des fichiers")
    portefeuille = inventer_portefeuille(GRAINE, CONVENTIONS, taille)
    ecrire_journal(portefeuille, repertoire / "journal.csv")
    ecrire_declarations(portefeuille, repertoire)
    ecrire_colonnes(portefeuille, repertoire / "colonnes.npz")
    empeches = {nom: empechement(outil, precedentes.get(nom), facteur) for nom, outil in OUTILS.items()}
    retenus = {nom: outil for nom, outil in OUTILS.items() if not empeches[nom]}
    for fichier, ecrire_le_sien in {outil.fichier: outil.ecrire for outil in retenus.values()}.items():
        if ecrire_le_sien is not None:
            ecrire_le_sien(portefeuille, repertoire / fichier)
    attendus = soldes_de_reference(repertoire / "journal.csv")
    if taille in TAILLES_DU_TABLEUR and (shutil.which("soffice") or shutil.which("libreoffice")):
        releve["tableur"][str(taille)] = {
            nom: asdict(mesure) for nom, mesure in _mesurer_le_tableur(portefeuille, attendus, repertoire).items()
        }
    del portefeuille
    mesurees = mesurer_les_outils(retenus, repertoire, attendus, dire)
    mesures = {nom: mesurees.get(nom) or Mesure(empechement=empeches[nom]) for nom in OUTILS}
    releve["commandes"][str(taille)] = {nom: asdict(mesure) for nom, mesure in mesures.items()}
    dire("en mémoire")
    releve["memoire"][str(taille)] = _mesurer_en_memoire(repertoire, TOURS if taille < ENORME else 3)
    return mesures


def _mesurer_en_memoire(repertoire: Path, tours: int) -> dict[str, dict[str, list[float]]]:
    sortie = repertoire / "memoire.json"
    lancer([sys.executable, "-m", "tests.bench.portefeuille_memoire", str(repertoire), str(tours)], sortie)
    durees: dict[str, dict[str, list[float]]] = json.loads(sortie.read_text(encoding="utf-8"))
    return durees


def _mesurer_le_tableur(portefeuille: Portefeuille, attendus: Soldes, repertoire: Path) -> dict[str, Mesure]:
    """LibreOffice ouvre, recalcule et enregistre en csv : le classeur sans formule, puis avec ses mille SUMIFS."""
    cases = choisir_cases(list(attendus))
    mesures = {}
    for nom, formules in (("sans formule", []), (f"{FORMULES} SUMIFS", cases)):
        classeur = repertoire / f"classeur{len(formules)}.xlsx"
        ecrire_classeur(portefeuille, formules, classeur)
        commande = [sys.executable, "-m", "tests.bench.portefeuille_tableur", str(classeur), str(repertoire)]
        tours = [lancer(commande, repertoire / "sortie.txt") for _ in range(TOURS + 1)][1:]
        if formules and lire_sommes(repertoire / "converti" / f"{classeur.stem}.csv", formules) != {
            case: attendus[case] for case in cases
        }:
            sys.exit("LibreOffice ne trouve pas les mêmes sommes.")
        mesures[nom] = Mesure(
            duree=median(tour["duree"] for tour in tours),
            memoire=int(max(tour["memoire"] for tour in tours)),
            tours=TOURS,
        )
    return mesures


def mesurer() -> Iterator[Comparaison]:
    """Les cibles, aux petites tailles : ``make performances`` les mesure en vraie grandeur."""
    releve = mesurer_tout(TAILLES["rapide"])
    yield from comparer(releve, max(TAILLES["rapide"]))


def comparer(releve: Releve, taille: int) -> Iterator[Comparaison]:
    """Chaque cible du portefeuille, à cette taille."""
    durees = {nom: mesure["duree"] for nom, mesure in releve["commandes"][str(taille)].items() if mesure["tours"]}
    for temoin, cibles in CIBLES.items():
        for nous, facteur in zip((NOUS, NOUS_RAPIDES), cibles, strict=True):
            if nous in durees and temoin in durees:
                yield Comparaison(
                    libelle=f"{nous}, {taille} mouvements, du csv aux soldes  /  {temoin}",
                    mesuree=durees[nous],
                    temoin=durees[temoin],
                    cible=1 / facteur,
                )
    fichier, colonnes, convention = (
        releve["memoire"][str(taille)][tableau] for tableau in ("fichier", "colonnes", "convention")
    )
    cibles_en_memoire: tuple[tuple[str, str, dict[str, list[float]], str, float], ...] = (
        (NOUS, "du csv aux soldes, imports faits", fichier, "polars", 4),
        (NOUS_REPEREES, "addition seule", colonnes, "np.add.at, clés compactes prêtes", 2),
        (NOUS, "des colonnes aux soldes", colonnes, "polars", 1),
        (NOUS, "des colonnes aux soldes", colonnes, "DuckDB", 1),
        ("une convention", "soldes nationaux déjà faits", convention, "tout recalculer", 1 / 20),
    )
    for nom, libelle, table, temoin, cible in cibles_en_memoire:
        yield Comparaison(
            libelle=f"{nom}, {taille} mouvements, {libelle}  /  {temoin}",
            mesuree=min(table[nom]),
            temoin=min(table[temoin]),
            cible=cible,
        )


def ecrire(releve: Releve) -> None:
    """Garde les mesures brutes, que la page de documentation ne donne qu'en rapports."""
    SORTIE.parent.mkdir(parents=True, exist_ok=True)
    SORTIE.write_text(json.dumps(releve, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    tailles = TAILLES[sys.argv[1] if len(sys.argv) > 1 else "rapide"]
    mesures = mesurer_tout(tailles)
    for comparaison in comparer(mesures, tailles[-1] if tailles[-1] < ENORME else tailles[-2]):
        print(comparaison, flush=True)

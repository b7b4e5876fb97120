"""Le portefeuille devant les autres moteurs : mêmes mouvements, mêmes soldes, une seule exécution.

``python -m tests.bench.portefeuille [rapide|complet]`` écrit les mesures en json dans ``sorties/bench``.
"""

import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from tests.bench.generateur import (
    Portefeuille,
    ecrire_colonnes,
    ecrire_declarations,
    ecrire_dossiers,
    ecrire_journal,
    inventer_portefeuille,
)
from tests.bench.grands_livres import Soldes
from tests.bench.mesure import Comparaison
from tests.bench.portefeuille_cibles import Cible, comparer
from tests.bench.portefeuille_mesures import (
    TOURS,
    Mesure,
    empechement,
    lancer,
    mesurer_les_outils,
    mesurer_tour_a_tour,
    soldes_de_reference,
)
from tests.bench.portefeuille_outils import OUTILS
from tests.bench.portefeuille_parquet import ecrire_parquet
from tests.bench.portefeuille_projets import (
    PROJETS,
    commande_du_portefeuille,
    totaux_des_journaux,
    verifier_le_portefeuille,
)
from tests.bench.portefeuille_tableur import FORMULES, choisir_cases, ecrire_classeur, lire_sommes

__all__ = ["ETENDUES", "SORTIE", "Etendue", "mesurer", "mesurer_tout"]

GRAINE: Final = 2004
CONVENTIONS: Final = 500
TAILLES_DU_TABLEUR: Final = frozenset({2_000, 100_000})
# La taille du classeur devant lequel passe le portefeuille de dossiers.
TAILLE_DES_PROJETS: Final = 100_000
ENORME: Final = 10_000_000
SORTIE: Final = Path("sorties") / "bench" / "portefeuille.json"

Releve = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Etendue:
    """Ce que mesure une exécution : les tailles du journal ; le nombre des dossiers et de leurs mouvements."""

    tailles: tuple[int, ...]
    dossiers: tuple[int, int]


ETENDUES: Final[Mapping[str, Etendue]] = MappingProxyType(
    {
        "rapide": Etendue(tailles=(2_000, 100_000), dossiers=(50, 100_000)),
        "complet": Etendue(tailles=(2_000, 100_000, 1_000_000, 10_000_000), dossiers=(500, 1_000_000)),
    }
)


def dire(texte: str) -> None:
    """Une ligne d’avancement, sur la sortie d’erreur d’un terminal."""
    if sys.stderr.isatty():
        print(texte, file=sys.stderr, flush=True)


def mesurer_tout(etendue: Etendue, demarrages: Sequence[Comparaison] = ()) -> Releve:
    """Toutes les mesures : par commande, en mémoire, au tableur, par dossiers. :data:`SORTIE` les garde.

    ``demarrages`` : celles qu’une même exécution a déjà faites, gardées avec les autres.
    """
    releve: Releve = {
        "demarrages": [asdict(comparaison) for comparaison in demarrages],
        "commandes": {},
        "memoire": {},
        "tableur": {},
        "projets": {},
    }
    precedentes: dict[str, Mesure] = {}
    facteur = 0.0
    tailles = etendue.tailles
    for rang, taille in enumerate(tailles):
        if rang:
            facteur = taille / tailles[rang - 1]
        with tempfile.TemporaryDirectory(prefix="financement-bench-") as ou:
            if taille == TAILLE_DES_PROJETS:
                releve["projets"] = _preparer_les_projets(*etendue.dossiers, Path(ou))
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
    if importlib.util.find_spec("pyarrow") is not None:
        ecrire_parquet(repertoire / "journal.csv", repertoire / "journal.parquet")
    empeches = {nom: empechement(outil, precedentes.get(nom), facteur) for nom, outil in OUTILS.items()}
    retenus = {nom: outil for nom, outil in OUTILS.items() if not empeches[nom]}
    for fichier, ecrire_le_sien in {outil.fichier: outil.ecrire for outil in retenus.values()}.items():
        if ecrire_le_sien is not None:
            ecrire_le_sien(portefeuille, repertoire / fichier)
    attendus = soldes_de_reference(repertoire / "journal.csv")
    if taille in TAILLES_DU_TABLEUR and (shutil.which("soffice") or shutil.which("libreoffice")):
        _mesurer_le_tableur(portefeuille, attendus, repertoire, releve)
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


def _preparer_les_projets(conventions: int, mouvements: int, repertoire: Path) -> Releve:
    """Écrit les dossiers dans ``repertoire``, et mesure leur synthèse ; la commande, elle, passera avec le tableur."""
    dire(f"{conventions} dossiers, {mouvements} mouvements")
    dossiers = repertoire / "dossiers"
    ecrire_dossiers(inventer_portefeuille(GRAINE, conventions, mouvements), dossiers)
    sortie = repertoire / "synthese.json"
    lancer([sys.executable, "-m", "tests.bench.portefeuille_synthese", str(dossiers)], sortie)
    synthese = json.loads(sortie.read_text(encoding="utf-8"))
    return {"conventions": conventions, "mouvements": mouvements, "mesures": {}, "synthese": synthese}


def _mesurer_le_tableur(portefeuille: Portefeuille, attendus: Soldes, repertoire: Path, releve: Releve) -> None:
    """LibreOffice ouvre, recalcule et enregistre en csv : le classeur sans formule, puis avec ses mille SUMIFS.

    Le portefeuille de dossiers, s’il y en a un dans ``repertoire``, passe tour à tour avec lui.
    """
    cases = choisir_cases(list(attendus))
    formules = {"sans formule": [], f"{FORMULES} SUMIFS": cases}
    dossiers = repertoire / "dossiers"
    commandes = {PROJETS: commande_du_portefeuille(dossiers)} if dossiers.is_dir() else {}
    for nom, siennes in formules.items():
        classeur = repertoire / f"classeur{len(siennes)}.xlsx"
        ecrire_classeur(portefeuille, siennes, classeur)
        commandes[nom] = [
            *(sys.executable, "-m", "tests.bench.portefeuille_tableur"),
            *(str(classeur), str(repertoire)),
        ]

    sortie = repertoire / "sortie.txt"
    if PROJETS in commandes:
        lancer(commande_du_portefeuille(dossiers, "--format", "json"), sortie)
        totaux = totaux_des_journaux(dossiers.glob("*/journal.csv"))
        verifier_le_portefeuille(sortie.read_text(encoding="utf-8"), releve["projets"]["conventions"], totaux)

    def verifier(nom: str, _sortie: Path) -> None:
        if siennes := formules.get(nom, []):
            sommes = lire_sommes(repertoire / "converti" / f"classeur{len(siennes)}.csv", siennes)
            if sommes != {case: attendus[case] for case in siennes}:
                sys.exit("LibreOffice ne trouve pas les mêmes sommes.")

    mesurees = mesurer_tour_a_tour(commandes, sortie, verifier, dire)
    mesures = {nom: asdict(mesure) for nom, mesure in mesurees.items()}
    releve["tableur"][str(len(portefeuille.mouvements))] = {nom: mesures[nom] for nom in formules}
    if PROJETS in mesures:
        releve["projets"]["mesures"] = mesures


def mesurer() -> Iterator[Cible]:
    """Les cibles, aux petites tailles : ``make performances`` les mesure en vraie grandeur."""
    yield from comparer(mesurer_tout(ETENDUES["rapide"]))


def ecrire(releve: Releve) -> None:
    """Garde les mesures brutes, que la page de documentation ne donne qu’en rapports."""
    SORTIE.parent.mkdir(parents=True, exist_ok=True)
    SORTIE.write_text(json.dumps(releve, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    etendue = ETENDUES[sys.argv[1] if len(sys.argv) > 1 else "rapide"]
    for cible in comparer(mesurer_tout(etendue)):
        print(cible, flush=True)

"""Le coût d’une entrée suit-il sa taille : ``python -m tests.bench.exposant [MOT…]``, les mots choisissent des entrées.

Chaque entrée pathologique est lue à trois tailles par une commande du README, dans un processus à part. De la durée et
de la mémoire de pointe est retiré ce que prend la même entrée, minuscule : reste ce que coûte sa taille. Rien n’échoue
ici.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench.mesure import environnement_ordinaire
from tests.bench.pathologies import PATHOLOGIES, Pathologie, ecrire_la_base

__all__ = ["mesurer"]

RACINE: Final = Path(__file__).parents[2]
LANCEUR: Final = Path(__file__).with_name("lanceur.py")
COMMANDE: Final = str(Path(sys.executable).with_name("financement"))
MINUSCULE: Final = 1_000
TAILLES: Final = (700_000, 1_400_000, 2_800_000)
EXPOSANT: Final = 1.1
PAR_OCTET: Final = 40
# Ce qui se décompresse n'est pas borné par ce qu'il pèse.
DECOMPRESSES: Final = frozenset({"classeur", "docx", "html", "pdf"})
MEMOIRE_D_UN_DECOMPRESSE: Final = 300_000_000
# Dix mille fautes gardées, dix mille tables d'une convention : ce que prend de toute façon une entrée qui en a.
PERMIS_D_OFFICE: Final = 20_000_000
# Pour que le banc ne fige pas la machine si une lecture s'emballe.
MEMOIRE_PERMISE: Final = 8_000_000
SECONDES_PERMISES: Final = 60
# En dessous, l'exposant mesurerait le bruit.
DUREE_SURE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Cout:
    """Octets lus, secondes de calcul, octets de mémoire de pointe, code de sortie."""

    octets: int
    duree: float
    memoire: int
    code: int


def mesurer(choix: Sequence[str] = ()) -> Iterator[str]:
    """La ligne de chaque entrée, dès qu’elle est mesurée."""
    with TemporaryDirectory() as lieu:
        base = ecrire_la_base(Path(lieu) / "base")
        for rang, pathologie in enumerate(PATHOLOGIES):
            titre = f"{pathologie.lecteur} : {pathologie.nom}"
            if not choix or any(mot in titre for mot in choix):
                yield f"{titre:55} {_mesurer(pathologie, base, Path(lieu) / str(rang))}"


def _mesurer(pathologie: Pathologie, base: Path, lieu: Path) -> str:
    minuscule, *couts = (_cout(pathologie, base, lieu, taille) for taille in (MINUSCULE, *TAILLES))
    durees = [cout.duree - minuscule.duree for cout in couts]
    octets, memoire = couts[-1].octets, max(couts[-1].memoire - minuscule.memoire, 0)
    # Une maquette a un million d'octets avant que rien n'y soit ajouté.
    premiers, derniers = (cout.octets - minuscule.octets for cout in (couts[0], couts[-1]))
    exposant = log(durees[-1] / durees[0]) / log(derniers / premiers) if min(durees) > DUREE_SURE else None
    permise = PAR_OCTET * octets + PERMIS_D_OFFICE
    if pathologie.lecteur in DECOMPRESSES:
        permise = MEMOIRE_D_UN_DECOMPRESSE
    tenue = (exposant is None or exposant <= EXPOSANT) and memoire <= permise
    dite = "–" if exposant is None else f"{exposant:.2f}".replace(".", ",")
    return (
        f"{octets / 1e6:6.2f} Mo, {max(durees[-1], 0):5.2f} s, exposant {dite:>5}, {memoire / 1e6:5.0f} Mo de mémoire"
        f" ({'tenue' if tenue else 'DÉPASSÉE'}), code {couts[-1].code}"
    ).replace(".", ",")


def _cout(pathologie: Pathologie, base: Path, lieu: Path, taille: int) -> Cout:
    entree, octets = pathologie.ecrire(base, lieu / str(taille), taille)
    verbe, *options = pathologie.commande
    borne = f'ulimit -v {MEMOIRE_PERMISE}; ulimit -t {SECONDES_PERMISES}; exec "$@"'
    lanceur = ["sh", "-c", borne, "sh", sys.executable, "-I", "-S", str(LANCEUR), "/dev/null"]
    rendu = subprocess.run(
        [*lanceur, COMMANDE, verbe, str(entree), *options],
        capture_output=True,
        text=True,
        check=True,
        env=environnement_ordinaire() | {"PYTHONPATH": str(RACINE)},
    )
    mesure = json.loads(rendu.stdout)
    return Cout(octets, mesure["processeur"], mesure["memoire"], mesure["code"])


if __name__ == "__main__":
    for ligne in mesurer(sys.argv[1:]):
        print(ligne, flush=True)

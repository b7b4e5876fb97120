"""La synthèse xlsx d’un portefeuille : ``python -m tests.bench.portefeuille_synthese DOSSIERS`` écrit ses durées.

Notre écriture, à partir des bilans, en regard d’un script xlsxwriter nu qui écrit les mêmes cellules.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from maquettes import lire_portefeuille
from maquettes.portefeuille.classeur import classeur_du_portefeuille
from maquettes.portefeuille.lecture import trouver_dossiers
from maquettes.portefeuille.lectures_reparties import travailleurs_utiles
from tests.bench.classeur_nu import ecrire_nu, relever
from tests.bench.mesure import Comparaison, comparer_gestes
from tests.bench.portefeuille_projets import ARRETE

__all__ = ["mesurer_la_synthese"]

CIBLE: Final = 1.5


def mesurer_la_synthese(repertoire: Path) -> Comparaison:
    """Écrire la synthèse des dossiers de ``repertoire``, le portefeuille déjà lu."""
    travailleurs = travailleurs_utiles(len(trouver_dossiers([repertoire])))
    portefeuille = lire_portefeuille([repertoire], au=ARRETE, travailleurs=travailleurs)
    contenu = relever(classeur_du_portefeuille(portefeuille))
    if relever(ecrire_nu(contenu)).cellules() != contenu.cellules():
        sys.exit("Le script nu n’écrit pas les mêmes cellules.")
    return comparer_gestes(
        f"synthèse xlsx de {len(portefeuille.bilans)} conventions, {contenu.nombre} cellules  /  script xlsxwriter nu",
        lambda: classeur_du_portefeuille(portefeuille),
        lambda: ecrire_nu(contenu),
        cible=CIBLE,
    )


if __name__ == "__main__":
    print(json.dumps(asdict(mesurer_la_synthese(Path(sys.argv[1])))))

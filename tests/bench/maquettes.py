"""La maquette de l’exemple : écrite, comparée à un script xlsxwriter nu ; relue, comparée à openpyxl."""

import datetime
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl

from maquettes import lire_dossier
from maquettes.maquette.contenu import Reglages
from maquettes.maquette.ecriture import maquette_du_projet
from maquettes.maquette.relecture.lecture import lire_dossier_de_maquette
from maquettes.maquette.relecture.verification import verifier_les_formules
from maquettes.tableur.garde import examiner
from tests.bench.classeur_nu import ecrire_nu, relever
from tests.bench.mesure import Comparaison, comparer_gestes

EXEMPLE = Path(__file__).parents[2] / "examples" / "noyer_dore"
ARRETE = datetime.date(2015, 3, 31)


def mesurer() -> Iterator[Comparaison]:
    """Écriture, relecture, relecture avec vérification des formules, garde."""
    projet = lire_dossier(EXEMPLE)
    octets = maquette_du_projet(projet, Reglages(au=ARRETE))

    def relire_et_verifier() -> None:
        relu, lecture = lire_dossier_de_maquette("maquette.xlsx", octets)
        verifier_les_formules(relu, lecture)

    def deux_lectures() -> None:
        openpyxl.load_workbook(BytesIO(octets))
        openpyxl.load_workbook(BytesIO(octets), data_only=True)

    yield comparer_gestes(
        "relire la maquette  /  openpyxl, valeurs puis formules",
        lambda: lire_dossier_de_maquette("maquette.xlsx", octets),
        deux_lectures,
        cible=0.5,
    )
    yield comparer_gestes(
        "relire la maquette et vérifier chaque formule  /  openpyxl, valeurs puis formules",
        relire_et_verifier,
        deux_lectures,
        cible=1,
    )
    yield comparer_gestes(
        "la garde seule  /  openpyxl, valeurs puis formules",
        lambda: examiner("m.xlsx", octets),
        deux_lectures,
        cible=0.1,
    )
    # En dernier : la liste des cellules, gardée en mémoire, ralentirait les lectures.
    contenu = relever(octets)
    yield comparer_gestes(
        f"écrire la maquette de l’exemple ({contenu.nombre} cellules)  /  script xlsxwriter nu, mêmes cellules",
        lambda: maquette_du_projet(projet, Reglages(au=ARRETE)),
        lambda: ecrire_nu(contenu),
        cible=1.5,
    )

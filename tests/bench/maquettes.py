"""La maquette de l'exemple : écrite, comparée à un script xlsxwriter nu ; relue, comparée à openpyxl."""

import datetime
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

import openpyxl
import xlsxwriter

from maquettes import lire_dossier
from maquettes.maquette.contenu import Reglages
from maquettes.maquette.ecriture import maquette_du_projet
from maquettes.maquette.lecture import lire_dossier_de_maquette
from maquettes.maquette.verification import verifier_les_formules
from maquettes.tableur.garde import examiner
from tests.bench.mesure import Comparaison

EXEMPLE = Path(__file__).parents[2] / "examples" / "noyer_dore"
ARRETE = datetime.date(2015, 3, 31)
TOURS = 5

Cellule = tuple[int, int, object, object]


def _cellules(octets: bytes) -> dict[str, list[Cellule]]:
    """Chaque cellule du classeur : place, contenu et valeur enregistrée."""
    formules = openpyxl.load_workbook(BytesIO(octets))
    valeurs = openpyxl.load_workbook(BytesIO(octets), data_only=True)
    return {
        feuille.title: [
            (rang_ligne, rang_colonne, cellule.value, enregistree.value)
            for rang_ligne, (ligne, ligne_valeurs) in enumerate(
                zip(feuille.iter_rows(), valeurs[feuille.title].iter_rows(), strict=True)
            )
            for rang_colonne, (cellule, enregistree) in enumerate(zip(ligne, ligne_valeurs, strict=True))
            if cellule.value is not None or cellule.has_style
        ]
        for feuille in formules.worksheets
    }


def _ecrire_nu(cellules: dict[str, list[Cellule]]) -> bytes:
    """Un script xlsxwriter ordinaire : mêmes cellules, mêmes formules et leurs valeurs, un seul format."""
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, {"in_memory": True})
    presentation = classeur.add_format({"num_format": "#,##0.00"})
    for nom, contenu in cellules.items():
        feuille = classeur.add_worksheet(nom)
        for ligne, colonne, valeur, enregistree in contenu:
            if isinstance(valeur, str) and valeur.startswith("="):
                feuille.write_formula(
                    ligne, colonne, valeur, presentation, enregistree if isinstance(enregistree, str | float) else ""
                )
            elif valeur is None:
                feuille.write_blank(ligne, colonne, None, presentation)
            elif isinstance(valeur, datetime.datetime):
                feuille.write_datetime(ligne, colonne, valeur, presentation)
            elif isinstance(valeur, str):
                feuille.write_string(ligne, colonne, valeur, presentation)
            elif isinstance(valeur, int | float):
                feuille.write_number(ligne, colonne, valeur, presentation)
    classeur.close()
    return flux.getvalue()


def _duree(geste: Callable[[], object]) -> float:
    debut = perf_counter()
    geste()
    return perf_counter() - debut


def _alterner(libelle: str, mesuree: Callable[[], object], temoin: Callable[[], object], cible: float) -> Comparaison:
    durees: tuple[list[float], list[float]] = ([], [])
    for tour in range(TOURS + 1):
        for geste, liste in zip((mesuree, temoin), durees, strict=True):
            duree = _duree(geste)
            if tour:
                liste.append(duree)
    return Comparaison(libelle=libelle, mesuree=median(durees[0]), temoin=median(durees[1]), cible=cible)


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

    yield _alterner(
        "relire la maquette  /  openpyxl, valeurs puis formules",
        lambda: lire_dossier_de_maquette("maquette.xlsx", octets),
        deux_lectures,
        0.5,
    )
    yield _alterner(
        "relire la maquette et vérifier chaque formule  /  openpyxl, valeurs puis formules",
        relire_et_verifier,
        deux_lectures,
        1,
    )
    yield _alterner(
        "la garde seule  /  openpyxl, valeurs puis formules", lambda: examiner("m.xlsx", octets), deux_lectures, 0.1
    )
    # En dernier : la liste des cellules, gardée en mémoire, ralentirait les lectures.
    cellules = _cellules(octets)
    nombre = sum(map(len, cellules.values()))
    yield _alterner(
        f"écrire la maquette de l'exemple ({nombre} cellules)  /  script xlsxwriter nu, mêmes cellules et formules",
        lambda: maquette_du_projet(projet, Reglages(au=ARRETE)),
        lambda: _ecrire_nu(cellules),
        1.5,
    )

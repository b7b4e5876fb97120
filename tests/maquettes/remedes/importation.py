"""Les remèdes d’un fichier reçu et de ses valeurs, et toutes leurs voies."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from financement.fautes.faute import Faute
from tests.maquettes.catalogue_erreurs import DOSSIER
from tests.maquettes.classeurs_abimes import petit_classeur
from tests.maquettes.importation.grille.flux import pes
from tests.maquettes.remedes.gestes import Remede

__all__ = ["REMEDES_D_IMPORTATION"]

Retouche = Callable[[bytes], bytes]
EXTRAIT: Final = Path(DOSSIER, "extrait.csv")
CLASSEUR: Final = Path("extrait.xlsx")
LE_CLASSEUR: Final = f"Grilles de `{CLASSEUR}`."


def enregistrer(chemin: Path, octets: bytes) -> Callable[[Faute], object]:
    return lambda _: chemin.write_bytes(octets)


def retoucher(retouche: Retouche) -> Callable[[Faute], object]:
    return lambda _: EXTRAIT.write_bytes(retouche(EXTRAIT.read_bytes()))


def partager(octets: bytes) -> bytes:
    """La moitié du fichier."""
    return octets[: len(octets) // 2]


def valeur(mots: str, sorte: str, corrigee: str) -> tuple[Remede, ...]:
    return (Remede(mots, lecture=f"{sorte} `{corrigee}`."),)


EN_XLSX: Final = enregistrer(CLASSEUR, petit_classeur())

REMEDES_D_IMPORTATION: Final[Mapping[str, tuple[Remede, ...]]] = {
    "IMPORT-01": (Remede("et l’enregistrer comme « Classeur Excel (.xlsx) »", EN_XLSX, LE_CLASSEUR),),
    "IMPORT-02": (Remede("Donner le classeur où le tableau est saisi", EN_XLSX, LE_CLASSEUR),),
    "IMPORT-03": (
        Remede(
            "L’enregistrer de nouveau en « CSV UTF-8 », colonnes séparées par des points-virgules",
            retoucher(lambda octets: octets.replace(b" ", b";")),
        ),
        Remede("ou en .xlsx", EN_XLSX, LE_CLASSEUR),
    ),
    "IMPORT-04": (
        Remede("Doubler les guillemets", retoucher(lambda octets: octets.replace(b'"lot "2""', b'"lot ""2"""'))),
        Remede("enregistrer de nouveau le fichier depuis un tableur", EN_XLSX, LE_CLASSEUR),
    ),
    "IMPORT-05": (Remede("Partager le fichier en deux", retoucher(partager)),),
    "IMPORT-06": (Remede("Exporter de nouveau le flux", enregistrer(Path(DOSSIER, "mandats.xml"), pes())),),
    "IMPORT-07": valeur("Corriger la formule dans le tableur", "Montant reçu", "12,00"),
    "IMPORT-08": valeur("Le corriger dans le fichier reçu", "Montant reçu", "1 234,50"),
    "IMPORT-09": (
        *valeur("L’écrire dans le fichier reçu, comme 31/12/2014", "Date reçue", "31/12/2014"),
        *valeur("un mois (mars 2011)", "Date reçue", "mars 2011"),
        *valeur("un semestre (2008-S1)", "Date reçue", "2008-S1"),
    ),
    "IMPORT-10": valeur(
        "Reprendre le fichier d’origine, où la colonne est au format Texte", "Code reçu", "5951203010001001"
    ),
    "IMPORT-11": valeur("L’écrire dans le fichier reçu, comme 60 lgts", "Quantité reçue", "60 lgts"),
    "IMPORT-12": valeur("L’écrire dans le fichier reçu, comme 45 %", "Taux reçu", "45 %"),
    "IMPORT-13": tuple(
        Remede(mot, lecture=f"Nature reçue `{mot}`.") for mot in ("subvention", "prêt", "fonds propres")
    ),
}

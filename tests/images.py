"""Les images de la documentation : des pages d'un classeur, telles que LibreOffice les imprime (« make images »).

``python -m tests.images annexe.xlsx docs/images`` : trois pages de l'annexe ; avec ``maquette`` en troisième argument,
la première page de chaque feuille d'une maquette.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from maquettes.maquette.blocs import BLOCS
from tests.libreoffice import convertir

PAGES: Final = {
    "Annexe financière – Tableau financier": "annexe-tableau-financier.png",
    "Annexe financière – Exécution par opération": "annexe-execution.png",
    "Annexe financière – Synthèse par financeur": "annexe-financeurs.png",
}
PAGES_DE_MAQUETTE: Final = {
    "Maquette financière de renouvellement urbain": "notice.png",
    "Convention": "convention.png",
    **{bloc.titre: f"{bloc.nom.replace('_', '-')}.png" for bloc in BLOCS},
    "Contrôles": "controles.png",
    "Graphiques": "graphiques.png",
    "Listes": "listes.png",
}
"""Nom de l'image de chaque feuille d'une maquette, par titre."""
RESOLUTION: Final = 66


def dessiner(classeur: Path, images: Path, noms: Mapping[str, str]) -> None:
    """Écrit dans ``images`` la première page de chaque partie de ``noms``, par titre."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None or shutil.which("pdftoppm") is None:
        sys.exit("Il faut LibreOffice et poppler (Debian : apt install libreoffice-calc poppler-utils).")
    images.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as travail:
        (pdf,) = convertir(soffice, [classeur], "pdf", Path(travail))
        texte = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
        pages = texte.split("\f")
        for titre, nom in noms.items():
            numero = str(
                next(
                    rang
                    for rang, page in enumerate(pages, 1)
                    if page.lstrip().split("\n")[0].split("  ")[0].startswith(titre)
                )
            )
            racine = images / Path(nom).stem
            options = ["-png", "-r", str(RESOLUTION), "-f", numero, "-singlefile"]
            subprocess.run(["pdftoppm", *options, pdf, racine], check=True)


if __name__ == "__main__":
    dessiner(Path(sys.argv[1]), Path(sys.argv[2]), PAGES_DE_MAQUETTE if "maquette" in sys.argv[3:] else PAGES)

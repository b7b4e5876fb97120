"""Les images du README : trois pages de l'annexe de l'exemple, telles que LibreOffice les imprime (« make images »)."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.libreoffice import convertir

PAGES: Final = {
    "Annexe financière – Tableau financier": "annexe-tableau-financier.png",
    "Annexe financière – Exécution par opération": "annexe-execution.png",
    "Annexe financière – Synthèse par financeur": "annexe-financeurs.png",
}
RESOLUTION: Final = 66


def dessiner(classeur: Path, images: Path) -> None:
    """Écrit dans ``images`` la première page de chaque partie de ``PAGES``."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None or shutil.which("pdftoppm") is None:
        sys.exit("Il faut LibreOffice et poppler (Debian : apt install libreoffice-calc poppler-utils).")
    images.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as travail:
        (pdf,) = convertir(soffice, [classeur], "pdf", Path(travail))
        texte = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
        pages = texte.split("\f")
        for titre, nom in PAGES.items():
            numero = str(next(rang for rang, page in enumerate(pages, 1) if page.lstrip().startswith(titre)))
            racine = images / Path(nom).stem
            options = ["-png", "-r", str(RESOLUTION), "-f", numero, "-singlefile"]
            subprocess.run(["pdftoppm", *options, pdf, racine], check=True)


if __name__ == "__main__":
    dessiner(Path(sys.argv[1]), Path(sys.argv[2]))

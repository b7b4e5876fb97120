"""Les images de la documentation, tirées des fichiers produits (« make images »).

``python -m tests.images sorties docs/images`` : pages de l’annexe en pdf, en xlsx et en docx, son rapport html dans un
navigateur, un tableau reçu, le rapport de son importation, un rapprochement, puis la première page de chaque feuille
de la maquette.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from exports import chemin_exemple
from maquettes import ecrire_maquette, lire_dossier, reunir
from maquettes.maquette.blocs.tous import BLOCS
from tests.chromium import capturer
from tests.libreoffice import convertir
from tests.maquettes.reunion.page import changer_le_dossier, remplir_la_part

PAGES_DU_PDF: Final = {
    "Annexe financière – Décision": "annexe-pdf.png",
    "Annexe financière – Tableau financier de clôture": "annexe-tableau-de-cloture.png",
    "Annexe financière – Exécution et clôture des concours par opération": "annexe-execution.png",
    "Annexe financière – Synthèse des concours par financeur": "annexe-financeurs.png",
    "Annexe financière – Signatures et identification": "annexe-signatures.png",
}
PAGES_DU_CLASSEUR: Final = {"Annexe financière – Tableau financier de clôture": "annexe-xlsx.png"}
PAGES_DU_DOCX: Final = {"Annexe financière – convention 92002-PNRU": "annexe-docx.png"}
PAGES_DU_TABLEAU_RECU: Final = {"LES TERRASSES – AVENANT N° 1 (20 mars 2009)": "importation-source.png"}
PAGES_DU_RAPPORT: Final = {"Synthèse": "importation-synthese.png"}
PAGES_D_UNE_PART: Final = {"Maquette financière – Plan de financement": "reunir-plan.png"}
PAGES_D_UNE_REUNION: Final = {"Conflits": "reunir-rapport.png"}
PAGES_DU_RAPPROCHEMENT: Final = {
    "Rapprochement — Les Terrasses – Saint-Aubray (exemple inventé)": "rapprochement-synthese.png",
    "Écarts": "rapprochement-ecarts.png",
}
PAGES_DE_MAQUETTE: Final = {
    f"Maquette financière – {titre}": nom
    for titre, nom in {
        "Notice": "notice.png",
        "Convention": "convention.png",
        **{bloc.titre: f"{bloc.nom.replace('_', '-')}.png" for bloc in BLOCS},
        "Contrôles": "controles.png",
        "Graphiques": "graphiques.png",
        "Listes": "listes.png",
    }.items()
}
"""Nom de l’image de chaque feuille d’une maquette, par pied de page : la suite du sommaire commence par un titre."""
RESOLUTION: Final = ("-r", "66")
# Un tableau reçu et la synthèse d'un rapport n'emplissent que le haut de leur page : lui seul, plus fin.
LE_HAUT_DU_TABLEAU: Final = ("-r", "100", "-x", "50", "-y", "60", "-W", "1560", "-H", "480")
LE_HAUT_D_UNE_PART: Final = ("-r", "80", "-x", "15", "-y", "40", "-W", "820", "-H", "480")
LE_HAUT_D_UNE_REUNION: Final = ("-r", "90", "-x", "15", "-y", "40", "-W", "1470", "-H", "130")
LE_HAUT_DU_RAPPROCHEMENT: Final = ("-r", "90", "-x", "15", "-y", "40", "-W", "1420", "-H", "560")
LE_HAUT_DU_RAPPORT: Final = ("-r", "80", "-x", "15", "-y", "40", "-W", "1250", "-H", "270")
FENETRE: Final = (1280, 900)
_LIGNES_D_EN_TETE: Final = 4


def dessiner(pdf: Path, images: Path, noms: Mapping[str, str], cadre: Sequence[str] = RESOLUTION) -> None:
    """Écrit dans ``images`` la première page dont l’en-tête ou le pied commence par chaque titre de ``noms``.

    ``cadre`` : les options de pdftoppm qui en disent la finesse, et la partie.
    """
    images.mkdir(parents=True, exist_ok=True)
    texte = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    pages = [[ligne.split("  ")[0] for ligne in page.strip().splitlines()] for page in texte.split("\f")]
    for titre, nom in noms.items():
        bords = ([*page[:_LIGNES_D_EN_TETE], *page[-1:]] for page in pages)
        numero = str(next(rang for rang, bord in enumerate(bords, 1) if titre in bord))
        options = ["-png", *cadre, "-f", numero, "-singlefile"]
        subprocess.run(["pdftoppm", *options, pdf, images / Path(nom).stem], check=True)


def reunir_la_page(travail: Path) -> list[Path]:
    """La part envoyée et le rapport de la réunion que montre docs/reunir.md."""
    dossier, part, rendue, rapport = (travail / nom for nom in ("noyer", "sem92.xlsx", "retour.xlsx", "reunion.xlsx"))
    shutil.copytree(chemin_exemple(), dossier)
    ecrire_maquette(lire_dossier(dossier), part, au=date(2015, 3, 31), maitre_ouvrage="SEM92")
    remplir_la_part(part, rendue)
    changer_le_dossier(dossier)
    reunir(dossier, [rendue]).ecrire(travail / "reuni", rapport)
    return [part, rapport]


def dessiner_tout(sorties: Path, images: Path) -> None:
    """Toutes les images, depuis le répertoire des sorties."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if soffice is None or chromium is None or shutil.which("pdftoppm") is None:
        sys.exit("Il faut LibreOffice (Calc et Writer), poppler et Chromium : lancer .ci/programmes.")
    annexe = sorties / "annexe"
    with tempfile.TemporaryDirectory() as travail:
        sources = [annexe / "annexe-financiere.xlsx", annexe / "annexe-financiere.docx", sorties / "maquette.xlsx"]
        # Deux fichiers de même nom s'écraseraient : le docx est converti à part.
        classeur, maquette = convertir(soffice, [sources[0], sources[2]], "pdf", Path(travail) / "classeurs")
        (deliberation,) = convertir(soffice, [sources[1]], "pdf", Path(travail) / "textes")
        dessiner(annexe / "annexe-financiere.pdf", images, PAGES_DU_PDF)
        dessiner(classeur, images, PAGES_DU_CLASSEUR)
        dessiner(deliberation, images, PAGES_DU_DOCX)
        dessiner(maquette, images / "maquette", PAGES_DE_MAQUETTE)
        recus = [sorties / "importation" / nom for nom in ("tableaux_financiers.xlsx", "rapport.xlsx")]
        tableau, rapport = convertir(soffice, recus, "pdf", Path(travail) / "importation")
        dessiner(tableau, images, PAGES_DU_TABLEAU_RECU, LE_HAUT_DU_TABLEAU)
        dessiner(rapport, images, PAGES_DU_RAPPORT, LE_HAUT_DU_RAPPORT)
        part, reunion = convertir(soffice, reunir_la_page(Path(travail)), "pdf", Path(travail) / "reunion")
        dessiner(part, images, PAGES_D_UNE_PART, LE_HAUT_D_UNE_PART)
        dessiner(reunion, images, PAGES_D_UNE_REUNION, LE_HAUT_D_UNE_REUNION)
        (rapprochement,) = convertir(soffice, [sorties / "importation" / "rapprochement.xlsx"], "pdf", Path(travail))
        dessiner(rapprochement, images, PAGES_DU_RAPPROCHEMENT, LE_HAUT_DU_RAPPROCHEMENT)
    capturer((annexe / "annexe-financiere.html").resolve().as_uri(), images / "annexe-html.png", *FENETRE)


if __name__ == "__main__":
    # Les graphiques d'un classeur s'écrivent dans la langue du poste : ici, celle de qui les lit.
    os.environ["LC_ALL"] = "fr_FR.UTF-8"
    dessiner_tout(Path(sys.argv[1]), Path(sys.argv[2]))

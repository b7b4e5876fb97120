"""Le fichier : ses propriétés, et les mêmes octets partout."""

import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from openxml_audit import OpenXmlValidator

from exports.rendus.docx import rendre_docx
from tests.exports.rendu_docx.lecture import ouvrir, parties
from tests.exports.rendu_docx.petit import petit_document

RACINE: Final = Path(__file__).parents[3]


def test_les_proprietes_du_document(petit_docx: bytes) -> None:
    proprietes = ouvrir(petit_docx).core_properties
    assert proprietes.title == "Annexe d’essai – Convention du Parc"
    assert proprietes.subject == "Convention C-7, arrêté au 31/03/2015"
    assert proprietes.author == "Ville du Parc"
    assert proprietes.keywords == "ANRU, C-7, Annexe d’essai"
    assert proprietes.comments == petit_document().sceau.texte()
    assert len(proprietes.comments) > 255
    assert proprietes.language == "fr-FR"
    assert proprietes.last_modified_by == "essai 1"
    assert proprietes.created == proprietes.modified == datetime(2015, 3, 31, tzinfo=UTC)


def test_une_propriete_trop_longue_est_coupee() -> None:
    octets = rendre_docx(petit_document(sous_titre="x" * 4000))
    assert len(ouvrir(octets).core_properties.title) == 255


def test_rien_du_modele_d_origine(annexe_docx: bytes) -> None:
    contenus = parties(annexe_docx)
    etrangers = [nom for nom in contenus if not nom.endswith((".xml", ".rels"))]
    assert [nom for nom in etrangers if not re.fullmatch(r"word/media/image\d+\.emf", nom)] == []
    assert not [nom for nom, contenu in contenus.items() if b"python-docx" in contenu]


def test_le_paquet_a_son_theme(annexe_docx: bytes) -> None:
    """Sans lui, des logiciels réparent le fichier ou changent ses polices."""
    contenus = parties(annexe_docx)
    assert b'typeface="Calibri"' in contenus["word/theme/theme1.xml"]
    assert b'Target="theme/theme1.xml"' in contenus["word/_rels/document.xml.rels"]
    assert b'PartName="/word/theme/theme1.xml"' in contenus["[Content_Types].xml"]


def test_les_dates_de_l_archive_sont_fixes(annexe_docx: bytes) -> None:
    with zipfile.ZipFile(BytesIO(annexe_docx)) as archive:
        assert archive.testzip() is None
        assert {entree.date_time for entree in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_memes_octets_dans_un_autre_processus(petit_docx: bytes) -> None:
    programme = (
        "import sys\n"
        "from exports.rendus.docx import rendre_docx\n"
        "from tests.exports.rendu_docx.petit import petit_document\n"
        "sys.stdout.buffer.write(rendre_docx(petit_document()))\n"
    )
    for fuseau, graine in (("Pacific/Kiritimati", "1"), ("America/Adak", "2")):
        environnement = {**os.environ, "TZ": fuseau, "PYTHONHASHSEED": graine, "PYTHONPATH": str(RACINE)}
        sortie = subprocess.run(
            [sys.executable, "-c", programme], capture_output=True, check=True, env=environnement, cwd=RACINE
        )
        assert sortie.stdout == petit_docx


def test_un_verificateur_tiers_n_y_trouve_rien(annexe_docx: bytes, tmp_path: Path) -> None:
    chemin = tmp_path / "annexe.docx"
    chemin.write_bytes(annexe_docx)
    assert OpenXmlValidator().validate(chemin).errors == []

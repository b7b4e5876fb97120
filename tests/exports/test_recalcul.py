"""Les formules du classeur, recalculées par deux moteurs indépendants, donnent au centime la valeur du nôtre."""

import re
import zipfile
from datetime import date
from pathlib import Path

import formualizer
import openpyxl
import pytest
from hypothesis import given

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.rendus.xlsx.rendu import rendre_xlsx
from financement.dossier.projet import Projet
from tests.exports.lecture import attendue, relire, se_valent
from tests.libreoffice import recalculer
from tests.profils import PESANTS
from tests.strategies import projets


def desaccords(recalcule: Path, document: Document) -> list[str]:
    """Chaque cellule calculée dont la valeur recalculée n’est pas celle du document."""
    return [
        f"{relue.lieu} : {relue.enregistre!r} au lieu de {attendue(relue)}"
        for relue in relire(recalcule, document)
        if relue.cellule.calcul is not None and not se_valent(relue, relue.enregistre)
    ]


def par_formualizer(classeur: Path, travail: Path) -> Path:
    sortie = travail / "recalcule.xlsx"
    formualizer.recalculate_xlsx_file(str(classeur), output=str(sortie))
    return sortie


def fausser(classeur: Path, travail: Path) -> Path:
    """Le même classeur, une formule du tableau financier changée sans toucher à sa valeur enregistrée."""
    rang = openpyxl.load_workbook(classeur, read_only=True).sheetnames.index("Tableau financier") + 1
    fausse = travail / "fausse.xlsx"
    with zipfile.ZipFile(classeur) as source, zipfile.ZipFile(fausse, "w", zipfile.ZIP_DEFLATED) as cible:
        for entree in source.infolist():
            octets = source.read(entree)
            if entree.filename == f"xl/worksheets/sheet{rang}.xml":
                octets, nombre = re.subn(rb"<f>ROUND\(SUM\((\w+):", rb"<f>ROUND(1+SUM(\1:", octets, count=1)
                assert nombre == 1
            cible.writestr(entree, octets)
    return fausse


def test_formualizer_recalcule_le_noyer_dore_au_centime(classeur: Path, annexe: Document, tmp_path: Path) -> None:
    assert desaccords(par_formualizer(classeur, tmp_path), annexe) == []


def test_formualizer_voit_une_formule_fausse(classeur: Path, annexe: Document, tmp_path: Path) -> None:
    fausse = fausser(classeur, tmp_path)
    assert desaccords(fausse, annexe) == []
    assert len(desaccords(par_formualizer(fausse, tmp_path), annexe)) >= 1


@pytest.mark.exige_libreoffice
def test_libreoffice_recalcule_le_noyer_dore_au_centime(
    classeur: Path, annexe: Document, libreoffice: str, tmp_path: Path
) -> None:
    fausse = fausser(classeur, tmp_path)
    juste, faussee = recalculer(libreoffice, [classeur, fausse], tmp_path)
    assert desaccords(juste, annexe) == []
    # Sans recalcul forcé, la valeur enregistrée, juste, cacherait la formule fausse.
    assert len(desaccords(faussee, annexe)) >= 1


@PESANTS
@given(projets())
def test_formualizer_recalcule_tout_projet_au_centime(tmp_path_factory: pytest.TempPathFactory, projet: Projet) -> None:
    travail = tmp_path_factory.mktemp("projet")
    document = composer_annexe(projet, au=date(2050, 1, 1))
    chemin = travail / "annexe.xlsx"
    chemin.write_bytes(rendre_xlsx(document))
    assert [r.lieu for r in relire(chemin, document) if not se_valent(r, r.enregistre)] == []
    assert desaccords(par_formualizer(chemin, travail), document) == []

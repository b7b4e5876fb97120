"""Recalculer un classeur par un autre moteur, et relever chaque formule dont la valeur enregistrée est autre."""

import zipfile
from pathlib import Path

import formualizer

from tests.cellules import CelluleLue, Contenu, cellules

__all__ = ["desaccords", "fausser", "formules", "par_formualizer"]


def formules(chemin: Path) -> dict[tuple[str, str], CelluleLue]:
    """La formule et la valeur enregistrée de chaque cellule calculée, par feuille et adresse."""
    return {place: cellule for place, cellule in cellules(chemin).items() if cellule.formule is not None}


def par_formualizer(chemin: Path, travail: Path) -> Path:
    """Le classeur recalculé par formualizer."""
    sortie = travail / f"{chemin.stem}-recalcule.xlsx"
    formualizer.recalculate_xlsx_file(str(chemin), output=str(sortie))
    return sortie


def _se_valent(enregistree: Contenu, recalculee: Contenu) -> bool:
    """Au centime pour un montant : les deux nombres binaires s’écrivent de même à quinze chiffres."""
    if enregistree in ("", None) or recalculee in ("", None):
        return enregistree in ("", None) and recalculee in ("", None)
    if isinstance(enregistree, int | float) and isinstance(recalculee, int | float):
        return f"{enregistree:.15g}" == f"{recalculee:.15g}" or abs(enregistree - recalculee) < 1e-9
    return enregistree == recalculee


def desaccords(source: Path, recalcule: Path) -> list[str]:
    """Les cellules où le recalcul ne donne pas la valeur enregistrée par le moteur."""
    recalculees = cellules(recalcule)
    return [
        f"{feuille}!{adresse} : {enregistree!r}, recalculé {recalculee!r} par {formule}"
        for (feuille, adresse), (formule, enregistree) in formules(source).items()
        if not _se_valent(enregistree, recalculee := recalculees[feuille, adresse].valeur)
    ]


def fausser(chemin: Path, travail: Path, avant: bytes, apres: bytes) -> Path:
    """Le même classeur, une formule changée sans toucher à sa valeur enregistrée."""
    fausse = travail / "fausse.xlsx"
    changements = 0
    with zipfile.ZipFile(chemin) as source, zipfile.ZipFile(fausse, "w", zipfile.ZIP_DEFLATED) as cible:
        for entree in source.infolist():
            octets = source.read(entree)
            if entree.filename.startswith("xl/worksheets/") and not changements and avant in octets:
                octets = octets.replace(avant, apres, 1)
                changements += 1
            cible.writestr(entree, octets)
    assert changements == 1
    return fausse

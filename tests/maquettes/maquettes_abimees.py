"""Les maquettes abîmées du catalogue des erreurs : celle du dossier de base, et un geste que la page nomme."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.workbook.defined_name import DefinedName

from financement.dossier.part import part_du_maitre_ouvrage
from maquettes import lire_dossier
from maquettes.maquette.ecriture import maquette_de_part
from maquettes.maquette.sceau import sceller
from tests.maquettes.maquette.petite import maquette_serree
from tests.maquettes.maquette.saisie import Saisies

__all__ = ["ecrire_maquette_abimee"]


def _retirer_la_marque(saisies: Saisies) -> None:
    del saisies.classeur.defined_names["financement_maquette"]
    # Les types d'openpyxl ignorent cet attribut.
    setattr(saisies.classeur, "custom_doc_props", CustomPropertyList())  # noqa: B010


def _changer_de_version(saisies: Saisies) -> None:
    saisies.classeur.defined_names["financement_maquette"] = DefinedName("financement_maquette", attr_text="2")


def _effacer_l_en_tete(saisies: Saisies) -> None:
    for colonne in range(1, 10):
        saisies.remplir("Insertion", (6, colonne), None)


def _copier_le_journal(saisies: Saisies) -> None:
    saisies.classeur.copy_worksheet(saisies.feuille("Journal")).title = "Journal 2009"


def _doubler_le_journal(saisies: Saisies) -> None:
    copie = saisies.classeur.copy_worksheet(saisies.feuille("Journal"))
    copie.title = "JOURNAL "


def _couper_le_sceau(saisies: Saisies) -> None:
    cellule = saisies.feuille("Sceau").cell(7, 2)
    cellule.value = str(cellule.value)[:-20]


_GESTES: Final[Mapping[str, Callable[[Saisies], object]]] = {
    "du dossier entier": lambda _: None,
    "de la part de VILLE": lambda _: None,
    "de la part de VILLE, au sceau coupé": _couper_le_sceau,
    "sans sa marque": _retirer_la_marque,
    "de version 2": _changer_de_version,
    "sans sa feuille Insertion": lambda s: s.classeur.remove(s.feuille("Insertion")),
    "sans en-tête à la feuille Insertion": _effacer_l_en_tete,
    "« Porteur » au lieu de « Porteur de projet »": lambda s: s.remplir("Convention", (11, 1), "Porteur"),
    "avec une copie du Journal nommée « Journal 2009 »": _copier_le_journal,
    "avec une copie du Journal nommée « JOURNAL ␠ »": _doubler_le_journal,
    "avec « Porteur de projet » une seconde fois": lambda s: s.remplir("Convention", (30, 1), "Porteur de projet"),
    "avec une pièce de dix-sept chiffres saisie en nombre": lambda s: s.remplir("Journal", (7, 7), 20140000000000123),
    "#N/A au premier montant du plan": lambda s: s.remplir("Plan de financement", (7, 5), "#N/A"),
    "deux cellules fusionnées": lambda s: s.feuille("Plan de financement").merge_cells("F7:F8"),
    "=SUM(1,2) sans valeur au premier montant du plan": lambda s: s.remplir("Plan de financement", (7, 5), "=SUM(1,2)"),
}


def ecrire_maquette_abimee(chemin: Path, geste: str, dossier: Path) -> None:
    """Écrit la maquette du ``dossier``, abîmée de ce ``geste``."""
    projet = lire_dossier(dossier)
    if "de la part de VILLE" in geste:
        part = part_du_maitre_ouvrage(projet, "VILLE")
        chemin.write_bytes(maquette_de_part(part, sceller(part, "VILLE")))
    else:
        chemin.write_bytes(maquette_serree(projet))
    saisies = Saisies(chemin)
    _GESTES[geste](saisies)
    saisies.enregistrer(chemin)

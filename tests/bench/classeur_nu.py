"""Un classeur quelconque, récrit par un script xlsxwriter nu : mêmes cellules, mêmes formules, mêmes formats."""

import datetime
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import openpyxl
import xlsxwriter

__all__ = ["Contenu", "ecrire_nu", "relever"]

# Les noms que xlsx donne aux filets, au rang que leur donne xlsxwriter.
FILETS: Final = (
    None,
    *("thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot"),
    *("mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot"),
)
COTES: Final = ("top", "bottom", "left", "right")

# Nom de la méthode de xlsxwriter, ligne, colonne, rang de la présentation, puis ce qu'elle écrit.
Geste = tuple[str, int, int, int, tuple[object, ...]]
Presentation = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contenu:
    """Les gestes qui écrivent chaque feuille, et les présentations qu’ils citent par leur rang."""

    feuilles: dict[str, list[Geste]]
    presentations: list[Presentation]

    @property
    def nombre(self) -> int:
        """Nombre de cellules."""
        return sum(map(len, self.feuilles.values()))

    def cellules(self) -> dict[str, list[tuple[object, ...]]]:
        """Chaque cellule et sa présentation en clair : égales si et seulement si deux classeurs montrent de même."""
        return {
            nom: [
                (methode, ligne, colonne, ecrit, self.presentations[p]) for methode, ligne, colonne, p, ecrit in siens
            ]
            for nom, siens in self.feuilles.items()
        }


def relever(octets: bytes) -> Contenu:
    """Ce que contient un fichier xlsx : valeurs, formules et leurs valeurs enregistrées, formats."""
    formules = openpyxl.load_workbook(BytesIO(octets))
    valeurs = openpyxl.load_workbook(BytesIO(octets), data_only=True)
    rangs: dict[int, int] = {}
    presentations: list[Presentation] = []
    feuilles: dict[str, list[Geste]] = {}
    for feuille in formules.worksheets:
        gestes: list[Geste] = []
        rangees = zip(feuille.iter_rows(), valeurs[feuille.title].iter_rows(), strict=True)
        for ligne, (rangee, enregistrees) in enumerate(rangees):
            for colonne, (cellule, enregistree) in enumerate(zip(rangee, enregistrees, strict=True)):
                if cellule.value is None and not cellule.has_style:
                    continue
                if cellule.style_id not in rangs:
                    rangs[cellule.style_id] = len(presentations)
                    presentations.append(_presentation(cellule))
                methode, ecrit = _geste(cellule.value, enregistree.value)
                gestes.append((methode, ligne, colonne, rangs[cellule.style_id], ecrit))
        feuilles[feuille.title] = gestes
    return Contenu(feuilles=feuilles, presentations=presentations)


def _geste(valeur: object, enregistree: object) -> tuple[str, tuple[object, ...]]:
    if valeur is None:
        return "write_blank", (None,)
    if isinstance(valeur, str) and valeur.startswith("="):
        return "write_formula", (valeur, enregistree if isinstance(enregistree, str | float | int) else "")
    if isinstance(valeur, datetime.datetime):
        return "write_datetime", (valeur,)
    return ("write_string" if isinstance(valeur, str) else "write_number"), (valeur,)


def _presentation(cellule: Any) -> Presentation:
    police, fond, alignement = cellule.font, cellule.fill, cellule.alignment
    presentation: Presentation = {
        "num_format": cellule.number_format,
        "font_name": police.name,
        "font_size": police.sz,
        "bold": bool(police.b),
        "italic": bool(police.i),
        "underline": 1 if police.u else 0,
        "font_color": _couleur(police.color) or "#000000",
        "text_wrap": bool(alignement.wrap_text),
        "indent": int(alignement.indent),
        "locked": bool(cellule.protection.locked),
    }
    if alignement.horizontal:
        presentation["align"] = alignement.horizontal
    if alignement.vertical:
        presentation["valign"] = "vcenter" if alignement.vertical == "center" else alignement.vertical
    if fond.fill_type == "solid":
        presentation["bg_color"] = _couleur(fond.fgColor)
    for cote in COTES:
        filet = getattr(cellule.border, cote)
        if filet is not None and filet.style is not None:
            presentation[cote] = FILETS.index(filet.style)
            presentation[f"{cote}_color"] = _couleur(filet.color) or "#000000"
    return presentation


def _couleur(couleur: Any) -> str | None:
    """« #RRVVBB », ou rien pour une couleur de thème."""
    return f"#{couleur.rgb[-6:]}" if couleur is not None and couleur.type == "rgb" else None


def ecrire_nu(contenu: Contenu) -> bytes:
    """Le fichier xlsx des mêmes cellules, sans rien d’autre."""
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, {"in_memory": True})
    formats = [classeur.add_format(presentation) for presentation in contenu.presentations]
    for nom, gestes in contenu.feuilles.items():
        feuille = classeur.add_worksheet(nom)
        for methode, ligne, colonne, presentation, (ecrit, *enregistree) in gestes:
            getattr(feuille, methode)(ligne, colonne, ecrit, formats[presentation], *enregistree)
    classeur.close()
    return flux.getvalue()

"""Des classeurs comme on en reçoit : faits par xlsxwriter, puis parfois abîmés ou récrits à la main."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["classeur_garni", "classeur_nu", "commentaires", "image_png", "lire", "parties", "recomposer"]


def image_png() -> bytes:
    """Un point rouge."""

    def bloc(genre: bytes, contenu: bytes) -> bytes:
        somme = struct.pack(">I", zlib.crc32(genre + contenu))
        return struct.pack(">I", len(contenu)) + genre + contenu + somme

    en_tete = bloc(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + en_tete + bloc(b"IDAT", zlib.compress(b"\0\xff\0\0")) + bloc(b"IEND", b"")


def classeur_nu(*noms: str) -> bytes:
    """Des feuilles d’une cellule."""
    flux = BytesIO()
    with xlsxwriter.Workbook(flux, {"in_memory": True}) as classeur:
        for nom in noms:
            classeur.add_worksheet(nom).write_string(0, 0, f"début de {nom}")
    return flux.getvalue()


def classeur_garni() -> bytes:
    """Trois feuilles : graphique, image, listes, protection, commentaires, liens, fusion, filtre, titres répétés."""
    flux = BytesIO()
    with xlsxwriter.Workbook(flux, {"in_memory": True}) as classeur:
        plan = classeur.add_worksheet("Plan d'été")
        journal = classeur.add_worksheet("Journal")
        cachee = classeur.add_worksheet("Listes")
        euros = classeur.add_format({"num_format": "#,##0.00", "bg_color": "#FFFDE7", "bold": True})
        for rang in range(20):
            plan.write_number(rang, 0, rang, euros)
            plan.write_string(rang, 1, f"opération {rang}")
            journal.write_number(rang, 0, rang * 10)
        plan.write_formula("D1", "=SUM(A1:A20)", euros, value=190)
        plan.write_comment("B2", "Vu avec Alice", {"author": "Alice"})
        plan.write_comment("C9", "À revoir", {"author": "Bob"})
        plan.data_validation("E1:E5", {"validate": "list", "source": ["subvention", "prêt"]})
        plan.conditional_format("A1:A20", {"type": "cell", "criteria": "<", "value": 3, "format": euros})
        plan.merge_range("G10:I12", "fusion")
        plan.set_column("C:D", 2)
        graphique = classeur.add_chart({"type": "column"})
        assert graphique is not None
        graphique.add_series({"values": "='Plan d''été'!$A$1:$A$20"})
        plan.insert_chart("K2", graphique)
        plan.protect("secret")
        plan.repeat_rows(0)
        plan.freeze_panes(1, 0)
        journal.autofilter("A1:A20")
        journal.print_area("A1:B20")
        journal.repeat_rows(1, 2)
        journal.write_url("C1", "internal:'Plan d''été'!A1", string="vers le plan")
        journal.write_url("C2", "https://www.anru.fr/", string="ailleurs")
        journal.insert_image("E5", "point.png", {"image_data": BytesIO(image_png())})
        journal.set_header("&CEn-tête")
        journal.activate()
        cachee.write_string("A1", "subvention")
        cachee.hide()
        classeur.define_name("montants", "='Plan d''été'!$A$1:$A$20")
        classeur.define_name("Journal!propre", "=Journal!$A$1")
    return flux.getvalue()


def parties(octets: bytes) -> dict[str, bytes]:
    """Le contenu de chaque partie."""
    with zipfile.ZipFile(BytesIO(octets)) as lu:
        return {nom: lu.read(nom) for nom in lu.namelist()}


def recomposer(contenus: Mapping[str, bytes]) -> bytes:
    """Un zip de ces parties."""
    flux = BytesIO()
    with zipfile.ZipFile(flux, "w") as ecrit:
        for nom, contenu in contenus.items():
            ecrit.writestr(nom, contenu)
    return flux.getvalue()


def lire(octets: bytes) -> Workbook:
    """Le classeur, relu par openpyxl."""
    return load_workbook(BytesIO(octets))


def commentaires(feuille: Worksheet) -> dict[str, str]:
    """Le commentaire de chaque cellule qui en a un."""
    return {c.coordinate: c.comment.text for ligne in feuille for c in ligne if c.comment is not None}

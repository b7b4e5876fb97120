"""Des classeurs que la garde doit refuser, chacun fait d’un petit classeur correct et d’un seul dommage."""

import hashlib
import struct
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter

__all__ = ["ABIMES", "ecrire", "ecrire_classeur_sans_valeur", "petit_classeur", "rezipper"]

FEUILLE: Final = "xl/worksheets/sheet1.xml"
TYPES: Final = "[Content_Types].xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
MARQUE: Final = ("financement_maquette", "=1")
LIENS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Retouche = Callable[[bytes], bytes]


def petit_classeur() -> bytes:
    """Une feuille « Plan » : un texte, deux nombres, une formule ; et la marque d’une maquette, qui la fait lire."""
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, {"in_memory": True})
    classeur.define_name(*MARQUE)
    feuille = classeur.add_worksheet("Plan")
    feuille.write_string("A1", "Square")
    feuille.write_number("A2", 100)
    feuille.write_number("B2", 0.5)
    feuille.write_formula("C2", "=A2*B2", None, 50)
    classeur.close()
    return flux.getvalue()


def parties(octets: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(octets)) as archive:
        return {entree.filename: archive.read(entree) for entree in archive.infolist()}


def zipper(contenus: Mapping[str, bytes], methode: int = ZIP_DEFLATED) -> bytes:
    flux = BytesIO()
    with ZipFile(flux, "w", methode) as archive:
        for nom, contenu in contenus.items():
            archive.writestr(ZipInfo(nom), contenu, methode)
    return flux.getvalue()


def rezipper(retouches: Mapping[str, Retouche | bytes | None], octets: bytes | None = None) -> bytes:
    """Le petit classeur (ou ``octets``), parties retouchées, ajoutées, ou retirées (``None``)."""
    contenus = parties(petit_classeur() if octets is None else octets)
    for nom, retouche in retouches.items():
        match retouche:
            case None:
                del contenus[nom]
            case bytes():
                contenus[nom] = retouche
            case _:
                change = retouche(contenus[nom])
                assert change != contenus[nom], f"le dommage ne change rien à {nom}"
                contenus[nom] = change
    return zipper(contenus)


def remplacer(avant: str, apres: str) -> Retouche:
    return lambda contenu: contenu.replace(avant.encode(), apres.encode(), 1)


def feuille(avant: str, apres: str) -> bytes:
    return rezipper({FEUILLE: remplacer(avant, apres)})


def avec(nom: str, contenu: bytes = b"x") -> bytes:
    return rezipper({nom: contenu})


def type_declare(partie: str, type_de_contenu: str) -> bytes:
    ligne = f'<Override PartName="/{partie}" ContentType="{type_de_contenu}"/></Types>'
    return rezipper({TYPES: remplacer("</Types>", ligne)})


def relation(genre: str, cible: str, complement: str = "") -> bytes:
    ligne = f'<Relationship Id="rId99" Type="{LIENS}/{genre}" Target="{cible}"{complement}/></Relationships>'
    return rezipper({RELATIONS: remplacer("</Relationships>", ligne)})


def chiffre_par_entree() -> bytes:
    """Lève le drapeau de chiffrement de la première entrée, dans ses deux en-têtes."""
    octets = bytearray(petit_classeur())
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    return bytes(octets)


def somme_fausse() -> bytes:
    """Un bit change dans une partie rangée sans compression."""
    octets = bytearray(zipper(parties(petit_classeur()), ZIP_STORED))
    octets[octets.index(b"<sheetData>") + 1] ^= 1
    return bytes(octets)


def en_double() -> bytes:
    flux = BytesIO(petit_classeur())
    with warnings.catch_warnings(), ZipFile(flux, "a") as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(ZipInfo("xl/Workbook.xml"), b"<a/>")
    return flux.getvalue()


def compression_inconnue() -> bytes:
    contenus = parties(petit_classeur())
    flux = BytesIO()
    with ZipFile(flux, "w") as archive:
        for nom, contenu in contenus.items():
            archive.writestr(ZipInfo(nom), contenu, ZIP_BZIP2 if nom == FEUILLE else ZIP_DEFLATED)
    return flux.getvalue()


def taille_mensongere() -> bytes:
    """La feuille annonce un octet de moins qu’elle n’en contient."""
    octets = bytearray(petit_classeur())
    place = octets.index(FEUILLE.encode(), octets.index(b"PK\x01\x02")) - 46 + 24
    (taille,) = struct.unpack_from("<I", octets, place)
    struct.pack_into("<I", octets, place, taille - 1)
    return bytes(octets)


def bruit(longueur: int) -> bytes:
    """Des octets que rien ne comprime, toujours les mêmes."""
    return hashlib.shake_256(b"").digest(longueur)


def deux_cents_millions_d_octets() -> bytes:
    """Assez peu compressible pour ne pas passer pour une bombe."""
    bloc = bruit(1000) + bytes(99_000)
    return avec("xl/printerSettings/printerSettings1.bin", bloc * 2001)


def trop_de_cellules() -> bytes:
    return feuille("<sheetData>", f"<!-- {bruit(50_000).hex()} --><sheetData><row>{'<c/>' * 1_000_000}</row>")


def balises_emboitees() -> bytes:
    return feuille("<sheetData>", f"{'<a>' * 300}{'</a>' * 300}<sheetData>")


def cellule_lointaine(ligne: int = 1_048_575, colonne: int = 16_383) -> bytes:
    flux = BytesIO()
    classeur = xlsxwriter.Workbook(flux, {"in_memory": True})
    classeur.define_name(*MARQUE)
    classeur.add_worksheet("Plan").write_number(ligne, colonne, 1)
    classeur.close()
    return flux.getvalue()


def graphique_seul() -> bytes:
    """Une feuille de graphique, et plus aucune feuille de calcul."""
    return rezipper({RELATIONS: remplacer(f"{LIENS}/worksheet", f"{LIENS}/chartsheet")})


def en_utf_16(contenu: bytes) -> bytes:
    texte = contenu.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return texte.replace("?>", "?><!DOCTYPE worksheet>", 1).encode("utf-16")


def autre_document(cible: str) -> bytes:
    return rezipper({"_rels/.rels": remplacer("xl/workbook.xml", cible), cible: b"<a/>"})


def strict(contenu: bytes) -> bytes:
    transition = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return contenu.replace(transition, b"http://purl.oclc.org/ooxml/spreadsheetml/main")


_XLS: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_A2: Final = '<c r="A2"><v>100</v></c>'
_PRINCIPAL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_DTD: Final = '?><!DOCTYPE worksheet [<!ENTITY a "b">]>'

ABIMES: Final[Mapping[str, Callable[[], bytes]]] = {
    "un fichier vide": bytes,
    "un csv renommé": "version;operation\n0;OP1\n".encode,
    "une page html": b"<!DOCTYPE html><html><table></table></html>".strip,
    "un document xml": b'<?xml version="1.0"?><Workbook/>'.strip,
    "un pdf": b"%PDF-1.7\n".strip,
    "un contenu quelconque": b"\x00\x01\x02".strip,
    "un ancien format": _XLS.strip,
    "une archive vide": partial(zipper, {}),
    "un classeur OpenDocument": partial(zipper, {"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}),
    "un mot de passe": (_XLS + "EncryptedPackage".encode("utf-16-le")).strip,
    "une partie chiffrée": chiffre_par_entree,
    "une fin manquante": lambda: petit_classeur()[:-400],
    "une somme de contrôle fausse": somme_fausse,
    "une taille mensongère": taille_mensongere,
    "une partie en double": en_double,
    "une partie absolue": partial(avec, "/xl/absolu.bin"),
    "une partie sans nom": partial(avec, ""),
    "une partie qui remonte": partial(avec, "xl/../../remonte.bin"),
    "une partie à la façon de Windows": partial(avec, "xl\\windows.bin"),
    "une compression inconnue": compression_inconnue,
    "cinq cents parties de plus": lambda: rezipper({f"xl/media/image{rang}.png": b"" for rang in range(500)}),
    "deux cents millions d’octets": deux_cents_millions_d_octets,
    "une bombe": partial(avec, "xl/media/image1.png", bytes(3_000_000)),
    "une macro": partial(avec, "xl/vbaProject.bin"),
    "un type de classeur à macros": partial(
        rezipper, {TYPES: remplacer(_PRINCIPAL, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")}
    ),
    "une feuille de macros": partial(type_declare, "xl/feuille.xml", "application/vnd.ms-excel.macrosheet+xml"),
    "une feuille de dialogue": partial(relation, "dialogsheet", "dialogsheets/sheet1.xml"),
    "une liaison à un autre classeur": partial(avec, "xl/externalLinks/externalLink1.xml", b"<a/>"),
    "une connexion": partial(avec, "xl/connections.xml", b"<a/>"),
    "une requête": partial(avec, "xl/queryTables/queryTable1.xml", b"<a/>"),
    "une image lointaine": partial(relation, "image", "http://exemple.invalid/a.png", ' TargetMode="External"'),
    "un objet incorporé": partial(avec, "xl/embeddings/oleObject1.bin"),
    "un objet sous un autre nom": partial(relation, "oleObject", "media/image1.png"),
    "un contrôle ActiveX": partial(avec, "xl/activeX/activeX1.xml", b"<a/>"),
    "un type de document": partial(rezipper, {FEUILLE: remplacer("?>", _DTD)}),
    "un type de document en UTF-16": partial(rezipper, {FEUILLE: en_utf_16}),
    "un type de document dans un dessin": partial(
        avec, "xl/drawings/vmlDrawing1.vml", "<!DOCTYPE xml><xml><br></xml>".encode("utf-16")
    ),
    "une balise coupée": partial(feuille, "</sheetData>", ""),
    "un encodage inconnu": partial(feuille, 'encoding="UTF-8"', 'encoding="cp1252"'),
    "une entité inconnue": partial(feuille, "<sheetData>", "<sheetData>&a;"),
    "une balise démesurée": lambda: feuille("<sheetData>", f'<sheetData a="{bruit(3_000_000).hex()}">'),
    "une autre racine": partial(rezipper, {FEUILLE: b"<a/>"}),
    "un document Word": partial(autre_document, "word/document.xml"),
    "une présentation": partial(autre_document, "ppt/presentation.xml"),
    "un classeur binaire": partial(autre_document, "xl/workbook.bin"),
    "une archive quelconque": partial(zipper, {"photo.jpg": b"x"}),
    "un classeur sans sa partie principale": partial(rezipper, {"xl/workbook.xml": None}),
    "le format Strict": partial(rezipper, {"xl/workbook.xml": strict}),
    "une feuille au format Strict": partial(rezipper, {FEUILLE: strict}),
    "aucune feuille": partial(
        rezipper, {"xl/workbook.xml": remplacer('<sheet name="Plan" sheetId="1" r:id="rId1"/>', "")}
    ),
    "un graphique pour seule feuille": graphique_seul,
    "une feuille perdue": partial(rezipper, {FEUILLE: None}),
    "une feuille sans relation": partial(rezipper, {"xl/workbook.xml": remplacer('r:id="rId1"', 'r:id="rId7"')}),
    "une cellule lointaine": cellule_lointaine,
    "une ligne de trop": partial(cellule_lointaine, 50_000, 0),
    "une colonne de trop": partial(cellule_lointaine, 0, 200),
    "trop de cellules": trop_de_cellules,
    "des balises emboîtées sans fin": balises_emboitees,
    "un nombre illisible": partial(feuille, "<v>100</v>", "<v>cent</v>"),
    "un nombre sans fin": partial(feuille, "<v>100</v>", "<v>1e999</v>"),
    "un texte qui n’existe pas": partial(feuille, "<v>0</v>", "<v>1</v>"),
    "un booléen illisible": partial(feuille, _A2, '<c r="A2" t="b"><v>2</v></c>'),
    "une date illisible": partial(feuille, _A2, '<c r="A2" t="d"><v>hier</v></c>'),
    "un genre inconnu": partial(feuille, _A2, '<c r="A2" t="z"><v>1</v></c>'),
    "une adresse illisible": partial(feuille, 'r="A2"', 'r="A0"'),
    "une ligne illisible": partial(feuille, '<row r="2"', '<row r="deux"'),
    "deux cellules au même endroit": partial(feuille, 'r="B2"', 'r="A2"'),
    "une fusion illisible": partial(
        feuille, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:B"/></mergeCells>'
    ),
}


def ecrire(chemin: Path, dommage: str) -> None:
    """Écrit le classeur qui a ce dommage."""
    chemin.write_bytes(ABIMES[dommage]())


def ecrire_classeur_sans_valeur(chemin: Path) -> None:
    """Un classeur dont la feuille n’a que des cellules mises en forme, comme autour d’une image."""
    with xlsxwriter.Workbook(chemin) as classeur:
        gras = classeur.add_format({"bold": True})
        classeur.add_worksheet("Page 1").write_blank("A1", None, gras)

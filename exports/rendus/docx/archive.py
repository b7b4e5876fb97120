"""Le fichier Word en octets : le modèle dont il part, ses propriétés, et une archive sans horloge."""

from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exports.document.document import Document
from exports.document.typographie import composer_espaces
from financement.valeurs.dates import afficher_date

__all__ = ["archiver", "modele"]

_PARTIES: Final = MappingProxyType(
    {
        "[Content_Types].xml": "types.xml",
        "_rels/.rels": "paquet.rels",
        "word/document.xml": "document.xml",
        "word/_rels/document.xml.rels": "document.xml.rels",
        "word/styles.xml": "styles.xml",
        "word/numbering.xml": "numbering.xml",
        "word/settings.xml": "settings.xml",
        "word/fontTable.xml": "fontTable.xml",
        "word/theme/theme1.xml": "theme1.xml",
    }
)
_REPERTOIRE: Final = Path(__file__).parent / "modele"
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_COMPRESSION: Final = 6
_LONGUEUR_DE_PROPRIETE: Final = 255


def modele(document: Document) -> BytesIO:
    """Un document Word vide : nos styles, notre numérotation, et les propriétés du document."""
    parties = {nom: (_REPERTOIRE / fichier).read_bytes() for nom, fichier in _PARTIES.items()}
    return BytesIO(_zip(parties | {"docProps/core.xml": _proprietes(document)}))


def archiver(octets: bytes) -> bytes:
    """La même archive, à date et compression fixes, parties dans le même ordre."""
    with ZipFile(BytesIO(octets)) as lue:
        return _zip({nom: lue.read(nom) for nom in lue.namelist()})


def _zip(parties: dict[str, bytes]) -> bytes:
    tampon = BytesIO()
    with ZipFile(tampon, "w") as archive:
        for nom, contenu in parties.items():
            archive.writestr(ZipInfo(nom, _DATE), contenu, compress_type=ZIP_DEFLATED, compresslevel=_COMPRESSION)
    return tampon.getvalue()


def _proprietes(document: Document) -> bytes:
    """Titre, sujet, auteur, mots clés et dates ; le sceau en commentaire, entier."""
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import OxmlElement
    from docx.oxml.ns import nsmap, qn

    arrete = document.date_arrete
    instant = f"{arrete.isoformat()}T00:00:00Z"
    proprietes = {
        "dc:title": f"{document.titre} – {document.sous_titre}"[:_LONGUEUR_DE_PROPRIETE],
        "dc:subject": composer_espaces(f"Convention {document.code}, arrêté au {afficher_date(arrete)}"),
        "dc:creator": document.mention("Porteur")[:_LONGUEUR_DE_PROPRIETE],
        "cp:keywords": f"ANRU, {document.code}, {document.titre}"[:_LONGUEUR_DE_PROPRIETE],
        "dc:description": document.sceau.texte(),
        "dc:language": "fr-FR",
        "cp:lastModifiedBy": document.sceau.logiciel,
        "cp:revision": "1",
        "dcterms:created": instant,
        "dcterms:modified": instant,
    }
    espaces = {prefixe: nsmap[prefixe] for prefixe in ("cp", "dc", "dcterms", "xsi")}
    racine = OxmlElement("cp:coreProperties", nsdecls=espaces)
    for nom, valeur in proprietes.items():
        element = OxmlElement(nom, nsdecls=espaces)
        element.text = valeur
        if nom.startswith("dcterms:"):
            element.set(qn("xsi:type"), "dcterms:W3CDTF")
        racine.append(element)
    return serialize_part_xml(racine)

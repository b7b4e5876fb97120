"""Des documents, donnés à ``verifier``, qui coûteraient plus que leur taille."""

import gzip
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from exports.livraison.annexe_rendue import preparer_annexe
from maquettes import lire_dossier

__all__ = ["DOCUMENTS"]

Contenu = Callable[[int], bytes]

EXEMPLE: Final = Path(__file__).parents[2] / "examples" / "noyer_dore"
OUVERTURE: Final = 'id="dossier-canonique"'
CATALOGUE: Final = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(sceau.json) 3 0 R]>>>>>>"
FICHE: Final = b"<</Type/Filespec/F(sceau.json)/UF(sceau.json)/EF<</F 4 0 R>>>>"


@cache
def _annexe() -> str:
    """L’annexe html de l’exemple, scellée."""
    (octets,) = preparer_annexe(lire_dossier(EXEMPLE), au=date(2015, 3, 31)).rendre("html").values()
    return octets.decode()


def _page(motif: str, debut: str = "", fin: str = "") -> Contenu:
    entete = "<!doctype html>\n<html>"
    return lambda taille: (entete + debut + motif * max(1, taille // len(motif)) + fin).encode()


def _page_scellee(dossier: Contenu) -> Contenu:
    """L’annexe de l’exemple, un autre dossier comprimé à la place du sien."""

    def contenu(taille: int) -> bytes:
        avant, _, reste = _annexe().partition(OUVERTURE)
        balise, _, _ = reste.partition(">")
        _, _, apres = reste.partition("</script>")
        joint = b64encode(gzip.compress(dossier(taille), mtime=0)).decode()
        return f"{avant}{OUVERTURE}{balise}>{joint}</script>{apres}".encode()

    return contenu


def _word(partie: str, texte: Callable[[int], str], methode: int = ZIP_STORED) -> Contenu:
    def contenu(taille: int) -> bytes:
        tampon = BytesIO()
        with ZipFile(tampon, "w", methode) as archive:
            archive.writestr("[Content_Types].xml", '<Types xmlns="x"/>')
            archive.writestr(partie, texte(taille))
        return tampon.getvalue()

    return contenu


def _pdf(objets: Callable[[int], list[bytes]]) -> Contenu:
    def contenu(taille: int) -> bytes:
        tampon = BytesIO()
        tampon.write(b"%PDF-1.7\n")
        places = []
        for rang, objet in enumerate(objets(taille), 1):
            places.append(tampon.tell())
            tampon.write(b"%d 0 obj\n%s\nendobj\n" % (rang, objet))
        table = tampon.tell()
        tampon.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        tampon.write(b"".join(b"%010d 00000 n \n" % place for place in places))
        tampon.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, table))
        return tampon.getvalue()

    return contenu


def _flux(octets: bytes, entete: bytes = b"") -> bytes:
    comprime = zlib.compress(octets, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (entete, len(comprime), comprime)


def _piece_demesuree(taille: int) -> list[bytes]:
    piece = _flux(b" " * (taille * 100), b"/Type/EmbeddedFile")
    return [CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>", FICHE, piece]


def _objets_innombrables(taille: int) -> list[bytes]:
    return [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Kids[]/Count 0>>", *[b"1"] * (taille // 40)]


def _csv(motif: str) -> Contenu:
    return lambda taille: ("libelle;valeur\n" + motif * max(1, taille // len(motif))).encode("utf-8-sig")


DOCUMENTS: Final[Mapping[tuple[str, str], Contenu]] = {
    ("une balise sans fin", ".html"): _page("a", "<p "),
    ("des attributs", ".html"): _page("a=1 ", "<p ", ">"),
    ("des balises", ".html"): _page("<p>"),
    ("des ouvertures", ".html"): _page("<"),
    ("des apostrophes", ".html"): _page("'\"", "<p "),
    ("des scripts", ".html"): _page("<script></script>"),
    ("un commentaire sans fin", ".html"): _page("a", "<!--"),
    ("des entités", ".html"): _page("&amp;"),
    ("un dossier d’espaces", ".html"): _page_scellee(lambda t: b" " * (t * 100)),
    ("un dossier d’objets vides", ".html"): _page_scellee(lambda t: b'{"format":1,"journal":[' + b"{}," * (t * 10)),
    ("des paragraphes", ".docx"): _word("word/document.xml", lambda t: f'<d xmlns="x">{"<p/>" * (t // 4)}</d>'),
    ("des propriétés", ".docx"): _word("docProps/core.xml", lambda t: f'<d xmlns="x">{"<a>b</a>" * (t // 8)}</d>'),
    ("une partie très comprimée", ".docx"): _word("docProps/core.xml", lambda t: " " * (t * 100), ZIP_DEFLATED),
    ("une pièce jointe très comprimée", ".pdf"): _pdf(_piece_demesuree),
    ("des listes emboîtées", ".pdf"): _pdf(lambda t: [b"[" * (t // 2) + b"]" * (t // 2)]),
    ("des objets", ".pdf"): _pdf(_objets_innombrables),
    ("des mots d’objets", ".pdf"): lambda t: b"%PDF-1.7\n" + b"obj endobj " * (t // 11),
    ("des lignes", ".csv"): _csv("a;b\n"),
    ("une ligne de séparateurs", ".csv"): _csv(";"),
    ("un guillemet jamais fermé", ".csv"): lambda t: b'libelle;valeur\n"' + b"a;\n" * (t // 3),
}

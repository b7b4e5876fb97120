"""Ce qu’un pdf peut montrer d’autre que ses textes : annotations, calques, pages et polices changées."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from exports.verification.commun.ecart import ABSENT, Ecart

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, PdfObject

__all__ = ["Empreintes", "comparer_les_apparences", "en_dictionnaire", "liste_de", "nommer_l_annotation"]

_NOMS: Final = {
    "/OpenAction": "action à l’ouverture", "/AA": "actions", "/AcroForm": "formulaire", "/OCProperties": "calques",
    "/Names": "pièces jointes, scripts ou noms", "/AF": "fichiers associés", "/Metadata": "métadonnées",
    "/ViewerPreferences": "préférences d’affichage", "/PageLabels": "numéros de page", "/Outlines": "signets",
    "/Perms": "permissions", "/DSS": "preuves de signature", "/Collection": "porte-documents",
    "/MediaBox": "format de la page", "/CropBox": "cadrage de la page", "/Rotate": "rotation de la page",
    "/Contents": "contenu de la page réécrit", "/Resources": "ressources", "/UserUnit": "échelle de la page",
    "/StructTreeRoot": "structure de lecture", "/Group": "transparence de la page", "/XObject": "image ou forme",
    "/Font": "police", "/ExtGState": "état graphique", "/Pattern": "motif", "/ColorSpace": "couleurs",
    "/Properties": "calque", "/Thumb": "vignette", "/TrimBox": "cadrage de la page", "/BleedBox": "cadrage de la page",
    "/ArtBox": "cadrage de la page", "/PieceInfo": "données d’un autre logiciel", "/Annots": "annotations",
}  # fmt: skip
_GENRES: Final = {
    "/FreeText": "texte posé par-dessus", "/Widget": "champ de formulaire", "/Stamp": "tampon", "/Square": "rectangle",
    "/Circle": "ellipse", "/Line": "trait", "/Ink": "dessin à main levée", "/Text": "note", "/Popup": "bulle",
    "/Redact": "caviardage", "/Highlight": "surlignage", "/StrikeOut": "texte barré", "/Link": "lien",
    "/Polygon": "polygone", "/FileAttachment": "fichier attaché", "/Screen": "écran", "/3D": "objet en relief",
    "/RichMedia": "média", "/Watermark": "filigrane", "/Underline": "soulignement", "/Movie": "film",
}  # fmt: skip
# Ce qui renvoie ailleurs dans le document, et n'est suivi d'aucune page à l'autre.
_RENVOIS: Final = frozenset({"/Parent", "/P", "/StructParents", "/StructParent", "/Dest", "/D", "/Popup", "/Pg"})
_PROFONDEUR: Final = 40
_OBJETS: Final = 200_000
_TEXTE_MONTRE: Final = 120
_RESUMEE: Final = re.compile("[0-9a-f]{64}")
_PLACE_MONTREE: Final = 60
_STRUCTURE: Final = "/StructTreeRoot"


class Empreintes:
    """Ce qui distingue les objets d’un même document ; chacun n’est lu qu’une fois."""

    def __init__(self) -> None:
        self._connues: dict[tuple[int, int], str] = {}
        self._vus = 0

    def lire(self, objet: "PdfObject | None", profondeur: int = 0) -> str:
        """L’empreinte de l’objet et de tout ce qu’il désigne, les renvois d’une page à l’autre exceptés."""
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

        self._vus += 1
        if profondeur > _PROFONDEUR or self._vus > _OBJETS:
            return "…"
        if isinstance(objet, IndirectObject):
            cle = (objet.idnum, objet.generation)
            if cle not in self._connues:
                self._connues[cle] = "renvoi"
                self._connues[cle] = self.lire(objet.get_object(), profondeur + 1)
            return self._connues[cle]
        if isinstance(objet, DictionaryObject):
            cles = sorted(nom for nom in objet if nom not in _RENVOIS and nom != "/Length")
            dits = [f"{nom} {self.lire(objet.raw_get(nom), profondeur + 1)}" for nom in cles]
            flux = sha256(objet._data).hexdigest() if isinstance(objet, StreamObject) else ""
            return _resumer(f"<<{' '.join(dits)}>>{flux}")
        if isinstance(objet, ArrayObject):
            return _resumer(f"[{' '.join(self.lire(element, profondeur + 1) for element in objet)}]")
        return repr(objet)

    def entree(self, dictionnaire: "Mapping[str, PdfObject]", nom: str) -> str:
        """L’empreinte de ce que le dictionnaire range sous ce nom ; vide s’il n’y range rien."""
        from pypdf.generic import DictionaryObject

        if nom not in dictionnaire:
            return ""
        brut = dictionnaire.raw_get(nom) if isinstance(dictionnaire, DictionaryObject) else dictionnaire[nom]
        if nom == _STRUCTURE:
            # Des milliers d'objets, que la page ne montre pas.
            lu = brut.get_object()
            return " ".join(sorted(lu)) if isinstance(lu, DictionaryObject) else "illisible"
        return self.lire(brut)


def _resumer(texte: str) -> str:
    return texte if len(texte) <= _TEXTE_MONTRE else sha256(texte.encode("utf-8", "surrogatepass")).hexdigest()


def comparer_les_apparences(lu: "PdfReader", attendu: "PdfReader") -> Iterator[Ecart]:
    """Ce que l’un des deux documents a et que l’autre n’a pas, page par page, puis pour le document entier."""
    comparaison = _Comparaison(Empreintes(), Empreintes())
    for numero, page in enumerate(lu.pages, 1):
        voulue: Mapping[str, PdfObject] = attendu.pages[numero - 1] if numero <= len(attendu.pages) else {}
        yield from comparaison.pages(f"page {numero}, ", page, voulue)
    if len(lu.pages) != len(attendu.pages):
        yield Ecart("nombre de pages", str(len(lu.pages)), str(len(attendu.pages)))
    ici, la = (en_dictionnaire(lecteur.trailer["/Root"]) for lecteur in (lu, attendu))
    yield from comparaison.entrees("", ici, la, frozenset({"/Pages", "/Type"}))


@dataclass(frozen=True, slots=True)
class _Comparaison:
    """La confrontation de deux documents, chacun avec ses empreintes."""

    ici: Empreintes
    la: Empreintes

    def entrees(
        self,
        debut: str,
        lues: "Mapping[str, PdfObject]",
        attendues: "Mapping[str, PdfObject]",
        sauf: frozenset[str] = _RENVOIS,
    ) -> Iterator[Ecart]:
        """Les entrées de deux dictionnaires qui diffèrent."""
        for nom in dict.fromkeys([*lues, *attendues]):
            lue, attendue = self.ici.entree(lues, nom), self.la.entree(attendues, nom)
            if nom not in sauf and lue != attendue:
                yield _ecart(f"{debut}{_NOMS.get(nom, f'entrée {nom}')}", lue, attendue)

    def pages(self, debut: str, page: "Mapping[str, PdfObject]", voulue: "Mapping[str, PdfObject]") -> Iterator[Ecart]:
        """Ce qui diffère de deux pages : chaque annotation et chaque ressource est nommée."""
        yield from self.entrees(debut, page, voulue, _RENVOIS | {"/Annots", "/Resources"})
        yield from self._annotations(debut, liste_de(page.get("/Annots")), liste_de(voulue.get("/Annots")))
        lues, attendues = (en_dictionnaire(d.get("/Resources")) for d in (page, voulue))
        for genre in dict.fromkeys([*lues, *attendues]):
            une, autre = (en_dictionnaire(d.get(genre)) for d in (lues, attendues))
            if une or autre:
                # Une police dont la table de lecture change dit un texte et en dessine un autre.
                for nom in dict.fromkeys([*une, *autre]):
                    lue, attendue = self.ici.entree(une, nom), self.la.entree(autre, nom)
                    if lue != attendue:
                        yield _ecart(f"{debut}{_NOMS.get(genre, genre)} {nom}", lue, attendue)
            else:
                seules = [{genre: d[genre]} if genre in d else {} for d in (lues, attendues)]
                yield from self.entrees(debut, seules[0], seules[1])

    def _annotations(self, debut: str, lues: "Sequence[PdfObject]", voulues: "Sequence[PdfObject]") -> Iterator[Ecart]:
        attendues = Counter(map(self.la.lire, voulues))
        for annotation in lues:
            empreinte = self.ici.lire(annotation)
            if attendues[empreinte]:
                attendues[empreinte] -= 1
            else:
                yield Ecart(f"{debut}annotation, {nommer_l_annotation(annotation)}", _contenu(annotation), ABSENT)
        if retirees := attendues.total():
            yield Ecart(f"{debut}annotations retirées", ABSENT, str(retirees))


def _ecart(lieu: str, lue: str, attendue: str) -> Ecart:
    """L’écart de deux empreintes ; celle d’un contenu trop long pour être lu n’est que nommée."""
    dite = "un autre contenu" if _RESUMEE.search(lue) else lue
    return Ecart(lieu, dite or ABSENT, "le nôtre" if _RESUMEE.search(attendue) else attendue or ABSENT)


def en_dictionnaire(objet: "PdfObject | None") -> "DictionaryObject":
    """Le dictionnaire que l’objet est ou désigne ; vide s’il est autre chose."""
    from pypdf.generic import DictionaryObject

    lu = None if objet is None else objet.get_object()
    return lu if isinstance(lu, DictionaryObject) else DictionaryObject()


def liste_de(objet: "PdfObject | None") -> "list[PdfObject]":
    """Les objets de la liste que l’objet est ou désigne ; aucun s’il est autre chose."""
    from pypdf.generic import ArrayObject

    lue = None if objet is None else objet.get_object()
    return list(lue) if isinstance(lue, ArrayObject) else []


def nommer_l_annotation(objet: "PdfObject") -> str:
    """Le genre d’une annotation et le rectangle qu’elle occupe, en points depuis le bas de la page."""
    annotation = en_dictionnaire(objet)
    genre = str(annotation.get("/Subtype", "illisible"))
    place = " ".join(str(cote) for cote in liste_de(annotation.get("/Rect")))[:_PLACE_MONTREE]
    return f"{_GENRES.get(genre, genre)}{f' à {place}' if place else ''}"


def _contenu(objet: "PdfObject") -> str:
    annotation = en_dictionnaire(objet)
    dits = (str(annotation[nom]) for nom in ("/Contents", "/V", "/A", "/Name") if nom in annotation)
    return next(dits, "un dessin")[:_TEXTE_MONTRE]

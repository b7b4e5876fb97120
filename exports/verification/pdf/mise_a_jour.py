"""Lire à la lettre ce qu’une mise à jour ajoute à un pdf : chaque octet y est un objet, une table ou un blanc.

Deux lecteurs ne s’accordent pas sur une entrée écrite deux fois, un objet hors de sa table ou une table qui en place un
deux fois : l’un montre la page d’origine, l’autre une page falsifiée. Une mise à jour qui en contient n’est pas lue.
Un paquet d’objets se lit de même, du premier octet au dernier.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, PdfObject, StreamObject

__all__ = ["objets_definis"]

# Le blanc nul, que le format admet, ne sert à aucun logiciel et trompe qui cherche les objets.
_BLANCS: Final = re.compile(rb"(?:[ \t\r\n\f]+|%(?!%EOF)[^\r\n]*[\r\n])+")
_DEFINITION: Final = re.compile(rb"([1-9][0-9]{0,8}) 0 obj\b")
_FIN_D_OBJET: Final = re.compile(rb"[ \t\r\n\f]*endobj\b")
_TABLE: Final = re.compile(rb"xref[ \t]*\r?\n")
_SUITE: Final = re.compile(rb"([0-9]{1,9}) ([0-9]{1,6})[ \t]*\r?\n")
_ENTREE: Final = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])(?: \r| \n|\r\n)")
_FIN: Final = re.compile(rb"startxref[ \t\r\n]+([0-9]{1,12})[ \t\r\n]+%%EOF(?:\r\n|\r|\n|(?=\Z))")
_PIED: Final = re.compile(rb"trailer\b")
_DU_PIED: Final = frozenset({"/Size", "/Root", "/Info", "/Prev", "/ID"})
_DES_DONNEES: Final = frozenset({"/Type", "/Length", "/Filter", "/DecodeParms"})
_DE_LA_TABLE: Final = _DU_PIED | _DES_DONNEES | {"/W", "/Index"}
_DU_PAQUET: Final = _DES_DONNEES | {"/N", "/First"}
_CONTENUS: Final = re.compile(rb"[ \t\r\n\f]*(?:[1-9][0-9]{0,8}[ \t\r\n\f]+[0-9]{1,9}[ \t\r\n\f]+)*")
_PLACE_ECRITE: Final = 1
_DANS_UN_PAQUET: Final = 2
_LARGEURS: Final = 3

_Rang = tuple[int, int]
"""Le paquet d’un objet, et son rang parmi ceux qu’il contient."""


class _Illisible(Exception):
    """La mise à jour contient autre chose que ce que les lecteurs lisent tous de même."""


@dataclass(slots=True)
class _Section:
    """Une mise à jour : où elle définit chaque objet, où sa table les place, et ce que dit son pied."""

    definis: dict[int, int | _Rang] = field(default_factory=dict)
    places: dict[int, int | _Rang] = field(default_factory=dict)
    pied: "DictionaryObject | None" = None
    place: int = -1


def objets_definis(lu: "PdfReader", octets: bytes, attendus: bytes) -> frozenset[int] | None:
    """Les numéros des objets que la suite de ``attendus`` définit ; ``None`` si deux lecteurs l’entendraient autrement.

    ``octets`` commencent par ``attendus``, dont les pieds de table donnent la racine et la place qui précède.
    """
    from pypdf.errors import PyPdfError

    fins = list(_FIN.finditer(attendus))
    etait_stricte, lu.strict = lu.strict, True
    try:
        return _Suite(lu, octets, len(attendus), int(fins[-1][1])).lire() if fins else None
    except (_Illisible, PyPdfError):
        return None
    finally:
        lu.strict = etait_stricte


class _Suite:
    """Parcourt les octets ajoutés, du premier au dernier."""

    def __init__(self, lu: "PdfReader", octets: bytes, place: int, precedente: int) -> None:
        self._lu = lu
        self._octets = octets
        self._flux = BytesIO(octets)
        self._place = place
        self._precedente = precedente
        self._racine = str(lu.trailer.raw_get("/Root"))

    def lire(self) -> frozenset[int]:
        tous: set[int] = set()
        self._passer_les_blancs()
        while self._place < len(self._octets):
            section = self._section()
            self._exiger(section.definis == section.places)
            tous |= section.definis.keys()
            self._passer_les_blancs()
        return frozenset(tous)

    def _exiger(self, condition: object) -> None:
        if not condition:
            raise _Illisible

    def _passer_les_blancs(self) -> None:
        if trouve := _BLANCS.match(self._octets, self._place):
            self._place = trouve.end()

    def _avancer(self, motif: re.Pattern[bytes]) -> re.Match[bytes] | None:
        trouve = motif.match(self._octets, self._place)
        if trouve is not None:
            self._place = trouve.end()
        return trouve

    def _exiger_un(self, motif: re.Pattern[bytes]) -> re.Match[bytes]:
        trouve = self._avancer(motif)
        if trouve is None:
            raise _Illisible
        return trouve

    def _objet(self) -> "PdfObject | None":
        from pypdf.generic import read_object

        self._passer_les_blancs()
        self._flux.seek(self._place)
        objet = read_object(self._flux, self._lu)
        self._place = self._flux.tell()
        return objet

    def _section(self) -> _Section:
        section = _Section()
        while definition := self._avancer(_DEFINITION):
            self._exiger(section.pied is None and int(definition[1]) not in section.definis)
            section.definis[int(definition[1])] = definition.start()
            objet = self._objet()
            self._exiger_un(_FIN_D_OBJET)
            self._lire_un_flux_du_format(section, objet, int(definition[1]))
            self._passer_les_blancs()
        if section.pied is None:
            section.place = self._place
            self._exiger_un(_TABLE)
            self._lire_une_table(section)
        self._verifier_le_pied(section)
        return section

    def _lire_un_flux_du_format(self, section: _Section, objet: "PdfObject | None", numero: int) -> None:
        """L’objet, s’il est une table ou un paquet d’objets, en donne les places ou en définit d’autres."""
        from pypdf.generic import DictionaryObject, StreamObject

        genre = objet.get("/Type") if isinstance(objet, DictionaryObject) else None
        if genre not in {"/XRef", "/ObjStm"}:
            return
        if not isinstance(objet, StreamObject) or objet.get("/Filter", "/FlateDecode") != "/FlateDecode":
            raise _Illisible
        if genre == "/XRef":
            self._lire_une_table_en_flux(section, objet, numero)
        else:
            self._lire_un_paquet(section, objet, numero)

    def _lire_une_table_en_flux(self, section: _Section, objet: "StreamObject", numero_de_table: int) -> None:
        self._exiger(not set(objet) - _DE_LA_TABLE)
        largeurs = _entiers(objet.get("/W"))
        suites = _entiers(objet.get("/Index", [0, objet.get("/Size", 0)]))
        self._exiger(len(largeurs) == _LARGEURS and len(suites) % 2 == 0 and 0 < largeurs[0] < largeurs[1] + 2)
        donnees = objet.get_data()
        pas = sum(largeurs)
        self._exiger(len(donnees) == pas * sum(suites[1::2]))
        numeros = [n for rang in range(0, len(suites), 2) for n in range(suites[rang], suites[rang] + suites[rang + 1])]
        for rang, numero in enumerate(numeros):
            entree = donnees[rang * pas : (rang + 1) * pas]
            genre = int.from_bytes(entree[: largeurs[0]])
            place = int.from_bytes(entree[largeurs[0] : largeurs[0] + largeurs[1]])
            suite = int.from_bytes(entree[largeurs[0] + largeurs[1] :])
            self._exiger(numero not in section.places)
            if genre == _DANS_UN_PAQUET:
                section.places[numero] = (place, suite)
            elif genre == _PLACE_ECRITE:
                # Une autre génération serait un autre objet.
                self._exiger(suite == 0)
                section.places[numero] = place
            else:
                self._exiger((genre, numero) == (0, 0))
        debut = section.definis[numero_de_table]
        if not isinstance(debut, int):
            raise _Illisible
        # Elle peut se taire sur elle-même : c'est la fin du fichier qui la place.
        section.places.setdefault(numero_de_table, debut)
        section.pied, section.place = objet, debut

    def _lire_un_paquet(self, section: _Section, objet: "StreamObject", paquet: int) -> None:
        """Les objets du paquet, chacun fini où commence le suivant : rien ne s’y cache entre deux."""
        from pypdf.generic import StreamObject, read_object

        nombre, debut = _entiers([objet.get("/N"), objet.get("/First")]) or (0, 0)
        donnees = objet.get_data()
        annonces = [int(n) for n in donnees[:debut].split()] if _CONTENUS.fullmatch(donnees, 0, debut) else []
        self._exiger(not set(objet) - _DU_PAQUET and 0 < nombre == len(annonces) / 2)
        flux, place = BytesIO(donnees), debut
        for rang, (numero, ou) in enumerate(zip(annonces[::2], annonces[1::2], strict=True)):
            self._exiger(place == debut + ou and numero not in section.definis)
            section.definis[numero] = (paquet, rang)
            flux.seek(place)
            self._exiger(not isinstance(read_object(flux, self._lu), StreamObject))
            blancs = _BLANCS.match(donnees, flux.tell())
            place = blancs.end() if blancs else flux.tell()
        self._exiger(place == len(donnees))

    def _lire_une_table(self, section: _Section) -> None:
        from pypdf.generic import DictionaryObject

        while suite := self._avancer(_SUITE):
            for numero in range(int(suite[1]), int(suite[1]) + int(suite[2])):
                entree = self._exiger_un(_ENTREE)
                # Seul l'objet nul est libre : une mise à jour qui efface en cache un autre.
                self._exiger((entree[3] == b"f") == (numero == 0) and numero not in section.places)
                if numero:
                    self._exiger(int(entree[2]) == 0)
                    section.places[numero] = int(entree[1])
        self._passer_les_blancs()
        self._exiger_un(_PIED)
        pied = self._objet()
        if not isinstance(pied, DictionaryObject) or set(pied) - _DU_PIED:
            raise _Illisible
        section.pied = pied

    def _verifier_le_pied(self, section: _Section) -> None:
        pied = section.pied
        if pied is None:
            raise _Illisible
        self._passer_les_blancs()
        fin = self._exiger_un(_FIN)
        self._exiger(int(fin[1]) == section.place)
        self._exiger(str(pied.get("/Prev")) == str(self._precedente))
        self._exiger("/Root" in pied and str(pied.raw_get("/Root")) == self._racine)
        self._precedente = section.place


def _entiers(objet: object) -> list[int]:
    """Les entiers d’une liste ; aucun si l’un n’en est pas un."""
    lus = list(objet) if isinstance(objet, list) else []
    return lus if all(isinstance(n, int) and n >= 0 for n in lus) else []

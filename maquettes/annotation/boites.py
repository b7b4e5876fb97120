"""Les boîtes des commentaires (dessin vml) : celles qui y sont restent, les nôtres s’ajoutent à la fin.

Un vml d’Excel n’est pas toujours du xml correct : il est complété comme un texte, jamais analysé.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maquettes.annotation.geometrie import Cellule
from maquettes.annotation.remarque import ClasseurNonAnnotable

__all__ = ["BOITES_VIDES", "Boite", "agrandir_boites", "ajouter_boites", "dernier_bloc"]

_ESPACES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARATIONS: Final = "".join(f' xmlns:{prefixe}="{espace}"' for prefixe, espace in _ESPACES.items())
BOITES_VIDES: Final = (
    f'<xml{_DECLARATIONS}>\n<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout>\n</xml>'
).encode("ascii")

_IDENTIFIANTS_PAR_BLOC: Final = 1024
_FIN: Final = re.compile(rb"</xml\s*>\s*\Z", re.IGNORECASE)
_RACINE: Final = re.compile(rb"<xml\b[^>]*>", re.IGNORECASE)
_IDENTIFIANT: Final = re.compile(rb"_x0000_s([0-9]{1,9})")
_BLOCS: Final = re.compile(rb"<o:idmap\b[^>]*?\bdata\s*=\s*[\"']([^\"']*)[\"']")
_GENRE: Final = '<v:shapetype id="_x0000_t202"'
_TYPE_DE_FORME: Final = (
    f'{_GENRE}{{espaces}} coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>\n'
)
_FORME: Final = (
    '<v:shape{espaces} id="_x0000_s{identifiant}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:{largeur}pt;height:{hauteur}pt;z-index:{ordre};'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{ancre}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{ligne}</x:Row><x:Column>{colonne}</x:Column></x:ClientData></v:shape>\n"
)
_NOTE: Final = re.compile(rb"<x:ClientData\s[^>]*ObjectType\s*=\s*[\"']Note[\"'].*?</x:ClientData>", re.DOTALL)
_LIGNE: Final = re.compile(rb"<x:Row>\s*([0-9]{1,7})\s*</x:Row>")
_COLONNE: Final = re.compile(rb"<x:Column>\s*([0-9]{1,5})\s*</x:Column>")
_ANCRE: Final = re.compile(rb"(<x:Anchor>\s*(?:[0-9]+\s*,\s*){6})([0-9]{1,7})(\s*,\s*[0-9]+\s*</x:Anchor>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Boite:
    """La boîte d’un commentaire : sa cellule, son ancre et sa taille en pixels."""

    cellule: Cellule
    ancre: str
    taille: tuple[int, int]


def dernier_bloc(dessins: Sequence[bytes]) -> int:
    """Le plus grand bloc de 1 024 identifiants de formes employé par ces dessins."""
    formes = [int(numero) // _IDENTIFIANTS_PAR_BLOC for dessin in dessins for numero in _IDENTIFIANT.findall(dessin)]
    blocs = [
        int(bloc)
        for dessin in dessins
        for liste in _BLOCS.findall(dessin)
        for bloc in re.findall(rb"[0-9]{1,6}", liste)
    ]
    return max([*formes, *blocs], default=0)


def ajouter_boites(octets: bytes, partie: str, boites: Sequence[Boite], premier_bloc: int) -> bytes:
    """Le dessin, complété ; ``premier_bloc`` est libre, ainsi que les suivants."""
    fin, racine = _FIN.search(octets), _RACINE.search(octets)
    if fin is None or racine is None:
        raise ClasseurNonAnnotable(
            f"« {partie} », qui dessine les commentaires, est illisible : ouvrez le classeur dans un tableur et "
            "enregistrez-le de nouveau."
        )
    espaces = "" if _declare_tout(racine[0]) else _DECLARATIONS
    formes = [_TYPE_DE_FORME.format(espaces=espaces)] if _GENRE.encode("ascii") not in octets else []
    formes += [
        _FORME.format(
            espaces=espaces,
            identifiant=premier_bloc * _IDENTIFIANTS_PAR_BLOC + rang,
            ordre=rang,
            largeur=boite.taille[0] * 3 // 4,
            hauteur=boite.taille[1] * 3 // 4,
            ancre=boite.ancre,
            ligne=boite.cellule.ligne,
            colonne=boite.cellule.colonne,
        )
        for rang, boite in enumerate(boites, 1)
    ]
    complete = octets[: fin.start()] + "".join(formes).encode("ascii") + octets[fin.start() :]
    return _declarer_blocs(complete, range(premier_bloc, premier_bloc + len(boites) // _IDENTIFIANTS_PAR_BLOC + 1))


def _declare_tout(racine: bytes) -> bool:
    return all(
        re.search(rf"\sxmlns:{prefixe}\s*=\s*[\"']{re.escape(espace)}[\"']".encode("ascii"), racine)
        for prefixe, espace in _ESPACES.items()
    )


def _declarer_blocs(octets: bytes, blocs: range) -> bytes:
    """Ajoute les blocs d’identifiants à ceux que le dessin déclare, s’il en déclare."""
    declares = _BLOCS.search(octets)
    if declares is None:
        return octets
    liste = ",".join([*filter(None, [declares[1].decode("ascii", "replace")]), *map(str, blocs)])
    return octets[: declares.start(1)] + liste.encode("ascii", "replace") + octets[declares.end(1) :]


def agrandir_boites(octets: bytes, lignes_de_plus: Mapping[Cellule, int]) -> bytes:
    """Allonge vers le bas les boîtes déjà là dont le texte s’est allongé, de tant de lignes de feuille."""

    def allonger(note: re.Match[bytes]) -> bytes:
        ligne, colonne = _LIGNE.search(note[0]), _COLONNE.search(note[0])
        if ligne is None or colonne is None:
            return note[0]
        de_plus = lignes_de_plus.get(Cellule(int(ligne[1]), int(colonne[1])), 0)
        return _ANCRE.sub(lambda a: a[1] + str(int(a[2]) + de_plus).encode("ascii") + a[3], note[0])

    return _NOTE.sub(allonger, octets) if lignes_de_plus else octets

"""Une partie xml d’un fichier de bureautique, en arbre : assez petite pour tenir entière en mémoire."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from exports.verification.ooxml.grammaire.examen import Examen
from maquettes.tableur.balises import Attributs, analyser

__all__ = ["Noeud", "lire_arbre", "nommer"]

_MORCEAU: Final = 1 << 16
_ESPACES: Final = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://schemas.openxmlformats.org/package/2006/content-types": "type:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15:",
    "http://schemas.microsoft.com/office/word/2016/wordml/cid": "w16cid:",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac": "x14ac:",
    "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac": "x15ac:",
    "http://schemas.microsoft.com/office/spreadsheetml/2014/revision": "xr:",
    "http://schemas.microsoft.com/office/spreadsheetml/2015/revision2": "xr2:",
    "http://schemas.microsoft.com/office/spreadsheetml/2016/revision6": "xr6:",
    "http://schemas.microsoft.com/office/spreadsheetml/2016/revision10": "xr10:",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing": "wp14:",
    "http://schemas.microsoft.com/office/drawing/2010/main": "a14:",
    "http://schemas.microsoft.com/office/drawing/2007/8/2/chart": "c14:",
    "http://schemas.microsoft.com/office/drawing/2012/chart": "c15:",
    "http://schemas.microsoft.com/office/drawing/2014/chart": "c16:",
}
_SANS_ESPACE: Final = "(aucun espace de noms) "


@dataclass(slots=True)
class Noeud:
    """Un élément : son nom court (``w:p``), ses attributs, ses enfants, son texte propre."""

    nom: str
    attributs: dict[str, str]
    enfants: list["Noeud"] = field(default_factory=list)
    texte: str = ""

    def tous(self) -> Iterator["Noeud"]:
        """L’élément et tous ceux qu’il contient, dans l’ordre du fichier."""
        attente = [self]
        while attente:
            noeud = attente.pop()
            yield noeud
            attente.extend(reversed(noeud.enfants))

    def premier(self, *chemin: str) -> "Noeud | None":
        """Le premier descendant par ce chemin d’enfants."""
        noeud: Noeud | None = self
        for nom in chemin:
            noeud = None if noeud is None else next((enfant for enfant in noeud.enfants if enfant.nom == nom), None)
        return noeud

    def nommes(self, nom: str) -> Iterator["Noeud"]:
        """Les descendants de ce nom, dans l’ordre du fichier."""
        return (noeud for noeud in self.tous() if noeud.nom == nom)

    def ecrit(self) -> str:
        """L’élément entier en une ligne, attributs dans l’ordre alphabétique."""
        return "".join(noeud.balise() for noeud in self.tous())

    def balise(self) -> str:
        """La balise et le texte propre de l’élément."""
        attributs = "".join(f' {nom}="{valeur}"' for nom, valeur in sorted(self.attributs.items()))
        return f"<{self.nom}{attributs}>{self.texte.strip()}"


def nommer(complet: str) -> str:
    """Le nom court d’un élément, précédé de son espace de noms.

    >>> nommer("http://schemas.openxmlformats.org/wordprocessingml/2006/main p"), nommer("urn:x y"), nommer("y")
    ('w:p', 'urn:x y', '(aucun espace de noms) y')
    """
    espace, _, local = complet.rpartition(" ")
    if not espace:
        return f"{_SANS_ESPACE}{local}"
    prefixe = _ESPACES.get(espace)
    return complet if prefixe is None else f"{prefixe}{local}"


def _nommer_l_attribut(complet: str) -> str:
    """Le nom court d’un attribut : celui qu’aucun espace ne précède garde le sien, que nul autre ne prend."""
    if " " not in complet:
        return complet
    court = nommer(complet)
    return court if ":" in court else complet


def lire_arbre(
    partie: str,
    octets: bytes | Iterable[bytes],
    ecarter: Callable[[Noeud], bool] = lambda _: False,
    examen: Examen | None = None,
) -> Noeud:
    """L’arbre d’une partie, sans les éléments que ``ecarter`` a traités ; lève ``TexteRefuse``, xml incorrect.

    ``examen`` suit la lecture, éléments écartés compris.
    """
    morceaux_d_octets = _decouper(octets) if isinstance(octets, bytes) else octets
    racine = Noeud("", {})
    pile = [racine]
    morceaux: list[str] = []

    def debut(complet: str, attributs: Attributs) -> None:
        _clore_le_texte()
        noeud = Noeud(nommer(complet), {_nommer_l_attribut(nom): valeur for nom, valeur in attributs.items()})
        if examen is not None:
            examen.debut(noeud.nom, noeud.attributs)
        pile[-1].enfants.append(noeud)
        pile.append(noeud)

    def fin(_: str) -> None:
        _clore_le_texte()
        if examen is not None:
            examen.fin()
        noeud = pile.pop()
        if ecarter(noeud):
            pile[-1].enfants.pop()

    def _clore_le_texte() -> None:
        if morceaux:
            pile[-1].texte += "".join(morceaux)
            morceaux.clear()

    analyser(partie, morceaux_d_octets, debut=debut, fin=fin, texte=morceaux.append)
    return racine.enfants[0]


def _decouper(octets: bytes) -> Iterator[bytes]:
    """Par morceaux : un attribut démesuré est refusé avant d’être gardé en entier."""
    return (octets[rang : rang + _MORCEAU] for rang in range(0, len(octets), _MORCEAU))

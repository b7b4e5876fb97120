"""Un xml que l’on retouche sans le réécrire : où commence et finit chaque élément, et les insertions à y faire.

Tout octet hors d’une retouche reste tel quel : préfixes, ``mc:Ignorable``, commentaires et espaces compris.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from maquettes.annotation.remarque import ClasseurNonAnnotable
from maquettes.annotation.texte_xml import attribut

__all__ = [
    "Element",
    "Retouche",
    "ajouter_a_la_fin",
    "ajouter_au_debut",
    "analyser",
    "appliquer",
    "entier_ecrit",
    "fixer_attribut",
    "inserer_en_ordre",
    "retirer_attribut",
    "tout_retenir",
]

_BALISE: Final = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_NOM: Final = re.compile(rb"<[^\s/>]+")
_ATTRIBUT: Final = re.compile(rb"\s+([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTIER: Final = re.compile(r"[0-9]{1,9}")
_MARQUES_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_DECLARATION: Final = re.compile(r"^(<\?xml[^>]*?encoding\s*=\s*)(\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Un élément et sa place : la balise va de ``debut`` à ``contenu``, l’élément entier de ``debut`` à ``fin``."""

    espace: str
    nom: str
    prefixe: str
    attributs: Mapping[str, str]
    debut: int
    contenu: int
    fin_contenu: int
    fin: int
    enfants: tuple["Element", ...]

    def tous(self, nom: str) -> list["Element"]:
        """Les enfants de ce nom."""
        return [enfant for enfant in self.enfants if enfant.nom == nom]

    def premier(self, nom: str) -> "Element | None":
        """Le premier enfant de ce nom."""
        return next((enfant for enfant in self.enfants if enfant.nom == nom), None)


@dataclass(frozen=True, slots=True)
class Retouche:
    """Remplacer les octets de ``debut`` à ``fin`` par un texte ascii."""

    debut: int
    fin: int
    texte: str


@dataclass(slots=True)
class _Ouvert:
    """Un élément dont la fin n’est pas encore lue."""

    nom: str
    attributs: Mapping[str, str]
    debut: int
    enfants: list[Element] = field(default_factory=list)


def entier_ecrit(texte: str | None) -> int | None:
    """L’entier positif qu’écrit un attribut, s’il en écrit un."""
    return int(texte) if texte is not None and _ENTIER.fullmatch(texte) else None


def tout_retenir(_nom: str, _profondeur: int, _attributs: Mapping[str, str]) -> bool:
    """Retient tous les éléments : pour une petite partie."""
    return True


class _Lecteur:
    """Suit expat et ne garde que les éléments retenus ; un élément dont le parent n’est pas gardé ne l’est pas."""

    def __init__(self, octets: bytes, retenir: Callable[[str, int, Mapping[str, str]], bool]) -> None:
        self._octets = octets
        self._retenir = retenir
        self._profondeur = 0
        self._gardes: list[tuple[int, _Ouvert]] = []
        self.racine: Element | None = None
        self._analyseur = expat.ParserCreate(namespace_separator=" ")
        self._analyseur.StartElementHandler = self._ouvrir
        self._analyseur.EndElementHandler = self._fermer
        self._analyseur.StartDoctypeDeclHandler = self._refuser_doctype

    def lire(self) -> None:
        self._analyseur.Parse(self._octets, True)

    def _refuser_doctype(self, *_ignore: object) -> None:
        raise ClasseurNonAnnotable("une partie du classeur contient une déclaration DOCTYPE, qu’un tableur n’écrit pas")

    def _ouvrir(self, nom: str, attributs: dict[str, str]) -> None:
        profondeur = self._profondeur
        self._profondeur += 1
        parent_garde = len(self._gardes) == 0 if profondeur == 0 else self._parent_est_garde(profondeur)
        if parent_garde and self._retenir(nom.rpartition(" ")[2], profondeur, attributs):
            self._gardes.append((profondeur, _Ouvert(nom, attributs, self._analyseur.CurrentByteIndex)))

    def _parent_est_garde(self, profondeur: int) -> bool:
        return bool(self._gardes) and self._gardes[-1][0] == profondeur - 1

    def _fermer(self, _nom: str) -> None:
        self._profondeur -= 1
        if not self._gardes or self._gardes[-1][0] != self._profondeur:
            return
        _, ouvert = self._gardes.pop()
        element = _element(self._octets, ouvert, self._analyseur.CurrentByteIndex)
        if self._gardes:
            self._gardes[-1][1].enfants.append(element)
        else:
            self.racine = element


def _nom_ecrit(octets: bytes, debut: int) -> bytes:
    nom = _NOM.match(octets, debut)
    return nom[0][1:] if nom else b""


def _element(octets: bytes, ouvert: _Ouvert, position: int) -> Element:
    balise = _BALISE.match(octets, ouvert.debut)
    if balise is None:
        raise ClasseurNonAnnotable("une partie du classeur a un encodage que l’on ne sait pas retoucher")
    fin_contenu, fin = balise.end(), balise.end()
    if not balise[0].endswith(b"/>"):
        fin_contenu, fin = position, octets.index(b">", position) + 1
    espace, _, nom = ouvert.nom.rpartition(" ")
    qualifie = _nom_ecrit(octets, ouvert.debut).decode("utf-8", "replace")
    return Element(
        espace=espace,
        nom=nom,
        prefixe=qualifie[: qualifie.find(":") + 1],
        attributs=ouvert.attributs,
        debut=ouvert.debut,
        contenu=balise.end(),
        fin_contenu=fin_contenu,
        fin=fin,
        enfants=tuple(ouvert.enfants),
    )


def analyser(
    octets: bytes, partie: str, retenir: Callable[[str, int, Mapping[str, str]], bool] = tout_retenir
) -> tuple[bytes, Element]:
    """Les octets à retoucher (en utf-8 s’ils étaient en utf-16) et leur racine.

    Les attributs d’un espace de noms y sont à la clé « espace nom ». Lève :class:`ClasseurNonAnnotable`.
    """
    octets = _sans_utf16(octets, partie)
    lecteur = _Lecteur(octets, retenir)
    try:
        lecteur.lire()
    except expat.ExpatError as erreur:
        raise ClasseurNonAnnotable(
            f"« {partie} » n’est pas du xml lisible (ligne {erreur.lineno}) : "
            "ouvrez le classeur dans un tableur et enregistrez-le de nouveau."
        ) from erreur
    if lecteur.racine is None:
        raise ClasseurNonAnnotable(f"« {partie} » est vide : ouvrez le classeur et enregistrez-le de nouveau.")
    return octets, lecteur.racine


def _sans_utf16(octets: bytes, partie: str) -> bytes:
    if not octets.startswith(_MARQUES_UTF16):
        return octets
    try:
        texte = octets.decode("utf-16")
    except UnicodeDecodeError as erreur:
        raise ClasseurNonAnnotable(f"« {partie} » n’est pas un texte lisible.") from erreur
    return _DECLARATION.sub(r'\1"UTF-8"', texte).encode()


def appliquer(octets: bytes, retouches: Iterable[Retouche]) -> bytes:
    """Les octets retouchés ; à la même place, dans l’ordre donné."""
    morceaux, repris = [], 0
    for retouche in sorted(retouches, key=lambda r: (r.debut, r.fin)):
        morceaux += [octets[repris : retouche.debut], retouche.texte.encode("ascii")]
        repris = retouche.fin
    return b"".join([*morceaux, octets[repris:]])


def _fin_du_nom(octets: bytes, element: Element) -> int:
    return element.debut + 1 + len(_nom_ecrit(octets, element.debut))


def _attributs_situes(octets: bytes, element: Element) -> dict[str, tuple[int, int]]:
    """Où est écrit chaque attribut, espace de gauche compris."""
    position = _fin_du_nom(octets, element)
    situes = {}
    while trouve := _ATTRIBUT.match(octets, position, element.contenu):
        situes[trouve[1].decode("utf-8", "replace")] = trouve.span()
        position = trouve.end()
    return situes


def fixer_attribut(octets: bytes, element: Element, nom: str, valeur: str) -> Retouche:
    """Donne une valeur à un attribut, présent ou non."""
    ecrit = f' {nom}="{attribut(valeur)}"'
    place = _attributs_situes(octets, element).get(nom)
    if place is not None:
        return Retouche(*place, ecrit)
    fin_du_nom = _fin_du_nom(octets, element)
    return Retouche(fin_du_nom, fin_du_nom, ecrit)


def retirer_attribut(octets: bytes, element: Element, nom: str) -> list[Retouche]:
    """Retire un attribut, s’il y est."""
    place = _attributs_situes(octets, element).get(nom)
    return [] if place is None else [Retouche(*place, "")]


def _ouvrir_element_vide(octets: bytes, element: Element, xml: str) -> Retouche:
    qualifie = f"{element.prefixe}{element.nom}"
    barre = octets.rindex(b"/", element.debut, element.contenu)
    return Retouche(barre, element.contenu, f">{xml}</{qualifie}>")


def ajouter_a_la_fin(octets: bytes, element: Element, xml: str) -> Retouche:
    """Ajoute un contenu après le dernier enfant."""
    if element.fin == element.contenu:
        return _ouvrir_element_vide(octets, element, xml)
    return Retouche(element.fin_contenu, element.fin_contenu, xml)


def ajouter_au_debut(octets: bytes, element: Element, xml: str) -> Retouche:
    """Ajoute un contenu avant le premier enfant."""
    if element.fin == element.contenu:
        return _ouvrir_element_vide(octets, element, xml)
    return Retouche(element.contenu, element.contenu, xml)


def inserer_en_ordre(octets: bytes, parent: Element, ordre: Sequence[str], nom: str, xml: str) -> Retouche:
    """Ajoute l’enfant ``nom`` à la place que lui donne ``ordre`` ; un enfant inconnu n’y compte pas."""
    avant = set(ordre[: ordre.index(nom) + 1])
    precedents = [enfant for enfant in parent.enfants if enfant.nom in avant]
    if not precedents:
        return ajouter_au_debut(octets, parent, xml)
    return Retouche(precedents[-1].fin, precedents[-1].fin, xml)

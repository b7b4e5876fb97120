"""Ce que contient une cellule, et ce que contient une colonne : un indice, jamais une valeur."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["Contenu", "Profil", "contenu_de", "nombre_de", "profil_de"]

_ESPACES: Final = re.compile(r"[\s\u00a0\u202f]+")
_NOMBRE: Final = re.compile(
    r"\(?([-+−])?(\d{1,3}(?:[ .]\d{3})+|\d+)(?:[.,](\d+))?\)?(?: ?-)?(?: ?[km]?€| ?euros?)?", re.IGNORECASE
)
_TAUX: Final = re.compile(r"\d{1,3}(?:[.,]\d+)? ?%")
_DATE: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?")
_MOIS: Final = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    "|janv|fevr|fev|avr|juil|sept|oct|nov|dec"
)
_DATE_EN_MOTS: Final = re.compile(rf"(?:\d{{1,2}}(?:er)? )?(?:{_MOIS})\.?[ -]?(?:\d{{4}}|\d{{2}})")
_LIVRAISON: Final = re.compile(
    r"(?:livre|acheve|termine|receptionne|recu)(?:e?s?)? (?:le|en) (?:"
    + _DATE.pattern
    + "|"
    + _DATE_EN_MOTS.pattern
    + ")"
)
_SEMESTRE: Final = re.compile(
    r"(?:19|20)\d\d ?[-/ ]?s ?[12]|s ?[12] ?[-/ ]? ?(?:19|20)\d\d"
    r"|(?:1er?|2(?:e|nd|eme)?) ?(?:s|sem|semestre)\.? ?(?:19|20)\d\d"
    r"|(?:19|20)\d\d ?[-/] ?[12]"
)
_ANNEE: Final = re.compile(r"(?:19[89]|20[0-5])\d")
_QUANTITE: Final = re.compile(
    r"\d[\d ]*(?:[.,]\d+)? ?(?:lgts?|logts?|log\.?|logements?|m2|etp|places?|forfaits?|u|unites?|equipements?)\b\.?"
)
_UNITES: Final = frozenset(
    [
        "lgt",
        "lgts",
        "logt",
        "logts",
        "log",
        "log.",
        "logement",
        "logements",
        "m2",
        "etp",
        "forfait",
        "forfaits",
        "ft",
        "u",
        "unite",
        "ens",
        "ensemble",
        "ml",
        "place",
        "places",
    ]
)
_BASES: Final = frozenset({"ht", "ttc", "h.t.", "t.t.c.", "h.t", "t.t.c", "hors taxes", "hors taxe"})
_NEANT: Final = frozenset({"neant", "so", "s.o.", "p.m.", "pm", "sans objet"})
_CODE: Final = re.compile(r"[a-z]{0,6}[-_. ]?\d+(?:[-_./ ]?[a-z0-9]+)*", re.IGNORECASE)
_CODE_AU_PLUS: Final = 30
_EXEMPLES: Final = 4


class Contenu(StrEnum):
    """Ce que paraît contenir une cellule."""

    NOMBRE = "nombre"
    ENTIER = "entier"
    ANNEE = "année"
    TAUX = "taux"
    DATE = "date"
    SEMESTRE = "semestre"
    QUANTITE = "quantité"
    UNITE = "unité"
    BASE = "base"
    CODE = "code"
    TIRET = "tiret"
    TEXTE = "texte"
    ERREUR = "erreur"


_MOTIFS: Final = (
    (_TAUX, Contenu.TAUX),
    (_SEMESTRE, Contenu.SEMESTRE),
    (_DATE, Contenu.DATE),
    (_DATE_EN_MOTS, Contenu.DATE),
    (_LIVRAISON, Contenu.DATE),
    (_QUANTITE, Contenu.QUANTITE),
    (_ANNEE, Contenu.ANNEE),
)


def contenu_de(cellule: CelluleLue) -> Contenu:
    """Ce que paraît contenir une cellule."""
    match cellule.genre:
        case GenreCellule.NOMBRE:
            if _ANNEE.fullmatch(cellule.texte):
                return Contenu.ANNEE
            return Contenu.ENTIER if "." not in cellule.texte else Contenu.NOMBRE
        case GenreCellule.POURCENTAGE:
            return Contenu.TAUX
        case GenreCellule.DATE:
            return Contenu.DATE
        case GenreCellule.ERREUR | GenreCellule.VIDE:
            return Contenu.ERREUR
        case _:
            return _contenu_du_texte(_ESPACES.sub(" ", cellule.texte).strip())


@lru_cache(maxsize=16_384)
def _contenu_du_texte(texte: str) -> Contenu:
    cle = cle_de_libelle(texte)
    for motif, contenu in _MOTIFS:
        if motif.fullmatch(cle):
            return contenu
    if ("-" in cle and not cle.strip("- €")) or cle in _NEANT:
        return Contenu.TIRET
    mot = Contenu.UNITE if cle in _UNITES else Contenu.BASE if cle in _BASES else None
    if mot is not None:
        return mot
    if _est_un_code(texte):
        return Contenu.CODE
    nombre = Contenu.ENTIER if texte.isdigit() else Contenu.NOMBRE
    return nombre if _NOMBRE.fullmatch(texte) else Contenu.TEXTE


def _est_un_code(texte: str) -> bool:
    """Un code se lit d’une pièce, et son écriture n’est pas celle d’un nombre : zéro de tête, tirets ou lettres."""
    if len(texte) > _CODE_AU_PLUS or not _CODE.fullmatch(texte):
        return False
    sans = texte.replace(" ", "")
    if sans.isdigit() and " " in texte:
        return not _NOMBRE.fullmatch(texte)
    if texte.isdigit():
        return (texte.startswith("0") and len(texte) > 1) or len(texte) >= _LONG_CODE
    return "-" in texte[1:] or any(c.isalpha() for c in texte) or texte.count(".") > 1 or "/" in texte


_LONG_CODE: Final = 12


def nombre_de(cellule: CelluleLue) -> Decimal | None:
    """Le nombre que montre une cellule, pour comparer des colonnes entre elles ; non pour être écrit au dossier."""
    if cellule.genre in {GenreCellule.NOMBRE, GenreCellule.POURCENTAGE}:
        return Decimal(cellule.texte)
    if cellule.genre is not GenreCellule.TEXTE:
        return None
    texte = _ESPACES.sub(" ", cellule.texte).strip()
    if texte.endswith("%") and _TAUX.fullmatch(texte):
        return Decimal(texte.rstrip("% ").replace(",", ".")) / 100
    forme = _NOMBRE.fullmatch(texte)
    if forme is None:
        return Decimal(0) if not texte.strip("- €") else None
    valeur = Decimal(f"{re.sub('[ .]', '', forme[2])}.{forme[3] or 0}")
    return -valeur if forme[1] in {"-", "−"} or texte.startswith("(") or texte.rstrip("€ ").endswith("-") else valeur


@dataclass(frozen=True, slots=True, kw_only=True)
class Profil:
    """Ce que contiennent les cellules d’une colonne, ligne par ligne de données ; ``nombres`` : celles qui en sont."""

    contenus: Mapping[Contenu, int] = field(default_factory=dict)
    valeurs: Mapping[int, CelluleLue] = field(default_factory=dict)
    nombres: Mapping[int, Decimal] = field(default_factory=dict)
    lignes: int = 0

    @property
    def remplies(self) -> int:
        """Le nombre de cellules qui disent quelque chose : ni vides, ni un tiret."""
        return sum(n for contenu, n in self.contenus.items() if contenu is not Contenu.TIRET)

    @property
    def distinctes(self) -> int:
        """Le nombre de textes différents."""
        return len({cellule.texte for cellule in self.valeurs.values()})

    @property
    def exemples(self) -> tuple[str, ...]:
        """Quelques valeurs, telles qu’elles sont écrites."""
        return tuple(dict.fromkeys(cellule.texte for cellule in self.valeurs.values()))[:_EXEMPLES]

    def est(self, *contenus: Contenu) -> bool:
        """Presque toutes les cellules remplies, et une au moins, sont de ces contenus."""
        comptees = sum(self.contenus.get(contenu, 0) for contenu in contenus)
        return comptees > 0 and comptees * 20 >= self.remplies * 19

    def a(self, *contenus: Contenu) -> bool:
        """La plupart des cellules remplies sont de ces contenus."""
        comptees = sum(self.contenus.get(contenu, 0) for contenu in contenus)
        return comptees * 2 > self.remplies


def profil_de(valeurs: Mapping[int, CelluleLue], lignes: Iterable[int]) -> Profil:
    """Le profil d’une colonne sur ces lignes."""
    rangs = list(lignes)
    siennes = {ligne: valeurs[ligne] for ligne in rangs if ligne in valeurs}
    nombres = {ligne: lu for ligne, cellule in siennes.items() if (lu := nombre_de(cellule)) is not None}
    return Profil(
        contenus=Counter(map(contenu_de, siennes.values())), valeurs=siennes, nombres=nombres, lignes=len(rangs)
    )

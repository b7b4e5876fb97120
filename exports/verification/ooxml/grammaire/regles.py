"""Les règles d’une partie xml, écrites en lignes : pour chaque élément, ses attributs et ses enfants admis.

Une ligne est ``nom attribut=genre … > enfant …`` ; en retrait, elle continue la précédente. Un attribut marqué ``^``
est seul de sa sorte, ``!`` diffère de ceux de ses frères. Les enfants suivent l’ordre écrit : ``a`` une fois au plus,
``a*`` autant qu’on veut, ``a|b*`` l’un ou l’autre, ``~a`` n’importe où, ``{a b}`` une fois chacun dans n’importe quel
ordre, ``{a b}*`` en mélange ; ``…`` : n’importe quoi, que rien ne montre. ``parent/nom`` l’emporte sur ``nom`` dans ce
parent ; ``$nom`` répète une suite de mots.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["LIBRE", "Grammaire", "Place", "Regle", "Valeur", "lire_grammaire"]

LIBRE: Final = "…"
_JETON: Final = re.compile(r"\{[^}]*\}\*?|\S+")
_GENRES: Final[Mapping[str, tuple[str, str]]] = {
    "booleen": ("0|1|true|false", "0, 1, true ou false"),
    "faux": ("0|false", "0 ou false"),
    "vrai": ("1|true", "1 ou true"),
    "entier": ("0|[1-9][0-9]{0,9}", "un nombre entier"),
    "relatif": ("0|-?[1-9][0-9]{0,9}", "un nombre entier"),
    "nombre": (r"-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,20})?", "un nombre"),
    "texte": ("(?s:.*)", "un texte"),
    "argb": ("[0-9A-Fa-f]{8}", "une couleur"),
    "rvb": ("[0-9A-Fa-f]{6}", "une couleur"),
    "teinte": ("[0-9A-Fa-f]{6}|auto", "une couleur"),
    "cellule": (r"[A-Z]{1,3}[1-9][0-9]{0,6}", "une cellule"),
    "plage": (r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(:\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})?", "une plage"),
    # La part de la fenêtre que tiennent les onglets, en millièmes.
    "onglets": ("[2-9][0-9]{2}|1000", "de 200 à 1000"),
    # Les numéros que le format laisse au classeur, et ceux des monnaies, que chaque langue y écrit.
    "format": ("[5-8]|3[7-9]|4[0-4]|16[4-9]|1[7-9][0-9]|[2-9][0-9]{2}|[1-9][0-9]{3,5}", "un numéro de format"),
}


@dataclass(frozen=True, slots=True)
class Valeur:
    """Ce que peut valoir un attribut, et comment le dire."""

    motif: re.Pattern[str]
    dite: str


@dataclass(frozen=True, slots=True)
class Place:
    """Une place dans la suite des enfants.

    ``choix`` : un seul des noms y paraît ; ``reglages`` : chacun peut se redire, mot pour mot.
    """

    repetes: bool = False
    choix: bool = False
    ordonnee: bool = True
    reglages: bool = False


@dataclass(slots=True)
class Regle:
    """Ce qu’admet un élément ; ``libre`` : ses enfants ne montrent rien."""

    attributs: dict[str, Valeur] = field(default_factory=dict)
    exclusifs: set[str] = field(default_factory=set)
    distincts: set[str] = field(default_factory=set)
    places: list[Place] = field(default_factory=list)
    enfants: dict[str, int] = field(default_factory=dict)
    libre: bool = False


@dataclass(frozen=True, slots=True)
class Grammaire:
    """Les règles d’un genre de partie, par élément, et le nom français de ce qui n’y a pas sa place."""

    regles: Mapping[str, Regle]
    noms: Mapping[str, str]

    def regle(self, parent: str, nom: str) -> Regle:
        """La règle de cet élément dans ce parent ; celle d’un élément sans attribut ni enfant si rien n’en est dit."""
        return self.regles.get(f"{parent}/{nom}") or self.regles.get(nom) or _VIDE


_VIDE: Final = Regle()


def lire_grammaire(
    texte: str, noms: Mapping[str, str], prefixe: str = "", prefixe_des_attributs: str = ""
) -> Grammaire:
    """La grammaire écrite par ``texte`` ; un préfixe ouvre tout nom qui n’en a pas.

    >>> grammaire = lire_grammaire("a x=booleen > b c*", {}, "w:", "w:")
    >>> grammaire.regle("", "w:a").enfants, list(grammaire.regle("", "w:a").attributs)
    ({'w:b': 0, 'w:c': 1}, ['w:x'])
    """
    suites: dict[str, str] = {}
    regles: dict[str, Regle] = {}
    for ligne in re.sub(r"\n +", " ", texte).splitlines():
        nom, egale, suite = ligne.partition(" = ")
        if egale and nom.startswith("$"):
            suites[nom[1:]] = _developper(suite, suites)
        elif ligne:
            tete, _, enfants = f"{_developper(ligne, suites)} ".partition(" > ")
            noms_de_la_regle, *attributs = tete.split()
            regle = _regle(attributs, enfants, prefixe, prefixe_des_attributs)
            for nom in noms_de_la_regle.split(","):
                regles["/".join(_prefixer(prefixe, n) for n in nom.split("/"))] = regle
    return Grammaire(regles, noms)


def _developper(ligne: str, suites: Mapping[str, str]) -> str:
    return re.sub(r"(?<!\S)\$(\w+)", lambda nomme: suites[nomme[1]], ligne)


def _prefixer(prefixe: str, nom: str) -> str:
    return nom if ":" in nom else f"{prefixe}{nom}"


def _regle(attributs: list[str], enfants: str, prefixe: str, prefixe_des_attributs: str) -> Regle:
    regle = Regle()
    for ecrit in attributs:
        marque_et_nom, _, genre = ecrit.partition("=")
        nom = _prefixer(prefixe_des_attributs, marque_et_nom.lstrip("^!"))
        regle.attributs[nom] = _valeur(genre)
        if marque_et_nom.startswith("^"):
            regle.exclusifs.add(nom)
        if marque_et_nom.startswith("!"):
            regle.distincts.add(nom)
    for place, noms in _places(enfants):
        if noms == [LIBRE]:
            regle.libre = True
            continue
        for nom in noms:
            regle.enfants[_prefixer(prefixe, nom)] = len(regle.places)
        regle.places.append(place)
    return regle


def _places(enfants: str) -> Iterator[tuple[Place, list[str]]]:
    for jeton in _JETON.findall(enfants):
        repetes = jeton.endswith("*")
        if jeton.startswith("{"):
            yield Place(repetes=repetes, reglages=not repetes), jeton.strip("{}*").split()
        else:
            noms = jeton.strip("~*").split("|")
            yield Place(repetes=repetes, choix=len(noms) > 1, ordonnee=not jeton.startswith("~")), noms


def _valeur(genre: str) -> Valeur:
    if genre in _GENRES:
        motif, dite = _GENRES[genre]
        return Valeur(re.compile(motif), dite)
    permises = genre.split("|")
    return Valeur(re.compile("|".join(map(re.escape, permises))), " ou ".join(permises))

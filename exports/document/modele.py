"""Un objet de document : une dataclass figée, dont chaque champ est vérifié d’après son annotation.

Ce qui empêche de le construire se dit en français, par l’erreur commune, une faute par champ refusé. Les types sont
stricts, et rien n’est converti : un booléen n’est pas un entier, une liste n’est pas un tuple. ``Annotated`` ajoute une
règle à un type (``Annotated[str, non_vide]``) : une fonction qui rend ce qu’il fallait, ou rien si la valeur convient.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import wraps
from types import MappingProxyType, NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    NamedTuple,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from financement.fautes.faute import Faute, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.validation import CLE_MAUVAIS_TYPE, VALEUR_ABSENTE, VALEUR_INTERDITE
from maquettes.description.fautes import CLE_INCONNUE

__all__ = ["Regle", "modele"]

Objet = TypeVar("Objet")
Regle = Callable[[Any], str | None]
_Admis = dict[type, Regle | None]

_NOMS: Final[Mapping[type, str]] = MappingProxyType(
    {str: "un texte", int: "un nombre entier", bool: "un booléen", date: "une date", tuple: "un tuple"}
)


class _Champ(NamedTuple):
    """``admis`` : la règle de chaque type que le champ admet, s’il en a une."""

    nom: str
    admis: _Admis
    poser: Callable[[object, object], None]
    defaut: object


@dataclass_transform(kw_only_default=True, frozen_default=True)
def modele(classe: type[Objet]) -> type[Objet]:
    """Fige la classe ; construite, elle lève :class:`ValeurImpossible` pour un champ absent, inconnu ou refusé.

    Sa méthode ``_defaut``, si elle en a une, dit ensuite en une phrase ce qui ne va pas dans l’objet entier.
    """
    figee: Any = dataclass(frozen=True, slots=True, kw_only=True)(classe)
    annotations = get_type_hints(figee, include_extras=True)
    champs = tuple(
        _Champ(champ.name, _admis(annotations[champ.name]), getattr(figee, champ.name).__set__, champ.default)
        for champ in fields(figee)
    )
    noms, defaut = frozenset(annotations), getattr(figee, "_defaut", None)

    @wraps(figee.__init__)
    def construire(objet: object, /, **valeurs: object) -> None:
        # Une annexe construit des dizaines de milliers d'objets justes : rien ne se compose avant un refus.
        for nom, admis, poser, par_defaut in champs:
            valeur = valeurs.get(nom, par_defaut)
            regle = admis.get(type(valeur), _refuser)
            if regle is not None and regle(valeur) is not None:
                break
            poser(objet, valeur)
        else:
            if noms.issuperset(valeurs):
                if defaut is not None and (phrase := defaut(objet)):
                    raise ValeurImpossible(figee.__name__, [_faute_de_l_objet(figee.__name__, phrase)])
                return
        raise ValeurImpossible(figee.__name__, _fautes(champs, valeurs))

    figee.__init__ = construire
    return figee  # type: ignore[no-any-return]


def _faute_de_l_objet(nom: str, phrase: str) -> Faute:
    return faute(VALEUR_INTERDITE, Provenance(), nom, regle=phrase, correction="La corriger.")


def _fautes(champs: tuple[_Champ, ...], valeurs: Mapping[str, object]) -> Iterator[Faute]:
    for champ in champs:
        lieu = Provenance(colonne=champ.nom)
        valeur = valeurs.get(champ.nom, champ.defaut)
        if valeur is MISSING:
            yield faute(VALEUR_ABSENTE, lieu)
        elif (attendu := _attendu(champ.admis, valeur)) is not None:
            yield faute(CLE_MAUVAIS_TYPE, lieu, repr(valeur), attendu=attendu)
    noms = [champ.nom for champ in champs]
    for nom in valeurs:
        if nom not in noms:
            yield faute(CLE_INCONNUE, Provenance(colonne=nom), nom, proposition="", cles=", ".join(noms))


def _refuser(_: object) -> str:
    """La règle d’un type qu’un champ n’admet pas."""
    return "une valeur d’un autre type"


def _attendu(admis: _Admis, valeur: object) -> str | None:
    """Ce qu’il fallait à la place de la valeur, rien si elle convient."""
    if type(valeur) not in admis:
        return " ou ".join(_NOMS.get(genre, f"un objet {genre.__name__}") for genre in admis if genre is not NoneType)
    regle = admis[type(valeur)]
    return None if regle is None else regle(valeur)


def _admis(voulu: Any) -> _Admis:
    """Les types qu’une annotation admet."""
    origine, termes = get_origin(voulu), get_args(voulu)
    if origine is Annotated:
        ((genre, regle),) = _admis(termes[0]).items()
        return {genre: _successives([*filter(None, [regle]), *termes[1:]])}
    if origine is tuple:
        return {tuple: _suite(_admis(termes[0]), None if termes[-1] is Ellipsis else len(termes))}
    if origine in {Union, UnionType}:
        return {genre: regle for terme in termes for genre, regle in _admis(terme).items()}
    return {voulu: None}


def _successives(regles: list[Regle]) -> Regle:
    if len(regles) == 1:
        return regles[0]
    return lambda valeur: next((attendu for regle in regles if (attendu := regle(valeur)) is not None), None)


def _suite(admis: _Admis, longueur: int | None) -> Regle:
    """Un tuple d’un seul genre : ``tuple[X, ...]``, ou ``tuple[X, X]`` pour une longueur fixée."""

    def suite(valeurs: tuple[object, ...]) -> str | None:
        if longueur is not None and len(valeurs) != longueur:
            return f"un tuple de {longueur} éléments"
        for rang, valeur in enumerate(valeurs, 1):
            regle = admis.get(type(valeur), _refuser)
            if regle is not None and regle(valeur) is not None:
                return f"{_attendu(admis, valeur)} à la place {rang}"
        return None

    return suite

"""Un document TOML que décrit un modèle pydantic : ses fautes, en français, chacune à sa ligne."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from financement.fautes.faute import Faute, TexteRefuse, faute
from financement.valeurs.ressemblance import proposition
from financement.valeurs.validation import CHOIX_INCONNU, CLE_MAUVAIS_TYPE
from maquettes.description.documents import CLE_ABSENTE
from maquettes.description.fautes import CLE_INCONNUE
from maquettes.description.valeurs import decrire
from maquettes.formes.lieux_imbriques import Chemin, LieuxImbriques

__all__ = ["fautes_du_modele"]

_ATTENDUS: Final = MappingProxyType(
    {
        "string_type": "un texte entre guillemets",
        "string_too_short": "un texte non vide",
        "int_type": "un nombre entier, sans guillemets",
        "bool_type": "true ou false",
        "tuple_type": "une liste",
        "list_type": "une liste",
        "dict_type": "une table de paires",
        "model_type": "une table avec ses clés",
    }
)


def fautes_du_modele(
    erreurs: ValidationError,
    modele: type[BaseModel],
    document: Mapping[str, object],
    lieux: LieuxImbriques,
    attendus: Mapping[str, str],
) -> list[Faute]:
    """Les fautes du modèle, en français, une par place : d’une alternative, le premier refus suffit.

    ``attendus`` : ce qu’il faut écrire, par genre d’erreur, quand le modèle en dit plus que son type.
    """
    par_place: dict[Chemin, Faute] = {}
    for erreur in erreurs.errors(include_url=False):
        chemin = _chemin(erreur["loc"], erreur["type"], document)
        if chemin not in par_place:
            par_place[chemin] = _en_francais(erreur, chemin, document, lieux, modele, {**_ATTENDUS, **attendus})
    return list(par_place.values())


def _chemin(lieu: tuple[str | int, ...], genre: str, document: object) -> Chemin:
    """Ce qui, du lieu d’une erreur, est dans le document : le reste nomme une branche du modèle."""
    chemin: Chemin = ()
    ici: Any = document
    for cle in lieu:
        if (isinstance(cle, int) and isinstance(ici, dict)) or (isinstance(cle, str) and isinstance(ici, list)):
            # Une condition seule, écrite sans sa liste ; ou le nom de la branche qu'une liste a fait choisir.
            continue
        if not _contient(ici, cle):
            manque = isinstance(ici, dict) and cle == lieu[-1] and genre == "missing"
            return (*chemin, cle) if manque else chemin
        ici = ici[cle]
        chemin = (*chemin, cle)
    return chemin


def _contient(ici: object, cle: str | int) -> bool:
    return cle in ici if isinstance(ici, dict) else isinstance(ici, list) and isinstance(cle, int) and cle < len(ici)


def _en_francais(
    erreur: Any,
    chemin: Chemin,
    document: Mapping[str, object],
    lieux: LieuxImbriques,
    modele: type[BaseModel],
    attendus: Mapping[str, str],
) -> Faute:
    genre, lu = erreur["type"], decrire(_valeur(document, chemin))
    lieu = lieux(chemin)
    match genre:
        case "missing" if isinstance(chemin[-1], str) and _valeur(document, chemin) is None:
            return faute(CLE_ABSENTE, lieux(chemin[:-1]).a_la_colonne(str(chemin[-1])), attendu=str(chemin[-1]))
        case "extra_forbidden":
            cles = _cles_connues(modele, chemin[:-1])
            cle = str(chemin[-1])
            return faute(CLE_INCONNUE, lieu, cle, proposition=proposition(cle, cles), cles=", ".join(cles))
        case "enum":
            choix = [mot.strip(" '") for mot in erreur["ctx"]["expected"].replace(" or ", ", ").split(",")]
            return faute(CHOIX_INCONNU, lieu, lu, proposition=proposition(lu, choix), choix=", ".join(choix))
        case "value_error" if isinstance(refus := erreur["ctx"]["error"], TexteRefuse):
            return refus.en_faute(lieu)
        case _:
            return faute(CLE_MAUVAIS_TYPE, lieu, lu, attendu=attendus.get(genre, "une valeur de son type"))


def _valeur(document: object, chemin: Chemin) -> object:
    ici: Any = document
    for cle in chemin:
        if isinstance(ici, dict):
            ici = ici.get(cle)
        elif isinstance(ici, list) and isinstance(cle, int):
            ici = ici[cle]
    return ici


def _cles_connues(racine: type[BaseModel], chemin: Chemin) -> list[str]:
    """Les clés du modèle à cette place."""
    modele: Any = racine
    for cle in chemin:
        if isinstance(cle, str):
            modele = next(iter(_modeles(modele.model_fields[cle].annotation)), modele)
    return list(modele.model_fields)


def _modeles(annotation: Any) -> Iterator[Any]:
    """Les modèles que cite une annotation."""
    if hasattr(annotation, "model_fields"):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _modeles(argument)

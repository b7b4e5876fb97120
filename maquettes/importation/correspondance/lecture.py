"""Lire une correspondance : du texte TOML à son modèle figé, toutes les fautes à la fois, chacune à sa ligne.

Une personne l’écrit : ses listes fermées se lisent comme on les écrit (« Subvention », « k€ »), et un texte seul vaut
pour la colonne ou la constante qu’il désigne.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from financement.dossier.nomenclature import Base, Nature, TypeMouvement
from financement.fautes.faute import DossierRefuse, Faute, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.graphies import cle_de_mot
from financement.valeurs.ressemblance import proposition
from financement.valeurs.validation import CHOIX_INCONNU, CLE_MAUVAIS_TYPE
from maquettes.description.description import OBJETS
from maquettes.description.documents import CLE_ABSENTE, ConventionLue, lire_convention
from maquettes.description.fautes import CLE_INCONNUE
from maquettes.description.valeurs import decrire
from maquettes.description.vocabulaires import trouver_choix
from maquettes.fichiers.sources import SourceRefusee
from maquettes.formes.toml_situe import Lieux, lire_toml
from maquettes.importation.correspondance.examen import examiner, examiner_la_source
from maquettes.importation.correspondance.lieux import Chemin, LieuxDeCorrespondance
from maquettes.importation.correspondance.modele import Correspondance, Role, Signe, Source, UniteDeSource

__all__ = ["CorrespondanceLue", "lire_correspondance"]

CONVENTION: Final = "convention"
_SOURCES: Final = "sources"
_DE_LA_CONVENTION: Final = (CONVENTION, *(objet.nom for objet in OBJETS))
_COLONNE_OU_CONSTANTE: Final = MappingProxyType(
    {
        "date": "colonne",
        "montant": "colonne",
        "operation": "colonne",
        "piece": "colonne",
        "libelle": "colonne",
        "financeur": "valeur",
        "type": "valeur",
        "nature": "valeur",
    }
)
_UNITES: Final = MappingProxyType(
    {
        "€": "euro",
        "eur": "euro",
        "euros": "euro",
        "k€": "millier",
        "ke": "millier",
        "milliers": "millier",
        "m€": "million",
        "me": "million",
        "millions": "million",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrespondanceLue:
    """Une correspondance, la convention qu’elle porte s’il y en a une, et le lieu de ses clés."""

    correspondance: Correspondance
    convention: ConventionLue | None
    lieux: Callable[[Chemin], Provenance]


def lire_correspondance(nom: str, octets: bytes) -> CorrespondanceLue:
    """La correspondance du fichier ``nom`` ; lève :class:`DossierRefuse` avec toutes ses fautes, à leur ligne.

    Les fautes de la convention qui y est écrite ne sont dites qu’avec celles des tables, à l’importation.
    """
    try:
        document, lieux_de_convention = lire_toml(nom, octets)
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    lieux = LieuxDeCorrespondance(nom, octets.decode("utf-8", "replace").replace("\r\n", "\n"))
    portee = isinstance(document.get(CONVENTION), dict)
    siennes = {
        cle: valeur
        for cle, valeur in document.items()
        if cle not in _DE_LA_CONVENTION or (cle == CONVENTION and not portee)
    }
    normalise = _normaliser(siennes)
    try:
        correspondance = Correspondance.model_validate_json(json.dumps(normalise, default=_etranger))
    except ValidationError as erreurs:
        fautes = [*_fautes(erreurs, siennes, lieux), *_fautes_de_sens(normalise.get(_SOURCES), lieux)]
        raise DossierRefuse(fautes) from None
    if fautes := list(examiner(correspondance, lieux)):
        raise DossierRefuse(fautes)
    convention = _convention(document, lieux_de_convention) if portee else None
    return CorrespondanceLue(correspondance=correspondance, convention=convention, lieux=lieux)


def _fautes_de_sens(sources: object, lieux: LieuxDeCorrespondance) -> Iterator[Faute]:
    """Les fautes de sens des sources bien formées, quand d’autres ne le sont pas : toutes se disent à la fois."""
    for rang, source in enumerate(sources if isinstance(sources, list) else ()):
        try:
            formee = Source.model_validate_json(json.dumps(source, default=_etranger))
        except ValidationError:
            continue
        yield from examiner_la_source(rang, formee, lieux)


def _convention(document: Mapping[str, object], lieux: Lieux) -> ConventionLue:
    sienne = {cle: valeur for cle, valeur in document.items() if cle == "format" or cle in _DE_LA_CONVENTION}
    lue = lire_convention(sienne, (), lieux)
    lue.preciser = lieux.preciser
    return lue


def _etranger(_valeur: object) -> object:
    """Une date, un nombre à virgule : d’aucun type attendu, et refusé à sa place."""
    return {"": None}


def _normaliser(document: Mapping[str, object]) -> dict[str, object]:
    """Le même document, ses mots et ses raccourcis écrits comme le modèle les attend."""
    sources = document.get(_SOURCES)
    if not isinstance(sources, list):
        return dict(document)
    return {**document, _SOURCES: [_source(source) for source in sources]}


def _source(source: object) -> object:
    if not isinstance(source, dict):
        return source
    normalisee = dict(source)
    _remplacer(normalisee, "role", lambda mot: _mot(Role, mot))
    _remplacer(normalisee, "unite", _unite)
    _remplacer(normalisee, "base", lambda mot: _choix(Base, mot))
    for liste, normaliser in (("financeurs", _financeur), ("mouvements", _mouvement), ("regles", _regle)):
        objets = normalisee.get(liste)
        if isinstance(objets, list):
            normalisee[liste] = [normaliser(dict(o)) if isinstance(o, dict) else o for o in objets]
    return normalisee


def _financeur(objet: dict[str, Any]) -> dict[str, Any]:
    _remplacer(objet, "nature", lambda mot: _choix(Nature, mot))
    _remplacer(objet, "unite", _unite)
    return objet


def _mouvement(objet: dict[str, Any]) -> dict[str, Any]:
    _remplacer(objet, "type", lambda mot: _choix(TypeMouvement, mot))
    _remplacer(objet, "nature", lambda mot: _choix(Nature, mot))
    for champ, role in _COLONNE_OU_CONSTANTE.items():
        valeur = objet.get(champ)
        vocabulaire = {"type": TypeMouvement, "nature": Nature}.get(champ)
        if isinstance(valeur, str) and (vocabulaire is None or valeur not in {v.value for v in vocabulaire}):
            objet[champ] = {role if vocabulaire is None else "colonne": valeur}
    return objet


def _regle(objet: dict[str, Any]) -> dict[str, Any]:
    _remplacer(objet, "type", lambda mot: _choix(TypeMouvement, mot))
    _remplacer(objet, "nature", lambda mot: _choix(Nature, mot))
    _remplacer(objet, "base", lambda mot: _choix(Base, mot))
    conditions = objet.get("si")
    if isinstance(conditions, dict):
        objet["si"] = conditions = [conditions]
    if isinstance(conditions, list):
        objet["si"] = [dict(c) if isinstance(c, dict) else c for c in conditions]
        for condition in objet["si"]:
            if isinstance(condition, dict):
                _remplacer(condition, "signe", lambda mot: _mot(Signe, mot))
    return objet


def _remplacer(objet: dict[str, Any], cle: str, lire: Callable[[str], str]) -> None:
    if isinstance(objet.get(cle), str):
        objet[cle] = lire(objet[cle])


def _choix(vocabulaire: Any, mot: str) -> str:
    trouve = trouver_choix(vocabulaire, mot)
    return mot if trouve is None else str(trouve)


def _mot(vocabulaire: Any, mot: str) -> str:
    return next((valeur.value for valeur in vocabulaire if cle_de_mot(valeur.value) == cle_de_mot(mot)), mot)


def _unite(mot: str) -> str:
    return _UNITES.get(mot.strip().casefold(), _mot(UniteDeSource, mot))


def _fautes(erreurs: ValidationError, document: Mapping[str, object], lieux: LieuxDeCorrespondance) -> list[Faute]:
    """Les fautes du modèle, en français, une par place : d’une alternative, le premier refus suffit."""
    par_place: dict[Chemin, Faute] = {}
    for erreur in erreurs.errors(include_url=False):
        chemin = _chemin(erreur["loc"], erreur["type"], document)
        if chemin not in par_place:
            par_place[chemin] = _en_francais(erreur, chemin, document, lieux)
    return list(par_place.values())


def _chemin(lieu: tuple[str | int, ...], genre: str, document: object) -> Chemin:
    """Ce qui, du lieu d’une erreur, est dans le document : le reste nomme une branche du modèle."""
    chemin: Chemin = ()
    ici: Any = document
    for cle in lieu:
        if isinstance(cle, int) and isinstance(ici, dict):
            # Une condition seule, écrite sans sa liste.
            continue
        if not _contient(ici, cle):
            manque = isinstance(ici, dict) and cle == lieu[-1] and genre == "missing"
            return (*chemin, cle) if manque else chemin
        ici = ici[cle]
        chemin = (*chemin, cle)
    return chemin


def _contient(ici: object, cle: str | int) -> bool:
    return cle in ici if isinstance(ici, dict) else isinstance(ici, list) and isinstance(cle, int) and cle < len(ici)


_ATTENDUS: Final = MappingProxyType(
    {
        "string_type": "un texte entre guillemets",
        "string_too_short": "un texte non vide",
        "string_too_long": "un texte de cinq cents caractères au plus",
        "int_type": "un nombre entier, sans guillemets",
        "bool_type": "true ou false",
        "tuple_type": "une liste",
        "list_type": "une liste",
        "dict_type": "une table de paires",
        "model_type": "une table avec ses clés",
        "greater_than_equal": "une année de 1900 à 2200",
        "less_than_equal": "une année de 1900 à 2200",
        "too_short": "deux lignes, [première, dernière]",
        "missing": "deux lignes, [première, dernière]",
        "too_long": "deux lignes, [première, dernière]",
        "literal_error": "1, ou pour decimale « , » ou « . »",
    }
)


def _en_francais(erreur: Any, chemin: Chemin, document: Mapping[str, object], lieux: LieuxDeCorrespondance) -> Faute:
    genre, lu = erreur["type"], decrire(_valeur(document, chemin))
    lieu = lieux(chemin)
    match genre:
        case "missing" if isinstance(chemin[-1], str) and _valeur(document, chemin) is None:
            return faute(CLE_ABSENTE, lieux(chemin[:-1]).a_la_colonne(str(chemin[-1])), attendu=str(chemin[-1]))
        case "extra_forbidden":
            cles = _cles_connues(chemin[:-1])
            cle = str(chemin[-1])
            return faute(CLE_INCONNUE, lieu, cle, proposition=proposition(cle, cles), cles=", ".join(cles))
        case "enum":
            choix = [mot.strip(" '") for mot in erreur["ctx"]["expected"].replace(" or ", ", ").split(",")]
            return faute(CHOIX_INCONNU, lieu, lu, proposition=proposition(lu, choix), choix=", ".join(choix))
        case _:
            return faute(CLE_MAUVAIS_TYPE, lieu, lu, attendu=_ATTENDUS.get(genre, "une valeur de son type"))


def _valeur(document: object, chemin: Chemin) -> object:
    ici: Any = document
    for cle in chemin:
        if isinstance(ici, dict):
            ici = ici.get(cle)
        elif isinstance(ici, list) and isinstance(cle, int):
            ici = ici[cle]
    return ici


def _cles_connues(chemin: Chemin) -> list[str]:
    """Les clés du modèle à cette place."""
    modele: Any = Correspondance
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

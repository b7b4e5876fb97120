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
from financement.fautes.faute import DossierRefuse, Faute
from financement.fautes.provenance import Provenance
from financement.valeurs.graphies import cle_de_mot
from maquettes.description.description import OBJETS
from maquettes.description.documents import ConventionLue, lire_convention
from maquettes.description.vocabulaires import trouver_choix
from maquettes.fichiers.sources import SourceRefusee
from maquettes.formes.lieux_imbriques import Chemin, LieuxImbriques
from maquettes.formes.modele_de_toml import fautes_du_modele
from maquettes.formes.toml_situe import Lieux, lire_toml
from maquettes.importation.correspondance.examen import examiner, examiner_la_source
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

_ATTENDUS: Final = MappingProxyType(
    {
        "string_too_long": "un texte de cinq cents caractères au plus",
        "greater_than_equal": "une année de 1900 à 2200",
        "less_than_equal": "une année de 1900 à 2200",
        "too_short": "deux lignes, [première, dernière]",
        "missing": "deux lignes, [première, dernière]",
        "too_long": "deux lignes, [première, dernière]",
        "literal_error": "1, ou pour decimale « , » ou « . »",
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
    lieux = LieuxImbriques(nom, octets.decode("utf-8", "replace").replace("\r\n", "\n"))
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
        fautes = [
            *fautes_du_modele(erreurs, Correspondance, siennes, lieux, _ATTENDUS),
            *_fautes_de_sens(normalise.get(_SOURCES), lieux),
        ]
        raise DossierRefuse(fautes) from None
    if fautes := list(examiner(correspondance, lieux)):
        raise DossierRefuse(fautes)
    convention = _convention(document, lieux_de_convention) if portee else None
    return CorrespondanceLue(correspondance=correspondance, convention=convention, lieux=lieux)


def _fautes_de_sens(sources: object, lieux: LieuxImbriques) -> Iterator[Faute]:
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

"""Lire un fichier de scénarios : du texte TOML aux hypothèses, toutes les fautes à la fois, chacune à sa ligne."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from financement.aleas.alea import Alea
from financement.fautes.faute import DossierRefuse, Faute, TexteRefuse, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.scenarios.hypothese import impossible
from financement.scenarios.scenario import Scenario
from financement.valeurs.graphies import cle_de_mot
from financement.valeurs.ressemblance import proposition
from financement.valeurs.taux import lire_taux
from financement.valeurs.validation import CHOIX_INCONNU
from maquettes.fichiers.chemin_donne import chemin_donne
from maquettes.fichiers.sources import FICHIER_INTROUVABLE, SourceRefusee, lire_octets
from maquettes.formes.lieux_imbriques import LieuxImbriques
from maquettes.formes.modele_de_toml import fautes_du_modele
from maquettes.formes.toml_situe import lire_toml
from maquettes.scenarios.aleas import LectureDAleas
from maquettes.scenarios.hypotheses import LectureDHypotheses
from maquettes.scenarios.modele import AleaEcrit, Fichier, Genre, HypotheseEcrite, SerieEcrite, TresorerieEcrite

__all__ = ["ConditionsDeRelais", "ScenariosLus", "lire_scenarios", "lire_scenarios_toml"]

Modele = TypeVar("Modele", bound=BaseModel)

_ATTENDUS: Final = MappingProxyType(
    {
        "string_too_long": "un texte de deux cents caractères au plus",
        "too_short": "une date et un indice au moins",
        "literal_error": "1",
        "greater_than_equal": "un nombre de jours de 0 à 3 650",
        "less_than_equal": "un nombre de jours de 0 à 3 650",
    }
)


@dataclass(frozen=True, slots=True)
class ConditionsDeRelais:
    """Le ``taux`` annuel d’un prêt relais ; le ``delai`` des financeurs en jours, ``None`` : celui du journal."""

    taux: Fraction
    delai: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenariosLus:
    """Ce qu’un fichier suppose : des scénarios, et des aléas à tirer."""

    scenarios: tuple[Scenario, ...]
    aleas: tuple[Alea, ...] = ()
    relais: ConditionsDeRelais | None = None

    def nomme(self, nom: str) -> Scenario:
        """Le scénario de ce nom ; lève :class:`ValeurImpossible` si le fichier n’en a pas."""
        noms = [scenario.nom for scenario in self.scenarios]
        if nom not in noms:
            termes = {"proposition": proposition(nom, noms), "choix": ", ".join(noms)}
            raise ValeurImpossible("Scénario", [faute(CHOIX_INCONNU, Provenance(colonne="scenario"), nom, **termes)])
        return self.scenarios[noms.index(nom)]


def lire_scenarios(chemin: str | Path) -> ScenariosLus:
    """Les scénarios d’un fichier TOML ; lève :class:`DossierRefuse` avec toutes ses fautes, à leur ligne."""
    fichier = chemin_donne("chemin", chemin)
    if not os.path.lexists(fichier):
        raise DossierRefuse([faute(FICHIER_INTROUVABLE, Provenance(fichier=fichier.name), str(fichier))])
    try:
        octets = lire_octets(fichier)
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    return lire_scenarios_toml(fichier.name, octets)


def lire_scenarios_toml(nom: str, octets: bytes) -> ScenariosLus:
    """Les scénarios d’un texte TOML, ses lieux dans le fichier ``nom`` ; lève ce que lève :func:`lire_scenarios`."""
    try:
        document, _ = lire_toml(nom, octets)
    except SourceRefusee as refus:
        raise DossierRefuse([refus.faute]) from None
    lieux = LieuxImbriques(nom, octets.decode("utf-8", "replace").replace("\r\n", "\n"))
    normalise = _normaliser(document)
    try:
        fichier = Fichier.model_validate_json(json.dumps(normalise, default=_etranger))
    except ValidationError as erreurs:
        fautes = fautes_du_modele(erreurs, Fichier, document, lieux, _ATTENDUS)
        raise DossierRefuse([*fautes, *_fautes_de_sens(normalise, lieux)]) from None
    lecture = LectureDHypotheses(lieux, fichier.series)
    scenarios = tuple(
        Scenario(nom=scenario.nom, hypotheses=lecture.lire(rang, scenario))
        for rang, scenario in enumerate(fichier.scenarios)
    )
    lecture_d_aleas = LectureDAleas(lieux)
    aleas = lecture_d_aleas.lire(fichier.aleas)
    fautes = [*lecture.fautes, *lecture_d_aleas.fautes, *_fautes_d_ensemble(fichier, lieux)]
    relais = _relais(fichier.tresorerie, lieux, fautes)
    if fautes:
        raise DossierRefuse(fautes)
    return ScenariosLus(scenarios=scenarios, aleas=aleas, relais=relais)


def _relais(ecrite: TresorerieEcrite | None, lieux: LieuxImbriques, fautes: list[Faute]) -> ConditionsDeRelais | None:
    if ecrite is None:
        return None
    try:
        return ConditionsDeRelais(lire_taux(ecrite.taux), ecrite.delai)
    except TexteRefuse as refus:
        fautes.append(refus.en_faute(lieux(("tresorerie", "taux"))))
        return None


def _fautes_de_sens(document: Mapping[str, Any], lieux: LieuxImbriques) -> list[Faute]:
    """Les fautes de sens des hypothèses bien formées, quand le fichier ne l’est pas : toutes se disent à la fois."""
    lecture = LectureDHypotheses(lieux, [serie for _, serie in _bien_formees(document.get("series"), SerieEcrite)])
    scenarios = document.get("scenarios")
    for rang, scenario in enumerate(scenarios if isinstance(scenarios, list) else ()):
        hypotheses = scenario.get("hypotheses") if isinstance(scenario, dict) else None
        for place, hypothese in _bien_formees(hypotheses, HypotheseEcrite):
            # Ses séries peuvent être de celles qui ne se lisent pas.
            if not hypothese.composantes:
                lecture.hypothese(("scenarios", rang, "hypotheses", place), hypothese)
    lecture_d_aleas = LectureDAleas(lieux)
    for rang, alea in _bien_formees(document.get("aleas"), AleaEcrit):
        lecture_d_aleas.alea(("aleas", rang), alea)
    return [*lecture.fautes, *lecture_d_aleas.fautes]


def _bien_formees(objets: object, modele: type[Modele]) -> Iterator[tuple[int, Modele]]:
    for rang, objet in enumerate(objets if isinstance(objets, list) else ()):
        try:
            yield rang, modele.model_validate_json(json.dumps(objet, default=_etranger))
        except ValidationError:
            continue


def _fautes_d_ensemble(fichier: Fichier, lieux: LieuxImbriques) -> list[Faute]:
    fautes = []
    if not fichier.scenarios and not fichier.aleas:
        correction = "Y écrire un [[scenarios]], ou un [[aleas]]."
        fautes.append(impossible(lieux(()), "Le fichier ne suppose rien", correction))
    vus: set[str] = set()
    for rang, scenario in enumerate(fichier.scenarios):
        if scenario.nom in vus:
            fautes.append(
                impossible(
                    lieux(("scenarios", rang, "nom")),
                    f"Deux scénarios s’appellent « {scenario.nom} »",
                    "Donner à chacun son nom.",
                )
            )
        vus.add(scenario.nom)
        if not scenario.hypotheses:
            fautes.append(
                impossible(
                    lieux(("scenarios", rang)),
                    f"Le scénario « {scenario.nom} » n’a pas d’hypothèse",
                    "Y écrire au moins un [[scenarios.hypotheses]].",
                )
            )
    return fautes


def _normaliser(document: Mapping[str, object]) -> dict[str, Any]:
    """Le même document, ses dates en textes et ses genres comme le modèle les attend."""
    normalise: dict[str, Any] = json.loads(json.dumps(document, default=_en_texte))
    scenarios = normalise.get("scenarios")
    for scenario in scenarios if isinstance(scenarios, list) else ():
        hypotheses = scenario.get("hypotheses") if isinstance(scenario, dict) else None
        for hypothese in hypotheses if isinstance(hypotheses, list) else ():
            if isinstance(hypothese, dict) and isinstance(hypothese.get("genre"), str):
                cle = cle_de_mot(hypothese["genre"])
                hypothese["genre"] = next((g.value for g in Genre if cle_de_mot(g.value) == cle), hypothese["genre"])
    return normalise


def _en_texte(valeur: object) -> object:
    """Une date nue vaut son texte ; le reste n’est d’aucun type attendu, et se refuse à sa place."""
    return valeur.isoformat() if isinstance(valeur, date) and not isinstance(valeur, datetime) else {"": None}


def _etranger(_: object) -> object:
    return {"": None}

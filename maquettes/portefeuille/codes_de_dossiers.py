"""Le code de convention d’un dossier, sans lire le dossier : à qui revient une part d’un journal commun."""

import json
import os
from functools import partial
from pathlib import Path

from financement.dossier.convention import Convention
from financement.fautes.faute import DossierRefuse, TexteRefuse
from financement.fautes.provenance import INCONNUE, Provenance
from maquettes.description.description import CONVENTION
from maquettes.description.documents import est_un_objet, lire_objet
from maquettes.description.lignes import LigneLue
from maquettes.description.limites_de_lecture import limite_de_lecture
from maquettes.fichiers.encodage import decoder
from maquettes.fichiers.sources import SourceRefusee, lire_octets
from maquettes.formes import convention_toml

__all__ = ["lire_code"]


def lire_code(chemin: Path) -> str | None:
    """Le code que porte le dossier ``chemin``, sous l’une de ses trois formes ; ``None`` s’il ne se lit pas.

    Un dossier dont le code ne se lit pas ne se lit pas davantage : sa lecture dira pourquoi.
    """
    if not os.path.lexists(chemin):
        return None
    try:
        entete = _entete(chemin)
    except (SourceRefusee, TexteRefuse, DossierRefuse):
        return None
    if entete is None or entete.objet is None or "code" in entete.fautives:
        return None
    return entete.objet.code


def _entete(chemin: Path) -> LigneLue[Convention] | None:
    if os.path.isdir(chemin):  # noqa: PTH112 -- seul à ne rien lever d'un chemin impossible
        return convention_toml.lire_convention_toml(lire_octets(chemin / convention_toml.NOM)).entete
    match chemin.suffix.lower():
        case ".xlsx":
            return _de_la_maquette(chemin)
        case ".json":
            document = _document(lire_octets(chemin, limite_de_lecture(chemin.name)))
            objet = document.get(CONVENTION.nom) if est_un_objet(document) else None
            return lire_objet(CONVENTION, objet, _nulle_part)
        case _:
            return None


def _document(octets: bytes) -> object:
    """Le document json de ces octets ; ``None`` s’ils n’en sont pas un."""
    texte = decoder(octets)
    try:
        return json.loads(texte)
    except (ValueError, RecursionError):
        return None


def _nulle_part(_cle: str | None) -> Provenance:
    return INCONNUE


def _de_la_maquette(chemin: Path) -> LigneLue[Convention] | None:
    from maquettes.maquette.relecture.cellules import LecteurDeCellules
    from maquettes.maquette.relecture.lecture import reconnaitre
    from maquettes.maquette.relecture.rubriques import lire_rubriques
    from maquettes.tableur.lecture import lire_classeur

    classeur = lire_classeur(chemin.name, lire_octets(chemin), partial(reconnaitre, chemin.name))
    return lire_rubriques(classeur, LecteurDeCellules()).convention

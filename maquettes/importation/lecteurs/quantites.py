"""Les quantités comme on les écrit, avec leur unité dans la cellule : « 60 lgts », « 1 250 m² SHON », « 3 ETP »."""

import re
from typing import Final

from financement.dossier.nomenclature import Unite
from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.valeurs.quantites import QUANTITE_ILLISIBLE, lire_quantite
from maquettes.importation.lecteurs.cellule import texte_lisible
from maquettes.importation.lecteurs.libelles import normaliser_libelle
from maquettes.importation.lecteurs.recues import QuantiteRecue
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["lire_quantite_recue", "unite_dite"]

_FORME: Final = re.compile(r"([0-9][0-9 ]*(?:[.,][0-9]+)?) ?([^0-9].*)?")
_UNITES: Final = (
    (Unite.LOGEMENT, re.compile("(?:lgts?|logs?|logts?|logmts?|logements?|lots?|pavillons?|maisons?)(?: [^0-9]*)?")),
    (Unite.M2, re.compile("(?:m2|m ?carres?|metres? carres?)(?: [^0-9]*)?")),
    (Unite.ETP, re.compile("etp|equivalents? temps pleins?|postes?")),
    (Unite.FORFAIT, re.compile("forfaits?|ft|ff|ens(?:emble)?")),
)

QUANTITE_RECUE_ILLISIBLE: Final = ModeleFaute(
    "IMPORT-11",
    "« {lu} » ne se lit pas comme une quantité : {cause}.",
    "L’écrire dans le fichier reçu, comme 60 lgts.",
)


def unite_dite(texte: str) -> Unite | None:
    """L’unité que nomme un texte (« lgts », « m² SHON ») ; ``None`` s’il n’en nomme pas.

    >>> [str(unite_dite(texte)) for texte in ("lgts", "m² SHON", "Logements sociaux", "euros")]
    ['logement', 'm2', 'logement', 'None']
    """
    nu = normaliser_libelle(texte)
    return next((unite for unite, motif in _UNITES if motif.fullmatch(nu)), None)


def lire_quantite_recue(cellule: CelluleLue) -> QuantiteRecue:
    """La quantité d’une cellule, et son unité si elle la dit ; lève :class:`TexteRefuse`."""
    texte = texte_lisible(cellule)
    if cellule.genre not in {GenreCellule.TEXTE, GenreCellule.NOMBRE}:
        raise TexteRefuse(QUANTITE_RECUE_ILLISIBLE, texte, cause=f"la cellule est au format {cellule.genre}")
    forme = _FORME.fullmatch(texte)
    if forme is None:
        raise TexteRefuse(QUANTITE_RECUE_ILLISIBLE, texte, cause="elle ne commence pas par un nombre")
    nombre, mots = forme[1].strip(), (forme[2] or "").strip()
    unite = unite_dite(mots) if mots else None
    if mots and unite is None:
        raise TexteRefuse(QUANTITE_RECUE_ILLISIBLE, texte, cause=f"« {mots} » n’est pas une unité connue")
    try:
        return QuantiteRecue(lire_quantite(nombre), unite)
    except TexteRefuse as refus:
        if refus.modele is not QUANTITE_ILLISIBLE:
            raise
        cause = "il faut un nombre d’au plus un milliard, avec deux décimales au plus"
        raise TexteRefuse(QUANTITE_RECUE_ILLISIBLE, texte, cause=cause) from None

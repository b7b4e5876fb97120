"""Ce qui quitte la maison : l’annexe financière, ses rendus et la ligne de commande.

Les noms publics sont chargés à la demande : ``financement --version`` ne paie pas l’annexe.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exports.annexe import composer_annexe as composer_annexe
    from exports.annexe_existante import Existants as Existants
    from exports.document import Document as Document
    from exports.document_elements import Precision as Precision
    from exports.ecriture_annexe import ecrire_annexe as ecrire_annexe
    from exports.exemple import chemin_exemple as chemin_exemple
    from exports.exemple import copier_exemple as copier_exemple
    from exports.paquets import PaquetAbsent as PaquetAbsent
    from exports.rendu_pdf.erreurs import PdfImpossible as PdfImpossible
    from exports.sceau import GenrePerimetre as GenrePerimetre
    from exports.sceau import Perimetre as Perimetre
    from exports.sceau import Sceau as Sceau
    from exports.sceau import SceauIllisible as SceauIllisible
    from exports.verification.resultat import Verification as Verification
    from exports.verification.verification import verifier as verifier

__all__ = [
    "Document",
    "Existants",
    "GenrePerimetre",
    "PaquetAbsent",
    "PdfImpossible",
    "Perimetre",
    "Precision",
    "Sceau",
    "SceauIllisible",
    "Verification",
    "chemin_exemple",
    "composer_annexe",
    "copier_exemple",
    "ecrire_annexe",
    "verifier",
]

_MODULES = {
    "Document": "document",
    "Existants": "annexe_existante",
    "GenrePerimetre": "sceau",
    "PaquetAbsent": "paquets",
    "PdfImpossible": "rendu_pdf.erreurs",
    "Perimetre": "sceau",
    "Sceau": "sceau",
    "SceauIllisible": "sceau",
    "Precision": "document_elements",
    "Verification": "verification.resultat",
    "chemin_exemple": "exemple",
    "composer_annexe": "annexe",
    "copier_exemple": "exemple",
    "ecrire_annexe": "ecriture_annexe",
    "verifier": "verification.verification",
}


def __getattr__(nom: str) -> object:
    if nom not in _MODULES:
        raise AttributeError(f"le module exports n’a pas de nom « {nom} »")
    return getattr(import_module(f"exports.{_MODULES[nom]}"), nom)


def __dir__() -> list[str]:
    return list(__all__)

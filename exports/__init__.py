"""Ce qui quitte la maison : l’annexe financière, ses rendus et la ligne de commande.

Les noms publics sont chargés à la demande : ``financement --version`` ne paie pas l’annexe.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exports.annexe.annexe import composer_annexe as composer_annexe
    from exports.annexe_existante import Existants as Existants
    from exports.demande_de_solde.demande import composer_demande_de_solde as composer_demande_de_solde
    from exports.document.document import Document as Document
    from exports.document.elements import Precision as Precision
    from exports.document.sceau import GenrePerimetre as GenrePerimetre
    from exports.document.sceau import Perimetre as Perimetre
    from exports.document.sceau import Sceau as Sceau
    from exports.document.sceau import SceauIllisible as SceauIllisible
    from exports.ecriture_annexe import ecrire_annexe as ecrire_annexe
    from exports.ecriture_demande_de_solde import ecrire_demande_de_solde as ecrire_demande_de_solde
    from exports.exemple import chemin_exemple as chemin_exemple
    from exports.exemple import copier_exemple as copier_exemple
    from exports.livraison.paquets import PaquetAbsent as PaquetAbsent
    from exports.rendus.pdf.erreurs import PdfImpossible as PdfImpossible
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
    "composer_demande_de_solde",
    "copier_exemple",
    "ecrire_annexe",
    "ecrire_demande_de_solde",
    "verifier",
]

_MODULES = {
    "Document": "document.document",
    "Existants": "annexe_existante",
    "GenrePerimetre": "document.sceau",
    "PaquetAbsent": "livraison.paquets",
    "PdfImpossible": "rendus.pdf.erreurs",
    "Perimetre": "document.sceau",
    "Sceau": "document.sceau",
    "SceauIllisible": "document.sceau",
    "Precision": "document.elements",
    "Verification": "verification.resultat",
    "chemin_exemple": "exemple",
    "composer_annexe": "annexe.annexe",
    "composer_demande_de_solde": "demande_de_solde.demande",
    "copier_exemple": "exemple",
    "ecrire_annexe": "ecriture_annexe",
    "ecrire_demande_de_solde": "ecriture_demande_de_solde",
    "verifier": "verification.verification",
}


def __getattr__(nom: str) -> object:
    if nom not in _MODULES:
        raise AttributeError(f"le module exports n’a pas de nom « {nom} »")
    return getattr(import_module(f"exports.{_MODULES[nom]}"), nom)


def __dir__() -> list[str]:
    return list(__all__)

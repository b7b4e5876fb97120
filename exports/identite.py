"""Ce qu’est un document : en une ligne sur sa première page, en entier à sa fin."""

from collections.abc import Iterator
from typing import Final

from exports.document import Document
from exports.typographie import composer_espaces
from financement.dates import afficher_date

__all__ = ["TITRE_DE_L_IDENTIFICATION", "dire_les_tableaux_joints", "identifier", "identite_courte"]

TITRE_DE_L_IDENTIFICATION: Final = "Identification et sceau"
"""Le titre de la dernière partie : mentions longues, empreintes entières, sceau."""

_EMPREINTE_COURTE: Final = 16
_VERSION: Final = "Version en vigueur"


def identite_courte(document: Document) -> str:
    """Date d’arrêté, version en vigueur s’il y en a une, et début de l’empreinte."""
    version = document.mention(_VERSION)
    dits = (
        f"Arrêté au {afficher_date(document.date_arrete)}",
        f"version en vigueur : {version}" if version else "",
        f"empreinte {document.empreinte[:_EMPREINTE_COURTE]}",
    )
    return composer_espaces(" – ".join(filter(None, dits)))


def identifier(document: Document) -> Iterator[tuple[str, str]]:
    """Les mentions du document, puis ce qui en identifie la source : logiciel, empreintes entières et sceau."""
    sceau = document.sceau
    yield from ((mention.libelle, composer_espaces(mention.valeur)) for mention in document.mentions)
    yield "Logiciel", sceau.logiciel
    yield "Empreinte du dossier (sha256)", sceau.dossier
    yield "Empreinte des règles (sha256)", sceau.regles
    yield "Sceau", sceau.texte()


def dire_les_tableaux_joints(document: Document, lieu: str) -> str:
    """En quel ``lieu`` sont les tableaux que l’impression ne montre pas ; vide s’il n’y en a pas."""
    joints = [f"« {tableau.titre} »" for tableau in document.tableaux if tableau.est_joint]
    if not joints:
        return ""
    return composer_espaces(f"{lieu}, et non imprimés ici : {', '.join(joints)}.")

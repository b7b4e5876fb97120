"""Le sommaire d’un document Word : un lien par titre, composé d’avance.

Ce n’est pas un champ : à l’ouverture, un traitement de texte demanderait de le mettre à jour, et ses numéros de page,
que lui seul connaît, seraient faux jusque-là. Le volet de navigation suit les mêmes titres.
"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from exports.rendus.docx.noeuds import lier, morceau, nommer, paragraphe

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Noeud

__all__ = ["composer_le_sommaire"]

_ENTREES: Final = MappingProxyType({"Titre1": "TM1", "Titre2": "TM2"})
"""Le style d’une entrée, selon celui du titre où elle mène."""


def composer_le_sommaire(elements: Iterable["Noeud"]) -> Iterator["Noeud"]:
    """Le sommaire des titres du corps, dont chacun reçoit le signet où mène son entrée."""
    from docx.oxml.ns import qn

    yield paragraphe("Titredesommaire", "Sommaire")
    rang = article = 0
    for element in elements:
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        entree = None if style is None else _ENTREES.get(str(style.get(qn("w:val"))))
        if entree is None:
            continue
        rang += 1
        texte = "".join(lu.text or "" for lu in element.iter(qn("w:t")))
        if element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            # Le traitement de texte écrit le numéro d'un article ; son entrée le redit.
            article += 1
            texte = f"Article {article} – {texte}"
        nom = f"titre-{rang}"
        contenu = element.findall(qn("w:r"))
        element.extend(nommer(nom, *contenu))
        yield paragraphe(entree, lier(nom, morceau(texte)))

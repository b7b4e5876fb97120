"""Les blancs au bord d’un texte que rien ne dit de garder : un logiciel les montre, un autre les retire."""

from collections.abc import Iterable, Iterator
from typing import Final

from exports.verification.commun.ecart import Ecart
from exports.verification.ooxml.arbre import Noeud

__all__ = ["blancs_incertains"]

_BLANCS: Final = " \t\r\n"


def blancs_incertains(lieu: str, textes: Iterable[Noeud]) -> Iterator[Ecart]:
    """Le premier texte dont les blancs du bord sont incertains.

    >>> [ecart.lieu for ecart in blancs_incertains("textes", [Noeud("t", {}, texte=" 12")])]
    ['textes, blancs incertains']
    """
    for noeud in textes:
        if noeud.texte != noeud.texte.strip(_BLANCS) and noeud.attributs.get("xml:space") != "preserve":
            yield Ecart(f"{lieu}, blancs incertains", f"« {noeud.texte} »", "des blancs à garder")
            return

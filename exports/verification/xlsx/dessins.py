"""Ce que montrent les dessins d’un classeur : le genre de chaque objet, sa place, ses textes."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from exports.verification.ooxml.arbre import Noeud
from financement.valeurs.arrondi import arrondir

__all__ = ["decrire_le_dessin"]

_ANCRES: Final = frozenset({"xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor"})
_GENRES: Final = {
    "xdr:graphicFrame": "graphique", "xdr:pic": "image", "xdr:sp": "forme ou zone de texte", "xdr:cxnSp": "trait",
    "xdr:grpSp": "groupe", "xdr:contentPart": "encre",
}  # fmt: skip
_SANS_EFFET: Final = frozenset({"xdr:from", "xdr:to", "xdr:clientData", "xdr:ext", "xdr:pos"})
_ENTIER: Final = re.compile("[0-9]{1,7}")
_DANS_LA_CELLULE: Final = 400_000
"""En unités de dessin : en deçà, un décalage ne se compare pas."""
_MILLIMETRE: Final = 36_000
_FAUX: Final = frozenset({"0", "false"})


def decrire_le_dessin(racine: Noeud) -> Iterator[tuple[str, str, str, str]]:
    """Pour chaque objet posé : son genre et sa place, son nom, son texte de remplacement, le lien de son graphique."""
    for ancre in racine.enfants:
        if ancre.nom not in _ANCRES:
            yield f"élément {ancre.nom}", "", "", ""
            continue
        place = " à ".join(filter(None, (_coin(ancre.premier("xdr:from")), _coin(ancre.premier("xdr:to")))))
        for objet in ancre.enfants:
            if objet.nom in _SANS_EFFET:
                continue
            genre = _GENRES.get(objet.nom, f"élément {objet.nom}")
            graphique = next(objet.nommes("c:chart"), None)
            if genre == "graphique" and graphique is None:
                genre = "objet"
            proprietes = next(objet.nommes("xdr:cNvPr"), None)
            attributs = {} if proprietes is None else proprietes.attributs
            if attributs.get("hidden", "0") not in _FAUX:
                genre = f"{genre} caché"
            textes = " ".join(noeud.texte for noeud in objet.nommes("a:t"))
            lien = "" if graphique is None else graphique.attributs.get("r:id", "")
            pose = f"{genre}, {place}{f' : {textes}' if textes else ''}"
            yield pose, attributs.get("name", ""), attributs.get("descr", ""), lien


def _coin(noeud: Noeud | None) -> str:
    if noeud is None:
        return ""
    return " ".join(_rang(noeud, axe, dit) for axe, dit in (("col", "colonne"), ("row", "ligne")))


def _rang(noeud: Noeud, axe: str, dit: str) -> str:
    """Le rang, et le décalage quand il fait sortir l’objet de la cellule."""
    rang, decalage = (noeud.premier(f"xdr:{nom}") for nom in (axe, f"{axe}Off"))
    ecrit = f"{dit} {int(rang.texte) + 1}" if rang is not None and _ENTIER.fullmatch(rang.texte) else dit
    est_petit = decalage is None or (
        _ENTIER.fullmatch(decalage.texte) is not None and int(decalage.texte) < _DANS_LA_CELLULE
    )
    return ecrit if est_petit or decalage is None else f"{ecrit} décalée de {_arrondi(decalage.texte)}"


def _arrondi(decalage: str) -> str:
    """Au millimètre : un réenregistrement arrondit au centième."""
    return f"{arrondir(Fraction(int(decalage), _MILLIMETRE))} mm" if _ENTIER.fullmatch(decalage) else decalage

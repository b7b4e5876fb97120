"""Ce que montrent les dessins d'un classeur : le genre de chaque objet, sa place, ses textes."""

import re
from collections.abc import Iterator
from typing import Final

from exports.verification.arbre import Noeud

__all__ = ["decrire_le_dessin"]

_ANCRES: Final = frozenset({"xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor"})
_GENRES: Final = {
    "xdr:graphicFrame": "graphique", "xdr:pic": "image", "xdr:sp": "forme ou zone de texte", "xdr:cxnSp": "trait",
    "xdr:grpSp": "groupe", "xdr:contentPart": "encre",
}  # fmt: skip
_SANS_EFFET: Final = frozenset({"xdr:from", "xdr:to", "xdr:clientData", "xdr:ext", "xdr:pos"})
_ENTIER: Final = re.compile("[0-9]{1,7}")
_FAUX: Final = frozenset({"0", "false"})


def decrire_le_dessin(racine: Noeud) -> Iterator[tuple[str, str, str]]:
    """Pour chaque objet posé : son genre et sa place, son texte de remplacement, la relation de son graphique."""
    for ancre in racine.enfants:
        if ancre.nom not in _ANCRES:
            yield f"élément {ancre.nom}", "", ""
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
            yield f"{genre}, {place}{f' : {textes}' if textes else ''}", attributs.get("descr", ""), lien


def _coin(noeud: Noeud | None) -> str:
    if noeud is None:
        return ""
    rangs = (noeud.premier(f"xdr:{axe}") for axe in ("col", "row"))
    return " ".join(
        f"{dit} {int(rang.texte) + 1}" if rang is not None and _ENTIER.fullmatch(rang.texte) else dit
        for dit, rang in zip(("colonne", "ligne"), rangs, strict=True)
    )

"""Les propriétés d’un classeur que montrent un tableur et l’explorateur de fichiers."""

from collections.abc import Iterator
from typing import Final

from exports.verification.ooxml.arbre import lire_arbre
from maquettes.tableur.archive import Archive

__all__ = ["decrire_les_proprietes"]

_DU_FICHIER: Final = "docProps/core.xml"
_PERSONNELLES: Final = "docProps/custom.xml"
_MONTREES: Final = frozenset({"title", "subject", "description", "keywords", "category", "contentStatus"})
# Une organisation classe ses fichiers : ses étiquettes ne disent rien du contenu.
_D_UN_CLASSEMENT: Final = ("MSIP_Label_", "ContentTypeId")


def decrire_les_proprietes(archive: Archive) -> dict[str, str]:
    """Le titre, l’objet et la description du fichier, et ses propriétés personnelles."""
    return dict(_lire(archive))


def _lire(archive: Archive) -> Iterator[tuple[str, str]]:
    if _DU_FICHIER in archive:
        for noeud in lire_arbre(_DU_FICHIER, archive.morceaux(_DU_FICHIER)).enfants:
            nom = noeud.nom.rpartition(" ")[2]
            if nom in _MONTREES and noeud.texte:
                yield f"propriété {nom}", noeud.texte
    if _PERSONNELLES in archive:
        for rang, noeud in enumerate(lire_arbre(_PERSONNELLES, archive.morceaux(_PERSONNELLES)).enfants, 1):
            nom = noeud.attributs.get("name", f"n° {rang}")
            if not nom.startswith(_D_UN_CLASSEMENT):
                yield f"propriété {nom}", "".join(valeur.texte for valeur in noeud.enfants)

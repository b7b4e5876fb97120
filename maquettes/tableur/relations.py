"""Relations d’une partie à d’autres, et types de contenu que l’archive déclare."""

import posixpath
from dataclasses import dataclass
from typing import Final

from maquettes.tableur.archive import Archive
from maquettes.tableur.balises import Attributs, analyser, peu_nombreux

__all__ = ["Relation", "lire_relations", "relations_de", "types_de_contenu"]

_TYPES_DE_CONTENU: Final = "[Content_Types].xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Une relation ; ``genre`` est la fin de son type (``worksheet``).

    ``place`` : ``interne``, et ``cible`` est le nom d’une partie ; ou ``externe``, et ``cible`` est une adresse.
    """

    identifiant: str
    genre: str
    cible: str
    place: str


def relations_de(partie: str) -> str:
    """La partie qui porte les relations d’une autre : ``xl/workbook.xml`` donne ``xl/_rels/workbook.xml.rels``."""
    repertoire, nom = posixpath.split(partie)
    return posixpath.join(repertoire, "_rels", f"{nom}.rels")


def lire_relations(archive: Archive, porteuse: str) -> tuple[Relation, ...]:
    """Les relations que porte une partie ``.rels``, aucune si elle manque."""
    if porteuse not in archive:
        return ()
    repertoire = posixpath.dirname(posixpath.dirname(porteuse))
    lues: list[Relation] = []

    def debut(nom: str, attributs: Attributs) -> None:
        if not nom.endswith(" Relationship"):
            return
        place = "externe" if attributs.get("TargetMode", "").casefold() == "external" else "interne"
        cible = attributs.get("Target", "")
        if place == "interne":
            cible = posixpath.normpath(posixpath.join("/", repertoire, cible)).lstrip("/")
        genre = attributs.get("Type", "").rpartition("/")[2]
        lues.append(Relation(identifiant=attributs.get("Id", ""), genre=genre, cible=cible, place=place))

    analyser(porteuse, archive.morceaux(porteuse), debut=peu_nombreux(porteuse, debut))
    return tuple(lues)


def types_de_contenu(archive: Archive) -> tuple[tuple[str, str], ...]:
    """Chaque partie ou suffixe que l’archive déclare, et son type de contenu."""
    types: list[tuple[str, str]] = []

    def debut(_nom: str, attributs: Attributs) -> None:
        if (declare := attributs.get("ContentType")) is not None:
            partie = attributs.get("PartName") or attributs.get("Extension", "")
            types.append((partie.removeprefix("/"), declare))

    if _TYPES_DE_CONTENU in archive:
        analyser(_TYPES_DE_CONTENU, archive.morceaux(_TYPES_DE_CONTENU), debut=peu_nombreux(_TYPES_DE_CONTENU, debut))
    return tuple(types)

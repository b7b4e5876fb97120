"""Comment les parties d’un classeur se désignent : relations et types de contenu."""

from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath, relpath
from typing import Final

from maquettes.annotation.archive import Archive
from maquettes.annotation.balisage import ajouter_a_la_fin, analyser, appliquer
from maquettes.annotation.texte_xml import attribut

__all__ = [
    "ESPACE_RELATIONS",
    "Relation",
    "ajouter_relation",
    "cible_du_type",
    "declarer_extension",
    "declarer_partie",
    "lire_relations",
]

ESPACE_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ESPACE_DES_LISTES: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = "[Content_Types].xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Ce qu’une partie désigne ; ``cible`` est un nom de partie."""

    identifiant: str
    type: str
    cible: str


def _liste_de(partie: str) -> str:
    return join(dirname(partie), "_rels", f"{basename(partie)}.rels")


def lire_relations(archive: Archive, partie: str) -> tuple[Relation, ...]:
    """Les relations d’une partie vers d’autres parties (``""`` : celles du classeur entier)."""
    liste = _liste_de(partie)
    if liste not in archive:
        return ()
    _, racine = analyser(archive.lire(liste), liste)
    return tuple(
        Relation(
            identifiant=element.attributs.get("Id", ""),
            type=element.attributs.get("Type", ""),
            cible=normpath(join("/", dirname(partie), element.attributs.get("Target", ""))).lstrip("/"),
        )
        for element in racine.tous("Relationship")
        if element.attributs.get("TargetMode") != "External"
    )


def cible_du_type(archive: Archive, partie: str, genre: str) -> str | None:
    """La partie présente que désigne la relation de ce genre (``comments``, ``styles``…)."""
    types = f"{ESPACE_RELATIONS}/{genre}"
    cibles = [relation.cible for relation in lire_relations(archive, partie) if relation.type == types]
    return next((cible for cible in cibles if cible in archive), None)


def ajouter_relation(archive: Archive, partie: str, genre: str, cible: str) -> str:
    """Ajoute une relation et rend son identifiant."""
    liste = _liste_de(partie)
    if liste not in archive:
        archive.ecrire(liste, f'{_DECLARATION}<Relationships xmlns="{_ESPACE_DES_LISTES}"/>'.encode("ascii"))
    octets, racine = analyser(archive.lire(liste), liste)
    pris = {element.attributs.get("Id", "") for element in racine.enfants}
    numero = len(pris) + 1
    while f"rId{numero}" in pris:
        numero += 1
    chemin = relpath(f"/{cible}", f"/{dirname(partie)}")
    xml = (
        f'<{racine.prefixe}Relationship Id="rId{numero}" Type="{ESPACE_RELATIONS}/{genre}" '
        f'Target="{attribut(chemin)}"/>'
    )
    archive.ecrire(liste, appliquer(octets, [ajouter_a_la_fin(octets, racine, xml)]))
    return f"rId{numero}"


def declarer_partie(archive: Archive, partie: str, type_de_contenu: str) -> None:
    """Déclare le type d’une partie ajoutée."""
    octets, racine = analyser(archive.lire(_TYPES), _TYPES)
    xml = f'<{racine.prefixe}Override PartName="/{attribut(partie)}" ContentType="{type_de_contenu}"/>'
    archive.ecrire(_TYPES, appliquer(octets, [ajouter_a_la_fin(octets, racine, xml)]))


def declarer_extension(archive: Archive, partie: str, type_de_contenu: str) -> None:
    """Déclare le type d’une partie ajoutée par son extension, ou par son nom si l’extension a déjà un autre type."""
    extension = partie.rpartition(".")[2]
    octets, racine = analyser(archive.lire(_TYPES), _TYPES)
    declares = [
        element.attributs.get("ContentType")
        for element in racine.tous("Default")
        if element.attributs.get("Extension", "").casefold() == extension
    ]
    if not declares:
        xml = f'<{racine.prefixe}Default Extension="{extension}" ContentType="{type_de_contenu}"/>'
        archive.ecrire(_TYPES, appliquer(octets, [ajouter_a_la_fin(octets, racine, xml)]))
    elif type_de_contenu not in declares:
        declarer_partie(archive, partie, type_de_contenu)

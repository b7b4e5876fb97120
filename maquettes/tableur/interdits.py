"""Ce qu’un classeur du dossier ne contient jamais : macros, liaisons, objets incorporés."""

import re
from collections.abc import Collection
from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse
from maquettes.tableur.archive import Archive
from maquettes.tableur.relations import lire_relations, types_de_contenu

__all__ = [
    "CLASSEUR_A_MACROS",
    "CLASSEUR_LIE",
    "CLASSEUR_OBJET_INCORPORE",
    "refuser_les_declarations_interdites",
    "refuser_les_parties_interdites",
]

CLASSEUR_A_MACROS: Final = ModeleFaute(
    "CLASSEUR-07",
    "Le classeur contient des macros (« {lu} ») : un dossier n’en a pas.",
    "L’enregistrer comme « Classeur Excel (.xlsx) », qui ne garde pas les macros ; supprimer aussi les feuilles de "
    "macros et de dialogue.",
)
CLASSEUR_LIE: Final = ModeleFaute(
    "CLASSEUR-08",
    "Le classeur est lié à une source extérieure (« {lu} ») : un dossier porte toutes ses valeurs.",
    "Rompre les liaisons, supprimer les connexions et les requêtes (menu Données) et les images liées, puis "
    "enregistrer de nouveau.",
)
CLASSEUR_OBJET_INCORPORE: Final = ModeleFaute(
    "CLASSEUR-09",
    "Le classeur contient un objet incorporé ou un contrôle ActiveX (« {lu} ») : un dossier n’en a pas.",
    "Supprimer cet objet, puis enregistrer de nouveau ; images et graphiques sont admis.",
)


_PARTIES: Final = (
    (CLASSEUR_A_MACROS, re.compile(r"(.*/)?vba(project|data)[^/]*|xl/(macrosheets|dialogsheets)/.*")),
    (CLASSEUR_LIE, re.compile(r"xl/(externallinks|querytables)/.*|xl/connections[0-9]*\.xml")),
    (CLASSEUR_OBJET_INCORPORE, re.compile(r"xl/(embeddings|activex)/.*")),
)
_TYPES: Final = (
    (CLASSEUR_A_MACROS, re.compile(r"macroenabled|vbaproject|macrosheet|dialogsheet")),
    (CLASSEUR_LIE, re.compile(r"externallink|\.connections\+xml|querytable")),
    (CLASSEUR_OBJET_INCORPORE, re.compile(r"oleobject|activex")),
)
_RELATIONS: Final = (
    (CLASSEUR_A_MACROS, re.compile("vbaproject|(xl|xlintl)macrosheet|dialogsheet")),
    (CLASSEUR_LIE, re.compile("externallink|connections|querytable")),
    (CLASSEUR_OBJET_INCORPORE, re.compile("oleobject|package|control|activexcontrolbinary")),
)
_LIEN_DE_TEXTE: Final = "hyperlink"


def refuser_les_parties_interdites(archive: Archive, interdits: Collection[ModeleFaute]) -> None:
    """Lève :class:`TexteRefuse` pour une partie dont le nom suffit à dire qu’elle est l’un des ``interdits``."""
    for modele, motif in _PARTIES:
        for partie in archive.parties if modele in interdits else ():
            if motif.fullmatch(partie.casefold()):
                raise TexteRefuse(modele, partie)


def refuser_les_declarations_interdites(archive: Archive, interdits: Collection[ModeleFaute]) -> None:
    """Lève :class:`TexteRefuse` pour un type de contenu ou une relation interdits, quel que soit le nom de la partie.

    Là où une liaison est interdite, la seule relation externe permise est le lien hypertexte, que rien ne suit à
    l’ouverture.
    """
    types = types_de_contenu(archive)
    for modele, motif in _TYPES:
        for partie, declare in types if modele in interdits else ():
            if motif.search(declare.casefold()):
                raise TexteRefuse(modele, partie)
    porteuses = [partie for partie in archive.parties if partie.casefold().endswith(".rels")]
    relations = [relation for porteuse in porteuses for relation in lire_relations(archive, porteuse)]
    for modele, motif in _RELATIONS:
        for relation in relations if modele in interdits else ():
            if motif.fullmatch(relation.genre.casefold()):
                raise TexteRefuse(modele, relation.cible)
    for relation in relations if CLASSEUR_LIE in interdits else ():
        if relation.place == "externe" and relation.genre != _LIEN_DE_TEXTE:
            raise TexteRefuse(CLASSEUR_LIE, relation.cible)

"""Ce qu’un classeur du dossier ne contient jamais : macros, liaisons, objets incorporés."""

import re
from typing import Final

from financement.fautes.catalogue import CodeFaute
from financement.fautes.faute import TexteRefuse
from maquettes.tableur.archive import Archive
from maquettes.tableur.relations import lire_relations, types_de_contenu

__all__ = ["refuser_les_declarations_interdites", "refuser_les_parties_interdites"]

_MACROS: Final = CodeFaute.CLASSEUR_A_MACROS
_LIENS: Final = CodeFaute.CLASSEUR_LIE
_OBJETS: Final = CodeFaute.CLASSEUR_OBJET_INCORPORE

_PARTIES: Final = (
    (_MACROS, re.compile(r"(.*/)?vba(project|data)[^/]*|xl/(macrosheets|dialogsheets)/.*")),
    (_LIENS, re.compile(r"xl/(externallinks|querytables)/.*|xl/connections[0-9]*\.xml")),
    (_OBJETS, re.compile(r"xl/(embeddings|activex)/.*")),
)
_TYPES: Final = (
    (_MACROS, re.compile(r"macroenabled|vbaproject|macrosheet|dialogsheet")),
    (_LIENS, re.compile(r"externallink|\.connections\+xml|querytable")),
    (_OBJETS, re.compile(r"oleobject|activex")),
)
_RELATIONS: Final = (
    (_MACROS, re.compile("vbaproject|(xl|xlintl)macrosheet|dialogsheet")),
    (_LIENS, re.compile("externallink|connections|querytable")),
    (_OBJETS, re.compile("oleobject|package|control|activexcontrolbinary")),
)
_LIEN_DE_TEXTE: Final = "hyperlink"


def refuser_les_parties_interdites(archive: Archive) -> None:
    """Lève :class:`TexteRefuse` pour une partie dont le nom suffit à dire qu’elle est interdite."""
    for code, motif in _PARTIES:
        for partie in archive.parties:
            if motif.fullmatch(partie.casefold()):
                raise TexteRefuse(code, partie)


def refuser_les_declarations_interdites(archive: Archive) -> None:
    """Lève :class:`TexteRefuse` pour un type de contenu ou une relation interdits, quel que soit le nom de la partie.

    La seule relation externe permise est le lien hypertexte, que rien ne suit à l’ouverture.
    """
    types = types_de_contenu(archive)
    for code, motif in _TYPES:
        for partie, declare in types:
            if motif.search(declare.casefold()):
                raise TexteRefuse(code, partie)
    porteuses = [partie for partie in archive.parties if partie.casefold().endswith(".rels")]
    relations = [relation for porteuse in porteuses for relation in lire_relations(archive, porteuse)]
    for code, motif in _RELATIONS:
        for relation in relations:
            if motif.fullmatch(relation.genre.casefold()):
                raise TexteRefuse(code, relation.cible)
    for relation in relations:
        if relation.place == "externe" and relation.genre != _LIEN_DE_TEXTE:
            raise TexteRefuse(_LIENS, relation.cible)

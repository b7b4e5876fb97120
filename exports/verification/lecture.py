"""Ce que l'on lit d'un document à vérifier, quel qu'en soit le format."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from financement.catalogue import CodeFaute
from financement.fautes import faute
from financement.provenance import Provenance
from maquettes.sources import SourceRefusee

__all__ = ["DocumentLu", "Lecteur", "Passage", "borner", "refus"]

_PASSAGES_AU_PLUS: Final = 1_000_000


class Passage(NamedTuple):
    """Un texte du document et sa place, en français : « Synthèse!F12 », « page 3, ligne 12 »."""

    lieu: str
    texte: str


@dataclass(frozen=True, slots=True)
class DocumentLu:
    """Un fichier de l'annexe : son nom et ses octets."""

    nom: str
    octets: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecteur:
    """Comment lire un format. Chaque lecture lève ``SourceRefusee`` si le fichier est illisible.

    ``sceau`` rend le texte du sceau, ``dossier`` les octets du dossier que le document porte (``None`` s'il n'en porte
    pas), ``passages`` ses textes dans l'ordre, ``pieces`` les documents qui lui sont joints. ``a_comparer`` rend les
    textes de deux documents, moins ceux des parties identiques, quand tout relire serait long. ``apparence`` rend ce
    qui peut montrer autre chose que les textes ; un format qui en a une se compare par le sens, réenregistré compris.
    """

    sceau: Callable[[DocumentLu], str | None]
    passages: Callable[[DocumentLu], Sequence[Passage]]
    dossier: Callable[[DocumentLu], bytes | None] = lambda _: None
    pieces: Callable[[DocumentLu], Sequence[DocumentLu]] = lambda _: ()
    a_comparer: Callable[[DocumentLu, DocumentLu], tuple[Sequence[Passage], Sequence[Passage]]] | None = None
    apparence: Callable[[DocumentLu], frozenset[Passage]] | None = None

    def confronter(self, lu: DocumentLu, attendu: DocumentLu) -> tuple[Sequence[Passage], Sequence[Passage]]:
        """Les passages des deux documents, à comparer."""
        if self.a_comparer is not None:
            return self.a_comparer(lu, attendu)
        return self.passages(lu), self.passages(attendu)


def borner(nom: str, passages: Iterable[Passage]) -> list[Passage]:
    """Tous les passages d'un document ; refuse celui qui en a plus qu'aucune annexe."""
    gardes = list(islice(passages, _PASSAGES_AU_PLUS + 1))
    if len(gardes) > _PASSAGES_AU_PLUS:
        raise refus(nom, f"il a plus de {_PASSAGES_AU_PLUS} textes")
    return gardes


def refus(nom: str, cause: str) -> SourceRefusee:
    """Le refus d'un fichier qui n'est pas, ou n'est plus, un document de la bibliothèque."""
    return SourceRefusee(faute(CodeFaute.DOCUMENT_NON_RECONNU, Provenance(fichier=nom), nom, cause=cause))

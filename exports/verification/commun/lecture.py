"""Ce que l’on lit d’un document à vérifier, quel qu’en soit le format."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from exports.verification.commun.ecart import Ecart, premier_octet
from exports.verification.commun.signature_ajoutee import SignatureAjoutee
from financement.fautes.faute import ModeleFaute, faute
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee

__all__ = ["FORMES", "PRESENTATION", "DocumentLu", "Lecteur", "Passage", "borner", "refus"]

FORMES: Final = ("pdf", "html", "xlsx", "docx", "csv")
"""Les formats que l’on sait vérifier : chacun porte un sceau, l’ensemble des csv par celui d’identification."""

PRESENTATION: Final = "présentation, "
"""Ce qui ouvre le lieu d’un écart dont un réenregistrement suffit à rendre compte : il est dit, et ne compte pas."""

_PASSAGES_AU_PLUS: Final = 1_000_000


class Passage(NamedTuple):
    """Un texte du document et sa place, en français : « Synthèse!F12 », « page 3, ligne 12 »."""

    lieu: str
    texte: str


@dataclass(frozen=True, slots=True)
class DocumentLu:
    """Un fichier de l’annexe : son nom et ses octets."""

    nom: str
    octets: bytes


def _par_octet(lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    yield premier_octet(lu.octets, attendu.octets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecteur:
    """Comment lire un format. Chaque lecture lève ``SourceRefusee`` si le fichier est illisible.

    ``sceau`` rend le texte du sceau, ``dossier`` les octets du dossier que le document porte (``None`` s’il n’en porte
    pas), ``passages`` ses textes dans l’ordre, ``pieces`` les documents qui lui sont joints. ``a_comparer`` rend les
    textes de deux documents, moins ceux des parties identiques, quand tout relire serait long. ``apparence`` rend, de
    deux documents dont les octets diffèrent, ce qui peut montrer autre chose que les textes ; rien, si le format se
    compare par le sens et que seule l’écriture du fichier a changé. ``signatures`` rend celles qui suivent l’attendu,
    si rien d’autre ne le suit.
    """

    sceau: Callable[[DocumentLu], str | None]
    passages: Callable[[DocumentLu], Sequence[Passage]]
    dossier: Callable[[DocumentLu], bytes | None] = lambda _: None
    pieces: Callable[[DocumentLu], Sequence[DocumentLu]] = lambda _: ()
    a_comparer: Callable[[DocumentLu, DocumentLu], tuple[Sequence[Passage], Sequence[Passage]]] | None = None
    apparence: Callable[[DocumentLu, DocumentLu], Iterator[Ecart]] = _par_octet
    signatures: Callable[[DocumentLu, DocumentLu], Sequence[SignatureAjoutee]] = lambda _lu, _attendu: ()

    def confronter(self, lu: DocumentLu, attendu: DocumentLu) -> tuple[Sequence[Passage], Sequence[Passage]]:
        """Les passages des deux documents, à comparer."""
        if self.a_comparer is not None:
            return self.a_comparer(lu, attendu)
        return self.passages(lu), self.passages(attendu)


def borner(nom: str, passages: Iterable[Passage]) -> list[Passage]:
    """Tous les passages d’un document ; refuse celui qui en a plus qu’aucune annexe."""
    gardes = list(islice(passages, _PASSAGES_AU_PLUS + 1))
    if len(gardes) > _PASSAGES_AU_PLUS:
        raise refus(nom, f"il a plus de {_PASSAGES_AU_PLUS} textes")
    return gardes


DOCUMENT_NON_RECONNU: Final = ModeleFaute(
    "VERIFICATION-01",
    "« {lu} » n’est pas un document que cette bibliothèque sait vérifier : {cause}.",
    f"Donner un fichier écrit par « financement annexe » : .{', .'.join(FORMES[:-1])}, ou le .csv d’identification.",
)


def refus(nom: str, cause: str) -> SourceRefusee:
    """Le refus d’un fichier qui n’est pas, ou n’est plus, un document de la bibliothèque."""
    return SourceRefusee(faute(DOCUMENT_NON_RECONNU, Provenance(fichier=nom), nom, cause=cause))

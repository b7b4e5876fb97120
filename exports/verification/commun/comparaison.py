"""Ce qui diffère entre deux suites de passages : la place, ce qu’on lit, ce qu’on attendait."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from exports.verification.commun.ecart import ABSENT, Ecart, premier_different
from exports.verification.commun.lecture import Passage

__all__ = ["comparer_passages"]

_ALIGNABLES: Final = 2_000


def comparer_passages(lus: Sequence[Passage], attendus: Sequence[Passage]) -> Iterator[Ecart]:
    """Les écarts, dans l’ordre du document.

    Tant que les places sont les mêmes, place par place. Sinon les textes sont d’abord mis en regard : un paragraphe
    ajouté est un écart, non autant d’écarts que de paragraphes qui le suivent.
    """
    if [lu.lieu for lu in lus] != [attendu.lieu for attendu in attendus]:
        textes = [passage.texte for passage in lus], [passage.texte for passage in attendus]
        debut = premier_different(*textes)
        fin = premier_different(*(suite[debut:][::-1] for suite in textes))
        lus, attendus = lus[debut : len(lus) - fin], attendus[debut : len(attendus) - fin]
        if max(len(lus), len(attendus)) <= _ALIGNABLES:
            yield from _en_regard(lus, attendus)
            return
    yield from _par_place(lus, attendus)


def _en_regard(lus: Sequence[Passage], attendus: Sequence[Passage]) -> Iterator[Ecart]:
    textes = [passage.texte for passage in lus], [passage.texte for passage in attendus]
    for genre, a, b, c, d in SequenceMatcher(None, *textes, autojunk=False).get_opcodes():
        if genre != "equal":
            for lu, attendu in zip_longest(lus[a:b], attendus[c:d]):
                lieu = lu.lieu if lu is not None else attendu.lieu
                yield Ecart(lieu, ABSENT if lu is None else lu.texte, ABSENT if attendu is None else attendu.texte)


def _par_place(lus: Sequence[Passage], attendus: Sequence[Passage]) -> Iterator[Ecart]:
    la, ici = (_par_occurrence(passages) for passages in (attendus, lus))
    for place in dict.fromkeys([*ici, *la]):
        lu, attendu = ici.get(place, ABSENT), la.get(place, ABSENT)
        if lu != attendu:
            yield Ecart(place[0], lu, attendu)


def _par_occurrence(passages: Sequence[Passage]) -> dict[tuple[str, int], str]:
    """Le texte de chaque place ; deux passages peuvent porter le même lieu, et se comparent chacun au sien."""
    vus: Counter[str] = Counter()
    textes: dict[tuple[str, int], str] = {}
    for lieu, texte in passages:
        vus[lieu] += 1
        textes[lieu, vus[lieu]] = texte
    return textes

"""Ce qui diffère entre deux suites de passages : la place, ce qu'on lit, ce qu'on attendait."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from exports.verification.lecture import Passage

__all__ = ["ABSENT", "Ecart", "comparer_passages", "premier_octet"]

ABSENT: Final = "(rien)"
_ALIGNABLES: Final = 2_000
_VUS: Final = 24


@dataclass(frozen=True, slots=True)
class Ecart:
    """Une différence : à ``lieu`` on lit ``lu`` là où il faudrait ``attendu``."""

    lieu: str
    lu: str
    attendu: str

    def extraits(self, longueur: int) -> tuple[str, str]:
        """Les deux textes, réduits à ``longueur`` caractères autour du premier qui diffère.

        >>> Ecart("page 1, ligne 2", "un deux trois quatre", "un deux trois cinq").extraits(12)
        ('…ois quatre', '…ois cinq')
        """
        if max(len(self.lu), len(self.attendu)) <= longueur:
            return self.lu, self.attendu
        debut = max(0, _premier_different(self.lu, self.attendu) - longueur // 3)
        return _extrait(self.lu, debut, longueur), _extrait(self.attendu, debut, longueur)


def _extrait(texte: str, debut: int, longueur: int) -> str:
    avant = "…" if debut else ""
    garde = texte[debut : debut + longueur - len(avant)]
    return f"{avant}{garde[:-1]}…" if debut + len(garde) < len(texte) else f"{avant}{garde}"


def _premier_different(lu: Sequence[object], attendu: Sequence[object]) -> int:
    """Le rang du premier élément qui diffère ; la plus petite longueur s'il n'y en a pas."""
    paires = enumerate(zip(lu, attendu, strict=False))
    return next((rang for rang, (ici, la) in paires if ici != la), min(len(lu), len(attendu)))


def comparer_passages(lus: Sequence[Passage], attendus: Sequence[Passage]) -> Iterator[Ecart]:
    """Les écarts, dans l'ordre du document.

    Tant que les places sont les mêmes, place par place. Sinon les textes sont d'abord mis en regard : un paragraphe
    ajouté est un écart, non autant d'écarts que de paragraphes qui le suivent.
    """
    if [lu.lieu for lu in lus] != [attendu.lieu for attendu in attendus]:
        textes = [passage.texte for passage in lus], [passage.texte for passage in attendus]
        debut = _premier_different(*textes)
        fin = _premier_different(*(suite[debut:][::-1] for suite in textes))
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
    la, ici = dict(attendus), dict(lus)
    for lieu in dict.fromkeys([*ici, *la]):
        lu, attendu = ici.get(lieu, ABSENT), la.get(lieu, ABSENT)
        if lu != attendu:
            yield Ecart(lieu, lu, attendu)


def premier_octet(lus: bytes, attendus: bytes) -> Ecart:
    """L'écart au premier octet qui diffère, quand aucun texte ne le montre."""
    rang = _premier_different(lus, attendus)
    vus = [octets[rang : rang + _VUS].hex(" ") or ABSENT for octets in (lus, attendus)]
    return Ecart(f"octet {rang + 1}", *vus)

"""Une différence : la place, ce qu’on lit, ce qu’on attendait."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["ABSENT", "Ecart", "premier_different", "premier_octet"]

ABSENT: Final = "(rien)"
_VUS: Final = 24
# Un nombre, son signe et son unité : « −450 000,00 € » n'est ni « 450 000,00 € » ni « −450 000,00 k€ ».
_NOMBRES: Final = re.compile(r"(?:[^\w\s]\s*)?[0-9][0-9\s.,]*(?:%|[kM]?€)?")
_FORMULE: Final = ", formule"


@dataclass(frozen=True, slots=True)
class Ecart:
    """Une différence : à ``lieu`` on lit ``lu`` là où il faudrait ``attendu``."""

    lieu: str
    lu: str
    attendu: str

    @property
    def porte_un_chiffre(self) -> bool:
        """Les deux textes n’ont pas les mêmes nombres, ou ce sont des formules.

        >>> Ecart("A1", "450 000,01", "450 000,00").porte_un_chiffre, Ecart("A1", "Vile", "Ville").porte_un_chiffre
        (True, False)
        """
        nombres = (_NOMBRES.findall(texte) for texte in (self.lu, self.attendu))
        return self.lieu.endswith(_FORMULE) or len({tuple(trouves) for trouves in nombres}) > 1

    def extraits(self, longueur: int) -> tuple[str, str]:
        """Les deux textes, réduits à ``longueur`` caractères autour du premier qui diffère.

        >>> Ecart("page 1, ligne 2", "un deux trois quatre", "un deux trois cinq").extraits(12)
        ('…ois quatre', '…ois cinq')
        """
        if max(len(self.lu), len(self.attendu)) <= longueur:
            return self.lu, self.attendu
        debut = max(0, premier_different(self.lu, self.attendu) - longueur // 3)
        return _extrait(self.lu, debut, longueur), _extrait(self.attendu, debut, longueur)


def _extrait(texte: str, debut: int, longueur: int) -> str:
    avant = "…" if debut else ""
    garde = texte[debut : debut + longueur - len(avant)]
    return f"{avant}{garde[:-1]}…" if debut + len(garde) < len(texte) else f"{avant}{garde}"


def premier_different(lu: Sequence[object], attendu: Sequence[object]) -> int:
    """Le rang du premier élément qui diffère ; la plus petite longueur s’il n’y en a pas."""
    paires = enumerate(zip(lu, attendu, strict=False))
    return next((rang for rang, (ici, la) in paires if ici != la), min(len(lu), len(attendu)))


def premier_octet(lus: bytes, attendus: bytes) -> Ecart:
    """L’écart au premier octet qui diffère, quand rien d’autre ne le nomme."""
    rang = premier_different(lus, attendus)
    vus = [octets[rang : rang + _VUS].hex(" ") or ABSENT for octets in (lus, attendus)]
    return Ecart(f"octet {rang + 1}", *vus)

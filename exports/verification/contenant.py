"""Ce qu’un fichier zip porte en dehors de son archive : un autre document, qu’un autre logiciel lirait."""

from typing import Final

from exports.verification.ecart import ABSENT, Ecart

__all__ = ["octets_hors_de_l_archive"]

_FIN: Final = b"PK\x05\x06"
_LONGUEUR_DE_LA_FIN: Final = 22


def octets_hors_de_l_archive(octets: bytes) -> Ecart | None:
    """L’écart d’un fichier qui ne finit pas avec son archive, ou dont elle porte un commentaire.

    >>> octets_hors_de_l_archive(_FIN + bytes(18)) is None, octets_hors_de_l_archive(_FIN + bytes(20)).lu
    (True, '2 octets')
    """
    en_plus = len(octets) - octets.rfind(_FIN) - _LONGUEUR_DE_LA_FIN
    return Ecart("hors de l’archive", f"{en_plus} octets", ABSENT) if en_plus else None

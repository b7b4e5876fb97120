"""Ce qu’un fichier zip porte en dehors de son archive : un autre document, qu’un autre logiciel lirait."""

import struct
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from exports.verification.commun.ecart import ABSENT, Ecart

__all__ = ["octets_hors_de_l_archive"]

_FIN: Final = b"PK\x05\x06"
_LONGUEUR_DE_LA_FIN: Final = 22
_ENTETE: Final = struct.Struct("<4s22xHH")
_FIN_DU_REPERTOIRE: Final = struct.Struct("<4s8xII2x")
_SUIT_SES_OCTETS: Final = 0x8
_DESCRIPTEURS: Final = ((b"PK\x07\x08", 16), (b"", 12))


def octets_hors_de_l_archive(octets: bytes) -> Ecart | None:
    """L’écart d’un fichier qui ne tient pas tout entier dans son archive, ou dont elle porte un commentaire.

    Ses parties se suivent du premier octet au répertoire, que la fin suit : rien ne tient entre elles.

    >>> octets_hors_de_l_archive(_FIN + bytes(18)) is None, octets_hors_de_l_archive(_FIN + bytes(20)).lu
    (True, '2 octets')
    """
    place = octets.rfind(_FIN)
    en_plus = len(octets) - place - _LONGUEUR_DE_LA_FIN
    if not en_plus:
        _, longueur, debut = _FIN_DU_REPERTOIRE.unpack(octets[place:])
        en_plus = debut - _fin_des_parties(octets) + (place - debut - longueur)
    return Ecart("hors de l’archive", f"{en_plus} octets", ABSENT) if en_plus else None


def _fin_des_parties(octets: bytes) -> int:
    """Où finit la dernière des parties qui se suivent depuis le premier octet."""
    place = 0
    with ZipFile(BytesIO(octets)) as archive:
        for entree in sorted(archive.infolist(), key=lambda entree: entree.header_offset):
            if entree.header_offset != place:
                return place
            _, nom, extra = _ENTETE.unpack(octets[place : place + _ENTETE.size])
            place += _ENTETE.size + nom + extra + entree.compress_size
            if entree.flag_bits & _SUIT_SES_OCTETS:
                place += next(taille for marque, taille in _DESCRIPTEURS if octets.startswith(marque, place))
    return place

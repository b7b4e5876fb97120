"""Une pièce jointe : un fichier que le pdf emporte avec lui, octet pour octet."""

from dataclasses import dataclass

__all__ = ["PieceJointe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceJointe:
    """Un fichier joint : son nom, ses octets, son type de contenu (``text/csv``) et ce qu’il est, en une phrase."""

    nom: str
    octets: bytes
    type_mime: str
    description: str

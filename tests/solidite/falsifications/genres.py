"""Ce qu’est une falsification, et les gestes communs : réécrire une archive, choisir un chiffre."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

__all__ = [
    "Falsification",
    "Faux",
    "Hasard",
    "Impossible",
    "dans_une_partie",
    "hasard_de",
    "inserer",
    "lire_archive",
    "refaire_archive",
    "remplacer",
]

Hasard = random.Random
Parties = dict[str, bytes]


def hasard_de(graine: object) -> Hasard:
    """Un hasard semé : la même graine donne la même falsification."""
    return random.Random(str(graine))


class Impossible(Exception):
    """Le geste n’a rien trouvé à falsifier : l’épreuve est à corriger."""


@dataclass(frozen=True, slots=True)
class Faux:
    """Un document falsifié, et le texte faux que doit montrer un écart (vide : l’objet suffit)."""

    octets: bytes
    texte: str = ""


@dataclass(frozen=True, slots=True)
class Falsification:
    """Une façon de tromper.

    ``chiffre`` : un nombre lu est faux, et doit être nommé. Sinon ``nomme`` est un mot que doit porter l’un des objets
    dits ; vide, un refus ou toute réponse qui ne rassure pas suffit.
    """

    nom: str
    forme: str
    geste: Callable[[bytes, Hasard], Faux | bytes]
    nomme: str = ""
    chiffre: str = ""

    def faire(self, octets: bytes, hasard: Hasard) -> Faux:
        """Le document falsifié."""
        fait = self.geste(octets, hasard)
        return fait if isinstance(fait, Faux) else Faux(fait)


def lire_archive(octets: bytes) -> Parties:
    """Les parties d’un .xlsx ou d’un .docx."""
    with ZipFile(BytesIO(octets)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def refaire_archive(parties: Mapping[str, bytes]) -> bytes:
    """L’archive de ces parties."""
    tampon = BytesIO()
    with ZipFile(tampon, "w", ZIP_DEFLATED) as archive:
        for nom, octets in parties.items():
            archive.writestr(nom, octets)
    return tampon.getvalue()


def remplacer(texte: str, motif: str, par: str, nombre: int = 1) -> str:
    """Le texte où ce motif est remplacé ; lève ``Impossible`` s’il ne s’y trouve pas."""
    neuf, faits = re.subn(motif, par, texte, count=nombre, flags=re.DOTALL)
    if not faits:
        raise Impossible(f"{motif} introuvable")
    return neuf


def inserer(texte: str, avant: str, ajout: str) -> str:
    """Le texte, un ajout placé avant la première occurrence d’un repère."""
    if avant not in texte:
        raise Impossible(f"{avant} introuvable")
    return texte.replace(avant, ajout + avant, 1)


def dans_une_partie(
    partie: str, geste: Callable[[str], str], ajouts: Mapping[str, str | bytes] | None = None
) -> Callable[[bytes, Hasard], bytes]:
    """Le geste fait sur le texte d’une partie de l’archive, et des parties ajoutées."""

    def faire(octets: bytes, _: Hasard) -> bytes:
        parties = lire_archive(octets)
        if partie:
            avant = parties[partie].decode()
            apres = geste(avant)
            if apres == avant:
                raise Impossible(f"{partie} n’a pas changé")
            parties[partie] = apres.encode()
        for nom, contenu in (ajouts or {}).items():
            parties[nom] = contenu.encode() if isinstance(contenu, str) else contenu
        return refaire_archive(parties)

    return faire


PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8ffff3f0005fe02fea7"
    "35c8d90000000049454e44ae426082"
)
"""Une image d’un point."""

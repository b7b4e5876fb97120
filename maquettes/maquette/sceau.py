"""Le sceau d’une part envoyée : ce qu’elle disait à l’envoi, gardé dans le classeur qui revient.

C’est le json canonique de la part, comprimé puis écrit en texte dans une feuille masquée : une cellule de texte
traverse tous les tableurs, ce qu’une propriété (255 caractères) ou une partie à nous du fichier ne fait pas. Il dit ce
qui a été envoyé ; il ne prouve rien de qui l’a renvoyé.
"""

import zlib
from base64 import b64decode, b64encode
from binascii import Error as TexteAbime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_json import lire_json, texte_canonique

__all__ = [
    "FEUILLE_SCEAU",
    "NOM_DU_SCEAU",
    "PLACE_DU_SCEAU",
    "TITRE_DU_SCEAU",
    "Sceau",
    "SceauIllisible",
    "ouvrir_le_sceau",
    "sceller",
]

FEUILLE_SCEAU: Final = "Sceau"
NOM_DU_SCEAU: Final = "financement_sceau"
"""Le nom défini de la colonne des valeurs du sceau, qui le retrouve dans une feuille renommée."""

TITRE_DU_SCEAU: Final = "Sceau de l’envoi"
PLACE_DU_SCEAU: Final = (3, 1)
"""La ligne et la colonne de sa première valeur, comptées depuis zéro ; les autres sont dessous."""

_CARACTERES: Final = 30_000
"""Par cellule : un tableur en admet 32 767."""
_OCTETS_AU_PLUS: Final = 100_000_000
_ENTETES: Final = 3


class SceauIllisible(ValueError):
    """Le texte du sceau n’est plus celui qui a été écrit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sceau:
    """Ce qui a été envoyé : à quel maître d’ouvrage, à quelle version du tableau, dans quel état.

    ``empreinte`` : sha256, en hexadécimal, du json canonique de la part ``envoye``.
    """

    maitre_ouvrage: str
    version: int
    empreinte: str
    envoye: Projet


def sceller(part: Projet, maitre_ouvrage: str) -> tuple[str, ...]:
    """Les textes du sceau, une cellule chacun : maître d’ouvrage, version, empreinte, puis l’état comprimé."""
    octets = texte_canonique(part).encode()
    etat = b64encode(zlib.compress(octets, 9)).decode("ascii")
    morceaux = [etat[debut : debut + _CARACTERES] for debut in range(0, len(etat), _CARACTERES)]
    version = str(part.convention.version_au(None))
    return (maitre_ouvrage, version, _empreinte_des_octets(octets), *morceaux)


def ouvrir_le_sceau(textes: Sequence[str]) -> Sceau:
    """Le sceau que disent ces cellules ; lève :class:`SceauIllisible` si elles ne sont plus celles de l’envoi."""
    if len(textes) <= _ENTETES:
        raise SceauIllisible("il y manque des cellules")
    maitre_ouvrage, version, empreinte, *morceaux = textes
    octets = _decomprimer("".join(morceaux))
    if _empreinte_des_octets(octets) != empreinte:
        raise SceauIllisible("l’état qu’il garde n’est plus celui de son empreinte")
    try:
        envoye = assembler(lire_json(FEUILLE_SCEAU, octets))
    except DossierRefuse as refus:
        raise SceauIllisible("l’état qu’il garde n’est pas un dossier de cette version") from refus
    if version != str(envoye.convention.version_au(None)) or all(
        operation.maitre_ouvrage != maitre_ouvrage for operation in envoye.operations
    ):
        raise SceauIllisible("son maître d’ouvrage ou sa version ne sont plus ceux de l’envoi")
    return Sceau(maitre_ouvrage=maitre_ouvrage, version=int(version), empreinte=empreinte, envoye=envoye)


def _decomprimer(etat: str) -> bytes:
    """Les octets de l’état ; la taille est bornée en décomprimant, non crue."""
    flux = zlib.decompressobj()
    try:
        octets = flux.decompress(b64decode(etat, validate=True), _OCTETS_AU_PLUS)
    except (TexteAbime, ValueError, zlib.error):
        raise SceauIllisible("son texte a été modifié ou coupé") from None
    if not flux.eof:
        raise SceauIllisible("son texte a été modifié ou coupé")
    return octets


def _empreinte_des_octets(octets: bytes) -> str:
    # À la demande : lire un dossier sans sceau ne le charge pas.
    from hashlib import sha256

    return sha256(octets).hexdigest()

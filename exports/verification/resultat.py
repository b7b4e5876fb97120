"""Le résultat d’une vérification : ce que la comparaison permet de dire, et rien de plus."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from exports.document.sceau import Sceau
from exports.verification.commun.ecart import Ecart

__all__ = ["ORIGINE", "Reponse", "Verdict", "Verification"]

ORIGINE: Final = (
    "l’accord n’est pas une preuve d’origine : qui a le logiciel peut écrire un tel document d’un dossier de son "
    "choix. Seule une signature électronique valide, ou une copie reçue de main sûre, dit de qui il vient."
)
"""Ce qui accompagne toute réponse."""


class Reponse(StrEnum):
    """Ce que l’on a comparé, et ce que l’on y a vu."""

    OCTETS = "octets"
    """Les octets sont ceux que nous écririons."""
    OCTETS_SIGNES = "octets_signes"
    """Les mêmes, suivis d’une signature électronique qui ne montre rien."""
    TEXTES = "textes"
    """Les textes sont les mêmes, non les octets : ce que montre la page a pu être changé."""
    MOTS = "mots"
    """Des textes diffèrent ; aucun nombre n’y diffère."""
    CHIFFRES = "chiffres"
    """Des nombres ou des formules diffèrent."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Une phrase, et si elle dit un accord ; ``None`` : il n’a pas pu être vérifié."""

    accord: bool | None
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Ce que l’on sait d’un document : format, sceau, réponse, les trois verdicts, les réserves, les premiers écarts.

    ``reponse`` est ``None`` si le document n’a pas pu être recomposé. ``ecarts`` sont les textes qui diffèrent ou, à
    textes égaux, ce qui peut montrer autre chose ; ``objets`` est ce second genre seul, toujours. ``nombre_ecarts`` et
    ``nombre_objets`` comptent aussi ceux que l’on ne garde pas.
    """

    fichier: str
    format: str
    sceau: Sceau
    reponse: Reponse | None
    document: Verdict
    dossier: Verdict
    regles: Verdict
    reserves: tuple[str, ...]
    ecarts: tuple[Ecart, ...]
    nombre_ecarts: int
    objets: tuple[Ecart, ...]
    nombre_objets: int

    @property
    def conforme(self) -> bool:
        """Document, dossier et règles s’accordent ; ce n’est pas une preuve d’origine."""
        return all(verdict.accord for verdict in (self.document, self.dossier, self.regles))

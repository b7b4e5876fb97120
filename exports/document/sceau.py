"""Le sceau d’un document : de quoi il est fait, en une ligne que chaque format porte et que l’on peut relire."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Self

from exports.document.elements import Precision
from exports.document.modele import modele
from exports.document.texte import Cle, au_plus, de_forme
from financement.fautes.faute import ErreurFinancement, faute
from financement.fautes.provenance import INCONNUE
from financement.valeurs import validation
from maquettes.description.fautes import CLE_INCONNUE

__all__ = ["DEMANDE_DE_SOLDE", "ENSEMBLE", "SIMULATION", "GenrePerimetre", "Perimetre", "Sceau", "SceauIllisible"]


class GenrePerimetre(StrEnum):
    """Ce que couvre un document : tout le projet, ou la part d’un signataire, ou une opération."""

    ENSEMBLE = "ensemble"
    FINANCEUR = "financeur"
    MAITRE_OUVRAGE = "maitre_ouvrage"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True, init=False)
class Perimetre:
    """Ce que couvre un document ; ``code`` désigne le financeur, le maître d’ouvrage ou l’opération.

    ``genre`` : le genre, ou son nom (« financeur ») ; lève :class:`ValeurImpossible` pour tout autre texte,
    si le ``code`` n’en est pas un, ou pour un autre champ.
    """

    genre: GenrePerimetre
    code: str

    def __init__(
        self, /, genre: GenrePerimetre | str = GenrePerimetre.ENSEMBLE, code: str = "", **autres: object
    ) -> None:
        inconnues = (faute(CLE_INCONNUE, INCONNUE, nom, proposition="", cles="genre, code") for nom in autres)
        validation.exiger("Périmètre", validation.texte("code", code), *inconnues)
        object.__setattr__(self, "genre", validation.membre("Périmètre", "genre", genre, GenrePerimetre))
        object.__setattr__(self, "code", code)


ENSEMBLE = Perimetre()

_LOGICIEL_AU_PLUS: Final = 80

SIMULATION: Final = ", simulation"
"""Ce qui suit le nom du logiciel dans le sceau d’une simulation : le dossier seul ne la redonne pas."""

DEMANDE_DE_SOLDE: Final = ", demande de solde"
"""Ce qui suit le nom du logiciel dans le sceau d’une demande de solde : le dossier la redonne."""

Empreinte = Annotated[str, de_forme(r"[0-9a-f]{64}", "une empreinte sha256 de soixante-quatre chiffres hexadécimaux")]


class SceauIllisible(ErreurFinancement, ValueError):
    """Le texte n’est pas un sceau."""


@modele
class Sceau:
    """Logiciel, empreintes sha256 du dossier canonique et des règles, date d’arrêté, unité et périmètre.

    Deux documents de même sceau et de même format sont identiques, octet pour octet. Lève :class:`ValeurImpossible`
    si un champ n’est pas du type voulu.
    """

    logiciel: Annotated[Cle, au_plus(_LOGICIEL_AU_PLUS)]
    dossier: Empreinte
    regles: Empreinte
    date_arrete: date
    unite: Precision = Precision.CENTIME
    perimetre: Perimetre = ENSEMBLE

    @property
    def est_une_simulation(self) -> bool:
        """Le document dit ce que le dossier deviendrait, non ce qu’il est."""
        return self.logiciel.endswith(SIMULATION)

    @property
    def est_une_demande_de_solde(self) -> bool:
        """Le document est une demande de solde ; sinon, une annexe ou une simulation."""
        return self.logiciel.endswith(DEMANDE_DE_SOLDE)

    def en_json(self) -> dict[str, object]:
        """Ses champs, dans l’ordre de la classe, tels que le json les écrit."""
        return asdict(self) | {"date_arrete": self.date_arrete.isoformat()}

    def texte(self) -> str:
        """Le sceau en une ligne de json, clés dans l’ordre de la classe, sans caractère hors ascii."""
        return json.dumps(self.en_json(), ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def lire(cls, texte: str) -> Self:
        """Le sceau qu’écrit :meth:`texte` ; lève :class:`SceauIllisible` pour tout autre texte."""
        validation.exiger("Sceau", validation.instance("texte", texte, str))
        from exports.document.sceau_lu import SceauLu

        try:
            lu, jour = SceauLu.relire(texte)
            perimetre = Perimetre(genre=lu.perimetre.genre, code=lu.perimetre.code)
            return cls(
                logiciel=lu.logiciel,
                dossier=lu.dossier,
                regles=lu.regles,
                date_arrete=jour,
                unite=lu.unite,
                perimetre=perimetre,
            )
        except ValueError as refus:
            raise SceauIllisible(texte[:200]) from refus

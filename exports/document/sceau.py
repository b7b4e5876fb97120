"""Le sceau d’un document : de quoi il est fait, en une ligne que chaque format porte et que l’on peut relire."""

import json
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from exports.document.elements import Precision
from exports.document.modele import Modele
from financement.fautes.catalogue import CodeFaute
from financement.fautes.faute import ErreurFinancement, faute
from financement.fautes.provenance import INCONNUE
from financement.valeurs import validation

__all__ = ["ENSEMBLE", "GenrePerimetre", "Perimetre", "Sceau", "SceauIllisible"]


class GenrePerimetre(StrEnum):
    """Ce que couvre un document : tout le projet, ou la part d’un signataire, ou une opération."""

    ENSEMBLE = "ensemble"
    FINANCEUR = "financeur"
    MAITRE_OUVRAGE = "maitre_ouvrage"
    OPERATION = "operation"


class Perimetre(BaseModel):
    """Ce que couvre un document ; ``code`` désigne le financeur, le maître d’ouvrage ou l’opération.

    ``genre`` : le genre, ou son nom (« financeur ») ; lève :class:`ValeurImpossible` pour tout autre texte,
    si le ``code`` n’en est pas un, ou pour un autre champ.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    genre: GenrePerimetre = GenrePerimetre.ENSEMBLE
    code: str = ""

    def __init__(self, genre: GenrePerimetre | str = GenrePerimetre.ENSEMBLE, code: str = "", **autres: object) -> None:
        inconnues = (faute(CodeFaute.CLE_INCONNUE, INCONNUE, nom, proposition="", cles="genre, code") for nom in autres)
        validation.exiger("Périmètre", validation.texte("code", code), *inconnues)
        super().__init__(genre=validation.membre("Périmètre", "genre", genre, GenrePerimetre), code=code)


ENSEMBLE = Perimetre()


Empreinte = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class SceauIllisible(ErreurFinancement, ValueError):
    """Le texte n’est pas un sceau."""


class Sceau(Modele):
    """Logiciel, empreintes sha256 du dossier canonique et des règles, date d’arrêté, unité et périmètre.

    Deux documents de même sceau et de même format sont identiques, octet pour octet. Lève :class:`ValeurImpossible`
    si un champ n’est pas du type voulu.
    """

    logiciel: Annotated[str, Field(min_length=1, max_length=80)]
    dossier: Empreinte
    regles: Empreinte
    date_arrete: date
    unite: Precision = Precision.CENTIME
    perimetre: Perimetre = ENSEMBLE

    def texte(self) -> str:
        """Le sceau en une ligne de json, clés dans l’ordre de la classe, sans caractère hors ascii."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def lire(cls, texte: str) -> Self:
        """Le sceau qu’écrit :meth:`texte` ; lève :class:`SceauIllisible` pour tout autre texte."""
        validation.exiger("Sceau", validation.instance("texte", texte, str))
        try:
            return cls.model_validate_json(texte)
        except ValidationError as refus:
            raise SceauIllisible(texte[:200]) from refus

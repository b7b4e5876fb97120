"""Le sceau tel qu’un fichier le donne : un objet de json venu de dehors, relu strictement avant d’en faire un sceau."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from exports.document.elements import Precision

__all__ = ["SceauLu"]


class _Lu(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class _PerimetreLu(_Lu):
    genre: str = "ensemble"
    code: str = ""


class SceauLu(_Lu):
    """Les champs d’un sceau ; :meth:`relire` lève :class:`ValueError` si le texte n’est pas le json d’un sceau."""

    logiciel: str
    dossier: str
    regles: str
    date_arrete: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    unite: Precision = Precision.CENTIME
    perimetre: _PerimetreLu = _PerimetreLu()

    @classmethod
    def relire(cls, texte: str) -> tuple["SceauLu", date]:
        """Les champs que donne ``texte``, et sa date d’arrêté."""
        lu = cls.model_validate_json(texte)
        return lu, date.fromisoformat(lu.date_arrete)

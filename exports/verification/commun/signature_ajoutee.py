"""Une signature électronique qu’un autre logiciel a ajoutée à un document intact."""

from dataclasses import dataclass

__all__ = ["SignatureAjoutee"]


@dataclass(frozen=True, slots=True)
class SignatureAjoutee:
    """Une signature : ``place`` dit la page et le rectangle qu’elle montre, ``None`` si elle ne montre rien."""

    nom: str
    place: str | None
    couvre_tout: bool

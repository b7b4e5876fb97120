"""Une remarque à porter sur un classeur, et ce qui empêche de l’y porter."""

from dataclasses import dataclass

from financement.fautes.faute import ErreurFinancement

__all__ = ["Annotation", "ClasseurNonAnnotable"]


class ClasseurNonAnnotable(ErreurFinancement, ValueError):
    """Le fichier n’est pas un classeur xlsx que l’on sache copier et annoter ; le message dit pourquoi et que faire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Une remarque ; sans feuille ni cellule, elle ne figure qu’à la liste."""

    code: str
    gravite: str
    message: str
    remede: str = ""
    feuille: str | None = None
    cellule: str | None = None

"""La copie annotée d’un classeur : tout y reste, chaque faute porte un commentaire, une feuille en dresse la liste."""

from maquettes.annotation.copie import annoter
from maquettes.annotation.remarque import Annotation, ClasseurNonAnnotable

__all__ = ["Annotation", "ClasseurNonAnnotable", "annoter"]

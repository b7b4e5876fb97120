"""Ce qu'un document porte autour de ses tableaux : articles, chiffres clés, graphiques, signatures, dérivations."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from exports.document_texte import Texte

__all__ = [
    "Article",
    "ChiffreCle",
    "Derivation",
    "Etape",
    "GenreGraphique",
    "Graphique",
    "LieuDocument",
    "Mention",
    "Precision",
    "Signature",
]


class _Element(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


Cle = Annotated[str, Field(min_length=1)]


class Precision(StrEnum):
    """Ce à quoi les montants d'un document sont arrondis ; ils restent en centimes dans le document."""

    CENTIME = "centime"
    EURO = "euro"


class Mention(_Element):
    """Une ligne d'identification : un libellé et sa valeur."""

    libelle: Texte
    valeur: Texte


class Article(_Element):
    """Un article du texte qui accompagne les tableaux : son titre et ses alinéas, champs de fusion remplis."""

    titre: Texte
    alineas: Annotated[tuple[Texte, ...], Field(min_length=1)]


class Signature(_Element):
    """Un signataire : l'organisme, ce au titre de quoi il signe, et ce qu'il arrête en signant."""

    organisme: Texte
    qualite: Texte
    objet: Texte


class LieuDocument(_Element):
    """Une cellule du document, par les clés de son tableau, de sa ligne et de sa colonne."""

    tableau: Cle
    ligne: Cle
    colonne: Cle


class ChiffreCle(_Element):
    """Un chiffre mis en avant, repris d'une cellule du document."""

    libelle: Texte
    lieu: LieuDocument
    precision: Texte = ""


class GenreGraphique(StrEnum):
    """Genre d'un graphique : barres côte à côte, barres empilées, courbes."""

    BARRES = "barres"
    BARRES_EMPILEES = "barres_empilees"
    COURBES = "courbes"


class Graphique(_Element):
    """Un graphique des montants d'un tableau : une série par colonne, un point par ligne.

    ``colonne_des_noms`` donne le nom de chaque point. ``description`` dit en mots ce que l'on y voit.
    """

    cle: Cle
    titre: Texte
    description: Texte
    genre: GenreGraphique
    tableau: Cle
    colonne_des_noms: Cle
    lignes: Annotated[tuple[Cle, ...], Field(min_length=1)]
    series: Annotated[tuple[Cle, ...], Field(min_length=1)]


class Etape(_Element):
    """Une étape d'une dérivation : ce qu'elle est, son montant (centimes), la règle, son texte, où la voir."""

    libelle: Texte
    montant: int | None = None
    regle: Texte = ""
    reference: Texte = ""
    provenance: Texte = ""


class Derivation(_Element):
    """D'où vient le montant d'une cellule, étape par étape ; la somme des étapes fait le montant."""

    lieu: LieuDocument
    etapes: tuple[Etape, ...]

"""Ce qu’un document porte autour de ses tableaux : articles, chiffres clés, graphiques, signatures, dérivations."""

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from exports.document.texte import Texte

__all__ = [
    "Article",
    "ChiffreCle",
    "Derivation",
    "Etape",
    "FormatDePage",
    "GenreGraphique",
    "Graphique",
    "LieuDocument",
    "Mention",
    "Precision",
    "RepereGraphique",
    "SerieGraphique",
    "Signature",
]


class _Element(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


Cle = Annotated[str, Field(min_length=1)]


class Precision(StrEnum):
    """Ce à quoi les montants d’un document sont arrondis ; ils restent en centimes dans le document."""

    CENTIME = "centime"
    EURO = "euro"


class FormatDePage(StrEnum):
    """La page sur laquelle un document s’imprime."""

    A3_COUCHE = "a3-couche"
    A4_DEBOUT = "a4-debout"


class Mention(_Element):
    """Une ligne d’identification : un libellé et sa valeur."""

    libelle: Texte
    valeur: Texte


class Article(_Element):
    """Un article du texte qui accompagne les tableaux : son titre et ses alinéas, champs de fusion remplis."""

    titre: Texte
    alineas: Annotated[tuple[Texte, ...], Field(min_length=1)]


class Signature(_Element):
    """Un cadre de signature : l’organisme, ce au titre de quoi il signe, ce qu’il arrête, et qui signe pour lui."""

    organisme: Texte
    qualite: Texte
    objet: Texte
    signataire: Texte


class LieuDocument(_Element):
    """Une cellule du document, par les clés de son tableau, de sa ligne et de sa colonne."""

    tableau: Cle
    ligne: Cle
    colonne: Cle


class ChiffreCle(_Element):
    """Un chiffre mis en avant, repris d’une cellule du document."""

    libelle: Texte
    lieu: LieuDocument
    precision: Texte = ""


class GenreGraphique(StrEnum):
    """Genre d’un graphique : deux montants opposés de part et d’autre de zéro, avant et après, cumuls datés."""

    OPPOSEES = "opposees"
    AVANT_APRES = "avant_apres"
    CUMULS = "cumuls"


class SerieGraphique(_Element):
    """Une colonne de montants, et les mots qui suivent chacun d’eux dans le dessin : « à verser »."""

    colonne: Cle
    mots: Texte


class RepereGraphique(_Element):
    """Une date qu’un trait marque : date limite, arrêté."""

    libelle: Texte
    le: date


class Graphique(_Element):
    """Un graphique de deux colonnes d’un tableau, un point par ligne, dans l’ordre où on les montre.

    ``colonne_des_noms`` donne le nom de chaque point. ``description`` dit en mots ce que l’on y voit. Des cumuls ont
    une date par point, qui croît, et des ``reperes``.
    """

    cle: Cle
    titre: Texte
    description: Texte
    genre: GenreGraphique
    tableau: Cle
    colonne_des_noms: Cle
    lignes: Annotated[tuple[Cle, ...], Field(min_length=1)]
    series: tuple[SerieGraphique, SerieGraphique]
    dates: tuple[date, ...] = ()
    reperes: tuple[RepereGraphique, ...] = ()

    @model_validator(mode="after")
    def _date(self) -> Self:
        voulues = len(self.lignes) if self.genre is GenreGraphique.CUMULS else 0
        if len(self.dates) != voulues:
            raise ValueError(f"{len(self.dates)} dates pour {voulues} points datés")
        if any(b <= a for a, b in pairwise(self.dates)):
            raise ValueError("les dates d’un graphique croissent")
        return self


class Etape(_Element):
    """Une étape d’une dérivation : ce qu’elle est, son montant (centimes), la règle, son texte, où la voir."""

    libelle: Texte
    montant: int | None = None
    regle: Texte = ""
    reference: Texte = ""
    provenance: Texte = ""


class Derivation(_Element):
    """D’où vient le montant d’une cellule, étape par étape ; la somme des étapes fait le montant."""

    lieu: LieuDocument
    etapes: tuple[Etape, ...]

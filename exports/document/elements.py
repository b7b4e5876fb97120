"""Ce qu’un document porte autour de ses tableaux : articles, chiffres clés, graphiques, signatures, dérivations."""

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from exports.document.modele import modele
from exports.document.texte import Cle, Texte, non_vide

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


class Precision(StrEnum):
    """Ce à quoi les montants d’un document sont arrondis ; ils restent en centimes dans le document."""

    CENTIME = "centime"
    EURO = "euro"


class FormatDePage(StrEnum):
    """La page sur laquelle un document s’imprime."""

    A3_COUCHE = "a3-couche"
    A4_DEBOUT = "a4-debout"


@modele
class Mention:
    """Une ligne d’identification : un libellé et sa valeur."""

    libelle: Texte
    valeur: Texte


@modele
class Article:
    """Un article du texte qui accompagne les tableaux : son titre et ses alinéas, champs de fusion remplis."""

    titre: Texte
    alineas: Annotated[tuple[Texte, ...], non_vide]


@modele
class Signature:
    """Un cadre de signature : l’organisme, ce au titre de quoi il signe, ce qu’il arrête, et qui signe pour lui."""

    organisme: Texte
    qualite: Texte
    objet: Texte
    signataire: Texte


@modele
class LieuDocument:
    """Une cellule du document, par les clés de son tableau, de sa ligne et de sa colonne."""

    tableau: Cle
    ligne: Cle
    colonne: Cle


@modele
class ChiffreCle:
    """Un chiffre mis en avant, repris d’une cellule du document."""

    libelle: Texte
    lieu: LieuDocument
    precision: Texte = ""


class GenreGraphique(StrEnum):
    """Genre d’un graphique : deux montants opposés de part et d’autre de zéro, avant et après, cumuls datés."""

    OPPOSEES = "opposees"
    AVANT_APRES = "avant_apres"
    CUMULS = "cumuls"


@modele
class SerieGraphique:
    """Une colonne de montants, et les mots qui suivent chacun d’eux dans le dessin : « à verser »."""

    colonne: Cle
    mots: Texte


@modele
class RepereGraphique:
    """Une date qu’un trait marque : date limite, arrêté."""

    libelle: Texte
    le: date


@modele
class Graphique:
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
    lignes: Annotated[tuple[Cle, ...], non_vide]
    series: tuple[SerieGraphique, SerieGraphique]
    dates: tuple[date, ...] = ()
    reperes: tuple[RepereGraphique, ...] = ()

    def _defaut(self) -> str:
        voulues = len(self.lignes) if self.genre is GenreGraphique.CUMULS else 0
        if len(self.dates) != voulues:
            return f"{len(self.dates)} dates pour {voulues} points datés"
        return "les dates d’un graphique croissent" if any(b <= a for a, b in pairwise(self.dates)) else ""


@modele
class Etape:
    """Une étape d’une dérivation : ce qu’elle est, son montant (centimes), la règle, son texte, où la voir."""

    libelle: Texte
    montant: int | None = None
    regle: Texte = ""
    reference: Texte = ""
    provenance: Texte = ""


@modele
class Derivation:
    """D’où vient le montant d’une cellule, étape par étape ; la somme des étapes fait le montant."""

    lieu: LieuDocument
    etapes: tuple[Etape, ...]

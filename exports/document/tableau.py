"""Le tableau neutre : des colonnes typées, des lignes, des cellules qui portent leur valeur et leur calcul."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Final

from exports.document.calculs import Calcul
from exports.document.elements import LieuDocument
from exports.document.modele import modele
from exports.document.texte import Cle, Texte, au_plus, de_forme, non_vide

__all__ = [
    "MONTANT_BORNE",
    "TITRES_DES_PARTIES",
    "Cellule",
    "Colonne",
    "GenreColonne",
    "GenreLigne",
    "Ligne",
    "Niveau",
    "Partie",
    "Tableau",
    "Valeur",
]

MONTANT_BORNE: Final = 2**53 - 1
"""En centimes : au-delà, un montant ne serait plus exact dans un tableur."""

_LARGEUR_AU_PLUS: Final = 120
_TITRE_COURT_AU_PLUS: Final = 31
_PROTECTIONS: Final = frozenset("[]:*?/\\'")

Valeur = str | int | Fraction | Decimal | date | None


def _fini(nombre: Decimal) -> str | None:
    return None if nombre.is_finite() else "un nombre fini"


def _large(caracteres: int) -> str | None:
    return None if 0 < caracteres <= _LARGEUR_AU_PLUS else f"une largeur de 1 à {_LARGEUR_AU_PLUS} caractères"


CleTableau = Annotated[str, de_forme(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "des mots minuscules joints de traits d’union")]


class GenreColonne(StrEnum):
    """Genre d’une colonne : il fixe le type des valeurs et leur présentation."""

    TEXTE = "texte"
    CODE = "code"
    MONTANT = "montant"
    TAUX = "taux"
    QUANTITE = "quantite"
    ENTIER = "entier"
    DATE = "date"


class GenreLigne(StrEnum):
    """Genre d’une ligne : une donnée, un bandeau de famille, un sous-total, un total."""

    DONNEE = "donnee"
    FAMILLE = "famille"
    SOUS_TOTAL = "sous_total"
    TOTAL = "total"


class Niveau(StrEnum):
    """Ce à quoi sert un tableau : une synthèse se délibère, un détail se vérifie, une lecture explique.

    Un tableau joint se cherche et se recalcule, il ne se feuillette pas : il est au classeur, au csv et au html, et ne
    s’imprime ni en pdf ni en docx.
    """

    SYNTHESE = "synthese"
    DETAIL = "detail"
    LECTURE = "lecture"
    JOINT = "joint"


class Partie(StrEnum):
    """La partie d’un document où se lit un tableau ; leur ordre est celui du document."""

    DECISION = "decision"
    FINANCEURS = "financeurs"
    CLOTURE = "cloture"
    EXECUTION = "execution"
    EVOLUTION = "evolution"
    PHYSIQUE = "physique"
    CONSTATS = "constats"


TITRES_DES_PARTIES: Final[Mapping[Partie, str]] = MappingProxyType(
    {
        Partie.DECISION: "Décision",
        Partie.FINANCEURS: "Financeurs",
        Partie.CLOTURE: "Tableaux financiers",
        Partie.EXECUTION: "Exécution",
        Partie.EVOLUTION: "Évolution",
        Partie.PHYSIQUE: "Programme physique, contreparties et insertion",
        Partie.CONSTATS: "Constats et vigilance",
    }
)
"""Le titre de chaque partie, sous lequel le plan range ses tableaux."""


_TYPES: Final[dict[GenreColonne, type]] = {
    GenreColonne.TEXTE: str,
    GenreColonne.CODE: str,
    GenreColonne.MONTANT: int,
    GenreColonne.TAUX: Fraction,
    GenreColonne.QUANTITE: Decimal,
    GenreColonne.ENTIER: int,
    GenreColonne.DATE: date,
}


@modele
class Cellule:
    """Une valeur (montant en centimes, taux exact…) et, s’il y a lieu, le calcul dont elle est le résultat.

    ``lien`` désigne la cellule du document où en lire plus : chaque format y mène, s’il la montre.
    """

    valeur: Texte | int | Fraction | Annotated[Decimal, _fini] | date | None = None
    calcul: Calcul | None = None
    lien: LieuDocument | None = None


@modele
class Colonne:
    """Une colonne ; ``largeur`` en caractères (celle du contenu si elle manque), ``groupe`` réunit des voisines.

    Une colonne jointe est au classeur, au csv et au html, et ne s’imprime pas : un autre tableau imprimé la porte.
    """

    cle: Cle
    libelle: Texte
    genre: GenreColonne
    largeur: Annotated[int, _large] | None = None
    groupe: Texte = ""
    est_jointe: bool = False


@modele
class Ligne:
    """Une ligne ; ``cle`` la désigne dans les calculs, une cellule par colonne."""

    cle: Cle
    genre: GenreLigne = GenreLigne.DONNEE
    cellules: tuple[Cellule, ...]


@modele
class Tableau:
    """Un tableau ; ``titre_court`` nomme une feuille, ``cle`` un fichier. Les clés y sont uniques."""

    cle: CleTableau
    titre: Texte
    titre_court: Annotated[Texte, non_vide, au_plus(_TITRE_COURT_AU_PLUS)]
    partie: Partie = Partie.EXECUTION
    niveau: Niveau = Niveau.DETAIL
    notes: tuple[Texte, ...] = ()
    colonnes: Annotated[tuple[Colonne, ...], non_vide]
    lignes: tuple[Ligne, ...]

    def _defaut(self) -> str:
        fautes = [
            *_doublons("colonne", (colonne.cle for colonne in self.colonnes)),
            *_doublons("ligne", (ligne.cle for ligne in self.lignes)),
            *(faute for ligne in self.lignes for faute in self._fautes_de_ligne(ligne)),
        ]
        if _PROTECTIONS & set(self.titre_court):
            fautes.append(f"titre court interdit « {self.titre_court} »")
        return f"tableau {self.cle} : " + " ; ".join(fautes[:5]) if fautes else ""

    def _fautes_de_ligne(self, ligne: Ligne) -> Iterable[str]:
        if len(ligne.cellules) != len(self.colonnes):
            yield f"ligne {ligne.cle} : {len(ligne.cellules)} cellules pour {len(self.colonnes)} colonnes"
            return
        for colonne, cellule in zip(self.colonnes, ligne.cellules, strict=True):
            valeur = cellule.valeur
            if valeur is None:
                continue
            if type(valeur) is not _TYPES[colonne.genre]:
                yield f"ligne {ligne.cle}, colonne {colonne.cle} : {valeur!r} n’est pas de genre {colonne.genre}"
            elif colonne.genre is GenreColonne.MONTANT and isinstance(valeur, int) and abs(valeur) > MONTANT_BORNE:
                yield f"ligne {ligne.cle}, colonne {colonne.cle} : montant hors borne {valeur}"

    @property
    def est_joint(self) -> bool:
        """Il ne s’imprime pas : il est au classeur, au csv et au html."""
        return self.niveau is Niveau.JOINT

    @property
    def est_groupe(self) -> bool:
        """Au moins une colonne appartient à un groupe."""
        return any(colonne.groupe for colonne in self.colonnes)

    def rang_colonne(self, cle: str) -> int:
        """Rang d’une colonne ; ``KeyError`` si elle n’existe pas."""
        for rang, colonne in enumerate(self.colonnes):
            if colonne.cle == cle:
                return rang
        raise KeyError(cle)

    def rang_ligne(self, cle: str) -> int:
        """Rang d’une ligne ; ``KeyError`` si elle n’existe pas."""
        for rang, ligne in enumerate(self.lignes):
            if ligne.cle == cle:
                return rang
        raise KeyError(cle)

    def cellule(self, ligne: str, colonne: str) -> Cellule:
        """La cellule d’une ligne et d’une colonne ; ``KeyError`` si l’une manque."""
        return self.lignes[self.rang_ligne(ligne)].cellules[self.rang_colonne(colonne)]


def _doublons(nature: str, cles: Iterable[str]) -> list[str]:
    vues: set[str] = set()
    fautes = []
    for cle in cles:
        if cle in vues:
            fautes.append(f"{nature} en double {cle}")
        vues.add(cle)
    return fautes

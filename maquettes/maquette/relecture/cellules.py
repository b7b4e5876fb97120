"""Lire une cellule à remplir comme une valeur du dossier, et remarquer ce qu’elle a d’inhabituel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from financement.controles.constat import Constat
from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.fautes.provenance import Provenance
from financement.valeurs.validation import CELLULE_EN_ERREUR, VALEUR_ABSENTE
from maquettes.description.limites_de_lecture import FAUTES_GARDEES
from maquettes.description.table import Colonne, Genre
from maquettes.description.valeurs import lire_cellule, lire_valeur_de_parametre
from maquettes.maquette.relecture.remarques import (
    AUTRES_REMARQUES,
    FORMULE_SAISIE,
    MOT_ECRIT_AUTREMENT,
    TEXTE_AU_LIEU_D_UN_NOMBRE,
    ModeleRemarque,
    remarquer,
)
from maquettes.tableur.lecture import CelluleLue, GenreCellule
from maquettes.tableur.nombres import CHIFFRES

__all__ = ["LecteurDeCellules", "est_vide", "texte_de_cellule"]

_ATTENDUS: Final = {
    Genre.MONTANT: "nombre",
    Genre.QUANTITE: "nombre",
    Genre.ENTIER: "nombre",
    Genre.TAUX: "pourcentage",
    Genre.DATE: "date",
}
"""Genres qu’un tableur ne calcule que si leur cellule n’est pas un texte."""


_TEXTES: Final = frozenset({Genre.CODE, Genre.TEXTE, Genre.CODES, Genre.SIRET})


def est_vide(cellule: CelluleLue) -> bool:
    """La cellule ne contient que des blancs."""
    return cellule.genre is GenreCellule.TEXTE and not cellule.texte.strip()


FORMULE_SANS_VALEUR: Final = ModeleFaute(
    "MAQUETTE-08",
    "La formule « {lu} » n’a pas de valeur enregistrée.",
    "Ouvrir le classeur dans un tableur et l’enregistrer, ou saisir la valeur.",
)


def texte_de_cellule(cellule: CelluleLue) -> str:
    """Le texte d’une cellule, tel qu’un dossier l’écrirait : ``1250.5``, ``45 %``, ``2014-12-31``.

    Lève :class:`TexteRefuse` si elle est en erreur, ou si sa formule n’a pas de valeur enregistrée.
    """
    match cellule.genre:
        case GenreCellule.ERREUR:
            raise TexteRefuse(CELLULE_EN_ERREUR, cellule.texte)
        case GenreCellule.VIDE:
            raise TexteRefuse(FORMULE_SANS_VALEUR, f"={cellule.formule}")
        case GenreCellule.POURCENTAGE:
            return f"{_pourcentage(cellule.texte)} %"
        case _:
            return cellule.texte.strip()


def _pourcentage(nombre: str) -> str:
    try:
        cent_fois = (Decimal(nombre) * 100).normalize()
    except InvalidOperation:
        return nombre
    return f"{cent_fois:f}".replace(".", ",")


NOMBRE_TROP_LONG: Final = ModeleFaute(
    "MAQUETTE-12",
    "« {lu} » est un nombre de plus de quinze chiffres : le tableur en a déjà changé les derniers.",
    "Mettre la cellule au format Texte, puis saisir de nouveau tous les chiffres.",
)


@dataclass(slots=True)
class LecteurDeCellules:
    """Lit les cellules d’un classeur et garde, dans ``constats``, ce qu’elles ont d’inhabituel."""

    constats: list[Constat] = field(default_factory=list)
    _tues: dict[tuple[str | None, str | None], int] = field(default_factory=dict)

    def comptees(self) -> Iterator[Constat]:
        """Par feuille, le nombre des remarques qui ne sont pas dites, les premières étant déjà plus qu’on n’en lit."""
        for (fichier, feuille), nombre in self._tues.items():
            lieu = Provenance(fichier=fichier, feuille=feuille)
            yield remarquer(AUTRES_REMARQUES, lieu, nombre=str(nombre))

    def _retenir(self, modele: ModeleRemarque, lieu: Provenance, **termes: str) -> None:
        if len(self.constats) < FAUTES_GARDEES:
            self.constats.append(remarquer(modele, lieu, **termes))
        else:
            feuille = lieu.fichier, lieu.feuille
            self._tues[feuille] = self._tues.get(feuille, 0) + 1

    def lire(self, colonne: Colonne, cellule: CelluleLue, situer: Callable[[str], Provenance]) -> object:
        """La valeur d’une cellule non vide ; lève :class:`TexteRefuse`."""
        texte = texte_de_cellule(cellule)
        if not texte:
            raise TexteRefuse(VALEUR_ABSENTE, "")
        if colonne.genre in _TEXTES and _est_trop_long(cellule):
            raise TexteRefuse(NOMBRE_TROP_LONG, texte)
        valeur: object
        if colonne.genre is Genre.CODES:
            valeur = tuple(code.strip() for code in texte.split(",") if code.strip())
        else:
            valeur = lire_cellule(colonne, texte)
        self.remarquer(colonne, cellule, texte, situer)
        # Un tableur ne distingue pas les majuscules : ses formules reconnaissent « Subvention ».
        if colonne.genre is Genre.CHOIX and texte.casefold() != str(valeur).casefold():
            lieu = situer(colonne.nom)
            self._retenir(MOT_ECRIT_AUTREMENT, lieu, lu=texte, valeur=str(valeur))
        return valeur

    def lire_parametre(
        self, unite: str, cellule: CelluleLue, situer: Callable[[str], Provenance], colonne: Colonne
    ) -> object:
        """La valeur d’un paramètre de règlement, que son unité dit comment lire ; lève :class:`TexteRefuse`."""
        texte = texte_de_cellule(cellule)
        valeur = lire_valeur_de_parametre(unite, texte)
        self.remarquer(colonne, cellule, texte, situer)
        return valeur

    def remarquer(self, colonne: Colonne, cellule: CelluleLue, texte: str, situer: Callable[[str], Provenance]) -> None:
        """Retient une formule saisie, ou un nombre saisi en texte."""
        if cellule.formule is not None:
            lieu = situer(colonne.nom)
            self._retenir(FORMULE_SAISIE, lieu, formule=cellule.formule, valeur=texte)
        elif (
            cellule.genre is GenreCellule.TEXTE and colonne.genre in _ATTENDUS and not _est_une_fraction(colonne, texte)
        ):
            self._retenir(
                TEXTE_AU_LIEU_D_UN_NOMBRE,
                situer(colonne.nom),
                lu=cellule.texte,
                valeur=texte,
                attendu=_ATTENDUS[colonne.genre],
            )


def _est_trop_long(cellule: CelluleLue) -> bool:
    """Un tableur ne garde que quinze chiffres d’un nombre : d’un code plus long, les derniers sont perdus."""
    return cellule.genre is GenreCellule.NOMBRE and len(cellule.texte.lstrip("-").partition(".")[0]) > CHIFFRES


def _est_une_fraction(colonne: Colonne, texte: str) -> bool:
    """Un taux comme ``1/3`` ne s’écrit qu’en texte : il n’est pas à reprendre."""
    return colonne.genre is Genre.TAUX and "/" in texte

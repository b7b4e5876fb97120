"""Lire la cellule d’un champ comme la valeur que le dossier attend ; ce qui ne se lit pas est gardé comme refus."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Final

from financement.dossier.nomenclature import Nature, Programme, TypeMouvement
from financement.fautes.faute import TexteRefuse
from financement.valeurs.graphies import en_espaces_ordinaires
from maquettes.description.table import Colonne, Genre
from maquettes.description.valeurs import lire_cellule
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.correspondance.modele import Source, UniteDeSource
from maquettes.importation.extraction.operations import OperationsConnues
from maquettes.importation.lecteurs.cellule import texte_lisible
from maquettes.importation.lecteurs.codes import lire_code_d_operation
from maquettes.importation.lecteurs.dates import DATE_RECUE_ILLISIBLE, lire_date_recue, lire_semestre_recu
from maquettes.importation.lecteurs.libelles import famille_nommee, lire_famille_recue, lire_nature_recue
from maquettes.importation.lecteurs.montants import lire_montant_recu, separateur_decimal
from maquettes.importation.lecteurs.quantites import lire_quantite_recue, unite_dite
from maquettes.importation.lecteurs.taux import ecriture_des_taux, lire_taux_recu
from maquettes.importation.lecteurs.types import lire_type_recu
from maquettes.tableur.contenu import CelluleLue, GenreCellule

__all__ = ["DECALAGES", "LecteurDeChamps", "Lecture", "Nomenclature", "codes_par_cle", "est_un_tiret"]

DECALAGES: Final[Mapping[UniteDeSource, int]] = MappingProxyType(
    {UniteDeSource.EURO: 0, UniteDeSource.MILLIER: 3, UniteDeSource.MILLION: 6}
)
_PREVUE: Final = re.compile(r"\b(?:prev|a venir|estim|en cours|attendu|non )")
_TEXTE: Final = GenreCellule.TEXTE
# Cent mille lignes d'un extrait font un million de cellules : faites sans passer par leurs arguments.
_faire: Final = tuple.__new__
_TIRETS: Final = re.compile("[-\u2212\u2010-\u2015]+")


def est_un_tiret(cellule: CelluleLue) -> bool:
    """La cellule n’a que des tirets : dans un tableau, rien."""
    return len(cellule.texte) < 8 and _TIRETS.fullmatch(cellule.texte.strip()) is not None  # noqa: PLR2004


def codes_par_cle(codes: Mapping[str, str]) -> dict[str, str]:
    """Leur code ou leur nom, sans casse ni accents = le nôtre."""
    return {cle_de_libelle(leur): notre for leur, notre in codes.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomenclature:
    """Ce que les textes reçus peuvent désigner du dossier ; financeurs et maîtres d’ouvrage : leur nom, par code."""

    programme: Programme
    financeurs: Mapping[str, str]
    maitres_ouvrage: Mapping[str, str]
    operations: OperationsConnues


class Lecture:
    """La lecture d’un champ, dont un refus est une valeur ; ce qui a été lu une fois est retenu."""

    __slots__ = ("_autres", "_lire", "_textes")

    def __init__(self, lire: Callable[[CelluleLue], object]) -> None:
        self._lire = lire
        # Presque toutes les cellules sont des textes : le leur suffit à les retrouver.
        self._textes: dict[str, object] = {}
        self._autres: dict[CelluleLue, object] = {}

    def __call__(self, cellule: CelluleLue) -> object:
        """La valeur d’une cellule."""
        if cellule.genre is _TEXTE:
            valeur = self._textes.get(cellule.texte)
            if valeur is None:
                valeur = self._textes[cellule.texte] = self._essayer(cellule)
        else:
            valeur = self._autres.get(cellule)
            if valeur is None:
                valeur = self._autres[cellule] = self._essayer(cellule)
        return valeur

    def du_texte(self, texte: str) -> object:
        """La valeur d’une cellule qui n’est que ce texte."""
        valeur = self._textes.get(texte)
        if valeur is None:
            valeur = self._textes[texte] = self._essayer(_faire(CelluleLue, (_TEXTE, texte, None)))
        return valeur

    def _essayer(self, cellule: CelluleLue) -> object:
        try:
            return self._lire(cellule)
        except TexteRefuse as refus:
            return refus


class LecteurDeChamps:
    """La lecture de chaque champ d’une source ; un même texte n’est lu qu’une fois par champ."""

    def __init__(self, nomenclature: Nomenclature, source: Source, montants: Iterable[str] = ()) -> None:
        """``montants`` : des montants de la table en texte, qui disent leur séparateur décimal."""
        codes, unite = source.codes, source.unite
        self._decimale = source.decimale or separateur_decimal(montants)
        self._nomenclature = nomenclature
        self._unite = unite
        self._familles = codes_par_cle(codes.famille)
        financeurs = {cle_de_libelle(texte): c for c, nom in nomenclature.financeurs.items() for texte in (c, nom)}
        maitres = {cle_de_libelle(texte): c for c, nom in nomenclature.maitres_ouvrage.items() for texte in (c, nom)}
        self._financeurs = financeurs | codes_par_cle(codes.financeur)
        self._maitres_ouvrage = maitres | financeurs | codes_par_cle(codes.maitre_ouvrage)
        self.operations = codes_par_cle(codes.operation)

    def pour(
        self, colonne: Colonne, cellules: Iterable[CelluleLue] = (), unite: UniteDeSource | None = None
    ) -> "Lecture":
        """La lecture d’une colonne du dossier : sa valeur, ou le refus d’un texte qui ne l’est pas.

        ``cellules`` : toutes celles de la colonne reçue, qui disent comment s’y écrivent montants et taux.
        """
        return Lecture(self._lecture(colonne, cellules, self._unite if unite is None else unite))

    def _lecture(
        self, colonne: Colonne, cellules: Iterable[CelluleLue], unite: UniteDeSource
    ) -> Callable[[CelluleLue], object]:
        propres: Mapping[str, Callable[[CelluleLue], object]] = {
            "operation": self.operation,
            "famille": self.famille,
            "financeur": lambda c: self.financeur(texte_lisible(c)),
            "maitre_ouvrage": lambda c: self.maitre_ouvrage(texte_lisible(c)),
            "nature": lambda c: Nature(lire_nature_recue(c).texte),
            "type": lambda c: TypeMouvement(lire_type_recu(c).texte),
            "unite": lambda c: _unite(colonne, c),
            "achevement": _achevement,
        }
        if colonne.genre is Genre.MONTANT:
            textes = (c.texte for c in cellules if c.genre is GenreCellule.TEXTE)
            decimale = self._decimale or separateur_decimal(textes)
            return partial(lire_montant_recu, decalage=DECALAGES[unite], decimale=decimale)
        return propres.get(colonne.nom) or _lecture_du_genre(colonne, cellules)

    def operation(self, cellule: CelluleLue) -> str:
        """Le code de l’opération que désigne une cellule, ou son texte : un code inconnu est refusé plus loin."""
        return self.operation_designee(lire_code_d_operation(cellule).texte)

    def operation_designee(self, texte: str) -> str:
        """Comme :meth:`operation`, d’un texte."""
        connue = self._nomenclature.operations.trouver(texte, self.operations)
        if connue is not None:
            return connue
        return en_espaces_ordinaires(self.operations.get(cle_de_libelle(texte), texte))

    def famille(self, cellule: CelluleLue) -> str:
        """Le code d’une famille, par la correspondance, ou par son numéro ou son libellé."""
        dite = self._familles.get(cle_de_libelle(cellule.texte))
        return lire_famille_recue(cellule, self._nomenclature.programme).texte if dite is None else dite

    def famille_nommee(self, texte: str) -> str | None:
        """Le code de la famille que nomme un titre, par la correspondance ou son libellé ; rien s’il n’en nomme pas."""
        dite = self._familles.get(cle_de_libelle(texte))
        return famille_nommee(texte, self._nomenclature.programme) if dite is None else dite

    def financeur(self, texte: str) -> str:
        """Le code du financeur que désigne un texte, ou le texte : un code inconnu est refusé plus loin."""
        return self._financeurs.get(cle_de_libelle(texte), texte)

    def maitre_ouvrage(self, texte: str) -> str:
        """Le code du maître d’ouvrage que désigne un texte, ou le texte : un nom libre est permis."""
        return self._maitres_ouvrage.get(cle_de_libelle(texte), texte)


def _lecture_du_genre(colonne: Colonne, cellules: Iterable[CelluleLue]) -> Callable[[CelluleLue], object]:
    if colonne.genre is Genre.TAUX:
        ecriture = ecriture_des_taux(cellules)
        return lambda c: lire_taux_recu(c, ecriture).taux
    return _LECTURES.get(colonne.genre) or (lambda c: lire_cellule(colonne, texte_lisible(c)))


_LECTURES: Final[Mapping[Genre, Callable[[CelluleLue], object]]] = MappingProxyType(
    {
        Genre.DATE: lambda c: lire_date_recue(c).jour,
        Genre.SEMESTRE: lambda c: lire_semestre_recu(c).semestre,
        Genre.QUANTITE: lambda c: lire_quantite_recue(c).quantite,
        Genre.CODE: lambda c: en_espaces_ordinaires(texte_lisible(c)),
        Genre.TEXTE: texte_lisible,
    }
)


def _achevement(cellule: CelluleLue) -> date:
    """La date d’une livraison ; ce qui n’est que prévu n’est pas livré."""
    if _PREVUE.search(cle_de_libelle(cellule.texte)):
        raise TexteRefuse(DATE_RECUE_ILLISIBLE, cellule.texte, attendu="une livraison", cause="elle n’est pas faite")
    return lire_date_recue(cellule).jour


def _unite(colonne: Colonne, cellule: CelluleLue) -> object:
    """L’unité d’une quantité : une cellule qui dit les deux, ou qui ne dit qu’elle ; vide si elle ne la dit pas."""
    texte = texte_lisible(cellule)
    if (seule := unite_dite(texte)) is not None:
        return seule
    try:
        return lire_quantite_recue(cellule).unite or ""
    except TexteRefuse:
        return lire_cellule(colonne, texte)

"""Interprétation d’une ligne ou d’un objet : ses valeurs, puis l’objet du domaine, avec toutes ses fautes.

Une valeur fautive est remplacée par une valeur neutre pour examiner le reste de la ligne ; une faute qui ne
tiendrait qu’à ce remplacement n’est pas rapportée (:func:`colonnes_en_cause`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from financement.controles.constat import Constat
from financement.dossier.fautes import NATURE_AMBIGUE, OPERATION_PAS_ENCORE_CREEE
from financement.dossier.journal import FINANCEUR_ABSENT, FINANCEUR_EN_TROP, mouvement_negatif
from financement.dossier.nomenclature import TypeMouvement
from financement.dossier.operation import QUANTITE_NON_ENTIERE, QUANTITE_SANS_UNITE, TTC_SANS_TAUX
from financement.fautes.faute import Faute, TexteRefuse, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.valeurs.montants import MONTANT_NEGATIF
from financement.valeurs.validation import VALEUR_ABSENTE
from maquettes.description.table import Colonne, Exigence, Table
from maquettes.description.valeurs import valeur_neutre

__all__ = ["LigneLue", "TableLue", "colonnes_en_cause", "interpreter"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Brut = TypeVar("Brut")

_EN_CAUSE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        TTC_SANS_TAUX.code: frozenset({"base", "taux_tva", "cout_ttc"}),
        QUANTITE_SANS_UNITE.code: frozenset({"quantite", "unite"}),
        QUANTITE_NON_ENTIERE.code: frozenset({"quantite", "unite"}),
        FINANCEUR_EN_TROP.code: frozenset({"type", "financeur", "nature"}),
        FINANCEUR_ABSENT.code: frozenset({"type", "financeur"}),
        NATURE_AMBIGUE.code: frozenset({"type", "operation", "financeur", "nature"}),
        OPERATION_PAS_ENCORE_CREEE.code: frozenset({"version", "operation"}),
    }
)


@lru_cache(maxsize=1024)
def _un_seul(colonnes: frozenset[str]) -> frozenset[str]:
    """Le même objet pour tous les ensembles égaux : des lignes fautives le sont souvent des mêmes colonnes."""
    return colonnes


def colonnes_en_cause(constatee: Faute) -> frozenset[str]:
    """Les colonnes dont les valeurs, ensemble, font la faute ; l’une d’elles fautive, elle ne tient plus."""
    colonne = constatee.provenance.colonne
    return _EN_CAUSE.get(constatee.code, frozenset() if colonne is None else frozenset({colonne}))


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneLue(Generic[T_co]):
    """Une ligne lue : son objet (valeurs neutres à la place des ``fautives``) et ses fautes."""

    objet: T_co | None
    provenance: Provenance
    fautives: frozenset[str] = frozenset()
    fautes: tuple[Faute, ...] = ()

    @classmethod
    def illisible(cls, table: Table[object], provenance: Provenance, refus: Faute) -> "LigneLue[T_co]":
        """Une ligne dont aucune valeur n’est sûre."""
        return cls(objet=None, provenance=provenance, fautives=_un_seul(frozenset(table.noms)), fautes=(refus,))


@dataclass(slots=True, kw_only=True)
class TableLue(Generic[T_co]):
    """Les lignes d’une table dans leur ordre, et les fautes du fichier ; incomplète si des lignes ont pu échapper.

    ``remarques`` : ce que la forme du fichier a d’inhabituel sans être fautif.
    """

    lignes: list[LigneLue[T_co]] = field(default_factory=list)
    fautes: list[Faute] = field(default_factory=list)
    complete: bool = True
    remarques: list[Constat] = field(default_factory=list)

    @property
    def objets(self) -> tuple[T_co, ...]:
        """Les objets lus, dans l’ordre du fichier."""
        return tuple(ligne.objet for ligne in self.lignes if ligne.objet is not None)

    def toutes_les_fautes(self) -> list[Faute]:
        """Les fautes du fichier, puis celles de chaque ligne."""
        return [*self.fautes, *(constatee for ligne in self.lignes for constatee in ligne.fautes)]

    def sans_faute_sur(self, colonnes: Iterable[str]) -> tuple[T_co, ...]:
        """Les objets dont aucune des ``colonnes`` n’est fautive."""
        exigees = frozenset(colonnes)
        return tuple(li.objet for li in self.lignes if li.objet is not None and not li.fautives & exigees)


def interpreter(
    table: Table[T],
    bruts: Mapping[str, Brut],
    lire: Callable[[Colonne, Brut], object],
    provenance: Provenance,
    situer: Callable[[str], Provenance],
    *,
    fautives: Iterable[str] = (),
) -> LigneLue[T]:
    """Interprète les valeurs ``bruts`` d’une ligne de ``table`` ; ``situer`` donne le lieu d’une colonne.

    Une valeur vide ou manquante est admise si la colonne le permet. ``fautives`` : colonnes déjà refusées.
    """
    valeurs: dict[str, object] = {}
    fautes: list[Faute] = []
    refusees = set(fautives)
    for colonne in table.colonnes:
        nom = colonne.nom
        if nom in refusees:
            continue
        if nom not in bruts or (brut := bruts[nom]) == "":
            if colonne.exigence is Exigence.VALEUR:
                fautes.append(faute(VALEUR_ABSENTE, situer(nom)))
                refusees.add(nom)
            continue
        try:
            valeurs[colonne.champ] = lire(colonne, brut)
        except TexteRefuse as refus:
            fautes.append(_preciser(refus, valeurs.get("type")).en_faute(situer(nom)))
            refusees.add(nom)
    objet = _construire(table, valeurs, provenance, situer, refusees, fautes)
    return LigneLue(objet=objet, provenance=provenance, fautives=_un_seul(frozenset(refusees)), fautes=tuple(fautes))


def _preciser(refus: TexteRefuse, genre: object) -> TexteRefuse:
    """Le refus d’un montant négatif, avec le remède du type du mouvement, lu avant lui."""
    if refus.code == MONTANT_NEGATIF.code and isinstance(genre, TypeMouvement):
        return mouvement_negatif(genre, refus.lu)
    return refus


def _construire(
    table: Table[T],
    valeurs: dict[str, object],
    provenance: Provenance,
    situer: Callable[[str], Provenance],
    refusees: set[str],
    fautes: list[Faute],
) -> T | None:
    """L’objet de la ligne ; complète ``fautes`` et ``refusees`` de ce que la classe du domaine refuse."""
    while True:
        neutres = {c.champ: valeur_neutre(c) for c in table.colonnes if c.nom in refusees} if refusees else {}
        try:
            return table.construire(provenance=provenance, **(valeurs | neutres if neutres else valeurs))
        except ValeurImpossible as refus:
            deja = frozenset(refusees)
            for constatee in refus.fautes:
                en_cause = colonnes_en_cause(constatee)
                if not en_cause & deja:
                    lieu = situer(constatee.provenance.colonne or "")
                    fautes.append(replace(constatee, provenance=lieu))
                refusees |= en_cause
            if refusees == deja:
                return None

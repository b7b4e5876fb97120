"""Ce que l’écran dit une fois : une même cause en beaucoup d’endroits, avec son compte et ses premiers lieux."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, EcartMontant
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import Faute
from financement.fautes.provenance import Provenance
from financement.valeurs.validation import TEXTE_ABIME

__all__ = ["Groupe", "dire_les_autres", "regrouper_les_constats", "regrouper_les_fautes"]

T = TypeVar("T", Faute, Constat)

# Jusqu'à trois valeurs distinctes dans une colonne, chacune a plus à dire que leur compte.
_DISTINCTES_AU_PLUS: Final = 3
_LIEUX_MONTRES: Final = 5
_NOMBRE: Final = re.compile("[0-9](?:[0-9 ,./-]*[0-9])?")
_CITATION: Final = re.compile("« .*? »")


@dataclass(frozen=True, slots=True, kw_only=True)
class Groupe(Generic[T]):
    """Des fautes ou des constats d’une même cause : le premier, que l’on dit en entier, et les autres, dans l’ordre."""

    premier: T
    autres: tuple[T, ...]


def regrouper_les_fautes(fautes: Sequence[Faute]) -> list[Groupe[Faute]]:
    """Les fautes par cause, dans l’ordre de la première de chacune.

    Une cause : la même valeur refusée par la même règle, où que ce soit ; ou plus de trois valeurs refusées par la même
    règle dans une même colonne, avec le même remède, à la valeur proposée près.
    """

    def phrase(faute: Faute) -> Hashable:
        # Sans valeur lue (« La valeur est obligatoire »), la cause est propre à sa colonne.
        return faute.code, faute.message, faute.remede, () if faute.lu else _colonne(faute.provenance)

    def colonne(faute: Faute) -> Hashable:
        regle = _NOMBRE.sub("", _CITATION.sub("", faute.message.replace(f"« {faute.lu} »", "")))
        return faute.code, regle, _remede_sans_valeur(faute), _colonne(faute.provenance)

    return _regrouper(fautes, phrase, colonne)


def _remede_sans_valeur(faute: Faute) -> str:
    """Le remède, moins la valeur qu’il propose d’écrire : un nombre, une date, un texte rétabli."""
    return (_CITATION if faute.code == TEXTE_ABIME.code else _NOMBRE).sub("", faute.remede)


def regrouper_les_constats(constats: Sequence[Constat]) -> list[Groupe[Constat]]:
    """Les constats par cause, dans l’ordre du premier de chacune ; ceux qui mesurent un montant restent un à un."""

    def phrase(constat: Constat) -> Hashable:
        lieu = () if _mesure_un_montant(constat) is None else constat.provenance
        return constat.code, constat.gravite, constat.message, lieu

    def colonne(constat: Constat) -> Hashable:
        return constat.code, constat.gravite, _mesure_un_montant(constat) or _colonne(constat.provenance)

    return _regrouper(constats, phrase, colonne)


def _mesure_un_montant(constat: Constat) -> Provenance | None:
    """Le lieu d’un constat qui a son propre montant, et n’est donc la répétition d’aucun autre."""
    return constat.provenance if isinstance(constat.mesure, EcartMontant) or constat.enjeu else None


def _colonne(lieu: Provenance) -> tuple[str | None, ...]:
    return lieu.fichier, lieu.feuille, lieu.colonne


def _regrouper(
    elements: Sequence[T], phrase: Callable[[T], Hashable], colonne: Callable[[T], Hashable]
) -> list[Groupe[T]]:
    colonnes: dict[Hashable, Hashable] = {}
    for element in elements:
        colonnes.setdefault(phrase(element), colonne(element))
    distinctes = Counter(colonnes.values())
    causes: dict[Hashable, list[T]] = {}
    for element in elements:
        dite = phrase(element)
        reunie = distinctes[colonnes[dite]] > _DISTINCTES_AU_PLUS
        causes.setdefault(colonnes[dite] if reunie else dite, []).append(element)
    return [Groupe(premier=siens[0], autres=tuple(siens[1:])) for siens in causes.values()]


def dire_les_autres(groupe: Groupe[T]) -> str:
    """La phrase qui compte les autres et en donne les premiers lieux, table par table ; vide s’il n’y en a pas."""
    if not groupe.autres:
        return ""
    lieux: dict[str, list[str]] = {}
    for autre in groupe.autres:
        table, place = _table_et_place(autre.provenance)
        lieux.setdefault(table, []).append(place)
    tables = [", ".join(filter(None, (table, _enumerer(places)))) for table, places in lieux.items()]
    endroits = " ; ".join(_premiers(tables))
    if {_valeur(autre) for autre in groupe.autres} == {_valeur(groupe.premier)}:
        dit = f"De même en {accorder(len(groupe.autres), 'autre endroit', 'autres endroits')}"
    else:
        dit = f"Même cause pour {accorder(len(groupe.autres), 'autre', 'autres')}{_citer(groupe)}"
    phrase = rendre_affichable(f"{dit} : {endroits}")
    return phrase if phrase.endswith("…") else f"{phrase}."


def _valeur(element: Faute | Constat) -> tuple[str, str]:
    return (element.lu, element.remede) if isinstance(element, Faute) else (element.message, "")


def _citer(groupe: Groupe[T]) -> str:
    """Les autres valeurs refusées, chacune avec son remède s’ils diffèrent."""
    fautes = [faute for faute in (groupe.premier, *groupe.autres) if isinstance(faute, Faute)]
    if not fautes:
        return ""
    autres = fautes[1:]
    if len({faute.remede for faute in fautes}) == 1:
        return f" ({', '.join(_premiers(list(dict.fromkeys(f'« {faute.lu} »' for faute in autres))))})"
    remedes = dict.fromkeys(f"« {faute.lu} » → {faute.remede.removesuffix('.')}" for faute in autres)
    return f", chacune avec son remède ({' ; '.join(_premiers(list(remedes)))})"


def _premiers(textes: list[str]) -> list[str]:
    return textes if len(textes) <= _LIEUX_MONTRES else [*textes[:_LIEUX_MONTRES], "…"]


def _table_et_place(lieu: Provenance) -> tuple[str, str]:
    """La table (fichier, feuille) et l’endroit qui s’y lit : une ligne, une cellule, un chemin."""
    table = ", feuille ".join(afficher_chemin(nom) for nom in (lieu.fichier, lieu.feuille) if nom)
    if lieu.cellule:
        return table, afficher_chemin(lieu.cellule)
    return table, "" if lieu.ligne is None else str(lieu.ligne)


def _enumerer(places: Iterable[str]) -> str:
    dites = list(dict.fromkeys(places))
    montrees = ", ".join(_premiers(dites))
    if not dites[0].isdigit():
        return montrees
    return f"{'ligne' if len(dites) == 1 else 'lignes'} {montrees}"

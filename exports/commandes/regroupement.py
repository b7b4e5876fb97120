"""Ce que l'écran dit une fois : une même cause en beaucoup d'endroits, avec son compte et ses premiers lieux."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from exports.affichable import rendre_affichable
from exports.mots import accorder
from financement.constat import Constat, EcartMontant
from financement.fautes import Faute
from financement.provenance import Provenance

__all__ = ["Groupe", "dire_les_autres", "regrouper_les_constats", "regrouper_les_fautes"]

T = TypeVar("T", Faute, Constat)

# Jusqu'à trois valeurs distinctes dans une colonne, chacune a plus à dire que leur compte.
_DISTINCTES_AU_PLUS: Final = 3
_LIEUX_MONTRES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Groupe(Generic[T]):
    """Des fautes ou des constats d'une même cause : le premier, que l'on dit en entier, et les autres, dans l'ordre."""

    premier: T
    autres: tuple[T, ...]


def regrouper_les_fautes(fautes: Sequence[Faute]) -> list[Groupe[Faute]]:
    """Les fautes par cause, dans l'ordre de la première de chacune.

    Une cause : la même valeur refusée par la même règle, où que ce soit ; ou plus de trois valeurs refusées par la même
    règle dans une même colonne.
    """

    def phrase(faute: Faute) -> Hashable:
        # Sans valeur lue (« La valeur est obligatoire »), la cause est propre à sa colonne.
        return faute.code, faute.message, faute.remede, () if faute.lu else _colonne(faute.provenance)

    return _regrouper(fautes, phrase, lambda faute: (faute.code, _colonne(faute.provenance)))


def regrouper_les_constats(constats: Sequence[Constat]) -> list[Groupe[Constat]]:
    """Les constats par cause, dans l'ordre du premier de chacune ; ceux qui mesurent un montant restent un à un."""

    def phrase(constat: Constat) -> Hashable:
        lieu = () if _mesure_un_montant(constat) is None else constat.provenance
        return constat.code, constat.gravite, constat.message, lieu

    def colonne(constat: Constat) -> Hashable:
        return constat.code, constat.gravite, _mesure_un_montant(constat) or _colonne(constat.provenance)

    return _regrouper(constats, phrase, colonne)


def _mesure_un_montant(constat: Constat) -> Provenance | None:
    """Le lieu d'un constat qui a son propre montant, et n'est donc la répétition d'aucun autre."""
    return constat.provenance if isinstance(constat.mesure, EcartMontant) or constat.enjeu else None


def _colonne(lieu: Provenance) -> tuple[str | None, ...]:
    return lieu.fichier, lieu.feuille, lieu.colonne


def _regrouper(
    elements: Sequence[T], phrase: Callable[[T], Hashable], colonne: Callable[[T], Hashable]
) -> list[Groupe[T]]:
    memes: dict[Hashable, list[T]] = {}
    for element in elements:
        memes.setdefault(phrase(element), []).append(element)
    colonnes: dict[Hashable, list[Hashable]] = {}
    for cle, siens in memes.items():
        colonnes.setdefault(colonne(siens[0]), []).append(cle)
    reunies = {cle: cles for cles in colonnes.values() if len(cles) > _DISTINCTES_AU_PLUS for cle in cles}
    groupes = []
    dites: set[Hashable] = set()
    for cle, siens in memes.items():
        if cle in dites:
            continue
        cles = reunies.get(cle, [cle])
        dites.update(cles)
        tous = siens if len(cles) == 1 else [element for une in cles for element in memes[une]]
        groupes.append(Groupe(premier=tous[0], autres=tuple(tous[1:])))
    return groupes


def dire_les_autres(groupe: Groupe[T]) -> str:
    """La phrase qui compte les autres et en donne les premiers lieux, table par table ; vide s'il n'y en a pas."""
    if not groupe.autres:
        return ""
    lieux: dict[str, list[str]] = {}
    for autre in groupe.autres:
        table, place = _table_et_place(autre.provenance)
        lieux.setdefault(table, []).append(place)
    tables = [", ".join(filter(None, (table, _enumerer(places)))) for table, places in lieux.items()]
    endroits = " ; ".join(_premiers(tables))
    autres_valeurs = dict.fromkeys(_valeur(autre) for autre in groupe.autres)
    if list(autres_valeurs) == [_valeur(groupe.premier)]:
        dit = f"De même en {accorder(len(groupe.autres), 'autre endroit', 'autres endroits')}"
    else:
        dit = f"Même cause pour {accorder(len(groupe.autres), 'autre', 'autres')}"
        if isinstance(groupe.premier, Faute):
            dit += f" ({', '.join(_premiers([f'« {valeur} »' for valeur in autres_valeurs]))})"
    phrase = rendre_affichable(f"{dit} : {endroits}")
    return phrase if phrase.endswith("…") else f"{phrase}."


def _valeur(element: Faute | Constat) -> str:
    return element.lu if isinstance(element, Faute) else element.message


def _premiers(textes: list[str]) -> list[str]:
    return textes if len(textes) <= _LIEUX_MONTRES else [*textes[:_LIEUX_MONTRES], "…"]


def _table_et_place(lieu: Provenance) -> tuple[str, str]:
    """La table (fichier, feuille) et l'endroit qui s'y lit : une ligne, une cellule, un chemin."""
    table = ", feuille ".join(nom for nom in (lieu.fichier, lieu.feuille) if nom)
    if lieu.cellule:
        return table, lieu.cellule
    return table, "" if lieu.ligne is None else str(lieu.ligne)


def _enumerer(places: Iterable[str]) -> str:
    dites = list(dict.fromkeys(places))
    montrees = ", ".join(_premiers(dites))
    if not dites[0].isdigit():
        return montrees
    return f"{'ligne' if len(dites) == 1 else 'lignes'} {montrees}"

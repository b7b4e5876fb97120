"""Comparer deux dossiers : chaque ajout, retrait ou modification, nommé dans les mots du métier et situé."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance, Situe
from financement.valeurs import validation
from maquettes.description.affichage import afficher_champ
from maquettes.description.description import AVENANTS, CONTENU, CONVENTION, REGLEMENT
from maquettes.description.table import Colonne, Genre, TableDuDossier

__all__ = ["Changement", "Sorte", "comparer_dossiers"]


class Sorte(StrEnum):
    """Ce qui est arrivé à un objet d’un dossier à l’autre ; ``ORDRE`` : les mêmes lignes, autrement rangées."""

    AJOUT = "ajout"
    RETRAIT = "retrait"
    MODIFICATION = "modification"
    ORDRE = "ordre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changement:
    """Un changement ; ``ici`` et ``la`` en donnent la place dans le premier et dans le second dossier.

    ``champ`` (nom de la colonne), ``avant`` et ``apres`` (valeurs pour une personne) n’ont de sens que pour une
    modification. Un objet modifié porte le nom qu’il a dans le premier dossier.
    """

    table: str
    sorte: Sorte
    objet: str
    champ: str | None = None
    avant: str | None = None
    apres: str | None = None
    ici: Provenance | None = None
    la: Provenance | None = None


AUTRE_ORDRE: Final = "mêmes lignes, dans un autre ordre"

# Un avenant se reconnaît à son seul numéro, sa date peut avoir été corrigée ; convention et règlement sont uniques.
_IDENTITES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {AVENANTS.nom: ("numero",), CONVENTION.nom: (), REGLEMENT.nom: ()}
)
_GRANDEURS: Final = frozenset({Genre.MONTANT, Genre.QUANTITE})


def comparer_dossiers(avant: Projet, apres: Projet) -> tuple[Changement, ...]:
    """Tout ce qui change de ``avant`` à ``apres``, table par table ; vide si et seulement s’ils sont égaux.

    Dans une table, les modifications et les retraits suivent l’ordre du premier dossier, puis les ajouts celui du
    second. Une ligne sans clé (journal, réalisations, contreparties) est rapprochée de la ligne identique, à défaut de
    celle qui n’en diffère que par le montant ou la quantité, à défaut par une seule autre colonne.
    """
    validation.exiger(
        "Comparaison", validation.instance("avant", avant, Projet), validation.instance("apres", apres, Projet)
    )
    return tuple(
        changement for table in CONTENU for changement in _changements(table, table.objets(avant), table.objets(apres))
    )


def _changements(table: TableDuDossier[Situe], avant: Sequence[Situe], apres: Sequence[Situe]) -> list[Changement]:
    """Les changements d’une table, ou le seul changement d’ordre si toutes les lignes se retrouvent intactes."""
    paires = _apparier(table, avant, apres)
    trouves: list[Changement] = []
    for rang, ligne in enumerate(avant):
        if rang in paires:
            trouves.extend(_modifications(table, ligne, apres[paires[rang]]))
        else:
            trouves.append(_ligne_entiere(Sorte.RETRAIT, table, ligne))
    retrouves = frozenset(paires.values())
    trouves += [_ligne_entiere(Sorte.AJOUT, table, ligne) for rang, ligne in enumerate(apres) if rang not in retrouves]
    deplaces = [rang for rang, autre in sorted(paires.items()) if rang != autre]
    if trouves or not deplaces:
        return trouves
    premier = deplaces[0]
    return [
        Changement(
            table=table.nom,
            sorte=Sorte.ORDRE,
            objet=AUTRE_ORDRE,
            ici=avant[premier].provenance,
            la=apres[premier].provenance,
        )
    ]


def _ligne_entiere(sorte: Sorte, table: TableDuDossier[Situe], ligne: Situe) -> Changement:
    return Changement(
        table=table.nom,
        sorte=sorte,
        objet=table.designer(ligne),
        ici=ligne.provenance if sorte is Sorte.RETRAIT else None,
        la=ligne.provenance if sorte is Sorte.AJOUT else None,
    )


def _modifications(table: TableDuDossier[Situe], avant: Situe, apres: Situe) -> Iterator[Changement]:
    for colonne in table.colonnes:
        if getattr(avant, colonne.champ) != getattr(apres, colonne.champ):
            yield Changement(
                table=table.nom,
                sorte=Sorte.MODIFICATION,
                objet=table.designer(avant),
                champ=colonne.nom,
                avant=afficher_champ(colonne, avant),
                apres=afficher_champ(colonne, apres),
                ici=avant.provenance.a_la_colonne(colonne.nom),
                la=apres.provenance.a_la_colonne(colonne.nom),
            )


def _apparier(table: TableDuDossier[Situe], avant: Sequence[Situe], apres: Sequence[Situe]) -> dict[int, int]:
    """Rang dans ``apres`` de chaque ligne d’``avant`` qui s’y retrouve, rapprochement après rapprochement.

    À chaque passage, les lignes qui se valent sont prises dans leur ordre : comparer dans l’autre sens donne les mêmes
    paires.
    """
    paires: dict[int, int] = {}
    restent, libres = list(range(len(avant))), list(range(len(apres)))
    for colonnes in _rapprochements(table):
        if not restent or not libres:
            break
        attendent: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for rang in libres:
            attendent[_valeurs(colonnes, apres[rang])].append(rang)
        for rang in restent:
            semblables = attendent.get(_valeurs(colonnes, avant[rang]))
            if semblables:
                paires[rang] = semblables.popleft()
        pris = frozenset(paires.values())
        restent = [rang for rang in restent if rang not in paires]
        libres = [rang for rang in libres if rang not in pris]
    return paires


def _rapprochements(table: TableDuDossier[Situe]) -> list[tuple[Colonne, ...]]:
    """Les colonnes dont l’égalité fait reconnaître une ligne, du rapprochement le plus sûr au moins sûr."""
    cle = _IDENTITES.get(table.nom, table.cle)
    if table.cle:
        return [tuple(colonne for colonne in table.colonnes if colonne.nom in cle)]
    grandeurs_d_abord = sorted(table.colonnes, key=lambda colonne: colonne.genre not in _GRANDEURS)
    sauf_une = [tuple(c for c in table.colonnes if c is not exclue) for exclue in grandeurs_d_abord]
    return [table.colonnes, *sauf_une]


def _valeurs(colonnes: Sequence[Colonne], ligne: Situe) -> Hashable:
    return tuple(_valeur(colonne, getattr(ligne, colonne.champ)) for colonne in colonnes)


def _valeur(colonne: Colonne, valeur: object) -> object:
    """La valeur à rapprocher ; ni l’ordre ni la répétition de codes n’y comptent, comme pour un doublon."""
    return frozenset(valeur) if colonne.genre is Genre.CODES and isinstance(valeur, tuple) else valeur

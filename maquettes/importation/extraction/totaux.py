"""Les totaux et sous-totaux de la source, comparés aux lignes qu’ils somment ; un écart se dit, rien n’est corrigé."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.extraction.lignes import Titre
from maquettes.importation.grille.grille import Grille

__all__ = ["Cumuls", "TotalCompare", "nommer_l_intervalle"]

_EURO: Final = 100
_SOUS_TOTAL: Final = re.compile(r"\b(?:sous|ss?)[ -/]|famille")


def nommer_l_intervalle(premiere: int, derniere: int) -> str:
    """« 29 » pour une seule ligne, « 24 à 26 » pour plusieurs."""
    return str(premiere) if premiere == derniere else f"{premiere} à {derniere}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalCompare:
    """Un total de la source (centimes) et la somme de ses lignes, ``premiere`` à ``derniere``, depuis zéro.

    ``pas`` : la plus petite unité de ses montants, une puissance de dix en centimes.
    """

    libelle: str
    place: tuple[int, int]
    annonce: int
    calcule: int
    premiere: int
    derniere: int
    nombre: int
    pas: int

    @property
    def ecart(self) -> int:
        """Annoncé − calculé."""
        return self.annonce - self.calcule

    def nommer_les_lignes(self, grille: Grille) -> str:
        """Les lignes sommées, comptées comme le tableur : « 29 », ou « 24 à 26 »."""
        return nommer_l_intervalle(grille.premiere + self.premiere, grille.premiere + self.derniere)

    @property
    def est_un_arrondi(self) -> bool:
        """L’écart tient aux arrondis de montants écrits à l’unité du tableau, un euro au moins."""
        return self.pas >= _EURO and 2 * abs(self.ecart) <= self.pas * (self.nombre + 1)


@dataclass(slots=True)
class Cumuls:
    """Les montants des lignes de données, par colonne, et où chaque total peut commencer.

    ``unite`` : celle des montants de la table, en centimes ; un arrondi n’en ôte pas plus d’une demie.
    """

    unite: int
    lignes: list[int] = field(default_factory=list)
    montants: dict[int, list[int]] = field(default_factory=dict)
    cumuls: dict[int, list[int]] = field(default_factory=dict)
    departs: list[int] = field(default_factory=lambda: [0])

    def ajouter(self, ligne: int, montants: Mapping[int, int]) -> None:
        """Une ligne de données, et ses montants par colonne."""
        rang = len(self.lignes)
        self.lignes.append(ligne)
        for colonne, montant in montants.items():
            siens = self.montants.get(colonne)
            if siens is None or len(siens) < rang:
                self._completer(colonne, rang)
                siens = self.montants[colonne]
            siens.append(montant)
            cumuls = self.cumuls[colonne]
            cumuls.append(cumuls[-1] + montant)

    def _completer(self, colonne: int, nombre: int) -> None:
        """Des zéros pour les lignes où la colonne était vide."""
        montants, cumuls = self.montants.setdefault(colonne, []), self.cumuls.setdefault(colonne, [0])
        manque = nombre - len(montants)
        montants.extend([0] * manque)
        cumuls.extend(cumuls[-1:] * manque)

    def comparer(
        self, ligne: int, libelle: str, annonces: Mapping[int, int], titres: Sequence[Titre]
    ) -> list[TotalCompare]:
        """Les totaux d’une ligne, par colonne, comparés aux lignes qui leur donnent le plus raison.

        Un total peut porter sur ce qui suit un titre en vigueur, un total précédent, ou le début. Si rien ne lui donne
        raison, un sous-total porte sur le moins de lignes, un total sur toutes.
        """
        fin = len(self.lignes)
        for colonne in annonces:
            self._completer(colonne, fin)
        departs = {bisect_left(self.lignes, titre.place[0]) for titre in titres}.union(self.departs)
        portees = sorted(depart for depart in departs if depart < fin) or [fin]
        if self.departs[-1] != fin:
            self.departs.append(fin)
        sens = 1 if _SOUS_TOTAL.search(cle_de_libelle(libelle)) else -1

        def raison(depart: int) -> tuple[int, int]:
            return sum(
                1 for c, annonce in annonces.items() if annonce and annonce == self._somme(c, depart)
            ), sens * depart

        meilleur = max(portees, key=raison)
        return [
            TotalCompare(
                libelle=libelle,
                place=(ligne, colonne),
                annonce=annonce,
                calcule=self._somme(colonne, meilleur),
                premiere=self.lignes[meilleur] if meilleur < fin else ligne,
                derniere=self.lignes[-1] if meilleur < fin else ligne,
                nombre=fin - meilleur,
                pas=min(self.unite, _pas((annonce, *self.montants[colonne][meilleur:]))),
            )
            for colonne, annonce in annonces.items()
        ]

    def _somme(self, colonne: int, depart: int) -> int:
        cumuls = self.cumuls[colonne]
        return cumuls[-1] - cumuls[depart]


def _pas(montants: Iterable[int]) -> int:
    """La plus grande puissance de dix qui divise tous les montants ; un centime s’ils sont tous nuls."""
    presents = [abs(montant) for montant in montants if montant]
    pas = 1
    while presents and all(montant % (10 * pas) == 0 for montant in presents):
        pas *= 10
    return pas

"""Les règles d’une source : ce qu’une ligne dit d’elle-même par ses colonnes, et la ligne que l’on écarte.

Chaque règle vraie donne les champs qu’aucune avant elle n’a donnés ; une règle qui ignore n’écarte que la ligne dont
aucune règle avant elle n’est vraie.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from maquettes.description.description import JOURNAL
from maquettes.importation.correspondance.libelles import cle_de_libelle
from maquettes.importation.correspondance.modele import Condition, Regle, Signe
from maquettes.importation.extraction.parcours import LigneEnCours, Parcours
from maquettes.importation.extraction.table import Acces
from maquettes.importation.extraction.valeurs import Lecture
from maquettes.importation.lecteurs.recues import MontantRecu

__all__ = ["Effets", "Regles"]

_MONTANT: Final = next(colonne for colonne in JOURNAL.colonnes if colonne.nom == "montant")
_DONNES: Final = ("type", "operation", "financeur", "nature", "base")


class Effets(NamedTuple):
    """Ce que les règles donnent à une ligne ; ``signees`` : les colonnes dont le signe a donné le type."""

    valeurs: dict[str, object]
    ignorer: str | None = None
    signees: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Epreuve:
    """Une condition, et d’où vient le texte qu’elle examine."""

    acces: Acces
    est_vraie: Callable[[str], bool]
    lire: Lecture | None = None


class Regles:
    """Les règles d’une source ; deux lignes dont les colonnes examinées sont égales ont les mêmes effets."""

    def __init__(self, parcours: Parcours) -> None:
        self._parcours = parcours
        self._regles: list[tuple[Regle, list[_Epreuve]]] = []
        for rang, regle in enumerate(parcours.table.source.regles):
            epreuves = [self._epreuve(condition, rang, numero) for numero, condition in enumerate(regle.si)]
            self._regles.append((regle, [epreuve for epreuve in epreuves if epreuve is not None]))
        toutes = list(dict.fromkeys(epreuve for _, siennes in self._regles for epreuve in siennes))
        # Plusieurs épreuves examinent une même colonne.
        self._examens = list(dict.fromkeys((epreuve.acces, epreuve.lire) for epreuve in toutes))
        self._epreuves = [(self._examens.index((epreuve.acces, epreuve.lire)), epreuve) for epreuve in toutes]
        self._effets: dict[tuple[str, ...], Effets] = {}

    def _epreuve(self, condition: Condition, rang: int, numero: int) -> _Epreuve | None:
        acces = self._parcours.table.chercher(condition.colonne, "regles", rang, "si", numero, "colonne")
        if acces is None:
            return None
        lire = None
        if condition.signe is not None and acces.colonne is not None:
            lire = self._parcours.lecteurs.pour(_MONTANT, self._parcours.cellules(acces.colonne))
        return _Epreuve(acces, _predicat(condition), lire)

    def donner(self, en_cours: LigneEnCours) -> Effets:
        """Ce que les règles donnent à cette ligne."""
        if not self._regles:
            return _AUCUN
        return self._effets_de(tuple([self._texte(acces, lire, en_cours) for acces, lire in self._examens]))

    def donner_d_un_texte(self, textes: Sequence[str]) -> Effets:
        """Comme :meth:`donner`, des textes sans blancs autour d’une rangée, si les règles n’examinent aucun titre."""
        if not self._regles:
            return _AUCUN
        return self._effets_de(tuple([_texte_de(acces, lire, textes) for acces, lire in self._examens]))

    @property
    def examine_des_titres(self) -> bool:
        """Une condition porte sur une ligne de titre."""
        return any(acces.titre for acces, _ in self._examens)

    def _effets_de(self, textes: tuple[str, ...]) -> Effets:
        effets = self._effets.get(textes)
        if effets is None:
            verdicts = {epreuve: epreuve.est_vraie(textes[rang]) for rang, epreuve in self._epreuves}
            effets = self._effets[textes] = self._appliquer(verdicts)
        return effets

    def _texte(self, acces: Acces, lire: Lecture | None, en_cours: LigneEnCours) -> str:
        """Le texte examiné ; d’une condition de signe, le signe du montant."""
        if acces.colonne is None:
            titre = self._parcours.titre(acces.titre, en_cours)
            return acces.texte if titre is None else titre.texte
        cellule, _ = self._parcours.table.cellule(en_cours.rangee, acces.colonne)
        if cellule is None:
            return ""
        return cellule.texte.strip() if lire is None else _signe(lire(cellule))

    def _appliquer(self, verdicts: dict[_Epreuve, bool]) -> Effets:
        valeurs: dict[str, object] = {}
        signees: frozenset[int] = frozenset()
        vraies = 0
        for regle, epreuves in self._regles:
            if not all(verdicts[epreuve] for epreuve in epreuves):
                continue
            if regle.ignorer is not None:
                if not vraies:
                    return Effets({}, regle.ignorer)
                continue
            vraies += 1
            if regle.type is not None and "type" not in valeurs:
                colonnes = {e.acces.colonne for e in epreuves if e.lire is not None}
                signees = frozenset(colonne for colonne in colonnes if colonne is not None)
            for champ in _DONNES:
                if (donnee := getattr(regle, champ)) is not None:
                    valeurs.setdefault(champ, donnee)
        return Effets(valeurs, None, signees)


_AUCUN: Final = Effets({})


def _predicat(condition: Condition) -> Callable[[str], bool]:
    """Tout ce que dit une condition, d’un texte ou, pour un signe, de son nom."""
    if condition.signe is not None:
        attendu = condition.signe.value
        return lambda texte: texte == attendu
    vaut = None if condition.vaut is None else cle_de_libelle(condition.vaut)
    contient = None if condition.contient is None else cle_de_libelle(condition.contient)
    motif = None if condition.motif is None else re.compile(condition.motif)

    def est_vraie(texte: str) -> bool:
        cle = cle_de_libelle(texte)
        return (
            (vaut is None or cle == vaut)
            and (contient is None or contient in cle)
            and (motif is None or motif.search(texte) is not None)
            and (condition.vide is None or condition.vide is not bool(texte))
        )

    return est_vraie


def _texte_de(acces: Acces, lire: Lecture | None, textes: Sequence[str]) -> str:
    if acces.colonne is None:
        return acces.texte
    texte = textes[acces.colonne] if acces.colonne < len(textes) else ""
    return texte if lire is None or not texte else _signe(lire.du_texte(texte))


def _signe(montant: object) -> str:
    """Le nom du signe d’un montant ; rien de ce qui n’en est pas un."""
    if not isinstance(montant, MontantRecu):
        return ""
    if not montant.centimes:
        return Signe.NUL.value
    return (Signe.NEGATIF if montant.centimes < 0 else Signe.POSITIF).value

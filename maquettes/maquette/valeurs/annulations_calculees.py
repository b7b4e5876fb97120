"""Les annulations telles que les formules les calculent : les deux passes de :mod:`financement.calculs.inverses`.

Ici un rang de ligne du tableau tient lieu de ce qu’un tableur ne sait pas comparer : parmi des mouvements de même jour,
de même type et de même montant, les premiers du tableau sont les premiers annulés.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import INVERSES, MOUVEMENTS_DU_MAITRE_OUVRAGE, TypeMouvement
from maquettes.maquette.dates_de_tableur import serie

__all__ = ["Examine", "Suite", "examiner", "rang_de_suite", "replier"]

_PAIRES: Final = tuple(dict.fromkeys(INVERSES.values()))
_RANGS_LE_MEME_JOUR: Final = {TypeMouvement.SOLDE: 1, TypeMouvement.ACOMPTE: 2}
_DERNIER_RANG: Final = 3
_BLANCS: Final = re.compile(" +")


def replier(texte: str) -> str:
    """Ce qu’un tableur distingue d’un texte : ni la casse, ni certains signes."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", texte).casefold())


def rang_de_suite(mouvement: Mouvement, position: int, cle: int | None) -> int | None:
    """Le nombre commun à un mouvement et à ses inverses : leur ligne (``cle``) ou leur opération, et leur paire."""
    inverse = INVERSES.get(mouvement.type, mouvement.type)
    if inverse not in _PAIRES:
        return None
    paire = _PAIRES.index(inverse) + 1
    if mouvement.type in MOUVEMENTS_DU_MAITRE_OUVRAGE:
        return position * 100_000 + paire
    return None if cle is None else cle * 10 + paire


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Une ligne du journal, par son rang à partir de 1, et la suite à laquelle elle appartient."""

    rang: int
    suite: int
    mouvement: Mouvement

    @property
    def inverse(self) -> int:
        """1 si elle peut en annuler une autre."""
        return int(self.mouvement.type in _PAIRES)

    @property
    def piece(self) -> str:
        """La pièce, sans blancs superflus."""
        return _BLANCS.sub(" ", self.mouvement.piece.strip(" "))

    @property
    def cle_de_piece(self) -> str:
        """La suite et la pièce."""
        return f"{self.suite}|{self.piece}"

    @property
    def cle_de_jour(self) -> int:
        """Croissante du plus récent au plus ancien ; le même jour, l’inverse, le solde, l’acompte, l’avance."""
        place = 0 if self.inverse else _RANGS_LE_MEME_JOUR.get(self.mouvement.type, _DERNIER_RANG)
        return ((99_999 - serie(self.mouvement.date)) * 10 + place) * 1_000_000 + self.rang


@dataclass(slots=True, kw_only=True)
class Examine:
    """Une ligne à examiner, à sa place dans l’ordre de la première passe, et ce que chaque passe en fait.

    ``seconde`` : ses étapes dans la seconde passe, si la première ne l’a pas prise.
    """

    vue: Suite
    groupe: int
    libres: int = 0
    somme: int = 0
    vus: int = 0
    annule: int = 0
    pris_piece: int = 0
    ordre_montant: int = 0
    debut: int = 0
    libres_du_montant: int = 0
    annule_au_montant: int = 0
    pris_montant: int = 0

    @property
    def pris(self) -> int:
        """1 si la ligne est annulée ou en annule une autre."""
        return self.pris_piece + self.pris_montant


def examiner(suites: Iterable[Suite]) -> list[Examine]:
    """Les lignes des suites qui ont un inverse, dans l’ordre de la première passe, les deux passes faites."""
    toutes = list(suites)
    inversees = {vue.suite for vue in toutes if vue.inverse}
    groupes: dict[str, int] = {}
    examines = [
        Examine(vue=vue, groupe=groupes.setdefault(replier(vue.cle_de_piece), vue.rang))
        for vue in toutes
        if vue.suite in inversees
    ]
    examines.sort(key=lambda un: (un.vue.suite, un.groupe, un.vue.cle_de_jour))
    for _, siens in groupby(examines, key=lambda un: un.groupe):
        _par_la_piece(list(siens))
    restants = sorted(
        (un for un in examines if not un.pris_piece),
        key=lambda un: (un.vue.suite, un.vue.mouvement.montant, un.vue.cle_de_jour),
    )
    for rang, un in enumerate(restants, 1):
        un.ordre_montant = rang
    for _, suivants in groupby(restants, key=lambda un: (un.vue.suite, un.vue.mouvement.montant)):
        _par_le_montant(list(suivants))
    return examines


def _par_la_piece(siens: Sequence[Examine]) -> None:
    """Un mouvement que font ensemble tous les inverses libres de sa pièce, du même jour ou postérieurs."""
    libres = somme = vus = consommes = 0
    for un in siens:
        libres, somme, vus = (
            libres + un.vue.inverse,
            somme + un.vue.inverse * un.vue.mouvement.montant,
            vus + un.vue.inverse,
        )
        un.libres, un.somme, un.vus = libres, somme, vus
        if not un.vue.inverse and un.vue.piece and libres and somme == un.vue.mouvement.montant:
            un.annule = un.pris_piece = 1
            libres = somme = 0
            consommes = vus
    for un in siens:
        if un.vue.inverse:
            un.pris_piece = int(un.vus <= consommes)


def _par_le_montant(suivants: Sequence[Examine]) -> None:
    """Un mouvement que ramène un inverse libre du même montant, le plus proche."""
    libres: list[Examine] = []
    for un in suivants:
        un.debut = suivants[0].ordre_montant
        libres += [un] if un.vue.inverse else []
        un.libres_du_montant = len(libres)
        if not un.vue.inverse and libres:
            un.annule_au_montant = un.pris_montant = libres.pop().pris_montant = 1

"""Un rapprochement : ce qui se répond entre deux comptes, ce qui en diffère, et leurs totaux.

La loi : par financeur, exercice et sens (et même par opération), la somme des écarts est la différence des totaux, au
centime. Chaque mouvement retenu est d’un rapproché ou d’un écart, une seule fois.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from financement.calculs.journal_colonnes import SANS, JournalEnColonnes
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import TypeMouvement
from financement.fautes.provenance import Provenance
from financement.rapprochement.genres import GENRES, PASSES, SENS, GenreEcart, Passe, Sens
from financement.rapprochement.motifs import motif_d_un_accord, motif_d_un_ecart

__all__ = [
    "AUCUN_GENRE",
    "EcartDeComptes",
    "EcartsDeComptes",
    "Groupes",
    "Parts",
    "Rapproche",
    "Rapprochement",
    "Rapproches",
    "TotalDeComptes",
]

AUCUN_GENRE: Final = -1

Rangs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groupes:
    """Les mouvements réunis, une entrée par groupe ; d’abord ceux qu’une passe a réunis, puis les mouvements seuls.

    ``passe`` : rang dans ``PASSES`` ; ``genre`` : rang dans ``GENRES``, :data:`AUCUN_GENRE` d’un accord ; ``temoin`` :
    le mouvement du même compte qu’un doublon répète ou qu’une annulation retire, −1 sans lui. Les rangs de chaque
    compte sont ``rangs[bornes[i]:bornes[i + 1]]``.
    """

    passe: NDArray[np.int8]
    genre: NDArray[np.int8]
    temoin: Rangs
    bornes_dossier: Rangs
    rangs_dossier: Rangs
    bornes_extrait: Rangs
    rangs_extrait: Rangs

    def du_dossier(self, groupe: int) -> tuple[int, ...]:
        """Les rangs du groupe au journal du dossier, dans l’ordre des types et des dates."""
        return tuple(self.rangs_dossier[self.bornes_dossier[groupe] : self.bornes_dossier[groupe + 1]].tolist())

    def de_l_extrait(self, groupe: int) -> tuple[int, ...]:
        """Les rangs du groupe à l’extrait, dans l’ordre des types et des dates."""
        return tuple(self.rangs_extrait[self.bornes_extrait[groupe] : self.bornes_extrait[groupe + 1]].tolist())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """Ce que chaque groupe en écart porte à une opération, un financeur, un exercice et un sens, en centimes.

    ``groupe`` : le sien ; ``exercice`` : l’année ; ``sens`` : rang dans ``SENS``. Les rangs de chaque compte sont
    ceux de la part, ``rangs[bornes[i]:bornes[i + 1]]`` ; les parts vont du plus grand écart au plus petit.
    """

    groupe: Rangs
    exercice: Rangs
    sens: NDArray[np.int8]
    montant_dossier: NDArray[np.int64]
    montant_extrait: NDArray[np.int64]
    bornes_dossier: Rangs
    rangs_dossier: Rangs
    bornes_extrait: Rangs
    rangs_extrait: Rangs


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapproche:
    """Des mouvements des deux comptes qui sont les mêmes, désignés par leurs rangs ; un côté peut être vide.

    Un mouvement et son annulation, d’un seul compte, sont un rapproché de la passe ``annulation``. ``genre`` : celui
    des écarts qui en restent ; ``None`` d’un accord, qui n’en laisse aucun.
    """

    passe: Passe
    genre: GenreEcart | None
    motif: str
    dossier: tuple[int, ...]
    extrait: tuple[int, ...]

    @property
    def est_un_accord(self) -> bool:
        """Les deux comptes disent la même chose : même opération, financeur, exercice, sens et montant."""
        return self.genre is None


@dataclass(frozen=True, slots=True, kw_only=True)
class EcartDeComptes:
    """Un écart, ou la part d’un écart qui touche une opération, un financeur, un exercice et un sens.

    Montants en centimes, avec le signe du sens (un dégagement, un reversement, une annulation, un rejet sont en
    moins). ``financeur`` : ``None`` de l’argent du maître d’ouvrage. ``rangs_dossier``, ``rangs_extrait`` : les
    mouvements de cette part, et d’elle seule ; ``dossier``, ``extrait`` : les lieux de tout l’écart. ``rapproche`` :
    le rang, parmi les rapprochés, de celui dont c’est l’écart, commun à toutes ses parts ; ``None`` d’un mouvement que
    rien ne rejoint.
    """

    genre: GenreEcart
    operation: str
    financeur: str | None
    exercice: int
    sens: Sens
    type: TypeMouvement
    montant_dossier: int
    montant_extrait: int
    rangs_dossier: tuple[int, ...]
    rangs_extrait: tuple[int, ...]
    dossier: tuple[Provenance, ...]
    extrait: tuple[Provenance, ...]
    motif: str
    rapproche: int | None

    @property
    def ecart(self) -> int:
        """Extrait − dossier, en centimes."""
        return self.montant_extrait - self.montant_dossier

    @property
    def porte_de_l_argent(self) -> bool:
        """Les deux comptes n’ont pas le même montant ici."""
        return self.montant_extrait != self.montant_dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalDeComptes:
    """Ce que disent les deux comptes d’un financeur, d’un exercice et d’un sens, en centimes."""

    financeur: str | None
    exercice: int
    sens: Sens
    dossier: int
    extrait: int

    @property
    def ecart(self) -> int:
        """Extrait − dossier, en centimes."""
        return self.extrait - self.dossier


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Rapprochement:
    """Deux comptes rapprochés à la date ``au`` : ``groupes`` et ``parts`` en colonnes, objets à la demande.

    ``dossier``, ``extrait`` : les comptes, que désignent les rangs ; ``jours`` : l’écart de date toléré ; ``nombre`` :
    celui des groupes qu’une passe a réunis ; ``totaux`` : par code de financeur (le maître d’ouvrage, ``None``, en
    dernier), exercice et sens ; ``posterieurs_dossier``, ``posterieurs_extrait`` : les mouvements d’après la date.
    """

    au: date
    jours: int
    dossier: JournalEnColonnes
    extrait: JournalEnColonnes
    groupes: Groupes
    parts: Parts
    nombre: int
    totaux: tuple[TotalDeComptes, ...]
    posterieurs_dossier: int
    posterieurs_extrait: int

    def __repr__(self) -> str:
        return f"<Rapprochement au {self.au.isoformat()}, rapprochés : {self.nombre}, écarts : {len(self.ecarts)}>"

    @property
    def rapproches(self) -> "Rapproches":
        """Tout ce qu’une passe a réuni, dans l’ordre des opérations, des types et des dates."""
        return Rapproches(self)

    @property
    def ecarts(self) -> "EcartsDeComptes":
        """Les écarts, du plus grand au plus petit en valeur absolue."""
        return EcartsDeComptes(self)

    def accords(self) -> Iterator[Rapproche]:
        """Les rapprochés qui ne laissent aucun écart."""
        rapproches = self.rapproches
        sans_ecart = self.groupes.genre[: self.nombre] == AUCUN_GENRE
        return map(rapproches.__getitem__, np.flatnonzero(sans_ecart).tolist())

    @property
    def porte_de_l_argent(self) -> bool:
        """Un écart au moins porte de l’argent."""
        return bool((self.parts.montant_dossier != self.parts.montant_extrait).any())


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rapproches(Sequence[Rapproche]):
    """Les rapprochés d’un rapprochement, dont chaque objet n’est fait que pour qui le regarde."""

    rapprochement: Rapprochement

    def __len__(self) -> int:
        return self.rapprochement.nombre

    @overload
    def __getitem__(self, rang: int) -> Rapproche: ...

    @overload
    def __getitem__(self, rang: slice) -> tuple[Rapproche, ...]: ...

    def __getitem__(self, rang: int | slice) -> Rapproche | tuple[Rapproche, ...]:
        rangs = range(len(self))[rang]
        return tuple(map(self._objet, rangs)) if isinstance(rangs, range) else self._objet(rangs)

    def _objet(self, rang: int) -> Rapproche:
        r = self.rapprochement
        genre = int(r.groupes.genre[rang])
        return Rapproche(
            passe=PASSES[r.groupes.passe[rang]],
            genre=None if genre == AUCUN_GENRE else GENRES[genre],
            motif=_motif(r, rang),
            dossier=r.groupes.du_dossier(rang),
            extrait=r.groupes.de_l_extrait(rang),
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EcartsDeComptes(Sequence[EcartDeComptes]):
    """Les écarts d’un rapprochement, dont chaque objet n’est fait que pour qui le regarde."""

    rapprochement: Rapprochement

    def __len__(self) -> int:
        return self.rapprochement.parts.groupe.size

    @overload
    def __getitem__(self, rang: int) -> EcartDeComptes: ...

    @overload
    def __getitem__(self, rang: slice) -> tuple[EcartDeComptes, ...]: ...

    def __getitem__(self, rang: int | slice) -> EcartDeComptes | tuple[EcartDeComptes, ...]:
        rangs = range(len(self))[rang]
        return tuple(map(self._objet, rangs)) if isinstance(rangs, range) else self._objet(rangs)

    def _objet(self, rang: int) -> EcartDeComptes:
        r, parts = self.rapprochement, self.rapprochement.parts
        groupe = int(parts.groupe[rang])
        siens = parts.rangs_dossier[parts.bornes_dossier[rang] : parts.bornes_dossier[rang + 1]].tolist()
        leurs = parts.rangs_extrait[parts.bornes_extrait[rang] : parts.bornes_extrait[rang + 1]].tolist()
        premier = r.dossier[siens[0]] if siens else r.extrait[leurs[0]]
        return EcartDeComptes(
            genre=GENRES[r.groupes.genre[groupe]],
            operation=premier.operation,
            financeur=premier.financeur,
            exercice=int(parts.exercice[rang]),
            sens=SENS[parts.sens[rang]],
            type=premier.type,
            montant_dossier=int(parts.montant_dossier[rang]),
            montant_extrait=int(parts.montant_extrait[rang]),
            rangs_dossier=tuple(siens),
            rangs_extrait=tuple(leurs),
            dossier=tuple(map(r.dossier.provenance, r.groupes.du_dossier(groupe))),
            extrait=tuple(map(r.extrait.provenance, r.groupes.de_l_extrait(groupe))),
            motif=_motif(r, groupe),
            rapproche=groupe if groupe < r.nombre else None,
        )


def _motif(rapprochement: Rapprochement, groupe: int) -> str:
    """Ce qui a réuni les mouvements d’un groupe, ou pourquoi rien ne rejoint celui-ci."""
    groupes = rapprochement.groupes
    du_dossier = _mouvements(rapprochement.dossier, groupes.du_dossier(groupe))
    de_l_extrait = _mouvements(rapprochement.extrait, groupes.de_l_extrait(groupe))
    passe, genre = PASSES[groupes.passe[groupe]], int(groupes.genre[groupe])
    if genre == AUCUN_GENRE:
        return motif_d_un_accord(passe, du_dossier, de_l_extrait)
    rang_temoin = int(groupes.temoin[groupe])
    compte = rapprochement.dossier if du_dossier else rapprochement.extrait
    temoin = None if rang_temoin == SANS else compte[rang_temoin]
    return motif_d_un_ecart(GENRES[genre], passe, du_dossier, de_l_extrait, temoin)


def _mouvements(compte: JournalEnColonnes, rangs: Sequence[int]) -> tuple[Mouvement, ...]:
    return tuple(map(compte.mouvement, rangs))

"""Le journal en colonnes : des entiers par mouvement, un objet seulement pour celui qu’on regarde.

Les codes sont des rangs dans des tables portées par le journal ; l’origine est un lieu (le fichier) et une ligne.
"""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from operator import eq
from typing import Any, Final, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE, NATURES, TYPES
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation
from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE
from financement.valeurs.montants import MONTANT_MAXIMAL

__all__ = [
    "DU_MAITRE_OUVRAGE",
    "SANS",
    "Colonnes",
    "JournalEnColonnes",
    "de_mouvements",
    "rangs_des_codes",
    "somme_exacte",
]

Cle = TypeVar("Cle")

SANS: Final = -1

# Un total de tranche, au plus 2¹⁸ montants d'au plus 10¹³ centimes, tient dans un entier 64 bits.
_TRANCHE: Final = 1 << 18

_PREMIER_JOUR: Final = date(ANNEE_MINIMALE, 1, 1).toordinal()
_DERNIER_JOUR: Final = date(ANNEE_MAXIMALE, 12, 31).toordinal()

DU_MAITRE_OUVRAGE: Final = np.array([genre in MOUVEMENTS_DU_MAITRE_OUVRAGE for genre in TYPES])
DU_MAITRE_OUVRAGE.flags.writeable = False


def _sans_texte(rang: int) -> tuple[str, str]:  # noqa: ARG001 (même forme que les autres lectures de textes)
    return "", ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Colonnes:
    """Une entrée par mouvement, tableaux en lecture seule et de même longueur ; :data:`SANS` (−1) : rien.

    ``jour`` : rang ordinal de la date (int32) ; ``type`` : rang dans ``TYPES`` (int8) ; ``operation``, ``financeur``
    (−1 pour un mouvement du maître d’ouvrage), ``lieu`` : rangs dans les tables du journal (int32) ; ``nature`` : rang
    dans ``NATURES`` (int8, −1 si elle n’est pas dite) ; ``montant`` : centimes (int64) ; ``ligne`` : numéro de ligne
    (int32, −1 s’il n’y en a pas).
    """

    jour: NDArray[np.int32]
    type: NDArray[np.int8]
    operation: NDArray[np.int32]
    financeur: NDArray[np.int32]
    nature: NDArray[np.int8]
    montant: NDArray[np.int64]
    lieu: NDArray[np.int32]
    ligne: NDArray[np.int32]

    def __post_init__(self) -> None:
        for nom, genre in _GENRES.items():
            colonne = np.asarray(getattr(self, nom))
            if colonne.dtype != genre:
                raise ValueError(f"colonne {nom} : {colonne.dtype}, il faut {genre}")
            if colonne.shape != self.montant.shape:
                raise ValueError(f"colonne {nom} : {colonne.shape}, il faut {self.montant.shape}")
            figee = colonne.view()
            figee.flags.writeable = False
            object.__setattr__(self, nom, figee)

    def prendre(self, rangs: NDArray[np.int64] | NDArray[np.bool_] | slice) -> "Colonnes":
        """Les colonnes des seuls mouvements ``rangs``, dans cet ordre."""
        return Colonnes(**{nom: getattr(self, nom)[rangs] for nom in _GENRES})

    def inserer(self, places: NDArray[np.int64], autres: "Colonnes") -> "Colonnes":
        """Ces mouvements, et les ``autres`` : chacun devant celui qui est ici à sa place, ou après tous.

        Les ``places`` sont croissantes ; à une même place, les autres restent dans leur ordre.
        """
        return Colonnes(**{nom: np.insert(getattr(self, nom), places, getattr(autres, nom)) for nom in _GENRES})

    @classmethod
    def bout_a_bout(cls, morceaux: Sequence["Colonnes"]) -> "Colonnes":
        """Les mouvements de tous les ``morceaux``, dans l’ordre."""
        return cls(
            **{
                nom: np.concatenate([np.zeros(0, dtype=genre), *(getattr(m, nom) for m in morceaux)])
                for nom, genre in _GENRES.items()
            }
        )


_GENRES: Final[dict[str, np.dtype[Any]]] = {
    "jour": np.dtype(np.int32),
    "type": np.dtype(np.int8),
    "operation": np.dtype(np.int32),
    "financeur": np.dtype(np.int32),
    "nature": np.dtype(np.int8),
    "montant": np.dtype(np.int64),
    "lieu": np.dtype(np.int32),
    "ligne": np.dtype(np.int32),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JournalEnColonnes(JournalALaDemande):
    """Des mouvements en colonnes, leurs tables de codes, et de quoi lire leurs textes.

    C’est aussi la suite de ces mouvements, dont chaque objet n’est fait que pour qui le regarde ; elle est égale à
    toute suite des mêmes. ``textes`` rend la pièce et le libellé d’un rang ; ``lieux`` : origines sans leur ligne ;
    ``suivre`` joint à l’une d’elles ce que l’on sait d’avant le dossier.
    """

    colonnes: Colonnes
    operations: tuple[str, ...]
    financeurs: tuple[str, ...]
    lieux: tuple[Provenance, ...] = (INCONNUE,)
    textes: Callable[[int], tuple[str, str]] = _sans_texte
    suivre: Callable[[Provenance, Callable[[], Mouvement]], Provenance] | None = None

    def __len__(self) -> int:
        return self.colonnes.montant.size

    @overload
    def __getitem__(self, rang: int) -> Mouvement: ...

    @overload
    def __getitem__(self, rang: slice) -> "JournalEnColonnes": ...

    def __getitem__(self, rang: int | slice) -> "Mouvement | JournalEnColonnes":
        if isinstance(rang, slice):
            return self.prendre(np.arange(len(self))[rang])
        return self.mouvement(rang)

    def __iter__(self) -> Iterator[Mouvement]:
        return map(self.mouvement, range(len(self)))

    def __eq__(self, autre: object) -> bool:
        if not isinstance(autre, tuple | JournalEnColonnes):
            return NotImplemented
        if len(self) != len(autre):
            return False
        return all(map(eq, self, autre)) if isinstance(autre, JournalEnColonnes) else self._a_ces_mouvements(autre)

    def _a_ces_mouvements(self, autres: tuple[object, ...]) -> bool:
        """Chaque mouvement est égal à l’autre, sans en faire un objet : colonne par colonne."""
        mouvements = [m for m in autres if type(m) is Mouvement]
        if len(mouvements) != len(autres):
            return False
        c = self.colonnes
        # SANS, −1, désigne la dernière entrée : rien.
        financeurs, natures = (*self.financeurs, None), (*NATURES, None)
        return (
            c.montant.tolist() == [m.montant for m in mouvements]
            and c.jour.tolist() == [m.date.toordinal() for m in mouvements]
            and [TYPES[rang] for rang in c.type.tolist()] == [m.type for m in mouvements]
            and [self.operations[rang] for rang in c.operation.tolist()] == [m.operation for m in mouvements]
            and [financeurs[rang] for rang in c.financeur.tolist()] == [m.financeur for m in mouvements]
            and [natures[rang] for rang in c.nature.tolist()] == [m.nature for m in mouvements]
            and all(self.textes(rang) == (m.piece, m.libelle) for rang, m in enumerate(mouvements))
        )

    def __hash__(self) -> int:
        return hash(tuple(self))

    def provenance(self, rang: int) -> Provenance:
        """L’origine d’un mouvement."""
        ligne = int(self.colonnes.ligne[rang])
        lieu = replace(self.lieux[int(self.colonnes.lieu[rang])], ligne=None if ligne == SANS else ligne)
        return lieu if self.suivre is None else self.suivre(lieu, partial(self._mouvement, rang, INCONNUE))

    def piece(self, rang: int) -> str:
        """La pièce d’un mouvement."""
        return self.textes(rang)[0]

    def mouvement(self, rang: int) -> Mouvement:
        """Le mouvement de rang ``rang`` (le premier vaut 0) ; lève :class:`IndexError` au-delà du dernier."""
        return self._mouvement(rang, self.provenance(rang))

    def _mouvement(self, rang: int, provenance: Provenance) -> Mouvement:
        colonnes = self.colonnes
        piece, libelle = self.textes(rang % len(self) if -len(self) <= rang < 0 else rang)
        financeur, nature = int(colonnes.financeur[rang]), int(colonnes.nature[rang])
        return Mouvement(
            date=date.fromordinal(int(colonnes.jour[rang])),
            type=TYPES[colonnes.type[rang]],
            operation=self.operations[colonnes.operation[rang]],
            financeur=None if financeur == SANS else self.financeurs[financeur],
            nature=None if nature == SANS else NATURES[nature],
            montant=int(colonnes.montant[rang]),
            piece=piece,
            libelle=libelle,
            provenance=provenance,
        )

    def mouvements(self) -> tuple[Mouvement, ...]:
        """Tous les mouvements en objets, dans l’ordre : pour un journal qu’une personne peut lire."""
        return tuple(self)

    def exiger_valide(self) -> None:
        """Lève :class:`ValeurImpossible` au premier mouvement fautif ; ses textes ne sont pas lus."""
        # Tout le journal d'un coup ; s'il y a une faute, l'objet qui la porte saura la dire.
        colonnes = self.colonnes
        sans_financeur = colonnes.financeur == SANS
        valides = (
            all(validation.code("", code) is None for code in (*self.operations, *self.financeurs))
            and _entre(colonnes.jour, _PREMIER_JOUR, _DERNIER_JOUR)
            and _entre(colonnes.type, 0, len(TYPES) - 1)
            and _entre(colonnes.operation, 0, len(self.operations) - 1)
            and _entre(colonnes.financeur, SANS, len(self.financeurs) - 1)
            and _entre(colonnes.nature, SANS, len(NATURES) - 1)
            and _entre(colonnes.montant, 0, MONTANT_MAXIMAL)
            and bool((DU_MAITRE_OUVRAGE[colonnes.type] == sans_financeur).all())
            and not (sans_financeur & (colonnes.nature != SANS)).any()
        )
        if not valides:
            for _ in self:
                pass

    def suspects(
        self, operations: Container[str], financeurs: Container[str], ambigus: Collection[tuple[str, str]]
    ) -> "JournalEnColonnes":
        """Les mouvements, dans l’ordre, qui citent un autre code, ou un de ces couples sans en dire la nature."""
        colonnes = self.colonnes
        inconnues = _hors(self.operations, operations)[colonnes.operation]
        inconnus = _hors(self.financeurs, financeurs)[colonnes.financeur]
        return self.prendre(np.flatnonzero(inconnues | inconnus | self._muets(ambigus)))

    def _muets(self, couples: Collection[tuple[str, str]]) -> NDArray[np.bool_]:
        """Vrai des mouvements d’un de ces ``couples`` qui ne disent pas leur nature."""
        muets = (self.colonnes.financeur != SANS) & (self.colonnes.nature == SANS)
        operations, financeurs = dict[str, int](), dict[str, int]()
        cites = _traduire(self.colonnes.operation, operations, self.operations).astype(np.int64)
        payeurs = _traduire(self.colonnes.financeur, financeurs, self.financeurs)
        connus = [(operations[o], financeurs[f]) for o, f in couples if o in operations and f in financeurs]
        cles = [operation * len(financeurs) + financeur for operation, financeur in connus]
        ambigus: NDArray[np.bool_] = muets & np.isin(cites * len(financeurs) + payeurs, cles)
        return ambigus

    def sans_lignes(self, lignes: Collection[int | None]) -> "JournalEnColonnes":
        """Le même journal, sans les mouvements de ces lignes du fichier."""
        numeros = [ligne for ligne in lignes if ligne is not None]
        return self.prendre(np.flatnonzero(~np.isin(self.colonnes.ligne, numeros))) if numeros else self

    def derniere_date(self) -> date | None:
        """La date du dernier mouvement ; ``None`` s’il n’y en a pas."""
        jours = self.colonnes.jour
        return date.fromordinal(int(jours.max())) if jours.size else None

    def total(self) -> int:
        """Le total des montants, en centimes."""
        return somme_exacte(self.colonnes.montant)

    def recoder(
        self, operation: Callable[[str], str | None], financeur: Callable[[str], str | None]
    ) -> "JournalEnColonnes":
        """Le même journal, chaque code remplacé par celui que rend sa fonction, s’il y en a un."""
        operations = tuple(operation(code) or code for code in self.operations)
        financeurs = tuple(financeur(code) or code for code in self.financeurs)
        if (operations, financeurs) == (self.operations, self.financeurs):
            return self
        des_operations, des_financeurs = dict[str, int](), dict[str, int]()
        colonnes = replace(
            self.colonnes,
            operation=_traduire(self.colonnes.operation, des_operations, operations),
            financeur=_traduire(self.colonnes.financeur, des_financeurs, financeurs),
        )
        return replace(self, colonnes=colonnes, operations=tuple(des_operations), financeurs=tuple(des_financeurs))

    def prendre(self, rangs: NDArray[np.int64]) -> "JournalEnColonnes":
        """Le journal des seuls mouvements ``rangs``, dans cet ordre ; les tables de codes restent entières."""
        textes = self.textes
        return replace(self, colonnes=self.colonnes.prendre(rangs), textes=lambda rang: textes(int(rangs[rang])))

    def renumeroter(self, lignes: NDArray[np.int64]) -> "JournalEnColonnes":
        """Le même journal, chaque mouvement situé à une autre ligne de son fichier."""
        return replace(self, colonnes=replace(self.colonnes, ligne=lignes.astype(np.int32)))


def _hors(codes: Iterable[str], connus: Container[str]) -> NDArray[np.bool_]:
    """Vrai du rang des codes qui ne sont pas ``connus`` ; faux de :data:`SANS`."""
    return np.array([*(code not in connus for code in codes), False])


def _entre(colonne: NDArray[np.integer], plus_petit: int, plus_grand: int) -> bool:
    return bool(colonne.size == 0 or (colonne.min() >= plus_petit and colonne.max() <= plus_grand))


def somme_exacte(montants: NDArray[np.int64]) -> int:
    """La somme de montants d’au plus 10¹³ centimes, en entier de Python : aucun nombre n’en est trop grand."""
    return sum(int(montants[d : d + _TRANCHE].sum(dtype=np.int64)) for d in range(0, montants.size, _TRANCHE))


def _rangs(table: dict[Cle, int], cles: Iterable[Cle]) -> list[int]:
    """Le rang de chaque clé dans ``table``, qui reçoit les nouvelles."""
    return [table.setdefault(cle, len(table)) for cle in cles]


def rangs_des_codes(codes: Iterable[Cle]) -> dict[Cle, int]:
    """Le rang de chaque code."""
    return {code: rang for rang, code in enumerate(codes)}


def de_mouvements(
    mouvements: Sequence[Mouvement], *, operations: Iterable[str] = (), financeurs: Iterable[str] = ()
) -> JournalEnColonnes:
    """Les ``mouvements`` en colonnes, dans l’ordre ; les tables commencent par les codes donnés, dans leur ordre."""
    des_operations, des_financeurs = rangs_des_codes(operations), rangs_des_codes(financeurs)
    lieux, rangs_des_lieux = _lieux(mouvements)
    textes = [(m.piece, m.libelle) for m in mouvements]
    financeurs_dits = (m.financeur for m in mouvements)
    colonnes = {
        "jour": [m.date.toordinal() for m in mouvements],
        "type": [TYPES.index(m.type) for m in mouvements],
        "operation": _rangs(des_operations, (m.operation for m in mouvements)),
        "financeur": [
            SANS if f is None else des_financeurs.setdefault(f, len(des_financeurs)) for f in financeurs_dits
        ],
        "nature": [SANS if m.nature is None else NATURES.index(m.nature) for m in mouvements],
        "montant": [m.montant for m in mouvements],
        "lieu": rangs_des_lieux,
        "ligne": [SANS if m.provenance.ligne is None else m.provenance.ligne for m in mouvements],
    }
    return JournalEnColonnes(
        colonnes=Colonnes(**{nom: np.array(valeurs, dtype=_GENRES[nom]) for nom, valeurs in colonnes.items()}),
        operations=tuple(des_operations),
        financeurs=tuple(des_financeurs),
        lieux=lieux,
        textes=textes.__getitem__,
    )


def _lieux(mouvements: Iterable[Mouvement]) -> tuple[tuple[Provenance, ...], list[int]]:
    """Les origines sans leur ligne, et le rang de celle de chaque mouvement.

    Une origine qui sait plus que son lieu (d’où vient sa ligne, où sont ses cellules) n’est celle d’aucun autre.
    """
    lieux, communs, rangs = [INCONNUE], {INCONNUE: 0}, list[int]()
    for mouvement in mouvements:
        lieu = mouvement.provenance
        if type(lieu) is not Provenance:
            rang = len(lieux)
            lieux.append(lieu)
        elif (rang := communs.setdefault(commun := replace(lieu, ligne=None), len(lieux))) == len(lieux):
            lieux.append(commun)
        rangs.append(rang)
    return tuple(lieux), rangs


def _traduire(colonne: NDArray[np.int32], table: dict[Cle, int], codes: Iterable[Cle]) -> NDArray[np.int32]:
    """Les rangs de ``codes`` traduits en rangs de ``table``, qui reçoit les nouveaux ; −1 le reste."""
    traduits = np.array([*_rangs(table, codes), SANS], dtype=np.int32)
    return traduits[colonne]

"""Un rapprochement tel qu’on le lit : les écarts du plus grand au plus petit, ce qui s’accorde, et chaque mouvement."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import TYPES, TypeMouvement
from financement.fautes.provenance import Provenance
from financement.rapprochement.genres import SENS, SENS_DES_TYPES, SIGNES_DES_TYPES, GenreEcart, Passe, Sens
from financement.rapprochement.resultat import AUCUN_GENRE, EcartDeComptes, Rapproche, Rapprochement
from maquettes.rapprochement.decisions import Decision
from maquettes.rapprochement.genres_d_ecart import MODELES

__all__ = [
    "MAITRE_OUVRAGE",
    "Cote",
    "EcartVu",
    "LigneVue",
    "MouvementVu",
    "VueDeRapprochement",
    "nommer_le_financeur",
    "voir_rapprochement",
]

MAITRE_OUVRAGE: Final = "maître d’ouvrage"
"""Ce que l’on écrit à la place du financeur que n’ont pas une dépense, une recette, une annulation."""

_EMPREINTE: Final = 16
_PASSES: Final[Mapping[Passe, str]] = MappingProxyType(
    {
        Passe.CUMUL: "cumul",
        Passe.PIECE: "même pièce, même montant",
        Passe.IDENTIQUE: "même opération, type, montant et date",
        Passe.DATE_PROCHE: "même opération, type et montant, date proche",
        Passe.SOMME_DE_PIECE: "somme de même pièce",
        Passe.HT_TTC: "HT contre TTC",
        Passe.ANNULATION: "mouvement et son annulation",
        Passe.SOMME: "un contre plusieurs",
        Passe.AUTRE_TYPE: "autre type",
        Passe.AUTRE_OPERATION: "autre opération",
        Passe.AUTRE_FINANCEUR: "autre financeur",
        Passe.AUTRE_DATE: "autre date",
        Passe.AUTRE_MONTANT: "autre montant",
    }
)

CleDeTotal = tuple[str | None, int, Sens]


class Cote(StrEnum):
    """Le compte dont vient un mouvement."""

    DOSSIER = "dossier"
    EXTRAIT = "extrait"


@dataclass(frozen=True, slots=True, kw_only=True)
class MouvementVu:
    """Un mouvement de l’un des comptes, ``montant`` avec le signe de son sens, en centimes.

    ``total`` : le rang, depuis un, du total où il compte ; ``numero`` : la ligne qui l’explique.
    """

    cote: Cote
    mouvement: Mouvement
    montant: int
    total: int
    numero: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneVue:
    """Ce qui s’accorde, ou un écart ; montants en centimes, avec le signe de leur sens.

    ``titre`` : ce qu’elle est, en clair ; ``total`` : le rang, depuis un, du total où elle compte ; ``dossier``,
    ``extrait`` : ses mouvements ; les lieux sont ceux de tout l’écart, dont elle n’est parfois qu’une part.
    """

    numero: str
    titre: str
    total: int
    operation: str
    financeur: str | None
    exercice: int
    sens: Sens
    type: TypeMouvement
    montant_dossier: int
    montant_extrait: int
    dossier: tuple[Mouvement, ...]
    extrait: tuple[Mouvement, ...]
    lieux_dossier: tuple[Provenance, ...]
    lieux_extrait: tuple[Provenance, ...]
    motif: str

    @property
    def ecart(self) -> int:
        """Extrait − dossier, en centimes."""
        return self.montant_extrait - self.montant_dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class EcartVu(LigneVue):
    """Un écart ; ``cle`` : à quoi il se reconnaît ; ``decision`` : ce que l’on en a décidé."""

    genre: GenreEcart
    cle: str
    decision: Decision | None

    @property
    def est_a_traiter(self) -> bool:
        """Personne n’a accepté l’écart tel qu’il est."""
        return self.decision is None or not self.decision.est_reglee


@dataclass(frozen=True, kw_only=True)
class VueDeRapprochement:
    """Un rapprochement à lire ; ``passees`` : les décisions dont l’écart n’est plus."""

    rapprochement: Rapprochement
    ecarts: tuple[EcartVu, ...]
    passees: tuple[Decision, ...]

    @property
    def a_traiter(self) -> tuple[EcartVu, ...]:
        """Les écarts que personne n’a acceptés."""
        return tuple(ecart for ecart in self.ecarts if ecart.est_a_traiter)

    @property
    def nombre_d_accords(self) -> int:
        """Combien de rapprochements ne laissent aucun écart ; aucun n’est lu."""
        groupes = self.rapprochement.groupes
        return int((groupes.genre[: self.rapprochement.nombre] == AUCUN_GENRE).sum())

    @cached_property
    def accords(self) -> tuple[LigneVue, ...]:
        """Ce que les deux comptes disent de même."""
        totaux = _rangs_des_totaux(self.rapprochement)
        accords = enumerate(self.rapprochement.accords(), 1)
        return tuple(_accord(rang, accord, self.rapprochement, totaux) for rang, accord in accords)

    def mouvements(self) -> Iterator[MouvementVu]:
        """Chaque mouvement des deux comptes, une fois : ceux des écarts, puis ceux des accords, dans leur ordre."""
        for ligne in (*self.ecarts, *self.accords):
            for cote, siens in ((Cote.DOSSIER, ligne.dossier), (Cote.EXTRAIT, ligne.extrait)):
                for mouvement in siens:
                    yield MouvementVu(
                        cote=cote,
                        mouvement=mouvement,
                        montant=_signe(mouvement),
                        total=ligne.total,
                        numero=ligne.numero,
                    )


def voir_rapprochement(
    rapprochement: Rapprochement, decisions: Mapping[str, Decision] = MappingProxyType({})
) -> VueDeRapprochement:
    """Le rapprochement en lignes, chaque écart avec la décision prise de lui, retrouvée par sa clé."""
    totaux = _rangs_des_totaux(rapprochement)
    vues: Counter[str] = Counter()
    ecarts = tuple(
        _ecart(rang, ecart, rapprochement, totaux, vues, decisions)
        for rang, ecart in enumerate(rapprochement.ecarts, 1)
    )
    cles = {ecart.cle for ecart in ecarts}
    passees = tuple(prise for cle, prise in decisions.items() if cle not in cles)
    return VueDeRapprochement(rapprochement=rapprochement, ecarts=ecarts, passees=passees)


def _rangs_des_totaux(rapprochement: Rapprochement) -> dict[CleDeTotal, int]:
    return {(t.financeur, t.exercice, t.sens): rang for rang, t in enumerate(rapprochement.totaux, 1)}


def _ecart(
    rang: int,
    ecart: EcartDeComptes,
    rapprochement: Rapprochement,
    totaux: Mapping[CleDeTotal, int],
    vues: Counter[str],
    decisions: Mapping[str, Decision],
) -> EcartVu:
    dossier = _mouvements(rapprochement.dossier, ecart.rangs_dossier)
    extrait = _mouvements(rapprochement.extrait, ecart.rangs_extrait)
    empreinte = _empreinte(ecart.genre, dossier, extrait)
    vues[empreinte] += 1
    cle = empreinte if vues[empreinte] == 1 else f"{empreinte}-{vues[empreinte]}"
    return EcartVu(
        numero=f"E{rang}",
        titre=MODELES[ecart.genre].titre,
        total=totaux[ecart.financeur, ecart.exercice, ecart.sens],
        operation=ecart.operation,
        financeur=ecart.financeur,
        exercice=ecart.exercice,
        sens=ecart.sens,
        type=ecart.type,
        montant_dossier=ecart.montant_dossier,
        montant_extrait=ecart.montant_extrait,
        dossier=dossier,
        extrait=extrait,
        lieux_dossier=ecart.dossier,
        lieux_extrait=ecart.extrait,
        motif=ecart.motif,
        genre=ecart.genre,
        cle=cle,
        decision=decisions.get(cle),
    )


def _accord(rang: int, accord: Rapproche, rapprochement: Rapprochement, totaux: Mapping[CleDeTotal, int]) -> LigneVue:
    dossier = _mouvements(rapprochement.dossier, accord.dossier)
    extrait = _mouvements(rapprochement.extrait, accord.extrait)
    premier = (dossier or extrait)[0]
    sens = SENS[SENS_DES_TYPES[TYPES.index(premier.type)]]
    return LigneVue(
        numero=f"R{rang}",
        titre=_PASSES[accord.passe],
        total=totaux[premier.financeur, premier.date.year, sens],
        operation=premier.operation,
        financeur=premier.financeur,
        exercice=premier.date.year,
        sens=sens,
        type=premier.type,
        montant_dossier=sum(map(_signe, dossier)),
        montant_extrait=sum(map(_signe, extrait)),
        dossier=dossier,
        extrait=extrait,
        lieux_dossier=tuple(mouvement.provenance for mouvement in dossier),
        lieux_extrait=tuple(mouvement.provenance for mouvement in extrait),
        motif=accord.motif,
    )


def _mouvements(journal: JournalEnColonnes, rangs: Iterable[int]) -> tuple[Mouvement, ...]:
    return tuple(map(journal.mouvement, rangs))


def _signe(mouvement: Mouvement) -> int:
    return mouvement.montant * int(SIGNES_DES_TYPES[TYPES.index(mouvement.type)])


def _empreinte(genre: str, dossier: Sequence[Mouvement], extrait: Sequence[Mouvement]) -> str:
    """Ce qui fait reconnaître un écart : son genre et ses mouvements, où qu’ils soient, leur libellé excepté."""
    textes = [genre]
    for cote, siens in ((Cote.DOSSIER, dossier), (Cote.EXTRAIT, extrait)):
        textes += sorted(
            "\x1f".join((cote, m.date.isoformat(), m.type, m.operation, m.financeur or "", str(m.montant), m.piece))
            for m in siens
        )
    return sha256("\x1e".join(textes).encode()).hexdigest()[:_EMPREINTE]


def nommer_le_financeur(financeur: str | None) -> str:
    """Le code du financeur, ou ce qui en tient lieu."""
    return MAITRE_OUVRAGE if financeur is None else financeur

"""Quelle demande est soldée par quel paiement : sur chaque ligne, la première reçue est la première payée (lecture C).

La définition, ligne par ligne (opération, financeur, nature), montant par montant, parmi les seuls mouvements que rien
n’annule en entier (:mod:`financement.calculs.inverses`), pris dans l’ordre des dates ; le même jour, les demandes,
puis leurs rejets, les avances, acomptes et soldes, enfin les reversements ; puis l’ordre des pièces et des montants :

* un paiement solde les demandes ouvertes, la plus ancienne d’abord ; ce qui le dépasse est versé sans demande, et ne
  soldera aucune demande à venir ;
* un rejet partiel retire d’abord aux demandes ouvertes de sa pièce, puis aux autres, la plus récente d’abord ;
* un reversement partiel revient d’abord sur les paiements de sa pièce, puis sur les autres, le plus récent d’abord, et
  sur ce qui y est versé sans demande avant le reste : la part de demande qu’il touche est reversée, non rouverte.

Aucun texte ne dit quelle demande un paiement solde : c’est notre lecture, et chaque délai qui s’en tire la porte.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from financement.calculs.lignes import LigneSuivie, MouvementSuivi
from financement.dossier.nomenclature import TypeMouvement
from financement.dossier.plan import CleLigne

__all__ = ["MOUVEMENTS_APPARIES", "Appariement", "EtatPart", "PartDeDemande", "apparier"]

MOUVEMENTS_APPARIES: Final = {
    genre: rang
    for rang, genre in enumerate(
        (
            TypeMouvement.DEMANDE,
            TypeMouvement.REJET,
            TypeMouvement.AVANCE,
            TypeMouvement.ACOMPTE,
            TypeMouvement.SOLDE,
            TypeMouvement.REVERSEMENT,
        )
    )
}
"""Les mouvements dont se tire un appariement, et leur rang dans la journée."""


class EtatPart(StrEnum):
    """Ce qu’est devenue une part de demande."""

    PAYEE = "payee"
    REVERSEE = "reversee"
    IMPAYEE = "impayee"


class PartDeDemande(NamedTuple):
    """Une part d’une demande de paiement, en centimes, et le paiement qui l’a soldée ; ``None`` : aucun encore."""

    cle: CleLigne
    demande: MouvementSuivi
    paiement: MouvementSuivi | None
    montant: int
    etat: EtatPart

    @property
    def jours(self) -> int | None:
        """Les jours de la demande au paiement ; ``None`` d’une part impayée."""
        return None if self.paiement is None else (self.paiement.date - self.demande.date).days


@dataclass(frozen=True, slots=True)
class Appariement:
    """Les demandes d’une ligne, part par part, et ce qui n’en rencontre aucune (centimes).

    Lois : Σ demandes − (Σ rejets − ``rejets_sans_demande``) = Σ parts ; Σ paiements − (Σ reversements −
    ``reversements_sans_paiement``) = Σ parts payées + ``paye_sans_demande``.
    """

    cle: CleLigne
    parts: tuple[PartDeDemande, ...]
    paye_sans_demande: int
    rejets_sans_demande: int
    reversements_sans_paiement: int


@dataclass(slots=True, eq=False)
class _Demande:
    """Une demande, et ce qui en reste ouvert."""

    mouvement: MouvementSuivi
    reste: int


@dataclass(slots=True, eq=False)
class _Paiement:
    """Un paiement : les parts de demande qu’il solde, et ce qu’il verse au-delà."""

    mouvement: MouvementSuivi
    sans_demande: int = 0
    parts: list[tuple[_Demande, int]] = field(default_factory=list)


class _Compte:
    """Une ligne qu’on parcourt : ses demandes ouvertes et ses paiements, rangés aussi par pièce, où un retour puise."""

    def __init__(self, cle: CleLigne) -> None:
        self._cle = cle
        self._demandes: list[_Demande] = []
        self._ouvertes: deque[_Demande] = deque()
        self._paiements: list[_Paiement] = []
        self._demandes_par_piece: dict[str, list[_Demande]] = {}
        self._paiements_par_piece: dict[str, list[_Paiement]] = {}
        self._pile: list[_Paiement] = []
        self._reversees: list[PartDeDemande] = []
        self._rejets_sans_demande = 0
        self._reversements_sans_paiement = 0

    def demander(self, mouvement: MouvementSuivi, piece: str) -> None:
        demande = _Demande(mouvement, mouvement.montant)
        self._demandes.append(demande)
        self._ouvertes.append(demande)
        self._demandes_par_piece.setdefault(piece, []).append(demande)

    def rejeter(self, mouvement: MouvementSuivi, piece: str) -> None:
        reste = mouvement.montant
        siennes = self._demandes_par_piece.get(piece, []) if piece else []
        for recentes in (siennes, self._ouvertes):
            while reste and recentes:
                pris = min(reste, recentes[-1].reste)
                recentes[-1].reste -= pris
                reste -= pris
                if not recentes[-1].reste:
                    recentes.pop()
        self._rejets_sans_demande += reste

    def payer(self, mouvement: MouvementSuivi, piece: str) -> None:
        paiement = _Paiement(mouvement)
        reste = mouvement.montant
        while reste and self._ouvertes:
            demande = self._ouvertes[0]
            pris = min(reste, demande.reste)
            if pris:
                paiement.parts.append((demande, pris))
            demande.reste -= pris
            reste -= pris
            if not demande.reste:
                self._ouvertes.popleft()
        paiement.sans_demande = reste
        self._paiements.append(paiement)
        self._pile.append(paiement)
        self._paiements_par_piece.setdefault(piece, []).append(paiement)

    def reverser(self, mouvement: MouvementSuivi, piece: str) -> None:
        reste = mouvement.montant
        siens = self._paiements_par_piece.get(piece, []) if piece else []
        for recents in (siens, self._pile):
            while reste and recents:
                reste -= self._reprendre(recents[-1], reste)
                if not (recents[-1].sans_demande or recents[-1].parts):
                    recents.pop()
        self._reversements_sans_paiement += reste

    def _reprendre(self, paiement: _Paiement, montant: int) -> int:
        """Reprend au plus ``montant`` à un paiement ; rend ce qui l’est."""
        repris = min(montant, paiement.sans_demande)
        paiement.sans_demande -= repris
        while repris < montant and paiement.parts:
            demande, part = paiement.parts.pop()
            pris = min(part, montant - repris)
            if part > pris:
                paiement.parts.append((demande, part - pris))
            repris += pris
            self._reversees.append(
                PartDeDemande(self._cle, demande.mouvement, paiement.mouvement, pris, EtatPart.REVERSEE)
            )
        return repris

    def clore(self) -> Appariement:
        """Ce que la ligne est devenue."""
        return Appariement(
            self._cle,
            (*self._payees(), *self._reversees, *self._impayees()),
            sum(paiement.sans_demande for paiement in self._paiements),
            self._rejets_sans_demande,
            self._reversements_sans_paiement,
        )

    def _payees(self) -> Iterator[PartDeDemande]:
        for paiement in self._paiements:
            for demande, montant in paiement.parts:
                yield PartDeDemande(self._cle, demande.mouvement, paiement.mouvement, montant, EtatPart.PAYEE)

    def _impayees(self) -> Iterator[PartDeDemande]:
        for demande in self._demandes:
            if demande.reste:
                yield PartDeDemande(self._cle, demande.mouvement, None, demande.reste, EtatPart.IMPAYEE)


def apparier(ligne: LigneSuivie) -> Appariement:
    """Les demandes d’une ligne et leurs paiements, d’après ses mouvements restants.

    L’ordre du journal est indifférent ; le coût suit le nombre des mouvements.
    """
    compte = _Compte(ligne.cle)
    gestes = {
        TypeMouvement.DEMANDE: compte.demander,
        TypeMouvement.REJET: compte.rejeter,
        TypeMouvement.AVANCE: compte.payer,
        TypeMouvement.ACOMPTE: compte.payer,
        TypeMouvement.SOLDE: compte.payer,
        TypeMouvement.REVERSEMENT: compte.reverser,
    }
    for mouvement, piece in _ordonner([m for m in ligne.restants if m.type in MOUVEMENTS_APPARIES]):
        gestes[mouvement.type](mouvement, piece)
    return compte.clore()


def _ordonner(mouvements: Sequence[MouvementSuivi]) -> list[tuple[MouvementSuivi, str]]:
    """Les mouvements dans l’ordre de la définition, et leur pièce, lue seulement si elle peut décider."""
    rangs = [(m.date, MOUVEMENTS_APPARIES[m.type]) for m in mouvements]
    genres = {m.type for m in mouvements}
    decide = len(set(rangs)) < len(rangs) or bool(genres & {TypeMouvement.REJET, TypeMouvement.REVERSEMENT})
    pieces = [m.piece if decide else "" for m in mouvements]
    cles = [(*rang, piece, m.montant) for rang, piece, m in zip(rangs, pieces, mouvements, strict=True)]
    return [(mouvements[place], pieces[place]) for place in sorted(range(len(cles)), key=cles.__getitem__)]

"""L’hypothèse : une fonction pure d’un projet à un projet, à une date d’arrêté, qui sait où elle a été écrite."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final, Protocol

from financement.cloture.faits import FaitsOperation
from financement.cloture.resultat import Cloture
from financement.dossier.designation import (
    famille_designee,
    financeur_designe,
    maitre_ouvrage_designe,
    operation_designee,
)
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, ErreurFinancement, Faute, ModeleFaute, ValeurImpossible, faute
from financement.fautes.provenance import Provenance
from financement.selection import Selection

__all__ = ["TOUT", "Hypothese", "dire_la_cible", "impossible", "situees", "visees_en_cours", "viser"]

TOUT: Final = Selection()
"""La cible qui vise toutes les opérations."""

HYPOTHESE_IMPOSSIBLE: Final = ModeleFaute("SCENARIO-01", "{cause}.", "{correction}")


class Hypothese(Protocol):
    """Ce que l’on suppose d’un projet."""

    @property
    def provenance(self) -> Provenance:
        """Où l’hypothèse est écrite : la source de ce qu’elle change."""
        ...

    @property
    def libelle(self) -> str:
        """Ce que l’hypothèse suppose, pour une personne."""
        ...

    @property
    def portee(self) -> str:
        """Sur quoi elle porte, pour une personne."""
        ...

    def appliquer(self, projet: Projet, au: date) -> Projet:
        """Le projet sous l’hypothèse ; lève :class:`DossierRefuse` si elle ne peut pas s’y appliquer."""
        ...


def impossible(lieu: Provenance, cause: str, correction: str) -> Faute:
    """La faute d’une hypothèse ou d’un aléa qui ne peut pas s’appliquer au dossier."""
    return faute(HYPOTHESE_IMPOSSIBLE, lieu, cause=cause, correction=correction)


@contextmanager
def situees(lieu: Provenance) -> Iterator[None]:
    """Ce qui est refusé dans ce bloc l’est au ``lieu`` de l’hypothèse."""
    try:
        yield
    except ValeurImpossible as refus:
        fautes = refus.fautes
    except ErreurFinancement:
        raise
    else:
        return
    raise DossierRefuse(
        Faute(code=f.code, message=f.message, lu=f.lu, remede=f.remede, provenance=lieu) for f in fautes
    )


def viser(projet: Projet, cible: Selection, lieu: Provenance) -> Selection:
    """La cible, ses codes écrits en entier : un code se désigne aussi par sa fin, une famille par son libellé.

    Lève :class:`DossierRefuse` avec une faute par code qui ne désigne rien, ou plusieurs choses.
    """
    fautes: list[Faute] = []

    def designer(lire: Callable[[Projet, str], str], texte: str | None) -> str | None:
        try:
            with situees(lieu):
                return None if texte is None else lire(projet, texte)
        except DossierRefuse as refus:
            fautes.extend(refus.fautes)
            return None

    visee = Selection(
        financeur=designer(financeur_designe, cible.financeur),
        famille=designer(famille_designee, cible.famille),
        maitre_ouvrage=designer(maitre_ouvrage_designe, cible.maitre_ouvrage),
        operation=designer(operation_designee, cible.operation),
    )
    if fautes:
        raise DossierRefuse(fautes)
    return visee


def visees_en_cours(cloture: Cloture, cible: Selection, lieu: Provenance) -> tuple[FaitsOperation, ...]:
    """Les opérations de la cible dont l’avenir n’est pas joué : au tableau, ni achevées ni abandonnées.

    Lève :class:`DossierRefuse` s’il n’y en a aucune : une hypothèse sans effet est une hypothèse mal visée.
    """
    visee = viser(cloture.projet, cible, lieu)
    retenues = visee.operations(cloture.situation)
    visees = tuple(
        faits
        for operation in cloture.situation.tableau.operations
        if operation.code in retenues and not (faits := cloture.faits[operation.code]).achevee and not faits.abandonnee
    )
    if not visees:
        raise DossierRefuse(
            [
                impossible(
                    lieu,
                    "Aucune opération visée n’est au tableau en vigueur sans être achevée ni abandonnée",
                    "Viser une opération en cours ou à venir : ce qui est achevé a son coût, et n’en change plus.",
                )
            ]
        )
    return visees


def dire_la_cible(cible: Selection) -> str:
    """Ce que vise une hypothèse, pour une personne."""
    dits = [
        f"{nom} {code}"
        for nom, code in (
            ("opération", cible.operation),
            ("famille", cible.famille),
            ("maître d’ouvrage", cible.maitre_ouvrage),
        )
        if code is not None
    ]
    return ", ".join(dits) or "toutes les opérations en cours"

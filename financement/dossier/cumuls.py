"""Les cumuls d’un journal : ce qu’une opération reçoit ou coûte reste dans les bornes d’un seul montant.

La clôture écrit ces cumuls comme un coût ou comme une ligne de plan : au-delà, elle ne le pourrait pas.
"""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from financement.dossier.journal import JournalALaDemande, Mouvement
from financement.dossier.nomenclature import TypeMouvement
from financement.fautes.faute import Faute, faute, montrer
from financement.valeurs.montants import MONTANT_MAXIMAL, TOTAL_MAXIMAL, ecrire_montant
from financement.valeurs.validation import VALEUR_INTERDITE

__all__ = ["fautes_de_cumuls"]

_VERSEMENTS: Final = "versements"
_CUMULES: Final = MappingProxyType(
    {
        TypeMouvement.ENGAGEMENT: "engagements",
        TypeMouvement.DEGAGEMENT: "dégagements",
        TypeMouvement.AVANCE: _VERSEMENTS,
        TypeMouvement.ACOMPTE: _VERSEMENTS,
        TypeMouvement.SOLDE: _VERSEMENTS,
        TypeMouvement.REVERSEMENT: "reversements",
        TypeMouvement.DEMANDE: "demandes",
        TypeMouvement.REJET: "rejets",
        TypeMouvement.DEPENSE: "dépenses",
        TypeMouvement.ANNULATION: "annulations",
        TypeMouvement.RECETTE: "recettes",
    }
)


def fautes_de_cumuls(journal: Sequence[Mouvement]) -> Iterator[Faute]:
    """Une faute par cumul de plus de 100 milliards d’euros, au mouvement qui le lui fait passer.

    Un journal dont le total même est trop grand a déjà sa faute, qui les explique toutes.
    """
    total = journal.total() if isinstance(journal, JournalALaDemande) else sum(m.montant for m in journal)
    if not MONTANT_MAXIMAL < total <= TOTAL_MAXIMAL:
        return
    cumuls: dict[tuple[str, str | None, str], int] = {}
    for mouvement in journal:
        cle = mouvement.operation, mouvement.financeur, _CUMULES[mouvement.type]
        avant = cumuls.get(cle, 0)
        cumuls[cle] = avant + mouvement.montant
        if avant <= MONTANT_MAXIMAL < cumuls[cle]:
            yield _trop_grand(mouvement)


def _trop_grand(mouvement: Mouvement) -> Faute:
    du_financeur = "" if mouvement.financeur is None else f", financeur « {montrer(mouvement.financeur)} »,"
    return faute(
        VALEUR_INTERDITE,
        mouvement.provenance.a_la_colonne("montant"),
        ecrire_montant(mouvement.montant),
        regle=f"avec lui, les {_CUMULES[mouvement.type]} de l’opération « {montrer(mouvement.operation)} »"
        f"{du_financeur} dépassent 100 milliards d’euros",
        correction="Vérifier l’unité des montants (euros), et que rien n’est compté deux fois.",
    )

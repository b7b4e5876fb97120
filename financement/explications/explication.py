"""Expliquer les chiffres d'un financeur sur une opération."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from financement.catalogue import CodeFaute
from financement.cloture.resultat import Cloture, LigneCloturee, calculer_cloture
from financement.dates import afficher_date
from financement.explications.cloture import figures_de_cloture
from financement.explications.figure import Figure
from financement.explications.situation import figures_de_situation
from financement.explications.sources import Sources
from financement.fautes import Faute, ValeurImpossible, faute
from financement.libelles import LIBELLES_GRANDEURS
from financement.montants import afficher_montant
from financement.nomenclature import LIBELLES_NATURES
from financement.projet import Projet
from financement.provenance import Provenance
from financement.ressemblance import proposition
from financement.table_html import table_html

__all__ = ["Explication", "expliquer", "figures_de_la_ligne"]


@dataclass(frozen=True, slots=True, repr=False)
class Explication:
    """Toutes les figures d'un financeur sur une opération, nature par nature."""

    cloture: Cloture
    operation: str
    financeur: str
    figures: tuple[Figure, ...]

    def __repr__(self) -> str:
        return f"<Explication, {self._titre}, figures : {len(self.figures)}>"

    @property
    def _titre(self) -> str:
        return f"{self.operation}, {self.financeur}, au {afficher_date(self.cloture.au)}"

    def _repr_html_(self) -> str:
        return table_html(
            f"Explication, {self._titre}, en euros",
            ("Figure", "Nature", "Étape", "Montant", "Règle", "Source", "Lieu"),
            [
                (
                    f"{LIBELLES_GRANDEURS[figure.cle]} : {afficher_montant(figure.montant)}",
                    LIBELLES_NATURES[figure.nature],
                    *(etape.libelle, etape.montant, etape.regle, etape.reference, etape.provenance),
                )
                for figure in self.figures
                for etape in figure.etapes
            ],
        )


def expliquer(projet: Projet, operation: str, financeur: str, *, au: date, version: int | None = None) -> Explication:
    """D'où vient chaque chiffre de situation et de clôture d'un financeur sur une opération, à la date ``au``.

    Chaque figure (centimes) donne ses étapes : lignes de plan et mouvements avec leur provenance, règle et référence.
    La somme des montants de ses étapes fait le montant de la figure. Lève :class:`ValeurImpossible` si l'opération
    ou le financeur sont inconnus.
    """
    cloture = calculer_cloture(projet, au=au, version=version)
    axes = cloture.situation.axes
    fautes = [
        *_inconnu(operation, axes.operations, CodeFaute.OPERATION_INCONNUE, "operation"),
        *_inconnu(financeur, axes.financeurs, CodeFaute.FINANCEUR_INCONNU, "financeur"),
    ]
    if fautes:
        raise ValeurImpossible("Explication", fautes)
    figures: list[Figure] = []
    sources = Sources.de(cloture)
    for ligne in cloture.lignes:
        if (ligne.cle.operation, ligne.cle.financeur) == (operation, financeur):
            figures += figures_de_la_ligne(sources, ligne)
    return Explication(cloture, operation, financeur, tuple(figures))


def figures_de_la_ligne(sources: Sources, ligne: LigneCloturee) -> Iterator[Figure]:
    """Les figures d'une ligne de la clôture : situation, puis clôture (centimes)."""
    yield from figures_de_situation(sources, ligne)
    yield from figures_de_cloture(sources, ligne)


def _inconnu(code: str, connus: tuple[str, ...], faute_du_code: CodeFaute, colonne: str) -> list[Faute]:
    if code in connus:
        return []
    return [faute(faute_du_code, Provenance(colonne=colonne), code, proposition=proposition(code, connus))]

"""Expliquer les chiffres d’un financeur sur une opération."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from financement.affichage.grandeurs import LIBELLES_GRANDEURS
from financement.affichage.table_html import table_html
from financement.cloture.resultat import POUR_MEMOIRE, Cloture, LigneCloturee, calculer_cloture
from financement.dossier.designation import financeur_designe, operation_designee
from financement.dossier.nomenclature import LIBELLES_NATURES
from financement.dossier.projet import Projet
from financement.explications.cloture import figures_de_cloture
from financement.explications.figure import Etape, Figure
from financement.explications.situation import figures_de_situation
from financement.explications.sources import LECTURE, Sources
from financement.fautes.faute import Faute, ValeurImpossible
from financement.valeurs import validation
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

__all__ = ["Explication", "expliquer", "figures_de_la_ligne"]

_SANS_DETTE: Final = Etape(
    libelle="fonds propres : n’est dû à personne, et n’entre dans aucun total d’engagé, de payé, de reste ni de solde",
    regle="l’autofinancement est dit à part, pour mémoire",
    reference=LECTURE,
)


@dataclass(frozen=True, slots=True, repr=False)
class Explication:
    """Toutes les figures d’un financeur sur une opération, nature par nature."""

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
    """D’où vient chaque chiffre de situation et de clôture d’un financeur sur une opération, à la date ``au``.

    Chaque figure (centimes) donne ses étapes : lignes de plan et mouvements avec leur provenance, règle et référence.
    La somme des montants de ses étapes fait le montant de la figure. L’opération et le financeur se donnent par leur
    code, ou par sa fin si un seul code finit ainsi ; lève :class:`ValeurImpossible` s’ils sont inconnus ou plusieurs.
    """
    validation.exiger(
        "Explication",
        validation.instance("projet", projet, Projet),
        validation.instance("operation", operation, str),
        validation.instance("financeur", financeur, str),
    )
    operation, financeur = _designes(projet, operation, financeur)
    cloture = calculer_cloture(projet, au=au, version=version)
    figures: list[Figure] = []
    sources = Sources.de(cloture)
    for ligne in cloture.lignes:
        if (ligne.cle.operation, ligne.cle.financeur) == (operation, financeur):
            figures += figures_de_la_ligne(sources, ligne)
    return Explication(cloture, operation, financeur, tuple(figures))


def figures_de_la_ligne(sources: Sources, ligne: LigneCloturee) -> Iterator[Figure]:
    """Les figures d’une ligne de la clôture : situation, puis clôture (centimes).

    D’une ligne de fonds propres, ce qui se lirait comme dû dit qu’il ne l’est à personne.
    """
    for figure in (*figures_de_situation(sources, ligne), *figures_de_cloture(sources, ligne)):
        if ligne.cle.est_concours or figure.cle in POUR_MEMOIRE:
            yield figure
        else:
            yield replace(figure, etapes=(*figure.etapes, _SANS_DETTE))


def _designes(projet: Projet, operation: str, financeur: str) -> tuple[str, ...]:
    codes: list[str] = []
    fautes: list[Faute] = []
    for lire, texte in ((operation_designee, operation), (financeur_designe, financeur)):
        try:
            codes.append(lire(projet, texte))
        except ValeurImpossible as refus:
            fautes += refus.fautes
    if fautes:
        raise ValeurImpossible("Explication", fautes)
    return tuple(codes)

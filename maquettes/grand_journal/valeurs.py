"""Valeur entière d’un texte distinct de chaque colonne, par les fonctions mêmes du chemin ordinaire."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from financement.calculs.journal_colonnes import SANS
from financement.dossier.nomenclature import NATURES, TYPES
from financement.fautes.faute import TexteRefuse
from financement.valeurs import validation
from financement.valeurs.graphies import en_espaces_ordinaires
from maquettes.description.description import JOURNAL
from maquettes.description.table import Colonne, Exigence
from maquettes.description.valeurs import lire_cellule
from maquettes.grand_journal.lexique import INCONNU
from maquettes.grand_journal.source import ARemettre

__all__ = ["COLONNES", "Codes", "lecture_de_valeur"]

COLONNES: Final = {colonne.nom: colonne for colonne in JOURNAL.colonnes}
_APOSTROPHE: Final = "'"
# Cinq graphies de chaque opération d'un dossier plein (sa limite de lignes) ; au-delà, ce sont les codes d'un autre.
_CODES_AU_PLUS: Final = 100_000
# Un code de cette forme est permis : inutile de l'examiner davantage.
_CODE_COURANT: Final = re.compile(r"[A-Za-z0-9_./-]{1,80}")


class Codes:
    """Table de codes, ouverte à tout code bien formé, dans l’ordre où ils viennent.

    Elle lève :class:`ARemettre` dès qu’elle en a trop pour un dossier : la lecture ordinaire le dit plus vite.
    """

    __slots__ = ("_colonne", "_rangs")

    def __init__(self, nom: str) -> None:
        self._colonne = COLONNES[nom]
        self._rangs: dict[str, int] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """Les codes, par rang."""
        return tuple(self._rangs)

    def lire(self, texte: str) -> int:
        """Le rang d’une cellule ; ``INCONNU`` pour un code à examiner par le chemin ordinaire."""
        if texte in self._rangs:
            return self._rangs[texte]
        if _CODE_COURANT.fullmatch(texte):
            return self._placer(texte)
        code = en_espaces_ordinaires(texte).strip()
        if not code and self._colonne.exigence is not Exigence.VALEUR:
            return SANS
        # L'apostrophe protège peut-être un code du tableur : c'est à la lecture ordinaire de la retirer.
        if code.startswith(_APOSTROPHE) or validation.code(self._colonne.nom, code) is not None:
            return INCONNU
        return self._placer(code)

    def _placer(self, code: str) -> int:
        if len(self._rangs) >= _CODES_AU_PLUS:
            raise ARemettre
        return self.rang(code)

    def rang(self, code: str) -> int:
        """Le rang d’un code bien formé, qui reçoit le suivant s’il est nouveau."""
        return self._rangs.setdefault(code, len(self._rangs))


def lecture_de_valeur(nom: str) -> Callable[[str], int]:
    """La lecture d’une date (rang ordinal), d’un type ou d’une nature (rangs) ; ``INCONNU`` si elle est refusée."""
    colonne = COLONNES[nom]
    return lambda texte: _lire(colonne, texte.strip())


def _lire(colonne: Colonne, texte: str) -> int:
    if not texte:
        return INCONNU if colonne.exigence is Exigence.VALEUR else SANS
    try:
        valeur = lire_cellule(colonne, texte)
    except TexteRefuse:
        return INCONNU
    if isinstance(valeur, date):
        return valeur.toordinal()
    return TYPES.index(valeur) if valeur in TYPES else NATURES.index(valeur)

"""Les pages où un document s’imprime : leurs côtés, ce qui y tient en largeur, les tailles de leurs textes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from exports.document.elements import FormatDePage
from exports.mise_en_page.disposition import LARGEUR_UTILE, TAILLES

__all__ = ["PAGES", "Page", "Tailles"]

_COTE_COURT_D_A4: Final = 210
_COTE_LONG_D_A4: Final = 297
_COTE_LONG_D_A3: Final = 420
_DECISION_D_A3: Final = 7_700
_UTILE_D_A4: Final = 5_210


@dataclass(frozen=True, slots=True, kw_only=True)
class Tailles:
    """La taille de chaque texte qui entoure les tableaux, en dixièmes de point."""

    titre: int
    sous_titre: int
    identite: int
    partie: int
    tableau: int
    corps: int
    chiffre: int
    note: int
    organisme: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Une page : côtés et marges en millimètres, le reste en dixièmes de point.

    ``utile`` : la largeur entre les marges ; ``decision`` : celle de la décision, dont un sommaire prend le reste ;
    ``bandeau`` : celle que le bandeau d’une page prend au plus, à côté de son titre.
    Sans sommaire, les parties se suivent ; avec lui, chacune ouvre une page.
    """

    largeur: int
    hauteur: int
    marge: int
    utile: int
    decision: int
    bandeau: int
    tailles_de_tableau: tuple[int, ...]
    tailles_de_la_decision: tuple[int, ...]
    tailles: Tailles
    hauteur_de_signature: int

    @property
    def a_un_sommaire(self) -> bool:
        """La décision y laisse la place d’un sommaire."""
        return self.decision < self.utile


PAGES: Final[Mapping[FormatDePage, Page]] = MappingProxyType(
    {
        FormatDePage.A3_COUCHE: Page(
            largeur=_COTE_LONG_D_A3,
            hauteur=_COTE_LONG_D_A4,
            marge=12,
            utile=LARGEUR_UTILE,
            decision=_DECISION_D_A3,
            bandeau=4_300,
            tailles_de_tableau=TAILLES,
            tailles_de_la_decision=(110, 105, 100, 95, *TAILLES),
            tailles=Tailles(
                titre=220,
                sous_titre=140,
                identite=110,
                partie=150,
                tableau=120,
                corps=100,
                chiffre=170,
                note=85,
                organisme=110,
            ),
            hauteur_de_signature=750,
        ),
        FormatDePage.A4_DEBOUT: Page(
            largeur=_COTE_COURT_D_A4,
            hauteur=_COTE_LONG_D_A4,
            marge=13,
            utile=_UTILE_D_A4,
            decision=_UTILE_D_A4,
            bandeau=2_800,
            tailles_de_tableau=(85, 80, 75),
            tailles_de_la_decision=(85, 80, 75),
            tailles=Tailles(
                titre=150,
                sous_titre=105,
                identite=85,
                partie=120,
                tableau=100,
                corps=85,
                chiffre=115,
                note=80,
                organisme=95,
            ),
            hauteur_de_signature=450,
        ),
    }
)

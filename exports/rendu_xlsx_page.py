"""La page où s’imprime une feuille : son papier, les largeurs qui y tiennent, son en-tête et son pied."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from exports.document import Document, FormatDePage
from financement.dates import afficher_date
from maquettes.impression import MiseEnPage, Papier
from maquettes.pages_de_front import PLACE

__all__ = ["LARGEURS", "Largeurs", "mise_en_page"]

_EMPREINTE_COURTE: Final = 16
_LONGUEUR_LIBRE: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Largeurs:
    """Les largeurs des colonnes, en caractères, selon la page où le classeur s’imprime.

    ``imprimee`` : ce qu’une page imprime sans texte trop petit, un tableau plus large en prend plusieurs de front ;
    ``titre`` : ce que le titre d’une feuille prend au moins ; ``tableau`` : ce qu’un tableau prend au plus, marges de
    ses colonnes comprises et ses textes repliés, pour s’imprimer à sept points et demi ; ``pli`` : la part qu’un texte
    doit garder de ce qu’il veut, faute de quoi le tableau prend toute sa place ; ``signature`` : celle d’un cadre, et
    ``signatures`` leur nombre par rangée.
    """

    imprimee: float
    titre: float
    tableau: float
    pli: float
    decision: tuple[float, ...]
    paires: tuple[float, float]
    signature: float
    signatures: int


LARGEURS: Final[Mapping[FormatDePage, Largeurs]] = MappingProxyType(
    {
        FormatDePage.A3_COUCHE: Largeurs(
            imprimee=PLACE,
            titre=120.0,
            tableau=PLACE,
            pli=0.3,
            decision=(70.0, *[21.0] * 6),
            paires=(54.0, 150.0),
            signature=50.0,
            signatures=4,
        ),
        FormatDePage.A4_DEBOUT: Largeurs(
            imprimee=math.inf,
            titre=100.0,
            tableau=114.5,
            pli=0.0,
            decision=(33.5, *[12.6] * 6),
            paires=(29.0, 84.0),
            signature=56.0,
            signatures=2,
        ),
    }
)
# Un tableur réduit l'en-tête et le pied comme le tableau : de neuf points, ils gardent sa taille.
_CORPS: Final = 9
_PAPIERS: Final = {FormatDePage.A3_COUCHE: Papier.A3_PAYSAGE, FormatDePage.A4_DEBOUT: Papier.A4_DEBOUT}


def _protege(texte: str, longueur: int = _LONGUEUR_LIBRE) -> str:
    """Un texte pour un en-tête : abrégé, et son esperluette doublée."""
    abrege = texte if len(texte) <= longueur else texte[: longueur - 1] + "…"
    return abrege.replace("&", "&&")


def mise_en_page(
    document: Document, titre: str, repetees: tuple[int, int] | None, derniere_cellule: tuple[int, int]
) -> MiseEnPage:
    """Titre et bandeau en haut ; convention, date d’arrêté, empreinte et page en bas."""
    arrete = afficher_date(document.date_arrete)
    return MiseEnPage(
        en_tete=_EN_TETES[document.page](document, titre),
        pied=(
            f"&L&{_CORPS}Convention {_protege(document.code, 40)} – arrêté au {arrete}"
            f"&C&{_CORPS}Empreinte sha256 {document.empreinte[:_EMPREINTE_COURTE]}&R&{_CORPS}page &P / &N"
        ),
        lignes_repetees=repetees,
        derniere_cellule=derniere_cellule,
        papier=_PAPIERS[document.page],
    )


def _en_tete_large(document: Document, titre: str) -> str:
    bandeau = f'&C&"Calibri,Bold"&11&KB00020{_protege(document.bandeau)}' if document.bandeau else ""
    return f"&L&{_CORPS}{_protege(f'{document.titre} – {titre}', 100)}{bandeau}"


def _en_tete_etroit(document: Document, titre: str) -> str:
    """Le titre du document, ou celui de la feuille s’il n’y a pas de bandeau : les deux ne tiennent pas de front."""
    if not document.bandeau:
        return f"&L&{_CORPS}{_protege(document.titre, 60)}&R&{_CORPS}{_protege(titre, 60)}"
    return f'&L&{_CORPS}{_protege(document.titre, 60)}&R&"Calibri,Bold"&9&KB00020{_protege(document.bandeau)}'


_EN_TETES: Final = {FormatDePage.A3_COUCHE: _en_tete_large, FormatDePage.A4_DEBOUT: _en_tete_etroit}

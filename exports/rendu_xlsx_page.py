"""L’en-tête et le pied de chaque page imprimée."""

from typing import Final

from exports.document import Document
from financement.dates import afficher_date
from maquettes.classeur import MiseEnPage

__all__ = ["mise_en_page"]

_EMPREINTE_COURTE: Final = 16
_LONGUEUR_LIBRE: Final = 80


def _protege(texte: str, longueur: int = _LONGUEUR_LIBRE) -> str:
    """Un texte pour un en-tête : abrégé, et son esperluette doublée."""
    abrege = texte if len(texte) <= longueur else texte[: longueur - 1] + "…"
    return abrege.replace("&", "&&")


def mise_en_page(
    document: Document, titre: str, repetees: tuple[int, int] | None, derniere_cellule: tuple[int, int]
) -> MiseEnPage:
    """Titre et bandeau en haut ; convention, date d’arrêté, empreinte et page en bas."""
    bandeau = f'&C&"Calibri,Bold"&11&KB00020{_protege(document.bandeau, 60)}' if document.bandeau else ""
    arrete = afficher_date(document.date_arrete)
    return MiseEnPage(
        en_tete=f"&L&8{_protege(f'{document.titre} – {titre}', 100)}{bandeau}",
        pied=(
            f"&L&8Convention {_protege(document.code, 40)} – arrêté au {arrete}"
            f"&C&8Empreinte sha256 {document.empreinte[:_EMPREINTE_COURTE]}&R&8page &P / &N"
        ),
        lignes_repetees=repetees,
        derniere_cellule=derniere_cellule,
    )

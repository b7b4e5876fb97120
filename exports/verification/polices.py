"""Les polices dont les lettres et les chiffres sont ce qu’ils disent : une autre peut en dessiner d’autres."""

from typing import Final

__all__ = ["est_ordinaire"]

_ORDINAIRES: Final = frozenset(
    nom.casefold()
    for nom in (
        "Aptos",
        "Aptos Narrow",
        "Arial",
        "Arial Narrow",
        "Calibri",
        "Calibri Light",
        "Cambria",
        "Carlito",
        "Courier New",
        "DejaVu Sans",
        "DejaVu Serif",
        "Georgia",
        "Helvetica",
        "Liberation Mono",
        "Liberation Sans",
        "Liberation Sans Narrow",
        "Liberation Serif",
        "Marianne",
        "Noto Sans",
        "Noto Serif",
        "Open Sans",
        "Segoe UI",
        "Spectral",
        "Tahoma",
        "Times New Roman",
        "Trebuchet MS",
        "Verdana",
    )
)


def est_ordinaire(nom: str) -> bool:
    """Une police de texte courante.

    >>> est_ordinaire("Arial"), est_ordinaire("Wingdings"), est_ordinaire("Calibri modifiée")
    (True, False, False)
    """
    return nom.casefold() in _ORDINAIRES

"""Les polices dont les lettres et les chiffres sont ce qu’ils disent : une autre peut en dessiner d’autres.

Ni les chasses fixes ni les plus larges n’en sont : un montant n’y tient plus dans sa colonne, qui montre des dièses.
"""

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
        "Georgia",
        "Helvetica",
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
    )
)


def est_ordinaire(nom: str) -> bool:
    """Une police de texte courante.

    >>> est_ordinaire("Arial"), est_ordinaire("Wingdings"), est_ordinaire("Calibri modifiée")
    (True, False, False)
    """
    return nom.casefold() in _ORDINAIRES

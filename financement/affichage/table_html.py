"""Ce qu’un carnet montre d’un résultat : une table html en français, sans script ni feuille de style."""

from collections.abc import Sequence
from html import escape
from typing import Final

from financement.valeurs.montants import afficher_montant

__all__ = ["LIGNES_MONTREES", "table_html"]

LIGNES_MONTREES: Final = 60
_A_GAUCHE: Final = ' style="text-align:left;padding:0 .5em"'
_A_DROITE: Final = ' style="text-align:right;padding:0 .5em;white-space:nowrap"'


def table_html(
    titre: str, entetes: Sequence[str], lignes: Sequence[Sequence[object]], *totaux: Sequence[object]
) -> str:
    """Une table, ses ``totaux`` au pied : un entier est un montant en centimes, montré en euros (« – » pour zéro).

    Tout texte est échappé. Au-delà de :data:`LIGNES_MONTREES` lignes, le pied dit combien ne sont pas montrées.
    """
    colonnes = "".join(f"<th{_A_GAUCHE}>{escape(entete)}</th>" for entete in entetes)
    corps = "".join(_ligne("td", ligne) for ligne in lignes[:LIGNES_MONTREES])
    if (tues := len(lignes) - LIGNES_MONTREES) > 0:
        corps += f'<tr><td colspan="{len(entetes)}"{_A_GAUCHE}>… {tues} de plus : les voir par cadre().</td></tr>'
    pied = f"<tfoot>{''.join(_ligne('th', total) for total in totaux)}</tfoot>" if totaux else ""
    legende = f"<caption{_A_GAUCHE}>{escape(titre)}</caption>"
    return f"<table>{legende}<thead><tr>{colonnes}</tr></thead><tbody>{corps}</tbody>{pied}</table>"


def _ligne(balise: str, valeurs: Sequence[object]) -> str:
    return f"<tr>{''.join(_cellule(balise, valeur) for valeur in valeurs)}</tr>"


def _cellule(balise: str, valeur: object) -> str:
    if isinstance(valeur, int):
        return f"<{balise}{_A_DROITE}>{afficher_montant(valeur, '') if valeur else '–'}</{balise}>"
    return f"<{balise}{_A_GAUCHE}>{'' if valeur is None else escape(str(valeur))}</{balise}>"

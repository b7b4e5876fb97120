"""Ce que disent les lignes de titre au-dessus des opérations : leur famille, le plus souvent, ou une opération."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from financement.dossier.nomenclature import FAMILLES, Programme
from maquettes.importation.reconnaissance.convenances import est_une_famille
from maquettes.importation.reconnaissance.feuille.lignes import GenreDeLigne
from maquettes.importation.reconnaissance.feuille.table import Table

__all__ = ["Titres", "code_dans_un_titre", "programme_des_codes", "titres_de"]

_CODE: Final = re.compile(
    r"(?<![0-9])(?:[0-9]{7}[-. ]?)?[0-9]{2}[-. ][0-9]{4}(?:[-. ][0-9]{3})?(?![0-9])|(?<![0-9])[0-9]{16}(?![0-9])"
)
_PRESQUE_TOUS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Titres:
    """Les titres d’une table : ``famille``, ``operation`` : ``@titre``, ``@titre 2``, ou rien ; et leurs textes."""

    famille: str = ""
    operation: str = ""
    textes: tuple[str, ...] = ()
    ligne: int | None = None


def titres_de(table: Table) -> Titres:
    """Ce que disent les titres : ceux qui touchent les données d’abord, puis ceux qui les contiennent."""
    titres = dict(table.titres())
    internes: list[int] = []
    externes: list[int] = []
    for ligne in titres:
        suivante = next((autre for autre in table.genres if autre > ligne), None)
        dessous = None if suivante is None else table.genres[suivante]
        (externes if dessous is GenreDeLigne.TITRE else internes).append(ligne)
    for nom, lignes in (("@titre", internes), ("@titre 2", externes)):
        textes = tuple(dict.fromkeys(titres[ligne] for ligne in lignes))
        if _presque_tous(textes, est_une_famille):
            return Titres(famille=nom, textes=textes, ligne=lignes[0])
        if _presque_tous(textes, lambda texte: code_dans_un_titre(texte) is not None):
            return Titres(operation=nom, textes=textes, ligne=lignes[0])
    return Titres()


def _presque_tous(textes: Sequence[str], vrai: Callable[[str], bool]) -> bool:
    return bool(textes) and sum(map(vrai, textes)) * 10 >= len(textes) * _PRESQUE_TOUS


def code_dans_un_titre(texte: str) -> str | None:
    """Le code d’opération que cite un titre : « Opération 01-0002 – Démolition »."""
    trouve = _CODE.search(texte)
    return None if trouve is None else trouve[0]


def programme_des_codes(codes: Sequence[str]) -> str:
    """Le programme dont ce sont les familles, si ce n’est que d’un ; vide sinon."""
    deux = {code.zfill(2) for code in codes if code.isdigit()}
    possibles = [programme for programme in Programme if deux and deux <= FAMILLES[programme].keys()]
    return possibles[0].value if len(possibles) == 1 else ""

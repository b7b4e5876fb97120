"""Le sens d’un format de nombre de tableur, quelle que soit la façon dont un logiciel l’écrit."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

__all__ = ["sens_du_format"]

_JETON: Final = re.compile(
    r'"(?P<cite>[^"]*)"|\\(?P<barre>.)|(?P<crochet>\[[^\]]*\])|(?P<general>general)|(?P<autre>.)',
    re.DOTALL | re.IGNORECASE,
)
# Ce qui, hors des guillemets, commande l'affichage ; tout autre caractère se montre tel quel.
_COMMANDES: Final = frozenset("0#?.,;%@_*/eE+ydmhsabgnrAMP:")


def sens_du_format(code: str) -> str:
    r"""Le format, tout ce qui se montre tel quel entre guillemets : deux écritures d’un même format s’égalent.

    >>> sens_du_format(r"0.00\ \%"), sens_du_format('0.00" %"'), sens_du_format('0"0"'), sens_du_format("00")
    ('0.00" %"', '0.00" %"', '0"0"', '00')
    """
    return "".join(
        f'"{"".join(texte for _, texte in morceaux)}"' if se_montre else "".join(texte for _, texte in morceaux)
        for se_montre, morceaux in groupby(_morceaux(code), key=lambda morceau: morceau[0])
    )


def _morceaux(code: str) -> Iterator[tuple[bool, str]]:
    """Chaque caractère ou commande, et s’il se montre tel quel ; d’une espace insécable, un tableur fait une espace."""
    for jeton in _JETON.finditer(code):
        montre = jeton["cite"] if jeton["cite"] is not None else jeton["barre"]
        if montre is None and jeton["autre"] is not None and jeton["autre"] not in _COMMANDES:
            montre = jeton["autre"]
        if montre is not None:
            # Des guillemets vides ne montrent rien, mais un tableur en fait un autre format.
            yield True, ""
            yield from ((True, " " if lettre.isspace() else lettre.replace('"', '\\"')) for lettre in montre)
        elif jeton["general"] is not None:
            yield False, "General"
        else:
            yield False, jeton["crochet"].casefold() if jeton["crochet"] else jeton["autre"]

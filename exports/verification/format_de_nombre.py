"""Le sens d'un format de nombre de tableur, quelle que soit la façon dont un logiciel l'écrit."""

import re
from typing import Final

__all__ = ["sens_du_format"]

_JETON: Final = re.compile(
    r'"(?P<cite>[^"]*)"|\\(?P<barre>.)|(?P<crochet>\[[^\]]*\])|(?P<general>general)|(?P<autre>.)',
    re.DOTALL | re.IGNORECASE,
)
# Ce qui, hors des guillemets, commande l'affichage ; tout autre caractère se montre tel quel.
_COMMANDES: Final = frozenset("0#?.,;%@_*/eE+ydmhsabgnrAMP:")


def sens_du_format(code: str) -> str:
    r"""Le format, chaque caractère montré tel quel derrière une barre : deux écritures d'un même format s'égalent.

    >>> sens_du_format('0.00" %"') == sens_du_format(r"0.00\ \%"), sens_du_format('0"0"') == sens_du_format("00")
    (True, False)
    """
    return "".join(_sens(jeton) for jeton in _JETON.finditer(code))


def _sens(jeton: re.Match[str]) -> str:
    if jeton["cite"] is not None:
        return "".join(map(_montre, jeton["cite"]))
    if jeton["barre"] is not None:
        return _montre(jeton["barre"])
    if jeton["general"] is not None:
        return "General"
    if jeton["crochet"] is not None:
        return jeton["crochet"].casefold()
    return jeton["autre"] if jeton["autre"] in _COMMANDES else _montre(jeton["autre"])


def _montre(lettre: str) -> str:
    """Une lettre montrée telle quelle ; d'une espace insécable, un tableur fait une espace."""
    return "\\ " if lettre.isspace() else f"\\{lettre}"

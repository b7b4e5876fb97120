"""Le SIRET d'un organisme : quatorze chiffres, dont la clé de contrôle tombe juste (Insee, confiance A)."""

from typing import Final

from financement.catalogue import CodeFaute
from financement.fautes import TexteRefuse

__all__ = ["lire_siret"]

_CHIFFRES: Final = 14
_SIREN_DE_LA_POSTE: Final = "356000000"
_QUATORZE_CHIFFRES: Final = "il a quatorze chiffres"
_CLE_FAUSSE: Final = "sa clé de contrôle est fausse, un chiffre au moins est mal recopié"


def lire_siret(texte: str) -> str:
    """Les quatorze chiffres d'un SIRET, que des espaces peuvent grouper ; lève :class:`TexteRefuse`.

    >>> lire_siret("210 600 045 00392")
    '21060004500392'
    """
    siret = "".join(texte.split())
    if not (len(siret) == _CHIFFRES and siret.isascii() and siret.isdigit()):
        raise TexteRefuse(CodeFaute.SIRET_ILLISIBLE, texte, regle=_QUATORZE_CHIFFRES)
    if not _cle_est_juste(siret):
        raise TexteRefuse(CodeFaute.SIRET_ILLISIBLE, texte, regle=_CLE_FAUSSE)
    return siret


def _cle_est_juste(siret: str) -> bool:
    """La clé de Luhn ; un établissement de La Poste peut avoir la sienne, une somme multiple de cinq."""
    chiffres = [int(chiffre) for chiffre in siret]
    if siret.startswith(_SIREN_DE_LA_POSTE) and sum(chiffres) % 5 == 0:
        return True
    doubles = [sum(divmod(2 * chiffre, 10)) for chiffre in chiffres[-2::-2]]
    return (sum(chiffres[-1::-2]) + sum(doubles)) % 10 == 0

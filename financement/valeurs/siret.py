"""Le SIRET d’un organisme : quatorze chiffres, dont le dernier est une clé de contrôle (Insee, confiance A).

Une clé fausse n’empêche pas de lire un dossier : le contrôle SIRET-01 la signale, et le fichier SCDL ne l’écrit pas.
"""

from typing import Final

from financement.fautes.faute import ModeleFaute, TexteRefuse

__all__ = ["cle_attendue", "cle_est_juste", "lire_siret"]

_CHIFFRES: Final = 14
_SIREN_DE_LA_POSTE: Final = "356000000"


SIRET_ILLISIBLE: Final = ModeleFaute(
    "VALEUR-08", "« {lu} » n’est pas un SIRET : il y faut quatorze chiffres.", "Corriger le numéro, ou le laisser vide."
)


def lire_siret(texte: str) -> str:
    """Les quatorze chiffres d’un SIRET, que des espaces peuvent grouper, sa clé fût-elle fausse.

    Lève :class:`TexteRefuse` si ce ne sont pas quatorze chiffres.

    >>> lire_siret("210 600 045 00392")
    '21060004500392'
    """
    siret = "".join(texte.split())
    if not (len(siret) == _CHIFFRES and siret.isascii() and siret.isdigit()):
        raise TexteRefuse(SIRET_ILLISIBLE, texte)
    return siret


def cle_est_juste(siret: str) -> bool:
    """La clé de Luhn ; un établissement de La Poste peut avoir la sienne, une somme des chiffres multiple de cinq."""
    if siret.startswith(_SIREN_DE_LA_POSTE) and sum(map(int, siret)) % 5 == 0:
        return True
    return siret.endswith(_cle_de_luhn(siret))


def cle_attendue(siret: str) -> str | None:
    """Le dernier chiffre que demandent les treize premiers ; ``None`` pour La Poste, où plusieurs conviennent.

    >>> cle_attendue("21060004500390")
    '2'
    """
    return None if siret.startswith(_SIREN_DE_LA_POSTE) else _cle_de_luhn(siret)


def _cle_de_luhn(siret: str) -> str:
    chiffres = [int(chiffre) for chiffre in siret[:-1]]
    doubles = [sum(divmod(2 * chiffre, 10)) for chiffre in chiffres[::2]]
    return str(-(sum(doubles) + sum(chiffres[1::2])) % 10)

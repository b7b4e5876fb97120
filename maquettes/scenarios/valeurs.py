"""Ce que dit une valeur écrite : une variation, une date, un nombre de semestres."""

from fractions import Fraction
from typing import Final

from financement.dossier.operation import DUREE_MAXIMALE
from financement.fautes.faute import TexteRefuse
from financement.valeurs.montants import lire_montant
from financement.valeurs.quantites import lire_quantite
from financement.valeurs.taux import lire_proportion
from financement.valeurs.validation import ENTIER_ILLISIBLE, VALEUR_INTERDITE

__all__ = ["lire_indice", "lire_proportion_signee", "lire_semestres", "lire_variation"]

_MOINS: Final = frozenset("-−–")
_TOUT: Final = -1


def lire_variation(texte: str) -> tuple[Fraction, int]:
    """La proportion, ou le montant en centimes, de ``8 %``, ``- 5 %``, ``+120 000,00`` ; l’autre est nul.

    Lève :class:`TexteRefuse` si ce n’est ni l’un ni l’autre, ou si la baisse dépasse 100 %.
    """
    signe, reste = _signe(texte)
    if not reste.endswith("%") and "/" not in reste:
        return Fraction(0), signe * lire_montant(reste)
    proportion = signe * lire_proportion(reste)
    if proportion < _TOUT:
        raise TexteRefuse(
            VALEUR_INTERDITE,
            texte,
            regle="rien ne baisse de plus de 100 %",
            correction="Écrire une baisse de 100 % au plus.",
        )
    return proportion, 0


def lire_proportion_signee(texte: str) -> Fraction:
    """La proportion de ``8 %`` ou ``- 5 %`` ; lève :class:`TexteRefuse` sinon."""
    signe, reste = _signe(texte)
    return signe * lire_proportion(reste)


def _signe(texte: str) -> tuple[int, str]:
    texte = texte.strip()
    if texte[:1] in _MOINS:
        return -1, texte[1:].strip()
    return 1, texte.removeprefix("+").strip()


def lire_semestres(valeur: str | int) -> int:
    """Le nombre de semestres de ``2`` ou « 2 » ; lève :class:`TexteRefuse` s’il n’est pas un entier de 0 à 120."""
    texte = str(valeur).strip()
    if not (texte.isascii() and texte.isdigit() and len(texte) <= len(str(DUREE_MAXIMALE))) or (
        int(texte) > DUREE_MAXIMALE
    ):
        raise TexteRefuse(ENTIER_ILLISIBLE, texte, minimum="0", maximum=str(DUREE_MAXIMALE))
    return int(texte)


def lire_indice(texte: str) -> Fraction:
    """L’indice exact de ``112,9`` ; lève :class:`TexteRefuse` s’il n’est pas un nombre positif."""
    indice = Fraction(lire_quantite(texte))
    if not indice:
        raise TexteRefuse(
            VALEUR_INTERDITE, texte, regle="un indice n’est pas nul", correction="Écrire l’indice publié."
        )
    return indice

"""Fautes de structure : ce qui empêche de lire un dossier, rapporté tout à la fois.

Une :class:`Faute` est une valeur ; :class:`DossierRefuse` les porte toutes. Les textes viennent
du :mod:`catalogue <financement.fautes.catalogue>`, jamais de l’endroit qui constate la faute.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import Final

from financement.fautes.catalogue import MODELES, CodeFaute
from financement.fautes.chemins import afficher_chemin, echapper
from financement.fautes.provenance import INCONNUE, Provenance

__all__ = [
    "FAUTES_COMPTEES",
    "DossierRefuse",
    "ErreurFinancement",
    "Faute",
    "TexteRefuse",
    "ValeurImpossible",
    "borner",
    "faute",
    "montrer",
]

FAUTES_COMPTEES: Final = 20_000
"""Les fautes d’un fichier qui sont comptées avant qu’on s’arrête : en compter prend dix fois plus de temps que lire."""

LONGUEUR_MONTREE = 60
TERMES_DE_LA_BIBLIOTHEQUE = frozenset(
    {"cause", "places", "proposition", "choix", "colonnes", "cles", "attendu", "regle", "correction", "objet", "effet"}
)
# Un chemin coupé ne nommerait rien.
LUS_SUR_UN_CHEMIN = frozenset(
    {CodeFaute.DOSSIER_INTROUVABLE, CodeFaute.CONVENTION_ABSENTE, CodeFaute.FICHIER_INTROUVABLE}
)


def montrer(lu: str) -> str:
    """Le texte lu, rendu affichable sur une ligne : contrôles échappés, longueur bornée."""
    if len(lu) <= LONGUEUR_MONTREE and lu.isprintable():
        return lu
    visible = echapper(lu[: LONGUEUR_MONTREE + 1])
    return visible if len(lu) <= LONGUEUR_MONTREE else visible[:LONGUEUR_MONTREE] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faute:
    """Une faute de structure : son code, ce qui a été lu, la règle et le remède.

    ``nombre`` : combien de fautes elle dit, une seule sauf si elle compte celles d’un fichier qui en a trop.
    """

    code: CodeFaute
    message: str
    lu: str
    remede: str
    provenance: Provenance = INCONNUE
    nombre: int = 1

    def __str__(self) -> str:
        lieu = str(self.provenance)
        return f"{lieu + ' : ' if lieu else ''}{self.message} {self.remede} [{self.code}]"


def faute(code: CodeFaute, provenance: Provenance = INCONNUE, lu: str = "", /, **termes: str) -> Faute:
    """Compose la faute ``code`` avec les mots du catalogue, ``lu`` et les ``termes`` de la phrase."""
    mots = tuple((nom, mot if nom in TERMES_DE_LA_BIBLIOTHEQUE else montrer(mot)) for nom, mot in termes.items())
    montre = afficher_chemin(lu) if code in LUS_SUR_UN_CHEMIN else montrer(lu)
    message, remede = _phrases(code, (*mots, ("lu", montre)))
    return Faute(code=code, message=message, lu=montre, remede=remede, provenance=provenance)


@lru_cache(maxsize=256)
def _phrases(code: CodeFaute, mots: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Le message et le remède, un seul texte en mémoire de ceux qui sont égaux : une faute se répète souvent."""
    modele, termes = MODELES[code], dict(mots)
    return intern(modele.message.format(**termes)), intern(modele.remede.format(**termes))


def borner(fautes: Iterable[Faute]) -> Iterator[Faute]:
    """Les fautes que donne un examen, qui s’arrête quand il y en a trop."""
    return islice(fautes, FAUTES_COMPTEES + 1)


class ErreurFinancement(Exception):
    """Base de toutes les erreurs de la bibliothèque : l’attraper, c’est les attraper toutes.

    ``fautes`` : ce qui empêche, une à une, avec lieu, valeur lue et remède ; vide quand le message dit tout.
    """

    fautes: tuple[Faute, ...] = ()


class TexteRefuse(ErreurFinancement, ValueError):
    """Un texte ne peut pas être lu comme la valeur attendue ; le lieu n’est pas encore connu."""

    def __init__(self, code: CodeFaute, lu: str, /, **termes: str) -> None:
        self.code = code
        self.lu = lu
        self.termes = termes
        super().__init__(lu)

    @property
    def fautes(self) -> tuple[Faute, ...]:  # type: ignore[override]
        """La faute, sans lieu ; composée à la demande, car presque toujours il manque encore son lieu."""
        return (self.en_faute(),)

    def __str__(self) -> str:
        return str(self.en_faute())

    def en_faute(self, provenance: Provenance = INCONNUE) -> Faute:
        """La faute correspondante, située à ``provenance``."""
        return faute(self.code, provenance, self.lu, **self.termes)


class ValeurImpossible(ErreurFinancement, ValueError):
    """Un objet du domaine ne peut pas être construit, ou une question posée, avec ces valeurs.

    ``fautes`` : toutes les fautes de l’objet ; la colonne de leur provenance nomme le champ.
    """

    def __init__(self, objet: str, fautes: Iterable[Faute]) -> None:
        self.objet = objet
        self.fautes = tuple(fautes)
        super().__init__(objet)

    def __str__(self) -> str:
        return f"{self.objet} impossible. " + " ".join(map(str, self.fautes))


class DossierRefuse(ErreurFinancement):
    """Le dossier ne peut pas être représenté ; ``fautes`` les donne toutes, dans l’ordre de lecture."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = tuple(fautes)
        super().__init__(self.fautes)

    def __str__(self) -> str:
        return "\n".join(map(str, self.fautes))

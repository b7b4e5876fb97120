"""Fautes de structure : ce qui empêche de lire un dossier, rapporté tout à la fois.

Une :class:`Faute` est une valeur ; :class:`DossierRefuse` les porte toutes. Ses textes sont ceux de son
:class:`ModeleFaute`, déclaré près de ce qui la constate ; ``docs/erreurs.md`` donne pour chaque code un exemple.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import Final

from financement.fautes.chemins import echapper
from financement.fautes.provenance import INCONNUE, Provenance

__all__ = [
    "FAUTES_COMPTEES",
    "DossierRefuse",
    "ErreurFinancement",
    "Faute",
    "ModeleFaute",
    "TexteRefuse",
    "ValeurImpossible",
    "borner",
    "faute",
    "montrer",
]

FAUTES_COMPTEES: Final = 12_000
"""Les fautes d’un fichier qui sont comptées avant qu’on s’arrête : en compter prend dix fois plus de temps que lire."""

LONGUEUR_MONTREE = 60
TERMES_DE_LA_BIBLIOTHEQUE = frozenset(
    {"cause", "places", "proposition", "choix", "colonnes", "cles", "attendu", "regle", "correction", "objet", "effet"}
)


def montrer(lu: str) -> str:
    """Le texte lu, rendu affichable sur une ligne : contrôles échappés, longueur bornée."""
    if len(lu) <= LONGUEUR_MONTREE and lu.isprintable():
        return lu
    visible = echapper(lu[: LONGUEUR_MONTREE + 1])
    return visible if len(lu) <= LONGUEUR_MONTREE else visible[:LONGUEUR_MONTREE] + "…"


@dataclass(frozen=True, slots=True)
class ModeleFaute:
    """Ce que dit une faute : son code, promesse de l’interface, la règle enfreinte et ce qu’il faut faire.

    ``montrer`` : comment se montre ce qui a été lu ; un chemin coupé ne nommerait rien.
    """

    code: str
    message: str
    remede: str
    montrer: Callable[[str], str] = montrer


@dataclass(frozen=True, slots=True, kw_only=True)
class Faute:
    """Une faute de structure : son code, ce qui a été lu, la règle et le remède.

    ``nombre`` : combien de fautes elle dit, une seule sauf si elle compte celles d’un fichier qui en a trop.
    """

    code: str
    message: str
    lu: str
    remede: str
    provenance: Provenance = INCONNUE
    nombre: int = 1

    def __str__(self) -> str:
        lieu = str(self.provenance)
        return f"{lieu + ' : ' if lieu else ''}{self.message} {self.remede} [{self.code}]"


def faute(modele: ModeleFaute, provenance: Provenance = INCONNUE, lu: str = "", /, **termes: str) -> Faute:
    """Compose une faute avec les mots de son ``modele``, ``lu`` et les ``termes`` de la phrase."""
    mots = tuple((nom, mot if nom in TERMES_DE_LA_BIBLIOTHEQUE else montrer(mot)) for nom, mot in termes.items())
    montre = modele.montrer(lu)
    message, remede = _phrases(modele, (*mots, ("lu", montre)))
    return Faute(code=modele.code, message=message, lu=montre, remede=remede, provenance=provenance)


@lru_cache(maxsize=256)
def _phrases(modele: ModeleFaute, mots: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Le message et le remède, un seul texte en mémoire de ceux qui sont égaux : une faute se répète souvent."""
    termes = dict(mots)
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

    def __init__(self, modele: ModeleFaute, lu: str, /, **termes: str) -> None:
        self.modele = modele
        self.lu = lu
        self.termes = termes
        super().__init__(lu)

    @property
    def code(self) -> str:
        """Le code de la faute."""
        return self.modele.code

    @property
    def fautes(self) -> tuple[Faute, ...]:  # type: ignore[override]
        """La faute, sans lieu ; composée à la demande, car presque toujours il manque encore son lieu."""
        return (self.en_faute(),)

    def __str__(self) -> str:
        return str(self.en_faute())

    def en_faute(self, provenance: Provenance = INCONNUE) -> Faute:
        """La faute correspondante, située à ``provenance``."""
        return faute(self.modele, provenance, self.lu, **self.termes)


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

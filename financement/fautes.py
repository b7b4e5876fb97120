"""Fautes de structure : ce qui empêche de lire un dossier, rapporté tout à la fois.

Une :class:`Faute` est une valeur ; :class:`DossierRefuse` les porte toutes. Les textes viennent
du :mod:`catalogue <financement.catalogue>`, jamais de l'endroit qui constate la faute.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from financement.catalogue import MODELES, CodeFaute
from financement.chemins import echapper
from financement.provenance import INCONNUE, Provenance

__all__ = ["DossierRefuse", "ErreurFinancement", "Faute", "TexteRefuse", "ValeurImpossible", "faute", "montrer"]

LONGUEUR_MONTREE = 60
TERMES_DE_LA_BIBLIOTHEQUE = frozenset(
    {"cause", "places", "proposition", "choix", "colonnes", "cles", "attendu", "regle", "correction", "objet", "effet"}
)


def montrer(lu: str) -> str:
    """Le texte lu, rendu affichable sur une ligne : contrôles échappés, longueur bornée."""
    visible = echapper(lu[: LONGUEUR_MONTREE + 1])
    return visible if len(lu) <= LONGUEUR_MONTREE else visible[:LONGUEUR_MONTREE] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faute:
    """Une faute de structure : son code, ce qui a été lu, la règle et le remède."""

    code: CodeFaute
    message: str
    lu: str
    remede: str
    provenance: Provenance = INCONNUE

    def __str__(self) -> str:
        lieu = str(self.provenance)
        return f"{lieu + ' : ' if lieu else ''}{self.message} {self.remede} [{self.code}]"


def faute(code: CodeFaute, provenance: Provenance = INCONNUE, lu: str = "", /, **termes: str) -> Faute:
    """Compose la faute ``code`` avec les mots du catalogue, ``lu`` et les ``termes`` de la phrase."""
    modele = MODELES[code]
    mots = {nom: mot if nom in TERMES_DE_LA_BIBLIOTHEQUE else montrer(mot) for nom, mot in termes.items()}
    mots["lu"] = montrer(lu)
    return Faute(
        code=code,
        message=modele.message.format(**mots),
        lu=mots["lu"],
        remede=modele.remede.format(**mots),
        provenance=provenance,
    )


class ErreurFinancement(Exception):
    """Base de toutes les erreurs de la bibliothèque : l'attraper, c'est les attraper toutes.

    ``fautes`` : ce qui empêche, une à une, avec lieu, valeur lue et remède ; vide quand le message dit tout.
    """

    fautes: tuple[Faute, ...] = ()


class TexteRefuse(ErreurFinancement, ValueError):
    """Un texte ne peut pas être lu comme la valeur attendue ; le lieu n'est pas encore connu."""

    def __init__(self, code: CodeFaute, lu: str, /, **termes: str) -> None:
        self.code = code
        self.lu = lu
        self.termes = termes
        self.fautes = (self.en_faute(),)
        super().__init__(str(self.fautes[0]))

    def en_faute(self, provenance: Provenance = INCONNUE) -> Faute:
        """La faute correspondante, située à ``provenance``."""
        return faute(self.code, provenance, self.lu, **self.termes)


class ValeurImpossible(ErreurFinancement, ValueError):
    """Un objet du domaine ne peut pas être construit, ou une question posée, avec ces valeurs.

    ``fautes`` : toutes les fautes de l'objet ; la colonne de leur provenance nomme le champ.
    """

    def __init__(self, objet: str, fautes: Iterable[Faute]) -> None:
        self.objet = objet
        self.fautes = tuple(fautes)
        super().__init__(f"{objet} impossible. " + " ".join(str(f) for f in self.fautes))


class DossierRefuse(ErreurFinancement):
    """Le dossier ne peut pas être représenté ; ``fautes`` les donne toutes, dans l'ordre de lecture."""

    def __init__(self, fautes: Iterable[Faute]) -> None:
        self.fautes = tuple(fautes)
        super().__init__("\n".join(str(f) for f in self.fautes))

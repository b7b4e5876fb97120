"""Origine d’une donnée : le fichier, la feuille, la cellule ou la ligne où elle a été lue."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Protocol

from financement.fautes.chemins import afficher_chemin

__all__ = ["INCONNUE", "Origine", "Provenance", "ProvenanceSuivie", "Situe"]

_CELLULES_CITEES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Origine:
    """D’où une ligne du dossier vient elle-même : le fichier reçu, sa feuille, sa cellule, son empreinte.

    ``avec`` : les autres cellules dont son montant est la somme, chacune une origine.
    """

    fichier: str
    feuille: str = ""
    cellule: str = ""
    empreinte: str = ""
    avec: tuple["Origine", ...] = ()

    def __str__(self) -> str:
        """Texte pour une personne : « tableau.xlsx, feuille Avenant 2, F12 + H12 », dix cellules au plus."""
        citees = [self, *self.avec][:_CELLULES_CITEES]
        morceaux = []
        for (fichier, feuille), siennes in groupby(citees, key=lambda origine: (origine.fichier, origine.feuille)):
            cellules = " + ".join(filter(None, (origine.cellule for origine in siennes)))
            morceaux.append(", ".join(filter(None, (fichier, f"feuille {feuille}" if feuille else "", cellules))))
        autres = 1 + len(self.avec) - len(citees)
        suite = f" et {autres} autre{'s' if autres > 1 else ''}" if autres else ""
        return afficher_chemin(" + ".join(morceaux)) + suite


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Endroit où une donnée a été lue ; tout champ inconnu vaut ``None``.

    ``ligne`` est le numéro de ligne du fichier (la première vaut 1) ; ``cellule`` une adresse
    de tableur (``F12``) ou un chemin dans un document json (``journal[3].montant``).
    """

    fichier: str | None = None
    feuille: str | None = None
    cellule: str | None = None
    ligne: int | None = None
    colonne: str | None = None

    @property
    def origine(self) -> Origine | None:
        """D’où la ligne vient avant le dossier, si on le sait."""
        return None

    def a_la_colonne(self, colonne: str) -> "Provenance":
        """La même origine, précisée d’une colonne (et du champ, pour un chemin json)."""
        cellule = self.cellule
        if cellule is not None and not cellule[-1:].isdigit():
            cellule = f"{cellule}.{colonne}"
        return Provenance(
            fichier=self.fichier, feuille=self.feuille, cellule=cellule, ligne=self.ligne, colonne=colonne
        )

    def __str__(self) -> str:
        """Texte pour une personne : « plan.csv, ligne 12, colonne montant » ; rien n’y commande l’affichage."""
        morceaux = [self.fichier] if self.fichier else []
        if self.feuille:
            morceaux.append(f"feuille {self.feuille}")
        if self.cellule:
            morceaux.append(self.cellule)
        elif self.ligne is not None:
            morceaux.append(f"ligne {self.ligne}")
        if self.colonne and not (self.cellule and self.cellule.endswith(self.colonne)):
            dans_un_document = (self.fichier or "").endswith(".toml") and not self.colonne.isdigit()
            morceaux.append(f"{'clé' if dans_un_document else 'colonne'} {self.colonne}")
        origine = self.origine
        suite = "" if origine is None else f" (de {origine})"
        return afficher_chemin(", ".join(morceaux)) + suite


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceSuivie(Provenance):
    """Une ligne du dossier, ou l’une de ses colonnes, dont l’origine se cherche quand on la demande."""

    chercher: Callable[[str | None], Origine | None] = field(compare=False, repr=False)

    @property
    def origine(self) -> Origine | None:
        """D’où la ligne, ou sa colonne si elle est dite, vient avant le dossier."""
        return self.chercher(self.colonne)

    def a_la_colonne(self, colonne: str) -> Provenance:
        """La même origine, précisée d’une colonne."""
        lieu = Provenance(
            fichier=self.fichier, feuille=self.feuille, cellule=self.cellule, ligne=self.ligne, colonne=self.colonne
        ).a_la_colonne(colonne)
        return ProvenanceSuivie(
            fichier=lieu.fichier,
            feuille=lieu.feuille,
            cellule=lieu.cellule,
            ligne=lieu.ligne,
            colonne=lieu.colonne,
            chercher=self.chercher,
        )


INCONNUE = Provenance()


class Situe(Protocol):
    """Ce qui sait où il a été lu."""

    @property
    def provenance(self) -> Provenance:
        """L’endroit où il a été lu."""
        ...

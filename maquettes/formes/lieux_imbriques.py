"""La ligne de chaque clé d’un texte TOML, tables imbriquées comprises : ``sources[1].financeurs[3].nature``."""

import re
from collections.abc import Iterator
from typing import Final

from financement.fautes.faute import montrer
from financement.fautes.provenance import Provenance

__all__ = ["Chemin", "LieuxImbriques"]

Chemin = tuple[str | int, ...]

_CLE: Final = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)"""
_CLES: Final = rf"{_CLE}(?:\s*\.\s*{_CLE})*"
_TITRE: Final = re.compile(rf"\s*\[(?P<liste>\[)?\s*(?P<cles>{_CLES})\s*\]")
_PAIRE: Final = re.compile(rf"\s*(?P<cles>{_CLES})\s*=(?P<valeur>.*)")
_UNE_CLE: Final = re.compile(_CLE)
# Les textes et les commentaires, où un crochet ne compte pas.
_INERTE: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|#.*""")


class LieuxImbriques:
    """Les lignes des clés d’un texte TOML, par leur chemin ; une clé sans ligne a celle de ce qui la contient."""

    def __init__(self, fichier: str, texte: str) -> None:
        self._fichier = fichier
        self._lignes: dict[Chemin, int] = {}
        self._elements: dict[Chemin, int] = {}
        # Un texte de plusieurs lignes peut contenir ce qui ressemble à des clés : mieux vaut alors aucune ligne.
        if '"""' not in texte and "'''" not in texte:
            self._reperer(texte.split("\n"))

    def __call__(self, chemin: Chemin) -> Provenance:
        """Le lieu d’une clé, ou de ce qui la contient."""
        nom = next((montrer(cle) for cle in reversed(chemin) if isinstance(cle, str)), None)
        for longueur in range(len(chemin), 0, -1):
            if (ligne := self._lignes.get(chemin[:longueur])) is not None:
                return Provenance(fichier=self._fichier, ligne=ligne, colonne=nom)
        return Provenance(fichier=self._fichier, cellule=_ecrire(chemin) or None, colonne=nom)

    def _reperer(self, lignes: list[str]) -> None:
        ici: Chemin = ()
        rangs: dict[Chemin, int] = {}
        ouverte: Chemin = ()
        profondeur = 0
        for numero, ligne in enumerate(lignes, 1):
            if profondeur:
                profondeur = self._reperer_les_elements(ouverte, numero, ligne, profondeur)
            elif (titre := _TITRE.match(ligne)) is not None:
                ici = self._suivre(tuple(_cles(titre["cles"])), rangs, est_une_liste=titre["liste"] is not None)
                self._lignes.setdefault(ici, numero)
            elif (paire := _PAIRE.match(ligne)) is not None:
                ouverte = (*ici, *_cles(paire["cles"]))
                self._lignes.setdefault(ouverte, numero)
                profondeur = self._reperer_les_elements(ouverte, numero, paire["valeur"], 0)

    def _reperer_les_elements(self, liste: Chemin, numero: int, texte: str, profondeur: int) -> int:
        """La ligne de chaque table qui s’ouvre dans une liste écrite sur plusieurs ; rend ce qui reste ouvert."""
        for signe in _INERTE.sub("", texte):
            if signe in "[{":
                if signe == "{" and profondeur == 1:
                    rang = self._elements[liste] = self._elements.get(liste, -1) + 1
                    self._lignes.setdefault((*liste, rang), numero)
                profondeur += 1
            elif signe in "]}":
                profondeur = max(0, profondeur - 1)
        return profondeur

    def _suivre(self, cles: tuple[str, ...], rangs: dict[Chemin, int], *, est_une_liste: bool) -> Chemin:
        """Le chemin d’un titre : dans chaque liste déjà ouverte, son dernier objet."""
        chemin: Chemin = ()
        for cle in cles[:-1]:
            chemin = (*chemin, cle)
            chemin = (*chemin, rangs[chemin]) if chemin in rangs else chemin
        chemin = (*chemin, cles[-1])
        if est_une_liste:
            rangs[chemin] = rangs.get(chemin, -1) + 1
            chemin = (*chemin, rangs[chemin])
        return chemin


def _cles(texte: str) -> Iterator[str]:
    for forme in _UNE_CLE.finditer(texte):
        yield forme[0][1:-1] if forme[0][0] in "\"'" else forme[0]


def _ecrire(chemin: Chemin) -> str:
    return "".join(f"[{cle}]" if isinstance(cle, int) else f".{montrer(cle)}" for cle in chemin).lstrip(".")

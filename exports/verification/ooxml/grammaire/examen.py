"""Examiner une partie, balise par balise, au regard de sa grammaire."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from exports.verification.commun.ecart import ABSENT, Ecart
from exports.verification.ooxml.grammaire.regles import Grammaire, Place, Regle

__all__ = ["Examen"]

_FAUTES_GARDEES: Final = 1_000
_NIVEAUX_DITS: Final = 3
_RACINES: Final = 1


@dataclass(slots=True)
class _Niveau:
    """Un élément ouvert : sa règle (aucune si plus rien n’y est examiné) et ce qu’on y a déjà vu."""

    nom: str
    lieu: str
    regle: Regle | None
    place: int = 0
    vus: Counter[str] = field(default_factory=Counter)
    dits: dict[str, Mapping[str, str]] = field(default_factory=dict)
    distincts: set[tuple[str, str, str]] = field(default_factory=set)


class Examen:
    """Suit la lecture d’une partie ; ``fautes`` dit ce que sa grammaire n’admet pas.

    ``partie`` nomme la partie pour qui lit la réponse.
    """

    def __init__(self, partie: str, grammaire: Grammaire, racine: str) -> None:
        self.fautes: list[Ecart] = []
        self._partie = partie
        self._grammaire = grammaire
        depart = Regle()
        depart.enfants[racine] = 0
        depart.places.append(Place())
        self._pile = [_Niveau("", "", depart)]

    def debut(self, nom: str, attributs: Mapping[str, str]) -> None:
        """Une balise s’ouvre."""
        parent = self._pile[-1]
        parent.vus[nom] += 1
        if parent.regle is None:
            self._pile.append(_Niveau(nom, "", None))
            return
        rang = f" n° {parent.vus[nom]}" if self._se_repete(parent.regle, nom) else ""
        dit = attributs.get("r", "") if nom in {"row", "c"} else ""
        court = f"cellule {dit}" if dit and nom == "c" else f"ligne {dit}" if dit else f"{nom}{rang}"
        lieu = court if nom == "c" else ", ".join(filter(None, (*parent.lieu.split(", ")[1 - _NIVEAUX_DITS :], court)))
        niveau = _Niveau(nom, lieu if len(self._pile) > _RACINES else "", None)
        if self._a_sa_place(parent, nom, niveau.lieu, attributs):
            regle = self._grammaire.regle(parent.nom, nom)
            self._attributs(parent, regle, niveau, attributs)
            niveau.regle = None if regle.libre else regle
        parent.dits.setdefault(nom, attributs)
        self._pile.append(niveau)

    def fin(self) -> None:
        """La dernière balise ouverte se ferme."""
        self._pile.pop()

    def _se_repete(self, regle: Regle, nom: str) -> bool:
        place = regle.enfants.get(nom)
        return place is not None and regle.places[place].repetes

    def _a_sa_place(self, parent: _Niveau, nom: str, lieu: str, attributs: Mapping[str, str]) -> bool:
        regle = parent.regle
        assert regle is not None  # noqa: S101 — l'appelant l'a vu
        rang = regle.enfants.get(nom)
        if rang is None:
            connu = self._grammaire.noms.get(nom, f"élément {nom}")
            self._noter(f"{parent.lieu}, {connu}", f"<{nom}>", ABSENT)
            return False
        place = regle.places[rang]
        precede = place.ordonnee and rang < parent.place
        exclu = place.choix and any(autre != nom and regle.enfants.get(autre) == rang for autre in parent.vus)
        if precede or exclu:
            self._noter(lieu, "hors de sa place", "l’ordre du format")
        elif not place.repetes and parent.vus[nom] > 1 and not self._est_redit(parent, place, nom, attributs):
            self._noter(f"{lieu}, répété", f"{parent.vus[nom]} fois", "une fois")
        if place.ordonnee:
            parent.place = max(parent.place, rang)
        return True

    def _est_redit(self, parent: _Niveau, place: Place, nom: str, attributs: Mapping[str, str]) -> bool:
        """Un réglage sans enfant ne change rien à se redire mot pour mot."""
        sans_enfant = not self._grammaire.regle(parent.nom, nom).enfants
        return place.reglages and sans_enfant and parent.dits[nom] == attributs

    def _attributs(self, parent: _Niveau, regle: Regle, niveau: _Niveau, attributs: Mapping[str, str]) -> None:
        exclusifs = 0
        for nom, valeur in attributs.items():
            permise = regle.attributs.get(nom)
            if permise is None:
                self._noter(f"{niveau.lieu}, {self._grammaire.noms.get(nom, f'attribut {nom}')}", valeur, ABSENT)
            elif not permise.motif.fullmatch(valeur):
                connu = self._grammaire.noms.get(f"{niveau.nom} {nom}", f"attribut {nom}")
                self._noter(f"{niveau.lieu}, {connu}", f"« {valeur} »", permise.dite)
            exclusifs += nom in regle.exclusifs
            if nom in regle.distincts:
                cle = (niveau.nom, nom, valeur)
                if cle in parent.distincts:
                    self._noter(f"{niveau.lieu}, attribut {nom}, en double", valeur, "une valeur distincte")
                parent.distincts.add(cle)
        if exclusifs > 1:
            self._noter(niveau.lieu, " ".join(sorted(attributs)), "un seul de ces attributs")

    def _noter(self, lieu: str, lu: str, attendu: str) -> None:
        if len(self.fautes) < _FAUTES_GARDEES:
            self.fautes.append(Ecart(", ".join(filter(None, (self._partie, lieu.removeprefix(", ")))), lu, attendu))

"""Le règlement applicable à un projet : un jeu de la bibliothèque, éventuellement surchargé par le dossier."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from financement.projet import Projet
from financement.reglement.npnru import PARAMETRES_NPNRU
from financement.reglement.parametre import Parametre
from financement.reglement.pnru import PARAMETRES_PNRU

__all__ = ["JEUX", "Reglement", "Surcharge", "reglement_du_projet", "surcharges"]

JEUX: Final = MappingProxyType({"pnru": PARAMETRES_PNRU, "npnru": PARAMETRES_NPNRU})


@dataclass(frozen=True, slots=True)
class Surcharge:
    """Un paramètre du dossier, et ceux de la bibliothèque qu'il remplace (aucun s'il s'ajoute)."""

    parametre: Parametre
    remplaces: tuple[Parametre, ...]


@dataclass(frozen=True, slots=True)
class Reglement:
    """Les paramètres applicables à un projet, du plus précis au plus général pour une même clé."""

    nom: str
    parametres: tuple[Parametre, ...]

    def parametre(self, cle: str, *, jour: date, famille: str = "", produit: str = "") -> Parametre | None:
        """Le paramètre ``cle`` qui s'applique, ou ``None`` : produit, puis famille, précisent la règle générale."""
        candidats = [p for p in self.parametres if p.cle == cle and p.vaut(jour, famille, produit)]
        candidats.sort(key=lambda p: (bool(p.produit), bool(p.familles), p.debut), reverse=True)
        return candidats[0] if candidats else None


def reglement_du_projet(projet: Projet) -> Reglement:
    """Le règlement d'un projet : celui de la bibliothèque, ses paramètres remplacés par ceux du dossier."""
    propre = projet.reglement_propre
    nom = projet.convention.reglement if propre is None else propre.base
    parametres = JEUX[nom]
    if propre is None:
        return Reglement(nom, parametres)
    remplacees = {parametre.identite for parametre in propre.parametres}
    restants = tuple(p for p in parametres if p.identite not in remplacees)
    return Reglement(f"{nom}, surchargé par le dossier", (*propre.parametres, *restants))


def surcharges(projet: Projet) -> tuple[Surcharge, ...]:
    """Ce que le règlement du dossier change à celui de la bibliothèque, dans l'ordre du dossier."""
    propre = projet.reglement_propre
    if propre is None:
        return ()
    return tuple(
        Surcharge(parametre, tuple(p for p in JEUX[propre.base] if p.identite == parametre.identite))
        for parametre in propre.parametres
    )

"""Relire une explication comme le ferait une personne."""

import datetime
from collections.abc import Sequence
from typing import Any

from financement.cloture import LigneCloturee, calculer_cloture
from financement.dossier.projet import Projet
from financement.explications import Etape, Figure, expliquer
from financement.valeurs.montants import ESPACE_FINE
from tests.construction import jour, projet

AU = jour("2015-03-31")


def lisible(texte: str) -> str:
    """Le texte avec des espaces ordinaires."""
    return texte.replace(ESPACE_FINE, " ").replace("\u00a0", " ")


def figures(dossier: Projet, financeur: str, operation: str = "OP-1", au: datetime.date = AU) -> dict[str, Figure]:
    """Les figures d’un financeur qui n’a qu’une ligne sur l’opération."""
    toutes = expliquer(dossier, operation, financeur, au=au).figures
    par_cle = {figure.cle: figure for figure in toutes}
    assert len(par_cle) == len(toutes)
    return par_cle


def recit(etapes: Sequence[Etape]) -> list[str]:
    """Chaque étape sur une ligne : libellé, montant, provenance."""
    phrases = []
    for etape in etapes:
        montant = "" if etape.montant is None else f" = {etape.montant}"
        lieu = f" [{etape.provenance}]" if str(etape.provenance) else ""
        phrases.append(lisible(f"{etape.libelle}{montant}{lieu}"))
    return phrases


def montant_explique(financeur: str, au: datetime.date = AU, **dossier: Any) -> list[str]:
    """Le récit du montant de clôture d’un financeur sur l’opération OP-1 d’un petit dossier."""
    return recit(figures(projet(**dossier), financeur, au=au)["montant_cloture"].etapes)


def ligne_close(financeur: str, au: datetime.date = AU, **dossier: Any) -> LigneCloturee:
    """La ligne close d’un financeur sur OP-1."""
    lignes = calculer_cloture(projet(**dossier), au=au).lignes
    (ligne,) = [ligne for ligne in lignes if (ligne.cle.operation, ligne.cle.financeur) == ("OP-1", financeur)]
    return ligne

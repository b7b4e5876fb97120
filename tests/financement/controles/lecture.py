"""Lire les constats dans un test : par code, et sans les espaces insécables des montants."""

from datetime import date

from financement.controles.constat import Constat, Gravite
from financement.controles.registre import controler
from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance


def constats_de(projet: Projet, code: str, au: date | None = None) -> list[Constat]:
    """Les constats de ce code."""
    return [constat for constat in controler(projet, au=au) if constat.code == code]


def anomalies(projet: Projet, au: date | None = None) -> list[Constat]:
    """Tous les constats, moins les informations."""
    return [constat for constat in controler(projet, au=au) if constat.gravite is not Gravite.INFORMATION]


def le_constat(projet: Projet, code: str, au: date | None = None) -> Constat:
    """L’unique constat de ce code."""
    (constat,) = constats_de(projet, code, au)
    return constat


def lisible(constat: Constat) -> str:
    """Le message, espaces insécables et fines changées en espaces, moins typographique en tiret."""
    return espaces_simples(constat.message)


def espaces_simples(texte: str) -> str:
    """Le texte, espaces insécables et fines changées en espaces, moins typographique en tiret."""
    return texte.translate({0x202F: " ", 0xA0: " ", 0x2212: "-"})


def journal_csv(ligne: int, colonne: str) -> Provenance:
    """Une cellule du journal, la première ligne de données étant la ligne 2."""
    return Provenance(fichier="journal.csv", ligne=ligne, colonne=colonne)

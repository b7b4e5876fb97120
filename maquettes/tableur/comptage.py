"""Compter les cellules et les balises d’un classeur dans ses octets, avant d’en analyser une seule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from financement.fautes.faute import ModeleFaute, TexteRefuse
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur.cadre import Cadre
from maquettes.tableur.limites import demesure, en_chiffres
from maquettes.tableur.plan import PlanDeClasseur

__all__ = ["Compte", "refuser_trop_de_balises", "refuser_trop_de_cellules", "trop_de_cellules"]

_OUVRE, _C, _I, _O, _R, _S, _W = b"<ciorsw"
# Ce qui suit le nom d'une balise : une fin, une barre ou un blanc.
_SUITES: Final = np.isin(np.arange(256), list(b"/> \t\r\n"))
_LE_PLUS_LONG: Final = len(b"<row")


@dataclass(slots=True)
class Compte:
    """Ce qu’une partie xml a de balises, de cellules et de lignes, et de textes partagés."""

    balises: int = 0
    cellules: int = 0
    textes: int = 0
    _reste: bytes = field(default=b"", repr=False)

    def ajouter(self, morceau: bytes) -> None:
        """Compte le morceau qui suit ceux déjà comptés ; une balise à préfixe ne se compte qu’à la lecture."""
        lus = np.frombuffer(self._reste + morceau, dtype=np.uint8)
        self._reste = lus[1 - _LE_PLUS_LONG :].tobytes()
        places = np.flatnonzero(lus[: 1 - _LE_PLUS_LONG] == _OUVRE)
        premiers, deuxiemes, troisiemes = (lus[places + rang] for rang in (1, 2, 3))
        cellules = (premiers == _C) & _SUITES[deuxiemes]
        lignes = (premiers == _R) & (deuxiemes == _O) & (troisiemes == _W)
        textes = (premiers == _S) & (deuxiemes == _I) & _SUITES[troisiemes]
        self.balises += places.size
        self.cellules += int(np.count_nonzero(cellules | lignes))
        self.textes += int(np.count_nonzero(textes))


CLASSEUR_TROP_DE_CELLULES: Final = ModeleFaute(
    "CLASSEUR-17",
    "Le classeur compte plus de {lu} cellules et lignes, vides comprises : c’est la limite.",
    "Supprimer les lignes et les colonnes vides mises en forme, ou écrire une maquette par « financement maquette » "
    "et y reporter les données.",
)


def trop_de_cellules(limite: int) -> TexteRefuse:
    """Le refus d’un classeur qui a plus de cellules, ou de textes de cellules, que la ``limite``."""
    return TexteRefuse(CLASSEUR_TROP_DE_CELLULES, en_chiffres(limite))


def refuser_trop_de_cellules(nom: str, plan: PlanDeClasseur, comptes: Mapping[str, Compte], cadre: Cadre) -> None:
    """Lève :class:`SourceRefusee`, à la feuille qui franchit la limite, ou pour ses textes partagés."""
    total = 0
    for feuille in plan.feuilles:
        total += _de(comptes, feuille.partie).cellules
        if total > cadre.cellules:
            lieu = Provenance(fichier=nom, feuille=feuille.nom)
            raise SourceRefusee(trop_de_cellules(cadre.cellules).en_faute(lieu))
    if plan.textes is not None and _de(comptes, plan.textes).textes > cadre.cellules:
        raise SourceRefusee(trop_de_cellules(cadre.cellules).en_faute(Provenance(fichier=nom)))


def refuser_trop_de_balises(parties: Iterable[str], comptes: Mapping[str, Compte], cadre: Cadre) -> None:
    """Lève :class:`TexteRefuse` à celle des ``parties`` qui franchit la limite."""
    total = 0
    for partie in parties:
        total += _de(comptes, partie).balises
        if total > cadre.balises:
            raise demesure(partie, f"porte à plus de {en_chiffres(cadre.balises)} les balises")


def _de(comptes: Mapping[str, Compte], partie: str) -> Compte:
    return comptes.get(partie.casefold(), Compte())

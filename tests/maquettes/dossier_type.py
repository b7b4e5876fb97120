"""Un petit dossier correct, dont chaque test change ce qui compte pour lui."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from financement.fautes.faute import DossierRefuse
from maquettes import lire_dossier
from tests.maquettes.catalogue_erreurs import exemples

FICHIERS: Final[Mapping[str, str]] = {titre.split("`")[1]: contenu for titre, contenu in next(exemples()).gestes}


def poser(lieu: Path, **fichiers: str | bytes) -> Path:
    """Le dossier type dans ``lieu``, fichiers remplacés ou ajoutés (``plan=`` pour plan.csv, ``convention=``)."""
    lieu.mkdir(exist_ok=True)
    noms = {nom: f"{nom}.toml" if nom in ("convention", "reglement") else f"{nom}.csv" for nom in fichiers}
    for nom, contenu in {**FICHIERS, **{noms[cle]: contenu for cle, contenu in fichiers.items()}}.items():
        (lieu / nom).write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    return lieu


def refus(chemin: Path) -> list[str]:
    """Ce que dit le refus du dossier : « lieu [CODE] » de chaque faute."""
    with pytest.raises(DossierRefuse) as leve:
        lire_dossier(chemin)
    return [f"{constatee.provenance} [{constatee.code}]" for constatee in leve.value.fautes]


def changer(fichier: str, *remplacements: tuple[str, str]) -> str:
    """Le texte d’un fichier du dossier type, chaque morceau remplacé ; un morceau absent est une erreur du test."""
    texte = FICHIERS[fichier]
    for ancien, nouveau in remplacements:
        assert texte.count(ancien) >= 1, f"« {ancien} » n’est pas dans {fichier}"
        texte = texte.replace(ancien, nouveau, 1)
    return texte

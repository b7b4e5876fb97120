"""LibreOffice sans écran, recalcul forcé : un second avis, indépendant, sur les classeurs produits.

Par défaut LibreOffice montre les valeurs enregistrées d'un xlsx : une formule fausse passerait. Un profil jetable lui
demande de tout recalculer à l'ouverture.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

__all__ = ["convertir", "recalculer"]

_REGLAGES: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_DELAI: Final = 180


def convertir(soffice: str, fichiers: Sequence[Path], vers: str, travail: Path) -> list[Path]:
    """Convertit des fichiers (``pdf``, ``xlsx``…) dans ``travail``, après recalcul ; un seul lancement pour tous."""
    profil = travail / "profil"
    (profil / "user").mkdir(parents=True, exist_ok=True)
    (profil / "user" / "registrymodifications.xcu").write_text(_REGLAGES, encoding="utf-8")
    sortie = travail / "converti"
    commande = [
        soffice,
        f"-env:UserInstallation={profil.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        vers,
        "--outdir",
        str(sortie),
        *map(str, fichiers),
    ]
    compte_rendu = subprocess.run(commande, capture_output=True, text=True, check=True, timeout=_DELAI)
    produits = [sortie / f"{fichier.stem}.{vers.partition(':')[0]}" for fichier in fichiers]
    manquants = [produit.name for produit in produits if not produit.is_file()]
    assert not manquants, f"LibreOffice n'a pas produit {manquants} : {compte_rendu.stderr}"
    return produits


def recalculer(soffice: str, fichiers: Sequence[Path], travail: Path) -> list[Path]:
    """Rouvre des classeurs, les recalcule en entier et les enregistre en xlsx."""
    return convertir(soffice, fichiers, "xlsx", travail)

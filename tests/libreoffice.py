"""LibreOffice sans écran, recalcul forcé : un second avis, indépendant, sur les classeurs produits.

Par défaut LibreOffice montre les valeurs enregistrées d’un xlsx : une formule fausse passerait. Un profil jetable lui
demande de tout recalculer à l’ouverture.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

__all__ = ["convertir", "ecarter_polices", "echec", "recalculer"]

_REGLAGES: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_POLICES: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<selectfont><rejectfont>{motifs}</rejectfont></selectfont>
</fontconfig>
"""
_MOTIF: Final = '<pattern><patelt name="family"><string>{famille}</string></patelt></pattern>'
_DELAI: Final = 600


def ecarter_polices(familles: Sequence[str], travail: Path) -> Path:
    """La configuration de fontconfig qui cache ces familles : pour LibreOffice, elles ne sont plus installées."""
    motifs = "".join(_MOTIF.format(famille=famille) for famille in familles)
    chemin = travail / "polices.conf"
    chemin.write_text(_POLICES.format(motifs=motifs), encoding="utf-8")
    return chemin


def convertir(
    soffice: str, fichiers: Sequence[Path], vers: str, travail: Path, polices: Path | None = None
) -> list[Path]:
    """Convertit des fichiers (``pdf``, ``xlsx``…) dans ``travail``, après recalcul ; un seul lancement pour tous.

    ``polices`` est une configuration de fontconfig, celle du système sinon.
    """
    compte_rendu = _lancer(soffice, fichiers, vers, travail, polices)
    produits = _produits(fichiers, vers, travail)
    manquants = [produit.name for produit in produits if not produit.is_file()]
    assert not manquants, f"LibreOffice n’a pas produit {manquants} : {compte_rendu.stderr}"
    assert compte_rendu.returncode == 0, compte_rendu.stderr
    return produits


def echec(soffice: str, fichier: Path, vers: str, travail: Path, polices: Path | None = None) -> str:
    """Ce que répond un LibreOffice qui ne sait pas faire cette conversion ; vide s’il la fait.

    Installé, il lui manque parfois Calc, Writer, ou toute police.
    """
    compte_rendu = _lancer(soffice, [fichier], vers, travail, polices)
    if _produits([fichier], vers, travail)[0].is_file():
        return ""
    dites = (ligne for ligne in compte_rendu.stderr.splitlines() if ligne and not ligne.startswith("Warning"))
    return next(dites, f"code {compte_rendu.returncode}")


def _produits(fichiers: Sequence[Path], vers: str, travail: Path) -> list[Path]:
    return [travail / "converti" / f"{fichier.stem}.{vers.partition(':')[0]}" for fichier in fichiers]


def _lancer(
    soffice: str, fichiers: Sequence[Path], vers: str, travail: Path, polices: Path | None
) -> subprocess.CompletedProcess[str]:
    profil = travail / "profil"
    (profil / "user").mkdir(parents=True, exist_ok=True)
    (profil / "user" / "registrymodifications.xcu").write_text(_REGLAGES, encoding="utf-8")
    commande = [
        soffice,
        f"-env:UserInstallation={profil.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        vers,
        "--outdir",
        str(travail / "converti"),
        *map(str, fichiers),
    ]
    milieu = os.environ | ({"FONTCONFIG_FILE": str(polices)} if polices else {})
    return subprocess.run(commande, capture_output=True, text=True, check=False, timeout=_DELAI, env=milieu)


def recalculer(soffice: str, fichiers: Sequence[Path], travail: Path) -> list[Path]:
    """Rouvre des classeurs, les recalcule en entier et les enregistre en xlsx."""
    return convertir(soffice, fichiers, "xlsx", travail)

"""Un petit dossier, son annexe dans plusieurs formats, et de quoi les altérer."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from exports.ecriture_annexe import ecrire_annexe
from financement.dossier.projet import Projet
from maquettes import ecrire_dossier
from tests.construction import avenant, enveloppe, euros, financeur, ligne, mouvement, operation, projet

AU: Final = date(2012, 12, 31)
VERIFIABLES: Final = ("xlsx", "csv", "docx", "html", "pdf")


def petit_projet(libelle: str = "Square des Tilleuls", paye: int = 300_000) -> Projet:
    """Deux opérations, deux financeurs, un avenant : de quoi remplir tous les tableaux, vite."""
    return projet(
        operations=[operation(libelle=libelle), operation("OP-2", famille="03", libelle="Dix logements")],
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("VILLE", euros(550_000)),
            ligne("ANRU", euros(250_000), "OP-2"),
            ligne("VILLE", euros(750_000), "OP-2"),
        ],
        journal=[mouvement("engagement", euros(400_000)), mouvement("acompte", euros(paye), "2011-06-15")],
        financeurs=(financeur("ANRU"), financeur("VILLE")),
        avenants=(avenant(1, enveloppes=(enveloppe("VILLE", euros(2_000_000)),)),),
    )


@dataclass(frozen=True)
class Jeu:
    """Un dossier et les fichiers de son annexe."""

    dossier: Path
    sortie: Path

    def fichier(self, forme: str) -> Path:
        """Le fichier que l’on vérifie pour ce format."""
        suffixe = "-identification.csv" if forme == "csv" else f".{forme}"
        return self.sortie / f"annexe-financiere{suffixe}"


def ecrire_jeu(lieu: Path, formats: tuple[str, ...]) -> Jeu:
    """Écrit le petit dossier et son annexe dans ces formats."""
    ecrire_dossier(petit_projet(), lieu / "dossier")
    ecrire_annexe(petit_projet(), au=AU, sortie=lieu / "annexe", formats=formats)
    return Jeu(lieu / "dossier", lieu / "annexe")


def copier_jeu(modele: Jeu, lieu: Path) -> Jeu:
    """Une copie que le test peut altérer."""
    shutil.copytree(modele.dossier, lieu / "dossier")
    shutil.copytree(modele.sortie, lieu / "annexe")
    return Jeu(lieu / "dossier", lieu / "annexe")


def alterer(fichier: Path, avant: str, apres: str) -> None:
    """Remplace la seule occurrence d’un texte dans un fichier de texte."""
    texte = fichier.read_bytes().decode()
    assert texte.count(avant) == 1, f"{texte.count(avant)} occurrences de {avant}"
    fichier.write_bytes(texte.replace(avant, apres).encode())


def alterer_archive(fichier: Path, voulue: Callable[[str], bool], avant: str, apres: str) -> None:
    """Remplace la seule occurrence d’un texte, dans les parties voulues d’un .xlsx ou d’un .docx."""
    tampon, faits = BytesIO(), 0
    with ZipFile(fichier) as source, ZipFile(tampon, "w", ZIP_DEFLATED) as copie:
        for entree in source.infolist():
            octets = source.read(entree)
            if voulue(entree.filename):
                faits += octets.decode().count(avant)
                octets = octets.decode().replace(avant, apres).encode()
            copie.writestr(entree, octets)
    assert faits == 1, f"{faits} occurrences de {avant}"
    fichier.write_bytes(tampon.getvalue())

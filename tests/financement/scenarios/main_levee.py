"""Un dossier modifié à la main : son texte json, où l’on récrit des cellules, relu comme tout dossier."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from financement.cloture import Cloture, calculer_cloture
from financement.dossier.projet import Projet
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_json import lire_json, texte_canonique

Document = dict[str, Any]


def modifier(projet: Projet, editer: Callable[[Document], None]) -> Projet:
    """Le projet relu de son json, après ``editer``."""
    document = json.loads(texte_canonique(projet))
    editer(document)
    return assembler(lire_json("dossier.json", json.dumps(document).encode()))


def euros(centimes: int) -> str:
    """Le montant tel qu’un dossier l’écrit."""
    return f"{centimes // 100},{centimes % 100:02d}"


def rangee(lignes: list[Document], version: int, **cle: str) -> Document:
    """La rangée de la version : la sienne, sinon une copie de la dernière d’avant, ajoutée à la fin."""
    siennes = [ligne for ligne in lignes if all(ligne[nom] == valeur for nom, valeur in cle.items())]
    presentes = [ligne for ligne in siennes if int(ligne["version"]) == version]
    if presentes:
        return presentes[0]
    passees = [ligne for ligne in siennes if int(ligne["version"]) < version]
    derniere = max(passees, key=lambda ligne: int(ligne["version"]))
    copie = {**derniere, "version": type(derniere["version"])(version)}
    lignes.append(copie)
    return copie


def chiffres(projet: Projet, au: date) -> list[tuple[object, ...]]:
    """Ce que la clôture dit de chaque ligne."""
    return lignes_closes(calculer_cloture(projet, au=au))


def lignes_closes(cloture: Cloture) -> list[tuple[object, ...]]:
    """Identité, état, fondement et montants de chaque ligne, et le coût final de son opération."""
    return [
        (ligne.cle, ligne.etat, ligne.calcul.fondement, ligne.grandeurs(), ligne.faits.cout_final)
        for ligne in cloture.lignes
    ]

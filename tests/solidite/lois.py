"""La loi d’un dossier quelconque : refusé par des fautes bien formées, ou accepté, calculé et écrit sans perte."""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from random import Random
from typing import Final

from financement.cloture.avenant import generer_avenant_cloture
from financement.cloture.resultat import calculer_cloture
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute
from financement.portefeuille.portefeuille import bilan
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_json import lire_json, texte_canonique
from maquettes.dossiers import situer_en_repertoire
from maquettes.fichiers.filet import faute_de_panne

__all__ = ["decrire_la_panne", "defaut_des_fautes", "defaut_du_projet"]

DATES: Final = (date(1970, 1, 1), date(2012, 12, 31), date(2024, 6, 30), date(2099, 12, 31))
_CITE: Final = re.compile(r"«.*?»", re.DOTALL)
# Un nom de classe, une valeur telle que Python l'écrit, un mot anglais : rien de cela n'est pour une personne.
_D_UN_PROGRAMME: Final = re.compile(
    r"\b(?:[A-Z][a-z]+[A-Z]\w*|Decimal|Fraction|datetime|None|True|False|Error|object at|expected|invalid|must)\b"
)


def decrire_la_panne(panne: Exception) -> str:
    """La nature d’une exception imprévue et son endroit."""
    return faute_de_panne(panne, objet="l’essai", effet="").message


def defaut_des_fautes(fautes: Iterable[Faute]) -> str | None:
    """Ce qui n’est pas une faute dite à une personne : sans lieu, sans remède, hors de France ou de la ligne."""
    fautes = tuple(fautes)
    if not fautes:
        return "un refus sans faute"
    return next((defaut for constatee in fautes if (defaut := _defaut(constatee)) is not None), None)


def _defaut(constatee: Faute) -> str | None:
    texte = str(constatee)
    dit = _CITE.sub("", f"{constatee.message} {constatee.remede}")
    examens = {
        "panne": constatee.code == "PANNE-01",
        "sans lieu": constatee.provenance.fichier is None,
        "sans message": not constatee.message.endswith("."),
        "sans remède": not constatee.remede.endswith("."),
        "mot de programme": _D_UN_PROGRAMME.search(dit) is not None,
        "plusieurs lignes": not texte.isprintable()
        and any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in texte),
    }
    trouves = [nom for nom, en_defaut in examens.items() if en_defaut]
    return f"{', '.join(trouves)} : {texte}" if trouves else None


def defaut_du_projet(projet: Projet, hasard: Random) -> str | None:
    """Ce qu’un projet accepté ne donne pas : ses chiffres à une date, lui-même relu sous l’une de deux formes."""
    au = hasard.choice(DATES)
    bilan(projet, au=au)
    if hasard.random() < 0.25:
        # La convention a peut-être un acte postérieur ; aucun montant de clôture n'est de ceux qui ne s'écrivent pas.
        with suppress(DossierRefuse):
            generer_avenant_cloture(calculer_cloture(projet, au=au), signature=DATES[-1])
    if hasard.random() < 0.5:
        relu = situer_en_repertoire(projet)
    else:
        relu = assembler(lire_json("d.json", texte_canonique(projet).encode()))
    return None if relu == projet else "le dossier écrit ne se relit pas à l’identique"

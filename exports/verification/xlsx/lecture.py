"""Lire un classeur à vérifier : ses propriétés, la valeur et la formule de chaque cellule.

Un tableur qui réenregistre écrit autrement la même chose : ``'Exécution'!A1`` devient ``Exécution!A1``, le quinzième
chiffre d’un taux bouge. Ce qui se compare ici est le sens.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count, takewhile
from typing import Final

from exports.verification.commun.ecart import Ecart
from exports.verification.commun.lecture import DocumentLu, Lecteur, Passage
from exports.verification.xlsx.apparence import apparence_du_classeur
from financement.fautes.faute import TexteRefuse
from financement.fautes.provenance import Provenance
from maquettes.classeur.classeur import adresse
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur.contenu import CelluleLue, ClasseurLu, GenreCellule
from maquettes.tableur.lecture import lire_classeur, lire_proprietes

__all__ = ["XLSX"]

_NOMBRES: Final = frozenset({GenreCellule.NOMBRE, GenreCellule.POURCENTAGE})
_CHIFFRES_SURS: Final = 14
"""Un nombre binaire s’écrit à quinze chiffres ; le dernier dépend de qui l’écrit."""
_REFERENCE: Final = re.compile(r"""("(?:[^"]|"")*")|'((?:[^']|'')*)'!|([^\W\d][\w.]*)!""")


def _sceau(document: DocumentLu) -> str | None:
    proprietes = lire_proprietes(document.nom, document.octets)
    noms = takewhile(proprietes.__contains__, (f"financement.sceau.{rang}" for rang in count(1)))
    return "".join(proprietes[nom] for nom in noms) or None


def _passages(document: DocumentLu) -> list[Passage]:
    return list(_cellules(_lire(document)))


def _lire(document: DocumentLu) -> ClasseurLu:
    return lire_classeur(document.nom, document.octets)


def _cellules(classeur: ClasseurLu) -> Iterator[Passage]:
    for rang, feuille in enumerate(classeur.feuilles, 1):
        yield Passage(f"feuille n° {rang}, nom", feuille.nom)
        yield Passage(f"feuille n° {rang}, état", feuille.etat)
        for (ligne, colonne), cellule in sorted(feuille.cellules.items()):
            lieu = f"{feuille.nom}!{adresse(ligne, colonne)}"
            yield Passage(lieu, cellule.texte.replace(".", ",") if cellule.genre in _NOMBRES else cellule.texte)
            if cellule.formule is not None:
                yield Passage(f"{lieu}, formule", f"={_formule(cellule.formule)}")


def _formule(formule: str) -> str:
    """La formule, chaque nom de feuille entre apostrophes, utiles ou non ; un texte reste ce qu’il est."""
    return _REFERENCE.sub(lambda lue: lue[1] or f"'{lue[3] if lue[2] is None else lue[2]}'!", formule)


def _a_comparer(lu: DocumentLu, attendu: DocumentLu) -> tuple[Sequence[Passage], Sequence[Passage]]:
    """Les passages des deux classeurs, celui qui ne diffère que par l’écriture d’un nombre ramené à l’attendu."""
    la, ici = _lire(attendu), _lire(lu)
    pareils = {
        f"{feuille.nom}!{adresse(*place)}"
        for feuille, autre in zip(ici.feuilles, la.feuilles, strict=False)
        if feuille.nom == autre.nom
        for place, cellule in feuille.cellules.items()
        if place in autre.cellules and _sont_un_nombre(cellule, autre.cellules[place])
    }
    attendus = list(_cellules(la))
    textes = dict(attendus)
    lus = [Passage(lieu, textes[lieu]) if lieu in pareils else Passage(lieu, lu) for lieu, lu in _cellules(ici)]
    return lus, attendus


def _sont_un_nombre(lue: CelluleLue, attendue: CelluleLue) -> bool:
    """Deux écritures d’un même nombre qui n’est pas un montant : un nombre entier de centimes ne bouge jamais."""
    if lue.genre is not attendue.genre or lue.genre not in _NOMBRES or lue.texte == attendue.texte:
        return False
    lu, voulu = Decimal(lue.texte), Decimal(attendue.texte)
    if voulu * 100 % 1 == 0:
        return lu == voulu
    return abs(lu - voulu) <= Decimal(2).scaleb(voulu.adjusted() - _CHIFFRES_SURS)


def _apparence(lu: DocumentLu, attendu: DocumentLu) -> Iterator[Ecart]:
    try:
        yield from apparence_du_classeur(lu, attendu)
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(Provenance(fichier=lu.nom))) from None


XLSX = Lecteur(sceau=_sceau, passages=_passages, a_comparer=_a_comparer, apparence=_apparence)

"""Lire un classeur à vérifier : ses propriétés, la valeur et la formule de chaque cellule."""

from collections.abc import Iterator
from itertools import count, takewhile

from exports.verification.lecture import DocumentLu, Lecteur, Passage
from maquettes.classeur import adresse
from maquettes.tableur.contenu import ClasseurLu
from maquettes.tableur.lecture import lire_classeur

__all__ = ["XLSX"]


def _sceau(document: DocumentLu) -> str | None:
    proprietes = _lire(document).proprietes
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
            yield Passage(lieu, cellule.texte)
            if cellule.formule is not None:
                yield Passage(f"{lieu}, formule", f"={cellule.formule}")


XLSX = Lecteur(sceau=_sceau, passages=_passages)

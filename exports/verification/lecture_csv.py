"""Lire les fichiers csv d’une annexe : celui d’identification porte le sceau."""

import csv
import io
from collections.abc import Iterator

from exports.rendus.csv import LIBELLE_DU_SCEAU
from exports.verification.commun.lecture import DocumentLu, Lecteur, Passage, borner, refus

__all__ = ["CSV"]

_EN_TETE = ["libelle", "valeur"]


def _sceau(document: DocumentLu) -> str | None:
    rangees = _rangees(document)
    if next(rangees, None) != _EN_TETE:
        cause = "ce n’est pas le fichier « …-identification.csv », qui porte le sceau des fichiers csv"
        raise refus(document.nom, cause)
    return next((r[1] for r in rangees if len(r) == len(_EN_TETE) and r[0] == LIBELLE_DU_SCEAU), None)


def _passages(document: DocumentLu) -> list[Passage]:
    cellules = (
        Passage(f"{document.nom}, ligne {ligne}, colonne {colonne}", texte)
        for ligne, rangee in enumerate(_rangees(document), 1)
        for colonne, texte in enumerate(rangee, 1)
    )
    return borner(document.nom, cellules)


def _rangees(document: DocumentLu) -> Iterator[list[str]]:
    try:
        texte = document.octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refus(document.nom, "ce n’est pas un texte en UTF-8") from None
    try:
        yield from csv.reader(io.StringIO(texte, newline=""), delimiter=";", strict=True)
    except csv.Error:
        raise refus(document.nom, "ses lignes ne se découpent pas en cellules") from None


CSV = Lecteur(sceau=_sceau, passages=_passages)

"""Le document en fichiers csv : un par tableau, lisibles d’un double clic par un tableur français.

Point-virgule, UTF-8 avec marque d’ordre, virgule décimale. Un texte qui commencerait une formule reçoit une apostrophe.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from exports.document.chiffres import afficher_chiffre
from exports.document.document import Document
from exports.document.tableau import Colonne, GenreColonne, Tableau, Valeur
from financement.valeurs.arrondi import arrondir
from financement.valeurs.montants import ecrire_montant
from financement.valeurs.quantites import ecrire_quantite
from maquettes.formes.texte_de_csv import proteger

__all__ = ["LIBELLE_DU_SCEAU", "rendre_csv"]

LIBELLE_DU_SCEAU: Final = "Sceau"
"""Ce qui désigne, dans le fichier d’identification, la ligne du sceau."""


def rendre_csv(document: Document) -> dict[str, bytes]:
    """Un fichier par clé de tableau, la décision d’abord, puis ``identification``. Taux ``33,3333 %``, dates ISO.

    La première colonne dit le genre de chaque ligne : donnee, famille, sous_total, total.
    """
    return {
        **{tableau.cle: _fichier(_lignes(tableau)) for tableau in document.tableaux},
        "identification": _fichier(_identification(document)),
    }


def _fichier(lignes: Iterable[Iterable[str]]) -> bytes:
    texte = io.StringIO()
    csv.writer(texte, delimiter=";", lineterminator="\n").writerows(lignes)
    return texte.getvalue().encode("utf-8-sig")


def _identification(document: Document) -> Iterable[tuple[str, str]]:
    yield "libelle", "valeur"
    yield "Titre", proteger(document.titre)
    yield "Date d’arrêté (ISO)", document.date_arrete.isoformat()
    yield "Empreinte sha256", document.empreinte
    yield LIBELLE_DU_SCEAU, document.sceau.texte()
    yield "Bandeau", proteger(document.bandeau or "")
    for chiffre in document.chiffres_cles:
        yield proteger(chiffre.libelle), proteger(afficher_chiffre(document, chiffre))
    yield from ((proteger(mention.libelle), proteger(mention.valeur)) for mention in document.mentions)
    yield from (("Empêche de signer", proteger(empechement)) for empechement in document.empechements)
    yield from (("Avertissement", proteger(avertissement)) for avertissement in document.avertissements)


def _lignes(tableau: Tableau) -> Iterable[list[str]]:
    yield ["genre_de_ligne", *(_en_tete(colonne) for colonne in tableau.colonnes)]
    for ligne in tableau.lignes:
        paires = zip(tableau.colonnes, ligne.cellules, strict=True)
        yield [ligne.genre.value, *(_cellule(cellule.valeur, colonne) for colonne, cellule in paires)]


def _en_tete(colonne: Colonne) -> str:
    return proteger(f"{colonne.groupe} : {colonne.libelle}" if colonne.groupe else colonne.libelle)


def _cellule(valeur: Valeur, colonne: Colonne) -> str:
    match valeur:
        case None:
            return ""
        case str():
            return proteger(valeur)
        case date():
            return valeur.isoformat()
        case Fraction():
            return _taux(valeur)
        case Decimal():
            return f"-{ecrire_quantite(-valeur)}" if valeur < 0 else ecrire_quantite(valeur)
        case int():
            return ecrire_montant(valeur) if colonne.genre is GenreColonne.MONTANT else str(valeur)


def _taux(taux: Fraction) -> str:
    """En pourcentage à quatre décimales au plus : une fraction serait prise pour une date."""
    dix_milliemes = arrondir(taux * 100 * 10**4)
    entiers, reste = divmod(abs(dix_milliemes), 10**4)
    decimales = f"{reste:04d}".rstrip("0")
    return f"{'-' if dix_milliemes < 0 else ''}{entiers}{',' if decimales else ''}{decimales} %"

"""Relire chaque format d’une annexe avec un lecteur qui n’est pas le nôtre, et y retrouver les totaux des concours.

Chaque fonction rend les montants du total des lignes de concours, en centimes, dans l’ordre de :data:`LUES`, ou lève
``AssertionError`` si le fichier ne se lit pas.
"""

import csv
import io
import re
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import fromstring

import docx
import openpyxl

from exports.annexe.tableaux.execution import CLE_LIGNES, LUES
from exports.annexe.tableaux.fiche import CLE_FINANCEMENT
from exports.document.document import Document, Tableau
from exports.document.typographie import TIRET
from exports.rendus.xlsx.rendu import plan_du_classeur
from tests.exports.rendu_html.lecture import lire_page

__all__ = ["LUES", "grandeurs_lues", "lire_csv", "lire_docx", "lire_html", "lire_pdf", "lire_xlsx", "total_affiche"]

_ESPACES: Final = re.compile(r"\s+")
_IMPLICITES: Final = frozenset({"td", "th"})
_MOT: Final = re.compile(r'<word [^>]*yMax="([-\d.]+)">([^<]*)</word>')
HAUT_DU_PIED: Final = 800
"""Sous le corps d’une page A3 couchée, jambages compris, en points."""
HAUTEUR_DU_PIED: Final = 10
_SANS_FIN: Final = frozenset({"meta", "br", "input", "img", "link", "hr", "base", "col"})


def _centimes(euros: str) -> int:
    centimes = Decimal(euros.replace(",", ".")) * 100
    assert centimes == int(centimes), euros
    return int(centimes)


def _lignes(document: Document) -> Tableau:
    """Le tableau des lignes de concours : celui de l’annexe, ou celui d’une fiche, que suit l’autofinancement."""
    cles = {tableau.cle for tableau in document.tableaux}
    return document.tableau(CLE_LIGNES if CLE_LIGNES in cles else CLE_FINANCEMENT)


def grandeurs_lues(document: Document) -> tuple[str, ...]:
    """Celles de :data:`LUES` que le document totalise."""
    presentes = {colonne.cle for colonne in _lignes(document).colonnes}
    return tuple(cle for cle in LUES if cle in presentes)


def total_affiche(document: Document) -> list[int]:
    """Le total des concours dans le document, une grandeur lue après l’autre."""
    lignes = _lignes(document)
    return [int(str(lignes.cellule("total", cle).valeur)) for cle in grandeurs_lues(document)]


def _rangs(document: Document) -> list[int]:
    tableau = _lignes(document)
    return [tableau.rang_colonne(cle) for cle in grandeurs_lues(document)]


def lire_csv(document: Document, fichiers: dict[str, bytes]) -> list[int]:
    """Le total est la somme des lignes de données du fichier ; tous les fichiers sont rectangulaires."""
    for nom, octets in fichiers.items():
        rangees = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert "identification" in nom or len({len(rangee) for rangee in rangees}) == 1, f"{nom} : lignes inégales"
    lignes = _lignes(document)
    nom = next(nom for nom in fichiers if nom.endswith(f"-{lignes.cle}.csv"))
    _, *toutes = csv.reader(io.StringIO(fichiers[nom].decode("utf-8-sig"), newline=""), delimiter=";")
    rangees = toutes[: lignes.rang_ligne("total") + 1]
    places = [rang + 1 for rang in _rangs(document)]
    sommes = [sum(_centimes(r[place]) for r in rangees if r[0] == "donnee") for place in places]
    assert sommes == [_centimes(rangees[-1][place]) for place in places], "le total n’est pas la somme des lignes"
    return sommes


class _Equilibre(HTMLParser):
    """Toute balise ouverte se ferme dans l’ordre, fins omises des cellules comprises."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ouvertes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({nom for nom, _ in attrs}) == len(attrs), f"attribut en double : {tag}"
        if tag in _IMPLICITES:
            self._fermer_la_cellule()
        if tag not in _SANS_FIN:
            self.ouvertes.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Un élément vide n’ouvre rien."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in _IMPLICITES:
            self._fermer_la_cellule()
        assert self.ouvertes[-1:] == [tag], f"balise mal fermée : {tag}"
        self.ouvertes.pop()

    def _fermer_la_cellule(self) -> None:
        if self.ouvertes and self.ouvertes[-1] in _IMPLICITES:
            self.ouvertes.pop()


def lire_html(document: Document, octets: bytes) -> list[int]:
    """Les montants de la ligne du total ; la page et chacun de ses dessins sont bien formés."""
    texte = octets.decode()
    equilibre = _Equilibre()
    equilibre.feed(texte)
    equilibre.close()
    assert not equilibre.ouvertes, f"balises jamais fermées : {equilibre.ouvertes}"
    for dessin in re.findall(r"<svg\b.*?</svg>", texte, re.DOTALL):
        fromstring(dessin)  # noqa: S314 -- notre propre sortie
    tableau = _lignes(document)
    lignes = next(lignes for cle, lignes in lire_page(octets).lignes.items() if cle.endswith(tableau.cle))
    total = lignes[tableau.rang_ligne("total") - len(tableau.lignes)]
    textes = (total.cellules[rang].texte for rang in _rangs(document))
    return [0 if texte == TIRET else _centimes(_ESPACES.sub("", texte).replace("\u2212", "-")) for texte in textes]


def lire_xlsx(document: Document, octets: bytes) -> list[int]:
    """Les valeurs enregistrées de la ligne du total."""
    classeur = openpyxl.load_workbook(io.BytesIO(octets), data_only=True)
    place = plan_du_classeur(document)[_lignes(document).cle]
    feuille, ligne = classeur[place.feuille], place.lignes["total"] + 1
    valeurs = [feuille.cell(ligne, place.colonnes[cle] + 1).value for cle in grandeurs_lues(document)]
    return [_centimes(repr(valeur)) for valeur in valeurs]


def _montres(document: Document, texte: str, affiches: Sequence[str]) -> list[int]:
    """Les montants du total, si ``texte`` les montre tous."""
    nu = _ESPACES.sub("", texte)
    absents = [affiche for affiche in affiches if affiche != TIRET and _ESPACES.sub("", affiche) not in nu]
    assert not absents, f"montants absents : {absents}"
    assert _ESPACES.sub("", "TOTAL DES CONCOURS") in nu, "total absent"
    return total_affiche(document)


def lire_docx(document: Document, octets: bytes, affiches: Sequence[str]) -> list[int]:
    """Les montants ``affiches`` se lisent dans le texte ; chaque tableau y est."""
    lu = docx.Document(io.BytesIO(octets))
    textes = lu.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    texte = "".join(noeud.text or "" for noeud in textes)
    absents = [t.titre for t in document.tableaux if _ESPACES.sub("", t.titre) not in _ESPACES.sub("", texte)]
    assert not absents, f"tableaux absents : {absents}"
    return _montres(document, texte, affiches)


def lire_pdf(document: Document, octets: bytes, affiches: Sequence[str]) -> list[int]:
    """Les montants ``affiches`` se lisent dans le texte des pages."""
    lu = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=octets, capture_output=True, check=True)
    assert not lu.stderr, lu.stderr.decode(errors="replace")
    # Poppler écrit le titre du fichier par demi-caractères ; les pages, elles, sont de l'UTF-8.
    pages = lu.stdout.decode(errors="replace").split("<page ")[1:]
    assert pages, "le pdf n’a pas de pages"
    for rang, page in enumerate(pages, 1):
        # Sous le corps, il n'y a qu'une ligne, le pied : un texte qui déborde y en mettrait d'autres.
        bas = [float(mot[1]) for mot in _MOT.finditer(page) if float(mot[1]) > HAUT_DU_PIED]
        assert max(bas) - min(bas) < HAUTEUR_DU_PIED, f"page {rang} : le texte déborde"
    mots = (unescape(mot[2]) for page in pages for mot in _MOT.finditer(page))
    return _montres(document, "".join(mots), affiches)

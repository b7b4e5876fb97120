"""Un csv, ou tout texte séparé, en grille : encodage et séparateur établis, ou refusés à leur ligne.

Ce qui se voit l’établit : la ligne ``sep=`` d’Excel, ou le signe qui coupe le plus de lignes en autant de cellules.
La virgule, qui est aussi celle des décimales, ne l’est que si aucun autre signe ne l’est.
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import islice, pairwise
from typing import Final, NamedTuple

from financement.fautes.faute import ModeleFaute, TexteRefuse, faute
from financement.fautes.provenance import Provenance
from maquettes.fichiers.encodage import EncodageRefuse, decoder_une_table
from maquettes.fichiers.sources import SourceRefusee
from maquettes.importation.grille.cellules_de_texte import CellulesDeTexte
from maquettes.importation.grille.grille import Grille
from maquettes.tableur.cadre import RECU
from maquettes.tableur.limites import en_chiffres

__all__ = ["grille_d_un_texte"]

_SEPARATEURS: Final = {
    "\t": "par la tabulation",
    ";": "par le point-virgule",
    "|": "par la barre",
    ",": "par la virgule",
}
_MARQUES_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_RANGEES_EXAMINEES: Final = 500
_PART_D_UNE_TABLE: Final = Fraction(1, 2)
_CARACTERES_EXAMINES: Final = 1 << 18
_PROTEGE: Final = '="'

SEPARATEUR_INCONNU: Final = ModeleFaute(
    "IMPORT-03",
    "Le séparateur des colonnes n’est pas établi : {cause}.",
    "L’enregistrer de nouveau en « CSV UTF-8 », colonnes séparées par des points-virgules, ou en .xlsx.",
)
TEXTE_MAL_DECOUPE: Final = ModeleFaute(
    "IMPORT-04",
    "La ligne ne se découpe pas en cellules : {cause}.",
    "Doubler les guillemets d’un texte qui en contient, ou enregistrer de nouveau le fichier depuis un tableur.",
)
TEXTE_DEMESURE: Final = ModeleFaute(
    "IMPORT-05",
    "« {lu} » a plus de {limite} cellules, la limite.",
    "Partager le fichier en deux, par exemple par exercice.",
)


def grille_d_un_texte(nom: str, octets: bytes) -> Grille:
    """La grille d’un fichier de texte ; lève :class:`SourceRefusee`, à la ligne quand c’en est une."""
    texte = _decoder(nom, octets)
    separateur, debut = _separateur(nom, texte)
    rangees, lignes = _decouper(nom, texte, separateur)
    if debut:
        rangees[0] = []
    if _PROTEGE in texte:
        rangees = [[_deproteger(cellule) for cellule in rangee] for rangee in rangees]
    return Grille(fichier=nom, cellules=CellulesDeTexte(rangees, lignes))


def _decoder(nom: str, octets: bytes) -> str:
    lieu = Provenance(fichier=nom)
    if octets.startswith(_MARQUES_UTF16):
        try:
            return octets.decode("utf-16")
        except UnicodeDecodeError as erreur:
            cause = "la marque annonce de l’UTF-16, et la suite n’en est pas"
            refus = EncodageRefuse(octets, erreur.start, cause, "Enregistrer de nouveau le fichier en « CSV UTF-8 ».")
            raise SourceRefusee(refus.en_faute(lieu)) from None
    try:
        return decoder_une_table(octets)
    except TexteRefuse as refus:
        raise SourceRefusee(refus.en_faute(lieu)) from None


def _separateur(nom: str, texte: str) -> tuple[str, int]:
    """Le séparateur, et le nombre de lignes qui ne font que le dire."""
    premiere = texte[: len("sep=??")].casefold()
    if premiere.startswith("sep=") and premiere[4:5] in _SEPARATEURS and premiere[5:6] in {"\n", "\r", ""}:
        return premiere[4], 1
    coupes = {signe: _couper(texte, signe) for signe in _SEPARATEURS if signe in texte}
    reguliers = [signe for signe, coupe in coupes.items() if coupe.reguliere > _PART_D_UNE_TABLE]
    autres = [signe for signe in reguliers if signe != ","] or [
        signe for signe, coupe in coupes.items() if signe != "," and coupe.quelconque > _PART_D_UNE_TABLE
    ]
    if len(autres) == 1:
        return autres[0], 0
    if reguliers and not autres:
        return ",", 0
    cause = "ni tabulation, ni point-virgule, ni barre, ni virgule ne coupent ses lignes en autant de cellules"
    if autres:
        cause = f"ses lignes se coupent aussi bien {' que '.join(_SEPARATEURS[signe] for signe in autres)}"
    raise SourceRefusee(faute(SEPARATEUR_INCONNU, Provenance(fichier=nom, ligne=_premiere_pleine(texte)), cause=cause))


def _premiere_pleine(texte: str) -> int:
    debut = texte[: len(texte) - len(texte.lstrip())]
    return 1 + debut.count("\n")


class _Coupe(NamedTuple):
    """Ce que donne un signe : la part des rangées coupées en un même nombre de cellules, ou en un nombre quelconque."""

    reguliere: Fraction
    quelconque: Fraction


def _couper(texte: str, signe: str) -> _Coupe:
    """La part des premières rangées non vides que ce signe coupe en deux cellules au moins.

    Aucune régulière, si la première est coupée entre deux chiffres par une virgule : c’est celle d’un montant.
    """
    lecteur = csv.reader(io.StringIO(texte[:_CARACTERES_EXAMINES], newline=""), delimiter=signe)
    rangees: list[list[str]] = []
    # Ce qui ne se découpe pas l'est dit à sa ligne, une fois le séparateur établi.
    with suppress(csv.Error):
        rangees.extend(rangee for rangee in islice(lecteur, _RANGEES_EXAMINEES) if any(rangee))
    largeurs = Counter(len(rangee) for rangee in rangees)
    largeur = max((n for n in largeurs if n > 1), key=largeurs.__getitem__, default=0)
    premiere = next((rangee for rangee in rangees if len(rangee) == largeur), [])
    est_une_decimale = any(avant[-1:].isdigit() and apres[:1].isdigit() for avant, apres in pairwise(premiere))
    regulieres = 0 if signe == "," and est_une_decimale else largeurs[largeur]
    nombre = len(rangees) or 1
    return _Coupe(Fraction(regulieres, nombre), Fraction(nombre - largeurs[1], nombre))


def _decouper(nom: str, texte: str, separateur: str) -> tuple[list[Sequence[str]], list[int] | None]:
    """Les rangées, et la ligne où commence chacune si ce n’est pas la sienne."""
    if texte.count(separateur) + texte.count("\n") + texte.count("\r") > RECU.cellules:
        limite = en_chiffres(RECU.cellules)
        raise SourceRefusee(faute(TEXTE_DEMESURE, Provenance(fichier=nom), nom, limite=limite))
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    rangees: list[Sequence[str]] = []
    try:
        rangees.extend(lecteur)
    except csv.Error:
        raise _mal_decoupe(nom, texte, separateur) from None
    if lecteur.line_num == len(rangees):
        return rangees, None
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    lignes = [0, *(lecteur.line_num for _ in lecteur)]
    return rangees, lignes[:-1]


def _mal_decoupe(nom: str, texte: str, separateur: str) -> SourceRefusee:
    """Le refus de la première rangée qui ne se découpe pas, à la ligne où elle commence."""
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut, cause = 0, ""
    try:
        for _ in lecteur:
            debut = lecteur.line_num
    except csv.Error as erreur:
        trop_longue = f"une cellule y a plus de {en_chiffres(csv.field_size_limit())} caractères"
        guillemet = "un guillemet s’y ouvre et ne se ferme pas, ou en suit un autre"
        cause = trop_longue if "larger" in str(erreur) else guillemet
    return SourceRefusee(faute(TEXTE_MAL_DECOUPE, Provenance(fichier=nom, ligne=debut + 1), cause=cause))


def _deproteger(cellule: str) -> str:
    """« ="0123" », qu’Excel montre comme le texte 0123, est ce texte."""
    return cellule[2:-1] if cellule.startswith(_PROTEGE) and cellule.endswith('"') else cellule

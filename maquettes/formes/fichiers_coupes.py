"""Ce qui a pu être coupé d’un fichier de texte : sa fin, ou la fin de ses lignes.

Nos fichiers, ceux d’Excel et de LibreOffice finissent par un retour à la ligne ; ceux d’un éditeur, pas toujours. Une
dernière ligne sans retour n’est donc refusée que si sa forme la montre coupée ; sinon, elle se dit (décision 0027).
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, Gravite
from financement.controles.modele import ModeleControle
from financement.fautes.faute import Faute, ModeleFaute, faute, montrer
from financement.fautes.provenance import Provenance
from maquettes.description.table import Exigence, Genre, Table

__all__ = [
    "LIGNES_COMPAREES",
    "LIGNE_COUPEE",
    "Formes",
    "Rangee",
    "constat_de_fin",
    "constat_de_lignes_courtes",
    "constats_du_document",
    "derniere_colonne_est_un_nombre",
    "est_terminee",
]

LIGNES_COMPAREES: Final = 100
"""Les lignes, avant la dernière, qui disent comment s’écrivent les nombres d’une colonne."""

_NOMBRES: Final = frozenset({Genre.MONTANT, Genre.QUANTITE})
_DEUX_DECIMALES: Final = re.compile(r"[0-9][.,][0-9]{2}\s?(?:€|EUR|euros?)?", re.IGNORECASE)
_LONGUEUR_DE_LA_FIN: Final = len("0,00 euros")
_FINS_DE_LIGNE: Final = ("\n", "\r")


class Rangee(NamedTuple):
    """Une rangée d’un csv : le numéro de sa première ligne, ses cellules sans blancs autour, si elle est terminée."""

    ligne: int
    cellules: list[str]
    terminee: bool


def est_terminee(texte: str) -> bool:
    """Le texte est vide, ou finit par une fin de ligne."""
    return not texte or texte.endswith(_FINS_DE_LIGNE)


def derniere_colonne_est_un_nombre(table: Table[object], noms: Sequence[str]) -> bool:
    """La dernière colonne de l’en-tête ``noms`` porte des nombres : coupés, ils restent des nombres."""
    return any(colonne.nom == noms[-1] and colonne.genre in _NOMBRES for colonne in table.colonnes)


def _cause_de_coupure(table: Table[object], noms: Sequence[str], rangees: Sequence[Sequence[str]]) -> str | None:
    """Pourquoi la dernière des ``rangees``, sans fin de ligne, paraît coupée ; ``None`` si sa forme est entière.

    ``noms`` : les colonnes de l’en-tête.
    """
    *precedentes, cellules = rangees
    largeur = len(noms)
    if len(cellules) < largeur:
        return f"elle compte {accorder(len(cellules), 'cellule', 'cellules')} pour {largeur} colonnes"
    lu = cellules[largeur - 1]
    if not lu or len(cellules) > largeur or not derniere_colonne_est_un_nombre(table, noms):
        return None
    autres = [textes[largeur - 1] for textes in precedentes if len(textes) >= largeur]
    ecrits = [texte for texte in autres if texte]
    if ecrits and all(map(_a_deux_decimales, ecrits)) and not _a_deux_decimales(lu):
        return f"« {montrer(lu)} » n’a pas les deux décimales des nombres qui le précèdent"
    return None


def _a_deux_decimales(texte: str) -> bool:
    fin = texte[-_LONGUEUR_DE_LA_FIN:]
    return any(forme.end() == len(fin) for forme in _DEUX_DECIMALES.finditer(fin))


LIGNE_COUPEE: Final = ModeleFaute(
    "LECTURE-16",
    "La dernière ligne, « {lu} », ne finit pas par un retour à la ligne et paraît coupée : {cause}.",
    "Reprendre le fichier entier, d’où il vient ; s’il finit bien ici, compléter la ligne et la finir par un retour à "
    "la ligne.",
)
CELLULES_EN_MOINS: Final = ModeleFaute(
    "COLONNE-06",
    "La ligne compte {nombre} pour {largeur} colonnes : « {lu} » ; manquent {colonnes}.",
    "Compléter la ligne, un point-virgule entre deux cellules, ou reprendre le fichier dont elle vient.",
)


class Formes:
    """Les rangées d’un csv, jugées l’une après l’autre sur la largeur de l’en-tête et la fin du fichier.

    Un tableur omet les cellules vides de la fin de ses lignes : celles d’une ligne terminée peuvent manquer, si elles
    sont facultatives.
    """

    def __init__(self, table: Table[object], noms: Sequence[str], entete: Rangee) -> None:
        self._table = table
        self._noms = noms
        self._exigees = {colonne.nom for colonne in table.colonnes if colonne.exigence is Exigence.VALEUR}
        self._courtes: list[Rangee] = []
        self._precedentes: deque[Sequence[str]] = deque(maxlen=LIGNES_COMPAREES + 1)
        self._non_terminee = None if entete.terminee else entete.ligne

    def refuser(self, rangee: Rangee, lieu: Provenance) -> Faute | None:
        """La faute d’une rangée coupée ou trop courte ; ``None`` si elle est entière ou n’omet que du facultatif."""
        cellules = rangee.cellules
        self._precedentes.append(cellules)
        if not rangee.terminee:
            cause = _cause_de_coupure(self._table, self._noms, tuple(self._precedentes))
            if cause is not None:
                return faute(LIGNE_COUPEE, lieu, ";".join(cellules), cause=cause)
            self._non_terminee = rangee.ligne
        manquantes = self._noms[len(cellules) :]
        if not manquantes:
            return None
        if self._exigees.isdisjoint(manquantes):
            self._courtes.append(rangee)
            return None
        return faute(
            CELLULES_EN_MOINS,
            lieu,
            ";".join(cellules),
            nombre=accorder(len(cellules), "cellule", "cellules"),
            largeur=str(len(self._noms)),
            colonnes=", ".join(nom for nom in manquantes if nom in self._exigees),
        )

    def remarques(self, nom: str) -> Iterator[Constat]:
        """FICHIER-02 puis FICHIER-01 : lignes courtes acceptées, dernière ligne non terminée."""
        if self._courtes:
            omises = self._noms[min(len(rangee.cellules) for rangee in self._courtes) :]
            yield constat_de_lignes_courtes(nom, self._courtes[0].ligne, len(self._courtes), omises)
        if self._non_terminee is not None:
            yield constat_de_fin(nom, self._non_terminee)


LIGNES_COURTES: Final = ModeleControle(
    "FICHIER-02",
    "Lignes plus courtes que l’en-tête",
    Gravite.INFORMATION,
    "À partir d’ici, {lignes} moins de cellules que l’en-tête ; ce qui manque ({colonnes}) est facultatif et lu vide. "
    "Un tableur omet parfois les cellules vides de la fin.",
    "Rien à corriger s’il ne manque rien (écrire un point-virgule par cellule vide le dira) ; sinon, reprendre le "
    "fichier entier, d’où il vient.",
)


def constat_de_lignes_courtes(nom: str, ligne: int, nombre: int, omises: Sequence[str]) -> Constat:
    """FICHIER-02 : ``nombre`` lignes, dont la première est ``ligne``, omettent des cellules facultatives."""
    return LIGNES_COURTES.constater(
        provenance=Provenance(fichier=nom, ligne=ligne),
        lignes=f"{accorder(nombre, 'ligne', 'lignes')} {'ont' if nombre > 1 else 'a'}",
        colonnes=", ".join(omises),
    )


LIGNE_NON_TERMINEE: Final = ModeleControle(
    "FICHIER-01",
    "Dernière ligne non terminée",
    Gravite.INFORMATION,
    "La dernière ligne ne finit pas par un retour à la ligne : rien ne dit que le fichier est entier.",
    "Rien à corriger si le fichier finit bien là (un retour à la ligne ajouté à la fin le dira) ; sinon, reprendre le "
    "fichier entier, d’où il vient.",
)


def constat_de_fin(nom: str, ligne: int) -> Constat:
    """FICHIER-01 : la dernière ligne du fichier ``nom``, de forme entière, n’est pas terminée."""
    return LIGNE_NON_TERMINEE.constater(provenance=Provenance(fichier=nom, ligne=ligne))


def constats_du_document(nom: str, octets: bytes) -> list[Constat]:
    """FICHIER-01, s’il y a lieu, d’un document toml : coupé derrière une valeur, il se lirait encore."""
    if not octets or octets.endswith((b"\n", b"\r")):
        return []
    return [constat_de_fin(nom, octets.count(b"\n") + 1)]

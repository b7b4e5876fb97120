"""Le fichier csv du journal vu de loin : encodage, en-tête, enregistrements entre guillemets, lignes physiques.

:class:`ARemettre` dit que le fichier entier revient au chemin ordinaire, qui saura nommer ses fautes.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from financement.dossier.journal import Mouvement
from financement.fautes.faute import TexteRefuse
from maquettes.description.description import JOURNAL
from maquettes.description.table import Table
from maquettes.fichiers.encodage import apres_les_marques, decoder_une_table
from maquettes.formes.fichiers_coupes import derniere_colonne_est_un_nombre
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.fenetres import Positions

__all__ = ["ARemettre", "Source", "en_utf8", "ouvrir"]


_GUILLEMET: Final = b'"'
# Un enregistrement à guillemets se découpe à part : au-delà d'un sur quatre, les lire tous à la suite va plus vite.
_LIGNES_PAR_GUILLEMET: Final = 2


class ARemettre(Exception):
    """Le fichier a une forme que la lecture en vrac ne sait pas lire."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """Les octets UTF-8 d’un journal dont l’en-tête, la première ligne, est sans faute.

    ``table`` : celle dont il a les colonnes, les facultatives pouvant manquer ; ``rangs`` : leur rang dans l’en-tête,
    qui a ``largeur`` cellules.
    ``corps`` : premier octet après l’en-tête. ``cites`` : début et fin de chaque enregistrement qui a un guillemet,
    dans l’ordre, de forme (enregistrements, 2).
    """

    nom: str
    table: Table[Mouvement]
    octets: bytes
    corps: int
    entete: bytes
    rangs: Mapping[str, int]
    largeur: int
    retours: bool
    cites: Positions


def ouvrir(nom: str, octets: bytes, table: Table[Mouvement] = JOURNAL) -> Source:
    """La source d’octets en UTF-8 qui ont les colonnes de ``table``.

    Lève :class:`ARemettre` si leur forme sort de l’ordinaire.
    """
    if b"\0" in octets or octets.count(_GUILLEMET) > octets.count(b"\n") // _LIGNES_PAR_GUILLEMET:
        raise ARemettre
    debut = apres_les_marques(octets)
    corps = octets.find(b"\n", debut) + 1 or len(octets)
    entete = octets[debut:corps]
    isoles = entete.count(b"\r") - entete.endswith(b"\r\n")
    # Un fichier de vieux Mac n'aurait qu'une ligne : ne pas le lire entier pour s'en apercevoir.
    if _GUILLEMET in entete or isoles:
        raise ARemettre
    lue = lire_table(table, nom, entete)
    # Un en-tête seul et sans fin de ligne se remarque aussi.
    if not lue.complete or lue.fautes or lue.remarques:
        raise ARemettre
    noms = [cellule.strip() for cellule in entete.decode().split(";")]
    # Un nombre coupé se juge sur ceux de toutes les lignes qui le précèdent.
    if not octets.endswith(b"\n") and derniere_colonne_est_un_nombre(table, noms):
        raise ARemettre
    return Source(
        nom=nom,
        table=table,
        octets=octets,
        corps=corps,
        entete=entete,
        rangs={nom: noms.index(nom) for nom in table.noms if nom in noms},
        largeur=len(noms),
        retours=b"\r" in octets,
        cites=np.array(list(_enregistrements_cites(octets, corps)), dtype=np.int64).reshape(-1, 2),
    )


def en_utf8(octets: bytes) -> bytes:
    """Les mêmes caractères en UTF-8, d’un fichier en Windows-1252 ; lève :class:`ARemettre` s’il est illisible."""
    try:
        return decoder_une_table(octets).encode()
    except TexteRefuse:
        raise ARemettre from None


def _enregistrements_cites(octets: bytes, corps: int) -> Iterator[tuple[int, int]]:
    """Début et fin de chaque enregistrement qui contient un guillemet, et qui peut tenir sur plusieurs lignes."""
    fin = corps

    def lignes() -> Iterator[str]:
        nonlocal fin
        while fin < len(octets):
            depart, fin = fin, octets.find(b"\n", fin) + 1 or len(octets)
            # Seuls comptent ici les guillemets et les points-virgules, les mêmes en Latin-1.
            yield octets[depart:fin].decode("latin-1")

    # Le lecteur ne demande que les lignes de l'enregistrement qu'il lit : le même les lit tous.
    lecteur = csv.reader(lignes(), delimiter=";", strict=True)
    try:
        while (guillemet := octets.find(_GUILLEMET, fin)) != -1:
            debut = fin = octets.rfind(b"\n", 0, guillemet) + 1
            next(lecteur, None)
            yield debut, fin
    except csv.Error:
        raise ARemettre from None

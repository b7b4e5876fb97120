"""Répartir un journal commun en csv : par blocs, ou ligne à ligne si la forme du fichier sort de l’ordinaire."""

import csv
import io
from array import array
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from financement.controles.constat import Constat
from financement.fautes.faute import DossierRefuse, TexteRefuse, faute
from financement.fautes.provenance import Provenance
from maquettes.description.table import Exigence, Table
from maquettes.fichiers.encodage import decoder_une_table
from maquettes.formes.fichiers_coupes import (
    LIGNE_COUPEE,
    LIGNES_COMPAREES,
    constat_de_fin,
    constat_de_lignes_courtes,
    est_terminee,
)
from maquettes.formes.tables_csv import CSV_MALFORME, annonce_le_separateur, ligne_demesuree, lire_table
from maquettes.grand_journal.repartition import (
    SEPARATEUR,
    Enregistrements,
    Textes,
    reperer,
)
from maquettes.grand_journal.source import ARemettre, en_utf8, ouvrir
from maquettes.journal_commun.part import CONVENTION, JOURNAL_COMMUN, Part, PartDeCsv, Rangs, Repartition

__all__ = ["repartir_csv"]

_APOSTROPHE: Final = "'"
_SEULE: Final[Table[dict[str, object]]] = Table(nom=JOURNAL_COMMUN.nom, construire=dict, colonnes=(CONVENTION,))


def repartir_csv(nom: str, octets: bytes) -> Repartition:
    """Les lignes du fichier ``nom``, par convention ; lève :class:`DossierRefuse` s’il ne se découpe pas."""
    try:
        try:
            lus = _en_vrac(nom, octets)
        except UnicodeError:
            lus = _en_vrac(nom, en_utf8(octets))
    except ARemettre:
        lus = _ligne_a_ligne(nom, octets)
    return replace(_par_code(nom, lus), remarques=tuple(_examiner_les_formes(nom, lus)))


def _examiner_les_formes(nom: str, lus: Enregistrements) -> Iterator[Constat]:
    """Les remarques sur les lignes du fichier ; lève :class:`DossierRefuse` si la dernière paraît coupée.

    Ce qui manque à un journal commun coupé pouvait être à n’importe quelle convention : aucune n’est sûre.
    """
    noms = [cellule.strip() for cellule in lus.entete.decode().rstrip("\r\n").split(SEPARATEUR)]
    largeur = max(rang for rang, colonne in enumerate(noms, 1) if colonne)
    noms = noms[:largeur]
    exigees = [colonne.nom for colonne in JOURNAL_COMMUN.colonnes if colonne.exigence is Exigence.VALEUR]
    minimum = max(noms.index(colonne) for colonne in exigees) + 1
    cellules = lus.places[:, 5]
    courtes = np.flatnonzero((cellules >= minimum) & (cellules < largeur))
    if not est_terminee(lus.octets[-4:].decode("latin-1")):
        yield _examiner_la_fin(nom, lus)
    if courtes.size:
        omises = noms[int(cellules[courtes].min()) :]
        yield constat_de_lignes_courtes(nom, int(lus.places[courtes[0], 2]), courtes.size, omises)


def _examiner_la_fin(nom: str, lus: Enregistrements) -> Constat:
    """FICHIER-01, ou lève :class:`DossierRefuse` si la dernière ligne, non terminée, paraît coupée."""
    dernieres = lus.places[-LIGNES_COMPAREES - 1 :]
    debut = int(dernieres[0, 0]) if dernieres.size else lus.octets.rfind(b"\n") + 1
    entiere = dernieres.size and int(dernieres[-1, 1]) == len(lus.octets)
    ligne = int(dernieres[-1, 2]) if entiere else lus.octets.count(b"\n") + 1
    for constatee in lire_table(JOURNAL_COMMUN, nom, lus.entete + lus.octets[debut:]).toutes_les_fautes():
        if constatee.code == LIGNE_COUPEE.code:
            raise DossierRefuse([replace(constatee, provenance=Provenance(fichier=nom, ligne=ligne))])
    return constat_de_fin(nom, ligne)


def _en_vrac(nom: str, octets: bytes) -> Enregistrements:
    source = ouvrir(nom, octets, JOURNAL_COMMUN)
    return reperer(source, source.rangs[CONVENTION.nom])


def _ligne_a_ligne(nom: str, octets: bytes) -> Enregistrements:
    try:
        texte = decoder_une_table(octets)
    except TexteRefuse as refus:
        raise DossierRefuse([refus.en_faute(Provenance(fichier=nom))]) from None
    if (demesuree := ligne_demesuree(texte)) is not None:
        raise DossierRefuse([faute(CSV_MALFORME, Provenance(fichier=nom, ligne=demesuree))])
    textes = Textes()
    entete, lus = _decouper(nom, texte, textes)
    utf8 = texte.encode()
    return Enregistrements(
        octets=utf8,
        entete=f"{SEPARATEUR.join(entete)}\n".encode(),
        places=_situer(lus, _bornes_des_lignes(utf8)),
        textes=textes.tous(),
    )


def _decouper(nom: str, texte: str, textes: Textes) -> tuple[list[str], Rangs]:
    """L’en-tête et, de chaque enregistrement : lignes d’avant, dernière ligne, rang de sa convention, cellules."""
    entete: list[str] = []
    lues, rang = 0, 0
    places = array("q")
    # Une convention revient des milliers de fois : son rang se trouve sans en ôter les blancs à chacune.
    connus: dict[str, int] = {}
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=SEPARATEUR, strict=True)
    try:
        for cellules in lecteur:
            derniere = lecteur.line_num
            if entete:
                lu = cellules[rang] if rang < len(cellules) else ""
                convention = connus.get(lu)
                if convention is None:
                    convention = connus[lu] = textes.placer(lu)
                if convention or any(map(str.strip, cellules)):
                    places.extend((lues, derniere, convention, len(cellules)))
            elif any(nues := [cellule.strip() for cellule in cellules]) and not annonce_le_separateur(nues):
                entete, rang = nues, _examiner(nom, nues, lues + 1)
            lues = derniere
    except csv.Error:
        raise DossierRefuse([faute(CSV_MALFORME, Provenance(fichier=nom, ligne=lues + 1))]) from None
    if not entete:
        _examiner(nom, [], 1)
    return entete, np.frombuffer(places, dtype=np.int64).reshape(-1, 4)


def _situer(lus: Rangs, bornes: Rangs) -> Rangs:
    """Les six nombres de chaque enregistrement, lu après tant de lignes, jusqu’à telle autre."""
    avant, derniere, convention, cellules = lus.T
    return np.column_stack([bornes[avant], bornes[derniere], avant + 1, derniere - avant, convention, cellules])


def _bornes_des_lignes(octets: bytes) -> Rangs:
    """Où commence chaque ligne, qu’un retour chariot seul finit aussi, puis où finit la dernière."""
    vus = np.frombuffer(octets, dtype=np.uint8)
    finales = vus == ord("\r")
    finales[:-1] &= vus[1:] != ord("\n")
    finales |= vus == ord("\n")
    finales[-1:] = True
    return np.append(0, np.flatnonzero(finales) + 1)


def _examiner(nom: str, cellules: list[str], ligne: int) -> int:
    """Le rang de la colonne « convention » ; lève :class:`DossierRefuse` avec toutes les fautes de l’en-tête."""
    lue = lire_table(JOURNAL_COMMUN, nom, SEPARATEUR.join(map(_citer, cellules)).encode())
    if lue.fautes:
        raise DossierRefuse(
            replace(f, provenance=replace(f.provenance, ligne=None if f.provenance.ligne is None else ligne))
            for f in lue.fautes
        )
    return cellules.index("convention")


def _citer(cellule: str) -> str:
    return '"' + cellule.replace('"', '""') + '"'


def _par_code(nom: str, lus: Enregistrements) -> Repartition:
    codes: dict[str, int] = {}
    rangs = np.array([codes.setdefault(_code(nom, texte), len(codes)) for texte in lus.textes], dtype=np.int64)
    places = rangs.take(lus.places[:, 4])
    ordre = np.argsort(places, kind="stable")
    bornes = np.searchsorted(places[ordre], np.arange(len(codes) + 1))
    parts = {code: ordre[bornes[rang] : bornes[rang + 1]] for code, rang in codes.items()}

    def extraire(siennes: Rangs) -> Part:
        return _extraire(nom, lus, siennes)

    return Repartition(
        par_code={code: siennes for code, siennes in parts.items() if siennes.size},
        numeros=lus.places[:, 2],
        extraire=extraire,
    )


def _code(nom: str, texte: str) -> str:
    """Le code que la lecture ordinaire lit d’un texte : l’apostrophe qui le protège d’un tableur n’en est pas."""
    if not texte.startswith(_APOSTROPHE):
        return texte
    lue = lire_table(_SEULE, nom, f"convention\n{_citer(texte)}\n".encode())
    return next((str(objet["convention"]) for objet in lue.objets), texte)


def _extraire(nom: str, lus: Enregistrements, siennes: Rangs) -> Part:
    places = lus.places[siennes]
    debuts, fins = places[:, 0], places[:, 1]
    # Des enregistrements qui se suivent se copient d'un seul tenant.
    premiers = np.flatnonzero(np.append(True, debuts[1:] != fins[:-1]))
    derniers = np.append(premiers[1:] - 1, debuts.size - 1)
    tenants = zip(debuts[premiers].tolist(), fins[derniers].tolist(), strict=True)
    octets = b"".join([lus.octets[debut:fin] for debut, fin in tenants])
    return PartDeCsv(
        nom=nom,
        entete=lus.entete,
        # La dernière ligne du journal commun, examinée avec celles des autres conventions, n'a pas à l'être de nouveau.
        octets=octets if octets.endswith(b"\n") else octets + b"\n",
        numeros=places[:, 2],
        hauteurs=places[:, 3],
    )

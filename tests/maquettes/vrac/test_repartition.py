"""Repérer les enregistrements : leurs octets, leurs lignes et leur texte, quelle que soit la taille des blocs."""

import csv
import io
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.grand_journal.repartition import Enregistrements, Textes, reperer
from maquettes.grand_journal.source import ARemettre, ouvrir
from maquettes.journal_commun.part import JOURNAL_COMMUN
from tests.maquettes.journaux_communs import journaux_communs, journaux_communs_abimes

ENTETE: Final = "convention;date;type;operation;financeur;nature;montant;piece;libelle\n"


def lire(octets: bytes, taille: int) -> tuple[Enregistrements, int] | None:
    """Les enregistrements, et la colonne de leur texte ; rien si le fichier sort de l’ordinaire."""
    try:
        source = ouvrir("national.csv", octets, JOURNAL_COMMUN)
        return reperer(source, source.rangs["convention"], taille), source.rangs["convention"]
    except (ARemettre, UnicodeError):
        return None


@given(journaux_communs() | journaux_communs_abimes(), st.integers(40, 400))
def test_chaque_enregistrement_est_celui_que_decoupe_le_module_csv(octets: bytes, taille: int) -> None:
    lus = lire(octets, taille)
    if lus is None:
        return
    enregistrements, colonne = lus
    lecteur = csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";", strict=True)
    next(lecteur)
    numero = lecteur.line_num + 1
    attendues = []
    for cellules in lecteur:
        if any(map(str.strip, cellules)):
            texte = cellules[colonne].strip() if colonne < len(cellules) else ""
            attendues.append((cellules, numero, lecteur.line_num + 1 - numero, texte))
        numero = lecteur.line_num + 1
    trouves = []
    for debut, fin, ligne, hauteur, rang, largeur in enregistrements.places.tolist():
        texte = enregistrements.octets[debut:fin].decode()
        (cellules,) = csv.reader(io.StringIO(texte, newline=""), delimiter=";", strict=True)
        assert largeur == len(cellules)
        trouves.append((cellules, ligne, hauteur, enregistrements.textes[rang]))
    assert trouves == attendues


@pytest.mark.parametrize("suite", [";\r;;;;;;;\n", "C1\rC2;;;;;;;;\n"])
def test_un_retour_chariot_isole_sort_de_l_ordinaire(suite: str) -> None:
    source = ouvrir("national.csv", (ENTETE + suite).encode(), JOURNAL_COMMUN)
    with pytest.raises(ARemettre):
        reperer(source, 0)


def test_un_texte_garde_le_rang_de_sa_premiere_fois() -> None:
    textes = Textes()
    assert [textes.placer(texte) for texte in ("C1", "", " C1", "C2", "\u00a0")] == [1, 0, 1, 2, 0]
    assert textes.tous() == ("", "C1", "C2")

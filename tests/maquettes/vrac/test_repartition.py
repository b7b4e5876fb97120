"""Repérer les enregistrements : leurs octets, leurs lignes et leur texte, quelle que soit la taille des blocs."""

import csv
import io
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maquettes.grand_journal import repartition
from maquettes.grand_journal.repartition import Enregistrements, Textes, decouper_en_rangees, reperer
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


def test_une_ligne_sans_guillemet_ne_se_decoupe_pas_une_a_une(monkeypatch: pytest.MonkeyPatch) -> None:
    """Un million de lignes d’une cellule de trop ne prennent pas plus de temps qu’un fichier juste."""
    decoupees: list[str] = []

    def decouper(lignes: Iterator[str]) -> Iterator[tuple[list[str], int]]:
        decoupees.extend(lignes)
        return decouper_en_rangees(iter(decoupees))

    monkeypatch.setattr(repartition, "decouper_en_rangees", decouper)
    en_trop, courte, cite, sans_fin = "C1;2008-01-15;;;;;1,00;;;x\n", "C2\n", '"C3";1\n', "C4;2"
    lu = lire((ENTETE + en_trop + courte + cite + "C1;;;;;;;;;\n;;;;;;;;;;\n" + sans_fin).encode(), 1 << 20)
    assert lu is not None
    assert decoupees == [cite, sans_fin + "\n"]
    assert [(lu[0].textes[rang], largeur) for *_, rang, largeur in lu[0].places.tolist()] == [
        ("C1", 10),
        ("C2", 1),
        ("C3", 2),
        ("C1", 10),
        ("C4", 2),
    ]


def test_un_texte_garde_le_rang_de_sa_premiere_fois() -> None:
    textes = Textes()
    assert [textes.placer(texte) for texte in ("C1", "", " C1", "C2", "\u00a0")] == [1, 0, 1, 2, 0]
    assert textes.tous() == ("", "C1", "C2")

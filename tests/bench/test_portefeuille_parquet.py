"""Le journal en Parquet du banc : les lignes du csv, aux mêmes soldes."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.bench.generateur import ecrire_declarations, ecrire_journal, inventer_portefeuille
from tests.bench.portefeuille_mesures import soldes_de_reference
from tests.bench.portefeuille_moteurs import NOUS_PARQUET
from tests.bench.portefeuille_nous import calculs_de_fichier, total_des_soldes
from tests.bench.portefeuille_parquet import ecrire_parquet

parquet = pytest.importorskip("pyarrow.parquet")


def test_le_parquet_garde_textes_et_centimes(tmp_path: Path) -> None:
    csv = 'date;type;montant;libelle\n2008-01-01;avance;1250,50;"Voir ; décompte"\n2008-01-02;solde;0,01;\n'
    (tmp_path / "journal.csv").write_text(csv, encoding="utf-8")
    ecrire_parquet(tmp_path / "journal.csv", tmp_path / "journal.parquet")
    assert parquet.read_table(tmp_path / "journal.parquet").to_pylist() == [
        {"date": "2008-01-01", "type": "avance", "montant": Decimal("1250.50"), "libelle": "Voir ; décompte"},
        {"date": "2008-01-02", "type": "solde", "montant": Decimal("0.01"), "libelle": ""},
    ]


def test_nos_soldes_du_parquet_sont_ceux_de_la_reference(tmp_path: Path) -> None:
    portefeuille = inventer_portefeuille(7, 3, 2_000)
    ecrire_journal(portefeuille, tmp_path / "journal.csv")
    ecrire_declarations(portefeuille, tmp_path)
    ecrire_parquet(tmp_path / "journal.csv", tmp_path / "journal.parquet")
    soldes = calculs_de_fichier(tmp_path)[NOUS_PARQUET]()
    assert total_des_soldes(soldes) == sum(soldes_de_reference(tmp_path / "journal.csv").values()) != 0

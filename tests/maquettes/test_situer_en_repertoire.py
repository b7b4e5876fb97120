"""Un même contenu, quelle que soit la forme lue, est situé aux mêmes lignes."""

from pathlib import Path

import pytest

from maquettes import ecrire_dossier, lire_dossier
from maquettes.dossiers import situer_en_repertoire
from tests import construction

PROJET = construction.projet(
    journal=[construction.mouvement("engagement", 100_00), construction.mouvement("acompte", 50_00, "2011-01-31")]
)


@pytest.mark.parametrize("forme", ["dossier", "dossier.json", "dossier.xlsx"])
def test_toutes_les_formes_donnent_les_memes_lieux(forme: str, tmp_path: Path) -> None:
    ecrire_dossier(PROJET, tmp_path / forme)
    situe = situer_en_repertoire(lire_dossier(tmp_path / forme))
    assert situe == PROJET
    assert [str(mouvement.provenance) for mouvement in situe.journal] == [
        "journal.csv, ligne 2",
        "journal.csv, ligne 3",
    ]
    assert [str(ligne.provenance) for ligne in situe.plan] == ["plan.csv, ligne 2", "plan.csv, ligne 3"]
    assert str(situe.operations[0].provenance) == "operations.csv, ligne 2"


def test_une_ligne_vide_du_dossier_lu_ne_compte_pas(tmp_path: Path) -> None:
    ecrire_dossier(PROJET, tmp_path / "dossier")
    journal = tmp_path / "dossier" / "journal.csv"
    en_tete, *lignes = journal.read_text(encoding="utf-8").splitlines()
    journal.write_text("\n".join((en_tete, "", *lignes, "")), encoding="utf-8")
    lu = lire_dossier(tmp_path / "dossier")
    assert [mouvement.provenance.ligne for mouvement in lu.journal] == [3, 4]
    assert [mouvement.provenance.ligne for mouvement in situer_en_repertoire(lu).journal] == [2, 3]

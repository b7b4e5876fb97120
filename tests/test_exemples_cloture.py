"""Les scripts de clôture disent les chiffres attendus du Noyer Doré."""

from pathlib import Path

from tests.test_exemples import lancer


def test_cloture(tmp_path: Path) -> None:
    sortie = lancer("04_cloture.py", tmp_path)
    total = next(ligne for ligne in sortie.splitlines() if ligne.startswith("Total"))
    # Programmé 167 000 000,00 = clôture + économie ; un seul trop-perçu.
    assert total.split("  ")[-1].strip() == "5 390 316,47"
    assert "161 609 683,53" in total
    assert "25 213,62" in total
    assert "Points de vigilance, par montant en jeu :" in sortie


def test_expliquer(tmp_path: Path) -> None:
    sortie = lancer("05_expliquer.py", tmp_path).replace("\u00a0", " ")
    assert "montant_cloture = 208 760,38 €" in sortie
    assert "journal.csv, ligne 252, colonne montant" in sortie


def test_avenant_de_cloture(tmp_path: Path) -> None:
    sortie = lancer("06_avenant_de_cloture.py", tmp_path).replace("\u00a0", " ").splitlines()
    assert sortie[:3] == [
        "Avenant n° 6, de nature « cloture », au 31/03/2015",
        "Programmé avant : 167 000 000,00 €",
        "Programmé après : 161 609 683,53 €",
    ]
    assert sortie[3].startswith("Montants de clôture inchangés : oui")
    assert not list(tmp_path.iterdir())

"""L'annexe en fichiers : noms, formats, refus en français, rien d'inachevé."""

from pathlib import Path

import pytest

from exports.ecriture_annexe import FORMATS, ecrire_annexe
from financement.projet import Projet
from maquettes import EcritureRefusee
from tests.exports.conftest import AU


def test_les_fichiers_sont_ceux_annonces(noyer_dore: Projet, classeur: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "neuf" / "annexe"
    chemins = ecrire_annexe(noyer_dore, au=AU, sortie=sortie, formats=("xlsx", "csv"))
    assert chemins[0] == sortie / "annexe-financiere.xlsx"
    assert chemins[0].read_bytes() == classeur.read_bytes()
    assert sortie / "annexe-financiere-tableau-financier.csv" in chemins
    assert sorted(sortie.iterdir()) == sorted(chemins)


def test_une_seconde_ecriture_redonne_les_memes_octets(noyer_dore: Projet, tmp_path: Path) -> None:
    premiers = {c.name: c.read_bytes() for c in ecrire_annexe(noyer_dore, au=AU, sortie=tmp_path, formats=FORMATS)}
    seconds = {c.name: c.read_bytes() for c in ecrire_annexe(noyer_dore, au=AU, sortie=tmp_path, formats=FORMATS)}
    assert premiers == seconds


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (("xlsx", "odt", "wks"), "format inconnu : odt, wks ; formats possibles : "),
        ((), "aucun format demandé ; formats possibles : "),
    ],
)
def test_un_format_inconnu_est_refuse_avant_d_ecrire(
    noyer_dore: Projet, tmp_path: Path, formats: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ecrire_annexe(noyer_dore, au=AU, sortie=tmp_path / "rien", formats=formats)
    assert not (tmp_path / "rien").exists()


def test_une_sortie_impossible_est_refusee(noyer_dore: Projet, tmp_path: Path) -> None:
    fichier = tmp_path / "fichier"
    fichier.write_text("occupé", encoding="utf-8")
    with pytest.raises(EcritureRefusee, match="répertoire de sortie"):
        ecrire_annexe(noyer_dore, au=AU, sortie=fichier, formats=("csv",))
    assert fichier.read_text(encoding="utf-8") == "occupé"

"""Ce qu’un extrait comptable écrit d’un mot à lui, ou d’un nombre abrégé : refusé, avec le remède qui le fait lire."""

from pathlib import Path

import pytest

from financement.dossier.nomenclature import TypeMouvement
from financement.fautes.faute import DossierRefuse, Faute
from maquettes import lire_dossier
from tests.maquettes.dossier_type import FICHIERS, poser


def faute_du_journal(lieu: Path, ligne: str) -> Faute:
    """La seule faute d’un dossier dont le journal finit par cette ligne."""
    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(poser(lieu, journal=f"{FICHIERS['journal.csv']}{ligne}\n"))
    (faute,) = refus.value.fautes
    return faute


@pytest.mark.parametrize("mot", ["avoir", "Avoirs", "Mandat annulé", "MANDAT D’ANNULATION", "Réduction de mandat"])
def test_un_avoir_est_oriente_vers_l_annulation(mot: str, tmp_path: Path) -> None:
    faute = faute_du_journal(tmp_path / "refuse", f"2009-02-10;{mot};OP1;;;5,00;MD 1 A;")
    assert faute.message == f"« {mot} » n’est pas une valeur connue."
    debut = "Choisir parmi : annulation, pour un avoir ou un mandat annulé ; sinon engagement, "
    assert faute.remede.startswith(debut)
    assert faute.remede.count("annulation") == 1
    suivi = f"{FICHIERS['journal.csv']}2009-02-10;annulation;OP1;;;5,00;MD 1 A;\n"
    assert lire_dossier(poser(tmp_path / "suivi", journal=suivi)).journal[-1].type is TypeMouvement.ANNULATION


@pytest.mark.parametrize(
    ("colonne", "ligne"),
    [
        ("piece", "2009-02-10;depense;OP1;;;5,00;1,23E+16;"),
        ("libelle", "2009-02-10;depense;OP1;;;5,00;MD 1;2.1E+13"),
        ("montant", "2009-02-10;depense;OP1;;;1,2E+06;MD 1;"),
    ],
)
def test_un_nombre_abrege_par_un_tableur_est_refuse_a_sa_place(colonne: str, ligne: str, tmp_path: Path) -> None:
    faute = faute_du_journal(tmp_path / "refuse", ligne)
    assert (faute.provenance.fichier, faute.provenance.colonne) == ("journal.csv", colonne)
    assert faute.message.endswith(
        "est un texte abîmé : un nombre que le tableur a abrégé, et dont il a perdu des chiffres."
    )
    assert faute.remede == "Écrire tous les chiffres, d’après la pièce, la colonne du tableur mise au format Texte."
    entier = ligne.replace("1,23E+16", "12345678901234567").replace("2.1E+13", "21060004500392")
    suivi = f"{FICHIERS['journal.csv']}{entier.replace('1,2E+06', '1234567,00')}\n"
    assert len(lire_dossier(poser(tmp_path / "suivi", journal=suivi)).journal) > 0


def test_un_siret_abrege_l_est_aussi(tmp_path: Path) -> None:
    convention = FICHIERS["convention.toml"]
    debut = convention.index("[[financeurs]]") + len("[[financeurs]]")
    abrege = f'{convention[:debut]}\nsiret = "2,17E+13"{convention[debut:]}'
    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(poser(tmp_path, convention=abrege))
    assert [(faute.code, faute.provenance.colonne) for faute in refus.value.fautes] == [("VALEUR-10", "siret")]

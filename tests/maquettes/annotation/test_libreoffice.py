"""LibreOffice ouvre la copie annotée, l’imprime, la récrit avec ses commentaires ; et l’on annote ce qu’il récrit."""

import subprocess
from pathlib import Path

import pytest

from maquettes.annotation import annoter
from tests.libreoffice import convertir, recalculer
from tests.maquettes.annotation.sources import classeur_garni, commentaires, lire
from tests.maquettes.annotation.test_copie import TOUTES, nombre_de_graphiques, valeurs

pytestmark = pytest.mark.exige_libreoffice

ATTENDUS = {
    "Plan d'été": {
        "B2": "Vu avec Alice\n\nAlerte PLAN-02\nVide.",
        "C9": "À revoir",
        "F3": "Faute MONTANT-04\nLe montant « -3 » est négatif.\nRemède : Saisir un montant positif."
        "\n\nBloquant PLAN-01\nDoublon.",
    },
    "Journal": {"B4": "Faute JOURNAL-01\nDate ?"},
}


@pytest.fixture(scope="module")
def recrits(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """La copie annotée récrite par LibreOffice, et la source récrite avant toute annotation."""
    travail = tmp_path_factory.mktemp("annotation")
    (travail / "copie.xlsx").write_bytes(annoter(classeur_garni(), TOUTES))
    (travail / "source.xlsx").write_bytes(classeur_garni())
    produits = recalculer(libreoffice, [travail / "copie.xlsx", travail / "source.xlsx"], travail)
    return {produit.stem: produit.read_bytes() for produit in produits}


def test_les_commentaires_et_la_liste_sont_encore_la(recrits: dict[str, bytes]) -> None:
    classeur = lire(recrits["copie"])
    assert {nom: commentaires(classeur[nom]) for nom in ATTENDUS} == ATTENDUS
    assert classeur.sheetnames == ["Remarques", "Plan d'été", "Journal", "Listes"]
    assert classeur.active is classeur["Remarques"]
    assert [cellule.value for cellule in classeur["Remarques"][4]][:5] == [1, "Faute", "MONTANT-04", "Plan d'été", "F3"]
    assert classeur["Remarques"]["E4"].hyperlink.location.replace("#", "") in {"'Plan d''été'!F3", "'Plan d''été'.F3"}
    assert classeur["Plan d'été"]["D1"].value == "=SUM(A1:A20)"
    assert nombre_de_graphiques(classeur["Plan d'été"]) == 1
    assert classeur["Plan d'été"].print_title_rows == "$1:$1"
    assert classeur["Remarques"].print_title_rows == "$3:$3"


def test_un_classeur_recrit_par_libreoffice_s_annote(recrits: dict[str, bytes]) -> None:
    source = recrits["source"]
    avant, apres = lire(source), lire(annoter(source, TOUTES))
    assert {nom: commentaires(apres[nom]) for nom in ATTENDUS} == ATTENDUS
    for feuille in avant:
        assert valeurs(apres[feuille.title]) == valeurs(feuille)
        assert apres[feuille.title].print_title_rows == feuille.print_title_rows
        assert apres[feuille.title].print_area == feuille.print_area
        assert [str(p.sqref) for p in apres[feuille.title].conditional_formatting] == [
            str(p.sqref) for p in feuille.conditional_formatting
        ]
    assert [str(p.sqref) for p in apres["Plan d'été"].conditional_formatting] == ["A1:A20"]


@pytest.mark.exige_poppler
def test_la_liste_s_imprime_sur_une_page_de_large(libreoffice: str, tmp_path: Path) -> None:
    fichier = tmp_path / "copie.xlsx"
    fichier.write_bytes(annoter(classeur_garni(), TOUTES * 12))
    (pdf,) = convertir(libreoffice, [fichier], "pdf", tmp_path)
    lu = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout
    pages = [page for page in lu.split("\f") if "Gravité" in page]
    assert len(pages) == 2
    assert "Remarques sur ce classeur" in pages[0]
    assert all("Remède" in page for page in pages)
    assert "DOSSIER-01" in pages[1]
    assert "###" not in "".join(pages)

"""Les décisions relues : retrouvées où que les lignes soient allées, dites comme on les écrit."""

from pathlib import Path

import openpyxl
import pytest

from financement import DossierRefuse
from maquettes.rapprochement.decisions import ChoixSurEcart, lire_decisions


def ecrire(chemin: Path, *lignes: tuple[str, ...], feuille: str = "Écarts", avant: int = 0) -> Path:
    classeur = openpyxl.Workbook()
    page = classeur.active
    assert page is not None
    page.title = feuille
    for _ in range(avant):
        page.append(["Rapprochement"])
    for ligne in lignes:
        page.append([None if texte == "" else texte for texte in ligne])
    classeur.save(chemin)
    return chemin


ENTETE = ("N°", "Décision", "Commentaire", "Clé")


@pytest.mark.parametrize("ecrite", ["accepté", "Accepté", "ACCEPTE", " accepté "])
def test_une_decision_se_lit_comme_on_l_ecrit(ecrite: str, tmp_path: Path) -> None:
    lues = lire_decisions(ecrire(tmp_path / "d.xlsx", ENTETE, ("1", ecrite, "vu avec la Région", "ab")))
    assert list(lues) == ["ab"]
    assert (lues["ab"].choix, lues["ab"].commentaire) == (ChoixSurEcart.ACCEPTE, "vu avec la Région")
    assert lues["ab"].est_reglee


def test_les_colonnes_se_retrouvent_par_leur_titre_et_les_lignes_sans_decision_se_passent(tmp_path: Path) -> None:
    chemin = ecrire(
        tmp_path / "d.xlsx",
        ("Clé", "Autre", "Commentaire", "Décision"),
        ("aa", "x", "", ""),
        ("bb", "x", "à voir en mars", ""),
        ("cc", "x", "", "dossier à corriger"),
        feuille="Copie de travail",
        avant=5,
    )
    lues = lire_decisions(chemin)
    assert {cle: prise.choix for cle, prise in lues.items()} == {"bb": None, "cc": ChoixSurEcart.DOSSIER}
    assert not any(prise.est_reglee for prise in lues.values())
    assert str(lues["cc"].provenance) == "d.xlsx, feuille Copie de travail, D9"


def test_une_ligne_recopiee_a_l_identique_n_est_qu_une_decision(tmp_path: Path) -> None:
    lignes = [("1", "accepté", "vu", "ab")] * 2
    assert len(lire_decisions(ecrire(tmp_path / "d.xlsx", ENTETE, *lignes))) == 1


def test_toutes_les_fautes_a_la_fois(tmp_path: Path) -> None:
    chemin = ecrire(
        tmp_path / "d.xlsx",
        ENTETE,
        ("1", "oui", "", "aa"),
        ("2", "accepté", "", ""),
        ("3", "accepté", "", "bb"),
        ("4", "accepté", "autre raison", "bb"),
    )
    with pytest.raises(DossierRefuse) as refus:
        lire_decisions(chemin)
    assert [(f.code, f.provenance.cellule) for f in refus.value.fautes] == [
        ("RAPPROCHEMENT-04", "B2"),
        ("RAPPROCHEMENT-05", "D3"),
        ("RAPPROCHEMENT-06", "B5"),
    ]


def test_un_fichier_absent_ou_d_une_autre_forme_est_refuse(tmp_path: Path) -> None:
    (tmp_path / "d.xlsx").write_text("Clé;Décision;Commentaire\n", encoding="utf-8")
    for nom, code in (("rien.xlsx", "IMPORT-25"), ("d.xlsx", "CLASSEUR-01")):
        with pytest.raises(DossierRefuse) as refus:
            lire_decisions(tmp_path / nom)
        assert [f.code for f in refus.value.fautes] == [code]

"""De vrais classeurs : rendus, triés, filtrés, renommés, rendus deux fois, réenregistrés par un autre tableur."""

import datetime
import shutil
from pathlib import Path

import openpyxl
import pytest

from financement.fautes.faute import DossierRefuse
from maquettes import ecrire_dossier, ecrire_maquette, lire_dossier, reunir
from maquettes.reunion.resultat import EtatDeRetour
from tests.libreoffice import recalculer
from tests.maquettes.maquette.saisie import Saisies
from tests.maquettes.reunion.test_fusion import DOSSIER

PLAN = "Plan de financement"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le dossier d’essai, sur le disque."""
    chemin = tmp_path_factory.mktemp("reunion") / "dossier"
    ecrire_dossier(DOSSIER, chemin)
    return chemin


@pytest.fixture(scope="module")
def envoyees(dossier: Path) -> dict[str, Path]:
    """La maquette de chaque maître d’ouvrage."""
    chemins = {code: dossier.with_name(f"{code}.xlsx") for code in ("VILLE", "BAILLEUR")}
    for code, chemin in chemins.items():
        ecrire_maquette(lire_dossier(dossier), chemin, maitre_ouvrage=code)
    return chemins


def remplir_le_bailleur(envoyee: Path, rendue: Path) -> Path:
    """Un coût, une dépense corrigée, une autre ajoutée, et un montant de l’ANRU, qui n’est pas à lui."""
    saisies = Saisies(envoyee)
    saisies.ecrire("Opérations", 7, "Coût HT (€)", 1_234_567.89)
    saisies.ecrire("Journal", saisies.ligne_de("Journal", "Pièce", "M-1"), "Montant (€)", 10.5)
    jour = datetime.date(2011, 2, 3)
    saisies.ajouter("Journal", Date=jour, Type="depense", **{"N° d’opération": "B", "Montant (€)": 4.2, "Pièce": "M-5"})
    saisies.ecrire(PLAN, 7, "Montant (€)", 1)
    return saisies.enregistrer(rendue)


def trier_et_filtrer(chemin: Path) -> None:
    """Les lignes du journal renversées, un filtre qui en masque une, une feuille déplacée et renommée."""
    classeur = openpyxl.load_workbook(chemin)
    journal = classeur["Journal"]
    lignes = [[journal.cell(ligne, colonne).value for colonne in range(1, 9)] for ligne in range(7, 11)]
    for ligne, valeurs in enumerate(lignes[::-1], 7):
        for colonne, valeur in enumerate(valeurs, 1):
            journal.cell(ligne, colonne).value = valeur
    journal.row_dimensions[8].hidden = True
    classeur.move_sheet("Journal", -5)
    classeur.save(chemin)


def test_les_maquettes_rendues_se_reunissent_et_chaque_changement_garde_sa_cellule(
    dossier: Path, envoyees: dict[str, Path], tmp_path: Path
) -> None:
    rendue = remplir_le_bailleur(envoyees["BAILLEUR"], tmp_path / "retour du bailleur.xlsx")
    reunion = reunir(dossier, [rendue, envoyees["VILLE"]])
    assert [(m.table, m.champ, m.apres.valeur) for m in reunion.modifications][:2] == [
        ("operations", "cout_ht", "1234567.89"),
        ("journal", "montant", "10.50"),
    ]
    assert [(m.fichier, m.etat) for m in reunion.maquettes] == [
        ("retour du bailleur.xlsx", EtatDeRetour.NON_SUIVIE),
        ("VILLE.xlsx", EtatDeRetour.INCHANGEE),
    ]
    reunion.ecrire(tmp_path / "reuni")
    relu = lire_dossier(tmp_path / "reuni")
    assert relu == reunion.projet
    depense = next(m for m in relu.journal if m.piece == "M-5")
    cout = relu.operations[0].provenance.a_la_colonne("cout_ht").origine
    assert [(o.fichier, o.feuille, o.cellule) for o in (cout, depense.provenance.origine) if o is not None] == [
        ("retour du bailleur.xlsx", "Opérations", "J7"),
        ("retour du bailleur.xlsx", "Journal", "F10"),
    ]
    assert relu.operations[0].provenance.origine is None


def test_trier_filtrer_deplacer_ne_changent_rien(dossier: Path, envoyees: dict[str, Path], tmp_path: Path) -> None:
    droite = remplir_le_bailleur(envoyees["BAILLEUR"], tmp_path / "droite.xlsx")
    triee = tmp_path / "triée.xlsx"
    shutil.copy(droite, triee)
    trier_et_filtrer(triee)
    attendue, obtenue = reunir(dossier, [droite]), reunir(dossier, [triee])
    assert obtenue.projet == attendue.projet
    assert [m.apres.valeur for m in obtenue.modifications] == [m.apres.valeur for m in attendue.modifications]


def test_ordre_indifferent_deux_fois_memes_octets(dossier: Path, envoyees: dict[str, Path], tmp_path: Path) -> None:
    rendue = remplir_le_bailleur(envoyees["BAILLEUR"], tmp_path / "rendue.xlsx")
    encore = shutil.copy(rendue, tmp_path / "rendue encore.xlsx")
    rendues = [rendue, encore, envoyees["VILLE"]]
    reunir(dossier, rendues).ecrire(tmp_path / "a", tmp_path / "a.xlsx")
    reunir(dossier, rendues[::-1]).ecrire(tmp_path / "b", tmp_path / "b.xlsx")
    reunir(tmp_path / "a", rendues).ecrire(tmp_path / "c")

    def octets(nom: str) -> dict[str, bytes]:
        return {chemin.name: chemin.read_bytes() for chemin in (tmp_path / nom).iterdir()}

    assert octets("a") == octets("b") == octets("c")
    assert "origines.csv" in octets("a")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert [m.etat for m in reunir(dossier, rendues).maquettes][1] is EtatDeRetour.IDENTIQUE


def test_deux_fichiers_de_meme_nom_se_distinguent(dossier: Path, envoyees: dict[str, Path], tmp_path: Path) -> None:
    autre = tmp_path / "VILLE.xlsx"
    saisies = Saisies(envoyees["VILLE"])
    saisies.ecrire("Opérations", 7, "Libellé", "Autre")
    saisies.enregistrer(autre)
    reunion = reunir(dossier, [autre, envoyees["VILLE"]])
    assert [m.fichier for m in reunion.maquettes] == sorted([str(autre), str(envoyees["VILLE"])])


def test_le_rapport_se_lit_et_mene_aux_cellules(dossier: Path, envoyees: dict[str, Path], tmp_path: Path) -> None:
    rendue = remplir_le_bailleur(envoyees["BAILLEUR"], tmp_path / "rendue.xlsx")
    actuel = tmp_path / "actuel"
    shutil.copytree(dossier, actuel)
    texte = (actuel / "journal.csv").read_text(encoding="utf-8-sig").replace(";10,00;M-1", ";11,00;M-1")
    (actuel / "journal.csv").write_text(texte, encoding="utf-8")
    reunion = reunir(actuel, [rendue])
    reunion.ecrire(tmp_path / "reuni", tmp_path / "rapport.xlsx")
    classeur = openpyxl.load_workbook(tmp_path / "rapport.xlsx")
    assert classeur.sheetnames == ["Reçues", "Reprises", "Conflits", "Non suivies", "Sans réponse"]
    dispute = [cellule.value for cellule in classeur["Conflits"][5]]
    assert dispute[2:6] == ["montant", "11,00\u00a0€", "journal.csv, ligne 3, colonne montant", "10,50\u00a0€"]
    lien = classeur["Conflits"]["G5"].hyperlink
    assert lien is not None
    assert (lien.target, lien.location) == ("rendue.xlsx", "'Journal'!F8")
    assert [classeur["Sans réponse"].cell(rang, 1).value for rang in (5, 6)] == ["VILLE", "SYNDIC"]
    assert lire_dossier(tmp_path / "reuni").journal[1].montant == 1_100


def test_toutes_les_fautes_de_toutes_les_maquettes_a_la_fois(
    dossier: Path, envoyees: dict[str, Path], tmp_path: Path
) -> None:
    saisies = Saisies(envoyees["BAILLEUR"])
    saisies.ecrire("Journal", 8, "Montant (€)", "dix")
    fausse = saisies.enregistrer(tmp_path / "fausse.xlsx")
    entiere = tmp_path / "entiere.xlsx"
    ecrire_maquette(DOSSIER, entiere)
    with pytest.raises(DossierRefuse) as leve:
        reunir(dossier, [fausse, entiere, tmp_path / "absente.xlsx"])
    assert [(f.code, f.provenance.cellule) for f in leve.value.fautes] == [
        ("MONTANT-01", "F8"),
        ("REUNION-02", None),
        ("LECTURE-15", None),
    ]


@pytest.mark.exige_libreoffice
def test_un_classeur_reenregistre_par_libreoffice_dit_la_meme_chose(
    soffice: str, dossier: Path, envoyees: dict[str, Path], tmp_path: Path
) -> None:
    droite = remplir_le_bailleur(envoyees["BAILLEUR"], tmp_path / "droite.xlsx")
    (reenregistree,) = recalculer(soffice, [droite], tmp_path / "libreoffice")
    attendue, obtenue = reunir(dossier, [droite]), reunir(dossier, [reenregistree])
    assert obtenue.projet == attendue.projet
    assert len(obtenue.modifications) == len(attendue.modifications) == 3
    assert len(obtenue.non_suivies) == len(attendue.non_suivies) == 1
    (intacte,) = recalculer(soffice, [envoyees["VILLE"]], tmp_path / "intacte")
    assert [m.etat for m in reunir(dossier, [intacte]).maquettes] == [EtatDeRetour.INCHANGEE]

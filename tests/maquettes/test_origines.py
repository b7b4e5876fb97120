"""origines.csv : retrouvé par le contenu, trié ou non ; perdu par ce qui est corrigé ; hors du json canonique."""

from pathlib import Path

import pytest

from financement import DossierRefuse
from financement.fautes.provenance import Origine, Provenance
from maquettes import convertir, ecrire_dossier, lire_dossier, texte_canonique

DOSSIER = Path(__file__).parents[2] / "examples" / "noyer_dore"
GRAND = 1 << 17


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Le dossier d’exemple, chaque ligne venue d’une cellule de sa table."""
    projet = lire_dossier(DOSSIER)
    vers = tmp_path / "dossier"
    ecrire_dossier(projet, vers, origine_de=origine_de)
    return vers


def origine_de(lieu: Provenance, colonne: str = "") -> Origine | None:
    if colonne == "achevement":
        return Origine(fichier="retour.csv", cellule=f"I{lieu.ligne}", empreinte="cd")
    if colonne:
        return None
    return Origine(fichier="recu.xlsx", feuille=lieu.fichier or "", cellule=f"A{lieu.ligne}", empreinte="ab")


def de_sa_ligne(lieu: Provenance, colonne: str = "") -> Origine | None:
    return None if colonne else Origine(fichier="f", cellule=f"A{lieu.ligne}")


def origines(dossier: Path) -> set[str]:
    projet = lire_dossier(dossier)
    lignes = (*projet.operations, *projet.plan, *projet.journal, *projet.realisations)
    return {str(ligne.provenance.origine) for ligne in lignes}


def trier(table: Path) -> None:
    entete, *lignes = table.read_text(encoding="utf-8-sig").splitlines()
    table.write_text("\n".join([entete, *sorted(lignes, reverse=True)]) + "\n", encoding="utf-8")


def test_trier_une_table_ne_perd_aucune_origine(dossier: Path) -> None:
    attendues = origines(dossier)
    assert "None" not in attendues
    for nom in ("journal.csv", "plan.csv", "operations.csv", "realisations.csv"):
        trier(dossier / nom)
    assert origines(dossier) == attendues


def test_une_provenance_dit_les_deux_lieux(dossier: Path) -> None:
    ligne = lire_dossier(dossier).plan[0].provenance.a_la_colonne("montant")
    assert str(ligne) == "plan.csv, ligne 2, colonne montant (de recu.xlsx, feuille plan.csv, A2)"


def test_une_valeur_venue_d_ailleurs_cite_sa_cellule_et_les_autres_se_taisent(dossier: Path) -> None:
    lieu = lire_dossier(dossier).operations[0].provenance
    assert str(lieu.a_la_colonne("operation").origine) == "recu.xlsx, feuille operations.csv, A2"
    assert str(lieu.a_la_colonne("achevement").origine) == "retour.csv, I2"
    assert lieu.a_la_colonne("cout_ht").origine is None


def test_d_un_mouvement_la_cellule_citee_est_celle_du_montant_sinon_la_ligne(dossier: Path) -> None:
    lieu = lire_dossier(dossier).journal[0].provenance
    assert str(lieu.a_la_colonne("montant").origine) == "recu.xlsx, feuille journal.csv, A2"
    assert str(lieu.a_la_colonne("date").origine) == "recu.xlsx, feuille journal.csv, ligne 2"


def test_une_ligne_corrigee_n_a_plus_d_origine(dossier: Path) -> None:
    journal = dossier / "journal.csv"
    texte = journal.read_text(encoding="utf-8-sig")
    journal.write_text(texte.replace("416666,25", "416666,26", 1), encoding="utf-8")
    premiers = lire_dossier(dossier).journal[:2]
    assert premiers[0].provenance.origine is None
    assert premiers[1].provenance.origine is not None


def test_deux_lignes_egales_gardent_chacune_la_leur(tmp_path: Path, dossier: Path) -> None:
    journal = dossier / "journal.csv"
    entete, premiere, *autres = journal.read_text(encoding="utf-8-sig").splitlines()
    journal.write_text("\n".join([entete, premiere, premiere, *autres]) + "\n", encoding="utf-8")
    projet = lire_dossier(dossier)
    vers = tmp_path / "double"
    ecrire_dossier(projet, vers, origine_de=de_sa_ligne)
    deux = lire_dossier(vers).journal[:2]
    assert [str(mouvement.provenance.origine) for mouvement in deux] == ["f, A2", "f, A3"]


def test_le_json_canonique_l_ignore_et_un_repertoire_la_garde(dossier: Path, tmp_path: Path) -> None:
    assert texte_canonique(lire_dossier(dossier)) == texte_canonique(lire_dossier(DOSSIER))
    convertir(dossier, tmp_path / "copie")
    assert (tmp_path / "copie" / "origines.csv").read_bytes() == (dossier / "origines.csv").read_bytes()


def test_sans_origine_rien_n_est_ecrit(tmp_path: Path) -> None:
    convertir(DOSSIER, tmp_path / "copie")
    assert not (tmp_path / "copie" / "origines.csv").exists()


def test_un_en_tete_qui_n_est_pas_le_sien_est_refuse(dossier: Path) -> None:
    (dossier / "origines.csv").write_text("table;clef;fichier\n", encoding="utf-8")
    with pytest.raises(DossierRefuse) as refus:
        lire_dossier(dossier)
    assert {faute.provenance.fichier for faute in refus.value.fautes} == {"origines.csv"}

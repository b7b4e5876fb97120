"""Le classeur d’un rapprochement, relu : totaux vifs, preuve, liens, et décisions qui reviennent."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from financement import Projet, rapprocher
from financement.calculs.journal_colonnes import JournalEnColonnes, de_mouvements
from maquettes import EcritureRefusee, ecrire_dossier, lire_dossier, lire_extrait
from maquettes.rapprochement.decisions import ChoixSurEcart, lire_decisions
from maquettes.rapprochement.ecriture import ecrire_rapprochement
from maquettes.rapprochement.vue import VueDeRapprochement, voir_rapprochement
from tests.construction import euros, mouvement, projet
from tests.fichiers_recus import EXEMPLE
from tests.libreoffice import recalculer

AU = date(2011, 12, 31)
SOURCES = [EXEMPLE / "grand_livre_ville.csv", EXEMPLE / "mandats_2009.xml"]


def ouvrir(chemin: Path, **options: Any) -> Any:
    return openpyxl.load_workbook(chemin, **options)


def recus() -> tuple[Projet, VueDeRapprochement]:
    """Le dossier des fichiers reçus, et la comptabilité de la Ville."""
    dossier = lire_dossier(EXEMPLE / "dossier")
    extrait = lire_extrait(dossier, SOURCES, correspondance=EXEMPLE / "comptabilite.toml")
    return dossier, voir_rapprochement(rapprocher(dossier, extrait.journal, au=AU))


def ecrire(chemin: Path) -> Path:
    dossier, vue = recus()
    ecrire_rapprochement(vue, chemin, projet=dossier, dossier=EXEMPLE / "dossier", sources=SOURCES)
    return chemin


def lignes(feuille: Any) -> list[dict[str, Any]]:
    """Les lignes d’une feuille, par titre de colonne, telles qu’un tableur les a."""
    titres = [cellule.value for cellule in feuille[4]]
    return [dict(zip(titres, ligne, strict=True)) for ligne in feuille.iter_rows(min_row=5, max_col=len(titres))]


@pytest.fixture(scope="module")
def classeur(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ecrire(tmp_path_factory.mktemp("rapprochement") / "r.xlsx")


def test_les_memes_comptes_font_les_memes_octets(classeur: Path, tmp_path: Path) -> None:
    copie = tmp_path / "loin" / "r.xlsx"
    copie.parent.mkdir()
    shutil.copy(classeur, copie)
    autre = classeur.with_name("encore.xlsx")
    assert ecrire(autre).read_bytes() == copie.read_bytes()


def test_chaque_ecart_mene_a_la_cellule_des_deux_fichiers(tmp_path: Path) -> None:
    # L'extrait de l'ANRU, dont le premier versement est majoré de 10,00 € : H5 au lieu de 107 640,00 €.
    dossier = lire_dossier(EXEMPLE / "dossier")
    (tmp_path / "recus").mkdir()
    modifie = tmp_path / "recus" / "extrait_anru.xlsx"
    classeur = ouvrir(EXEMPLE / "extrait_anru.xlsx")
    classeur["Extraction"]["H5"] = 107_650
    classeur.save(modifie)
    extrait = lire_extrait(dossier, [modifie], correspondance=EXEMPLE / "correspondance.toml")
    vue = voir_rapprochement(rapprocher(dossier, extrait.journal, au=AU, financeurs=("ANRU",)))
    destination = tmp_path / "r.xlsx"
    ecrire_rapprochement(vue, destination, projet=dossier, dossier=EXEMPLE / "dossier", sources=[modifie])
    (ligne,) = lignes(ouvrir(destination)["Écarts"])
    assert (ligne["Dossier (€)"].value, ligne["Extrait (€)"].value) == (107_640, 107_650)
    assert ligne["Dans l’extrait"].value == "extrait_anru.xlsx, feuille Extraction, H5"
    cible = ligne["Dans l’extrait"].hyperlink
    # Excel écrit ainsi un chemin relatif.
    assert (cible.target.replace("\\", "/"), cible.location) == ("recus/extrait_anru.xlsx", "'Extraction'!H5")
    assert ligne["Dans le dossier"].value == "journal.csv, ligne 4"
    vers = (destination.parent / ligne["Dans le dossier"].hyperlink.target.replace("\\", "/")).resolve()
    assert vers == (EXEMPLE / "dossier" / "journal.csv").resolve()


def test_la_synthese_se_calcule_et_prouve_la_loi(classeur: Path) -> None:
    ouvert = ouvrir(classeur)
    synthese = ouvert["Synthèse"]
    formules = [c.value for rangee in synthese.iter_rows() for c in rangee if str(c.value).startswith("=")]
    assert sum("SUMIFS('Mouvements'" in f.replace("ROUND(", "") for f in formules) >= 2
    valeurs = ouvrir(classeur, data_only=True)["Synthèse"]
    preuves = [c.value for rangee in valeurs.iter_rows() for c in rangee if c.value in {"juste", "faux"}]
    assert preuves
    assert set(preuves) == {"juste"}


@pytest.mark.exige_libreoffice
def test_un_tableur_recalcule_les_memes_valeurs(classeur: Path, soffice: str, tmp_path: Path) -> None:
    (recalcule,) = recalculer(soffice, [classeur], tmp_path)
    ici, la = (ouvrir(chemin, data_only=True) for chemin in (classeur, recalcule))
    comparees = 0
    for feuille in ici:
        for rangee in feuille.iter_rows():
            for cellule in rangee:
                autre = la[feuille.title][cellule.coordinate].value
                if isinstance(cellule.value, int | float):
                    assert autre == pytest.approx(cellule.value, abs=1e-9), (feuille.title, cellule.coordinate)
                    comparees += 1
                elif cellule.value in {"juste", "faux"}:
                    assert autre == cellule.value
    assert comparees > 300


@pytest.mark.exige_libreoffice
def test_une_decision_revient_d_un_tableur_apres_un_tri(classeur: Path, soffice: str, tmp_path: Path) -> None:
    ouvert = ouvrir(classeur)
    feuille = ouvert["Écarts"]
    titres = [cellule.value for cellule in feuille[4]]
    cle, choix, commentaire = (titres.index(titre) + 1 for titre in ("Clé", "Décision", "Commentaire"))
    cles = [feuille.cell(ligne, cle).value for ligne in (5, 6)]
    feuille.cell(5, choix, "Accepté")
    feuille.cell(6, commentaire, "demandé à la DDT")
    contenu = [[c.value for c in rangee] for rangee in feuille.iter_rows(min_row=5)]
    for rang, rangee in enumerate(reversed(contenu), 5):
        for colonne, valeur in enumerate(rangee, 1):
            feuille.cell(rang, colonne).value = valeur
    feuille.title = "Écarts à voir"
    ouvert.save(tmp_path / "trie.xlsx")
    (enregistre,) = recalculer(soffice, [tmp_path / "trie.xlsx"], tmp_path)
    lues = lire_decisions(enregistre)
    assert {c: (d.choix, d.commentaire) for c, d in lues.items()} == {
        cles[0]: (ChoixSurEcart.ACCEPTE, ""),
        cles[1]: (None, "demandé à la DDT"),
    }


def test_ce_qui_est_decide_se_retrouve_dans_le_classeur_suivant(classeur: Path, tmp_path: Path) -> None:
    dossier, vue = recus()
    premier, second = vue.ecarts[:2]
    ouvert = ouvrir(classeur)
    titres = [cellule.value for cellule in ouvert["Écarts"][4]]
    ouvert["Écarts"].cell(5, titres.index("Décision") + 1, "accepté")
    ouvert["Écarts"].cell(6, titres.index("Décision") + 1, "extrait à corriger")
    ouvert["Écarts"].cell(6, titres.index("Commentaire") + 1, "relancé")
    ouvert.save(tmp_path / "d.xlsx")
    # Le second écart n'est plus : son mouvement n'est plus au dossier.
    ote = replace(dossier, journal=tuple(m for m in dossier.journal if m != second.dossier[0]))
    extrait = lire_extrait(dossier, SOURCES, correspondance=EXEMPLE / "comptabilite.toml")
    suivante = voir_rapprochement(rapprocher(ote, extrait.journal, au=AU), lire_decisions(tmp_path / "d.xlsx"))
    ecrire_rapprochement(suivante, tmp_path / "r2.xlsx", projet=ote, dossier=EXEMPLE / "dossier", sources=SOURCES)
    relues = lire_decisions(tmp_path / "r2.xlsx")
    assert {c: (d.choix, d.commentaire) for c, d in relues.items()} == {
        premier.cle: (ChoixSurEcart.ACCEPTE, ""),
        second.cle: (ChoixSurEcart.EXTRAIT, "relancé"),
    }
    synthese = ouvrir(tmp_path / "r2.xlsx", data_only=True)["Synthèse"]
    nombre, a_traiter = (synthese.cell(6, colonne).value for colonne in (3, 4))
    assert a_traiter == nombre - 1


def test_au_dela_de_ce_qu_un_tableur_admet_un_lien_n_est_que_son_texte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maquettes.rapprochement.tableau.LIENS_AU_PLUS", 3)
    feuille = ouvrir(ecrire(tmp_path / "r.xlsx"))["Écarts"]
    lieux = [ligne["Dans le dossier"] for ligne in lignes(feuille)]
    assert [lieu.hyperlink is not None for lieu in lieux] == [True] * 3 + [False] * (len(lieux) - 3)
    assert all(str(lieu.value).startswith("journal.csv, ligne ") for lieu in lieux)


def test_une_destination_impossible_n_ecrit_rien(tmp_path: Path) -> None:
    dossier = projet(journal=[mouvement("acompte", euros(1))])
    ecrire_dossier(dossier, tmp_path / "dossier")
    vide: JournalEnColonnes = de_mouvements([])
    vue = voir_rapprochement(rapprocher(dossier, vide, au=AU))
    (tmp_path / "deja.xlsx").write_bytes(b"deja")
    for nom in ("deja.xlsx", "r.csv", "dossier/r.xlsx"):
        with pytest.raises(EcritureRefusee):
            ecrire_rapprochement(
                vue, tmp_path / nom, projet=dossier, dossier=tmp_path / "dossier", sources=[tmp_path / "x.json"]
            )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deja.xlsx", "dossier"]
    assert (tmp_path / "deja.xlsx").read_bytes() == b"deja"
    assert not (tmp_path / "dossier" / "r.xlsx").exists()

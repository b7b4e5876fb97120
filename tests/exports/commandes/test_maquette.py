"""``financement maquette``, et les autres commandes sur un classeur."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from exports.exemple import chemin_exemple
from financement import controler
from financement.dossier.projet import Projet
from maquettes import MaquetteLue, ecrire_dossier, lire_dossier, lire_maquette
from maquettes.maquette.contenu import Reglages
from maquettes.maquette.ecriture import maquette_du_projet
from tests.classeur_ouvert import ouvrir
from tests.exports.commandes.conftest import Commande
from tests.maquettes.maquette.petite import abreger, maquette_serree

AU = date(2015, 3, 31)
ARRETE = ("--au", AU.isoformat())


@pytest.fixture(scope="module")
def abregee() -> tuple[Projet, bytes]:
    """Du Noyer Doré, les dix premières opérations et celles d’un constat, et leur maquette."""
    entier = lire_dossier(chemin_exemple())
    codes = dict.fromkeys(operation.code for operation in entier.operations if operation.version == 0)
    en_cause = {constat.operation for constat in controler(entier, au=AU) if constat.operation is not None}
    gardees = {*list(codes)[:10], *en_cause}
    projet = abreger(entier, gardees)
    return projet, maquette_serree(projet, Reglages(au=AU))


@pytest.fixture
def dossier(abregee: tuple[Projet, bytes], tmp_path: Path) -> Path:
    """Le répertoire de ces opérations."""
    ecrire_dossier(abregee[0], tmp_path / "dossier")
    return tmp_path / "dossier"


@pytest.fixture
def court(abregee: tuple[Projet, bytes], tmp_path: Path) -> Path:
    """Leur maquette."""
    chemin = tmp_path / "noyer.xlsx"
    chemin.write_bytes(abregee[1])
    return chemin


def test_une_maquette_s_ecrit_et_se_refait_d_elle_meme_a_la_meme_date(
    abregee: tuple[Projet, bytes], dossier: Path, financement: Commande, tmp_path: Path
) -> None:
    classeur, refaite = tmp_path / "noyer.xlsx", tmp_path / "refaite.xlsx"
    assert financement("maquette", dossier, classeur, *ARRETE) == (0, f"Maquette écrite : {classeur}\n", "")
    assert classeur.read_bytes() == maquette_du_projet(abregee[0], Reglages(au=AU))
    assert financement("maquette", classeur, refaite).code == 0
    assert refaite.read_bytes() == classeur.read_bytes()


def test_une_maquette_n_ecrase_rien(court: Path, dossier: Path, financement: Commande) -> None:
    avant = court.read_bytes()
    reponse = financement("maquette", dossier, court)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert f"« {court} » existe déjà et n’est jamais écrasé." in reponse.erreur
    assert court.read_bytes() == avant


def test_une_maquette_est_un_xlsx(noyer: Path, financement: Commande, tmp_path: Path) -> None:
    reponse = financement("maquette", noyer, tmp_path / "noyer.xls")
    assert reponse.code == 2
    assert "une maquette est un classeur, donner un nom en .xlsx." in reponse.erreur
    assert sorted(chemin.name for chemin in tmp_path.iterdir()) == ["noyer"]


def test_la_vierge_se_donne_seule(financement: Commande, tmp_path: Path) -> None:
    vierge = tmp_path / "vierge.xlsx"
    assert financement("maquette", "--vierge", vierge) == (0, f"Maquette à remplir : {vierge}\n", "")
    notice = openpyxl.load_workbook(vierge, read_only=True, data_only=True)["Notice"]
    assert notice["A2"].value == "Maquette à remplir – montants en euros"
    for mots in (("dossier", "x.xlsx", "--vierge", "y.xlsx"), ("--vierge", "y.xlsx", *ARRETE)):
        assert financement("maquette", *mots).erreur.startswith("financement : --vierge ne s’emploie pas avec DOSSIER")
    assert financement("maquette", "dossier").erreur.startswith("financement : il manque : DOSSIER et FICHIER.xlsx, ou")


@pytest.mark.parametrize(
    "mots",
    [
        ("situation", *ARRETE),
        ("situation", *ARRETE, "--par", "maitre_ouvrage"),
        ("cloture", *ARRETE),
        ("echeancier", *ARRETE),
        ("comparer", "--de", "0", "--a", "5"),
        ("expliquer", "9200201-08-0001-001", "ANRU", *ARRETE),
    ],
)
def test_chaque_commande_dit_la_meme_chose_du_classeur_et_du_repertoire(
    mots: tuple[str, ...], court: Path, dossier: Path, financement: Commande
) -> None:
    commande, *suite = mots
    du_classeur = json.loads(financement(commande, court, *suite, "--format", "json").sortie)
    du_repertoire = json.loads(financement(commande, dossier, *suite, "--format", "json").sortie)
    assert _sans_provenance(du_classeur) == _sans_provenance(du_repertoire)


def _sans_provenance(valeur: object) -> object:
    if isinstance(valeur, dict):
        return {cle: _sans_provenance(contenu) for cle, contenu in valeur.items() if cle != "provenance"}
    return [_sans_provenance(contenu) for contenu in valeur] if isinstance(valeur, list) else valeur


def test_les_constats_d_un_classeur_menent_a_la_cellule(court: Path, dossier: Path, financement: Commande) -> None:
    du_classeur = json.loads(financement("controler", court, *ARRETE, "--format", "json").sortie)["constats"]
    du_repertoire = json.loads(financement("controler", dossier, *ARRETE, "--format", "json").sortie)["constats"]
    assert len(du_classeur) > 15
    assert _sans_provenance(du_classeur) == _sans_provenance(du_repertoire)
    tardif = next(constat for constat in du_classeur if constat["code"] == "ENGAGEMENT-02")
    lieu = tardif["provenance"]
    assert (lieu["feuille"], lieu["colonne"]) == ("Journal", "date")
    cellule = ouvrir(court)[lieu["feuille"]][lieu["cellule"]]
    assert cellule.value.date().isoformat() == tardif["constate"]


def test_la_copie_annotee_commente_chaque_cellule_en_cause(
    court: Path, dossier: Path, financement: Commande, tmp_path: Path
) -> None:
    avant, copie = court.read_bytes(), tmp_path / "copie.xlsx"
    reponse = financement("controler", court, *ARRETE, "--format", "json", "--annoter", copie)
    constats = json.loads(reponse.sortie)["constats"]
    assert (reponse.code, reponse.erreur) == (1, f"financement : copie annotée : {copie}\n")
    assert len(constats) > 15
    assert court.read_bytes() == avant
    annotee = openpyxl.load_workbook(copie)
    for constat in constats:
        lieu = constat["provenance"]
        if lieu["cellule"]:
            commentaire = annotee[lieu["feuille"]][lieu["cellule"]].comment
            assert commentaire is not None
            assert constat["code"] in commentaire.text
    assert annotee.sheetnames[0] == "Remarques"
    assert lire_dossier(copie) == lire_dossier(dossier)
    liste = [[case.value for case in ligne] for ligne in annotee["Remarques"].iter_rows(min_row=4)]
    ordre = ["bloquant", "alerte", "information"]
    ranges = sorted(constats, key=lambda constat: ordre.index(constat["gravite"]))
    assert [
        (str(ligne[1]).lower(), ligne[2], *(str(texte).replace("\u202f", " ") for texte in ligne[5:7]))
        for ligne in liste
    ] == [(constat["gravite"], constat["code"], constat["message"], constat["remede"]) for constat in ranges]
    hyperliens = [ligne[0].hyperlink for ligne in annotee["Remarques"].iter_rows(min_row=4)]
    liens = [lien.location for lien in hyperliens if lien is not None]
    ailleurs = {"INFO-01": "'Clôture'!A1", "INFO-02": "'Opérations'!A1", "INFO-03": "'Clôture'!A1"}
    assert liens == [
        ailleurs.get(constat["code"]) or f"'{constat['provenance']['feuille']}'!{constat['provenance']['cellule']}"
        for constat in ranges
    ]


def test_une_maquette_fautive_s_annote_aussi(court: Path, financement: Commande, tmp_path: Path) -> None:
    abimee, copie = tmp_path / "abimee.xlsx", tmp_path / "copie.xlsx"
    ouverte = ouvrir(court)
    ouverte["Journal"]["F9"].value = "39 202 292, 00 €"
    ouverte.save(abimee)
    reponse = financement("controler", abimee, "--annoter", copie)
    assert reponse.code == 2
    assert "abimee.xlsx, feuille Journal, F9, colonne montant [MONTANT-01]" in reponse.erreur
    commentaire = openpyxl.load_workbook(copie)["Journal"]["F9"].comment
    assert commentaire is not None
    assert "« 39 202 292, 00 € » n’est pas un montant en euros." in commentaire.text


def test_un_classeur_change_pendant_qu_on_le_controle_ne_s_annote_pas(
    court: Path, financement: Commande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le tableur enregistre entre la lecture et la copie : les commentaires iraient sur d’autres cellules."""
    mouvant, copie = tmp_path / "mouvant.xlsx", tmp_path / "copie.xlsx"
    mouvant.write_bytes(court.read_bytes())

    def lire_puis_enregistrer(chemin: Path) -> MaquetteLue:
        lue = lire_maquette(chemin)
        mouvant.write_bytes(court.read_bytes() + b" ")
        return lue

    monkeypatch.setattr("exports.commandes.controler.lire_maquette", lire_puis_enregistrer)
    reponse = financement("controler", mouvant, *ARRETE, "--annoter", copie)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert "mouvant.xlsx » a changé" in reponse.erreur
    assert not copie.exists()


def test_seul_un_classeur_s_annote(dossier: Path, court: Path, financement: Commande, tmp_path: Path) -> None:
    assert "seul un .xlsx se copie annoté" in financement("controler", dossier, "--annoter", tmp_path / "x.xlsx").erreur
    assert "existe déjà et n’est jamais écrasé" in financement("controler", court, "--annoter", court).erreur
    assert "donner un nom en .xlsx" in financement("controler", court, "--annoter", tmp_path / "x.pdf").erreur
    (tmp_path / "faux.xlsx").write_bytes(b"<html>")
    reponse = financement("controler", tmp_path / "faux.xlsx", "--annoter", tmp_path / "x.xlsx")
    assert (reponse.code, "[CLASSEUR-01]" in reponse.erreur) == (2, True)
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.long
def test_convertir_vers_et_depuis_un_classeur(noyer: Path, financement: Commande, tmp_path: Path) -> None:
    for source, destination in (("noyer", "a.xlsx"), ("a.xlsx", "b.json"), ("b.json", "c.xlsx"), ("c.xlsx", "d")):
        assert financement("convertir", tmp_path / source, tmp_path / destination).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()
    assert lire_dossier(tmp_path / "d") == lire_dossier(noyer)


def test_comparer_deux_classeurs_dit_les_cellules(court: Path, financement: Commande, tmp_path: Path) -> None:
    change = tmp_path / "change.xlsx"
    ouvert = ouvrir(court)
    avant = ouvert["Plan de financement"]["E7"].value
    ouvert["Plan de financement"]["E7"].value = avant + 1
    ouvert.save(change)
    contenu = json.loads(financement("comparer", court, change, "--format", "json").sortie)
    (changement,) = contenu["changements"]
    assert (changement["table"], changement["sorte"], changement["champ"]) == ("plan", "modification", "montant")
    lieux = [changement[cote] for cote in ("provenance_avant", "provenance_apres")]
    assert [(lieu["fichier"], lieu["feuille"], lieu["cellule"]) for lieu in lieux] == [
        ("noyer.xlsx", "Plan de financement", "E7"),
        ("change.xlsx", "Plan de financement", "E7"),
    ]

"""``financement comparer`` : le contrat json, le total refait par addition, deux versions ou deux dossiers."""

import csv
import io
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exports.commandes.affichage.sortie import provenance_pour_programme
from financement.fautes.provenance import Provenance
from maquettes.description.description import CONTENU
from tests.exports.commandes.conftest import Commande

MONTANTS = ["avant", "apres", "ecart"]
LIGNE = ["operation", "financeur", "nature", *MONTANTS]
CLES = ["lignes", "total", "operations", "reestimations", "cloture"]


def json_de(financement: Commande, *mots: object) -> dict[str, Any]:
    reponse = financement("comparer", *mots, "--format", "json")
    assert (reponse.code, reponse.erreur) == (0, "")
    contenu: dict[str, Any] = json.loads(reponse.sortie)
    return contenu


@pytest.fixture
def modifie(financement: Commande, noyer: Path, tmp_path: Path) -> Path:
    """Le Noyer Doré où l’ANRU met un euro de plus sur la première opération."""
    autre = tmp_path / "autre"
    assert financement("exemple", autre).code == 0
    plan = autre / "plan.csv"
    texte = plan.read_text(encoding="utf-8-sig")
    ancienne = "0;9200201-01-0001-001;ANRU;subvention;699935,87;"
    assert ancienne in texte
    plan.write_text(texte.replace(ancienne, ancienne.replace("699935", "699936")), encoding="utf-8")
    assert noyer != autre
    return autre


def test_contrat_json(financement: Commande, noyer: Path) -> None:
    contenu = json_de(financement, noyer, "--de", 0, "--a", 5)
    assert list(contenu) == CLES
    assert list(contenu["total"]) == [*MONTANTS, "concours", "autofinancement"]
    assert list(contenu["total"]["concours"]) == list(contenu["total"]["autofinancement"]) == MONTANTS
    assert contenu["lignes"]
    for ligne in contenu["lignes"]:
        assert list(ligne) == LIGNE
        assert all(re.fullmatch(r"-?\d+\.\d\d", ligne[nom]) for nom in MONTANTS)
        assert Decimal(ligne["ecart"]) == Decimal(ligne["apres"]) - Decimal(ligne["avant"]) != 0


def test_le_total_est_la_somme_des_lignes(financement: Commande, noyer: Path) -> None:
    contenu = json_de(financement, noyer, "--de", 3, "--a", 4)

    def somme(*natures: str) -> dict[str, str]:
        lignes = [ligne for ligne in contenu["lignes"] if ligne["nature"] in natures]
        return {nom: f"{sum((Decimal(ligne[nom]) for ligne in lignes), Decimal('0.00'))}" for nom in MONTANTS}

    concours, autofinancement = somme("subvention", "pret"), somme("fonds_propres")
    assert "0.00" not in {concours["apres"], autofinancement["apres"]}
    assert contenu["total"] == somme("subvention", "pret", "fonds_propres") | {
        "concours": concours,
        "autofinancement": autofinancement,
    }


def test_l_ecart_est_celui_des_situations(financement: Commande, noyer: Path) -> None:
    programmes = [
        Decimal(
            json.loads(financement("situation", noyer, "--version", version, "--format", "json").sortie)["total"][
                "programme"
            ]
        )
        for version in (0, 5)
    ]
    ecart = Decimal(json_de(financement, noyer, "--de", 0, "--a", 5)["total"]["ecart"])
    assert ecart == programmes[1] - programmes[0]


def test_sans_version_de_la_convention_initiale_a_la_derniere(financement: Commande, noyer: Path) -> None:
    assert json_de(financement, noyer) == json_de(financement, noyer, "--de", 0, "--a", 5)


def test_une_version_avec_elle_meme(financement: Commande, noyer: Path) -> None:
    zero = dict.fromkeys(MONTANTS, "0.00")
    contenu = json_de(financement, noyer, "--de", 2, "--a", 2)
    nul = zero | {"concours": zero, "autofinancement": zero}
    assert (contenu["lignes"], contenu["total"], contenu["operations"]) == ([], nul, [])
    assert contenu["cloture"]["total"]["ecart"] == "0.00"
    assert "Aucune ligne ne change." in financement("comparer", noyer, "--de", 2, "--a", 2).sortie
    assert financement("comparer", noyer, "--de", 2, "--a", 2, "--format", "csv").sortie == ";".join(LIGNE) + "\n"


def test_deux_dossiers(financement: Commande, noyer: Path, modifie: Path) -> None:
    attendue = {"avant": "699935.87", "apres": "699936.87", "ecart": "1.00"}
    contenu = json_de(financement, noyer, modifie)
    assert list(contenu) == [*CLES, "changements", "restes_a_charge", "constats"]
    assert contenu["lignes"] == [
        {"operation": "9200201-01-0001-001", "financeur": "ANRU", "nature": "subvention"} | attendue
    ]
    assert contenu["total"] == attendue | {
        "concours": attendue,
        "autofinancement": dict.fromkeys(MONTANTS, "0.00"),
    }
    assert json_de(financement, noyer, noyer)["lignes"] == []
    reestimations: dict[str, Any] = {"reestimations": []}  # à la même date d'un dossier à l'autre
    attendu = json_de(financement, noyer) | reestimations | {"changements": []}
    obtenu = json_de(financement, noyer, noyer, "--de", 0)
    propres = {nom: obtenu.pop(nom) for nom in ("restes_a_charge", "constats")}
    assert obtenu == attendu
    # De la convention initiale à la dernière version : ce que l'une ne disait pas de l'abandon, l'autre le dit.
    assert "ABANDON-02" in {constat["code"] for constat in propres["constats"]["apparus"]}


def test_csv(financement: Commande, noyer: Path) -> None:
    reponse = financement("comparer", noyer, "--de", 3, "--a", 4, "--format", "csv")
    rangees = list(csv.DictReader(io.StringIO(reponse.sortie), delimiter=";"))
    attendues = json_de(financement, noyer, "--de", 3, "--a", 4)["lignes"]
    assert list(rangees[0]) == LIGNE
    assert [{nom: rangee[nom].replace(",", ".") for nom in LIGNE} for rangee in rangees] == attendues


def test_table(financement: Commande, noyer: Path) -> None:
    reponse = financement("comparer", noyer, "--de", 0, "--a", 5)
    assert (reponse.code, reponse.erreur) == (0, "")
    lignes = reponse.sortie.splitlines()
    assert lignes[0] == "Programmé, version 0 → version 5, en euros"
    assert [ligne.split("  ")[0] for ligne in lignes if ligne.startswith("Total")] == [
        *("Total des concours", "Total", "Total", "Total", "Total")
    ]
    assert any(re.match(r"Famille +(Concours +){3}(Autofinancement *){3}$", ligne) for ligne in lignes)
    assert any(re.match(r"Financeur +Fongible +Redéployé +Économie +Complément", ligne) for ligne in lignes)
    (fongible,) = [ligne for ligne in lignes if ligne.startswith("Fongible : ")]
    assert "lecture C" in fongible
    assert lignes[lignes.index(fongible) + 1].startswith("Subventions et fonds propres d’un financeur y comptent ")


def resommer(dossier: Path, version: int, rang: int) -> dict[tuple[str, bool], int]:
    """Le plan.csv en vigueur, sommé sans la bibliothèque par financeur (rang 1) ou par famille, et par part.

    La part est vraie pour un concours. Le numéro d’une opération porte sa famille.
    """
    en_vigueur: dict[tuple[str, str, str], int] = {}
    with (dossier / "plan.csv").open(encoding="utf-8-sig", newline="") as flux:
        for ligne in csv.DictReader(flux, delimiter=";"):
            if int(ligne["version"]) <= version:
                cle = (ligne["operation"], ligne["financeur"], ligne["nature"])
                en_vigueur[cle] = int(ligne["montant"].replace(",", ""))
    sommes: dict[tuple[str, bool], int] = {}
    for cle, montant in en_vigueur.items():
        groupe = cle[1] if rang else cle[0].split("-")[1]
        for nom in (groupe, "Total"):
            place = (nom, cle[2] != "fonds_propres")
            sommes[place] = sommes.get(place, 0) + montant
    return sommes


@pytest.mark.parametrize(("rang", "titre"), [(1, "Financeur"), (0, "Famille")])
def test_les_tableaux_entiers_sont_ceux_du_plan(financement: Commande, noyer: Path, rang: int, titre: str) -> None:
    """Lus à l’écran, montant par montant ; 86 901 897,50 → 97 005 229,70 de concours en tout."""
    sortie = financement("comparer", noyer, "--de", 0, "--a", 5).sortie
    debut = sortie.index(f"\n{titre} ", sortie.index("Tableaux financiers entiers, lignes inchangées comprises"))
    corps = sortie[debut + 1 : sortie.index("\n\n", debut + 1)].splitlines()
    lues = {ligne.split("  ")[0].strip(): re.split(r" {2,}", ligne)[1:] for ligne in corps[3:] if "---" not in ligne}
    avant, apres = (resommer(noyer, version, rang) for version in (0, 5))
    assert set(lues) == {nom for nom, _ in (*avant, *apres)}
    attendues = {
        nom: [
            montant
            for de, a in ((avant.get((nom, part), 0), apres.get((nom, part), 0)) for part in (True, False))
            for montant in (de, a, a - de)
        ]
        for nom in lues
    }
    assert {nom: [centimes(texte) for texte in textes] for nom, textes in lues.items()} == attendues
    assert attendues["Total"][:3] == [86_901_897_50, 97_005_229_70, 10_103_332_20]
    if titre == "Famille":
        assert list(lues) == [*(f"{code:02}" for code in range(1, 13)), "Total"]


def centimes(texte: str) -> int:
    chiffres = re.sub(r"[^0-9]", "", texte)
    return int(f"{'-' * texte.startswith('−')}{chiffres or 0}")


def test_un_financeur_retenu_garde_ses_lignes_inchangees(financement: Commande, noyer: Path) -> None:
    """L’ANRU passe de 20 611 668,37 à 23 000 000 € ; les lignes qui changent, de 3 044 089,35 à 5 432 420,98 €."""
    sortie = re.sub(r"[\u00a0\u202f]", " ", financement("comparer", noyer, "--financeur", "ANRU").sortie)
    for motif in (
        r"Total des concours \(lignes retenues\) +3 044 089,35 +5 432 420,98 +2 388 331,63\n",
        r"ANRU +20 611 668,37 +23 000 000,00 +2 388 331,63 +– +– +–\n",
        r"Total \(lignes retenues\) +20 611 668,37 +23 000 000,00 +2 388 331,63 +– +– +–\n",
    ):
        assert re.search(motif, sortie), motif


@pytest.mark.parametrize("forme", ["json", "csv", "table"])
def test_meme_sortie_depuis_le_json(financement: Commande, noyer: Path, tmp_path: Path, forme: str) -> None:
    copie = tmp_path / "noyer.json"
    assert financement("convertir", noyer, copie).code == 0
    mots = ("--de", 1, "--a", 4, "--format", forme)
    assert financement("comparer", copie, *mots).sortie == financement("comparer", noyer, *mots).sortie
    assert json_de(financement, noyer, copie)["lignes"] == []


@pytest.mark.parametrize("mots", [("--de", 7), ("--a", 7)])
def test_version_inconnue(financement: Commande, noyer: Path, mots: tuple[str, int]) -> None:
    reponse = financement("comparer", noyer, *mots, "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    (erreur,) = json.loads(reponse.sortie)["erreurs"]
    assert list(erreur) == ["code", "message", "lu", "remede", "provenance"]
    assert (erreur["lu"], erreur["provenance"]["colonne"]) == ("7", "version")
    assert "0, 1, 2, 3, 4, 5" in erreur["message"] + erreur["remede"]
    sans_json = financement("comparer", noyer, *mots)
    assert (sans_json.code, sans_json.sortie) == (2, "")


def test_second_dossier_illisible(financement: Commande, noyer: Path, tmp_path: Path) -> None:
    reponse = financement("comparer", noyer, tmp_path / "absent", "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    assert json.loads(reponse.sortie)["erreurs"]


# --- tout ce qui sépare deux dossiers

FINANCEMENT = "financement 9200201-01-0001-001, ANRU, subvention (convention initiale)"
TITRE = "Ce qui change entre les deux dossiers"


def editer(dossier: Path, fichier: str, ancien: str, nouveau: str) -> None:
    """Remplace un texte, présent une seule fois, d’un fichier du dossier."""
    chemin = dossier / fichier
    texte = chemin.read_text(encoding="utf-8")
    assert texte.count(ancien) == 1
    chemin.write_text(texte.replace(ancien, nouveau), encoding="utf-8")


def lieu(**connus: object) -> dict[str, object]:
    return dict.fromkeys(("fichier", "feuille", "cellule", "ligne", "colonne")) | connus


def test_contrat_json_des_changements(financement: Commande, noyer: Path, modifie: Path) -> None:
    assert json_de(financement, noyer, modifie)["changements"] == [
        {
            "table": "plan",
            "sorte": "modification",
            "objet": FINANCEMENT,
            "champ": "montant",
            "avant": "699 935,87\u00a0€",
            "apres": "699 936,87\u00a0€",
            "provenance_avant": lieu(fichier="plan.csv", ligne=2, colonne="montant"),
            "provenance_apres": lieu(fichier="plan.csv", ligne=2, colonne="montant"),
        }
    ]


def test_un_ajout_n_a_ni_champ_ni_place_dans_le_premier(financement: Commande, noyer: Path, modifie: Path) -> None:
    with (modifie / "reestimations.csv").open("a", encoding="utf-8") as flux:
        flux.write("2015-03-01;9200201-08-0011-001;1,00\n")
    rang = (modifie / "reestimations.csv").read_text(encoding="utf-8").count("\n")
    _, ajout = json_de(financement, noyer, modifie)["changements"]
    assert ajout == {
        "table": "reestimations",
        "sorte": "ajout",
        "objet": "réestimation du 01/03/2015 pour 9200201-08-0011-001",
        "champ": None,
        "avant": None,
        "apres": None,
        "provenance_avant": None,
        "provenance_apres": lieu(fichier="reestimations.csv", ligne=rang),
    }
    _, retrait = json_de(financement, modifie, noyer)["changements"]
    assert (retrait["sorte"], retrait["provenance_avant"], retrait["provenance_apres"]) == (
        "retrait",
        ajout["provenance_apres"],
        None,
    )


def test_sans_second_dossier_le_contrat_ne_change_pas(financement: Commande, noyer: Path) -> None:
    assert list(json_de(financement, noyer)) == CLES
    assert TITRE not in financement("comparer", noyer).sortie


def test_les_changements_se_lisent_par_table_avec_leurs_places(
    financement: Commande, noyer: Path, modifie: Path, tmp_path: Path
) -> None:
    editer(modifie, "convention.toml", 'porteur = "Ville d’Antony (Hauts-de-Seine)"', 'porteur = "Ville d’Antony"')
    editer(modifie, "insertion.csv", "9200201-01-0001-001;1020;877\n", "")
    assert financement("convertir", modifie, tmp_path / "modifie.json").code == 0
    reponse = financement("comparer", noyer, tmp_path / "modifie.json")
    assert (reponse.code, reponse.erreur) == (0, "")
    toml = next(
        rang
        for rang, texte in enumerate((noyer / "convention.toml").read_text(encoding="utf-8").splitlines(), 1)
        if texte == "[convention]"
    )
    assert reponse.sortie.replace("\u00a0", " ").partition(TITRE)[2].splitlines() == [
        "",
        "",
        "Convention",
        (
            "  modification : convention, porteur : Ville d’Antony (Hauts-de-Seine) → Ville d’Antony"
            f"  [avant : convention.toml, ligne {toml}, clé porteur ; après : modifie.json, convention.porteur]"
        ),
        "",
        "Plan de financement",
        (
            f"  modification : {FINANCEMENT}, montant : 699 935,87 € → 699 936,87 €"
            "  [avant : plan.csv, ligne 2, colonne montant ; après : modifie.json, plan[0].montant]"
        ),
        "",
        "Insertion",
        "  retrait : heures d’insertion de 9200201-01-0001-001  [avant : insertion.csv, ligne 2]",
        "",
        "3 changements.",
    ]


def test_deux_dossiers_egaux(financement: Commande, noyer: Path) -> None:
    sortie = financement("comparer", noyer, noyer).sortie
    assert "Aucune ligne ne change." in sortie
    assert sortie.endswith(f"\n{TITRE}\n\nAucun changement : les deux dossiers ont le même contenu.\n")


def test_tous_les_changements_sont_imprimes(financement: Commande, noyer: Path, modifie: Path) -> None:
    lignes = (modifie / "journal.csv").read_text(encoding="utf-8").splitlines()
    (modifie / "journal.csv").write_text(lignes[0] + "\n", encoding="utf-8")
    sortie = financement("comparer", noyer, modifie).sortie
    assert len(lignes) > 500
    assert sortie.count("\n  retrait : ") == len(lignes) - 1
    assert sortie.endswith(f"\n\n{len(lignes)} changements.\n")


def test_le_csv_reste_celui_des_lignes(financement: Commande, noyer: Path, modifie: Path) -> None:
    editer(modifie, "insertion.csv", "9200201-01-0001-001;1020;877\n", "")
    assert financement("comparer", noyer, modifie, "--format", "csv").sortie == (
        "operation;financeur;nature;avant;apres;ecart\n9200201-01-0001-001;ANRU;subvention;699935,87;699936,87;1,00\n"
    )


def test_un_texte_hostile_reste_sur_sa_ligne(financement: Commande, noyer: Path, modifie: Path) -> None:
    editer(modifie, "operations.csv", "Démolition de la tour du Mail et", '"A\nB\x1b[0m\u202e')
    editer(modifie, "operations.csv", "neutralisation des réseaux;", 'neutralisation des réseaux";')
    sortie = financement("comparer", noyer, modifie).sortie
    assert "→ A B␛[0m� neutralisation des réseaux  [avant : operations.csv, ligne 4, colonne libelle" in sortie
    changes = json_de(financement, noyer, modifie)["changements"]
    assert [c["apres"] for c in changes if c["champ"] == "libelle"] == ["A\nB\x1b[0m\u202e neutralisation des réseaux"]


def test_les_versions_ne_bornent_que_le_programme(financement: Commande, noyer: Path, modifie: Path) -> None:
    zero = json_de(financement, noyer, modifie, "--de", 0, "--a", 0)
    assert zero["changements"] == json_de(financement, noyer, modifie)["changements"]


def test_chaque_table_a_un_titre() -> None:
    titres = [table.titre for table in CONTENU]
    assert all(titres)
    assert len(set(titres)) == len(titres)


# --- deux dossiers illisibles


def test_les_fautes_des_deux_dossiers_sont_donnees(financement: Commande, noyer: Path, modifie: Path) -> None:
    editer(noyer, "plan.csv", "0;9200201-01-0001-001;VILLE;subvention;", "0;9200201-01-0001-001;VILLLE;subvention;")
    editer(modifie, "plan.csv", ";699936,87;", ";-1;")
    editer(modifie, "insertion.csv", ";1020;877", ";beaucoup;877")
    reponse = financement("comparer", noyer, modifie, "--format", "json")
    assert (reponse.code, reponse.erreur) == (2, "")
    erreurs = json.loads(reponse.sortie)["erreurs"]
    assert [list(erreur) for erreur in erreurs] == [["code", "message", "lu", "remede", "provenance"]] * 3
    assert [(erreur["lu"], erreur["provenance"]) for erreur in erreurs] == [
        ("VILLLE", lieu(fichier=str(noyer / "plan.csv"), ligne=3, colonne="financeur")),
        ("-1", lieu(fichier=str(modifie / "plan.csv"), ligne=2, colonne="montant")),
        ("beaucoup", lieu(fichier=str(modifie / "insertion.csv"), ligne=2, colonne="heures_objectif")),
    ]
    pour_une_personne = financement("comparer", noyer, modifie)
    assert (pour_une_personne.code, pour_une_personne.sortie) == (2, "")
    assert pour_une_personne.erreur.startswith("financement : 3 fautes empêchent de continuer.\n")
    assert f"\n{modifie}/plan.csv, ligne 2, colonne montant [" in pour_une_personne.erreur


def test_deux_dossiers_absents(financement: Commande, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    erreurs = json.loads(financement("comparer", "un", "deux.json", "--format", "json").sortie)["erreurs"]
    assert [(erreur["lu"], erreur["provenance"]) for erreur in erreurs] == [("un", lieu()), ("deux.json", lieu())]


def test_un_json_illisible_est_situe_par_son_chemin(financement: Commande, noyer: Path, tmp_path: Path) -> None:
    (tmp_path / "autre.json").write_text("{", encoding="utf-8")
    (erreur,) = json.loads(financement("comparer", noyer, tmp_path / "autre.json", "--format", "json").sortie)[
        "erreurs"
    ]
    assert erreur["provenance"]["fichier"] == str(tmp_path / "autre.json")


def test_un_meme_dossier_illisible_n_est_accuse_qu_une_fois(financement: Commande, noyer: Path) -> None:
    editer(noyer, "insertion.csv", ";1020;877", ";beaucoup;877")
    erreurs = json.loads(financement("comparer", noyer, noyer, "--format", "json").sortie)["erreurs"]
    assert [erreur["lu"] for erreur in erreurs] == ["beaucoup"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceEnrichie(Provenance):
    """Une provenance qui en sait plus que le contrat."""

    secret: int = 7


def test_une_provenance_pour_programme_a_cinq_cles() -> None:
    enrichie = ProvenanceEnrichie(fichier="a", feuille="b", cellule="C3", ligne=4, colonne="e")
    assert list(provenance_pour_programme(enrichie).items()) == [
        ("fichier", "a"),
        ("feuille", "b"),
        ("cellule", "C3"),
        ("ligne", 4),
        ("colonne", "e"),
    ]

"""``financement situation`` : le contrat json, les montants refaits à la main, la table et le csv."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from maquettes import ecrire_dossier
from tests.construction import financeur, projet
from tests.exports.commandes.conftest import Commande, Rangees
from tests.financement.test_concours_financiers import npnru

Lire = Callable[[str], Rangees]
AU = "2015-03-31"
AVENANTS = ("2005-11-18", "2007-03-15", "2009-06-26", "2012-10-12", "2013-12-06")
SIGNES = {
    "engagement": ("engage", 1),
    "degagement": ("engage", -1),
    "avance": ("paye", 1),
    "acompte": ("paye", 1),
    "solde": ("paye", 1),
    "reversement": ("paye", -1),
}
COLONNES = ["programme", "engage", "paye", "reste_a_engager", "reste_a_payer"]
COLONNES_EXERCICE = ["engage", "paye", "engage_cumul", "paye_cumul"]
PARTS = ["concours", "autofinancement"]


def montant(texte: str) -> Decimal:
    return Decimal(texte.replace(",", "."))


def natures(rangees: Lire) -> dict[tuple[str, str], str]:
    """La nature de la seule ligne de chaque (opération, financeur) ; dans l’exemple, un financeur n’en a qu’une."""
    return {(rangee["operation"], rangee["financeur"]): rangee["nature"] for rangee in rangees("plan")}


def programmes(
    rangees: Lire, cle: Callable[[dict[str, str]], str], version: int, *, part: str = ""
) -> dict[str, Decimal]:
    """Σ du plan en vigueur : la dernière rangée de chaque (opération, financeur, nature), toutes ou d’une part."""
    dernieres: dict[tuple[str, str, str], dict[str, str]] = {}
    for rangee in sorted(rangees("plan"), key=lambda r: int(r["version"])):
        if int(rangee["version"]) <= version:
            dernieres[rangee["operation"], rangee["financeur"], rangee["nature"]] = rangee
    sommes: dict[str, Decimal] = defaultdict(Decimal)
    for rangee in dernieres.values():
        if not part or part == PARTS[rangee["nature"] == "fonds_propres"]:
            sommes[cle(rangee)] += montant(rangee["montant"])
    return sommes


def mouvements(
    rangees: Lire, cle: Callable[[dict[str, str]], str], au: str = "9999", *, part: str = ""
) -> dict[str, dict[str, Decimal]]:
    sommes: dict[str, dict[str, Decimal]] = defaultdict(lambda: {"engage": Decimal(), "paye": Decimal()})
    des_lignes = natures(rangees)
    for rangee in rangees("journal"):
        nature = rangee["nature"] or des_lignes.get((rangee["operation"], rangee["financeur"]), "subvention")
        voulue = not part or part == PARTS[nature == "fonds_propres"]
        if voulue and rangee["type"] in SIGNES and rangee["date"] <= au:
            nom, signe = SIGNES[rangee["type"]]
            sommes[cle(rangee)][nom] += signe * montant(rangee["montant"])
    return sommes


def json_de(financement: Commande, *mots: object) -> dict[str, Any]:
    reponse = financement("situation", *mots, "--format", "json")
    assert (reponse.code, reponse.erreur) == (0, "")
    contenu: dict[str, Any] = json.loads(reponse.sortie)
    return contenu


def par_operation(rangees: Lire, colonne: str) -> dict[str, str]:
    """La valeur de ``colonne`` de chaque opération, dans sa dernière version."""
    return {r["operation"]: r[colonne] for r in sorted(rangees("operations"), key=lambda r: int(r["version"]))}


@pytest.mark.parametrize("axe", ["financeur", "famille", "operation", "maitre_ouvrage"])
def test_chaque_axe_suit_le_contrat_et_les_fichiers(
    axe: str, noyer: Path, financement: Commande, rangees: Lire
) -> None:
    contenu = json_de(financement, noyer, "--au", AU, "--par", axe)
    assert list(contenu) == ["au", "version", "par", "lignes", "total"]
    assert (contenu["au"], contenu["version"], contenu["par"]) == (AU, 5, axe)
    assert list(contenu["total"]) == [*COLONNES, *PARTS]

    attributs = {} if axe in {"financeur", "operation"} else par_operation(rangees, axe)

    def cle(rangee: dict[str, str]) -> str:
        return attributs[rangee["operation"]] if attributs else rangee[axe]

    attendus_programmes = programmes(rangees, cle, 5)
    attendus = mouvements(rangees, cle, AU)
    for ligne in contenu["lignes"]:
        assert list(ligne) == ["cle", "libelle", *COLONNES, *PARTS]
        programme, flux = attendus_programmes.pop(ligne["cle"]), attendus[ligne["cle"]]
        assert ligne["programme"] == f"{programme:.2f}"
        assert ligne["engage"] == f"{flux['engage']:.2f}"
        assert ligne["paye"] == f"{flux['paye']:.2f}"
        assert ligne["reste_a_engager"] == f"{programme - flux['engage']:.2f}"
        assert ligne["reste_a_payer"] == f"{flux['engage'] - flux['paye']:.2f}"
    assert attendus_programmes == {}
    for colonne in COLONNES:
        somme = sum((Decimal(ligne[colonne]) for ligne in contenu["lignes"]), Decimal())
        assert contenu["total"][colonne] == f"{somme:.2f}"
    assert contenu["total"]["programme"] == "167000000.00"


@pytest.mark.parametrize("part", PARTS)
def test_chaque_part_est_celle_des_fichiers(part: str, noyer: Path, financement: Commande, rangees: Lire) -> None:
    """Concours : subventions et prêts ; autofinancement : fonds propres. Plan et journal relus, nature par nature."""
    contenu = json_de(financement, noyer, "--au", AU)
    attendus_programmes = programmes(rangees, lambda r: r["financeur"], 5, part=part)
    attendus = mouvements(rangees, lambda r: r["financeur"], AU, part=part)
    for ligne in contenu["lignes"]:
        programme, flux = attendus_programmes[ligne["cle"]], attendus[ligne["cle"]]
        assert ligne[part] == {
            "programme": f"{programme:.2f}",
            "engage": f"{flux['engage']:.2f}",
            "paye": f"{flux['paye']:.2f}",
            "reste_a_engager": f"{programme - flux['engage']:.2f}",
            "reste_a_payer": f"{flux['engage'] - flux['paye']:.2f}",
        }
    for colonne in COLONNES:
        somme = sum((Decimal(ligne[part][colonne]) for ligne in contenu["lignes"]), Decimal())
        assert contenu["total"][part][colonne] == f"{somme:.2f}"


def test_les_deux_parts_font_le_total(noyer: Path, financement: Commande) -> None:
    for axe in ("famille", "exercice"):
        contenu = json_de(financement, noyer, "--au", AU, "--par", axe)
        for montants in (*contenu["lignes"], contenu["total"]):
            for colonne in montants["concours"]:
                parts = sum(Decimal(montants[part][colonne]) for part in PARTS)
                assert montants[colonne] == f"{parts:.2f}"


def test_les_exercices_suivent_le_contrat_et_le_journal(noyer: Path, financement: Commande, rangees: Lire) -> None:
    contenu = json_de(financement, noyer, "--au", AU, "--par", "exercice")
    attendus = mouvements(rangees, lambda r: r["date"][:4], AU)
    cumuls = {"engage": Decimal(), "paye": Decimal()}
    assert list(contenu["total"]) == [*COLONNES_EXERCICE, *PARTS]
    assert [ligne["cle"] for ligne in contenu["lignes"]] == [str(annee) for annee in range(2004, 2016)]
    for ligne in contenu["lignes"]:
        assert list(ligne) == ["cle", *COLONNES_EXERCICE, *PARTS]
        for nom in ("engage", "paye"):
            cumuls[nom] += attendus[ligne["cle"]][nom]
            assert ligne[nom] == f"{attendus[ligne['cle']][nom]:.2f}"
            assert ligne[f"{nom}_cumul"] == f"{cumuls[nom]:.2f}"
    for nom, cumul in cumuls.items():
        assert contenu["total"][nom] == contenu["total"][f"{nom}_cumul"] == f"{cumul:.2f}"


@pytest.mark.parametrize("version", range(6))
def test_une_version_choisie(version: int, noyer: Path, financement: Commande, rangees: Lire) -> None:
    contenu = json_de(financement, noyer, "--version", version)
    attendus = programmes(rangees, lambda r: r["financeur"], version)
    assert (contenu["au"], contenu["version"]) == (None, version)
    assert {ligne["cle"]: ligne["programme"] for ligne in contenu["lignes"]} == {
        ligne["cle"]: f"{attendus.get(ligne['cle'], Decimal()):.2f}" for ligne in contenu["lignes"]
    }
    assert contenu["total"]["programme"] == f"{sum(attendus.values()):.2f}"


@pytest.mark.parametrize(("rang", "date"), list(enumerate(AVENANTS, 1)))
def test_la_version_en_vigueur_est_celle_de_la_date(rang: int, date: str, noyer: Path, financement: Commande) -> None:
    assert json_de(financement, noyer, "--au", date)["version"] == rang


def test_la_veille_du_premier_avenant_vaut_la_convention(noyer: Path, financement: Commande) -> None:
    assert json_de(financement, noyer, "--au", "17/11/2005")["version"] == 0


def test_les_chiffres_publics(noyer: Path, financement: Commande) -> None:
    lignes = {ligne["cle"]: ligne["programme"] for ligne in json_de(financement, noyer)["lignes"]}
    assert (lignes["ANRU"], lignes["VILLE"], lignes["DEPARTEMENT"]) == ("23000000.00", "25000000.00", "14150845.00")


def test_les_deux_formes_donnent_la_meme_situation(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    en_json = tmp_path / "noyer.json"
    assert financement("convertir", noyer, en_json).code == 0
    for forme in ("json", "csv", "table"):
        for axe in ("financeur", "exercice"):
            mots = ("--au", AU, "--par", axe, "--format", forme)
            assert financement("situation", en_json, *mots) == financement("situation", noyer, *mots)


def test_le_csv(noyer: Path, financement: Commande) -> None:
    lignes = financement("situation", noyer, "--au", AU, "--format", "csv").sortie.splitlines()
    parts = [f"{part}_{colonne}" for part in PARTS for colonne in COLONNES]
    assert lignes[0].split(";") == ["cle", "libelle", *parts, *COLONNES]
    assert lignes[1].startswith("ANRU;Agence nationale pour la rénovation urbaine;23000000,00;")
    assert len(lignes) == 1 + 14
    contenu = json.loads(financement("situation", noyer, "--au", AU, "--format", "json").sortie)
    for rangee, ligne in zip(csv.DictReader(lignes, delimiter=";"), contenu["lignes"], strict=True):
        montants = {**{f"{part}_{nom}": ligne[part][nom] for part in PARTS for nom in COLONNES}, **ligne}
        assert {nom: rangee[nom].replace(",", ".") for nom in (*parts, *COLONNES)} == {
            nom: montants[nom] for nom in (*parts, *COLONNES)
        }
    exercices = financement("situation", noyer, "--par", "exercice", "--format", "csv").sortie.splitlines()
    parts = [f"{part}_{colonne}" for part in PARTS for colonne in COLONNES_EXERCICE]
    assert exercices[0].split(";") == ["cle", *parts, *COLONNES_EXERCICE]


def test_un_retour_chariot_ne_coupe_pas_une_ligne_du_csv(tmp_path: Path, financement: Commande) -> None:
    dossier = projet(
        operations=(), plan=(), financeurs=(financeur("ANRU", nom='retour\rseul ; "a"\nb'), financeur("VILLE"))
    )
    ecrire_dossier(dossier, tmp_path / "d.json")
    sortie = financement("situation", tmp_path / "d.json", "--format", "csv").sortie
    _, anru, ville = csv.reader(io.StringIO(sortie, newline=""), delimiter=";")
    assert anru[:2] == ["ANRU", 'retour\rseul ; "a"\nb']
    assert ville[0] == "VILLE"


def test_la_table(noyer: Path, financement: Commande) -> None:
    lignes = financement("situation", noyer, "--au", AU).sortie.splitlines()
    assert lignes[0] == "Noyer Doré – Antony — situation au 31/03/2015, tableau financier version 5, en euros"
    assert lignes[2].split() == ["Financeur", *["Concours"] * 5, "Autofinancement"]
    sous_titres = ["programmé", "engagé", "payé", "reste à engager", "reste à payer", "programmé"]
    assert re.split(r" {2,}", lignes[3].strip()) == sous_titres
    anru = next(ligne for ligne in lignes if ligne.startswith("ANRU · Agence nationale"))
    assert "  23 000 000,00  " in anru
    semidep = next(ligne for ligne in lignes if ligne.startswith("SEMIDEP"))
    assert re.split(r" {2,}", semidep)[1:] == ["–", "–", "–", "–", "–", "8 383 678,02"]
    total = re.split(r" {2,}", next(ligne for ligne in lignes if ligne.startswith("Total")))
    assert (total[1], total[-1]) == ("97 005 229,70", "69 994 770,30")  # les deux font les 167 M€
    assert lignes[-1].startswith("PROJET — ")
    assert lignes[-1].endswith("les voir par « financement controler ».")


def test_la_table_sans_date_le_dit(noyer: Path, financement: Commande) -> None:
    premiere = financement("situation", noyer).sortie.splitlines()[0]
    assert "situation sans date d’arrêté (tout le journal), tableau financier version 5" in premiere


def test_la_table_par_famille_donne_le_programme_physique(noyer: Path, financement: Commande) -> None:
    lignes = financement("situation", noyer, "--au", AU, "--par", "famille").sortie.splitlines()
    prevus = {ligne.split("  ")[0]: re.split(r" {2,}", ligne) for ligne in lignes if "logements  " in ligne}
    assert prevus["Démolition de logements locatifs sociaux"][-5:] == ["6", "144", "144", "–", "–"]
    assert prevus["Création de logements locatifs sociaux"][-5:] == ["13", "351", "335", "16", "–"]
    assert prevus["Résidentialisation"][-5:] == ["19", "2 102", "1 938", "164", "–"]
    assert prevus["Intervention sur l’habitat privé"][1:] == ["logements", "5"]  # les mêmes logements, plusieurs fois


def test_une_situation_du_npnru_dit_ses_concours_financiers(financement: Commande, tmp_path: Path) -> None:
    ecrire_dossier(npnru(), tmp_path / "npnru.json")
    contenu = json.loads(financement("situation", tmp_path / "npnru.json", "--format", "json").sortie)
    concours = contenu["concours_financiers"]
    assert {nom: part["programme"] for nom, part in concours.items()} == {
        "subventions": "300000.00",
        "prets_bonifies": "50000.00",
        "total": "350000.00",
    }
    table = financement("situation", tmp_path / "npnru.json").sortie
    assert re.search(r"Prêts bonifiés \(Action Logement\) +50 000,00 +40 000,00 +10 000,00", table)

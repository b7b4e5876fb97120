"""Les fichiers reçus de l’exemple : refaits à l’identique, justes, et tels que le dossier saisi à la main les dit."""

import csv
import tomllib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from financement import controler
from maquettes import lire_dossier
from tests.cellules import cellules
from tests.fichiers_recus import EXEMPLE, FICHIERS, ecrire
from tests.libreoffice import recalculer

CLASSEURS = sorted(nom for nom in FICHIERS if nom.endswith(".xlsx"))


def contenu(fichier: Path) -> dict[str, bytes]:
    """Les octets d’un fichier, ou ceux de chaque partie d’un classeur : la compression dépend de la machine."""
    if fichier.suffix != ".xlsx":
        return {"": fichier.read_bytes()}
    with ZipFile(fichier) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def table(nom: str) -> list[dict[str, str]]:
    with (EXEMPLE / "dossier" / nom).open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux, delimiter=";"))


def euros(texte: str) -> Decimal:
    return Decimal(texte.replace(",", "."))


def test_les_fichiers_de_l_exemple_sont_ceux_du_script(tmp_path: Path) -> None:
    ecrire(tmp_path)
    assert {nom: contenu(EXEMPLE / nom) for nom in FICHIERS} == {nom: contenu(tmp_path / nom) for nom in FICHIERS}


def test_la_convention_du_dossier_est_celle_que_cite_la_correspondance() -> None:
    assert (EXEMPLE / "convention.toml").read_bytes() == (EXEMPLE / "dossier" / "convention.toml").read_bytes()


def test_le_dossier_se_lit_et_n_a_que_les_constats_attendus() -> None:
    constats = controler(lire_dossier(EXEMPLE / "dossier"))
    assert Counter(constat.code for constat in constats) == {
        "EXECUTION-01": 1,
        "EXECUTION-02": 1,
        "PLAN-07": 1,
        "INFO-01": 1,
        "INFO-03": 1,
    }


def test_le_programme_a_les_totaux_faits_a_la_main() -> None:
    totaux: dict[tuple[str, str], Decimal] = {}
    for ligne in table("plan.csv"):
        colonne = "propres" if ligne["nature"] == "fonds_propres" else ligne["financeur"]
        cle = (ligne["version"], colonne)
        totaux[cle] = totaux.get(cle, Decimal(0)) + euros(ligne["montant"])
    attendus = {
        "ANRU": ("6023705", "6214780", "6033320"),
        "VILLE": ("345000", "345000", "445000"),
        "EPCI": ("225000", "225000", "225000"),
        "DEPARTEMENT": ("1080000", "1160000", "910000"),
        "REGION": ("975000", "975000", "1025000"),
        "CDC": ("7600000", "7800000", "7750000"),
        "propres": ("12171572.50", "12538375", "12502357.50"),
    }
    assert totaux == {(str(v), nom): Decimal(m) for nom, montants in attendus.items() for v, m in enumerate(montants)}


def test_le_journal_a_les_totaux_faits_a_la_main() -> None:
    par_type: dict[str, list[Decimal]] = {}
    for ligne in table("journal.csv"):
        par_type.setdefault(ligne["type"], []).append(euros(ligne["montant"]))
    assert {genre: (len(montants), sum(montants)) for genre, montants in par_type.items()} == {
        "engagement": (10, Decimal("5650270.00")),
        "avance": (6, Decimal("488515.50")),
        "acompte": (18, Decimal("3075880.00")),
        "solde": (3, Decimal("691202.70")),
        "reversement": (2, Decimal("12539.14")),
        "depense": (32, Decimal("16202142.68")),
        "annulation": (5, Decimal("405490.00")),
    }


def test_les_totaux_qui_ne_tombent_pas_sont_ceux_que_l_on_a_plantes() -> None:
    """Le sous-total 08 de l’avenant 1 oublie une opération ; à l’avenant 2, un texte échappe aux sommes."""
    lues = cellules(EXEMPLE / "tableaux_financiers.xlsx")
    avenant_1 = {
        str(lues["Avenant 1", f"A{rang}"].valeur): lues["Avenant 1", f"F{rang}"].valeur
        for rang in range(6, 40)
        if ("Avenant 1", f"F{rang}") in lues
    }
    assert avenant_1["S/T Aménagements et espaces publics"] == 2040 + 2100
    assert avenant_1["TOTAL"] == pytest.approx(27866.25 - 415.25)
    region = [
        (lues["Avenant 2", f"A{rang}"].valeur, cellule.valeur)
        for rang in range(7, 40)
        if (cellule := lues.get(("Avenant 2", f"P{rang}"))) is not None
    ]
    assert ("5951203 09 0001 001", "350 000") in region
    assert ("Total famille 09", 0.0) in region
    assert ("TOTAL PROJET", 675000.0) in region


def sources_a_en_tete() -> list[Any]:
    """Les sources de la correspondance, hors le flux comptable : il n’a pas d’en-tête."""
    correspondance = tomllib.loads((EXEMPLE / "correspondance.toml").read_text(encoding="utf-8"))
    return [source for source in correspondance["sources"] if not source["fichier"].endswith(".xml")]


@pytest.mark.parametrize("source", sources_a_en_tete(), ids=lambda source: source.get("feuille", source["fichier"]))
def test_les_colonnes_de_la_correspondance_sont_dans_les_en_tetes(source: Mapping[str, Any]) -> None:
    libelles = textes(source["fichier"], source.get("feuille", "*"))
    citees = {morceau for libelle in colonnes_citees(source) for morceau in libelle.split(" / ")}
    assert citees - libelles == set()


def textes(fichier: str, feuille: str) -> set[str]:
    if fichier.endswith(".csv"):
        return {texte for ligne in lignes_du_grand_livre() for texte in ligne}
    lues = cellules(EXEMPLE / fichier)
    valeurs = [cellule.valeur for (nom, _), cellule in lues.items() if fnmatch(nom, feuille)]
    return {f"{valeur:.0f}" if isinstance(valeur, float) else str(valeur) for valeur in valeurs}


def lignes_du_grand_livre() -> list[list[str]]:
    texte = (EXEMPLE / "grand_livre_ville.csv").read_bytes().decode("cp1252")
    return list(csv.reader(texte.splitlines(), delimiter=";"))


def colonnes_citees(source: Mapping[str, Any]) -> set[str]:
    citees = set(source["colonnes"].values()) - {"@titre"}
    for cle in ("financeurs", "exercices", "ignorees"):
        citees |= {table["colonne"] for table in source.get(cle, ())}
    for regle in source.get("regles", ()):
        citees |= {condition["colonne"] for condition in regle["si"]}
    for mouvement in source.get("mouvements", ()):
        citees |= {v["colonne"] if isinstance(v, dict) else v for cle, v in mouvement.items() if cle != "type"}
    return citees


@pytest.mark.long
@pytest.mark.exige_libreoffice
def test_libreoffice_trouve_ce_que_les_formules_enregistrent(libreoffice: str, tmp_path: Path) -> None:
    sources = [EXEMPLE / nom for nom in CLASSEURS]
    comptees = 0
    for source, refait in zip(sources, recalculer(libreoffice, sources, tmp_path), strict=True):
        recalculees = cellules(refait)
        for place, cellule in cellules(source).items():
            if cellule.formule is not None:
                comptees += 1
                assert recalculees[place].valeur == pytest.approx(cellule.valeur, abs=1e-6), (source.name, place)
    assert comptees > 400

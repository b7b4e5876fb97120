"""Après une saisie, le classeur recalculé par LibreOffice montre ce que le moteur calcule sur le dossier relu."""

import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from financement.calculs.situation import Axe, calculer_situation
from financement.dossier.projet import Projet
from maquettes import lire_maquette
from maquettes.maquette.contenu import Reglages
from maquettes.maquette.ecriture import maquette_du_projet
from tests.libreoffice import recalculer
from tests.maquettes.maquette.conftest import ARRETE
from tests.maquettes.maquette.petite import abreger
from tests.maquettes.maquette.saisie import Saisies, lignes_de

OPERATION = "9200201-08-0001-001"
SOLDEE, SOLDE = "9200201-01-0004-001", 234_000
ABANDONNEE = "9200201-09-0001-001"


def payer(saisies: Saisies) -> None:
    """Un acompte de la Ville de plus."""
    saisies.ajouter(
        "Journal",
        Date=datetime.date(2015, 2, 1),
        Type="acompte",
        Financeur="VILLE",
        **{"N° d’opération": OPERATION, "Montant (€)": 1234.56, "Pièce": "MANDAT-1"},
    )


def rencherir(saisies: Saisies) -> None:
    """Le coût d’une opération change : son plan ne s’équilibre plus."""
    ligne = saisies.ligne_de("Opérations", "N° d’opération", OPERATION)
    saisies.ecrire("Opérations", ligne, "Coût HT (€)", 2_000_000.01)


def creer_une_operation(saisies: Saisies) -> None:
    """Une opération nouvelle, son plan et un engagement."""
    saisies.ajouter(
        "Opérations",
        Version=5,
        Famille="08",
        Libellé="Parvis de l’école",
        **{
            "N° d’opération": "9200201-08-0099-001",
            "Maître d’ouvrage": "VILLE",
            "Nature du coût": "brut",
            "Coût HT (€)": 300_000.33,
            "Base du plan": "ht",
            "Taux ANRU": "1/3",
        },
    )
    for financeur, nature, montant in (("ANRU", "subvention", 100_000.11), ("VILLE", "fonds_propres", 200_000.22)):
        saisies.ajouter(
            "Plan de financement",
            Version=5,
            Financeur=financeur,
            Nature=nature,
            **{"N° d’opération": "9200201-08-0099-001", "Montant (€)": montant},
        )
    saisies.ajouter(
        "Journal",
        Date=datetime.date(2014, 12, 1),
        Type="engagement",
        Financeur="ANRU",
        **{"N° d’opération": "9200201-08-0099-001", "Montant (€)": 100_000.11, "Pièce": "DAS-N"},
    )


def abandonner(saisies: Saisies) -> None:
    """Une opération abandonnée."""
    ligne = saisies.ligne_de("Opérations", "N° d’opération", ABANDONNEE)
    saisies.ecrire("Opérations", ligne, "Statut", "abandonnee")


def ajouter_un_financeur(saisies: Saisies) -> None:
    """Un financeur de plus, qui finance sans que la nature soit dite au journal."""
    saisies.ajouter("Financeurs", Code="FONDATION", Nom="Fondation du quartier", Catégorie="autre")
    saisies.ajouter(
        "Plan de financement",
        Version=5,
        Financeur="FONDATION",
        Nature="pret",
        **{"N° d’opération": OPERATION, "Montant (€)": 5_000.5},
    )
    saisies.ajouter(
        "Journal",
        Date=datetime.date(2015, 3, 31),
        Type="engagement",
        Financeur="FONDATION",
        **{"N° d’opération": OPERATION, "Montant (€)": 5_000.5},
    )


def reculer_l_arrete(saisies: Saisies) -> None:
    """Une autre date d’arrêté : une autre version en vigueur, d’autres mouvements."""
    saisies.feuille("Notice")["B8"].value = datetime.date(2009, 6, 30)


def trier(saisies: Saisies) -> None:
    """Deux lignes du journal et deux du plan échangées, comme le ferait un tri."""
    for feuille in ("Journal", "Plan de financement"):
        page = saisies.feuille(feuille)
        largeur = saisies.colonne(feuille, "Contrôle") - 1
        for colonne in range(1, largeur + 1):
            hautes, basses = page.cell(8, colonne), page.cell(60, colonne)
            hautes.value, basses.value = basses.value, hautes.value


def revenir_en_arriere(saisies: Saisies) -> None:
    """Le solde de l’ANRU est reversé en entier, toutes les dépenses d’une autre opération sont annulées."""
    saisies.ajouter(
        "Journal",
        Date=datetime.date(2015, 3, 1),
        Type="reversement",
        Financeur="ANRU",
        **{"N° d’opération": SOLDEE, "Montant (€)": SOLDE, "Pièce": "REV-1"},
    )
    for ligne in saisies.lignes("Journal"):
        if (ligne["Type"], ligne["N° d’opération"]) == ("depense", OPERATION):
            saisies.ajouter(
                "Journal",
                Date=datetime.date(2015, 3, 2),
                Type="annulation",
                **{"N° d’opération": OPERATION, "Montant (€)": ligne["Montant (€)"]},
            )


MODIFICATIONS = (
    revenir_en_arriere,
    payer,
    rencherir,
    creer_une_operation,
    abandonner,
    ajouter_un_financeur,
    reculer_l_arrete,
    trier,
)


@pytest.mark.exige_libreoffice
def test_le_classeur_modifie_montre_ce_que_le_moteur_calcule(
    noyer_dore: Projet, libreoffice: str, tmp_path: Path
) -> None:
    """Sur vingt opérations de l’exemple : les formules sont les mêmes, et dix recalculs ne lisent pas dix fois tout."""
    codes = list(dict.fromkeys(operation.code for operation in noyer_dore.operations))
    projet = abreger(noyer_dore, {*codes[:20], OPERATION, SOLDEE, ABANDONNEE})
    maquette = tmp_path / "noyer.xlsx"
    maquette.write_bytes(maquette_du_projet(projet, Reglages(au=ARRETE)))

    def modifier(nom: str, *gestes: Callable[[Saisies], None]) -> Path:
        saisies = Saisies(maquette)
        for geste in gestes:
            geste(saisies)
        return saisies.enregistrer(tmp_path / f"{nom}.xlsx")

    sources = [modifier(geste.__name__, geste) for geste in MODIFICATIONS] + [modifier("ensemble", *MODIFICATIONS[:-2])]
    moities = sources[::2], sources[1::2]
    for recalcule in (un for moitie in moities for un in recalculer(libreoffice, moitie, tmp_path)):
        lue = lire_maquette(recalcule)
        # La relecture compare chaque cellule calculée au moteur : aucune ne diffère.
        assert [str(constat) for constat in lue.constats] == [], recalcule.name
        if recalcule.stem not in ("trier", "reculer_l_arrete"):
            assert lue.projet != projet, recalcule.name
    etats = {nom: etats_de(tmp_path / "converti" / f"{nom}.xlsx") for nom in ("payer", "revenir_en_arriere")}
    # Un solde reversé en entier n'en est plus un : ni la ligne ni l'opération ne sont soldées.
    assert etats["payer"][SOLDEE] == ("soldée", "soldée")
    assert etats["revenir_en_arriere"][SOLDEE] == ("achevée, solde à demander", "achevée, solde à demander")
    ensemble = openpyxl.load_workbook(tmp_path / "converti" / "ensemble.xlsx", data_only=True)
    avant = calculer_situation(projet, au=ARRETE).par(Axe.FINANCEUR)
    ville = avant.cles.index("VILLE")
    lignes = {ligne["Financeur"]: ligne for ligne in lignes_de(ensemble, "Synthèse financeurs")}
    # À la main : la Ville a versé 1 234,56 € à son propre compte, ce qui n'est pas un concours ; elle autofinance
    # 200 000,22 € de plus ; la fondation engage 5 000,50 €.
    autofinancement = int(avant.autofinancement.programme[ville]) + 200_000_22
    assert lignes["VILLE"]["Payé (€)"] == pytest.approx(int(avant.concours.paye[ville]) / 100, abs=1e-6)
    payees = {
        (ligne["Financeur"], ligne["Nature"]): ligne["Payé (€)"]
        for ligne in lignes_de(ensemble, "Clôture")
        if ligne["N° d’opération"] == OPERATION
    }
    assert payees["VILLE", "fonds_propres"] == 1234.56
    assert lignes["VILLE"]["Autofinancement programmé (€)"] == pytest.approx(autofinancement / 100, abs=1e-6)
    assert lignes["FONDATION"]["Engagé (€)"] == 5000.5
    controles = {ligne["Code"]: ligne for ligne in lignes_de(ensemble, "Contrôles") if ligne["Code"]}
    assert controles["PLAN-01"]["Anomalies"] == 1, "l’opération renchérie, qui reçoit aussi le prêt de la fondation"
    assert ensemble["Notice"]["A3"].value.startswith("Contrôles de ce classeur : ÉCART")


def etats_de(chemin: Path) -> dict[str, tuple[str, str]]:
    """L’état de chaque opération, et celui de sa ligne de l’ANRU."""
    classeur = openpyxl.load_workbook(chemin, data_only=True)
    lignes = {
        ligne["N° d’opération"]: ligne["État"]
        for ligne in lignes_de(classeur, "Clôture")
        if ligne["Financeur"] == "ANRU"
    }
    situation = lignes_de(classeur, "Situation")
    return {ligne["N° d’opération"]: (ligne["État"], lignes.get(ligne["N° d’opération"], "")) for ligne in situation}

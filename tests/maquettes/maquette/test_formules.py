"""Chaque formule de la maquette, recalculée par un autre moteur, donne au centime la valeur du nôtre."""

import datetime
import re
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from hypothesis import Phase, assume, given, settings

from financement.calculs.engagement_repute import afficher_exercice, nommer_exercice
from financement.calculs.situation import calculer_situation
from financement.cloture import EtatLigne, calculer_cloture
from financement.cloture.avenant import generer_avenant_cloture
from financement.controles.contexte import date_du_dernier_fait
from financement.controles.registre import controler
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from maquettes import texte_canonique
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_json import lire_json
from maquettes.classeur.classeur import ClasseurImpossible
from maquettes.maquette.contenu import Reglages
from tests.financement.cloture.dossiers import au_hasard
from tests.libreoffice import recalculer
from tests.maquettes.maquette.conftest import ARRETE
from tests.maquettes.maquette.petite import DECLARE, PETIT, maquette_serree
from tests.maquettes.maquette.recalcul import desaccords, fausser, formules, par_formualizer
from tests.maquettes.maquette.saisie import lignes_de
from tests.profils import PESANTS
from tests.strategies import projets


def test_l_exemple_a_des_milliers_de_formules_vives(maquette: Path) -> None:
    vives = formules(maquette)
    assert len(vives) > 40_000
    assert all(valeur not in ("#N/A", "#VALUE!", "#NAME?", "#REF!") for _, valeur in vives.values())


@pytest.mark.long
@pytest.mark.parametrize("nom", ["maquette", "vierge"])
def test_formualizer_est_d_accord(nom: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    source: Path = request.getfixturevalue(nom)
    assert desaccords(source, par_formualizer(source, tmp_path)) == []


def test_formualizer_voit_une_formule_fausse(tmp_path: Path) -> None:
    juste = tmp_path / "juste.xlsx"
    juste.write_bytes(maquette_serree(PETIT))
    fausse = _fausse(juste, tmp_path)
    assert desaccords(juste, fausse) == []
    assert len(desaccords(fausse, par_formualizer(fausse, tmp_path))) >= 1


def _fausse(maquette: Path, travail: Path) -> Path:
    """Le total des engagements, augmenté d’un euro sous sa valeur enregistrée."""
    return fausser(
        maquette, travail, b"<f>ROUND(SUM(situation_engage),2)</f>", b"<f>ROUND(1+SUM(situation_engage),2)</f>"
    )


def _declaree(travail: Path) -> Path:
    chemin = travail / "declaree.xlsx"
    chemin.write_bytes(maquette_serree(DECLARE, Reglages(au=datetime.date(2010, 12, 31))))
    return chemin


@pytest.mark.exige_libreoffice
def test_libreoffice_est_d_accord(maquette: Path, vierge: Path, libreoffice: str, tmp_path: Path) -> None:
    fausse, declaree = _fausse(maquette, tmp_path), _declaree(tmp_path)
    juste, vide, relue, faussee = recalculer(libreoffice, [maquette, vierge, declaree, fausse], tmp_path)
    assert desaccords(maquette, juste) == []
    assert desaccords(vierge, vide) == []
    assert desaccords(declaree, relue) == []
    # Sans recalcul forcé, la valeur enregistrée, juste, cacherait la formule fausse.
    assert len(desaccords(fausse, faussee)) >= 1


def test_les_declarations_et_les_inverses_se_calculent_en_formules(tmp_path: Path) -> None:
    """Valeurs posées à la main, relues du classeur recalculé par un autre moteur."""
    source = _declaree(tmp_path)
    recalcule = par_formualizer(source, tmp_path)
    assert desaccords(source, recalcule) == []
    classeur = openpyxl.load_workbook(recalcule, data_only=True)
    premiere, sortie = lignes_de(classeur, "Situation")
    # Le Département, réputé, a payé 120 000 € pour 100 000 € programmés ; le solde de l'ANRU a été reversé.
    assert {nom: premiere[nom] for nom in ATTENDUS} == ATTENDUS
    assert (sortie["N° d’opération"], sortie["Programmé (€)"], sortie["État"]) == ("OP-2", 0, None)
    cout, _ = lignes_de(classeur, "Coût final")
    assert (cout["Dépense justifiée (€)"], cout["Coût final (€)"]) == (None, 1_000_000)
    sorts = {(ligne["Type"], ligne["Ce qu’il devient"]) for ligne in lignes_de(classeur, "Annulations")}
    assert sorts == {
        ("solde", "annulé, par sa pièce"),
        ("reversement", "annule, par la pièce"),
        ("depense", "annulé, par son montant"),
        ("annulation", "annule, par le montant"),
    }
    controles = {ligne["Code"]: ligne["Anomalies"] for ligne in lignes_de(classeur, "Contrôles") if ligne["Code"]}
    # Un euro manque au plan : le tableau est en euros entiers, trois lignes et un coût en admettent deux.
    assert (controles["PLAN-01"], controles["PAIEMENT-01"]) == (0, 1)
    engagements = {ligne["Exercice"]: ligne["Engagements (€)"] for ligne in lignes_de(classeur, "Échéancier")}
    assert (engagements[2006], engagements["réputé, sans date"]) == (450_000, 120_000)
    exercices = calculer_situation(DECLARE, au=datetime.date(2010, 12, 31)).par_exercice()
    assert [afficher_exercice(nommer_exercice(annee)) for annee in exercices.annees] == list(map(str, engagements))[:-2]
    assert [montant // 100 for montant in exercices.engage.tolist()] == list(engagements.values())[:-2]


MILLIARD: Final = 10**11
ATTENDUS = {
    "N° d’opération": "OP-1",
    "État": "achevée, solde à demander",
    "Programmé (€)": 550_000,
    "Engagé (€)": 570_000,
    "Dont réputé (€)": 120_000,
    "Payé (€)": 120_000,
    "Reste à engager (€)": -20_000,
    "Reste à payer (€)": 450_000,
    "Autofinancement programmé (€)": 449_999,
    "Plan inférieur au coût (€)": 1,
    "Plan supérieur au coût (€)": 0,
}


# Le trentième a un résidu de plus d'un milliard d'euros, que docs/maquettes.md met hors de ce que fait un tableur.
@pytest.mark.parametrize(
    "graine", [pytest.param(graine, marks=[pytest.mark.long] * (graine > 20)) for graine in range(41) if graine != 30]
)
def test_formualizer_est_d_accord_sur_des_dossiers_mechants(graine: int, tmp_path: Path) -> None:
    projet, au = au_hasard(graine)
    chemin = tmp_path / "maquette.xlsx"
    chemin.write_bytes(maquette_serree(projet, Reglages(au=au)))
    assert desaccords(chemin, par_formualizer(chemin, tmp_path)) == []


@pytest.mark.long
def test_sous_un_avenant_de_cloture_l_engage_se_mesure_au_programme_d_avant(noyer_dore: Projet, tmp_path: Path) -> None:
    clos = generer_avenant_cloture(calculer_cloture(noyer_dore, au=ARRETE), signature=ARRETE)
    chemin = tmp_path / "close.xlsx"
    chemin.write_bytes(maquette_serree(clos, Reglages(au=ARRETE)))
    assert desaccords(chemin, par_formualizer(chemin, tmp_path)) == []
    controles = openpyxl.load_workbook(chemin, data_only=True)["Contrôles"]
    anomalies = {ligne[1].value: ligne[5].value for ligne in controles.iter_rows(min_row=7)}
    reduites = [ligne for ligne in calculer_cloture(clos, au=ARRETE).lignes if 0 < ligne.programme < ligne.engage]
    assert len(reduites) > 50, "la clôture programme moins que l’engagé : c’est à dégager, ce n’est pas un écart"
    constats = [constat.code for constat in controler(clos, au=ARRETE)]
    assert anomalies["ENGAGEMENT-01"] == constats.count("ENGAGEMENT-01") == 0


@settings(PESANTS, phases=[Phase.explicit, Phase.generate])
@given(projets())
def test_formualizer_est_d_accord_sur_tout_projet(tmp_path_factory: pytest.TempPathFactory, projet: Projet) -> None:
    assume(not _partage_trop_grand(projet))
    travail = tmp_path_factory.mktemp("projet")
    try:
        octets = maquette_serree(_sans_controle(projet))
    except ClasseurImpossible:
        # Deux codes qu'un tableur confondrait.
        assume(False)
    chemin = travail / "maquette.xlsx"
    chemin.write_bytes(octets)
    assert desaccords(chemin, par_formualizer(chemin, travail)) == []


def _partage_trop_grand(projet: Projet) -> bool:
    """Un résidu d’un milliard d’euros ou plus à partager : un tableur n’en tient plus le reste (docs/maquettes.md)."""
    residus: dict[str, int] = {}
    for ligne in calculer_cloture(projet, au=date_du_dernier_fait(projet)).lignes:
        if ligne.etat is EtatLigne.RESIDU:
            residus[ligne.cle.operation] = residus.get(ligne.cle.operation, 0) + ligne.montant_cloture
    return max(residus.values(), default=0) >= MILLIARD


def _sans_controle(projet: Projet) -> Projet:
    """Le même projet, ses caractères de contrôle remplacés : formualizer refuse de les enregistrer."""
    texte = re.sub(
        r"\\u00[01][0-9a-f]|\\[rntbf]|\\ufff[ef]|[\x7f-\x9f\u2028\u2029\ufffe\uffff]", "·", texte_canonique(projet)
    )
    try:
        return assembler(lire_json("projet.json", texte.encode()))
    except DossierRefuse:
        assume(False)
        raise

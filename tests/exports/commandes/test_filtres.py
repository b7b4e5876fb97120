"""Filtres et axes : la part retenue est celle des lignes, additionnées de nouveau, et le total le dit."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exports.annexe.annexe import composer_annexe
from exports.commandes import principal
from exports.commandes.affichage.sortie import MARQUE_UTF_8
from exports.document.sceau import GenrePerimetre, Perimetre
from financement.valeurs.montants import ESPACE_FINE
from maquettes import lire_dossier
from tests.exports.commandes.conftest import Commande, Rangees

AU = "2015-03-31"
STOCKS = ["programme", "engage", "paye", "reste_a_engager", "reste_a_payer"]


def lire(financement: Commande, *mots: object) -> dict[str, Any]:
    reponse = financement(*mots, "--format", "json")
    assert reponse.erreur == ""
    contenu: dict[str, Any] = json.loads(reponse.sortie)
    return contenu


def somme(lignes: list[dict[str, Any]], nom: str) -> Decimal:
    return sum((Decimal(ligne[nom]) for ligne in lignes), Decimal("0.00"))


@pytest.fixture
def familles(rangees: Callable[[str], Rangees]) -> dict[str, str]:
    return {rangee["operation"]: rangee["famille"] for rangee in rangees("operations")}


def test_un_croisement_se_resomme_en_ses_axes(financement: Commande, noyer: Path, familles: dict[str, str]) -> None:
    """Opération × financeur, resommé par famille d’après operations.csv, fait la situation par famille."""
    croisee = lire(financement, "situation", noyer, "--au", AU, "--par", "operation,financeur")
    assert croisee["par"] == "operation,financeur"
    assert list(croisee["lignes"][0])[:3] == ["operation", "financeur", "programme"]
    par_famille: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for ligne in croisee["lignes"]:
        par_famille[familles[ligne["operation"]]].append(ligne)
    attendue = lire(financement, "situation", noyer, "--au", AU, "--par", "famille")
    for ligne in attendue["lignes"]:
        for nom in STOCKS:
            assert somme(par_famille[ligne["cle"]], nom) == Decimal(ligne[nom])
            parts = [un["concours"] for un in par_famille[ligne["cle"]]]
            assert somme(parts, nom) == Decimal(ligne["concours"][nom])
    assert croisee["total"] == attendue["total"]


def test_trois_axes_dont_l_exercice(financement: Commande, noyer: Path) -> None:
    mots = ("situation", noyer, "--au", AU, "--par", "operation,financeur,exercice")
    contenu = lire(financement, *mots)
    exercices = lire(financement, "situation", noyer, "--au", AU, "--par", "exercice")
    for exercice in exercices["lignes"]:
        lignes = [ligne for ligne in contenu["lignes"] if ligne["exercice"] == exercice["cle"]]
        assert somme(lignes, "paye") == Decimal(exercice["paye"])
    rangees = list(csv.DictReader(io.StringIO(financement(*mots, "--format", "csv").sortie), delimiter=";"))
    assert [r["operation"] + r["financeur"] + r["exercice"] for r in rangees] == [
        ligne["operation"] + ligne["financeur"] + ligne["exercice"] for ligne in contenu["lignes"]
    ]
    assert [r["concours_paye_cumul"].replace(",", ".") for r in rangees] == [
        ligne["concours"]["paye_cumul"] for ligne in contenu["lignes"]
    ]


def test_deux_axes_font_un_tableau_croise(financement: Commande, noyer: Path) -> None:
    sortie = financement("situation", noyer, "--au", AU, "--par", "famille,financeur", "--grandeur", "paye").sortie
    lignes = sortie.splitlines()
    assert lignes[2] == "Payé, famille × financeur"
    assert lignes[4].split()[:4] == ["Famille", "ANRU", "FONCIERE_LOGEMENT", "ETAT"]
    (total,) = [ligne for ligne in lignes if ligne.startswith("Total")]
    attendu = lire(financement, "situation", noyer, "--au", AU)["total"]["concours"]["paye"]
    assert total.split("  ")[-1].replace(" ", "").replace(",", ".") == attendu
    assert "Concours (subventions et prêts) seuls." in sortie
    assert "Pour mémoire, autofinancement payé : 0,00 €." in sortie.replace("\xa0", " ")
    assert "programmé" not in sortie


@pytest.mark.parametrize(
    ("grandeur", "pied"),
    [
        ((), "Pour mémoire, autofinancement programmé : 69 994 770,30 €."),
        (("--grandeur", "engage"), "Pour mémoire, autofinancement engagé : 3 661 587,89 €."),
        (("--grandeur", "reste_a_payer"), "L’autofinancement, qui n’est dû à personne, n’a pas de reste à payer."),
    ],
)
def test_le_pied_dit_la_grandeur_demandee(
    grandeur: tuple[str, ...], pied: str, financement: Commande, noyer: Path
) -> None:
    sortie = financement("situation", noyer, "--au", AU, "--par", "famille,financeur", *grandeur).sortie
    assert pied in sortie.replace("\u202f", " ").replace("\xa0", " ").splitlines()


@pytest.mark.parametrize(
    "option", ["--maitre-ouvrage=SEM92", "--maitre_ouvrage=SEM92", "--maitre-ouvrage=sem92", "--maitre_ouvrage=Sem92"]
)
def test_tirets_et_soulignes_se_valent(financement: Commande, noyer: Path, option: str) -> None:
    for axe in ("maitre_ouvrage", "maitre-ouvrage", "Maitre-Ouvrage"):
        contenu = lire(financement, "situation", noyer, "--par", axe, option)
        assert contenu["par"] == "maitre_ouvrage"
        assert [ligne["cle"] for ligne in contenu["lignes"]] == ["SEM92"]
        assert contenu["selection"]["maitre_ouvrage"] == "SEM92"


def test_une_valeur_garde_ses_soulignes(financement: Commande, noyer: Path) -> None:
    contenu = lire(financement, "situation", noyer, "--financeur=FONCIERE_LOGEMENT")
    assert contenu["selection"]["financeur"] == "FONCIERE_LOGEMENT"
    assert lire(financement, "situation", noyer, "--financeur", "logement") == contenu


def test_la_cloture_filtree_est_la_somme_de_ses_lignes(
    financement: Commande, noyer: Path, familles: dict[str, str]
) -> None:
    entiere = lire(financement, "cloture", noyer, "--au", AU)
    filtree = lire(financement, "cloture", noyer, "--au", AU, "--famille", "8", "--financeur", "VILLE")
    assert filtree["selection"] == {"financeur": "VILLE", "famille": "08", "maitre_ouvrage": None}
    retenues = [
        ligne for ligne in entiere["lignes"] if familles[ligne["operation"]] == "08" and ligne["financeur"] == "VILLE"
    ]
    assert filtree["lignes"] == retenues != []
    for nom in ("programme", "montant_cloture", "solde_a_verser", "economie"):
        assert Decimal(filtree["total"][nom]) == somme(retenues, nom)
    (ville,) = filtree["par_financeur"]
    assert (ville["financeur"], ville["enveloppe"]) == ("VILLE", None)
    assert {un["operation"] for un in filtree["operations"]} == {
        c for c, famille in familles.items() if famille == "08"
    }
    ecran = financement("cloture", noyer, "--au", AU, "--famille", "8", "--financeur", "VILLE").sortie
    assert (
        "Seules les lignes retenues sont comptées, totaux compris : financeur VILLE, "
        "famille 08 (Aménagement et création d’espaces publics)." in ecran
    )
    assert "Total des concours (lignes retenues)" in ecran


def test_l_enveloppe_d_un_financeur_reste_quand_toutes_ses_lignes_sont_la(financement: Commande, noyer: Path) -> None:
    entiere = lire(financement, "cloture", noyer, "--au", AU)["par_financeur"]
    (anru,) = lire(financement, "cloture", noyer, "--au", AU, "--financeur", "ANRU")["par_financeur"]
    assert anru == next(un for un in entiere if un["financeur"] == "ANRU")


def test_tous_donne_chaque_point_de_vigilance(financement: Commande, noyer: Path) -> None:
    court = financement("cloture", noyer, "--au", AU).sortie
    long = financement("cloture", noyer, "--au", AU, "--tous").sortie
    debut, _, points = long.partition("Points de vigilance, par montant en jeu :\n")
    assert court.startswith(debut)
    nombre = points.partition("\n\n")[0].count("\n") + 1
    assert nombre > 10
    assert f"Points de vigilance, par montant en jeu (10 premiers sur {nombre} ; --tous les donne) :" in court


def test_l_echeancier_filtre(financement: Commande, noyer: Path) -> None:
    entier = lire(financement, "echeancier", noyer, "--au", AU)["lignes"]
    du_financeur = lire(financement, "echeancier", noyer, "--au", AU, "--financeur", "CDC")["lignes"]
    exercices = {ligne["exercice"] for ligne in du_financeur}
    assert du_financeur == [ligne for ligne in entier if ligne["financeur"] == "CDC" and ligne["exercice"] in exercices]
    par_famille = [
        lire(financement, "echeancier", noyer, "--au", AU, "--famille", famille)["lignes"]
        for famille in (f"{n:02d}" for n in range(1, 13))
    ]
    for nom in ("engagement_flux", "paiement_flux"):
        assert sum((somme(lignes, nom) for lignes in par_famille), Decimal("0.00")) == somme(entier, nom)
    ecran = financement("echeancier", noyer, "--au", AU, "--maitre-ouvrage", "SEM92").sortie
    tresorerie = ecran.partition("Semestre de pointe")[2]
    assert "SEM92" in tresorerie
    assert "SEMIDEP" not in tresorerie
    sans_tresorerie = financement("echeancier", noyer, "--au", AU, "--financeur", "CDC").sortie
    assert "Trésorerie des maîtres d’ouvrage" not in sans_tresorerie
    assert "La trésorerie d’un maître d’ouvrage compte toutes ses opérations" in sans_tresorerie


def test_les_constats_filtres_et_les_autres_sont_comptes(financement: Commande, noyer: Path) -> None:
    tous = lire(financement, "controler", noyer, "--au", AU)["constats"]
    reponse = financement("controler", noyer, "--au", AU, "--maitre-ouvrage", "SEM92", "--format", "json")
    contenu = json.loads(reponse.sortie)
    bloquants = [constat["code"] for constat in contenu["constats"] if constat["gravite"] == "bloquant"]
    assert (reponse.code, bloquants) == (1, ["ENGAGEMENT-02"])
    assert [constat for constat in tous if constat in contenu["constats"]] == contenu["constats"]
    ecran = financement("controler", noyer, "--au", AU, "--maitre-ouvrage", "SEM92").sortie
    autres = len(tous) - len(contenu["constats"])
    assert f"Hors des filtres : {autres} constats, dont 2 bloquants." in ecran
    assert financement("controler", noyer, "--au", AU, "--famille", "03").code == 0


@pytest.mark.parametrize(
    ("option", "genre", "code"),
    [
        ("--financeur", "financeur", "FONCIERE_LOGEMENT"),
        ("--financeur", "financeur", "ANRU"),
        ("--maitre-ouvrage", "maitre_ouvrage", "SEM92"),
    ],
)
def test_un_filtre_et_un_extrait_ont_les_memes_constats(
    option: str, genre: str, code: str, financement: Commande, noyer: Path
) -> None:
    """L’extrait de l’annexe et le filtre d’une commande ont les mêmes opérations : celles des lignes retenues."""
    filtres = ("--au", AU, option, code)
    constats = lire(financement, "controler", noyer, *filtres)["constats"]
    perimetre = Perimetre(genre=GenrePerimetre(genre), code=code)
    extrait = composer_annexe(lire_dossier(noyer), au=date.fromisoformat(AU), perimetre=perimetre)
    # L'annexe y joint ce qu'aucun constat ne dit, que « controler » n'a pas.
    faits = [[cellule.valeur for cellule in ligne.cellules] for ligne in extrait.tableau("constats").lignes]
    montres = [message for _, gravite, _, message, *_ in faits if gravite != "vigilance"]
    lus = sorted(str(message).replace(ESPACE_FINE, " ") for message in montres)
    assert lus == sorted(constat["message"] for constat in constats)
    retenues = {ligne["operation"] for ligne in lire(financement, "cloture", noyer, *filtres)["lignes"]}
    assert len(retenues) == extrait.tableau("familles").cellule("total", "operations").valeur


@pytest.mark.parametrize(
    ("mots", "message"),
    [
        (("--par", "operation,operation"), "« operation,operation » répète un axe"),
        (("--par", "operation,lieu"), "--par : « lieu » n’existe pas ; choisir parmi financeur, famille, operation"),
        (("--grandeur", "paye"), "--grandeur : ne vaut que pour deux axes, par exemple --par operation,financeur"),
        (("--par", "famille,exercice", "--grandeur", "programme"), "un exercice n’a que des flux"),
        (("--par", "famille,financeur", "--grandeur", "solde"), "« solde » n’existe pas ; choisir parmi programme"),
        (("--financeur", "VILE"), "« VILE » n’est pas déclaré dans la convention ; le plus proche est « VILLE »"),
        (("--famille", "14"), "« 14 » n’existe pas dans la nomenclature PNRU"),
        (("--maitre-ouvrage", "ANRU"), "ce n’est le maître d’ouvrage d’aucune opération"),
    ],
)
def test_un_filtre_impossible_est_refuse(
    financement: Commande, noyer: Path, mots: tuple[str, ...], message: str
) -> None:
    reponse = financement("situation", noyer, *mots)
    assert (reponse.code, reponse.sortie) == (2, "")
    assert message in reponse.erreur


def test_toutes_les_fautes_des_filtres_d_un_coup(financement: Commande, noyer: Path) -> None:
    erreurs = lire(financement, "cloture", noyer, "--au", AU, "--financeur", "X", "--famille", "Y")["erreurs"]
    assert [erreur["provenance"]["colonne"] for erreur in erreurs] == ["financeur", "famille"]


@pytest.mark.parametrize(
    "mots",
    [
        ("situation",),
        ("situation", "--par", "famille,financeur"),
        ("cloture", "--au", AU),
        ("echeancier", "--au", AU),
        ("comparer",),
        ("controler",),
        ("expliquer", "08-0002-001", "ville", "--au", AU),
    ],
)
def test_un_csv_s_ouvre_en_francais_dans_excel(
    noyer: Path, capsys: pytest.CaptureFixture[str], mots: tuple[str, ...]
) -> None:
    commande, *options = mots
    operation_et_financeur = options[:2] if commande == "expliquer" else []
    principal(
        [commande, str(noyer), *operation_et_financeur, *options[len(operation_et_financeur) :], "--format", "csv"]
    )
    texte = capsys.readouterr().out
    assert texte.startswith(MARQUE_UTF_8)
    assert texte.count(MARQUE_UTF_8) == 1
    assert texte.encode()[:3] == b"\xef\xbb\xbf"

"""``financement indicateurs`` : contrats json et csv, table, classeur recalculé par un autre moteur, refus."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import formualizer
import openpyxl
import pytest

from exports.commandes.affichage.sortie import NombreEcrit, imprimer_table
from financement.indicateurs import INDICATEURS
from maquettes import ecrire_dossier
from tests.cellules import cellules
from tests.construction import euros, jour, mouvement
from tests.exports.commandes.conftest import Commande
from tests.financement.indicateurs.dossier import JOURNAL, OPERATIONS, dossier

AU: Final = "2011-12-31"
CLES: Final = ["cle", "libelle", "valeur", "unite", "formule", "source", "confiance", "perimetre"]
# Une demande de 30 000 € laissée sans suite depuis 90 jours, et un solde jamais demandé.
IMPAYEE: Final = mouvement("demande", euros(30_000), "2011-10-02", operation="CONSTRUIRE")


@pytest.fixture(scope="module")
def une(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lieu = tmp_path_factory.mktemp("une") / "dossier"
    ecrire_dossier(dossier(journal=(*JOURNAL, IMPAYEE)), lieu)
    return lieu


@pytest.fixture(scope="module")
def trois(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deux conventions, dont l’une ne démolit que 10 logements, et un dossier illisible."""
    racine = tmp_path_factory.mktemp("trois")
    demolir, *autres = OPERATIONS
    ecrire_dossier(dossier(), racine / "a")
    ecrire_dossier(dossier(code="C-2", operations=[replace(demolir, quantite=Decimal(10)), *autres]), racine / "b.json")
    (racine / "faux").mkdir()
    (racine / "faux" / "plan.csv").write_text("x\n", encoding="utf-8")
    return racine


def en_json(financement: Commande, *mots: object) -> dict[str, Any]:
    reponse = financement("indicateurs", *mots, "--au", AU, "--format", "json")
    assert reponse.code == 0, reponse.erreur
    lu: dict[str, Any] = json.loads(reponse.sortie)
    return lu


def du_perimetre(lu: dict[str, Any], perimetre: str, **cles: str) -> dict[str, Any]:
    return {
        un["cle"]: un["valeur"]
        for un in lu["indicateurs"]
        if un["perimetre"] == perimetre and all(un[nom] == valeur for nom, valeur in cles.items())
    }


def test_le_json_a_les_cles_du_contrat_et_des_decimaux(financement: Commande, une: Path) -> None:
    lu = en_json(financement, une)
    assert lu["au"] == AU
    assert all(set(CLES) <= set(un) for un in lu["indicateurs"])
    valeurs = du_perimetre(lu, "convention", convention="C-1")
    assert list(valeurs) == [un.cle for un in INDICATEURS]
    assert {cle: valeurs[cle] for cle in ("cout_par_logement_demoli", "levier", "taux_d_engagement", "un_pour_un")} == {
        "cout_par_logement_demoli": "25000.00",
        "levier": "4.00",
        "taux_d_engagement": "78.13",  # 78,125 : demi loin de zéro
        "un_pour_un": "0.75",
    }
    assert valeurs["anru_par_logement_rehabilite"] == "4166.67"
    assert valeurs["delai_demande_paiement"] == "23.8"  # 23,75
    (levier,) = [un for un in lu["indicateurs"] if (un["cle"], un["perimetre"]) == ("levier", "convention")]
    assert (levier["numerateur"], levier["denominateur"]) == ("10000000.00", "2500000.00")
    assert (levier["unite"], levier["confiance"], levier["motif"]) == ("€ pour 1 €", "B", None)


def test_le_json_donne_le_repere_national_et_son_ecart(financement: Commande, une: Path) -> None:
    lu = en_json(financement, une)
    assert du_perimetre(lu, "national")["cout_par_logement_demoli"] == "24360"
    assert du_perimetre(lu, "famille_nationale", famille="01") == {"levier": "1.25", "part_anru": "80.32"}
    assert lu["national"]["programme_imprime"] == "44402.1"
    assert lu["national"]["programme_des_familles"] == "44402.0"
    assert lu["national"]["anru_imprime"] == lu["national"]["anru_des_familles"] == "11579.1"


def test_le_json_dit_ce_qui_attend_et_ses_operations(financement: Commande, une: Path) -> None:
    """Réhabiliter et construire ne sont pas achevées ; démolir est soldée : aucun solde n’est à demander."""
    lu = en_json(financement, une)
    assert lu["demandes_impayees"] == [
        {
            "convention": "C-1",
            "financeur": "ANRU",
            "jours_au_moins": 61,
            "jours_au_plus": 90,
            "montant": "30000.00",
            "operations": ["CONSTRUIRE"],
        }
    ]
    assert lu["soldes_non_demandes"] == []
    assert lu["quantiles"] == []
    (acompte,) = [un for un in lu["delais"] if (un["delai"], un["type"]) == ("demande_paiement", "acompte")]
    assert (acompte["montant"], acompte["moyenne"], acompte["operations"]) == ("200000.00", "10.0", ["CONSTRUIRE"])


def test_un_solde_jamais_demande_se_lit_par_maitre_d_ouvrage(financement: Commande, tmp_path: Path) -> None:
    """Construire achevée, 6 000 000 € dépensés : restent 700 000 € de l’ANRU et 1 300 000 € de prêt."""
    demolir, construire, *autres = OPERATIONS
    achevee = replace(construire, achevement=jour("2011-06-30"), maitre_ouvrage="OPH")
    depense = mouvement("depense", euros(6_000_000), "2011-06-01", operation="CONSTRUIRE")
    ecrire_dossier(dossier(operations=[demolir, achevee, *autres], journal=(*JOURNAL, depense)), tmp_path / "d")
    (solde,) = en_json(financement, tmp_path / "d")["soldes_non_demandes"]
    assert (solde["maitre_ouvrage"], solde["montant"]) == ("OPH", "2000000.00")
    lignes = {un["financeur"]: un["montant"] for un in solde["lignes"]}
    assert lignes == {"ANRU": "700000.00", "CDC": "1300000.00"}


def test_plusieurs_dossiers_ont_leurs_quantiles_et_un_illisible_n_arrete_rien(
    financement: Commande, trois: Path
) -> None:
    """Démolir : 25 000 € et 100 000 € par logement, 2 000 000 € pour 50 logements ensemble."""
    reponse = financement("indicateurs", trois, "--au", AU, "--format", "json")
    assert reponse.code == 0
    assert "faux » est mis de côté : 2 fautes." in reponse.erreur
    lu = json.loads(reponse.sortie)
    assert du_perimetre(lu, "portefeuille")["cout_par_logement_demoli"] == "40000.00"
    assert du_perimetre(lu, "convention", convention="C-2")["cout_par_logement_demoli"] == "100000.00"
    (quantiles,) = [un for un in lu["quantiles"] if un["cle"] == "cout_par_logement_demoli"]
    assert quantiles == {
        "cle": "cout_par_logement_demoli",
        "unite": "€/logement",
        "effectif": 2,
        "sans_objet": 0,
        "minimum": "25000.00",
        "q1": "43750.00",
        "mediane": "62500.00",
        "q3": "81250.00",
        "maximum": "100000.00",
    }
    assert [len(un["fautes"]) for un in lu["refus"]] == [2]
    assert [un["code"] for un in lu["conventions"]] == ["C-1", "C-2"]


def test_aucun_dossier_lisible_est_un_refus(financement: Commande, trois: Path) -> None:
    reponse = financement("indicateurs", trois / "faux", "--au", AU, "--format", "json")
    assert reponse.code == 2
    assert {faute["code"] for faute in json.loads(reponse.sortie)["erreurs"]} == {"LECTURE-03", "LECTURE-07"}


def test_le_csv_a_une_rangee_par_indicateur_et_perimetre(financement: Commande, une: Path) -> None:
    reponse = financement("indicateurs", une, "--au", AU, "--format", "csv")
    rangees = list(csv.DictReader(io.StringIO(reponse.sortie), delimiter=";"))
    assert len(rangees) == len(en_json(financement, une)["indicateurs"])
    (rangee,) = [un for un in rangees if (un["cle"], un["perimetre"]) == ("anru_par_logement_rehabilite", "convention")]
    assert (rangee["valeur"], rangee["numerateur"], rangee["denominateur"]) == ("4166,67", "500000,00", "120,00")
    assert rangee["formule"] == "programmé de l’ANRU sur ces opérations ÷ logements réhabilités prévus"


def test_la_table_dit_valeurs_reperes_et_limites(financement: Commande, une: Path) -> None:
    sortie = financement("indicateurs", une, "--au", AU).sortie
    lignes = {ligne.split("  ")[0]: ligne.split() for ligne in sortie.splitlines()}
    assert lignes["Coût par logement démoli"][-6:] == ["25", "000,00", "24", "360", "€/logement", "B"]
    assert lignes["Effet de levier de l’ANRU"][-7:] == ["4,00", "3,83", "€", "pour", "1", "€", "B"]
    assert "Part du financement : État" not in lignes
    assert "les douze familles y font 44 402,0 M€ pour 44 402,1 imprimés" in sortie
    assert "61 à 90 jours" in sortie
    assert "CONSTRUIRE" in sortie


def test_un_indicateur_sans_objet_dit_pourquoi(financement: Commande, tmp_path: Path) -> None:
    demolir, *autres = OPERATIONS
    ecrire_dossier(dossier(operations=[replace(demolir, quantite=None, unite=None), *autres], suivi=()), tmp_path / "d")
    sortie = financement("indicateurs", tmp_path / "d", "--au", AU).sortie
    assert "Sans objet : aucun logement démoli n’est prévu ; aucun logement n’est démoli à cette date." in sortie
    assert "1 opération sans nombre de logements n’entre pas dans les montants par logement." in sortie
    valeurs = du_perimetre(en_json(financement, tmp_path / "d"), "convention")
    assert valeurs["cout_par_logement_demoli"] is None


def test_le_classeur_se_recalcule_ailleurs_aux_memes_valeurs(
    financement: Commande, trois: Path, tmp_path: Path
) -> None:
    classeur, recalcule = tmp_path / "indicateurs.xlsx", tmp_path / "recalcule.xlsx"
    assert financement("indicateurs", trois, "--au", AU, "--xlsx", classeur).code == 0
    ecrites = cellules(classeur)
    valeurs = {place: cellule.valeur for place, cellule in ecrites.items() if cellule.formule is not None}
    # Trois valeurs par indicateur d'une convention ou du portefeuille, et celles des familles.
    assert len(valeurs) > 3 * len(INDICATEURS)
    formualizer.recalculate_xlsx_file(str(classeur), output=str(recalcule))
    refaites = cellules(recalcule)
    assert {place: refaites[place].valeur for place in valeurs} == pytest.approx(valeurs)


def test_une_formule_du_classeur_suit_ses_termes(financement: Commande, une: Path, tmp_path: Path) -> None:
    """Un numérateur doublé double le levier : 4 devient 8 ; un dénominateur nul le rend sans objet."""
    classeur, recalcule = tmp_path / "indicateurs.xlsx", tmp_path / "recalcule.xlsx"
    financement("indicateurs", une, "--au", AU, "--xlsx", classeur)
    ouvert = openpyxl.load_workbook(classeur)
    feuille: Any = ouvert["Indicateurs"]
    titres = {str(cellule.value): cellule.column for cellule in feuille[4]}
    rangs = {str(ligne[0].value): ligne[0].row for ligne in feuille.iter_rows(min_row=5)}
    levier, part = rangs["Effet de levier de l’ANRU"], rangs["Part du financement : ANRU"]
    numerateur = feuille.cell(levier, titres["Numérateur"])
    numerateur.value = 2 * numerateur.value
    feuille.cell(part, titres["Dénominateur"]).value = 0
    ouvert.save(classeur)
    formualizer.recalculate_xlsx_file(str(classeur), output=str(recalcule))
    valeurs: Any = openpyxl.load_workbook(recalcule, data_only=True)["Indicateurs"]
    assert valeurs.cell(levier, titres["Valeur"]).value == 8
    assert valeurs.cell(part, titres["Valeur"]).value == "sans objet"


def test_le_classeur_a_ses_feuilles_ses_graphiques_et_memes_octets(
    financement: Commande, trois: Path, tmp_path: Path
) -> None:
    rendus = []
    for rang, dossiers in enumerate([("a", "b.json", "faux"), ("faux", "b.json", "a")], 1):
        classeur = tmp_path / f"{rang}.xlsx"
        financement("indicateurs", *(trois / nom for nom in dossiers), "--au", AU, "--xlsx", classeur)
        rendus.append(classeur.read_bytes())
    assert rendus[0] == rendus[1]
    ouvert = openpyxl.load_workbook(tmp_path / "1.xlsx")
    assert ouvert.sheetnames == [
        "Indicateurs",
        "Graphiques",
        "Définitions",
        "Par convention",
        "Par famille",
        "De la demande au paiement",
        "De l’engagement au paiement",
        "Demandes impayées",
        "Soldes à demander",
        "Dossiers",
        "Refus",
    ]
    graphiques: Any = ouvert["Graphiques"]
    assert len(graphiques._charts) == 3
    for feuille in ouvert:
        largeur = sum(colonne.width for colonne in feuille.column_dimensions.values())
        # Sur un A3 couché, 205,4 caractères de colonne : 9 points ne sont pas réduits sous 7,5.
        assert feuille.title == "Graphiques" or 205.4 / largeur >= 7.5 / 9, feuille.title


def test_un_classeur_qui_existe_n_est_pas_remplace(financement: Commande, une: Path, tmp_path: Path) -> None:
    deja = tmp_path / "deja.xlsx"
    deja.write_text("le mien", encoding="utf-8")
    reponse = financement("indicateurs", une, "--au", AU, "--xlsx", deja)
    assert (reponse.code, deja.read_text(encoding="utf-8")) == (2, "le mien")
    assert "la destination existe déjà" in reponse.erreur


def test_un_nombre_deja_ecrit_se_range_a_droite(capsys: pytest.CaptureFixture[str]) -> None:
    imprimer_table(("Clé", "Valeur"), [("a", NombreEcrit("1,00")), ("b", NombreEcrit("sans objet"))])
    assert capsys.readouterr().out.splitlines()[2:] == ["a            1,00", "b      sans objet"]


def test_les_territoires_que_disent_les_dossiers_sont_des_perimetres(financement: Commande, tmp_path: Path) -> None:
    """Deux conventions d’une région, l’une en maquette, l’autre en répertoire ; 25 000 € par logement dans les deux."""
    lieux = {"region": "Île-de-France", "departement": "Hauts-de-Seine"}
    ecrire_dossier(dossier(code="A", **lieux), tmp_path / "a.xlsx")
    ecrire_dossier(dossier(code="B", region="ile de france"), tmp_path / "b")
    lu = en_json(financement, tmp_path / "a.xlsx", tmp_path / "b")
    for perimetre, territoire in (("region", "Île-de-France"), ("departement", "Hauts-de-Seine")):
        assert du_perimetre(lu, perimetre, territoire=territoire)["cout_par_logement_demoli"] == "25000.00"
    reunies = [un for un in lu["indicateurs"] if (un["perimetre"], un["cle"]) == ("region", "levier")]
    assert [(un["territoire"], un["numerateur"]) for un in reunies] == [("Île-de-France", "20000000.00")]
    classeur = tmp_path / "i.xlsx"
    financement("indicateurs", tmp_path / "a.xlsx", tmp_path / "b", "--au", AU, "--xlsx", classeur)
    assert "Par territoire" in openpyxl.load_workbook(classeur, read_only=True).sheetnames

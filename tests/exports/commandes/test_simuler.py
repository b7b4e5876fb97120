"""``financement simuler`` : les clés du contrat, ce que lit une personne, et un refus sans rien d’écrit."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports import chemin_exemple
from exports.commandes import principal
from maquettes import ecrire_dossier, lire_dossier, lire_scenarios

SCENARIOS = Path(__file__).parents[3] / "examples" / "scenarios_noyer.toml"
AU = "2015-03-31"


def simuler(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert principal(["simuler", str(chemin_exemple()), "--au", AU, "--scenarios", str(SCENARIOS), *options]) == 0
    return capsys.readouterr().out


def test_le_json_a_les_cles_du_contrat_et_ses_ecarts_tombent(capsys: pytest.CaptureFixture[str]) -> None:
    lu = json.loads(simuler(capsys, "--format", "json"))
    assert set(lu) == {"au", "base", "scenarios", "tresorerie"}
    base = {f["financeur"]: f["montant_cloture"] for f in lu["base"]["par_financeur"]}
    for scenario in lu["scenarios"]:
        assert set(scenario) == {"nom", "hypotheses", "par_financeur", "par_maitre_ouvrage", "constats", "total"}
        for ligne in scenario["par_financeur"]:
            en_centimes = [
                int(texte.replace(".", ""))
                for texte in (ligne["montant_cloture"], ligne["ecart"], base[ligne["financeur"]])
            ]
            assert en_centimes[0] - en_centimes[1] == en_centimes[2]
    # La part de la Région qui n'est pas engagée, 60 436,35 €, est aux bailleurs ; celle du Département, à la Ville.
    retrait = lu["scenarios"][1]
    ecarts = {m["maitre_ouvrage"]: m["ecart"] for m in retrait["par_maitre_ouvrage"] if m["ecart"] != "0.00"}
    perdus = {f["financeur"]: f["concours"]["ecart"] for f in retrait["par_financeur"] if f["ecart"] != "0.00"}
    assert perdus["REGION"] == "-60436.35"
    assert ecarts["SEMIDEP"] == "60436.35"


def test_la_table_dit_chaque_scenario_et_ses_constats(capsys: pytest.CaptureFixture[str]) -> None:
    table = simuler(capsys)
    assert "S1  Les coûts montent de 8 %\n      coût +8\u00a0% (toutes les opérations en cours)\n" in table
    assert "Constats qui apparaissent : 6 constats bloquants, 0 alerte, 0 information, les 5 premiers" in table
    assert "scenarios_noyer.toml, ligne 25" in table


def test_le_classeur_porte_les_memes_chiffres_et_des_ecarts_vivants(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    classeur, page = tmp_path / "s.xlsx", tmp_path / "s.html"
    lu = json.loads(simuler(capsys, "--format", "json", "--xlsx", str(classeur), "--html", str(page)))
    lues, formules = (load_workbook(classeur, data_only=lire)["Reste à charge"] for lire in (True, False))
    # La base en B, puis montant et écart de chaque scénario ; le premier fait monter les coûts de 8 %.
    rangs = {str(nom): rang for rang, (nom,) in enumerate(lues.iter_rows(max_col=1, values_only=True), 1)}
    attendus = {m["maitre_ouvrage"]: m["ecart"] for m in lu["scenarios"][0]["par_maitre_ouvrage"]}
    rang = rangs["Ville d’Antony"]
    assert lues.cell(rang, 4).value == float(attendus["VILLE"])
    assert formules.cell(rang, 4).value == f"=ROUND(C{rang}-B{rang},2)"
    total = sum(int(ecart.replace(".", "")) for ecart in attendus.values())
    assert lues.cell(rangs["TOTAL"], 4).value == total / 100
    html = page.read_text(encoding="utf-8")
    assert "<svg" in html
    assert "« financement simuler »" in html.replace("\u00a0", " ")
    for fichier in (classeur, page):
        assert principal(["verifier", str(fichier), str(chemin_exemple())]) == 2
        assert "c’est une simulation, que « financement simuler » refait" in capsys.readouterr().err


def test_meme_entree_memes_octets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for nom in ("un", "deux"):
        simuler(capsys, "--xlsx", str(tmp_path / f"{nom}.xlsx"), "--html", str(tmp_path / f"{nom}.html"))
    for suffixe in ("xlsx", "html"):
        assert (tmp_path / f"un.{suffixe}").read_bytes() == (tmp_path / f"deux.{suffixe}").read_bytes()


def test_rien_n_est_ecrase(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.xlsx").write_bytes(b"le mien")
    mots = ["simuler", str(chemin_exemple()), "--au", AU, "--scenarios", str(SCENARIOS)]
    assert principal([*mots, "--xlsx", str(tmp_path / "s.xlsx")]) == 2
    assert (tmp_path / "s.xlsx").read_bytes() == b"le mien"
    assert principal([*mots, "--html", str(tmp_path / "s.txt")]) == 2
    assert capsys.readouterr().out == ""


def test_un_code_inconnu_est_refuse_a_sa_ligne(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fichier = tmp_path / "s.toml"
    fichier.write_text(
        'format = 1\n[[scenarios]]\nnom = "S"\n[[scenarios.hypotheses]]\ngenre = "abandonner"\noperation = "99"\n',
        encoding="utf-8",
    )
    assert principal(["simuler", str(chemin_exemple()), "--au", AU, "--scenarios", str(fichier)]) == 2
    lu = capsys.readouterr()
    assert lu.out == ""
    assert "s.toml, ligne 4 [CODE-01]" in lu.err


def test_expliquer_montre_l_hypothese_comme_source(capsys: pytest.CaptureFixture[str]) -> None:
    mots = ["expliquer", str(chemin_exemple()), "06-0016-001", "ANTONY_HABITAT", "--au", AU]
    assert principal([*mots, "--scenarios", str(SCENARIOS), "--scenario", "Les coûts montent de 8 %"]) == 0
    lu = capsys.readouterr().out
    # 578 083,93 € × 1,08 = 624 330,6444 €.
    assert "624\u202f330,64\u00a0€" in lu
    assert "scenarios_noyer.toml, ligne 7" in lu
    assert principal([*mots, "--scenarios", str(SCENARIOS), "--scenario", "Les couts"]) == 2
    assert "Choisir parmi : Les coûts montent de 8 %" in capsys.readouterr().err
    assert principal([*mots, "--scenario", "X"]) == 2


def test_les_tirages_ont_les_cles_du_contrat(capsys: pytest.CaptureFixture[str]) -> None:
    lu = json.loads(simuler(capsys, "--format", "json", "--tirages", "400", "--graine", "7"))["tirages"]
    assert (lu["n"], lu["graine"]) == (400, 7)
    assert {"grandeur", "cle", "moyenne", "p10", "p50", "p80", "p90"} <= set(lu["grandeurs"][0])
    assert {"evenement", "cle", "probabilite"} <= set(lu["probabilites"][0])
    assert lu["facteurs"][0]["mesure"] == "correlation_de_rang"
    for grandeur in lu["grandeurs"]:
        quantiles = [float(grandeur[f"p{p}"]) for p in (10, 50, 80, 90)]
        assert quantiles == sorted(quantiles)
    assert simuler(capsys, "--tirages", "50") == simuler(capsys, "--tirages", "50", "--graine", "0")


def test_les_tirages_vont_au_classeur_et_a_la_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    classeur, page = tmp_path / "s.xlsx", tmp_path / "s.html"
    table = simuler(capsys, "--tirages", "20", "--xlsx", str(classeur), "--html", str(page))
    assert "Aléas : 20 tirages de la graine 0, 17 opérations varient" in table
    feuilles = load_workbook(classeur, data_only=True)
    assert {"Aléas", "Distribution", "Facteurs", "Probabilités", "Éventail"} <= set(feuilles.sheetnames)
    assert page.read_text(encoding="utf-8").count("<svg") >= 3


def test_il_faut_des_aleas_pour_tirer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mots = ["simuler", str(chemin_exemple()), "--au", AU, "--scenarios", str(SCENARIOS)]
    assert principal([*mots, "--graine", "3"]) == 2
    assert "--graine ne s’emploie qu’avec --tirages" in capsys.readouterr().err
    assert principal([*mots, "--tirages", "100001"]) == 2
    sans = tmp_path / "sans.toml"
    sans.write_text(
        'format = 1\n[[scenarios]]\nnom = "S"\n[[scenarios.hypotheses]]\ngenre = "retard"\nvaleur = 1\n', "utf-8"
    )
    assert principal([*mots[:-1], str(sans), "--tirages", "10"]) == 2
    assert "Le fichier n’a pas d’aléa" in capsys.readouterr().err
    seuls = tmp_path / "seuls.toml"
    seuls.write_text(
        'format = 1\n[[aleas]]\nporte_sur = "cout"\nloi = "uniforme"\nbas = "0 %"\nhaut = "9 %"\n', "utf-8"
    )
    assert principal([*mots[:-1], str(seuls)]) == 2
    assert "Le fichier n’a que des aléas" in capsys.readouterr().err
    assert principal([*mots[:-1], str(seuls), "--tirages", "3", "--html", str(tmp_path / "s.html")]) == 0


def test_le_relais_est_au_taux_dit_et_sous_les_delais_mesures(capsys: pytest.CaptureFixture[str]) -> None:
    tresorerie = json.loads(simuler(capsys, "--format", "json"))["tresorerie"]
    assert (tresorerie["taux"], tresorerie["delais"]["EPCI"]) == ("3,5 %", 153)
    (semidep,) = [m for m in tresorerie["base"] if m["maitre_ouvrage"] == "SEMIDEP"]
    # Chaque semestre, 1,75 % de ce qui manque à sa fin, au centime ; leur somme est le coût.
    en_centimes = [
        [int(semestre[nom].replace(".", "")) for nom in ("relais", "interets")] for semestre in semidep["courbe"]
    ]
    assert all(interets == (relais * 175 + 5_000) // 10_000 for relais, interets in en_centimes)
    assert sum(interets for _, interets in en_centimes) == int(semidep["interets"].replace(".", ""))
    assert max(relais for relais, _ in en_centimes) == int(semidep["relais"].replace(".", ""))
    assert float(semidep["avec_delais"]["relais"]) > float(semidep["relais"])
    table = simuler(capsys)
    assert "Prêt relais au plus fort, en attendant les concours, et son coût à 3,5\u00a0% l’an :" in table
    assert "EPCI 153 jours" in table


def test_des_noms_hostiles_restent_du_texte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """« Base », une formule, deux noms que rien ne sépare à l’œil, une balise : chacun garde ses chiffres."""
    noms = ["Base", "=1+1", "A\u200bB", "A B", "<script>alert(1)</script>", "[x]:*?/"]
    fichier = tmp_path / "s.toml"
    fichier.write_text(
        'format = 1\n[tresorerie]\ntaux = "3 %"\n'
        + "".join(
            f'[[scenarios]]\nnom = {json.dumps(nom)}\n[[scenarios.hypotheses]]\ngenre = "cout"\nvaleur = "{rang} %"\n'
            for rang, nom in enumerate(noms, 1)
        ),
        encoding="utf-8",
    )
    mots = ["simuler", str(chemin_exemple()), "--au", AU, "--scenarios", str(fichier)]
    assert principal([*mots, "--xlsx", str(tmp_path / "s.xlsx"), "--html", str(tmp_path / "s.html")]) == 0
    assert "<script>alert" not in (tmp_path / "s.html").read_text(encoding="utf-8")
    feuille = load_workbook(tmp_path / "s.xlsx", data_only=True)["Reste à charge"]
    totaux = next(rangee for rangee in feuille.iter_rows(values_only=True) if rangee[0] == "TOTAL")
    ecarts = [float(str(ecart)) for ecart in totaux[3::2]]
    assert len(ecarts) == len(noms)
    assert ecarts == sorted(ecarts)
    assert "S2  =1+1" in capsys.readouterr().out


def test_comparer_deux_dossiers_dit_restes_a_charge_et_constats(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Le dossier du scénario, écrit puis comparé : les mêmes écarts que la simulation."""
    base = lire_dossier(chemin_exemple())
    retrait = lire_scenarios(SCENARIOS).nomme("La Région et le Département se retirent")
    suppose = tmp_path / "suppose.json"
    ecrire_dossier(retrait.appliquer(base, au=date(2015, 3, 31)), suppose)
    simule = json.loads(simuler(capsys, "--format", "json"))["scenarios"][1]
    assert principal(["comparer", str(chemin_exemple()), str(suppose), "--au", AU, "--format", "json"]) == 0
    compare = json.loads(capsys.readouterr().out)
    assert {m["maitre_ouvrage"]: m["ecart"] for m in compare["restes_a_charge"]} == {
        m["maitre_ouvrage"]: m["ecart"] for m in simule["par_maitre_ouvrage"]
    }
    assert [c["code"] for c in compare["constats"]["apparus"]] == [c["code"] for c in simule["constats"]["apparus"]]
    assert principal(["comparer", str(chemin_exemple()), str(suppose), "--au", AU]) == 0
    table = capsys.readouterr().out
    assert "Reste à charge des maîtres d’ouvrage, prêts compris" in table
    assert "Constats qui apparaissent : 6 constats bloquants" in table

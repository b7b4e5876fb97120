"""``financement simuler`` : les clés du contrat, ce que lit une personne, et un refus sans rien d’écrit."""

import json
from pathlib import Path

import pytest

from exports import chemin_exemple
from exports.commandes import principal

SCENARIOS = Path(__file__).parents[3] / "examples" / "scenarios_noyer.toml"
AU = "2015-03-31"


def simuler(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert principal(["simuler", str(chemin_exemple()), "--au", AU, "--scenarios", str(SCENARIOS), *options]) == 0
    return capsys.readouterr().out


def test_le_json_a_les_cles_du_contrat_et_ses_ecarts_tombent(capsys: pytest.CaptureFixture[str]) -> None:
    lu = json.loads(simuler(capsys, "--format", "json"))
    assert set(lu) == {"au", "base", "scenarios"}
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

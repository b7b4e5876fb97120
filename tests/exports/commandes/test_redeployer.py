"""``redeployer`` : ce qu’elle imprime, ce qu’elle écrit, ce qu’elle refuse ; et sa page, qui se rejoue."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from financement.controles.registre import controler
from maquettes import lire_dossier
from tests.construction import jour
from tests.exports.commandes.conftest import Commande
from tests.exports.commandes.test_page_importer import commandes, se_lit_dans

RACINE: Final = Path(__file__).parents[3]
DEMANDES: Final = RACINE / "examples" / "redeploiement"
PAGE: Final = (RACINE / "docs" / "redeployer.md").read_text(encoding="utf-8")
AU: Final = "2014-12-01"


def en_json(financement: Commande, *mots: object) -> dict[str, Any]:
    reponse = financement("redeployer", *mots, "--format", "json")
    assert reponse.erreur == ""
    lu: dict[str, Any] = json.loads(reponse.sortie)
    return lu


def test_la_page_se_rejoue(noyer: Path, tmp_path: Path, financement: Commande, monkeypatch: pytest.MonkeyPatch) -> None:
    for demande in DEMANDES.iterdir():
        (tmp_path / demande.name).write_bytes(demande.read_bytes())
    monkeypatch.chdir(noyer.parent)
    monkeypatch.setenv("COLUMNS", "200")
    rejouees = 0
    for bloc in re.findall(r"^```\n(\$ financement .*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        for mots, attendues in commandes(bloc):
            reponse = financement(*mots)
            ecrites = [*reponse.erreur.splitlines(), *reponse.sortie.splitlines()]
            assert se_lit_dans(attendues, ecrites), " ".join(mots)
            rejouees += 1
    assert rejouees == 5


def test_le_json_est_celui_du_contrat_et_le_meme_deux_fois(noyer: Path, financement: Commande) -> None:
    mots = (noyer, "--au", AU, "--besoins", DEMANDES / "anru.toml")
    lu = en_json(financement, *mots)
    assert (lu["statut"], lu["valeur"], lu["borne"]) == ("optimal", "418904.00", "418904.00")
    assert lu["mouvements"][0] == {
        "de": "9200201-09-0009-001",
        "vers": "9200201-10-0005-001",
        "financeur": "ANRU",
        "montant": "86968.00",
        "voie": "comite",
    }
    assert lu["blocage"] == []
    assert {"genre", "message", "operation", "montant", "gain", "provenance"} == set(lu["contraintes_actives"][0])
    # 3 × 86 968 + 2 × 79 000 ; économies = employé + rendu.
    assert 3 * 86_968 + 2 * 79_000 == 418_904
    assert float(lu["economies"]) == float(lu["employe"]) + float(lu["rendu"])
    assert financement("redeployer", *mots).sortie == financement("redeployer", *mots).sortie


def test_l_avenant_ecrit_n_ajoute_rien_de_bloquant_sous_les_trois_formes(
    noyer: Path, tmp_path: Path, financement: Commande
) -> None:
    avant = {(c.code, c.operation) for c in controler(lire_dossier(noyer), au=jour(AU)) if c.est_bloquant}
    ecrits = []
    for nom in ("redeploye", "redeploye.json", "redeploye.xlsx"):
        vers = tmp_path / nom
        mots = (noyer, "--au", AU, "--besoins", DEMANDES / "anru.toml", "--vers", vers)
        reponse = financement("redeployer", *mots)
        assert reponse.code == 0
        assert f"Dossier écrit, augmenté de l’avenant : {vers}" in reponse.sortie
        ecrits.append(lire_dossier(vers))
    assert ecrits[0] == ecrits[1] == ecrits[2]
    apres = {(c.code, c.operation) for c in controler(ecrits[0], au=jour(AU)) if c.est_bloquant}
    assert apres == avant
    numero = ecrits[0].convention.versions[-1]
    plan = (tmp_path / "redeploye" / "plan.csv").read_text(encoding="utf-8-sig").splitlines()
    neuves = [ligne for ligne in plan if ligne.startswith(f"{numero};")]
    # Locaux d’activité : 115 958,60 + 86 968 ; le reste à SEM92, 348 834,40 − 86 968.
    assert f"{numero};9200201-10-0005-001;ANRU;subvention;202926,60;" in neuves
    assert f"{numero};9200201-10-0005-001;SEM92;fonds_propres;261866,40;" in neuves


def test_impossible_rien_n_est_ecrit_et_le_code_le_dit(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    mots = (noyer, "--au", "2015-01-15", "--besoins", DEMANDES / "anru.toml")
    lu = en_json(financement, *mots)
    assert (lu["statut"], lu["valeur"], lu["borne"], lu["mouvements"]) == ("impossible", None, None, [])
    assert [limite["genre"] for limite in lu["blocage"]] == ["date_limite_engagement", "minimum"]
    assert financement("redeployer", *mots).code == 0
    reponse = financement("redeployer", *mots, "--vers", tmp_path / "rien")
    assert reponse.code == 1
    assert reponse.sortie.endswith("Aucun dossier n’est écrit.\n")
    assert not (tmp_path / "rien").exists()


def test_le_dossier_ne_s_ecrase_pas(noyer: Path, financement: Commande) -> None:
    reponse = financement("redeployer", noyer, "--au", AU, "--besoins", DEMANDES / "anru.toml", "--vers", noyer)
    assert reponse.code == 2


def test_une_demande_fautive_se_dit_en_json_avec_ses_lignes(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    fautive = tmp_path / "fautive.toml"
    fautive.write_text(
        'format = 1\nfinanceur = "ANRUE"\n[[besoins]]\noperation = "9200201-10-0005-01"\nmaximum = "1"\n',
        encoding="utf-8",
    )
    reponse = financement("redeployer", noyer, "--au", AU, "--besoins", fautive, "--format", "json")
    assert reponse.code == 2
    erreurs = json.loads(reponse.sortie)["erreurs"]
    assert [(e["code"], e["provenance"]["ligne"]) for e in erreurs] == [("CODE-02", 2), ("CODE-01", 4)]
    assert "9200201-10-0005-001" in erreurs[1]["message"]

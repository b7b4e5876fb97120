"""``avenant`` : la clôture écrite comme une nouvelle version, dans un nouveau dossier et sous chaque forme."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from exports.exemple import chemin_exemple
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from maquettes import ecrire_dossier, lire_dossier
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.exports.commandes.conftest import Commande
from tests.exports.commandes.test_fichiers import octets

AU: Final = "2015-03-31"


def termine(**champs: Any) -> Projet:
    """Achevée à 800 000 € au lieu d’un million : l’ANRU doit 45 % de la dépense, la Ville le reste."""
    journal = (mouvement("engagement", euros(450_000)), mouvement("depense", euros(800_000), "2011-03-01"))
    return projet(operations=[operation(achevement=jour("2011-06-30"))], journal=journal, **champs)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    ecrire_dossier(termine(), source)
    return source


def test_le_plan_ecrit_est_la_cloture(dossier: Path, tmp_path: Path, financement: Commande) -> None:
    """45 % de 800 000 = 360 000 ; 800 000 − 360 000 = 440 000 ; l’ancien plan reste, dans sa version."""
    reponse = financement("avenant", dossier, "--au", "2012-01-01", "--vers", tmp_path / "clos")
    assert (reponse.code, reponse.erreur) == (0, "")
    plan = (tmp_path / "clos" / "plan.csv").read_text(encoding="utf-8-sig").splitlines()
    assert plan[1:] == [
        "0;OP-1;ANRU;subvention;450000,00;",
        "0;OP-1;VILLE;fonds_propres;550000,00;",
        "1;OP-1;ANRU;subvention;360000,00;",
        "1;OP-1;VILLE;fonds_propres;440000,00;",
    ]
    clos = lire_dossier(tmp_path / "clos")
    (acte,) = clos.convention.avenants
    assert (acte.numero, acte.nature, acte.date) == (1, "cloture", jour("2012-01-01"))
    assert [(o.version, o.cout) for o in clos.operations] == [(0, euros(1_000_000)), (1, euros(800_000))]
    assert "Convention d'essai — avenant n° 1, de clôture, du 01/01/2012, en euros" in reponse.sortie
    assert "ce qui change : 2 lignes du plan, 1 opération." in reponse.sortie
    assert reponse.sortie.endswith(f"Dossier écrit : {tmp_path / 'clos'}\n")


def test_clore_de_nouveau_ne_change_aucun_montant(noyer: Path, tmp_path: Path, financement: Commande) -> None:
    avant = financement("cloture", noyer, "--au", AU, "--format", "json").sortie
    assert financement("avenant", noyer, "--au", AU, "--vers", tmp_path / "clos").code == 0
    apres = financement("cloture", tmp_path / "clos", "--au", AU, "--format", "json").sortie
    montants = [
        {
            (ligne["operation"], ligne["financeur"], ligne["nature"]): ligne["montant_cloture"]
            for ligne in json.loads(texte)["lignes"]
            if ligne["montant_cloture"] != "0.00"
        }
        for texte in (avant, apres)
    ]
    assert montants[0] == montants[1]
    assert len(montants[0]) > 300
    assert json.loads(apres)["total"]["programme"] == json.loads(avant)["total"]["montant_cloture"]
    assert octets(noyer) == octets(chemin_exemple())
    rien = financement("avenant", tmp_path / "clos", "--au", AU, "--signature", "2015-04-01", "--vers", tmp_path / "2")
    assert "Le tableau financier programme déjà les montants de clôture" in rien.sortie


def test_les_trois_formes_ont_le_meme_contenu(dossier: Path, tmp_path: Path, financement: Commande) -> None:
    """Chaque forme lue, puis chaque forme écrite : ce qu’on lit ne sait plus d’où il vient quand il s’écrit."""
    assert financement("avenant", dossier, "--au", "2012-01-01", "--vers", tmp_path / "clos").code == 0
    attendu = lire_dossier(tmp_path / "clos")
    for source, vers in (("source.json", "1"), ("source.xlsx", "2.json"), ("source", "3.json"), ("source", "4.xlsx")):
        if source != "source":
            assert financement("convertir", dossier, tmp_path / source).code == 0
        reponse = financement("avenant", tmp_path / source, "--au", "2012-01-01", "--vers", tmp_path / vers)
        assert (reponse.code, reponse.erreur) == (0, "")
        assert lire_dossier(tmp_path / vers) == attendu


def test_rien_n_est_jamais_ecrit_sur_la_source_ni_sur_un_dossier(
    dossier: Path, tmp_path: Path, financement: Commande
) -> None:
    avant = octets(dossier)
    (tmp_path / "mien.json").write_text("mien", encoding="utf-8")
    for vers, cause in (
        (dossier, "est le dossier source, qui n’est jamais modifié"),
        (dossier / "dedans", "est dans le dossier source, qui n’est jamais modifié"),
        (tmp_path / "mien.json", "existe déjà et n’est jamais écrasé"),
        (tmp_path / "mien.ods", "n’est pas une forme de dossier"),
    ):
        reponse = financement("avenant", dossier, "--au", "2012-01-01", "--vers", vers)
        assert (reponse.code, reponse.sortie) == (2, "")
        assert cause in reponse.erreur
    assert octets(dossier) == avant
    json_, classeur = tmp_path / "s.json", tmp_path / "s.xlsx"
    for fichier in (json_, classeur):
        assert financement("convertir", dossier, fichier).code == 0
        lu = fichier.read_bytes()
        reponse = financement("avenant", fichier, "--au", "2012-01-01", "--vers", fichier)
        assert (reponse.code, fichier.read_bytes()) == (2, lu)
        assert f"« {fichier} » est le dossier source, qui n’est jamais modifié." in reponse.erreur
        fichier.unlink()
    assert sorted(chemin.name for chemin in tmp_path.iterdir()) == ["mien.json", "source"]


@pytest.mark.parametrize(
    ("mots", "message", "remede"),
    [
        (
            ("--au", "2012-01-01"),
            "« 0 » n’est pas accepté : un avenant tiré d’une clôture part de la dernière version, 2.",
            ("--au", "2013-07-01"),
        ),
        (
            ("--au", "2013-06-30"),
            "« 30/06/2013 » n’est pas accepté : l’avenant suit le dernier acte signé, du 30/06/2013.",
            ("--au", "2013-06-30", "--signature", "2013-07-01"),
        ),
    ],
)
def test_un_avenant_impossible_se_refuse_et_son_remede_convient(
    tmp_path: Path, financement: Commande, mots: tuple[str, ...], message: str, remede: tuple[str, ...]
) -> None:
    source = tmp_path / "source.json"
    ecrire_dossier(termine(avenants=(avenant(2, "2013-06-30"),)), source)
    reponse = financement("avenant", source, *mots, "--vers", tmp_path / "clos")
    assert (reponse.code, reponse.sortie) == (2, "")
    assert message in reponse.erreur
    assert not (tmp_path / "clos").exists()
    assert financement("avenant", source, *remede, "--vers", tmp_path / "clos").code == 0


def test_l_avenant_d_un_dossier_bloque_le_dit(tmp_path: Path, financement: Commande) -> None:
    desequilibre = projet(plan=[ligne("ANRU", euros(450_000)), ligne("CDC", euros(1), nature=Nature.PRET)])
    ecrire_dossier(desequilibre, tmp_path / "source.json")
    reponse = financement("avenant", tmp_path / "source.json", "--au", "2012-01-01", "--vers", tmp_path / "clos")
    assert reponse.code == 0
    assert "PROJET — 1 constat bloquant dans le dossier écrit" in reponse.sortie

"""``comparer`` : coûts, calendriers, abandons, réestimations et clôtures, d’un petit dossier calculé à la main."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from financement.dossier.nomenclature import Nature, Statut
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from financement.valeurs.dates import Semestre
from maquettes import ecrire_dossier
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.exports.commandes.conftest import Commande

AU: Final = "2012-01-01"


def modifie() -> Projet:
    """L’avenant 1 (15/03/2005) renchérit OP-1 de 100 000 € et la retarde, abandonne OP-2, crée OP-3.

    OP-1 : ANRU 45 %, Ville le reste ; réestimée 900 000 € avant l’avenant, 1 050 000 € après, jamais achevée.
    """
    return projet(
        operations=[
            operation("OP-1", debut=Semestre(2006, 1), duree_semestres=4),
            operation("OP-2", famille="06", cout_ht=euros(200_000)),
            operation("OP-1", version=1, cout_ht=euros(1_100_000), debut=Semestre(2006, 2), duree_semestres=4),
            operation("OP-2", version=1, famille="06", cout_ht=euros(200_000), statut=Statut.ABANDONNEE),
            operation("OP-3", version=1, cout_ht=euros(50_000), maitre_ouvrage="OPH"),
        ],
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES),
            ligne("ANRU", euros(200_000), "OP-2"),
            ligne("ANRU", euros(495_000), version=1),
            ligne("VILLE", euros(605_000), nature=Nature.FONDS_PROPRES, version=1),
            ligne("ANRU", 0, "OP-2", version=1),
            ligne("DEPARTEMENT", euros(50_000), "OP-3", version=1),
        ],
        journal=[mouvement("engagement", euros(495_000))],
        suivi=[
            Reestimation(date=jour("2005-01-01"), operation="OP-1", cout=euros(900_000)),
            Reestimation(date=jour("2007-01-01"), operation="OP-1", cout=euros(1_050_000)),
        ],
        avenants=(avenant(1, "2005-03-15"),),
    )


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    chemin = tmp_path / "dossier.json"
    ecrire_dossier(modifie(), chemin)
    return chemin


def effets(financement: Commande, *mots: object) -> dict[str, Any]:
    reponse = financement("comparer", *mots, "--au", AU, "--format", "json")
    assert (reponse.code, reponse.erreur) == (0, "")
    contenu: dict[str, Any] = json.loads(reponse.sortie)
    return contenu


def test_ce_qui_change_des_operations(financement: Commande, dossier: Path) -> None:
    assert effets(financement, dossier)["operations"] == [
        {"operation": "OP-1", "champ": "cout", "avant": "1000000.00", "apres": "1100000.00", "ecart": "100000.00"},
        {"operation": "OP-1", "champ": "debut", "avant": "2006-S1", "apres": "2006-S2", "ecart": None},
        {"operation": "OP-2", "champ": "statut", "avant": "active", "apres": "abandonnée", "ecart": None},
        {"operation": "OP-3", "champ": "cout", "avant": "0.00", "apres": "50000.00", "ecart": "50000.00"},
        {"operation": "OP-3", "champ": "statut", "avant": "absente", "apres": "active", "ecart": None},
    ]


def test_les_reestimations_connues_a_l_acte_puis_a_la_date(financement: Commande, dossier: Path) -> None:
    """À la signature du 01/07/2004, aucune ; à celle de l’avenant, 900 000 ; au 01/01/2012, 1 050 000."""
    reestimee = {"operation": "OP-1", "apres": "1050000.00"}
    assert effets(financement, dossier)["reestimations"] == [reestimee | {"avant": None, "ecart": None}]
    assert effets(financement, dossier, "--de", 1)["reestimations"] == [
        reestimee | {"avant": "900000.00", "ecart": "150000.00"}
    ]


def test_les_clotures_des_deux_versions(financement: Commande, dossier: Path) -> None:
    """Version 0 : ANRU 45 % × min(1 050 000, 1 000 000) = 450 000, plus OP-2 programmée 200 000 ; résidu 600 000.

    Version 1 : 45 % × 1 050 000 = 472 500 ; OP-2 est abandonnée ; Département 50 000 ; résidu 577 500.
    """
    cloture = effets(financement, dossier)["cloture"]
    assert cloture["au"] == AU
    par_financeur = {r["financeur"]: r for r in cloture["par_financeur"]}
    assert par_financeur["ANRU"]["concours"] == {"avant": "650000.00", "apres": "472500.00", "ecart": "-177500.00"}
    assert par_financeur["VILLE"]["autofinancement"] == {
        "avant": "600000.00",
        "apres": "577500.00",
        "ecart": "-22500.00",
    }
    assert par_financeur["DEPARTEMENT"]["ecart"] == "50000.00"
    assert cloture["total"]["concours"]["apres"] == "522500.00"
    assert cloture["total"]["apres"] == "1100000.00"


def test_a_l_ecran(financement: Commande, dossier: Path) -> None:
    sortie = financement("comparer", dossier, "--au", AU).sortie
    for motif in (
        r"OP-1 +1 000 000,00 +1 100 000,00 +100 000,00\n",
        r"OP-1 +Libellé de OP-1 +démarrage +2006-S1 +2006-S2\n",
        r"OP-2 +Libellé de OP-2 +statut +active +abandonnée\n",
        r"Derniers coûts réestimés, au 01/07/2004 puis au 01/01/2012, en euros\n",
        r"OP-1 +1 050 000,00\n",
        r"Montants de clôture au 01/01/2012, lecture C, en euros ; autofinancement pour mémoire\n",
        r"ANRU +650 000,00 +472 500,00 +−177 500,00 +– +– +–\n",
        r"VILLE +– +– +– +600 000,00 +577 500,00 +−22 500,00\n",
    ):
        assert re.search(motif, sortie), motif


def test_un_filtre_ne_garde_que_ses_lignes(financement: Commande, dossier: Path) -> None:
    contenu = effets(financement, dossier, "--maitre-ouvrage", "OPH")
    assert contenu["selection"] == {"financeur": None, "famille": None, "maitre_ouvrage": "OPH"}
    assert [r["operation"] for r in contenu["operations"]] == ["OP-3", "OP-3"]
    ajoute = {"avant": "0.00", "apres": "50000.00", "ecart": "50000.00"}
    assert contenu["total"] == ajoute | {"concours": ajoute, "autofinancement": dict.fromkeys(ajoute, "0.00")}
    assert contenu["reestimations"] == []
    assert contenu["cloture"]["total"]["ecart"] == "50000.00"


def test_sans_date_les_clotures_sont_au_dernier_fait(financement: Commande, dossier: Path) -> None:
    contenu = json.loads(financement("comparer", dossier, "--format", "json").sortie)
    assert contenu["cloture"]["au"] == "2010-06-15"
    du_dossier = "15/06/2010 (dernier fait du dossier), "
    assert financement("comparer", dossier).sortie.count(du_dossier) == 2
    assert financement("comparer", dossier, dossier).sortie.count("15/06/2010 (dernier fait des deux dossiers), ") == 1
    assert "dernier fait" not in financement("comparer", dossier, "--au", AU).sortie

"""``financement demande-de-solde`` : ce qu’elle écrit, dit et refuse."""

from pathlib import Path

from financement.valeurs.montants import ESPACE_INSECABLE
from tests.exports.commandes.conftest import Commande

AU = ("--au", "2012-06-30")


def test_elle_ecrit_la_demande_d_une_operation_et_dit_ce_qui_bloque(
    financement: Commande, noyer: Path, tmp_path: Path
) -> None:
    sortie = tmp_path / "demande"
    reponse = financement(
        "demande-de-solde", noyer, "--operation", "08-0015-001", *AU, "--sortie", sortie, "--formats", "xlsx"
    )
    assert (reponse.code, reponse.erreur) == (0, "")
    dit = reponse.sortie.replace(ESPACE_INSECABLE, " ")
    assert "Solde à demander    398 336,79 €" in dit
    assert "Demande non signable. Ce qui bloque :\n  1 constat bloquant porte sur le reste du dossier.\n" in dit
    assert [chemin.name for chemin in sortie.iterdir()] == ["demande-de-solde-operation-9200201-08-0015-001.xlsx"]


def test_elle_refuse_sans_demandeur_ni_format_connu(financement: Commande, noyer: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "demande"
    mots = ("demande-de-solde", noyer, *AU, "--sortie", sortie)
    for autres, attendu in (
        ((), "donner --operation ou --maitre-ouvrage"),
        (("--operation", "08-0015-001", "--formats", "odt"), "format « odt » inconnu ; choisir parmi pdf, docx, xlsx"),
        (("--operation", "X"), "option --operation"),
        (("--operation", "08-0015-001", "--maitre-ouvrage", "VILLE"), "--operation"),
    ):
        reponse = financement(*mots, *autres)
        assert reponse.code == 2
        assert attendu in reponse.erreur.replace(ESPACE_INSECABLE, " ")
    assert not sortie.exists()

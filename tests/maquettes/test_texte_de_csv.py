"""Un texte qu’un tableur calculerait est gardé par une apostrophe, et redevient lui-même à la lecture."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.commandes.affichage.sortie import cellule_csv
from exports.livraison.annexe_rendue import preparer_annexe
from maquettes.formes.texte_de_csv import deproteger, proteger
from tests.exports.verification.jeux import petit_projet

# Écrits par leurs codes : ce sont les signes que l'on compare, non leur dessin.
SIGNES = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe66", "\ufe62", "\ufe63")


@pytest.mark.parametrize("signe", [*SIGNES, "\ufe6b"])
@pytest.mark.parametrize("debut", ["", "'", "''"])
def test_un_signe_de_formule_est_garde(debut: str, signe: str) -> None:
    assert proteger(f"{debut}{signe}SOMME(A1)") == f"'{debut}{signe}SOMME(A1)"
    assert cellule_csv(f"{debut}{signe}SOMME(A1)") == f"'{debut}{signe}SOMME(A1)"


@pytest.mark.parametrize("texte", ["", "'", "'ici", "Square", "1=1", "−3"])
def test_tout_autre_texte_est_laisse(texte: str) -> None:
    assert (proteger(texte), deproteger(texte)) == (texte, texte)


@given(st.text(st.sampled_from(["'", "a", " ", *SIGNES]), max_size=5))
def test_ce_qui_est_garde_se_relit(texte: str) -> None:
    assert deproteger(proteger(texte)) == texte


@pytest.mark.parametrize("valeur", [-12, "-12,50", date(2012, 12, 31)])
def test_un_nombre_et_une_date_restent_des_nombres_et_des_dates(valeur: object) -> None:
    assert cellule_csv(valeur) == str(valeur)


def test_ce_qui_commande_l_affichage_s_ecrit_par_son_rang_et_une_ligne_reste_une_ligne() -> None:
    assert cellule_csv("Vi\u202elle\x1b[0m\x85\u2066") == r"Vi\u202elle\u001b[0m\u0085\u2066"
    assert cellule_csv("deux\nlignes,\tune\u00a0espace") == "deux\nlignes,\tune\u00a0espace"


def test_aucune_cellule_des_csv_d_une_annexe_ne_commence_une_formule() -> None:
    """Un libellé en pleine chasse, dans le csv de chaque tableau et le fichier des subventions."""
    annexe = preparer_annexe(petit_projet(libelle="\uff1dSOMME(A1)"), au=date(2012, 12, 31))
    cellules = [
        cellule
        for octets in annexe.rendre("csv").values()
        for rangee in csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")
        for cellule in rangee
    ]
    assert any("\uff1dSOMME(A1)" in cellule for cellule in cellules)
    assert not [cellule for cellule in cellules if cellule.startswith("\uff1d")]

"""Quelques falsifications à chaque essai ; toutes, par « make solidite »."""

import re
from itertools import pairwise
from typing import Final

import pytest

from tests.solidite.falsifications.genres import Falsification, dans_une_partie, hasard_de, lire_archive, remplacer
from tests.solidite.falsifications.toutes import FALSIFICATIONS
from tests.solidite.faux import juger, original, rangs

PAR_NOM: Final = {falsification.nom: falsification for falsification in FALSIFICATIONS}


def test_chacune_est_nommee_et_tous_les_formats_en_ont() -> None:
    assert len(PAR_NOM) == len(FALSIFICATIONS) >= 300
    assert {falsification.forme for falsification in FALSIFICATIONS} == {"xlsx", "docx", "pdf", "html", "csv"}


@pytest.mark.parametrize(
    "nom",
    [
        "csv : un centime de plus",
        "html : style qui écrit",
        "xlsx : format constant sur une cellule",
        "xlsx : zone de texte posée",
        "xlsx, ambigu : second bloc de formats",
        "xlsx, ambigu : ligne cachée par on",
        "docx, ambigu : style deux fois",
        "docx, ambigu : reliure",
        "xlsx, double : commentaires sous un autre nom",
        "xlsx, double : archive derrière une autre",
        "xlsx, double : colonnes recouvertes",
        "docx, double : second corps sous un autre nom",
        "docx, double : retrait suspendu et première ligne",
        "xlsx, discret : points en moins",
        "docx, discret : image d’un autre type",
        "pdf, à la lettre : contenu dit deux fois",
        "pdf, à la lettre : objet placé deux fois",
        "pdf, en paquet : pages redéfinies à l’insu de la table",
        "pdf, en paquet : objet entre deux autres",
    ],
)
def test_la_loi(nom: str) -> None:
    assert juger(PAR_NOM[nom], hasard_de(nom)) == ""


def test_l_epreuve_voit_une_reponse_qui_rassure() -> None:
    """Un classeur récrit sans rien changer n’est pas un faux : l’épreuve doit le dire conforme à tort."""
    recrit = dans_une_partie("xl/workbook.xml", lambda texte: texte.replace("<sheets>", " <sheets>"))
    assert juger(Falsification("recrit", "xlsx", recrit), hasard_de(0)).startswith("dite « conforme au sens près")


def test_une_falsification_impossible_est_dite_et_n_arrete_pas_les_autres() -> None:
    introuvable = dans_une_partie("xl/workbook.xml", lambda texte: remplacer(texte, "<absente>", ""))
    assert (
        juger(Falsification("absente", "xlsx", introuvable), hasard_de(0)) == "rien à falsifier : <absente> introuvable"
    )


@pytest.mark.parametrize("rang", range(6))
def test_une_colonne_se_cache_meme_dite_avec_ses_voisines(rang: int) -> None:
    octets = original("xlsx").octets
    cachee = lire_archive(PAR_NOM["xlsx : colonne cachée"].faire(octets, hasard_de(rang)).octets)
    lues = {nom: re.findall(rb'<col min="(\d+)" max="(\d+)" ([^>]*)/>', partie) for nom, partie in cachee.items()}
    (nom,) = [nom for nom, intacte in lire_archive(octets).items() if cachee[nom] != intacte]
    bornes = [(int(debut), int(fin)) for debut, fin, _ in lues[nom]]
    assert all(fin + 1 == debut for (_, fin), (debut, _) in pairwise(bornes))
    # Le classeur replie les siennes, à son plan.
    cachees = [bord for bord, (*_, reste) in zip(bornes, lues[nom], strict=True) if b'hidden="true"' in reste]
    assert [fin - debut for debut, fin in cachees] == [0]


def test_un_dernier_lot_plus_court_ne_rejoue_aucun_rang() -> None:
    """Cent essais font deux lots de quarante et un de vingt : tous les rangs, une fois chacun."""
    assert [rang for graine, nombre in ((1, 40), (2, 40), (3, 20)) for rang in rangs(graine, nombre)] == [*range(100)]

"""Une table tient dans la largeur donnée, et tous ses montants y restent entiers."""

import re
from argparse import Namespace
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.commandes.affichage.largeur import ENTRE_COLONNES, MARGE_D_ENTETE, disposer, largeur_demandee
from exports.commandes.affichage.sortie import imprimer_table
from tests.exports.commandes.conftest import Commande

AU = "2015-03-31"
MONTANTS = st.integers(-(10**9), 10**9).map(lambda n: f"{n:,}".replace(",", "\u202f"))
MOTS = st.text("abcdé", min_size=1, max_size=30)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], list[bool], int]:
    textes, montants, lignes = draw(st.integers(1, 3)), draw(st.integers(1, 7)), draw(st.integers(0, 4))
    entete = draw(
        st.lists(st.lists(MOTS, min_size=1, max_size=3).map(" ".join), min_size=textes + montants, max_size=10)
    )
    entete = (entete * 10)[: textes + montants]
    corps = [
        [
            *(" ".join(draw(st.lists(MOTS, max_size=4))) for _ in range(textes)),
            *(draw(MONTANTS) for _ in range(montants)),
        ]
        for _ in range(lignes)
    ]
    return [entete, *corps], [False] * textes + [True] * montants, draw(st.integers(1, textes))


@given(tables(), st.integers(40, 200))
def test_un_volet_tient_ou_n_a_qu_une_colonne_de_montants(
    tiree: tuple[list[list[str]], list[bool], int], largeur: int
) -> None:
    table, numeriques, cles = tiree
    volets = disposer(table, numeriques, cles, largeur)
    colonnes = [rang for volet in volets for rang in volet.colonnes[cles if len(volets) > 1 else 0 :]]
    attendues = list(range(cles if len(volets) > 1 else 0, len(table[0])))
    assert colonnes == attendues, "chaque colonne une fois, dans l’ordre"
    for volet in volets:
        assert volet.colonnes[:cles] == tuple(range(cles))
        if sum(volet.largeurs) + ENTRE_COLONNES * (len(volet.largeurs) - 1) > largeur:
            assert len(volet.colonnes) == cles + 1
        for ligne in table:
            est_entete = ligne is table[0]
            repliee = volet.titrer(ligne) if est_entete else volet.replier(ligne)
            for rang, cellule, place in zip(volet.colonnes, repliee, volet.largeurs, strict=True):
                assert max(map(len, cellule.split("\n"))) <= place - est_entete * MARGE_D_ENTETE
                assert re.sub(r"\s", "", cellule) == re.sub(r"\s", "", ligne[rang]), "rien ne se perd"
                if numeriques[rang] and not est_entete:
                    assert cellule == ligne[rang], "un montant ne se coupe pas"


def test_une_table_qui_tient_reste_comme_elle_est(capsys: pytest.CaptureFixture[str]) -> None:
    table = (("Financeur", "Montant"), [("VILLE", 125_050)], ("Total", 125_050))
    imprimer_table(*table)
    libre = capsys.readouterr().out
    imprimer_table(*table, largeur=40)
    assert capsys.readouterr().out == libre
    assert libre.replace("\u202f", " ").splitlines()[2] == "VILLE         1 250,50"


@pytest.mark.parametrize(
    "mots",
    [
        ("situation",),
        ("situation", "--par", "famille"),
        ("situation", "--par", "operation"),
        ("situation", "--par", "famille,exercice"),
        ("situation", "--par", "operation,financeur,exercice"),
        ("cloture",),
        ("echeancier",),
        ("comparer",),
    ],
)
def test_les_tables_de_chaque_commande_tiennent(financement: Commande, noyer: object, mots: tuple[str, ...]) -> None:
    commande, *options = mots
    larges = financement(commande, noyer, "--au", AU, *options)
    for largeur in (80, 120):
        reponse = financement(commande, noyer, "--au", AU, *options, "--largeur", largeur)
        assert (reponse.code, reponse.erreur) == (0, "")
        lignes = reponse.sortie.splitlines()
        dans_une_table = {
            rang for rang, ligne in enumerate(lignes) if set(ligne) == set("- ") or re.search(r"\S {2,}[−–0-9]", ligne)
        }
        for rang in dans_une_table:
            assert len(lignes[rang]) <= largeur or lignes[rang].startswith("      "), lignes[rang]
        montants = re.compile(r"−?[0-9]{1,3}(?: [0-9]{3})*,[0-9]{2}(?![0-9])")
        assert set(montants.findall(reponse.sortie)) == set(montants.findall(larges.sortie))


def test_un_code_ne_se_coupe_pas_a_ses_tirets() -> None:
    table = [["Ce qui ne se coupe pas", "M"], ["voir ALPHA-BETA-GAMMA et la suite", "1"]]
    (volet,) = disposer(table, [False, True], 1, 40)
    etroit = replace(volet, largeurs=(18, 3))
    assert etroit.replier(table[1])[0].split("\n") == ["voir", "ALPHA-BETA-GAMMA", "et la suite"]


def test_la_largeur_est_celle_demandee_sinon_celle_du_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert largeur_demandee(Namespace(largeur=90)) == 90
    assert largeur_demandee(Namespace(largeur=None)) is None, "la sortie des tests n’est pas un terminal"
    monkeypatch.setenv("COLUMNS", "77")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert largeur_demandee(Namespace(largeur=None)) == 77


@pytest.mark.parametrize("largeur", ["39", "10000", "large", "-1", "00000000000050"])
def test_une_largeur_impossible_est_refusee(financement: Commande, largeur: str) -> None:
    reponse = financement("situation", "d", f"--largeur={largeur}")
    assert reponse.code == 2
    assert f"« {largeur} » n’est pas un nombre entier compris entre 40 et 9999." in reponse.erreur


def test_les_operations_se_lisent_dans_l_ordre_des_codes(financement: Commande, noyer: object) -> None:
    """Le dossier, lui, range OP 10-0005 avant 07-0007 : le json garde son ordre."""
    for mots in (("situation", "--par", "operation"), ("cloture",), ("comparer",)):
        sortie = financement(mots[0], noyer, "--au", AU, *mots[1:]).sortie
        premiere = sortie.partition("\nTotal")[0]
        codes = re.findall(r"^(9200201-[0-9-]+)", premiere, re.MULTILINE)
        assert len(codes) > 20
        assert all(avant <= apres for avant, apres in pairwise(codes))

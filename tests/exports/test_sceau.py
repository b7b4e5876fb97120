"""Le sceau s’écrit en une ligne et se relit ; tout autre texte est refusé."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.annexe.annexe import composer_annexe
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre, Perimetre, Sceau, SceauIllisible
from financement.fautes.faute import ValeurImpossible
from financement.version import __version__
from maquettes import empreinte
from tests.construction import jour, projet
from tests.strategies import textes

EMPREINTES = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)
SCEAUX = st.builds(
    Sceau,
    logiciel=st.text(min_size=1, max_size=80, alphabet=st.characters(exclude_categories=["Cs"])),
    dossier=EMPREINTES,
    regles=EMPREINTES,
    date_arrete=st.dates(),
    unite=st.sampled_from(Precision),
    perimetre=st.builds(Perimetre, genre=st.sampled_from(GenrePerimetre), code=textes()),
)


@pytest.mark.parametrize(
    ("champs", "motif"),
    [
        (
            {"genre": "texte"},
            "colonne genre : « texte » n’est pas une valeur connue. Choisir parmi : ensemble",
        ),
        ({"code": 3}, "colonne code : « 3 » n’est pas de la forme attendue ici : un texte"),
        (
            {"financeur": "ANRU"},
            "La clé « financeur » n’existe pas ici. La renommer ou la retirer ; clés connues",
        ),
    ],
)
def test_un_perimetre_impossible_se_refuse_en_francais(champs: dict[str, Any], motif: str) -> None:
    with pytest.raises(ValeurImpossible, match=motif):
        Perimetre(**champs)


def test_un_perimetre_se_donne_par_son_nom() -> None:
    assert Perimetre("financeur", "ANRU") == Perimetre(genre=GenrePerimetre.FINANCEUR, code="ANRU")


@pytest.mark.parametrize(("juste", "faux"), [('"ensemble"', '"texte"'), ('"code"', '"nom"')])
def test_un_sceau_au_perimetre_inconnu_est_illisible(juste: str, faux: str) -> None:
    sceau = composer_annexe(projet(), au=jour("2014-01-31")).sceau.texte()
    with pytest.raises(SceauIllisible):
        Sceau.lire(sceau.replace(juste, faux))


def test_le_sceau_d_une_annexe() -> None:
    dossier = projet()
    sceau = composer_annexe(dossier, au=jour("2014-01-31"), unite=Precision.EURO).sceau
    assert json.loads(sceau.texte()) == {
        "logiciel": f"financement {__version__}",
        "dossier": empreinte(dossier),
        "regles": sceau.regles,
        "date_arrete": "2014-01-31",
        "unite": "euro",
        "perimetre": {"genre": "ensemble", "code": ""},
    }
    assert sceau.date_arrete == date(2014, 1, 31)


@given(SCEAUX)
def test_relire_ce_qui_est_ecrit(sceau: Sceau) -> None:
    texte = sceau.texte()
    assert texte.isascii()
    assert "\n" not in texte
    assert Sceau.lire(texte) == sceau


@pytest.mark.parametrize(
    "texte", ["", "{}", "null", '{"logiciel":"a"}', "[" * 10_000, '{"dossier":"' + "f" * 64 + '"}', "é"]
)
def test_un_autre_texte_est_refuse(texte: str) -> None:
    with pytest.raises(SceauIllisible):
        Sceau.lire(texte)


@pytest.mark.parametrize(
    ("champ", "faux"),
    [
        ("logiciel", 1),
        ("logiciel", ""),
        ("logiciel", "x" * 81),
        ("logiciel", "\ud800"),
        ("dossier", "A" * 64),
        ("dossier", "f" * 64 + "\n"),
        ("date_arrete", "20140131"),
        ("date_arrete", "2014-W05-5"),
        ("date_arrete", "2014-01-31T00:00:00"),
        ("date_arrete", "2014-02-30"),
        ("date_arrete", 1391126400),
        ("unite", "decime"),
        ("unite", ["euro"]),
        ("perimetre", "ensemble"),
        ("perimetre", None),
        ("perimetre", {"genre": ["ensemble"], "code": ""}),
        ("perimetre", {"genre": "operation", "code": 3}),
        ("perimetre", {"genre": "ensemble", "code": "", "self": 1}),
        ("objet", "x"),
        ("self", "x"),
    ],
)
def test_un_sceau_lu_est_strict_jusqu_au_type_de_chaque_champ(champ: str, faux: object) -> None:
    juste = json.loads(composer_annexe(projet(), au=jour("2014-01-31")).sceau.texte())
    assert Sceau.lire(json.dumps(juste)).unite is Precision.CENTIME
    with pytest.raises(SceauIllisible):
        Sceau.lire(json.dumps(juste | {champ: faux}))


def test_une_empreinte_tronquee_est_refusee() -> None:
    texte = composer_annexe(projet(), au=jour("2014-01-31")).sceau.texte()
    with pytest.raises(SceauIllisible):
        Sceau.lire(texte.replace('"regles":"', '"regles":"0'))

"""L’unité et la base que disent les textes d’une table."""

import pytest

from financement.dossier.nomenclature import Base
from maquettes.importation.correspondance.modele import UniteDeSource
from maquettes.importation.reconnaissance.mots.unites import base_dite, est_une_mention, unite_dite


@pytest.mark.parametrize(
    ("texte", "unite"),
    [
        ("Coût HT (k€)", UniteDeSource.MILLIER),
        ("Montants en milliers d’euros", UniteDeSource.MILLIER),
        ("Montants exprimés en kilo-euros", UniteDeSource.MILLIER),
        ("en M€", UniteDeSource.MILLION),
        ("millions d'euros HT", UniteDeSource.MILLION),
        ("Montant (€)", UniteDeSource.EURO),
        ("en euros", UniteDeSource.EURO),
        ("Kermesse", None),
        ("Eurochaussées", None),
    ],
)
def test_l_unite_dite(texte: str, unite: UniteDeSource | None) -> None:
    assert unite_dite(texte) is unite


@pytest.mark.parametrize(
    ("texte", "base"),
    [
        ("Coût HT", Base.HT),
        ("montants T.T.C.", Base.TTC),
        ("HT ou TTC", None),
        ("Chtimi", None),
        ("hors taxes", Base.HT),
    ],
)
def test_la_base_dite(texte: str, base: Base | None) -> None:
    assert base_dite(texte) is base


def test_une_mention_n_est_pas_un_titre() -> None:
    assert est_une_mention("(en euros HT)")
    assert est_une_mention("Montants en k€")
    assert not est_une_mention("Projet de 23 M€ sur six ans")
    assert not est_une_mention("Montant HT")

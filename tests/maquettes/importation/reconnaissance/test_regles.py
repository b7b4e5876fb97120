"""Les règles que propose un extrait comptable."""

import pytest

from financement.dossier.nomenclature import Categorie, TypeMouvement
from maquettes.importation.reconnaissance.mots.organismes import Connus, Organisme
from maquettes.importation.reconnaissance.regles import financeur_abrege, type_du_sens


@pytest.mark.parametrize(
    ("texte", "genre"),
    [
        ("MDT", TypeMouvement.DEPENSE),
        ("Mandat", TypeMouvement.DEPENSE),
        ("D", TypeMouvement.DEPENSE),
        ("ANN MDT", TypeMouvement.ANNULATION),
        ("RED MDT", TypeMouvement.ANNULATION),
        ("Réduction de mandat", TypeMouvement.ANNULATION),
        ("Avoir", TypeMouvement.ANNULATION),
        ("TIT", TypeMouvement.ACOMPTE),
        ("Titre de recette", TypeMouvement.ACOMPTE),
        ("ANN TIT", TypeMouvement.REVERSEMENT),
        ("Annulation de titre", TypeMouvement.REVERSEMENT),
        ("Divers", None),
    ],
)
def test_ce_que_vaut_un_sens(texte: str, genre: TypeMouvement | None) -> None:
    assert type_du_sens(texte) is genre


@pytest.mark.parametrize(
    ("tiers", "code"),
    [
        ("AGENCE NAT. RÉNOV. URBAINE", "ANRU"),
        ("CONSEIL REGIONAL", "REGION"),
        ("CAISSE DES DEPOTS", "CDC"),
        ("ATELIER DU BELVEDERE", None),
        ("EUROCHAUSSÉES", None),
    ],
)
def test_le_financeur_d_un_tiers(tiers: str, code: str | None) -> None:
    trouve = financeur_abrege(tiers, Connus())
    assert (None if trouve is None else trouve.code) == code


def test_la_convention_donne_le_code_du_tiers() -> None:
    connus = Connus(financeurs=(Organisme("REG", ("Région Centre",), Categorie.REGION),))
    trouve = financeur_abrege("CONSEIL REGIONAL", connus)
    assert trouve is not None
    assert trouve.code == "REG"

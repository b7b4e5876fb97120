"""Le SIRET : espaces permises à la lecture, clé vérifiée."""

import pytest

from financement.catalogue import CodeFaute
from financement.fautes import TexteRefuse
from financement.siret import lire_siret


@pytest.mark.parametrize(
    ("texte", "siret"),
    [
        ("21060004500392", "21060004500392"),
        ("210 600 045 00392", "21060004500392"),
        ("210\u00a0600\u202f045  00392", "21060004500392"),
        # La Poste : le siège suit Luhn ; un établissement, la somme de ses chiffres, 45 ici.
        ("35600000000048", "35600000000048"),
        ("356 000 000 49837", "35600000049837"),
    ],
)
def test_un_siret_se_lit_avec_ou_sans_espaces(texte: str, siret: str) -> None:
    assert lire_siret(texte) == siret


@pytest.mark.parametrize(
    ("texte", "regle"),
    [
        ("123", "il a quatorze chiffres"),
        ("210-600-045-00392", "il a quatorze chiffres"),
        ("\u0662" * 14, "il a quatorze chiffres"),
        ("21060004500393", "sa clé de contrôle est fausse"),
        ("21060004503092", "sa clé de contrôle est fausse"),  # deux chiffres échangés
        ("35600000049838", "sa clé de contrôle est fausse"),
    ],
)
def test_un_autre_est_refuse_et_montre_comme_il_est_ecrit(texte: str, regle: str) -> None:
    with pytest.raises(TexteRefuse) as leve:
        lire_siret(texte)
    constatee = leve.value.en_faute()
    assert (constatee.code, constatee.lu) == (CodeFaute.SIRET_ILLISIBLE, texte)
    assert regle in constatee.message

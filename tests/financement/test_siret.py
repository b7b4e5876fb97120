"""Le SIRET : espaces permises à la lecture, quatorze chiffres exigés, clé vérifiée à part."""

import pytest

from financement.fautes.faute import TexteRefuse
from financement.valeurs.siret import cle_attendue, cle_est_juste, lire_siret


@pytest.mark.parametrize(
    ("texte", "siret"),
    [
        ("21060004500392", "21060004500392"),
        ("210 600 045 00392", "21060004500392"),
        ("210\u00a0600\u202f045  00392", "21060004500392"),
        ("210 600 045 00393", "21060004500393"),  # à la clé fausse
        ("0" * 14, "0" * 14),
    ],
)
def test_un_siret_se_lit_avec_ou_sans_espaces_quelle_que_soit_sa_cle(texte: str, siret: str) -> None:
    assert lire_siret(texte) == siret


@pytest.mark.parametrize("texte", ["123", "210-600-045-00392", "\u0662" * 14, "0" * 13, "0" * 15])
def test_un_autre_est_refuse_et_montre_comme_il_est_ecrit(texte: str) -> None:
    with pytest.raises(TexteRefuse) as leve:
        lire_siret(texte)
    constatee = leve.value.en_faute()
    assert (constatee.code, constatee.lu) == ("VALEUR-08", texte)
    assert "il y faut quatorze chiffres" in constatee.message


# Luhn, un sur deux doublé : 2 0 0 0 5 0 9 font 4 0 0 0 1 0 9, soit 14 ; avec 1 6 0 4 0 3, 28 ; il manque 2 à 30.
# Les deux échangés : 2 0 0 0 5 3 9 font 4 0 0 0 1 6 9, soit 20 ; avec 1 6 0 4 0 0, 31 ; il manque 9 à 40.
@pytest.mark.parametrize(
    ("siret", "cle"),
    [
        ("21060004500392", "2"),
        ("21060004500393", "2"),
        ("21060004503092", "9"),  # deux chiffres échangés
        ("0" * 14, "0"),
    ],
)
def test_les_treize_premiers_chiffres_donnent_la_cle(siret: str, cle: str) -> None:
    assert cle_attendue(siret) == cle
    assert cle_est_juste(siret) is siret.endswith(cle)


# Le siège suit Luhn ; un établissement, la somme de ses chiffres : 45, 46.
@pytest.mark.parametrize("siret", ["35600000000048", "35600000049837", "35600000049838"])
def test_la_poste_a_deux_regles_et_pas_de_cle_attendue(siret: str) -> None:
    assert cle_attendue(siret) is None
    assert cle_est_juste(siret) is (siret != "35600000049838")

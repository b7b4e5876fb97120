"""Un texte abîmé est reconnu, rétabli quand il peut l’être, et jamais un texte sain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.valeurs import validation
from financement.valeurs.textes_abimes import est_une_erreur_de_tableur, texte_retabli

ERREURS = ["#REF!", "#N/A", "#NOM?", "#NAME?", "#VALEUR!", "#VALUE!", "#DIV/0!", "#NOMBRE!", "#NUM!", "#NUL!", "#NULL!"]
AUTRES_ERREURS = ["#PROPAGATION!", "#SPILL!", "#CALC!", "########", "###", "Err:502", "Err :508"]
SAINS = ["#", "##", "# 12", "#3", "#URGENT !", "Lot #REF!", "Erreur", "Err", "Err:50", "ERR:502", "N/A", ""]
FRANCAIS = "Réhabilitation d’un « îlot » – 2 000\u202fm² à 1\u00a0250\u00a0€, œuvre, ÉCOLE, ÇÀ, L’HAŸ, n° 3…"


@pytest.mark.parametrize("texte", ERREURS + AUTRES_ERREURS)
def test_une_erreur_de_tableur_n_est_ni_un_texte_ni_un_code(texte: str) -> None:
    assert est_une_erreur_de_tableur(texte)
    for examen in (validation.texte("libelle", texte), validation.code("operation", texte)):
        assert examen is not None
        assert examen.code == "MAQUETTE-06"


@pytest.mark.parametrize("texte", SAINS)
def test_un_diese_n_est_pas_une_erreur(texte: str) -> None:
    assert not est_une_erreur_de_tableur(texte)
    assert validation.texte("libelle", texte) is None


@pytest.mark.parametrize("lecture", ["cp1252", "latin-1", "mac_roman", "cp850"])
def test_un_texte_encode_deux_fois_est_retabli(lecture: str) -> None:
    # Windows-1252 n'a ni l'octet 8F ni 81, 8D, 90, 9D : « à » majuscule et quelques autres n'y passent pas.
    origine = "".join(c for c in FRANCAIS if _passe(c, lecture))
    assert len(origine) > len(FRANCAIS) - 6
    assert texte_retabli(origine.encode().decode(lecture)) == origine


def _passe(caractere: str, lecture: str) -> bool:
    try:
        caractere.encode().decode(lecture)
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    "texte",
    [FRANCAIS, "SÃO PAULO", "Ångström", "QUALITÉ\u00a0: « ÉÉ »", "Â", "√2", "¬", "10 ‚ 20", "Ô Toulouse", "d’Ô’"],
)
def test_un_texte_sain_le_reste(texte: str) -> None:
    assert texte_retabli(texte) is None
    assert validation.texte("libelle", texte) is None


@given(st.text(alphabet="abcÉéèàçœ’« »–€ùôÊÀ \u00a0\u202f12", max_size=30))
def test_aucun_texte_francais_n_est_accuse(texte: str) -> None:
    assert texte_retabli(texte) is None


def test_le_remede_d_un_texte_abime_est_accepte() -> None:
    examen = validation.texte("libelle", "RÃ©habilitation de lâ€™Ã®lot")
    assert examen is not None
    assert examen.remede == "Écrire « Réhabilitation de l’îlot »."
    assert validation.texte("libelle", "Réhabilitation de l’îlot") is None


def test_un_caractere_perdu_est_dit() -> None:
    examen = validation.texte("libelle", "R\ufffdhabilitation")
    assert examen is not None
    assert str(examen) == (
        "colonne libelle : « R\ufffdhabilitation » est un texte abîmé : « \ufffd » y tient la place d’un caractère "
        "perdu. Écrire de nouveau le texte d’origine. [VALEUR-10]"
    )

"""Un texte affichable tient sur une ligne : un saut y est une espace, jamais un signe imprimé."""

import pytest

from exports.texte.affichable import rendre_affichable


@pytest.mark.parametrize("saut", ["\n", "\r\n", "\r", "\t", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_un_saut_de_ligne_est_une_espace(saut: str) -> None:
    assert rendre_affichable(f"Square{saut}secteur nord") == "Square secteur nord"


@pytest.mark.parametrize(
    ("texte", "lu"),
    [("a\x07b", "a␇b"), ("\x1b[0m", "␛[0m"), ("a\x7f", "a␡"), ("a\u202eb", "a\ufffdb"), ("1\u00a0000", "1\u00a0000")],
)
def test_une_autre_commande_se_voit_et_une_espace_reste(texte: str, lu: str) -> None:
    assert rendre_affichable(texte) == lu

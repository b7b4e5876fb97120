"""Un nom écrit de droite à gauche ne déplace pas le montant qui suit : « 1 250 » se lirait « 250 1 »."""

import pytest

from exports.rendus.html.balises import phrase

ANTONY = "\u05e2\u05d9\u05e8\u05d9\u05d9\u05ea \u05d0\u05e0\u05d8\u05d5\u05e0\u05d9"
VILLE = "\u0628\u0644\u062f\u064a\u0629"


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (f"{ANTONY} : 1 250,50 €", f"<bdi>{ANTONY}</bdi>\u00a0: 1 250,50\u00a0€"),
        (f"{VILLE} 12 000,00 €, {ANTONY} 3", f"<bdi>{VILLE}</bdi> 12 000,00\u00a0€, <bdi>{ANTONY}</bdi> 3"),
        (f"<b>{VILLE}-{VILLE}", f"&lt;b&gt;<bdi>{VILLE}-{VILLE}</bdi>"),
        ("Ville d’Antony : 12 %", "Ville d’Antony\u00a0: 12\u00a0%"),
    ],
)
def test_ce_qui_va_de_droite_a_gauche_est_isole(texte: str, attendu: str) -> None:
    assert phrase(texte) == attendu

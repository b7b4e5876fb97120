"""Les fautes sont numérotées sans trou, et leurs phrases tiennent debout."""

import re
from string import Formatter

import pytest

from financement.fautes.faute import ModeleFaute, faute
from financement.fautes.provenance import INCONNUE
from tests.modeles import FAUTES_DECLAREES, declarations


def test_les_codes_sont_uniques() -> None:
    """Deux modèles de même code seraient la même faute sous deux noms."""
    assert len(declarations(ModeleFaute)) == len(FAUTES_DECLAREES)


def test_dans_chaque_domaine_les_numeros_se_suivent() -> None:
    vus: dict[str, int] = {}
    for code in sorted(FAUTES_DECLAREES):
        domaine, _, numero = code.partition("-")
        assert re.fullmatch(r"[A-Z]+-[0-9]{2}", code)
        vus[domaine] = vus.get(domaine, 0) + 1
        assert int(numero) == vus[domaine]


@pytest.mark.parametrize("code", FAUTES_DECLAREES)
def test_une_phrase_finit_par_un_point_et_se_compose(code: str) -> None:
    modele = FAUTES_DECLAREES[code]
    termes = {nom for texte in (modele.message, modele.remede) for _, nom, _, _ in Formatter().parse(texte) if nom}
    # Une phrase qui finit par un terme lui laisse son point : ce terme est lui-même une phrase.
    phrases = {t for texte in (modele.message, modele.remede) for t in termes if texte.endswith(f"{{{t}}}")}
    mots = {terme: "Une phrase." if terme in phrases else "X" for terme in termes - {"lu"}}
    composee = faute(modele, INCONNUE, "X", **mots)
    for phrase in (composee.message, composee.remede):
        assert phrase.endswith(".")
        assert phrase[0] == phrase[0].upper()
        assert "{" not in phrase
        assert "  " not in phrase

"""Le catalogue des fautes est complet, et ses phrases tiennent debout."""

import re
from string import Formatter

import pytest

from financement.fautes.catalogue import MODELES, CodeFaute
from financement.fautes.faute import faute
from financement.fautes.provenance import INCONNUE


def test_chaque_code_a_une_phrase_et_un_remede() -> None:
    assert list(MODELES) == list(CodeFaute), "mêmes codes, dans le même ordre"


def test_les_codes_sont_uniques() -> None:
    """Deux membres de même valeur seraient le même code sous deux noms."""
    assert len(CodeFaute.__members__) == len(set(CodeFaute))


def test_dans_chaque_domaine_les_numeros_se_suivent() -> None:
    vus: dict[str, int] = {}
    for code in CodeFaute:
        domaine, _, numero = code.partition("-")
        assert re.fullmatch(r"[A-Z]+-[0-9]{2}", code)
        vus[domaine] = vus.get(domaine, 0) + 1
        assert int(numero) == vus[domaine]


@pytest.mark.parametrize("code", CodeFaute)
def test_une_phrase_finit_par_un_point_et_se_compose(code: CodeFaute) -> None:
    modele = MODELES[code]
    termes = {nom for texte in (modele.message, modele.remede) for _, nom, _, _ in Formatter().parse(texte) if nom}
    # Une phrase qui finit par un terme lui laisse son point : ce terme est lui-même une phrase.
    phrases = {t for texte in (modele.message, modele.remede) for t in termes if texte.endswith(f"{{{t}}}")}
    mots = {terme: "Une phrase." if terme in phrases else "X" for terme in termes - {"lu"}}
    composee = faute(code, INCONNUE, "X", **mots)
    for phrase in (composee.message, composee.remede):
        assert phrase.endswith(".")
        assert phrase[0] == phrase[0].upper()
        assert "{" not in phrase
        assert "  " not in phrase

"""La page des constats d’importation et la bibliothèque disent la même chose."""

import re
from pathlib import Path

from financement.controles.constat import Gravite
from tests.modeles import CONSTATS_D_IMPORT_DECLARES, FAUTES_DECLAREES

PAGE = Path(__file__).parents[4] / "docs" / "importation.md"
ARTICLE = re.compile(r"^### (?P<code>\S+) — (?P<nom>.+)\n\n\*\*Gravité\*\* : (?P<gravite>\w+)\. .+\n\n→ ", re.MULTILINE)


def test_la_page_a_un_article_par_constat_dans_l_ordre() -> None:
    articles = [(forme["code"], forme["nom"], forme["gravite"]) for forme in ARTICLE.finditer(PAGE.read_text("utf-8"))]
    modeles = sorted(CONSTATS_D_IMPORT_DECLARES.values(), key=lambda modele: modele.code)
    assert articles == [(modele.code, modele.nom, str(modele.gravite)) for modele in modeles]


def test_aucun_code_ne_dit_a_la_fois_une_faute_et_un_constat() -> None:
    assert not CONSTATS_D_IMPORT_DECLARES.keys() & FAUTES_DECLAREES.keys()


def test_une_information_ne_demande_rien() -> None:
    informations = [m for m in CONSTATS_D_IMPORT_DECLARES.values() if m.gravite is Gravite.INFORMATION]
    autres = {m.code for m in informations if not m.remede.startswith("Rien à corriger")}
    assert autres == set()

"""La page des maquettes dit chaque remarque de relecture, sa gravité, et montre chaque feuille."""

import re
from pathlib import Path

from financement.controles.constat import Gravite
from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.description import AUTRES_FEUILLES
from maquettes.maquette.sceau import FEUILLE_SCEAU
from tests.images import PAGES_DE_MAQUETTE
from tests.modeles import REMARQUES_DECLAREES

PAGE = Path(__file__).parents[3] / "docs" / "maquettes.md"


def test_la_page_a_un_titre_par_remarque_et_dit_sa_gravite() -> None:
    articles = dict(
        re.findall(r"^### (RELECTURE-\d\d)\n\n\*\*(\w+)\*\* — ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert articles == {code: str(modele.gravite) for code, modele in REMARQUES_DECLAREES.items()}


def test_chaque_remarque_a_un_remede_distinct_de_son_message() -> None:
    for modele in REMARQUES_DECLAREES.values():
        assert re.match(r"[A-ZÉ].+\.$", modele.remede)
        assert modele.remede not in modele.message
        assert modele.gravite is not Gravite.INFORMATION or modele.remede.startswith("Rien à corriger")


def test_la_page_montre_chaque_feuille() -> None:
    texte = PAGE.read_text(encoding="utf-8")
    images = re.findall(r"\]\((images/maquette/[\w-]+\.png)\)", texte)
    assert all((PAGE.parent / image).is_file() for image in images)
    assert sorted(image.rpartition("/")[2] for image in images) == sorted(PAGES_DE_MAQUETTE.values())
    visibles = set(AUTRES_FEUILLES) - {FEUILLE_SCEAU}
    assert len(images) == len(BLOCS) + len(visibles)

"""Une famille se lit comme on l’écrit, et comme nos tableaux l’impriment."""

import pytest

from financement.dossier.familles import trouver_famille
from financement.dossier.nomenclature import FAMILLES, Programme


@pytest.mark.parametrize(
    ("programme", "texte", "famille"),
    [
        (Programme.PNRU, "01", "01"),
        (Programme.PNRU, "1", "01"),
        (Programme.PNRU, "6", "06"),
        (Programme.PNRU, "12", "12"),
        (Programme.PNRU, "Réhabilitation", "05"),
        (Programme.PNRU, "rehabilitations", "05"),
        (Programme.PNRU, "06 · Résidentialisation", "06"),
        (Programme.PNRU, "6 - résidentialisation", "06"),
        (Programme.PNRU, "05 · Résidentialisation", None),  # le libellé d'une autre
        (Programme.PNRU, "001", None),
        (Programme.PNRU, "21", None),
        (Programme.PNRU, "", None),
        (Programme.NPNRU, "21", "21"),
        (Programme.NPNRU, "1", None),
        (Programme.NPNRU, "Ingénierie", "14"),
        (Programme.NPNRU, "Réhabilitation", None),
    ],
)
def test_la_famille_trouvee(programme: Programme, texte: str, famille: str | None) -> None:
    assert trouver_famille(texte, programme) == famille


@pytest.mark.parametrize("programme", Programme)
def test_chaque_famille_se_trouve_par_son_numero_et_par_son_libelle(programme: Programme) -> None:
    for numero, libelle in FAMILLES[programme].items():
        for texte in (numero, str(int(numero)), libelle, libelle.upper(), f"{numero} · {libelle}"):
            assert trouver_famille(texte, programme) == numero

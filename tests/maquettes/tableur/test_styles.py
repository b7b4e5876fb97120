"""Ce que montre un format de nombre : un simple nombre, un pourcentage ou une date."""

import pytest

from maquettes.tableur.contenu import GenreCellule
from maquettes.tableur.styles import genre_de_format


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "GENERAL",
        "0",
        "#,##0.00",
        '# ##0,00\\ "€"',
        "#,##0.00\\ [$€-40C]",
        "#,##0.00_);[Red]\\(#,##0.00\\)",
        '0" jours"',
        '0 "mois"',
        "0.00E+00",
        "# ?/?",
        "@",
        "[Red]0",
        "[Blue]General",
        "[>=1000]0.0;0",
        '"100 %"',
        "0\\%",
        "0\\d",
        "_d0_m",
        "*s0",
        "",
        '"jours',
    ],
)
def test_un_simple_nombre(code: str) -> None:
    assert genre_de_format(code) is GenreCellule.NOMBRE


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0\\ %", "[Red]0%", '0%" du total"', "General%", '0 %;"jamais"'])
def test_un_pourcentage(code: str) -> None:
    assert genre_de_format(code) is GenreCellule.POURCENTAGE


@pytest.mark.parametrize(
    "code",
    [
        "dd/mm/yyyy",
        "yyyy\\-mm\\-dd",
        "[$-40C]d mmm yyyy",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "[h]:mm",
        "[mm]:ss",
        "[s]",
        "hh:mm:ss AM/PM",
        "MMM\\-YY",
        'dd/mm/yyyy;"vide"',
        "[Red]d/m/yy",
        'd" du mois"',
    ],
)
def test_une_date(code: str) -> None:
    assert genre_de_format(code) is GenreCellule.DATE

"""Échappements, fragments et blancs d’un texte de classeur."""

import pytest

from maquettes.tableur.lecture import lire_classeur
from maquettes.tableur.textes import decoder_les_echappements
from tests.maquettes.classeurs_abimes import rezipper

_SST = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("simple", "simple"),
        ("a_x000D_\nb", "a\r\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x005f_", "_"),
        ("_x00_ _xZZZZ_ x0041_", "_x00_ _xZZZZ_ x0041_"),
        ("_x0041__x0042_", "AB"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "\ufffd"),
        ("é 😀 _x0009_", "é 😀 \t"),
    ],
)
def test_les_echappements(ecrit: str, lu: str) -> None:
    assert decoder_les_echappements(ecrit) == lu


@pytest.mark.parametrize(
    ("si", "lu"),
    [
        ("<si><t>Square</t></si>", "Square"),
        ('<si><t xml:space="preserve"> a </t></si>', " a "),
        ("<si><t>\n  a b \n</t></si>", "a b"),
        ("<si><t>\u00a0a\u00a0</t></si>", "\u00a0a\u00a0"),
        (
            '<si><r><rPr><b/></rPr><t xml:space="preserve">Deux </t></r>\n <r><t>fragments</t></r></si>',
            "Deux fragments",
        ),
        ('<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>', "東京"),
        ("<si><t>a &amp; b &lt;c&gt; &#233; <![CDATA[<d>]]></t></si>", "a & b <c> é <d>"),
        ("<si><t>_x005F_x0041_</t></si>", "_x0041_"),
        ("<si><t>" + "long" * 8000 + "</t></si>", "long" * 8000),
    ],
)
def test_un_texte_partage(si: str, lu: str) -> None:
    octets = rezipper({"xl/sharedStrings.xml": _SST.format(si).encode()})
    (feuille,) = lire_classeur("textes.xlsx", octets).feuilles
    assert feuille.cellules[0, 0].texte == lu


@pytest.mark.parametrize("si", ["<si><t/></si>", "<si/>", "<si><t> </t></si>"])
def test_un_texte_partage_vide_n_est_pas_une_valeur(si: str) -> None:
    octets = rezipper({"xl/sharedStrings.xml": _SST.format(si).encode()})
    (feuille,) = lire_classeur("textes.xlsx", octets).feuilles
    assert (0, 0) not in feuille.cellules

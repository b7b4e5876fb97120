"""Les lots de rangées et l’analyse balise à balise : deux lectures d’une feuille, qui disent la même chose."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from random import Random
from typing import Final

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financement.fautes.faute import ErreurFinancement, TexteRefuse
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur import feuille
from maquettes.tableur.cadre import DU_DOSSIER, RECU, Cadre
from maquettes.tableur.contenu import CelluleLue, GenreCellule
from maquettes.tableur.garde import examiner
from maquettes.tableur.lecture import _lire, lire_classeur
from maquettes.tableur.rangees.lots import LecteurDeLots
from tests.maquettes.classeurs_abimes import FEUILLE, RELATIONS, TYPES, petit_classeur, remplacer, rezipper
from tests.solidite import classeurs

ESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ENTETE: Final = f'<worksheet xmlns="{ESPACE}"><sheetData>'
PIED: Final = '</sheetData><mergeCells><mergeCell ref="A90:B90"/></mergeCells></worksheet>'
# Ce que contient une cellule, et ce qui l'écrit ; « # » y est sa ligne.
ATTRIBUTS: Final = (
    *("", ' s="1"', ' s="2"', ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="d"', ' t="inlineStr"'),
    *(' s="1" t="s"', ' t="s" s="1"', ' s="007"', ' t="faux"', ' s="&#49;"', ' cm="1"', " s='1'"),
)
VALEURS: Final = (
    *("<v>1</v>", "<v>12.5</v>", "<v>12.50</v>", "<v>0</v>", "<v>00</v>", "<v>-3</v>", "<v> 4 </v>", "<v>1e3</v>"),
    *("<v>1234567890123456</v>", "<v>42004</v>", "<v>2</v>", "<v>999</v>", "<v>abc</v>", "<v>#N/A</v>", "<v/>"),
    *("<v></v>", "", "<v>2014-12-31</v>", "<v>a&amp;lt;é&#233;&#x41;&#38;lt;</v>", "<v>_x000D_ &lt;_x0026_</v>"),
    *("<v>a\r\nb</v>", "<v>a\nb ]] > c</v>", "<v><![CDATA[<row>]]></v>", "<v>1<!-- </row> --></v>"),
    *("<is><t>en ligne </t></is>", '<is><t xml:space="preserve"> x </t></is>', "<is><t> </t></is>", "<is><t/></is>"),
    "<is><r><t>en </t></r><r><t>deux</t></r></is>",
)
FORMULES: Final = (
    *("", "", "<f>A1&gt;#</f>", '<f aca="false">A#&amp;"é"</f>', "<f></f>", "<f/>", '<f t="shared" si="0"/>'),
    *('<f t="shared" ref="A1:A9" si="0">B#</f>', '<f t="array" ref="A#">C#</f>', '<f t="dataTable" ref="A1:B2"/>'),
)
LIGNES: Final = (
    *('<row r="#">', '<row r="#" spans="1:3" ht="12.5">', '<row r="#" xmlns:x="y" x:a="1">', "<row>", "<row r='#'>"),
    *('<row r="#" a="&gt;">', f'<row r="#" xmlns="{ESPACE}">', '<row r="#" xmlns="autre">', '<row r="0#">'),
    *('<row r="#" hidden="1">', '<row r="#" ht="1" hidden="true" s="2">', '<row r="#" hidden="0">'),
)
ENTRE: Final = ("", "", "", '<row r="40"/>', '<row r="41"></row>', "\n", "<!-- <row> -->", "<row><row></row></row>")


def image(octets: bytes, cadre: Cadre = DU_DOSSIER) -> object:
    """Tout ce qui se lit d’un classeur, ou son refus."""
    try:
        lu = _lire("m.xlsx", examiner("m.xlsx", octets, cadre=RECU), cadre)
    except TexteRefuse as refus:
        return str(refus.en_faute(Provenance(fichier="m.xlsx")))
    except ErreurFinancement as refus:
        return str(refus)
    return [(f.nom, f.fusions, f.lignes_masquees, f.colonnes_masquees, list(f.cellules.items())) for f in lu.feuilles]


def image_balise_a_balise(octets: bytes, cadre: Cadre) -> object:
    with pytest.MonkeyPatch.context() as contexte:
        contexte.setattr(feuille, "est_verifiee", lambda _partie: False)
        return image(octets, cadre)


def verifier_le_miroir(octets: bytes, cadre: Cadre = DU_DOSSIER) -> None:
    assert image(octets, cadre) == image_balise_a_balise(octets, cadre)


@pytest.fixture
def lots_lus(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Pour chaque lot, s’il a été lu comme tel."""
    lus: list[bool] = []
    lire = LecteurDeLots.lire

    def noter(*tout: object) -> object:
        lot = lire(*tout)  # type: ignore[arg-type]
        lus.append(lot is not None)
        return lot

    monkeypatch.setattr(LecteurDeLots, "lire", noter)
    return lus


def reguliere(sortes: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Le plus souvent la première, qui est d’un tableur."""
    return st.one_of(st.just(sortes[0]), st.sampled_from(sortes))


@st.composite
def feuilles(tirer: st.DrawFn) -> str:
    """Des rangées presque toutes régulières, presque toutes à la suite."""
    corps = ""
    for rang in range(1, tirer(st.integers(1, 5)) + 1):
        ligne = tirer(st.sampled_from((rang, rang, rang, rang, 1, 50_001)))
        cellules = ""
        for colonne in tirer(st.sampled_from(("A", "AB", "ABC", "CA", "AA", ("A", "GR", "GS")))):
            adresse = tirer(reguliere((f' r="{colonne}{ligne}"', f' r="{colonne}9"', "", f" r='{colonne}{ligne}'")))
            contenu = tirer(st.sampled_from(FORMULES)) + tirer(st.sampled_from(VALEURS))
            cellules += f"<c{adresse}{tirer(reguliere(ATTRIBUTS) | st.sampled_from(ATTRIBUTS))}>{contenu}</c>"
            cellules += tirer(reguliere(("", "<c/>", f'<c r="{colonne}{ligne}" s="3"/>')))
        corps += tirer(reguliere(LIGNES)) + cellules + "</row>" + tirer(st.sampled_from(ENTRE))
        corps = corps.replace("#", str(ligne))
    return corps


@given(corps=feuilles(), declaration=st.sampled_from(("", '<?xml version="1.0" encoding="UTF-8"?>\n')))
def test_les_deux_lectures_disent_la_meme_chose(corps: str, declaration: str) -> None:
    octets = rezipper({FEUILLE: (declaration + ENTETE + corps + PIED).encode()})
    verifier_le_miroir(octets)
    verifier_le_miroir(octets, RECU)


def test_les_deux_lectures_d_un_classeur_mute_disent_la_meme_chose() -> None:
    hasard = Random(5)  # noqa: S311 -- un tirage d'essais
    for _ in range(60):
        verifier_le_miroir(classeurs._muter_le_xml(hasard))


UNE: Final = '<row r="1"><c r="A1" t="str"><v>é</v></c></row>'


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(f"<?xml version='1.0' encoding='iso-8859-1'?>{ENTETE}{UNE}{PIED}".encode(), id="autre encodage"),
        pytest.param((ENTETE + UNE + PIED).encode("utf-16"), id="utf-16"),
        pytest.param(f'<worksheet xmlns="{ESPACE}"><!-- <sheetData> -->{UNE}</worksheet>'.encode(), id="commentaire"),
        pytest.param(
            f'<worksheet xmlns="{ESPACE}"><x xmlns="y"><sheetData>{UNE}</sheetData></x></worksheet>'.encode(),
            id="autre espace de noms",
        ),
        pytest.param(
            f'<p:worksheet xmlns:p="{ESPACE}"><sheetData>{UNE}</sheetData></p:worksheet>'.encode(), id="prefixe"
        ),
        pytest.param(
            f'<worksheet xmlns="{ESPACE}"><c r="A1"><v>5</v><sheetData>{UNE}</sheetData></c></worksheet>'.encode(),
            id="donnees dans une cellule",
        ),
        pytest.param(
            f"{ENTETE}<row r='1'><c r='A1'><is>{UNE * 2}<row r='3'>{UNE}</row></is></c></row>{PIED}".encode(),
            id="rangees dans une cellule",
        ),
        pytest.param(f"{ENTETE}{UNE}<x><![CDATA[{UNE}]]></x>{UNE}{PIED}".encode(), id="section"),
        pytest.param(f'{ENTETE}{UNE}<c><v>7</v></c><row r="2"><c><v>8</v></c></row>{PIED}'.encode(), id="sans adresse"),
        pytest.param(f"{ENTETE}{UNE}{PIED.replace('</sheetData>', '</sheetData>' + UNE)}".encode(), id="apres"),
    ],
)
def test_les_pieges_se_lisent_balise_a_balise(xml: bytes) -> None:
    verifier_le_miroir(rezipper({FEUILLE: xml}))


def test_une_longue_feuille_se_lit_lot_apres_lot(lots_lus: list[bool]) -> None:
    """Plusieurs morceaux, une rangée irrégulière au milieu, une rangée trop longue à la fin."""
    rangees = [
        f'<row r="{rang}"><c r="A{rang}"><v>{rang}.25</v></c>'
        f'<c r="B{rang}" t="str"><f>A{rang}*2</f><v>é{rang}</v></c></row>'
        for rang in range(1, 4_001)
    ]
    rangees[2_000] = '<row r="2001"><c r="A2001"> <v>7</v></c></row>'
    longue = '<row r="4001">' + '<c r="A4001" s="1"/>' * 30_000 + '<c r="B4001"><v>9</v></c></row>'
    octets = rezipper({FEUILLE: (ENTETE + "".join(rangees) + longue + PIED).encode()})
    lue = lire_classeur("m.xlsx", octets).feuilles[0]
    assert lots_lus.count(False) == 1
    assert lots_lus.count(True) > 3
    assert len(lue.cellules) == 8_000
    assert lue.cellules[1_999, 1] == CelluleLue(GenreCellule.TEXTE, "é2000", "A2000*2")
    assert lue.cellules[2_000, 0] == CelluleLue(GenreCellule.NOMBRE, "7")
    assert lue.cellules[4_000, 1] == CelluleLue(GenreCellule.NOMBRE, "9")
    verifier_le_miroir(octets)


def test_les_rangees_de_nos_classeurs_et_d_un_autre_logiciel_se_lisent_par_lots(lots_lus: list[bool]) -> None:
    flux = BytesIO()
    openpyxl.load_workbook(BytesIO(classeurs._modele())).save(flux)
    for octets in (classeurs._modele(), flux.getvalue()):
        lots_lus.clear()
        image(octets)
        assert lots_lus == [True, True]
        verifier_le_miroir(octets)


def test_une_feuille_que_la_garde_ne_verifie_pas_ne_se_lit_pas_par_lots() -> None:
    """Son xml malformé serait passé dans une rangée qu’aucun analyseur ne reçoit."""
    xml = (ENTETE + UNE.replace("é", "a&b") + PIED).encode()
    autre = "worksheets/sheet1.dat"
    octets = rezipper(
        {
            FEUILLE: None,
            f"xl/{autre}": xml,
            RELATIONS: remplacer("worksheets/sheet1.xml", autre),
            TYPES: remplacer("worksheets/sheet1.xml", autre),
        }
    )
    with pytest.raises(SourceRefusee, match="CLASSEUR-11"):
        lire_classeur("m.xlsx", octets)


LIMITES: Final[tuple[Callable[[int], Cadre], ...]] = (
    lambda limite: replace(DU_DOSSIER, cellules=limite),
    lambda limite: replace(DU_DOSSIER, textes=limite),
    lambda limite: replace(DU_DOSSIER, lignes=limite),
    lambda limite: replace(DU_DOSSIER, colonnes=limite),
)


@pytest.mark.parametrize("limiter", LIMITES)
def test_les_limites_sont_les_memes(limiter: Callable[[int], Cadre]) -> None:
    """Quelle que soit la limite : au-delà, le même refus ; en deçà, les mêmes cellules."""
    octets = classeurs._modele()
    refus = set()
    for nombre in (1, 2, 3, 5, 6, 7, 20, 40, 75, 90, 120, 200, 400, 1_000):
        cadre = limiter(nombre)
        verifier_le_miroir(octets, cadre)
        refus.add(isinstance(image(octets, cadre), str))
    assert refus == {True, False}


def test_le_petit_classeur_se_lit_par_lots(lots_lus: list[bool]) -> None:
    lire_classeur("m.xlsx", petit_classeur())
    assert all(lots_lus)
    assert lots_lus

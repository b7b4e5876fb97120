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

from financement.fautes.faute import ErreurFinancement, Faute, TexteRefuse
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur import feuille, lecture
from maquettes.tableur.cadre import DU_DOSSIER, RECU, Cadre
from maquettes.tableur.cellules import Cellules
from maquettes.tableur.contenu import CelluleLue, GenreCellule
from maquettes.tableur.garde import examiner
from maquettes.tableur.lecture import ClasseurLu, _lire, lire_classeur, lire_saisies
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


def saisies(octets: bytes) -> ClasseurLu:
    """Le classeur, dont rien de calculé n’est lu d’abord, si petit soit-il."""
    with pytest.MonkeyPatch.context() as contexte:
        contexte.setattr(lecture, "OCTETS_LUS_D_UN_COUP", 0)
        contexte.setattr(feuille, "LIGNES_ENTIERES", -1)
        return lire_saisies("m.xlsx", octets, lambda _noms, _proprietes: None)


def completer(classeur: ClasseurLu) -> ClasseurLu:
    classeur.completer()
    return classeur


def lire_ou_refuser(lire: Callable[[], ClasseurLu]) -> ClasseurLu | Faute:
    try:
        return lire()
    except SourceRefusee as refus:
        return refus.faute


@given(corps=feuilles(), colonne=st.sampled_from((0, 1, 2, 26)))
def test_ne_lire_que_les_saisies_ne_change_ni_une_colonne_ni_un_refus(corps: str, colonne: int) -> None:
    """Une colonne demandée est entière, calculée ou non ; le reste se lit ensuite, ou se refuse comme d’emblée."""
    octets = rezipper({FEUILLE: (ENTETE + corps + PIED).encode()})
    entier = lire_ou_refuser(lambda: lire_classeur("m.xlsx", octets))
    if isinstance(entier, Faute):
        assert lire_ou_refuser(lambda: completer(saisies(octets))) == entier
        return
    leger = saisies(octets)
    for lue, attendue in zip(leger.feuilles, entier.feuilles, strict=True):
        places = list(lue.cellules.de_lignes(0, colonnes={colonne}))
        assert {(ligne, c): lue.cellules.cellule(rang) for ligne, c, rang in places} == {
            place: cellule for place, cellule in attendue.cellules.items() if place[1] == colonne
        }
    leger = completer(saisies(octets))
    assert [list(f.cellules.items()) for f in leger.feuilles] == [list(f.cellules.items()) for f in entier.feuilles]


def des_saisies(corps: str) -> Cellules:
    return saisies(rezipper({FEUILLE: (ENTETE + corps + PIED).encode()})).feuilles[0].cellules


CALCULEES: Final = "".join(
    f'<row r="{rang}"><c r="A{rang}"><v>{rang}</v></c><c r="B{rang}" t="str"><f>A{rang}&amp;""</f><v>{rang}</v></c>'
    f'<c r="C{rang}"><f>A{rang}*2</f><v>{rang * 2}</v></c><c r="D{rang}"><f>1</f></c><c r="E{rang}"><v>5</v></c></row>'
    for rang in (1, 2)
)


def test_des_cellules_calculees_qui_se_suivent_ne_se_lisent_que_demandees() -> None:
    seules = [(0, 0), (0, 4), (1, 0), (1, 4)]
    for demander in (list, len, lambda c: (1, 2) in c, lambda c: c[0, 1], lambda c: list(c.de_lignes(1))):
        cellules = des_saisies(CALCULEES)
        assert [place[:2] for place in cellules.de_lignes(0, colonnes={0, 4, 5})] == seules
        assert cellules[1, 4].texte == "5"
        assert len(cellules._places) == 4
        demander(cellules)
        assert len(cellules._places) == 10
    cellules = des_saisies(CALCULEES)
    assert [cellules.cellule(rang) for _, _, rang in cellules.de_lignes(1, 2, {2, 4})] == [
        CelluleLue(GenreCellule.NOMBRE, "4", "A2*2"),
        CelluleLue(GenreCellule.NOMBRE, "5"),
    ]


def test_des_adresses_qui_ne_se_suivent_pas_ne_sont_pas_passees() -> None:
    """Une colonne à lire pourrait être au milieu."""
    assert len(des_saisies(CALCULEES.replace('r="C2"', 'r="F2"'))._places) == 10


@pytest.mark.parametrize("espace", ["", " "], ids=["par lots", "balise à balise"])
def test_une_formule_partagee_dont_l_original_est_passe_le_fait_lire(espace: str) -> None:
    corps = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:D2" si="0">B1*2</f><v>2</v></c><c r="B1"><f>1</f><v>1</v></c></row>'
    )
    longue = "".join(f'<row r="{rang}" spans="1:1{"1" * 90}"/>' for rang in range(2, 700))
    corps += longue + f'<row r="700">{espace}<c r="D700"><f t="shared" si="0"/><v>4</v></c></row>'
    assert des_saisies(corps)[699, 3] == CelluleLue(GenreCellule.NOMBRE, "4", "B1*2")


def test_des_cellules_qu_aucun_tableur_n_ecrit_ainsi_ont_leur_limite() -> None:
    corps = "".join(f'<row r="{rang}"> <c r="A{rang}"><v>{rang}</v></c></row>' for rang in range(1, 5))
    octets = rezipper({FEUILLE: (ENTETE + corps + PIED).encode()})
    autres = sum(len(f.cellules) for f in lire_classeur("m.xlsx", octets).feuilles[1:])
    assert not autres
    assert not isinstance(image(octets, replace(DU_DOSSIER, cellules_une_a_une=4)), str)
    assert "porte à plus de 3 les cellules qu’aucun tableur n’écrit ainsi" in str(
        image(octets, replace(DU_DOSSIER, cellules_une_a_une=3))
    )


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

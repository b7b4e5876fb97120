"""Les cellules d’une feuille écrite à la main : toutes les façons permises d’écrire la même chose."""

from typing import Final

import pytest

from maquettes.fichiers.sources import SourceRefusee
from maquettes.tableur.contenu import CelluleLue, GenreCellule, Plage
from maquettes.tableur.lecture import lire_classeur
from tests.maquettes.classeurs_abimes import FEUILLE, RELATIONS, remplacer, rezipper

_ENTETE: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES: Final = f"""{_ENTETE}<styleSheet xmlns="{_ESPACE}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="[$-40C]d mmm yyyy"/>
<numFmt numFmtId="165" formatCode="0.0%"/></numFmts>
<cellStyleXfs count="2"><xf numFmtId="14"/><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="9"/>
<xf numFmtId="46"/></cellXfs>
<dxfs count="1"><dxf><numFmt numFmtId="0" formatCode="dd/mm/yyyy"/></dxf></dxfs></styleSheet>"""

_FRAGMENTS: Final = '<r><t xml:space="preserve">en </t></r><r><t>deux</t></r>'

TEXTE, NOMBRE, DATE = GenreCellule.TEXTE, GenreCellule.NOMBRE, GenreCellule.DATE


def _lire(lignes: str, apres: str = "") -> dict[tuple[int, int], CelluleLue]:
    feuille = f'{_ENTETE}<worksheet xmlns="{_ESPACE}"><sheetData>{lignes}</sheetData>{apres}</worksheet>'
    octets = rezipper({FEUILLE: feuille.encode(), "xl/styles.xml": _STYLES.encode()})
    return dict(lire_classeur("main.xlsx", octets).feuilles[0].cellules)


def _lire_une(cellule: str) -> CelluleLue:
    ((place, lue),) = _lire(f'<row r="1">{cellule}</row>').items()
    assert place == (0, 0)
    return lue


@pytest.mark.parametrize(
    ("cellule", "attendue"),
    [
        ('<c r="A1"><v>12.50</v></c>', CelluleLue(NOMBRE, "12.5")),
        ('<c r="A1" t="n"><v> 12 </v></c>', CelluleLue(NOMBRE, "12")),
        ('<c r="A1" s="1"><v>42004</v></c>', CelluleLue(DATE, "2014-12-31")),
        ('<c r="A1" s="2"><v>42004.75</v></c>', CelluleLue(DATE, "2014-12-31 18:00:00")),
        ('<c r="A1" s="1"><v>-5</v></c>', CelluleLue(NOMBRE, "-5")),
        ('<c r="A1" s="3"><v>0.19600000000000001</v></c>', CelluleLue(GenreCellule.POURCENTAGE, "0.196")),
        ('<c r="A1" s="4"><v>1</v></c>', CelluleLue(GenreCellule.POURCENTAGE, "1")),
        ('<c r="A1" s="5"><v>1.5</v></c>', CelluleLue(DATE, "1900-01-01 12:00:00")),
        ('<c r="A1" s="99"><v>3</v></c>', CelluleLue(NOMBRE, "3")),
        ('<c r="A1" t="s"><v>0</v></c>', CelluleLue(TEXTE, "Square")),
        ('<c r="A1" t="s" s="1"><v>0</v></c>', CelluleLue(TEXTE, "Square")),
        ('<c r="A1" t="str"><v> a_x000D_ </v></c>', CelluleLue(TEXTE, " a\r ")),
        ('<c r="A1" t="inlineStr"><is><t>en ligne</t></is></c>', CelluleLue(TEXTE, "en ligne")),
        (f'<c r="A1" t="inlineStr"><is>{_FRAGMENTS}<rPh><t>x</t></rPh></is></c>', CelluleLue(TEXTE, "en deux")),
        ('<c r="A1" t="b"><v>1</v></c>', CelluleLue(GenreCellule.BOOLEEN, "VRAI")),
        ('<c r="A1" t="b"><v>0</v></c>', CelluleLue(GenreCellule.BOOLEEN, "FAUX")),
        ('<c r="A1" t="e"><v>#N/A</v></c>', CelluleLue(GenreCellule.ERREUR, "#N/A")),
        ('<c r="A1" t="d"><v>2014-12-31T00:00:00</v></c>', CelluleLue(DATE, "2014-12-31")),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', CelluleLue(NOMBRE, "2", "1+1")),
        ('<c r="A1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>', CelluleLue(TEXTE, "ab", '"a"&"b"')),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', CelluleLue(TEXTE, "", '""')),
        ('<c r="A1" t="s"><f>B1</f><v>0</v></c>', CelluleLue(TEXTE, "Square", "B1")),
        ('<c r="A1" t="b"><f>1=1</f><v>1</v></c>', CelluleLue(GenreCellule.BOOLEEN, "VRAI", "1=1")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', CelluleLue(GenreCellule.ERREUR, "#DIV/0!", "1/0")),
        ('<c r="A1" s="1"><f>B1</f><v>42004</v></c>', CelluleLue(DATE, "2014-12-31", "B1")),
        ('<c r="A1"><f>1+1</f></c>', CelluleLue(GenreCellule.VIDE, "", "1+1")),
        ('<c r="A1"><f>1+1</f><v></v></c>', CelluleLue(GenreCellule.VIDE, "", "1+1")),
        ('<c r="A1" t="str"><f>1+1</f></c>', CelluleLue(GenreCellule.VIDE, "", "1+1")),
        ('<c r="A1"><f t="array" ref="A1:A2">SUM(B1:B9)</f><v>4</v></c>', CelluleLue(NOMBRE, "4", "SUM(B1:B9)")),
        ('<c r="A1"><f t="dataTable" ref="A1:A2" r1="B1"/><v>4</v></c>', CelluleLue(NOMBRE, "4", "TABLE()")),
    ],
)
def test_une_cellule(cellule: str, attendue: CelluleLue) -> None:
    assert _lire_une(cellule) == attendue


@pytest.mark.parametrize(
    "cellule",
    [
        '<c r="A1"/>',
        '<c r="A1" s="2"/>',
        '<c r="A1"><v/></c>',
        '<c r="A1" t="s"><v></v></c>',
        '<c r="A1" t="str"><v></v></c>',
        '<c r="A1" t="inlineStr"/>',
    ],
)
def test_une_cellule_sans_valeur_ni_formule_n_est_pas_gardee(cellule: str) -> None:
    assert _lire(f"<row>{cellule}</row>") == {}


def test_une_formule_partagee_donne_a_chacune_le_texte_de_la_premiere() -> None:
    lues = _lire(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1+1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="1"/><v>3</v></c></row>'
    )
    assert [lue.formule for lue in lues.values()] == ["B1+1", "B1+1", "TABLE()"]


def test_une_valeur_la_ou_le_genre_veut_un_texte_en_ligne_est_refusee() -> None:
    """Aucun tableur n’y montre la valeur : la lire serait la tirer d’ailleurs que de la cellule."""
    with pytest.raises(SourceRefusee) as leve:
        _lire('<row r="1"><c r="A1" t="inlineStr"><v>4</v></c></row>')
    assert leve.value.faute.provenance.cellule == "A1"
    assert "« 4 » ne peut pas être lu" in leve.value.faute.message


def test_les_places_sous_entendues() -> None:
    lues = _lire(
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="5"><c r="B5"><v>5</v></c><c><v>6</v></c></row>'
        "<row><c><v>7</v></c></row>"
    )
    assert {place: lue.texte for place, lue in lues.items()} == {
        (0, 0): "1",
        (0, 2): "3",
        (4, 1): "5",
        (4, 2): "6",
        (5, 0): "7",
    }


def test_une_adresse_l_emporte_sur_la_ligne_qui_la_porte() -> None:
    lues = _lire('<row r="7"><c r="A5"><v>1</v></c><c r="B7"><v>2</v></c><c r="C17"><v>3</v></c><c><v>4</v></c></row>')
    assert {place: lue.texte for place, lue in lues.items()} == {(4, 0): "1", (6, 1): "2", (16, 2): "3", (6, 3): "4"}


def test_les_balises_sans_rapport_ne_comptent_pas() -> None:
    etrangere = '<extLst><ext xmlns:x14="urn:x"><x14:c r="B1"><x14:v>9</x14:v><x14:f>Z1</x14:f></x14:c></ext></extLst>'
    lues = _lire('<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"/></extLst></c></row>', etrangere)
    assert lues == {(0, 0): CelluleLue(NOMBRE, "1")}


def test_un_espace_de_noms_prefixe() -> None:
    feuille = (
        f'{_ENTETE}<x:worksheet xmlns:x="{_ESPACE}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>'
        '</x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B3"/><x:mergeCell ref="D4"/></x:mergeCells>'
        "</x:worksheet>"
    )
    (lue,) = lire_classeur("main.xlsx", rezipper({FEUILLE: feuille.encode()})).feuilles
    assert lue.cellules == {(0, 0): CelluleLue(TEXTE, "Square")}
    assert lue.fusions == (Plage(0, 0, 2, 1), Plage(3, 3, 3, 3))


@pytest.mark.parametrize("encodage", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_un_autre_encodage(encodage: str) -> None:
    declare = encodage.removesuffix("-sig")
    feuille = (
        f'<?xml version="1.0" encoding="{declare}"?><worksheet xmlns="{_ESPACE}"><sheetData><row r="1">'
        '<c r="A1" t="str"><v>été</v></c></row></sheetData></worksheet>'
    )
    (lue,) = lire_classeur("main.xlsx", rezipper({FEUILLE: feuille.encode(encodage)})).feuilles
    assert lue.cellules[0, 0].texte == "été"


def test_un_classeur_sans_textes_ni_styles() -> None:
    octets = rezipper(
        {
            FEUILLE: remplacer('<c r="A1" t="s"><v>0</v></c>', ""),
            "xl/sharedStrings.xml": None,
            "xl/styles.xml": None,
            RELATIONS: lambda contenu: contenu.replace(b"sharedStrings", b"rien").replace(b"/styles", b"/rien"),
        }
    )
    (lue,) = lire_classeur("main.xlsx", octets).feuilles
    assert [cellule.texte for cellule in lue.cellules.values()] == ["100", "0.5", "50"]


def test_le_calendrier_de_1904() -> None:
    octets = rezipper(
        {
            "xl/workbook.xml": remplacer("<workbookPr", '<workbookPr date1904="1"'),
            FEUILLE: remplacer('<c r="A2"><v>100</v>', '<c r="A2" s="1"><v>40542</v>'),
            "xl/styles.xml": _STYLES.encode(),
        }
    )
    assert lire_classeur("main.xlsx", octets).feuilles[0].cellules[1, 0] == CelluleLue(DATE, "2014-12-31")


@pytest.mark.parametrize("numero", ["", "0", "01", "+1", " 1", "1.0", "\u0661", "\u00b2", "12345678"])
def test_un_numero_de_ligne_s_ecrit_en_sept_chiffres_au_plus(numero: str) -> None:
    """Les chiffres d’une autre écriture, que Python lirait, n’en sont pas."""
    with pytest.raises(SourceRefusee, match="il faut ici un numéro de ligne"):
        _lire(f'<row r="{numero}"><c><v>1</v></c></row>')


def test_un_grand_numero_de_ligne_vide_est_admis() -> None:
    assert _lire('<row r="7"><c><v>1</v></c></row><row r="1048576"/>') == {(6, 0): CelluleLue(NOMBRE, "1")}

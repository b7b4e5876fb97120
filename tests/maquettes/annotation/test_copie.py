"""La copie annotée : tout y est comme avant, plus un commentaire par cellule en cause et la liste en tête."""

import re
import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from maquettes.annotation import Annotation, ClasseurNonAnnotable, annoter
from tests.maquettes.annotation.sources import classeur_garni, classeur_nu, commentaires, lire, parties, recomposer
from tests.strategies import textes

SOURCE = classeur_nu("Plan")
NEGATIF = Annotation(
    code="MONTANT-04",
    gravite="faute",
    message="Le montant « -3 » est négatif.",
    remede="Saisir un montant positif.",
    feuille="Plan d'été",
    cellule="F3",
)
DOUBLON = Annotation(code="PLAN-01", gravite="bloquant", message="Doublon.", feuille="Plan d'été", cellule="F3")
COMMENTEE = Annotation(code="PLAN-02", gravite="alerte", message="Vide.", feuille="Plan d'été", cellule="B2")
MOUVEMENT = Annotation(code="JOURNAL-01", gravite="faute", message="Date ?", feuille="Journal", cellule="$B$4")
FEUILLE = Annotation(code="JOURNAL-09", gravite="information", message="Rien d’engagé.", feuille="Journal")
ABSENTE = Annotation(code="PLAN-09", gravite="faute", message="Où ?", feuille="Nulle part", cellule="A1")
GENERALE = Annotation(code="DOSSIER-01", gravite="information", message="Pour mémoire.")
TOUTES = (NEGATIF, DOUBLON, COMMENTEE, MOUVEMENT, FEUILLE, ABSENTE, GENERALE)


def nombre_de_graphiques(feuille: object) -> int:
    """Ce qu’openpyxl a relu ; ses types ne le disent pas."""
    graphiques: list[object] = getattr(feuille, "_charts")  # noqa: B009
    return len(graphiques)


def valeurs(feuille: Worksheet) -> dict[str, object]:
    return {c.coordinate: c.value for ligne in feuille for c in ligne if c.value is not None}


def test_chaque_cellule_en_cause_porte_ses_remarques() -> None:
    classeur = lire(annoter(classeur_garni(), TOUTES))
    assert commentaires(classeur["Plan d'été"]) == {
        "B2": "Vu avec Alice\n\nAlerte PLAN-02\nVide.",
        "C9": "À revoir",
        "F3": "Faute MONTANT-04\nLe montant « -3 » est négatif.\nRemède : Saisir un montant positif."
        "\n\nBloquant PLAN-01\nDoublon.",
    }
    assert commentaires(classeur["Journal"]) == {"B4": "Faute JOURNAL-01\nDate ?"}
    assert commentaires(classeur["Listes"]) == {}


def test_les_auteurs_deja_la_restent() -> None:
    plan = lire(annoter(classeur_garni(), TOUTES))["Plan d'été"]
    auteurs = {adresse: plan[adresse].comment.author for adresse in ("B2", "C9", "F3")}
    assert auteurs == {"B2": "Alice", "C9": "Bob", "F3": "financement"}


def test_la_liste_est_en_tete_active_et_complete() -> None:
    classeur = lire(annoter(classeur_garni(), TOUTES))
    assert classeur.sheetnames == ["Remarques", "Plan d'été", "Journal", "Listes"]
    assert classeur.active is classeur["Remarques"]
    assert [feuille.sheet_view.tabSelected for feuille in classeur] == [True, None, None, None]
    liste = classeur["Remarques"]
    assert liste["A2"].value == (
        "7 remarques (3 fautes, 1 bloquant, 1 alerte, 2 informations). Un clic sur un numéro, une feuille ou une "
        "cellule y conduit ; chaque cellule en cause porte aussi la remarque en commentaire."
    )
    assert [cellule.value for cellule in liste[3]] == [
        "N°",
        "Gravité",
        "Code",
        "Feuille",
        "Cellule",
        "Message",
        "Remède",
    ]
    assert [[cellule.value for cellule in ligne] for ligne in liste.iter_rows(min_row=4)] == [
        [
            1,
            "Faute",
            "MONTANT-04",
            "Plan d'été",
            "F3",
            "Le montant « -3 » est négatif.",
            "Saisir un montant positif.",
        ],
        [2, "Bloquant", "PLAN-01", "Plan d'été", "F3", "Doublon.", None],
        [3, "Alerte", "PLAN-02", "Plan d'été", "B2", "Vide.", None],
        [4, "Faute", "JOURNAL-01", "Journal", "$B$4", "Date ?", None],
        [5, "Information", "JOURNAL-09", "Journal", None, "Rien d’engagé.", None],
        [6, "Faute", "PLAN-09", "Nulle part", "A1", "Où ?", None],
        [7, "Information", "DOSSIER-01", None, None, "Pour mémoire.", None],
    ]


def test_la_liste_mene_a_chaque_feuille_et_cellule() -> None:
    liste = lire(annoter(classeur_garni(), TOUTES))["Remarques"]
    liens = {c.coordinate: c.hyperlink.location for ligne in liste for c in ligne if c.hyperlink is not None}
    assert liens == {
        "A4": "'Plan d''été'!F3",
        "D4": "'Plan d''été'!A1",
        "E4": "'Plan d''été'!F3",
        "A5": "'Plan d''été'!F3",
        "D5": "'Plan d''été'!A1",
        "E5": "'Plan d''été'!F3",
        "A6": "'Plan d''été'!B2",
        "D6": "'Plan d''été'!A1",
        "E6": "'Plan d''été'!B2",
        "A7": "'Journal'!B4",
        "D7": "'Journal'!A1",
        "E7": "'Journal'!B4",
        "A8": "'Journal'!A1",
        "D8": "'Journal'!A1",
        # Ce qui n'est nulle part mène à la première feuille que l'on voit.
        "A9": "'Plan d''été'!A1",
        "A10": "'Plan d''été'!A1",
    }


def test_une_feuille_cachee_n_est_pas_celle_ou_l_on_mene() -> None:
    flux = BytesIO()
    with xlsxwriter.Workbook(flux, {"in_memory": True}) as classeur:
        cachee, vue = classeur.add_worksheet("Cachée"), classeur.add_worksheet("Vue")
        vue.activate()
        vue.set_first_sheet()
        cachee.hide()
    liste = lire(annoter(flux.getvalue(), [GENERALE]))["Remarques"]
    assert liste["A4"].hyperlink.location == "'Vue'!A1"


def test_la_liste_se_lit_et_s_imprime() -> None:
    liste = lire(annoter(classeur_garni(), TOUTES))["Remarques"]
    assert liste.freeze_panes == "A4"
    assert liste.auto_filter.ref == "A3:G10"
    assert liste.print_title_rows == "$3:$3"
    assert (liste.page_setup.paperSize, liste.page_setup.orientation) == (8, "landscape")
    assert liste.sheet_properties.pageSetUpPr is not None
    assert liste.sheet_properties.pageSetUpPr.fitToPage
    assert (liste.page_setup.fitToWidth, liste.page_setup.fitToHeight) == (None, 0)
    pied = liste.oddFooter
    assert pied is not None
    assert pied.right is not None
    assert pied.right.text == "Page &P / &N"
    assert liste["F4"].alignment.wrap_text
    assert liste["A3"].fill.fgColor.rgb == "FFE6EBF3"
    assert liste["E4"].font.underline == "single"
    assert liste["A1"].font.bold


def test_une_liste_vide_le_dit() -> None:
    classeur = lire(annoter(classeur_nu("A"), []))
    assert classeur["Remarques"]["A2"].value == "Aucune remarque : le contrôle n’a rien relevé dans ce classeur."
    assert classeur["Remarques"].auto_filter.ref is None


def test_les_autres_feuilles_sont_inchangees() -> None:
    avant, apres = lire(classeur_garni()), lire(annoter(classeur_garni(), TOUTES))
    for feuille in avant:
        copie = apres[feuille.title]
        assert valeurs(copie) == valeurs(feuille)
        assert copie.sheet_state == feuille.sheet_state
        assert copie.freeze_panes == feuille.freeze_panes
        assert copie.merged_cells.ranges == feuille.merged_cells.ranges
        assert copie.protection.sheet == feuille.protection.sheet
        assert copie.protection.password == feuille.protection.password
        assert [(v.sqref, v.formula1) for v in copie.data_validations.dataValidation] == [
            (v.sqref, v.formula1) for v in feuille.data_validations.dataValidation
        ]
        assert nombre_de_graphiques(copie) == nombre_de_graphiques(feuille)
        assert [c.font.b for c in copie["A"]] == [c.font.b for c in feuille["A"]]
        assert [c.number_format for c in copie["A"]] == [c.number_format for c in feuille["A"]]
    assert apres["Plan d'été"].data_validations.dataValidation[0].formula1 == '"subvention,prêt"'
    assert nombre_de_graphiques(apres["Plan d'été"]) == 1
    assert apres["Journal"]["C1"].hyperlink.location == "'Plan d''été'!A1"


def test_les_noms_definis_suivent_leur_feuille() -> None:
    classeur = lire(annoter(classeur_garni(), TOUTES))
    assert classeur["Plan d'été"].print_title_rows == "$1:$1"
    assert classeur["Journal"].print_title_rows == "$2:$3"
    assert classeur["Journal"].print_area == "'Journal'!$A$1:$B$20"
    assert classeur["Journal"].defined_names["propre"].attr_text == "Journal!$A$1"
    assert classeur.defined_names["montants"].attr_text == "'Plan d''été'!$A$1:$A$20"
    assert list(classeur["Plan d'été"].defined_names) == []


def test_ce_qui_n_est_pas_concerne_est_identique_a_l_octet() -> None:
    source = classeur_garni()
    avant, apres = parties(source), parties(annoter(source, TOUTES))
    modifiees = {nom for nom, contenu in avant.items() if apres.get(nom) != contenu}
    assert modifiees == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/worksheets/sheet2.xml",
    }
    assert set(apres) - set(avant) == {
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing2.vml",
        "xl/worksheets/sheet4.xml",
    }
    # La feuille touchée ne perd que sa sélection et ne gagne que le lien vers ses boîtes.
    nom = "xl/worksheets/sheet2.xml"
    sans_ajout = re.sub(rb"<legacyDrawing [^>]*/>", b"", apres[nom])
    assert sans_ajout == avant[nom].replace(b' tabSelected="1"', b"")
    # Le vml garde tout ce qu'il avait, sauf la hauteur de la boîte allongée et ses blocs d'identifiants.
    formes = re.findall(rb"<v:shape .*?</v:shape>", apres["xl/drawings/vmlDrawing1.vml"], re.DOTALL)
    formes_avant = re.findall(rb"<v:shape .*?</v:shape>", avant["xl/drawings/vmlDrawing1.vml"], re.DOTALL)
    assert formes[1] == formes_avant[1]
    assert len(formes) == len(formes_avant) + 1


def test_la_copie_est_la_meme_a_chaque_fois() -> None:
    source = classeur_garni()
    copie = annoter(source, TOUTES)
    assert annoter(source, TOUTES) == copie
    with zipfile.ZipFile(BytesIO(copie)) as lu:
        assert {entree.date_time for entree in lu.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entree.compress_type for entree in lu.infolist()} == {zipfile.ZIP_DEFLATED}
        assert lu.namelist()[: len(parties(source))] == list(parties(source))


def test_annoter_deux_fois_ajoute_une_seconde_liste() -> None:
    classeur = lire(annoter(annoter(classeur_garni(), TOUTES), [NEGATIF]))
    assert classeur.sheetnames[:2] == ["Remarques (2)", "Remarques"]
    assert classeur.active is classeur["Remarques (2)"]
    texte = commentaires(classeur["Plan d'été"])["F3"]
    assert texte.count("Faute MONTANT-04\n") == 2
    assert classeur["Remarques"].print_title_rows == "$3:$3"
    assert classeur["Remarques"].auto_filter.ref == "A3:G10"


def test_le_nom_de_la_liste_evite_ceux_qui_sont_pris() -> None:
    classeur = lire(annoter(classeur_nu("REMARQUES", "Remarques (2)"), []))
    assert classeur.sheetnames == ["Remarques (3)", "REMARQUES", "Remarques (2)"]


def test_une_feuille_se_trouve_sans_egard_aux_majuscules() -> None:
    annotation = Annotation(code="X", gravite="faute", message="m", feuille="PLAN", cellule="c3")
    classeur = lire(annoter(classeur_nu("Plan"), [annotation]))
    assert commentaires(classeur["Plan"]) == {"C3": "Faute X\nm"}
    assert classeur["Remarques"]["E4"].hyperlink.location == "'Plan'!C3"


@pytest.mark.parametrize("cellule", ["", "toto", "F0", "XFE1", "A1048577", "A1:B2", "A" + "1" * 50])
def test_une_adresse_impossible_ne_figure_qu_a_la_liste(cellule: str) -> None:
    annotation = Annotation(code="X", gravite="faute", message="m", feuille="Plan", cellule=cellule)
    classeur = lire(annoter(classeur_nu("Plan"), [annotation]))
    assert commentaires(classeur["Plan"]) == {}
    assert (classeur["Remarques"]["E4"].value or "", classeur["Remarques"]["E4"].hyperlink) == (cellule, None)


def test_une_cellule_couverte_par_une_fusion_est_commentee_la_ou_cela_se_voit() -> None:
    annotation = Annotation(code="X", gravite="faute", message="m", feuille="Plan d'été", cellule="H11")
    classeur = lire(annoter(classeur_garni(), [annotation]))
    assert commentaires(classeur["Plan d'été"])["G10"] == "Faute X\nm"


def test_un_tres_long_message_est_coupe_a_ce_qu_un_tableur_contient() -> None:
    annotation = Annotation(code="X", gravite="faute", message="é😀" * 20_000, feuille="Plan", cellule="A1")
    classeur = lire(annoter(classeur_nu("Plan"), [annotation]))
    liste = classeur["Remarques"]
    dans_la_liste = "".join(liste[f"F{rang}"].value for rang in range(4, liste.max_row + 1))
    for texte in (classeur["Plan"]["A1"].comment.text, dans_la_liste):
        assert texte.endswith("…")
        assert 32_765 <= len(texte.encode("utf-16-le")) // 2 <= 32_767


@pytest.mark.parametrize("message", ["=1+1", "_x0041_", "<b>&amp;</b>", "a\rb", "\0", "\ud800", "]]>", "  bords  "])
def test_un_message_hostile_reste_ce_message(message: str) -> None:
    annotation = Annotation(code="X", gravite="faute", message=message, feuille="Plan", cellule="A1")
    classeur = lire(annoter(classeur_nu("Plan"), [annotation]))
    case = classeur["Remarques"]["F4"]
    assert (unescape(case.value), case.data_type) == (message, "s")
    assert unescape(classeur["Plan"]["A1"].comment.text) == f"Faute X\n{message}"


@given(message=textes(60), remede=textes(), code=textes(12))
def test_tout_texte_survit_dans_le_commentaire_et_la_liste(message: str, remede: str, code: str) -> None:
    annotation = Annotation(
        code=code, gravite="alerte", message=message, remede=remede, feuille="Plan", cellule="XFD1048576"
    )
    classeur = lire(annoter(SOURCE, [annotation]))
    liste = classeur["Remarques"]
    assert [unescape(liste[adresse].value) for adresse in ("C4", "F4", "G4")] == [code, message, remede]
    assert {liste[adresse].data_type for adresse in ("C4", "F4", "G4")} == {"s"}
    attendu = f"Alerte {code}\n{message}\nRemède : {remede}"
    assert unescape(classeur["Plan"]["XFD1048576"].comment.text) == attendu


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"PK\x03\x04 tronque",
        SOURCE[: len(SOURCE) // 2],
        recomposer({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        recomposer({nom: contenu for nom, contenu in parties(SOURCE).items() if nom != "[Content_Types].xml"}),
        recomposer({nom: contenu for nom, contenu in parties(SOURCE).items() if nom != "xl/workbook.xml"}),
        recomposer({**parties(SOURCE), "xl/workbook.xml": b"<workbook>"}),
        recomposer({**parties(SOURCE), "xl/workbook.xml": b""}),
        recomposer({**parties(SOURCE), "xl/styles.xml": b"<!DOCTYPE a []><a/>"}),
        recomposer({**parties(SOURCE), "xl/Workbook.XML": b""}),
        recomposer(
            {
                nom: contenu.replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                )
                for nom, contenu in parties(SOURCE).items()
            }
        ),
    ],
)
def test_un_fichier_qui_n_est_pas_un_classeur_est_refuse_en_francais(octets: bytes) -> None:
    with pytest.raises(ClasseurNonAnnotable, match=r"classeur|xml"):
        annoter(octets, TOUTES)

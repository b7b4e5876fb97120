"""Des classeurs d’autres mains : préfixes, utf-16, boutons, feuilles graphiques, parties manquantes ou vides."""

import re
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from maquettes.annotation import Annotation, ClasseurNonAnnotable, annoter
from tests.maquettes.annotation.sources import classeur_nu, image_png, lire, parties, recomposer

FAUTE = Annotation(code="X", gravite="faute", message="m", feuille="Plan", cellule="C3")
FEUILLE = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
TABLEUR = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def fait(remplir: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    flux = BytesIO()
    with xlsxwriter.Workbook(flux, {"in_memory": True}) as classeur:
        remplir(classeur)
    return flux.getvalue()


def commentee() -> bytes:
    return fait(lambda classeur: classeur.add_worksheet("Plan").write_comment("B2", "présent"))


def prefixee(octets: bytes) -> bytes:
    """Le même classeur, sous le préfixe ``x:`` qu’écrivent d’autres bibliothèques."""
    contenus = parties(octets)
    for nom in ("xl/workbook.xml", "xl/styles.xml", FEUILLE, "xl/comments1.xml"):
        balises = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", contenus[nom])
        contenus[nom] = balises.replace(b"xmlns=", b"xmlns:x=", 1)
    return recomposer(contenus)


def enfants(xml: bytes) -> list[str]:
    """Les enfants de la racine, selon une autre lecture : les balises de premier niveau, dans l’ordre."""
    profondeur, noms = 0, []
    for fermante, nom, vide in re.findall(rb"<(/?)([A-Za-z:]+)[^<>]*?(/?)>", xml):
        if fermante:
            profondeur -= 1
            continue
        if profondeur == 1:
            noms.append(nom.decode())
        profondeur += 0 if vide else 1
    return noms


def test_les_prefixes_du_classeur_sont_suivis() -> None:
    source = prefixee(commentee())
    copie = annoter(source, [FAUTE])
    plan = lire(copie)["Plan"]
    assert (plan["B2"].comment.text, plan["C3"].comment.text) == ("présent", "Faute X\nm")
    assert lire(copie)["Remarques"]["E4"].font.underline == "single"
    for nom in ("xl/workbook.xml", "xl/styles.xml", FEUILLE, "xl/comments1.xml"):
        assert re.findall(rb"<(?![/?]|x:)", parties(copie)[nom]) == [], nom


@pytest.mark.filterwarnings("ignore:Sparkline Group extension")
def test_le_lien_vers_les_boites_vient_a_sa_place() -> None:
    def remplir(classeur: xlsxwriter.Workbook) -> None:
        feuille = classeur.add_worksheet("Plan")
        feuille.insert_image("H1", "point.png", {"image_data": BytesIO(image_png())})
        feuille.set_header("&C&G", {"image_center": "point.png", "image_data_center": BytesIO(image_png())})
        feuille.add_table("A5:B8")
        feuille.ignore_errors({"number_stored_as_text": "A1"})
        feuille.write_url("A1", "https://www.anru.fr/")
        feuille.add_sparkline("D1", {"range": "Plan!A1:A3"})

    copie = annoter(fait(remplir), [FAUTE])
    ordre = enfants(parties(copie)[FEUILLE])
    assert ordre[ordre.index("headerFooter") :] == [
        "headerFooter",
        "ignoredErrors",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "tableParts",
        "extLst",
    ]
    plan = lire(copie)["Plan"]
    assert plan["C3"].comment.text == "Faute X\nm"
    assert list(plan.tables) == ["Table1"]
    assert plan["A1"].hyperlink.target == "https://www.anru.fr/"


def test_un_bouton_deja_dessine_garde_sa_place() -> None:
    source = fait(lambda classeur: classeur.add_worksheet("Plan").insert_button("E5", {"caption": "Calculer"}))
    copie = parties(annoter(source, [FAUTE]))
    dessin = copie["xl/drawings/vmlDrawing1.vml"]
    assert dessin.count(b'ObjectType="Button"') == 1
    assert dessin.count(b'ObjectType="Note"') == 1
    assert dessin.count(b'<v:shapetype id="_x0000_t202"') == 1
    identifiants = re.findall(rb'id="_x0000_s(\d+)"', dessin)
    assert len(identifiants) == len(set(identifiants)) == 2
    assert re.findall(rb'<o:idmap [^>]*data="([^"]*)"', dessin) == [b"1,2"]
    assert "xl/drawings/vmlDrawing2.vml" not in copie
    assert copie[FEUILLE].count(b"<legacyDrawing ") == 1
    assert lire(annoter(source, [FAUTE]))["Plan"]["C3"].comment.text == "Faute X\nm"


def test_un_vml_qui_n_est_pas_du_xml_correct_est_complete_quand_meme() -> None:
    contenus = parties(commentee())
    nom = "xl/drawings/vmlDrawing1.vml"
    contenus[nom] = contenus[nom].replace(b"<div style", b"<br><div style").replace(b"xmlns:x=", b"xmlns:excel=")
    dessin = parties(annoter(recomposer(contenus), [FAUTE]))[nom]
    assert dessin.count(b"<br>") == 1
    assert dessin.startswith(contenus[nom][:200])
    # L'espace de noms que la racine ne déclare plus sous ce préfixe l'est par la forme ajoutée.
    assert dessin.count(b'xmlns:x="urn:schemas-microsoft-com:office:excel"') == 1


def test_un_vml_illisible_est_refuse() -> None:
    contenus = {**parties(commentee()), "xl/drawings/vmlDrawing1.vml": b"rien"}
    with pytest.raises(ClasseurNonAnnotable, match=r"vmlDrawing1\.vml"):
        annoter(recomposer(contenus), [FAUTE])


@pytest.mark.parametrize(
    "texte",
    [
        b"<text><t>nu</t></text>",
        b'<text><t xml:space="preserve">nu</t><phoneticPr fontId="1"/></text>',
        b"<text><r><t>nu</t></r></text>",
        b"<text><r><t>n</t></r><r><rPr><b/></rPr><t>u</t></r></text>",
    ],
)
def test_le_texte_present_vient_toujours_d_abord(texte: bytes) -> None:
    contenus = parties(commentee())
    nom = "xl/comments1.xml"
    contenus[nom] = re.sub(rb"<text>.*</text>", lambda _: texte, contenus[nom])
    annotation = Annotation(code="X", gravite="faute", message="m", feuille="Plan", cellule="B2")
    copie = annoter(recomposer(contenus), [annotation])
    assert lire(copie)["Plan"]["B2"].comment.text == "nu\n\nFaute X\nm"
    assert b"<text><t" not in parties(copie)[nom]


@pytest.mark.parametrize("texte", [b"<text/>", b"<text></text>", b"<text><t/></text>", b""])
def test_un_commentaire_vide_recoit_la_remarque(texte: bytes) -> None:
    contenus = parties(commentee())
    nom = "xl/comments1.xml"
    contenus[nom] = re.sub(rb"<text>.*</text>", lambda _: texte, contenus[nom])
    annotation = Annotation(code="X", gravite="faute", message="m", feuille="Plan", cellule="B2")
    assert lire(annoter(recomposer(contenus), [annotation]))["Plan"]["B2"].comment.text == "\n\nFaute X\nm"


def test_des_listes_vides_s_ouvrent() -> None:
    contenus = parties(commentee())
    contenus["xl/comments1.xml"] = f'<comments xmlns="{TABLEUR}"><authors/><commentList/></comments>'.encode()
    assert lire(annoter(recomposer(contenus), [FAUTE]))["Plan"]["C3"].comment.text == "Faute X\nm"


def test_une_partie_en_utf_16_est_annotee() -> None:
    contenus = parties(commentee())
    for nom in (FEUILLE, "xl/workbook.xml", "xl/comments1.xml"):
        contenus[nom] = contenus[nom].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    plan = lire(annoter(recomposer(contenus), [FAUTE]))["Plan"]
    assert (plan["B2"].comment.text, plan["C3"].comment.text) == ("présent", "Faute X\nm")


def test_une_marque_d_ordre_et_un_encodage_ancien_ne_decalent_rien() -> None:
    contenus = parties(commentee())
    contenus[FEUILLE] = b"\xef\xbb\xbf" + contenus[FEUILLE]
    contenus["xl/comments1.xml"] = (
        contenus["xl/comments1.xml"].decode().replace("UTF-8", "ISO-8859-1").encode("iso-8859-1")
    )
    annotation = Annotation(code="É", gravite="faute", message="été", feuille="Plan", cellule="C3")
    plan = lire(annoter(recomposer(contenus), [annotation]))["Plan"]
    assert (plan["B2"].comment.text, plan["C3"].comment.text) == ("présent", "Faute É\nété")


def test_un_classeur_sans_styles_en_recoit() -> None:
    contenus = parties(classeur_nu("Plan"))
    del contenus["xl/styles.xml"]
    for nom in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        contenus[nom] = re.sub(rb"<(Override|Relationship) [^>]*styles[^>]*/>", b"", contenus[nom])
    classeur = lire(annoter(recomposer(contenus), [FAUTE]))
    assert classeur["Remarques"]["A1"].font.b
    assert (classeur["Plan"]["A1"].value, classeur["Plan"]["A1"].font.b) == ("début de Plan", False)


@pytest.mark.parametrize(
    "styles", [f'<styleSheet xmlns="{TABLEUR}"/>', f'<styleSheet xmlns="{TABLEUR}"><fonts count="9"/></styleSheet>']
)
def test_des_styles_vides_sont_completes(styles: str) -> None:
    contenus = {**parties(classeur_nu("Plan")), "xl/styles.xml": styles.encode()}
    copie = annoter(recomposer(contenus), [FAUTE])
    classeur = lire(copie)
    assert classeur["Remarques"]["A3"].fill.fgColor.rgb == "FFE6EBF3"
    assert not classeur["Plan"]["A1"].font.b
    obtenus = parties(copie)["xl/styles.xml"]
    assert enfants(obtenus) == ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"]
    assert re.findall(rb'<(fonts|fills|borders) count="(\d+)"', obtenus) == [
        (b"fonts", b"7"),
        (b"fills", b"3"),
        (b"borders", b"3"),
    ]


def test_un_classeur_d_openpyxl_garde_ses_commentaires() -> None:
    source = openpyxl.Workbook()
    feuille = source["Sheet"]
    feuille["A1"].comment = Comment("premier", "Alice")
    feuille["C3"].comment = Comment("second", "Alice")
    flux = BytesIO()
    source.save(flux)
    annotations = [Annotation(code="X", gravite="faute", message="m", feuille="Sheet", cellule=c) for c in ("C3", "D4")]
    copie = lire(annoter(flux.getvalue(), annotations))["Sheet"]
    assert {adresse: copie[adresse].comment.text for adresse in ("A1", "C3", "D4")} == {
        "A1": "premier",
        "C3": "second\n\nFaute X\nm",
        "D4": "Faute X\nm",
    }


def test_un_lien_mort_vers_les_boites_est_refait_pour_tous_les_commentaires() -> None:
    contenus = parties(commentee())
    del contenus["xl/drawings/vmlDrawing1.vml"]
    copie = parties(annoter(recomposer(contenus), [FAUTE]))
    (identifiant,) = re.findall(rb'<legacyDrawing [^>]*r:id="([^"]*)"', copie[FEUILLE])
    relation = re.search(rb'<Relationship Id="' + identifiant + rb'" [^>]*Target="([^"]*)"', copie[RELATIONS])
    assert relation is not None
    assert relation[1] == b"../drawings/vmlDrawing1.vml"
    lignes = re.findall(rb"<x:Row>(\d+)</x:Row><x:Column>(\d+)<", copie["xl/drawings/vmlDrawing1.vml"])
    assert lignes == [(b"1", b"1"), (b"2", b"2")]


def test_une_feuille_graphique_ne_recoit_pas_de_commentaire() -> None:
    def remplir(classeur: xlsxwriter.Workbook) -> None:
        classeur.add_worksheet("Plan").write_row("A1", [1, 2, 3])
        courbe = classeur.add_chart({"type": "line"})
        assert courbe is not None
        courbe.add_series({"values": "=Plan!$A$1:$C$1"})
        page = classeur.add_chartsheet("Courbe")
        page.set_chart(courbe)
        page.activate()

    source = fait(remplir)
    annotation = Annotation(code="X", gravite="faute", message="m", feuille="Courbe", cellule="A1")
    copie = annoter(source, [annotation])
    classeur = lire(copie)
    assert classeur.sheetnames == ["Remarques", "Plan", "Courbe"]
    assert classeur["Remarques"]["F4"].value == "m"
    avant, apres = parties(source), parties(copie)
    page = "xl/chartsheets/sheet1.xml"
    assert apres[page] == avant[page].replace(b' tabSelected="1"', b"")
    assert not any(nom.startswith("xl/comments") for nom in apres)


def test_une_structure_protegee_le_reste() -> None:
    contenus = parties(classeur_nu("Plan"))
    contenus["xl/workbook.xml"] = contenus["xl/workbook.xml"].replace(
        b"<bookViews>", b'<workbookProtection workbookPassword="CC1A" lockStructure="1"/><bookViews>'
    )
    classeur = lire(annoter(recomposer(contenus), [FAUTE]))
    assert classeur.security.lockStructure
    assert classeur.sheetnames == ["Remarques", "Plan"]


def test_un_classeur_sans_fenetre_en_recoit_une() -> None:
    contenus = parties(classeur_nu("Plan"))
    contenus["xl/workbook.xml"] = re.sub(rb"<bookViews>.*</bookViews>", b"", contenus["xl/workbook.xml"])
    copie = annoter(recomposer(contenus), [FAUTE])
    assert enfants(parties(copie)["xl/workbook.xml"])[:4] == ["fileVersion", "workbookPr", "bookViews", "sheets"]
    classeur = lire(copie)
    assert classeur.active is classeur["Remarques"]


def test_la_fenetre_montre_le_premier_onglet() -> None:
    contenus = parties(classeur_nu("Plan", "B", "C"))
    contenus["xl/workbook.xml"] = contenus["xl/workbook.xml"].replace(
        b"<workbookView ", b'<workbookView firstSheet="2" activeTab="2" '
    )
    classeur = lire(annoter(recomposer(contenus), [FAUTE]))
    assert (classeur.views[0].firstSheet, classeur.views[0].activeTab) == (0, 0)


def test_un_xml_abime_est_nomme() -> None:
    contenus = {**parties(classeur_nu("Plan")), FEUILLE: b"<worksheet><sheetData>"}
    with pytest.raises(ClasseurNonAnnotable, match=r"« xl/worksheets/sheet1\.xml » n’est pas du xml lisible"):
        annoter(recomposer(contenus), [FAUTE])


def test_une_feuille_dont_la_partie_manque_ne_figure_qu_a_la_liste() -> None:
    contenus = parties(classeur_nu("Plan", "B"))
    del contenus["xl/worksheets/sheet1.xml"]
    copie = parties(annoter(recomposer(contenus), [FAUTE]))
    assert not any(nom.startswith("xl/comments") for nom in copie)
    assert b"Plan" in copie["xl/worksheets/sheet1.xml"]


def test_plus_de_mille_commentaires_ont_chacun_leur_identifiant() -> None:
    annotations = [
        Annotation(code="X", gravite="faute", message="m", feuille="Plan", cellule=f"A{rang}")
        for rang in range(1, 2101)
    ]
    copie = annoter(commentee(), annotations)
    dessin = parties(copie)["xl/drawings/vmlDrawing1.vml"]
    identifiants = re.findall(rb'id="_x0000_s(\d+)"', dessin)
    assert len(set(identifiants)) == len(identifiants) == 2101
    assert re.findall(rb'<o:idmap [^>]*data="([^"]*)"', dessin) == [b"1,2,3,4"]
    assert {int(numero) // 1024 for numero in identifiants} <= {1, 2, 3, 4}
    assert lire(copie)["Plan"]["A2100"].comment.text == "Faute X\nm"

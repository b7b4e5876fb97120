"""Un classeur reçu se lit même s’il est lié, commenté, filtré ; ce qui n’en est pas un est refusé, avec un remède."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from financement.fautes.faute import ErreurFinancement
from maquettes.fichiers.sources import SourceRefusee
from maquettes.importation.grille.grille import Grille
from maquettes.importation.grille.lecture import grilles_des_octets, lire_grilles
from maquettes.tableur.contenu import CelluleLue, GenreCellule, Plage
from tests.maquettes.classeurs_abimes import ABIMES, LIENS, RELATIONS, TYPES, petit_classeur, remplacer, rezipper

NOM = "tableau.xlsx"
PAQUET = ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
# Longs à écrire et à lire, et admis d'un classeur reçu, dont les limites sont plus hautes.
LONGS = {"trop de cellules", "deux cents millions d’octets", "une balise démesurée"}


def de_mairie() -> bytes:
    """Un classeur comme en tient un service : filtre, colonnes et lignes masquées, notes, tableau, graphique, noms."""
    flux = BytesIO()
    with xlsxwriter.Workbook(flux, {"in_memory": True}) as classeur:
        classeur.define_name("Total", "=Plan!$C$4")
        plan = classeur.add_worksheet("Plan")
        plan.merge_range("A1:C1", "Plan de financement")
        plan.write_row("A2", ["Opération", "Coût", "ANRU"])
        plan.add_table("H2:I3", {"columns": [{"header": "Année"}, {"header": "Montant"}]})
        plan.write_row("A3", ["01-0001", 1250.5, 600])
        plan.write_row("A4", ["01-0002", 10, 5])
        plan.write_formula("C5", "=C3+C4", None, 605)
        plan.write_string("A6", "   ")
        plan.write_comment("B3", "Vu avec la Ville\nle 12/03")
        plan.write_comment("A9", "Note en marge")
        plan.autofilter("A2:C4")
        plan.filter_column("A", "x == 01-0002")
        plan.set_row(2, None, None, {"hidden": True})
        plan.set_column("B:C", None, None, {"hidden": True})
        graphique = classeur.add_chart({"type": "column"})
        graphique.add_series({"values": "=Plan!$C$3:$C$4"})
        plan.insert_chart("F2", graphique)
        cachee = classeur.add_worksheet("Archive")
        cachee.write_number("A1", 1)
        cachee.hide()
        classeur.add_worksheet("Vide")
    return flux.getvalue()


def lire(octets: bytes, nom: str = NOM) -> tuple[Grille, ...]:
    return grilles_des_octets(nom, octets)


def test_un_classeur_de_mairie_se_lit_entier() -> None:
    plan, archive = lire(de_mairie())
    assert (plan.feuille, plan.etat, archive.feuille, archive.etat) == ("Plan", "visible", "Archive", "hidden")
    assert plan.fusions == (Plage(0, 0, 0, 2),)
    assert plan.lignes_masquees == {2}
    assert plan.colonnes_masquees == {1, 2}
    assert plan.notes == {(2, 1): "Vu avec la Ville\nle 12/03", (8, 0): "Note en marge"}
    assert plan.cellules[(2, 1)] == CelluleLue(GenreCellule.NOMBRE, "1250.5")
    assert plan.cellules[(4, 2)] == CelluleLue(GenreCellule.NOMBRE, "605", "C3+C4")
    assert (5, 0) not in plan.cellules, "une cellule de blancs n’en est pas une"
    assert str(plan.provenance(2, 1)) == "tableau.xlsx, feuille Plan, B3"


def liaison() -> bytes:
    lien = f'<Relationship Id="rId90" Type="{LIENS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    return rezipper(
        {
            RELATIONS: remplacer("</Relationships>", f"{lien}</Relationships>"),
            "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": (
                f'<Relationships{PAQUET}><Relationship Id="rId1" Type="{LIENS}/externalLinkPath" TargetMode="External" '
                'Target="file:///S:/Compta/budget.xlsx"/></Relationships>'
            ).encode(),
        }
    )


@pytest.mark.parametrize(
    "octets",
    [
        liaison,
        lambda: rezipper({"xl/connections.xml": b"<connections/>"}),
        lambda: rezipper({"xl/queryTables/queryTable1.xml": b"<queryTable/>"}),
        lambda: rezipper({"xl/embeddings/oleObject1.bin": b"objet"}),
        lambda: rezipper({"xl/activeX/activeX1.xml": b"<ax/>"}),
        lambda: rezipper({"xl/pivotTables/pivotTable1.xml": b"<pivot/>", "xl/pivotCache/p.xml": b"<p/>"}),
        lambda: rezipper({f"xl/media/image{n}.png": b"png" for n in range(600)}),
    ],
    ids=["liaison", "connexion", "requête", "objet", "ActiveX", "tableau croisé", "images"],
)
def test_ce_que_rien_n_ouvre_n_empeche_pas_de_lire_les_valeurs(octets: Callable[[], bytes]) -> None:
    (plan,) = lire(octets())
    assert [plan.cellules[place].texte for place in ((0, 0), (1, 0), (1, 1), (1, 2))] == ["Square", "100", "0.5", "50"]


def test_un_fil_de_discussion_remplace_la_note_qui_le_double() -> None:
    espace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    (plan,) = lire(
        rezipper(
            {
                "xl/worksheets/_rels/sheet1.xml.rels": (
                    f'<Relationships{PAQUET}><Relationship Id="a" Type="{LIENS}/comments" Target="../comments1.xml"/>'
                    '<Relationship Id="b" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
                    'threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
                ).encode(),
                "xl/comments1.xml": (
                    f'<comments xmlns="{espace}"><commentList><comment ref="A1"><text><r><t>[Threaded comment]</t>'
                    '</r></text></comment><comment ref="B2"><text><t>seule</t></text><place>31</place></comment>'
                    "</commentList></comments>"
                ).encode(),
                "xl/threadedComments/threadedComment1.xml": (
                    '<ThreadedComments xmlns="http://x"><threadedComment ref="A1"><text>À revoir</text>'
                    '</threadedComment><threadedComment ref="A1"><text>Vu</text></threadedComment></ThreadedComments>'
                ).encode(),
            }
        )
    )
    assert plan.notes == {(0, 0): "À revoir\nVu", (1, 1): "seule"}


def test_une_macro_est_refusee_avec_son_geste() -> None:
    declaration = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    macro = rezipper({"xl/vbaProject.bin": b"x", TYPES: remplacer("</Types>", f"{declaration}</Types>")})
    with pytest.raises(SourceRefusee, match="L’enregistrer comme « Classeur Excel") as leve:
        lire(macro, "tableau.xlsm")
    assert leve.value.faute.code == "CLASSEUR-07"


@pytest.mark.parametrize("nom", sorted(set(ABIMES) - LONGS))
def test_un_fichier_abime_se_lit_ou_se_refuse_sans_parler_de_maquette(nom: str) -> None:
    try:
        lues = lire(ABIMES[nom](), "recu.xlsx")
    except ErreurFinancement as refus:
        dit = str(refus)
    else:
        dit = "recu.xlsx : lu" if lues else ""
    assert dit.startswith("recu.xlsx")
    assert "maquette" not in dit


@pytest.mark.parametrize(
    ("octets", "cause", "remede"),
    [
        (b"", "le fichier est vide", "Donner le bon fichier"),
        (b" \r\n\t", "le fichier est vide", "Donner le bon fichier"),
        (b"%PDF-1.7\n", "pdf", "Demander le fichier d’origine"),
        (b"\x89PNG\r\n\x1a\n", "une image", "Demander le fichier d’origine"),
        (b"\xff\xd8\xff\xe0", "une image", "Demander le fichier d’origine"),
        (b"<html><table></table></html>", "page html", "enregistrer comme « Classeur Excel (.xlsx) »"),
        (b"\xef\xbb\xbf\r\n<TABLE border=1>", "page html", "enregistrer comme « Classeur Excel (.xlsx) »"),
        (b"{\\rtf1}", "traitement de texte", "en .xlsx ou en csv"),
        (bytes(range(256)) * 20, "aucune table connue", "en .xlsx ou en csv"),
        (b"7z\xbc\xaf\x27\x1c", "une archive", "En extraire les fichiers"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), r"\.xls", "enregistrer comme « Classeur Excel (.xlsx) »"),
        (ABIMES["un mot de passe"](), "chiffré", "Retirer le mot de passe"),
        (ABIMES["un classeur OpenDocument"](), "OpenDocument", "enregistrer comme « Classeur Excel (.xlsx) »"),
        (rezipper({"_rels/.rels": remplacer("xl/workbook", "word/document")}), "traitement de texte", "y copier"),
        (petit_classeur()[:-400], "endommagé", "Reprendre le fichier d’origine"),
    ],
)
def test_un_fichier_etranger_se_dit_avec_son_remede(octets: bytes, cause: str, remede: str) -> None:
    with pytest.raises(SourceRefusee, match=cause) as leve:
        lire(octets)
    assert remede in leve.value.faute.remede


def test_un_fichier_se_lit_par_son_chemin_et_ne_se_lit_pas_s_il_manque(tmp_path: Path) -> None:
    chemin = tmp_path / NOM
    chemin.write_bytes(petit_classeur())
    assert [grille.feuille for grille in lire_grilles(chemin)] == ["Plan"]
    assert [grille.feuille for grille in lire_grilles(str(chemin))] == ["Plan"]
    for absent in (tmp_path / "absent.xlsx", tmp_path):
        with pytest.raises(SourceRefusee):
            lire_grilles(absent)


def test_des_lignes_dans_le_desordre_et_loin_se_lisent_sans_reserver_la_feuille_entiere() -> None:
    espace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    lignes = '<row r="499999"><c r="A499999"><v>2</v></c></row><row r="1"><c r="ALL1"><v>1</v></c></row>'
    corps = f'<worksheet xmlns="{espace}"><sheetData>{lignes}</sheetData></worksheet>'.encode()
    (plan,) = lire(rezipper({"xl/worksheets/sheet1.xml": corps}))
    assert {place: plan.cellules[place].texte for place in plan.cellules} == {(499_998, 0): "2", (0, 999): "1"}
    with pytest.raises(SourceRefusee, match="ALM1 est remplie au-delà"):
        lire(rezipper({"xl/worksheets/sheet1.xml": corps.replace(b"ALL1", b"ALM1")}))

"""Le pdf se lit dans dix ans et à haute voix : PDF/A-3a, PDF/UA-1, structure, langue, pièces jointes, mêmes octets."""

import hashlib
import os
import re
import subprocess
import sys
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page import ValidationProfile, validate_pdf
from pypdf import PdfReader

from exports.document.elements import Article, Signature
from exports.document.tableau import Colonne, GenreColonne, GenreLigne
from exports.rendus.pdf import PdfImpossible, PieceJointe, rendre_pdf
from exports.rendus.pdf.compilation import compiler
from exports.rendus.pdf.condensation import condenser
from exports.rendus.pdf.donnees import decrire_document
from exports.texte.affichable import rendre_affichable
from tests.exports.rendu_pdf.conftest import PIECES
from tests.exports.rendu_pdf.documents import SCEAU, complet, document, tableau
from tests.exports.rendu_pdf.lecture import elements, structure_en_texte
from tests.profils import PESANTS

RACINE = Path(__file__).parents[3]


@pytest.mark.parametrize("fixture", ["pdf_complet", "pdf_annexe", "pdf_hostile"])
def test_le_pdf_se_dit_archivable_et_accessible(fixture: str, request: pytest.FixtureRequest) -> None:
    lecteur = PdfReader(request.getfixturevalue(fixture))
    racine: Any = lecteur.trailer["/Root"]
    xmp = racine["/Metadata"].get_object().get_data().decode("utf-8")
    for declaration in (
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert declaration in xmp
    assert racine["/Lang"] == "fr"
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"]


def manquements(pdf: Path) -> list[str]:
    """Ce qu’un vérificateur tiers reproche au fichier, sous les deux normes."""
    profils = (ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1)
    return [faute.rule_id for profil in profils for faute in validate_pdf(pdf, profile=profil).failures]


@pytest.mark.parametrize("fixture", ["pdf_complet", "pdf_annexe", "pdf_hostile"])
def test_un_verificateur_tiers_ne_lui_reproche_rien(fixture: str, request: pytest.FixtureRequest) -> None:
    assert manquements(request.getfixturevalue(fixture)) == []


@pytest.mark.parametrize("fixture", ["pdf_complet", "pdf_annexe", "pdf_hostile"])
def test_aucune_donnee_ne_finit_par_un_retour_chariot(fixture: str, request: pytest.FixtureRequest) -> None:
    """Suivi de la fin de ligne du format, il en ferait partie, et la longueur annoncée serait fausse."""
    assert b"\r\nendstream" not in request.getfixturevalue(fixture).read_bytes()


def test_le_verificateur_tiers_voit_ce_qui_manque(pdf_complet: Path, tmp_path: Path) -> None:
    with pikepdf.open(pdf_complet) as pdf:
        del pdf.Root["/Lang"], pdf.Root["/StructTreeRoot"]
        pdf.save(tmp_path / "ampute.pdf")
    assert {code[:6] for code in manquements(tmp_path / "ampute.pdf")} == {"PDFA3A", "PDFUA1"}


def test_le_pdf_dit_ce_qu_il_est_sans_horloge(pdf_complet: Path) -> None:
    proprietes = PdfReader(pdf_complet).metadata
    assert proprietes is not None
    assert proprietes.title == "Annexe d’essai – Quartier du Levant"
    assert proprietes.author == "Ville de Levant"
    assert SCEAU.texte() in str(proprietes.keywords)
    assert str(proprietes["/CreationDate"]).startswith("D:20150331000000")
    assert str(proprietes["/ModDate"]).startswith("D:20150331000000")


def test_chaque_cellule_a_ses_en_tetes(pdf_annexe: Path) -> None:
    attributs: dict[str, list[dict[str, Any]]] = {"/TH": [], "/TD": []}
    for element in elements(pdf_annexe):
        if element["/S"] in attributs:
            groupes = [groupe.get_object() for groupe in element["/A"]]
            attributs[element["/S"]] += [groupe for groupe in groupes if groupe["/O"] == "/Table"]
    assert len(attributs["/TD"]) > 5_000
    assert all(attribut["/Scope"] == "/Column" for attribut in attributs["/TH"])
    # Les mentions, au moins, n'ont qu'un en-tête par colonne ; sous un groupe, une cellule en a deux.
    assert {len(attribut["/Headers"]) for attribut in attributs["/TD"]} >= {1, 2}
    assert all(attribut["/Headers"] for attribut in attributs["/TD"])


def test_l_arbre_suit_le_document(pdf_complet: Path) -> None:
    genres = Counter(element["/S"] for element in elements(pdf_complet))
    assert genres["/Table"] == genres["/THead"] == genres["/TBody"] == 2
    assert genres["/Title"] == genres["/Figure"] == 1
    assert genres["/TOCI"] == 6
    figure = next(element for element in elements(pdf_complet) if element["/S"] == "/Figure")
    assert figure["/Alt"] == "Deux barres : la place, puis l’école."
    titres = [e.get("/T") for e in elements(pdf_complet) if e["/S"] in {"/H1", "/H2"}]
    assert titres == [
        "Décision",
        "Sommaire",
        "Synthèse des coûts",
        "Articles",
        "Article 1 – Objet",
        "Signatures",
        "Identification et sceau",
    ]


@pytest.mark.exige_poppler
def test_le_tableau_se_lit_ligne_par_ligne(pdf_complet: Path) -> None:
    tableau = structure_en_texte(pdf_complet).split('"Code"')[1].split("Coûts par opération")[0]
    textes = [" ".join(texte.split()) for texte in re.findall(r'"([^"]*)"', tableau)]
    # Poppler ne rend pas, d'une cellule, ce qui suit l'espace insécable : le signe « % ».
    assert textes == [
        *("Nom", "Coût", "Taux", "Prévu", "Payé"),
        "Famille première",
        *("A-1", "Place du marché", "1 250,50", "−3 000 000,01", "33,33"),
        *("A-2", "École", "–", "0,07"),
        *("Sous-total", "1 250,50", "−2 999 999,94"),
        *("TOTAL", "1 250,50", "−2 999 999,94", "100,00"),
    ]


def test_les_pieces_jointes_reviennent_a_l_octet_pres(pdf_complet: Path) -> None:
    racine: Any = PdfReader(pdf_complet).trailer["/Root"]
    jointes = [jointe.get_object() for jointe in racine["/AF"]]
    assert {jointe["/UF"]: jointe["/EF"]["/F"].get_object().get_data() for jointe in jointes} == {
        "sceau.json": SCEAU.texte().encode(),
        **{piece.nom: piece.octets for piece in PIECES},
    }
    assert {jointe["/AFRelationship"] for jointe in jointes} <= {"/Data", "/Source"}
    assert {jointe["/Desc"] for jointe in jointes} >= {piece.description for piece in PIECES}
    assert {jointe["/EF"]["/F"].get_object()["/Subtype"] for jointe in jointes} == {"/application/json", "/text/csv"}


@given(st.lists(st.text(max_size=12), min_size=40, max_size=40))
@PESANTS
def test_aucun_texte_n_est_refuse(textes: list[str]) -> None:
    affichables = [rendre_affichable(texte) for texte in textes]
    colonne = Colonne(cle="nom", libelle=affichables[0], genre=GenreColonne.TEXTE, groupe=affichables[1])
    lignes = [(GenreLigne.DONNEE, (texte,)) for texte in affichables]
    essai = document(
        [tableau("essai", [colonne], lignes, titre=affichables[2], notes=(affichables[3],))],
        titre=affichables[4],
        sous_titre=affichables[5],
        bandeau=affichables[6],
        articles=(Article(titre=affichables[7], alineas=(affichables[8],)),),
        signatures=(
            Signature(
                organisme=affichables[9],
                qualite=affichables[10],
                objet=affichables[11],
                signataire=affichables[12],
            ),
        ),
    )
    assert rendre_pdf(essai).startswith(b"%PDF-1.7")


def test_deux_pieces_de_meme_nom_sont_refusees() -> None:
    piece = PieceJointe(nom="sceau.json", octets=b"", type_mime="text/plain", description="")
    with pytest.raises(PdfImpossible, match=r"le même nom : sceau\.json\."):
        rendre_pdf(complet(), [piece])


def test_un_refus_du_compilateur_est_dit() -> None:
    piece = PieceJointe(nom="a.txt", octets=b"", type_mime="pas un type", description="")
    with pytest.raises(PdfImpossible, match=r"refusé le document : (?s:.*)mime"):
        rendre_pdf(complet(), [piece])


def test_un_avertissement_du_compilateur_est_un_refus() -> None:
    with pytest.raises(PdfImpossible, match=r"averti : (?s:.*)unknown font family: inconnue"):
        compiler(decrire_document(complet()) | {"familles": ("Carlito", "Inconnue")}, ())


def test_sans_compilateur_l_import_echoue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ImportError, match="typst"):
        rendre_pdf(complet())


PROGRAMME = """
import hashlib
from exports.rendus.pdf import rendre_pdf
from tests.exports.rendu_pdf.documents import complet
print(hashlib.sha256(rendre_pdf(complet())).hexdigest())
"""


def test_les_octets_ne_dependent_ni_du_lieu_ni_de_l_heure(tmp_path: Path) -> None:
    attendue = hashlib.sha256(rendre_pdf(complet())).hexdigest()
    for fuseau, graine, langue in (("Pacific/Auckland", "1", "C"), ("America/Lima", "2", "fr_FR.UTF-8")):
        milieu = {"TZ": fuseau, "PYTHONHASHSEED": graine, "LC_ALL": langue, "PYTHONPATH": str(RACINE)}
        sortie = subprocess.run(
            [sys.executable, "-c", PROGRAMME],
            env=os.environ | milieu,
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        )
        assert sortie.stdout.strip() == attendue


def test_des_donnees_finies_par_un_retour_chariot_se_lisent_en_entier() -> None:
    """Elles ne peuvent changer de contenu, ni leur somme de contrôle, qui finit par cet octet."""
    contenu = next(c for n in range(256) if zlib.compress(c := b"q Q %" + b"!" * n).endswith(b"\r"))
    pdf, brut = pikepdf.new(), BytesIO()
    flux = pikepdf.Stream(pdf, zlib.compress(contenu), {"/Filter": pikepdf.Name.FlateDecode})
    pdf.add_blank_page(page_size=(200, 200)).Contents = pdf.make_indirect(flux)
    pdf.save(brut, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"\r\nendstream" in brut.getvalue()
    condense = condenser(brut.getvalue())
    assert b"\r\nendstream" not in condense
    with pikepdf.open(BytesIO(condense)) as relu:
        assert relu.pages[0].Contents.read_bytes() == contenu

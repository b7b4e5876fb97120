"""Un pdf dont une page, une pièce jointe ou un texte ajouté par-dessus ne vient pas du dossier est confondu."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import pypdf
import pytest

from exports.document.document import Document
from exports.livraison.annexe_rendue import preparer_annexe
from exports.rendus.pdf import PieceJointe, rendre_pdf
from exports.verification.commun.lecture import DocumentLu
from exports.verification.pdf.lecture import PDF
from exports.verification.verification import verifier
from maquettes import ecrire_dossier
from maquettes.fichiers.sources import SourceRefusee
from tests.exports.verification.jeux import AU, Jeu, petit_projet


def pieces(fichier: Path) -> dict[str, bytes]:
    """Les pièces jointes d’un pdf, sauf le sceau, que le rendu joint toujours."""
    lues = {piece.name: piece.content for piece in pypdf.PdfReader(fichier).attachment_list}
    return {nom: octets for nom, octets in lues.items() if nom != "sceau.json"}


def refaire(fichier: Path, document: Document, jointes: dict[str, bytes]) -> None:
    """Un faux parfait dans sa forme : le rendu lui-même, d’un document ou de pièces qui ne sont pas ceux du dossier."""
    types = {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".json": "application/json"}
    refaites = [
        PieceJointe(nom=nom, octets=octets, type_mime=types[Path(nom).suffix], description="Pièce jointe")
        for nom, octets in jointes.items()
    ]
    fichier.write_bytes(rendre_pdf(document, refaites))


@pytest.fixture(scope="module")
def document() -> Document:
    return preparer_annexe(petit_projet(), au=AU).document


def test_un_montant_change_dans_une_page_est_nomme_a_sa_ligne(jeu: Jeu, document: Document) -> None:
    """Un centime de plus dans la phrase qu’un signataire arrête, et rien d’autre."""
    fichier = jeu.fichier("pdf")
    premier, *autres = document.signatures
    assert premier.objet.endswith(",00\u00a0€.")
    faux = replace(premier, objet=premier.objet.replace(",00\u00a0€.", ",01\u00a0€."))
    refaire(fichier, replace(document, signatures=(faux, *autres)), pieces(fichier))
    lue = verifier(fichier)
    assert (lue.document.accord, lue.dossier.accord, lue.regles.accord) == (False, True, True)
    (ecart,) = [e for e in lue.ecarts if e.lieu.startswith("page ")]
    assert re.fullmatch(r"page [0-9]+, ligne [0-9]+", ecart.lieu)
    assert (ecart.lu.replace(",01", ",00"), ",01" in ecart.lu) == (ecart.attendu, True)


def test_un_classeur_joint_change_est_nomme_a_sa_cellule(jeu: Jeu, document: Document) -> None:
    fichier = jeu.fichier("pdf")
    autre = preparer_annexe(petit_projet(libelle="Square des Érables"), au=AU)
    refaire(fichier, document, pieces(fichier) | {"annexe-financiere.xlsx": autre.xlsx})
    ecarts = verifier(fichier).ecarts
    vus = [e for e in ecarts if (e.lu, e.attendu) == ("Square des Érables", "Square des Tilleuls")]
    assert vus
    assert all(e.lieu.startswith("pièce jointe annexe-financiere.xlsx, ") and "!" in e.lieu for e in vus)


def test_un_dossier_joint_change_est_dit(jeu: Jeu, document: Document) -> None:
    fichier = jeu.fichier("pdf")
    jointes = pieces(fichier)
    change = jointes["dossier.json"].replace(b'"300000.00"', b'"300001.00"')
    assert change != jointes["dossier.json"]
    refaire(fichier, document, jointes | {"dossier.json": change})
    seul = verifier(fichier)
    assert (seul.dossier.accord, seul.document.accord) == (False, False)
    assert seul.dossier.phrase.startswith("le dossier joint n’est pas celui du document (empreinte ")
    avec_le_vrai = verifier(fichier, jeu.dossier)
    assert avec_le_vrai.dossier.accord is False
    premier = avec_le_vrai.ecarts[0]
    assert premier.lieu.startswith("dossier joint, dossier.json, journal[1]")
    assert (premier.lu, premier.attendu) == ("300\u202f001,00\u00a0€", "300\u202f000,00\u00a0€")
    ligne = next(e for e in avec_le_vrai.ecarts if e.lieu.startswith("pièce jointe dossier.json, ligne "))
    assert ('"300001.00"' in ligne.lu, '"300000.00"' in ligne.attendu) == (True, True)


def test_entre_deux_dossiers_etrangers_celui_qu_on_donne_l_emporte(
    jeu: Jeu, document: Document, tmp_path: Path
) -> None:
    fichier = jeu.fichier("pdf")
    jointes = pieces(fichier)
    refaire(fichier, document, jointes | {"dossier.json": jointes["dossier.json"].replace(b"300000.00", b"300001.00")})
    ecrire_dossier(petit_projet(paye=300_002), tmp_path / "autre")
    lue = verifier(fichier, tmp_path / "autre")
    assert lue.dossier.phrase.count("n’est pas celui du document") == 2
    attendus = "\n".join(e.attendu for e in lue.ecarts if e.lieu.startswith("page "))
    assert ("300\u202f002,00" in attendus, "300\u202f001,00" in attendus) == (True, False)


@pytest.mark.parametrize("octets", [b"", b"{", b"\xff\xfe", b'{"format": 1}'])
def test_un_dossier_joint_illisible_est_dit_sans_arret(octets: bytes, jeu: Jeu, document: Document) -> None:
    fichier = jeu.fichier("pdf")
    refaire(fichier, document, pieces(fichier) | {"dossier.json": octets})
    lue = verifier(fichier)
    assert (lue.document.accord, lue.dossier.accord, lue.regles.accord) == (None, False, None)
    assert lue.dossier.phrase.startswith("le dossier joint est illisible (")
    assert not lue.conforme


def reecrire(fichier: Path, geste: Callable[[pypdf.PdfWriter], object]) -> None:
    """Le pdf réécrit par un autre programme, après un geste."""
    ecrivain = pypdf.PdfWriter(clone_from=fichier)
    geste(ecrivain)
    ecrivain.write(fichier)


def test_un_texte_ajoute_par_dessus_une_page_est_vu(jeu: Jeu) -> None:
    import typst

    sur_la_page = typst.compile(b"#set page(width: 400pt, height: 300pt)\nMontant rectifie : 999 999,99", format="pdf")
    assert isinstance(sur_la_page, bytes)
    (ajout,) = pypdf.PdfReader(BytesIO(sur_la_page)).pages
    reecrire(jeu.fichier("pdf"), lambda ecrivain: ecrivain.pages[0].merge_page(ajout))
    ecarts = verifier(jeu.fichier("pdf")).ecarts
    assert any(e.lieu.startswith("page 1, ligne ") and "999 999,99" in e.lu for e in ecarts)


def test_une_page_retiree_est_vue(jeu: Jeu) -> None:
    nombre = len(pypdf.PdfReader(jeu.fichier("pdf")).pages)
    reecrire(jeu.fichier("pdf"), lambda ecrivain: ecrivain.remove_page(nombre - 1))
    ecarts = [e for e in verifier(jeu.fichier("pdf")).ecarts if e.lieu.startswith(f"page {nombre}, ")]
    assert ecarts
    assert {e.lu for e in ecarts} == {"(rien)"}


def test_un_pdf_chiffre_ou_sans_piece_est_refuse(jeu: Jeu, tmp_path: Path) -> None:
    sans = pypdf.PdfWriter()
    sans.add_blank_page(100, 100)
    sans.write(tmp_path / "sans.pdf")
    with pytest.raises(SourceRefusee, match="il ne porte pas le sceau d’une annexe"):
        verifier(tmp_path / "sans.pdf")
    reecrire(jeu.fichier("pdf"), lambda ecrivain: ecrivain.encrypt("secret", algorithm="RC4-128"))
    with pytest.raises(SourceRefusee, match="il est chiffré"):
        verifier(jeu.fichier("pdf"))


def test_une_bombe_jointe_est_refusee(jeu: Jeu) -> None:
    """Quelques kilo-octets qui en deviendraient des centaines de millions."""
    import typst

    jointes = b"".join(b'#pdf.attach("%d", bytes(" " * 60000000))\n' % rang for rang in range(2))
    bombe = typst.compile(jointes, format="pdf")
    assert isinstance(bombe, bytes)
    assert len(bombe) < 1_000_000
    jeu.fichier("pdf").write_bytes(bombe)
    with pytest.raises(SourceRefusee, match="ses pièces jointes sont démesurées"):
        verifier(jeu.fichier("pdf"))


def test_une_page_demesuree_est_refusee(jeu: Jeu) -> None:
    def gonfler(ecrivain: pypdf.PdfWriter) -> None:
        contenu = pypdf.generic.DecodedStreamObject()
        contenu.set_data(b" " * 30_000_000)
        reference = ecrivain._add_object(contenu.flate_encode())
        ecrivain.pages[0][pypdf.generic.NameObject("/Contents")] = reference

    reecrire(jeu.fichier("pdf"), gonfler)
    assert jeu.fichier("pdf").stat().st_size < 10_000_000
    with pytest.raises(SourceRefusee, match="la page 1 est démesurée"):
        verifier(jeu.fichier("pdf"))


def test_une_panne_de_la_comparaison_n_accuse_pas_le_pdf(jeu: Jeu, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ce qui tombe chez nous remonte ; ce qui tombe dans pypdf est le refus du fichier."""

    def tomber(*_: object) -> NoReturn:
        raise KeyError("/Contents")

    fichier = jeu.fichier("pdf")
    fichier.write_bytes(fichier.read_bytes() + b"\n% un octet")
    monkeypatch.setattr("exports.verification.pdf.lecture.comparer_les_apparences", tomber)
    with pytest.raises(KeyError, match="/Contents"):
        verifier(fichier)
    monkeypatch.undo()
    monkeypatch.setattr("pypdf._page.PageObject.extract_text", lambda page: page["/Absent"])
    with pytest.raises(SourceRefusee, match="le pdf est incomplet ou mal formé"):
        PDF.passages(DocumentLu(fichier.name, fichier.read_bytes()))

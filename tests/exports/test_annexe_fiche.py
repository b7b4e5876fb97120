"""La fiche d’une opération : une ou deux pages A4 debout, ses montants, ses mouvements, ses seuls constats."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.sceau import GenrePerimetre, Perimetre
from exports.ecriture_annexe import ecrire_formats
from exports.livraison.annexe_rendue import AnnexeRendue, preparer_annexe
from exports.verification.verification import verifier
from financement.dossier.nomenclature import Nature
from financement.dossier.projet import Projet
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.exports.test_annexe_cloture import ARRETE

FICHE = Perimetre(genre=GenrePerimetre.OPERATION, code="OP-1")
A4_DEBOUT = (595, 842)


def dossier(acomptes: int = 2) -> Projet:
    """Un million d’euros : 450 000 de l’ANRU, engagés, payés par acomptes de mille euros ; la Ville a le reste."""
    versements = [
        mouvement("acompte", euros(1_000), f"2009-{1 + rang // 28:02}-{1 + rang % 28:02}", piece=f"MDT-{rang}")
        for rang in range(acomptes)
    ]
    return projet(
        operations=[operation("OP-1", cout_ht=euros(1_000_000)), operation("OP-2", cout_ht=euros(70))],
        plan=[
            ligne("ANRU", euros(450_000)),
            ligne("VILLE", euros(550_000), nature=Nature.FONDS_PROPRES),
            ligne("ANRU", euros(70), "OP-2"),
        ],
        journal=[
            mouvement("engagement", euros(450_000), "2008-05-01", piece="DAS-1"),
            *versements,
            mouvement("acompte", euros(7), "2009-01-01", operation="OP-2", piece="AUTRE"),
        ],
    )


def fiche(lu: Projet, unite: Precision = Precision.CENTIME) -> AnnexeRendue:
    return preparer_annexe(lu, au=ARRETE, perimetre=FICHE, unite=unite)


def lus(document: Document, tableau: str) -> list[list[object]]:
    return [[cellule.valeur for cellule in rangee.cellules] for rangee in document.tableau(tableau).lignes]


def test_le_plan_et_la_cloture_par_financeur() -> None:
    document = composer_annexe(dossier(), au=ARRETE, perimetre=FICHE)
    anru, total, ville, plan = lus(document, "fiche-financement")
    # L'opération n'est pas achevée : on clôt à l'engagé, 450 000, dont 2 000 payés.
    montants = [euros(m) for m in (450_000, 450_000, 2_000, 450_000, 448_000, 0)]
    assert anru == ["Nom de ANRU – subvention", *montants]
    assert total == ["TOTAL DES CONCOURS", *montants]
    assert ville == ["Nom de VILLE – fonds propres", euros(550_000), None, None, euros(550_000), None, None]
    assert plan == ["TOTAL DU PLAN", euros(1_000_000), None, None, euros(1_000_000), None, None]
    programme, cloture = lus(document, "fiche-couts")
    assert (programme[1], programme[-2], programme[-1]) == (euros(1_000_000), euros(1_000_000), 0)
    assert (cloture[1], cloture[-2], cloture[-1]) == (euros(1_000_000), euros(1_000_000), 0)


def test_les_mouvements_sont_ceux_de_l_operation_par_date() -> None:
    document = composer_annexe(dossier(), au=ARRETE, perimetre=FICHE)
    assert [rangee[1:] for rangee in lus(document, "mouvements")] == [
        ["engagement", "Nom de ANRU", euros(450_000), "DAS-1"],
        ["acompte", "Nom de ANRU", euros(1_000), "MDT-0"],
        ["acompte", "Nom de ANRU", euros(1_000), "MDT-1"],
    ]
    assert document.mention("Mouvements de l’extrait") == "3, le dernier du 02/01/2009"
    assert all(":OP-2" not in str(rangee) and "OP-2" not in str(rangee) for rangee in lus(document, "constats"))


def test_trop_nombreux_ils_se_lisent_par_exercice_et_leur_liste_est_jointe() -> None:
    document = composer_annexe(dossier(60), au=ARRETE, perimetre=FICHE)
    mouvements = document.tableau("mouvements")
    assert (len(mouvements.lignes), mouvements.est_joint) == (61, True)
    exercices = document.tableau("exercices")
    assert not exercices.est_joint
    assert [exercices.cellule("exercice:2009", "paye").valeur] == [euros(60_000)]


@pytest.mark.parametrize("unite", Precision)
@pytest.mark.parametrize("acomptes", [2, 39, 60])
def test_elle_tient_en_deux_pages_a4_debout(acomptes: int, unite: Precision) -> None:
    (octets,) = fiche(dossier(acomptes), unite).rendre("pdf").values()
    pages = PdfReader(BytesIO(octets)).pages
    assert len(pages) <= 2
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {A4_DEBOUT}
    texte = "".join(page.extract_text() for page in pages).replace("\u202f", " ").replace("\xa0", " ")
    decimales = ",00" if unite is Precision.CENTIME else ""
    assert f"{450_000 - 1_000 * acomptes:_}".replace("_", " ") + decimales in texte
    assert "Identification et sceau" in texte


def pages_lues(annexe: AnnexeRendue) -> list[str]:
    (octets,) = annexe.rendre("pdf").values()
    return [page.extract_text() for page in PdfReader(BytesIO(octets)).pages]


def test_rien_n_y_est_dit_deux_fois() -> None:
    """Un seul titre par tableau ; ce qui bloque ailleurs se compte au bandeau, et n’est plus à l’avertissement."""
    lignes = [ligne.strip() for page in pages_lues(fiche(dossier())) for ligne in page.splitlines()]
    assert lignes.count("Mouvements") == lignes.count("Constats et points de vigilance") == 1
    assert not {"Exécution", "Constats et vigilance"} & set(lignes)
    document = composer_annexe(dossier(), au=ARRETE, perimetre=FICHE)
    # OP-2 a reçu sept euros sans engagement : un constat bloquant, que la fiche d’OP-1 ne montre pas.
    assert document.bandeau == "PROJET — aucun constat bloquant ici, 1 dans le reste du dossier"
    assert document.empechements == ("1 constat bloquant porte sur le reste du dossier.",)
    assert not any("bloquant" in phrase for phrase in document.avertissements)


@pytest.mark.parametrize("acomptes", range(0, 40, 4))
def test_son_identification_reste_d_un_tenant(acomptes: int) -> None:
    pages = pages_lues(fiche(dossier(acomptes)))
    assert ["Sceau" in page for page in pages] == ["Identification et sceau" in page for page in pages]


def test_son_classeur_s_imprime_debout_et_se_lit() -> None:
    """Un A4 debout tient 104 caractères de neuf points : à 125, ils en font encore sept et demi."""
    (octets,) = fiche(dossier(60)).rendre("xlsx").values()
    classeur = load_workbook(BytesIO(octets))
    assert len(classeur.worksheets) > 5
    for feuille in classeur.worksheets:
        assert feuille.page_setup.paperSize == 9, feuille.title
        assert feuille.page_setup.orientation != "landscape", feuille.title
        assert feuille.oddHeader is not None
        assert str(feuille.oddHeader.right.text).startswith("PROJET — "), feuille.title
        largeur = sum(
            suite.width * (1 + (suite.max or 0) - (suite.min or 0))
            for suite in feuille.column_dimensions.values()
            if not suite.hidden
        )
        assert 90 < largeur <= 125, feuille.title


def test_verifier_prouve_chacune_de_ses_formes(tmp_path: Path) -> None:
    annexe, source = fiche(dossier(60)), tmp_path / "dossier.json"
    source.write_text(annexe.dossier, encoding="utf-8")
    for chemin in ecrire_formats(annexe, tmp_path / "fiche", ("xlsx", "pdf", "docx", "html")):
        assert verifier(chemin, source).conforme, chemin


def test_une_operation_pas_encore_creee_a_sa_fiche() -> None:
    """Arrêtée la veille de l’avenant qui la crée : sa première description, aucun montant."""
    lu = projet(
        avenants=(avenant(1, "2007-03-15"),),
        operations=[operation("OP-1", version=1, libelle="Le gymnase")],
        plan=[ligne("ANRU", euros(70), version=1)],
    )
    veille = composer_annexe(lu, au=jour("2007-03-14"), perimetre=FICHE)
    jour_meme = composer_annexe(lu, au=jour("2007-03-15"), perimetre=FICHE)
    assert "pas encore au programme (avenant n° 1)" in lus(veille, "fiche-operation")[0]
    assert "Le gymnase" in lus(veille, "fiche-operation")[0]
    assert {m for rangee in lus(veille, "fiche-financement") for m in rangee[1:]} <= {0, None}
    assert "à engager" in lus(jour_meme, "fiche-operation")[0]
    assert lus(jour_meme, "fiche-financement")[0][1] == euros(70)

"""La demande de solde : ses chiffres faits à la main, dans le document et dans chaque fichier, et ce qui la bloque."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as DocumentWord
from openpyxl import load_workbook
from pypdf import PdfReader

from exports.demande_de_solde.demande import composer_demande_de_solde
from exports.document.document import Document
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre
from exports.ecriture_demande_de_solde import ecrire_demande_de_solde
from exports.verification.recomposition import exiger_applicable
from exports.verification.verification import verifier
from financement.cloture import calculer_cloture
from financement.cloture.demande_de_solde import solde_a_demander
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Base, NatureCout
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from maquettes import ecrire_dossier
from tests.construction import euros, jour, mouvement, operation, projet
from tests.exports.dossier_clos import lisible

AU = jour("2012-09-30")
OPERATION = Perimetre(genre=GenrePerimetre.OPERATION, code="OP-1")
VILLE = Perimetre(genre=GenrePerimetre.MAITRE_OUVRAGE, code="VILLE")
MOUVEMENTS = (
    mouvement("engagement", euros(450_000), "2008-05-01", piece="DAS-1"),
    mouvement("acompte", euros(300_000), "2010-01-05", piece="MDT-1"),
    mouvement("depense", euros(800_000), "2012-05-01", piece="F-1", libelle="Lot gros œuvre"),
    mouvement("annulation", euros(50_000), "2012-05-15", piece="AV-1"),
    mouvement("recette", euros(7_000), "2012-05-20", piece="T-1"),
)


def dossier(*autres: Mouvement, mouvements: tuple[Mouvement, ...] = MOUVEMENTS, **de_l_operation: Any) -> Projet:
    """Un million programmé, 45 % de l’ANRU ; achevée le 31/05/2012, 800 000 € dépensés dont 50 000 € annulés.

    L’ANRU doit 45 % de 750 000 €, soit 337 500 €, et en a payé 300 000 : 37 500 € à demander. La Ville a le reste,
    412 500 €.
    """
    champs = {"achevement": jour("2012-05-31"), **de_l_operation}
    return projet(
        operations=[operation(**champs)], journal=(*mouvements, *autres), date_limite_solde=jour("2012-10-31")
    )


def demande(lu: Projet, perimetre: Perimetre = OPERATION, au: date = AU) -> Document:
    return composer_demande_de_solde(lu, au=au, perimetre=perimetre)


def lus(document: Document, tableau: str) -> list[list[object]]:
    return [[cellule.valeur for cellule in ligne.cellules] for ligne in document.tableau(tableau).lignes]


@pytest.mark.parametrize("perimetre", [OPERATION, VILLE])
def test_le_solde_se_demande_au_financeur_qui_le_doit(perimetre: Perimetre) -> None:
    document = demande(dossier(), perimetre)
    montants = [euros(m) for m in (337_500, 300_000, 37_500, 37_500, 0)]
    assert lus(document, "soldes-par-financeur") == [["Nom de ANRU", *montants], ["TOTAL DES CONCOURS", *montants]]
    assert lus(document, "soldes-a-demander")[0] == ["OP-1", "Nom de ANRU", "subvention", *montants, "à demander"]
    (cadre,) = document.signatures
    assert cadre.objet == lisible("Certifie l’état récapitulatif et demande 37_500,00~€ de solde.")
    assert document.empechements == ()


def test_le_plan_definitif_finance_le_cout_final() -> None:
    document = demande(dossier())
    assert lus(document, "couts-definitifs") == [
        ["OP-1", "HT", *(euros(m) for m in (1_000_000, 750_000, 750_000, 750_000, 0))]
    ]
    assert [ligne[2:] for ligne in lus(document, "plan-definitif")[1:]] == [
        [euros(450_000), euros(337_500), euros(112_500)],
        [euros(550_000), euros(412_500), euros(137_500)],
        *[[euros(1_000_000), euros(750_000), euros(250_000)]] * 2,
    ]


@pytest.mark.parametrize(
    ("champs", "retenus", "net"),
    [
        ({}, [(800_000, None, None), (-50_000, None, None), (None, None, 7_000)], (750_000, 0, 7_000)),
        (
            {"nature_cout": NatureCout.DEFICIT, "base": Base.TTC, "cout_ttc": euros(1_000_000)},
            [(None, 800_000, None), (None, -50_000, None), (None, -7_000, None)],
            (0, 743_000, 0),
        ),
    ],
)
def test_l_etat_recapitulatif_donne_a_chaque_piece_son_signe_et_sa_base(
    champs: dict[str, Any], retenus: list[tuple[int | None, ...]], net: tuple[int, ...]
) -> None:
    """Une recette ne se retranche que d’un déficit ; un montant n’est que sur la base de l’opération."""
    lignes = lus(demande(dossier(**champs)), "etat-recapitulatif")
    assert [ligne[:4] for ligne in lignes[1:4]] == [
        ["01/05/2012", "dépense justifiée", "F-1", "Lot gros œuvre"],
        ["15/05/2012", lignes[2][1], "AV-1", None],
        ["20/05/2012", "recette", "T-1", None],
    ]
    assert [ligne[4:] for ligne in lignes[1:4]] == [[None if m is None else euros(m) for m in r] for r in retenus]
    assert [ligne[4:] for ligne in lignes[4:]] == [[euros(m) for m in net]] * 2


@pytest.mark.parametrize(
    ("au", "achevement", "attendus"),
    [
        # Six mois après le 31 mai : le 30 novembre ; la convention arrête le 31 octobre.
        ("2012-09-30", "2012-05-31", (jour("2012-10-31"), "reste 31 jours")),
        ("2012-11-01", "2012-05-31", (jour("2012-10-31"), "dépassée de 1 jour")),
        ("2012-09-30", "2012-01-15", (jour("2012-07-15"), "dépassée de 77 jours")),
        ("2012-09-30", "2012-10-15", (jour("2012-10-31"), "non achevée, reste 31 jours")),
    ],
)
def test_l_echeance_est_la_plus_proche_du_reglement_et_de_la_convention(
    au: str, achevement: str, attendus: tuple[date, str]
) -> None:
    (ligne,) = lus(demande(dossier(achevement=jour(achevement)), au=jour(au)), "echeances")
    assert (ligne[2], ligne[4]) == attendus


def test_ce_qui_manque_est_dit_et_ne_bloque_pas() -> None:
    sans = mouvement("depense", euros(1), "2012-05-02")
    document = demande(dossier(sans))
    pieces = {ligne[1]: ligne[2:] for ligne in lus(document, "pieces-a-joindre")}
    assert pieces["Pièces de ces dépenses"] == ["manque", lisible("1 mouvement sans référence au journal")]
    assert pieces["Décision d’attribution, Nom de ANRU"] == ["à joindre", "DAS-1, du 01/05/2008"]
    assert pieces["Attestation d’achèvement"] == ["à joindre", "achevée le 31/05/2012"]
    assert any(dit.startswith("1 pièce manque") for dit in document.avertissements)
    assert document.signatures


@pytest.mark.parametrize(
    ("lu", "suite"),
    [
        (dossier(mouvement("demande", euros(37_500), "2012-06-30")), "déjà demandé"),
        (dossier(mouvement("acompte", euros(50_000), "2012-06-30")), "trop-perçu, à reverser"),
        (dossier(achevement=None), "engagée, en cours"),
    ],
)
def test_sans_solde_a_demander_rien_ne_se_signe(lu: Projet, suite: str) -> None:
    document = demande(lu)
    assert lus(document, "soldes-a-demander")[0][-1] == suite
    assert (document.signatures, document.empechements[-1]) == ((), "Aucun solde n’est à demander à la date d’arrêté.")
    assert document.bandeau


def test_une_demande_a_un_demandeur() -> None:
    for perimetre in (ENSEMBLE, Perimetre(genre=GenrePerimetre.FINANCEUR, code="ANRU")):
        with pytest.raises(ValeurImpossible, match="opération ou d’un maître d’ouvrage"):
            demande(dossier(), perimetre)
    forge = replace(demande(dossier()).sceau, perimetre=ENSEMBLE)
    with pytest.raises(ValeurImpossible, match="opération ou d’un maître d’ouvrage"):
        exiger_applicable(dossier(), forge)
    with pytest.raises(ValeurImpossible, match="OP-9"):
        demande(dossier(), Perimetre(genre=GenrePerimetre.OPERATION, code="OP-9"))


def test_chaque_fichier_porte_les_montants_et_se_verifie(tmp_path: Path) -> None:
    lu = dossier()
    pdf, docx, xlsx = ecrire_demande_de_solde(lu, au=AU, sortie=tmp_path, perimetre=OPERATION)
    assert [c.name for c in (pdf, docx, xlsx)] == [
        f"demande-de-solde-operation-OP-1.{f}" for f in ("pdf", "docx", "xlsx")
    ]
    imprime = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    ecrit = DocumentWord(str(docx))
    dans_le_docx = [cellule.text for table in ecrit.tables for ligne in table.rows for cellule in ligne.cells]
    for montant in ("37_500,00", "337_500,00", "412_500,00", "750_000,00", "112_500,00"):
        assert lisible(montant) in imprime
        assert any(lisible(montant) in texte for texte in dans_le_docx), montant
    valeurs = {
        cellule.value
        for feuille in load_workbook(BytesIO(xlsx.read_bytes()), data_only=True)
        for rangee in feuille.iter_rows()
        for cellule in rangee
    }
    assert {37_500, 337_500, 412_500, 750_000, 112_500} <= valeurs
    ecrire_dossier(lu, tmp_path / "dossier.json")
    for chemin in (pdf, docx, xlsx):
        verdict = verifier(chemin, tmp_path / "dossier.json")
        assert (verdict.document.accord, verdict.reserves) == (True, ())
    avant = [chemin.read_bytes() for chemin in (pdf, docx, xlsx)]
    ecrire_demande_de_solde(lu, au=AU, sortie=tmp_path, perimetre=OPERATION)
    assert [chemin.read_bytes() for chemin in (pdf, docx, xlsx)] == avant


def test_le_noyer_dore_demande_ce_que_dit_la_cloture(noyer_dore: Projet) -> None:
    au = jour("2012-06-30")
    cloture = calculer_cloture(noyer_dore, au=au)
    for code in dict.fromkeys(portee.maitre_ouvrage for portee in noyer_dore.operations):
        siennes = [li for li in cloture.lignes if li.faits.operation.maitre_ouvrage == code and li.cle.est_concours]
        total = lus(
            demande(noyer_dore, Perimetre(genre=GenrePerimetre.MAITRE_OUVRAGE, code=code), au), "soldes-par-financeur"
        )
        assert total[-1][1:5] == [
            sum(ligne.montant_cloture for ligne in siennes),
            sum(ligne.paye for ligne in siennes),
            sum(ligne.solde_a_verser for ligne in siennes),
            sum(map(solde_a_demander, siennes)),
        ]

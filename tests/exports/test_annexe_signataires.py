"""Qui signe l’annexe : une fois par personne morale, son rôle et son nom ; personne tant que quelque chose bloque."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Final

import openpyxl
import pytest

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.sceau import GenrePerimetre, Perimetre
from exports.rendus.csv import rendre_csv
from exports.rendus.docx import rendre_docx
from exports.rendus.html import rendre_html
from exports.rendus.pdf import rendre_pdf
from exports.rendus.xlsx.rendu import rendre_xlsx
from financement.dossier.nomenclature import Categorie, Nature
from financement.dossier.projet import Projet
from financement.fautes.faute import ValeurImpossible
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.exports.conftest import AU
from tests.exports.rendu_docx.lecture import textes

ARRETE = jour("2010-01-01")
POINTS = "………………………………"


def quartier(**champs: object) -> Projet:
    """Trois opérations d’un million, de la Ville sous son code puis sous son nom, et d’une société d’économie mixte.

    Six financeurs : l’ANRU et la Ville, un fonds européen, un regroupement, une caisse au SIRET connu, la société.
    """
    propres = Nature.FONDS_PROPRES
    ordinaires = {
        "operations": [
            operation("A"),
            operation("B", maitre_ouvrage="VILLE D’ANTONY"),
            operation("C", maitre_ouvrage="SEM"),
        ],
        "plan": [
            ligne("ANRU", euros(450_000), "A"),
            ligne("VILLE", euros(550_000), "A", nature=propres),
            *(ligne(code, euros(100_000), "B") for code in ("FEDER", "AUTRES", "CAF")),
            ligne("VILLE", euros(700_000), "B", nature=propres),
            ligne("ANRU", euros(500_000), "C"),
            ligne("SEM", euros(500_000), "C", nature=propres),
        ],
        "porteur": "Ville d’Antony (Hauts-de-Seine)",
        "signataire": "Le maire, M. Jean Martin",
        "financeurs": (
            financeur("ANRU", nom="Agence de rénovation", signataire="Le délégué territorial de l’ANRU"),
            financeur("VILLE", nom="Ville d’Antony"),
            financeur("FEDER", nom="Fonds européen", categorie=Categorie.EUROPE),
            financeur("AUTRES", nom="Autres financeurs (copropriétés, CAF)", categorie=Categorie.AUTRE),
            financeur("CAF", nom="Caisse familiale", categorie=Categorie.AUTRE, siret="21060004500392"),
            financeur("SEM", nom="SEM 92", categorie=Categorie.AUTRE),
        ),
    }
    return projet(**ordinaires | champs)  # type: ignore[arg-type]


def test_une_personne_signe_une_fois_a_tous_ses_titres() -> None:
    document = composer_annexe(quartier(), au=ARRETE)
    assert [(s.organisme, s.qualite, s.signataire) for s in document.signatures] == [
        (
            "Agence de rénovation",
            "Financeur – ANRU",
            f"Pour l’Agence de rénovation, le délégué territorial de l’ANRU, M./Mme {POINTS}",
        ),
        (
            "Ville d’Antony",
            "Porteur de projet, financeur et maître d’ouvrage – Ville",
            "Pour la Ville d’Antony, le maire, M. Jean Martin",
        ),
        ("Caisse familiale", "Financeur", f"Nom et qualité du signataire : {POINTS}"),
        ("SEM 92", "Financeur et maître d’ouvrage", f"Nom et qualité du signataire : {POINTS}"),
    ]
    # 450 000 + 3 × 100 000 + 500 000 ; la Ville porte A et B, deux millions.
    ville = document.signatures[1].objet.replace("\u202f", " ").replace("\xa0", " ")
    assert ville == (
        "Arrête les concours de la convention à 1 250 000,00 €, son autofinancement (pour mémoire) à 1 250 000,00 € et "
        "le financement de ses opérations à 2 000 000,00 €."
    )
    assert document.note_de_signature == (
        "Sans cadre : Fonds européen et Autres financeurs (copropriétés, CAF) ; un regroupement ou un fonds ne signe "
        "que si le dossier en déclare le SIRET ou le signataire."
    )


def test_un_regroupement_qui_declare_son_signataire_signe() -> None:
    dossier = quartier()
    declares = tuple(
        replace(f, signataire="Mme Anne Leroy, mandataire") if f.code == "AUTRES" else f
        for f in dossier.convention.financeurs
    )
    document = composer_annexe(replace(dossier, convention=replace(dossier.convention, financeurs=declares)), au=ARRETE)
    (signature,) = [s for s in document.signatures if s.organisme.startswith("Autres")]
    assert signature.signataire == "Pour Autres financeurs (copropriétés, CAF), Mme Anne Leroy, mandataire"
    assert document.note_de_signature.startswith("Sans cadre : Fonds européen ;")


def test_deux_codes_de_meme_siren_n_ont_qu_un_cadre_deux_homonymes_de_sirens_distincts_en_ont_deux() -> None:
    sirets = {"ANRU": "11111111100001", "CDC": "22222222200001", "OPH": "22222222200019", "VILLE": "33333333300001"}
    dossier = projet(
        plan=[ligne(code, euros(250_000)) for code in sirets],
        financeurs=tuple(financeur(code, nom="Homonyme", siret=siret) for code, siret in sirets.items()),
    )
    signatures = composer_annexe(dossier, au=ARRETE).signatures
    assert [s.organisme for s in signatures] == ["Homonyme (ANRU)", "Homonyme (CDC)", "Homonyme (VILLE)"]
    assert "500\u202f000,00" in signatures[1].objet


def test_le_porteur_qui_n_est_rien_d_autre_signe_d_abord_et_son_signataire_ne_passe_pas_au_suivant() -> None:
    dossier = quartier(porteur="Agglomération du Sud", signataire="Le président", avenants=(avenant(1),))
    signatures = composer_annexe(dossier, au=ARRETE).signatures
    assert (signatures[0].organisme, signatures[0].qualite) == ("Agglomération du Sud", "Porteur de projet")
    assert signatures[0].signataire == f"Pour l’Agglomération du Sud, le président, M./Mme {POINTS}"
    assert [s.organisme for s in signatures].count("Ville d’Antony") == 1
    change = quartier(signataire="Le président", avenants=(avenant(1, porteur="Métropole"),))
    assert composer_annexe(change, au=ARRETE).signatures[0].signataire == f"Nom et qualité du signataire : {POINTS}"
    nomme = quartier(avenants=(avenant(1, porteur="Métropole", signataire="La présidente, Mme Anne Leroy"),))
    assert composer_annexe(nomme, au=ARRETE).signatures[0].signataire == (
        "Pour la Métropole, la présidente, Mme Anne Leroy"
    )


def test_l_extrait_d_un_regroupement_n_a_pas_de_cadre_et_dit_pourquoi() -> None:
    extrait = composer_annexe(quartier(), au=ARRETE, perimetre=Perimetre(GenrePerimetre.FINANCEUR, "AUTRES"))
    assert extrait.signatures == ()
    assert extrait.note_de_signature.startswith("Sans cadre : Autres financeurs")
    ville = composer_annexe(quartier(), au=ARRETE, perimetre=Perimetre(GenrePerimetre.FINANCEUR, "VILLE"))
    assert [s.qualite for s in ville.signatures] == ["Financeur – Ville"]


REPERE: Final = "(PAIEMENT-01, A, ANRU)"


@pytest.fixture(scope="module")
def bloque() -> Document:
    """La Ville paie avant d’engager : un seul constat bloquant."""
    acompte = mouvement("acompte", euros(10_000), "2009-01-01", operation="A")
    return composer_annexe(quartier(journal=[acompte]), au=ARRETE)


def test_tant_qu_un_constat_bloque_aucun_cadre(bloque: Document, noyer_dore: Projet, annexe: Document) -> None:
    assert (bloque.signatures, bloque.note_de_signature) == ((), "")
    (empechement,) = bloque.empechements
    assert empechement == f"Le payé dépasse l’engagé {REPERE}"
    assert [texte.split("(")[1][:13] for texte in annexe.empechements] == [f"ENGAGEMENT-0{rang}" for rang in (1, 2, 3)]
    fiche = composer_annexe(noyer_dore, au=AU, perimetre=Perimetre(GenrePerimetre.OPERATION, "9200201-06-0016-001"))
    # Un seul engagement de cette opération dépasse le programmé ; les deux autres constats sont ailleurs.
    assert fiche.empechements == (
        "L’engagé dépasse le programmé (ENGAGEMENT-01, 9200201-06-0016-001, ANRU)",
        "2 autres constats bloquants portent sur le reste du dossier.",
    )
    avant = composer_annexe(quartier(), au=jour("2003-12-31"))
    assert avant.empechements == ("La convention n’est signée que le 01/07/2004, après la date d’arrêté.",)
    with pytest.raises(ValeurImpossible, match="document non signable"):
        replace(annexe, bandeau=None)


def test_chaque_format_dit_ce_qui_bloque_a_la_place_des_cadres(bloque: Document) -> None:
    (empechement,) = bloque.empechements
    classeur = openpyxl.load_workbook(BytesIO(rendre_xlsx(bloque)))
    cellules = [ligne[0].value for ligne in classeur["Signatures"].iter_rows() if ligne[0].value]
    assert cellules[-2:] == ["Document non signable. Ce qui bloque :", empechement]
    assert f"Empêche de signer;{empechement}" in rendre_csv(bloque)["identification"].decode("utf-8-sig").replace(
        '"', ""
    )
    page = rendre_html(bloque, dossier="{}").decode()
    signatures = page[page.index('<section id="signatures">') :]
    assert "Document non signable." in signatures
    assert signatures.count(REPERE) == 1
    assert "Date et signature" not in page
    lus = textes(rendre_docx(bloque))
    assert [style for style, texte in lus if "Document non signable." in texte] == ["Bandeau"]
    assert [texte[-len(REPERE) :] for _, texte in lus if "PAIEMENT-01, A" in texte] == [REPERE]


@pytest.mark.exige_poppler
def test_le_pdf_dit_ce_qui_bloque_a_la_place_des_cadres(bloque: Document, tmp_path: Path) -> None:
    pdf = tmp_path / "bloque.pdf"
    pdf.write_bytes(rendre_pdf(bloque))
    lu = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    assert "Document non signable." in lu
    assert lu.count(REPERE) == 1
    assert "Cachet et signature" not in lu

"""Fautes de structure : composées par le catalogue, levées toutes ensemble."""

import pytest

from financement.dossier.fautes import AUCUN_FINANCEUR, FINANCEUR_INCONNU
from financement.fautes.faute import DossierRefuse, Faute, TexteRefuse, ValeurImpossible, faute, montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.dates import DATE_ILLISIBLE
from financement.valeurs.montants import MONTANT_ILLISIBLE
from financement.valeurs.validation import CHOIX_INCONNU, VALEUR_ABSENTE

LIEU = Provenance(fichier="plan.csv", ligne=12, colonne="montant")


def test_une_faute_dit_le_lieu_la_regle_le_remede_et_son_code() -> None:
    composee = faute(FINANCEUR_INCONNU, LIEU, "VILL", proposition=" ; le plus proche est « VILLE »")
    assert composee == Faute(
        code="CODE-02",
        message="Le financeur « VILL » n’est pas déclaré dans la convention ; le plus proche est « VILLE ».",
        lu="VILL",
        remede="Corriger le code, ou déclarer le financeur.",
        provenance=LIEU,
    )
    assert str(composee) == (
        "plan.csv, ligne 12, colonne montant : Le financeur « VILL » n’est pas déclaré dans la convention ; "
        "le plus proche est « VILLE ». Corriger le code, ou déclarer le financeur. [CODE-02]"
    )


def test_une_faute_sans_lieu_commence_par_la_regle() -> None:
    assert str(faute(VALEUR_ABSENTE)) == "La valeur est obligatoire. La renseigner. [VALEUR-01]"


@pytest.mark.parametrize(
    ("lu", "montre"),
    [
        ("NC", "NC"),
        ("1\u202f250\u00a0€", "1\u202f250\u00a0€"),
        ("a\nb\tc", "a\\u000ab\\u0009c"),
        ("\u202e", "\\u202e"),  # une inversion de sens d'écriture tromperait le lecteur
        ("\ud800", "\\ud800"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60 + "…"),
        ("x" * 100_000, "x" * 60 + "…"),
    ],
)
def test_le_texte_lu_se_montre_sur_une_ligne_bornee(lu: str, montre: str) -> None:
    assert montrer(lu) == montre


def test_les_accolades_d_un_texte_lu_restent_du_texte() -> None:
    assert faute(MONTANT_ILLISIBLE, LIEU, "{lu} {remede}").message == (
        "« {lu} {remede} » n’est pas un montant en euros."
    )


def test_un_texte_refuse_devient_une_faute_situee() -> None:
    refus = TexteRefuse(CHOIX_INCONNU, "vile", proposition=" ; le plus proche est « ville »", choix="ville, epci")
    assert str(refus) == (
        "« vile » n’est pas une valeur connue ; le plus proche est « ville ». Choisir parmi : ville, epci. [VALEUR-03]"
    )
    assert refus.en_faute(LIEU).provenance == LIEU
    assert refus.en_faute(LIEU).message == "« vile » n’est pas une valeur connue ; le plus proche est « ville »."
    assert isinstance(refus, ValueError)


def test_un_objet_impossible_porte_toutes_ses_fautes() -> None:
    fautes = [
        faute(VALEUR_ABSENTE),
        faute(DATE_ILLISIBLE, LIEU, "NC", correction="Écrire 31/12/2014."),
    ]
    refus = ValeurImpossible("Financeur", iter(fautes))
    assert refus.fautes == tuple(fautes)
    assert refus.objet == "Financeur"
    assert str(refus) == (
        "Financeur impossible. La valeur est obligatoire. La renseigner. [VALEUR-01] "
        "plan.csv, ligne 12, colonne montant : « NC » n’est pas une date. Écrire 31/12/2014. [DATE-01]"
    )


def test_un_dossier_refuse_dit_toutes_ses_fautes_une_par_ligne() -> None:
    fautes = [faute(VALEUR_ABSENTE, LIEU), faute(AUCUN_FINANCEUR)]
    refus = DossierRefuse(iter(fautes))
    assert refus.fautes == tuple(fautes)
    assert str(refus).splitlines() == [str(fautes[0]), str(fautes[1])]

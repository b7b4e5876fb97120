"""Un grand livre à deux colonnes de montants : deux mouvements, et rien de supposé d’un crédit."""

import re
from collections.abc import Mapping

import pytest

from maquettes.importation.correspondance.ecriture import ecrire_proposition
from maquettes.importation.correspondance.modele import Role, Source
from maquettes.importation.correspondance.proposition import Certitude, Proposition
from maquettes.importation.reconnaissance.mots.organismes import Connus
from maquettes.importation.reconnaissance.reconnaissance import reconnaitre
from tests.maquettes.importation.grilles import grille
from tests.maquettes.importation.importations import codes
from tests.maquettes.importation.page_des_constats import PAGE
from tests.maquettes.importation.test_mouvements import importer, montants

_SECTION = re.compile(
    r"^### Un grand livre à deux colonnes.*?```csv\n(.*?)```.*?```toml\n(.*?)```", re.MULTILINE | re.DOTALL
)
_TROUVEE = _SECTION.search(PAGE.read_text(encoding="utf-8"))
assert _TROUVEE is not None
DE_LA_PAGE = _TROUVEE[1].replace(";", "|")


def proposer(texte: str) -> Proposition:
    return reconnaitre([grille(texte, fichier="extrait.csv", feuille=None)], Connus(), "convention.toml")


def ecrite(texte: str) -> str:
    return ecrire_proposition(proposer(texte)).decode()


def seule(texte: str) -> tuple[Source, Mapping[str, Certitude]]:
    (proposee,) = proposer(texte).sources
    assert proposee.source is not None
    return proposee.source, {colonne.libelle: colonne.certitude for colonne in proposee.colonnes}


def importee(texte: str) -> tuple[list[tuple[str, str, int]], list[str]]:
    """Les mouvements et les constats d’un import par la proposition, sa base dite."""
    _, source = ecrite(texte).split('fichier = "extrait.csv"\n')
    importation = importer(source.replace('unite = "euro"', 'unite = "euro"\nbase = "ttc"'), texte)
    return montants(importation.projet.journal), [code for code in codes(importation) if code != "IMPORT-68"]


def test_la_page_montre_la_proposition_de_ces_ecritures() -> None:
    assert _TROUVEE is not None
    assert _TROUVEE[2] in ecrite(DE_LA_PAGE)


def test_les_ecritures_de_la_page_font_leurs_mouvements_et_le_transfert_bloque() -> None:
    lus, constats = importee(DE_LA_PAGE)
    assert lus == [
        ("depense", "08-0001", 35_000_000),
        ("annulation", "08-0001", 5_000_000),
        ("acompte", "08-0001", 10_000_000),
    ]
    assert constats.count("IMPORT-85") == 1


def test_un_credit_que_le_contenu_ne_dit_pas_n_est_jamais_sur() -> None:
    source, certitudes = seule(DE_LA_PAGE)
    assert source.role is Role.JOURNAL
    assert [forme.type for forme in source.mouvements] == [None, None]
    assert (certitudes["Débit"], certitudes["Crédit"]) == (Certitude.SURE, Certitude.PROBABLE)
    (credit,) = [c for s in proposer(DE_LA_PAGE).sources for c in s.colonnes if c.libelle == "Crédit"]
    assert credit.candidats == ("annulation", "recette", "acompte")


PAR_SENS = """Date | Type | Pièce | Code opération | Tiers | Montant débit | Montant crédit
05/01/2009 | MDT | M1 | 08-0001 | BTP | 300,00 | 0,00
05/02/2010 | ANN MDT | A1 | 08-0001 | BTP | | 50,00
05/02/2010 | ANN MDT | A2 | 08-0001 | BTP | -10,00 |
05/03/2010 | TIT | T1 | 08-0001 | ANRU | | 100,00
05/04/2010 | ANN TIT | T2 | 08-0001 | ANRU | 40,00 |"""


def test_le_sens_de_chaque_piece_tranche() -> None:
    _, certitudes = seule(PAR_SENS)
    assert {certitudes["Montant débit"], certitudes["Montant crédit"]} == {Certitude.SURE}
    lus, constats = importee(PAR_SENS)
    assert sorted(lus) == [
        ("acompte", "08-0001", 10_000),
        ("annulation", "08-0001", 1_000),
        ("annulation", "08-0001", 5_000),
        ("depense", "08-0001", 30_000),
        ("reversement", "08-0001", 4_000),
    ]
    assert "IMPORT-85" not in constats


@pytest.mark.parametrize(
    "ligne",
    [
        "05/05/2010 | MDT | M9 | 08-0001 | BTP | | 70,00",
        "05/05/2010 | ANN MDT | M9 | 08-0001 | BTP | 70,00 |",
        "05/05/2010 | TIT | M9 | 08-0001 | EDF | | 70,00",
        "05/05/2010 | TIT | M9 | 08-0001 | ANRU | 70,00 |",
    ],
)
def test_une_piece_du_mauvais_cote_ou_d_un_inconnu_bloque(ligne: str) -> None:
    lus, constats = importee(f"{PAR_SENS}\n{ligne}")
    assert 7_000 not in [centimes for _, _, centimes in lus]
    assert constats.count("IMPORT-85") == 1


def test_sans_rien_qui_le_dise_le_debit_est_une_depense_a_verifier_et_le_credit_bloque() -> None:
    texte = """Date | Pièce | Code opération | Débit | Crédit | Solde
    05/01/2009 | M1 | 08-0001 | 300,00 | | 300,00
    05/01/2010 | M2 | 08-0001 | -20,00 | | 280,00
    05/02/2010 | A1 | 08-0001 | | 50,00 | 230,00"""
    _, certitudes = seule(texte)
    assert {certitudes["Débit"], certitudes["Crédit"]} == {Certitude.PROBABLE}
    assert re.search(r'type = "depense".*montant = "Débit".*# à vérifier.*rien ne dit', ecrite(texte))
    lus, constats = importee(texte)
    assert lus == [("depense", "08-0001", 30_000), ("annulation", "08-0001", 2_000)]
    assert constats.count("IMPORT-85") == 1


def test_depenses_et_recettes_en_deux_colonnes() -> None:
    texte = """Date | Pièce | Code opération | Tiers | Dépenses | Recettes
    05/01/2009 | M1 | 08-0001 | BTP | 300,00 |
    05/02/2010 | T1 | 08-0001 | ANRU | | 50,00
    05/02/2010 | T2 | 08-0001 | EDF | | 5,00"""
    lus, constats = importee(texte)
    assert lus == [("depense", "08-0001", 30_000), ("acompte", "08-0001", 5_000)]
    assert constats.count("IMPORT-85") == 1


def test_des_deux_cotes_a_la_fois_ce_n_est_pas_une_paire() -> None:
    source, _ = seule(
        """Date | Pièce | Code opération | Débit | Crédit
        05/01/2009 | M1 | 08-0001 | 300,00 | 300,00
        05/01/2010 | M2 | 08-0001 | 20,00 | 20,00"""
    )
    assert source.mouvements == ()


def test_un_compte_de_tiers_seul_n_est_ni_ignore_ni_lu_et_chaque_ecriture_bloque() -> None:
    texte = """Date | Compte | Pièce | Code opération | Débit | Crédit
    05/01/2009 | 4041 | M1 | 08-0001 | 300,00 |
    05/01/2010 | 4041 | M2 | 08-0001 | | 20,00"""
    source, certitudes = seule(texte)
    assert source.regles == ()
    assert {certitudes["Débit"], certitudes["Crédit"]} == {Certitude.PROBABLE}
    lus, constats = importee(texte)
    assert (lus, constats.count("IMPORT-85")) == ([], 2)

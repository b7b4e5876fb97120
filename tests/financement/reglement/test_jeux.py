"""Les jeux de règles : chaque paramètre des textes est là, avec sa référence et sa confiance."""

from datetime import date
from fractions import Fraction

import pytest

from financement.dossier.coherence import REGLEMENTS
from financement.dossier.nomenclature import FAMILLES, Programme
from financement.dossier.regles import Reglement
from financement.reglement.jeux import JEUX, UNITES

# Décret n° 2004-1005 modifié (art. 1 à 4-2), CCH, régime général de l'État : clé, famille, produit, valeur, confiance.
PNRU = [
    ("plafond_travaux_par_logement", "05", "", Fraction(5_000_000), "A"),
    ("taux_maximal", "05", "", Fraction(60, 100), "A"),
    ("majoration_maximale", "02", "", Fraction(5, 100), "A"),
    ("majoration_maximale", "02", "PLUS", Fraction(5, 100), "A"),
    ("majoration_maximale", "02", "PLAI", Fraction(10, 100), "A"),
    ("majoration_maximale", "02", "PLUS-CD", Fraction(10, 100), "A"),
    ("loyer_maximal_plus_cd", "02", "", Fraction(90, 100), "A"),
    ("part_surcharge_fonciere", "02", "", Fraction(75, 100), "A"),
    ("majoration_exceptionnelle", "02", "", Fraction(30, 100), "A"),
    ("majoration_exceptionnelle", "05", "", Fraction(30, 100), "A"),
    ("avance_maximale", "02", "", Fraction(15, 100), "A"),
    ("avance_maximale", "05", "", Fraction(15, 100), "A"),
    ("acomptes_maximaux", "02", "", Fraction(70, 100), "A"),
    ("acomptes_maximaux", "05", "", Fraction(70, 100), "A"),
    ("assiette_forfaitaire_maximale", "02", "", Fraction(130, 100), "A"),
    ("taux_cch", "02", "PLUS", Fraction(5, 100), "A"),
    ("taux_cch_derogatoire", "02", "PLUS", Fraction(65, 1000), "A"),
    ("taux_cch", "02", "PLUS-CD", Fraction(12, 100), "A"),
    ("taux_cch", "02", "PLAI", Fraction(20, 100), "C"),
    ("taux_cch_derogatoire", "02", "PLAI", Fraction(25, 100), "C"),
    ("taux_maximal", "02", "", Fraction(35, 100), "C"),
    ("acomptes_maximaux", "08", "", Fraction(80, 100), "C"),
    ("delai_de_commencement", "08", "", Fraction(24), "C"),
    ("delai_de_demande_de_solde", "08", "", Fraction(6), "C"),
    ("delai_de_mise_en_demeure", "08", "", Fraction(3), "C"),
]
# Règlement général du NPNRU, en 2022.
NPNRU = [
    ("taux_maximal", "14", "", Fraction(50, 100), "A"),
    ("forfait_salaire_annuel", "14", "chef de projet", Fraction(11_500_000), "A"),
    ("forfait_salaire_annuel", "14", "", Fraction(9_450_000), "A"),
    ("etp_minimal", "14", "", Fraction(1, 2), "A"),
    ("avance_maximale", "31", "", Fraction(0), "B"),
    ("premier_acompte", "31", "", Fraction(20, 100), "B"),
    ("acomptes_maximaux", "31", "", Fraction(60, 100), "C"),
    ("delai_de_commencement", "31", "", Fraction(24), "C"),
    ("delai_de_demande_de_solde", "31", "", Fraction(6), "C"),
    ("delai_de_mise_en_demeure", "31", "", Fraction(3), "C"),
    ("periodicite_des_acomptes", "31", "", Fraction(12), "C"),
    ("periodicite_du_compte_rendu", "31", "", Fraction(12), "B"),
]
CAS = [
    *(("pnru", date(2010, 6, 15), *cas) for cas in PNRU),
    *(("npnru", date(2022, 6, 15), *cas) for cas in NPNRU),
]


@pytest.mark.parametrize(("jeu", "jour", "cle", "famille", "produit", "valeur", "confiance"), CAS)
def test_chaque_parametre_des_textes_est_dans_le_jeu(
    jeu: str, jour: date, cle: str, famille: str, produit: str, valeur: Fraction, confiance: str
) -> None:
    trouve = Reglement(jeu, JEUX[jeu]).parametre(cle, jour=jour, famille=famille, produit=produit)
    assert trouve is not None
    assert (trouve.valeur, trouve.confiance) == (valeur, confiance)


def test_aucun_parametre_n_echappe_a_ces_tableaux() -> None:
    for jeu, cas in (("pnru", PNRU), ("npnru", NPNRU)):
        lus = {(c[0], c[3], c[4]) for c in cas}
        assert {(p.cle, p.valeur, str(p.confiance)) for p in JEUX[jeu]} == lus


@pytest.mark.parametrize("nom", JEUX)
def test_un_jeu_est_reference_sans_doublon_et_dans_sa_nomenclature(nom: str) -> None:
    familles = FAMILLES[Programme(nom.upper())]
    identites = [(p.identite, p.debut) for p in JEUX[nom]]
    assert len(identites) == len(set(identites))
    for parametre in JEUX[nom]:
        assert parametre.reference
        assert parametre.confiance in {"A", "B", "C", "D"}
        assert set(parametre.familles) <= set(familles)
        assert UNITES[parametre.cle] is parametre.unite, "une clé n’a qu’une unité"


def test_les_noms_de_jeux_sont_ceux_que_la_convention_peut_annoncer() -> None:
    assert tuple(JEUX) == REGLEMENTS


@pytest.mark.parametrize(
    ("cle", "veille", "jour", "valeur"),
    [
        ("avance_maximale", date(2015, 12, 31), date(2016, 1, 1), Fraction(0)),
        ("premier_acompte", date(2020, 12, 31), date(2021, 1, 1), Fraction(1, 5)),
        ("acomptes_maximaux", date(2020, 12, 31), date(2021, 1, 1), Fraction(3, 5)),
    ],
)
def test_les_regles_du_npnru_changent_a_leur_date(cle: str, veille: date, jour: date, valeur: Fraction) -> None:
    reglement = Reglement("npnru", JEUX["npnru"])
    assert reglement.parametre(cle, jour=veille, famille="31") is None
    trouve = reglement.parametre(cle, jour=jour, famille="31")
    assert trouve is not None
    assert trouve.valeur == valeur

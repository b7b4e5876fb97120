"""Les concours financiers d’un dossier du NPNRU dans son annexe : chaque montant est posé à la main."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from exports.annexe.annexe import composer_annexe
from exports.document.document import Document
from exports.document.sceau import ENSEMBLE, GenrePerimetre, Perimetre
from exports.document.tableau import Valeur
from financement.dossier.nomenclature import Programme
from financement.dossier.projet import Projet
from tests.construction import euros
from tests.exports.test_annexe_cloture import ARRETE, rangee
from tests.financement.test_concours_financiers import npnru

COLONNES = ("programme", "engage", "paye", "reste_a_engager", "reste_a_payer", "montant_cloture", "economie")


def annexe(dossier: Projet, perimetre: Perimetre = ENSEMBLE) -> Document:
    return composer_annexe(dossier, au=ARRETE, perimetre=perimetre)


def lignes(document: Document, tableau: str, colonnes: Sequence[str]) -> dict[str, list[Valeur]]:
    lu = document.tableau(tableau)
    return {ligne.cle: [rangee(lu, ligne.cle)[colonne] for colonne in colonnes] for ligne in lu.lignes}


def test_les_subventions_de_l_anru_et_les_prets_bonifies() -> None:
    """En cours, chacun se clôt à son engagé : 200 000 et 40 000 ; ni les autres prêts ni les 9 € d’Action Logement."""
    document = annexe(npnru())
    assert lignes(document, "concours-financiers", ("part", "financeur", *COLONNES)) == {
        "financeur:ANRU": [
            "Subventions de l’ANRU",
            "Nom de ANRU",
            *map(euros, (300_000, 200_000, 0, 100_000, 200_000, 200_000, 100_000)),
        ],
        "financeur:AL": [
            "Prêts bonifiés (Action Logement)",
            "Nom de AL",
            *map(euros, (50_000, 40_000, 10_000, 10_000, 30_000, 40_000, 10_000)),
        ],
        "total": [
            "TOTAL DES CONCOURS FINANCIERS",
            None,
            *map(euros, (350_000, 240_000, 10_000, 110_000, 230_000, 240_000, 110_000)),
        ],
    }
    taux = lignes(document, "concours-financiers", ("taux_engage", "taux_paye"))
    assert taux["financeur:AL"] == [Fraction(4, 5), Fraction(1, 4)]
    assert taux["total"] == [Fraction(24, 35), Fraction(1, 24)]


def test_les_prets_bonifies_dans_la_synthese_par_financeur() -> None:
    assert lignes(annexe(npnru()), "financeurs", ("subventions", "prets", "prets_bonifies")) == {
        "financeur:ANRU": [euros(300_000), euros(7), None],
        "financeur:AL": [euros(9), euros(50_000), euros(50_000)],
        "financeur:CDC": [0, euros(600_000), None],
        "financeur:VILLE": [0, 0, None],
        "total": [euros(300_009), euros(650_007), euros(50_000)],
    }


def test_l_extrait_d_un_financeur_n_a_que_sa_part() -> None:
    def extrait(code: str) -> Document:
        return annexe(npnru(), Perimetre(genre=GenrePerimetre.FINANCEUR, code=code))

    assert list(lignes(extrait("AL"), "concours-financiers", ())) == ["financeur:AL", "total"]
    cles = {tableau.cle for tableau in extrait("CDC").tableaux}
    assert "concours-financiers" not in cles


def test_le_pnru_n_en_a_pas() -> None:
    """Le même plan sous le PNRU : ni tableau, ni colonne."""
    dossier = npnru()
    convention = replace(dossier.convention, programme=Programme.PNRU, reglement="pnru")
    operations = tuple(replace(operation, famille="08") for operation in dossier.operations)
    document = annexe(replace(dossier, convention=convention, operations=operations))
    assert "concours-financiers" not in {tableau.cle for tableau in document.tableaux}
    assert "prets_bonifies" not in {colonne.cle for colonne in document.tableau("financeurs").colonnes}

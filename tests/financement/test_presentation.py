"""Ce que montrent les résultats dans une console et dans un carnet : court, français, échappé."""

from decimal import Decimal
from typing import Final

import pytest

from financement.comparaison import comparer
from financement.constat import Constat, Constats, Gravite
from financement.controles import controler
from financement.explications import expliquer
from financement.nomenclature import Nature
from financement.plan import LignePlan
from financement.projet import Projet
from financement.provenance import Provenance
from financement.tableau import tableau_financier
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.financement.lecture_html import cellules, lire

AU: Final = jour("2012-01-01")
PIEGE: Final = "Ville <b>& Cie</b>"
INSECABLE: Final = "\u00a0"


def dossier() -> Projet:
    """ANRU 450 000 puis 400 000 à l'avenant 1 ; la Ville, en subvention, prend les 50 000. Rien n'est payé."""
    plan: list[LignePlan] = [
        ligne("ANRU", euros(450_000)),
        ligne("VILLE", euros(550_000)),
        ligne("ANRU", euros(400_000), version=1),
        ligne("VILLE", euros(600_000), version=1),
    ]
    return projet(
        operations=[operation(libelle=PIEGE)],
        plan=plan,
        journal=[mouvement("engagement", euros(300_000))],
        avenants=(avenant(1),),
        nom=PIEGE,
    )


def sans_espaces_fines(texte: str) -> str:
    return texte.replace("\u202f", " ").replace(INSECABLE, " ")


def test_les_constats_sont_un_tuple() -> None:
    constats = controler(dossier(), au=AU)
    assert type(constats) is Constats
    assert isinstance(constats, tuple)
    assert constats == tuple(constats)
    assert "INFO-01" in [constat.code for constat in constats]


def test_des_constats_se_montrent_du_plus_grave_au_moins_grave() -> None:
    lieu = Provenance(fichier="plan.csv", ligne=3)
    constats = Constats(
        [
            Constat(code="X-02", gravite=Gravite.INFORMATION, message="Bon à savoir."),
            Constat(code="X-01", gravite=Gravite.BLOQUANT, message=PIEGE, provenance=lieu, enjeu=12_345),
        ]
    )
    assert repr(constats) == "<Constats, bloquant : 1, alerte : 0, information : 1>"
    assert cellules(constats._repr_html_()) == [
        ["Gravité", "Code", "Constat", "Lieu"],
        ["bloquant", "X-01", PIEGE, "plan.csv, ligne 3"],
        ["information", "X-02", "Bon à savoir.", ""],
    ]
    cadre = constats.cadre(unite="euro")
    assert cadre["enjeu"].tolist() == [Decimal("0.00"), Decimal("123.45")]
    assert cadre["code"].tolist() == ["X-02", "X-01"]
    assert constats.cadre()["enjeu"].tolist() == [0, 12_345]


def test_une_comparaison() -> None:
    comparaison = comparer(tableau_financier(dossier(), 0), tableau_financier(dossier(), 1))
    assert sans_espaces_fines(repr(comparaison)) == (
        "<Comparaison, lignes qui changent : 2, de 1 000 000,00 € à 1 000 000,00 €>"
    )
    assert cellules(comparaison._repr_html_())[1:] == [
        ["OP-1", "ANRU", "Subvention", "450 000,00", "400 000,00", "−50 000,00"],
        ["OP-1", "VILLE", "Subvention", "550 000,00", "600 000,00", "50 000,00"],
        ["Total", "", "", "1 000 000,00", "1 000 000,00", "–"],
    ]
    cadre = comparaison.cadre(unite="euro")
    assert cadre["ecart"].tolist() == [Decimal("-50000.00"), Decimal("50000.00")]
    assert comparaison.cadre()["ecart"].tolist() == [-euros(50_000), euros(50_000)]
    assert cadre["nature"].tolist() == [str(Nature.SUBVENTION)] * 2


def test_une_explication() -> None:
    explication = expliquer(dossier(), "OP-1", "ANRU", au=AU)
    assert repr(explication) == "<Explication, OP-1, ANRU, au 01/01/2012, figures : 11>"
    rangees = cellules(explication._repr_html_())
    assert rangees[0] == ["Figure", "Nature", "Étape", "Montant", "Règle", "Source", "Lieu"]
    etapes = [etape for figure in explication.figures for etape in figure.etapes]
    assert len(rangees) == 1 + len(etapes)
    engage = next(rangee for rangee in rangees if rangee[0].startswith("Engagé"))
    assert [sans_espaces_fines(texte) for texte in engage[:4]] == [
        "Engagé : 300 000,00 €",
        "Subvention",
        "engagement du 15/06/2010",
        "300 000,00",
    ]
    assert engage[-1] == "journal.csv, ligne 2, colonne montant"


@pytest.mark.parametrize("resultat", [Constats(), comparer(*[tableau_financier(dossier())] * 2)])
def test_un_resultat_vide_se_montre(resultat: Constats) -> None:
    assert len(cellules(resultat._repr_html_())) in {1, 2}
    assert lire(resultat._repr_html_()).balises
    assert len(resultat.cadre()) == 0

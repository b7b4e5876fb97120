"""Ce que montrent les résultats dans une console et dans un carnet : court, français, échappé."""

from decimal import Decimal
from typing import Final

import pytest

from financement.calculs.croisement import croiser
from financement.calculs.situation import calculer_situation
from financement.calculs.tableau import tableau_financier
from financement.cloture import calculer_cloture
from financement.comparaison.tableaux import comparer
from financement.controles.constat import Constat, Constats, Gravite
from financement.controles.registre import controler
from financement.dossier.nomenclature import Nature
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.echeancier import calculer_echeancier
from financement.explications import expliquer
from financement.fautes.faute import ValeurImpossible
from financement.fautes.provenance import Provenance
from financement.portefeuille.bilan import bilan
from financement.portefeuille.portefeuille import Portefeuille
from tests.construction import avenant, euros, jour, ligne, mouvement, operation, projet
from tests.financement.lecture_html import cellules, lire

AU: Final = jour("2012-01-01")
PIEGE: Final = "Ville <b>& Cie</b>"
INSECABLE: Final = "\u00a0"


def dossier() -> Projet:
    """ANRU 450 000 puis 400 000 à l’avenant 1 ; la Ville, en subvention, prend les 50 000. Rien n’est payé."""
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
            Constat(code="X-02", gravite=Gravite.INFORMATION, message="Bon à savoir.", remede="Rien à corriger."),
            Constat(
                code="X-01",
                gravite=Gravite.BLOQUANT,
                message=PIEGE,
                remede=f"Ôter {PIEGE}",
                provenance=lieu,
                enjeu=12_345,
            ),
        ]
    )
    assert repr(constats) == "<Constats, bloquant : 1, alerte : 0, information : 1>"
    assert cellules(constats._repr_html_()) == [
        ["Gravité", "Code", "Constat", "Remède", "Lieu"],
        ["bloquant", "X-01", PIEGE, f"Ôter {PIEGE}", "plan.csv, ligne 3"],
        ["information", "X-02", "Bon à savoir.", "Rien à corriger.", ""],
    ]
    cadre = constats.cadre(unite="euro")
    assert cadre["enjeu"].tolist() == [Decimal("0.00"), Decimal("123.45")]
    assert cadre["code"].tolist() == ["X-02", "X-01"]
    assert cadre["remede"].tolist() == ["Rien à corriger.", f"Ôter {PIEGE}"]
    assert constats.cadre()["enjeu"].tolist() == [0, 12_345]


def test_une_comparaison() -> None:
    comparaison = comparer(tableau_financier(dossier(), 0), tableau_financier(dossier(), 1))
    assert sans_espaces_fines(repr(comparaison)) == (
        "<Comparaison, lignes qui changent : 2, concours programmés : de 1 000 000,00 € à 1 000 000,00 €>"
    )
    assert cellules(comparaison._repr_html_())[1:] == [
        ["OP-1", "ANRU", "Subvention", "450 000,00", "400 000,00", "−50 000,00"],
        ["OP-1", "VILLE", "Subvention", "550 000,00", "600 000,00", "50 000,00"],
        ["Concours qui changent", "", "", "1 000 000,00", "1 000 000,00", "–"],
        ["Autofinancement qui change, pour mémoire", "", "", "–", "–", "–"],
        ["Concours des tableaux entiers", "", "", "1 000 000,00", "1 000 000,00", "–"],
        ["Autofinancement des tableaux entiers, pour mémoire", "", "", "–", "–", "–"],
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


def test_une_situation_et_sa_ventilation() -> None:
    situation = calculer_situation(dossier(), au=AU)
    phrase = "concours : programmé 1 000 000,00 €, engagé 300 000,00 €, payé 0,00 €"
    assert sans_espaces_fines(repr(situation)) == f"<Situation au 01/01/2012, version 1, {phrase}>"
    assert repr(calculer_situation(dossier())).startswith("<Situation à toute date, version 1, ")
    ventilation = situation.par("operation")
    assert sans_espaces_fines(repr(ventilation)) == f"<Ventilation par operation, clés : 1, {phrase}>"
    assert cellules(ventilation._repr_html_()) == [
        ["Clé", "Libellé", "Programmé", "Engagé", "Payé", "Reste à engager", "Reste à payer", "Autofinancement"],
        ["OP-1", PIEGE, "1 000 000,00", "300 000,00", "–", "700 000,00", "300 000,00", "–"],
        ["Total", "", "1 000 000,00", "300 000,00", "–", "700 000,00", "300 000,00", "–"],
    ]
    assert situation.par("financeur")._repr_html_() in situation._repr_html_()
    assert "<b>" not in ventilation._repr_html_() + situation._repr_html_()


def test_l_autofinancement_est_montre_a_part() -> None:
    """450 000 de subvention, 550 000 de fonds propres : le total des concours n’en compte que 450 000."""
    ventilation = calculer_situation(projet(), au=AU).par("famille")
    (ligne_,) = [rangee for rangee in cellules(ventilation._repr_html_()) if rangee[0] == "08"]
    assert ligne_[2:] == ["450 000,00", "–", "–", "450 000,00", "–", "550 000,00"]


def test_une_cloture() -> None:
    """Rien n’est payé ni achevé : l’ANRU reste à son engagé, la Ville à son programmé."""
    cloture = calculer_cloture(dossier(), au=AU)
    assert sans_espaces_fines(repr(cloture)) == (
        "<Clôture au 01/01/2012, version 1, lignes : 2, concours : clôture 900 000,00 €, solde à verser 900 000,00 €>"
    )
    rangees = cellules(cloture._repr_html_())
    assert rangees[0][:5] == ["Financeur", "Programmé", "Engagé", "Payé", "Montant de clôture"]
    assert rangees[1] == [
        *("ANRU", "400 000,00", "300 000,00", "–", "300 000,00", "300 000,00", "–", "–", "–", "100 000,00", "–")
    ]
    assert rangees[-1][4:6] == ["900 000,00", "900 000,00"]


def test_les_cadres_en_euros_sont_les_centimes_exactement() -> None:
    cloture = calculer_cloture(dossier(), au=AU)
    for resultat in (
        cloture.situation,
        cloture.situation.par("famille"),
        cloture.situation.par_exercice(),
        croiser(cloture.situation, ["operation", "financeur"]),
        cloture,
        calculer_echeancier(cloture),
        Portefeuille.de([bilan(dossier(), au=AU, dossier="un")], au=AU),
    ):
        centimes, euros_ = resultat.cadre(), resultat.cadre(unite="euro")
        assert list(centimes.columns) == list(euros_.columns)
        montants = [nom for nom in euros_.columns if any(isinstance(v, Decimal) for v in euros_[nom])]
        assert len(montants) >= 4
        for nom in montants:
            assert centimes[nom].dtype == "int64"
            assert [int(valeur * 100) for valeur in euros_[nom]] == centimes[nom].tolist()
        assert euros_.drop(columns=montants).equals(centimes.drop(columns=montants))
        with pytest.raises(ValeurImpossible, match="Choisir parmi : centime, euro"):
            resultat.cadre(unite="franc")


@pytest.mark.parametrize(
    ("resultat", "rangees"),
    [(Constats(), 1), (comparer(*[tableau_financier(dossier())] * 2), 1 + 4)],
    ids=["constats", "comparaison"],
)
def test_un_resultat_vide_se_montre(resultat: Constats, rangees: int) -> None:
    """Ses titres, et le pied d’une comparaison, qui dit les tableaux entiers."""
    assert len(cellules(resultat._repr_html_())) == rangees
    assert lire(resultat._repr_html_()).balises
    assert len(resultat.cadre()) == 0

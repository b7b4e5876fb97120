"""Un fichier de scénarios, lu en hypothèses du noyau, et toutes ses fautes à leur ligne."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest

from financement.aleas.alea import Alea
from financement.aleas.lois import Empirique, Lognormale, Pert, Triangulaire, Uniforme
from financement.fautes.faute import DossierRefuse
from financement.scenarios.abandon import Abandon
from financement.scenarios.calendrier import ChangementDeLimite, Limite, Retard
from financement.scenarios.couts import Actualisation, Composante, CoutFixe, VariationDeCout
from financement.scenarios.financements import ChangementDEnveloppe, ChangementDeTaux, RetraitDeFinanceur
from financement.scenarios.series import Serie
from financement.selection import Selection
from maquettes.scenarios.lecture import ConditionsDeRelais, lire_scenarios, lire_scenarios_toml

TETE: Final = 'format = 1\n\n[[scenarios]]\nnom = "S"\n'
SERIE: Final = '[[series]]\nnom = "BT01"\n[series.valeurs]\n"2013-01-01" = "100"\n"01/07/2016" = "102,4"\n'

SUR_UNE_SERIE_INCONNUE: Final = (
    'genre = "actualisation"\nbase = "2013-01-01"\ndate_de_valeur = "2016-01-01"\n'
    'composantes = [{ serie = "BT02", poids = "70 %" }]'
)


def lire(hypothese: str, suite: str = "") -> object:
    """La seule hypothèse d’un scénario."""
    texte = f"{TETE}[[scenarios.hypotheses]]\n{hypothese}\n{suite}"
    (scenario,) = lire_scenarios_toml("s.toml", texte.encode()).scenarios
    (lue,) = scenario.hypotheses
    return lue


def fautes(texte: str) -> list[str]:
    with pytest.raises(DossierRefuse) as refus:
        lire_scenarios_toml("s.toml", texte.encode())
    return [f"{faute.provenance.ligne} {faute.code}" for faute in refus.value.fautes]


@pytest.mark.parametrize(
    ("ecrite", "attendue"),
    [
        ('genre = "abandonner"\nfamille = "08"', Abandon(cible=Selection(famille="08"))),
        ('genre = "cout"\nvaleur = "8 %"', VariationDeCout(proportion=Fraction(2, 25))),
        ('genre = "Coût"\nvaleur = "- 5,5 %"', VariationDeCout(proportion=Fraction(-11, 200))),
        ('genre = "cout"\nvaleur = "−120 000,50"', VariationDeCout(montant=-12_000_050)),
        ('genre = "cout"\nvaleur = "1/3"', VariationDeCout(proportion=Fraction(1, 3))),
        (
            'genre = "cout"\noperation = "A"\ncout_final = "1 320 000"',
            CoutFixe(cout=132_000_000, cible=Selection(operation="A")),
        ),
        ('genre = "retard"\nvaleur = 2', Retard(semestres=2)),
        (
            'genre = "retard"\nvaleur = "2"\nmaitre_ouvrage = "OPH"',
            Retard(semestres=2, cible=Selection(maitre_ouvrage="OPH")),
        ),
        ('genre = "retrait_financeur"\nfinanceur = "REGION"', RetraitDeFinanceur(cible=Selection(financeur="REGION"))),
        (
            'genre = "taux"\nfinanceur = "ANRU"\nvaleur = "40 %"\noperation = "A"',
            ChangementDeTaux(taux=Fraction(2, 5), cible=Selection(financeur="ANRU", operation="A")),
        ),
        (
            'genre = "enveloppe"\nfinanceur = "ANRU"\nvaleur = "12,30"',
            ChangementDEnveloppe(financeur="ANRU", montant=1230),
        ),
        (
            'genre = "enveloppe"\nfinanceur = "ANRU"\nvaleur = "-10 %"',
            ChangementDEnveloppe(financeur="ANRU", proportion=Fraction(-1, 10)),
        ),
        (
            'genre = "date_limite"\nvaleur = 2016-12-31',
            ChangementDeLimite(limite=Limite.ENGAGEMENT, jour=date(2016, 12, 31)),
        ),
        (
            'genre = "date_limite"\nlimite = "solde"\nvaleur = "31/12/2018"',
            ChangementDeLimite(limite=Limite.SOLDE, jour=date(2018, 12, 31)),
        ),
        (
            'genre = "actualisation"\nvaleur = "1,8 %"\nbase = "2013-01-01"\ndate_de_valeur = 2016-07-01',
            Actualisation(base=date(2013, 1, 1), valeur=date(2016, 7, 1), taux=Fraction(18, 1000)),
        ),
    ],
)
def test_chaque_genre_se_lit(ecrite: str, attendue: object) -> None:
    assert lire(ecrite) == attendue


def test_une_actualisation_suit_une_serie_du_fichier() -> None:
    serie = Serie(nom="BT01", valeurs=((date(2013, 1, 1), Fraction(100)), (date(2016, 7, 1), Fraction(1024, 10))))
    lue = lire(
        'genre = "actualisation"\nbase = "2013-01-01"\ndate_de_valeur = "2016-07-01"\n'
        'composantes = [{ serie = "BT01", poids = "70 %" }]',
        SERIE,
    )
    assert isinstance(lue, Actualisation)
    assert lue.composantes == (Composante(poids=Fraction(7, 10), serie=serie),)
    # 0,30 + 0,70 × 1,024 = 1,0168.
    assert lue.coefficient() == Fraction(10168, 10000)


def test_l_hypothese_sait_sa_ligne() -> None:
    lue = lire('genre = "retard"\nvaleur = 2')
    assert isinstance(lue, Retard)
    assert str(lue.provenance) == "s.toml, ligne 5"


@pytest.mark.parametrize(
    ("ecrite", "attendues"),
    [
        ('genre = "cout"', ["5 SCENARIO-01"]),
        ('genre = "cout"\nvaleur = "8 %"\ncout_final = "1"', ["5 SCENARIO-01"]),
        ('genre = "cout"\ncout_final = "1"', ["7 SCENARIO-01"]),
        ('genre = "cout"\nvaleur = "-101 %"', ["7 VALEUR-02"]),
        ('genre = "cout"\nvaleur = "huit"', ["7 MONTANT-01"]),
        ('genre = "cout"\nvaleur = 8.5', ["7 CLE-03"]),
        ('genre = "cout"\nvaleur = "8 %"\nfinanceur = "ANRU"', ["8 SCENARIO-01"]),
        ('genre = "retard"\nvaleur = "deux"', ["7 VALEUR-04"]),
        ('genre = "retard"\nvaleur = 121', ["7 VALEUR-04"]),
        ('genre = "retard"\nvaleur = -1', ["7 VALEUR-04"]),
        ('genre = "retard"', ["5 SCENARIO-01"]),
        ('genre = "abandonner"', ["5 SCENARIO-01"]),
        ('genre = "taux"\nfinanceur = "ANRU"\nvaleur = "120 %"', ["8 TAUX-03"]),
        ('genre = "taux"\nvaleur = "0,45"', ["5 SCENARIO-01"]),
        ('genre = "date_limite"\nvaleur = "2016-02-30"', ["7 DATE-02"]),
        ('genre = "date_limite"\nvaleur = "2016-01-01"\nlimite = "avenant"', ["8 VALEUR-03"]),
        ('genre = "renoncer"', ["6 VALEUR-03"]),
        ('genre = "cout"\nvaleur = "8 %"\nfamile = "08"', ["8 CLE-01"]),
        (
            'genre = "actualisation"\nbase = "2013-01-01"\ndate_de_valeur = "2012-01-01"\nvaleur = "1 %"',
            ["8 SCENARIO-01"],
        ),
        (
            SUR_UNE_SERIE_INCONNUE,
            ["9 SCENARIO-01"],
        ),
    ],
)
def test_une_hypothese_fautive_se_dit_a_sa_ligne(ecrite: str, attendues: list[str]) -> None:
    assert fautes(f"{TETE}[[scenarios.hypotheses]]\n{ecrite}\n") == attendues


def test_toutes_les_fautes_se_disent_a_la_fois() -> None:
    """Une clé inconnue n’empêche pas de dire le montant illisible d’une autre hypothèse."""
    texte = (
        f'{TETE}[[scenarios.hypotheses]]\ngenre = "cout"\nvaleur = "huit"\n'
        '[[scenarios.hypotheses]]\ngenre = "retard"\nvaleur = 2\nautre = 3\n'
    )
    assert sorted(fautes(texte)) == ["11 CLE-01", "7 MONTANT-01"]


def test_deux_scenarios_ont_deux_noms_et_chacun_une_hypothese() -> None:
    assert fautes(f'{TETE}[[scenarios]]\nnom = "S"\n') == ["3 SCENARIO-01", "6 SCENARIO-01", "5 SCENARIO-01"]


def test_un_fichier_vide_ou_d_un_autre_format_se_refuse() -> None:
    assert fautes("format = 1\n") == ["None SCENARIO-01"]
    assert fautes("format = 2\n") == ["1 CLE-03"]


def test_un_fichier_absent_se_refuse(tmp_path: Path) -> None:
    with pytest.raises(DossierRefuse, match="LECTURE-14"):
        lire_scenarios(tmp_path / "absent.toml")


def lire_alea(alea: str) -> Alea:
    (lu,) = lire_scenarios_toml("s.toml", f"format = 1\n[[aleas]]\n{alea}\n".encode()).aleas
    return lu


POUR_CENT: Final = (Fraction(-1, 20), Fraction(1, 50), Fraction(1, 5))


@pytest.mark.parametrize(
    ("ecrit", "loi", "unite"),
    [
        ('loi = "uniforme"\nbas = "-5 %"\nhaut = "20 %"', Uniforme(bas=POUR_CENT[0], haut=POUR_CENT[2]), "proportion"),
        (
            'loi = "triangulaire"\nbas = "-5 %"\nmode = "2 %"\nhaut = "20 %"',
            Triangulaire(bas=POUR_CENT[0], mode=POUR_CENT[1], haut=POUR_CENT[2]),
            "proportion",
        ),
        (
            'loi = "pert"\nbas = "0"\nmode = "1 000,50"\nhaut = "2 000"',
            Pert(bas=Fraction(0), mode=Fraction(100_050), haut=Fraction(200_000)),
            "montant",
        ),
        (
            'loi = "lognormale"\nmoyenne = "5 %"\necart_type = "10 %"',
            Lognormale(moyenne=Fraction(1, 20), ecart_type=Fraction(1, 10)),
            "proportion",
        ),
        (
            'loi = "empirique"\nvaleurs = ["-5 %", "2 %", "20 %"]',
            Empirique(valeurs=POUR_CENT),
            "proportion",
        ),
    ],
)
def test_chaque_loi_se_lit(ecrit: str, loi: object, unite: str) -> None:
    lu = lire_alea(f'porte_sur = "cout"\nfamille = "08"\nfacteur_commun = "30 %"\n{ecrit}')
    assert (lu.loi, lu.unite, lu.facteur_commun) == (loi, unite, Fraction(3, 10))
    assert lu.cible == Selection(famille="08")
    assert str(lu.provenance) == "s.toml, ligne 2"


def test_un_retard_se_tire_en_semestres() -> None:
    lu = lire_alea('porte_sur = "retard"\nloi = "uniforme"\nbas = 0\nhaut = "6"')
    assert (lu.loi, lu.unite) == (Uniforme(bas=Fraction(0), haut=Fraction(6)), "semestre")


@pytest.mark.parametrize(
    ("ecrit", "attendues"),
    [
        ('porte_sur = "cout"\nloi = "uniforme"\nbas = "0 %"', ["2 SCENARIO-01"]),
        ('porte_sur = "cout"\nloi = "uniforme"\nbas = "0 %"\nhaut = "5 %"\nmode = "1 %"', ["7 SCENARIO-01"]),
        ('porte_sur = "cout"\nloi = "uniforme"\nbas = "9 %"\nhaut = "5 %"', ["2 SCENARIO-01"]),
        ('porte_sur = "cout"\nloi = "uniforme"\nbas = "-5 %"\nhaut = "1 000"', ["2 SCENARIO-01"]),
        ('porte_sur = "cout"\nloi = "uniforme"\nbas = "un"\nhaut = "deux"', ["5 MONTANT-01", "6 MONTANT-01"]),
        ('porte_sur = "retard"\nloi = "uniforme"\nbas = -1\nhaut = 2', ["5 VALEUR-04"]),
        ('porte_sur = "retard"\nloi = "lognormale"\nmoyenne = 1\necart_type = 2', ["2 SCENARIO-01"]),
        ('porte_sur = "cout"\nloi = "lognormale"\nmoyenne = "-100 %"\necart_type = "2 %"', ["2 SCENARIO-01"]),
        ('porte_sur = "date"\nloi = "normale"\nbas = 0\nhaut = 1', ["3 VALEUR-03", "4 VALEUR-03"]),
        ('porte_sur = "retard"\nloi = "uniforme"\nbas = 0\nhaut = 1\nfacteur_commun = "120 %"', ["7 TAUX-03"]),
    ],
)
def test_un_alea_fautif_se_dit_a_sa_ligne(ecrit: str, attendues: list[str]) -> None:
    assert fautes(f"format = 1\n[[aleas]]\n{ecrit}\n") == attendues


def test_le_relais_se_lit_avec_ou_sans_delai() -> None:
    scenario = f'{TETE}[[scenarios.hypotheses]]\ngenre = "retard"\nvaleur = 1\n'
    sans, avec = (
        lire_scenarios_toml("s.toml", f'{scenario}[tresorerie]\ntaux = "3,5 %"\n{delai}'.encode()).relais
        for delai in ("", "delai = 90\n")
    )
    assert sans == ConditionsDeRelais(Fraction(35, 1000), None)
    assert avec == ConditionsDeRelais(Fraction(35, 1000), 90)
    assert fautes(f'{scenario}[tresorerie]\ntaux = "3,5"\n') == ["9 TAUX-01"]
    assert fautes(f'{scenario}[tresorerie]\ntaux = "3 %"\ndelai = -1\n') == ["10 CLE-03"]

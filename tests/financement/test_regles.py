"""Le règlement d’un projet : sélection du paramètre, et ce que le dossier y change."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from financement.dossier.projet import Projet
from financement.dossier.regles import Reglement, empreinte_des_regles, reglement_du_projet, surcharges
from financement.reglement.jeux import JEUX
from financement.reglement.parametre import Confiance, Parametre, UniteParametre
from financement.reglement.propre import ReglementPropre
from tests.construction import convention

JOUR = date(2010, 6, 15)


def regle(valeur: int, **champs: Any) -> Parametre:
    """Un plafond d’acomptes, en pourcentage, depuis 2000."""
    ordinaires: dict[str, Any] = {"cle": "acomptes_maximaux", "unite": UniteParametre.TAUX, "debut": date(2000, 1, 1)}
    ordinaires |= {"reference": "Délibération", "confiance": Confiance.TEXTE_LU}
    return Parametre(**ordinaires | {"valeur": Fraction(valeur, 100)} | champs)


def projet(*propres: Parametre, base: str = "pnru") -> Projet:
    return Projet(
        convention=convention(reglement="reglement.toml"),
        reglement_propre=ReglementPropre(base=base, parametres=propres),
    )


def pourcentage(reglement: Reglement, *, jour: date = JOUR, famille: str = "08", produit: str = "") -> Fraction | None:
    trouve = reglement.parametre("acomptes_maximaux", jour=jour, famille=famille, produit=produit)
    return None if trouve is None else trouve.valeur * 100


@pytest.mark.parametrize(
    ("famille", "produit", "jour", "attendu"),
    [
        ("08", "", JOUR, 10),
        ("05", "", JOUR, 30),
        ("02", "", JOUR, 20),
        ("05", "PLAI", JOUR, 50),
        ("08", "PLAI", JOUR, 40),
        ("08", "", date(2011, 1, 1), 11),
        ("05", "", date(2011, 1, 1), 30),
        ("08", "", date(1999, 12, 31), None),
    ],
)
def test_le_plus_precis_l_emporte_puis_le_plus_recent(
    famille: str, produit: str, jour: date, attendu: int | None
) -> None:
    parametres = (
        regle(10),
        regle(11, debut=date(2011, 1, 1)),
        regle(20, familles=("02", "05")),
        regle(30, familles=("05",)),
        regle(40, produit="PLAI"),
        regle(50, produit="PLAI", familles=("05",)),
    )
    assert pourcentage(Reglement("x", parametres), famille=famille, produit=produit, jour=jour) == attendu
    renverses = Reglement("x", parametres[::-1])
    assert pourcentage(renverses, famille=famille, produit=produit, jour=jour) == attendu


def test_sans_reglement_propre_le_jeu_de_la_bibliotheque_s_applique() -> None:
    simple = Projet(convention=convention())
    assert reglement_du_projet(simple) == Reglement("pnru", JEUX["pnru"])
    assert surcharges(simple) == ()


def test_un_reglement_propre_vide_ne_change_rien() -> None:
    reglement = reglement_du_projet(projet(base="npnru"))
    assert reglement.parametres == JEUX["npnru"]
    assert pourcentage(reglement, jour=date(2022, 1, 1), famille="31") == 60


@pytest.mark.parametrize(
    ("propre", "famille", "jour", "attendu"),
    [
        (regle(50), "08", JOUR, 50),
        (regle(50), "05", JOUR, 70),  # la bibliothèque vise la famille 05 : plus précis
        (regle(50, familles=("05",)), "05", JOUR, 50),
        (regle(50, familles=("05",)), "02", JOUR, 70),
        (regle(50, debut=date(2009, 1, 1)), "08", date(2008, 12, 31), 80),  # avant, la bibliothèque
        (regle(50, fin=date(2009, 12, 31)), "08", date(2009, 12, 31), 50),
        (regle(50, fin=date(2009, 12, 31)), "08", date(2010, 1, 1), 80),  # après, la bibliothèque
        (regle(50, debut=date(1990, 1, 1)), "08", JOUR, 50),  # plus ancien que la bibliothèque
        (regle(50, familles=("05", "06")), "05", JOUR, 50),
    ],
)
def test_le_dossier_l_emporte_a_precision_egale_aux_dates_ou_il_vaut(
    propre: Parametre, famille: str, jour: date, attendu: int
) -> None:
    assert pourcentage(reglement_du_projet(projet(propre)), famille=famille, jour=jour) == attendu


def test_deux_parametres_du_dossier_se_succedent() -> None:
    reglement = reglement_du_projet(projet(regle(50), regle(55, debut=date(2010, 1, 1))))
    assert pourcentage(reglement, jour=date(2009, 12, 31)) == 50
    assert pourcentage(reglement, jour=date(2010, 1, 1)) == 55


@pytest.mark.parametrize(
    ("propre", "remplaces"),
    [
        (regle(50), [80]),
        (regle(50, familles=("05",)), [70, 80]),
        (regle(50, familles=("08",)), [80]),
        (regle(50, produit="PLAI"), [70, 80]),
        (regle(50, fin=date(2001, 1, 1)), []),  # fini avant que la bibliothèque ne commence
        (regle(50, cle="premier_acompte"), []),
    ],
)
def test_une_surcharge_dit_ce_qu_elle_remplace(propre: Parametre, remplaces: list[int]) -> None:
    (surcharge,) = surcharges(projet(propre))
    assert surcharge.parametre is propre
    assert [p.valeur * 100 for p in surcharge.remplaces] == remplaces


def test_les_surcharges_suivent_l_ordre_du_dossier() -> None:
    propres = (regle(50, familles=("08",)), regle(60))
    assert tuple(s.parametre for s in surcharges(projet(*propres))) == propres


def test_l_empreinte_ne_depend_que_des_regles() -> None:
    assert empreinte_des_regles(projet(regle(70))) == empreinte_des_regles(projet(regle(70)))
    assert len(empreinte_des_regles(projet())) == 64


@pytest.mark.parametrize(
    "autre",
    [
        {"valeur": 71},
        {"fin": date(2012, 1, 1)},
        {"debut": date(2001, 1, 1)},
        {"familles": ("08",)},
        {"produit": "PLUS"},
        {"reference": "Autre délibération"},
        {"confiance": Confiance.LECTURE},
        {"cle": "avance_maximale"},
    ],
)
def test_l_empreinte_change_avec_chaque_champ_d_une_regle(autre: dict[str, Any]) -> None:
    autres = {"valeur": 70} | autre
    assert empreinte_des_regles(projet(regle(70))) != empreinte_des_regles(projet(regle(**autres)))


def test_l_empreinte_change_avec_le_jeu_et_l_ordre() -> None:
    une, deux = regle(70), regle(80, produit="PLAI")
    empreintes = {
        empreinte_des_regles(projet()),
        empreinte_des_regles(projet(base="npnru")),
        empreinte_des_regles(projet(une, deux)),
        empreinte_des_regles(projet(deux, une)),
    }
    assert len(empreintes) == 4

"""Le calendrier prévisionnel d’une opération, semestre par semestre, écrit à la main."""

from typing import Any, Final

import pytest

from financement.cloture import calculer_cloture
from financement.cloture.faits import faits_des_operations
from financement.dossier.nomenclature import Statut
from financement.dossier.regles import Reglement, reglement_du_projet
from financement.echeancier.calendrier import CalendrierPrevu, calendrier_prevu
from financement.valeurs.dates import Semestre, lire_semestre
from tests.construction import jour, operation, projet

AU: Final = "2012-03-31"


def calendrier(au: str = AU, *, limite_solde: str = "", sans_regle: str = "", **champs: Any) -> CalendrierPrevu:
    """Le calendrier d’une opération (champs donnés) après ``au`` ; ``sans_regle`` : paramètre ôté du règlement."""
    dossier = projet(operations=[operation(**champs)], date_limite_solde=jour(limite_solde) if limite_solde else None)
    situation = calculer_cloture(dossier, au=jour(au)).situation
    reglement = reglement_du_projet(dossier)
    restants = tuple(p for p in reglement.parametres if p.cle != sans_regle)
    faits = faits_des_operations(situation, jour(au))["OP-1"]
    return calendrier_prevu(faits, situation.tableau, Reglement(reglement.nom, restants), jour(au))


def prevu(premier: str, travaux: str, solde: str) -> CalendrierPrevu:
    return CalendrierPrevu(
        lire_semestre(premier), tuple(lire_semestre(texte) for texte in travaux.split()), lire_semestre(solde)
    )


@pytest.mark.parametrize(
    ("champs", "travaux", "solde"),
    [
        # Sans calendrier : un semestre de travaux, le premier ; solde six mois après le 30 juin 2012.
        ({}, "2012-S1", "2012-S2"),
        # Quatre semestres depuis 2011-S2 : jusqu'au 30 juin 2013 ; solde au 30 décembre 2013.
        ({"debut": "2011-S2", "duree_semestres": 4}, "2012-S1 2012-S2 2013-S1", "2013-S2"),
        # À venir : trois semestres depuis 2013-S1, terme le 30 juin 2014, solde le 30 décembre.
        ({"debut": "2013-S1", "duree_semestres": 3}, "2013-S1 2013-S2 2014-S1", "2014-S2"),
        # Durée nulle ou inconnue : le semestre de démarrage.
        ({"debut": "2013-S2", "duree_semestres": 0}, "2013-S2", "2014-S1"),
        ({"debut": "2013-S2"}, "2013-S2", "2014-S1"),
        # La durée sans démarrage ne dit rien.
        ({"duree_semestres": 8}, "2012-S1", "2012-S2"),
        # L'achèvement prévu l'emporte sur la durée : 15 octobre 2012 + 6 mois = 15 avril 2013.
        ({"debut": "2011-S1", "duree_semestres": 9, "achevement": "2012-10-15"}, "2012-S1 2012-S2", "2013-S1"),
        # Terme passé sans achèvement : les travaux restants sont reportés au premier semestre, le solde le suit.
        ({"debut": "2007-S1", "duree_semestres": 2}, "2012-S1", "2012-S2"),
        # Achèvement avant le démarrage prévu : un semestre, celui du démarrage.
        ({"debut": "2014-S1", "achevement": "2013-02-01"}, "2014-S1", "2014-S2"),
        # Achevée le 20 décembre 2011 : plus de travaux, solde le 20 juin 2012 ; achevée depuis longtemps : de suite.
        ({"achevement": "2011-12-20"}, "", "2012-S1"),
        ({"achevement": "2012-01-10"}, "", "2012-S2"),
        ({"achevement": "2008-12-20"}, "", "2012-S1"),
        # Abandonnée : tout se règle au premier semestre.
        ({"debut": "2013-S1", "duree_semestres": 3, "statut": Statut.ABANDONNEE}, "", "2012-S1"),
    ],
)
def test_travaux_et_solde(champs: dict[str, Any], travaux: str, solde: str) -> None:
    lus: dict[str, Any] = {"debut": lire_semestre, "achevement": jour}
    valeurs = {nom: lus[nom](valeur) if nom in lus else valeur for nom, valeur in champs.items()}
    assert calendrier(**valeurs) == prevu("2012-S1", travaux, solde)


@pytest.mark.parametrize(("au", "premier"), [("2012-06-29", "2012-S1"), ("2012-06-30", "2012-S2")])
def test_la_prevision_commence_le_lendemain(au: str, premier: str) -> None:
    assert calendrier(au).premier == lire_semestre(premier)
    assert calendrier(au).travaux == (lire_semestre(premier),)


@pytest.mark.parametrize(
    ("limite", "solde"),
    [
        ("2014-12-31", "2014-S2"),
        ("2014-06-30", "2014-S1"),
        # Les travaux vont au-delà de la limite : le solde les suit quand même.
        ("2013-12-31", "2014-S1"),
        # La limite est passée.
        ("2010-12-31", "2014-S1"),
    ],
)
def test_la_date_limite_de_solde_borne_le_solde(limite: str, solde: str) -> None:
    """Travaux jusqu’à 2014-S1, solde demandé en décembre 2014."""
    travaux: dict[str, Any] = {"debut": Semestre(2013, 1), "duree_semestres": 3}
    assert calendrier(limite_solde=limite, **travaux).solde == lire_semestre(solde)


def test_la_date_limite_de_solde_passee_n_y_change_rien() -> None:
    assert calendrier(limite_solde="2010-12-31", achevement=jour("2008-12-20")).solde == Semestre(2012, 1)


def test_sans_delai_au_reglement_le_solde_vient_a_l_achevement() -> None:
    sans_delai = calendrier(sans_regle="delai_de_demande_de_solde", achevement=jour("2013-02-01"))
    assert sans_delai == prevu("2012-S1", "2012-S1 2012-S2 2013-S1", "2013-S1")
    achevee = calendrier(sans_regle="delai_de_demande_de_solde", achevement=jour("2010-02-01"))
    assert achevee == prevu("2012-S1", "", "2012-S1")


@pytest.mark.parametrize(
    ("au", "champs", "travaux"),
    [
        ("2099-12-31", {}, "2099-S2"),
        ("2099-06-30", {"debut": Semestre(2099, 2), "duree_semestres": 120}, "2099-S2"),
        ("2098-12-31", {"achevement": jour("2099-12-31")}, "2099-S1 2099-S2"),
    ],
)
def test_rien_n_est_prevu_apres_le_dernier_semestre_permis(au: str, champs: dict[str, Any], travaux: str) -> None:
    borne = calendrier(au, **champs)
    assert borne.travaux == tuple(lire_semestre(texte) for texte in travaux.split())
    assert borne.solde == Semestre(2099, 2)

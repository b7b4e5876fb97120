"""Le motif : une phrase, en français, sans fichier ni cellule ; un texte exact par fondement."""

import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from exports import chemin_exemple
from financement.cloture import calculer_cloture
from financement.dossier.nomenclature import Nature, Statut
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from financement.explications.motif import motif
from maquettes import lire_dossier
from tests.construction import euros, jour, ligne, mouvement, operation
from tests.financement.cloture.dossiers import dossiers
from tests.financement.explications.lecture import AU, ligne_close, lisible

ACHEVEE = operation(achevement=jour("2012-01-01"))
ENGAGEMENT = mouvement("engagement", euros(450_000))
DEPENSE = mouvement("depense", euros(800_000))
TIERS = operation(achevement=jour("2012-01-01"), taux_anru=Fraction(1, 3))
SUIVI = [Reestimation(date=jour("2014-06-20"), operation="OP-1", cout=euros(800_000))]
TROIS_TIERS = [ligne("ANRU", euros(100)), ligne("VILLE", euros(200), nature=Nature.FONDS_PROPRES)]


@pytest.mark.parametrize(
    ("dossier", "attendu"),
    [
        ({"operations": [operation(statut=Statut.ABANDONNEE)]}, "abandonnée ; rien n’est dû"),
        (
            {"date_limite_engagement": jour("2014-12-31")},
            "forclose ; rien d’engagé à la date limite d’engagement, la subvention est perdue",
        ),
        (
            {"journal": [ENGAGEMENT, mouvement("solde", euros(400_000))]},
            "soldée ; sans coût définitif, le payé fait foi",
        ),
        ({"journal": [ENGAGEMENT]}, "engagée, non démarrée ; montant engagé"),
        ({}, "à engager ; montant programmé, pas encore engagé"),
        (
            {"operations": [ACHEVEE], "journal": [ENGAGEMENT]},
            "achevée, solde à demander ; montant engagé, faute de dépense justifiée",
        ),
        (
            {"operations": [ACHEVEE]},
            "à engager ; montant programmé, pas encore engagé, faute de dépense justifiée",
        ),
        (
            {"operations": [ACHEVEE], "journal": [ENGAGEMENT, DEPENSE]},
            "achevée, solde à demander ; 45 % × 800 000,00 € (dépense retenue) = 360 000,00 €",
        ),
        (
            {"journal": [ENGAGEMENT], "suivi": SUIVI},
            "engagée, non démarrée ; 45 % × 800 000,00 € (réestimation retenue) = 360 000,00 €",
        ),
        (
            {"operations": [TIERS], "journal": [mouvement("engagement", euros(200_000)), DEPENSE]},
            "achevée, solde à demander ; 1/3 × 800 000,00 € (dépense retenue) = 266 666,67 €, ramené à l’engagé",
        ),
        (
            {"operations": [operation(achevement=jour("2012-01-01"), taux_anru=Fraction(1))], "journal": [DEPENSE]},
            "à engager ; 100 % × 800 000,00 € (dépense retenue) = 800 000,00 €, ramené au programmé",
        ),
        (
            {
                "operations": [operation(achevement=jour("2012-01-01"), cout_ht=euros(300))],
                "plan": TROIS_TIERS,
                "journal": [mouvement("depense", euros(150))],
            },
            "à engager ; (100,00 € / 300,00 €) × 150,00 € (dépense retenue) = 50,00 €",
        ),
    ],
)
def test_un_motif_par_fondement(dossier: dict[str, Any], attendu: str) -> None:
    assert lisible(motif(ligne_close("ANRU", **dossier))) == attendu


def test_le_residu_et_la_part_d_un_cofinanceur() -> None:
    assert motif(ligne_close("VILLE")) == (
        "résidu du maître d’ouvrage ; ce que les autres financements laissent du coût final"
    )
    plan = [ligne("CDC", euros(100)), ligne("VILLE", euros(200), nature=Nature.FONDS_PROPRES)]
    operations = [operation(achevement=jour("2012-01-01"), cout_ht=euros(300))]
    close = ligne_close("CDC", operations=operations, plan=plan, journal=[mouvement("depense", euros(150))])
    assert lisible(motif(close)) == ("à engager ; (100,00 € / 300,00 €) × 150,00 € (dépense retenue) = 50,00 €")


def est_une_phrase_sans_lieu(texte: str) -> bool:
    return (
        bool(texte) and "\n" not in texte and not any(lieu in texte for lieu in (".csv", ".toml", "ligne ", "colonne"))
    )


@given(dossiers())
def test_tout_motif_est_une_phrase_sans_lieu(dossier: tuple[Projet, datetime.date]) -> None:
    projet, au = dossier
    assert all(est_une_phrase_sans_lieu(motif(ligne)) for ligne in calculer_cloture(projet, au=au).lignes)


def test_les_motifs_du_noyer_dore_ne_dependent_pas_du_lieu() -> None:
    lignes = calculer_cloture(lire_dossier(chemin_exemple()), au=AU).lignes
    assert all(est_une_phrase_sans_lieu(motif(ligne)) for ligne in lignes)

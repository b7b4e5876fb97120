from tests.construction import euros, jour, mouvement, operation, projet
from tests.financement.explications.lecture import figures, recit

JOURNAL = [
    mouvement("engagement", euros(450_000)),
    mouvement("acompte", euros(400_000)),
    mouvement("depense", euros(800_000)),
]
# 45 % × 800 000 = 360 000 : 40 000 de trop versés, 90 000 à dégager.
ACHEVEE = projet(operations=[operation(achevement=jour("2012-01-01"))], journal=JOURNAL)


def test_les_differences_se_lisent_dans_les_deux_sens() -> None:
    ligne = figures(ACHEVEE, "ANRU")
    assert recit(ligne["solde_a_verser"].etapes) == [
        "montant de clôture = 36000000",
        "moins payé = -40000000",
        "différence négative, ramenée à zéro = 4000000",
    ]
    assert recit(ligne["trop_percu"].etapes) == ["payé = 40000000", "moins montant de clôture = -36000000"]
    assert recit(ligne["a_degager"].etapes) == ["engagé = 45000000", "moins montant de clôture = -36000000"]
    assert ligne["a_engager"].etapes[-1].regle == "au moins zéro"
    assert recit(ligne["economie"].etapes) == ["programmé = 45000000", "moins montant de clôture = -36000000"]
    assert ligne["economie"].etapes[0].regle == "programmé − montant de clôture"


def test_un_depassement_est_une_economie_negative() -> None:
    """La Ville, au résidu d’une dépense de 1 200 000 : 1 200 000 − 450 000 = 750 000, 200 000 de plus que programmé."""
    journal = [mouvement("engagement", euros(450_000)), mouvement("depense", euros(1_200_000))]
    dossier = projet(operations=[operation(achevement=jour("2012-01-01"))], journal=journal)
    assert figures(dossier, "VILLE")["economie"].montant == -euros(200_000)


def test_un_engagement_net_negatif_est_compte_zero_et_le_dit() -> None:
    ligne = figures(projet(journal=[mouvement("degagement", 100)]), "ANRU")
    assert ligne["engage"].montant == -100
    assert recit(ligne["a_engager"].etapes) == [
        "montant de clôture = 45000000",
        "moins engagé, net négatif compté zéro = 0",
    ]
    assert ligne["a_engager"].etapes[0].regle == "montant de clôture − engagé"

"""PLAFOND-01 à PLAFOND-04."""

from decimal import Decimal
from typing import Any

from financement.controles.constat import EcartMontant
from financement.dossier.nomenclature import Nature, Statut, Unite
from financement.dossier.projet import Projet
from tests.construction import euros, ligne, mouvement, operation, projet
from tests.financement.controles.cas.modele import Cas, Voisin, journal_csv, operations_csv
from tests.financement.controles.cas.plan import plan_anru

DECRET = "décret n° 2004-1005 modifié par le décret n° 2007-559"
ATTRIBUE = mouvement("engagement", euros(450_000), "2006-01-10")


def rehabilitation(cout: int, **champs: Any) -> Projet:
    """Quarante logements réhabilités : 40 × 50 000 = 2 000 000 €."""
    ordinaires: dict[str, Any] = {"famille": "05", "quantite": Decimal(40), "unite": Unite.LOGEMENT}
    return plan_anru(euros(1_000_000), cout=cout, **ordinaires | champs)


def versements(*mouvements: Any, famille: str = "05") -> Projet:
    """450 000 € attribués par l’ANRU (15 % : 67 500 € ; 70 % : 315 000 € ; 80 % : 360 000 €)."""
    return projet(operations=[operation(famille=famille)], journal=[ATTRIBUE, *mouvements])


CAS = (
    Cas(
        code="PLAFOND-01",
        projet=rehabilitation(euros(2_400_000)),
        message=(
            "OP-1 : l’assiette (2 400 000,00 €) dépasse le plafond de 50 000,00 € par logement (logements : 40), soit "
            f"2 000 000,00 € ; écart 400 000,00 € ({DECRET}, art. 1)."
        ),
        mesure=EcartMontant(euros(2_000_000), euros(2_400_000)),
        lieu=operations_csv("assiette"),
        enjeu=euros(400_000),
    ),
    Cas(
        code="PLAFOND-02",
        projet=plan_anru(euros(600_000) + 1, famille="05"),
        message=(
            "OP-1, ANRU : la subvention programmée (600 000,01 €) dépasse le taux maximal de 60 % de l’assiette, soit "
            f"600 000,00 € ; écart 0,01 € ({DECRET}, art. 1)."
        ),
        mesure=EcartMontant(euros(600_000), euros(600_000) + 1),
        lieu=operations_csv("taux_anru"),
        financeur="ANRU",
        enjeu=1,
    ),
    Cas(
        code="PLAFOND-02",
        projet=plan_anru(euros(350_000) + 1, famille="02"),
        message=(
            "OP-1, ANRU : la subvention programmée (350 000,01 €) dépasse le taux maximal de 35 % de l’assiette, soit "
            f"350 000,00 € ; écart 0,01 € ({DECRET}, art. 2, et CCH, art. R. 331-15 : PLAI dérogatoire, produit non "
            "déclaré, lecture C)."
        ),
        mesure=EcartMontant(euros(350_000), euros(350_000) + 1),
        lieu=operations_csv("taux_anru"),
        financeur="ANRU",
        enjeu=1,
    ),
    Cas(
        code="PLAFOND-03",
        projet=versements(mouvement("avance", euros(67_500) + 1, "2006-06-01")),
        message=(
            "OP-1, ANRU : l’avance (67 500,01 €) dépasse 15 % du montant attribué, soit 67 500,00 € ; écart 0,01 € "
            f"({DECRET}, art. 4-1)."
        ),
        mesure=EcartMontant(euros(67_500), euros(67_500) + 1),
        lieu=journal_csv(3, "montant"),
        financeur="ANRU",
        enjeu=1,
    ),
    Cas(
        code="PLAFOND-04",
        projet=versements(
            mouvement("avance", euros(67_500), "2006-06-01"), mouvement("acompte", euros(247_500) + 1, "2008-01-01")
        ),
        message=(
            "OP-1, ANRU : avance et acomptes (315 000,01 €) dépassent 70 % du montant attribué, soit 315 000,00 € ; "
            f"écart 0,01 € ({DECRET}, art. 4-1)."
        ),
        mesure=EcartMontant(euros(315_000), euros(315_000) + 1),
        lieu=journal_csv(4, "montant"),
        financeur="ANRU",
        enjeu=1,
    ),
    Cas(
        code="PLAFOND-04",
        projet=versements(mouvement("avance", euros(360_000) + 1, "2006-06-01"), famille="08"),
        message=(
            "OP-1, ANRU : avance et acomptes (360 000,01 €) dépassent 80 % du montant attribué, soit 360 000,00 € ; "
            "écart 0,01 € (régime général des subventions d’investissement de l’État (repli), lecture C)."
        ),
        mesure=EcartMontant(euros(360_000), euros(360_000) + 1),
        lieu=journal_csv(3, "montant"),
        financeur="ANRU",
        enjeu=1,
    ),
)

VOISINS = (
    Voisin(code="PLAFOND-01", nom="exactement 50 000 € par logement", projet=rehabilitation(euros(2_000_000))),
    Voisin(
        code="PLAFOND-01",
        nom="assiette plafonnée",
        projet=rehabilitation(euros(2_400_000), assiette=euros(2_000_000)),
    ),
    Voisin(code="PLAFOND-01", nom="autre famille", projet=rehabilitation(euros(2_400_000), famille="06")),
    Voisin(code="PLAFOND-01", nom="en m²", projet=rehabilitation(euros(2_400_000), unite=Unite.M2)),
    Voisin(code="PLAFOND-01", nom="sans quantité", projet=rehabilitation(euros(2_400_000), quantite=None, unite=None)),
    Voisin(code="PLAFOND-01", nom="abandonnée", projet=rehabilitation(euros(2_400_000), statut=Statut.ABANDONNEE)),
    Voisin(code="PLAFOND-02", nom="exactement 60 %", projet=plan_anru(euros(600_000), famille="05")),
    Voisin(code="PLAFOND-02", nom="exactement 35 %", projet=plan_anru(euros(350_000), famille="02")),
    Voisin(code="PLAFOND-02", nom="famille sans maximum", projet=plan_anru(euros(700_000), famille="08")),
    Voisin(
        code="PLAFOND-02",
        nom="le prêt n’est pas une subvention",
        projet=projet(operations=[operation(famille="05")], plan=[ligne("ANRU", euros(900_000), nature=Nature.PRET)]),
    ),
    Voisin(
        code="PLAFOND-03", nom="exactement 15 %", projet=versements(mouvement("avance", euros(67_500), "2006-06-01"))
    ),
    Voisin(
        code="PLAFOND-03",
        nom="famille sans plafond d’avance",
        projet=versements(mouvement("avance", euros(100_000), "2006-06-01"), famille="08"),
    ),
    Voisin(
        code="PLAFOND-03",
        nom="dégager à la clôture n’abaisse pas le plafond",
        projet=versements(
            mouvement("avance", euros(67_500), "2006-06-01"), mouvement("degagement", euros(50_000), "2012-01-01")
        ),
    ),
    Voisin(
        code="PLAFOND-03",
        nom="rien d’attribué",
        projet=projet(operations=[operation(famille="05")], journal=[mouvement("avance", euros(1))]),
    ),
    Voisin(
        code="PLAFOND-03",
        nom="un autre financeur",
        projet=versements(mouvement("avance", euros(400_000), financeur="DEPARTEMENT")),
    ),
    Voisin(
        code="PLAFOND-04",
        nom="exactement 70 %, puis le solde",
        projet=versements(
            mouvement("acompte", euros(315_000), "2008-01-01"), mouvement("solde", euros(135_000), "2011-01-01")
        ),
    ),
    Voisin(
        code="PLAFOND-04",
        nom="exactement 80 % hors logement",
        projet=versements(mouvement("acompte", euros(360_000), "2008-01-01"), famille="08"),
    ),
    Voisin(
        code="PLAFOND-04",
        nom="une avance seule relève de PLAFOND-03",
        projet=versements(mouvement("avance", euros(320_000), "2006-06-01")),
    ),
)

"""Un dossier de quatre opérations dont tout indicateur se calcule de tête."""

from decimal import Decimal
from typing import Any, Final

from financement.dossier.nomenclature import Nature, Unite
from financement.dossier.projet import Projet
from financement.dossier.suivi import Realisation
from financement.valeurs.dates import Semestre
from tests.construction import euros, jour, ligne, mouvement, operation, projet

AU: Final = jour("2011-12-31")

# 10 000 000 € programmés : ANRU 2 500 000, Ville 300 000, Département 600 000, CDC 3 000 000, bailleur 3 600 000.
OPERATIONS: Final = (
    operation(
        "DEMOLIR",
        famille="01",
        cout_ht=euros(1_000_000),
        quantite=Decimal(40),
        unite=Unite.LOGEMENT,
        debut=Semestre(2009, 1),
        duree_semestres=4,
        achevement=jour("2011-06-30"),
    ),
    operation(
        "CONSTRUIRE",
        famille="02",
        cout_ht=euros(6_000_000),
        quantite=Decimal(30),
        unite=Unite.LOGEMENT,
        debut=Semestre(2009, 1),
        duree_semestres=4,
    ),
    operation(
        "REHABILITER",
        famille="05",
        cout_ht=euros(2_400_000),
        quantite=Decimal(120),
        unite=Unite.LOGEMENT,
        debut=Semestre(2010, 1),
        duree_semestres=8,
    ),
    operation("RESIDENTIALISER", famille="06", cout_ht=euros(600_000), quantite=Decimal(50), unite=Unite.LOGEMENT),
)
PLAN: Final = (
    ligne("ANRU", euros(800_000), "DEMOLIR"),
    ligne("OPH", euros(200_000), "DEMOLIR", nature=Nature.FONDS_PROPRES),
    ligne("ANRU", euros(900_000), "CONSTRUIRE"),
    ligne("CDC", euros(3_000_000), "CONSTRUIRE", nature=Nature.PRET),
    ligne("DEPARTEMENT", euros(600_000), "CONSTRUIRE"),
    ligne("OPH", euros(1_500_000), "CONSTRUIRE", nature=Nature.FONDS_PROPRES),
    ligne("ANRU", euros(500_000), "REHABILITER"),
    ligne("OPH", euros(1_900_000), "REHABILITER", nature=Nature.FONDS_PROPRES),
    ligne("ANRU", euros(300_000), "RESIDENTIALISER"),
    ligne("VILLE", euros(300_000), "RESIDENTIALISER"),
)
PRET: Final = {"operation": "CONSTRUIRE", "financeur": "CDC"}
# Engagé 5 000 000 € des 6 400 000 € de concours, dont l'ANRU 2 000 000 ; payé 2 500 000, dont l'ANRU 800 000.
JOURNAL: Final = (
    mouvement("engagement", euros(800_000), "2010-01-01", operation="DEMOLIR"),
    mouvement("demande", euros(100_000), "2010-01-11", operation="DEMOLIR"),
    mouvement("avance", euros(100_000), "2010-01-31", operation="DEMOLIR"),
    mouvement("depense", euros(750_000), "2011-06-01", operation="DEMOLIR"),
    mouvement("demande", euros(500_000), "2011-09-01", operation="DEMOLIR"),
    mouvement("solde", euros(500_000), "2011-10-01", operation="DEMOLIR"),
    mouvement("engagement", euros(900_000), "2010-01-01", operation="CONSTRUIRE"),
    mouvement("demande", euros(200_000), "2010-02-20", operation="CONSTRUIRE"),
    mouvement("acompte", euros(200_000), "2010-03-02", operation="CONSTRUIRE"),
    mouvement("engagement", euros(3_000_000), "2010-01-01", **PRET),
    mouvement("acompte", euros(1_700_000), "2010-05-01", **PRET),
    mouvement("engagement", euros(300_000), "2010-01-01", operation="REHABILITER"),
)
REALISATIONS: Final = (
    Realisation(date=jour("2010-06-01"), operation="DEMOLIR", quantite=Decimal(40)),
    Realisation(date=jour("2011-06-01"), operation="CONSTRUIRE", quantite=Decimal(12)),
    Realisation(date=jour("2012-06-01"), operation="CONSTRUIRE", quantite=Decimal(18)),
)


def dossier(**champs: Any) -> Projet:
    """Le dossier, dont ``champs`` remplace ce qu’il nomme."""
    ordinaires: dict[str, Any] = {
        "operations": OPERATIONS,
        "plan": PLAN,
        "journal": JOURNAL,
        "suivi": REALISATIONS,
    }
    return projet(**ordinaires | champs)

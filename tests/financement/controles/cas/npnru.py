"""PLAFOND-05 à PLAFOND-07 et CALENDRIER-03 : ce que le règlement du NPNRU ajoute."""

from decimal import Decimal
from typing import Any

from financement.controles.constat import EcartDate, EcartMontant
from financement.dossier.nomenclature import Nature, Programme, Unite
from financement.dossier.projet import Projet
from tests.construction import euros, jour, ligne, mouvement, operation, projet
from tests.financement.controles.cas.modele import Cas, Voisin, journal_csv, operations_csv

REGLEMENT = "règlement général de l’ANRU relatif au NPNRU"


def npnru(anru: int, *journal: Any, cout: int = euros(1_000_000), **de_l_operation: Any) -> Projet:
    """Un équipement de proximité, financé par l’ANRU et la Ville sous le règlement du NPNRU."""
    champs: dict[str, Any] = {"famille": "37", "cout_ht": cout} | de_l_operation
    return projet(
        programme=Programme.NPNRU,
        reglement="npnru",
        date_signature=jour("2020-06-01"),
        date_limite_engagement=jour("2026-06-30"),
        operations=[operation(**champs)],
        plan=[ligne("ANRU", anru), ligne("VILLE", cout - anru, nature=Nature.FONDS_PROPRES)],
        journal=journal,
    )


def attribuee(*versements: tuple[int, str], le: str = "2022-01-10") -> Projet:
    """500 000 € attribués par l’ANRU : premier acompte de 100 000 € au plus."""
    acomptes = (mouvement("acompte", montant, date) for montant, date in versements)
    return npnru(euros(500_000), mouvement("engagement", euros(500_000), le), *acomptes)


def poste(etp: str, assiette: int, semestres: int | None = 4) -> Projet:
    """Un poste d’ingénierie subventionné à moitié, quatre semestres par défaut."""
    return npnru(
        assiette // 2,
        cout=assiette,
        famille="14",
        quantite=Decimal(etp),
        unite=Unite.ETP,
        duree_semestres=semestres,
    )


CAS = (
    Cas(
        code="PLAFOND-05",
        projet=attribuee((euros(60_000), "2022-02-01"), (euros(40_000) + 1, "2022-02-01")),
        message=(
            "OP-1, ANRU : le premier acompte (100 000,01 €) dépasse 20 % du montant attribué, soit 100 000,00 € ; "
            f"écart 0,01 € ({REGLEMENT} : premier acompte à l’engagement depuis 2021)."
        ),
        mesure=EcartMontant(euros(100_000), euros(100_000) + 1),
        lieu=journal_csv(4, "montant"),
        financeur="ANRU",
        enjeu=1,
    ),
    Cas(
        # 115 000 € × 0,8 ETP × 24 mois = 184 000 €, soit une subvention de 92 000 € à 50 %.
        code="PLAFOND-06",
        projet=poste("0.8", euros(184_000) + 2),
        message=(
            "OP-1 : l’assiette (184 000,02 €) dépasse le forfait de salaire (115 000,00 € par an, 0,8 ETP, 24 mois), "
            f"soit 184 000,00 € ; écart 0,02 € ({REGLEMENT}, ingénierie ; profil le plus favorable, lecture C)."
        ),
        mesure=EcartMontant(euros(184_000), euros(184_000) + 2),
        lieu=operations_csv("assiette"),
        enjeu=2,
    ),
    Cas(
        code="PLAFOND-07",
        projet=poste("0.49", euros(20_000)),
        message=(
            "OP-1, ANRU : 10 000,00 € programmés pour un poste de 0,49 ETP, sous le minimum de 0,5 ETP, où rien n’est "
            f"dû ({REGLEMENT}, ingénierie)."
        ),
        mesure=EcartMontant(0, euros(10_000)),
        lieu=operations_csv("quantite"),
        financeur="ANRU",
        enjeu=euros(10_000),
    ),
    Cas(
        code="CALENDRIER-03",
        projet=attribuee((euros(100_000), "2022-02-01"), (euros(50_000), "2023-01-31")),
        message=(
            "OP-1, ANRU : acompte du 31/01/2023, moins de 12 mois après celui du 01/02/2022 ; il n’était attendu qu’au "
            f"01/02/2023 ({REGLEMENT} : acomptes annuels, lus comme douze mois au moins de l’un à l’autre, lecture C)."
        ),
        mesure=EcartDate(jour("2023-02-01"), jour("2023-01-31")),
        lieu=journal_csv(4, "date"),
        financeur="ANRU",
        enjeu=euros(50_000),
    ),
)

DEUX_ACOMPTES = (mouvement("acompte", euros(200_000), "2022-02-01"), mouvement("acompte", euros(1), "2022-03-01"))

VOISINS = (
    Voisin(code="PLAFOND-05", nom="exactement 20 %", projet=attribuee((euros(100_000), "2022-02-01"))),
    Voisin(
        code="PLAFOND-05", nom="engagée avant 2021", projet=attribuee((euros(150_000), "2022-02-01"), le="2020-12-31")
    ),
    Voisin(
        code="PLAFOND-05",
        nom="le PNRU n’a pas de premier acompte",
        projet=projet(journal=[mouvement("engagement", euros(450_000), "2022-01-10"), *DEUX_ACOMPTES]),
    ),
    Voisin(code="PLAFOND-06", nom="exactement le forfait", projet=poste("0.8", euros(184_000))),
    Voisin(code="PLAFOND-06", nom="sans durée", projet=poste("0.8", euros(500_000), None)),
    Voisin(code="PLAFOND-07", nom="exactement 0,5 ETP", projet=poste("0.5", euros(20_000))),
    Voisin(code="PLAFOND-07", nom="l’ANRU n’y met rien", projet=poste("0.4", 0)),
    Voisin(
        code="CALENDRIER-03",
        nom="douze mois, jour pour jour",
        projet=attribuee((euros(100_000), "2022-02-01"), (euros(50_000), "2023-02-01")),
    ),
    Voisin(
        code="CALENDRIER-03",
        nom="deux versements du même jour",
        projet=attribuee((euros(50_000), "2022-02-01"), (euros(50_000), "2022-02-01")),
    ),
    Voisin(
        code="CALENDRIER-03",
        nom="le PNRU n’a pas de rythme",
        projet=projet(journal=[mouvement("engagement", euros(450_000), "2022-01-10"), *DEUX_ACOMPTES]),
    ),
    Voisin(
        code="CALENDRIER-03",
        nom="acompte reversé le jour même",
        projet=npnru(
            euros(500_000),
            mouvement("engagement", euros(500_000), "2022-01-10"),
            *DEUX_ACOMPTES,
            mouvement("reversement", euros(1), "2022-03-01"),
        ),
    ),
)

"""PLAN-01 à PLAN-08, COUT-01 et COUT-02, ENVELOPPE-01 et ENVELOPPE-02."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from financement.controles.constat import EcartMontant
from financement.dossier.nomenclature import Base, Nature, PorteeTableau, UniteMontants
from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance
from tests.construction import avenant, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.financement.controles.cas.modele import Cas, Voisin, journal_csv, operations_csv

TAUX = Fraction(45, 100)


def plan_anru(anru: int, *, cout: int = euros(1_000_000), **de_l_operation: Any) -> Projet:
    """L’ANRU apporte ``anru`` centimes, la Ville le reste en fonds propres."""
    return projet(
        operations=[operation(cout_ht=cout, **de_l_operation)],
        plan=[ligne("ANRU", anru), ligne("VILLE", cout - anru, nature=Nature.FONDS_PROPRES)],
    )


def residu_de(depense: int, enveloppe: int) -> Projet:
    """Opération achevée d’un million, dont la Ville porte le résidu au-delà des 450 000 € de l’ANRU."""
    ville = replace(financeur("VILLE", enveloppe=enveloppe), provenance=Provenance(fichier="convention.toml"))
    return projet(
        financeurs=(financeur("ANRU"), ville),
        operations=[operation(achevement=jour("2011-01-01"))],
        journal=[mouvement("depense", depense, "2011-06-01")],
    )


def en_euros(anru: int, **de_l_operation: Any) -> Projet:
    """702 400 € HT à 19,6 % font 840 070,40 € TTC, qu’un tableau en euros entiers programme en deux lignes."""
    champs: dict[str, Any] = {"cout_ht": euros(702_400), "taux_tva": Fraction(196, 1000), "base": Base.TTC}
    return projet(
        unite=UniteMontants.EURO,
        operations=[operation(**champs | de_l_operation)],
        plan=[ligne("ANRU", anru), ligne("VILLE", euros(336_028), nature=Nature.FONDS_PROPRES)],
    )


def un_avenant(portee: PorteeTableau, *, entiere: bool = True) -> Projet:
    """L’avenant porte OP-1 de 100 à 110 000 € et ne cite pas OP-2 ; ``entiere`` : il redit toutes les lignes d’OP-1."""
    signe = replace(avenant(1, tableau=portee), provenance=Provenance(fichier="convention.toml", ligne=18))
    siennes = [ligne("ANRU", euros(44_000), version=1), ligne("OPH", euros(66_000), version=1)]
    return projet(
        avenants=(signe,),
        operations=[
            operation(cout_ht=euros(100_000)),
            operation("OP-2", cout_ht=euros(50_000)),
            operation(cout_ht=euros(110_000), version=1),
        ],
        plan=[
            ligne("ANRU", euros(40_000)),
            ligne("OPH", euros(60_000)),
            ligne("ANRU", euros(20_000), operation="OP-2"),
            ligne("OPH", euros(30_000), operation="OP-2"),
            *siennes[: 2 if entiere else 1],
        ],
    )


CAS = (
    Cas(
        code="PLAN-01",
        projet=projet(plan=[ligne("ANRU", euros(450_000)), ligne("VILLE", euros(549_999))]),
        message=(
            "OP-1, version 0 : le plan de financement (999 999,00 €) ne fait pas le coût HT (1 000 000,00 €) ; "
            "écart -1,00 €."
        ),
        mesure=EcartMontant(euros(1_000_000), euros(999_999)),
        lieu=operations_csv("cout_ht"),
    ),
    Cas(
        code="PLAN-02",
        projet=projet(journal=[mouvement("engagement", 500, financeur="OPH")]),
        message="OP-1, OPH (subvention) : mouvements sur une ligne sans montant programmé.",
        mesure=EcartMontant(0, 500),
        lieu=journal_csv(2, "montant"),
        financeur="OPH",
    ),
    Cas(
        code="PLAN-03",
        projet=plan_anru(euros(450_000) + 1, taux_anru=TAUX),
        message=(
            "OP-1, ANRU : la subvention programmée (450 000,01 €) dépasse 45 % de l’assiette, soit 450 000,00 € ; "
            "écart 0,01 €."
        ),
        mesure=EcartMontant(euros(450_000), euros(450_000) + 1),
        lieu=operations_csv("taux_anru"),
        financeur="ANRU",
        enjeu=1,
    ),
    Cas(
        code="PLAN-04",
        projet=plan_anru(euros(450_000), assiette=euros(1_000_000) + 1),
        message="OP-1 : l’assiette (1 000 000,01 €) dépasse le coût (1 000 000,00 €) de 0,01 €.",
        mesure=EcartMontant(euros(1_000_000), euros(1_000_000) + 1),
        lieu=operations_csv("assiette"),
        enjeu=1,
    ),
    Cas(
        code="COUT-01",
        projet=plan_anru(euros(450_000), taux_tva=Fraction(1, 5), cout_ttc=euros(900_000)),
        message=("OP-1 : le coût TTC (900 000,00 €) est inférieur au coût HT (1 000 000,00 €) ; écart -100 000,00 €."),
        mesure=EcartMontant(euros(1_000_000), euros(900_000)),
        lieu=operations_csv("cout_ttc"),
    ),
    Cas(
        code="COUT-02",
        projet=plan_anru(euros(450_000), taux_tva=Fraction(1, 5), cout_ttc=euros(1_300_000)),
        message=(
            "OP-1 : le coût TTC (1 300 000,00 €) n’est pas celui que donne la TVA déclarée, 20 % du coût HT, soit "
            "1 200 000,00 € ; écart 100 000,00 €."
        ),
        mesure=EcartMontant(euros(1_200_000), euros(1_300_000)),
        lieu=operations_csv("cout_ttc"),
    ),
    Cas(
        code="PLAN-05",
        projet=plan_anru(euros(800_000) + 1),
        message=(
            "OP-1 : les subventions (800 000,01 €) dépassent 80 % du coût, soit 800 000,00 € ; la participation "
            "minimale du maître d’ouvrage public peut recevoir une dérogation en rénovation urbaine (lecture C)."
        ),
        mesure=EcartMontant(euros(800_000), euros(800_000) + 1),
        lieu=operations_csv("cout_ht"),
    ),
    Cas(
        code="PLAN-06",
        projet=en_euros(euros(504_042)),
        message=(
            "OP-1, version 0 : le plan de financement (840 070,00 €) ne fait pas le coût TTC (840 070,40 €) ; écart "
            "-0,40 €, qu’expliquent des montants en euros entiers (lecture C)."
        ),
        mesure=EcartMontant(84_007_040, 84_007_000),
        lieu=operations_csv("cout_ht"),
    ),
    Cas(
        code="PLAN-07",
        projet=un_avenant(PorteeTableau.COMPLET),
        message=(
            "Avenant n° 1, dont le tableau est complet : sortent du tableau financier OP-2 ; programmé retiré : "
            "50 000,00 € de concours."
        ),
        mesure=None,
        lieu=Provenance(fichier="convention.toml", ligne=18, colonne="tableau"),
        operation=None,
    ),
    Cas(
        code="PLAN-08",
        projet=un_avenant(PorteeTableau.PARTIEL),
        message=(
            "Avenant n° 1 : il reprend en entier les opérations qu’il cite, comme un tableau complet, mais ne cite pas "
            'OP-2 (50 000,00 € de concours) ; faute de tableau = "complet", ce qui n’y figure pas reste programmé '
            "(lecture C)."
        ),
        mesure=None,
        lieu=Provenance(fichier="convention.toml", ligne=18),
        operation=None,
    ),
    Cas(
        # Deux lignes et un coût : 1,50 € admis ; à 1,51 € d'écart, le plan est déséquilibré.
        code="PLAN-01",
        projet=en_euros(50_404_200 + 40 + 151),
        message=(
            "OP-1, version 0 : le plan de financement (840 071,91 €) ne fait pas le coût TTC (840 070,40 €) ; écart "
            "1,51 €."
        ),
        mesure=EcartMontant(84_007_040, 84_007_191),
        lieu=operations_csv("cout_ht"),
    ),
    Cas(
        code="ENVELOPPE-01",
        projet=projet(
            financeurs=(
                replace(financeur("ANRU", enveloppe=euros(449_999)), provenance=Provenance(fichier="convention.toml")),
                financeur("VILLE"),
            )
        ),
        message="ANRU : le programmé (450 000,00 €) dépasse l’enveloppe (449 999,00 €) de 1,00 €.",
        mesure=EcartMontant(euros(449_999), euros(450_000)),
        lieu=Provenance(fichier="convention.toml", colonne="enveloppe"),
        operation=None,
        financeur="ANRU",
    ),
    Cas(
        # Résidu de la Ville : 1 100 000 − 450 000 = 650 000, pour 550 000 programmés.
        code="ENVELOPPE-02",
        projet=residu_de(euros(1_100_000), euros(550_000)),
        message="VILLE : le montant de clôture (650 000,00 €) dépasse l’enveloppe (550 000,00 €) de 100 000,00 €.",
        mesure=EcartMontant(euros(550_000), euros(650_000)),
        lieu=Provenance(fichier="convention.toml", colonne="enveloppe"),
        operation=None,
        financeur="VILLE",
        enjeu=euros(100_000),
    ),
)

VOISINS = (
    Voisin(code="PLAN-01", nom="en euros, 1,50 € pour deux lignes", projet=en_euros(50_404_200 + 40 + 150)),
    Voisin(code="PLAN-06", nom="en euros, équilibré", projet=en_euros(50_404_240)),
    Voisin(code="PLAN-06", nom="au centime", projet=projet(plan=[ligne("ANRU", euros(1_000_000) - 1)])),
    Voisin(code="PLAN-07", nom="tableau partiel", projet=un_avenant(PorteeTableau.PARTIEL)),
    Voisin(code="PLAN-08", nom="tableau complet", projet=un_avenant(PorteeTableau.COMPLET)),
    Voisin(code="PLAN-08", nom="une ligne n’est pas redite", projet=un_avenant(PorteeTableau.PARTIEL, entiere=False)),
    # 60 % de 840 070,40 € font 504 042,24 € : 504 043 € les dépasse de 0,76 €, moins que l'écart admis.
    Voisin(code="PLAN-03", nom="en euros", projet=en_euros(euros(504_043), taux_anru=Fraction(60, 100))),
    Voisin(code="PLAN-04", nom="en euros", projet=en_euros(euros(504_042), assiette=84_007_190)),
    Voisin(code="PLAN-03", nom="exactement 45 %", projet=plan_anru(euros(450_000), taux_anru=TAUX)),
    Voisin(code="PLAN-03", nom="taux vide", projet=plan_anru(euros(450_001))),
    # 50 % × 100,01 € = 50,005 €, arrondi à 50,01 €.
    Voisin(
        code="PLAN-03", nom="demi-centime arrondi", projet=plan_anru(5_001, cout=10_001, taux_anru=Fraction(50, 100))
    ),
    Voisin(
        code="PLAN-03",
        nom="le taux ne borne pas un prêt",
        projet=projet(
            operations=[operation(taux_anru=TAUX)],
            plan=[ligne("ANRU", euros(450_000)), ligne("ANRU", euros(550_000), nature=Nature.PRET)],
        ),
    ),
    Voisin(code="PLAN-04", nom="assiette = coût", projet=plan_anru(euros(450_000), assiette=euros(1_000_000))),
    Voisin(code="PLAN-04", nom="assiette vide", projet=plan_anru(euros(450_000))),
    Voisin(
        code="COUT-01",
        nom="TTC = HT",
        projet=plan_anru(euros(450_000), taux_tva=Fraction(0), cout_ttc=euros(1_000_000)),
    ),
    Voisin(
        code="COUT-02",
        nom="à un euro près",
        projet=plan_anru(euros(450_000), taux_tva=Fraction(1, 5), cout_ttc=euros(1_200_001)),
    ),
    Voisin(code="COUT-02", nom="sans taux", projet=plan_anru(euros(450_000), cout_ttc=euros(1_300_000))),
    Voisin(
        code="COUT-02",
        nom="sous le HT, c’est COUT-01",
        projet=plan_anru(euros(450_000), taux_tva=Fraction(1, 5), cout_ttc=euros(900_000)),
    ),
    Voisin(code="PLAN-05", nom="exactement 80 %", projet=plan_anru(euros(800_000))),
    Voisin(
        code="PLAN-05",
        nom="un prêt n’est pas une subvention",
        projet=projet(plan=[ligne("ANRU", euros(800_000)), ligne("CDC", euros(200_000), nature=Nature.PRET)]),
    ),
    Voisin(
        code="ENVELOPPE-01",
        nom="exactement l’enveloppe",
        projet=projet(financeurs=(financeur("ANRU", enveloppe=euros(450_000)), financeur("VILLE"))),
    ),
    Voisin(code="ENVELOPPE-02", nom="clôture = enveloppe", projet=residu_de(euros(1_100_000), euros(650_000))),
    Voisin(code="ENVELOPPE-02", nom="sans enveloppe", projet=projet()),
    Voisin(code="ENVELOPPE-02", nom="ENVELOPPE-01 le dit déjà", projet=residu_de(euros(1_100_000), euros(549_999))),
)

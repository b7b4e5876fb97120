"""JOURNAL-02, JUMEAU-01, SIRET-01, INFO-01 à INFO-04.

TOTAL-01 ne naît que d’une importation : voir ``test_informations``.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from financement.dossier.coherence import REGLEMENT_DU_DOSSIER
from financement.dossier.convention import Financeur, MaitreOuvrage
from financement.dossier.nomenclature import Nature, Origine
from financement.dossier.projet import Projet
from financement.fautes.provenance import INCONNUE, Provenance
from financement.reglement.parametre import Confiance, Parametre
from financement.reglement.propre import ReglementPropre
from financement.reglement.valeur import UniteParametre
from tests.construction import convention, euros, financeur, jour, ligne, mouvement, operation, projet
from tests.financement.controles.cas.modele import Cas, Voisin, operations_csv

ORIGINE = Provenance(fichier="reglement.toml", cellule="parametres[0]")


def arrondi(depense: int) -> Projet:
    """100,01 € à 45 %."""
    return projet(
        operations=[operation(cout_ht=10_001, taux_anru=Fraction(45, 100), achevement=jour("2011-01-01"))],
        plan=[ligne("ANRU", 4_500), ligne("VILLE", 5_501, nature=Nature.FONDS_PROPRES)],
        journal=[mouvement("depense", depense, "2011-01-01")],
    )


def parametre(cle: str, valeur: Fraction, unite: UniteParametre, *familles: str) -> Parametre:
    return Parametre(
        cle=cle,
        valeur=valeur,
        unite=unite,
        debut=jour("2003-08-01"),
        familles=familles,
        reference="décision du 1er mars 2009",
        confiance=Confiance.SOURCE_SECONDAIRE,
        provenance=ORIGINE,
    )


def surcharge(change: Parametre) -> Projet:
    """Un dossier qui apporte son règlement."""
    return replace(
        projet(),
        convention=convention(reglement=REGLEMENT_DU_DOSSIER),
        reglement_propre=ReglementPropre(base="pnru", parametres=(change,)),
    )


def _info(code: str, dossier: Projet, message: str, **champs: Any) -> Cas:
    ordinaires: dict[str, Any] = {"mesure": None, "lieu": INCONNUE, "operation": None}
    return Cas(code=code, projet=dossier, message=message, **ordinaires | champs)


def _financeurs(siret: str | None) -> tuple[Financeur, ...]:
    lieu = Provenance(fichier="convention.toml", ligne=20)
    return financeur("ANRU"), financeur("VILLE"), financeur("OPH", siret=siret, provenance=lieu)


def _maitre_ouvrage(siret: str) -> MaitreOuvrage:
    lieu = Provenance(fichier="convention.toml", ligne=30)
    return MaitreOuvrage(code="SEM", nom="Société d’économie mixte", siret=siret, provenance=lieu)


CAS = (
    _info(
        "JOURNAL-02",
        projet(),
        "Le dossier n’a aucun mouvement : ni engagement, ni paiement, ni dépense. Si un journal existe, il n’a pas été "
        "lu.",
    ),
    Cas(
        code="JUMEAU-01",
        projet=projet(operations=[operation(maitre_ouvrage="Ville")]),
        message=(
            "Maître d’ouvrage : « Ville » et « VILLE » ne diffèrent que par la casse, la forme Unicode ou une espace, "
            "et sont comptés à part."
        ),
        mesure=None,
        lieu=operations_csv("maitre_ouvrage"),
    ),
    Cas(
        code="JUMEAU-01",
        projet=projet(
            operations=[operation("É"), operation("E\u0301", provenance=operations_csv("", ligne=3))],
            plan=[ligne("ANRU", euros(1_000_000), operation=code) for code in ("É", "E\u0301")],
        ),
        message=(
            "Opération : « E\u0301 » et « É » ne diffèrent que par la casse, la forme Unicode ou une espace (au 1er "
            "caractère, « E » (U+0045) à la place de « É » (U+00C9)), et sont comptés à part."
        ),
        mesure=None,
        operation="E\u0301",
        lieu=operations_csv("operation", ligne=3),
    ),
    # Luhn : doublés, 1 3 5 7 9 1 3 font 2 6 1 5 9 2 6, soit 31 ; avec 2 4 6 8 0 2, 53 ; il manque 7 à 60, et il y a 4.
    Cas(
        code="SIRET-01",
        projet=projet(financeurs=_financeurs(siret="12345678901234")),
        message=(
            "OPH : la clé de contrôle du SIRET 12345678901234 est fausse (ses treize premiers chiffres donnent 7) ; un "
            "chiffre au moins est mal recopié, et rien de cet organisme ne va dans le fichier SCDL."
        ),
        mesure=None,
        operation=None,
        financeur="OPH",
        lieu=Provenance(fichier="convention.toml", ligne=20, colonne="siret"),
    ),
    # Luhn : doublés, 1 0 0 0 0 0 0 font 2 ; avec 3 0 0 0 0 0, 5 ; il manque 5 à 10, et il y a 1.
    Cas(
        code="SIRET-01",
        projet=projet(maitres_ouvrage=(_maitre_ouvrage("13000000000001"),)),
        message=(
            "SEM : la clé de contrôle du SIRET 13000000000001 est fausse (ses treize premiers chiffres donnent 5) ; un "
            "chiffre au moins est mal recopié, et rien de cet organisme ne va dans le fichier SCDL."
        ),
        mesure=None,
        operation=None,
        lieu=Provenance(fichier="convention.toml", ligne=30, colonne="siret"),
    ),
    # La Poste : la somme des chiffres fait 46, et celle de Luhn 44.
    Cas(
        code="SIRET-01",
        projet=projet(maitres_ouvrage=(_maitre_ouvrage("35600000049838"),)),
        message=(
            "SEM : la clé de contrôle du SIRET 35600000049838 est fausse ; un chiffre au moins est mal recopié, et "
            "rien de cet organisme ne va dans le fichier SCDL."
        ),
        mesure=None,
        operation=None,
        lieu=Provenance(fichier="convention.toml", ligne=30, colonne="siret"),
    ),
    _info(
        "INFO-01",
        projet(),
        "Montants de clôture selon notre lecture (C) des règles de solde, qu’aucun texte ne publie (taux × dépense "
        "plafonnée, forfait, résidu) ; lignes concernées : 2.",
    ),
    _info(
        "INFO-02",
        projet(operations=[operation(origine=Origine.ILLUSTRATIF)]),
        "Opérations illustratives, dont les chiffres n’engagent personne : 1 sur 1.",
    ),
    # 45 % × 100,01 € = 4 500,45 centimes, arrondis à 4 500.
    _info(
        "INFO-03",
        arrondi(10_001),
        "Subventions de clôture arrondies au centime, demi-centime loin de zéro (lecture C) : 1 ; somme des arrondis, "
        "en centimes : -0,450.",
    ),
    # 45 % × 99,99 € = 4 499,55 centimes, arrondis à 4 500.
    _info(
        "INFO-03",
        arrondi(9_999),
        "Subventions de clôture arrondies au centime, demi-centime loin de zéro (lecture C) : 1 ; somme des arrondis, "
        "en centimes : 0,450.",
    ),
    _info(
        "INFO-04",
        surcharge(parametre("avance_maximale", Fraction(20, 100), UniteParametre.TAUX, "02", "05")),
        "Règlement : le dossier fixe « avance_maximale » à 20 % (décision du 1er mars 2009) au lieu de 15 %.",
        lieu=ORIGINE,
    ),
    _info(
        "INFO-04",
        surcharge(parametre("delai_de_commencement", Fraction(36), UniteParametre.MOIS)),
        "Règlement : le dossier fixe « delai_de_commencement » à 36 mois (décision du 1er mars 2009) au lieu de "
        "24 mois.",
        lieu=ORIGINE,
    ),
    _info(
        "INFO-04",
        surcharge(
            parametre("plafond_travaux_par_logement", Fraction(60_000_00), UniteParametre.EUROS_PAR_LOGEMENT, "06")
        ),
        "Règlement : le dossier fixe « plafond_travaux_par_logement » à 60 000,00 € (décision du 1er mars 2009) en "
        "plus des paramètres de la bibliothèque.",
        lieu=ORIGINE,
    ),
    _info(
        "INFO-04",
        surcharge(parametre("etp_minimal", Fraction(3, 4), UniteParametre.ETP, "12")),
        "Règlement : le dossier fixe « etp_minimal » à 0,75 ETP (décision du 1er mars 2009) en plus des paramètres de "
        "la bibliothèque.",
        lieu=ORIGINE,
    ),
)

VOISINS = (
    Voisin(
        code="JOURNAL-02",
        nom="un mouvement, fût-il postérieur à la date d’arrêté",
        projet=projet(journal=[mouvement("engagement", 1, "2010-01-01")]),
        au=jour("2009-12-31"),
    ),
    Voisin(code="JUMEAU-01", nom="le code déclaré", projet=projet()),
    Voisin(code="JUMEAU-01", nom="un nom libre", projet=projet(operations=[operation(maitre_ouvrage="Ville neuve")])),
    Voisin(
        code="JUMEAU-01",
        nom="deux codes déclarés, tous deux cités exactement",
        projet=projet(
            operations=[operation("OP-1", maitre_ouvrage="Ville"), operation("OP-2")],
            plan=[ligne("ANRU", euros(1_000_000), operation=code) for code in ("OP-1", "OP-2")],
            financeurs=(financeur("ANRU"), financeur("VILLE"), financeur("Ville")),
        ),
    ),
    Voisin(code="SIRET-01", nom="sans SIRET", projet=projet(financeurs=_financeurs(siret=None))),
    Voisin(code="SIRET-01", nom="la clé attendue", projet=projet(financeurs=_financeurs(siret="12345678901237"))),
    Voisin(
        code="SIRET-01",
        nom="La Poste, d’une somme de 45",
        projet=projet(maitres_ouvrage=(_maitre_ouvrage("35600000049837"),)),
    ),
    Voisin(
        code="SIRET-01",
        nom="La Poste, de clé de Luhn",
        projet=projet(maitres_ouvrage=(_maitre_ouvrage("35600000000048"),)),
    ),
    Voisin(code="INFO-01", nom="aucune ligne", projet=projet(plan=[])),
    Voisin(code="INFO-02", nom="sourcée", projet=projet(operations=[operation(origine=Origine.SOURCE)])),
    Voisin(code="INFO-03", nom="parts rondes", projet=arrondi(10_000)),
    Voisin(code="INFO-03", nom="rien de recalculé", projet=projet()),
    Voisin(code="INFO-04", nom="règlement de la bibliothèque", projet=projet()),
)

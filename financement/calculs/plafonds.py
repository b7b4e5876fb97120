"""Plafonds du logement (décret n° 2004-1005 modifié) et règles d’acompte, lus dans un règlement.

Toutes les fonctions travaillent en centimes et en rationnels exacts ; un paramètre absent du règlement ne plafonne
pas et rend ``None``. Un plafond est arrondi au centime le plus proche, comme le montant qu’il borne. Toutes lèvent
:class:`ValeurImpossible` si un argument n’est pas du type voulu.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from financement.dossier.regles import Reglement
from financement.fautes.faute import Faute
from financement.reglement.parametre import Parametre
from financement.valeurs import validation
from financement.valeurs.arrondi import arrondir

__all__ = [
    "assiette_plafonnee",
    "avance_maximale",
    "cumul_acomptes_maximal",
    "premier_acompte",
    "prochain_acompte",
    "subvention_exceptionnelle_maximale",
    "subvention_ingenierie",
    "subvention_surcharge_fonciere",
    "taux_creation_maximal",
]


def _exiger(reglement: Reglement, jour: date, *autres: Faute | None) -> None:
    des_regles = validation.instance("reglement", reglement, Reglement), validation.jour("jour", jour)
    validation.exiger("Plafond", *des_regles, *autres)


def assiette_plafonnee(reglement: Reglement, *, jour: date, famille: str, logements: Decimal, travaux: int) -> int:
    """Travaux de réhabilitation retenus : au plus le plafond par logement (art. 1 ; 50 000 €, confiance A)."""
    _exiger(
        reglement,
        jour,
        validation.texte("famille", famille),
        validation.quantite("logements", logements),
        validation.montant("travaux", travaux),
    )
    plafond = reglement.parametre("plafond_travaux_par_logement", jour=jour, famille=famille)
    return travaux if plafond is None else min(travaux, arrondir(plafond.valeur * Fraction(logements)))


def taux_creation_maximal(
    reglement: Reglement, *, jour: date, produit: str, cle_du_taux: str = "taux_cch", loyer: Fraction | None = None
) -> Fraction | None:
    """Taux maximal de création d’un logement : taux du CCH plus la majoration du décret (art. 2).

    ``loyer`` : part du loyer maximal ordinaire ; la majoration PLUS-CD n’est entière qu’à 90 % au plus, égalité
    comprise, sinon elle est celle du cas général. ``cle_du_taux`` : ``taux_cch`` ou ``taux_cch_derogatoire``.
    """
    _exiger(
        reglement,
        jour,
        validation.texte("produit", produit),
        validation.texte("cle_du_taux", cle_du_taux),
        validation.taux_facultatif("loyer", loyer),
    )
    base = reglement.parametre(cle_du_taux, jour=jour, famille="02", produit=produit)
    majoration = reglement.parametre("majoration_maximale", jour=jour, famille="02", produit=produit)
    limite = reglement.parametre("loyer_maximal_plus_cd", jour=jour, famille="02")
    if produit == "PLUS-CD" and limite is not None and (loyer is None or loyer > limite.valeur):
        majoration = reglement.parametre("majoration_maximale", jour=jour, famille="02")
    return None if base is None or majoration is None else base.valeur + majoration.valeur


def _part(parametre: Parametre | None, montant: int) -> int | None:
    return None if parametre is None else arrondir(parametre.valeur * montant)


def subvention_surcharge_fonciere(reglement: Reglement, *, jour: date, depassement: int) -> int | None:
    """Subvention maximale de surcharge foncière : une part du dépassement (art. 3 ; 75 %, confiance A)."""
    _exiger(reglement, jour, validation.montant("depassement", depassement))
    return _part(reglement.parametre("part_surcharge_fonciere", jour=jour, famille="02"), depassement)


def subvention_exceptionnelle_maximale(
    reglement: Reglement, *, jour: date, famille: str, subvention: int, cout: int
) -> int | None:
    """Subvention majorée en cas de difficulté exceptionnelle, au plus le coût (art. 4 ; + 30 %, confiance A)."""
    _exiger(
        reglement,
        jour,
        validation.texte("famille", famille),
        validation.montant("subvention", subvention),
        validation.montant("cout", cout),
    )
    majoration = reglement.parametre("majoration_exceptionnelle", jour=jour, famille=famille)
    return None if majoration is None else min(cout, arrondir((1 + majoration.valeur) * subvention))


def avance_maximale(reglement: Reglement, *, jour: date, famille: str, attribue: int) -> int | None:
    """Avance maximale sur un montant attribué (art. 4-1 ; 15 % pour le logement, confiance A)."""
    _exiger(reglement, jour, validation.texte("famille", famille), validation.montant("attribue", attribue))
    return _part(reglement.parametre("avance_maximale", jour=jour, famille=famille), attribue)


def cumul_acomptes_maximal(reglement: Reglement, *, jour: date, famille: str, attribue: int) -> int | None:
    """Cumul maximal des acomptes, avance comprise (art. 4-1 ; 70 % pour le logement ; repli de 80 % ailleurs, C)."""
    _exiger(reglement, jour, validation.texte("famille", famille), validation.montant("attribue", attribue))
    return _part(reglement.parametre("acomptes_maximaux", jour=jour, famille=famille), attribue)


def prochain_acompte(
    reglement: Reglement, *, jour: date, famille: str, attribue: int, verse: int, avancement: Fraction
) -> int:
    """Acompte que justifie un avancement (part de la dépense) : avancement × attribué, plafonné, moins le versé."""
    _exiger(
        reglement,
        jour,
        validation.montant("attribue", attribue),
        validation.montant("verse", verse),
        validation.instance("avancement", avancement, Fraction),
    )
    justifie = arrondir(min(avancement, Fraction(1)) * attribue)
    plafond = cumul_acomptes_maximal(reglement, jour=jour, famille=famille, attribue=attribue)
    return max(0, (justifie if plafond is None else min(justifie, plafond)) - verse)


def premier_acompte(reglement: Reglement, *, jour: date, attribue: int) -> int | None:
    """Premier acompte versé à l’engagement (NPNRU depuis 2021 : 20 %, confiance B)."""
    _exiger(reglement, jour, validation.montant("attribue", attribue))
    return _part(reglement.parametre("premier_acompte", jour=jour), attribue)


def subvention_ingenierie(
    reglement: Reglement, *, jour: date, profil: str, etp: Decimal, mois: int, taux: Fraction
) -> int:
    """Subvention d’un poste d’ingénierie du NPNRU : forfait annuel × ETP × durée × taux, nul sous 0,5 ETP (A).

    ``taux`` est ramené au taux maximal (50 %).
    """
    _exiger(
        reglement,
        jour,
        validation.quantite("etp", etp),
        validation.entier("mois", mois, 0, 1200),
        validation.instance("taux", taux, Fraction),
    )
    minimal = reglement.parametre("etp_minimal", jour=jour, famille="14")
    salaire = reglement.parametre("forfait_salaire_annuel", jour=jour, famille="14", produit=profil)
    maximal = reglement.parametre("taux_maximal", jour=jour, famille="14")
    if salaire is None or (minimal is not None and Fraction(etp) < minimal.valeur):
        return 0
    retenu = taux if maximal is None else min(taux, maximal.valeur)
    return arrondir(salaire.valeur * Fraction(etp) * Fraction(mois, 12) * retenu)

"""Règlement du PNRU (2004-2020)."""

from datetime import date
from fractions import Fraction
from typing import Final

from financement.reglement.parametre import Confiance, Parametre, UniteParametre

__all__ = ["PARAMETRES_PNRU"]

_DECRET: Final = "décret n° 2004-1005 modifié par le décret n° 2007-559"
_DEBUT_DU_PROGRAMME: Final = date(2003, 8, 1)
_ETAT: Final = "régime général des subventions d’investissement de l’État (repli)"
_LOGEMENT: Final = ("02", "05")


def _taux(
    cle: str, valeur: Fraction, reference: str, confiance: Confiance, familles: tuple[str, ...] = (), produit: str = ""
) -> Parametre:
    return Parametre(
        cle=cle,
        valeur=valeur,
        unite=UniteParametre.TAUX,
        debut=_DEBUT_DU_PROGRAMME,
        familles=familles,
        produit=produit,
        reference=reference,
        confiance=confiance,
    )


def _delai(cle: str, mois: int) -> Parametre:
    return Parametre(
        cle=cle,
        valeur=Fraction(mois),
        unite=UniteParametre.MOIS,
        debut=_DEBUT_DU_PROGRAMME,
        reference=_ETAT,
        confiance=Confiance.LECTURE,
    )


PARAMETRES_PNRU: Final[tuple[Parametre, ...]] = (
    Parametre(
        cle="plafond_travaux_par_logement",
        valeur=Fraction(50_000_00),
        unite=UniteParametre.EUROS_PAR_LOGEMENT,
        debut=_DEBUT_DU_PROGRAMME,
        familles=("05",),
        reference=f"{_DECRET}, art. 1",
        confiance=Confiance.TEXTE_LU,
    ),
    _taux("taux_maximal", Fraction(60, 100), f"{_DECRET}, art. 1", Confiance.TEXTE_LU, ("05",)),
    _taux("majoration_maximale", Fraction(5, 100), f"{_DECRET}, art. 2 § 1", Confiance.TEXTE_LU, ("02",)),
    _taux("majoration_maximale", Fraction(10, 100), f"{_DECRET}, art. 2 § 2", Confiance.TEXTE_LU, ("02",), "PLAI"),
    _taux("majoration_maximale", Fraction(10, 100), f"{_DECRET}, art. 2 § 3", Confiance.TEXTE_LU, ("02",), "PLUS-CD"),
    _taux("loyer_maximal_plus_cd", Fraction(90, 100), f"{_DECRET}, art. 2 § 3", Confiance.TEXTE_LU, ("02",)),
    _taux("taux_cch", Fraction(5, 100), "CCH, art. R. 331-15", Confiance.TEXTE_LU, ("02",), "PLUS"),
    _taux("taux_cch_derogatoire", Fraction(65, 1000), "CCH, art. R. 331-15", Confiance.TEXTE_LU, ("02",), "PLUS"),
    _taux("taux_cch", Fraction(12, 100), "CCH, art. R. 331-15", Confiance.TEXTE_LU, ("02",), "PLUS-CD"),
    _taux("taux_cch", Fraction(20, 100), "CCH, art. R. 331-15", Confiance.LECTURE, ("02",), "PLAI"),
    _taux("taux_cch_derogatoire", Fraction(25, 100), "CCH, art. R. 331-15", Confiance.LECTURE, ("02",), "PLAI"),
    _taux(
        "taux_maximal",
        Fraction(35, 100),
        f"{_DECRET}, art. 2, et CCH, art. R. 331-15 : PLAI dérogatoire, produit non déclaré",
        Confiance.LECTURE,
        ("02",),
    ),
    _taux("part_surcharge_fonciere", Fraction(75, 100), f"{_DECRET}, art. 3", Confiance.TEXTE_LU, ("02",)),
    _taux("majoration_exceptionnelle", Fraction(30, 100), f"{_DECRET}, art. 4", Confiance.TEXTE_LU, _LOGEMENT),
    _taux("avance_maximale", Fraction(15, 100), f"{_DECRET}, art. 4-1", Confiance.TEXTE_LU, _LOGEMENT),
    _taux("acomptes_maximaux", Fraction(70, 100), f"{_DECRET}, art. 4-1", Confiance.TEXTE_LU, _LOGEMENT),
    _taux("acomptes_maximaux", Fraction(80, 100), _ETAT, Confiance.LECTURE),
    _taux("assiette_forfaitaire_maximale", Fraction(130, 100), f"{_DECRET}, art. 4-2", Confiance.TEXTE_LU, ("02",)),
    _delai("delai_de_commencement", 24),
    _delai("delai_de_demande_de_solde", 6),
    _delai("delai_de_mise_en_demeure", 3),
)

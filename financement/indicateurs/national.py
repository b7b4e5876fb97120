"""Le repère national : le PNRU par famille au 31/12/2011, tel que le Sénat l’a imprimé, et ce que l’on peut en tirer.

Source : Sénat, avis n° 151 (2012-2013), a12-151, d’après Onzus ; millions d’euros, une décimale (confiance B). Le total
imprimé des programmes, 44 402,1, passe de 0,1 la somme des douze familles imprimées, 44 402,0 : chacune est arrondie à
0,05 près, leur somme à 0,6 près, et rien n’est forcé. Une valeur tirée d’un chiffre arrondi n’a pas plus de décimales
que lui.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from financement.dossier.nomenclature import Programme
from financement.indicateurs.agregat import FAMILLES_DE_LOGEMENTS
from financement.indicateurs.catalogue import PAR_LOGEMENT, Indicateur, indicateur
from financement.indicateurs.mesure import GenrePerimetre, MesureIndicateur, PerimetreMesure

__all__ = [
    "DATE_NATIONALE",
    "FAMILLES_NATIONALES",
    "SOURCE_NATIONALE",
    "TOTAL_IMPRIME",
    "FamilleNationale",
    "TotalNational",
    "mesures_nationales",
    "total_des_familles",
]

SOURCE_NATIONALE: Final = "Sénat, avis a12-151 (source Onzus), programmes au 31/12/2011"
DATE_NATIONALE: Final = date(2011, 12, 31)
_DIXIEME: Final = Fraction(100_000)
"""La dernière décimale imprimée, un dixième de million d’euros ; l’arrondi en cache au plus la moitié."""
_DEMI_DIXIEME: Final = _DIXIEME / 2
_EXACT: Final = Fraction(0)

Arrondi = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class TotalNational:
    """Programme et subvention de l’ANRU, en dixièmes de million d’euros, la précision imprimée."""

    programme: int
    anru: int


@dataclass(frozen=True, slots=True)
class FamilleNationale(TotalNational):
    """Une ligne du tableau : la ``famille`` du PNRU qu’elle compte, son libellé imprimé, ses logements s’ils y sont."""

    famille: str
    libelle: str
    logements: int | None = None


FAMILLES_NATIONALES: Final = (
    FamilleNationale(34186, 27457, "01", "démolition", 140339),
    FamilleNationale(183465, 23777, "02", "reconstitution de l’offre", 135736),
    FamilleNationale(52807, 11285, "05", "réhabilitation", 323958),
    FamilleNationale(19138, 7552, "06", "résidentialisation", 352709),
    FamilleNationale(2762, 1083, "07", "amélioration de la qualité de service"),
    FamilleNationale(5405, 1675, "04", "requalification de l’habitat ancien dégradé"),
    FamilleNationale(15796, 2929, "11", "habitat privé"),
    FamilleNationale(574, 112, "03", "changement d’usage"),
    FamilleNationale(67814, 21013, "08", "aménagements"),
    FamilleNationale(43090, 12760, "09", "équipements"),
    FamilleNationale(7664, 1557, "10", "espaces commerciaux et artisanaux"),
    FamilleNationale(11319, 4591, "12", "ingénierie et conduite de projet"),
)
TOTAL_IMPRIME: Final = TotalNational(444021, 115791)


def total_des_familles() -> TotalNational:
    """La somme des douze familles imprimées : 44 402,0 et 11 579,1 millions d’euros."""
    programme = sum(une.programme for une in FAMILLES_NATIONALES)
    return TotalNational(programme, sum(une.anru for une in FAMILLES_NATIONALES))


def mesures_nationales() -> tuple[MesureIndicateur, ...]:
    """Les indicateurs que le tableau permet : du PNRU, sur son total imprimé, puis de chaque famille.

    Chacun a les décimales que portent les chiffres imprimés, et pas plus que son unité n’en veut : l’arrondi de ceux-ci
    n’en change pas la dernière de plus d’une unité.
    """
    return tuple(_du_programme()) + tuple(
        mesure for une in FAMILLES_NATIONALES for mesure in _financieres(une, _perimetre(une.famille))
    )


def _perimetre(famille: str | None = None) -> PerimetreMesure:
    genre = GenrePerimetre.NATIONAL if famille is None else GenrePerimetre.FAMILLE_NATIONALE
    return PerimetreMesure(genre=genre, famille=famille, programme=Programme.PNRU)


def _du_programme() -> Iterator[MesureIndicateur]:
    par_famille = {une.famille: une for une in FAMILLES_NATIONALES}
    lignes = [par_famille[famille] for famille in FAMILLES_DE_LOGEMENTS[Programme.PNRU]]
    for rang, un in enumerate(PAR_LOGEMENT):
        une = lignes[rang % len(lignes)]
        montant = une.programme if rang < len(lignes) else une.anru
        yield _mesure(un, _perimetre(), (_euros(montant), _DEMI_DIXIEME), (Fraction(une.logements or 0), _EXACT))
    demolis, construits = (Fraction(une.logements or 0) for une in lignes[:2])
    yield _mesure(indicateur("un_pour_un"), _perimetre(), (construits, _EXACT), (demolis, _EXACT))
    yield from _financieres(TOTAL_IMPRIME, _perimetre())


def _financieres(total: TotalNational, perimetre: PerimetreMesure) -> Iterator[MesureIndicateur]:
    programme, anru = (_euros(total.programme), _DEMI_DIXIEME), (_euros(total.anru), _DEMI_DIXIEME)
    yield _mesure(indicateur("levier"), perimetre, programme, anru)
    yield _mesure(indicateur("part_anru"), perimetre, anru, programme)


def _euros(dixiemes: int) -> Fraction:
    return Fraction(dixiemes) * _DIXIEME


def _mesure(un: Indicateur, perimetre: PerimetreMesure, haut: Arrondi, bas: Arrondi) -> MesureIndicateur:
    """La mesure d’un rapport de deux nombres, chacun donné avec ce que son arrondi peut cacher."""
    (numerateur, du_haut), (denominateur, du_bas) = haut, bas
    exacte = numerateur / denominateur
    ecart = max(
        (numerateur + du_haut) / (denominateur - du_bas) - exacte,
        exacte - (numerateur - du_haut) / (denominateur + du_bas),
    )
    decimales = un.unite.decimales
    while decimales and ecart * un.unite.facteur * 10**decimales > 1:
        decimales -= 1
    return MesureIndicateur(un, perimetre, numerateur, denominateur, decimales)

"""La liste des indicateurs, comme une donnée : clé, libellé, formule, unité, source, confiance, rapport.

Chacun est un rapport de deux sommes d’un :class:`Agregat`. Sans dénominateur il est sans objet, jamais nul.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Final

from financement.cloture.resultat import MontantsCloture, TotalCloture
from financement.dossier.nomenclature import LIBELLES_CATEGORIES, LIBELLES_TYPES, Categorie, TypeMouvement
from financement.indicateurs.agregat import PAIEMENTS, Agregat, DevenirDesLogements, Logements
from financement.reglement.parametre import Confiance

__all__ = [
    "FINANCIERS",
    "INDICATEURS",
    "PARTS",
    "PAR_LOGEMENT",
    "PHYSIQUES",
    "Indicateur",
    "UniteIndicateur",
    "indicateur",
]

Rapport = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class UniteIndicateur:
    """L’unité d’une valeur, les décimales à quoi elle s’arrondit, et ce par quoi son rapport se multiplie."""

    nom: str
    decimales: int
    facteur: int = 1


EUROS_PAR_LOGEMENT: Final = UniteIndicateur("€/logement", 2)
POURCENTAGE: Final = UniteIndicateur("%", 2, 100)
JOURS: Final = UniteIndicateur("jours", 1)
EUROS_POUR_UN: Final = UniteIndicateur("€ pour 1 €", 2)
POUR_UN: Final = UniteIndicateur("pour 1", 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicateur:
    """Un indicateur ; ``rapport`` rend son numérateur et son dénominateur, des euros, des jours ou des nombres.

    ``sans_objet`` : ce qui manque quand le dénominateur est nul. ``source`` : le texte, le rapport ou l’usage dont la
    définition vient ; ``confiance`` : ce qu’il vaut.
    """

    cle: str
    libelle: str
    formule: str
    unite: UniteIndicateur
    source: str
    confiance: Confiance
    sans_objet: str
    rapport: Callable[[Agregat], Rapport]


def _euros(centimes: int) -> Fraction:
    return Fraction(centimes, 100)


_SENAT: Final = "Sénat, avis a12-151 : tableau national du PNRU par famille"
_VOCABULAIRE: Final = "règles financières de l’ANRU : programmé, engagé, payé"
_CLOTURE: Final = "lecture des règles de l’État : aucun texte ne publie le calcul du solde"
_DELAIS: Final = "définition de la bibliothèque (docs/delais.md) ; le Sénat, r09-514, en publie sous une autre"

_LOGEMENTS: Final = {
    DevenirDesLogements.DEMOLITION: ("demoli", "démoli", "démolis"),
    DevenirDesLogements.CONSTRUCTION: ("construit", "construit", "construits"),
    DevenirDesLogements.REHABILITATION: ("rehabilite", "réhabilité", "réhabilités"),
    DevenirDesLogements.RESIDENTIALISATION: ("residentialise", "résidentialisé", "résidentialisés"),
}


def _par_logement(devenir: DevenirDesLogements, montant: Callable[[Logements], int], agregat: Agregat) -> Rapport:
    logements = agregat.logements_de(devenir)
    return _euros(montant(logements)), logements.prevus


def _cout(logements: Logements) -> int:
    return logements.cout


def _anru(logements: Logements) -> int:
    return logements.anru


def _par_logements() -> tuple[Indicateur, ...]:
    genres = (
        ("cout", "Coût", "coût des opérations, sur leur base déclarée (HT ou TTC)", _cout),
        ("anru", "Subvention de l’ANRU", "programmé de l’ANRU sur ces opérations", _anru),
    )
    return tuple(
        Indicateur(
            cle=f"{cle}_par_logement_{mot}",
            libelle=f"{libelle} par logement {accorde}",
            formule=f"{quoi} ÷ logements {pluriel} prévus",
            unite=EUROS_PAR_LOGEMENT,
            source=_SENAT,
            confiance=Confiance.SOURCE_SECONDAIRE,
            sans_objet=f"aucun logement {accorde} n’est prévu",
            rapport=partial(_par_logement, devenir, montant),
        )
        for cle, libelle, quoi, montant in genres
        for devenir, (mot, accorde, pluriel) in _LOGEMENTS.items()
    )


def _un_pour_un(compter: Callable[[Logements], Fraction], agregat: Agregat) -> Rapport:
    construits = agregat.logements_de(DevenirDesLogements.CONSTRUCTION)
    return compter(construits), compter(agregat.logements_de(DevenirDesLogements.DEMOLITION))


def _prevus(logements: Logements) -> Fraction:
    return logements.prevus


def _realises(logements: Logements) -> Fraction:
    return logements.realises


_REGLE_UN_POUR_UN: Final = "rapports du Sénat sur le PNRU : un logement reconstruit pour un logement démoli"

PAR_LOGEMENT: Final = _par_logements()
"""Le coût par logement de chaque devenir, dans leur ordre, puis la subvention de l’ANRU."""

PHYSIQUES: Final = (
    *PAR_LOGEMENT,
    Indicateur(
        cle="un_pour_un",
        libelle="Logements construits pour un logement démoli, prévus",
        formule="logements construits prévus ÷ logements démolis prévus",
        unite=POUR_UN,
        source=_REGLE_UN_POUR_UN,
        confiance=Confiance.SOURCE_SECONDAIRE,
        sans_objet="aucun logement démoli n’est prévu",
        rapport=partial(_un_pour_un, _prevus),
    ),
    Indicateur(
        cle="un_pour_un_realise",
        libelle="Logements construits pour un logement démoli, réalisés",
        formule="logements construits réalisés ÷ logements démolis réalisés",
        unite=POUR_UN,
        source=_REGLE_UN_POUR_UN,
        confiance=Confiance.SOURCE_SECONDAIRE,
        sans_objet="aucun logement n’est démoli à cette date",
        rapport=partial(_un_pour_un, _realises),
    ),
)
"""Ceux qui comptent des logements : d’une convention entière, ou de plusieurs."""


def _levier(agregat: Agregat) -> Rapport:
    return _euros(agregat.total.programme), _euros(agregat.anru.concours.programme)


def _part(categorie: Categorie, agregat: Agregat) -> Rapport:
    return _euros(agregat.programme_de(categorie)), _euros(agregat.total.programme)


def _tous(agregat: Agregat) -> TotalCloture:
    return agregat.total


def _de_l_anru(agregat: Agregat) -> TotalCloture:
    return agregat.anru


def _montant(nom: str, concours: MontantsCloture) -> Fraction:
    return _euros(getattr(concours, nom))


def _taux(de: Callable[[Agregat], TotalCloture], haut: str, bas: str, agregat: Agregat) -> Rapport:
    concours = de(agregat).concours
    return _montant(haut, concours), _montant(bas, concours)


def _taux_decrit(cle: str, libelle: str, termes: tuple[str, str], de: Callable[[Agregat], TotalCloture]) -> Indicateur:
    """Un rapport de deux montants des concours : de tous, ou de ceux de l’ANRU."""
    noms = {"programme": "programmé", "engage": "engagé", "paye": "payé", "economie": "économie à la clôture"}
    haut, bas = termes
    qui = "concours de l’ANRU" if de is _de_l_anru else "concours"
    return Indicateur(
        cle=cle,
        libelle=libelle,
        formule=f"{noms[haut]} ÷ {noms[bas]}, {qui}",
        unite=POURCENTAGE,
        source=_CLOTURE if haut == "economie" else _VOCABULAIRE,
        confiance=Confiance.LECTURE if haut == "economie" else Confiance.SOURCE_SECONDAIRE,
        sans_objet=f"aucun concours n’est {noms[bas]}",
        rapport=partial(_taux, de, haut, bas),
    )


def _attente(genres: tuple[TypeMouvement, ...], agregat: Agregat) -> Rapport:
    attentes = [agregat.paiements_de(genre) for genre in genres]
    return Fraction(sum(a.jours_peses for a in attentes), 100), _euros(sum(a.poids for a in attentes))


def _delai(cle: str, libelle: str, genres: tuple[TypeMouvement, ...], absent: str) -> Indicateur:
    return Indicateur(
        cle=cle,
        libelle=libelle,
        formule="Σ (jours de la demande au paiement × montant payé) ÷ Σ montants payés sur demande",
        unite=JOURS,
        source=_DELAIS,
        confiance=Confiance.LECTURE,
        sans_objet=f"{absent} n’est payé sur une demande",
        rapport=partial(_attente, genres),
    )


def _premier_paiement(agregat: Agregat) -> Rapport:
    return Fraction(agregat.premiers.jours_peses), Fraction(agregat.premiers.poids)


def _retard(agregat: Agregat) -> Rapport:
    return Fraction(agregat.calendrier.en_retard), Fraction(agregat.calendrier.suivies)


def _anru_en_retard(agregat: Agregat) -> Rapport:
    return _euros(agregat.calendrier.anru_en_retard), _euros(agregat.calendrier.anru_suivi)


PARTS: Final = tuple(
    Indicateur(
        cle=f"part_{categorie}",
        libelle=f"Part du financement : {LIBELLES_CATEGORIES[categorie]}",
        formule="programmé de cette catégorie, fonds propres compris ÷ programmé de tous les financeurs",
        unite=POURCENTAGE,
        source=_SENAT if categorie is Categorie.ANRU else _VOCABULAIRE,
        confiance=Confiance.SOURCE_SECONDAIRE,
        sans_objet="rien n’est programmé",
        rapport=partial(_part, categorie),
    )
    for categorie in Categorie
)
"""La part de chaque catégorie de financeurs."""

FINANCIERS: Final = (
    Indicateur(
        cle="levier",
        libelle="Effet de levier de l’ANRU",
        formule="programmé de tous les financeurs ÷ programmé de l’ANRU",
        unite=EUROS_POUR_UN,
        source=_SENAT,
        confiance=Confiance.SOURCE_SECONDAIRE,
        sans_objet="l’ANRU n’y programme rien",
        rapport=_levier,
    ),
    *PARTS,
    _taux_decrit("taux_d_engagement", "Taux d’engagement", ("engage", "programme"), _tous),
    _taux_decrit("taux_de_paiement", "Taux de paiement", ("paye", "engage"), _tous),
    _taux_decrit("taux_d_engagement_anru", "Taux d’engagement de l’ANRU", ("engage", "programme"), _de_l_anru),
    _taux_decrit("taux_de_paiement_anru", "Taux de paiement de l’ANRU", ("paye", "engage"), _de_l_anru),
    _taux_decrit("taux_d_economies", "Taux d’économies à la clôture", ("economie", "programme"), _tous),
    Indicateur(
        cle="delai_engagement_paiement",
        libelle="De l’engagement au premier paiement",
        formule="Σ jours de l’engagement au premier paiement ÷ nombre de lignes de concours payées",
        unite=JOURS,
        source=_DELAIS,
        confiance=Confiance.LECTURE,
        sans_objet="aucun paiement ne suit un engagement daté",
        rapport=_premier_paiement,
    ),
    _delai("delai_demande_paiement", "De la demande au paiement", PAIEMENTS, "rien"),
    *(
        _delai(
            f"delai_demande_{genre}",
            f"De la demande au paiement : {LIBELLES_TYPES[genre]}",
            (genre,),
            f"{'aucune' if genre is TypeMouvement.AVANCE else 'aucun'} {LIBELLES_TYPES[genre]}",
        )
        for genre in PAIEMENTS
    ),
    Indicateur(
        cle="part_en_retard",
        libelle="Opérations en retard",
        formule="opérations dont le terme prévu est passé, non achevées ÷ opérations qui ont un terme prévu",
        unite=POURCENTAGE,
        source="définition de la bibliothèque",
        confiance=Confiance.LECTURE,
        sans_objet="aucune opération n’a de terme prévu",
        rapport=_retard,
    ),
    Indicateur(
        cle="part_anru_en_retard",
        libelle="Subvention de l’ANRU sur des opérations en retard",
        formule="programmé de l’ANRU sur les opérations en retard ÷ son programmé sur celles qui ont un terme prévu",
        unite=POURCENTAGE,
        source="définition de la bibliothèque",
        confiance=Confiance.LECTURE,
        sans_objet="l’ANRU ne programme rien sur une opération qui ait un terme prévu",
        rapport=_anru_en_retard,
    ),
)
"""Ceux qui ont un sens d’une famille comme d’une convention."""

INDICATEURS: Final = (*PHYSIQUES, *FINANCIERS)
_PAR_CLE: Final = {un.cle: un for un in INDICATEURS}


def indicateur(cle: str) -> Indicateur:
    """L’indicateur de cette clé ; lève :class:`KeyError` s’il n’existe pas."""
    return _PAR_CLE[cle]

"""Le portefeuille : beaucoup de conventions vues comme une, jusqu’au programme national.

Il ne dépend que de l’ensemble des bilans, jamais de leur ordre ni de qui les a calculés : deux portefeuilles
s’ajoutent, une convention s’ajoute, et le résultat est celui qu’aurait donné la lecture de tout à la fois. Les sommes
nationales sont des entiers de Python, sans borne.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from financement.affichage.cadre import colonne_de_montants
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE, TotalCloture
from financement.dossier.nomenclature import Categorie, Programme
from financement.fautes.faute import Faute, ModeleFaute, ValeurImpossible, faute, montrer
from financement.fautes.provenance import INCONNUE, Provenance
from financement.portefeuille.bilan import (
    BilanConvention,
    BilanFamille,
    BilanFinanceur,
    FluxExercice,
    bilan,
    sommer_flux,
)
from financement.valeurs import validation
from financement.valeurs.dates import afficher_date
from financement.valeurs.graphies import cle_de_mot
from financement.valeurs.validation import VALEUR_INTERDITE

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BilanConvention",
    "BilanFamille",
    "BilanFinanceur",
    "Enjeu",
    "FluxExercice",
    "Portefeuille",
    "Refus",
    "Territoire",
    "bilan",
    "grouper_par_territoire",
    "mesurer_enjeu",
]

Cle = TypeVar("Cle", bound=Hashable)
Chose = TypeVar("Chose")

_CATEGORIES: Final = tuple(Categorie)


class Enjeu(StrEnum):
    """Ce qui est en jeu dans une convention, et par quoi les conventions se classent."""

    SOLDES_A_VERSER = "solde_a_verser"
    TROP_PERCUS = "trop_percu"
    ECONOMIES = "economie"
    CONSTATS_BLOQUANTS = "constats_bloquants"


class Territoire(StrEnum):
    """Ce par quoi des conventions se réunissent selon leur lieu."""

    REGION = "region"
    DEPARTEMENT = "departement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refus:
    """Des dossiers mis de côté, et toutes leurs fautes.

    Un dossier illisible est seul. Des dossiers de même code de convention sont ensemble : ``bilans`` garde alors les
    leurs, hors de tout total. Sans dossier, ce sont des ``lignes`` d’un journal commun qui ne sont celles d’aucun :
    leur nombre.
    """

    dossiers: tuple[str, ...]
    fautes: tuple[Faute, ...]
    lignes: int = 0
    bilans: tuple[BilanConvention, ...] = field(default=(), repr=False)


Lecture = BilanConvention | Refus


@dataclass(frozen=True, slots=True, kw_only=True)
class Portefeuille:
    """Les bilans de conventions distinctes à la date ``au``, par code, et les dossiers mis de côté.

    De dossiers aux mêmes chiffres pour une même convention, un seul est compté, le premier par son nom ; si leurs
    chiffres diffèrent, aucun ne l’est : rien ne dit lequel est le bon. ``refus`` le rapporte dans les deux cas.
    """

    au: date
    bilans: tuple[BilanConvention, ...] = ()
    refus: tuple[Refus, ...] = ()

    @classmethod
    def de(cls, lectures: Iterable[Lecture], *, au: date) -> "Portefeuille":
        """Le portefeuille de ces lectures, dans un ordre quelconque.

        Lève :class:`ValeurImpossible` si un bilan est à une autre date.
        """
        return cls(au=au).avec(*lectures)

    def avec(self, *lectures: Lecture) -> "Portefeuille":
        """Ce portefeuille et d’autres lectures ; seules les conventions qu’elles touchent sont départagées de nouveau.

        Une lecture déjà présente n’y change rien. Lève :class:`ValeurImpossible` si un bilan est à une autre date.
        """
        candidats: dict[str, dict[BilanConvention, None]] = {}
        illisibles: dict[Refus, None] = {}
        groupes = {refus.bilans[0].code: refus for refus in self.refus if refus.bilans}
        retenus = {un.code: un for un in self.bilans}
        for un in _bilans(lectures):
            if un.au != self.au:
                raise _autre_date(un.au, self.au)
            candidats.setdefault(un.code, {})[un] = None
        for refus in (*self.refus, *(lecture for lecture in lectures if isinstance(lecture, Refus))):
            if not refus.bilans:
                illisibles[refus] = None
        for code, nouveaux in candidats.items():
            groupe = groupes.pop(code, None)
            anciens = (*((retenus.pop(code),) if code in retenus else ()), *(groupe.bilans if groupe else ()))
            retenu, double = _departager({**dict.fromkeys(anciens), **nouveaux})
            retenus |= {code: retenu} if retenu is not None else {}
            groupes |= {code: double} if double is not None else {}
        return Portefeuille(
            au=self.au,
            bilans=tuple(retenus[code] for code in sorted(retenus)),
            refus=tuple(sorted((*illisibles, *groupes.values()), key=_rang_du_refus)),
        )

    def __add__(self, autre: "Portefeuille") -> "Portefeuille":
        """Le portefeuille des deux ; lève :class:`ValeurImpossible` s’ils ne sont pas à la même date."""
        if autre.au != self.au:
            raise _autre_date(autre.au, self.au)
        return self.avec(*autre.bilans, *autre.refus)

    @property
    def total(self) -> TotalCloture:
        """Total de toutes les conventions, en centimes, sans borne."""
        return TotalCloture.somme([un.total for un in self.bilans])

    def par_categorie(self) -> dict[Categorie, TotalCloture]:
        """Total de chaque catégorie de financeurs présente, dans l’ordre de la nomenclature."""
        totaux = _regrouper((f.categorie, f.total) for un in self.bilans for f in un.financeurs)
        return {categorie: totaux[categorie] for categorie in _CATEGORIES if categorie in totaux}

    def par_famille(self) -> dict[tuple[Programme, str], TotalCloture]:
        """Total de chaque famille présente ; les nomenclatures de deux programmes ne se mêlent pas."""
        totaux = _regrouper(((un.programme, f.code), f.total) for un in self.bilans for f in un.familles)
        return {cle: totaux[cle] for cle in sorted(totaux)}

    def par_territoire(self, territoire: Territoire | str) -> dict[str | None, tuple[BilanConvention, ...]]:
        """Les conventions de chaque région ou département, par nom ; ``None``, en dernier : celles qui n’en disent pas.

        ``territoire`` : lequel des deux, ou son nom ; lève :class:`ValeurImpossible` pour tout autre texte.
        """
        territoire = validation.membre("Territoire", "territoire", territoire, Territoire)
        return grouper_par_territoire(((un, un) for un in self.bilans), territoire)

    def echeancier(self) -> tuple[FluxExercice, ...]:
        """Flux de toutes les conventions, constatés puis prévus, par exercice et catégorie."""
        return sommer_flux(flux for un in self.bilans for flux in un.echeancier)

    def classer(self, enjeu: Enjeu | str, nombre: int | None = None) -> tuple[tuple[BilanConvention, int], ...]:
        """Les conventions où le plus est en jeu, et leur mesure, toujours positive ; à égalité, par code.

        ``enjeu`` : l’enjeu, ou son nom ; lève :class:`ValeurImpossible` pour tout autre texte.
        """
        enjeu = validation.membre("Classement", "enjeu", enjeu, Enjeu)
        mesures = [(un, mesurer_enjeu(un, enjeu)) for un in self.bilans]
        classees = sorted((m for m in mesures if m[1] > 0), key=lambda mesure: (-mesure[1], mesure[0].code))
        return tuple(classees[:nombre])

    def rangs(self, enjeu: Enjeu | str) -> dict[str, int]:
        """Le rang de chaque convention classée, par code, à partir de 1 ; à égalité le même, et le suivant saute."""
        rangs: dict[str, int] = {}
        dernier, mesure_du_dernier = 0, 0
        for place, (un, mesure) in enumerate(self.classer(enjeu), 1):
            if mesure != mesure_du_dernier:
                dernier, mesure_du_dernier = place, mesure
            rangs[un.code] = dernier
        return rangs

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : une ligne par convention et financeur, neuf montants des concours, puis de toutes les lignes.

        Montants en centimes (int64), ou en euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        lignes = [(un, financeur) for un in self.bilans for financeur in un.financeurs]
        identites = [(un.code, un.nom, str(un.programme), f.code, f.nom, str(f.categorie)) for un, f in lignes]
        noms = ["convention", "nom", "programme_anru", "financeur", "nom_financeur", "categorie"]
        cadre = pd.DataFrame(identites, columns=noms)
        for grandeur in GRANDEURS_DE_CLOTURE:
            concours = (getattr(f.total.concours, grandeur) for _, f in lignes)
            cadre[f"concours_{grandeur}"] = colonne_de_montants(concours, unite)
        for grandeur in GRANDEURS_DE_CLOTURE:
            cadre[grandeur] = colonne_de_montants((getattr(f.total, grandeur) for _, f in lignes), unite)
        return cadre


def grouper_par_territoire(
    choses: Iterable[tuple[BilanConvention, Chose]], territoire: Territoire
) -> dict[str | None, tuple[Chose, ...]]:
    """Ce qui vient de conventions d’un même territoire, par nom ; ``None``, en dernier : celles qui n’en disent pas.

    Deux noms qui ne diffèrent que par la casse, les accents ou les espaces n’en font qu’un, celui de la première.
    """
    noms: dict[str, str] = {}
    groupes: dict[str | None, list[Chose]] = {}
    for un, chose in choses:
        dit: str | None = getattr(un, territoire)
        nom = None if dit is None else noms.setdefault(cle_de_mot(dit) or dit, dit)
        groupes.setdefault(nom, []).append(chose)
    ordre = sorted(groupes, key=lambda nom: (nom is None, cle_de_mot(nom or "")))
    return {nom: tuple(groupes[nom]) for nom in ordre}


def mesurer_enjeu(un: BilanConvention, enjeu: Enjeu) -> int:
    """Ce qui est en jeu dans une convention : des centimes de concours, ou un nombre de constats."""
    if enjeu is Enjeu.CONSTATS_BLOQUANTS:
        return len(un.bloquants)
    montant: int = getattr(un.total.concours, enjeu)
    return montant


def _autre_date(lue: date, au: date) -> ValeurImpossible:
    attendue = afficher_date(au)
    refus = faute(
        VALEUR_INTERDITE,
        Provenance(colonne="au"),
        afficher_date(lue),
        regle=f"tous les bilans d’un portefeuille sont à la même date d’arrêté, ici le {attendue}",
        correction=f"Calculer de nouveau ce bilan au {attendue}.",
    )
    return ValeurImpossible("Portefeuille", [refus])


def _bilans(lectures: Iterable[Lecture]) -> Iterator[BilanConvention]:
    for lecture in lectures:
        if isinstance(lecture, BilanConvention):
            yield lecture
        else:
            yield from lecture.bilans


def _regrouper(couples: Iterable[tuple[Cle, TotalCloture]]) -> dict[Cle, TotalCloture]:
    groupes: dict[Cle, list[TotalCloture]] = {}
    for cle, total in couples:
        groupes.setdefault(cle, []).append(total)
    return {cle: TotalCloture.somme(totaux) for cle, totaux in groupes.items()}


def _rang_du_refus(refus: Refus) -> tuple[tuple[str, ...], str]:
    return refus.dossiers, repr(refus.fautes)


CONVENTION_EN_DOUBLE: Final = ModeleFaute(
    "DOUBLON-02", "La convention « {lu} » est dans plusieurs dossiers ({choix}) : {cause}.", "N’en garder qu’un."
)


def _departager(candidats: Iterable[BilanConvention]) -> tuple[BilanConvention | None, Refus | None]:
    """De bilans distincts d’une même convention, celui que l’on compte et ce que l’on met de côté."""
    premier, *autres = sorted(candidats, key=lambda un: (un.dossier, repr(un)))
    if not autres:
        return premier, None
    memes = all(_chiffres(autre) == _chiffres(premier) for autre in autres)
    ecartes = autres if memes else [premier, *autres]
    cause = (
        f"mêmes chiffres partout, seul « {montrer(premier.dossier)} » est compté"
        if memes
        else "leurs chiffres diffèrent, aucun n’est compté"
    )
    double = faute(
        CONVENTION_EN_DOUBLE,
        INCONNUE,
        premier.code,
        choix=", ".join(f"« {montrer(un.dossier)} »" for un in (premier, *autres)),
        cause=cause,
    )
    refus = Refus(dossiers=tuple(un.dossier for un in ecartes), fautes=(double,), bilans=tuple(ecartes))
    return premier if memes else None, refus


def _chiffres(un: BilanConvention) -> BilanConvention:
    """Le bilan sans ce qui n’en est pas un chiffre : son dossier, ses remarques, ses lieux."""
    bloquants = tuple(replace(constat, provenance=INCONNUE) for constat in un.bloquants)
    return replace(un, dossier="", remarques=(), bloquants=bloquants, region=None, departement=None)

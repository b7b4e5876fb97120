"""Dossiers tirés au hasard, choisis méchants : tout ce qui est permis et que personne n’écrirait.

Le même tirage sert aux volumes (une graine) et à hypothesis, qui sait réduire un dossier fautif.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Final, TypeVar

from hypothesis import strategies as st

from financement.dossier.convention import Avenant, Financeur
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import (
    INVERSES,
    Base,
    Categorie,
    ModeEngagement,
    Nature,
    NatureCout,
    PorteeTableau,
    RegleCloture,
    Statut,
    TypeMouvement,
)
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from tests.construction import avenant, convention, operation

T = TypeVar("T")

UN_JOUR: Final = datetime.timedelta(days=1)
LIMITE: Final = datetime.date(2012, 12, 31)
# La date d'arrêté tombe la veille, le jour ou le lendemain de ce qui compte.
DATES: Final = tuple(
    reference + ecart * UN_JOUR
    for reference in (datetime.date(2006, 3, 15), datetime.date(2009, 6, 30), LIMITE)
    for ecart in (-1, 0, 1)
)
FINANCEURS: Final = (
    Financeur(code="ANRU", nom="Agence", categorie=Categorie.ANRU),
    Financeur(code="REGION", nom="Région", categorie=Categorie.REGION),
    Financeur(code="VILLE", nom="Ville", categorie=Categorie.VILLE),
    Financeur(code="CDC", nom="Caisse", categorie=Categorie.CDC),
    Financeur(code="OPH", nom="Office", categorie=Categorie.BAILLEUR),
    Financeur(code="ANRU_BIS", nom="Seconde ligne de l’agence", categorie=Categorie.ANRU),
)
TAUX: Final = (None, None, *map(Fraction, ("0", "1/3", "1/2", "2/3", "17/100", "9/20", "355/1130", "1")))
_PAYABLES: Final = (
    *(TypeMouvement.ENGAGEMENT,) * 2,
    TypeMouvement.DEGAGEMENT,
    TypeMouvement.AVANCE,
    TypeMouvement.ACOMPTE,
    *(TypeMouvement.SOLDE,) * 2,
    TypeMouvement.REVERSEMENT,
    TypeMouvement.DEMANDE,
    TypeMouvement.REJET,
)
_DU_MAITRE_OUVRAGE: Final = (
    *(TypeMouvement.DEPENSE,) * 3,
    TypeMouvement.ANNULATION,
    TypeMouvement.RECETTE,
)
_PIECES: Final = ("", "", "P-1", "P-2")


class Tirage:
    """Un dossier en train d’être tiré ; ``echelle`` garde les montants du même ordre, pour qu’ils se croisent."""

    def __init__(self, hasard: Random, operations_au_plus: int = 3) -> None:
        self._hasard = hasard
        self._operations_au_plus = operations_au_plus
        self.echelle = self.un([7, 100, 12_345, 10**8, 10**11])

    def un(self, choix: Sequence[T]) -> T:
        return choix[self._hasard.randint(0, len(choix) - 1)]

    def nombre(self, minimum: int, maximum: int) -> int:
        return self._hasard.randint(minimum, maximum)

    def une_fois_sur(self, combien: int) -> bool:
        return self._hasard.randint(1, combien) == combien

    def montant(self) -> int:
        if self.une_fois_sur(10):
            return 0
        if self.une_fois_sur(3):
            return self.un([self.echelle, self.echelle // 2, self.echelle // 3])
        return self._hasard.randint(0, self.echelle)

    def date(self) -> datetime.date:
        return self.un(DATES)

    def operation(self, code: str, version: int) -> Operation:
        tire = operation(
            code,
            version=version,
            famille=self.un(["01", "06", "08"]),
            maitre_ouvrage=self.un(["VILLE", "OPH", "Un maître d’ouvrage libre"]),
            cout_ht=self.montant(),
            base=Base.HT,
            taux_tva=self.un([None, Fraction(55, 1000), Fraction(196, 1000), Fraction(1, 3)]),
            cout_ttc=self.montant() if self.une_fois_sur(4) else None,
            assiette=self.montant() if self.une_fois_sur(2) else None,
            taux_anru=self.un(TAUX),
            nature_cout=self.un([NatureCout.BRUT, NatureCout.BRUT, NatureCout.DEFICIT]),
            achevement=self.date() if self.une_fois_sur(2) else None,
            statut=Statut.ABANDONNEE if self.une_fois_sur(10) else Statut.ACTIVE,
        )
        if (tire.taux_tva is None and tire.cout_ttc is None) or not self.une_fois_sur(3):
            return tire
        return replace(tire, base=Base.TTC)

    def ligne(self, code: str, version: int) -> LignePlan:
        return LignePlan(
            version=version,
            operation=code,
            financeur=self.un(FINANCEURS).code,
            nature=self.un([Nature.SUBVENTION, Nature.SUBVENTION, Nature.PRET, Nature.FONDS_PROPRES]),
            montant=self.montant(),
            regle_cloture=self.un([None, None, None, *RegleCloture]),
        )

    def mouvement(self, code: str, plan: Sequence[LignePlan]) -> Mouvement:
        if self.une_fois_sur(4):
            genre = self.un(_DU_MAITRE_OUVRAGE)
            return Mouvement(
                date=self.date(), type=genre, operation=code, montant=self.montant(), piece=self.un(_PIECES)
            )
        siennes = [ligne for ligne in plan if ligne.operation == code]
        financeur, nature = self.un(FINANCEURS).code, self.un(tuple(Nature))
        if siennes and not self.une_fois_sur(6):
            visee = self.un(siennes)
            financeur, nature = visee.financeur, visee.nature
        sans_ambiguite = len({ligne.nature for ligne in siennes if ligne.financeur == financeur}) <= 1
        return Mouvement(
            date=self.date(),
            type=self.un(_PAYABLES),
            operation=code,
            financeur=financeur,
            nature=None if sans_ambiguite and self.une_fois_sur(3) else nature,
            montant=self.montant(),
            piece=self.un(_PIECES),
        )

    def retours(self, mouvement: Mouvement) -> list[Mouvement]:
        """Ce qui ramène un mouvement : en une fois ou en deux, à la pièce ou au montant, parfois presque."""
        inverse = INVERSES.get(mouvement.type)
        if inverse is None:
            return []
        part = self.nombre(0, mouvement.montant) if self.une_fois_sur(3) else mouvement.montant
        parts = [part, mouvement.montant - part] if part < mouvement.montant else [part]
        if self.une_fois_sur(5):
            parts = parts[:1]
        piece = self.un(_PIECES) if self.une_fois_sur(3) else mouvement.piece
        suite = DATES if self.une_fois_sur(4) else [jour for jour in DATES if jour >= mouvement.date]
        return [replace(mouvement, date=self.un(suite), type=inverse, montant=p, piece=piece) for p in parts]

    def engagement(self, ligne: LignePlan) -> Mouvement:
        return Mouvement(
            date=self.date(),
            type=TypeMouvement.ENGAGEMENT,
            operation=ligne.operation,
            financeur=ligne.financeur,
            nature=ligne.nature,
            montant=self.un([ligne.montant, self.montant()]),
        )

    def residus(self, code: str) -> tuple[LignePlan, ...]:
        """Des lignes au résidu dont rien n’est programmé : à qui revient le reste ?"""
        financeur = self.un(FINANCEURS).code
        return tuple(
            LignePlan(
                version=0, operation=code, financeur=f, nature=nature, montant=0, regle_cloture=RegleCloture.RESIDU
            )
            for f, nature in (
                (financeur, self.un([Nature.SUBVENTION, Nature.PRET])),
                (self.un([financeur, "OPH"]), Nature.FONDS_PROPRES),
            )
        )

    def demande(self, ligne: LignePlan) -> Mouvement:
        """Une demande qui fait voir une ligne dont rien n’est programmé."""
        return Mouvement(
            date=DATES[0],
            type=TypeMouvement.DEMANDE,
            operation=ligne.operation,
            financeur=ligne.financeur,
            nature=ligne.nature,
            montant=1,
        )

    def solde_reverse(self, ligne: LignePlan) -> tuple[Mouvement, ...]:
        """Une ligne engagée, soldée, dont on a reversé plus que le payé."""
        montant = self.nombre(1, self.echelle)
        mouvements = (
            (TypeMouvement.ENGAGEMENT, montant),
            (TypeMouvement.SOLDE, montant),
            (TypeMouvement.REVERSEMENT, montant + self.nombre(1, 10)),
        )
        return tuple(
            Mouvement(
                date=DATES[0],
                type=genre,
                operation=ligne.operation,
                financeur=ligne.financeur,
                nature=ligne.nature,
                montant=centimes,
            )
            for genre, centimes in mouvements
        )

    def avenants(self) -> tuple[Avenant, ...]:
        signes = sorted({self.date() for _ in range(self.nombre(0, 3))})
        return tuple(
            avenant(
                2 * rang,
                signe.isoformat(),
                date_limite_engagement=self.date() if self.une_fois_sur(3) else None,
                tableau=PorteeTableau.COMPLET if self.une_fois_sur(4) else PorteeTableau.PARTIEL,
            )
            for rang, signe in enumerate(signes, 1)
        )

    def projet(self) -> Projet:
        avenants = self.avenants()
        versions = [0, *(a.numero for a in avenants)]
        codes = [f"OP-{rang}" for rang in range(1, self.nombre(1, self._operations_au_plus) + 1)]
        operations: list[Operation] = []
        plan: dict[tuple[object, ...], LignePlan] = {}
        for code in codes:
            creation = self.un(versions) if self.une_fois_sur(4) else 0
            siennes = sorted({creation, *(v for v in versions if v > creation and self.une_fois_sur(2))})
            operations += [self.operation(code, version) for version in siennes]
            for _ in range(self.nombre(0, 7)):
                ligne = self.ligne(code, self.un([v for v in versions if v >= siennes[0]]))
                plan[ligne.version, ligne.cle] = ligne
            if siennes[0] == 0 and self.une_fois_sur(5):
                plan = {(ligne.version, ligne.cle): ligne for ligne in (*self.residus(code), *plan.values())}
        lignes = tuple(plan.values())
        reversees = [ligne for ligne in lignes if self.une_fois_sur(20)]
        reestimations = {
            (code, jour): Reestimation(date=jour, operation=code, cout=self.montant())
            for code in codes
            for jour in [self.date() for _ in range(self.nombre(0, 2))]
        }
        mouvements = [
            *(self.engagement(ligne) for ligne in lignes if self.une_fois_sur(2)),
            *(self.mouvement(self.un(codes), lignes) for _ in range(self.nombre(0, 12) * len(codes))),
        ]
        mouvements += [retour for m in mouvements if self.une_fois_sur(3) for retour in self.retours(m)]
        mouvements += [mouvement for ligne in reversees for mouvement in self.solde_reverse(ligne)]
        mouvements += [self.demande(ligne) for ligne in lignes if not ligne.montant]
        return Projet(
            convention=convention(
                financeurs=tuple(
                    replace(f, engagement=ModeEngagement.REPUTE) if self.une_fois_sur(4) else f for f in FINANCEURS
                ),
                avenants=avenants,
                date_signature=datetime.date(2004, 7, 1),
                date_limite_engagement=LIMITE,
            ),
            operations=tuple(operations),
            plan=lignes,
            journal=tuple(mouvements),
            reestimations=tuple(reestimations.values()),
        )


def tirer(hasard: Random) -> tuple[Projet, datetime.date]:
    """Un dossier, et une date à laquelle le clore."""
    tirage = Tirage(hasard)
    return tirage.projet(), tirage.date()


def au_hasard(graine: int) -> tuple[Projet, datetime.date]:
    """Le dossier de cette graine, le même à chaque passage."""
    return tirer(Random(graine))  # noqa: S311 -- un tirage de test, sans secret


def dossiers() -> st.SearchStrategy[tuple[Projet, datetime.date]]:
    """Les mêmes dossiers, sous la conduite d’hypothesis."""
    return st.randoms(note_method_calls=False, use_true_random=False).map(tirer)

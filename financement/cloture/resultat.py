"""La clôture d’un projet : une ligne par financement, des totaux sans compensation."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import groupby
from operator import attrgetter, sub
from typing import TYPE_CHECKING, Final

from financement.affichage.cadre import colonne_de_montants
from financement.affichage.grandeurs import LIBELLES_GRANDEURS
from financement.affichage.table_html import table_html
from financement.calculs.lignes import LigneSuivie, lignes_suivies
from financement.calculs.situation import Situation, calculer_situation
from financement.calculs.tableau import regle_par_defaut
from financement.cloture.etat import EtatLigne, EtatOperation, etat_de_l_operation, etat_de_la_ligne
from financement.cloture.faits import FaitsOperation, faits_des_operations
from financement.cloture.montant import Classee, MontantCloture, montants_de_cloture
from financement.dossier.nomenclature import RegleCloture
from financement.dossier.plan import CleLigne
from financement.dossier.projet import Projet
from financement.valeurs import validation
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "GRANDEURS_DE_CLOTURE",
    "POUR_MEMOIRE",
    "Cloture",
    "EquilibreOperation",
    "LigneCloturee",
    "MontantsCloture",
    "TotalCloture",
    "calculer_cloture",
    "clore",
]

# Ce qui se dit d'un autofinancement ; le reste n'a de sens que d'une somme due.
POUR_MEMOIRE: Final = ("programme", "montant_cloture", "economie")


@dataclass(frozen=True, slots=True)
class LigneCloturee:
    """Une ligne à la clôture, montants en centimes.

    ``engage`` est l’engagé net, compté zéro s’il est négatif. Lois : montant = payé + solde à verser − trop-perçu ;
    engagé + à engager = montant + à dégager ; programmé = montant + économie.
    """

    suivie: LigneSuivie
    faits: FaitsOperation
    regle: RegleCloture
    etat: EtatLigne
    calcul: MontantCloture

    @property
    def cle(self) -> CleLigne:
        """Opération, financeur, nature."""
        return self.suivie.cle

    @property
    def programme(self) -> int:
        """Montant programmé."""
        return self.suivie.programme

    @property
    def engage(self) -> int:
        """Engagé net, au moins zéro."""
        return max(0, self.suivie.engage)

    @property
    def paye(self) -> int:
        """Payé net des reversements."""
        return self.suivie.paye

    @property
    def montant_cloture(self) -> int:
        """Montant de clôture : la subvention définitive, ou ce qui en tient lieu."""
        return self.calcul.montant

    @property
    def solde_a_verser(self) -> int:
        """Ce qui reste à payer pour atteindre le montant de clôture."""
        return max(0, self.montant_cloture - self.paye)

    @property
    def trop_percu(self) -> int:
        """Ce qui a été payé au-delà ; donne lieu à un ordre de reversement."""
        return max(0, self.paye - self.montant_cloture)

    @property
    def a_degager(self) -> int:
        """Engagé au-delà du montant de clôture."""
        return max(0, self.engage - self.montant_cloture)

    @property
    def a_engager(self) -> int:
        """Montant de clôture pas encore engagé."""
        return max(0, self.montant_cloture - self.engage)

    @property
    def economie(self) -> int:
        """Programmé − montant de clôture ; négative, c’est un dépassement."""
        return self.programme - self.montant_cloture

    def grandeurs(self) -> tuple[int, ...]:
        """Les grandeurs, dans l’ordre de :data:`GRANDEURS_DE_CLOTURE` : en une fois, pour les sommer."""
        programme, engage, paye, montant = self.programme, self.engage, self.paye, self.montant_cloture
        solde, degagement = montant - paye, engage - montant
        return (
            programme,
            engage,
            paye,
            montant,
            max(0, solde),
            max(0, -solde),
            max(0, degagement),
            max(0, -degagement),
            programme - montant,
        )


@dataclass(frozen=True, slots=True)
class MontantsCloture:
    """Sommes de lignes, en centimes : un trop-perçu n’y compense jamais un solde."""

    programme: int
    engage: int
    paye: int
    montant_cloture: int
    solde_a_verser: int
    trop_percu: int
    a_degager: int
    a_engager: int
    economie: int

    def valeurs(self) -> tuple[int, ...]:
        """Les montants, dans l’ordre de :data:`GRANDEURS_DE_CLOTURE`."""
        return _valeurs(self)

    def __sub__(self, autre: "MontantsCloture") -> "MontantsCloture":
        return MontantsCloture(*map(sub, self.valeurs(), autre.valeurs()))


GRANDEURS_DE_CLOTURE: Final = tuple(champ.name for champ in fields(MontantsCloture))
_valeurs: Final[Callable[[MontantsCloture], tuple[int, ...]]] = attrgetter(*GRANDEURS_DE_CLOTURE)


@dataclass(frozen=True, slots=True)
class TotalCloture(MontantsCloture):
    """Sommes de toutes les lignes, et dont celles des ``concours`` (subventions et prêts), en centimes.

    Ce qui est dû, à engager ou à rendre se lit sur les ``concours`` ; l’``autofinancement`` est l’argent du maître
    d’ouvrage, pour mémoire (lecture C). Loi : total = concours + autofinancement, montant par montant.
    """

    concours: MontantsCloture = field(kw_only=True)

    @property
    def autofinancement(self) -> MontantsCloture:
        """Sommes des lignes de fonds propres."""
        return self - self.concours

    @classmethod
    def de(cls, lignes: Collection[LigneCloturee]) -> "TotalCloture":
        """Le total de ``lignes``."""
        concours = MontantsCloture(*_sommes(ligne for ligne in lignes if ligne.cle.est_concours))
        return cls(*_sommes(lignes), concours=concours)

    @classmethod
    def somme(cls, totaux: Collection["TotalCloture"]) -> "TotalCloture":
        """La somme exacte de ``totaux``, montant par montant."""
        concours = MontantsCloture(*_additionner(total.concours.valeurs() for total in totaux))
        return cls(*_additionner(total.valeurs() for total in totaux), concours=concours)


def _sommes(lignes: Iterable[LigneCloturee]) -> tuple[int, ...]:
    return _additionner(ligne.grandeurs() for ligne in lignes)


def _additionner(rangees: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """Sommes colonne par colonne ; zéros sans rangée."""
    return tuple(map(sum, zip(*rangees, strict=True))) or (0,) * len(GRANDEURS_DE_CLOTURE)


@dataclass(frozen=True, slots=True)
class EquilibreOperation:
    """Plan final d’une opération en regard de son coût final, en centimes."""

    faits: FaitsOperation
    plan_final: int
    a_un_residu: bool

    @property
    def ecart(self) -> int:
        """Plan final − coût final ; zéro quand l’opération se ferme exactement."""
        return self.plan_final - self.faits.cout_final


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cloture:
    """Clôture d’un projet à la date ``au``, dans la version de ``situation.tableau``.

    ``faits`` : ce que l’on sait de chaque opération. ``lignes`` : toutes les lignes programmées ou mouvementées
    (un mouvement annulé en entier n’en est plus un), par opération, financeur et nature, dans l’ordre du dossier.
    """

    situation: Situation
    au: date
    faits: Mapping[str, FaitsOperation]
    lignes: tuple[LigneCloturee, ...]

    def __repr__(self) -> str:
        concours = self.total.concours
        montant, solde = afficher_montant(concours.montant_cloture), afficher_montant(concours.solde_a_verser)
        ou = f"au {afficher_date(self.au)}, version {self.situation.tableau.version}, lignes : {len(self.lignes)}"
        return f"<Clôture {ou}, concours : clôture {montant}, solde à verser {solde}>"

    def _repr_html_(self) -> str:
        titres = [LIBELLES_GRANDEURS[grandeur] for grandeur in GRANDEURS_DE_CLOTURE]
        return table_html(
            f"{repr(self).strip('<>')}, par financeur, en euros ; autofinancement à la clôture pour mémoire",
            ("Financeur", *titres, "Autofinancement"),
            [
                (code, *total.concours.valeurs(), total.autofinancement.montant_cloture)
                for code, total in self.par_financeur().items()
            ],
            ("Total", *self.total.concours.valeurs(), self.total.autofinancement.montant_cloture),
        )

    @property
    def projet(self) -> Projet:
        """Le projet clos."""
        return self.situation.projet

    @property
    def total(self) -> TotalCloture:
        """Total du projet."""
        return TotalCloture.de(self.lignes)

    def _totaux(self, cle: Callable[[LigneCloturee], str], ordre: Iterable[str]) -> dict[str, TotalCloture]:
        groupes: dict[str, list[LigneCloturee]] = {nom: [] for nom in ordre}
        for ligne in self.lignes:
            groupes.setdefault(cle(ligne), []).append(ligne)
        return {nom: TotalCloture.de(lignes) for nom, lignes in groupes.items()}

    def par_financeur(self) -> dict[str, TotalCloture]:
        """Total de chaque financeur de la convention, même sans ligne."""
        return self._totaux(lambda ligne: ligne.cle.financeur, self.situation.axes.financeurs)

    def par_famille(self) -> dict[str, TotalCloture]:
        """Total de chaque famille présente, dans l’ordre du dossier."""
        return self._totaux(lambda ligne: ligne.faits.operation.famille, ())

    def par_maitre_ouvrage(self) -> dict[str, TotalCloture]:
        """Total de chaque maître d’ouvrage, dans l’ordre du dossier."""
        return self._totaux(lambda ligne: ligne.faits.operation.maitre_ouvrage, ())

    def par_operation(self) -> dict[str, TotalCloture]:
        """Total de chaque opération qui a une ligne, dans l’ordre du dossier."""
        return self._totaux(lambda ligne: ligne.cle.operation, ())

    def etats_des_operations(self) -> dict[str, EtatOperation]:
        """État de chaque opération du tableau en vigueur ou qui a une ligne, d’après ses seules lignes de concours."""
        groupes: dict[str, list[EtatLigne]] = {}
        for ligne in self.lignes:
            etats = groupes.setdefault(ligne.cle.operation, [])
            etats += [ligne.etat] if ligne.cle.est_concours else []
        en_vigueur = {operation.code for operation in self.situation.tableau.operations}
        return {
            code: etat_de_l_operation(groupes.get(code, ()), faits)
            for code, faits in self.faits.items()
            if code in groupes or code in en_vigueur
        }

    def equilibres(self) -> Iterator[EquilibreOperation]:
        """Équilibre final de chaque opération du tableau en vigueur ou qui a une ligne, dans l’ordre du dossier."""
        groupes: dict[str, list[LigneCloturee]] = {}
        for ligne in self.lignes:
            groupes.setdefault(ligne.cle.operation, []).append(ligne)
        en_vigueur = {operation.code for operation in self.situation.tableau.operations}
        for code, faits in self.faits.items():
            lignes = groupes.get(code, [])
            if lignes or code in en_vigueur:
                yield EquilibreOperation(
                    faits,
                    sum(ligne.montant_cloture for ligne in lignes),
                    any(ligne.regle is RegleCloture.RESIDU for ligne in lignes),
                )

    def cadre(self, *, unite: str = "centime") -> "pd.DataFrame":
        """Cadre pandas : une ligne par financement, ses montants.

        Montants en centimes (int64), ou en euros (``Decimal``) avec ``unite="euro"`` ; toute autre unité lève
        :class:`ValeurImpossible`.
        """
        import pandas as pd

        identites = [(*ligne.cle, str(ligne.etat)) for ligne in self.lignes]
        cadre = pd.DataFrame(identites, columns=["operation", "financeur", "nature", "etat"])
        for grandeur in GRANDEURS_DE_CLOTURE:
            cadre[grandeur] = colonne_de_montants((getattr(ligne, grandeur) for ligne in self.lignes), unite)
        return cadre


def calculer_cloture(projet: Projet, *, au: date, version: int | None = None) -> Cloture:
    """Clôture d’un projet à la date ``au`` : état, montant de clôture et soldes de chaque ligne.

    ``version`` : celle dont viennent règle, coût, assiette et taux ; par défaut celle en vigueur à la date. Source :
    aucun texte ne publie la formule ; lecture C, calquée sur le régime des subventions de l’État. Lève
    :class:`ValeurImpossible` si la version n’existe pas, ou si ``au`` n’est pas une date sans heure.
    """
    validation.exiger("Clôture", validation.jour("au", au))
    situation = calculer_situation(projet, au=au, version=version)
    return clore(situation, lignes_suivies(situation), au)


def clore(situation: Situation, lignes_de_la_situation: Iterable[LigneSuivie], au: date) -> Cloture:
    """Clôture à la date ``au`` d’une situation déjà calculée et de ses lignes suivies."""
    faits = faits_des_operations(situation, au)
    regles = {ligne.cle: ligne.regle_cloture for ligne in situation.tableau.lignes}
    limite = situation.tableau.date_limite_engagement
    lignes: list[LigneCloturee] = []
    suivies = (ligne for ligne in lignes_de_la_situation if ligne.programme or ligne.restants)
    for code, groupe in groupby(suivies, key=lambda ligne: ligne.cle.operation):
        faits_operation = faits[code]
        classees = []
        for ligne in groupe:
            regle = regles.get(ligne.cle) or regle_par_defaut(ligne.operation, ligne.cle.financeur, ligne.cle.nature)
            classees.append(Classee(ligne, regle, etat_de_la_ligne(ligne, faits_operation, regle, au, limite)))
        montants = montants_de_cloture(classees, faits_operation)
        lignes += [
            LigneCloturee(classee.ligne, faits_operation, classee.regle, classee.etat, montant)
            for classee, montant in zip(classees, montants, strict=True)
        ]
    return Cloture(situation, au, faits, tuple(lignes))

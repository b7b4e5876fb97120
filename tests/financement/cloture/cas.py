"""Les cas de clôture écrits à la main (tests/cas/cloture) : leur schéma, strict, et le projet qu’ils décrivent.

Un cas tient sur un écran : ce qu’il ne dit pas a la valeur ordinaire de ``tests.construction``. Une clé inconnue ou
répétée, un montant mal écrit, une ligne oubliée sont des erreurs : un cas mal lu ne doit pas réussir par hasard.
"""

import datetime
import re
from collections.abc import Callable, Hashable
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

from financement.dossier.convention import Avenant, Convention, Financeur
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import (
    Base,
    Categorie,
    Nature,
    NatureAvenant,
    NatureCout,
    RegleCloture,
    Statut,
    TypeMouvement,
)
from financement.dossier.operation import Operation
from financement.dossier.plan import LignePlan
from financement.dossier.projet import Projet
from financement.dossier.suivi import Reestimation
from financement.valeurs.taux import lire_taux
from tests.construction import convention, financeur

Vocabulaire = TypeVar("Vocabulaire", bound=StrEnum)

DOSSIER: Final = Path(__file__).parents[2] / "cas" / "cloture"

CATEGORIES: Final = {
    "ANRU": Categorie.ANRU,
    "REGION": Categorie.REGION,
    "DEPARTEMENT": Categorie.DEPARTEMENT,
    "VILLE": Categorie.VILLE,
    "EPCI": Categorie.EPCI,
    "CDC": Categorie.CDC,
    "OPH": Categorie.BAILLEUR,
}
FINANCEURS: Final[tuple[Financeur, ...]] = tuple(
    financeur(code, categorie=categorie) for code, categorie in CATEGORIES.items()
)

_MONTANT: Final = re.compile(r"-?[0-9]{1,3}(?: [0-9]{3})*,[0-9]{2}")


def lire_montant_signe(texte: object) -> int:
    """Centimes de « 1 000 000,00 » ou « -73 325,68 » ; milliers séparés et deux décimales obligatoires."""
    if not isinstance(texte, str) or not _MONTANT.fullmatch(texte):
        raise ValueError(f"montant mal écrit : {texte!r} (attendu : « 1 250,50 », entre guillemets)")
    return int(texte.replace(" ", "").replace(",", ""))


def montrer_montant(centimes: int) -> str:
    """Le montant comme l’écrivent les cas."""
    euros, reste = divmod(abs(centimes), 100)
    return f"{'-' if centimes < 0 else ''}{euros:,}".replace(",", " ") + f",{reste:02d}"


def _taux(texte: object) -> Fraction:
    return lire_taux(str(texte))


def _membre(vocabulaire: type[Vocabulaire]) -> Callable[[object], Vocabulaire]:
    """Ce que lit le mot d’un vocabulaire : pydantic ne sait pas interroger une énumération de Python 3.13."""

    def lire(texte: object) -> Vocabulaire:
        return vocabulaire(str(texte))

    return lire


Montant = Annotated[int, BeforeValidator(lire_montant_signe)]
Taux = Annotated[Fraction, BeforeValidator(_taux)]


class _Modele(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AvenantDuCas(_Modele):
    """Un avenant : la version ``numero``, en vigueur à partir de ``date``."""

    numero: int
    date: datetime.date
    limite_engagement: datetime.date | None = None

    def construire(self) -> Avenant:
        return Avenant(
            numero=self.numero,
            nature=NatureAvenant.LOCAL,
            date=self.date,
            date_limite_engagement=self.limite_engagement,
        )


class OperationDuCas(_Modele):
    """Une opération (OP-1, de la Ville, hors taxes, au coût brut, sauf mention contraire) dans une version."""

    code: str = "OP-1"
    version: int = 0
    famille: str = "08"
    maitre_ouvrage: str = "VILLE"
    cout_ht: Montant
    taux_tva: Taux | None = None
    base: Annotated[Base, BeforeValidator(_membre(Base))] = Base.HT
    cout_ttc: Montant | None = None
    nature_cout: Annotated[NatureCout, BeforeValidator(_membre(NatureCout))] = NatureCout.BRUT
    assiette: Montant | None = None
    taux_anru: Taux | None = None
    achevement: datetime.date | None = None
    statut: Annotated[Statut, BeforeValidator(_membre(Statut))] = Statut.ACTIVE

    def construire(self) -> Operation:
        return Operation(libelle=f"Opération {self.code}", **dict(self))


class LigneDuCas(_Modele):
    """Une ligne de plan, en subvention et dans la convention initiale sauf mention contraire."""

    operation: str = "OP-1"
    version: int = 0
    financeur: str
    nature: Annotated[Nature, BeforeValidator(_membre(Nature))] = Nature.SUBVENTION
    montant: Montant
    regle_cloture: Annotated[RegleCloture, BeforeValidator(_membre(RegleCloture))] | None = None

    def construire(self) -> LignePlan:
        return LignePlan(**dict(self))


class MouvementDuCas(_Modele):
    """Un mouvement du journal ; la nature vide est celle de la seule ligne du financeur."""

    date: datetime.date
    type: Annotated[TypeMouvement, BeforeValidator(_membre(TypeMouvement))]
    operation: str = "OP-1"
    financeur: str | None = None
    nature: Annotated[Nature, BeforeValidator(_membre(Nature))] | None = None
    montant: Montant

    def construire(self) -> Mouvement:
        return Mouvement(**dict(self))


class ReestimationDuCas(_Modele):
    """Le coût réestimé d’une opération à une date."""

    date: datetime.date
    operation: str = "OP-1"
    cout: Montant

    def construire(self) -> Reestimation:
        return Reestimation(**dict(self))


class MontantsAttendus(_Modele):
    """Les montants qu’un cas vérifie ; un montant absent n’est pas vérifié, les lois le sont toujours."""

    programme: Montant | None = None
    engage: Montant | None = None
    paye: Montant | None = None
    montant_cloture: Montant
    solde_a_verser: Montant | None = None
    trop_percu: Montant | None = None
    a_degager: Montant | None = None
    a_engager: Montant | None = None
    economie: Montant | None = None

    def montants(self) -> dict[str, int]:
        """Les montants vérifiés, par grandeur."""
        return {nom: getattr(self, nom) for nom in MontantsAttendus.model_fields if getattr(self, nom) is not None}


class LigneAttendue(MontantsAttendus):
    """Ce que la clôture doit dire d’une ligne."""

    operation: str = "OP-1"
    financeur: str
    nature: Annotated[Nature, BeforeValidator(_membre(Nature))] = Nature.SUBVENTION
    etat: str
    fondement: str | None = None

    @property
    def cle(self) -> tuple[str, str, str]:
        """Opération, financeur, nature."""
        return self.operation, self.financeur, self.nature.value


class Cas(_Modele):
    """Un dossier minuscule, la date d’arrêté, et toutes les lignes de la clôture attendue, dans leur ordre.

    ``ecart`` est celui du plan final au coût final, par opération ; une opération qu’il ne nomme pas se ferme juste.
    """

    titre: str
    source: str | None = None
    calcul: str
    au: datetime.date
    limite_engagement: datetime.date = datetime.date(2015, 12, 31)
    avenants: tuple[AvenantDuCas, ...] = ()
    operations: tuple[OperationDuCas, ...]
    plan: tuple[LigneDuCas, ...] = ()
    mouvements: tuple[MouvementDuCas, ...] = ()
    reestimations: tuple[ReestimationDuCas, ...] = ()
    attendu: tuple[LigneAttendue, ...]
    total: MontantsAttendus | None = None
    ecart: dict[str, Montant] = {}

    def construire(self) -> Projet:
        """Le projet du cas."""
        return Projet(
            convention=self._convention(),
            operations=tuple(objet.construire() for objet in self.operations),
            plan=tuple(objet.construire() for objet in self.plan),
            journal=tuple(objet.construire() for objet in self.mouvements),
            reestimations=tuple(objet.construire() for objet in self.reestimations),
        )

    def _convention(self) -> Convention:
        return convention(
            financeurs=FINANCEURS,
            date_limite_engagement=self.limite_engagement,
            avenants=tuple(avenant.construire() for avenant in self.avenants),
        )


class _LecteurSansDoublon(yaml.CSafeLoader):
    """Le lecteur sûr de PyYAML garde en silence la dernière de deux clés égales ; celui-ci refuse la seconde."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        vues: set[object] = set()
        for noeud, _ in node.value:
            cle = self.construct_object(noeud, deep=True)
            if cle in vues:
                raise yaml.constructor.ConstructorError(None, None, f"clé répétée : {cle}", noeud.start_mark)
            vues.add(cle)
        return super().construct_mapping(node, deep)


def lire_cas(texte: str) -> list[Cas]:
    """Les cas d’un fichier YAML : une liste, chacun conforme au schéma."""
    lus = yaml.load(texte, Loader=_LecteurSansDoublon)  # noqa: S506 -- dérivé du lecteur sûr
    if not isinstance(lus, list):
        raise TypeError("un fichier de cas est une liste de cas")
    return [Cas.model_validate(_en_tuples(lu)) for lu in lus]


def _en_tuples(valeur: object) -> object:
    """Les listes du YAML en tuples : le schéma est figé."""
    if isinstance(valeur, list):
        return tuple(_en_tuples(element) for element in valeur)
    if isinstance(valeur, dict):
        return {cle: _en_tuples(element) for cle, element in valeur.items()}
    return valeur


def tous_les_cas() -> list[tuple[str, Cas]]:
    """Chaque cas de chaque fichier, avec son nom « fichier : titre », dans l’ordre des fichiers."""
    return [
        (f"{chemin.stem} : {cas.titre}", cas)
        for chemin in sorted(DOSSIER.glob("*.yaml"))
        for cas in lire_cas(chemin.read_text(encoding="utf-8"))
    ]

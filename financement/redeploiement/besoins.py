"""Ce que l’on demande à un redéploiement : les opérations à servir, leurs priorités, ce que l’on s’impose.

Les montants sont en centimes. Une priorité est le poids de chaque euro reçu.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from financement.dossier.nomenclature import CONCOURS, Nature
from financement.fautes.faute import Faute, faute
from financement.fautes.provenance import INCONNUE, Provenance
from financement.valeurs import validation
from financement.valeurs.montants import afficher_montant, ecrire_montant
from financement.valeurs.ressemblance import proposition
from financement.valeurs.validation import CHOIX_INCONNU, VALEUR_ABSENTE, VALEUR_INTERDITE

__all__ = [
    "PRIORITE_MAXIMALE",
    "BesoinDeCredits",
    "ContrainteVoulue",
    "DemandeDeRedeploiement",
    "EconomieRetenue",
    "GenreContrainte",
    "PasDeRedeploiement",
]

PRIORITE_MAXIMALE: Final = 1000
NOMBRE_MAXIMAL: Final = 1000
"""Les besoins d’une demande, au plus."""


class PasDeRedeploiement(StrEnum):
    """Ce dont chaque mouvement est un multiple."""

    EURO = "euro"
    CENTIME = "centime"

    @property
    def centimes(self) -> int:
        """Le pas, en centimes."""
        return 100 if self is PasDeRedeploiement.EURO else 1


class GenreContrainte(StrEnum):
    """Ce que l’on peut s’imposer, en plus des règles."""

    PART_MINIMALE = "part_minimale"
    SANS_AVENANT = "sans_avenant"
    PLAFOND = "plafond"
    PLANCHER = "plancher"
    NOMBRE_MAXIMAL = "nombre_maximal"
    TOUT_OU_RIEN = "tout_ou_rien"
    SEUIL = "seuil"
    EXCLUSION = "exclusion"
    ENSEMBLE = "ensemble"


_PARAMETRES: Final = MappingProxyType(
    {
        GenreContrainte.PART_MINIMALE: "part",
        GenreContrainte.PLAFOND: "montant",
        GenreContrainte.PLANCHER: "montant",
        GenreContrainte.SEUIL: "montant",
        GenreContrainte.NOMBRE_MAXIMAL: "nombre",
    }
)
_MESURES: Final = ("montant", "part", "nombre")


@dataclass(frozen=True, slots=True, kw_only=True)
class BesoinDeCredits:
    """Une opération qui peut recevoir, de ``minimum`` à ``maximum`` (centimes).

    ``assiette``, ``taux`` : ceux auxquels l’avenant porterait l’opération, s’ils changent ; le mouvement relève alors
    du comité.
    """

    operation: str
    maximum: int
    minimum: int = 0
    priorite: Fraction = Fraction(1)
    assiette: int | None = None
    taux: Fraction | None = None
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Besoin",
            validation.code("operation", self.operation),
            validation.montant("maximum", self.maximum),
            validation.montant("minimum", self.minimum),
            validation.instance("priorite", self.priorite, Fraction),
            validation.montant_facultatif("assiette", self.assiette),
            validation.taux_facultatif("taux", self.taux),
        )
        validation.exiger("Besoin", self._minimum_excessif(), self._priorite_impossible())

    def _minimum_excessif(self) -> Faute | None:
        if self.minimum <= self.maximum:
            return None
        return faute(
            VALEUR_INTERDITE,
            Provenance(colonne="minimum"),
            ecrire_montant(self.minimum),
            regle=f"le minimum dépasse le maximum ({afficher_montant(self.maximum)})",
            correction="Abaisser le minimum, ou relever le maximum.",
        )

    def _priorite_impossible(self) -> Faute | None:
        if 0 < self.priorite <= PRIORITE_MAXIMALE:
            return None
        return faute(
            VALEUR_INTERDITE,
            Provenance(colonne="priorite"),
            str(self.priorite),
            regle=f"une priorité est plus grande que zéro, et de {PRIORITE_MAXIMALE} au plus",
            correction="Donner à chaque besoin une priorité comme 1, 2 ou 3.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomieRetenue:
    """Ce que l’on veut bien reprendre de l’économie d’une opération, en centimes."""

    operation: str
    montant: int
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Économie", validation.code("operation", self.operation), validation.montant("montant", self.montant)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrainteVoulue:
    """Une contrainte sur les besoins des ``operations``, de la ``famille``, du ``maitre_ouvrage`` ; sur tous sinon.

    ``montant`` en centimes (plafond, plancher, seuil), ``part`` (part minimale), ``nombre`` (nombre maximal).
    """

    genre: GenreContrainte
    operations: tuple[str, ...] = ()
    famille: str | None = None
    maitre_ouvrage: str | None = None
    montant: int | None = None
    part: Fraction | None = None
    nombre: int | None = None
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Contrainte",
            validation.choix("genre", self.genre, GenreContrainte),
            validation.suite("operations", self.operations, str),
            validation.code_facultatif("famille", self.famille),
            validation.code_facultatif("maitre_ouvrage", self.maitre_ouvrage),
            validation.montant_facultatif("montant", self.montant),
            validation.taux_facultatif("part", self.part),
            None if self.nombre is None else validation.entier("nombre", self.nombre, 0, NOMBRE_MAXIMAL),
        )
        validation.exiger("Contrainte", *self._mesures())

    def _mesures(self) -> Iterator[Faute]:
        """La mesure que le genre demande, et aucune autre."""
        attendue = _PARAMETRES.get(self.genre)
        for mesure in _MESURES:
            valeur = getattr(self, mesure)
            if mesure == attendue and valeur is None:
                yield faute(VALEUR_ABSENTE, Provenance(colonne=mesure))
            if mesure != attendue and valeur is not None:
                demande = "n’a pas de mesure" if attendue is None else f"se mesure par « {attendue} »"
                yield faute(
                    VALEUR_INTERDITE,
                    Provenance(colonne=mesure),
                    mesure,
                    regle=f"une contrainte « {self.genre} » {demande}",
                    correction=f"Retirer « {mesure} », ou changer de genre.",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeDeRedeploiement:
    """La demande entière : d’un ``financeur`` et d’une ``nature`` de concours.

    ``economies`` : celles de la clôture (``None``), celles-ci dans la limite d’un montant, ou celles qu’on retient
    opération par opération. ``pas`` : ``None`` suit l’unité de la convention.
    """

    financeur: str
    nature: Nature = Nature.SUBVENTION
    pas: PasDeRedeploiement | None = None
    economies: int | tuple[EconomieRetenue, ...] | None = None
    besoins: tuple[BesoinDeCredits, ...]
    contraintes: tuple[ContrainteVoulue, ...] = ()
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Besoins",
            validation.code("financeur", self.financeur),
            validation.choix("nature", self.nature, Nature),
            None if self.pas is None else validation.choix("pas", self.pas, PasDeRedeploiement),
            self._economies_impossibles(),
            validation.suite("besoins", self.besoins, BesoinDeCredits),
            validation.suite("contraintes", self.contraintes, ContrainteVoulue),
        )
        retenues = self.economies if isinstance(self.economies, tuple) else ()
        validation.exiger(
            "Besoins",
            self._nature_impossible(),
            *_en_double("besoins", self.besoins),
            *_en_double("economies", retenues),
            *self._cibles_inconnues(),
        )

    def _economies_impossibles(self) -> Faute | None:
        if isinstance(self.economies, tuple):
            return validation.suite("economies", self.economies, EconomieRetenue)
        return validation.montant_facultatif("economies", self.economies)

    def _nature_impossible(self) -> Faute | None:
        if self.nature in CONCOURS:
            return None
        return faute(
            VALEUR_INTERDITE,
            Provenance(colonne="nature"),
            self.nature,
            regle="seuls une subvention ou un prêt se redéploient",
            correction="Écrire subvention ou pret.",
        )

    def _cibles_inconnues(self) -> Iterator[Faute]:
        connues = [besoin.operation for besoin in self.besoins]
        for contrainte in self.contraintes:
            for operation in contrainte.operations:
                if operation not in connues:
                    yield faute(
                        CHOIX_INCONNU,
                        contrainte.provenance.a_la_colonne("operations"),
                        operation,
                        proposition=proposition(operation, connues),
                        choix="les opérations des besoins",
                    )


def _en_double(champ: str, demandes: Iterable[BesoinDeCredits | EconomieRetenue]) -> Iterator[Faute]:
    vues = Counter[str]()
    for demande in demandes:
        vues[demande.operation] += 1
        if vues[demande.operation] > 1:
            yield faute(
                VALEUR_INTERDITE,
                demande.provenance.a_la_colonne("operation"),
                demande.operation,
                regle=f"cette opération figure déjà dans « {champ} »",
                correction="N’en garder qu’une.",
            )

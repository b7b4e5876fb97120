"""Un paramètre de règlement : une valeur, son unité, sa période, son texte et la confiance qu'on lui porte."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from financement import validation
from financement.catalogue import CodeFaute
from financement.fautes import Faute, faute
from financement.provenance import INCONNUE, Provenance

__all__ = ["Confiance", "Parametre", "UniteParametre"]


class Confiance(StrEnum):
    """Ce sur quoi repose une règle."""

    TEXTE_LU = "A"
    SOURCE_SECONDAIRE = "B"
    LECTURE = "C"
    USAGE = "D"

    @property
    def est_interpretation(self) -> bool:
        """La règle est notre lecture ou un usage : tout résultat qui en dépend le dit."""
        return self in (Confiance.LECTURE, Confiance.USAGE)


class UniteParametre(StrEnum):
    """Unité d'une valeur de paramètre ; les euros sont en centimes dans le noyau."""

    TAUX = "taux"
    EUROS = "euros"
    EUROS_PAR_LOGEMENT = "euros_par_logement"
    EUROS_PAR_AN = "euros_par_an"
    MOIS = "mois"
    ETP = "etp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre:
    """Une valeur réglementaire.

    ``valeur`` : un rationnel exact ; une part pour un taux (9/20 pour 45 %), des centimes pour des euros.
    ``debut`` et ``fin`` bornent, bornes incluses, les dates où elle vaut ; ``familles`` vide vaut pour toutes ;
    ``produit`` précise un cas (PLUS, PLAI, PLUS-CD…), vide pour le cas général.
    """

    cle: str
    valeur: Fraction
    unite: UniteParametre
    debut: date
    fin: date | None = None
    familles: tuple[str, ...] = ()
    produit: str = ""
    reference: str
    confiance: Confiance
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def __post_init__(self) -> None:
        validation.exiger(
            "Paramètre",
            validation.code("cle", self.cle),
            self._valeur_impossible(),
            validation.choix("unite", self.unite, UniteParametre),
            validation.jour("debut", self.debut),
            validation.jour_facultatif("fin", self.fin),
            validation.suite("familles", self.familles, str),
            validation.texte("produit", self.produit),
            validation.texte_obligatoire("reference", self.reference),
            validation.choix("confiance", self.confiance, Confiance),
        )

    def _valeur_impossible(self) -> Faute | None:
        if type(self.valeur) is Fraction and self.valeur >= 0:
            return None
        return faute(
            CodeFaute.CLE_MAUVAIS_TYPE,
            Provenance(colonne="valeur"),
            str(self.valeur),
            attendu="un rationnel exact positif (fractions.Fraction)",
        )

    @property
    def identite(self) -> tuple[str, str, tuple[str, ...]]:
        """Ce qu'une surcharge remplace : même clé, même produit, mêmes familles."""
        return self.cle, self.produit, self.familles

    def vaut(self, jour: date, famille: str, produit: str) -> bool:
        """Le paramètre s'applique ce jour, à cette famille et à ce produit."""
        return (
            self.debut <= jour
            and (self.fin is None or jour <= self.fin)
            and (not self.familles or famille in self.familles)
            and self.produit in ("", produit)
        )

"""Un paramètre de règlement : une valeur, son unité, sa période, son texte et la confiance qu’on lui porte."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from financement.fautes.faute import Faute, faute
from financement.fautes.provenance import INCONNUE, Provenance
from financement.reglement.valeur import ATTENDUS, UniteParametre, ecrire_valeur, est_permise
from financement.valeurs import validation
from financement.valeurs.validation import CLE_MAUVAIS_TYPE, VALEUR_INTERDITE

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
            *(validation.code("familles", famille) for famille in self.familles if type(famille) is str),
            validation.texte("produit", self.produit),
            validation.texte_obligatoire("reference", self.reference),
            validation.choix("confiance", self.confiance, Confiance),
            _periode_impossible(self.debut, self.fin),
        )

    def _valeur_impossible(self) -> Faute | None:
        if type(self.unite) is not UniteParametre:
            return None
        if type(self.valeur) is Fraction and est_permise(self.unite, self.valeur):
            return None
        attendu = f"{ATTENDUS[self.unite]} (fractions.Fraction)"
        return faute(CLE_MAUVAIS_TYPE, Provenance(colonne="valeur"), str(self.valeur), attendu=attendu)

    @property
    def valeur_ecrite(self) -> str:
        """La valeur comme un dossier l’écrit : ``45 %``, ``50000,00`` (euros), ``24`` (mois), ``0,5`` (ETP)."""
        return ecrire_valeur(self.unite, self.valeur)

    @property
    def identite(self) -> tuple[str, str, tuple[str, ...]]:
        """La règle que donne le paramètre, à sa période près : même clé, même produit, mêmes familles."""
        return self.cle, self.produit, tuple(sorted(set(self.familles)))

    @property
    def precision(self) -> tuple[bool, bool]:
        """Rang d’un paramètre parmi ceux de sa clé : le produit précise plus que la famille."""
        return bool(self.produit), bool(self.familles)

    def vaut(self, jour: date, famille: str, produit: str) -> bool:
        """Le paramètre s’applique ce jour, à cette famille et à ce produit."""
        return (
            self.debut <= jour
            and (self.fin is None or jour <= self.fin)
            and (not self.familles or famille in self.familles)
            and self.produit in ("", produit)
        )

    def recoupe(self, autre: "Parametre") -> bool:
        """Les deux paramètres ont la même clé et s’appliquent ensemble à un cas au moins."""
        return (
            self.cle == autre.cle
            and (self.fin is None or autre.debut <= self.fin)
            and (autre.fin is None or self.debut <= autre.fin)
            and (not self.familles or not autre.familles or not set(self.familles).isdisjoint(autre.familles))
            and (self.produit == autre.produit or "" in (self.produit, autre.produit))
        )


def _periode_impossible(debut: object, fin: object) -> Faute | None:
    if type(debut) is not date or type(fin) is not date or debut <= fin:
        return None
    return faute(
        VALEUR_INTERDITE,
        Provenance(colonne="fin"),
        fin.isoformat(),
        regle="la fin précède le début",
        correction="Corriger l’une des deux dates ; les deux sont incluses.",
    )

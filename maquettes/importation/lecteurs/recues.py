"""Ce que rend un lecteur : la valeur, son écriture dans le dossier, et ce que la lecture a précisé ou arrondi."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from financement.dossier.nomenclature import Base, Unite
from financement.valeurs.dates import Semestre, afficher_date
from financement.valeurs.montants import afficher_montant, ecrire_montant
from financement.valeurs.quantites import ecrire_quantite
from financement.valeurs.taux import ecrire_taux

__all__ = ["DateRecue", "MontantRecu", "Precision", "QuantiteRecue", "SemestreRecu", "TauxRecu", "ValeurRecue"]

_BRUIT = Fraction(1, 10_000)


class Precision(StrEnum):
    """Ce que dit le texte d’une date, et jusqu’où."""

    JOUR = "jour"
    MOIS = "mois"
    TRIMESTRE = "trimestre"
    SEMESTRE = "semestre"
    ANNEE = "année"


class ValeurRecue(NamedTuple):
    """Une valeur qui n’est que son texte."""

    texte: str
    remarque: str = ""


class MontantRecu(NamedTuple):
    """Un montant, en centimes, négatif s’il l’est.

    ``exact`` : en centimes, avant l’arrondi, s’il y en a eu un ; ``base`` : celle que dit la cellule, « 12 000 € HT ».
    """

    centimes: int
    exact: Fraction | None = None
    base: Base | None = None

    @property
    def texte(self) -> str:
        """Comme l’écrit le dossier, ``1250,50`` ; un montant négatif garde son signe, que le dossier refuse."""
        return ecrire_montant(self.centimes)

    @property
    def est_arrondi(self) -> bool:
        """Le montant n’était pas un nombre entier de centimes."""
        return self.exact is not None

    @property
    def est_un_bruit(self) -> bool:
        """L’arrondi n’ôte que ce qu’un calcul de tableur laisse au-delà du dix-millième de centime."""
        return self.exact is not None and abs(self.exact - self.centimes) < _BRUIT

    @property
    def remarque(self) -> str:
        """Ce que l’arrondi a changé ; vide s’il n’y en a pas eu."""
        if not self.est_arrondi:
            return ""
        rendu = afficher_montant(self.centimes)
        return f"arrondi au centime le plus proche, un demi-centime s’éloignant de zéro : {rendu}"


class DateRecue(NamedTuple):
    """Une date ; ``jour`` : le dernier de ce que dit le texte, un mois, un semestre, une année.

    ``mots`` : le texte entier, s’il dit autre chose qu’une date (« livré le 12/03/2010 ») ou l’année à deux chiffres.
    """

    jour: date
    precision: Precision = Precision.JOUR
    mots: str = ""

    @property
    def texte(self) -> str:
        """Comme l’écrit le dossier : ``2011-03-31``."""
        return self.jour.isoformat()

    @property
    def semestre(self) -> Semestre:
        """Le semestre du jour."""
        return Semestre.de(self.jour)

    @property
    def remarque(self) -> str:
        """Ce qui a été supposé ou laissé de côté ; vide si le texte dit le jour et rien d’autre."""
        remarques = []
        if self.precision is not Precision.JOUR:
            article = "de l’" if self.precision is Precision.ANNEE else "du "
            dit = f"le jour n’est pas dit, le dernier {article}{self.precision} est pris : {afficher_date(self.jour)}"
            remarques.append(dit)
        if self.mots:
            remarques.append(f"lu dans « {self.mots} »")
        return ", ".join(remarques)


class SemestreRecu(NamedTuple):
    """Un semestre, écrit comme tel ou contenant la date lue."""

    semestre: Semestre

    @property
    def texte(self) -> str:
        """Comme l’écrit le dossier : ``2008-S1``."""
        return str(self.semestre)

    @property
    def remarque(self) -> str:
        """Toujours vide : rien n’est supposé."""
        return ""


class QuantiteRecue(NamedTuple):
    """Une quantité, et son unité si le texte la dit."""

    quantite: Decimal
    unite: Unite | None = None

    @property
    def texte(self) -> str:
        """Comme l’écrit le dossier : ``144``, ``0,8``."""
        return ecrire_quantite(self.quantite)

    @property
    def remarque(self) -> str:
        """Toujours vide : rien n’est supposé."""
        return ""


class TauxRecu(NamedTuple):
    """Un taux, exact."""

    taux: Fraction

    @property
    def texte(self) -> str:
        """Comme l’écrit le dossier : ``45 %``, ``1/3``."""
        return ecrire_taux(self.taux)

    @property
    def remarque(self) -> str:
        """Toujours vide : rien n’est supposé."""
        return ""

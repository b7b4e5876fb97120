"""Une série d’indices datée, donnée comme une donnée : son nom, sa source, la valeur de chaque date."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from financement.fautes.faute import DossierRefuse
from financement.fautes.provenance import INCONNUE, Provenance
from financement.scenarios.hypothese import impossible
from financement.valeurs.dates import afficher_date

__all__ = ["Serie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Serie:
    """``valeurs`` : les dates croissantes et l’indice qui vaut depuis chacune ; ``source`` : qui le publie."""

    nom: str
    source: str = ""
    valeurs: tuple[tuple[date, Fraction], ...]
    provenance: Provenance = field(default=INCONNUE, compare=False, repr=False)

    def en_vigueur(self, jour: date, lieu: Provenance) -> Fraction:
        """L’indice du ``jour`` : le dernier connu à cette date (lecture D).

        Lève :class:`DossierRefuse`, à ce ``lieu``, si la série commence après.
        """
        connus = [indice for le, indice in self.valeurs if le <= jour]
        if not connus:
            premier = afficher_date(self.valeurs[0][0])
            raise DossierRefuse(
                [
                    impossible(
                        lieu,
                        f"La série « {self.nom} » commence le {premier} et n’a pas d’indice au {afficher_date(jour)}",
                        "Compléter la série, ou donner une date qu’elle couvre.",
                    )
                ]
            )
        return connus[-1]

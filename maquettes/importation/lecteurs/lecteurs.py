"""Les lecteurs, par leur nom : ce qui lit une cellule quand sa colonne dit quelle sorte de valeur elle porte."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

from maquettes.importation.lecteurs.codes import lire_code_d_operation
from maquettes.importation.lecteurs.dates import lire_date_recue, lire_semestre_recu
from maquettes.importation.lecteurs.libelles import lire_libelle, lire_nature_recue
from maquettes.importation.lecteurs.montants import lire_montant_recu
from maquettes.importation.lecteurs.quantites import lire_quantite_recue
from maquettes.importation.lecteurs.taux import lire_taux_recu
from maquettes.importation.lecteurs.types import lire_type_recu
from maquettes.tableur.contenu import CelluleLue

__all__ = ["LECTEURS", "Recue"]


class Recue(Protocol):
    """Ce que rend un lecteur."""

    @property
    def texte(self) -> str:
        """La valeur, dans l’écriture du dossier."""
        ...

    @property
    def remarque(self) -> str:
        """Ce que la lecture a supposé ou arrondi, à dire ; vide s’il n’y a rien."""
        ...


LECTEURS: Final[Mapping[str, Callable[[CelluleLue], Recue]]] = MappingProxyType(
    {
        "montant": lire_montant_recu,
        "date": lire_date_recue,
        "semestre": lire_semestre_recu,
        "quantite": lire_quantite_recue,
        "taux": lire_taux_recu,
        "code": lire_code_d_operation,
        "nature": lire_nature_recue,
        "type": lire_type_recu,
        "libelle": lire_libelle,
    }
)
"""Chaque lecteur, sous le nom que lui donne la documentation."""

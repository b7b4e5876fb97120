"""L’origine d’une ligne d’un tableau de maquette : elle sait en quelle cellule est chacune de ses colonnes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from financement.fautes.provenance import Provenance

__all__ = ["ProvenanceDeLigne"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceDeLigne(Provenance):
    """Une ligne d’une feuille ; ``lettres`` : celles de la colonne du tableur, par nom de colonne du dossier."""

    lettres: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def a_la_colonne(self, colonne: str) -> Provenance:
        """La cellule de cette colonne ; la ligne seule si la colonne n’est pas dans la feuille."""
        lettres = self.lettres.get(colonne)
        return Provenance(
            fichier=self.fichier,
            feuille=self.feuille,
            cellule=None if lettres is None else f"{lettres}{self.ligne}",
            ligne=self.ligne,
            colonne=colonne,
        )

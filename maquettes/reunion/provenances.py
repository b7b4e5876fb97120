"""D’où vient une ligne réunie : la cellule de la maquette pour ce qui est changé, l’ancienne origine pour le reste."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from financement.fautes.provenance import Origine, Provenance, Situe
from maquettes.formes.origines import colonne_principale, origine_lue

__all__ = ["ProvenanceReunie", "origine_reunie", "origines_des_colonnes", "situer_la_reunie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceReunie(Provenance):
    """La place d’une ligne réunie ; ``changees`` : l’origine de chaque colonne prise d’une maquette.

    ``principale`` : la colonne dont l’origine est celle de la ligne, si elle est changée.
    """

    ancienne: Provenance
    principale: str
    changees: Mapping[str, Origine] = field(default_factory=dict, compare=False, repr=False)

    def a_la_colonne(self, colonne: str) -> Provenance:
        """La place de la colonne."""
        return self.ancienne.a_la_colonne(colonne)

    def origine_de(self, colonne: str) -> Origine | None:
        """L’origine d’une colonne, ou de la ligne si elle n’est pas dite."""
        changee = self.changees.get(colonne or self.principale)
        return origine_lue(self.ancienne, colonne) if changee is None else changee


def situer_la_reunie(ancienne: Provenance, table: str, changees: Mapping[str, Origine]) -> ProvenanceReunie:
    """La même place, avec ces origines."""
    return ProvenanceReunie(
        fichier=ancienne.fichier,
        feuille=ancienne.feuille,
        cellule=ancienne.cellule,
        ligne=ancienne.ligne,
        colonne=ancienne.colonne,
        ancienne=ancienne,
        principale=colonne_principale(table),
        changees=changees,
    )


def origines_des_colonnes(ligne: Situe, colonnes: Iterable[str], empreinte: str) -> dict[str, Origine]:
    """La cellule de chacune de ces colonnes d’une ligne rendue."""
    places = {colonne: ligne.provenance.a_la_colonne(colonne) for colonne in colonnes}
    return {
        colonne: Origine(
            fichier=place.fichier or "", feuille=place.feuille or "", cellule=place.cellule or "", empreinte=empreinte
        )
        for colonne, place in places.items()
    }


def origine_reunie(provenance: Provenance, colonne: str = "") -> Origine | None:
    """L’origine d’une ligne du dossier réuni, ou d’une de ses colonnes, pour origines.csv."""
    if isinstance(provenance, ProvenanceReunie):
        return provenance.origine_de(colonne)
    return origine_lue(provenance, colonne)

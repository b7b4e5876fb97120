"""Le lieu, dans un fichier reçu, de chaque valeur d’une ligne extraite."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from financement.fautes.provenance import Provenance
from maquettes.importation.grille.grille import Grille
from maquettes.tableur.adresses import adresse

__all__ = ["ProvenanceDeSource", "situer_la_ligne"]

_AUCUNE: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceDeSource(Provenance):
    """Une ligne d’une table reçue ; ``colonnes`` : le rang de la colonne de la grille, par colonne du dossier.

    ``rang`` : celui de la ligne dans la grille, depuis zéro ; ``principale`` : la colonne du dossier qui la montre ;
    ``reportees`` : la ligne d’une valeur qui vient d’une autre, par une fusion ou une ligne de titre ; ``ailleurs`` :
    le lieu de ce que dit une autre table ; ``sommees`` : celui des autres cellules dont la principale est la somme.
    """

    rang: int = 0
    principale: str = ""
    colonnes: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    reportees: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    ailleurs: Mapping[str, "ProvenanceDeSource"] = field(default_factory=dict, compare=False, repr=False)
    sommees: Sequence["ProvenanceDeSource"] = field(default=(), compare=False, repr=False)

    def place(self, colonne: str) -> tuple[int, int] | None:
        """La place, dans la grille, de la cellule dont vient cette colonne du dossier."""
        rang = self.colonnes.get(colonne)
        return None if rang is None else (self.reportees.get(colonne, self.rang), rang)

    def a_la_colonne(self, colonne: str) -> Provenance:
        """La cellule dont vient cette colonne du dossier ; la ligne seule si rien ne la porte."""
        if colonne in self.ailleurs:
            return self.ailleurs[colonne].a_la_colonne(colonne)
        place = self.place(colonne)
        if place is None:
            return Provenance(fichier=self.fichier, feuille=self.feuille, ligne=self.ligne, colonne=colonne)
        ligne = None if self.ligne is None else self.ligne + place[0] - self.rang
        # Sans feuille, une cellule est ce qui désigne la ligne dans un flux.
        cellule = self.cellule if self.feuille is None else adresse(*place)
        return Provenance(fichier=self.fichier, feuille=self.feuille, cellule=cellule, ligne=ligne, colonne=colonne)

    def cellule_de(self, colonne: str) -> "ProvenanceDeSource | None":
        """Le même lieu, montré à la cellule dont vient cette colonne ; ``None`` si nulle cellule ne la porte."""
        if colonne in self.ailleurs:
            return self.ailleurs[colonne].cellule_de(colonne)
        place = self.place(colonne)
        if place is None or self.ligne is None:
            return None
        cellule = self.cellule if self.feuille is None else adresse(*place)
        sommees = self.sommees if colonne == self.principale else ()
        return replace(
            self, principale=colonne, cellule=cellule, ligne=self.ligne + place[0] - self.rang, sommees=sommees
        )

    @property
    def adresse(self) -> str:
        """La cellule principale de la ligne : son adresse, même d’un csv, qu’un tableur ouvre aussi."""
        if self.cellule is not None:
            return self.cellule
        rang = self.colonnes.get(self.principale)
        return "" if rang is None or self.ligne is None else adresse(self.ligne - 1, rang)

    def completee(self, autre: "ProvenanceDeSource", champs: Iterable[str]) -> "ProvenanceDeSource":
        """Le même lieu, où ces champs viennent d’une autre table."""
        return replace(self, ailleurs={**self.ailleurs, **dict.fromkeys(champs, autre)})


def situer_la_ligne(
    grille: Grille, ligne: int, colonnes: Mapping[str, int], principale: str, reportees: Mapping[str, int] | None = None
) -> ProvenanceDeSource:
    """Le lieu d’une ligne extraite, montré à la cellule de sa colonne ``principale``."""
    reportees = _AUCUNE if reportees is None else reportees
    rang = colonnes.get(principale)
    cellule = grille.reperes[ligne] if grille.reperes else None
    if grille.feuille is not None and rang is not None:
        cellule = adresse(reportees.get(principale, ligne), rang)
    return ProvenanceDeSource(
        fichier=grille.fichier,
        feuille=grille.feuille,
        cellule=cellule,
        ligne=grille.premiere + ligne,
        rang=ligne,
        principale=principale,
        colonnes=colonnes,
        reportees=reportees,
    )

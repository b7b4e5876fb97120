"""La grille : une feuille d’un classeur, un csv, un flux comptable, cellule par cellule et située."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from financement.fautes.provenance import Provenance
from maquettes.importation.grille.cellules_de_texte import CellulesDeTexte
from maquettes.tableur.adresses import adresse, colonne_lettres
from maquettes.tableur.contenu import CelluleLue, Plage

__all__ = ["Grille"]

_VISIBLE = "visible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grille:
    """Les cellules non vides d’une feuille, par (ligne, colonne) comptées depuis zéro.

    ``fichier`` : le nom du fichier ; ``feuille`` : celui de l’onglet, ``None`` pour un csv ou un flux. ``premiere`` :
    le numéro, dans le fichier, de la ligne zéro. ``lignes_masquees``, ``colonnes_masquees`` : masquées ou filtrées.
    ``notes`` : les commentaires de cellule. ``etat`` : ``visible``, ``hidden`` ou ``veryHidden``. D’un flux comptable,
    ``reperes`` : ce qui y désigne chaque ligne (« bordereau 72, mandat 832, ligne 1 ») ; ``libelles`` : ses colonnes ;
    ``ecartees`` : par motif, le nombre de ses éléments qui ne sont pas des lignes.
    """

    fichier: str
    feuille: str | None = None
    cellules: Mapping[tuple[int, int], CelluleLue]
    fusions: tuple[Plage, ...] = ()
    lignes_masquees: frozenset[int] = frozenset()
    colonnes_masquees: frozenset[int] = frozenset()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    etat: str = _VISIBLE
    premiere: int = 1
    reperes: Sequence[str] = ()
    libelles: Sequence[str] = ()
    ecartees: Mapping[str, int] = field(default_factory=dict)

    @property
    def est_visible(self) -> bool:
        """La feuille se voit dans le classeur."""
        return self.etat == _VISIBLE

    def colonnes(self) -> list[int]:
        """Les colonnes dont une cellule au moins est remplie, dans l’ordre."""
        if isinstance(self.cellules, CellulesDeTexte):
            return self.cellules.colonnes()
        return sorted({colonne for _, colonne in self.cellules})

    def provenance(self, ligne: int, colonne: int | None = None) -> Provenance:
        """Le lieu d’une cellule, ou d’une ligne entière, tel qu’une personne le retrouve."""
        if self.reperes:
            libelle = None if colonne is None else self.libelles[colonne]
            return Provenance(fichier=self.fichier, cellule=self.reperes[ligne], colonne=libelle)
        if self.feuille is not None:
            cellule = None if colonne is None else adresse(ligne, colonne)
            return Provenance(fichier=self.fichier, feuille=self.feuille, cellule=cellule, ligne=self.premiere + ligne)
        return Provenance(
            fichier=self.fichier,
            ligne=self.premiere + ligne,
            colonne=None if colonne is None else colonne_lettres(colonne),
        )

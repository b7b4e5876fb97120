"""Les écritures d’un extrait en texte dont rien ne surprend, lues sans faire un objet de chacune de leurs cellules.

Une ligne illisible, arrondie, écartée, sans opération ou sans type est laissée à la lecture ordinaire, qui seule
constate et refuse ; celle-ci lit aussi la première de chaque suite : après une écriture, ni titre ni en-tête n’attend.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from types import MappingProxyType
from typing import Final, Protocol, TypeGuard

from financement.dossier.nomenclature import MOUVEMENTS_DU_MAITRE_OUVRAGE
from financement.fautes.faute import TexteRefuse
from maquettes.importation.extraction.extraction import MouvementRecu
from maquettes.importation.extraction.formes import Forme
from maquettes.importation.extraction.lignes import est_un_total
from maquettes.importation.extraction.parcours import ChampLu, Parcours
from maquettes.importation.extraction.regles import Effets, Regles
from maquettes.importation.extraction.table import Rangee, rangee_du_texte
from maquettes.importation.grille.cellules_de_texte import CellulesDeTexte
from maquettes.importation.lecteurs.recues import MontantRecu

__all__ = ["Composer", "EcrituresSimples"]

# Un champ, la lecture de ses textes, sa colonne.
_ChampSitue = tuple[str, Callable[[str], object], int]
_NULLES: Final[Mapping[str, int]] = MappingProxyType({})


class Composer(Protocol):
    """Fait un mouvement des valeurs lues d’une ligne ; un texte, si elles n’y suffisent pas."""

    def __call__(
        self,
        forme: Forme,
        ligne: int,
        centimes: int,
        valeurs: dict[str, object],
        effets: Effets,
        montants: Callable[[], Mapping[str, int]],
        reportees: Mapping[str, int],
        /,
    ) -> MouvementRecu | str:
        """Le mouvement, ou ce qui lui manque."""
        ...


@dataclass(slots=True, kw_only=True)
class EcrituresSimples:
    """La lecture des lignes d’un extrait qui donnent chacune un mouvement, de colonnes et de constantes.

    ``cles`` : les colonnes dont une au moins est remplie dans une écriture ; ``montant`` : celle de son montant ;
    ``variables``, ``bases`` : ses autres champs, et les montants HT, TVA, TTC.
    """

    parcours: Parcours
    textes: CellulesDeTexte
    forme: Forme
    regles: Regles
    cles: Collection[int]
    montant: int
    variables: Sequence[_ChampSitue]
    bases: Sequence[_ChampSitue]
    _derniere: int | None = None
    _remplies: Counter[tuple[bool, ...]] = field(default_factory=Counter)

    @classmethod
    def d_une_table(
        cls, parcours: Parcours, formes: Sequence[Forme], regles: Regles, cles: Collection[int]
    ) -> "EcrituresSimples | None":
        """La lecture des écritures simples d’une table ; ``None`` si les siennes ne le sont jamais."""
        table, grille, source = parcours.table, parcours.table.grille, parcours.table.source
        if not isinstance(grille.cellules, CellulesDeTexte) or grille.reperes or len(formes) != 1:
            return None
        if source.fin is not None or parcours.sans_montant or any(i.ligne is not None for i in source.ignorees):
            return None
        if table.ancres or grille.lignes_masquees or regles.examine_des_titres or formes[0].une_fois_par is not None:
            return None
        montant = formes[0].colonne_du_montant
        variables, bases = _de_colonnes(formes[0].variables), _de_colonnes(formes[0].montants.items())
        if montant is None or montant in cles or variables is None or bases is None:
            return None
        return cls(
            parcours=parcours,
            textes=grille.cellules,
            forme=formes[0],
            regles=regles,
            cles=cles,
            montant=montant,
            variables=variables,
            bases=bases,
        )

    def continuer(self, ligne: int) -> None:
        """La lecture ordinaire vient de lire cette écriture : celles qui la suivent peuvent être simples."""
        self._derniere = ligne

    def laisser_les_autres(self, composer: Composer, recus: list[MouvementRecu]) -> Iterator[Rangee]:
        """Les lignes à lire d’ordinaire ; entre elles, les écritures simples sont ajoutées aux ``recus``."""
        laissee: int | None = None
        for ligne, bruts in self.textes.rangees():
            if laissee is not None and laissee == self._derniere:
                recu = self._lire(ligne, list(map(str.strip, bruts)), composer)
                if recu is not None:
                    recus.append(recu)
                    continue
            rangee = rangee_du_texte(ligne, bruts)
            if rangee.cellules:
                laissee = ligne
                yield rangee

    def compter(self) -> None:
        """Compte les cellules des écritures simples, une fois toutes lues."""
        for remplies, nombre in self._remplies.items():
            self.parcours.extraction.compte.compter_des_lues(list(compress(count(), remplies)), nombre)

    def _lire(self, ligne: int, textes: list[str], composer: Composer) -> MouvementRecu | None:
        """Le mouvement d’une ligne simple ; ``None``, et rien n’en est retenu, si elle ne l’est pas."""
        remplies, largeur = tuple(map(bool, textes)), len(textes)
        cles = [textes[colonne] for colonne in self.cles if colonne < largeur and remplies[colonne]]
        if not cles or self.montant >= largeur or all(map(est_un_total, cles)):
            return None
        effets = self.regles.donner_d_un_texte(textes)
        montant = self.forme.champs["montant"].lire.du_texte(textes[self.montant])
        if effets.ignorer is not None or not _est_simple(montant) or not montant.centimes:
            return None
        valeurs, bases = self._lire_les_variables(textes), self._lire_les_bases(textes)
        if valeurs is None or bases is None:
            return None
        recu = composer(self.forme, ligne, montant.centimes, valeurs, effets, lambda: bases, _NULLES)
        if not isinstance(recu, MouvementRecu):
            return None
        montants = {self.montant: montant.centimes}
        if bases and recu.valeurs["type"] in MOUVEMENTS_DU_MAITRE_OUVRAGE:
            montants |= {colonne: bases[nom] for nom, _, colonne in self.bases if nom in bases}
        self._remplies[remplies] += 1
        self.parcours.cumuls.ajouter(ligne, montants)
        return recu

    def _lire_les_variables(self, textes: Sequence[str]) -> dict[str, object] | None:
        """La valeur de chaque champ de la ligne, montant excepté ; ``None`` si l’une d’elles ne se lit pas."""
        valeurs, largeur = dict(self.forme.fixes), len(textes)
        for nom, lire, colonne in self.variables:
            texte = textes[colonne] if colonne < largeur else ""
            valeur = lire(texte) if texte else None
            if isinstance(valeur, TexteRefuse):
                return None
            valeurs[nom] = valeur or None
        return valeurs

    def _lire_les_bases(self, textes: Sequence[str]) -> dict[str, int] | None:
        """Les montants HT, TVA, TTC de la ligne, en centimes ; ``None`` si l’un d’eux surprend."""
        bases: dict[str, int] = {}
        for nom, lire, colonne in self.bases:
            texte = textes[colonne] if colonne < len(textes) else ""
            if texte:
                lu = lire(texte)
                if not _est_simple(lu):
                    return None
                bases[nom] = lu.centimes
        return bases


def _est_simple(lu: object) -> TypeGuard[MontantRecu]:
    """C’est un montant, que rien n’a arrondi."""
    return isinstance(lu, MontantRecu) and lu.exact is None


def _de_colonnes(champs: Collection[tuple[str, ChampLu]]) -> list[_ChampSitue] | None:
    """La lecture de chaque champ, et sa colonne ; ``None`` si l’un d’eux n’en a pas."""
    situes: list[_ChampSitue] = []
    for nom, champ in champs:
        if champ.acces.colonne is None:
            return None
        situes.append((nom, champ.lire.du_texte, champ.acces.colonne))
    return situes

"""Les flux xml des comptables publics, en tables : un en-tête aux noms du schéma, et d’où vient chaque ligne."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from financement.fautes.faute import ModeleFaute, TexteRefuse, faute
from financement.fautes.provenance import Provenance
from maquettes.fichiers.sources import SourceRefusee
from maquettes.importation.grille.cellules_de_texte import CellulesDeTexte
from maquettes.importation.grille.grille import Grille
from maquettes.tableur.balises import CLASSEUR_DTD, CLASSEUR_XML_MALFORME, Attributs, analyser
from maquettes.tableur.cadre import RECU
from maquettes.tableur.contenu import GenreCellule
from maquettes.tableur.limites import LIMITE_EMBOITEMENTS, en_chiffres

__all__ = ["LecteurDeFlux", "TableDeFlux", "lire_un_flux"]

_MORCEAU: Final = 1 << 16

FLUX_ILLISIBLE: Final = ModeleFaute(
    "IMPORT-06",
    "Le flux « {lu} » ne se lit pas : {cause}.",
    "{correction}",
)
_INCONNU: Final = "n’est la racine ni d’un flux PES, ni d’un budget TotEM, ni d’un compte financier unique"
_AUTRE: Final = "Donner le flux PES des mandats et des titres, le TotEM, ou un tableau en .xlsx ou en csv."
_REPRENDRE: Final = "Exporter de nouveau le flux depuis le logiciel comptable."


@dataclass(slots=True, kw_only=True)
class TableDeFlux:
    """Une table qui se remplit : ses colonnes, ses rangées, d’où vient chacune, et ce qui n’en est pas une.

    ``ecartees`` : par motif, le nombre d’éléments que la table n’a pas.
    """

    colonnes: tuple[str, ...]
    genres: Mapping[str, GenreCellule]
    rangees: list[Sequence[str]] = field(default_factory=list)
    reperes: list[str] = field(default_factory=list)
    ecartees: dict[str, int] = field(default_factory=dict)

    def ajouter(self, repere: str, valeurs: Mapping[str, str]) -> None:
        """Une rangée, de ce que dit l’élément que nomme ``repere``."""
        self.rangees.append([valeurs.get(colonne, "") for colonne in self.colonnes])
        self.reperes.append(repere)

    @property
    def est_pleine(self) -> bool:
        """La table a autant de cellules qu’une source peut en avoir."""
        return len(self.rangees) * len(self.colonnes) >= RECU.cellules

    def ecarter(self, motif: str) -> None:
        """Un élément dont la table n’a pas besoin."""
        self.ecartees[motif] = self.ecartees.get(motif, 0) + 1

    def grille(self, nom: str) -> Grille:
        """La grille de la table, son en-tête à la première ligne."""
        genres = {rang: self.genres[colonne] for rang, colonne in enumerate(self.colonnes) if colonne in self.genres}
        return Grille(
            fichier=nom,
            cellules=CellulesDeTexte([self.colonnes, *self.rangees], genres=genres),
            reperes=("en-tête", *self.reperes),
            libelles=self.colonnes,
            ecartees=self.ecartees,
        )


class LecteurDeFlux(Protocol):
    """Ce qui reçoit les éléments d’un flux, nommés sans leur espace de noms, et remplit une table."""

    table: TableDeFlux

    def debut(self, nom: str, attributs: Attributs) -> None:
        """Un élément s’ouvre."""
        ...

    def fin(self, nom: str) -> None:
        """Un élément se ferme."""
        ...


class _Reception:
    """Choisit le lecteur à la racine du flux, et lui nomme chaque élément sans son espace de noms."""

    def __init__(self, nom: str, lecteurs: Mapping[str, Callable[[], LecteurDeFlux]]) -> None:
        self.lecteur: LecteurDeFlux | None = None
        self._nom = nom
        self._lecteurs = lecteurs
        self._profondeur = 0

    def debut(self, nom: str, attributs: Attributs) -> None:
        """Un élément s’ouvre."""
        local = nom.rpartition(" ")[2]
        self._profondeur += 1
        if self.lecteur is None:
            if local not in self._lecteurs:
                raise TexteRefuse(FLUX_ILLISIBLE, self._nom, cause=f"« {local} » {_INCONNU}", correction=_AUTRE)
            self.lecteur = self._lecteurs[local]()
        if self._profondeur > LIMITE_EMBOITEMENTS:
            cause = f"il emboîte plus de {en_chiffres(LIMITE_EMBOITEMENTS)} éléments"
            raise TexteRefuse(FLUX_ILLISIBLE, self._nom, cause=cause, correction=_REPRENDRE)
        if self.lecteur.table.est_pleine:
            cause = f"il a plus de {en_chiffres(RECU.cellules)} cellules"
            raise TexteRefuse(FLUX_ILLISIBLE, self._nom, cause=cause, correction="Donner un flux par exercice.")
        self.lecteur.debut(local, attributs)

    def fin(self, nom: str) -> None:
        """Un élément se ferme."""
        self._profondeur -= 1
        if self.lecteur is not None:
            self.lecteur.fin(nom.rpartition(" ")[2])


def lire_un_flux(nom: str, octets: bytes, lecteurs: Mapping[str, Callable[[], LecteurDeFlux]]) -> Grille:
    """La grille d’un flux dont la racine est l’une de celles que connaissent les ``lecteurs`` ; sinon
    :class:`SourceRefusee`. Ni type de document ni entité n’y est admis.
    """
    lieu = Provenance(fichier=nom)
    reception = _Reception(nom, lecteurs)
    try:
        analyser(nom, _morceaux(octets), debut=reception.debut, fin=reception.fin)
    except TexteRefuse as refus:
        raise SourceRefusee(_en_flux(refus).en_faute(lieu)) from None
    lecteur = reception.lecteur
    if lecteur is None or not lecteur.table.rangees:
        cause = "il n’a aucune ligne de mandat, de titre ni de budget par opération"
        raise SourceRefusee(faute(FLUX_ILLISIBLE, lieu, nom, cause=cause, correction=_AUTRE))
    return lecteur.table.grille(nom)


def _en_flux(refus: TexteRefuse) -> TexteRefuse:
    """Le refus de l’analyse d’un xml, dit d’un flux et non d’un classeur."""
    if refus.modele is CLASSEUR_DTD:
        cause = "il déclare un type de document ou des entités, ce qu’aucun logiciel comptable n’écrit"
        return TexteRefuse(FLUX_ILLISIBLE, refus.lu, cause=cause, correction=_REPRENDRE)
    if refus.modele is CLASSEUR_XML_MALFORME:
        cause = f"son xml n’est pas correct à la ligne {refus.termes['ligne']}"
        return TexteRefuse(FLUX_ILLISIBLE, refus.lu, cause=cause, correction=_REPRENDRE)
    return refus


def _morceaux(octets: bytes) -> Iterator[bytes]:
    return (octets[debut : debut + _MORCEAU] for debut in range(0, len(octets), _MORCEAU))

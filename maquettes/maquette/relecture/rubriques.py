"""Les rubriques de la feuille de la convention, retrouvées par leur libellé."""

from dataclasses import dataclass, field
from functools import partial
from typing import Final

from financement.dossier.convention import Convention
from financement.fautes.faute import Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from financement.reglement.propre import ReglementPropre
from financement.valeurs.ressemblance import proposition
from maquettes.description.description import CONVENTION, REGLEMENT
from maquettes.description.lignes import LigneLue, interpreter
from maquettes.description.table import Colonne
from maquettes.maquette.relecture.cellules import LecteurDeCellules, est_vide
from maquettes.maquette.relecture.reperage import feuille_de, normaliser
from maquettes.maquette.rubriques_decrites import (
    FEUILLE_CONVENTION,
    NOMS_DES_RUBRIQUES,
    RUBRIQUES,
    TITRES_DES_RUBRIQUES,
)
from maquettes.tableur.adresses import adresse
from maquettes.tableur.lecture import CelluleLue, ClasseurLu, FeuilleLue, GenreCellule

__all__ = ["RubriquesLues", "lire_rubriques"]

Place = tuple[int, int]


@dataclass(slots=True, kw_only=True)
class RubriquesLues:
    """La convention et la base du règlement propre ; ``base_saisie`` : la base n’est pas vide."""

    convention: LigneLue[Convention] | None = None
    reglement: LigneLue[ReglementPropre] | None = None
    base_saisie: bool = False
    fautes: list[Faute] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProvenanceDeRubriques(Provenance):
    """La feuille de la convention ; elle sait en quelle cellule est chaque rubrique."""

    places: dict[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)

    def a_la_colonne(self, colonne: str) -> Provenance:
        """La cellule de la valeur d’une rubrique."""
        if colonne not in self.places:
            return Provenance(fichier=self.fichier, feuille=self.feuille, colonne=colonne)
        ligne, rang = self.places[colonne]
        return Provenance(
            fichier=self.fichier, feuille=self.feuille, cellule=adresse(ligne, rang), ligne=ligne + 1, colonne=colonne
        )


def lire_rubriques(classeur: ClasseurLu, lecteur: LecteurDeCellules) -> RubriquesLues:
    """Les rubriques, avec toutes leurs fautes."""
    feuille = feuille_de(classeur, FEUILLE_CONVENTION, NOMS_DES_RUBRIQUES["code"])
    if isinstance(feuille, Faute):
        return RubriquesLues(fautes=[feuille])
    places, doubles = _places(feuille)
    lieu = _ProvenanceDeRubriques(fichier=classeur.nom, feuille=feuille.nom, places=places)
    lues = RubriquesLues(fautes=[*_absentes(feuille, lieu, places), *_en_double(feuille, lieu, doubles)])
    cellules = {
        nom: feuille.cellules[place]
        for nom, place in places.items()
        if place in feuille.cellules and not est_vide(feuille.cellules[place])
    }
    manquantes = [rubrique.nom for rubrique in RUBRIQUES if rubrique.est_exigee and rubrique.nom not in places]
    lire = partial(_lire, lecteur, lieu)
    lues.convention = interpreter(CONVENTION, cellules, lire, lieu, lieu.a_la_colonne, fautives=manquantes)
    lues.reglement = interpreter(REGLEMENT, cellules, lire, lieu, lieu.a_la_colonne, fautives=manquantes)
    lues.base_saisie = "base" in cellules
    return lues


def _lire(lecteur: LecteurDeCellules, lieu: Provenance, colonne: Colonne, cellule: CelluleLue) -> object:
    return lecteur.lire(colonne, cellule, lieu.a_la_colonne)


def _places(feuille: FeuilleLue) -> tuple[dict[str, tuple[int, int]], list[tuple[Place, Place]]]:
    """La cellule de la valeur de chaque rubrique, à droite de son libellé ; les couples de libellés qui se répètent."""
    par_libelle = {normaliser(rubrique.libelle): rubrique.nom for rubrique in RUBRIQUES}
    places: dict[str, Place] = {}
    doubles: list[tuple[Place, Place]] = []
    cellules = feuille.cellules
    for ligne, rang, numero in cellules.de_lignes(0):
        est_un_texte = cellules.genre(numero) is GenreCellule.TEXTE
        nom = par_libelle.get(normaliser(cellules.texte(numero))) if est_un_texte else None
        # Une valeur peut être le nom d'une rubrique : ce n'est pas un libellé.
        if nom is None or (ligne, rang) in places.values():
            continue
        if nom in places:
            premiere, droite = places[nom]
            doubles.append(((premiere, droite - 1), (ligne, rang)))
        else:
            places[nom] = ligne, rang + 1
    return places, doubles


RUBRIQUE_EN_DOUBLE: Final = ModeleFaute(
    "MAQUETTE-11",
    "La rubrique « {lu} » figure deux fois, en {places}.",
    "N’en garder qu’une : effacer l’autre libellé.",
)


def _en_double(feuille: FeuilleLue, lieu: Provenance, doubles: list[tuple[Place, Place]]) -> list[Faute]:
    return [
        faute(
            RUBRIQUE_EN_DOUBLE,
            Provenance(fichier=lieu.fichier, feuille=lieu.feuille, cellule=adresse(*seconde), ligne=seconde[0] + 1),
            feuille.cellules[seconde].texte,
            places=f"{adresse(*premiere)} et {adresse(*seconde)}",
        )
        for premiere, seconde in doubles
    ]


RUBRIQUE_ABSENTE: Final = ModeleFaute(
    "MAQUETTE-05",
    "La rubrique « {attendu} » manque à la feuille de la convention{proposition}.",
    "Rétablir ce libellé, la valeur à sa droite.",
)


def _absentes(feuille: FeuilleLue, lieu: Provenance, places: dict[str, tuple[int, int]]) -> list[Faute]:
    """Une faute par rubrique obligatoire qui manque, ou facultative dont le libellé est peut-être mal écrit."""
    connus = {normaliser(texte) for texte in (*TITRES_DES_RUBRIQUES, *(rubrique.libelle for rubrique in RUBRIQUES))}
    valeurs = set(places.values())
    textes = [
        cellule.texte
        for place, cellule in feuille.cellules.items()
        if cellule.genre is GenreCellule.TEXTE and place not in valeurs and normaliser(cellule.texte) not in connus
    ]
    sans_lieu = Provenance(fichier=lieu.fichier, feuille=lieu.feuille)
    return [
        faute(
            RUBRIQUE_ABSENTE,
            sans_lieu,
            attendu=rubrique.libelle,
            proposition=proposition(rubrique.libelle, textes),
        )
        for rubrique in RUBRIQUES
        if rubrique.nom not in places and (rubrique.est_exigee or proposition(rubrique.libelle, textes))
    ]

"""Un suivi d’avancement : à une date, la quantité réalisée d’une opération."""

from typing import Final

from financement.fautes.faute import faute
from maquettes.description.description import REALISATIONS
from maquettes.importation.extraction.extraction import Extraction, RealisationRecue
from maquettes.importation.extraction.fautes import CHAMP_SANS_SOURCE
from maquettes.importation.extraction.lieux import situer_la_ligne
from maquettes.importation.extraction.lignes import designe_une_operation
from maquettes.importation.extraction.parcours import Parcours
from maquettes.importation.extraction.table import Rangee, TableRecue
from maquettes.importation.extraction.valeurs import LecteurDeChamps, Nomenclature

__all__ = ["extraire_les_realisations"]

_COLONNES: Final = {colonne.nom: colonne for colonne in REALISATIONS.colonnes}


def extraire_les_realisations(table: TableRecue, nomenclature: Nomenclature, version: int | None) -> Extraction:
    """Les réalisations d’une table ; une ligne sans quantité n’en est pas une."""
    lecteurs = LecteurDeChamps(nomenclature, table.source, table.montants_en_texte())
    parcours = Parcours(table, lecteurs, version)
    acces = {nom: sien for nom, sien in table.acces.items() if nom in _COLONNES}
    for nom in _COLONNES:
        if nom not in acces and nom not in table.source.colonnes:
            table.fautes.append(faute(CHAMP_SANS_SOURCE, table.situer(()), attendu=nom, table=table.nom))
    extraction = parcours.extraction
    if not table.fautes:
        champs = [parcours.champ(_COLONNES[nom], sien, facultatif=False) for nom, sien in acces.items()]
        places = {nom: sien.colonne for nom, sien in acces.items() if sien.colonne is not None}
        operation = acces["operation"].colonne

        def designe(rangee: Rangee) -> bool:
            cellule = None if operation is None else table.cellule(rangee, operation)[0]
            return cellule is not None and designe_une_operation(cellule.texte, lecteurs.operations)

        for en_cours in parcours.lignes(designe, table.rangees()):
            valeurs = {champ.nom: parcours.lire(champ, en_cours) for champ in champs}
            if valeurs["quantite"] is not None:
                ligne = en_cours.rangee.ligne
                lieu = situer_la_ligne(table.grille, ligne, places, "quantite", en_cours.reportees)
                extraction.realisations.append(RealisationRecue(valeurs=valeurs, lieu=lieu))
    extraction.fautes.extend(table.fautes)
    return extraction

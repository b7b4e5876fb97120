"""Citer une ligne ou l’une de ses valeurs : sa clé, ce qu’elle vaut, où elle est."""

from typing import Final

from financement.fautes.provenance import Provenance, Situe
from maquettes.description.affichage import VIDE, afficher_champ
from maquettes.description.table import Colonne, TableDuDossier
from maquettes.description.valeurs import ecrire_cellule, ecrire_cle_json, valeur_a_ecrire
from maquettes.reunion.resultat import ValeurCitee

__all__ = ["citer", "citer_l_absence", "cle_de", "colonne_nommee", "textes_de"]

_DANS_LA_CLE: Final = "|"
# Ce qui tient lieu de valeur à une ligne que l'un n'a pas.
_ABSENTE: Final = "ligne absente"


def textes_de(table: TableDuDossier[Situe], ligne: Situe) -> tuple[str, ...]:
    """Chaque colonne telle que le dossier l’écrit : deux lignes égales ont les mêmes textes, et s’ordonnent par eux."""
    return tuple(ecrire_cellule(colonne, getattr(ligne, colonne.champ)) for colonne in table.colonnes)


def cle_de(table: TableDuDossier[Situe], ligne: Situe) -> str:
    """La clé d’une ligne, en un texte."""
    voulues = [c for c in table.colonnes if not table.cle or c.nom in table.cle]
    return _DANS_LA_CLE.join(ecrire_cellule(colonne, getattr(ligne, colonne.champ)) for colonne in voulues)


def colonne_nommee(table: TableDuDossier[Situe], nom: str) -> Colonne:
    """La colonne de ce nom."""
    return next(colonne for colonne in table.colonnes if colonne.nom == nom)


def citer(table: TableDuDossier[Situe], ligne: Situe, champ: str | None) -> ValeurCitee:
    """La valeur d’un champ d’une ligne, ou la ligne entière, et sa place."""
    if champ is not None:
        colonne = colonne_nommee(table, champ)
        valeur = ecrire_cle_json(colonne, valeur_a_ecrire(colonne, ligne))
        place = ligne.provenance.a_la_colonne(champ)
        return ValeurCitee(valeur=valeur, affichee=afficher_champ(colonne, ligne), provenance=place)
    cles = {c.nom: ecrire_cle_json(c, valeur_a_ecrire(c, ligne)) for c in table.colonnes}
    remplies = {c.nom: afficher_champ(c, ligne) for c in table.colonnes}
    return ValeurCitee(
        valeur={nom: valeur for nom, valeur in cles.items() if valeur is not None},
        affichee=" ; ".join(texte for texte in remplies.values() if texte != VIDE),
        provenance=ligne.provenance,
    )


def citer_l_absence(provenance: Provenance) -> ValeurCitee:
    """Une ligne que ce fichier n’a pas."""
    return ValeurCitee(valeur=None, affichee=_ABSENTE, provenance=provenance)

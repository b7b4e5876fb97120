"""Les feuilles d’un classeur que l’on croirait lues : une table en plus n’est jamais ignorée en silence."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from financement.controles.constat import Constat
from financement.fautes.faute import Faute, ModeleFaute, faute
from financement.fautes.provenance import Provenance
from maquettes.description.noms_voisins import mots_du_nom
from maquettes.maquette.blocs.tous import BLOCS, BLOCS_SAISIS
from maquettes.maquette.description import AUTRES_FEUILLES, Bloc, nom_defini
from maquettes.maquette.relecture.remarques import FEUILLE_RESSEMBLANTE, remarquer
from maquettes.maquette.relecture.reperage import BlocRepere, ligne_d_en_tete, normaliser, reference
from maquettes.tableur.adresses import adresse
from maquettes.tableur.lecture import ClasseurLu, FeuilleLue

__all__ = ["examiner_les_autres_feuilles"]

_MOITIE: Final = Fraction(1, 2)
_NOMS: Final = {tuple(mots_du_nom(bloc.feuille)): bloc for bloc in BLOCS_SAISIS}


FEUILLE_EN_PLUS: Final = ModeleFaute(
    "MAQUETTE-09",
    "La feuille « {lu} » porte les titres de « {attendu} », mais n’est pas une feuille de la maquette : ses lignes ne "
    "seraient pas lues.",
    "Reporter dans « {attendu} » celles qui y manquent, puis supprimer cette feuille.",
)


def examiner_les_autres_feuilles(
    classeur: ClasseurLu, reperes: Mapping[str, BlocRepere]
) -> tuple[list[Faute], list[Constat]]:
    """Les feuilles qui ne sont pas du dossier et ont l’air d’une de ses tables ; ``reperes`` : celles qui sont lues.

    Une feuille qui porte tous les titres obligatoires d’une table, et des lignes dessous, est une faute ; une
    ressemblance moindre (la moitié des titres, ou le nom d’une feuille à remplir) est une remarque. La feuille qui
    manque sous son nom est déjà une faute : rien n’est dit de plus d’une feuille qui serait la sienne.
    """
    lues = [repere.feuille.nom for repere in reperes.values()]
    connues = {normaliser(nom) for nom in (*lues, *AUTRES_FEUILLES, *(bloc.feuille for bloc in BLOCS))}
    connues |= {normaliser(nom) for nom in _designees(classeur)}
    fautes, constats = [], []
    for feuille in classeur.feuilles:
        if normaliser(feuille.nom) in connues or not _est_remplie(feuille, 0):
            continue
        lieu = Provenance(fichier=classeur.nom, feuille=feuille.nom)
        semblable = _bloc_semblable(feuille)
        if semblable is None or semblable[0].nom not in reperes:
            continue
        bloc, rang = semblable
        if rang is not None and _est_une_table(feuille, bloc, rang):
            lieu = replace(lieu, cellule=adresse(rang, 0), ligne=rang + 1)
            fautes.append(faute(FEUILLE_EN_PLUS, lieu, feuille.nom, attendu=bloc.feuille))
        else:
            constats.append(remarquer(FEUILLE_RESSEMBLANTE, lieu, lu=feuille.nom, attendu=bloc.feuille))
    return fautes, constats


def _designees(classeur: ClasseurLu) -> Iterable[str]:
    """Les feuilles que désignent les noms définis d’un bloc, sous quelque nom que ce soit."""
    for bloc in BLOCS:
        designee = reference(classeur, nom_defini(bloc.nom, bloc.colonnes[0].nom))
        if designee is not None:
            yield designee[0]


def _bloc_semblable(feuille: FeuilleLue) -> tuple[Bloc, int | None] | None:
    """Le bloc dont la feuille porte la plus grande part des titres, et sa ligne d’en-tête ; sinon celui de son nom."""
    en_tetes = [
        (bloc, rang)
        for bloc in BLOCS_SAISIS
        if (rang := ligne_d_en_tete(feuille, bloc)) is not None
        and (_part_des_titres(feuille, bloc, rang) >= _MOITIE or _exiges(bloc) <= _titres(feuille, rang))
    ]
    if en_tetes:
        return max(en_tetes, key=lambda place: _part_des_titres(feuille, *place))
    nomme = _NOMS.get(tuple(mots_du_nom(feuille.nom)))
    return None if nomme is None else (nomme, None)


def _part_des_titres(feuille: FeuilleLue, bloc: Bloc, en_tete: int) -> Fraction:
    titres = _titres(feuille, en_tete)
    return Fraction(sum(normaliser(colonne.libelle) in titres for colonne in bloc.saisies), len(bloc.saisies))


def _titres(feuille: FeuilleLue, ligne: int) -> set[str]:
    return {normaliser(feuille.cellules.texte(rang)) for _, _, rang in feuille.cellules.de_lignes(ligne, ligne + 1)}


def _est_une_table(feuille: FeuilleLue, bloc: Bloc, en_tete: int) -> bool:
    """La ligne d’en-tête porte tous les titres obligatoires, et une ligne au moins la suit."""
    return _est_remplie(feuille, en_tete + 1) and _exiges(bloc) <= _titres(feuille, en_tete)


def _est_remplie(feuille: FeuilleLue, premiere: int) -> bool:
    """Une cellule au moins n’est pas vide, à partir de la ligne ``premiere``."""
    return not all(feuille.cellules.est_blanche(rang) for _, _, rang in feuille.cellules.de_lignes(premiere))


def _exiges(bloc: Bloc) -> set[str]:
    """Les titres sans lesquels la table du bloc ne se lit pas."""
    return {normaliser(colonne.libelle) for colonne in bloc.saisies if colonne.est_exigee}

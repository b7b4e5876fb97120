"""Retrouver, dans un classeur que l’on a pu remanier, chaque feuille, sa ligne d’en-tête et ses colonnes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from financement.controles.constat import Constat
from financement.fautes.faute import Faute, ModeleFaute, faute, montrer
from financement.fautes.provenance import Provenance
from financement.valeurs.graphies import cle_de_code
from financement.valeurs.ressemblance import nom_le_plus_proche, proposition
from maquettes.description.fautes import COLONNE_ABSENTE, COLONNE_EN_DOUBLE, COLONNE_INCONNUE
from maquettes.maquette.blocs.tous import BLOCS
from maquettes.maquette.description import AUTRES_FEUILLES, Bloc, ColonneMaquette, nom_defini
from maquettes.maquette.relecture.remarques import COLONNE_AJOUTEE, remarquer
from maquettes.tableur.adresses import adresse
from maquettes.tableur.lecture import ClasseurLu, FeuilleLue, GenreCellule

__all__ = ["BlocRepere", "feuille_de", "ligne_d_en_tete", "normaliser", "reference", "reperer"]

_LIGNES_EXAMINEES = 40
# Une feuille qui a sa place n'est pas celle qui manque sous un autre nom.
_ATTENDUES = frozenset(
    nom.replace("’", "'").casefold() for nom in (*AUTRES_FEUILLES, *(bloc.feuille for bloc in BLOCS))
)
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocRepere:
    """Un bloc retrouvé : sa feuille, sa ligne d’en-tête, la colonne de chaque nom, sa première ligne et sa capacité.

    Lignes et colonnes se comptent depuis zéro. ``premiere`` et ``capacite`` viennent des noms définis, que les
    formules emploient.
    """

    feuille: FeuilleLue
    en_tete: int
    colonnes: Mapping[str, int]
    premiere: int
    capacite: int


def normaliser(libelle: str) -> str:
    """Un libellé sans casse, forme Unicode, blancs répétés ni apostrophe typographique."""
    return " ".join(cle_de_code(libelle.replace("’", "'")).split())


def reference(classeur: ClasseurLu, nom: str) -> tuple[str, int, int, int] | None:
    """La feuille, la première ligne, la colonne et le nombre de lignes d’un nom défini ; ``None`` s’il est perdu."""
    forme = _REFERENCE.fullmatch(classeur.noms_definis.get(nom, ""))
    if forme is None:
        return None
    feuille = (forme[1] or "").replace("''", "'") or forme[2]
    colonne = 0
    for lettre in forme[3]:
        colonne = colonne * 26 + ord(lettre) - ord("A") + 1
    premiere = int(forme[4])
    return feuille, premiere - 1, colonne - 1, int(forme[6] or premiere) - premiere + 1


FEUILLE_ABSENTE: Final = ModeleFaute(
    "MAQUETTE-03",
    "La feuille « {attendu} » manque{proposition}.",
    "La rétablir sous ce nom, avec ses titres, ou refaire la maquette par « financement maquette ».",
)
FEUILLE_EN_DOUBLE: Final = ModeleFaute(
    "MAQUETTE-10",
    "Deux feuilles portent le même nom, à la casse, aux espaces et à l’apostrophe près : {places}.",
    "N’en garder qu’une : supprimer celle qui n’est pas à lire.",
)


def feuille_de(classeur: ClasseurLu, attendue: str, nom: str) -> FeuilleLue | Faute:
    """La feuille de ce nom, ou celle que désigne encore le nom défini ``nom`` si on l’a renommée ; sinon la faute."""
    designee = reference(classeur, nom)
    for cherche in (attendue, *([] if designee is None else [designee[0]])):
        trouvees = [feuille for feuille in classeur.feuilles if normaliser(feuille.nom) == normaliser(cherche)]
        if len(trouvees) == 1:
            return trouvees[0]
        if trouvees:
            places = " et ".join(f"« {montrer(feuille.nom)} »" for feuille in trouvees)
            lieu = Provenance(fichier=classeur.nom, feuille=montrer(trouvees[-1].nom))
            return faute(FEUILLE_EN_DOUBLE, lieu, trouvees[-1].nom, places=places)
    noms = [feuille.nom for feuille in classeur.feuilles if normaliser(feuille.nom) not in _ATTENDUES]
    return faute(
        FEUILLE_ABSENTE,
        Provenance(fichier=classeur.nom),
        attendu=attendue,
        proposition=proposition(attendue, noms),
    )


FEUILLE_SANS_EN_TETE: Final = ModeleFaute(
    "MAQUETTE-04", "La feuille « {lu} » n’a plus sa ligne d’en-tête.", "Rétablir les titres de colonnes : {colonnes}."
)


def reperer(classeur: ClasseurLu, bloc: Bloc) -> tuple[BlocRepere | None, list[Faute], list[Constat]]:
    """Le bloc retrouvé (``None`` s’il ne peut pas être lu), ses fautes et les colonnes ajoutées."""
    feuille = feuille_de(classeur, bloc.feuille, nom_defini(bloc.nom, bloc.colonnes[0].nom))
    if isinstance(feuille, Faute):
        return None, [feuille], []
    lieu = Provenance(fichier=classeur.nom, feuille=feuille.nom)
    en_tete = ligne_d_en_tete(feuille, bloc)
    if en_tete is None:
        libelles = ", ".join(colonne.libelle for colonne in bloc.saisies)
        return None, [faute(FEUILLE_SANS_EN_TETE, lieu, feuille.nom, colonnes=libelles)], []
    colonnes, fautes, constats = _colonnes(feuille, bloc, en_tete, lieu)
    plages = [plage for c in bloc.colonnes if (plage := reference(classeur, nom_defini(bloc.nom, c.nom))) is not None]
    premiere, capacite = (plages[0][1], plages[0][3]) if plages else (en_tete + 1, 0)
    repere = BlocRepere(feuille=feuille, en_tete=en_tete, colonnes=colonnes, premiere=premiere, capacite=capacite)
    return repere, fautes, constats


def _textes(feuille: FeuilleLue, ligne: int) -> Iterator[tuple[int, str]]:
    """Les textes d’une ligne, de gauche à droite."""
    for _, colonne, rang in feuille.cellules.de_lignes(ligne, ligne + 1):
        texte = feuille.cellules.texte(rang)
        if feuille.cellules.genre(rang) is GenreCellule.TEXTE and texte.strip():
            yield colonne, texte


def ligne_d_en_tete(feuille: FeuilleLue, bloc: Bloc) -> int | None:
    """La ligne qui porte le plus de libellés du bloc, s’il y en a la moitié de ce qui ne peut pas manquer."""
    attendus = {normaliser(colonne.libelle) for colonne in bloc.colonnes}
    comptes: dict[int, int] = {}
    cellules = feuille.cellules
    for ligne, _, rang in cellules.de_lignes(0, _LIGNES_EXAMINEES):
        if cellules.genre(rang) is GenreCellule.TEXTE and normaliser(cellules.texte(rang)) in attendus:
            comptes[ligne] = comptes.get(ligne, 0) + 1
    if not comptes:
        return None
    meilleure = max(comptes, key=lambda ligne: (comptes[ligne], -ligne))
    return meilleure if comptes[meilleure] * 2 >= sum(colonne.est_exigee for colonne in bloc.saisies) else None


def _colonnes(
    feuille: FeuilleLue, bloc: Bloc, en_tete: int, lieu: Provenance
) -> tuple[dict[str, int], list[Faute], list[Constat]]:
    par_libelle = {normaliser(colonne.libelle): colonne for colonne in bloc.colonnes}
    trouvees: dict[str, int] = {}
    inconnues: list[tuple[int, str]] = []
    fautes: list[Faute] = []
    for rang, libelle in _textes(feuille, en_tete):
        colonne = par_libelle.get(normaliser(libelle))
        if colonne is None:
            inconnues.append((rang, libelle))
        elif colonne.nom in trouvees:
            places = f"{adresse(en_tete, trouvees[colonne.nom])} et {adresse(en_tete, rang)}"
            fautes.append(faute(COLONNE_EN_DOUBLE, _a_l_en_tete(lieu, en_tete, rang), libelle, places=places))
        else:
            trouvees[colonne.nom] = rang
    manquantes = [colonne for colonne in bloc.saisies if colonne.nom not in trouvees]
    renommees, constats = _examiner_inconnues(inconnues, manquantes, bloc, lieu, en_tete)
    fautes += renommees.values()
    fautes += [
        faute(COLONNE_ABSENTE, lieu, attendu=colonne.libelle)
        for colonne in manquantes
        if colonne.est_exigee and colonne.libelle not in renommees
    ]
    return trouvees, fautes, constats


def _a_l_en_tete(lieu: Provenance, en_tete: int, rang: int) -> Provenance:
    return Provenance(fichier=lieu.fichier, feuille=lieu.feuille, cellule=adresse(en_tete, rang), ligne=en_tete + 1)


def _examiner_inconnues(
    inconnues: Sequence[tuple[int, str]],
    manquantes: Sequence[ColonneMaquette],
    bloc: Bloc,
    lieu: Provenance,
    en_tete: int,
) -> tuple[dict[str, Faute], list[Constat]]:
    """Une colonne inconnue est celle qui manque, mal écrite (faute, par libellé attendu), ou une colonne ajoutée."""
    libelles = [colonne.libelle for colonne in manquantes]
    fautes: dict[str, Faute] = {}
    constats = []
    for rang, libelle in inconnues:
        precis = _a_l_en_tete(lieu, en_tete, rang)
        proche = nom_le_plus_proche(libelle, libelles)
        if proche is None:
            constats.append(remarquer(COLONNE_AJOUTEE, precis, lu=montrer(libelle)))
            continue
        connues = ", ".join(colonne.libelle for colonne in bloc.saisies)
        fautes[proche] = faute(
            COLONNE_INCONNUE, precis, libelle, proposition=proposition(libelle, [proche]), colonnes=connues
        )
    return fautes, constats

"""Écrire un bloc dans sa feuille : titre, totaux, en-têtes, saisies, formules, règles de saisie, mise en page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from maquettes.classeur import MiseEnPage
from maquettes.classeur_mesure import hauteur_de_ligne, nombre_de_lignes
from maquettes.classeur_vivant import ClasseurVivant, FeuilleVivante
from maquettes.maquette import styles
from maquettes.maquette.contenu import Contenu
from maquettes.maquette.description import (
    LIGNE_CONTROLE,
    LIGNE_EN_TETE,
    LIGNE_NOTE,
    LIGNE_SOUS_TITRE,
    LIGNE_TITRE,
    LIGNE_TOTAL,
    PREMIERE_LIGNE,
    Bloc,
    ColonneMaquette,
    Presentation,
    Visibilite,
    nom_defini,
)
from maquettes.maquette.disposition import Disposition
from maquettes.maquette.moteur import Colonnes, Valeur, colonne_vide
from maquettes.maquette.regles_de_saisie import saisie_de
from maquettes.maquette.valeurs_de_cellule import ecrire_valeur, valeur_de_cellule

__all__ = ["Entete", "ecrire_bloc", "ecrire_titre", "mettre_en_page"]

_HAUTEUR_DU_TITRE: Final = 22
_HAUTEUR_MAXIMALE: Final = 400.0
_RETRAIT: Final = 1.3


@dataclass(frozen=True, slots=True)
class Entete:
    """Ce que toutes les feuilles répètent, tel que le moteur le donne : sous-titre et contrôle général."""

    sous_titre: str
    controle: str


def ecrire_titre(feuille: FeuilleVivante, titre: str, entete: Entete) -> None:
    """Titre de la feuille, convention et date d'arrêté, contrôle général : trois lignes vives."""
    feuille.texte(LIGNE_TITRE, 0, titre, styles.TITRE)
    feuille.hauteur(LIGNE_TITRE, _HAUTEUR_DU_TITRE)
    feuille.formule(LIGNE_SOUS_TITRE, 0, "=sous_titre", entete.sous_titre, styles.SOUS_TITRE)
    feuille.formule(LIGNE_CONTROLE, 0, "=controle_general", entete.controle, styles.CONTROLE)
    place = (LIGNE_CONTROLE, 0)
    feuille.signaler(place, place, '=LEFT(controle_general,14)<>"Contrôles : OK"', styles.MAUVAIS)


def mettre_en_page(feuille: FeuilleVivante, titre: str, repetees: tuple[int, int] | None, fin: tuple[int, int]) -> None:
    """A3 paysage, une page de large, lignes d'en-tête répétées, page x sur y."""
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete="",
            pied=f"&L&8Maquette financière – {titre}&R&8page &P / &N",
            lignes_repetees=repetees,
            derniere_cellule=fin,
        )
    )


def ecrire_bloc(
    classeur: ClasseurVivant, bloc: Bloc, disposition: Disposition, contenu: Contenu, valeurs: Colonnes, entete: Entete
) -> FeuilleVivante:
    """Écrit un bloc dans sa feuille, et la rend pour qu'on y ajoute ses réglages."""
    feuille = classeur.feuille_vivante(bloc.feuille, "#F2C200" if bloc.saisies else "#1F3864")
    capacite = disposition.capacites[bloc.nom]
    derniere = disposition.derniere_ligne(bloc)
    montrees = [rang for rang, c in enumerate(bloc.colonnes) if c.visibilite is Visibilite.MONTREE]
    ecrire_titre(feuille, bloc.titre, entete)
    _ecrire_note(feuille, bloc, montrees[-1])
    _regler_les_colonnes(feuille, bloc, montrees[-1])
    _ecrire_totaux(feuille, bloc, valeurs)
    lettres = bloc.lettres
    for rang, colonne in enumerate(bloc.colonnes):
        if colonne.formule is not None:
            formules = colonne.formule.lignes(lettres, PREMIERE_LIGNE, capacite)
            unite = 100 if colonne.presentation is Presentation.MONTANT else 1
            resultats = valeurs.get(colonne.nom) or colonne_vide(capacite)
            feuille.formules((PREMIERE_LIGNE, rang), formules, resultats, styles.style_de_colonne(colonne), unite)
        else:
            _ecrire_saisies(feuille, (colonne, rang), contenu.objets[bloc.nom], contenu.rangs_de(bloc.nom), capacite)
            feuille.saisir((PREMIERE_LIGNE, rang), (derniere, rang), saisie_de(colonne))
    _regler_les_hauteurs(feuille, bloc, contenu, valeurs)
    if bloc.saisies:
        place = bloc.rang("controle")
        formule = (
            f'=AND(${lettres["controle"]}{PREMIERE_LIGNE + 1}<>"",${lettres["controle"]}{PREMIERE_LIGNE + 1}<>"OK")'
        )
        feuille.signaler((PREMIERE_LIGNE, place), (derniere, place), formule, styles.MAUVAIS)
    else:
        occupee = f'=$A{PREMIERE_LIGNE + 1}<>""'
        feuille.signaler((PREMIERE_LIGNE, 0), (derniere, montrees[-1]), occupee, styles.LIGNE_OCCUPEE)
    feuille.figer(PREMIERE_LIGNE, bloc.figees)
    feuille.filtrer((LIGNE_EN_TETE, 0), (derniere, montrees[-1]))
    feuille.tolerer_codes((PREMIERE_LIGNE, 0), (derniere, len(bloc.colonnes) - 1))
    mettre_en_page(feuille, bloc.titre, (LIGNE_TITRE, LIGNE_EN_TETE), (derniere, montrees[-1]))
    feuille.proteger()
    return feuille


def _ecrire_note(feuille: FeuilleVivante, bloc: Bloc, derniere: int) -> None:
    largeur = sum(colonne.largeur for colonne in bloc.colonnes[: derniere + 1])
    feuille.fusion(LIGNE_NOTE, (0, derniere), bloc.note, styles.NOTE)
    feuille.hauteur(
        LIGNE_NOTE, hauteur_de_ligne(nombre_de_lignes(bloc.note, largeur, styles.TAILLE), styles.TAILLE) + 3
    )


def _regler_les_colonnes(feuille: FeuilleVivante, bloc: Bloc, derniere: int) -> None:
    lignes = 1
    for rang, colonne in enumerate(bloc.colonnes):
        style = styles.EN_TETE_CALCUL if colonne.saisie is None else styles.EN_TETE_SAISIE
        if colonne.visibilite is Visibilite.REPLIEE:
            style = styles.EN_TETE_INTERMEDIAIRE
        feuille.texte(LIGNE_EN_TETE, rang, colonne.libelle, style)
        # Le bouton du filtre prend la place de deux caractères.
        lignes = max(lignes, nombre_de_lignes(colonne.libelle, colonne.largeur - 2, styles.TAILLE, "grasse"))
        if rang <= derniere:
            feuille.largeur(rang, colonne.largeur)
    feuille.hauteur(LIGNE_EN_TETE, hauteur_de_ligne(lignes, styles.TAILLE) + 6)
    if derniere + 1 < len(bloc.colonnes):
        feuille.replier(derniere + 1, len(bloc.colonnes) - 1, 12)


def _regler_les_hauteurs(feuille: FeuilleVivante, bloc: Bloc, contenu: Contenu, valeurs: Colonnes) -> None:
    """Donne leur hauteur aux lignes dont un texte se replie ; les autres gardent celle que le tableur leur donne."""
    lignes: dict[int, int] = {}
    for colonne in bloc.colonnes:
        if colonne.presentation is not Presentation.TEXTE:
            continue
        for rang, texte in _textes(colonne, bloc, contenu, valeurs):
            nombre = nombre_de_lignes(texte, colonne.largeur - _RETRAIT, styles.TAILLE)
            lignes[rang] = max(nombre, lignes.get(rang, 1))
    for rang, nombre in lignes.items():
        if nombre > 1:
            hauteur = min(hauteur_de_ligne(nombre, styles.TAILLE), _HAUTEUR_MAXIMALE)
            feuille.hauteur(PREMIERE_LIGNE + rang, hauteur)


def _textes(colonne: ColonneMaquette, bloc: Bloc, contenu: Contenu, valeurs: Colonnes) -> Iterator[tuple[int, str]]:
    """Rang et texte de chaque cellule remplie d'une colonne de textes."""
    if colonne.saisie is None:
        yield from (
            (rang, valeur) for rang, valeur in enumerate(valeurs.get(colonne.nom, ())) if isinstance(valeur, str)
        )
        return
    for rang, objet in zip(contenu.rangs_de(bloc.nom), contenu.objets[bloc.nom], strict=True):
        valeur = valeur_de_cellule(colonne.saisie, objet)
        if isinstance(valeur, str):
            yield rang, valeur


def _ecrire_totaux(feuille: FeuilleVivante, bloc: Bloc, valeurs: Colonnes) -> None:
    """Le total de chaque colonne de montants, au-dessus de son en-tête : il reste en vue et suit les ajouts."""
    if bloc.saisies or not any(colonne.somme for colonne in bloc.colonnes):
        return
    feuille.texte(LIGNE_TOTAL, 0, "Total", styles.TOTAL_LIBELLE)
    for rang, colonne in enumerate(bloc.colonnes):
        if colonne.somme:
            formule = f"=ROUND(SUM({nom_defini(bloc.nom, colonne.nom)}),2)"
            feuille.formule(
                LIGNE_TOTAL, rang, formule, Fraction(total(valeurs.get(colonne.nom, ())), 100), styles.TOTAL
            )
        elif rang and colonne.visibilite is Visibilite.MONTREE:
            feuille.vide(LIGNE_TOTAL, rang, styles.TOTAL_LIBELLE)


def total(valeurs: Sequence[Valeur]) -> int:
    """Somme, en centimes, des valeurs d'une colonne de montants."""
    return sum(valeur for valeur in valeurs if isinstance(valeur, int))


def _ecrire_saisies(
    feuille: FeuilleVivante,
    place: tuple[ColonneMaquette, int],
    objets: Sequence[object],
    rangs: Sequence[int],
    capacite: int,
) -> None:
    colonne, rang = place
    if colonne.saisie is None:
        return
    style = styles.style_de_colonne(colonne)
    libres = set(range(capacite))
    for ligne, objet in zip(rangs, objets, strict=True):
        valeur = valeur_de_cellule(colonne.saisie, objet)
        if valeur is not None:
            libres.discard(ligne)
            ecrire_valeur(feuille, (PREMIERE_LIGNE + ligne, rang), valeur, style)
    for ligne in sorted(libres):
        feuille.vide(PREMIERE_LIGNE + ligne, rang, style)

"""Écrire un bloc dans sa feuille : titre, totaux, en-têtes, saisies, formules, règles de saisie, mise en page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from typing import Final

from maquettes.classeur.classeur import Style
from maquettes.classeur.impression import MiseEnPage
from maquettes.classeur.mesure import hauteur_de_ligne, nombre_de_lignes
from maquettes.classeur.pages_de_front import PagesDeFront, groupes_imprimes, pages_de_front
from maquettes.classeur.vivant import ClasseurVivant, FeuilleVivante
from maquettes.maquette import styles
from maquettes.maquette.blocs.formules import AUTOFINANCEMENT_SEUL, CONCOURS_SEULS, RANG_AUTOFINANCEMENT
from maquettes.maquette.choix import CHOIX, LIBELLES_DES_CHOIX
from maquettes.maquette.contenu import Contenu
from maquettes.maquette.description import (
    LIGNE_BANDEAU,
    LIGNE_CONTROLE,
    LIGNE_NOTE,
    LIGNE_SOUS_TITRE,
    LIGNE_TITRE,
    Bloc,
    ColonneMaquette,
    Presentation,
    Visibilite,
    nom_defini,
)
from maquettes.maquette.disposition import Disposition
from maquettes.maquette.feuilles.regles_de_saisie import saisie_de
from maquettes.maquette.feuilles.zone_imprimee import derniere_ligne_imprimee, ecrire_avis
from maquettes.maquette.valeurs.cellule import ecrire_valeur, valeur_de_cellule
from maquettes.maquette.valeurs.moteur import Colonnes, Valeur, colonne_vide

__all__ = ["Entete", "ecrire_bloc", "ecrire_titre", "mettre_en_page", "signaler_le_controle"]

_HAUTEUR_DU_TITRE: Final = 22
_HAUTEUR_MAXIMALE: Final = 400.0
_RETRAIT: Final = 1.3
_TITRE_LISIBLE: Final = 50
"""En caractères, ce que les colonnes répétées offrent au moins au titre."""


@dataclass(frozen=True, slots=True)
class Entete:
    """Ce que toutes les feuilles répètent, tel que le moteur le donne : sous-titre et contrôle général.

    ``formule`` : celle du contrôle général ; ``rouge`` et ``ambre`` : quand le présenter comme bloquant ou en alerte ;
    ``projet`` : ce que chaque page imprimée porte en tête tant qu’un constat bloque, vide sinon.
    """

    sous_titre: str
    controle: str
    formule: str
    rouge: str
    ambre: str
    projet: str


def ecrire_titre(feuille: FeuilleVivante, titre: str, entete: Entete, largeurs: Sequence[float]) -> None:
    """Titre de la feuille, convention et date d’arrêté, contrôle général : trois lignes vives.

    Celle qui ne tient pas dans ces premières colonnes s’y replie : au-delà, rien ne s’en imprimerait.
    """
    feuille.hauteur(LIGNE_TITRE, _HAUTEUR_DU_TITRE)
    feuille.texte(LIGNE_TITRE, 0, titre, _repliee(feuille, LIGNE_TITRE, titre, styles.TITRE, largeurs))
    style = _repliee(feuille, LIGNE_SOUS_TITRE, entete.sous_titre, styles.SOUS_TITRE, largeurs)
    feuille.formule(LIGNE_SOUS_TITRE, 0, "=sous_titre", entete.sous_titre, style)
    style = _repliee(feuille, LIGNE_CONTROLE, entete.controle, styles.CONTROLE, largeurs)
    feuille.formule(LIGNE_CONTROLE, 0, "=controle_general", entete.controle, style)
    signaler_le_controle(feuille, entete, len(largeurs))


def _repliee(feuille: FeuilleVivante, ligne: int, texte: str, style: Style, largeurs: Sequence[float]) -> Style:
    """Réunit les cellules d’une ligne du titre dont le texte ne tient pas sur une ; rend son style."""
    lignes = nombre_de_lignes(texte, sum(largeurs), style.taille, style.graisse)
    if lignes == 1:
        return style
    replie = replace(style, repli="replie")
    feuille.fusion(ligne, (0, len(largeurs) - 1), "", replie)
    feuille.hauteur(ligne, hauteur_de_ligne(lignes, style.taille))
    return replie


def signaler_le_controle(feuille: FeuilleVivante, entete: Entete, colonnes: int) -> None:
    """Le contrôle général, en rouge s’il dit un bloquant, à l’ambre s’il ne dit que des alertes.

    Toutes les colonnes où il s’écrit se colorent : sa cellule seule n’en couvrirait que les premiers mots.
    """
    premiere, derniere = (LIGNE_CONTROLE, 0), (LIGNE_CONTROLE, colonnes - 1)
    feuille.signaler(premiere, derniere, entete.rouge, styles.MAUVAIS)
    feuille.signaler(premiere, derniere, entete.ambre, styles.ALERTE)


def mettre_en_page(
    feuille: FeuilleVivante,
    titre: str,
    entete: Entete,
    repetees: tuple[int, int] | None,
    fin: tuple[int, int],
    de_front: PagesDeFront | None = None,
    pages_de_haut: int = 0,
) -> None:
    """A3 paysage, lignes d’en-tête répétées, page x sur y, pages de front ; « PROJET » en tête s’il y a lieu."""
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete=f'&C&"Calibri,Bold"&11&KB00020{entete.projet}' if entete.projet else "",
            pied=f"&L&9Maquette financière – {titre}&R&9page &P / &N",
            lignes_repetees=repetees,
            derniere_cellule=fin,
            de_front=de_front,
            pages_de_haut=pages_de_haut,
        )
    )


def ecrire_bloc(
    classeur: ClasseurVivant, bloc: Bloc, disposition: Disposition, contenu: Contenu, valeurs: Colonnes, entete: Entete
) -> FeuilleVivante:
    """Écrit un bloc dans sa feuille, et la rend pour qu’on y ajoute ses réglages."""
    feuille = classeur.feuille_vivante(bloc.feuille, "#F2C200" if bloc.saisies else "#1F3864")
    capacite = disposition.capacites[bloc.nom]
    premiere, derniere = bloc.premiere_ligne, disposition.derniere_ligne(bloc)
    montrees = [rang for rang, c in enumerate(bloc.colonnes) if c.visibilite is Visibilite.MONTREE]
    de_front = _pages_de_front(bloc, montrees)
    ouvrantes = montrees if de_front is None else montrees[: de_front.repetees]
    libres = ouvrantes[:LIBELLES_DES_CHOIX] if bloc.nom in CHOIX else ouvrantes
    ecrire_titre(feuille, bloc.titre, entete, [bloc.colonnes[rang].largeur for rang in libres])
    _ecrire_note(feuille, bloc, ouvrantes[-1])
    _regler_les_colonnes(feuille, bloc, montrees[-1])
    _ecrire_bandeau(feuille, bloc, () if de_front is None else de_front.coupures)
    _ecrire_totaux(feuille, bloc, valeurs)
    lettres = bloc.lettres
    for rang, colonne in enumerate(bloc.colonnes):
        if colonne.formule is not None:
            formules = colonne.formule.lignes(lettres, premiere, capacite)
            unite = 100 if colonne.presentation is Presentation.MONTANT else 1
            resultats = valeurs.get(colonne.nom) or colonne_vide(capacite)
            feuille.formules((premiere, rang), formules, resultats, styles.style_de_colonne(colonne), unite)
        else:
            _ecrire_saisies(feuille, (colonne, rang), bloc, contenu, capacite)
            feuille.saisir((premiere, rang), (derniere, rang), saisie_de(colonne))
    _regler_les_hauteurs(feuille, bloc, contenu, valeurs)
    if bloc.saisies:
        place = bloc.rang("controle")
        cellule = f"${lettres['controle']}{premiere + 1}"
        feuille.signaler((premiere, place), (derniere, place), f'=AND({cellule}<>"",{cellule}<>"OK")', styles.MAUVAIS)
    else:
        lignes = (premiere, 0), (derniere, montrees[-1])
        if bloc.memoire:
            autofinancee = f"=${lettres['nature_rang']}{premiere + 1}={RANG_AUTOFINANCEMENT}"
            feuille.signaler(*lignes, autofinancee, styles.LIGNE_POUR_MEMOIRE)
        feuille.signaler(*lignes, f'=$A{premiere + 1}<>""', styles.LIGNE_OCCUPEE)
    feuille.figer(premiere, bloc.figees)
    feuille.filtrer((bloc.ligne_en_tete, 0), (derniere, montrees[-1]))
    feuille.tolerer_codes((premiere, 0), (derniere, len(bloc.colonnes) - 1))
    imprimee = derniere_ligne_imprimee(bloc, disposition, contenu, valeurs)
    if premiere <= imprimee < derniere:
        ecrire_avis(feuille, imprimee, derniere, montrees[-1])
    fin = imprimee, montrees[-1]
    mettre_en_page(feuille, bloc.titre, entete, (LIGNE_TITRE, bloc.ligne_en_tete), fin, de_front)
    feuille.proteger()
    return feuille


def _pages_de_front(bloc: Bloc, montrees: Sequence[int]) -> PagesDeFront | None:
    """Les pages que le bloc prend de front ; chacune répète ses colonnes figées, et de quoi lire le titre."""
    colonnes = [bloc.colonnes[rang] for rang in montrees]
    cumuls = accumulate(colonne.largeur for colonne in colonnes)
    repetees = max(bloc.figees, next(rang for rang, cumul in enumerate(cumuls, 1) if cumul >= _TITRE_LISIBLE))
    return pages_de_front([c.largeur for c in colonnes], [c.groupe for c in colonnes], repetees)


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
        feuille.texte(bloc.ligne_en_tete, rang, colonne.libelle, style)
        # Le bouton du filtre prend la place de deux caractères.
        lignes = max(lignes, nombre_de_lignes(colonne.libelle, colonne.largeur - 2, styles.TAILLE, "grasse"))
        if rang <= derniere:
            feuille.largeur(rang, colonne.largeur)
    feuille.hauteur(bloc.ligne_en_tete, hauteur_de_ligne(lignes, styles.TAILLE) + 6)
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
            feuille.hauteur(bloc.premiere_ligne + rang, hauteur)


def _textes(colonne: ColonneMaquette, bloc: Bloc, contenu: Contenu, valeurs: Colonnes) -> Iterator[tuple[int, str]]:
    """Rang et texte de chaque cellule remplie d’une colonne de textes."""
    if colonne.saisie is None:
        yield from (
            (rang, valeur) for rang, valeur in enumerate(valeurs.get(colonne.nom, ())) if isinstance(valeur, str)
        )
        return
    for rang, objet in zip(contenu.rangs_de(bloc.nom), contenu.objets[bloc.nom], strict=True):
        valeur = valeur_de_cellule(colonne.saisie, objet)
        if isinstance(valeur, str):
            yield rang, valeur


def _ecrire_bandeau(feuille: FeuilleVivante, bloc: Bloc, coupures: Sequence[int]) -> None:
    """Au-dessus des colonnes d’un même groupe, ce qu’elles disent : aujourd’hui, à la clôture, pour mémoire."""
    for groupe, rangs in groupes_imprimes([colonne.groupe for colonne in bloc.colonnes], coupures):
        if groupe:
            feuille.fusion(LIGNE_BANDEAU, (rangs[0], rangs[-1]), groupe, styles.BANDEAU)


def _ecrire_totaux(feuille: FeuilleVivante, bloc: Bloc, valeurs: Colonnes) -> None:
    """Le total de chaque colonne de montants, au-dessus de son en-tête : il reste en vue et suit les ajouts.

    Dans un bloc d’une ligne par financement, c’est celui des concours ; celui de l’autofinancement vient dessous.
    """
    natures = valeurs.get("nature_rang", ())
    criteres = (("Total des concours", CONCOURS_SEULS), ("Autofinancement, pour mémoire", AUTOFINANCEMENT_SEUL))
    for ligne, (libelle, critere) in zip(bloc.lignes_de_totaux, criteres, strict=False):
        feuille.texte(ligne, 0, libelle if bloc.memoire else "Total", styles.TOTAL_LIBELLE)
        for rang, colonne in enumerate(bloc.colonnes):
            plage = nom_defini(bloc.nom, colonne.nom)
            if colonne.somme and not bloc.memoire:
                somme = total(valeurs.get(colonne.nom, ()))
                feuille.formule(ligne, rang, f"=ROUND(SUM({plage}),2)", Fraction(somme, 100), styles.TOTAL)
            elif colonne.somme and (critere == CONCOURS_SEULS or colonne.nom in bloc.memoire):
                formule = f"=ROUND(SUMIFS({plage},{nom_defini(bloc.nom, 'nature_rang')},{critere}),2)"
                autofinances = critere == AUTOFINANCEMENT_SEUL
                somme = total(
                    valeur
                    for valeur, nature in zip(valeurs.get(colonne.nom, ()), natures, strict=False)
                    if (nature == RANG_AUTOFINANCEMENT) is autofinances
                )
                feuille.formule(ligne, rang, formule, Fraction(somme, 100), styles.TOTAL)
            elif rang and colonne.visibilite is Visibilite.MONTREE:
                feuille.vide(ligne, rang, styles.TOTAL_LIBELLE)


def total(valeurs: Iterable[Valeur]) -> int:
    """Somme, en centimes, des valeurs d’une colonne de montants."""
    return sum(valeur for valeur in valeurs if isinstance(valeur, int))


def _ecrire_saisies(
    feuille: FeuilleVivante,
    place: tuple[ColonneMaquette, int],
    bloc: Bloc,
    contenu: Contenu,
    capacite: int,
) -> None:
    colonne, rang = place
    if colonne.saisie is None:
        return
    style, premiere = styles.style_de_colonne(colonne), bloc.premiere_ligne
    d_autrui = styles.style_d_autrui(style)
    feuille.vides((premiere, rang), capacite, style if contenu.est_a_remplir(bloc.nom, colonne.nom) else d_autrui)
    for ligne, objet in zip(contenu.rangs_de(bloc.nom), contenu.objets[bloc.nom], strict=True):
        sien = style if contenu.est_a_remplir(bloc.nom, colonne.nom, objet) else d_autrui
        valeur = valeur_de_cellule(colonne.saisie, objet)
        if valeur is not None:
            ecrire_valeur(feuille, (premiere + ligne, rang), valeur, sien)
        elif sien is not style:
            feuille.vide(premiere + ligne, rang, sien)

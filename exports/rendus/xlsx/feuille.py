"""Une feuille par tableau : titre, notes, en-têtes répétés, lignes, largeurs et hauteurs calculées."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from exports.document.document import Document
from exports.document.elements import Precision
from exports.document.tableau import Cellule, Colonne, GenreColonne, GenreLigne, Ligne, Tableau, Valeur
from exports.document.typographie import PRECISIONS, afficher_valeur
from exports.mise_en_page.colonnes import replier
from exports.rendus.xlsx import styles
from exports.rendus.xlsx.formules import Plan, formule
from exports.rendus.xlsx.page import LARGEURS, mise_en_page
from exports.rendus.xlsx.page import Largeurs as LargeursDePage
from financement.valeurs.dates import afficher_date
from maquettes.classeur.classeur import Classeur, Feuille, Style
from maquettes.classeur.mesure import hauteur_de_ligne, largeur_de_colonne, largeur_de_texte, mots, nombre_de_lignes
from maquettes.classeur.pages_de_front import MARGE_DE_COLONNE, PagesDeFront, groupes_imprimes, pages_de_front
from maquettes.classeur.repli import Repli

__all__ = [
    "ecrire_feuille",
    "ecrire_les_groupes",
    "ecrire_les_notes",
    "ecrire_tableau",
    "ecrire_titre",
    "premiere_ligne",
    "rangees_de_titre",
    "valeur_de_formule",
]

_LARGEUR_ORDINAIRE: Final = 10.0
_LIGNES_FILTRABLES: Final = 8
_COLONNES_FIGEES: Final = 2
_COLONNES_LARGES: Final = 8


_RETRAIT: Final = 1.3
_AISANCE: Final = 0.4
_LARGEUR_AJUSTEE_AU_PLUS: Final = 40.0
_ARRONDI: Final = 0.5
"""Ce que les pixels entiers d’un tableur peuvent ajouter à une feuille."""

Largeurs = tuple[float, ...]
"""Largeurs des colonnes du tableau, puis de celles qui ne portent que le titre."""


def rangees_de_titre(document: Document) -> int:
    """Le nombre de lignes que prend le titre d’une feuille."""
    return 3 if document.bandeau else 2


def premiere_ligne(document: Document, tableau: Tableau) -> int:
    """Rang de la première ligne de données : sous le titre, les notes, un blanc et les en-têtes."""
    return rangees_de_titre(document) + len(tableau.notes) + 1 + (1 if tableau.est_groupe else 0) + 1


def _largeurs(document: Document, tableau: Tableau, repliees: Collection[int]) -> Largeurs:
    unite, page = document.sceau.unite, LARGEURS[document.page]
    ajustees = []
    for rang, colonne in enumerate(tableau.colonnes):
        entete = [largeur_de_texte(mot, styles.TAILLE, "grasse") for mot in mots(colonne.libelle)]
        textes = [
            largeur_de_texte(insecable, styles.TAILLE, _graisse(ligne))
            for ligne in tableau.lignes
            if not (rang == 0 and ligne.genre is not GenreLigne.DONNEE)
            for insecable in _insecables(colonne, ligne.cellules[rang].valeur, unite)
        ]
        ajustee = largeur_de_colonne(max([*textes, *entete], default=0)) + _aisance(colonne, rang)
        ajustees.append(min(ajustee, _LARGEUR_AJUSTEE_AU_PLUS))
    _loger_les_groupes(tableau, ajustees, repliees)
    largeurs = _elargir(tableau, ajustees, page, repliees)
    while sum(_montrees(largeurs, repliees)) < page.titre:
        largeurs.append(_LARGEUR_ORDINAIRE)
    return tuple(largeurs)


def _montrees(largeurs: Sequence[float], repliees: Collection[int]) -> Largeurs:
    """Les mêmes largeurs, celle d’une colonne repliée étant nulle."""
    return tuple(0.0 if rang in repliees else largeur for rang, largeur in enumerate(largeurs))


def _groupes(tableau: Tableau) -> list[str]:
    return [colonne.groupe for colonne in tableau.colonnes]


def _loger_les_groupes(tableau: Tableau, ajustees: list[float], repliees: Collection[int]) -> None:
    """Élargit la dernière colonne d’un groupe dont un mot ne tiendrait pas au-dessus de ses colonnes montrées."""
    for groupe, tous in groupes_imprimes(_groupes(tableau)):
        rangs = [rang for rang in tous if rang not in repliees] or tous
        mot = max((largeur_de_texte(mot, styles.TAILLE, "grasse") for mot in mots(groupe)), default=0)
        manque = largeur_de_colonne(mot) - sum(ajustees[rang] for rang in rangs)
        ajustees[rangs[-1]] += max(manque, 0)


def _elargir(
    tableau: Tableau, ajustees: Sequence[float], page: LargeursDePage, repliees: Collection[int]
) -> list[float]:
    """Chaque colonne de texte élargie à la largeur qu’elle veut, ou à ce que les autres lui laissent de la page."""
    manques = [max((c.largeur or 0) - ajustee, 0) for c, ajustee in zip(tableau.colonnes, ajustees, strict=True)]
    place = page.tableau - MARGE_DE_COLONNE * (len(ajustees) - len(repliees)) - _ARRONDI
    reste = max(place - sum(_montrees(ajustees, repliees)), 0)
    part = min(1.0, reste / max(sum(_montrees(manques, repliees)), 1))
    if part < page.pli:
        part = 1.0
    return [ajustee + manque * part for ajustee, manque in zip(ajustees, manques, strict=True)]


def _insecables(colonne: Colonne, valeur: Valeur, unite: Precision) -> list[str]:
    """Ce qui doit tenir sur une ligne : toute la valeur, ou chaque mot d’un texte à largeur donnée."""
    affichee = afficher_valeur(valeur, colonne.genre, unite)
    return [affichee] if colonne.largeur is None else mots(affichee)


def _aisance(colonne: Colonne, rang: int) -> float:
    return _RETRAIT if rang and colonne.genre is GenreColonne.TEXTE else _AISANCE


def _graisse(ligne: Ligne) -> str:
    return "normale" if ligne.genre is GenreLigne.DONNEE else "grasse"


def ecrire_titre(feuille: Feuille, document: Document, titre: str, derniere_colonne: int, precision: str = "") -> int:
    """Titre, sous-titre (suivi d’une ``precision``) et bandeau ; rend le rang de la ligne suivante."""
    colonnes = (0, derniere_colonne)
    feuille.fusion(0, colonnes, titre, styles.TITRE)
    feuille.hauteur(0, 22)
    feuille.fusion(1, colonnes, _sous_titre(document, precision), styles.SOUS_TITRE)
    feuille.hauteur(1, 16)
    if document.bandeau:
        feuille.fusion(2, colonnes, document.bandeau, styles.BANDEAU)
        feuille.hauteur(2, 18)
    return rangees_de_titre(document)


def _sous_titre(document: Document, precision: str) -> str:
    return f"{document.sous_titre} – arrêté au {afficher_date(document.date_arrete)}{precision}"


def _ecrire_titre_replie(feuille: Feuille, document: Document, titre: str, largeurs: Largeurs, precision: str) -> int:
    """Comme :func:`ecrire_titre`, replié dans ces premières colonnes."""
    textes = (
        (titre, styles.TITRE),
        (_sous_titre(document, precision), styles.SOUS_TITRE),
        *([(document.bandeau, styles.BANDEAU)] if document.bandeau else []),
    )
    for rangee, (texte, style) in enumerate(textes):
        feuille.fusion(rangee, (0, len(largeurs) - 1), texte, replace(style, repli="replie"))
        lignes = nombre_de_lignes(texte, sum(largeurs), style.taille, style.graisse)
        feuille.hauteur(rangee, hauteur_de_ligne(lignes, style.taille))
    return rangees_de_titre(document)


def ecrire_feuille(classeur: Classeur, document: Document, tableau: Tableau, plan: Plan) -> None:
    """Écrit un tableau dans sa feuille."""
    feuille = classeur.feuille(tableau.titre_court)
    tableau, repliees = replier(document, tableau)
    unite = document.sceau.unite
    largeurs = _largeurs(document, tableau, repliees)
    montrees = _montrees(largeurs, repliees)
    derniere_colonne = len(largeurs) - 1
    _ecrire_les_largeurs(feuille, largeurs, repliees)
    figees = _COLONNES_FIGEES if len(tableau.colonnes) > _COLONNES_LARGES else 1
    de_front = _pages_de_front(document, tableau, montrees, figees)
    en_euros = any(colonne.genre is GenreColonne.MONTANT for colonne in tableau.colonnes)
    precision = f" – {PRECISIONS[unite]}" if en_euros else ""
    titre = f"{document.titre} – {tableau.titre}"
    if de_front is None:
        rangee = ecrire_titre(feuille, document, titre, derniere_colonne, precision)
        rangee = ecrire_les_notes(feuille, tableau, rangee, montrees)
    else:
        # Le titre, dans les colonnes répétées, ouvre chaque volet ; les notes se lisent au premier.
        debut = de_front.repetees
        rangee = _ecrire_titre_replie(feuille, document, titre, montrees[:debut], precision)
        rangee = ecrire_les_notes(feuille, tableau, rangee, montrees[debut : de_front.coupures[0]], debut)
    feuille.hauteur(rangee, 6)
    premiere = plan[tableau.cle].premiere_ligne
    if tableau.est_groupe:
        coupures = () if de_front is None else de_front.coupures
        ecrire_les_groupes(feuille, tableau, montrees, premiere - 2, coupures)
    ecrire_tableau(feuille, document, tableau, plan, largeurs)
    derniere = max(premiere, premiere + len(tableau.lignes) - 1)
    feuille.figer(premiere, figees)
    feuille.tolerer_codes((premiere, 0), (derniere, len(tableau.colonnes) - 1))
    donnees = _donnees_d_un_seul_tenant(tableau)
    if donnees >= _LIGNES_FILTRABLES:
        feuille.filtrer((premiere - 1, 0), (premiere + donnees - 1, len(tableau.colonnes) - 1))
    repetees = (premiere - (2 if tableau.est_groupe else 1), premiere - 1)
    page = mise_en_page(document, tableau.titre, repetees, (derniere, derniere_colonne))
    feuille.mettre_en_page(replace(page, de_front=de_front))


def _ecrire_les_largeurs(feuille: Feuille, largeurs: Largeurs, repliees: Collection[int]) -> None:
    """Les colonnes repliées le sont au plan de la feuille, dont le bouton est au-dessus de la suivante."""
    for rang, largeur in enumerate((*largeurs, _LARGEUR_ORDINAIRE)):
        suit = rang - 1 in repliees
        if rang < len(largeurs) or suit:
            repli = Repli.REPLIEE if rang in repliees else Repli.SOUS_LE_BOUTON if suit else Repli.MONTREE
            feuille.largeur(rang, largeur, repli)


def _pages_de_front(document: Document, tableau: Tableau, montrees: Largeurs, figees: int) -> PagesDeFront | None:
    """Les pages que le tableau prend de front ; chacune répète assez de colonnes pour y reconnaître une ligne."""
    groupes = [*_groupes(tableau), *[""] * (len(montrees) - len(tableau.colonnes))]
    # Une colonne repliée ne prend rien, pas même sa marge.
    largeurs = [largeur or -MARGE_DE_COLONNE for largeur in montrees]
    return pages_de_front(largeurs, groupes, _qui_nomment(tableau, figees), LARGEURS[document.page].imprimee)


def _qui_nomment(tableau: Tableau, souhaitees: int) -> int:
    """Combien des premières colonnes, avant tout montant, distinguent les lignes : ce nombre souhaité, ou plus."""
    montants = (rang for rang, colonne in enumerate(tableau.colonnes) if colonne.genre is GenreColonne.MONTANT)
    au_plus = max(next(montants, len(tableau.colonnes)), 1)
    lignes = [ligne.cellules for ligne in tableau.lignes if ligne.genre is GenreLigne.DONNEE]
    for nombre in range(min(souhaitees, au_plus), au_plus + 1):
        if len({tuple(cellule.valeur for cellule in cellules[:nombre]) for cellules in lignes}) == len(lignes):
            return nombre
    return min(souhaitees, au_plus)


def ecrire_les_notes(feuille: Feuille, tableau: Tableau, rangee: int, largeurs: Largeurs, debut: int = 0) -> int:
    """Les notes d’un tableau, sur ces ``largeurs`` depuis la colonne ``debut`` ; rend le rang de la ligne suivante."""
    for note in tableau.notes:
        feuille.fusion(rangee, (debut, debut + len(largeurs) - 1), note, styles.NOTE)
        lignes = nombre_de_lignes(note, sum(largeurs), styles.TAILLE)
        feuille.hauteur(rangee, hauteur_de_ligne(lignes, styles.TAILLE))
        rangee += 1
    return rangee


def ecrire_tableau(
    feuille: Feuille,
    document: Document,
    tableau: Tableau,
    plan: Plan,
    largeurs: Largeurs,
) -> None:
    """Les en-têtes et les lignes d’un tableau, là où le plan le met."""
    premiere = plan[tableau.cle].premiere_ligne
    _ecrire_en_tetes(feuille, tableau, largeurs, premiere)
    des_cellules = styles.StylesDeCellules(document.sceau.unite)
    for rang, ligne in enumerate(tableau.lignes):
        _ecrire_ligne(feuille, tableau, ligne, plan, des_cellules)
        feuille.hauteur(premiere + rang, _hauteur(tableau.colonnes, ligne, largeurs))


def _donnees_d_un_seul_tenant(tableau: Tableau) -> int:
    """Nombre de lignes de données que suit au plus un total ; zéro si des sous-totaux les coupent."""
    genres = [ligne.genre for ligne in tableau.lignes]
    donnees = genres[:-1] if genres and genres[-1] is GenreLigne.TOTAL else genres
    return len(donnees) if all(genre is GenreLigne.DONNEE for genre in donnees) else 0


def ecrire_les_groupes(
    feuille: Feuille, tableau: Tableau, montrees: Largeurs, rangee: int, coupures: Sequence[int] = ()
) -> None:
    """Le nom de chaque groupe au-dessus de ses colonnes, replié s’il n’y tient pas ; une coupure de page le répète."""
    lignes = 1
    for groupe, rangs in groupes_imprimes(_groupes(tableau), coupures):
        for rang in rangs:
            feuille.vide(rangee, rang, styles.GROUPE if groupe else styles.GROUPE_VIDE)
        if groupe:
            place = sum(montrees[rang] for rang in rangs)
            prises = nombre_de_lignes(groupe, place, styles.TAILLE, "grasse") if place else 1
            style = styles.GROUPE if prises == 1 else replace(styles.GROUPE, repli="replie")
            feuille.fusion(rangee, (rangs[0], rangs[-1]), groupe, style)
            lignes = max(lignes, prises)
    feuille.hauteur(rangee, hauteur_de_ligne(lignes, styles.TAILLE) + 2)


def _ecrire_en_tetes(feuille: Feuille, tableau: Tableau, largeurs: Largeurs, premiere: int) -> None:
    lignes = 1
    for rang, colonne in enumerate(tableau.colonnes):
        feuille.texte(premiere - 1, rang, colonne.libelle, styles.style_d_en_tete(colonne, rang))
        lignes = max(lignes, nombre_de_lignes(colonne.libelle, largeurs[rang], styles.TAILLE, "grasse"))
    feuille.hauteur(premiere - 1, hauteur_de_ligne(lignes, styles.TAILLE) + 4)


def _hauteur(colonnes: Sequence[Colonne], ligne: Ligne, largeurs: Largeurs) -> float:
    lignes = 1
    if ligne.genre is GenreLigne.DONNEE:
        for rang, (colonne, cellule) in enumerate(zip(colonnes, ligne.cellules, strict=True)):
            if colonne.genre is GenreColonne.TEXTE and isinstance(cellule.valeur, str):
                place = largeurs[rang] - (_RETRAIT if rang else 0)
                lignes = max(lignes, nombre_de_lignes(cellule.valeur, place, styles.TAILLE))
    marge = {GenreLigne.DONNEE: 0, GenreLigne.FAMILLE: 3, GenreLigne.SOUS_TOTAL: 2, GenreLigne.TOTAL: 5}[ligne.genre]
    return min(hauteur_de_ligne(lignes, styles.TAILLE) + marge, 400.0)


def _ecrire_ligne(
    feuille: Feuille, tableau: Tableau, ligne: Ligne, plan: Plan, des_cellules: styles.StylesDeCellules
) -> None:
    position = plan[tableau.cle].lignes[ligne.cle]
    for rang, (colonne, cellule) in enumerate(zip(tableau.colonnes, ligne.cellules, strict=True)):
        style = des_cellules.style(colonne, rang, ligne.genre, cellule.valeur)
        if cellule.lien is not None and isinstance(cellule.valeur, str):
            vers = plan[cellule.lien.tableau]
            cible = vers.adresse(cellule.lien.ligne, cellule.lien.colonne)
            feuille.lien(position, rang, vers.feuille, cellule.valeur, replace(style, soulignement=1), cible)
        elif cellule.calcul is None:
            _ecrire_valeur(feuille, (position, rang), cellule, colonne, style)
        else:
            texte = formule(cellule.calcul, plan, tableau.cle, ligne.cle, colonne.cle)
            feuille.formule(position, rang, texte, valeur_de_formule(cellule, colonne), style)


def valeur_de_formule(cellule: Cellule, colonne: Colonne) -> int | Decimal | Fraction | str:
    """La valeur d’une cellule calculée dans l’unité du fichier (un montant en euros), vide si elle l’est."""
    valeur = cellule.valeur
    if valeur is None:
        return ""
    if isinstance(valeur, date):
        raise TypeError(f"une date ne se calcule pas (colonne {colonne.cle})")
    return Fraction(valeur, 100) if colonne.genre is GenreColonne.MONTANT and isinstance(valeur, int) else valeur


def _ecrire_valeur(feuille: Feuille, ou: tuple[int, int], cellule: Cellule, colonne: Colonne, style: Style) -> None:
    valeur = cellule.valeur
    if valeur is None:
        feuille.vide(*ou, style)
    elif isinstance(valeur, str):
        feuille.texte(*ou, valeur, style)
    elif isinstance(valeur, date):
        feuille.date(*ou, valeur, style)
    elif colonne.genre is GenreColonne.MONTANT:
        feuille.nombre(*ou, Fraction(valeur) / 100, style)
    else:
        feuille.nombre(*ou, valeur, style)

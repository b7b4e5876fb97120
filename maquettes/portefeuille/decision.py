"""La première feuille de la synthèse d’un portefeuille : combien reste à verser, qui doit quoi, ce qui bloque."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from financement.affichage.libelles import accorder
from financement.cloture.resultat import TotalCloture
from financement.dossier.nomenclature import LIBELLES_CATEGORIES
from financement.portefeuille.portefeuille import Enjeu, Portefeuille
from financement.valeurs.dates import afficher_date
from maquettes.classeur.classeur import Feuille, Style, adresse
from maquettes.maquette.description import Presentation
from maquettes.maquette.styles import (
    CONTROLE,
    EN_TETE_CALCUL,
    FORMATS,
    MAUVAIS,
    RUBRIQUE,
    SOUS_TITRE,
    TITRE,
    TOTAL,
    TOTAL_LIBELLE,
)
from maquettes.portefeuille.feuilles import (
    CONSTATS,
    PAR_CATEGORIE,
    PREMIERE_LIGNE,
    PROJET,
    FeuilleDePortefeuille,
    etat,
    projet,
)
from maquettes.portefeuille.tableau import (
    STYLES,
    Colonne,
    Genre,
    Rangee,
    Tableau,
    Valeur,
    ecrire_tableau,
    montant,
    texte,
)

__all__ = ["ecrire_decision"]

_POUR_MEMOIRE: Final = ", pour mémoire"
_IDENTITE: Final = (
    texte("Convention", 13),
    texte("Nom", 33),
    texte("Programme", 11),
    Colonne("État", Genre.MENTION, 9),
)
_LARGEUR: Final = 14.5
"""Celle d’un montant sous un chiffre de la décision, écrit plus grand."""
_MONTANTS: Final = tuple(
    montant(titre, _LARGEUR)
    for titre in (
        "Reste à verser",
        "Trop-perçu",
        "À dégager",
        "Économie",
        "Programmé",
        "Payé",
        "Montant de clôture",
        f"Autofinancement à la clôture{_POUR_MEMOIRE}",
    )
)
_RANGS: Final = {
    Enjeu.SOLDES_A_VERSER: "Rang, reste à verser",
    Enjeu.TROP_PERCUS: "Rang, trop-perçu",
    Enjeu.ECONOMIES: "Rang, économie",
    Enjeu.CONSTATS_BLOQUANTS: "Rang, constats",
}
_COLONNES: Final = (
    *_IDENTITE,
    *_MONTANTS,
    Colonne("Constats bloquants", Genre.ENTIER, 11, total=True),
    *(Colonne(titre, Genre.ENTIER, 8.5) for titre in _RANGS.values()),
)
_ETAT: Final = 3

_LIGNE_PROJET, _LIGNE_REFUS, _LIGNE_CHIFFRES, _LIGNE_CATEGORIES = 2, 3, 5, 8
_CHIFFRES: Final = (
    ("Reste à verser", "ce que les financeurs doivent encore", (0, 1)),
    ("Trop-perçu", "à leur reverser", (2, 4)),
    ("À dégager", "engagé de trop", (5, 6)),
    ("Économies", "programmé − montant de clôture", (7, 8)),
)
_CHIFFRE: Final = Style(
    taille=16,
    graisse="grasse",
    couleur="#1F3864",
    fond="#E6EBF3",
    horizontal="center",
    format_nombre=FORMATS[Presentation.MONTANT].replace("0.00", '0.00"\u00a0€"'),
)
_LIBELLE_DU_CHIFFRE: Final = Style(taille=10, couleur="#44546A", fond="#E6EBF3", horizontal="center", repli="replie")
_PROJET: Final = replace(MAUVAIS, taille=12)
_MIS_DE_COTE: Final = Style(taille=10, graisse="grasse", couleur="#8A4B00")
_LIEN_PROJET: Final = replace(STYLES[Genre.MENTION], soulignement=1)


def ecrire_decision(
    feuille: Feuille, portefeuille: Portefeuille, details: Sequence[FeuilleDePortefeuille]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Écrit la feuille ; rend les lignes à répéter et la dernière cellule."""
    for rang, colonne in enumerate(_COLONNES):
        feuille.largeur(rang, colonne.largeur)
    _ecrire_titre(feuille, portefeuille)
    rubrique = _ecrire_categories(feuille, portefeuille, details) + 2
    titre = "Par convention, du plus grand reste à verser au plus petit ; à égalité, même rang"
    feuille.fusion(rubrique, (0, len(_COLONNES) - 1), titre, RUBRIQUE)
    total = rubrique + 1
    tableau = Tableau(_COLONNES, _conventions(portefeuille))
    derniere = ecrire_tableau(feuille, tableau, total)
    _lier_les_projets(feuille, tableau, details, total + 2)
    _ecrire_chiffres(feuille, portefeuille, total)
    feuille.filtrer((total + 1, 0), (derniere, len(_COLONNES) - 1))
    return (total, total + 1), (derniere, len(_COLONNES) - 1)


def _ecrire_titre(feuille: Feuille, portefeuille: Portefeuille) -> None:
    au = afficher_date(portefeuille.au)
    conventions = accorder(len(portefeuille.bilans), "convention", "conventions")
    feuille.texte(0, 0, f"Portefeuille au {au} : {conventions}, en euros", TITRE)
    feuille.hauteur(0, 22)
    portee = "Concours (subventions et prêts) ; l’autofinancement, dû à personne, est à part, pour mémoire."
    feuille.texte(1, 0, f"{portee} Montants de clôture : lecture C des règles de solde.", SOUS_TITRE)
    mention = projet(portefeuille)
    if mention:
        feuille.fusion(_LIGNE_PROJET, (0, len(_COLONNES) - 1), f"{mention} (feuille {CONSTATS})", _PROJET)
        feuille.hauteur(_LIGNE_PROJET, 20)
    else:
        feuille.texte(_LIGNE_PROJET, 0, "Aucun constat bloquant", CONTROLE)
    dossiers = sum(len(refus.dossiers) for refus in portefeuille.refus)
    lignes = sum(refus.lignes for refus in portefeuille.refus)
    if dossiers or lignes:
        ecartes = [
            *([accorder(dossiers, "dossier mis de côté", "dossiers mis de côté")] if dossiers else []),
            *([accorder(lignes, "ligne du journal commun", "lignes du journal commun")] if lignes else []),
        ]
        feuille.texte(_LIGNE_REFUS, 0, f"Hors de tout total : {' ; '.join(ecartes)} (feuille Refus)", _MIS_DE_COTE)


def _decision(total: TotalCloture) -> tuple[int, ...]:
    """Les montants d’une ligne de la décision : les concours, puis l’autofinancement à la clôture."""
    dus = total.concours
    return (
        dus.solde_a_verser,
        dus.trop_percu,
        dus.a_degager,
        dus.economie,
        dus.programme,
        dus.paye,
        dus.montant_cloture,
        total.autofinancement.montant_cloture,
    )


def _conventions(portefeuille: Portefeuille) -> list[Rangee]:
    """Une rangée par convention, rangs compris ; celles à qui rien n’est dû viennent après les autres, par code."""
    rangs = {enjeu: portefeuille.rangs(enjeu) for enjeu in _RANGS}
    classees = [un for un, _ in portefeuille.classer(Enjeu.SOLDES_A_VERSER)]
    autres = [un for un in portefeuille.bilans if un.code not in rangs[Enjeu.SOLDES_A_VERSER]]
    return [
        (
            un.code,
            un.nom,
            str(un.programme),
            etat(un),
            *_decision(un.total),
            len(un.bloquants),
            *(rangs[enjeu].get(un.code, 0) for enjeu in _RANGS),
        )
        for un in (*classees, *autres)
    ]


def _ecrire_chiffres(feuille: Feuille, portefeuille: Portefeuille, ligne_total: int) -> None:
    """Les quatre chiffres de la décision, repris du total des conventions."""
    montants = _decision(portefeuille.total)
    for rang, (libelle, precision, colonnes) in enumerate(_CHIFFRES):
        feuille.fusion(_LIGNE_CHIFFRES, colonnes, f"{libelle} : {precision}", _LIBELLE_DU_CHIFFRE)
        feuille.fusion(_LIGNE_CHIFFRES + 1, colonnes, "", _CHIFFRE)
        formule = f"={adresse(ligne_total, len(_IDENTITE) + rang)}"
        feuille.formule(_LIGNE_CHIFFRES + 1, colonnes[0], formule, Fraction(montants[rang], 100), _CHIFFRE)
    feuille.hauteur(_LIGNE_CHIFFRES, 32)
    feuille.hauteur(_LIGNE_CHIFFRES + 1, 28)


def _ecrire_categories(feuille: Feuille, portefeuille: Portefeuille, details: Sequence[FeuilleDePortefeuille]) -> int:
    """Par catégorie de financeurs, reprise de la feuille de ce nom ; rend la ligne du total, sous les autres."""
    (reprise,) = (detail.tableau for detail in details if detail.nom == PAR_CATEGORIE)
    titres_repris = [colonne.titre for colonne in reprise.colonnes]
    sources = [titres_repris.index(colonne.titre.removesuffix(_POUR_MEMOIRE)) for colonne in _MONTANTS]
    derniere_colonne = len(_COLONNES) - 1
    feuille.fusion(_LIGNE_CATEGORIES, (0, derniere_colonne), "Par catégorie de financeurs", RUBRIQUE)
    titres, premier = _LIGNE_CATEGORIES + 1, len(_IDENTITE)
    feuille.fusion(titres, (0, premier - 1), "Catégorie", EN_TETE_CALCUL)
    for rang, colonne in enumerate(_MONTANTS, premier):
        feuille.texte(titres, rang, colonne.titre, EN_TETE_CALCUL)
    feuille.hauteur(titres, 42)
    ligne = titres
    for rang, (categorie, total) in enumerate(portefeuille.par_categorie().items()):
        ligne += 1
        feuille.fusion(ligne, (0, premier - 1), LIBELLES_CATEGORIES[categorie], STYLES[Genre.TEXTE])
        for place, (source, centimes) in enumerate(zip(sources, _decision(total), strict=True), premier):
            formule = f"='{PAR_CATEGORIE}'!{adresse(PREMIERE_LIGNE + rang, source)}"
            feuille.formule(ligne, place, formule, Fraction(centimes, 100), STYLES[Genre.MONTANT])
    feuille.fusion(ligne + 1, (0, premier - 1), "Total", TOTAL_LIBELLE)
    for place, centimes in enumerate(_decision(portefeuille.total), premier):
        formule = f"=SUM({adresse(titres + 1, place)}:{adresse(max(ligne, titres + 1), place)})"
        feuille.formule(ligne + 1, place, formule, Fraction(centimes, 100), TOTAL)
    return ligne + 1


def _lier_les_projets(
    feuille: Feuille, tableau: Tableau, details: Sequence[FeuilleDePortefeuille], premiere: int
) -> None:
    """« PROJET » mène au premier constat bloquant de la convention."""
    (constats,) = (detail.tableau for detail in details if detail.nom == CONSTATS)
    lignes: dict[Valeur, int] = {}
    for ligne, code in enumerate(constats.valeurs(0), PREMIERE_LIGNE):
        lignes.setdefault(code, ligne)
    for ligne, code in enumerate(tableau.valeurs(0), premiere):
        if code in lignes:
            feuille.lien(ligne, _ETAT, CONSTATS, PROJET, _LIEN_PROJET, adresse(lignes[code], 0))

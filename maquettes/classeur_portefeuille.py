"""La synthèse d'un portefeuille en classeur : une ligne par convention et financeur, et ce qui s'en déduit.

Les totaux sont des formules vivantes qui portent la valeur du moteur ; mêmes bilans, mêmes octets.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Final

from financement.cloture.resultat import TotalCloture
from financement.dates import afficher_date
from financement.nomenclature import FAMILLES, LIBELLES_CATEGORIES
from financement.portefeuille import Enjeu, Portefeuille, mesurer_enjeu
from maquettes.classeur import Classeur, Feuille, MiseEnPage, Proprietes, Style, adresse, colonne_lettres
from maquettes.maquette.description import Presentation
from maquettes.maquette.styles import EN_TETE_CALCUL, FORMATS, SOUS_TITRE, TITRE, TOTAL, TOTAL_LIBELLE

__all__ = ["TITRES_DES_GRANDEURS", "classeur_du_portefeuille"]

SYNTHESE: Final = "Synthèse"
TITRES_DES_GRANDEURS: Final = (
    "Programmé",
    "Engagé",
    "Payé",
    "Montant de clôture",
    "Solde à verser",
    "Trop-perçu",
    "À dégager",
    "À engager",
    "Économie",
    "Autofinancement programmé",
    "Autofinancement à la clôture",
    "Économie d'autofinancement",
)
CONCOURS: Final = "concours (subventions et prêts) ; autofinancement pour mémoire"
TITRES_DES_ENJEUX: Final = {
    Enjeu.SOLDES_A_VERSER: "Solde à verser",
    Enjeu.TROP_PERCUS: "Trop-perçu",
    Enjeu.ECONOMIES: "Économie",
    Enjeu.CONSTATS_BLOQUANTS: "Constats bloquants",
}
FAUTES_ECRITES: Final = 100
JOURNAL_COMMUN: Final = "journal commun"
_LIGNE_TOTAL, _LIGNE_TITRES, _PREMIERE = 2, 3, 4


_Rangee = tuple[str | int, ...]


class _Genre(Enum):
    TEXTE = "texte"
    PHRASE = "phrase"
    MONTANT = "montant"
    ENTIER = "entier"


_STYLES: Final = {
    _Genre.TEXTE: Style(format_nombre=FORMATS[Presentation.TEXTE], retrait=1),
    _Genre.PHRASE: Style(format_nombre=FORMATS[Presentation.TEXTE], retrait=1, repli="replie"),
    _Genre.MONTANT: Style(format_nombre=FORMATS[Presentation.MONTANT], horizontal="right"),
    _Genre.ENTIER: Style(format_nombre='#,##0;"−"#,##0;"–"', horizontal="right", retrait=1),
}
_TOTAL_ENTIER: Final = replace(TOTAL, format_nombre="#,##0")


@dataclass(frozen=True, slots=True)
class _Colonne:
    """``total`` : la somme de la colonne s'écrit au-dessus d'elle."""

    titre: str
    genre: _Genre
    largeur: int
    total: bool = False


@dataclass(frozen=True, slots=True)
class _Tableau:
    """Une feuille : son nom, ses colonnes, ses rangées (textes, centimes, entiers)."""

    nom: str
    sous_titre: str
    colonnes: tuple[_Colonne, ...]
    rangees: Sequence[_Rangee]


def _texte(titre: str, largeur: int) -> _Colonne:
    return _Colonne(titre, _Genre.TEXTE, largeur)


def _montant(titre: str) -> _Colonne:
    return _Colonne(titre, _Genre.MONTANT, 17, total=True)


_GRANDEURS: Final = tuple(_montant(titre) for titre in TITRES_DES_GRANDEURS)


def classeur_du_portefeuille(portefeuille: Portefeuille) -> bytes:
    """Le fichier xlsx : synthèse, par catégorie, par famille, en jeu, constats bloquants, refus.

    Lève :class:`ClasseurImpossible` s'il y a plus de lignes que n'en tient une feuille.
    """
    au = afficher_date(portefeuille.au)
    classeur = Classeur(
        Proprietes(
            titre=f"Portefeuille de conventions au {au}",
            sujet="Situation, clôture et contrôles",
            organisme="",
            commentaires="Montants de clôture : lecture C des règles de solde, qu'aucun texte ne publie.",
            cree_le=portefeuille.au,
        )
    )
    synthese = _synthese(portefeuille)
    tableaux = (
        synthese,
        _par_categorie(portefeuille),
        _par_famille(portefeuille),
        _en_jeu(portefeuille),
        _constats(portefeuille),
        _refus(portefeuille),
    )
    for tableau in tableaux:
        _ecrire(classeur.feuille(tableau.nom), tableau, au, len(synthese.rangees))
    return classeur.octets()


def _montants(total: TotalCloture) -> tuple[int, ...]:
    """Les montants des concours, puis l'autofinancement, pour mémoire."""
    memoire = total.autofinancement
    return *total.concours.valeurs(), memoire.programme, memoire.montant_cloture, memoire.economie


def _synthese(portefeuille: Portefeuille) -> _Tableau:
    colonnes = (
        _texte("Convention", 14),
        _texte("Nom", 30),
        _texte("Programme", 10),
        _texte("Financeur", 14),
        _texte("Nom du financeur", 30),
        _texte("Catégorie", 18),
    )
    rangees: list[_Rangee] = [
        (un.code, un.nom, str(un.programme), f.code, f.nom, LIBELLES_CATEGORIES[f.categorie], *_montants(f.total))
        for un in portefeuille.bilans
        for f in un.financeurs
    ]
    return _Tableau(SYNTHESE, f"une ligne par convention et financeur, {CONCOURS}", (*colonnes, *_GRANDEURS), rangees)


def _par_categorie(portefeuille: Portefeuille) -> _Tableau:
    rangees: list[_Rangee] = [
        (LIBELLES_CATEGORIES[categorie], *_montants(total)) for categorie, total in portefeuille.par_categorie().items()
    ]
    sous_titre = f"sommes de la feuille {SYNTHESE}, {CONCOURS}"
    return _Tableau("Par catégorie", sous_titre, (_texte("Catégorie", 24), *_GRANDEURS), rangees)


def _par_famille(portefeuille: Portefeuille) -> _Tableau:
    rangees: list[_Rangee] = [
        (str(programme), famille, FAMILLES[programme][famille], *_montants(total))
        for (programme, famille), total in portefeuille.par_famille().items()
    ]
    colonnes = _texte("Programme", 10), _texte("Famille", 8), _texte("Libellé", 46)
    return _Tableau("Par famille", f"toutes conventions réunies, {CONCOURS}", (*colonnes, *_GRANDEURS), rangees)


def _en_jeu(portefeuille: Portefeuille) -> _Tableau:
    """Une ligne par convention, et son rang pour chaque enjeu ; le tri de départ est celui des soldes à verser."""
    rangs = {enjeu: {un.code: rang for rang, (un, _) in enumerate(portefeuille.classer(enjeu), 1)} for enjeu in Enjeu}
    colonnes = [_texte("Convention", 14), _texte("Nom", 40), _texte("Programme", 10)]
    for enjeu in Enjeu:
        genre = _Genre.ENTIER if enjeu is Enjeu.CONSTATS_BLOQUANTS else _Genre.MONTANT
        colonnes += [
            _Colonne(TITRES_DES_ENJEUX[enjeu], genre, 17, total=True),
            _Colonne("Rang", _Genre.ENTIER, 7),
        ]
    colonnes += [_Colonne("Alertes", _Genre.ENTIER, 9, total=True), _texte("Dossier", 40)]
    classees = [un for un, _ in portefeuille.classer(Enjeu.SOLDES_A_VERSER)]
    autres = [un for un in portefeuille.bilans if un.code not in rangs[Enjeu.SOLDES_A_VERSER]]
    rangees: list[_Rangee] = [
        (
            un.code,
            un.nom,
            str(un.programme),
            *(v for enjeu in Enjeu for v in (mesurer_enjeu(un, enjeu), rangs[enjeu].get(un.code, 0))),
            un.alertes,
            un.dossier,
        )
        for un in (*classees, *autres)
    ]
    return _Tableau("En jeu", "une ligne par convention, et son rang ; concours seuls", tuple(colonnes), rangees)


def _constats(portefeuille: Portefeuille) -> _Tableau:
    colonnes = (
        _texte("Convention", 14),
        _texte("Code", 16),
        _texte("Opération", 22),
        _texte("Financeur", 14),
        _Colonne("Constat", _Genre.PHRASE, 90),
        _Colonne("Remède", _Genre.PHRASE, 90),
        _texte("Lieu", 40),
    )
    rangees: list[_Rangee] = [
        (un.code, c.code, c.operation or "", c.financeur or "", c.message, c.remede, str(c.provenance))
        for un in portefeuille.bilans
        for c in un.bloquants
    ]
    return _Tableau("Constats bloquants", "un document tiré de ces dossiers reste un projet", colonnes, rangees)


def _refus(portefeuille: Portefeuille) -> _Tableau:
    colonnes = (
        _texte("Dossier", 50),
        _texte("Code", 16),
        _texte("Lieu", 40),
        _Colonne("Faute", _Genre.PHRASE, 90),
        _Colonne("Remède", _Genre.PHRASE, 70),
    )
    rangees: list[_Rangee] = []
    for refus in portefeuille.refus:
        dossiers = ", ".join(refus.dossiers) or JOURNAL_COMMUN
        rangees += [
            (dossiers, faute.code, str(faute.provenance), faute.message, faute.remede)
            for faute in refus.fautes[:FAUTES_ECRITES]
        ]
        if len(refus.fautes) > FAUTES_ECRITES:
            rangees.append((dossiers, "", "", f"… et {len(refus.fautes) - FAUTES_ECRITES} autres fautes", ""))
    return _Tableau("Refus", "dossiers et lignes de journal mis de côté, hors de tout total", colonnes, rangees)


def _ecrire(feuille: Feuille, tableau: _Tableau, au: str, lignes_de_synthese: int) -> None:
    largeur, nombre = len(tableau.colonnes), len(tableau.rangees)
    derniere = max(_PREMIERE, _PREMIERE + nombre - 1)
    feuille.texte(0, 0, f"{tableau.nom} au {au}, en euros", TITRE)
    feuille.texte(1, 0, tableau.sous_titre, SOUS_TITRE)
    for rang, (colonne, valeurs) in enumerate(
        zip(tableau.colonnes, zip(*tableau.rangees, strict=True) if nombre else [()] * largeur, strict=True)
    ):
        feuille.largeur(rang, colonne.largeur)
        feuille.texte(_LIGNE_TITRES, rang, colonne.titre, EN_TETE_CALCUL)
        if tableau.nom == "Par catégorie" and colonne.genre is _Genre.MONTANT:
            _sommes_par_categorie(feuille, rang, valeurs, lignes_de_synthese)
        else:
            _ecrire_colonne(feuille, rang, colonne.genre, valeurs)
        _ecrire_total(feuille, rang, colonne, valeurs, derniere)
    feuille.hauteur(_LIGNE_TITRES, 28)
    feuille.figer(_PREMIERE, 1)
    feuille.filtrer((_LIGNE_TITRES, 0), (derniere, largeur - 1))
    feuille.tolerer_codes((_PREMIERE, 0), (derniere, largeur - 1))
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete=f"&L&8Portefeuille au {au}&C&8{tableau.nom}",
            pied="&L&8Montants de clôture : lecture C des règles de solde&R&8page &P / &N",
            lignes_repetees=(_LIGNE_TOTAL, _LIGNE_TITRES),
            derniere_cellule=(derniere, largeur - 1),
        )
    )


def _ecrire_colonne(feuille: Feuille, rang: int, genre: _Genre, valeurs: Sequence[str | int]) -> None:
    style = _STYLES[genre]
    if genre in (_Genre.TEXTE, _Genre.PHRASE):
        feuille.colonne_de_textes(_PREMIERE, rang, [v for v in valeurs if isinstance(v, str)], style)
        return
    entiers = [v for v in valeurs if isinstance(v, int)]
    if genre is _Genre.MONTANT:
        feuille.colonne_d_euros(_PREMIERE, rang, entiers, style)
    else:
        feuille.colonne_d_entiers(_PREMIERE, rang, entiers, style)


def _ecrire_total(feuille: Feuille, rang: int, colonne: _Colonne, valeurs: Sequence[str | int], derniere: int) -> None:
    """Le total au-dessus de la colonne, où il reste visible quand on descend ou filtre."""
    if not colonne.total:
        feuille.texte(_LIGNE_TOTAL, rang, "" if rang else "Total", TOTAL_LIBELLE)
        return
    somme = sum(v for v in valeurs if isinstance(v, int))
    formule = f"=SUM({adresse(_PREMIERE, rang)}:{adresse(derniere, rang)})"
    if colonne.genre is _Genre.MONTANT:
        feuille.formule(_LIGNE_TOTAL, rang, formule, Fraction(somme, 100), TOTAL)
    else:
        feuille.formule(_LIGNE_TOTAL, rang, formule, somme, _TOTAL_ENTIER)


def _sommes_par_categorie(feuille: Feuille, rang: int, valeurs: Sequence[str | int], lignes: int) -> None:
    """Chaque montant d'une catégorie est la somme vivante de ses lignes de synthèse."""
    derniere = _PREMIERE + lignes - 1
    # La synthèse a cinq colonnes d'identité de plus, la sixième étant la catégorie.
    montants, categories = (
        f"'{SYNTHESE}'!${lettres}${_PREMIERE + 1}:${lettres}${derniere + 1}"
        for lettres in (colonne_lettres(rang + 5), colonne_lettres(5))
    )
    for ligne, valeur in enumerate((v for v in valeurs if isinstance(v, int)), _PREMIERE):
        formule = f"=SUMIFS({montants},{categories},{adresse(ligne, 0)})"
        feuille.formule(ligne, rang, formule, Fraction(valeur, 100), _STYLES[_Genre.MONTANT])

"""Le rapport d’une importation : ce qui a été lu, ignoré, signalé ; les totaux ; chaque ligne liée à sa cellule source.

Mêmes fichiers, mêmes octets : il ne date que de la convention. Ses liens supposent les fichiers reçus à côté de lui.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, NamedTuple

from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, Gravite
from financement.dossier.projet import Projet
from financement.fautes.provenance import Origine, Provenance
from financement.valeurs.dates import afficher_date
from maquettes.classeur.classeur import Classeur, Feuille, Proprietes, Style
from maquettes.classeur.impression import MiseEnPage
from maquettes.description.description import TABLES
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.extraction.extraction import Extraction
from maquettes.maquette.styles import ALERTE, BON, EN_TETE_CALCUL, LIEN, MAUVAIS, SOUS_TITRE, TEXTE, TITRE
from maquettes.tableur.adresses import adresse, cible_externe

__all__ = ["classeur_du_rapport"]

OrigineDe = Callable[[Provenance], Origine | None]

_EN_TETE: Final = 3
# Un tableur n'admet que 65 530 liens par feuille.
_LIENS_AU_PLUS: Final = 65_000
_MONTANT: Final = Style(taille=10, format_nombre="[$-40C]#,##0.00", horizontal="right", vertical="top")
_ECART: Final = replace(_MONTANT, couleur=MAUVAIS.couleur, fond=MAUVAIS.fond, graisse="grasse")
_ENTIER: Final = Style(taille=10, format_nombre="#,##0", horizontal="right", vertical="top")
_GRAVITES: Final = {Gravite.BLOQUANT: MAUVAIS, Gravite.ALERTE: ALERTE, Gravite.INFORMATION: TEXTE}
_MONTANTS: Final = ("montant", "cout_ht", "cout")


class _Colonne(NamedTuple):
    titre: str
    largeur: float


def classeur_du_rapport(
    projet: Projet, extractions: Sequence[Extraction], constats: Sequence[Constat], origine_de: OrigineDe
) -> bytes:
    """Le fichier xlsx ; ``origine_de`` : la cellule d’un fichier reçu d’où vient une ligne du projet."""
    convention = projet.convention
    classeur = Classeur(
        Proprietes(
            titre=f"Importation de {convention.nom}",
            sujet="Ce qui a été lu des fichiers reçus",
            organisme=convention.porteur,
            commentaires="Les liens mènent aux fichiers reçus, s’ils sont à côté de ce classeur.",
            cree_le=convention.date_signature,
        )
    )
    _synthese(classeur, projet, extractions, constats)
    _totaux(classeur, extractions)
    _constats(classeur, constats, origine_de)
    _lignes(classeur, projet, origine_de)
    return classeur.octets()


def _ouvrir(classeur: Classeur, nom: str, sous_titre: str, colonnes: Sequence[_Colonne]) -> Feuille:
    feuille = classeur.feuille(nom)
    feuille.texte(0, 0, nom, TITRE)
    feuille.texte(1, 0, sous_titre, SOUS_TITRE)
    for rang, colonne in enumerate(colonnes):
        feuille.largeur(rang, colonne.largeur)
        feuille.texte(_EN_TETE, rang, colonne.titre, EN_TETE_CALCUL)
    feuille.hauteur(_EN_TETE, 30)
    feuille.figer(_EN_TETE + 1, 1)
    return feuille


def _fermer(feuille: Feuille, colonnes: Sequence[_Colonne], derniere: int) -> None:
    fin = (max(derniere, _EN_TETE + 1), len(colonnes) - 1)
    feuille.filtrer((_EN_TETE, 0), fin)
    feuille.mettre_en_page(
        MiseEnPage(
            en_tete=f"&L&9Rapport d’importation&R&9{feuille.nom}",
            pied="&R&9page &P / &N",
            lignes_repetees=(_EN_TETE, _EN_TETE),
            derniere_cellule=fin,
        )
    )


def _synthese(
    classeur: Classeur, projet: Projet, extractions: Sequence[Extraction], constats: Sequence[Constat]
) -> None:
    colonnes = (
        _Colonne("Fichier", 34),
        _Colonne("Feuille", 26),
        _Colonne("Rôle", 20),
        *(_Colonne(f"Lignes {mot}", 12) for mot in ("lues", "ignorées", "signalées")),
        *(_Colonne(f"Cellules {mot}", 12) for mot in ("lues", "ignorées", "signalées", "remplies")),
        _Colonne("Totaux comparés", 12),
        _Colonne("Totaux qui tombent", 12),
    )
    convention = projet.convention
    nombres = [sum(constat.gravite is gravite for constat in constats) for gravite in Gravite]
    mots = (("bloquant", "bloquants"), ("alerte", "alertes"), ("information", "informations"))
    comptes = ", ".join(accorder(nombre, *mot) for nombre, mot in zip(nombres, mots, strict=True))
    sous_titre = f"{convention.nom}, convention du {afficher_date(convention.date_signature)} ; constats : {comptes}"
    feuille = _ouvrir(classeur, "Synthèse", sous_titre, colonnes)
    ligne = _EN_TETE
    for extraction in extractions:
        ligne += 1
        grille, compte = extraction.table.grille, extraction.compte
        feuille.lien_externe(ligne, 0, cible_externe(grille.fichier, grille.feuille, "A1"), grille.fichier, LIEN)
        feuille.texte(ligne, 1, grille.feuille or "", TEXTE)
        feuille.texte(ligne, 2, extraction.table.source.role.value.replace("_", " "), TEXTE)
        for rang, etat in enumerate(Etat):
            feuille.nombre(ligne, 3 + rang, compte.lignes[etat], _ENTIER)
            feuille.nombre(ligne, 6 + rang, compte.cellules[etat], _ENTIER)
        somme = f"=SUM({adresse(ligne, 6)}:{adresse(ligne, 8)})"
        feuille.formule(ligne, 9, somme, sum(compte.cellules.values()), _ENTIER)
        feuille.nombre(ligne, 10, len(extraction.totaux), _ENTIER)
        feuille.nombre(ligne, 11, sum(total.ecart == 0 for total in extraction.totaux), _ENTIER)
    _fermer(feuille, colonnes, ligne)


def _totaux(classeur: Classeur, extractions: Sequence[Extraction]) -> None:
    colonnes = (
        _Colonne("Cellule de la source", 44),
        _Colonne("Total", 34),
        _Colonne("Colonne", 34),
        _Colonne("Lignes", 14),
        _Colonne("Annoncé", 18),
        _Colonne("Calculé", 18),
        _Colonne("Écart", 18),
    )
    sous_titre = "Les totaux et sous-totaux de la source, et la somme de leurs lignes ; rien n’est corrigé"
    feuille = _ouvrir(classeur, "Totaux", sous_titre, colonnes)
    ligne = _EN_TETE
    for extraction in extractions:
        grille = extraction.table.grille
        for total in extraction.totaux:
            ligne += 1
            lieu = grille.provenance(*total.place)
            cible = cible_externe(grille.fichier, grille.feuille, lieu.cellule)
            feuille.lien_externe(ligne, 0, cible, str(lieu), LIEN)
            feuille.texte(ligne, 1, total.libelle, TEXTE)
            feuille.texte(ligne, 2, extraction.table.libelle(total.place[1]), TEXTE)
            lignes = f"{grille.premiere + total.premiere} à {grille.premiere + total.derniere}"
            feuille.texte(ligne, 3, lignes, TEXTE)
            feuille.colonne_d_euros(ligne, 4, [total.annonce], _MONTANT)
            feuille.colonne_d_euros(ligne, 5, [total.calcule], _MONTANT)
            formule = f"=ROUND({adresse(ligne, 4)}-{adresse(ligne, 5)},2)"
            feuille.formule(ligne, 6, formule, Fraction(total.ecart, 100), _ECART if total.ecart else _MONTANT)
    _fermer(feuille, colonnes, ligne)


def _constats(classeur: Classeur, constats: Sequence[Constat], origine_de: OrigineDe) -> None:
    colonnes = (
        _Colonne("Gravité", 13),
        _Colonne("Code", 12),
        _Colonne("Lieu dans la source", 44),
        _Colonne("Constat", 80),
        _Colonne("Remède", 60),
    )
    feuille = _ouvrir(classeur, "Constats", "Ce qui surprend dans les fichiers reçus, le plus grave d’abord", colonnes)
    ligne = _EN_TETE
    for gravite in Gravite:
        for constat in constats:
            if constat.gravite is not gravite:
                continue
            ligne += 1
            feuille.texte(ligne, 0, gravite, _GRAVITES[gravite])
            feuille.texte(ligne, 1, constat.code, TEXTE)
            lieu = constat.provenance
            origine = origine_de(lieu) or Origine(
                fichier=lieu.fichier or "", feuille=lieu.feuille or "", cellule=lieu.cellule or ""
            )
            _lier(feuille, (ligne, 2), origine, str(lieu))
            feuille.texte(ligne, 3, constat.message, TEXTE)
            feuille.texte(ligne, 4, constat.remede, TEXTE)
    if ligne == _EN_TETE:
        feuille.texte(_EN_TETE + 1, 0, "aucun", BON)
    _fermer(feuille, colonnes, ligne)


def _lignes(classeur: Classeur, projet: Projet, origine_de: OrigineDe) -> None:
    colonnes = (
        _Colonne("Cellule de la source", 52),
        _Colonne("Table du dossier", 18),
        _Colonne("Ligne du dossier", 90),
        _Colonne("Montant", 18),
    )
    feuille = _ouvrir(classeur, "Lignes", "Chaque ligne du dossier, et la cellule dont elle vient", colonnes)
    ligne = _EN_TETE
    for table in TABLES:
        for objet in table.objets(projet):
            ligne += 1
            origine = origine_de(objet.provenance)
            if origine is not None:
                _lier(feuille, (ligne, 0), origine, str(origine))
            feuille.texte(ligne, 1, table.titre, TEXTE)
            feuille.texte(ligne, 2, table.designer(objet), TEXTE)
            feuille.colonne_d_euros(ligne, 3, _montant(objet), _MONTANT)
    _fermer(feuille, colonnes, ligne)


def _montant(objet: object) -> Iterable[int]:
    return [getattr(objet, nom) for nom in _MONTANTS if isinstance(getattr(objet, nom, None), int)][:1]


def _lier(feuille: Feuille, place: tuple[int, int], origine: Origine, texte: str) -> None:
    """Un lien vers la source, ou son seul texte quand il y en a trop."""
    if place[0] > _LIENS_AU_PLUS or not origine.fichier:
        feuille.texte(*place, texte, TEXTE)
    else:
        cible = cible_externe(origine.fichier, origine.feuille or None, origine.cellule)
        feuille.lien_externe(*place, cible, texte, LIEN)

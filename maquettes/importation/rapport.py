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
from maquettes.classeur.classeur import Classeur, Feuille, Proprietes
from maquettes.classeur.impression import MiseEnPage
from maquettes.classeur.mesure import HAUTEUR_MAXIMALE, hauteur_de_ligne, nombre_de_lignes
from maquettes.description.description import TABLES
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.extraction.extraction import Extraction
from maquettes.maquette.styles import ALERTE, BON, EN_TETE_CALCUL, LIEN, MAUVAIS, SOUS_TITRE, TEXTE, TITRE
from maquettes.tableur.adresses import adresse, cible_externe

__all__ = ["classeur_du_rapport"]

OrigineDe = Callable[[Provenance], Origine | None]

_EN_TETE: Final = 3
_AERATION: Final = 6
# Un tableur n'admet que 65 530 liens par feuille.
_LIENS_AU_PLUS: Final = 65_000
# Centrés, les textes ne touchent pas le filet épais de l’en-tête ; le filet du bas sépare les lignes hautes.
_TEXTE: Final = replace(TEXTE, vertical="vcenter", filet_bas=7)
_MONTANT: Final = replace(_TEXTE, format_nombre="[$-40C]#,##0.00", horizontal="right", repli="aucun")
_ECART: Final = replace(_MONTANT, couleur=MAUVAIS.couleur, fond=MAUVAIS.fond, graisse="grasse")
_ENTIER: Final = replace(_MONTANT, format_nombre="#,##0")
_LIEN: Final = replace(LIEN, repli="replie")
_GRAVITES: Final = {
    Gravite.BLOQUANT: replace(MAUVAIS, taille=10, filet_bas=7),
    Gravite.ALERTE: replace(ALERTE, taille=10, filet_bas=7),
    Gravite.INFORMATION: _TEXTE,
}
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


def _ajuster(feuille: Feuille, colonnes: Sequence[_Colonne], ligne: int, textes: Sequence[str]) -> None:
    """La hauteur d’une ligne dont les premières cellules portent ces textes, repliés dans leur colonne."""
    largeurs = zip(textes, colonnes, strict=False)
    lignes = max(nombre_de_lignes(texte, colonne.largeur, TEXTE.taille) for texte, colonne in largeurs)
    feuille.hauteur(ligne, min(hauteur_de_ligne(lignes, TEXTE.taille) + _AERATION, HAUTEUR_MAXIMALE))


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
        feuille.lien_externe(ligne, 0, cible_externe(grille.fichier, grille.feuille, "A1"), grille.fichier, _LIEN)
        feuille.texte(ligne, 1, grille.feuille or "", _TEXTE)
        feuille.texte(ligne, 2, extraction.table.source.role.titre, _TEXTE)
        for rang, etat in enumerate(Etat):
            feuille.nombre(ligne, 3 + rang, compte.lignes[etat], _ENTIER)
            feuille.nombre(ligne, 6 + rang, compte.cellules[etat], _ENTIER)
        somme = f"=SUM({adresse(ligne, 6)}:{adresse(ligne, 8)})"
        feuille.formule(ligne, 9, somme, sum(compte.cellules.values()), _ENTIER)
        feuille.nombre(ligne, 10, len(extraction.totaux), _ENTIER)
        feuille.nombre(ligne, 11, sum(total.ecart == 0 for total in extraction.totaux), _ENTIER)
        _ajuster(feuille, colonnes, ligne, (grille.fichier, grille.feuille or "", extraction.table.source.role.titre))
    _fermer(feuille, colonnes, ligne)


def _totaux(classeur: Classeur, extractions: Sequence[Extraction]) -> None:
    colonnes = (
        _Colonne("Cellule de la source", 52),
        _Colonne("Total", 34),
        _Colonne("Colonne", 44),
        _Colonne("Lignes", 14),
        _Colonne("Annoncé (€)", 18),
        _Colonne("Calculé (€)", 18),
        _Colonne("Écart (€)", 18),
    )
    sous_titre = "Les totaux et sous-totaux de la source, ceux qui ne tombent pas d’abord ; rien n’est corrigé"
    feuille = _ouvrir(classeur, "Totaux", sous_titre, colonnes)
    ligne = _EN_TETE
    compares = [(total, extraction.table) for extraction in extractions for total in extraction.totaux]
    for total, table in sorted(compares, key=lambda compare: compare[0].ecart == 0):
        ligne += 1
        lieu = table.grille.provenance(*total.place)
        textes = (str(lieu), total.libelle, table.libelle(total.place[1]), total.nommer_les_lignes(table.grille))
        cible = cible_externe(table.grille.fichier, table.grille.feuille, lieu.cellule)
        feuille.lien_externe(ligne, 0, cible, textes[0], _LIEN)
        for rang, texte in enumerate(textes[1:], start=1):
            feuille.texte(ligne, rang, texte, _TEXTE)
        feuille.colonne_d_euros(ligne, 4, [total.annonce], _MONTANT)
        feuille.colonne_d_euros(ligne, 5, [total.calcule], _MONTANT)
        formule = f"=ROUND({adresse(ligne, 4)}-{adresse(ligne, 5)},2)"
        feuille.formule(ligne, 6, formule, Fraction(total.ecart, 100), _ECART if total.ecart else _MONTANT)
        _ajuster(feuille, colonnes, ligne, textes)
    _fermer(feuille, colonnes, ligne)


def _constats(classeur: Classeur, constats: Sequence[Constat], origine_de: OrigineDe) -> None:
    colonnes = (
        _Colonne("Gravité", 13),
        _Colonne("Code", 12),
        _Colonne("Lieu dans la source", 52),
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
            feuille.texte(ligne, 1, constat.code, _TEXTE)
            lieu = constat.provenance
            origine = origine_de(lieu) or Origine(
                fichier=lieu.fichier or "", feuille=lieu.feuille or "", cellule=lieu.cellule or ""
            )
            _lier(feuille, (ligne, 2), origine, str(lieu))
            feuille.texte(ligne, 3, constat.message, _TEXTE)
            feuille.texte(ligne, 4, constat.remede, _TEXTE)
            _ajuster(feuille, colonnes, ligne, (gravite, constat.code, str(lieu), constat.message, constat.remede))
    if ligne == _EN_TETE:
        feuille.texte(_EN_TETE + 1, 0, "aucun", BON)
    _fermer(feuille, colonnes, ligne)


def _lignes(classeur: Classeur, projet: Projet, origine_de: OrigineDe) -> None:
    colonnes = (
        _Colonne("Cellule de la source", 52),
        _Colonne("Table du dossier", 18),
        _Colonne("Ligne du dossier", 90),
        _Colonne("Montant (€)", 18),
    )
    feuille = _ouvrir(classeur, "Lignes", "Chaque ligne du dossier, et la cellule dont elle vient", colonnes)
    ligne = _EN_TETE
    for table in TABLES:
        for objet in table.objets(projet):
            ligne += 1
            origine = origine_de(objet.provenance)
            textes = ("" if origine is None else str(origine), table.titre, table.designer(objet))
            if origine is not None:
                _lier(feuille, (ligne, 0), origine, textes[0])
            for rang, texte in enumerate(textes[1:], start=1):
                feuille.texte(ligne, rang, texte, _TEXTE)
            _ajuster(feuille, colonnes, ligne, textes)
            feuille.colonne_d_euros(ligne, 3, _montant(objet), _MONTANT)
    _fermer(feuille, colonnes, ligne)


def _montant(objet: object) -> Iterable[int]:
    return [getattr(objet, nom) for nom in _MONTANTS if isinstance(getattr(objet, nom, None), int)][:1]


def _lier(feuille: Feuille, place: tuple[int, int], origine: Origine, texte: str) -> None:
    """Un lien vers la source, ou son seul texte quand il y en a trop."""
    if place[0] > _LIENS_AU_PLUS or not origine.fichier:
        feuille.texte(*place, texte, _TEXTE)
    else:
        cible = cible_externe(origine.fichier, origine.feuille or None, origine.cellule)
        feuille.lien_externe(*place, cible, texte, _LIEN)

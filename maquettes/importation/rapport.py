"""Le rapport d’une importation : ce qui a été lu, ignoré, signalé ; les totaux ; chaque ligne liée à sa cellule source.

Mêmes fichiers, mêmes octets : il ne date que de la convention. Ses liens supposent les fichiers reçus à côté de lui.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from financement.affichage.libelles import accorder
from financement.controles.constat import Constat, Gravite
from financement.dossier.projet import Projet
from financement.fautes.provenance import Origine, Provenance
from financement.valeurs.dates import afficher_date
from maquettes.classeur.classeur import Classeur, Feuille, Proprietes
from maquettes.description.description import TABLES
from maquettes.feuille_de_rapport import (
    EN_TETE_DE_RAPPORT,
    LIEN_DE_RAPPORT,
    TEXTE_DE_RAPPORT,
    ColonneDeRapport,
    ajuster_la_ligne,
    fermer_la_feuille,
    lier_a_l_origine,
    ouvrir_la_feuille,
)
from maquettes.importation.extraction.compte import Etat
from maquettes.importation.extraction.extraction import Extraction
from maquettes.maquette.styles import ALERTE, BON, MAUVAIS
from maquettes.tableur.adresses import adresse, cible_externe

__all__ = ["classeur_du_rapport"]

OrigineDe = Callable[[Provenance], Origine | None]

_MONTANT: Final = replace(TEXTE_DE_RAPPORT, format_nombre="[$-40C]#,##0.00", horizontal="right", repli="aucun")
_ECART: Final = replace(_MONTANT, couleur=MAUVAIS.couleur, fond=MAUVAIS.fond, graisse="grasse")
_ENTIER: Final = replace(_MONTANT, format_nombre="#,##0")
_GRAVITES: Final = {
    Gravite.BLOQUANT: replace(MAUVAIS, taille=10, filet_bas=7),
    Gravite.ALERTE: replace(ALERTE, taille=10, filet_bas=7),
    Gravite.INFORMATION: TEXTE_DE_RAPPORT,
}
_MONTANTS: Final = ("montant", "cout_ht", "cout")


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


def _synthese(
    classeur: Classeur, projet: Projet, extractions: Sequence[Extraction], constats: Sequence[Constat]
) -> None:
    colonnes = (
        ColonneDeRapport("Fichier", 34),
        ColonneDeRapport("Feuille", 26),
        ColonneDeRapport("Rôle", 20),
        *(ColonneDeRapport(f"Lignes {mot}", 12) for mot in ("lues", "ignorées", "signalées")),
        *(ColonneDeRapport(f"Cellules {mot}", 12) for mot in ("lues", "ignorées", "signalées", "remplies")),
        ColonneDeRapport("Totaux comparés", 12),
        ColonneDeRapport("Totaux qui tombent", 12),
    )
    convention = projet.convention
    nombres = [sum(constat.gravite is gravite for constat in constats) for gravite in Gravite]
    mots = (("bloquant", "bloquants"), ("alerte", "alertes"), ("information", "informations"))
    comptes = ", ".join(accorder(nombre, *mot) for nombre, mot in zip(nombres, mots, strict=True))
    sous_titre = f"{convention.nom}, convention du {afficher_date(convention.date_signature)} ; constats : {comptes}"
    feuille = ouvrir_la_feuille(classeur, "Synthèse", sous_titre, colonnes)
    ligne = EN_TETE_DE_RAPPORT
    for extraction in extractions:
        ligne += 1
        grille, compte = extraction.table.grille, extraction.compte
        feuille.lien_externe(
            ligne, 0, cible_externe(grille.fichier, grille.feuille, "A1"), grille.fichier, LIEN_DE_RAPPORT
        )
        feuille.texte(ligne, 1, grille.feuille or "", TEXTE_DE_RAPPORT)
        feuille.texte(ligne, 2, extraction.table.source.role.titre, TEXTE_DE_RAPPORT)
        for rang, etat in enumerate(Etat):
            feuille.nombre(ligne, 3 + rang, compte.lignes[etat], _ENTIER)
            feuille.nombre(ligne, 6 + rang, compte.cellules[etat], _ENTIER)
        somme = f"=SUM({adresse(ligne, 6)}:{adresse(ligne, 8)})"
        feuille.formule(ligne, 9, somme, sum(compte.cellules.values()), _ENTIER)
        feuille.nombre(ligne, 10, len(extraction.totaux), _ENTIER)
        feuille.nombre(ligne, 11, sum(total.ecart == 0 for total in extraction.totaux), _ENTIER)
        ajuster_la_ligne(
            feuille, colonnes, ligne, (grille.fichier, grille.feuille or "", extraction.table.source.role.titre)
        )
    fermer_la_feuille(feuille, "Rapport d’importation", colonnes, ligne)


def _totaux(classeur: Classeur, extractions: Sequence[Extraction]) -> None:
    colonnes = (
        ColonneDeRapport("Cellule de la source", 52),
        ColonneDeRapport("Total", 34),
        ColonneDeRapport("Colonne", 44),
        ColonneDeRapport("Lignes", 14),
        ColonneDeRapport("Annoncé (€)", 18),
        ColonneDeRapport("Calculé (€)", 18),
        ColonneDeRapport("Écart (€)", 18),
    )
    sous_titre = "Les totaux et sous-totaux de la source, ceux qui ne tombent pas d’abord ; rien n’est corrigé"
    feuille = ouvrir_la_feuille(classeur, "Totaux", sous_titre, colonnes)
    ligne = EN_TETE_DE_RAPPORT
    compares = [(total, extraction.table) for extraction in extractions for total in extraction.totaux]
    for total, table in sorted(compares, key=lambda compare: compare[0].ecart == 0):
        ligne += 1
        lieu = table.grille.provenance(*total.place)
        textes = (str(lieu), total.libelle, table.libelle(total.place[1]), total.nommer_les_lignes(table.grille))
        cible = cible_externe(table.grille.fichier, table.grille.feuille, lieu.cellule)
        feuille.lien_externe(ligne, 0, cible, textes[0], LIEN_DE_RAPPORT)
        for rang, texte in enumerate(textes[1:], start=1):
            feuille.texte(ligne, rang, texte, TEXTE_DE_RAPPORT)
        feuille.colonne_d_euros(ligne, 4, [total.annonce], _MONTANT)
        feuille.colonne_d_euros(ligne, 5, [total.calcule], _MONTANT)
        formule = f"=ROUND({adresse(ligne, 4)}-{adresse(ligne, 5)},2)"
        feuille.formule(ligne, 6, formule, Fraction(total.ecart, 100), _ECART if total.ecart else _MONTANT)
        ajuster_la_ligne(feuille, colonnes, ligne, textes)
    fermer_la_feuille(feuille, "Rapport d’importation", colonnes, ligne)


def _constats(classeur: Classeur, constats: Sequence[Constat], origine_de: OrigineDe) -> None:
    colonnes = (
        ColonneDeRapport("Gravité", 13),
        ColonneDeRapport("Code", 12),
        ColonneDeRapport("Lieu dans la source", 52),
        ColonneDeRapport("Constat", 80),
        ColonneDeRapport("Remède", 60),
    )
    feuille = ouvrir_la_feuille(
        classeur, "Constats", "Ce qui surprend dans les fichiers reçus, le plus grave d’abord", colonnes
    )
    ligne = EN_TETE_DE_RAPPORT
    for gravite in Gravite:
        for constat in constats:
            if constat.gravite is not gravite:
                continue
            ligne += 1
            feuille.texte(ligne, 0, gravite, _GRAVITES[gravite])
            feuille.texte(ligne, 1, constat.code, TEXTE_DE_RAPPORT)
            lieu = constat.provenance
            origine = origine_de(lieu) or Origine(
                fichier=lieu.fichier or "", feuille=lieu.feuille or "", cellule=lieu.cellule or ""
            )
            lier_a_l_origine(feuille, (ligne, 2), origine, str(lieu))
            feuille.texte(ligne, 3, constat.message, TEXTE_DE_RAPPORT)
            feuille.texte(ligne, 4, constat.remede, TEXTE_DE_RAPPORT)
            ajuster_la_ligne(
                feuille, colonnes, ligne, (gravite, constat.code, str(lieu), constat.message, constat.remede)
            )
    if ligne == EN_TETE_DE_RAPPORT:
        feuille.texte(EN_TETE_DE_RAPPORT + 1, 0, "aucun", BON)
    fermer_la_feuille(feuille, "Rapport d’importation", colonnes, ligne)


def _lignes(classeur: Classeur, projet: Projet, origine_de: OrigineDe) -> None:
    colonnes = (
        ColonneDeRapport("Cellule de la source", 52),
        ColonneDeRapport("Table du dossier", 18),
        ColonneDeRapport("Ligne du dossier", 90),
        ColonneDeRapport("Montant (€)", 18),
    )
    feuille = ouvrir_la_feuille(classeur, "Lignes", "Chaque ligne du dossier, et la cellule dont elle vient", colonnes)
    ligne = EN_TETE_DE_RAPPORT
    for table in TABLES:
        for objet in table.objets(projet):
            ligne += 1
            origine, designee = origine_de(objet.provenance), table.designer(objet)
            autres = () if origine is None else origine.avec
            somme = f" : somme de {1 + len(autres)} cellules" if autres else ""
            _situer(feuille, colonnes, ligne, origine, (table.titre, f"{designee}{somme}"))
            feuille.colonne_d_euros(ligne, 3, _montant(objet), _MONTANT)
            # Une cellule n'a qu'un lien : chaque autre de la somme a sa ligne, sans montant qui compterait deux fois.
            for autre in autres:
                ligne += 1
                _situer(feuille, colonnes, ligne, autre, (table.titre, f"{designee} : autre cellule de la somme"))
                feuille.vide(ligne, 3, _MONTANT)
    fermer_la_feuille(feuille, "Rapport d’importation", colonnes, ligne)


def _situer(
    feuille: Feuille,
    colonnes: Sequence[ColonneDeRapport],
    ligne: int,
    origine: Origine | None,
    textes: tuple[str, str],
) -> None:
    """La cellule d’où vient une ligne du dossier, liée, et ce que dit celle-ci."""
    lieu = "" if origine is None else str(replace(origine, avec=()))
    if origine is not None:
        lier_a_l_origine(feuille, (ligne, 0), origine, lieu)
    for rang, texte in enumerate(textes, start=1):
        feuille.texte(ligne, rang, texte, TEXTE_DE_RAPPORT)
    ajuster_la_ligne(feuille, colonnes, ligne, (lieu, *textes))


def _montant(objet: object) -> Iterable[int]:
    return [getattr(objet, nom) for nom in _MONTANTS if isinstance(getattr(objet, nom, None), int)][:1]

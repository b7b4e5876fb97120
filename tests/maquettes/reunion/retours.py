"""Des maquettes rendues, sans passer par un classeur : ce qui a été envoyé, ce qui revient, leurs places."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from financement.dossier.part import part_du_maitre_ouvrage
from financement.dossier.projet import Projet
from financement.fautes.provenance import Provenance
from maquettes import texte_canonique
from maquettes.maquette.sceau import ouvrir_le_sceau, sceller
from maquettes.reunion.retours import Retour

__all__ = ["TABLES", "envoyer", "retour", "situees"]

TABLES = ("operations", "plan", "journal", "reestimations", "realisations", "insertion")


def situees(projet: Projet, fichier: str) -> Projet:
    """Le projet dont chaque ligne vient d’une ligne de ce fichier."""
    tables: dict[str, Any] = {
        nom: tuple(
            replace(objet, provenance=Provenance(fichier=fichier, feuille=nom, ligne=rang, cellule=f"A{rang}"))
            for rang, objet in enumerate(getattr(projet, nom), 7)
        )
        for nom in TABLES
    }
    return replace(projet, **tables)


def envoyer(projet: Projet, code: str) -> Projet:
    """La part envoyée."""
    return part_du_maitre_ouvrage(projet, code)


def retour(envoye: Projet, code: str, rendu: Projet, fichier: str = "") -> Retour:
    """La part rendue, scellée de son envoi."""
    nom = fichier or f"{code}.xlsx"
    empreinte = sha256(texte_canonique(rendu).encode()).hexdigest()[:16]
    sceau = ouvrir_le_sceau(sceller(envoye, code))
    return Retour(fichier=nom, empreinte=empreinte, sceau=sceau, rendu=situees(rendu, nom))


def changer(projet: Projet, table: str, rang: int, **champs: Any) -> Projet:
    """Le projet, ces champs d’une ligne changés."""
    lignes: Sequence[Any] = getattr(projet, table)
    nouvelles = [*lignes[:rang], replace(lignes[rang], **champs), *lignes[rang + 1 :]]
    table_changee: dict[str, Any] = {table: tuple(nouvelles)}
    return replace(projet, **table_changee)


def ajouter(projet: Projet, table: str, *lignes: Any) -> Projet:
    """Le projet, ces lignes ajoutées à la fin."""
    table_changee: dict[str, Any] = {table: (*getattr(projet, table), *lignes)}
    return replace(projet, **table_changee)


def retirer(projet: Projet, table: str, rang: int) -> Projet:
    """Le projet, une ligne retirée."""
    lignes: Sequence[Any] = getattr(projet, table)
    table_changee: dict[str, Any] = {table: (*lignes[:rang], *lignes[rang + 1 :])}
    return replace(projet, **table_changee)

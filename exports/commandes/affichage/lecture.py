"""Le dossier que lit une commande ; ce que la forme de ses fichiers laisse craindre se dit avec ses chiffres."""

from pathlib import Path

from exports.commandes.affichage.sortie import imprimer_erreur
from exports.texte.affichable import rendre_affichable
from financement.controles.constat import Constat
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from maquettes.dossiers import examiner_dossier

__all__ = ["lire_le_dossier", "remarque_en_clair"]


def lire_le_dossier(chemin: Path) -> Projet:
    """Le projet du dossier ; ses remarques de lecture vont sur la sortie d’erreur, qu’un programme ne lit pas."""
    examine = examiner_dossier(chemin)
    for remarque in examine.remarques:
        imprimer_erreur(f"{afficher_chemin(chemin)}, {rendre_affichable(remarque_en_clair(remarque))}")
    return examine.projet


def remarque_en_clair(remarque: Constat) -> str:
    """Le lieu d’une remarque, son code, ce qu’elle dit."""
    return f"{remarque.provenance} [{remarque.code}] : {remarque.message}"

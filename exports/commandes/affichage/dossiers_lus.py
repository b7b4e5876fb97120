"""La lecture de beaucoup de dossiers, vue de la console : où l’on en est, ce qui est mis de côté, ce qui surprend."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from exports.commandes.affichage.lecture import remarque_en_clair
from exports.commandes.affichage.regroupement import dire_les_autres, regrouper_les_fautes
from exports.commandes.affichage.sortie import imprimer_erreur, provenance_pour_programme
from exports.commandes.console.flux import ecrire_en_erreur
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.controles.constat import Constat
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import Faute
from financement.portefeuille.portefeuille import BilanConvention, Refus

__all__ = ["dire_le_refus", "dire_les_remarques", "faute_pour_programme", "situer", "suivre_la_lecture"]

FAUTES_MONTREES: Final = 10
REMARQUES_MONTREES: Final = 10


def situer(refus: Refus) -> tuple[Faute, ...]:
    """Les fautes d’un refus, leur fichier précédé du dossier : « dossiers/0100000/plan.csv ».

    Un fichier qui a déjà un chemin, celui du journal commun, n’est pas dans le dossier.
    """

    def fichier(lu: str | None) -> str | None:
        if len(refus.dossiers) != 1 or "/" in (lu or ""):
            return lu
        (dossier,) = refus.dossiers
        if lu is None or os.path.basename(dossier) == lu:  # noqa: PTH119 -- un nom affiché, plus un chemin
            return dossier
        return f"{dossier}/{lu}"

    return tuple(
        replace(faute, provenance=replace(faute.provenance, fichier=fichier(faute.provenance.fichier)))
        for faute in refus.fautes
    )


@contextmanager
def suivre_la_lecture() -> Iterator[Callable[[int, int], None]]:
    """Une ligne d’avancement sur la sortie d’erreur, si c’est un terminal ; effacée à la fin, quoi qu’il arrive."""
    if not sys.stderr.isatty():
        yield lambda _faits, _total: None
        return
    longueur = 0

    def ecrire(faits: int, total: int) -> None:
        nonlocal longueur
        texte = f"{faits} / {accorder(total, 'dossier lu', 'dossiers lus')}"
        longueur = max(longueur, len(texte))
        ecrire_en_erreur(f"\r{texte}")

    try:
        yield ecrire
    finally:
        ecrire_en_erreur(f"\r{' ' * longueur}\r")


def dire_les_remarques(bilans: Sequence[BilanConvention], du_journal: Sequence[Constat] = ()) -> None:
    """Ce que la forme des fichiers lus laisse craindre : les premiers, puis le nombre des autres."""
    remarques = [remarque_en_clair(remarque) for remarque in du_journal]
    remarques += [f"{un.dossier}, {remarque_en_clair(remarque)}" for un in bilans for remarque in un.remarques]
    for remarque in remarques[:REMARQUES_MONTREES]:
        imprimer_erreur(rendre_affichable(remarque))
    if reste := len(remarques[REMARQUES_MONTREES:]):
        autres = accorder(reste, "autre remarque", "autres remarques")
        imprimer_erreur(f"… et {autres} de lecture ; « financement controler » les donne.")


def dire_le_refus(refus: Refus) -> None:
    """Dit sur la sortie d’erreur des dossiers mis de côté, et leurs premières fautes."""
    if refus.dossiers:
        noms = ", ".join(f"« {afficher_chemin(dossier)} »" for dossier in refus.dossiers)
        ecartes = accorder(len(refus.fautes), "faute", "fautes")
        pluriel = "sont mis" if len(refus.dossiers) > 1 else "est mis"
        imprimer_erreur(f"{noms} {pluriel} de côté : {ecartes}.")
    else:
        lignes = accorder(
            refus.lignes, "ligne du journal commun n’est celle", "lignes du journal commun ne sont celles"
        )
        imprimer_erreur(f"{lignes} d’aucun dossier lu, hors de tout total.")
    groupes = regrouper_les_fautes(situer(refus))
    for groupe in groupes[:FAUTES_MONTREES]:
        ecrire_en_erreur(f"    {rendre_affichable(f'{groupe.premier} {dire_les_autres(groupe)}'.rstrip())}\n")
    if reste := sum(1 + len(groupe.autres) for groupe in groupes[FAUTES_MONTREES:]):
        ecrire_en_erreur(f"    … et {accorder(reste, 'autre faute', 'autres fautes')}.\n")


def faute_pour_programme(faute: Faute) -> dict[str, object]:
    """Une faute en objet json, clés du contrat."""
    return {
        "code": faute.code,
        "message": faute.message,
        "lu": faute.lu,
        "remede": faute.remede,
        "provenance": provenance_pour_programme(faute.provenance),
    }

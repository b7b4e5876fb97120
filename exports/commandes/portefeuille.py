"""``financement portefeuille DOSSIER… --au DATE`` : beaucoup de dossiers comme un seul, et ce qui y est en jeu."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import remarque_en_clair
from exports.commandes.affichage.montants_de_cloture import (
    NOTE_AUTOFINANCEMENT,
    TITRE_AUTOFINANCEMENT,
    TITRES,
    cellules,
)
from exports.commandes.affichage.regroupement import dire_les_autres, regrouper_les_fautes
from exports.commandes.affichage.sortie import imprimer, imprimer_csv, imprimer_erreur, imprimer_json, imprimer_table
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit, ecrire_en_erreur
from exports.commandes.console.valeurs_donnees import entier_entre
from exports.commandes.portefeuille_programme import en_json, en_rangees
from exports.livraison.paquets import PYARROW, exiger
from exports.texte.affichable import rendre_affichable
from financement.affichage.libelles import accorder
from financement.controles.constat import Constat
from financement.dossier.nomenclature import LIBELLES_CATEGORIES
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import DossierRefuse, Faute
from financement.portefeuille.portefeuille import Enjeu, Portefeuille, Refus
from financement.valeurs.dates import afficher_date
from maquettes.fichiers.destinations import garder_la_source
from maquettes.fichiers.ecriture import EcritureRefusee, ecrire_nouveau_fichier
from maquettes.portefeuille.lecture import lire_bilans, trouver_dossiers
from maquettes.portefeuille.lectures_reparties import TRAVAILLEURS_AU_PLUS, travailleurs_utiles

__all__ = ["declarer", "executer"]

CONVENTIONS_CLASSEES: Final = 10
FAUTES_MONTREES: Final = 10
REMARQUES_MONTREES: Final = 10
ENJEUX: Final = {
    Enjeu.SOLDES_A_VERSER: "soldes à verser",
    Enjeu.TROP_PERCUS: "trop-perçus",
    Enjeu.ECONOMIES: "économies",
    Enjeu.CONSTATS_BLOQUANTS: "constats bloquants",
}


def declarer(commande: Commande) -> None:
    """``portefeuille DOSSIER… --au DATE`` : beaucoup de dossiers comme un seul."""
    commande.chemin("dossiers", metavar="DOSSIER", nargs="+", help="dossiers, ou répertoires qui en contiennent")
    commande.exiger_au()
    commande.format()
    commande.chemin(
        "--journal",
        metavar="FICHIER",
        help="journal commun, .csv ou .parquet, avec une colonne « convention » : chaque dossier en reçoit sa part",
    )
    commande.largeur()
    commande.chemin("--xlsx", metavar="FICHIER.xlsx", help="écrit aussi la synthèse en classeur")
    commande.add_argument(
        "--travailleurs",
        metavar="N",
        type=entier_entre(1, TRAVAILLEURS_AU_PLUS),
        help="nombre de processus (par défaut, autant que de cœurs) ; le résultat n’en dépend pas",
    )


def executer(arguments: Namespace) -> int:
    """Imprime la synthèse des dossiers lisibles ; dit les autres, et leurs fautes, sur la sortie d’erreur.

    Lève :class:`DossierRefuse`, avec toutes les fautes, si aucun dossier ne donne de chiffres, ou si le journal commun
    ne peut pas être lu.
    """
    classeur: Path | None = arguments.xlsx
    if classeur is not None:
        _verifier_destination(classeur)
    journal: Path | None = arguments.journal
    if journal is not None:
        _verifier_le_journal(journal)
    dossiers = trouver_dossiers(arguments.dossiers, journal=journal)
    if classeur is not None:
        for dossier in dossiers:
            garder_la_source(dossier, classeur)
    travailleurs = arguments.travailleurs or travailleurs_utiles(len(dossiers))
    du_journal: list[Constat] = []
    with _avancement() as suivre:
        lectures = lire_bilans(
            dossiers,
            au=arguments.au,
            travailleurs=travailleurs,
            suivre=suivre,
            journal=journal,
            remarquer=du_journal.append,
        )
    portefeuille = Portefeuille.de(lectures, au=arguments.au)
    if not portefeuille.bilans:
        raise DossierRefuse([faute for refus in portefeuille.refus for faute in situer(refus)])
    for refus in portefeuille.refus:
        _dire_le_refus(refus)
    _dire_les_remarques(portefeuille, du_journal)
    # Écrit d'abord : s'il ne peut l'être, la sortie n'a que le refus, qu'un programme lit en json.
    ecrits = () if classeur is None else (classeur,)
    for chemin in ecrits:
        _ecrire_le_classeur(portefeuille, chemin)
    with apres_avoir_ecrit(*ecrits):
        if arguments.format == "json":
            imprimer_json(en_json(portefeuille))
        elif arguments.format == "csv":
            imprimer_csv(*en_rangees(portefeuille))
        else:
            _imprimer(portefeuille, largeur_demandee(arguments))
    return 0


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


def _verifier_destination(classeur: Path) -> None:
    """Refuse avant le long calcul ce que l’écriture refuserait après."""
    if classeur.suffix.lower() != ".xlsx":
        raise EcritureRefusee(f"« {afficher_chemin(classeur)} » : la synthèse est un classeur, donner un nom en .xlsx.")
    if os.path.lexists(classeur):
        raise EcritureRefusee(f"« {afficher_chemin(classeur)} » ne peut pas être écrit : la destination existe déjà.")


def _verifier_le_journal(journal: Path) -> None:
    from maquettes.journal_commun.repartition import est_parquet

    if est_parquet(journal):
        exiger("parquet", PYARROW)


def _ecrire_le_classeur(portefeuille: Portefeuille, classeur: Path) -> None:
    from maquettes.classeur.classeur import ClasseurImpossible
    from maquettes.portefeuille.classeur import classeur_du_portefeuille

    try:
        octets = classeur_du_portefeuille(portefeuille)
    except ClasseurImpossible as refus:
        raise EcritureRefusee(f"Ce portefeuille ne tient pas dans un classeur : {refus}.") from None
    ecrire_nouveau_fichier(classeur, octets)
    imprimer_erreur(f"synthèse : {afficher_chemin(classeur)}")


@contextmanager
def _avancement() -> Iterator[Callable[[int, int], None]]:
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


def _dire_les_remarques(portefeuille: Portefeuille, du_journal: Sequence[Constat]) -> None:
    """Ce que la forme des fichiers lus laisse craindre : les premiers, puis le nombre des autres."""
    remarques = [remarque_en_clair(remarque) for remarque in du_journal]
    remarques += [
        f"{un.dossier}, {remarque_en_clair(remarque)}" for un in portefeuille.bilans for remarque in un.remarques
    ]
    for remarque in remarques[:REMARQUES_MONTREES]:
        imprimer_erreur(rendre_affichable(remarque))
    if reste := len(remarques[REMARQUES_MONTREES:]):
        autres = accorder(reste, "autre remarque", "autres remarques")
        imprimer_erreur(f"… et {autres} de lecture ; « financement controler » les donne.")


def _dire_le_refus(refus: Refus) -> None:
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


def _imprimer(portefeuille: Portefeuille, largeur: int | None) -> None:
    conventions = accorder(len(portefeuille.bilans), "convention", "conventions")
    imprimer(f"Portefeuille au {afficher_date(portefeuille.au)} : {conventions}, en euros")
    imprimer()
    imprimer_table(
        ("Catégorie", *TITRES, TITRE_AUTOFINANCEMENT),
        [
            (LIBELLES_CATEGORIES[c], *cellules(total.concours), total.autofinancement.montant_cloture)
            for c, total in portefeuille.par_categorie().items()
        ],
        (
            "Total",
            *cellules(portefeuille.total.concours),
            portefeuille.total.autofinancement.montant_cloture,
        ),
        largeur=largeur,
    )
    imprimer()
    imprimer(NOTE_AUTOFINANCEMENT)
    for enjeu, libelle in ENJEUX.items():
        classees = portefeuille.classer(enjeu, CONVENTIONS_CLASSEES)
        if classees:
            imprimer()
            imprimer(f"Ce qui est en jeu — {libelle} :")
            compte = enjeu is Enjeu.CONSTATS_BLOQUANTS
            imprimer_table(
                ("Convention", "Nom", "Nombre" if compte else "Montant"),
                [(un.code, un.nom, Decimal(mesure) if compte else mesure) for un, mesure in classees],
                largeur=largeur,
                cles=2,
            )
    imprimer()
    imprimer("Montants de clôture : lecture C des règles de solde, qu’aucun texte ne publie.")
    bloquees = [un for un in portefeuille.bilans if un.bloquants]
    if bloquees:
        nombre = sum(len(un.bloquants) for un in bloquees)
        constats = accorder(nombre, "constat bloquant", "constats bloquants")
        dans = accorder(len(bloquees), "convention", "conventions")
        imprimer(f"PROJET — {constats} dans {dans} : les voir par « financement controler ».")
    dossiers = sum(len(refus.dossiers) for refus in portefeuille.refus)
    lignes = sum(refus.lignes for refus in portefeuille.refus)
    if dossiers:
        imprimer(f"Hors de ces totaux : {accorder(dossiers, 'dossier mis', 'dossiers mis')} de côté.")
    if lignes:
        imprimer(f"Hors de ces totaux : {accorder(lignes, 'ligne', 'lignes')} du journal commun, sans dossier.")

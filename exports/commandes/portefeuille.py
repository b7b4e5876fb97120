"""``financement portefeuille DOSSIER… --au DATE`` : beaucoup de dossiers comme un seul, et ce qui y est en jeu."""

from argparse import Namespace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from exports.commandes.affichage.dossiers_lus import dire_le_refus, dire_les_remarques, situer, suivre_la_lecture
from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.montants_de_cloture import (
    NOTE_AUTOFINANCEMENT,
    TITRE_AUTOFINANCEMENT,
    TITRES,
    cellules,
)
from exports.commandes.affichage.sortie import imprimer, imprimer_csv, imprimer_json, imprimer_table
from exports.commandes.affichage.synthese import ecrire_la_synthese, exiger_un_classeur_neuf, garder_les_sources
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.valeurs_donnees import entier_entre
from exports.commandes.portefeuille_programme import en_json, en_rangees
from exports.livraison.paquets import PYARROW, exiger
from financement.affichage.libelles import accorder
from financement.cloture.resultat import TotalCloture
from financement.controles.constat import Constat
from financement.dossier.nomenclature import LIBELLES_CATEGORIES
from financement.fautes.faute import DossierRefuse
from financement.portefeuille.portefeuille import Enjeu, Portefeuille, Territoire
from financement.valeurs.dates import afficher_date
from maquettes.portefeuille.lecture import lire_bilans, trouver_dossiers
from maquettes.portefeuille.lectures_reparties import TRAVAILLEURS_AU_PLUS, travailleurs_utiles

__all__ = ["declarer", "executer"]

NON_DIT: Final = "non dit"
TERRITOIRES: Final = {Territoire.REGION: "Région", Territoire.DEPARTEMENT: "Département"}
CONVENTIONS_CLASSEES: Final = 10
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
        exiger_un_classeur_neuf(classeur)
    journal: Path | None = arguments.journal
    if journal is not None:
        _verifier_le_journal(journal)
    dossiers = trouver_dossiers(arguments.dossiers, journal=journal)
    if classeur is not None:
        garder_les_sources(dossiers, classeur)
    travailleurs = arguments.travailleurs or travailleurs_utiles(len(dossiers))
    du_journal: list[Constat] = []
    with suivre_la_lecture() as suivre:
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
        dire_le_refus(refus)
    dire_les_remarques(portefeuille.bilans, du_journal)
    # Écrit d'abord : s'il ne peut l'être, la sortie n'a que le refus, qu'un programme lit en json.
    ecrits = () if classeur is None else (classeur,)
    for chemin in ecrits:
        ecrire_la_synthese(chemin, "Ce portefeuille", partial(_en_classeur, portefeuille))
    with apres_avoir_ecrit(*ecrits):
        if arguments.format == "json":
            imprimer_json(en_json(portefeuille))
        elif arguments.format == "csv":
            imprimer_csv(*en_rangees(portefeuille))
        else:
            _imprimer(portefeuille, largeur_demandee(arguments))
    return 0


def _verifier_le_journal(journal: Path) -> None:
    from maquettes.journal_commun.repartition import est_parquet

    if est_parquet(journal):
        exiger("parquet", PYARROW)


def _en_classeur(portefeuille: Portefeuille) -> bytes:
    from maquettes.portefeuille.classeur import classeur_du_portefeuille

    return classeur_du_portefeuille(portefeuille)


def _imprimer_les_territoires(portefeuille: Portefeuille, largeur: int | None) -> None:
    """Par région, puis par département, si une convention au moins en dit un."""
    for territoire, titre in TERRITOIRES.items():
        groupes = portefeuille.par_territoire(territoire)
        if set(groupes) <= {None}:
            continue
        totaux = {nom: TotalCloture.somme([un.total for un in bilans]) for nom, bilans in groupes.items()}
        imprimer()
        imprimer_table(
            (titre, "Conventions", *TITRES, TITRE_AUTOFINANCEMENT),
            [
                (
                    nom or NON_DIT,
                    Decimal(len(groupes[nom])),
                    *cellules(total.concours),
                    total.autofinancement.montant_cloture,
                )
                for nom, total in totaux.items()
            ],
            largeur=largeur,
            cles=2,
        )


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
    _imprimer_les_territoires(portefeuille, largeur)
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

"""``financement indicateurs DOSSIER… --au DATE`` : coûts, levier, parts, avancement, délais, et leurs repères."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from exports.commandes.affichage.dossiers_lus import dire_le_refus, dire_les_remarques, situer, suivre_la_lecture
from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.sortie import imprimer_csv, imprimer_json
from exports.commandes.affichage.synthese import ecrire_la_synthese, exiger_un_classeur_neuf, garder_les_sources
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.valeurs_donnees import entier_entre
from exports.commandes.indicateurs.programme import en_json, en_rangees
from exports.commandes.indicateurs.table import imprimer_le_tableau
from financement.fautes.faute import DossierRefuse
from financement.indicateurs import TableauDeBord, tableau_de_bord
from maquettes.portefeuille.lecture import trouver_dossiers
from maquettes.portefeuille.lectures_reparties import TRAVAILLEURS_AU_PLUS, travailleurs_utiles
from maquettes.portefeuille.releves import lire_releves

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``indicateurs DOSSIER… --au DATE``."""
    commande.chemin("dossiers", metavar="DOSSIER", nargs="+", help="dossiers, ou répertoires qui en contiennent")
    commande.exiger_au()
    commande.format()
    commande.largeur()
    commande.chemin("--xlsx", metavar="FICHIER.xlsx", help="écrit aussi le classeur, graphiques compris")
    commande.add_argument(
        "--travailleurs",
        metavar="N",
        type=entier_entre(1, TRAVAILLEURS_AU_PLUS),
        help="nombre de processus (par défaut, autant que de cœurs) ; le résultat n’en dépend pas",
    )


def executer(arguments: Namespace) -> int:
    """Imprime les indicateurs des dossiers lisibles ; dit les autres, et leurs fautes, sur la sortie d’erreur.

    Lève :class:`DossierRefuse`, avec toutes les fautes, si aucun dossier ne donne de chiffres.
    """
    classeur: Path | None = arguments.xlsx
    if classeur is not None:
        exiger_un_classeur_neuf(classeur)
    dossiers = trouver_dossiers(arguments.dossiers)
    if classeur is not None:
        garder_les_sources(dossiers, classeur)
    travailleurs = arguments.travailleurs or travailleurs_utiles(len(dossiers))
    with suivre_la_lecture() as suivre:
        lectures = lire_releves(dossiers, au=arguments.au, travailleurs=travailleurs, suivre=suivre)
    bord = tableau_de_bord(lectures, au=arguments.au)
    if not bord.releves:
        raise DossierRefuse([faute for refus in bord.refus for faute in situer(refus)])
    for refus in bord.refus:
        dire_le_refus(refus)
    dire_les_remarques(bord.portefeuille.bilans)
    # Écrit d'abord : s'il ne peut l'être, la sortie n'a que le refus, qu'un programme lit en json.
    ecrits = () if classeur is None else (classeur,)
    for chemin in ecrits:
        ecrire_la_synthese(chemin, "Ces indicateurs", partial(_en_classeur, bord))
    with apres_avoir_ecrit(*ecrits):
        if arguments.format == "json":
            imprimer_json(en_json(bord))
        elif arguments.format == "csv":
            imprimer_csv(*en_rangees(bord))
        else:
            imprimer_le_tableau(bord, largeur_demandee(arguments))
    return 0


def _en_classeur(bord: TableauDeBord) -> bytes:
    from maquettes.portefeuille.classeur_des_indicateurs import classeur_des_indicateurs

    return classeur_des_indicateurs(bord)

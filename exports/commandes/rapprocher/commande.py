"""``financement rapprocher DOSSIER EXTRAIT…`` : deux comptes du même argent, et ce qui les sépare, au centime."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.selection import dire, lire, pour_programme
from exports.commandes.affichage.sortie import (
    imprimer,
    imprimer_csv,
    imprimer_erreur,
    imprimer_json,
)
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.valeurs_donnees import entier_entre, lire_parmi
from exports.commandes.rapprocher.affichage import imprimer_le_rapprochement
from exports.commandes.rapprocher.programme import ENTETES_CSV, en_json, en_rangee
from financement.controles.contexte import date_du_dernier_fait
from financement.fautes.chemins import afficher_chemin
from financement.rapprochement.genres import Sens
from financement.valeurs.dates import afficher_date
from financement.valeurs.graphies import cle_de_mot

if TYPE_CHECKING:
    from financement.dossier.projet import Projet
    from financement.selection import Selection
    from maquettes.rapprochement.extrait import Extrait
    from maquettes.rapprochement.vue import VueDeRapprochement

__all__ = ["declarer", "executer"]

JOURS: Final = 30
JOURS_AU_PLUS: Final = 366


def declarer(commande: Commande) -> None:
    """``rapprocher DOSSIER EXTRAIT… [--correspondance F] [--au DATE] [--xlsx F] [--decisions F]``."""
    commande.dossier()
    commande.chemin(
        "extraits", metavar="EXTRAIT", nargs="+", help="un autre dossier, ou des tables reçues : xlsx, csv, PES V2"
    )
    commande.chemin("--correspondance", metavar="FICHIER.toml", help="ce que disent les colonnes des tables")
    commande.date("--au", help="date d’arrêté (par défaut, celle du dernier mouvement des deux comptes)")
    commande.filtres()
    commande.add_argument(
        "--sens",
        metavar="SENS",
        type=_lire_les_sens,
        default=(),
        help=f"les seuls mouvements de ces sens, séparés par des virgules, parmi {', '.join(Sens)}",
    )
    commande.add_argument(
        "--jours",
        metavar="N",
        type=entier_entre(0, JOURS_AU_PLUS),
        default=JOURS,
        help=f"écart de date, en jours, qui laisse reconnaître un même mouvement ({JOURS} par défaut)",
    )
    commande.chemin("--decisions", metavar="FICHIER.xlsx", help="un rapprochement passé, dont reprendre les décisions")
    commande.chemin("--xlsx", metavar="FICHIER.xlsx", help="écrit aussi le rapprochement en classeur, à décider")
    commande.format()
    commande.largeur()


def _lire_les_sens(texte: str) -> tuple[Sens, ...]:
    """Des sens séparés par des virgules, au singulier ou au pluriel."""
    mots = [mot.strip() for mot in texte.split(",")]
    connus = {cle_de_mot(sens): sens for sens in Sens}
    return tuple(connus.get(cle_de_mot(mot)) or Sens(lire_parmi(mot, tuple(Sens))) for mot in mots)


def executer(arguments: Namespace) -> int:
    """Rapproche ; rend 1 si un écart à traiter porte de l’argent, ou si une part de l’extrait n’a pas été lue."""
    from financement import rapprocher
    from maquettes import ecrire_rapprochement, lire_decisions, lire_extrait, restreindre_comptes, voir_rapprochement
    from maquettes.rapprochement.ecriture import verifier_la_destination

    sources: Sequence[Path] = arguments.extraits
    if arguments.xlsx is not None:
        verifier_la_destination(arguments.xlsx, [arguments.dossier, *sources])
    entier = lire_le_dossier(arguments.dossier)
    selection = lire(arguments, entier)
    extrait = lire_extrait(entier, sources, correspondance=arguments.correspondance)
    decisions = {} if arguments.decisions is None else lire_decisions(arguments.decisions)
    projet, retenu = restreindre_comptes(entier, extrait, selection)
    rapprochement = rapprocher(
        projet,
        retenu.journal,
        au=arguments.au or _dernier_jour(projet, retenu),
        financeurs=() if selection.financeur is None else (selection.financeur,),
        sens=arguments.sens,
        jours=arguments.jours,
    )
    vue = voir_rapprochement(rapprochement, decisions)
    if arguments.xlsx is not None:
        ecrire_rapprochement(vue, arguments.xlsx, projet=entier, dossier=arguments.dossier, sources=sources)
    with apres_avoir_ecrit(*filter(None, [arguments.xlsx])):
        _rendre(arguments, entier, selection, extrait, vue)
    de_l_argent = any(ecart.ecart for ecart in vue.a_traiter)
    return 1 if de_l_argent or any(constat.est_bloquant for constat in extrait.constats) else 0


def _dernier_jour(projet: "Projet", extrait: "Extrait") -> date:
    """Sans ``--au``, tout compte : le dernier fait du dossier, ou le dernier mouvement de l’extrait."""
    du_dossier, de_l_extrait = date_du_dernier_fait(projet), extrait.journal.derniere_date()
    return du_dossier if de_l_extrait is None else max(du_dossier, de_l_extrait)


def _rendre(
    arguments: Namespace, projet: "Projet", selection: "Selection", extrait: "Extrait", vue: "VueDeRapprochement"
) -> None:
    """Écrit le rapprochement dans le format demandé."""
    if arguments.format == "json":
        imprimer_json({**pour_programme(selection), **en_json(extrait, vue)})
    elif arguments.format == "csv":
        imprimer_csv(ENTETES_CSV, map(en_rangee, vue.ecarts))
    else:
        imprimer(f"{projet.convention.nom} — rapprochement au {afficher_date(vue.rapprochement.au)}, en euros")
        if not selection.est_vide:
            imprimer(dire(selection, projet))
        imprimer_le_rapprochement(extrait, vue, largeur_demandee(arguments))
    if arguments.xlsx is not None:
        imprimer_erreur(f"rapprochement : {afficher_chemin(arguments.xlsx)}")

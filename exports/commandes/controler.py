"""``financement controler DOSSIER`` : tous les constats ; code 1 si l’un est bloquant."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from exports.commandes.affichage.constats import compter_les_constats, constat_pour_programme, imprimer_les_constats
from exports.commandes.affichage.selection import lire, pour_programme
from exports.commandes.affichage.sortie import (
    imprimer,
    imprimer_csv,
    imprimer_erreur,
    imprimer_json,
    mesure_pour_programme,
    provenance_pour_programme,
)
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit, tant_qu_on_lit
from exports.texte.mots import dire_les_mouvements
from financement.affichage.libelles import accorder
from financement.calculs.journal_du_projet import etendue_du_journal
from financement.calculs.situation import calculer_situation
from financement.controles.constat import Constat, Constats, EcartMontant, nombre_bloquants
from financement.controles.registre import controler_situation
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from financement.fautes.faute import DossierRefuse, Faute
from financement.selection import Selection, retenir_constats
from maquettes import EcritureRefusee, lire_maquette
from maquettes.dossiers import examiner_dossier
from maquettes.fichiers.sources import EtatDeFichier, etat_du_fichier

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``controler DOSSIER`` : tous les constats, ou ceux d’une sélection."""
    commande.dossier()
    commande.au()
    commande.format()
    commande.filtres()
    commande.chemin(
        "--annoter",
        metavar="COPIE.xlsx",
        help="pour un classeur : en écrit une copie, un commentaire à chaque cellule en cause",
    )


def executer(arguments: Namespace) -> int:
    """Imprime les constats, ou ceux que retiennent les filtres ; rend 1 si l’un d’eux est bloquant, 0 sinon.

    D’un classeur, dit aussi ce que sa relecture remarque ; en écrit, sur demande, une copie annotée.
    """
    controles = _controler(arguments)
    with tant_qu_on_lit(), apres_avoir_ecrit(*filter(None, [arguments.annoter])):
        _imprimer(arguments, controles)
    return 1 if nombre_bloquants(controles.retenus) else 0


class _Controles(NamedTuple):
    """Le projet, la sélection demandée, les constats qu’elle retient, et tous."""

    projet: Projet
    selection: Selection
    retenus: Constats
    tous: Constats


def _imprimer(arguments: Namespace, controles: _Controles) -> None:
    projet, selection, constats, tous = controles
    if arguments.format == "json":
        au = arguments.au.isoformat() if arguments.au else None
        contenu = [constat_pour_programme(constat) for constat in constats]
        imprimer_json({"au": au, **pour_programme(selection), "constats": contenu})
    elif arguments.format == "csv":
        lignes = [_a_plat(constat) for constat in constats]
        entetes = ("code", "gravite", "message", "attendu", "constate", "ecart")
        imprimer_csv((*entetes, "fichier", "feuille", "cellule", "ligne", "colonne", "remede"), lignes)
    else:
        _imprimer_en_clair(constats, dire_les_mouvements(etendue_du_journal(projet, arguments.au)))
        if tus := len(tous) - len(constats):
            bloquants = accorder(nombre_bloquants(tous) - nombre_bloquants(constats), "bloquant", "bloquants")
            imprimer(f"Hors des filtres : {accorder(tus, 'constat', 'constats')}, dont {bloquants}.")


def _controler(arguments: Namespace) -> _Controles:
    dossier: Path = arguments.dossier
    if dossier.suffix.lower() != ".xlsx" or not dossier.is_file():
        if arguments.annoter is not None:
            raise EcritureRefusee(
                f"« {afficher_chemin(dossier)} » n’est pas un classeur : seul un .xlsx se copie annoté."
            )
        examine = examiner_dossier(dossier)
        return _retenir(arguments, examine.projet, examine.remarques)
    lu = etat_du_fichier(dossier)
    try:
        lue = lire_maquette(dossier)
    except DossierRefuse as refus:
        if not any(constatee.code.startswith("CLASSEUR-") for constatee in refus.fautes):
            _annoter(arguments, refus.fautes, lu)
        raise
    controles = _retenir(arguments, lue.projet, lue.constats)
    _annoter(arguments, controles.retenus, lu)
    return controles


def _retenir(arguments: Namespace, projet: Projet, remarques: tuple[Constat, ...]) -> _Controles:
    selection = lire(arguments, projet)
    situation = calculer_situation(projet, au=arguments.au)
    tous = Constats((*remarques, *controler_situation(situation)))
    retenus = retenir_constats(tous, selection, selection.operations(situation))
    return _Controles(projet, selection, retenus, tous)


def _annoter(arguments: Namespace, remarques: Sequence[Faute | Constat], lu: EtatDeFichier) -> None:
    """Écrit la copie annotée du classeur lu, si elle est demandée ; le dit hors de la sortie que lit un programme."""
    if arguments.annoter is None:
        return
    from maquettes.copie_annotee import ecrire_copie_annotee

    ecrire_copie_annotee(arguments.dossier, arguments.annoter, remarques, lu)
    imprimer_erreur(f"copie annotée : {afficher_chemin(arguments.annoter)}")


def _a_plat(constat: Constat) -> list[object]:
    mesure, provenance = mesure_pour_programme(constat), provenance_pour_programme(constat.provenance)
    valeurs = list(mesure.values())
    if isinstance(constat.mesure, EcartMontant):
        valeurs = [str(montant).replace(".", ",") for montant in valeurs]
    lieu = [afficher_chemin(v) if isinstance(v, str) else v for v in provenance.values()]
    return [constat.code, constat.gravite, constat.message, *valeurs, *lieu, constat.remede]


def _imprimer_en_clair(constats: tuple[Constat, ...], mouvements: str) -> None:
    """Les constats, les ``mouvements`` lus, le compte des constats."""
    imprimer_les_constats(constats)
    imprimer(f"Mouvements du dossier : {mouvements}.")
    imprimer(compter_les_constats(constats))

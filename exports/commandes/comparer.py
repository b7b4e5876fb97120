"""``financement comparer DOSSIER --de N --a M`` : ce qu’un avenant a changé ; ou deux dossiers."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from exports.commandes.affichage.changements import changement_pour_programme, imprimer_les_changements
from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.operations_comparees import (
    TITRES,
    Effets,
    cellules,
    decimaux,
    effets_pour_programme,
    entetes,
    imprimer_les_effets,
    titrer,
    total_pour_programme,
)
from exports.commandes.affichage.resultats_compares import imprimer_le_resultat, resultat_pour_programme
from exports.commandes.affichage.selection import dire, lire, pour_programme, titre_du_total
from exports.commandes.affichage.sortie import (
    imprimer,
    imprimer_csv,
    imprimer_json,
    imprimer_table,
)
from exports.commandes.console.commande import Commande
from exports.commandes.console.valeurs_donnees import VERSION
from financement.calculs.tableau import TableauFinancier, tableau_financier
from financement.cloture.resultat import calculer_cloture
from financement.comparaison.operations import comparer_clotures, comparer_operations, comparer_reestimations
from financement.comparaison.tableaux import Comparaison, LigneComparee, comparer
from financement.comparaison.transferts import emplois_par_financeur
from financement.controles.contexte import date_du_dernier_fait
from financement.dossier.nomenclature import LIBELLES_NATURES
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse, Faute
from financement.scenarios.cote_a_cote import EcartDeResultat, comparer_resultats
from financement.scenarios.resultat import calculer_resultat
from financement.selection import Selection, restreindre_cloture
from financement.valeurs.montants import ecrire_montant
from maquettes.description.comparaison import Changement, comparer_dossiers

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``comparer DOSSIER [AUTRE]`` : deux versions, ou deux dossiers."""
    commande.dossier()
    commande.format()
    commande.chemin("autre", metavar="AUTRE", nargs="?", help="second dossier, à comparer au premier")
    commande.add_argument("--de", metavar="N", type=VERSION, help="version de départ (0 par défaut)")
    commande.add_argument("--a", metavar="M", type=VERSION, help="version d’arrivée (la dernière par défaut)")
    commande.date("--au", help="date des clôtures comparées (par défaut, celle du dernier fait)")
    commande.filtres()
    commande.largeur()


def executer(arguments: Namespace) -> int:
    """Imprime ce qui change du plan, des opérations et des clôtures, puis tout ce qui sépare deux dossiers.

    Sans version, la dernière de chaque dossier (0 et la dernière pour un seul) ; les clôtures sont à la même date.
    """
    changements: tuple[Changement, ...] | None = None
    if arguments.autre is None:
        premier = second = lire_le_dossier(arguments.dossier)
        avant = tableau_financier(premier, 0 if arguments.de is None else arguments.de)
        apres = tableau_financier(second, arguments.a)
    else:
        premier, second = _lire(arguments.dossier, arguments.autre)
        avant = tableau_financier(premier, arguments.de)
        apres = tableau_financier(second, arguments.a)
        changements = comparer_dossiers(premier, second)
    selection = lire(arguments, second)
    toutes = comparer(avant, apres).toutes
    comparaison = Comparaison(tuple(ligne for ligne in toutes if _retenue(ligne, selection)))
    if arguments.format == "json":
        effets = _effets(arguments, (premier, avant), (second, apres), selection)
        resultat = _resultat(effets.au, (premier, avant), (second, apres), selection)
        suite = {} if resultat is None else resultat_pour_programme(resultat)
        imprimer_json({**pour_programme(selection), **_pour_programme(comparaison, effets, changements), **suite})
    elif arguments.format == "csv":
        imprimer_csv(
            ("operation", "financeur", "nature", "avant", "apres", "ecart"),
            [(*ligne.cle, *map(ecrire_montant, ligne.variation.montants())) for ligne in comparaison.lignes],
        )
    else:
        largeur = largeur_demandee(arguments)
        imprimer(f"Programmé, version {avant.version} → version {apres.version}, en euros")
        if not selection.est_vide:
            imprimer(dire(selection, second))
        imprimer()
        _imprimer(comparaison, selection, largeur)
        effets = _effets(arguments, (premier, avant), (second, apres), selection)
        imprimer_les_effets(effets, largeur)
        resultat = _resultat(effets.au, (premier, avant), (second, apres), selection)
        if resultat is not None:
            imprimer_le_resultat(resultat, largeur)
        if changements is not None:
            imprimer_les_changements(changements)
    return 0


def _retenue(ligne: LigneComparee, selection: Selection) -> bool:
    return (
        selection.financeur in {None, ligne.cle.financeur}
        and selection.famille in {None, ligne.famille}
        and selection.maitre_ouvrage in {None, ligne.maitre_ouvrage}
    )


def _effets(
    arguments: Namespace,
    avant: tuple[Projet, TableauFinancier],
    apres: tuple[Projet, TableauFinancier],
    selection: Selection,
) -> Effets:
    """Ce qui change des opérations et des clôtures ; les réestimations d’avant sont celles de la version de départ."""
    (premier, depart), (second, arrivee) = avant, apres
    au = arguments.au or max(map(date_du_dernier_fait, (premier, second)))
    clotures = [
        restreindre_cloture(calculer_cloture(projet, au=au, version=tableau.version), selection)
        for projet, tableau in (avant, apres)
    ]
    dossiers = "du dossier" if premier is second else "des deux dossiers"
    le = premier.convention.date_de_version(depart.version) if arguments.autre is None else au
    retenues = {operation.code for operation in second.operations if selection.retient_operation(operation)}
    return Effets(
        le=le,
        au=au,
        precision="" if arguments.au else f" (dernier fait {dossiers})",
        operations=tuple(c for c in comparer_operations(depart, arrivee) if selection.retient_operation(c.operation)),
        reestimations=tuple(
            r for r in comparer_reestimations(premier, le, second, au) if r.operation in retenues or selection.est_vide
        ),
        resultats=comparer_clotures(*clotures),
    )


def _resultat(
    au: date,
    avant: tuple[Projet, TableauFinancier],
    apres: tuple[Projet, TableauFinancier],
    selection: Selection,
) -> EcartDeResultat | None:
    """Restes à charge et constats de deux dossiers entiers, comme deux scénarios ; ``None`` sinon."""
    if avant[0] is apres[0] or not selection.est_vide:
        return None
    base, resultat = (
        calculer_resultat(projet, au=au, nom=nom, version=tableau.version)
        for nom, (projet, tableau) in (("avant", avant), ("après", apres))
    )
    return comparer_resultats(base, resultat)


def _lire(*chemins: Path) -> list[Projet]:
    """Les dossiers lus ; lève :class:`DossierRefuse` avec les fautes de tous, chacune située dans le sien."""
    projets: list[Projet] = []
    fautes: dict[Faute, None] = {}
    for chemin in chemins:
        try:
            projets.append(lire_le_dossier(chemin))
        except DossierRefuse as refus:
            fautes |= {_situer(constatee, chemin): None for constatee in refus.fautes}
    if fautes:
        raise DossierRefuse(fautes)
    return projets


def _situer(constatee: Faute, dossier: Path) -> Faute:
    """La faute, son fichier précédé du dossier : deux dossiers ont des fichiers de même nom."""
    fichier = constatee.provenance.fichier
    if fichier is None:
        return constatee
    complet = dossier if dossier.name == fichier else dossier / fichier
    return replace(constatee, provenance=replace(constatee.provenance, fichier=str(complet)))


def _pour_programme(
    comparaison: Comparaison, effets: Effets, changements: Sequence[Changement] | None
) -> dict[str, object]:
    lignes = [
        {
            "operation": ligne.cle.operation,
            "financeur": ligne.cle.financeur,
            "nature": ligne.cle.nature,
            **decimaux(ligne.variation),
        }
        for ligne in comparaison.lignes
    ]
    contenu: dict[str, object] = {
        "lignes": lignes,
        "total": total_pour_programme(comparaison.total),
        **effets_pour_programme(effets),
    }
    if changements is not None:
        contenu["changements"] = [changement_pour_programme(changement) for changement in changements]
    return contenu


def _imprimer(comparaison: Comparaison, selection: Selection, largeur: int | None) -> None:
    if not comparaison.lignes:
        imprimer("Aucune ligne ne change.")
        return
    imprimer("Lignes qui changent")
    imprimer()
    total = comparaison.total
    imprimer_table(
        ("Opération", "Financeur", "Nature", *TITRES),
        [
            (
                ligne.cle.operation,
                ligne.cle.financeur,
                LIBELLES_NATURES[ligne.cle.nature],
                *ligne.variation.montants(),
            )
            for ligne in sorted(comparaison.lignes, key=lambda ligne: ligne.cle.operation)
        ],
        (titre_du_total(selection, "Total des concours"), "", "", *total.concours.montants()),
        ("Pour mémoire : autofinancement", "", "", *total.autofinancement.montants()),
        largeur=largeur,
        cles=3,
    )
    titrer("Tableaux financiers entiers, lignes inchangées comprises ; autofinancement pour mémoire")
    au_pied = (titre_du_total(selection, "Total"), *cellules(comparaison.total_des_tableaux))
    par_financeur = [(code, *cellules(total)) for code, total in comparaison.tableaux_par_financeur().items()]
    imprimer_table(entetes("Financeur"), par_financeur, au_pied, largeur=largeur)
    imprimer()
    par_famille = [(code, *cellules(total)) for code, total in comparaison.tableaux_par_famille().items()]
    imprimer_table(entetes("Famille"), par_famille, au_pied, largeur=largeur)
    titrer("Ce que devient l’argent de chaque financeur, dans les lignes qui changent")
    imprimer_table(
        ("Financeur", "Fongible", "Redéployé", "Économie", "Complément"),
        [
            (financeur, emplois.fongible, emplois.redeploye, emplois.economie, emplois.complement)
            for financeur, emplois in emplois_par_financeur(comparaison).items()
        ],
        largeur=largeur,
    )
    imprimer()
    imprimer("Fongible : même famille et même maître d’ouvrage (lecture C de « même nature »), sans avenant.")
    imprimer(
        "Subventions et fonds propres d’un financeur y comptent ensemble (ce qu’il ne met plus dans sa propre "
        "opération, il peut le donner à une autre) ; ses prêts, comptés à part, ne compensent que des prêts."
    )

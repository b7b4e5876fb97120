"""``financement cloture DOSSIER --au DATE`` : montants de clôture, soldes, trop-perçus et économies."""

from argparse import Namespace
from typing import Final

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.montants_de_cloture import (
    NOTE_AUTOFINANCEMENT,
    TITRE_AUTOFINANCEMENT,
    TITRES,
    cellules,
    cellules_pour_memoire,
    totaux_au_pied,
    totaux_pour_programme,
)
from exports.commandes.affichage.mouvements import dire_l_absence_de_mouvement, mouvements_pour_programme
from exports.commandes.affichage.reputes import codes_reputes, marquer, mention_des_reputes, reputes_pour_programme
from exports.commandes.affichage.selection import dire, lire, pour_programme, titre_du_total
from exports.commandes.affichage.sortie import decimaux, imprimer, imprimer_csv, imprimer_json, imprimer_table
from exports.commandes.console.commande import Commande
from exports.texte.mots import bandeau
from financement.cloture.etat import LIBELLES_ETATS
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE, Cloture, TotalCloture, calculer_cloture
from financement.controles.registre import controler_situation
from financement.controles.vigilance import points_de_vigilance
from financement.dossier.nomenclature import LIBELLES_NATURES
from financement.explications.motif import motif
from financement.selection import Selection, restreindre_cloture
from financement.valeurs.dates import afficher_date
from financement.valeurs.montants import afficher_montant, ecrire_montant, ecrire_montant_decimal

__all__ = ["declarer", "executer"]

POINTS_MONTRES: Final = 10


def declarer(commande: Commande) -> None:
    """``cloture DOSSIER --au DATE``."""
    commande.dossier()
    commande.exiger_au()
    commande.format()
    commande.filtres()
    commande.add_argument("--tous", action="store_true", help="tous les points de vigilance, et non les dix premiers")
    commande.largeur()


def executer(arguments: Namespace) -> int:
    """Imprime la clôture, ou la part que retiennent les filtres, par ligne et par financeur."""
    projet = lire_le_dossier(arguments.dossier)
    selection = lire(arguments, projet)
    entiere = calculer_cloture(projet, au=arguments.au)
    cloture = entiere if selection.est_vide else restreindre_cloture(entiere, selection)
    if arguments.format == "json":
        imprimer_json(_pour_programme(cloture, selection))
    elif arguments.format == "csv":
        reputes = codes_reputes(projet.convention)
        colonne = ("engage_repute",) if reputes else ()
        entetes = ("operation", "financeur", "nature", "etat", *GRANDEURS_DE_CLOTURE, "motif", *colonne)
        lignes = [
            (
                *ligne.cle,
                ligne.etat,
                *map(ecrire_montant, cellules(ligne)),
                motif(ligne),
                *(("oui" if ligne.suivie.est_reputee else "non",) if reputes else ()),
            )
            for ligne in cloture.lignes
        ]
        imprimer_csv(entetes, lignes)
    else:
        _imprimer(cloture, selection, largeur_demandee(arguments))
        _imprimer_la_vigilance(entiere, selection, None if arguments.tous else POINTS_MONTRES)
    return 0


def _par_financeur(cloture: Cloture, selection: Selection) -> dict[str, TotalCloture]:
    """Le total de chaque financeur ; dans une sélection, de ceux qui y ont une ligne."""
    presents = {ligne.cle.financeur for ligne in cloture.lignes}
    totaux = cloture.par_financeur()
    return {code: total for code, total in totaux.items() if selection.est_vide or code in presents}


def _pour_programme(cloture: Cloture, selection: Selection) -> dict[str, object]:
    """La clôture en json, clés du contrat ; l’enveloppe d’un financeur ne se compare qu’à toutes ses lignes."""
    tableau = cloture.situation.tableau
    toutes = selection.famille is None and selection.maitre_ouvrage is None
    enveloppes = {enveloppe.financeur: enveloppe.montant for enveloppe in tableau.enveloppes if toutes}
    return {
        "au": cloture.au.isoformat(),
        "version": tableau.version,
        **pour_programme(selection),
        "lignes": [
            {
                "operation": ligne.cle.operation,
                "financeur": ligne.cle.financeur,
                "nature": ligne.cle.nature,
                "etat": ligne.etat,
                **decimaux(dict(zip(GRANDEURS_DE_CLOTURE, cellules(ligne), strict=True))),
                "motif": motif(ligne),
                **({"engage_repute": True} if ligne.suivie.est_reputee else {}),
            }
            for ligne in cloture.lignes
        ],
        "par_financeur": [
            {
                "financeur": financeur,
                "enveloppe": ecrire_montant_decimal(enveloppes[financeur]) if financeur in enveloppes else None,
                **totaux_pour_programme(total),
            }
            for financeur, total in _par_financeur(cloture, selection).items()
        ],
        "operations": [
            {"operation": code, "etat": etat.avancement, "forclose": etat.forclose}
            for code, etat in cloture.etats_des_operations().items()
        ],
        "total": totaux_pour_programme(cloture.total),
        **reputes_pour_programme(cloture.projet.convention),
        **mouvements_pour_programme(cloture.projet),
    }


def _imprimer(cloture: Cloture, selection: Selection, largeur: int | None) -> None:
    convention, tableau = cloture.projet.convention, cloture.situation.tableau
    reputes = codes_reputes(convention)
    date = afficher_date(cloture.au)
    imprimer(f"{convention.nom} — clôture au {date}, tableau financier version {tableau.version}, en euros")
    if not selection.est_vide:
        imprimer(dire(selection, cloture.projet))
    imprimer()
    imprimer_table(
        ("Opération", "Financeur", "Nature", "État", *TITRES),
        [
            (
                ligne.cle.operation,
                marquer(ligne.cle.financeur, repute=ligne.suivie.est_reputee),
                LIBELLES_NATURES[ligne.cle.nature],
                LIBELLES_ETATS[ligne.etat],
                *(cellules(ligne) if ligne.cle.est_concours else cellules_pour_memoire(ligne)),
            )
            for ligne in sorted(cloture.lignes, key=lambda ligne: ligne.cle.operation)
        ],
        *totaux_au_pied(titre_du_total(selection, "Total des concours"), cloture.total, None, None, None),
        largeur=largeur,
        cles=3,
    )
    imprimer()
    imprimer_table(
        ("Financeur", *TITRES, TITRE_AUTOFINANCEMENT),
        [
            (
                marquer(financeur, repute=financeur in reputes),
                *cellules(total.concours),
                total.autofinancement.montant_cloture,
            )
            for financeur, total in _par_financeur(cloture, selection).items()
        ],
        (
            titre_du_total(selection, "Total"),
            *cellules(cloture.total.concours),
            cloture.total.autofinancement.montant_cloture,
        ),
        largeur=largeur,
    )
    imprimer()
    imprimer(NOTE_AUTOFINANCEMENT)
    dire_l_absence_de_mouvement(cloture.projet)
    if reputes:
        imprimer()
        imprimer(mention_des_reputes(convention))


def _imprimer_la_vigilance(entiere: Cloture, selection: Selection, montres: int | None) -> None:
    """Les points de vigilance de la sélection, les ``montres`` premiers (``None`` : tous), puis les mentions."""
    constats = controler_situation(entiere.situation)
    operations = selection.operations(entiere.situation)
    tous = [
        point
        for point in points_de_vigilance(entiere, constats)
        if selection.concerne(point.operation, point.financeur, operations)
    ]
    points = tous[:montres]
    if points:
        imprimer()
        extrait = f" ({len(points)} premiers sur {len(tous)} ; --tous les donne)" if len(tous) > len(points) else ""
        imprimer(f"Points de vigilance, par montant en jeu{extrait} :")
        for point in points:
            imprimer(f"  {afficher_montant(point.enjeu):>16}  {point.explication}")
    imprimer()
    imprimer("Montants de clôture : lecture C des règles de solde, qu’aucun texte ne publie.")
    mention = bandeau(constats)
    if mention:
        imprimer(f"{mention} : les voir par « financement controler ».")

"""``financement cloture DOSSIER --au DATE`` : montants de clôture, soldes, trop-perçus et économies."""

from argparse import Namespace
from typing import Final

from exports.commandes.montants_de_cloture import (
    TITRES,
    cellules,
    cellules_pour_memoire,
    totaux_au_pied,
    totaux_pour_programme,
)
from exports.commandes.sortie import decimaux, imprimer, imprimer_csv, imprimer_json, imprimer_table
from exports.mots import bandeau
from financement.cloture.etat import LIBELLES_ETATS
from financement.cloture.resultat import GRANDEURS_DE_CLOTURE, Cloture, calculer_cloture
from financement.controles import controler_situation
from financement.dates import afficher_date
from financement.explications.motif import motif
from financement.montants import afficher_montant, ecrire_montant, ecrire_montant_decimal
from financement.nomenclature import LIBELLES_NATURES
from financement.vigilance import points_de_vigilance
from maquettes.dossiers import lire_dossier

__all__ = ["executer"]

POINTS_MONTRES: Final = 10


def executer(arguments: Namespace) -> int:
    """Imprime la clôture, par ligne et par financeur."""
    cloture = calculer_cloture(lire_dossier(arguments.dossier), au=arguments.au)
    if arguments.format == "json":
        imprimer_json(_pour_programme(cloture))
    elif arguments.format == "csv":
        entetes = ("operation", "financeur", "nature", "etat", *GRANDEURS_DE_CLOTURE, "motif")
        lignes = [
            (*ligne.cle, ligne.etat, *map(ecrire_montant, cellules(ligne)), motif(ligne)) for ligne in cloture.lignes
        ]
        imprimer_csv(entetes, lignes)
    else:
        _imprimer(cloture)
    return 0


def _pour_programme(cloture: Cloture) -> dict[str, object]:
    """La clôture en json, clés du contrat."""
    tableau = cloture.situation.tableau
    enveloppes = {enveloppe.financeur: enveloppe.montant for enveloppe in tableau.enveloppes}
    return {
        "au": cloture.au.isoformat(),
        "version": tableau.version,
        "lignes": [
            {
                "operation": ligne.cle.operation,
                "financeur": ligne.cle.financeur,
                "nature": ligne.cle.nature,
                "etat": ligne.etat,
                **decimaux(dict(zip(GRANDEURS_DE_CLOTURE, cellules(ligne), strict=True))),
                "motif": motif(ligne),
            }
            for ligne in cloture.lignes
        ],
        "par_financeur": [
            {
                "financeur": financeur,
                "enveloppe": ecrire_montant_decimal(enveloppes[financeur]) if financeur in enveloppes else None,
                **totaux_pour_programme(total),
            }
            for financeur, total in cloture.par_financeur().items()
        ],
        "operations": [
            {"operation": code, "etat": etat.avancement, "forclose": etat.forclose}
            for code, etat in cloture.etats_des_operations().items()
        ],
        "total": totaux_pour_programme(cloture.total),
    }


def _imprimer(cloture: Cloture) -> None:
    convention, tableau = cloture.projet.convention, cloture.situation.tableau
    date = afficher_date(cloture.au)
    imprimer(f"{convention.nom} — clôture au {date}, tableau financier version {tableau.version}, en euros")
    imprimer()
    imprimer_table(
        ("Opération", "Financeur", "Nature", "État", *TITRES),
        [
            (
                ligne.cle.operation,
                ligne.cle.financeur,
                LIBELLES_NATURES[ligne.cle.nature],
                LIBELLES_ETATS[ligne.etat],
                *(cellules(ligne) if ligne.cle.est_concours else cellules_pour_memoire(ligne)),
            )
            for ligne in cloture.lignes
        ],
        *totaux_au_pied(cloture.total, None, None, None),
    )
    imprimer()
    imprimer_table(
        ("Financeur", *TITRES, "Autofinancement\n(pour mémoire)"),
        [
            (financeur, *cellules(total.concours), total.autofinancement.montant_cloture)
            for financeur, total in cloture.par_financeur().items()
        ],
        ("Total des concours", *cellules(cloture.total.concours), cloture.total.autofinancement.montant_cloture),
    )
    constats = controler_situation(cloture.situation)
    tous = points_de_vigilance(cloture, constats)
    points = tous[:POINTS_MONTRES]
    if points:
        imprimer()
        extrait = f" ({POINTS_MONTRES} premiers sur {len(tous)})" if len(tous) > POINTS_MONTRES else ""
        imprimer(f"Points de vigilance, par montant en jeu{extrait} :")
        for point in points:
            imprimer(f"  {afficher_montant(point.enjeu):>16}  {point.explication}")
    imprimer()
    imprimer("Montants de clôture : lecture C des règles de solde, qu'aucun texte ne publie.")
    mention = bandeau(constats)
    if mention:
        imprimer(f"{mention} : les voir par « financement controler ».")

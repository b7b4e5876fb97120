"""``financement avenant DOSSIER --au DATE --vers DOSSIER`` : l’avenant de clôture comme une nouvelle version."""

from argparse import Namespace

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer, imprimer_table
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.texte.mots import bandeau
from financement.affichage.libelles import accorder
from financement.cloture.avenant import generer_avenant_cloture
from financement.cloture.resultat import Cloture, TotalCloture, calculer_cloture
from financement.controles.registre import controler
from financement.dossier.projet import Projet
from financement.fautes.chemins import afficher_chemin
from financement.valeurs.dates import afficher_date
from maquettes.dossiers import ecrire_dossier
from maquettes.fichiers.destinations import garder_la_source

__all__ = ["declarer", "executer"]


def declarer(commande: Commande) -> None:
    """``avenant DOSSIER --au DATE --vers DOSSIER``."""
    commande.dossier()
    commande.exiger_au()
    commande.chemin(
        "--vers",
        metavar="DOSSIER",
        required=True,
        help="nouveau dossier : sans suffixe, répertoire ; sinon fichier .xlsx ou .json",
    )
    commande.date("--signature", help="date de l’avenant (par défaut, la date d’arrêté)")
    commande.largeur()


def executer(arguments: Namespace) -> int:
    """Écrit le dossier augmenté de l’avenant, et dit ce qu’il change au programmé de chaque financeur."""
    garder_la_source(arguments.dossier, arguments.vers)
    cloture = calculer_cloture(lire_le_dossier(arguments.dossier), au=arguments.au)
    clos = generer_avenant_cloture(cloture, signature=arguments.signature or arguments.au)
    ecrire_dossier(clos, arguments.vers)
    with apres_avoir_ecrit(arguments.vers):
        _imprimer(cloture, clos, largeur_demandee(arguments))
        imprimer(f"Dossier écrit : {afficher_chemin(arguments.vers)}")
    return 0


def _imprimer(cloture: Cloture, clos: Projet, largeur: int | None) -> None:
    avenant = clos.convention.avenants[-1]
    date = afficher_date(avenant.date)
    imprimer(f"{clos.convention.nom} — avenant n° {avenant.numero}, de clôture, du {date}, en euros")
    imprimer()
    imprimer_table(
        ("Financeur", "Concours\nprogrammé", "Montant\nde clôture", "Économie", "Autofinancement\nà la clôture"),
        [(financeur, *_montants(total)) for financeur, total in cloture.par_financeur().items()],
        ("Total des concours", *_montants(cloture.total)),
        largeur=largeur,
    )
    imprimer()
    lignes = sum(ligne.version == avenant.numero for ligne in clos.plan)
    operations = sum(operation.version == avenant.numero for operation in clos.operations)
    if lignes or operations:
        changements = (
            f"{accorder(lignes, 'ligne', 'lignes')} du plan, {accorder(operations, 'opération', 'opérations')}"
        )
        imprimer(f"Programmé = montant de clôture, coût = coût final ; ce qui change : {changements}.")
    else:
        imprimer("Le tableau financier programme déjà les montants de clôture : l’avenant n’y change rien.")
    imprimer("Montants de clôture : lecture C des règles de solde, qu’aucun texte ne publie.")
    mention = bandeau(controler(clos, au=avenant.date))
    if mention:
        imprimer(f"{mention} dans le dossier écrit : les voir par « financement controler ».")


def _montants(total: TotalCloture) -> tuple[int, ...]:
    """Ce que l’avenant programme des concours ; à part, pour mémoire, l’autofinancement."""
    concours = total.concours
    return concours.programme, concours.montant_cloture, concours.economie, total.autofinancement.montant_cloture

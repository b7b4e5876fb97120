"""``financement simuler DOSSIER --au DATE --scenarios F.toml`` : ce que le dossier devient sous chaque hypothèse."""

from argparse import Namespace
from typing import Final

from exports.commandes.affichage.largeur import largeur_demandee
from exports.commandes.affichage.lecture import lire_le_dossier
from exports.commandes.affichage.sortie import imprimer, imprimer_json
from exports.commandes.console.commande import Commande
from exports.commandes.console.flux import apres_avoir_ecrit
from exports.commandes.console.valeurs_donnees import entier_entre, lire_parmi
from exports.commandes.simuler.affichage import imprimer_cote_a_cote
from exports.commandes.simuler.fichiers import ecrire_les_fichiers, verifier_les_destinations
from exports.commandes.simuler.programme import cote_a_cote_pour_programme
from exports.commandes.simuler.relais import imprimer_le_relais, relais_pour_programme
from exports.commandes.simuler.tirages import imprimer_les_tirages, tirages_pour_programme
from financement.aleas.tirages import GRAINE_MAXIMALE, TIRAGES_AU_PLUS, Tirages, tirer
from financement.dossier.projet import Projet
from financement.fautes.faute import DossierRefuse
from financement.fautes.provenance import Provenance
from financement.scenarios.cote_a_cote import CoteACote, simuler
from financement.scenarios.hypothese import impossible
from financement.scenarios.relais import RelaisCoteACote, comparer_relais
from maquettes.scenarios.lecture import ScenariosLus, lire_scenarios

__all__ = ["declarer", "executer"]

_FORMATS: Final = ("table", "json")


def declarer(commande: Commande) -> None:
    """``simuler DOSSIER --au DATE --scenarios F.toml``."""
    commande.dossier()
    commande.exiger_au()
    commande.chemin(
        "--scenarios", metavar="F.toml", required=True, help="les hypothèses : voir docs/ingenierie.md, clé par clé"
    )
    commande.add_argument(
        "--format",
        metavar=f"{{{','.join(_FORMATS)}}}",
        type=lambda texte: lire_parmi(texte, _FORMATS),
        default="table",
        help="table pour une personne (par défaut), json pour un programme",
    )
    commande.add_argument(
        "--tirages", metavar="N", type=entier_entre(1, TIRAGES_AU_PLUS), help="nombre de tirages des aléas du fichier"
    )
    commande.add_argument(
        "--graine",
        metavar="S",
        type=entier_entre(0, GRAINE_MAXIMALE),
        help="graine des tirages, 0 par défaut : la même donne les mêmes centimes",
    )
    commande.chemin("--xlsx", metavar="FICHIER.xlsx", help="écrit aussi la simulation en classeur, écarts en formules")
    commande.chemin("--html", metavar="FICHIER.html", help="écrit aussi la simulation en une page, avec ses graphiques")
    commande.add_argument("--tous", action="store_true", help="tous les constats apparus et disparus, non les premiers")
    commande.largeur()
    commande.examens.append(_examiner)


def _examiner(arguments: Namespace) -> str | None:
    """Une graine ne sert qu’à tirer."""
    return "--graine ne s’emploie qu’avec --tirages" if arguments.graine is not None and not arguments.tirages else None


def executer(arguments: Namespace) -> int:
    """Imprime la base et chaque scénario côte à côte, après avoir écrit les fichiers demandés."""
    demandes = {"xlsx": arguments.xlsx, "html": arguments.html}
    fichiers = {suffixe: fichier for suffixe, fichier in demandes.items() if fichier is not None}
    verifier_les_destinations(arguments.dossier, fichiers)
    lus = lire_scenarios(arguments.scenarios)
    _exiger_de_quoi_simuler(lus, arguments)
    projet = lire_le_dossier(arguments.dossier)
    cote_a_cote = simuler(projet, lus.scenarios, au=arguments.au)
    tirages = _tirer(projet, lus, arguments)
    relais = None if lus.relais is None else comparer_relais(cote_a_cote, taux=lus.relais.taux, delai=lus.relais.delai)
    ecrire_les_fichiers(cote_a_cote, tirages, relais, fichiers)
    with apres_avoir_ecrit(*fichiers.values()):
        if arguments.format == "json":
            suite = {} if relais is None else {"tresorerie": relais_pour_programme(relais, lus.scenarios)}
            suite |= {} if tirages is None else {"tirages": tirages_pour_programme(tirages)}
            imprimer_json({**cote_a_cote_pour_programme(cote_a_cote), **suite})
        else:
            _imprimer(cote_a_cote, relais, tirages, arguments)
    return 0


def _exiger_de_quoi_simuler(lus: ScenariosLus, arguments: Namespace) -> None:
    """Lève :class:`DossierRefuse` s’il n’y a rien à tirer, ou rien d’autre à faire."""
    lieu = Provenance(fichier=arguments.scenarios.name)
    if arguments.tirages and not lus.aleas:
        correction = "Écrire un [[aleas]], ou ôter --tirages."
        raise DossierRefuse([impossible(lieu, "Le fichier n’a pas d’aléa : il n’y a rien à tirer", correction)])
    if not arguments.tirages and not lus.scenarios:
        correction = "Donner --tirages, et le nombre de tirages ; ou écrire un [[scenarios]]."
        raise DossierRefuse([impossible(lieu, "Le fichier n’a que des aléas", correction)])


def _tirer(projet: Projet, lus: ScenariosLus, arguments: Namespace) -> Tirages | None:
    if not arguments.tirages:
        return None
    return tirer(projet, lus.aleas, au=arguments.au, nombre=arguments.tirages, graine=arguments.graine or 0)


def _imprimer(
    cote_a_cote: CoteACote, relais: RelaisCoteACote | None, tirages: Tirages | None, arguments: Namespace
) -> None:
    largeur = largeur_demandee(arguments)
    if cote_a_cote.scenarios:
        imprimer_cote_a_cote(cote_a_cote, largeur, tous=arguments.tous)
    if relais is not None:
        imprimer()
        imprimer_le_relais(relais, largeur)
    if tirages is not None:
        if cote_a_cote.scenarios:
            imprimer()
        imprimer_les_tirages(tirages, largeur)

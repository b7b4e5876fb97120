"""Analyse de la ligne de commande, en français : options, aides et refus."""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any, Final, NoReturn

from exports.commandes.console.flux import ecrire_en_sortie
from exports.commandes.console.valeurs_donnees import (
    AXES,
    FORMATS_ANNEXE,
    GRANDEURS_CROISEES,
    LARGEUR,
    TRAVAILLEURS,
    VERSION,
    lire_axes,
    lire_chemin,
    lire_date_donnee,
    lire_formats,
    lire_grandeur,
)
from financement.fautes.chemins import echapper
from financement.fautes.faute import ErreurFinancement, ModeleFaute, faute

__all__ = ["FORMATS_ANNEXE", "UsageIncorrect", "analyser"]

COLONNE_DES_AIDES: Final = 18
AXES_CROISES: Final = 2
FLUX_CROISES: Final = ("engage", "paye")

_TRADUCTIONS: Final[tuple[tuple[str, str], ...]] = (
    (r"the following arguments are required: (.+)", r"il manque : \1"),
    (r"unrecognized arguments: (.+)", r"arguments inconnus : \1"),
    (r"argument (.+?): invalid choice: '(.*?)' \(choose from (.+)\)", r"\1 : « \2 » n’existe pas ; choisir parmi \3"),
    (r"argument (.+?): expected one argument", r"\1 attend une valeur"),
    (r"argument (.+?): expected \d+ arguments?", r"\1 n’a pas le nombre de valeurs attendu"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 ne s’emploie pas avec \2"),
    (r"one of the arguments (.+) is required", r"il faut l’un de : \1"),
    (r"argument (.+?): ignored explicit argument '(.*)'", r"\1 n’attend pas de valeur (« \2 »)"),
    (r"argument (.+?): (.+)", r"\1 : \2"),
)
USAGE_INCORRECT: Final = ModeleFaute(
    "USAGE-01",
    "La ligne de commande n’est pas comprise : {cause}",
    "L’aide de chaque commande : financement COMMANDE --help.",
)


class UsageIncorrect(ErreurFinancement):
    """La ligne de commande n’est pas comprise ; ``usage`` rappelle la forme attendue."""

    def __init__(self, message: str, usage: str) -> None:
        self.usage = usage
        self.fautes = (faute(USAGE_INCORRECT, cause=f"{message}."),)
        super().__init__(message)


class _Mise(argparse.HelpFormatter):
    """Aide en français, chaque commande et son explication sur la même ligne."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)
        self._action_max_length = COLONNE_DES_AIDES

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, "usage : " if prefix is None else prefix)


class _Analyseur(argparse.ArgumentParser):
    """Analyseur dont les refus sont des exceptions, en français."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            formatter_class=_Mise,
            allow_abbrev=False,
            add_help=False,
            **options,
        )
        self._positionals.title = "arguments "
        self._optionals.title = "options "
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 -- la signature d'argparse
        """L’aide, sur la sortie standard seulement, comme tout ce qu’une commande imprime."""
        ecrire_en_sortie(self.format_help())

    def error(self, message: str) -> NoReturn:
        raise UsageIncorrect(echapper(_traduire(message)), self.format_usage())


def _traduire(message: str) -> str:
    """Le refus d’argparse en français ; un refus imprévu reste une phrase générale."""
    for motif, traduction in _TRADUCTIONS:
        if re.fullmatch(motif, message, re.DOTALL):
            debut, separateur, choix = re.sub(motif, traduction, message, flags=re.DOTALL).partition("choisir parmi ")
            return debut + separateur + choix.replace("'", "")
    return "la ligne de commande n’est pas comprise"


_Option = Callable[[argparse.ArgumentParser], object]


def _dossier(nom: str = "dossier") -> _Option:
    return lambda commande: commande.add_argument(
        nom, metavar=nom.upper(), type=lire_chemin, help="répertoire, classeur .xlsx ou fichier .json"
    )


def _au(commande: argparse.ArgumentParser) -> None:
    commande.add_argument("--au", metavar="DATE", type=lire_date_donnee, help="date d’arrêté, 2015-03-31 ou 31/03/2015")


def _au_obligatoire(commande: argparse.ArgumentParser) -> None:
    commande.add_argument(
        "--au", metavar="DATE", type=lire_date_donnee, required=True, help="date d’arrêté, 2015-03-31 ou 31/03/2015"
    )


def _format(commande: argparse.ArgumentParser) -> None:
    commande.add_argument(
        "--format",
        choices=("table", "json", "csv"),
        default="table",
        help="table pour une personne (par défaut), json ou csv pour un programme",
    )


def _largeur(commande: argparse.ArgumentParser) -> None:
    commande.add_argument(
        "--largeur",
        metavar="N",
        type=LARGEUR,
        help="largeur des tables, en caractères (par défaut, celle du terminal)",
    )


def _filtres(commande: argparse.ArgumentParser) -> None:
    """Ce qu’on regarde : un code entier, ou sa fin si un seul code finit ainsi."""
    commande.add_argument("--financeur", metavar="CODE", help="les seules lignes de ce financeur")
    commande.add_argument("--famille", metavar="CODE", help="les seules opérations de cette famille")
    commande.add_argument("--maitre-ouvrage", metavar="CODE", help="les seules opérations de ce maître d’ouvrage")


def _ajouter_controler(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """``controler DOSSIER`` : tous les constats, ou ceux d’une sélection."""
    controler = commande("controler", "donne tous les constats d’un dossier", _dossier(), _au, _format, _filtres)
    controler.add_argument(
        "--annoter",
        metavar="COPIE.xlsx",
        type=lire_chemin,
        help="pour un classeur : en écrit une copie, un commentaire à chaque cellule en cause",
    )


def _ajouter_situation(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """``situation DOSSIER`` : sur un axe, ou sur plusieurs."""
    situation = commande("situation", "donne programmé, engagé, payé et restes", _dossier(), _au, _format)
    situation.add_argument(
        "--par",
        metavar="AXES",
        type=lire_axes,
        default=("financeur",),
        help=f"axes séparés par des virgules, parmi {', '.join(AXES)} (financeur par défaut) ; deux se croisent",
    )
    situation.add_argument(
        "--grandeur",
        metavar="NOM",
        type=lire_grandeur,
        help=f"ce que montre un tableau croisé, parmi {', '.join(GRANDEURS_CROISEES)}",
    )
    situation.add_argument("--version", metavar="N", type=VERSION, dest="numero", help="version du tableau financier")
    _filtres(situation)
    _largeur(situation)


def _ajouter_comparer(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """``comparer DOSSIER [AUTRE]`` : deux versions, ou deux dossiers."""
    comparer = commande("comparer", "dit ce qui change entre deux versions ou deux dossiers", _dossier(), _format)
    comparer.add_argument(
        "autre", metavar="AUTRE", type=lire_chemin, nargs="?", help="second dossier, à comparer au premier"
    )
    comparer.add_argument("--de", metavar="N", type=VERSION, help="version de départ (0 par défaut)")
    comparer.add_argument("--a", metavar="M", type=VERSION, help="version d’arrivée (la dernière par défaut)")
    comparer.add_argument(
        "--au",
        metavar="DATE",
        type=lire_date_donnee,
        help="date des clôtures comparées (par défaut, celle du dernier fait)",
    )
    _filtres(comparer)
    _largeur(comparer)


def _ajouter_maquette(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """``maquette DOSSIER FICHIER.xlsx``, ou ``maquette --vierge FICHIER.xlsx``."""
    maquette = commande("maquette", "écrit le dossier en classeur vivant, ou un classeur à remplir")
    maquette.add_argument("dossier", metavar="DOSSIER", type=lire_chemin, nargs="?", help="répertoire, .xlsx ou .json")
    maquette.add_argument("fichier", metavar="FICHIER.xlsx", type=lire_chemin, nargs="?", help="classeur à écrire")
    maquette.add_argument("--vierge", metavar="FICHIER.xlsx", type=lire_chemin, help="écrit un classeur à remplir")
    _au(maquette)


def _ajouter_portefeuille(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """``portefeuille DOSSIER… --au DATE`` : beaucoup de dossiers comme un seul."""
    portefeuille = commande("portefeuille", "réunit beaucoup de dossiers, et classe ce qui y est en jeu")
    portefeuille.add_argument(
        "dossiers", metavar="DOSSIER", type=lire_chemin, nargs="+", help="dossiers, ou répertoires qui en contiennent"
    )
    _au_obligatoire(portefeuille)
    _format(portefeuille)
    portefeuille.add_argument(
        "--journal",
        metavar="FICHIER",
        type=lire_chemin,
        help="journal commun, .csv ou .parquet, avec une colonne « convention » : chaque dossier en reçoit sa part",
    )
    _largeur(portefeuille)
    portefeuille.add_argument(
        "--xlsx", metavar="FICHIER.xlsx", type=lire_chemin, help="écrit aussi la synthèse en classeur"
    )
    portefeuille.add_argument(
        "--travailleurs",
        metavar="N",
        type=TRAVAILLEURS,
        help="nombre de processus (par défaut, autant que de cœurs) ; le résultat n’en dépend pas",
    )


def _ajouter_avenant(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """``avenant DOSSIER --au DATE --vers DOSSIER`` : la clôture comme une nouvelle version."""
    avenant = commande("avenant", "écrit l’avenant de clôture comme une nouvelle version", _dossier(), _au_obligatoire)
    avenant.add_argument(
        "--vers",
        metavar="DOSSIER",
        type=lire_chemin,
        required=True,
        help="nouveau dossier : sans suffixe, répertoire ; sinon fichier .xlsx ou .json",
    )
    avenant.add_argument(
        "--signature", metavar="DATE", type=lire_date_donnee, help="date de l’avenant (par défaut, la date d’arrêté)"
    )
    _largeur(avenant)


def _ajouter_annexe(commande: Callable[..., argparse.ArgumentParser]) -> None:
    """``annexe DOSSIER --au DATE --sortie REPERTOIRE``, entière ou réduite à un signataire ou à une opération."""
    annexe = commande("annexe", "produit l’annexe financière", _dossier(), _au_obligatoire)
    annexe.add_argument(
        "--sortie", metavar="DOSSIER", type=lire_chemin, required=True, help="répertoire où écrire l’annexe"
    )
    annexe.add_argument(
        "--formats",
        metavar="FORMATS",
        type=lire_formats,
        help=f"formats séparés par des virgules, parmi {', '.join(FORMATS_ANNEXE)} (tous par défaut)",
    )
    perimetre = annexe.add_mutually_exclusive_group()
    perimetre.add_argument("--financeur", metavar="CODE", help="l’extrait que signe un financeur")
    perimetre.add_argument("--maitre-ouvrage", metavar="CODE", help="l’extrait que signe un maître d’ouvrage")
    perimetre.add_argument("--operation", metavar="CODE", help="la fiche d’une opération")
    annexe.add_argument(
        "--euros-entiers", action="store_true", help="montants arrondis à l’euro, sommes justes en ligne et en colonne"
    )
    annexe.add_argument(
        "--remplacer", action="store_true", help="remplace aussi un fichier que quelqu’un a changé, gardé sinon"
    )


def _verifier_annexe(analyseur: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Le fichier scdl couvre tout le projet."""
    if arguments.commande != "annexe" or "scdl" not in (arguments.formats or ()):
        return
    for option in ("financeur", "maitre_ouvrage", "operation"):
        if getattr(arguments, option) is not None:
            analyseur.error(f"argument --formats scdl: not allowed with argument --{option.replace('_', '-')}")


def _verifier_situation(analyseur: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """``--grandeur`` choisit ce que montre un tableau croisé, de deux axes ; l’exercice n’a ni programmé ni reste."""
    if arguments.commande != "situation" or arguments.grandeur is None:
        return
    if len(arguments.par) != AXES_CROISES:
        analyseur.error("argument --grandeur: ne vaut que pour deux axes, par exemple --par operation,financeur")
    if "exercice" in arguments.par and arguments.grandeur not in FLUX_CROISES:
        permis = " ou ".join(FLUX_CROISES)
        analyseur.error(f"argument --grandeur: un exercice n’a que des flux ; choisir parmi {permis}")


def _verifier_maquette(analyseur: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Un dossier et un fichier, ou ``--vierge`` seul."""
    if arguments.commande != "maquette":
        return
    if arguments.vierge is None and arguments.fichier is None:
        analyseur.error("the following arguments are required: DOSSIER et FICHIER.xlsx, ou --vierge FICHIER.xlsx")
    if arguments.vierge is not None and (arguments.dossier is not None or arguments.au is not None):
        analyseur.error("argument --vierge: not allowed with argument DOSSIER ni --au")


def _verifier_repetitions(analyseur: argparse.ArgumentParser, mots: Sequence[str]) -> None:
    """Une option donnée deux fois : la première valeur se perdrait sans un mot."""
    options = Counter(mot.partition("=")[0] for mot in takewhile(lambda mot: mot != "--", mots) if mot.startswith("--"))
    for option, fois in options.items():
        if fois > 1:
            analyseur.error(f"argument {option}: cette option est donnée {fois} fois ; n’en garder qu’une")


def _soulignes_en_tirets(mots: Sequence[str]) -> list[str]:
    """Les mêmes mots, où « --maitre_ouvrage » s’écrit « --maitre-ouvrage » ; une valeur reste comme elle est."""
    ecrits = []
    for mot in mots:
        option, egal, valeur = mot.partition("=")
        ecrits.append(option.replace("_", "-") + egal + valeur if option.startswith("--") else mot)
    return ecrits


def analyser(mots: Sequence[str]) -> argparse.Namespace:
    """Les arguments d’une ligne de commande ; lève :class:`UsageIncorrect`, ou sort après l’aide."""
    analyseur = _Analyseur(
        prog="financement",
        description="Budget d’une opération de renouvellement urbain : situation, contrôles, annexe financière.",
        epilog="Code de sortie : 0 sans encombre ; 1, constat bloquant ou document non conforme ; 2, refus, dit avec "
        "son remède ; 70, panne imprévue, dite avec de quoi la signaler ; 130, interruption.",
    )
    analyseur.add_argument("--version", action="store_true", help="affiche la version")
    commandes = analyseur.add_subparsers(
        dest="commande", metavar="COMMANDE", required=True, title="commandes ", parser_class=_Analyseur
    )

    def commande(nom: str, aide: str, *options: _Option) -> argparse.ArgumentParser:
        nouvelle = commandes.add_parser(nom, help=aide, description=aide[0].upper() + aide[1:] + ".")
        for option in options:
            option(nouvelle)
        return nouvelle

    exemple = commande("exemple", "copie le dossier d’exemple, le Noyer Doré")
    exemple.add_argument(
        "destination", metavar="DEST", type=lire_chemin, help="répertoire à créer (ou fichier .xlsx, .json)"
    )
    _ajouter_controler(commande)
    _ajouter_situation(commande)
    cloture = commande(
        "cloture", "calcule montants de clôture, soldes et économies", _dossier(), _au_obligatoire, _format, _filtres
    )
    cloture.add_argument("--tous", action="store_true", help="tous les points de vigilance, et non les dix premiers")
    _largeur(cloture)
    echeances = (_dossier(), _au_obligatoire, _format, _filtres, _largeur)
    commande("echeancier", "donne engagements et paiements par exercice", *echeances)
    _ajouter_comparer(commande)
    expliquer = commande("expliquer", "dit d’où vient chaque chiffre", _dossier())
    expliquer.add_argument("operation", metavar="OPERATION", help="code de l’opération, ou sa fin")
    expliquer.add_argument("financeur", metavar="FINANCEUR", help="code du financeur, ou sa fin")
    _au_obligatoire(expliquer)
    _format(expliquer)
    convertir = commande("convertir", "convertit un dossier d’une forme à une autre, sans perte", _dossier("source"))
    convertir.add_argument(
        "destination", metavar="DEST", type=lire_chemin, help="sans suffixe : répertoire ; sinon fichier .xlsx ou .json"
    )
    _ajouter_maquette(commande)
    _ajouter_avenant(commande)
    _ajouter_annexe(commande)
    _ajouter_portefeuille(commande)
    verifier = commande("verifier", "dit si une annexe, son dossier et les règles s’accordent")
    verifier.add_argument(
        "fichier", metavar="FICHIER", type=lire_chemin, help="annexe .pdf, .html, .xlsx, .docx ou .csv"
    )
    verifier.add_argument(
        "dossier", metavar="DOSSIER", type=lire_chemin, nargs="?", help="dossier source, si l’annexe ne le contient pas"
    )
    _format(verifier)
    ecrits = _soulignes_en_tirets(mots)
    arguments = analyseur.parse_args(ecrits)
    _verifier_repetitions(analyseur, ecrits)
    _verifier_maquette(analyseur, arguments)
    _verifier_annexe(analyseur, arguments)
    _verifier_situation(analyseur, arguments)
    return arguments

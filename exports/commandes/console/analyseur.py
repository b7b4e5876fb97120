"""L’analyseur d’une commande : argparse, dont l’aide et les refus sont en français.

Les phrases anglaises d’argparse changent d’une version à l’autre : aucune n’est lue. Un refus ne garde que le nom de
l’argument en cause ; ce qui lui arrive se voit à la ligne de commande (décision 0035).
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final, NoReturn

from exports.commandes.console.flux import ecrire_en_sortie
from exports.commandes.registre import COMMANDES
from financement.fautes.chemins import echapper
from financement.fautes.faute import ErreurFinancement, ModeleFaute, faute

__all__ = ["Analyseur", "Examen", "UsageIncorrect"]

COLONNE_DES_AIDES: Final = 18

USAGE_INCORRECT: Final = ModeleFaute(
    "USAGE-01",
    "La ligne de commande n’est pas comprise : {cause}",
    "L’aide de chaque commande : financement COMMANDE --help.",
)

Examen = Callable[[argparse.Namespace], str | None]
"""Ce qui empêche ces arguments d’aller ensemble, en une phrase ; ``None`` s’ils vont ensemble."""


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


class Analyseur(argparse.ArgumentParser):
    """Analyseur dont les refus sont des exceptions, en français.

    ``exclusifs`` : les options dont une seule peut être donnée. ``examens`` : ce qui se vérifie une fois tout lu.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Mise, allow_abbrev=False, add_help=False, exit_on_error=False, **options)
        self._positionals.title = "arguments "
        self._optionals.title = "options "
        self.exclusifs: list[str] = []
        self.examens: list[Examen] = []
        self._exiges: list[argparse.Action] = []
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def add_argument(self, *noms: Any, **options: Any) -> argparse.Action:
        """Déclare un argument ; qu’il manque se constate après l’analyse, argparse ne le dit que par une phrase."""
        action = super().add_argument(*noms, **options)
        if action.required:
            self._exiges.append(action)
            action.required = False
        return action

    def au_plus_un(self, **aides: str) -> None:
        """Des options qui s’excluent, chacune d’un code, par nom."""
        groupe = self.add_mutually_exclusive_group()
        for nom, aide in aides.items():
            option = f"--{nom.replace('_', '-')}"
            groupe.add_argument(option, metavar="CODE", help=aide)
            self.exclusifs.append(option)

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 -- la signature d'argparse
        """L’aide, sur la sortie standard seulement, comme tout ce qu’une commande imprime."""
        ecrire_en_sortie(self.format_help())

    def parse_known_args(  # type: ignore[override] # celle d'argparse a trois formes
        self, args: Sequence[str], namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Les arguments et les mots que rien n’attend ; lève :class:`UsageIncorrect`."""
        try:
            lus, restes = super().parse_known_args(args, namespace)
        except argparse.ArgumentError as refus:
            self.refuser(_cause(refus, args, self.exclusifs))
        manquants = [_nom(action) for action in self._exiges if getattr(lus, action.dest) is None]
        if manquants:
            self.refuser(f"il manque : {', '.join(manquants)}")
        return lus, restes

    def format_usage(self) -> str:
        """La forme attendue, sans crochets autour de ce qui est exigé."""
        with self._en_exigeant():
            return super().format_usage()

    def format_help(self) -> str:
        """L’aide, sans crochets autour de ce qui est exigé."""
        with self._en_exigeant():
            return super().format_help()

    @contextmanager
    def _en_exigeant(self) -> Iterator[None]:
        for action in self._exiges:
            action.required = True
        yield
        for action in self._exiges:
            action.required = False

    def refuser(self, cause: str) -> NoReturn:
        """Lève :class:`UsageIncorrect`."""
        raise UsageIncorrect(echapper(cause), self.format_usage())

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 -- une phrase anglaise, qu'on ne lit pas
        """Un refus d’argparse que rien n’a prévu."""
        self.refuser("la ligne de commande n’est pas comprise")


def _nom(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar or action.dest)


def _cause(refus: argparse.ArgumentError, mots: Sequence[str], exclusifs: Sequence[str]) -> str:
    """Ce qui fait refuser l’argument : sa valeur, celle qui lui manque ou qu’il a en trop, l’option qui l’exclut."""
    nom = refus.argument_name or ""
    if isinstance(refus.__context__, argparse.ArgumentTypeError):
        return f"{nom} : {refus.__context__}"
    if not nom.startswith("-"):
        inconnue = next((mot for mot in mots if not mot.startswith("-")), mots[-1])
        return f"{nom} : « {inconnue} » n’existe pas ; choisir parmi {', '.join(COMMANDES)}"
    donnees = [(*_separer(mot), suivant) for mot, suivant in pairwise([*mots, "-"])]
    option, valeur, suivant = next((d for d in donnees if d[0] in nom.split("/")), (nom, None, "-"))
    if option in exclusifs and (valeur is not None or not suivant.startswith("-")):
        autre = next(donnee[0] for donnee in donnees if donnee[0] in exclusifs and donnee[0] != option)
        return f"{nom} ne s’emploie pas avec {autre}"
    return f"{nom} attend une valeur" if valeur is None else f"{nom} n’attend pas de valeur (« {valeur} »)"


def _separer(mot: str) -> tuple[str, str | None]:
    """Une option et la valeur écrite avec elle : « --au=2015 », « -hx »."""
    if mot.startswith("--"):
        option, egal, valeur = mot.partition("=")
        return option, valeur if egal else None
    return (mot[:2], mot[2:] or None) if mot.startswith("-") else (mot, None)

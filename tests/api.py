"""La page ``docs/api.md`` : chaque nom public, sa signature et la première phrase de sa docstring.

``python -m tests.api`` la refait ; un test la compare au code.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import exports
import financement
import maquettes

__all__ = ["PAGE", "composer"]

PAGE: Final = Path(__file__).parents[1] / "docs" / "api.md"
LARGEUR: Final = 118
DEBUT: Final = """\
# Les noms publics

Cette page est écrite par `make api`, d’après les docstrings ; ne pas la corriger à la main. Ce qui n’y est pas n’est
pas public : un script importe de `financement`, de `maquettes` ou d’`exports`, jamais d’un de leurs modules.

Les montants sont des centimes entiers, les taux des fractions exactes, les dates des `datetime.date` données par
l’appelant. Toutes les erreurs dérivent d’`ErreurFinancement`, dont `fautes` dit chaque faute, son lieu et son remède.

**Ce qui change.** Un nom public ne change de sens ni ne disparaît sans une version où l’ancien fonctionne encore, lève
un `DeprecationWarning` qui dit par quoi le remplacer, et où le [journal des changements](../CHANGELOG.md) l’annonce ;
la version suivante peut l’ôter. Les clés du json, les codes des fautes et des contrôles, les noms des commandes et de
leurs options suivent la même règle.
"""
TITRES: Final = {
    financement: "calculer",
    maquettes: "lire et écrire",
    exports: "publier",
}


def composer() -> str:
    """La page entière."""
    return "\n".join([DEBUT, *(ligne for paquet, titre in TITRES.items() for ligne in _du_paquet(paquet, titre))])


def _du_paquet(paquet: ModuleType, titre: str) -> Iterator[str]:
    publics = {nom: getattr(paquet, nom) for nom in paquet.__all__ if not nom.startswith("__")}
    fonctions = {nom: objet for nom, objet in publics.items() if inspect.isroutine(objet)}
    erreurs = {nom: objet for nom, objet in publics.items() if isinstance(objet, type) and issubclass(objet, Exception)}
    valeurs = {nom: objet for nom, objet in publics.items() if nom not in fonctions and nom not in erreurs}
    yield from (f"## {paquet.__name__} : {titre}", "")
    yield from ("### Fonctions", "")
    for nom, fonction in fonctions.items():
        yield from _de_la_fonction(nom, fonction)
    for genre, siens in (("Valeurs", valeurs), ("Erreurs", erreurs)):
        if siens:
            yield from (f"### {genre}", "", "| | |", "|---|---|")
            yield from (f"| `{nom}` | {_phrase(objet)} |" for nom, objet in siens.items())
            yield ""


def _de_la_fonction(nom: str, fonction: Callable[..., object]) -> Iterator[str]:
    ecrite = f"{nom}{_simple(str(inspect.signature(fonction)))}"
    if len(ecrite) > LARGEUR:
        arguments = list(_arguments(inspect.signature(fonction).parameters.values()))
        retour = ecrite.rpartition(" -> ")[2]
        ecrite = "\n".join([f"{nom}(", *(f"    {argument}," for argument in arguments), f") -> {retour}"])
    yield from ("```python", ecrite, "```", "", _phrase(fonction), "")


def _arguments(parametres: Iterable[inspect.Parameter]) -> Iterator[str]:
    """Chaque paramètre, l’étoile devant le premier qui ne se donne que par son nom."""
    precedent = None
    for parametre in parametres:
        if parametre.kind is inspect.Parameter.KEYWORD_ONLY and precedent is not parametre.kind:
            yield "*"
        precedent = parametre.kind
        yield _simple(str(parametre))


def _simple(signature: str) -> str:
    """La signature sans le chemin des modules, les guillemets des annotations ni l’adresse des fonctions."""
    sans_adresses = re.sub(r"<function (\w+) at 0x[0-9a-f]+>", r"\1", signature)
    return re.sub(r"'([^']+)'", r"\1", re.sub(r"(?:\w+\.)+(?=[A-Za-z_]\w*)", "", sans_adresses))


def _phrase(objet: object) -> str:
    """Le premier paragraphe de la docstring."""
    document = (inspect.getdoc(objet) or "").partition("\n\n")[0].replace("\n", " ")
    return re.sub(r":\w+:`(?:[^`]*\.)?([^`]+)`", r"`\1`", document).replace("``", "`")


if __name__ == "__main__":
    PAGE.write_text(composer(), encoding="utf-8")
    print(f"Page écrite : {PAGE}")

"""Falsifier un fichier csv : ses cellules, ses lignes, et ce qu’un tableur en fera."""

import re
from collections.abc import Callable
from typing import Final

from tests.solidite.falsifications.genres import Falsification, Faux, Hasard

__all__ = ["FALSIFICATIONS"]

_MONTANT: Final = re.compile(r"(?<=;)([0-9]{4,},[0-9]{2})(?=;|\n)")
_MARQUE: Final = "\ufeff"


def _tire(changement: Callable[[str], str]) -> Callable[[bytes, Hasard], Faux]:
    """Un montant tiré au hasard, changé."""

    def faire(octets: bytes, hasard: Hasard) -> Faux:
        texte = octets.decode()
        trouve = hasard.choice(list(_MONTANT.finditer(texte)))
        faux = changement(trouve[1])
        return Faux((texte[: trouve.start()] + faux + texte[trouve.end() :]).encode(), faux.strip('"'))

    return faire


def _texte(geste: Callable[[str], str]) -> Callable[[bytes, Hasard], bytes]:
    return lambda octets, _: geste(octets.decode()).encode()


def _lignes(geste: Callable[[list[str], Hasard], list[str]]) -> Callable[[bytes, Hasard], bytes]:
    def faire(octets: bytes, hasard: Hasard) -> bytes:
        return "".join(geste(octets.decode().splitlines(keepends=True), hasard)).encode()

    return faire


def _sans_une(lignes: list[str], hasard: Hasard) -> list[str]:
    rang = hasard.choice([r for r, ligne in enumerate(lignes) if _MONTANT.search(ligne)])
    return lignes[:rang] + lignes[rang + 1 :]


def _en_double(lignes: list[str], hasard: Hasard) -> list[str]:
    rang = hasard.choice([r for r, ligne in enumerate(lignes) if _MONTANT.search(ligne)])
    return lignes[: rang + 1] + lignes[rang:]


def _c(nom: str, geste: Callable[[bytes, Hasard], Faux | bytes], nomme: str = "", chiffre: str = "") -> Falsification:
    return Falsification(f"csv : {nom}", "csv", geste, nomme, chiffre)


# fmt: off
FALSIFICATIONS: Final = (
    _c("un centime de plus", _tire(lambda m: m[:-1] + ("1" if m[-1] != "1" else "2")), chiffre="oui"),
    _c("un montant négatif", _tire(lambda m: f"-{m}"), chiffre="oui"),
    _c("une virgule déplacée", _tire(lambda m: m.replace(",", "")), chiffre="oui"),
    _c("un point au lieu d’une virgule", _tire(lambda m: m.replace(",", ".")), chiffre="oui"),
    _c("une formule à la place d’un montant", _tire(lambda _: "=450000+10000"), chiffre="oui"),
    _c("un montant en exposant", _tire(lambda _: "4,5E+05"), chiffre="oui"),
    _c("un montant suivi d’une espace", _tire(lambda m: f"{m[:3]} {m[3:]}"), chiffre="oui"),
    _c("un montant cité", _texte(lambda t: _MONTANT.sub(r'"\1"', t, count=1))),
    _c("une ligne retirée", _lignes(_sans_une), chiffre="oui"),
    _c("une ligne en double", _lignes(_en_double), chiffre="oui"),
    _c("une ligne ajoutée", _texte(lambda t: t + "total;Total;;;1000,00\n"), chiffre="oui"),
    _c("un genre de ligne changé", _texte(lambda t: t.replace("total;", "donnee;", 1))),
    _c("marque d’ordre retirée", _texte(lambda t: t.removeprefix(_MARQUE))),
    _c("fins de ligne", _texte(lambda t: t.replace("\n", "\r\n"))),
    _c("ligne du séparateur", _texte(lambda t: f"{_MARQUE}sep=;\n{t.removeprefix(_MARQUE)}")),
    _c("caractère invisible", _texte(lambda t: _MONTANT.sub("\u200b\\1", t, count=1))),
    _c("octet nul", lambda o, _: o + b"\0"),
    _c("fin coupée", lambda o, _: o[:-3], ""),
    _c("guillemet ouvert", lambda o, _: o + b'"'),
)
# fmt: on

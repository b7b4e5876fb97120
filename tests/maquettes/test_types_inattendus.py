"""Chaque clé d’un dossier, à chaque niveau, reçoit tour à tour chaque type de valeur : lue, ou refusée à son lieu."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

import pytest

from financement.fautes.faute import DossierRefuse
from maquettes.assemblage.assemblage import assembler
from maquettes.assemblage.dossier_json import lire_json, texte_canonique
from maquettes.dossiers import _lire_fichiers
from maquettes.formes.convention_toml import lire_convention_toml
from maquettes.formes.reglement import lire_reglement_toml
from tests.solidite.dossiers_semes import DOSSIERS
from tests.solidite.lois import defaut_des_fautes

OCTETS: Final = [{nom: texte.encode() for nom, texte in fichiers.items()} for fichiers in DOSSIERS]
# Ce que TOML et json savent écrire, et qu'une clé n'attend presque jamais.
LITTERAUX: Final = (
    *(
        '""',
        '" "',
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        '[""]',
        "[1]",
        '["a", 1]',
        "{ a = 1 }",
        "{ a = { b = [] } }",
        '{ "" = "1" }',
    ),
    *("true", "false", "0", "-1", "9" * 60, "1.5", "-0.0", "1e400", "nan", "inf", "-inf", "0x1F"),
    *("1979-05-27", "0001-01-01", "9999-12-31", "07:32:00", "1979-05-27T07:32:00", "1979-05-27T07:32:00.5+01:00"),
    *(r'"\u0000"', r'"\t"', r'"\u202E"', '"é\\r\\nà"', "'''\na'''", '"#REF!"', f'"{"x" * 3000}"'),
)
VALEURS: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 10**60, 1.5, -0.0, 1e300, "", " ", "\0", "\t", "\ud800", "\u202e", "#REF!", "x" * 3000),
    *([], {}, [[]], [{}], [""], [1], [None], ["a", 1], {"a": 1}, {"a": {"b": []}}, {"": "1"}, {"\t": None}),
)
PAIRES: Final = [
    (rang, nom, numero)
    for rang, fichiers in enumerate(DOSSIERS)
    for nom in ("convention.toml", "reglement.toml")
    for numero, ligne in enumerate(fichiers.get(nom, "").splitlines())
    if ligne
]


LUS: Final = [_lire_fichiers(octets, {}) for octets in OCTETS]


def verifier(lire: Callable[[], object]) -> None:
    """Ce qui est refusé l’est par des fautes dites à une personne ; rien d’autre n’arrive."""
    defaut = None
    try:
        lire()
    except DossierRefuse as refus:
        defaut = defaut_des_fautes(refus.fautes)
    assert defaut is None


@pytest.mark.parametrize(("rang", "nom", "numero"), PAIRES)
def test_chaque_cle_d_un_toml(rang: int, nom: str, numero: int) -> None:
    """La valeur de la clé, ou le titre de la table, remplacés."""
    lignes = DOSSIERS[rang][nom].splitlines()
    cle = re.sub(r"[\[\] ]", "", lignes[numero].partition("=")[0])
    for litteral in LITTERAUX:
        texte = "\n".join([*lignes[:numero], f"{cle} = {litteral}", *lignes[numero + 1 :], ""])
        if nom == "convention.toml":
            lu = replace(LUS[rang], convention=lire_convention_toml(texte.encode()))
        else:
            lu = replace(LUS[rang], reglement=lire_reglement_toml(texte.encode()))
        verifier(partial(assembler, lu))


def _chemins(valeur: Any, chemin: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield chemin
    # Le premier objet d'une liste dit ce qu'il en est des autres.
    cles = valeur if isinstance(valeur, dict) else range(len(valeur[:1])) if isinstance(valeur, list) else ()
    for cle in cles:
        yield from _chemins(valeur[cle], (*chemin, cle))


def _remplacer(valeur: Any, chemin: tuple[Any, ...], autre: Any) -> Any:
    if not chemin:
        return autre
    copie = dict(valeur) if isinstance(valeur, dict) else list(valeur)
    copie[chemin[0]] = _remplacer(copie[chemin[0]], chemin[1:], autre)
    return copie


DOCUMENTS: Final = [json.loads(texte_canonique(assembler(_lire_fichiers(octets, {})))) for octets in OCTETS]


@pytest.mark.parametrize(
    ("rang", "chemin"),
    [(rang, chemin) for rang, document in enumerate(DOCUMENTS) for chemin in _chemins(document)],
    ids=lambda valeur: ".".join(map(str, valeur)) if isinstance(valeur, tuple) else str(valeur),
)
def test_chaque_valeur_d_un_json(rang: int, chemin: tuple[Any, ...]) -> None:
    for autre in VALEURS:
        octets = json.dumps(_remplacer(DOCUMENTS[rang], chemin, autre)).encode()
        verifier(partial(_lire_le_json, octets))


def _lire_le_json(octets: bytes) -> object:
    return assembler(lire_json("d.json", octets))

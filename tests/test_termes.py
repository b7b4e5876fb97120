"""Chaque faute, constat ou remarque reçoit tous les termes de sa phrase, et aucun autre, partout où elle se fait."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any, Final, NamedTuple

import pytest

from financement.controles.constat import EcartDate, EcartMontant, Mesure
from financement.controles.modele import ModeleControle
from financement.fautes.faute import ModeleFaute, TexteRefuse, faute
from financement.fautes.provenance import INCONNUE
from maquettes.importation.extraction.constats import ModeleConstat
from maquettes.maquette.relecture.remarques import ModeleRemarque, remarquer
from tests.modeles import (
    CONSTATS_D_IMPORT_DECLARES,
    CONTROLES_DECLARES,
    FAUTES_DECLAREES,
    REMARQUES_DECLAREES,
    declarations,
)

RACINE: Final = Path(__file__).parent.parent
SOURCES: Final = sorted(
    c for paquet in ("financement", "maquettes", "exports") for c in (RACINE / paquet).rglob("*.py")
)
REGISTRE: Final = RACINE / "financement" / "controles" / "registre.py"
Code = str
PHRASES: Final[Mapping[Code, str]] = {
    code: f"{modele.message} {modele.remede}"
    for modeles in (FAUTES_DECLAREES, CONTROLES_DECLARES, REMARQUES_DECLAREES, CONSTATS_D_IMPORT_DECLARES)
    for code, modele in modeles.items()
}
GENRES: Final = {genre.__name__: genre for genre in (ModeleFaute, ModeleControle, ModeleRemarque, ModeleConstat)}
NOMMES: Final[Mapping[str, Code]] = {
    **{nom: modele.code for nom, modele in declarations(ModeleFaute).items()},
    **{nom: modele.code for nom, modele in declarations(ModeleControle).items()},
    **{nom: modele.code for nom, modele in declarations(ModeleRemarque).items()},
    **{nom: modele.code for nom, modele in declarations(ModeleConstat).items()},
}
"""Le code que nomme une constante, où qu’elle soit importée."""
# Ce qui compose une phrase : le rang de ses arguments après lequel vient ``lu``, s'il en a un.
COMPOSEURS: Final = {"faute": 2, "TexteRefuse": 1, "_inconnu": 2, "constater": 0, "remarquer": 0, "__init__": 1}
TERMES_D_UNE_LIGNE: Final = ("operation", "financeur", "nature")
DONNES_A_PART: Final = {*TERMES_D_UNE_LIGNE, "mesure", "provenance", "enjeu"}
# Des termes que l'appel reçoit tout faits, d'une autre fonction.
AUTRES: Final = "…"
# Ces deux-là transmettent le code et les termes qu'ils reçoivent.
RELAIS: Final = {("financement/fautes/faute.py", "faute"), ("financement/dossier/designation.py", "faute")}


class Site(NamedTuple):
    """Un appel qui compose une phrase."""

    lieu: str
    codes: frozenset[Code]
    termes: frozenset[str]
    lu: bool
    mesure: str | None


def termes(code: Code) -> set[str]:
    return {nom for _, nom, _, _ in Formatter().parse(PHRASES[code]) if nom}


def _codes(expression: ast.expr, noms: Mapping[str, list[ast.expr]]) -> set[Code]:
    """Les codes que peut valoir une expression."""
    match expression:
        case ast.Name(id=nom) | ast.Attribute(attr=nom) if nom in NOMMES:
            return {NOMMES[nom]}
        case ast.Call(func=ast.Name(id=genre), args=[ast.Constant(value=str(code)), *_]) if genre in GENRES:
            return {code}
        case ast.IfExp(body=oui, orelse=non):
            return _codes(oui, noms) | _codes(non, noms)
        case ast.Name(id=nom):
            # Un nom sans affectation est le rang d'une boucle : l'un des codes que nomme le module.
            autres = {autre: valeurs for autre, valeurs in noms.items() if autre != nom} if nom in noms else {}
            valeurs = noms[nom] if nom in noms else chain.from_iterable(noms.values())
            return set(chain.from_iterable(_codes(valeur, autres) for valeur in valeurs))
        case _:
            return set()


def _affectations(arbre: ast.AST) -> dict[str, list[ast.expr]]:
    noms: dict[str, list[ast.expr]] = {}
    for noeud in ast.walk(arbre):
        match noeud:
            case ast.Assign(targets=[ast.Name(id=nom)], value=valeur):
                noms.setdefault(nom, []).append(valeur)
            case ast.AnnAssign(target=ast.Name(id=nom), value=ast.expr() as valeur):
                noms.setdefault(nom, []).append(valeur)
            case _:
                pass
    return noms


def _appels(arbre: ast.AST) -> dict[str, list[ast.Call]]:
    """Les appels du module, par nom de ce qu’ils appellent."""
    appels: dict[str, list[ast.Call]] = {}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Name):
            appels.setdefault(noeud.func.id, []).append(noeud)
    return appels


def _passes_aux_parametres(
    appels_du_module: Mapping[str, list[ast.Call]], fonction: ast.FunctionDef, du_module: Mapping[str, list[ast.expr]]
) -> dict[str, list[ast.expr]]:
    """Ce que le module passe à chaque paramètre positionnel de la fonction."""

    def valeurs(passe: ast.expr) -> list[ast.expr]:
        return du_module.get(passe.id, [passe]) if isinstance(passe, ast.Name) else [passe]

    appels = appels_du_module.get(fonction.name, [])
    return {
        parametre.arg: [v for appel in appels if rang < len(appel.args) for v in valeurs(appel.args[rang])]
        for rang, parametre in enumerate(fonction.args.args)
    }


def _termes_donnes(appel: ast.Call, noms: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    for mot in appel.keywords:
        if mot.arg is not None:
            yield mot.arg
            continue
        if isinstance(mot.value, ast.Attribute) and mot.value.attr == "termes":
            # Ce qu'une ligne de financement donne d'elle-même à toute phrase.
            yield from TERMES_D_UNE_LIGNE
            continue
        valeurs = noms.get(mot.value.id, []) if isinstance(mot.value, ast.Name) else []
        if len(valeurs) != 1 or not isinstance(valeurs[0], ast.Dict):
            yield AUTRES
            continue
        for cle in valeurs[0].keys:
            assert isinstance(cle, ast.Constant), ast.unparse(appel)
            yield str(cle.value)


def _mesure(appel: ast.Call, noms: Mapping[str, list[ast.expr]]) -> str | None:
    """Le genre de mesure d’un constat : le nom de sa classe, ``""`` si l’appel ne le dit pas."""
    for mot in appel.keywords:
        if mot.arg == "mesure":
            valeurs = noms.get(mot.value.id, []) if isinstance(mot.value, ast.Name) else [mot.value]
            genres = {v.func.id for v in valeurs if isinstance(v, ast.Call) and isinstance(v.func, ast.Name)}
            return genres.pop() if len(genres) == 1 else ""
    return None


def sites() -> list[Site]:
    trouves = []
    for chemin in SOURCES:
        nom_court, texte = chemin.relative_to(RACINE).as_posix(), chemin.read_text(encoding="utf-8")
        if set(NOMMES).isdisjoint(re.findall(r"\w+", texte)):
            continue
        arbre = ast.parse(texte)
        du_module, appels = _affectations(arbre), _appels(arbre)
        fonctions = [noeud for noeud in ast.walk(arbre) if isinstance(noeud, ast.FunctionDef)]
        for fonction in fonctions:
            noms = {**du_module, **_passes_aux_parametres(appels, fonction, du_module), **_affectations(fonction)}
            for appel in ast.walk(fonction):
                if not isinstance(appel, ast.Call):
                    continue
                match appel.func:
                    case ast.Attribute(value=modele, attr="constater") if not appel.args:
                        nom = "constater"
                    case _ if appel.args:
                        nom = getattr(appel.func, "id", ast.unparse(appel.func).removeprefix("super()."))
                        modele = appel.args[0]
                    case _:
                        continue
                if nom not in COMPOSEURS or (nom_court, nom) in RELAIS:
                    continue
                codes = _codes(modele, noms)
                if not codes and (nom == "__init__" or not isinstance(modele, ast.Name)):
                    continue
                donnes = frozenset(_termes_donnes(appel, noms))
                lieu = f"{nom_court}:{appel.lineno}"
                lu = len(appel.args) > COMPOSEURS[nom] > 0
                trouves.append(Site(lieu, frozenset(codes), donnes, lu, _mesure(appel, noms)))
    return list(dict.fromkeys(trouves))


SITES: Final = sites()


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.lieu)
def test_chaque_endroit_donne_exactement_les_termes_de_sa_phrase(site: Site) -> None:
    assert site.codes or AUTRES in site.termes
    for code in site.codes:
        donnes = set(site.termes)
        if code in CONTROLES_DECLARES or code in CONSTATS_D_IMPORT_DECLARES:
            donnes = donnes - DONNES_A_PART | (termes(code) & donnes)
            if site.mesure is not None:
                donnes |= termes(code) & {
                    "attendu",
                    "constate",
                    *(("ecart", "manque") if site.mesure != "EcartDate" else ()),
                }
        if code in FAUTES_DECLAREES and site.lu:
            donnes |= termes(code) & {"lu"}
        if AUTRES in donnes:
            donnes = donnes - {AUTRES} | termes(code)
        assert donnes == termes(code), code


def test_chaque_code_est_fait_quelque_part() -> None:
    assert len(NOMMES) == len(PHRASES), "une constante de même nom dit deux choses"
    texte = "".join(c.read_text(encoding="utf-8") for c in SOURCES)
    # Un modèle cité une seule fois l’est par sa seule déclaration.
    mots = Counter(re.findall(r"\w+", texte.replace(REGISTRE.read_text(encoding="utf-8"), "")))
    assert {nom for nom in NOMMES if mots[nom] == 1} == set()


@pytest.mark.parametrize("code", FAUTES_DECLAREES)
def test_une_faute_n_a_ni_trou_ni_terme_perdu(code: Code) -> None:
    donnes = {terme: f"¤{terme}¤" for terme in termes(code) - {"lu"}}
    modele = FAUTES_DECLAREES[code]
    constatee = faute(modele, INCONNUE, "¤lu¤", **donnes)
    for terme in termes(code):
        assert f"¤{terme}¤" in constatee.message + constatee.remede
    assert not set("{}") & set(constatee.message + constatee.remede)
    assert TexteRefuse(modele, "¤lu¤", **donnes).fautes == (constatee,)
    for terme in donnes:
        with pytest.raises(KeyError, match=terme):
            faute(modele, INCONNUE, "¤lu¤", **{nom: mot for nom, mot in donnes.items() if nom != terme})


@pytest.mark.parametrize("code", CONTROLES_DECLARES)
def test_un_constat_n_a_ni_trou_ni_terme_perdu(code: Code) -> None:
    mesure: Mesure | None = None
    if {"ecart", "manque"} & termes(code):
        mesure = EcartMontant(0, 0)
    elif "attendu" in termes(code):
        mesure = EcartDate(date(2012, 1, 1), date(2012, 1, 1))
    mesures = {"attendu", "constate", "ecart", "manque"} if mesure is not None else set()
    libres: dict[str, Any] = {terme: f"¤{terme}¤" for terme in termes(code) - mesures - {"operation", "financeur"}}
    constat = CONTROLES_DECLARES[code].constater(
        mesure=mesure, operation="¤operation¤", financeur="¤financeur¤", **libres
    )
    for terme in (termes(code) - mesures) | set(libres):
        assert f"¤{terme}¤" in constat.message + constat.remede
    assert not set("{}") & set(constat.message + constat.remede)


@pytest.mark.parametrize("code", REMARQUES_DECLAREES)
def test_une_remarque_n_a_ni_trou_ni_terme_perdu(code: Code) -> None:
    constat = remarquer(REMARQUES_DECLAREES[code], INCONNUE, **{terme: f"¤{terme}¤" for terme in termes(code)})
    for terme in termes(code):
        assert f"¤{terme}¤" in constat.message + constat.remede
    assert not set("{}") & set(constat.message + constat.remede)


@pytest.mark.parametrize("code", CONSTATS_D_IMPORT_DECLARES)
def test_un_constat_d_importation_n_a_ni_trou_ni_terme_perdu(code: Code) -> None:
    mesure = EcartMontant(0, 0) if {"attendu", "constate", "ecart"} & termes(code) else None
    libres = {terme: f"¤{terme}¤" for terme in termes(code) - {"attendu", "constate", "ecart", "operation"}}
    constat = CONSTATS_D_IMPORT_DECLARES[code].constater(
        provenance=INCONNUE, mesure=mesure, operation="¤operation¤", **libres
    )
    for terme in (termes(code) & {"operation"}) | set(libres):
        assert f"¤{terme}¤" in constat.message + constat.remede
    assert not set("{}") & set(constat.message + constat.remede)

"""La page ``docs/dossier.md``, composée de la description ; ``python -m tests.maquettes.page_du_dossier`` la refait."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from financement.dossier.nomenclature import FAMILLES
from financement.valeurs.dates import ANNEE_MAXIMALE, ANNEE_MINIMALE
from financement.valeurs.quantites import QUANTITE_MAXIMALE
from financement.valeurs.validation import LONGUEUR_CODE, LONGUEUR_TEXTE
from maquettes.description.description import (
    AVENANTS,
    CONTREPARTIES_FONCIERES,
    CONVENTION,
    FINANCEURS,
    INSERTION,
    JOURNAL,
    MAITRES_OUVRAGE,
    OPERATIONS,
    PARAMETRES,
    PLAN,
    REALISATIONS,
    REESTIMATIONS,
    REGLEMENT,
)
from maquettes.description.table import Colonne, Exigence, Genre, Table
from maquettes.description.vocabulaires import LIBELLES
from maquettes.maquette.blocs.saisies import LIBELLES as LIBELLES_DE_LA_MAQUETTE
from maquettes.maquette.blocs.tous import BLOCS_SAISIS
from maquettes.maquette.rubriques_decrites import FEUILLE_CONVENTION
from tests.maquettes.textes_du_dossier import EXEMPLES, INTRODUCTION, SENS, TITRES, VIDES_A_L_EXEMPLE

__all__ = ["PAGE", "composer", "fichiers_d_exemple"]

PAGE: Final = Path(__file__).parents[2] / "docs" / "dossier.md"
_DE_CONVENTION: Final = (FINANCEURS, AVENANTS, MAITRES_OUVRAGE, CONTREPARTIES_FONCIERES)
_CSV: Final = (OPERATIONS, PLAN, JOURNAL, REESTIMATIONS, REALISATIONS, INSERTION)
_EN_CLAIR: Final = frozenset({Genre.DATE, Genre.ENTIER, Genre.ENVELOPPES, Genre.CODES})

_PAR_GENRE: Final = {
    Genre.CODE: f"un code, sur une ligne, {LONGUEUR_CODE} caractères au plus",
    Genre.TEXTE: f"un texte, {LONGUEUR_TEXTE} caractères au plus",
    Genre.MONTANT: "un montant en euros, de 0 à 100 milliards, deux décimales au plus",
    Genre.TAUX: "un pourcentage (`45 %`) ou une fraction (`9/20`), de 0 à 100 %",
    Genre.DATE: f"une date de {ANNEE_MINIMALE} à {ANNEE_MAXIMALE}",
    Genre.SEMESTRE: "une année et `S1` ou `S2`",
    Genre.QUANTITE: f"un nombre de 0 à {QUANTITE_MAXIMALE:,f}, deux décimales au plus".replace(",", "\u202f", 3),
    Genre.SIRET: "quatorze chiffres, que des espaces peuvent grouper ; une clé fausse est signalée (SIRET-01)",
    Genre.ENVELOPPES: "une enveloppe en euros par code de financeur",
    Genre.CODES: "des familles du programme ; absent : toutes",
    Genre.VALEUR: "selon l’unité : `15 %`, `50000,00` (euros), `24` (mois), `0,5` (ETP)",
}
_PAR_COLONNE: Final = {
    "operation": "le code d’une opération",
    "financeur": "le code d’un financeur",
    "famille": "une famille du programme, ci-dessous",
    "maitre_ouvrage": "le code d’un financeur ou d’un maître d’ouvrage déclaré, ou un nom libre",
    "reglement": "`pnru`, `npnru`, ou `reglement.toml` si le dossier apporte le sien",
    "base": "`pnru` ou `npnru`",
    "cle": "un paramètre de [la page des règlements](reglements.md)",
}


def composer() -> str:
    """Toute la page."""
    sections = [
        _section("convention.toml : `[convention]`", CONVENTION),
        *(_section(f"convention.toml : `[[{table.nom}]]`", table) for table in _DE_CONVENTION),
        _exemple("convention.toml", "toml"),
        *(f"{_section(f'{table.nom}.csv', table)}\n{_exemple(f'{table.nom}.csv', 'csv')}" for table in _CSV),
        _section("reglement.toml", REGLEMENT),
        _section(f"reglement.toml : `[[{PARAMETRES.nom}]]`", PARAMETRES),
        _exemple("reglement.toml", "toml"),
        "".join(_familles()),
    ]
    return "\n".join([INTRODUCTION, *sections])


def _section(titre: str, table: Table[object]) -> str:
    lignes = "".join(f"| {' | '.join(_ligne(table, colonne))} |\n" for colonne in table.colonnes)
    return (
        f"## {titre}\n\n{TITRES[table.nom]}\n{_feuille(table)}\n"
        "| Colonne | Requise | Valeurs admises | Exemple | Ce que c’est |\n| --- | --- | --- | --- | --- |\n" + lignes
    )


def _feuille(table: Table[object]) -> str:
    if table in (CONVENTION, REGLEMENT):
        return f"Dans la maquette : feuille « {FEUILLE_CONVENTION} ».\n"
    bloc = next(bloc for bloc in BLOCS_SAISIS if bloc.nom == table.nom)
    return f"Dans la maquette : feuille « {bloc.feuille} ».\n"


def _ligne(table: Table[object], colonne: Colonne) -> tuple[str, ...]:
    libelles = LIBELLES_DE_LA_MAQUETTE[CONVENTION.nom if table is REGLEMENT else table.nom]
    libelle = libelles.get(colonne.nom)
    nom = f"`{colonne.nom}`" + (f"<br>{libelle.libelle}" if libelle is not None else "<br>(feuille « Enveloppes »)")
    requise = "oui" if colonne.exigence is Exigence.VALEUR else "non"
    exemple = EXEMPLES[table.nom][colonne.nom]
    return nom, requise, _admises(table, colonne), f"`{exemple}`", SENS[table.nom][colonne.nom]


def _admises(table: Table[object], colonne: Colonne) -> str:
    if colonne.vocabulaire is not None:
        return ", ".join(
            f"`{valeur}`" + (f" ({libelle})" if libelle and libelle.casefold() != valeur else "")
            for valeur, libelle in LIBELLES[colonne.vocabulaire].items()
        )
    if colonne.genre is Genre.ENTIER:
        return f"un entier de {colonne.minimum} à {colonne.maximum}"
    declaree = table is OPERATIONS and colonne.nom == "operation"
    if colonne.nom in _PAR_COLONNE and not declaree and colonne.genre in {Genre.CODE, Genre.TEXTE}:
        return _PAR_COLONNE[colonne.nom]
    return _PAR_GENRE[colonne.genre]


def fichiers_d_exemple() -> dict[str, str]:
    """Les fichiers du dossier que font les exemples de la page, un objet par table."""
    convention = "format = 1\n[convention]\n" + _paires(CONVENTION)
    convention += "".join(f"[[{table.nom}]]\n{_paires(table)}" for table in _DE_CONVENTION)
    reglement = f"{_paires(REGLEMENT)}[[{PARAMETRES.nom}]]\n{_paires(PARAMETRES)}"
    return {"convention.toml": convention, "reglement.toml": reglement} | {
        f"{table.nom}.csv": f"{';'.join(table.noms)}\n{';'.join(_cellules(table))}\n" for table in _CSV
    }


def _paires(table: Table[object]) -> str:
    return "".join(
        f"{colonne.nom} = {exemple if colonne.genre in _EN_CLAIR else chr(34) + exemple + chr(34)}\n"
        for colonne in table.colonnes
        if (exemple := EXEMPLES[table.nom][colonne.nom])
    )


def _cellules(table: Table[object]) -> Iterator[str]:
    for nom in table.noms:
        yield "" if (table.nom, nom) in VIDES_A_L_EXEMPLE else EXEMPLES[table.nom][nom]


def _exemple(fichier: str, langue: str) -> str:
    return f"Un exemple de `{fichier}` :\n\n```{langue}\n{fichiers_d_exemple()[fichier]}```\n"


def _familles() -> Iterator[str]:
    yield "## Les familles\n\n"
    yield "Une famille se lit aussi sans son zéro de tête (`1`), ou par son libellé.\n\n"
    yield "| Programme | Famille | Libellé |\n| --- | --- | --- |\n"
    for programme, familles in FAMILLES.items():
        for famille, libelle in familles.items():
            yield f"| {programme} | `{famille}` | {libelle} |\n"


if __name__ == "__main__":
    PAGE.write_text(composer(), encoding="utf-8")

"""Une convention inventée, écrite comme un dossier : ``convention.toml``, ``operations.csv``, ``plan.csv``."""

from collections.abc import Iterator
from typing import Final

from tests.bench.conventions import FINANCEURS, NATURES, ConventionInventee, OperationInventee

__all__ = ["fichiers_de_la_convention"]

EN_TETE_DES_OPERATIONS: Final = (
    "version;operation;famille;libelle;maitre_ouvrage;localisation;quantite;unite;nature_cout;cout_ht;taux_tva;base;"
    "assiette;taux_anru;debut;duree_semestres;achevement;statut\n"
)
EN_TETE_DU_PLAN: Final = "version;operation;financeur;nature;montant\n"
NATURES_DES_AVENANTS: Final = ("simplifie", "local", "national", "etape", "local")


def fichiers_de_la_convention(convention: ConventionInventee) -> dict[str, str]:
    """Les trois fichiers d’un dossier, son journal excepté, par nom."""
    return {
        "convention.toml": "\n".join(_lignes_toml(convention)),
        "operations.csv": EN_TETE_DES_OPERATIONS + "".join(_lignes_des_operations(convention)),
        "plan.csv": EN_TETE_DU_PLAN + "".join(_lignes_du_plan(convention)),
    }


def _lignes_toml(convention: ConventionInventee) -> Iterator[str]:
    yield from (
        "format = 1",
        "",
        "[convention]",
        f'code = "{convention.code}"',
        f'nom = "Convention inventée n° {convention.rang}"',
        'programme = "PNRU"',
        'reglement = "pnru"',
        'porteur = "Ville"',
        f"date_signature = {convention.signature}",
        "date_limite_engagement = 2013-12-31",
        "date_limite_solde = 2015-12-31",
    )
    for code, categorie in FINANCEURS:
        yield from ("", "[[financeurs]]", f'code = "{code}"', f'nom = "{code.title()}"', f'categorie = "{categorie}"')
    for numero, (date, nature) in enumerate(zip(convention.avenants, NATURES_DES_AVENANTS, strict=True), 1):
        yield from ("", "[[avenants]]", f"numero = {numero}", f'nature = "{nature}"', f"date = {date}")
    yield ""


def _par_version(convention: ConventionInventee) -> Iterator[tuple[int, OperationInventee]]:
    for version in range(len(convention.avenants) + 1):
        for operation in convention.operations:
            if version in operation.couts:
                yield version, operation


def _lignes_des_operations(convention: ConventionInventee) -> Iterator[str]:
    for version, operation in _par_version(convention):
        cout = operation.couts[version]
        taux, statut = (f"{operation.lignes[0].part} %", "") if cout else ("", "abandonnee")
        yield (
            f"{version};{operation.code};{operation.famille};Opération {operation.code};"
            f"{FINANCEURS[operation.maitre_ouvrage][0]};Quartier {convention.rang};;;brut;{_euros(cout)};5,5 %;ht;;"
            f"{taux};{operation.debut.year}-S{1 if operation.debut.month == 1 else 2};{operation.duree_semestres};"
            f"{operation.achevement or ''};{statut}\n"
        )


def _lignes_du_plan(convention: ConventionInventee) -> Iterator[str]:
    for version, operation in _par_version(convention):
        for ligne, montant in zip(operation.lignes, operation.montants(version), strict=True):
            nature, financeur = NATURES[ligne.nature], FINANCEURS[ligne.financeur][0]
            yield f"{version};{operation.code};{financeur};{nature};{_euros(montant)}\n"


def _euros(centimes: int) -> str:
    return f"{centimes // 100},{centimes % 100:02d}"

"""Notre chemin : le fichier lu, validé, puis les soldes exacts par opération, financeur et année."""

import csv
import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from financement.calculs.journal_colonnes import JournalEnColonnes
from financement.calculs.soldes import (
    GRANDEURS,
    AxeSolde,
    Grandeur,
    Soldes,
    SoldesRegroupes,
    cases_du_journal,
    montants_signes,
    soldes_du_journal,
)
from financement.dossier.coherence import Declares, fautes_de_journal
from financement.dossier.journal import Mouvement
from financement.dossier.nomenclature import Nature, Programme
from financement.dossier.plan import LignePlan
from financement.fautes.faute import DossierRefuse
from maquettes.description.description import JOURNAL
from maquettes.fichiers.coeurs import coeurs_permis
from maquettes.formes.tables_csv import lire_table
from maquettes.grand_journal.journal import lire_journal_en_colonnes, lire_journal_parquet
from tests.bench.portefeuille_moteurs import NOUS, NOUS_PARQUET, NOUS_REPEREES, SIGNES
from tests.bench.portefeuille_rendu import en_csv, entiers, textes

if TYPE_CHECKING:
    from tests.bench.portefeuille_colonnes import Geste

__all__ = [
    "calculs_d_une_convention",
    "calculs_de_fichier",
    "gestes_des_colonnes",
    "lire_declarations",
    "lire_en_colonnes",
    "par_colonnes",
    "par_lignes",
    "soldes_par_annee",
    "soldes_par_lignes",
    "total_des_soldes",
]

# Les deux premières grandeurs sont celles que tous les outils rendent.
MESURES: Final = ("Engage", "Paye")
SUIVIS: Final = (AxeSolde.OPERATION, AxeSolde.FINANCEUR, AxeSolde.ANNEE)


def lire_declarations(repertoire: Path) -> tuple[list[LignePlan], Declares]:
    """Ce que le journal peut citer : les codes, et les lignes de plan qui peuvent rendre une nature ambiguë."""
    with (repertoire / "plan.csv").open(encoding="utf-8", newline="") as flux:
        plan = [
            LignePlan(version=0, operation=operation, financeur=financeur, nature=Nature(nature), montant=0)
            for operation, financeur, nature in csv.reader(flux, delimiter=";")
        ]
    declares = Declares(
        operations=dict.fromkeys((repertoire / "operations.txt").read_text(encoding="utf-8").split(), 0),
        financeurs=(repertoire / "financeurs.txt").read_text(encoding="utf-8").split(),
        versions=(0,),
        programme=Programme.PNRU,
    )
    return plan, declares


def soldes_par_lignes(repertoire: Path) -> dict[tuple[str, str, str, int], int]:
    """Les soldes, un objet par mouvement ; lève :class:`DossierRefuse` si le journal est fautif."""
    plan, declares = lire_declarations(repertoire)
    lue = lire_table(JOURNAL, "journal.csv", (repertoire / "journal.csv").read_bytes())
    fautes = [*lue.toutes_les_fautes(), *fautes_de_journal(lue.objets, plan, declares)]
    if fautes:
        raise DossierRefuse(fautes)
    return _soldes(lue.objets)


def _soldes(mouvements: Iterable[Mouvement]) -> dict[tuple[str, str, str, int], int]:
    soldes: dict[tuple[str, str, str, int], int] = {}
    for mouvement in mouvements:
        if mouvement.type.value in SIGNES:
            mesure, signe = SIGNES[mouvement.type.value]
            cle = mesure, mouvement.operation, mouvement.financeur or "", mouvement.date.year
            soldes[cle] = soldes.get(cle, 0) + signe * mouvement.montant
    return soldes


def par_lignes(repertoire: Path, sortie: Path) -> None:
    """Lit, valide, additionne, écrit les soldes : le chemin d’un dossier ordinaire."""
    soldes = soldes_par_lignes(repertoire)
    with sortie.open("w", encoding="utf-8") as flux:
        flux.writelines(f"{m};{o};{f};{a};{solde}\n" for (m, o, f, a), solde in soldes.items())


def lire_en_colonnes(repertoire: Path) -> JournalEnColonnes:
    """Le journal lu et validé, en colonnes."""
    plan, declares = lire_declarations(repertoire)
    octets = (repertoire / "journal.csv").read_bytes()
    return lire_journal_en_colonnes("journal.csv", octets, declares=declares, plan=plan)


def soldes_par_annee(journal: JournalEnColonnes) -> Soldes:
    """Les soldes par opération, financeur et année."""
    return soldes_du_journal(journal, SUIVIS, fils=coeurs_permis())


def par_colonnes(repertoire: Path, sortie: Path) -> None:
    """Lit, valide, additionne, écrit les soldes : le chemin d’un portefeuille."""
    journal = lire_en_colonnes(repertoire)
    grandeurs, operations, financeurs, annees, montants = _soldes_rendus(journal)
    codes = (*journal.financeurs, "")
    colonnes = (
        textes(MESURES, grandeurs),
        textes(journal.operations, operations),
        textes(codes, financeurs % len(codes)),
        entiers(annees),
        entiers(montants),
    )
    sortie.write_bytes(en_csv(*colonnes))


def _soldes_rendus(journal: JournalEnColonnes) -> tuple[NDArray[np.int64], ...]:
    """Grandeur, opération, financeur (−1 : aucun), année et centimes de chaque case que tous les outils rendent."""
    soldes = soldes_par_annee(journal)
    grandeurs = _grandeurs(soldes)
    rendues = np.flatnonzero(grandeurs < len(MESURES))
    return tuple(c[rendues] for c in (grandeurs, *(soldes.axe(axe) for axe in SUIVIS), soldes.montants))


def _grandeurs(soldes: Soldes) -> NDArray[np.int64]:
    """La grandeur de chaque case."""
    grandeurs: NDArray[np.int64] = soldes.cles % len(GRANDEURS)
    return grandeurs


def calculs_de_fichier(repertoire: Path) -> dict[str, Callable[[], Soldes]]:
    """Du csv, ou du même journal en Parquet, aux soldes, validation comprise, sans les écrire."""
    calculs = {NOUS: lambda: soldes_par_annee(lire_en_colonnes(repertoire))}
    if importlib.util.find_spec("pyarrow") is not None:
        calculs[NOUS_PARQUET] = lambda: soldes_par_annee(_lire_le_parquet(repertoire))
    return calculs


def _lire_le_parquet(repertoire: Path) -> JournalEnColonnes:
    plan, declares = lire_declarations(repertoire)
    octets = (repertoire / "journal.parquet").read_bytes()
    return lire_journal_parquet("journal.parquet", octets, declares=declares, plan=plan)


def total_des_soldes(soldes: Soldes) -> int:
    """Somme de tous les soldes engagés et payés, en centimes."""
    return soldes.total(Grandeur.ENGAGE) + soldes.total(Grandeur.PAYE)


def gestes_des_colonnes(repertoire: Path, cases: NDArray[np.int64]) -> "dict[str, Geste]":
    """Nos soldes, du journal déjà en colonnes : tout le travail, ou la seule addition, cases déjà repérées."""
    # Ce que les autres outils demandent : une commande n'a pas à le charger.
    from tests.bench.portefeuille_colonnes import Geste, cle_de_case

    journal = lire_en_colonnes(repertoire)
    reperees, montants = cases_du_journal(journal, frozenset(SUIVIS)), montants_signes(journal)
    reference = soldes_par_annee(journal)

    def ranger(soldes: Soldes) -> NDArray[np.int64]:
        cles = cle_de_case(_grandeurs(soldes), *(soldes.axe(axe) for axe in SUIVIS))
        ranges = np.zeros(len(cases), dtype=np.int64)
        ranges[np.searchsorted(cases, cles)] = soldes.montants
        return ranges

    return {
        NOUS: Geste(calculer=lambda: soldes_par_annee(journal), ranger=ranger),
        NOUS_REPEREES: Geste(
            calculer=lambda: reperees.cumuler(montants.__getitem__),
            ranger=lambda sommes: ranger(replace(reference, montants=sommes)),
        ),
    }


def calculs_d_une_convention(repertoire: Path) -> dict[str, Callable[[], Soldes | SoldesRegroupes]]:
    """Les soldes de toutes les conventions recalculés, et ceux d’une seule, tirés de soldes déjà faits."""
    journal = lire_en_colonnes(repertoire)
    operations = journal.operations
    conventions = tuple(dict.fromkeys(code.partition("-")[0] for code in operations))
    rangs = {code: rang for rang, code in enumerate(conventions)}
    par_operation = np.array([rangs[code.partition("-")[0]] for code in operations], dtype=np.int32)
    colonnes = replace(journal.colonnes, convention=par_operation[journal.colonnes.operation])
    national = replace(journal, colonnes=colonnes, conventions=conventions)
    soldes = soldes_du_journal(national)
    rang = len(conventions) // 2
    milieu = conventions[rang]
    seuls = soldes_du_journal(national.prendre(np.flatnonzero(colonnes.convention == rang)))
    assert dict(soldes.de_la_convention(milieu).cases()) == dict(seuls.cases()), "la convention a d’autres soldes"
    return {
        "tout recalculer": lambda: soldes_du_journal(national, fils=coeurs_permis()),
        "une convention": lambda: soldes.de_la_convention(milieu).regrouper(*SUIVIS),
    }

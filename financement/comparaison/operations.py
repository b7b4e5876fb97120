"""Comparer les opérations de deux tableaux, leurs réestimations et ce que donnent leurs clôtures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from financement.calculs.tableau import TableauFinancier
from financement.cloture.resultat import Cloture, TotalCloture
from financement.comparaison.tableaux import TotalCompare, Variation
from financement.dossier.operation import Operation
from financement.dossier.projet import Projet
from financement.valeurs import validation
from financement.valeurs.dates import afficher_date

__all__ = [
    "ChangementOperation",
    "ReestimationComparee",
    "comparer_clotures",
    "comparer_operations",
    "comparer_reestimations",
]

ABSENTE = "absente"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangementOperation:
    """Ce qui change d’une opération : le nom de la colonne, les textes pour une personne, et la variation d’un coût.

    ``champ`` : cout, debut, duree_semestres, achevement ou statut ; ``operation`` : sa dernière description.
    """

    operation: Operation
    champ: str
    avant: str
    apres: str
    cout: Variation | None = None


@dataclass(frozen=True, slots=True)
class ReestimationComparee:
    """Dernier coût réestimé d’une opération à deux dates, en centimes ; ``None`` : aucun encore."""

    operation: str
    avant: int | None
    apres: int | None


def comparer_operations(avant: TableauFinancier, apres: TableauFinancier) -> tuple[ChangementOperation, ...]:
    """Coût, calendrier et statut qui changent d’``avant`` à ``apres``, opération par opération, dans leur ordre.

    Une opération qui n’est que dans l’un des deux change de coût et de statut (« absente »).
    """
    validation.exiger(
        "Comparaison",
        validation.instance("avant", avant, TableauFinancier),
        validation.instance("apres", apres, TableauFinancier),
    )
    premieres = {operation.code: operation for operation in avant.operations}
    secondes = {operation.code: operation for operation in apres.operations}
    return tuple(
        changement
        for code, decrite in {**premieres, **secondes}.items()
        for changement in _changements(decrite, premieres.get(code), secondes.get(code))
    )


def _changements(decrite: Operation, avant: Operation | None, apres: Operation | None) -> Iterator[ChangementOperation]:
    cout = Variation(avant.cout if avant else 0, apres.cout if apres else 0)
    if cout.ecart:
        yield ChangementOperation(operation=decrite, champ="cout", avant="", apres="", cout=cout)
    textes = {
        champ: (_texte(avant, champ), _texte(apres, champ))
        for champ in ("debut", "duree_semestres", "achevement", "statut")
        if champ == "statut" or (avant and apres)
    }
    for champ, (ancien, nouveau) in textes.items():
        if ancien != nouveau:
            yield ChangementOperation(operation=decrite, champ=champ, avant=ancien, apres=nouveau)


def _texte(operation: Operation | None, champ: str) -> str:
    if operation is None:
        return ABSENTE
    if champ == "statut":
        return "abandonnée" if operation.est_abandonnee else "active"
    valeur = getattr(operation, champ)
    if valeur is None:
        return ""
    return afficher_date(valeur) if isinstance(valeur, date) else str(valeur)


def comparer_reestimations(avant: Projet, le: date, apres: Projet, au: date) -> tuple[ReestimationComparee, ...]:
    """Les opérations dont le dernier coût réestimé change, du jour ``le`` du premier au jour ``au`` du second."""
    validation.exiger(
        "Comparaison",
        validation.instance("avant", avant, Projet),
        validation.jour("le", le),
        validation.instance("apres", apres, Projet),
        validation.jour("au", au),
    )
    premieres, secondes = _dernieres(avant, le), _dernieres(apres, au)
    return tuple(
        ReestimationComparee(code, premieres.get(code), secondes.get(code))
        for code in dict.fromkeys((*premieres, *secondes))
        if premieres.get(code) != secondes.get(code)
    )


def _dernieres(projet: Projet, au: date) -> Mapping[str, int]:
    dernieres: dict[str, int] = {}
    for reestimation in sorted(projet.reestimations, key=lambda r: r.date):
        if reestimation.date <= au:
            dernieres[reestimation.operation] = reestimation.cout
    return dernieres


def comparer_clotures(avant: Cloture, apres: Cloture) -> dict[str, TotalCompare]:
    """Montants de clôture de chaque financeur de l’une ou de l’autre, dans l’ordre du premier puis du second."""
    validation.exiger(
        "Comparaison", validation.instance("avant", avant, Cloture), validation.instance("apres", apres, Cloture)
    )
    premiers, seconds = avant.par_financeur(), apres.par_financeur()
    aucun = TotalCloture.de(())

    def compare(financeur: str) -> TotalCompare:
        premier, second = premiers.get(financeur, aucun), seconds.get(financeur, aucun)
        return TotalCompare(
            premier.montant_cloture,
            second.montant_cloture,
            Variation(premier.concours.montant_cloture, second.concours.montant_cloture),
        )

    return {financeur: compare(financeur) for financeur in dict.fromkeys((*premiers, *seconds))}

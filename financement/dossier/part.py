"""La part d’un maître d’ouvrage : ses opérations, et rien de ce qui chiffre celles des autres.

Une opération est portée par un seul maître d’ouvrage (règlement général de l’ANRU, confiance A) : celui que nomme sa
dernière version. La part est un projet comme un autre : tout s’y calcule, et chaque ligne s’y clôt comme dans le
dossier entier.
"""

from collections.abc import Iterable
from dataclasses import replace

from financement.dossier.convention import Convention
from financement.dossier.designation import maitre_ouvrage_designe
from financement.dossier.operation import Operation
from financement.dossier.projet import Projet
from financement.valeurs import validation

__all__ = ["maitres_ouvrage_actuels", "part_du_maitre_ouvrage"]


def maitres_ouvrage_actuels(operations: Iterable[Operation]) -> dict[str, str]:
    """Le maître d’ouvrage de chaque opération, celui de sa dernière version, dans l’ordre des opérations."""
    actuels: dict[str, Operation] = {}
    for operation in operations:
        connue = actuels.get(operation.code)
        if connue is None or operation.version > connue.version:
            actuels[operation.code] = operation
    return {code: operation.maitre_ouvrage for code, operation in actuels.items()}


def part_du_maitre_ouvrage(projet: Projet, maitre_ouvrage: str) -> Projet:
    """Le projet réduit aux opérations d’un maître d’ouvrage, désigné par son code entier ou par sa fin.

    Y restent toutes les versions de ses opérations, et les lignes et mouvements de tous les financeurs sur elles. N’y
    sont ni les enveloppes, qui sont celles du dossier entier, ni les contreparties foncières d’un autre bénéficiaire,
    ni les autres maîtres d’ouvrage, sauf ceux qui financent ces opérations. Lève :class:`ValeurImpossible` si le texte
    ne désigne le maître d’ouvrage d’aucune opération.
    """
    validation.exiger(
        "Part",
        validation.instance("projet", projet, Projet),
        validation.instance("maitre_ouvrage", maitre_ouvrage, str),
    )
    code = maitre_ouvrage_designe(projet, maitre_ouvrage)
    siennes = {
        operation for operation, porteur in maitres_ouvrage_actuels(projet.operations).items() if porteur == code
    }
    reduit = replace(
        projet,
        operations=tuple(operation for operation in projet.operations if operation.code in siennes),
        plan=tuple(ligne for ligne in projet.plan if ligne.operation in siennes),
        journal=tuple(mouvement for mouvement in projet.journal if mouvement.operation in siennes),
        reestimations=tuple(ligne for ligne in projet.reestimations if ligne.operation in siennes),
        realisations=tuple(ligne for ligne in projet.realisations if ligne.operation in siennes),
        insertion=tuple(ligne for ligne in projet.insertion if ligne.operation in siennes),
    )
    porteurs = {operation.maitre_ouvrage for operation in projet.operations}
    return replace(reduit, convention=_convention(reduit, code, porteurs))


def _convention(part: Projet, code: str, porteurs: set[str]) -> Convention:
    """La convention sans enveloppe, ni qui n’est que maître d’ouvrage d’autres opérations."""
    convention = part.convention
    cites = {code, *(ligne.financeur for ligne in part.plan), *(mouvement.financeur for mouvement in part.journal)}
    gardes = [f for f in convention.financeurs if f.code in cites or f.code not in porteurs]
    nommes = {operation.maitre_ouvrage for operation in part.operations}
    return replace(
        convention,
        financeurs=tuple(replace(financeur, enveloppe=None) for financeur in gardes or convention.financeurs),
        avenants=tuple(replace(avenant, enveloppes=()) for avenant in convention.avenants),
        maitres_ouvrage=tuple(m for m in convention.maitres_ouvrage if m.code in nommes),
        contreparties_foncieres=tuple(c for c in convention.contreparties_foncieres if c.beneficiaire == code),
    )

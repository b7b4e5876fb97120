"""L’optimum d’un problème : la plus grande valeur ; à valeur égale, le plus par la voie locale ; puis l’ordre.

À valeur et part locale égales, le premier besoin de la demande reçoit le plus possible, puis le deuxième : la réponse
ne dépend pas de ce que le solveur rencontre d’abord.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from financement.redeploiement.probleme import AuMoins, AuPlus, LimiteDeRedeploiement, NulOuExactement, Probleme
from financement.redeploiement.solveur import Programme, Somme, StatutReponse, resoudre

__all__ = ["Optimum", "est_possible", "gain", "optimiser"]


@dataclass(frozen=True, slots=True)
class Optimum:
    """``valeur`` : celle des ``parts`` (``None`` : aucune trouvée) ; ``borne`` : aucune solution ne vaut plus."""

    statut: StatutReponse
    parts: tuple[int, ...] | None
    valeur: Fraction
    borne: Fraction


def optimiser(probleme: Probleme, *, effort: int) -> Optimum:
    """La meilleure solution, prouvée (``optimal``), bornée (``borne``) ou prouvée absente (``impossible``)."""
    programme, objectif, echelle = _traduire(probleme, probleme.limites)
    reponse = resoudre(programme.viser(objectif), effort=effort)
    if reponse.parts is None:
        return Optimum(reponse.statut, None, Fraction(0), Fraction(reponse.borne, echelle))
    valeur = probleme.valeur(reponse.parts)
    if reponse.statut is not StatutReponse.OPTIMAL:
        return Optimum(reponse.statut, reponse.parts, valeur, max(valeur, Fraction(reponse.borne, echelle)))
    atteinte = valeur * echelle
    parts = _departager(programme.viser(Somme(), (objectif, atteinte.numerator)), reponse.parts, _moindre(effort))
    return Optimum(reponse.statut, parts, valeur, valeur)


def _traduire(probleme: Probleme, limites: Iterable[LimiteDeRedeploiement]) -> tuple[Programme, Somme, int]:
    """Le programme de ces limites, son objectif en entiers, et l’échelle de celui-ci.

    Un besoin servi en entier ou pas du tout a un forfait : priorité × montant est souvent entier, quand la priorité ne
    l’est pas.
    """
    relations = tuple(limite.relation for limite in limites)
    entiers = {r.besoin: r.montant for r in relations if isinstance(r, NulOuExactement)}
    pesees = [priorite * entiers.get(rang, 1) for rang, priorite in enumerate(probleme.priorites)]
    echelle = lcm(*(pesee.denominator for pesee in pesees))
    mises = [(pesee * echelle).numerator for pesee in pesees]
    objectif = Somme(
        poids=tuple(0 if rang in entiers else mise for rang, mise in enumerate(mises)),
        forfaits=tuple(mise if rang in entiers else 0 for rang, mise in enumerate(mises)),
    )
    programme = Programme(
        nombre=len(probleme.priorites),
        domaine=probleme.borne_des_parts,
        relations=relations,
        groupes=probleme.groupes,
    )
    return programme, objectif, echelle


def _departager(programme: Programme, parts: tuple[int, ...], effort: int) -> tuple[int, ...]:
    """Des solutions de même valeur, celle que disent la voie locale puis l’ordre des besoins."""
    local = Somme(locaux=(1,) * len(programme.groupes))
    reponse = resoudre(programme.viser(local), effort=effort)
    if reponse.statut is not StatutReponse.OPTIMAL or reponse.parts is None:
        return parts
    parts, programme = reponse.parts, programme.viser(Somme(), (local, reponse.borne))
    for rang in range(programme.nombre):
        if parts[rang] < _plafond(programme, rang):
            reponse = resoudre(programme.viser(Somme(poids=(0,) * rang + (1,))), effort=effort)
            if reponse.statut is not StatutReponse.OPTIMAL or reponse.parts is None:
                return parts
            parts = reponse.parts
        programme = replace(programme, relations=(*programme.relations, AuMoins((rang,), parts[rang])))
    return parts


def _plafond(programme: Programme, rang: int) -> int:
    """Ce qu’une part ne dépasse pas, à ne lire que ses propres limites : arrivée là, rien ne la remplit davantage."""
    siennes = (r.borne for r in programme.relations if isinstance(r, AuPlus) and r.besoins == (rang,))
    return min(siennes, default=programme.domaine)


def _moindre(effort: int) -> int:
    """L’effort d’une question seconde : elles sont nombreuses, et la réponse principale ne les attend pas."""
    return max(1, effort // 10)


def est_possible(probleme: Probleme, limites: Iterable[LimiteDeRedeploiement], *, effort: int) -> bool:
    """Une répartition respecte ces seules limites ; faux n’est dit que prouvé."""
    programme, _, _ = _traduire(probleme, limites)
    return resoudre(programme, effort=effort).statut is not StatutReponse.IMPOSSIBLE


def gain(probleme: Probleme, levee: LimiteDeRedeploiement, valeur: Fraction, *, effort: int) -> Fraction | None:
    """Ce que vaudrait de plus l’optimum sans cette seule limite ; ``None`` s’il n’est pas prouvé."""
    restantes = [limite for limite in probleme.limites if limite is not levee]
    programme, objectif, echelle = _traduire(probleme, restantes)
    reponse = resoudre(programme.viser(objectif), effort=_moindre(effort))
    return Fraction(reponse.borne, echelle) - valeur if reponse.statut is StatutReponse.OPTIMAL else None

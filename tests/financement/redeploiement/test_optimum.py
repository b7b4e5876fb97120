"""L’optimum contre l’énumération de toutes les répartitions, et contre des instances publiées."""

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations, product
from operator import and_
from typing import Final

import pytest

from financement.fautes.faute import ValeurImpossible
from financement.redeploiement.blocage import ensemble_de_blocage
from financement.redeploiement.optimum import optimiser
from financement.redeploiement.probleme import (
    AuMoins,
    AuPlus,
    GenreLimite,
    Groupe,
    LimiteDeRedeploiement,
    NulOuAuMoins,
    NulOuExactement,
    Probleme,
    Relation,
    ServisAuPlus,
    TousOuAucun,
)
from financement.redeploiement.solveur import StatutReponse

LOTS: Final = 6
PAR_LOT: Final = 100
EFFORT: Final = 20_000


def limite(relation: Relation) -> LimiteDeRedeploiement:
    return LimiteDeRedeploiement(genre=GenreLimite.PLAFOND, texte="Essai.", relation=relation)


def au_hasard(hasard: random.Random) -> Probleme:
    """Un petit problème : un à trois besoins, de quoi être souvent serré et parfois impossible."""
    nombre, maximum = hasard.randint(1, 3), hasard.randint(1, 5)
    tous = tuple(range(nombre))
    relations: list[Relation] = [AuPlus((rang,), maximum) for rang in tous]
    relations.append(AuPlus(tous, hasard.randint(0, 11)))
    for _ in range(hasard.randint(0, 4)):
        rang, mesure = hasard.randrange(nombre), hasard.randint(0, 6)
        quelques = tuple(sorted(hasard.sample(tous, hasard.randint(1, nombre))))
        choix: Sequence[Relation] = (
            AuPlus((rang,), mesure),
            AuMoins((rang,), mesure),
            AuMoins(quelques, mesure + 1),
            NulOuAuMoins(rang, mesure),
            NulOuExactement(rang, mesure),
            ServisAuPlus(quelques, hasard.randint(0, nombre)),
            TousOuAucun(quelques),
        )
        relations.append(hasard.choice(choix))
    melange = hasard.sample(tous, nombre)
    coupe = hasard.randint(0, nombre)
    return Probleme(
        priorites=tuple(Fraction(hasard.randint(1, 4), hasard.choice((1, 1, 1, 2, 3))) for _ in tous),
        limites=tuple(map(limite, relations)),
        groupes=tuple(
            Groupe(tuple(sorted(groupe)), hasard.randint(0, 5)) for groupe in (melange[:coupe], melange[coupe:])
        ),
    )


class Enumeration:
    """Toutes les répartitions, et celles que respecte chaque limite, en ensembles de bits."""

    def __init__(self, probleme: Probleme) -> None:
        parts = range(probleme.borne_des_parts + 1)
        self.toutes = list(product(parts, repeat=len(probleme.priorites)))
        self.de = {id(limite): self._bits(limite) for limite in probleme.limites}

    def _bits(self, limite: LimiteDeRedeploiement) -> int:
        return sum(1 << rang for rang, essai in enumerate(self.toutes) if limite.relation.tient(essai))

    def possibles(self, limites: Iterable[LimiteDeRedeploiement]) -> int:
        return reduce(and_, (self.de[id(limite)] for limite in limites), (1 << len(self.toutes)) - 1)


def merite(probleme: Probleme, parts: tuple[int, ...]) -> tuple[Fraction, int, tuple[int, ...]]:
    """La valeur, puis ce que sert la voie locale, puis l’ordre des besoins."""
    valeur = sum((p * part for p, part in zip(probleme.priorites, parts, strict=True)), Fraction(0))
    locale = sum(min(g.ressource, sum(parts[rang] for rang in g.besoins)) for g in probleme.groupes)
    return valeur, locale, parts


@pytest.mark.parametrize("lot", range(LOTS))
def test_l_optimum_est_celui_de_l_enumeration(lot: int) -> None:
    hasard = random.Random(lot)  # noqa: S311 -- un tirage semé n’est pas un secret
    impossibles = 0
    for _ in range(PAR_LOT):
        probleme = au_hasard(hasard)
        enumeration = Enumeration(probleme)
        bits = enumeration.possibles(probleme.limites)
        restantes = [essai for rang, essai in enumerate(enumeration.toutes) if bits >> rang & 1]
        optimum = optimiser(probleme, effort=EFFORT)
        if not restantes:
            impossibles += 1
            assert optimum.statut is StatutReponse.IMPOSSIBLE
            verifier_le_blocage(probleme, enumeration)
        else:
            meilleure = max(restantes, key=lambda essai: merite(probleme, essai))
            assert (optimum.statut, optimum.parts) == (StatutReponse.OPTIMAL, meilleure)
            assert optimum.valeur == optimum.borne == merite(probleme, meilleure)[0]
    assert 0 < impossibles < PAR_LOT


def verifier_le_blocage(probleme: Probleme, enumeration: Enumeration) -> None:
    """L’ensemble empêche ; sans l’une quelconque de ses limites il n’empêche plus ; aucun plus petit n’empêche."""
    blocage = ensemble_de_blocage(probleme, effort=EFFORT)
    assert not enumeration.possibles(blocage)
    for retiree in blocage:
        assert enumeration.possibles([gardee for gardee in blocage if gardee is not retiree])
    for autres in combinations(probleme.limites, len(blocage) - 1):
        assert enumeration.possibles(autres)


# Instances de J. Burkardt (université d’État de Floride), « KNAPSACK_01, Data for the 01 Knapsack Problem » :
# capacité, poids, profits, choix publié comme optimal.
SACS: Final = {
    "P01": (165, (23, 31, 29, 44, 53, 38, 63, 85, 89, 82), (92, 57, 49, 68, 60, 43, 67, 84, 87, 72), "1111010000"),
    "P02": (26, (12, 7, 11, 8, 9), (24, 13, 23, 15, 16), "01110"),
    "P03": (190, (56, 59, 80, 64, 75, 17), (50, 50, 64, 46, 50, 5), "110010"),
    "P04": (50, (31, 10, 20, 19, 4, 3, 6), (70, 20, 39, 37, 7, 5, 10), "1001000"),
    "P05": (104, (25, 35, 45, 5, 25, 3, 2, 2), (350, 400, 450, 20, 70, 8, 5, 5), "10111011"),
    "P06": (170, (41, 50, 49, 59, 55, 57, 60), (442, 525, 511, 593, 546, 564, 617), "0101001"),
    "P07": (
        750,
        (70, 73, 77, 80, 82, 87, 90, 94, 98, 106, 110, 113, 115, 118, 120),
        (135, 139, 149, 150, 156, 163, 173, 184, 192, 201, 210, 214, 221, 229, 240),
        "101010111000011",
    ),
    "P08": (
        6404180,
        (
            382745,
            799601,
            909247,
            729069,
            467902,
            44328,
            34610,
            698150,
            823460,
            903959,
            853665,
            551830,
            610856,
            670702,
            488960,
            951111,
            323046,
            446298,
            931161,
            31385,
            496951,
            264724,
            224916,
            169684,
        ),
        (
            825594,
            1677009,
            1676628,
            1523970,
            943972,
            97426,
            69666,
            1296457,
            1679693,
            1902996,
            1844992,
            1049289,
            1252836,
            1319836,
            953277,
            2067538,
            675367,
            853655,
            1826027,
            65731,
            901489,
            577243,
            466257,
            369261,
        ),
        "110111000110100100000111",
    ),
}


@pytest.mark.parametrize("nom", SACS)
def test_les_sacs_a_dos_publies(nom: str) -> None:
    """Un objet est un besoin servi en entier ou pas du tout ; sa priorité, le profit de chaque unité de poids."""
    capacite, poids, profits, choix = SACS[nom]
    rangs = range(len(poids))
    probleme = Probleme(
        priorites=tuple(Fraction(profit, masse) for profit, masse in zip(profits, poids, strict=True)),
        limites=(
            limite(AuPlus(tuple(rangs), capacite)),
            *(limite(NulOuExactement(rang, poids[rang])) for rang in rangs),
        ),
    )
    optimum = optimiser(probleme, effort=EFFORT)
    attendues = tuple(masse if pris == "1" else 0 for masse, pris in zip(poids, choix, strict=True))
    assert optimum.statut is StatutReponse.OPTIMAL
    assert optimum.valeur == sum(profit for profit, pris in zip(profits, choix, strict=True) if pris == "1")
    assert optimum.parts == attendues


def de_meme_rapport(nombre: int) -> Probleme:
    """Des objets de rapport presque égal, de milliards : long à prouver."""
    hasard = random.Random(3)  # noqa: S311
    poids = [hasard.randint(10**9, 10**10) for _ in range(nombre)]
    profits = [masse + hasard.randint(-(10**7), 10**7) for masse in poids]
    return Probleme(
        priorites=tuple(Fraction(profit, masse) for profit, masse in zip(profits, poids, strict=True)),
        limites=(
            limite(AuPlus(tuple(range(nombre)), sum(poids) // 2)),
            *(limite(NulOuExactement(rang, masse)) for rang, masse in enumerate(poids)),
        ),
    )


def test_arrete_trop_tot_l_optimum_est_borne() -> None:
    """Toujours plus d’effort : des solutions, jamais au-dessus de l’optimum, et des bornes, jamais au-dessous."""
    probleme = de_meme_rapport(30)
    prouve = optimiser(probleme, effort=EFFORT)
    bornes = [optimiser(probleme, effort=effort) for effort in (1, 5, 20)]
    assert prouve.statut is StatutReponse.OPTIMAL
    assert {borne.statut for borne in bornes} == {StatutReponse.BORNE}
    assert all(borne.valeur <= prouve.valeur <= borne.borne for borne in bornes)
    assert [optimiser(probleme, effort=effort) for effort in (1, 5, 20)] == bornes


def test_arrete_sans_solution_la_borne_tient_encore() -> None:
    """Faire exactement une somme de milliards : une somme connue, que le solveur n’a pas le temps de trouver."""
    facile = de_meme_rapport(60)
    masses = [une.relation.montant for une in facile.limites if isinstance(une.relation, NulOuExactement)]
    exacte = limite(AuMoins(tuple(range(60)), sum(masses[:30])))
    probleme = Probleme(
        priorites=(Fraction(1),) * 60,
        limites=(limite(AuPlus(tuple(range(60)), sum(masses[:30]))), exacte, *facile.limites[1:]),
    )
    optimum = optimiser(probleme, effort=1)
    assert (optimum.statut, optimum.parts) == (StatutReponse.BORNE, None)
    assert optimum.borne >= sum(masses[:30])


def test_ce_qui_ne_tient_pas_en_64_bits_est_refuse() -> None:
    """Deux priorités sans diviseur commun, de treize chiffres, sur cent milliards d’euros en centimes."""
    probleme = Probleme(
        priorites=(Fraction(1, 1_000_003), Fraction(1, 999_983)), limites=(limite(AuPlus((0, 1), 10**13)),)
    )
    with pytest.raises(ValeurImpossible, match="64 bits"):
        optimiser(probleme, effort=EFFORT)


def test_les_plus_grands_montants_sont_exacts() -> None:
    """À dix mille milliards de centimes, un flottant se tromperait d’une unité : 2⁵³ < 3 × (10¹⁵ − 1)."""
    total = 10**16 - 3
    probleme = Probleme(
        priorites=(Fraction(3), Fraction(2)), limites=(limite(AuPlus((0, 1), total)), limite(AuPlus((0,), total - 1)))
    )
    optimum = optimiser(probleme, effort=EFFORT)
    assert optimum.parts == (total - 1, 1)
    assert optimum.valeur == 3 * (total - 1) + 2

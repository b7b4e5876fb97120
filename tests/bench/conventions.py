"""Conventions inventées mais vraisemblables : opérations, plan, avenants ; chacune ne dépend que de sa graine et de
son rang.

Rien n’y est tiré d’un dossier réel : seules les grandeurs (nombre d’opérations, de financeurs, d’avenants, ordre des
coûts) ressemblent à celles d’une convention du PNRU.
"""

import datetime
from dataclasses import dataclass
from typing import Final

import numpy as np

__all__ = [
    "FINANCEURS",
    "NATURES",
    "OPERATIONS_PAR_CONVENTION",
    "ConventionInventee",
    "LigneInventee",
    "OperationInventee",
    "inventer_convention",
]

OPERATIONS_PAR_CONVENTION: Final = 70
FAMILLES: Final = tuple(f"{rang:02d}" for rang in range(1, 13))
NATURES: Final = ("subvention", "pret", "fonds_propres")
SUBVENTION, PRET, FONDS_PROPRES = range(3)

FINANCEURS: Final = (
    ("ANRU", "anru"),
    ("FONCIERE", "fonciere_logement"),
    ("ETAT", "etat"),
    ("REGION", "region"),
    ("DEPARTEMENT", "departement"),
    ("EPCI", "epci"),
    ("VILLE", "ville"),
    ("BAILLEUR-A", "bailleur"),
    ("BAILLEUR-B", "bailleur"),
    ("BAILLEUR-C", "bailleur"),
    ("CDC", "cdc"),
    ("FEDER", "europe"),
    ("AMENAGEUR", "autre"),
    ("CAF", "autre"),
    ("AUTRES", "autre"),
)
ANRU, CDC = 0, 10
BAILLEURS: Final = (7, 8, 9)
MAITRES_D_OUVRAGE: Final = (5, 6, *BAILLEURS, 12)
COFINANCEURS: Final = (1, 2, 3, 4, 11, 13, 14)
FAMILLES_DES_BAILLEURS: Final = frozenset({"01", "02", "03", "05", "06", "07"})
FAMILLES_A_PRET: Final = frozenset({"02", "05"})

# Dates des avenants 1 à 5 : un jour par avenant, décalé d'une convention à l'autre.
ANNEES_DES_AVENANTS: Final = (2006, 2008, 2010, 2012, 2013)
# Les cinq dernières opérations sont créées par les avenants 1 à 5 ; deux autres sont abandonnées aux avenants 2 et 4.
ABANDONS: Final = {22: 2, 44: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneInventee:
    """Une ligne de financement : rangs du financeur et de la nature, part du coût en centièmes (le reste si nulle)."""

    financeur: int
    nature: int
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationInventee:
    """Une opération : coût de chaque version qui la décrit (centimes, zéro si elle y est abandonnée), et ses lignes."""

    code: str
    famille: str
    maitre_ouvrage: int
    couts: dict[int, int]
    lignes: tuple[LigneInventee, ...]
    debut: datetime.date
    duree_semestres: int
    achevement: datetime.date | None

    def montants(self, version: int) -> list[int]:
        """Montant de chaque ligne dans une version, en centimes ; leur somme est le coût."""
        cout = self.couts[version]
        montants = [(2 * cout * ligne.part + 100) // 200 for ligne in self.lignes[:-1]]
        return [*montants, cout - sum(montants)]

    def est_ambigue(self, ligne: LigneInventee) -> bool:
        """Le financeur de la ligne en a plusieurs sur l’opération : un mouvement doit dire sa nature."""
        return [autre.financeur for autre in self.lignes].count(ligne.financeur) > 1

    @property
    def derniere_version(self) -> int:
        """La dernière version qui décrit l’opération."""
        return max(self.couts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionInventee:
    """Une convention, ses avenants et ses opérations."""

    rang: int
    code: str
    signature: datetime.date
    avenants: tuple[datetime.date, ...]
    operations: tuple[OperationInventee, ...]


def inventer_convention(graine: int, rang: int) -> ConventionInventee:
    """La convention de rang ``rang`` du portefeuille de graine ``graine``."""
    hasard = np.random.default_rng([graine, rang, 1])
    code = f"{rang % 95 + 1:02d}{rang:05d}"
    familles = [*FAMILLES, *(FAMILLES[k] for k in hasard.integers(0, 12, OPERATIONS_PAR_CONVENTION - 12).tolist())]
    hasard.shuffle(familles)
    numeros = dict.fromkeys(FAMILLES, 0)
    operations = []
    for place, famille in enumerate(familles):
        numeros[famille] += 1
        operations.append(_operation(hasard, f"{code}-{famille}-{numeros[famille]:04d}-001", famille, place))
    jour = int(hasard.integers(1, 28))
    return ConventionInventee(
        rang=rang,
        code=code,
        signature=datetime.date(2004, 7, jour),
        avenants=tuple(datetime.date(annee, 1 + rang % 12, jour) for annee in ANNEES_DES_AVENANTS),
        operations=tuple(operations),
    )


def _operation(hasard: np.random.Generator, code: str, famille: str, place: int) -> OperationInventee:
    des_bailleurs = famille in FAMILLES_DES_BAILLEURS
    maitre = int(hasard.choice(BAILLEURS if des_bailleurs else MAITRES_D_OUVRAGE))
    # Le produit de deux tirages : beaucoup de petites opérations, quelques grosses.
    facteurs = hasard.integers(200, 2500, 2).tolist()
    cout = facteurs[0] * facteurs[1] * 100 + int(hasard.integers(0, 100))
    debut = datetime.date(int(hasard.integers(2004, 2011)), int(hasard.choice((1, 7))), 1)
    duree = int(hasard.integers(2, 9))
    achevee = hasard.random() < 0.8
    return OperationInventee(
        code=code,
        famille=famille,
        maitre_ouvrage=maitre,
        couts=_couts(hasard, cout, place),
        lignes=_lignes(hasard, famille, maitre),
        debut=debut,
        duree_semestres=duree,
        achevement=debut + datetime.timedelta(days=182 * duree + int(hasard.integers(-60, 120))) if achevee else None,
    )


def _couts(hasard: np.random.Generator, cout: int, place: int) -> dict[int, int]:
    creation = max(0, place - (OPERATIONS_PAR_CONVENTION - 6))
    if creation:
        return {creation: cout}
    if place in ABANDONS:
        return {0: cout, ABANDONS[place]: 0}
    version = int(hasard.integers(0, 12))
    return {0: cout} | ({version: cout * int(hasard.integers(90, 116)) // 100} if 1 <= version <= 5 else {})


def _lignes(hasard: np.random.Generator, famille: str, maitre: int) -> tuple[LigneInventee, ...]:
    """L’ANRU, parfois un prêt, un à trois cofinanceurs, et le maître d’ouvrage pour le reste."""
    lignes = [LigneInventee(financeur=ANRU, nature=SUBVENTION, part=int(hasard.integers(5, 51)))]
    a_pret = famille in FAMILLES_A_PRET
    if a_pret:
        lignes.append(LigneInventee(financeur=CDC, nature=PRET, part=int(hasard.integers(15, 31))))
        # Deux lignes du même financeur : ses mouvements doivent alors dire leur nature.
        if hasard.random() < 0.1:
            lignes.append(LigneInventee(financeur=CDC, nature=SUBVENTION, part=3))
    nombre = 1 if a_pret else int(hasard.integers(1, 4))
    lignes.extend(
        LigneInventee(financeur=financeur, nature=SUBVENTION, part=int(hasard.integers(3, 13)))
        for financeur in sorted(hasard.choice(COFINANCEURS, nombre, replace=False).tolist())
    )
    return (*lignes, LigneInventee(financeur=maitre, nature=FONDS_PROPRES, part=0))

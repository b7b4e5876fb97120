"""Portefeuilles inventés : fonction pure de (graine, conventions, mouvements).

Le journal national est d’abord calculé en colonnes, puis trié par date ; les textes s’écrivent au fil de l’eau.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.bench.conventions import (
    FINANCEURS,
    NATURES,
    ConventionInventee,
    inventer_convention,
)
from tests.bench.dossiers import fichiers_de_la_convention

__all__ = [
    "TYPES",
    "Mouvements",
    "Portefeuille",
    "ecrire_dossiers",
    "ecrire_journal",
    "inventer_portefeuille",
    "par_paquets",
]

TYPES: Final = (
    "engagement",
    "degagement",
    "avance",
    "acompte",
    "solde",
    "reversement",
    "demande",
    "depense",
    "recette",
)
ENGAGEMENT, DEGAGEMENT, AVANCE, ACOMPTE, SOLDE, REVERSEMENT, DEMANDE, DEPENSE, RECETTE = range(9)
PIECES: Final = ("DAS", "DEG", "AV", "MDT", "SLD", "TRP", "DP", "FAC", "CES")
LIBELLES: Final = (
    "Décision attributive de subvention",
    "Dégagement de crédits",
    "Avance au démarrage",
    "Acompte sur travaux",
    "Solde",
    "Reversement de trop-perçu",
    "Demande de paiement",
    "Situation de travaux",
    "Cession de charges foncières",
)
LIBELLE_CITE: Final = '"Situation ; voir le décompte"'
EN_TETE: Final = "date;type;operation;financeur;nature;montant;piece;libelle\n"
# Une ligne qui porte des mouvements en porte au moins six : l'engagement, puis de quoi payer.
MOUVEMENTS_PAR_LIGNE: Final = 6
# Coût final d'une opération, en centièmes du coût programmé (borne haute exclue) : proche, plus souvent au-dessous.
COUT_FINAL: Final = (95, 104)
DERNIER_JOUR: Final = datetime.date(2015, 3, 31).toordinal()
PAQUET: Final = 50_000
UN_SUR_MILLE: Final = 1000

Colonne = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouvements:
    """Un journal en colonnes. ``jour`` : rang ordinal ; ``type``, ``operation``, ``financeur``, ``nature`` : rangs
    (−1 : non donné) ; ``montant`` : centimes ; ``numero`` : celui de la pièce.
    """

    jour: NDArray[np.int32]
    type: NDArray[np.int8]
    operation: NDArray[np.int32]
    financeur: NDArray[np.int8]
    nature: NDArray[np.int8]
    montant: Colonne
    numero: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.montant)

    def colonnes(self) -> tuple[NDArray[np.signedinteger], ...]:
        """Les sept colonnes."""
        return self.jour, self.type, self.operation, self.financeur, self.nature, self.montant, self.numero

    def prendre(self, rangs: Colonne | slice) -> "Mouvements":
        """Les mouvements de ces rangs, dans leur ordre."""
        jour, genre, operation, financeur, nature, montant, numero = (c[rangs] for c in self.colonnes())
        return Mouvements(
            jour=jour.astype(np.int32),
            type=genre.astype(np.int8),
            operation=operation.astype(np.int32),
            financeur=financeur.astype(np.int8),
            nature=nature.astype(np.int8),
            montant=montant.astype(np.int64),
            numero=numero.astype(np.int32),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Portefeuille:
    """Des conventions, et leurs mouvements triés par date ; ``operations`` : codes, dans l’ordre des conventions."""

    conventions: tuple[ConventionInventee, ...]
    operations: tuple[str, ...]
    mouvements: Mouvements


def inventer_portefeuille(graine: int, conventions: int, mouvements: int) -> Portefeuille:
    """Le portefeuille de ``conventions`` conventions et d’exactement ``mouvements`` mouvements."""
    inventees = tuple(inventer_convention(graine, rang) for rang in range(conventions))
    parts = [mouvements // conventions + (rang < mouvements % conventions) for rang in range(conventions)]
    morceaux, premiere = [], 0
    for convention, part in zip(inventees, parts, strict=True):
        morceaux.append(_mouvements(graine, convention, part, premiere))
        premiere += len(convention.operations)
    ensemble = [np.concatenate(colonnes) for colonnes in zip(*(m.colonnes() for m in morceaux), strict=True)]
    del morceaux
    ordre = np.argsort(ensemble[0], kind="stable")
    jour, genre, operation, financeur, nature, montant, numero = (colonne[ordre] for colonne in ensemble)
    return Portefeuille(
        conventions=inventees,
        operations=tuple(o.code for convention in inventees for o in convention.operations),
        mouvements=Mouvements(
            jour=jour,
            type=genre,
            operation=operation,
            financeur=financeur,
            nature=nature,
            montant=montant,
            numero=numero,
        ),
    )


def _mouvements(graine: int, convention: ConventionInventee, nombre: int, premiere: int) -> Mouvements:
    """Les mouvements d’une convention, triés par date ; ``premiere`` : rang de sa première opération."""
    hasard = np.random.default_rng([graine, convention.rang, 2])
    lignes = hasard.permutation(_lignes_vivantes(convention))[: max(1, nombre // MOUVEMENTS_PAR_LIGNE)]
    place = np.arange(nombre)
    ligne, rang = place % len(lignes), place // len(lignes)
    longueur = np.bincount(ligne, minlength=len(lignes))[ligne]
    genre = _types(hasard, rang, longueur)
    operation, financeur, nature, programme, debut, fin, ambigue = lignes[ligne].T
    jour = debut + (fin - debut) * (10 * rang + hasard.integers(0, 10, nombre)) // (10 * longueur)
    montant = _montants(hasard, genre, ligne, rang, programme)
    depense = _depenses(np.random.default_rng([graine, convention.rang, 3]), convention, genre, operation, rang)
    montant = np.where(genre == DEPENSE, depense, montant)
    sans_financeur = genre >= DEPENSE
    tue = sans_financeur | ((hasard.random(nombre) < 0.1) & (ambigue == 0))
    ordre = np.argsort(jour, kind="stable")
    return Mouvements(
        jour=jour[ordre].astype(np.int32),
        type=genre[ordre].astype(np.int8),
        operation=(operation + premiere)[ordre].astype(np.int32),
        financeur=np.where(sans_financeur, -1, financeur)[ordre].astype(np.int8),
        nature=np.where(tue, -1, nature)[ordre].astype(np.int8),
        montant=montant[ordre],
        numero=np.arange(1, nombre + 1, dtype=np.int32),
    )


def _lignes_vivantes(convention: ConventionInventee) -> Colonne:
    """Une rangée par ligne d’opération non abandonnée : opération, financeur, nature, montant, premier et dernier
    jour, et si la nature doit être dite.
    """
    rangees = []
    for rang, operation in enumerate(convention.operations):
        version = operation.derniere_version
        if not operation.couts[version]:
            continue
        debut = max(operation.debut, convention.signature).toordinal()
        if version:
            debut = max(debut, min(convention.avenants[min(operation.couts) - 1].toordinal(), DERNIER_JOUR - 400))
        fin = min(debut + 182 * operation.duree_semestres + 540, DERNIER_JOUR)
        rangees += [
            (rang, ligne.financeur, ligne.nature, montant, debut, fin, operation.est_ambigue(ligne))
            for ligne, montant in zip(operation.lignes, operation.montants(version), strict=True)
        ]
    return np.array(rangees, dtype=np.int64)


def _types(hasard: np.random.Generator, rang: Colonne, longueur: Colonne) -> Colonne:
    """Engagement, avance, puis dépense, demande, acompte en boucle ; en fin de ligne un solde, parfois autre chose."""
    genre = np.array([DEPENSE, DEMANDE, ACOMPTE])[(rang - 2) % 3]
    genre[hasard.random(len(rang)) < 0.01] = RECETTE
    genre[rang == 1] = AVANCE
    fin = hasard.choice([SOLDE, ACOMPTE, REVERSEMENT, DEGAGEMENT], len(rang), p=[0.7, 0.22, 0.04, 0.04])
    derniere = (rang == longueur - 1) & (longueur >= 4)
    genre[derniere] = fin[derniere]
    genre[rang == 0] = ENGAGEMENT
    return genre


def _montants(
    hasard: np.random.Generator, genre: Colonne, ligne: Colonne, rang: Colonne, programme: Colonne
) -> Colonne:
    """L’engagement vaut le programmé ; les paiements d’une ligne se le partagent, sans jamais le dépasser."""
    # Une petite avance et un gros solde, comme le veulent les plafonds : les alertes restent l'exception.
    poids = np.select([genre == AVANCE, genre == SOLDE], [3, 40], hasard.integers(5, 31, len(genre)))
    paye = (genre >= AVANCE) & (genre <= SOLDE)
    poids_payes = np.where(paye, poids, 0)
    total = np.bincount(ligne, poids_payes)[ligne].astype(np.int64)
    soldee = np.bincount(ligne, genre == SOLDE)[ligne] > 0
    total += np.where(soldee, 0, 10) + (total == 0)
    partage = _partager(programme, poids_payes, total, ligne, rang)
    petit = programme * poids // (100 * total)
    autres = np.where((genre == REVERSEMENT) | (genre == DEGAGEMENT), petit, programme * poids // (total + 30))
    montant: Colonne = np.where(genre == ENGAGEMENT, programme, np.where(paye, partage, autres))
    return montant


def _depenses(
    hasard: np.random.Generator, convention: ConventionInventee, genre: Colonne, operation: Colonne, rang: Colonne
) -> Colonne:
    """La part de chaque dépense dans le coût final de son opération, à quelques centièmes du coût programmé."""
    couts = np.array([o.couts[o.derniere_version] for o in convention.operations], dtype=np.int64)
    finals = couts * hasard.integers(*COUT_FINAL, len(couts)) // 100
    poids = np.where(genre == DEPENSE, hasard.integers(5, 31, len(genre)), 0)
    total = np.bincount(operation, poids)[operation].astype(np.int64)
    return _partager(finals[operation], poids, total + (total == 0), operation, rang)


def _partager(montant: Colonne, poids: Colonne, total: Colonne, groupe: Colonne, rang: Colonne) -> Colonne:
    """La part ``poids / total`` de ``montant``, de sorte que dans un groupe l’ensemble tombe juste au centime."""
    ordre = np.lexsort((rang, groupe))
    cumul = np.empty(len(poids), dtype=np.int64)
    cumul[ordre] = np.cumsum(poids[ordre])
    # Cumul propre au groupe : on retire ce que les groupes précédents ont cumulé.
    debut = np.zeros(groupe.max(initial=-1) + 2, dtype=np.int64)
    np.add.at(debut, groupe + 1, poids)
    cumul -= np.cumsum(debut)[groupe]
    parts: Colonne = np.subtract(montant * cumul // total, montant * (cumul - poids) // total)
    return parts


def par_paquets(mouvements: Mouvements) -> Iterator[Mouvements]:
    """Les mouvements, par paquets assez petits pour tenir en mémoire une fois écrits."""
    for debut in range(0, len(mouvements), PAQUET):
        yield mouvements.prendre(slice(debut, debut + PAQUET))


def ecrire_journal(portefeuille: Portefeuille, chemin: Path) -> None:
    """Le journal national en csv, dates ISO, montants à virgule ; une ligne sur mille porte un libellé cité."""
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        flux.write(EN_TETE)
        for paquet in par_paquets(portefeuille.mouvements):
            flux.writelines(_lignes_de_csv(paquet, portefeuille.operations))


def _lignes_de_csv(mouvements: Mouvements, operations: Sequence[str]) -> list[str]:
    financeurs = [*(code for code, _ in FINANCEURS), ""]
    natures = [*NATURES, ""]
    jours = {jour: datetime.date.fromordinal(jour).isoformat() for jour in np.unique(mouvements.jour).tolist()}
    return [
        f"{jours[jour]};{TYPES[genre]};{operations[operation]};{financeurs[financeur]};{natures[nature]};"
        f"{montant // 100},{montant % 100:02d};{PIECES[genre]}-{jours[jour][:4]}-{numero:05d};"
        f"{LIBELLES[genre] if (operation + numero) % UN_SUR_MILLE else LIBELLE_CITE}\n"
        for jour, genre, operation, financeur, nature, montant, numero in zip(
            *(colonne.tolist() for colonne in mouvements.colonnes()), strict=True
        )
    ]


def ecrire_dossiers(portefeuille: Portefeuille, repertoire: Path) -> list[Path]:
    """Un dossier par convention dans ``repertoire``, journal compris ; rend leurs chemins, dans l’ordre."""
    chemins, premiere = [], 0
    mouvements = portefeuille.mouvements
    ordre = np.argsort(mouvements.operation, kind="stable")
    triees = mouvements.operation[ordre]
    for convention in portefeuille.conventions:
        derniere = premiere + len(convention.operations)
        debut, fin = np.searchsorted(triees, [premiere, derniere])
        siens = mouvements.prendre(np.sort(ordre[debut:fin]))
        dossier = repertoire / convention.code
        dossier.mkdir(parents=True)
        textes = fichiers_de_la_convention(convention)
        textes["journal.csv"] = EN_TETE + "".join(_lignes_de_csv(siens, portefeuille.operations))
        for nom, texte in textes.items():
            (dossier / nom).write_text(texte, encoding="utf-8", newline="")
        chemins.append(dossier)
        premiere = derniere
    return chemins
